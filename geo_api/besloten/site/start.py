"""The first page inside: who you are, and which pages and layers you may see."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api.besloten.callers import Caller
from geo_api.besloten.site import plan
from geo_api.contract.parameters import TAAL, Asked, F
from geo_api.describe import negotiated
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.model import Layer, State
from geo_api.routers import landing
from geo_api.services import Shared
from geo_api.site import shown, themes, words

router = Router(include_in_schema=False)
CALLER = "woonzorg.vrager"
"""Who asks, as the guard puts it in the scope of a request."""
Entrance = Annotated[Mapping[str, str], Depends(Asked(F, TAAL))]


@router.get("/")
async def start(request: Request, shared: Shared, _: Entrance) -> Response:
    """The first page, made anew for whoever asks; for programs the entrance of the API."""
    state = shared.current.require()
    if negotiated.form(request, "html") == "json":
        tag = landing.entrance_tag(shared, state)
        made = partial(landing.entrance, shared)
        return answers.only(request, tag, made, answers.JSON, negotiated.VARY)
    taal = words.language(request)
    caller: Caller = request.scope[CALLER]
    return shown.made(
        request,
        shared,
        "besloten/start.html",
        wie=caller.who,
        groepen=sorted(caller.names) if caller.holder == "groep" else [],
        kamers=[
            (
                room.path,
                words.said(room.title, taal),
                words.said(room.text, taal),
                [(part.path, words.said(part.title, taal)) for part in parts],
            )
            for room in plan.ROOMS
            if (parts := room.open_to(state.layers))
        ],
        besloten=_listed(state, taal, closed=True),
        thema=lambda layer: themes.title(themes.of(layer.name, layer.current.meta["thema"]), taal),
        open=len(_listed(state, taal, closed=False)),
    )


def _listed(state: State, taal: str, *, closed: bool) -> list[tuple[str, str, Layer]]:
    """Layers by title."""
    found = [
        (name, _title(layer, taal), layer)
        for name, layer in state.layers.items()
        if layer.current.closed is closed
    ]
    return sorted(found, key=lambda row: row[1])


def _title(layer: Layer, taal: str) -> str:
    meta = layer.current.meta
    return str((meta["titel_en"] if taal == words.ENGLISH else None) or meta["titel"])
