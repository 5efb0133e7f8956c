"""The description of the API, made from the routes themselves, as OpenAPI 3.0.3 and 3.1.0.

Parameters come from the objects that check them, so what is described is what is accepted. The raw
mounts (archives, downloads) are described here by hand; that of published tiles is a short way to
a route. The schemas keep to what both
versions read alike, but for null.
"""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from geo_api import API_VERSION
from geo_api.ask.schemas import ANSWERS
from geo_api.contract import asked_schemas, described
from geo_api.contract.parameters import RELEASE, VERSION
from geo_api.contract.schemas import SCHEMAS
from geo_api.describe import licences
from geo_api.formats.known import FORMATS
from geo_api.http.limiter import UNCOUNTED
from geo_api.saved.held import ZOEKVRAAG
from geo_api.services import Services
from geo_api.tiles import tileschemas

Document = dict[str, Any]

_TAGS = [
    {"name": "Dienst", "description": "Ingang, conformiteit, releases en beschrijving."},
    {"name": "Lagen", "description": "Betekenis, bron en schema van elke laag."},
    {"name": "Objecten", "description": "De objecten van een laag als GeoJSON."},
    {"name": "Plekken", "description": "Vragen over plekken en gebieden; niets wordt bewaard."},
    {"name": "Vragen", "description": "Bewaarde zoekvragen, cijfers en feiten bij een lijst."},
    {"name": "Tegels", "description": "Vectortegels, tegelschema's, stijlen en archieven."},
    {"name": "Toestand", "description": "Of de dienst leeft en gereed is."},
]
_ABOUT = (
    "Open kaartlagen over wonen, zorg en draagkracht van buurten. Alleen lezen, zonder sleutel, "
    "vanaf elke site. Elke waarde heeft een status; onderdrukt is nooit nul. Coördinaten gaan in "
    "en uit in CRS84, RD, ETRS89 en Web Mercator. Wie bladert volgt de link 'next' ongewijzigd."
)


def describe(app: FastAPI, shared: Services, openapi_version: str) -> Callable[[], Document]:
    """A function that makes the description; making it is left out when the client holds it."""

    def make() -> Document:
        settings = shared.settings
        document = get_openapi(
            title="Woonzorgkaart",
            version=API_VERSION,
            openapi_version=openapi_version,
            description=app.description or _ABOUT,
            routes=app.routes,
            tags=_TAGS,
            servers=[{"url": f"{settings.base}/v1", "description": "Deze installatie"}],
            license_info={"name": "EUPL-1.2", "url": licences.SERVICE},
        )
        document["info"]["contact"] = {
            "name": settings.contact_name,
            "email": settings.contact_email,
            "url": settings.contact_url or settings.base,
        }
        _complete(document, settings.base)
        if app.state.security:
            document["components"]["securitySchemes"] = app.state.security
            document["security"] = [{name: []} for name in app.state.security]
        return _older(document) if openapi_version.startswith("3.0") else document

    return make


def _complete(document: Document, base: str) -> None:
    paths: Document = {}
    for path, item in {**document["paths"], **_raw_paths()}.items():
        if path.startswith("/v1/"):
            paths[path.removeprefix("/v1")] = item
        else:
            # The entrance has no slash at its end: it cannot be written under that server.
            paths[path] = {"servers": [{"url": base}], **item}
        if path not in _raw_paths() and not path.startswith(UNCOUNTED):
            for operation in _operations(item):
                operation["responses"]["429"] = described.problem(described.TOO_MANY)
    document["paths"] = paths
    document["components"] = {
        "schemas": SCHEMAS | tileschemas.SCHEMAS | asked_schemas.SCHEMAS | ANSWERS,
        "headers": {
            "API-Version": {
                "description": "Volledige versie van de API.",
                "schema": {"type": "string"},
            },
            "ETag": {
                "description": "Sterk: een andere inhoud heeft een andere. Voor If-None-Match.",
                "schema": {"type": "string"},
            },
            "Retry-After": {
                "description": "Na hoeveel seconden de vraag opnieuw gesteld kan worden.",
                "schema": {"type": "integer", "minimum": 1},
            },
        },
    }
    version = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
    etag = {"ETag": {"$ref": "#/components/headers/ETag"}}
    retry = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    for operation in (one for item in paths.values() for one in _operations(item)):
        if _paged(operation):
            operation["responses"]["200"]["content"]["text/html"] = {"schema": {"type": "string"}}
        if "304" in operation["responses"]:
            operation["responses"]["200"].setdefault("headers", {}).update(etag)
        for status, answer in operation["responses"].items():
            own = retry if status in ("429", "503") else etag if status in ("206", "304") else {}
            answer["headers"] = {**answer.get("headers", {}), **version, **own}


def _paged(operation: Document) -> bool:
    """Whether it answers with a page too: `f` says so."""
    forms = (one for one in operation.get("parameters", ()) if one["name"] == "f")
    return any("html" in one["schema"]["enum"] for one in forms)


def _operations(item: Document) -> Iterator[Document]:
    return (item[method] for method in ("get", "post", "delete") if method in item)


def _older(value: Any) -> Any:
    """The same in 3.0: `nullable` for a type that may be null, and no empty list of `required`."""
    if isinstance(value, list):
        return [_older(item) for item in value]
    if not isinstance(value, dict):
        return value
    result = {name: _older(item) for name, item in value.items() if name != "examples"}
    if result.get("required") == []:
        del result["required"]
    kinds = result.get("type")
    if isinstance(kinds, list):
        result["type"] = next(kind for kind in kinds if kind != "null")
        result["nullable"] = True
    if isinstance(value.get("examples"), list):
        result["example"] = value["examples"][0]
    return result


def _path_parameter(name: str, description: str) -> Document:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": {"type": "string"},
    }


_PART = {
    "Content-Range": {
        "description": "Welk deel het is en hoe groot het geheel.",
        "required": True,
        "schema": {"type": "string"},
    }
}


def _raw_paths() -> Document:
    laag = _path_parameter("laag", "Naam van de laag, zoals in /v1/collections.")
    ranged = {
        "name": "Range",
        "in": "header",
        "required": False,
        "description": "Eén bereik, zoals bytes=0-16383.",
        "schema": {"type": "string"},
    }
    file = _binary("Het hele archief.", "application/vnd.pmtiles", 404, 410, 412, 416, 503)
    part = {"description": "Het gevraagde deel.", "headers": _PART}
    file["206"] = {**file["200"], **part}
    kept = _binary("Het hele bestand.", "application/octet-stream", 404, 410, 412, 416, 503)
    kept["200"]["content"] |= {
        form.media_type: kept["200"]["content"]["application/octet-stream"]
        for form in FORMATS.values()
    }
    del kept["200"]["content"]["application/octet-stream"]
    kept["206"] = {**kept["200"], **part}
    versions = [VERSION.document(), RELEASE.document()]
    form = _path_parameter("vorm", "Vorm van het bestand, zoals bij de laag genoemd.")
    form["schema"]["enum"] = list(FORMATS)
    return {
        "/v1/downloads/{laag}.{vorm}": _operation(
            "download",
            "Een hele laag als bestand",
            "Alle objecten van een laag, met bron, peildatum en betekenis van de kolommen. Gemaakt "
            "bij de eerste vraag (503 met Retry-After zolang dat duurt); ook in delen (Range). Met "
            "'zoekvraag' alleen de objecten van een bewaarde zoekvraag: gemaakt voor deze vraag, "
            "nergens bewaard en in een keer gestuurd.",
            [laag, form, *versions, ZOEKVRAAG.document(), ranged],
            kept,
            "Objecten",
        ),
        "/v1/archives/{laag}.pmtiles": _operation(
            "archive",
            "Een tegelarchief",
            "Alle tegels van een laag in een PMTiles-bestand, ook in delen (Range).",
            [laag, *versions, ranged],
            file,
        ),
    }


def _operation(
    name: str,
    summary: str,
    description: str,
    parameters: list[Document],
    answers: Document,
    group: str = "Tegels",
) -> Document:
    operation: Document = {"operationId": name, "tags": [group], "summary": summary}
    operation |= {"description": description, "parameters": parameters, "responses": answers}
    return {"get": operation}


def _binary(description: str, media_type: str, *problems: int) -> Document:
    found = {
        str(key): value
        for key, value in described.answers(description, media_type, None, *problems).items()
    }
    found["200"]["content"] = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    return found
