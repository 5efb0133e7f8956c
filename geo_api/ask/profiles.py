"""The profile of a buurt, wijk or gebied: every published figure about it, per layer.

The factsheet repeats figures of other layers and is linked, not copied. A layer that has no row of
the area is named, so that what is missing does not look like what is not measured.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from psycopg import sql

from geo_api import texts
from geo_api.ask import asof, figures, rows
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Problem
from geo_api.http.answers import GEOJSON
from geo_api.http.links import Links, link
from geo_api.model import Layer, LayerVersion, State

MOST_ROWS = 200
"""Per layer: years, kinds and scenarios of one area; a layer with more says so."""
FACTSHEET = "factsheet"
_IS = sql.SQL("{} = %s")


@dataclass(frozen=True)
class Level:
    """A kind of area.

    Attributes:
        path: as in its address.
        word: what one is called.
        layer: the layer that lists them.
        code: column that names one.
        name: column by which other layers show that they are about these.
        pattern: form of a code, empty for a name.
        example: of a code.
    """

    path: str
    word: str
    layer: str
    code: str
    name: str
    pattern: str
    example: str


LEVELS: Mapping[str, Level] = {
    level.path: level
    for level in (
        Level(
            "buurten",
            "buurt",
            "buurten",
            "buurtcode",
            "buurtnaam",
            r"BU[0-9]{4}[0-9A-Z]{4}",
            "BU00000101",
        ),
        Level(
            "wijken", "wijk", "wijken", "wijkcode", "wijknaam", r"WK[0-9]{4}[0-9A-Z]{2}", "WK000001"
        ),
        Level("gebieden", "gebied", "beleidsgebieden", "gebied", "gebied", "", "Centrum"),
    )
}


def about(layers: Mapping[str, Layer], level: Level) -> list[LayerVersion]:
    """Layers with a row per area of this level (and per year, kind or scenario)."""
    return [
        layer.current
        for name, layer in layers.items()
        if not name.startswith(FACTSHEET) and _fits(layer.current, level)
    ]


def _fits(found: LayerVersion, level: Level) -> bool:
    """Whether the first part of its key is the code of this level."""
    first = figures.key_of(found)[0]
    if first == "gebiedscode":
        return first in found.properties and level.name in found.properties
    return first == level.code and first in found.properties


def check(state: State, level: Level, code: str) -> LayerVersion:
    """The layer that lists the areas.

    Raises:
        Problem: 404, that layer is not published, or this can be no code.
    """
    if level.pattern and not re.fullmatch(level.pattern, code):
        detail = f"'{code[:60]}' is geen code van een {level.word}; verwacht zoals {level.example}."
        raise Problem(404, detail)
    if not code.isprintable() or len(code) > 100:
        raise Problem(404, f"Er is geen {level.word} met deze naam.")
    if level.layer not in {**state.layers, **state.withdrawn, **state.lacking}:
        raise Problem(404, f"Deze installatie heeft geen laag met {level.path}.")
    return state.layer(level.layer).current


async def profile(
    database: Database, links: Links, state: State, level: Level, code: str
) -> dict[str, Any]:
    """The profile.

    Raises:
        Problem: 404, no such area; the nearest code is named.
    """
    own = check(state, level, code)
    layers = about(state.layers, level)
    wanted = [
        rows.Wanted(found, _IS.format(sql.Identifier(column)), (code,), MOST_ROWS + 1)
        for found, column in ((one, figures.key_of(one)[0]) for one in layers)
    ]
    read = list(zip(layers, await rows.read(database, state, wanted), strict=True))
    mine = next((held for found, held in read if found.laag == own.laag), [])
    if not mine:
        raise Problem(404, await unknown(database, own, level, code))
    return {
        "niveau": level.word,
        "code": code,
        "naam": figures.named(own, mine[0]),
        "links": _links(links, state, level, code),
        "woonzorg": documents.release(state.told),
        "lagen": [_layer(links, found, held) for found, held in read if held],
        "zonderGegevens": [
            {"laag": found.laag, "titel": found.meta["titel"]} for found, held in read if not held
        ],
        **asof.lacking(state, *(held.laag for held in about(state.lacking, level))),
    }


def _layer(links: Links, found: LayerVersion, held: list[rows.Row]) -> dict[str, Any]:
    origin = documents.origin(found)
    return {
        **origin,
        "titel": found.meta["titel"],
        "titelEn": found.meta["titel_en"],
        "thema": found.meta["thema"],
        "href": links.collection(found.laag),
        "rijen": [figures.of_row(found, row) for row in held[:MOST_ROWS]],
        "meerRijen": len(held) > MOST_ROWS,
    }


def _links(links: Links, state: State, level: Level, code: str) -> list[dict[str, Any]]:
    made = [
        *links.both(f"/v1/{level.path}/{quote(code, safe='')}", "Dit profiel"),
        link("item", links.feature(level.layer, code), GEOJSON, "De grens"),
    ]
    sheet = f"{FACTSHEET}_{level.word}"
    if sheet in state.layers:
        asked = {level.code: code, "release": links.release}
        found = links.url(f"/v1/collections/{sheet}/items", asked)
        made.append(link("related", found, GEOJSON, "Factsheet"))
    return made


async def unknown(database: Database, own: LayerVersion, level: Level, code: str) -> str:
    """What there is instead, the nearest first."""
    query = sql.SQL("SELECT id FROM {} WHERE version = %s ORDER BY id LIMIT 20000")
    known = await database.fetch(query.format(sql.Identifier("pub", own.laag)), [own.version])
    by_lower = {str(row[0]).lower(): str(row[0]) for row in known}
    found = texts.nearest(code, by_lower)
    near = f" Bedoelde u '{by_lower[found]}'?" if found else ""
    return f"Er is geen {level.word} '{code[:80]}'.{near} Alle {level.path} staan in {own.laag}."
