"""Tiles and what describes them: grids, sets of tiles of a layer, a tile made at the question."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.responses import Response

from geo_api.contract import described
from geo_api.contract.described import Laag
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.items import features
from geo_api.routers.landing import FORMS, Plain
from geo_api.services import Services, Shared
from geo_api.tiles import livetiles, tilesets
from geo_api.tiles.grids import ALL

router = Router(prefix="/v1", tags=["Tegels"])
_NAMES = Path(
    alias="tileMatrixSetId",
    description="Tegelschema: " + " of ".join(ALL) + ".",
    json_schema_extra={"enum": list(ALL)},
)
Scheme = Annotated[str, _NAMES]
Level = Annotated[str, Path(alias="tileMatrix", description="Niveau, zoals in het tegelschema.")]
_WHOLE = {"type": "integer", "minimum": 0}
Row = Annotated[
    str,
    Path(alias="tileRow", description="Rij, geteld vanaf het noorden.", json_schema_extra=_WHOLE),
]
Column = Annotated[
    str,
    Path(alias="tileCol", description="Kolom, geteld vanaf het westen.", json_schema_extra=_WHOLE),
]
TileAsked = Annotated[Mapping[str, str], Depends(livetiles.TILE)]
SetAsked = Annotated[Mapping[str, str], Depends(livetiles.TILESET)]


@router.get(
    "/tileMatrixSets",
    operation_id="getTileMatrixSetsList",
    summary="Elk tegelschema",
    description="De tegelschema's waarin deze dienst tegels geeft.",
    responses=described.answers("De tegelschema's.", answers.JSON, "Tegelschemas"),
    openapi_extra=FORMS.document(),
)
async def matrix_sets(request: Request, shared: Shared, _: Plain) -> Response:
    """The list of grids."""
    etag = answers.tag("tegelschemas", answers.digest(shared.links.base))
    return answers.document(request, etag, lambda: tilesets.matrix_sets(shared.links))


@router.get(
    "/tileMatrixSets/{tileMatrixSetId}",
    operation_id="getTileMatrixSet",
    summary="Een tegelschema",
    description="Oorsprong, schaal en afmetingen van elk niveau (OGC 17-083r4).",
    responses=described.answers("Het tegelschema.", answers.JSON, "Tegelschema", 404),
    openapi_extra=FORMS.document(),
)
async def matrix_set(request: Request, shared: Shared, scheme: Scheme, _: Plain) -> Response:
    """A grid."""
    found = livetiles.grid(scheme)
    etag = answers.tag("tegelschema", found.name, answers.digest(shared.links.base))
    return answers.document(request, etag, lambda: tilesets.matrix_set(shared.links, found))


@router.get(
    "/collections/{laag}/tiles",
    operation_id="laag.collection.vector.getTileSetsList",
    summary="Tegelsets van een laag",
    description=(
        "De tegelsets van een laag, een per tegelschema. Wat hier wordt gevraagd, zoals een "
        "filter, staat ook in de adressen die het antwoord geeft."
    ),
    responses=described.answers("De tegelsets.", answers.JSON, "Tegelsets", 404, 410, 503),
    openapi_extra=livetiles.TILESET.document(),
)
async def tile_sets(request: Request, shared: Shared, laag: Laag, given: SetAsked) -> Response:
    """The sets of tiles of a layer."""
    state = shared.current.require()
    held = await shared.questions.held(given.get("zoekvraag"), state)
    asked = livetiles.read(state.layer(laag), given, held)
    etag = _described(shared, state.tag, "tegelsets", given, asked)
    title = f"{asked.version.meta['titel']}: tegelsets"
    return answers.document(
        request, etag, lambda: tilesets.tile_sets(shared.links, asked, given), title=title
    )


@router.get(
    "/collections/{laag}/tiles/{tileMatrixSetId}",
    operation_id="laag.collection.vector.getTileSet",
    summary="Een tegelset van een laag",
    description="Niveaus, gebied, kolommen en het adres van de tegels (OGC 17-083r4).",
    responses=described.answers("De tegelset.", answers.JSON, "Tegelset", 404, 410, 503),
    openapi_extra=livetiles.TILESET.document(),
)
async def tile_set(
    request: Request, shared: Shared, laag: Laag, scheme: Scheme, given: SetAsked
) -> Response:
    """A set of tiles of a layer."""
    state = shared.current.require()
    layer, grid = state.layer(laag), livetiles.grid(scheme)
    held = await shared.questions.held(given.get("zoekvraag"), state)
    asked = livetiles.read(layer, given, held)
    etag = _described(shared, state.tag, grid.name, given, asked)
    return answers.document(
        request, etag, lambda: tilesets.tile_set(shared.links, asked, grid, given)
    )


def _described(
    shared: Services, tag: str, kind: str, given: Mapping[str, str], asked: livetiles.Asked
) -> str:
    what = answers.digest(tag, sorted(given.items()), shared.links.base)
    return answers.tag(asked.version.laag, asked.version.version, kind, what)


@router.get(
    "/collections/{laag}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
    operation_id="laag.collection.vector.getTile",
    summary="Een vectortegel",
    description=(
        "Een tegel met de objecten die ook /items geeft bij dezelfde vraag. In WebMercatorQuad "
        "zonder vraag is het de gepubliceerde tegel, zoals hij in het archief staat; anders wordt "
        "hij gemaakt, de grootste objecten eerst. OGC-NumberMatched boven OGC-NumberReturned "
        "zegt dat er objecten ontbreken omdat de tegel te groot werd; de tegel heeft dan ook een "
        "laag 'onvolledig' met beide aantallen. Objecten hebben een vast nummer: de eerste "
        "dertien tekens van de MD5 van hun id, als getal."
    ),
    responses={
        **described.answers(
            "De tegel (MVT).", answers.TILE, None, 404, 410, 503, headers=described.OF_A_TILE
        ),
        204: {"description": "Hier ligt niets."},
    },
    openapi_extra=livetiles.TILE.document(),
)
async def tile(
    request: Request,
    shared: Shared,
    laag: Laag,
    scheme: Scheme,
    level: Level,
    row: Row,
    column: Column,
    given: TileAsked,
) -> Response:
    """A tile made at the question; the published ones go by `geo_api.tiles.published`."""
    place = (level, row, column)
    try:
        return await _tile(request, shared, laag, scheme, place, given)
    except features.Moved:  # a release came between state and table: once more, from the new one
        await shared.current.refresh()
        return await _tile(request, shared, laag, scheme, place, given)


async def _tile(
    request: Request,
    shared: Services,
    laag: str,
    scheme: str,
    place: tuple[str, str, str],
    given: Mapping[str, str],
) -> Response:
    state = shared.current.require()
    layer, grid = state.layer(laag), livetiles.grid(scheme)
    held = await shared.questions.held(given.get("zoekvraag"), state)
    asked = livetiles.read(layer, given, held, livetiles.TILE)
    found = livetiles.tile(asked, grid, place)
    etag = livetiles.etag(asked, found)
    match = answers.held(request.headers.get("if-none-match"), etag)
    if match:
        return answers.not_modified(match)
    drawn = await shared.live.get(shared.database, asked, found)
    extra = {"OGC-NumberReturned": str(drawn.shown), "OGC-NumberMatched": str(drawn.matched)}
    answer = answers.data(drawn.body, etag, answers.TILE, extra)
    if not drawn.body:
        answer.status_code = 204
        del answer.headers["content-type"], answer.headers["content-length"]
    return answer
