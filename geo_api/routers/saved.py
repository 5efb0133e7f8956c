"""Saved questions: keep one, and look at it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Path, Request
from fastapi.responses import Response

from geo_api import texts
from geo_api.contract import bodies, described, parameters
from geo_api.contract.parameters import Asked
from geo_api.describe import languages, negotiated
from geo_api.errors import Problem
from geo_api.http import answers
from geo_api.http.links import Links, link
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.routers.landing import FORMS, Plain
from geo_api.saved import body
from geo_api.services import Shared
from geo_api.site import reading

router = Router(prefix="/v1/zoekvragen", tags=["Vragen"])
NONE = Asked()
Bare = Annotated[Mapping[str, str], Depends(NONE)]
Id = Annotated[str, Path(description="Id van de zoekvraag, zoals bij het bewaren gegeven.")]


@router.post(
    "",
    summary="Een zoekvraag bewaren",
    description=(
        "Bewaart een filter en een getekend vlak of een lijst gebieden voor een laag, en geeft een "
        "id dat objecten, tegels, cijfers en downloads aannemen als 'zoekvraag'. Dezelfde vraag "
        "krijgt hetzelfde id. Zij wordt hoogstens 30 dagen bewaard; 'verlooptOp' zegt tot en met "
        "wanneer. Wie vraagt wordt niet bewaard."
    ),
    status_code=201,
    responses=described.made("De zoekvraag is bewaard.", "Zoekvraag", 404, 410, 413, 415, 503),
    openapi_extra=bodies.document({answers.JSON: body.SCHEMA}),
)
async def zoekvraag_bewaren(request: Request, shared: Shared, _: Bare) -> Response:
    """Save a question."""
    bodies.media_type(request, (answers.JSON,))
    given = body.parse(await request.body())
    state = shared.current.require()
    content, shape = await body.read(shared.database, state, given)
    parameters.settle(request)
    key, expires = await shared.questions.save(content, shape)
    document = _document(shared.links, state, key, content, expires)
    headers = {"Location": document["links"][0]["href"], "Cache-Control": "no-store"}
    return Response(answers.encode(document), 201, headers, answers.JSON)


@router.get(
    "/{zoekvraag}",
    summary="Een bewaarde zoekvraag",
    description="De vraag zoals zij bewaard is, met waar zij te gebruiken is en tot wanneer.",
    responses=described.answers("De zoekvraag.", answers.JSON, "Zoekvraag", 404, 503, kept=False),
    openapi_extra=FORMS.document(),
)
async def zoekvraag(request: Request, shared: Shared, zoekvraag: Id, _: Plain) -> Response:
    """A saved question; no cache keeps it longer than the service does."""
    state = shared.current.require()
    found = await shared.questions.get(zoekvraag, state)
    if found is None:
        raise Problem(404, texts.NO_QUESTION)
    document = _document(shared.links, state, zoekvraag, found[0], found[1])
    headers = {"Cache-Control": "no-store"}
    if negotiated.form(request) == "json":
        headers |= negotiated.VARY
        return Response(answers.encode(document), 200, headers, answers.JSON)
    headers |= languages.told(languages.lenient(request))
    page = reading.page(request, document, answers.as_json(request), "Een bewaarde zoekvraag")
    return Response(page, 200, headers, answers.HTML)


def _document(
    links: Links, state: State, key: str, content: Mapping[str, Any], expires: date
) -> dict[str, Any]:
    """A saved question for readers."""
    path, asked = f"/v1/collections/{content['laag']}", {"zoekvraag": key}
    layer = state.layers.get(content["laag"])
    return {
        "id": key,
        **content,
        "verlooptOp": expires.isoformat(),
        "links": [
            *links.both(f"/v1/zoekvragen/{key}", "Deze zoekvraag"),
            link("items", links.url(f"{path}/items", asked), answers.GEOJSON, "De objecten"),
            link(
                "related", links.url(f"{path}/statistiek", asked), answers.JSON, "Cijfers daarover"
            ),
            *(
                [link("related", links.url(f"{path}/tiles", asked), answers.JSON, "Tegels daarvan")]
                if layer and layer.current.geometry
                else []
            ),
            link("collection", links.url(path), answers.JSON, "De laag"),
            link(
                "enclosure",
                links.url(f"/v1/downloads/{content['laag']}.gpkg", asked),
                "application/geopackage+sqlite3",
                "De objecten als GeoPackage",
            ),
        ],
    }
