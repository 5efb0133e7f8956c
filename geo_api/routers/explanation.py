"""Why a figure is what it is."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api import texts
from geo_api.ask import asof, explained, rows
from geo_api.contract import described
from geo_api.contract.described import Key, Laag
from geo_api.contract.parameters import RELEASE, TAAL, Asked, F, Parameter
from geo_api.errors import Fault, Problem, bad_request
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.items import cursor
from geo_api.model import State
from geo_api.services import Shared

router = Router(prefix="/v1/collections/{laag}/items", tags=["Plekken"])
VELD = Parameter(
    "veld",
    "Naam van het cijfer of de klasse; de namen staan bij de laag.",
    {"type": "string", "maxLength": 63},
    required=True,
)
ASKED = Asked(VELD, RELEASE, F, TAAL)


@router.get(
    "/{feature_id:path}/uitleg",
    summary="Waar een cijfer vandaan komt",
    description=(
        "De boom onder een gepubliceerd cijfer: waaruit het is gemaakt, met gewicht, bijdrage, "
        "formule, bron en peildatum, tot aan de bronnen. Wat niet openbaar is, staat er als "
        "'niet te zien'."
    ),
    responses=described.answers("De uitleg.", answers.JSON, "Uitleg", 404, 410, 503),
    openapi_extra=ASKED.document(),
)
async def explanation(
    request: Request,
    shared: Shared,
    laag: Laag,
    feature_id: Key,
    asked: Annotated[Mapping[str, str], Depends(ASKED)],
) -> Response:
    """The explanation of one figure."""

    async def make(now: State) -> Response:
        faults: list[Fault] = []
        state, links = await asof.of(shared.database, shared.links, now, asked, faults)
        name = explained.check(state.layer(laag).current, asked.get("veld"), faults)
        if faults:
            raise bad_request(faults)
        if not cursor.usable(feature_id):
            raise Problem(404, texts.no_feature(laag, "".join(filter(str.isprintable, feature_id))))
        what = answers.digest("uitleg", feature_id, name, state.tag, shared.links.base)
        etag = answers.tag(laag, "uitleg", what)
        if answers.has(request, etag):
            return answers.document(request, etag, dict)
        found = await explained.tree(shared.database, links, state, laag, feature_id, name)
        title = f"{found['uitleg']['titel']}: uitleg"
        return answers.document(request, etag, lambda: found, title=title)

    return await rows.from_now(shared.current, make)
