"""The catalogue for other catalogues: DCAT-AP-NL in JSON-LD, Turtle and as a page."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from geo_api.contract import described
from geo_api.contract.parameters import TAAL, Asked, Parameter
from geo_api.describe import dcat, negotiated, rdf, schemaorg
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.services import Shared
from geo_api.site import shown, themes, words

router = Router(prefix="/v1", tags=["Dienst"])

FORM = Parameter(
    "f",
    "Vorm van het antwoord: JSON-LD (json of jsonld), turtle of een pagina (html); zonder beslist "
    "Accept.",
    {"type": "string", "enum": ["json", "jsonld", "turtle", "html"]},
)
ASKED = Asked(FORM, TAAL)


@router.get(
    "/dcat",
    summary="Catalogus (DCAT-AP-NL)",
    description="Alle lagen, hun bestanden en deze dienst volgens DCAT-AP-NL 3.",
    responses=described.answers(
        "De catalogus.", dcat.JSON_LD, "Catalogus", 503, also=[dcat.TURTLE]
    ),
    openapi_extra=ASKED.document(),
)
async def catalogue(
    request: Request, shared: Shared, asked: Annotated[Mapping[str, str], Depends(ASKED)]
) -> Response:
    """The catalogue."""
    state = shared.current.require()
    etag = answers.tag("dcat", state.release["release"], answers.digest(state.tag, shared.settings))

    def graph() -> list[rdf.Node]:
        return dcat.graph(shared.links, state, shared.settings)

    accept = request.headers.get("accept", "")
    if asked.get("f") == "turtle" or ("f" not in asked and negotiated.first(accept, "text/turtle")):
        own = f'{etag[:-1]}-turtle"'
        match = answers.held(request.headers.get("if-none-match"), own)
        if match:
            return answers.not_modified(match, negotiated.VARY)
        return answers.data(rdf.turtle(graph()).encode(), own, dcat.TURTLE, negotiated.VARY)
    return answers.document(
        request,
        etag,
        lambda: rdf.json_ld(graph()),
        dcat.JSON_LD,
        page=lambda: shown.also(
            request,
            shared,
            state,
            "catalogus.html",
            pad="/v1/dcat",
            themas=themes.by_theme(state, words.language(request)),
            dataset_ld=schemaorg.catalogue(shared.links, state),
        ),
    )
