"""M14, factsheet per gebied: figures of its buurten summed and then divided (METHODS 1, 18)."""

from data import feiten
from data.clienten import note
from data.model import Dataset, Part, Role
from data.parameters import listed_version

FEEDS = tuple(sorted({*feiten.datasets("buurt"), *feiten.datasets("gebied")}))
COLUMNS = feiten.columns(
    note("gebied", "Gebied", "Policy area", role=Role.NAME),
    parts=tuple(Part(dataset=one, many=True) for one in FEEDS),
)

DATASET = Dataset(
    name="feiten_gebied",
    title="Factsheet per gebied",
    title_en="Factsheet per policy area",
    description=(
        "Cijfers van de buurten van een gebied bij elkaar: aantallen opgeteld, percentages uit "
        "opgetelde tellers en noemers."
    ),
    publisher="CBS, OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers en andere",
    theme="factsheet",
    columns=COLUMNS,
    key=("gebied", "indicator"),
    inputs=("cbs_buurten", "gebieden", "cbs_kwb"),
    optional_inputs=("gebiedsindeling", *(one for one in FEEDS if one != "cbs_kwb")),
    method_version=listed_version("feiten", "feiten"),
    layers=feiten.layers("gebied", "policy area", "", tuple(column.name for column in COLUMNS)),
)
