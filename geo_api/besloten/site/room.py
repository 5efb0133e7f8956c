"""What the pages over restricted layers share: who may see one, the frame, and the map on it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from geo_api import texts
from geo_api.besloten.site import picture, reading
from geo_api.besloten.site.lists import Table
from geo_api.besloten.site.picture import Spot
from geo_api.besloten.site.plan import Part, Room
from geo_api.errors import Problem
from geo_api.items import features
from geo_api.model import Layer, State
from geo_api.services import Services
from geo_api.site import shown, words
from geo_api.site.words import Pair

AREAS = "wijken"
"""The open layer whose outlines are the ground of the maps."""
Make = Callable[[State, Layer, str], Awaitable[shown.Values]]


def first(request: Request, shared: Services, room: Room) -> Response:
    """To the first page of a room that whoever asks may see, in the language the address asks.

    Raises:
        Problem: 400, another language; 404, none.
    """
    taal = words.language(request)
    found = room.open_to(shared.current.require().layers)
    if not found:
        raise Problem(404, texts.NO_SUCH_PATH)
    kept = f"?{urlencode({'taal': taal})}" if "taal" in request.query_params else ""
    return RedirectResponse(found[0].path + kept, 303)


async def page(
    request: Request, shared: Services, room: Room, part: Part, template: str, make: Make
) -> Response:
    """A page over one layer; nothing of it is kept anywhere.

    Raises:
        Problem: 404 for who may not read the layer, as for a page that never was.
    """
    taal = words.language(request)
    try:
        return await _made(request, shared, room, part, template, make, taal)
    except features.Moved:  # a release came between state and table: once more, from the new one
        await shared.current.refresh()
        return await _made(request, shared, room, part, template, make, taal)


async def _made(
    request: Request,
    shared: Services,
    room: Room,
    part: Part,
    template: str,
    make: Make,
    taal: str,
) -> Response:
    state = shared.current.require()
    if part.layer not in state.layers:
        raise Problem(404, texts.NO_SUCH_PATH)
    tabs = [
        (one.path, words.said(one.title, taal), one == part) for one in room.open_to(state.layers)
    ]
    own: dict[str, Any] = {
        "kamer": words.said(room.title, taal),
        "deel": words.said(part.title, taal),
        "tabs": tabs if len(tabs) > 1 else [],
        "laag": part.layer,
        "andere_taal": _other(request, taal),
    }
    made = await make(state, state.layers[part.layer], taal)
    return shown.made(request, shared, template, **(own | made))


def _other(request: Request, taal: str) -> str:
    """This page in the other language, asked the same."""
    other = words.DUTCH if taal == words.ENGLISH else words.ENGLISH
    told = {**dict(request.query_params), "taal": other}
    return f"{request.url.path}?{urlencode(told)}"


async def ground(
    shared: Services, state: State
) -> Sequence[tuple[str, tuple[float, float, float, float]]]:
    """Outlines to draw spots on; none where that layer is not published."""
    if AREAS not in state.layers:
        return ()
    return await reading.outlines(shared.database, state.layers[AREAS].current)


async def located(
    shared: Services,
    state: State,
    table: Table,
    title: Pair,
    kind: Callable[[dict[str, Any]], str],
    taal: str,
) -> Markup | None:
    """A map of the rows of a list; None when none of them has a place."""
    ids = [row["id"] for row in table.rows]
    found = await reading.points(shared.database, table.version, ids)
    spots = [Spot(found[row["id"]], "", kind(row)) for row in table.rows if row["id"] in found]
    if not spots:
        return None
    return picture.where(words.said(title, taal), await ground(shared, state), spots)
