"""What M1 publishes: the same columns and layers for buurt and wijk.

Public: classes, the class of each dimension, notes and coverage. Restricted: T-points and the
differences of them. Never ranked, one neutral hue on the map.
"""

from data.columns import figure, share
from data.model import Column, Kind, Layer, Role, Tier

# From light to heavy: on the map darker is heavier.
KLASSEN = ("draagkrachtig", "overig", "zwaar maar gedragen", "onder druk")
NIVEAUS = ("laag", "gemiddeld", "hoog")
DIMENSIONS = (
    ("L1", "Zorg en ondersteuning", "Care and support"),
    ("L2", "Psychosociaal", "Psychosocial"),
    ("L3", "Bestaanszekerheid", "Security of livelihood"),
    ("L4", "Overlast en veiligheid", "Nuisance and safety"),
    ("K1", "Samenhang", "Cohesion"),
    ("K2", "Inzet", "Commitment"),
    ("K3", "Hulpbronnen", "Resources"),
    ("K4", "Ontmoeting en voorzieningen", "Meeting and facilities"),
)
EXACT = (
    ("D", "draaglast", "support load"),
    ("K", "draagkracht", "capacity"),
    ("B", "balans", "balance"),
)
REMARKS = (
    "Signaal, geen oorzaak: het cijfer beschrijft een gebied en zegt niets over een persoon of "
    "een huis.",
    "Gebieden worden niet gerangschikt.",
)


def _class(name: str, title: str, title_en: str, values: tuple[str, ...]) -> Column:
    return Column(
        name=name,
        title=title,
        title_en=title_en,
        role=Role.CLASS,
        value=True,
        palette="purples",
        classes=tuple({"waarde": value} for value in values),
    )


def _exact(name: str, title: str, title_en: str) -> Column:
    return figure(name, title, title_en, "punten", kind=Kind.SIGNED, tier=Tier.B)


def result_columns() -> tuple[Column, ...]:
    """Columns of draaglast_buurt and draaglast_wijk after the code."""
    return (
        _class("klasse", "Draaglast en draagkracht", "Support load and capacity", KLASSEN),
        _class("draaglast", "Draaglast (belasting nu)", "Support load (now)", NIVEAUS),
        _class("draagkracht", "Draagkracht", "Capacity", NIVEAUS),
        *(
            _class(f"klasse_{code.lower()}", title, title_en, NIVEAUS)
            for code, title, title_en in DIMENSIONS
        ),
        Column(
            name="zekerheid", title="Zekerheid van de klasse", title_en="Certainty of the class"
        ),
        share(
            "dekking_draaglast_pct",
            "Aanwezig deel van de draaglast",
            "Part of the load that is known",
        ),
        share(
            "dekking_draagkracht_pct",
            "Aanwezig deel van de draagkracht",
            "Part of the capacity that is known",
        ),
        Column(name="reden", title="Waarom geen klasse", title_en="Why no class"),
        Column(
            name="vervangers", title="Vervangende indicatoren", title_en="Substitute indicators"
        ),
        Column(name="voorlopig", type="bool", title="Voorlopig", title_en="Provisional"),
        Column(name="opmerkingen", title="Opmerkingen", title_en="Notes"),
        *(
            _exact(f"{code.lower()}_punten", f"T-punten {title}", f"T-points {title_en}")
            for code, title, title_en in EXACT
        ),
        _exact("verschil_punten", "T-punten verschil", "T-points difference"),
        *(
            _exact(
                f"{code.lower()}_punten",
                f"T-punten {title.lower()}",
                f"T-points {title_en.lower()}",
            )
            for code, title, title_en in DIMENSIONS
        ),
    )


def layers(what: str, code: str, what_en: str) -> tuple[Layer, ...]:
    """The open layer (classes) and the restricted one (T-points)."""
    shapes = (f"cbs_{what}en", code)
    exact = tuple(c.name for c in result_columns() if c.tier)
    return (
        Layer(
            name="draaglast" if what == "buurt" else f"draaglast_per_{what}",
            title=f"Draaglast en draagkracht per {what}",
            title_en=f"Support load and capacity per {what_en}",
            description="Belasting nu en draagkracht als klasse, met de onderdelen.",
            theme="draaglast",
            area=code,
            geometry_from=shapes,
            borrowed=(f"{what}naam",),
            labels=f"{what}naam",
            columns=(code, *(c.name for c in result_columns() if not c.tier)),
            remarks=REMARKS,
        ),
        Layer(
            name=f"draaglast_besloten_{what}",
            title=f"Draaglast en draagkracht per {what}, met cijfers",
            title_en=f"Support load and capacity per {what_en}, with figures",
            description="T-punten; alleen voor de besloten omgeving.",
            theme="draaglast",
            area=code,
            geometry_from=shapes,
            borrowed=(f"{what}naam",),
            labels=f"{what}naam",
            columns=(code, "klasse", *exact),
            remarks=REMARKS,
            restricted=True,
        ),
    )
