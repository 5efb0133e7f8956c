"""The values of a layer at the places of a table: one statement for all rows of it.

A row is found by the code it names where the layer has a row per such area, by the id of a feature
otherwise, and by its point in a layer of areas. A finer official code is brought to the area of the
layer: of a buurt the wijk. A BAG id of a pand or an address stands for the place of that object,
and in a layer of gebieden, which are made of whole buurten, the code of a buurt for its point: what
comes back is of the block, cell or area around it, as it is published.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import sql

from geo_api.db import Database
from geo_api.items import areas, features
from geo_api.model import LayerVersion, State

FOUND, UNKNOWN, OUTSIDE, SEVERAL, UNFIT, EMPTY, HIDDEN = (
    "gevonden",
    "onbekend",
    "buiten",
    "meerdere",
    "past niet",
    "leeg",
    "niet gepubliceerd",
)
REASONS = {
    UNKNOWN: "Deze code staat niet in de laag.",
    OUTSIDE: "Op deze plek heeft de laag geen gebied.",
    SEVERAL: "De laag heeft hier meer rijen (jaren, soorten of scenario's); kies met objecten.",
    UNFIT: "Met zo'n plek is in deze laag niets op te zoeken.",
    EMPTY: "De rij noemt geen bruikbare code of geen punt in RD.",
    HIDDEN: "Deze soort BAG-object is hier niet gepubliceerd; noem het pand, het verblijfsobject "
    "of een punt in RD.",
}
_BY_CODE = sql.SQL(
    "SELECT DISTINCT ON (i.n) i.n, count(*) OVER (PARTITION BY i.n), {columns}"
    " FROM unnest(%s::text[]) WITH ORDINALITY AS i (code, n)"
    " INNER JOIN {view} AS f ON f.{key} = i.code WHERE f.version = %s ORDER BY i.n, f.id"
)
_BY_POINT = sql.SQL(
    "SELECT DISTINCT ON (i.n) i.n, 1, {columns}"
    " FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS i (x, y, n)"
    " INNER JOIN {view} AS f"
    " ON ST_Intersects(f.geometry, ST_SetSRID(ST_MakePoint(i.x, i.y), 28992))"
    " WHERE f.version = %s ORDER BY i.n, f.id"
)
_POINTS = sql.SQL(
    "SELECT id, ST_X(p), ST_Y(p) FROM (SELECT id, ST_PointOnSurface(geometry) AS p FROM {}"
    " WHERE version = %s AND id = ANY(%s::text[])) AS f"
)
_FACES = ("MultiPolygon", "Polygon")
BAG = {
    "01": "adressen",
    "02": "ligplaatsen",
    "03": "standplaatsen",
    "10": "panden",
    "20": "nummeraanduidingen",
}
"""The layer of each kind of BAG object, by the digits after the code of the gemeente."""


@dataclass(frozen=True)
class Facts:
    """What was found of one layer.

    Attributes:
        outcomes: per place what became of it.
        values: per place that was found, the columns and statuses in the order of `names`.
        names: of the columns that were read.
    """

    names: tuple[str, ...]
    outcomes: Mapping[Any, str] = field(default_factory=dict)
    values: Mapping[Any, Sequence[Any]] = field(default_factory=dict)


async def find(
    database: Database, state: State, found: LayerVersion, places: Iterable[Any]
) -> Facts:
    """The values of a layer at places.

    Args:
        database: the pool.
        state: what is published.
        found: the layer version, with the columns that are asked.
        places: codes (text) or points (x, y) in RD; each is looked up once.

    Raises:
        Moved: a version is no longer shown.
    """
    wanted = list(dict.fromkeys(place for place in places if place is not None))
    names = _names(found)
    codes, points, outcomes = await _sorted(database, state, found, wanted)
    values: dict[Any, Sequence[Any]] = {}
    columns = sql.SQL(", ").join(sql.Identifier("f", name) for name in names)
    view = sql.Identifier("pub", found.laag)
    if codes:
        key = sql.Identifier(_key(found))
        text = _BY_CODE.format(columns=columns, view=view, key=key)
        rows = await database.fetch(text, (list(codes.values()), found.version))
        _take(rows, list(codes), outcomes, values)
    if points:
        text = _BY_POINT.format(columns=columns, view=view)
        xs, ys = zip(*points.values(), strict=True)
        rows = await database.fetch(text, (list(xs), list(ys), found.version))
        _take(rows, list(points), outcomes, values)
    if not values and wanted:
        shapes = areas.rests_on(found, state.layers)
        homes = [state.layers[name].current for name in BAG.values() if name in state.layers]
        await features.ensure_shown(database, found, *shapes, *homes)
    return Facts(names, outcomes, values)


def _take(
    rows: Iterable[Sequence[Any]],
    asked: Sequence[Any],
    outcomes: dict[Any, str],
    values: dict[Any, Sequence[Any]],
) -> None:
    for number, count, *read in rows:
        place = asked[number - 1]
        outcomes[place] = FOUND if count == 1 else SEVERAL
        if count == 1:
            values[place] = read


def _names(found: LayerVersion) -> tuple[str, ...]:
    """The id of the feature, and the columns that are asked, each with its status."""
    names: list[str] = ["id"]
    for column in found.columns:
        names.append(column.naam)
        if column.statuskolom and column.statuskolom in found.properties:
            names.append(column.statuskolom)
    return tuple(dict.fromkeys(names))


async def _sorted(
    database: Database, state: State, found: LayerVersion, wanted: Sequence[Any]
) -> tuple[dict[Any, str], dict[Any, tuple[float, float]], dict[Any, str]]:
    """How each place is looked up, and what is to be said when nothing is found there."""
    codes: dict[Any, str] = {}
    points: dict[Any, tuple[float, float]] = {}
    outcomes: dict[Any, str] = {}
    elsewhere: dict[str, list[str]] = defaultdict(list)
    faces = found.geometry in _FACES
    for place in wanted:
        if not isinstance(place, str):
            outcomes[place] = OUTSIDE if faces else UNFIT
            if faces:
                points[place] = place
            continue
        home, code = _home(found, place) if faces else None, _code(found, place)
        outcomes[place] = UNFIT if home is None and code is None else UNKNOWN
        if bag_layer(place) not in (None, *state.layers):
            outcomes[place] = HIDDEN
            continue
        if home is not None and home in state.layers:
            elsewhere[home].append(place)
        elif code is not None:
            codes[place] = code
    for home, named in elsewhere.items():
        shapes = state.layers[home].current
        text = _POINTS.format(sql.Identifier("pub", home))
        rows = await database.fetch(text, (shapes.version, named))
        points |= {row[0]: (row[1], row[2]) for row in rows}
        outcomes |= {row[0]: OUTSIDE for row in rows}
    return codes, points, outcomes


def bag_layer(place: str) -> str | None:
    """The layer of a BAG id, whether it is published or not; None when it is no such id."""
    own = len(place) == 16 and place.isascii() and place.isdigit()
    return BAG.get(place[4:6]) if own else None


def _home(found: LayerVersion, place: str) -> str | None:
    """The layer whose shape stands for a place, None when the layer itself may have it."""
    bag = bag_layer(place)
    if bag is not None:
        return None if bag == found.laag else bag
    level = areas.level_of(place)
    of_gebieden = areas.coded(found) is None and areas.grain(found) == "gebied"
    return level.layer if of_gebieden and level.name == "buurt" else None


def _key(found: LayerVersion) -> str:
    """The column that a code is compared with: that of its areas, else the id of a feature."""
    own = areas.coded(found)
    return own[0] if own and own[0] in found.meta["sleutel"].split(":") else "id"


def _code(found: LayerVersion, place: str) -> str | None:
    """The code to look for; None when the layer has no rows for such an area."""
    level, own = areas.level_of(place), areas.coded(found)
    if not level.prefix:
        return place
    if own is None or _key(found) == "id":
        return place if level.layer == found.laag else None
    return areas.coarser(place, own[1])
