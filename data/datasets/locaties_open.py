"""M10, best cells for 1 to 10 new clusters from open data; closed until a decision opens it."""

from data import locaties
from data.model import Bounds, Dataset, Layer
from data.parameters import method_version

DATASET = Dataset(
    name="locaties_open",
    title="Beste vakken voor nieuwe clusters",
    title_en="Best cells for new clusters",
    description=(
        "Voor 1 tot 10 nieuwe clusters de vakken die samen de minste loopafstand geven "
        "(p-mediaan), of de meeste 75-plussers binnen 500 m dekken (dekking). Alleen uit open "
        "gegevens: bestaande clusters tellen niet mee."
    ),
    publisher="CBS, OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers",
    theme="kansen",
    geometry="MultiPolygon",
    columns=locaties.columns(),
    key=("model", "aantal", "plaats", "vierkant"),
    inputs=locaties.INPUTS,
    bounds=Bounds(first=(0, 100_000)),  # no cell may be a candidate
    method_version=method_version("locaties_optimaal"),
    layers=(
        Layer(
            name="locaties_optimaal",
            title="Beste vakken voor nieuwe clusters",
            title_en="Best cells for new clusters",
            description=(
                "Per model en aantal de vakken die samen het meeste opleveren, uit open gegevens."
            ),
            theme="kansen",
            rows="alles",
            restricted=True,
            decidable=True,
            labels="vierkant",
            columns=locaties.SHOWN,
            remarks=(
                *locaties.REMARKS,
                "Bestaande clusters tellen niet mee: hun lijst is van corporaties en niet open.",
            ),
        ),
    ),
)
