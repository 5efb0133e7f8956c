"""Places by their name, while it is typed."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api.ask import asof, gazetteer, rows
from geo_api.contract import described
from geo_api.contract.parameters import CRS, RELEASE, TAAL, Asked, F
from geo_api.errors import Fault, bad_request
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.items import crs
from geo_api.model import State
from geo_api.services import Shared

router = Router(prefix="/v1", tags=["Plekken"])
ASKED = Asked(gazetteer.Q, gazetteer.LIMIT, CRS, RELEASE, F, TAAL)


@router.get(
    "/zoek",
    summary="Een plek zoeken",
    description=(
        "Plaatsen, gebieden, wijken, buurten, straten, postcodes en adressen bij wat u typt, de "
        "best passende eerst, met een punt in het gevraagde stelsel. Accenten en hoofdletters "
        "doen er niet toe. Ook RD-coördinaten in de gemeente, zoals '159200, 528800' (soort "
        "coordinaten: laag en code zijn die van de buurt waarin het punt ligt), en de code van "
        "een vak, zoals E1592N5288 (soort vak), worden gevonden."
    ),
    responses=described.answers("De plekken.", answers.JSON, "Plekken", 410, 503),
    openapi_extra=ASKED.document(),
)
async def search(
    request: Request, shared: Shared, asked: Annotated[Mapping[str, str], Depends(ASKED)]
) -> Response:
    """Places that fit what was typed."""

    async def make(now: State) -> Response:
        faults: list[Fault] = []
        wanted = gazetteer.read(asked, faults)
        system, _ = crs.parse("crs", asked.get("crs"), faults)
        state, links = await asof.of(shared.database, shared.links, now, asked, faults)
        if faults:
            raise bad_request(faults)
        what = answers.digest(wanted, system.uri, state.tag, shared.links.base)
        etag = answers.tag("zoek", what)
        if answers.has(request, etag):
            return answers.document(request, etag, dict)
        known = await shared.asking.names.of(shared.database, state)
        found = await gazetteer.search(shared.database, links, state, known, wanted, system)
        return answers.document(request, etag, lambda: found, title=f"Zoeken: {wanted[0]}")

    return await rows.from_now(shared.current, make)
