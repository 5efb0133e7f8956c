"""Postcode areas (PC6): where an address is not in BAG, its postcode still gives an area."""

from data.model import POSTCODE6, Bounds, Cadence, Column, Dataset, Layer, Role

DATASET = Dataset(
    name="pc6_vlakken",
    title="Postcodegebieden (PC6)",
    title_en="Postcode areas (PC6)",
    description="Gebieden van zescijferige postcodes.",
    publisher="Esri Nederland, Kadaster",
    licence="CC BY 3.0 NL",
    attribution="Esri Nederland, Kadaster",
    source_url="https://www.esri.nl",
    theme="grenzen",
    geometry="MultiPolygon",
    repairs=("make_valid",),
    columns=(
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            sources=("POSTCODE", "postcode6"),
            pattern=POSTCODE6,
            required=True,
            role=Role.KEY,
        ),
    ),
    key=("postcode",),
    bounds=Bounds(first=(1, 600_000), bad_share=0.02),
    cadence=Cadence("35 5 1 1 *", 800),
    layers=(
        Layer(
            name="postcodegebieden",
            title="Postcodegebieden",
            title_en="Postcode areas",
            description="Gebieden van zescijferige postcodes.",
            theme="grenzen",
            minzoom=11,
            labels="postcode",
        ),
    ),
)
