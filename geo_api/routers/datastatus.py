"""How fresh the layers are: page and document, from what the refresh left in `pub.bronstatus`."""

import hashlib
import json
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from geo_api.contract import described
from geo_api.contract.parameters import Told
from geo_api.db import statement
from geo_api.describe.negotiated import Form
from geo_api.http import answers
from geo_api.http.links import HTML, link
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.routers.landing import FORMS, Plain
from geo_api.services import Services, Shared
from geo_api.site import shown

router = Router(tags=["Toestand"])
_QUERY = statement("datastatus")
LATE, KEPT, GOOD = "te laat", "oudere gegevens", "actueel"


@router.get(
    "/v1/datastatus",
    summary="Actualiteit",
    description=(
        "Per laag hoe actueel zij is: peildatum, laatst gemaakt, of een bron te laat is of een "
        "oudere levering is behouden, en per bron wanneer er is ontvangen en gecontroleerd."
    ),
    responses=described.answers("De stand.", answers.JSON, "Datastatus", 503),
    openapi_extra=FORMS.document(),
)
async def document(request: Request, shared: Shared, _: Plain) -> Response:
    """The document."""
    return await _answer(request, shared, "json")


@router.get("/datastatus", include_in_schema=False)
async def page(request: Request, shared: Shared, _: Told) -> Response:
    """The page; trouble first."""
    return await _answer(request, shared, "html")


async def _answer(request: Request, shared: Services, usual: Form) -> Response:
    state = shared.current.require()
    found = await _standing(shared, state)
    return answers.document(
        request,
        _tag(shared, found),
        lambda: _document(shared, found),
        page=lambda: shown.also(
            request, shared, state, "datastatus.html", pad="/datastatus", found=found
        ),
        usual=usual,
    )


async def _standing(shared: Services, state: State) -> dict[str, Any]:
    """Layers that are shown, the late and the kept ones first, with a word for each."""
    rows = await shared.database.fetch(_QUERY)
    found: dict[str, Any] = json.loads(rows[0][0])
    shown = [row for row in found["lagen"] if row["laag"] in state.layers]
    for row in shown:
        late = any(part["te_laat"] for part in row["onderdelen"])
        row["toestand"] = KEPT if row["behouden"] else LATE if late else GOOD
    order = (KEPT, LATE, GOOD)
    found["lagen"] = sorted(shown, key=lambda row: order.index(row["toestand"]))
    return found


def _tag(shared: Services, found: dict[str, Any]) -> str:
    whole = hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]
    return answers.tag("datastatus", answers.digest(whole, shared.links.base))


def _document(shared: Services, found: dict[str, Any]) -> dict[str, Any]:
    url = shared.links.url
    return {
        "links": [
            link("self", url("/v1/datastatus"), answers.JSON, "Actualiteit"),
            link("alternate", url("/datastatus"), HTML, "Actualiteit als pagina"),
        ],
        "bijgewerkt": found["bijgewerkt"],
        "lagen": [_layer(row) for row in found["lagen"]],
    }


def _layer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "laag": row["laag"],
        "titel": row["titel"],
        "titelEn": row["titel_en"],
        "toestand": row["toestand"],
        "peildatum": row["peildatum"],
        "laatstGoed": row["laatst_goed"],
        "behouden": row["behouden"] or None,
        "bron": row["bron"],
        "licentie": row["licentie"],
        "onderdelen": [
            {
                "dataset": part["dataset"],
                "titel": part["titel"],
                "bron": part["bron"],
                "licentie": part["licentie"],
                "peildatum": part["peildatum"],
                "ontvangen": part["ontvangen"],
                "gecontroleerd": part["gecontroleerd"],
                "verwacht": part["verwacht"],
                "teLaat": part["te_laat"],
                "reden": part["reden"] or None,
            }
            for part in row["onderdelen"]
        ],
    }
