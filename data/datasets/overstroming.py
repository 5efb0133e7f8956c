"""Depth of a flood: a warning on the kansenkaart above half a metre, never an exclusion."""

from data.columns import breaks, figure
from data.model import Kind
from data.vlakken import areas, columns

DATASET = areas(
    "overstroming",
    layer="overstromingsdiepte",
    title="Overstromingsdiepte",
    title_en="Flood depth",
    description="Waterdiepte bij een overstroming, in de klassen van de bron.",
    publisher="Rijkswaterstaat en waterschappen",
    licence="CC0 1.0",
    attribution="Rijkswaterstaat",
    theme="omgeving",
    columns=columns(
        kind=("scenario", "kans", "soort"),
        label=("naam",),
        more=(
            figure(
                "diepte_m",
                "Waterdiepte",
                "Water depth",
                "m",
                "diepte",
                "waterdiepte",
                kind=Kind.DISTANCE,
                bounds=(0, 50),
                optional=False,
                classes=breaks(0, 0.2, 0.5, 1, 2, 5),
                palette="ylgnbu",
            ),
        ),
    ),
)
