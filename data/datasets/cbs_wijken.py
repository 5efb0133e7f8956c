"""Wijken of CBS with their shape."""

from data import kaartcijfers
from data.columns import gemeentecode, name, water, wijkcode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Layer, Role, Scope

DATASET = Dataset(
    name="cbs_wijken",
    title="Wijken",
    title_en="Districts",
    description="Wijkgrenzen van CBS op 1 januari, zonder water en buitenland.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS, Kadaster",
    source_url="https://www.pdok.nl/ogc-apis/-/article/cbs-wijken-en-buurten",
    theme="grenzen",
    geometry="MultiPolygon",
    repairs=("make_valid",),
    columns=(
        wijkcode(required=True),
        name("wijknaam", "Wijk", "District", "wijknaam", "wk_naam", "WK_NAAM", "name"),
        gemeentecode(role=Role.NOTE, optional=True),
        name(
            "gemeentenaam",
            "Gemeente",
            "Municipality",
            "gemeentenaam",
            "gm_naam",
            "GM_NAAM",
            optional=True,
            role=Role.NOTE,
        ),
        water(optional=True),
        *kaartcijfers.figures(),
    ),
    key=("wijkcode",),
    codes=CBS_CODES,
    scope=(
        Scope("water", "water", keep=("NEE",)),
        Scope("buitenland", "wijkcode", leaves=("WK0998",)),
        Scope("buiten_gebied", "geometry", inside="ring"),
    ),
    bounds=Bounds(first=(1, 5000)),
    cadence=Cadence("25 4 3 * *", 400),
    layers=(
        Layer(
            name="wijken",
            title="Wijken",
            title_en="Districts",
            description="Wijkgrenzen op de peildatum, met cijfers van de wijkkaart.",
            theme="grenzen",
            columns=("wijkcode", "wijknaam", *kaartcijfers.NAMES),
            area="wijkcode",
            minzoom=7,
            labels="wijknaam",
        ),
    ),
)
