"""The layers: the list, one layer, its schema and its TileJSON."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api import texts
from geo_api.contract import described
from geo_api.contract.described import Laag
from geo_api.contract.parameters import RELEASE, TAAL, Asked, F
from geo_api.describe import catalogue, documents, schema
from geo_api.errors import Problem
from geo_api.http import answers
from geo_api.http.links import Links
from geo_api.http.routing import Router
from geo_api.items import question
from geo_api.model import LayerVersion
from geo_api.services import Services, Shared
from geo_api.tiles import livetiles, tilesets

router = Router(prefix="/v1/collections", tags=["Lagen"])


RELEASED = Asked(F, RELEASE, TAAL)
Released = Annotated[Mapping[str, str], Depends(RELEASED)]
TOLD = Asked(
    F,
    RELEASE,
    replace(
        TAAL,
        description="Taal van de pagina. Het document krijgt met 'en' onder 'engels' het Engels "
        "bij de Nederlandse teksten die geen Engels veld hebben.",
    ),
)
Told = Annotated[Mapping[str, str], Depends(TOLD)]


@router.get(
    "",
    summary="Alle lagen",
    description=(
        "De gepubliceerde lagen met betekenis, bron, peildatum en kolommen, nu of zoals een "
        "eerdere release ze bevat."
    ),
    responses=described.answers("De lagen.", answers.JSON, "Lagen", 410, 503),
    openapi_extra=RELEASED.document(),
)
async def collections(request: Request, shared: Shared, asked: Released) -> Response:
    """The list of collections."""
    return catalogue.every(request, shared, asked, "json")


@router.get(
    "/{laag}",
    summary="Een laag",
    description=(
        "Betekenis, bron, peildata, dekking en kolommen van een laag, nu of zoals een eerdere "
        "release haar bevat."
    ),
    responses=described.answers("De laag.", answers.JSON, "Laag", 400, 404, 410, 503),
    openapi_extra=TOLD.document(),
)
async def collection(request: Request, shared: Shared, laag: Laag, asked: Told) -> Response:
    """One collection."""
    return catalogue.one(request, shared, laag, asked, "json")


@router.get(
    "/{laag}/schema",
    summary="Schema van een laag",
    description="JSON Schema van de objecten: namen, typen, eenheden en rollen.",
    responses=described.answers("Het schema.", documents.SCHEMA_JSON, "Object", 404, 410, 503),
    openapi_extra=RELEASED.document(),
)
async def returnables(request: Request, shared: Shared, laag: Laag, asked: Released) -> Response:
    """The schema of what items returns (Part 5)."""
    return _schema(request, shared, laag, asked, schema.document)


@router.get(
    "/{laag}/schema/object",
    summary="Schema van een object in GeoJSON",
    description="JSON Schema van een object zoals het in GeoJSON staat.",
    responses=described.answers("Het schema.", documents.SCHEMA_JSON, "Object", 404, 410, 503),
    openapi_extra=RELEASED.document(),
)
async def feature_schema(request: Request, shared: Shared, laag: Laag, asked: Released) -> Response:
    """The schema of one feature as GeoJSON."""
    return _schema(request, shared, laag, asked, schema.feature)


@router.get(
    "/{laag}/queryables",
    summary="Namen voor een filter",
    description="JSON Schema van wat 'filter' mag noemen: namen, typen en betekenis.",
    responses=described.answers("De namen.", documents.SCHEMA_JSON, "Object", 404, 410, 503),
    openapi_extra=RELEASED.document(),
)
async def queryables(request: Request, shared: Shared, laag: Laag, asked: Released) -> Response:
    """What a filter may name (Part 3)."""
    return _schema(request, shared, laag, asked, schema.queryables)


def _schema(
    request: Request,
    shared: Services,
    laag: str,
    asked: Mapping[str, str],
    make: Callable[[Links, LayerVersion], Any],
) -> Response:
    state = shared.current.require()
    found = question.released(state.layer(laag), asked).current
    what = answers.digest(make.__name__, state.tag, shared.links.base)
    etag = answers.tag(laag, found.version, "schema", what)
    return answers.document(request, etag, lambda: make(shared.links, found), documents.SCHEMA_JSON)


@router.get(
    "/{laag}/tilejson",
    summary="TileJSON van een laag",
    description=(
        "Waar de vectortegels staan, met grenzen, zoomniveaus en velden (TileJSON 3.0). Wat hier "
        "wordt gevraagd, zoals een filter, geldt voor de tegels."
    ),
    responses=described.answers("De TileJSON.", answers.JSON, "TileJSON", 404, 410, 503),
    openapi_extra=livetiles.TILESET.document(),
)
async def tilejson(
    request: Request,
    shared: Shared,
    laag: Laag,
    given: Annotated[Mapping[str, str], Depends(livetiles.TILESET)],
) -> Response:
    """TileJSON of the published tiles, or of those made at the question when there is one."""
    state = shared.current.require()
    held = await shared.questions.held(given.get("zoekvraag"), state)
    asked = livetiles.read(state.layer(laag), given, held)
    found, layers = asked.version, None
    if asked.published:
        if found.archive is None:
            raise Problem(404, texts.no_tiles(laag))
        layers = shared.sources.get(found.archive).layers()
    what = answers.digest(state.tag, sorted(given.items()), shared.links.base)
    return answers.document(
        request,
        answers.tag(laag, found.version, "tilejson", what),
        lambda: tilesets.tilejson(shared.links, asked, layers),
        title=f"{found.meta['titel']}: TileJSON",
    )
