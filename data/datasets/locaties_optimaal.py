"""M10, best cells for 1 to 10 new clusters (METHODS 14); closed until a decision opens it."""

from data.columns import breaks, buurtcode, count, figure, name, share
from data.model import VIERKANT, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

DEMAND = Part(dataset="leeftijd_cel", column="inwoners_75plus", many=True)
STREETS = Part(dataset="osm_wegen", many=True)
THERE = Part(dataset="corporatiecomplexen", many=True)


def _metres(column: str, title: str, title_en: str, formula: str) -> Column:
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
        parts=(DEMAND, STREETS, THERE),
    )


DATASET = Dataset(
    name="locaties_optimaal",
    title="Beste vakken voor nieuwe clusters",
    title_en="Best cells for new clusters",
    description=(
        "Voor 1 tot 10 nieuwe clusters de vakken die samen de minste loopafstand geven "
        "(p-mediaan), of de meeste 75-plussers binnen 500 m dekken (dekking). Bestaande clusters "
        "tellen mee."
    ),
    publisher="CBS, OpenStreetMap, corporaties en andere, bewerkt",
    licence="niet openbaar",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers, corporaties",
    theme="kansen",
    tier=Tier.B,
    geometry="MultiPolygon",
    columns=(
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
            parts=(DEMAND, STREETS, THERE),
        ),
        share(
            "gedekt_pct",
            "Deel van de 75-plussers binnen 500 m",
            "Share of residents 75+ within 500 m",
            formula="100 × gedekte 75-plussers / alle 75-plussers die een cluster kunnen bereiken",
            parts=(DEMAND, STREETS, THERE),
        ),
        _metres(
            "gemiddelde_afstand_m",
            "Gemiddelde loopafstand van 75-plussers",
            "Mean walking distance of residents 75+",
            "Σ inwoners × afstand tot het dichtstbijzijnde cluster / Σ inwoners",
        ),
        _metres(
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
    ),
    key=("model", "aantal", "vierkant"),
    inputs=("raster", "kans_cel", "leeftijd_cel", "osm_wegen", "bag_verblijfsobjecten"),
    optional_inputs=("corporatiecomplexen", "bag_panden"),
    method_version=method_version("locaties_optimaal"),
    layers=(
        Layer(
            name="locaties_optimaal_besloten",
            title="Beste vakken voor nieuwe clusters",
            title_en="Best cells for new clusters",
            description="Per model en aantal de vakken die samen het meeste opleveren.",
            theme="kansen",
            rows="alles",
            restricted=True,
            labels="vierkant",
            columns=(
                "model",
                "aantal",
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
            ),
            remarks=(
                "Zoekgebied, geen planologische uitspraak.",
                "Een set hoort bij elkaar: bij een ander aantal kunnen andere vakken het beste "
                "zijn.",
            ),
        ),
    ),
)
