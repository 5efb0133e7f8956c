"""Gebieden: policy areas made of whole buurten, as the profile lists them."""

from data.columns import count
from data.model import Column, Dataset, Layer, Role

DATASET = Dataset(
    name="gebieden",
    title="Gebieden",
    title_en="Policy areas",
    description="Gebieden van de gemeente, samengesteld uit hele buurten volgens het profiel.",
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
        ),
    ),
    key=("gebied",),
    inputs=("cbs_buurten",),
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
