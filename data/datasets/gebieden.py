"""Gebieden: policy areas made of whole buurten, as the profile lists them.

A profile that lists none leaves it to the delivery `gebiedsindeling`; where both speak the profile
wins, for it is what the municipality signed, and a delivery never redraws areas by surprise.
"""

from data.columns import count
from data.model import Column, Dataset, Layer, Part, Role

DATASET = Dataset(
    name="gebieden",
    title="Gebieden",
    title_en="Policy areas",
    description="Gebieden van de gemeente: hele buurten samen, naar profiel of levering.",
    publisher="gemeente",
    licence="CC0 1.0",
    attribution="gemeente; grenzen: CBS, Kadaster",
    theme="grenzen",
    geometry="MultiPolygon",
    columns=(
        Column(name="gebied", title="Gebied", title_en="Policy area", role=Role.NAME),
        count(
            "buurten",
            "Aantal buurten",
            "Number of neighbourhoods",
            "buurten",
            unit_en="neighbourhoods",
            parts=(Part(dataset="cbs_buurten", many=True),),
        ),
    ),
    key=("gebied",),
    inputs=("cbs_buurten",),
    optional_inputs=("gebiedsindeling",),
    profile_key="gebieden",
    layers=(
        Layer(
            name="beleidsgebieden",
            title="Gebieden",
            title_en="Policy areas",
            description="Gebieden van de gemeente.",
            theme="grenzen",
            rows="alles",
            minzoom=7,
            labels="gebied",
        ),
    ),
)
