"""Gemeenten of CBS with their shape; the newest tells which area this installation covers."""

from data.columns import gemeentecode, name, water
from data.model import Bounds, Cadence, Dataset, Layer, Scope

DATASET = Dataset(
    name="cbs_gemeenten",
    title="Gemeenten",
    title_en="Municipalities",
    description="Gemeentegrenzen van CBS op 1 januari, zonder water en buitenland.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS, Kadaster",
    source_url="https://www.pdok.nl/ogc-apis/-/article/cbs-wijken-en-buurten",
    theme="grenzen",
    geometry="MultiPolygon",
    repairs=("make_valid",),
    columns=(
        gemeentecode(required=True),
        name("gemeentenaam", "Gemeente", "Municipality", "gemeentenaam", "gm_naam", "GM_NAAM"),
        water(optional=True),
    ),
    key=("gemeentecode",),
    scope=(Scope("water", "water", keep=("NEE",)),),
    bounds=Bounds(first=(1, 400), shrink=0.95, grow=1.05),
    cadence=Cadence("20 4 3 * *", 400),
    layers=(
        Layer(
            name="gemeenten",
            title="Gemeentegrens",
            title_en="Municipal boundary",
            description="Grens van de gemeente op de peildatum.",
            theme="grenzen",
            columns=("gemeentecode", "gemeentenaam"),
            area="gemeentecode",
            minzoom=6,
            labels="gemeentenaam",
        ),
    ),
)
