"""M14, factsheet per buurt: published figures side by side, each with source and year."""

from data import feiten
from data.columns import buurtcode, name
from data.model import Dataset, Part
from data.parameters import listed_version

COLUMNS = feiten.columns(
    buurtcode(),
    name("buurtnaam", "Buurt", "Neighbourhood"),
    parts=tuple(Part(dataset=one, many=True) for one in feiten.datasets("buurt")),
)

DATASET = Dataset(
    name="feiten_buurt",
    title="Factsheet per buurt",
    title_en="Factsheet per neighbourhood",
    description="Cijfers van de lagen per buurt bij elkaar, elk met bron, jaar en status.",
    publisher="CBS, OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers en andere",
    theme="factsheet",
    columns=COLUMNS,
    key=("buurtcode", "indicator"),
    inputs=("cbs_buurten", "cbs_kwb"),
    optional_inputs=tuple(one for one in feiten.datasets("buurt") if one != "cbs_kwb"),
    method_version=listed_version("feiten", "feiten"),
    layers=feiten.layers(
        "buurt", "neighbourhood", "buurtcode", tuple(column.name for column in COLUMNS)
    ),
)
