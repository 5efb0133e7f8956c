"""Facts in batch: a table goes in and comes back with the values of layers; nothing is kept."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from data.getallen import dutch
from geo_api.ask import asof
from geo_api.contract import bodies, described
from geo_api.errors import Fault, Problem, bad_request
from geo_api.facts import answer, asked, lookup, table, workbook
from geo_api.formats.pages import CSV
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.items import features
from geo_api.model import State
from geo_api.services import Services, Shared

router = Router(prefix="/v1/feiten", tags=["Vragen"])
_CSV = "text/csv"
_READERS = {
    answers.JSON: table.from_json,
    _CSV: table.from_csv,
    workbook.MEDIA_TYPE: workbook.read,
}
_SCHEMAS = {
    answers.JSON: {
        "type": "array",
        "maxItems": table.MOST_ROWS,
        "items": {"type": "object"},
        "description": "Een object per rij, met de kolommen van de tabel.",
    },
    _CSV: {"type": "string", "description": "UTF-8, met een regel namen; ; of , of tab ertussen."},
    workbook.MEDIA_TYPE: {
        "type": "string",
        "format": "binary",
        "description": "Excel-werkmap (xlsx): het eerste zichtbare blad, met een regel namen.",
    },
}


@router.post(
    "",
    summary="Feiten bij een lijst",
    description=(
        f"Een tabel van hoogstens {dutch(table.MOST_ROWS)} rijen met codes, BAG-id's van panden of "
        "verblijfsobjecten, of RD-punten komt in dezelfde volgorde terug met de waarden van de "
        "gevraagde lagen, met status, peildatum en bron. Bij een BAG-id zijn dat de feiten van het "
        "blok, vak of gebied waar het object in ligt. Een onbekende code wordt bij haar rij "
        "gezegd. Met 'release' zijn het de waarden van die release. Er wordt niets bewaard."
    ),
    responses=described.answers(
        "De tabel met de feiten.",
        answers.JSON,
        "Feiten",
        *(404, 410, 413, 415, 503),
        also=[CSV],
        kept=False,
    ),
    openapi_extra=bodies.document(_SCHEMAS, asked.FEITEN.document()),
)
async def feiten(
    request: Request,
    shared: Shared,
    query: Annotated[Mapping[str, str], Depends(asked.FEITEN)],
) -> Response:
    """Facts for the rows of a table."""
    form = bodies.media_type(request, tuple(_READERS))
    try:
        given = await asyncio.to_thread(_READERS[form], await request.body())
    except Problem as problem:  # what is wrong with the query is told with it
        faults = list(problem.faults)
        asked.layers(await _state(shared, query, faults), query, faults)
        raise bad_request(faults) from None
    try:
        return await _answer(shared, given, query, form)
    except features.Moved:  # a release came between state and table: once more, from the new one
        await shared.current.refresh()
        return await _answer(shared, given, query, form)


async def _state(shared: Services, query: Mapping[str, str], faults: list[Fault]) -> State:
    now = shared.current.require()
    state, _ = await asof.of(shared.database, shared.links, now, query, faults)
    return state


async def _answer(
    shared: Services, given: table.Table, query: Mapping[str, str], form: str
) -> Response:
    faults: list[Fault] = []
    state = await _state(shared, query, faults)
    wanted = asked.read(state, given, query, faults)
    found = [
        (layer, await lookup.find(shared.database, state, layer, wanted.places))
        for layer in wanted.layers
    ]
    as_json = query.get("f", "json" if form == answers.JSON else "csv") == "json"
    make = answer.as_json if as_json else answer.as_csv
    body = await asyncio.to_thread(make, given, wanted, found)
    return Response(body, 200, {"Cache-Control": "no-store"}, answers.JSON if as_json else CSV)
