"""Facts at a point: in which areas and cell it lies, what the kansenkaart excludes there, access.

Only what layers show there. Whether a place may be built on is not said: the kansenkaart is a
search map, and what lies on a border belongs to every area that it touches.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql

from geo_api.ask import asof, figures, rows
from geo_api.ask.place import POINT, Place
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.http.links import Links
from geo_api.model import LayerVersion, State

AREAS: Mapping[str, str] = {
    "buurten": "buurt",
    "wijken": "wijk",
    "beleidsgebieden": "gebied",
    "gemeenten": "gemeente",
}
CELLS = ("kansenkaart", "loopbereikbaarheid", "rolstoelomgeving", "vierkanten")
AROUND = (
    "natuurgebieden",
    "natuurnetwerk",
    "externe_veiligheid_gebied",
    "bodemgebruik",
    "water",
    "groen",
    "geluid",
    "overstromingsdiepte",
    "woonzorgzones",
    "vlekkenkaart",
)
"""Layers of faces that say something of a place without being part of a division."""
OPPORTUNITY, WALK = "kansenkaart", "loopbereikbaarheid"
EXCLUDED = "uitgesloten"
MOST = 20
_HERE = sql.SQL("ST_Intersects(geometry, {})").format(POINT)
_CAUTION = "Zoekgebied, geen planologische uitspraak."


async def at(
    database: Database, state: State, place: Place, names: Sequence[str]
) -> dict[str, tuple[LayerVersion, list[rows.Row]]]:
    """Rows of the named layers that touch a point; layers that are not published are absent."""
    layers = [state.layers[name].current for name in names if name in state.layers]
    shaped = [found for found in layers if found.geometry]
    wanted = [rows.Wanted(found, _HERE, place.bound, MOST) for found in shaped]
    read = await rows.read(database, state, wanted)
    return {found.laag: (found, held) for found, held in zip(shaped, read, strict=True)}


async def facts(database: Database, links: Links, state: State, place: Place) -> dict[str, Any]:
    """The facts at a point."""
    names = (*AREAS, *CELLS, *AROUND)
    found = await at(database, state, place, names)
    return {
        "plek": place.document(),
        "woonzorg": documents.release(state.told),
        "opmerkingen": [_CAUTION],
        "ligtIn": [
            _area(links, word, held, row)
            for name, word in AREAS.items()
            if name in found
            for held, row in ((found[name][0], row) for row in found[name][1])
        ],
        "uitsluiting": exclusion(found.get(OPPORTUNITY)),
        "lagen": [
            layer(links, held, touching)
            for name, (held, touching) in found.items()
            if name not in AREAS and touching
        ],
        "zonderGegevens": [
            {"laag": held.laag, "titel": held.meta["titel"]}
            for held, touching in found.values()
            if not touching
        ],
        "nietGepubliceerd": [
            name for name in names if name not in found and name not in state.lacking
        ],
        **asof.lacking(state, *names),
    }


def exclusion(
    cell: tuple[LayerVersion, Sequence[rows.Row]] | None,
) -> dict[str, Any]:
    """What the kansenkaart says of the cells: excluded or not, and why; unknown is null."""
    if cell is None or not cell[1]:
        return {"uitgesloten": None, "reden": "Hier is geen vak van de kansenkaart."}
    held = [row for row in cell[1] if row.get("score_status") == EXCLUDED]
    row = held[0] if held else cell[1][0]
    return {
        "uitgesloten": bool(held),
        "reden": row.get("reden"),
        "waarschuwing": row.get("waarschuwing"),
        "vak": row["id"],
        "nietGetoetst": (cell[0].meta["dekking"] or {}).get("ontbrekende_uitsluitingen", []),
    }


def _area(links: Links, word: str, found: LayerVersion, row: rows.Row) -> dict[str, Any]:
    return {
        "niveau": word,
        "code": row["id"],
        "naam": figures.named(found, row),
        "laag": found.laag,
        "peildatum": found.peildatum,
        "href": links.feature(found.laag, row["id"]),
    }


def layer(
    links: Links, found: LayerVersion, held: Sequence[rows.Row], only: Sequence[str] = ()
) -> dict[str, Any]:
    """What a layer says at a place: where it comes from, and its rows as figures.

    Args:
        links: the link maker.
        found: the layer.
        held: its rows there.
        only: figures to tell; all when empty.
    """
    told = [figures.of_row(found, row) for row in held]
    for row in told if only else ():
        row["cijfers"] = [one for one in row["cijfers"] if one["kolom"] in only]
        row["toelichting"] = {}
    return {
        **documents.origin(found),
        "titel": found.meta["titel"],
        "href": links.collection(found.laag),
        "rijen": told,
    }
