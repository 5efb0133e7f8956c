"""M9, validation (METHODS 13): locations for local experts to judge blind, and the AUC. Restricted.

Whoever judges sees the place and not the score: the layer leaves it out. The AUC compares existing
clusters of corporations with residential cells, so it is theirs too (tier B).
"""

from data import kansen
from data.columns import buurtcode, name
from data.model import VIERKANT, Bounds, Column, Dataset, Layer, Part, Role, Tier
from data.parameters import method_version

DATASET = Dataset(
    name="kans_toets",
    title="Toets van de kansenkaart",
    title_en="Test of the opportunity map",
    description=(
        "Twintig vakken, verspreid over hoge en lage scores en in willekeurige volgorde, die "
        "kenners van de gemeente beoordelen zonder de score te zien."
    ),
    publisher="CBS, OpenStreetMap, RIVM en andere, bewerkt",
    licence="afspraak met de leverancier",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers, RIVM",
    theme="kansen",
    tier=Tier.B,
    geometry="MultiPolygon",
    columns=(
        Column(
            name="volgnummer",
            title="Volgnummer",
            title_en="Number",
            pattern=r"^[0-9]{2}$",
            role=Role.KEY,
        ),
        Column(name="vierkant", title="Vak", title_en="Cell", pattern=VIERKANT),
        buurtcode(role=Role.NOTE),
        name("buurtnaam", "Buurt", "Neighbourhood", role=Role.NOTE),
        kansen.points(
            "score_besloten",
            "Kansscore met alle onderdelen",
            "Score with all parts",
            parts=(Part(dataset="kans_cel", column="score_besloten", on="vierkant"),),
        ),
        Column(
            name="toets",
            title="Toets op bestaande clusters",
            title_en="Test against existing clusters",
            description="Hoe vaak een bestaand cluster hoger scoort dan een woonvak ernaast.",
        ),
    ),
    key=("volgnummer",),
    inputs=("kans_cel",),
    optional_inputs=(
        "corporatiecomplexen",
        "plaatsing",
        "bag_panden",
        "bag_verblijfsobjecten",
    ),
    bounds=Bounds(first=(0, 100)),
    method_version=method_version("kans"),
    layers=(
        Layer(
            name="kansen_blind",
            title="Locaties om blind te beoordelen",
            title_en="Locations to judge blind",
            description="Twintig vakken zonder score, voor kenners van de gemeente.",
            theme="kansen",
            rows="alles",
            restricted=True,
            labels="vierkant",
            columns=("volgnummer", "vierkant", "buurtcode", "buurtnaam"),
            remarks=("Beoordeel zonder de kansenkaart te openen.", kansen.REMARK),
        ),
        Layer(
            name="kansen_toets",
            title="Uitkomst van de toets",
            title_en="Outcome of the test",
            description="Dezelfde vakken met hun score, en de toets op bestaande clusters.",
            theme="kansen",
            rows="alles",
            restricted=True,
            labels="vierkant",
            columns=("volgnummer", "vierkant", "buurtnaam", "score_besloten", "toets"),
            remarks=("Pas openen als het oordeel er is.", kansen.REMARK),
        ),
    ),
)
