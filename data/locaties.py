"""M10: what the open and the closed table of best cells share (METHODS 14).

Belongs here: columns and the choice of them that a layer shows. The two differ in one thing:
whether clusters that there are, which is a list of corporations, count.
"""

from data.columns import breaks, buurtcode, count, figure, name, share
from data.model import VIERKANT, Column, Kind, Part, Role

DEMAND = Part(dataset="leeftijd_cel", column="inwoners_75plus", many=True)
STREETS = Part(dataset="osm_wegen", many=True)
INPUTS = ("raster", "kans_cel", "leeftijd_cel", "osm_wegen", "bag_verblijfsobjecten")
REMARKS = (
    "Zoekgebied, geen planologische uitspraak.",
    "Een set hoort bij elkaar: bij een ander aantal kunnen andere vakken het beste zijn.",
)
SHOWN = (
    "model",
    "aantal",
    "plaats",
    "vierkant",
    "buurtcode",
    "buurtnaam",
    "score",
    "gedekt_75plus",
    "gedekt_pct",
    "gemiddelde_afstand_m",
    "grootste_afstand_m",
    "gap_pct",
    "bewijs",
)


def _metres(
    sources: tuple[Part, ...], column: str, title: str, title_en: str, formula: str
) -> Column:
    return figure(
        column,
        title,
        title_en,
        "m",
        kind=Kind.DISTANCE,
        bounds=(0, None),
        round_to=10,
        classes=breaks(0, 300, 500, 800, 2000),
        palette="ylgnbu",
        formula=formula,
        parts=sources,
    )


def columns(*more: Part) -> tuple[Column, ...]:
    """All columns of a table of best cells.

    Args:
        more: what the sets rest on besides residents and streets.
    """
    sources = (DEMAND, STREETS, *more)
    return (
        Column(
            name="model",
            title="Model",
            title_en="Model",
            role=Role.KEY,
            description="p-mediaan: minste loopafstand; dekking: meeste 75-plussers binnen 500 m",
        ),
        Column(
            name="aantal",
            type="int",
            title="Nieuwe clusters",
            title_en="New clusters",
            role=Role.KEY,
        ),
        Column(
            name="plaats",
            type="int",
            title="Hoeveelste beste set",
            title_en="Rank of the set",
            description="1 is de beste; tot en met 3 nieuwe clusters staan de tien beste sets er",
            role=Role.KEY,
        ),
        Column(name="vierkant", title="Vak", title_en="Cell", pattern=VIERKANT, role=Role.KEY),
        buurtcode(role=Role.NOTE),
        name("buurtnaam", "Buurt", "Neighbourhood", role=Role.NOTE),
        figure(
            "score",
            "Kansscore van het vak",
            "Opportunity score of the cell",
            "punten",
            kind=Kind.SCORE,
            bounds=(0, 100),
            round_to=1,
            classes=breaks(0, 20, 40, 60, 80),
            palette="viridis_r",
            parts=(Part(dataset="kans_cel", column="score", on="vierkant"),),
        ),
        count(
            "gedekt_75plus",
            "75-plussers binnen 500 m van een cluster",
            "Residents 75+ within 500 m of a cluster",
            "inwoners",
            round_to=5,
            minimum=10,
            formula="Σ inwoners van 75 jaar en ouder op hoogstens 500 m van een cluster van de set",
            parts=sources,
        ),
        share(
            "gedekt_pct",
            "Deel van de 75-plussers binnen 500 m",
            "Share of residents 75+ within 500 m",
            formula="100 × gedekte 75-plussers / alle 75-plussers die een cluster kunnen bereiken",
            parts=sources,
        ),
        _metres(
            sources,
            "gemiddelde_afstand_m",
            "Gemiddelde loopafstand van 75-plussers",
            "Mean walking distance of residents 75+",
            "Σ inwoners × afstand tot het dichtstbijzijnde cluster / Σ inwoners",
        ),
        _metres(
            sources,
            "grootste_afstand_m",
            "Grootste loopafstand",
            "Greatest walking distance",
            "grootste afstand tot het dichtstbijzijnde cluster van de set",
        ),
        figure(
            "gap_pct",
            "Hoogstens zo ver van het beste",
            "At most so far from the best",
            "%",
            kind=Kind.RATE,
            bounds=(0, None),
            classes=breaks(0, 0.1, 0.5, 1),
            palette="ylgnbu",
            formula="100 × (waarde van de set - bewezen grens) / waarde",
            parts=(DEMAND, STREETS),
        ),
        Column(
            name="bewijs",
            title="Bewijs",
            title_en="Proof",
            description="optimaal: bewezen; heuristiek: de beste gevonden, zie de afwijking",
        ),
    )
