"""Buurten of CBS with their shape."""

from data import kaartcijfers
from data.columns import buurtcode, gemeentecode, name, water, wijkcode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Layer, Role, Scope

DATASET = Dataset(
    name="cbs_buurten",
    title="Buurten",
    title_en="Neighbourhoods",
    description="Buurtgrenzen van CBS op 1 januari, zonder water en buitenland.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS, Kadaster",
    source_url="https://www.pdok.nl/ogc-apis/-/article/cbs-wijken-en-buurten",
    theme="grenzen",
    geometry="MultiPolygon",
    repairs=("make_valid",),
    columns=(
        buurtcode(required=True),
        name("buurtnaam", "Buurt", "Neighbourhood", "buurtnaam", "bu_naam", "BU_NAAM"),
        wijkcode(required=True, role=Role.NOTE),
        gemeentecode(role=Role.NOTE, optional=True),
        water(optional=True),
        *kaartcijfers.figures(),
    ),
    key=("buurtcode",),
    codes=CBS_CODES,
    scope=(
        Scope("water", "water", keep=("NEE",)),
        Scope("buitenland", "buurtcode", leaves=("BU0998",)),
        Scope("buiten_gebied", "geometry", inside="ring"),
    ),
    bounds=Bounds(first=(1, 16_000)),
    cadence=Cadence("30 4 3 * *", 400),
    layers=(
        Layer(
            name="buurten",
            title="Buurten",
            title_en="Neighbourhoods",
            description="Buurtgrenzen op de peildatum, met cijfers van de buurtkaart.",
            theme="grenzen",
            columns=("buurtcode", "buurtnaam", "wijkcode", *kaartcijfers.NAMES),
            area="buurtcode",
            minzoom=8,
            labels="buurtnaam",
        ),
    ),
)
