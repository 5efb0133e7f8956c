"""Tiles made at the question: what a request asks of them, and each made once while it is in use.

A tile belongs to a layer version, a place in a grid and a question, and never changes; so it is
kept under its ETag, and made once for everybody who waits for it.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from geo_api import texts
from geo_api.contract import parameters
from geo_api.db import Database
from geo_api.errors import Fault, Problem, bad_request
from geo_api.http import answers
from geo_api.http.flight import Flights
from geo_api.http.memory import Memory
from geo_api.items import areas, features, question, shown
from geo_api.items.selection import Selection
from geo_api.model import Layer, LayerVersion
from geo_api.saved.held import Held
from geo_api.tiles import mvt
from geo_api.tiles.grids import ALL, Grid
from geo_api.tiles.mvt import Drawn
from geo_api.tiles.tile import Tile, levels, number

KEPT_BYTES = 32 * 2**20
TILE = parameters.Asked(
    *question.FILTERS, shown.PROPERTIES, parameters.VERSION, free=parameters.COLUMNS
)
TILESET = parameters.Asked(
    *question.FILTERS,
    shown.PROPERTIES,
    parameters.VERSION,
    parameters.F,
    parameters.TAAL,
    free=parameters.COLUMNS,
)
"""The same of a description of tiles; what is asked goes into the addresses it gives."""
_HEAD = struct.Struct(">QQ")


@dataclass(frozen=True)
class Asked:
    """What is asked of tiles.

    Attributes:
        selection: the objects, with the properties that are shown; None when no version lies in
            the asked interval.
        version: the layer version that describes them.
        query: what leads to the same again, by version.
        shapes: versions of other layers on which the area of a saved question may rest.
    """

    selection: Selection | None
    version: LayerVersion
    query: Mapping[str, object]
    shapes: tuple[LayerVersion, ...] = ()

    @property
    def published(self) -> bool:
        """Nothing is asked of an open layer: in Web Mercator these are the tiles of the archive."""
        return not self.version.closed and self.query.keys() <= {"v"}


def read(
    layer: Layer,
    asked: Mapping[str, str],
    held: Held | None = None,
    known: parameters.Asked = TILESET,
) -> Asked:
    """Read the parameters of tiles, or of a description of them.

    Args:
        layer: what is asked.
        asked: the query.
        held: the saved question that it names.
        known: by which it was checked, `TILE` or `TILESET`.

    Raises:
        Problem: 400 with every fault; 404 for a table; 410 when the version is no longer kept.
    """
    faults: list[Fault] = []
    pinned = _pinned(layer, asked, faults)
    chosen = question.select(layer, asked, faults, others=known.names, pinned=pinned, held=held)
    found = chosen.version if chosen else layer.current
    if "properties" in asked:
        visible = shown.version(found, asked, faults)
    else:
        visible = replace(found, properties=mvt.names(found))
    if faults:
        raise bad_request(faults)
    if not found.geometry:
        raise Problem(404, texts.no_tiles(layer.name))
    kept = {name: text for name, text in asked.items() if name not in ("f", "taal", "v")}
    if chosen:
        chosen = replace(chosen, version=visible)
        kept = {name: text for name, text in kept.items() if name not in _DATES}
        shapes = areas.rests_on(found, held.layers) if held and held.area else []
        return Asked(chosen, visible, {**kept, "v": found.version}, tuple(shapes))
    return Asked(None, visible, kept)


_DATES = ("datetime", "peildatum", "release")


def _pinned(layer: Layer, asked: Mapping[str, str], faults: list[Fault]) -> LayerVersion | None:
    text = asked.get("v")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        faults.append(Fault("v", "getal", texts.TILE_VERSION))
        return None
    return layer.version(int(text))


def grid(name: str) -> Grid:
    """A grid by name.

    Raises:
        Problem: 404 with the nearest name.
    """
    found = ALL.get(name)
    if found is None:
        raise Problem(404, texts.unknown_grid(name, ALL))
    return found


def tile(asked: Asked, scheme: Grid, place: tuple[str, str, str]) -> Tile:
    """The tile at a level, row and column.

    Raises:
        Problem: 404 when the layer has no such level, or the level no such tile.
    """
    level, row, column = (number(text) for text in place)
    known = level in levels(asked.version, scheme, published=False)
    if not (known and scheme.holds(level, row, column)):
        raise Problem(404, texts.NO_TILE)
    return Tile(scheme, level, row, column)


def etag(asked: Asked, place: Tile) -> str:
    """Names layer version, tile and question, so the tile itself."""
    version = asked.version.version if asked.selection else 0
    what = answers.digest(sorted(asked.query.items()), [one.version for one in asked.shapes])
    where = (place.grid.name, place.level, place.row, place.column)
    return answers.tag(asked.version.laag, version, *where, what)


@dataclass(frozen=True)
class LiveTiles:
    """The tiles of this process that were made at the question, least recently used gone first."""

    _kept: Memory = field(default_factory=lambda: Memory(KEPT_BYTES))
    _flights: Flights = field(default_factory=Flights)

    async def get(self, database: Database, asked: Asked, place: Tile) -> Drawn:
        """A tile, from memory or made now.

        Raises:
            Moved: the version is no longer shown.
        """
        if asked.selection is None:
            return mvt.NOTHING
        key, chosen = etag(asked, place), asked.selection
        held = self._kept.get(key)
        if held is not None:
            return Drawn(held[_HEAD.size :], *_HEAD.unpack_from(held))
        drawn: Drawn = await self._flights.run(key, lambda: mvt.draw(database, chosen, place))
        await features.ensure_shown(database, *asked.shapes)
        self._kept.put(key, _HEAD.pack(drawn.shown, drawn.matched) + drawn.body)
        return drawn
