"""Styles and legends of a layer."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.responses import Response

from geo_api import texts
from geo_api.cartography import legend, legendsvg, signs, styles
from geo_api.cartography.legend import SVG, Legend
from geo_api.contract import described
from geo_api.contract.described import Laag
from geo_api.contract.parameters import Asked, Parameter
from geo_api.errors import Fault, Problem, bad_request
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.model import LayerVersion
from geo_api.routers.landing import FORMS, Plain
from geo_api.services import Services, Shared

router = Router(prefix="/v1/collections/{laag}/styles", tags=["Tegels"])
FORM = Parameter(
    "f",
    "Vorm van de legenda: gegevens (json), een plaatje (svg) of een pagina (html).",
    {"type": "string", "enum": ["json", "svg", "html"], "default": "json"},
)
LANGUAGE = Parameter(
    "taal",
    "Taal van het plaatje (zonder: Nederlands) of van de pagina; de gegevens hebben beide.",
    {"type": "string", "enum": list(signs.LANGUAGES)},
)
LEGEND = Asked(FORM, LANGUAGE)
Style = Annotated[str, Path(description="Naam van de stijl, zoals in de lijst van stijlen.")]


@router.get(
    "",
    summary="Stijlen van een laag",
    description="Elke kolom met klassen is een stijl; de eerste is die van de kaart.",
    responses=described.answers("De stijlen.", answers.JSON, "Stijlen", 404, 410, 503),
    openapi_extra=FORMS.document(),
)
async def style_list(request: Request, shared: Shared, laag: Laag, _: Plain) -> Response:
    """The styles of a layer."""
    found = _shaped(shared, laag)
    etag = _etag(shared, found, "stijlen")
    title = f"{found.meta['titel']}: stijlen"
    return answers.document(request, etag, lambda: styles.listed(shared.links, found), title=title)


@router.get(
    "/{style}",
    summary="Een stijl",
    description="De gepubliceerde tegels in de kleuren van de kaart, voor MapLibre (versie 8).",
    responses=described.answers("De stijl.", styles.MEDIA_TYPE, "Stijl", 404, 410, 503),
    openapi_extra=FORMS.document(),
)
async def style(request: Request, shared: Shared, laag: Laag, style: Style, _: Plain) -> Response:
    """A style for MapLibre."""
    found = _shaped(shared, laag)
    one = _legend(found, style)
    return answers.document(
        request,
        _etag(shared, found, "stijl", one.name),
        lambda: styles.document(shared.links, found, one),
        styles.MEDIA_TYPE,
        title=f"{legend.titles(one)['nl']}: stijl",
    )


@router.get(
    "/{style}/legend",
    summary="Legenda van een stijl",
    description="Klassen met kleur en betekenis, wat geen waarde heeft, bron en peildatum.",
    responses=described.answers(
        "De legenda.", answers.JSON, "Legenda", 404, 410, 503, also=[legend.SVG]
    ),
    openapi_extra=LEGEND.document(),
)
async def style_legend(
    request: Request,
    shared: Shared,
    laag: Laag,
    style: Style,
    asked: Annotated[Mapping[str, str], Depends(LEGEND)],
) -> Response:
    """A legend, as data, as a picture or as a page."""
    found = _shaped(shared, laag)
    one, language = _legend(found, style), asked.get("taal", "nl")
    if language not in signs.LANGUAGES:
        raise bad_request([Fault("taal", "waarde", "'taal' is nl of en.")])
    form = asked.get("f", "json")
    etag = _etag(shared, found, "legenda", one.name, form, language)
    if form != "svg":
        title = f"{found.meta['titel']}: legenda"
        return answers.document(
            request, etag, lambda: legend.document(shared.links, found, one), title=title
        )
    match = answers.held(request.headers.get("if-none-match"), etag)
    if match:
        return answers.not_modified(match)
    return answers.data(legendsvg.draw(found, one, language), etag, SVG)


def _shaped(shared: Services, laag: str) -> LayerVersion:
    """The current version of a layer that can be drawn."""
    found = shared.current.require().layer(laag).current
    if not found.geometry:
        raise Problem(404, texts.no_styles(laag))
    return found


def _legend(found: LayerVersion, name: str) -> Legend:
    made = {one.name: one for one in styles.all_of(found)}
    if name not in made:
        raise Problem(404, texts.unknown_style(name, made))
    return made[name]


def _etag(shared: Services, found: LayerVersion, *what: str) -> str:
    tag = shared.current.require().tag
    return answers.tag(
        found.laag, found.version, "stijl", answers.digest(tag, shared.links.base, *what)
    )
