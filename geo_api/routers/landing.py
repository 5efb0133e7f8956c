"""The entrance: landing page, conformance, the API described for programs and people."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api import pages
from geo_api.contract import described, openapi
from geo_api.contract.parameters import TAAL, Asked, F
from geo_api.describe import dcat, documents, languages
from geo_api.http import answers
from geo_api.http.links import HTML, OPENAPI_30, OPENAPI_31, REL_SCHEMES, link
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Services, Shared
from geo_api.site import words

router = Router(prefix="/v1", tags=["Dienst"])

CONFORMS_TO = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/returnables-and-receivables",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/advanced-property-roles",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/returnables-and-receivables",
    "http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
]
"""Only what is served and tested; a later class is added here together with its tests.

Schemas were numbered features-5 while they were a draft, and clients ask for those names; since
April 2026 the standard calls them common-3.
"""

FORMS, IN_LANGUAGE = Asked(F, TAAL), Asked(TAAL)
NONE = Asked()
Plain = Annotated[Mapping[str, str], Depends(FORMS)]
Bare = Annotated[Mapping[str, str], Depends(NONE)]
Translated = Annotated[Mapping[str, str], Depends(IN_LANGUAGE)]
TITLE = "Woonzorgkaart"
INTRODUCTION = (
    "Open kaartlagen over wonen, zorg en draagkracht van buurten: objecten, tegels en archieven, "
    "met peildatum, bron en status bij elke waarde."
)


@router.get(
    "",
    summary="Begin hier",
    description="De ingang van de API, met links naar alles wat er is.",
    responses=described.answers("De ingang.", answers.JSON, "Ingang"),
    openapi_extra=FORMS.document(),
)
@router.get("/", include_in_schema=False)  # clients put a slash behind the entrance, and may
async def landing(request: Request, shared: Shared, _: Plain) -> Response:
    """Landing page; works before the first release."""
    state = shared.current.state
    return answers.document(request, entrance_tag(shared, state), lambda: entrance(shared))


def entrance(shared: Services) -> dict[str, Any]:
    """The document of the entrance."""
    url = shared.links.url
    state = shared.current.state
    content: dict[str, Any] = {
        "title": TITLE,
        "description": INTRODUCTION,
        "links": [
            link("self", url("/v1"), answers.JSON, "Deze ingang"),
            link("alternate", url("/"), HTML, "Startpagina"),
            link("service-desc", url("/v1/openapi.json"), OPENAPI_30, "Beschrijving, OpenAPI 3.0"),
            link(
                "service-desc", url("/v1/openapi-3.1.json"), OPENAPI_31, "Beschrijving, OpenAPI 3.1"
            ),
            link("service-doc", url("/v1/docs"), HTML, "Documentatie"),
            link("conformance", url("/v1/conformance"), answers.JSON, "Conformiteit"),
            link("data", url("/v1/collections"), answers.JSON, "Lagen"),
            link(REL_SCHEMES, url("/v1/tileMatrixSets"), answers.JSON, "Tegelschema's"),
            link("related", url("/v1/releases"), answers.JSON, "Releases"),
            link("related", url("/v1/datastatus"), answers.JSON, "Actualiteit"),
        ],
    }
    if pages.HOUSE.get().public:  # what is not open is in no catalogue of others
        content["links"] += [
            link("related", url("/v1/dcat"), dcat.JSON_LD, "Catalogus (DCAT-AP-NL)"),
            link("related", url("/v1/dcat", {"f": "turtle"}), "text/turtle", "Catalogus in Turtle"),
        ]
    if state and state.releases:
        content["woonzorg"] = documents.release(state.release)
    return content


def entrance_tag(shared: Services, state: State | None) -> str:
    """The tag of that document."""
    return answers.tag("ingang", answers.digest(state.tag if state else "", shared.links.base))


@router.get(
    "/conformance",
    summary="Conformiteit",
    description="De conformiteitsklassen die deze dienst vervult.",
    responses=described.answers("De klassen.", answers.JSON, "Conformiteit"),
    openapi_extra=FORMS.document(),
)
async def conformance(request: Request, shared: Shared, _: Plain) -> Response:
    """Conformance declaration."""
    etag = answers.tag("conformiteit", answers.digest(shared.links.base))
    path, title = "/v1/conformance", "Conformiteit"
    chain = shared.links.both(path, title)
    return answers.document(request, etag, lambda: {"links": chain, "conformsTo": CONFORMS_TO})


@router.get(
    "/openapi.json",
    summary="OpenAPI 3.0",
    description="Deze beschrijving, in OpenAPI 3.0.3.",
    responses=described.answers("De beschrijving.", OPENAPI_30, "Object"),
)
async def openapi_30(request: Request, shared: Shared, _: Bare) -> Response:
    """The description as OpenAPI 3.0.3."""
    etag = answers.tag("openapi-3.0", answers.digest(shared.links.base))
    make = openapi.describe(request.app, shared, "3.0.3")
    return answers.only(request, etag, make, OPENAPI_30)


@router.get(
    "/openapi-3.1.json",
    summary="OpenAPI 3.1",
    description="Deze beschrijving, in OpenAPI 3.1.0.",
    responses=described.answers("De beschrijving.", OPENAPI_31, "Object"),
)
async def openapi_31(request: Request, shared: Shared, _: Bare) -> Response:
    """The description as OpenAPI 3.1.0."""
    etag = answers.tag("openapi-3.1", answers.digest(shared.links.base))
    make = openapi.describe(request.app, shared, "3.1.0")
    return answers.only(request, etag, make, OPENAPI_31)


@router.get(
    "/docs",
    summary="Documentatie",
    description="Deze beschrijving als pagina om te lezen.",
    responses=described.answers("De pagina.", "text/html", None),
    openapi_extra=IN_LANGUAGE.document(),
)
async def docs(request: Request, shared: Shared, _: Translated) -> Response:
    """The description for people: its headings in their language, its texts in Dutch (API-17)."""
    taal = words.language(request)
    etag = answers.tag("documentatie", answers.digest(shared.links.base, taal))
    content = openapi.describe(request.app, shared, "3.1.0")

    def t(nl: str, en: str) -> str:
        return languages.said((nl, en), taal)

    def make() -> str:
        return pages.render("docs.html", api=content(), t=t, taal=taal, pad=request.url.path)

    return answers.page(request, etag, make, languages.told(taal))
