"""Berths of the BAG; they are no dwellings in the stock (METHODS 2), so no method needs them."""

from data.model import BAG_ID, Bounds, Cadence, Column, Dataset, Role, Scope

DATASET = Dataset(
    name="bag_ligplaatsen",
    title="Ligplaatsen (BAG)",
    title_en="Berths (BAG)",
    description="Plaatsen in het water voor woonboten; geen woningvoorraad.",
    publisher="Kadaster",
    licence="Public Domain Mark 1.0",
    attribution="Kadaster, BAG",
    source_url="https://api.pdok.nl/kadaster/bag/ogc/v2",
    theme="woningen",
    geometry="MultiPolygon",
    repairs=("make_valid",),
    columns=(
        Column(
            name="identificatie",
            title="BAG-nummer",
            title_en="BAG id",
            sources=("identificatie",),
            pattern=BAG_ID,
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="status", title="Status", title_en="Status", sources=("status",), optional=True
        ),
    ),
    key=("identificatie",),
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(0, 100_000)),
    cadence=Cadence("45 6 3 * *", 60),
)
