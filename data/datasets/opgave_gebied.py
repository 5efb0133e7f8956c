"""M4: homes for older people needed and missing per gebied, class and year (METHODS 8)."""

from data import opgave
from data.model import Dataset
from data.parameters import method_version

DATASET = Dataset(
    name="opgave_gebied",
    title="Woningopgave ouderen per gebied",
    title_en="Homes for older people per policy area",
    description=(
        "Hoeveel zorggeschikte, geclusterde en overige nultredenwoningen een gebied nodig heeft, "
        "volgens twee methoden, en wat er van de vraag overblijft na voorraad en plannen."
    ),
    publisher="gemeente en CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS, gemeente",
    theme="opgave",
    columns=(
        opgave.key("gebied", "Gebied", "Policy area"),
        opgave.key("klasse", "Woningklasse", "Class of home", allowed=opgave.CLASSES),
        opgave.key("jaar", "Jaar", "Year"),
        *opgave.need("bevolking_buurt"),
        *opgave.supply(),
    ),
    key=("gebied", "klasse", "jaar"),
    inputs=("bevolking_buurt", "gebieden", "cbs_kwb"),
    optional_inputs=(
        "gebiedsindeling",
        "cbs_leeftijd_land",
        "levenstafel",
        "corporatiewoningen",
        "corporatiecomplexen",
        "plaatsing",
        "plannen",
        "cbs_buurten",
        "geschiktheid_buurt",
        "spreiding_buurt",
    ),
    method_version=method_version("opgave"),
    layers=opgave.layers(
        "gebied",
        "gebied",
        "policy area",
        later=("2040",),
        rows="alles",
        area="gebied",
        geometry_from=("gebieden", "gebied"),
        labels="gebied",
    ),
)
