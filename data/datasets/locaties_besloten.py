"""M10, best cells for 1 to 10 new clusters beside those there are (METHODS 14); never open."""

from data import locaties
from data.model import Bounds, Dataset, Layer, Part, Tier
from data.parameters import method_version

DATASET = Dataset(
    name="locaties_besloten",
    title="Beste vakken voor nieuwe clusters, bestaande meegeteld",
    title_en="Best cells for new clusters, existing ones counted",
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
    columns=locaties.columns(Part(dataset="corporatiecomplexen", many=True)),
    key=("model", "aantal", "plaats", "vierkant"),
    inputs=locaties.INPUTS,
    optional_inputs=("corporatiecomplexen", "plaatsing", "bag_panden", "opgave_gemeente"),
    bounds=Bounds(first=(0, 100_000)),  # no cell may be a candidate
    method_version=method_version("locaties_optimaal"),
    layers=(
        Layer(
            name="locaties_optimaal_besloten",
            title="Beste vakken voor nieuwe clusters, bestaande meegeteld",
            title_en="Best cells for new clusters, existing ones counted",
            description="Per model en aantal de vakken die samen het meeste opleveren.",
            theme="kansen",
            rows="alles",
            restricted=True,
            labels="vierkant",
            columns=locaties.SHOWN,
            remarks=locaties.REMARKS,
        ),
    ),
)
