"""M13, woonzorgzones: appointed ones and candidates, with how many norms they hold (METHODS 17)."""

from data.columns import breaks, count
from data.model import Bounds, Column, Dataset, Layer, Part, Role, Scope, Tier
from data.parameters import method_version

INPUTS = ("cbs_buurten", "bag_verblijfsobjecten", "osm_wegen")
OPTIONAL = (
    "projecten",
    "plannen",
    "ontmoetingsruimten",
    "plaatsing",
    "cbs_kwb",
    "loop_cel",
    "leeftijd_cel",
    "corporatiecomplexen",
    "verzorgingsgebieden",
    "vlekken",
    "bevolking_buurt",
    "geschiktheid_buurt",
    "rolstoel_cel",
    "dekking_wijk",
    "osm_bestemmingen",
)
PUBLIC = Scope("niet_openbaar", "openbaar", keep=("openbaar",))
AGREED = "zone van de gemeente, openbaar gemaakt door de leverancier, of rond een openbare ruimte"
REMARKS = (
    "Een kandidaat is een verkenning rond een ontmoetingsruimte, geen aangewezen zone.",
    "Een woonzorgzone ligt niet per se bij een 24-uurslocatie.",
)


def _norms(name: str, title: str, title_en: str, **extra: object) -> Column:
    return count(
        name,
        title,
        title_en,
        "normen",
        unit_en="norms",
        parts=(Part(dataset="loop_cel", column="afstand_ov_m", many=True),),
        **extra,
    )


DATASET = Dataset(
    name="woonzorgzone",
    title="Woonzorgzones",
    title_en="Housing and care zones",
    description=(
        "Gebieden waar wonen, omgeving, welzijn en zorg samen georganiseerd worden: aangewezen of "
        "kandidaat, met hoeveel normen zij halen."
    ),
    publisher="Gemeenten, OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, CBS, gemeenten",
    theme="zorg",
    geometry="MultiPolygon",
    columns=(
        Column(name="zone", title="Zone", title_en="Zone", role=Role.KEY),
        Column(
            name="naam",
            title="Naam",
            title_en="Name",
            role=Role.NAME,
            tier=Tier.B,
            release=AGREED,
        ),
        Column(
            name="soort",
            title="Soort zone",
            title_en="Kind of zone",
            description="aangewezen door de gemeente, of kandidaat rond een ontmoetingsruimte",
            role=Role.CLASS,
            classes=({"waarde": "aangewezen"}, {"waarde": "kandidaat"}),
            palette="soorten",
        ),
        Column(name="grens", title="Grens", title_en="Line", description="getekend of loopafstand"),
        Column(name="openbaar", title="Wie het mag zien", title_en="Who may see it"),
        count(
            "woningen",
            "Woningen in de zone",
            "Dwellings in the zone",
            "woningen",
            classes=breaks(0, 500, 1000, 2500, 5000),
            palette="viridis_r",
            parts=(Part(dataset="bag_verblijfsobjecten", column="gebruiksdoel", many=True),),
        ),
        _norms("normen_gehaald", "Normen die de zone haalt", "Norms met"),
        _norms("normen_onbekend", "Normen zonder gegevens", "Norms without data"),
        _norms("normen", "Normen", "Norms"),
        _norms(
            "normen_gehaald_besloten",
            "Normen die de zone haalt, ook besloten",
            "Norms met, closed ones too",
            tier=Tier.B,
        ),
    ),
    key=("zone",),
    inputs=INPUTS,
    optional_inputs=OPTIONAL,
    bounds=Bounds(first=(0, 10_000)),
    method_version=method_version("zone"),
    layers=(
        Layer(
            name="woonzorgzones",
            title="Woonzorgzones",
            title_en="Housing and care zones",
            description="Zones en kandidaten, met hoeveel normen zij halen.",
            theme="zorg",
            rows="alles",
            scope=(PUBLIC,),
            minzoom=9,
            labels="naam",
            columns=(
                "zone",
                "naam",
                "soort",
                "grens",
                "woningen",
                "normen_gehaald",
                "normen_onbekend",
                "normen",
            ),
            remarks=REMARKS,
        ),
        Layer(
            name="woonzorgzones_besloten",
            title="Woonzorgzones, alle",
            title_en="All housing and care zones",
            description="Alle zones en kandidaten; alleen voor de besloten omgeving.",
            theme="zorg",
            rows="alles",
            restricted=True,
            labels="naam",
            columns=(
                "zone",
                "naam",
                "soort",
                "grens",
                "openbaar",
                "woningen",
                "normen_gehaald_besloten",
                "normen_onbekend",
                "normen",
            ),
            remarks=REMARKS,
        ),
    ),
)
