"""Statistics of a layer under the filters of items."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api.contract import described
from geo_api.contract.described import Laag
from geo_api.http import answers
from geo_api.http.links import link
from geo_api.http.routing import Router
from geo_api.items import features
from geo_api.services import Services, Shared
from geo_api.statistics import answer, plan

router = Router(prefix="/v1/collections/{laag}/statistiek", tags=["Vragen"])


@router.get(
    "",
    summary="Cijfers over een laag",
    description=(
        "Aantal, som, gemiddelde, kwantielen en histogram over de objecten van een filter of een "
        "bewaarde zoekvraag, ook per klasse of per gebied. Zegt per kolom hoeveel objecten een "
        "waarde hadden, onderdrukt of onbekend waren. Wat niet optelt heeft geen som maar een "
        "reden; van draaglast worden alleen klassen geteld. Een getekend vlak is de som van de "
        "gepubliceerde blokken daarin, die genoemd worden."
    ),
    responses=described.answers("De cijfers.", answers.JSON, "Statistiek", 404, 410, 503),
    openapi_extra=plan.STATISTIEK.document(),
)
async def statistiek(
    request: Request,
    shared: Shared,
    laag: Laag,
    asked: Annotated[Mapping[str, str], Depends(plan.STATISTIEK)],
) -> Response:
    """Figures over a selection."""
    try:
        return await _answer(request, shared, laag, asked)
    except features.Moved:  # a release came between state and table: once more, from the new one
        await shared.current.refresh()
        return await _answer(request, shared, laag, asked)


async def _answer(
    request: Request, shared: Services, laag: str, asked: Mapping[str, str]
) -> Response:
    state = shared.current.require()
    layer = state.layer(laag)
    held = await shared.questions.held(asked.get("zoekvraag"), state)
    read = plan.read(layer, state.layers, asked, held)
    version = read.selection.version.version if read.selection else 0
    what = answers.digest(sorted(asked.items()), state.tag, shared.links.base)
    etag = answers.tag(laag, version, "statistiek", what)
    if answers.has(request, etag):
        return answers.document(request, etag, dict)
    content = await answer.document(shared.database, state.layers, read, held)
    path = f"/v1/collections/{laag}"
    told = {name: text for name, text in asked.items() if name not in ("f", "taal")}
    same = {name: text for name, text in asked.items() if name not in _OWN}
    links = [
        *shared.links.both(f"{path}/statistiek", "Deze cijfers", told),
        link("collection", shared.links.url(path), answers.JSON, "De laag"),
        link("items", shared.links.url(f"{path}/items", same), answers.GEOJSON, "De objecten"),
    ]
    title = f"{layer.current.meta['titel']}: cijfers"
    return answers.document(request, etag, lambda: {"links": links, **content}, title=title)


_OWN = frozenset(parameter.name for parameter in plan.OWN)
