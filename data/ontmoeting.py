"""What the meeting-place product publishes, alike for buurt and wijk (METHODS 18)."""

from data.columns import breaks, count, share
from data.model import Column, Layer, Part, Tier

REMARKS = (
    "Bekende plekken, niet per se alle; `onbekend` is niet hetzelfde als niet open voor de buurt.",
)
OPEN = ("inwoners_65plus", "aandeel_65_ontmoeting_500_pct", "ruimten")
WORDS = (("ja", "yes"), ("nee", "no"), ("onbekend", "unknown"))
ROOMS = "plekken in het gebied; een plek in twee lijsten, binnen 75 m, telt één keer"


def columns(*, people: tuple[Part, ...], near: tuple[Part, ...]) -> tuple[Column, ...]:
    """Columns after the code.

    Args:
        people: what the residents of 65 and over are made from.
        near: what their share within 500 m is made from.
    """
    rooms = (Part(dataset="locaties", many=True), Part(dataset="ontmoetingsruimten", many=True))
    of_buurten = (Part(dataset="ontmoeting_buurt", column="ruimten", many=True),)
    own = rooms if people[0].dataset == "leeftijd_buurt" else of_buurten
    return (
        count(
            "inwoners_65plus",
            "Inwoners van 65 jaar en ouder",
            "Residents aged 65 and over",
            "inwoners",
            type="float",
            round_to=5,
            minimum=10,
            formula="geschat aantal; in een wijk de som van de buurten",
            parts=people,
        ),
        share(
            "aandeel_65_ontmoeting_500_pct",
            "65-plussers met een ontmoetingsplek binnen 500 m",
            "Residents 65+ with a meeting place within 500 m",
            palette="viridis_r",
            formula="65-plussers met een plek binnen 500 m lopen / 65-plussers",
            parts=near,
        ),
        count(
            "ruimten",
            "Bekende ontmoetingsplekken",
            "Known meeting places",
            "plekken",
            unit_en="places to meet",
            classes=breaks(0, 1, 2, 4, 8),
            palette="viridis_r",
            formula=ROOMS,
            parts=own,
        ),
        *(
            count(
                f"open_{word}",
                f"Open voor de buurt: {word}",
                f"Open to the neighbourhood: {word_en}",
                "plekken",
                unit_en="places to meet",
                formula="bekende plekken naar wat de lijst zegt; zonder woord is het onbekend",
                parts=(Part(column="ruimten"),),
            )
            for word, word_en in WORDS
        ),
        count(
            "clusters",
            "Geclusterde woonvormen voor ouderen",
            "Clusters for older people",
            "clusters",
            unit_en="clusters",
            tier=Tier.B,
            formula="ten minste 12 woningen, de helft voor ouderen, geen intramurale plaatsen",
            parts=(
                Part(dataset="corporatiecomplexen", many=True)
                if own == rooms
                else Part(dataset="ontmoeting_buurt", column="clusters", many=True),
            ),
        ),
        count(
            "clusters_met",
            "Daarvan met een ontmoetingsplek binnen 100 m",
            "Of which with a meeting place within 100 m",
            "clusters",
            unit_en="clusters",
            tier=Tier.B,
            formula="een ruimte in het gebouw, of een plek binnen 100 m in een rechte lijn",
            parts=(Part(column="clusters"),),
        ),
        share(
            "aandeel_clusters_100_pct",
            "Clusters met een ontmoetingsplek binnen 100 m",
            "Clusters with a meeting place within 100 m",
            tier=Tier.B,
            formula="clusters met een plek / clusters",
            parts=(Part(column="clusters_met"), Part(column="clusters")),
        ),
    )


def layers(what: str, what_en: str, *extra: str) -> tuple[Layer, ...]:
    """The open layer, and the closed one with the clusters of corporations."""
    shapes = (f"cbs_{what}en", f"{what}code")
    words = tuple(f"open_{word}" for word, _ in WORDS)
    closed = ("clusters", "clusters_met", "aandeel_clusters_100_pct")
    return (
        Layer(
            name=f"ontmoeting_per_{what}",
            title=f"Ontmoetingsplekken per {what}",
            title_en=f"Meeting places per {what_en}",
            description="Bereik van 65-plussers en bekende plekken, naar open voor de buurt.",
            theme="zorg",
            area=f"{what}code",
            geometry_from=shapes,
            borrowed=(f"{what}naam",),
            labels=f"{what}naam",
            columns=(f"{what}code", *OPEN, *words, *extra),
            remarks=REMARKS,
        ),
        Layer(
            name=f"ontmoeting_besloten_{what}",
            title=f"Ontmoeting bij clusters per {what}",
            title_en=f"Meeting near clusters per {what_en}",
            description="Clusters van corporaties met een ontmoetingsplek; alleen besloten.",
            theme="zorg",
            area=f"{what}code",
            geometry_from=shapes,
            borrowed=(f"{what}naam",),
            labels=f"{what}naam",
            columns=(f"{what}code", *OPEN, *closed),
            restricted=True,
            remarks=REMARKS,
        ),
    )
