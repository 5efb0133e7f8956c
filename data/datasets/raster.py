"""The full RD 100 m grid of the gemeenten, inhabited or not, with figures where published."""

from data.columns import breaks, buurtcode, count, gemeentecode, name, wijkcode
from data.model import VIERKANT, Column, Dataset, Layer, Part, Role

DATASET = Dataset(
    name="raster",
    title="Raster van 100 bij 100 meter",
    title_en="100 m grid",
    description=(
        "Alle vakken van het RD-raster in de gemeente, met cijfers van CBS waar die "
        "gepubliceerd zijn."
    ),
    publisher="CBS en Kadaster, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS, Kadaster",
    theme="bevolking",
    geometry="MultiPolygon",
    columns=(
        Column(name="vierkant", title="Vak", title_en="Cell", pattern=VIERKANT, role=Role.KEY),
        buurtcode(role=Role.NOTE),
        name("buurtnaam", "Buurt", "Neighbourhood", role=Role.NOTE),
        wijkcode(role=Role.NOTE),
        gemeentecode(role=Role.NOTE),
        count(
            "inwoners",
            "Inwoners",
            "Residents",
            "inwoners",
            classes=breaks(0, 5, 20, 50, 100, 200),
            palette="viridis_r",
            parts=(Part(dataset="cbs_vierkanten", column="inwoners", many=True),),
        ),
        count(
            "inwoners_65plus",
            "Inwoners van 65 jaar en ouder",
            "Residents aged 65 and over",
            "inwoners",
            classes=breaks(0, 5, 10, 25, 50),
            palette="viridis_r",
            parts=(Part(dataset="cbs_vierkanten", column="inwoners_65plus", many=True),),
        ),
        count(
            "woningen",
            "Woningen (CBS)",
            "Dwellings (CBS)",
            "woningen",
            classes=breaks(0, 5, 20, 50, 100),
            palette="viridis_r",
            parts=(Part(dataset="cbs_vierkanten", column="woningen", many=True),),
        ),
        count(
            "woningen_bag",
            "Woningen (BAG)",
            "Dwellings (BAG)",
            "woningen",
            classes=breaks(0, 5, 20, 50, 100),
            palette="viridis_r",
            parts=(Part(dataset="bag_verblijfsobjecten", many=True),),
        ),
    ),
    key=("vierkant",),
    inputs=("cbs_buurten",),
    optional_inputs=("cbs_vierkanten", "bag_verblijfsobjecten"),
    method_version="1.0",
    layers=(
        Layer(
            name="vierkanten",
            title="Vierkanten van 100 meter",
            title_en="100 m squares",
            description=(
                "Inwoners, 65-plussers en woningen per vak; kleine aantallen houdt CBS geheim."
            ),
            theme="bevolking",
            rows="alles",
            minzoom=10,
            labels="vierkant",
            columns=(
                "vierkant",
                "buurtcode",
                "buurtnaam",
                "inwoners",
                "inwoners_65plus",
                "woningen",
                "woningen_bag",
            ),
        ),
    ),
)
