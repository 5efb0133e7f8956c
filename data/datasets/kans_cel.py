"""M9, opportunity for clustered housing per 100 m cell, first form (METHODS 13, method 0.1)."""

from data.columns import breaks, buurtcode, figure, name
from data.model import VIERKANT, Column, Dataset, Kind, Layer, Role, Tier
from data.parameters import method_version

CLASSES = tuple({"van": low, "tot": low + 20} for low in range(0, 100, 20))
CRITERIA = (
    ("v", "vraag", "demand"),
    ("t", "voorzieningen te voet", "facilities on foot"),
    ("h", "haalbaarheid", "feasibility"),
    ("z", "zorg nabij", "care nearby"),
    ("b", "draaglast-balans", "support load balance"),
)


def _score(name: str, title: str, title_en: str, **extra: object) -> Column:
    return figure(name, title, title_en, "punten", kind=Kind.SCORE, bounds=(0, 100), **extra)


DATASET = Dataset(
    name="kans_cel",
    title="Kansenkaart geclusterd wonen",
    title_en="Opportunity map for clustered housing",
    description=(
        "Waar geclusterd wonen voor ouderen kansrijk is: vraag, voorzieningen te voet, "
        "haalbaarheid, zorg nabij en "
        "draaglast-balans, gewogen tot een score van 0 tot 100."
    ),
    publisher="CBS, OpenStreetMap, RIVM en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers, RIVM, NDOV, IGJ",
    theme="kansen",
    geometry="MultiPolygon",
    columns=(
        Column(name="vierkant", title="Vak", title_en="Cell", pattern=VIERKANT, role=Role.KEY),
        buurtcode(role=Role.NOTE),
        name("buurtnaam", "Buurt", "Neighbourhood", role=Role.NOTE),
        _score(
            "score",
            "Kansscore",
            "Opportunity score",
            classes=CLASSES,
            palette="viridis_r",
            round_to=1,
        ),
        Column(name="reden", title="Waarom geen score", title_en="Why no score"),
        Column(name="ontbreekt", title="Onderdelen die ontbreken", title_en="Missing parts"),
        *(
            _score(
                f"bijdrage_{code}",
                f"Bijdrage {title}",
                f"Contribution of {title_en}",
                classes=breaks(0, 5, 10, 15, 20, 25),
                palette="viridis_r",
                round_to=1,
            )
            for code, title, title_en in CRITERIA
        ),
        Column(
            name="zone",
            title="Zoekzone",
            title_en="Search zone",
            description="Vak waarmee de zone begint; leeg buiten zones.",
        ),
        _score(
            "score_besloten",
            "Kansscore met balans en complexen",
            "Score with exact balance and complexes",
            tier=Tier.B,
        ),
    ),
    key=("vierkant",),
    inputs=("raster",),
    optional_inputs=(
        "leeftijd_cel",
        "loop_cel",
        "draaglast_buurt",
        "locaties",
        "osm_wegen",
        "osm_vlakken",
        "bag_verblijfsobjecten",
        "bag_panden",
        "corporatiecomplexen",
        "natura2000",
        "nnn",
        "externe_veiligheid",
    ),
    method_version=method_version("kans"),
    layers=(
        Layer(
            name="kansenkaart",
            title="Kansen voor geclusterd wonen",
            title_en="Opportunities for clustered housing",
            description="Score per vak van 100 meter; hoog is kansrijk.",
            theme="kansen",
            rows="alles",
            minzoom=10,
            labels="vierkant",
            columns=(
                "vierkant",
                "buurtcode",
                "buurtnaam",
                "score",
                "reden",
                "ontbreekt",
                *(f"bijdrage_{c}" for c, _, _ in CRITERIA),
                "zone",
            ),
            remarks=("Zoekgebied, geen planologische uitspraak.",),
        ),
        Layer(
            name="kansenkaart_besloten",
            title="Kansenkaart met exacte balans",
            title_en="Opportunity map with exact balance",
            description="Score met de exacte balans en de bestaande clusters van corporaties.",
            theme="kansen",
            rows="alles",
            restricted=True,
            columns=("vierkant", "buurtcode", "score", "score_besloten", "zone"),
            remarks=("Zoekgebied, geen planologische uitspraak.",),
        ),
    ),
)
