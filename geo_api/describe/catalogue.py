"""The layers as document and as page, now or as an earlier release holds them.

Shared by the addresses for programs (`/v1/collections`) and those for people (`/lagen`).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from geo_api import errors, texts
from geo_api.describe import documents, languages, schemaorg, translated
from geo_api.describe.negotiated import Form
from geo_api.downloads import files
from geo_api.errors import Problem
from geo_api.formats.known import fitting
from geo_api.http import answers
from geo_api.http.links import HTML, Links, link
from geo_api.items import crs, question
from geo_api.model import Layer, State
from geo_api.pages import HOUSE
from geo_api.services import Services
from geo_api.site import shown, themes, words


def one(
    request: Request, shared: Services, laag: str, asked: Mapping[str, str], usual: Form
) -> Response:
    """One layer.

    Args:
        request: says which form it wants.
        shared: of the service.
        laag: name of the layer.
        asked: the query; `release` chooses an earlier release, `taal=en` adds English.
        usual: form that the address stands for.
    """
    state = shared.current.require()
    if laag in state.withdrawn and usual == "html" and errors.for_people(request):
        return _withdrawn(request, shared, state, laag)
    layer = question.released(state.layer(laag), asked)
    number = int(asked["release"]) if "release" in asked else None
    taal = asked.get("taal", words.DUTCH)
    what = answers.digest(state.tag, shared.links.base, number, taal)
    return answers.document(
        request,
        answers.tag(laag, layer.current.version, what),
        lambda: _document(shared.links, state, layer, number, taal),
        page=_page(request, shared, state, layer, number),
        usual=usual,
    )


def _withdrawn(request: Request, shared: Services, state: State, laag: str) -> Response:
    """What a layer was called, when and why it went, and where to go on: 410, kept by no cache."""
    taal = words.language(request)
    row = state.withdrawn[laag]
    theme = themes.of(laag, row["thema"]) or "overig"
    beside = next((held for name, _, held in themes.by_theme(state, taal) if name == theme), [])
    content = shown.also(
        request,
        shared,
        state,
        "ingetrokken.html",
        naam=words.layer(laag, state, taal),
        rij=row,
        verwant=beside,
    )
    headers = {"Cache-Control": "no-store", **languages.told(taal)}
    return Response(content, 410, headers, answers.HTML)


def _document(
    links: Links, state: State, layer: Layer, release: int | None, taal: str
) -> dict[str, Any]:
    offered = files.enclosures(links, layer.current, pinned=release is not None)
    made = documents.collection(links, state, layer, offered, release)
    if taal == words.ENGLISH:
        made["woonzorg"]["engels"] = translated.words(layer.current)
    return made


def _page(
    request: Request, shared: Services, state: State, layer: Layer, release: int | None
) -> Callable[[], str]:
    def made() -> str:
        return shown.also(
            request,
            shared,
            state,
            "laag.html",
            pad=f"/lagen/{layer.name}",
            layer=layer,
            release=release,
            invoer=_inputs(layer.current.meta["dekking"] or {}),
            downloads=fitting(layer.current),
            dataset_ld=schemaorg.dataset(shared.links, state, layer, release),
        )

    return made


def _inputs(coverage: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """What a layer is made from: each dataset once, with its moments in order."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in sorted(coverage.get("invoer", ()), key=lambda row: str(row.get("peildatum"))):
        found.setdefault(one.get("dataset", ""), []).append(one)
    return list(found.items())


def every(request: Request, shared: Services, asked: Mapping[str, str], usual: Form) -> Response:
    """All layers."""
    state = _at(shared.current.require(), asked)
    number = int(asked["release"]) if "release" in asked else None
    what = answers.digest(state.tag, shared.links.base, number)
    return answers.document(
        request,
        answers.tag("lagen", state.release["release"], what),
        lambda: _all(shared.links, state, number),
        page=lambda: shown.also(
            request,
            shared,
            state,
            "lagen.html",
            pad="/lagen",
            themas=themes.by_theme(state, words.language(request)),
            dataset_ld=schemaorg.catalogue(shared.links, state),
        ),
        usual=usual,
    )


def _at(state: State, asked: Mapping[str, str]) -> State:
    """The state with the layers as the release holds them that is asked for.

    Raises:
        Problem: 400 when there never was such a release, 410 when nothing of it is kept.
    """
    if "release" not in asked:
        return state
    found = {}
    for name, layer in state.layers.items():
        try:
            found[name] = question.released(layer, asked)
        except Problem as problem:
            if problem.status != 410:
                raise
    if not found:
        raise Problem(410, texts.release_gone(int(asked["release"])))
    return replace(state, layers=found)


def _all(links: Links, state: State, release: int | None) -> dict[str, Any]:
    query = {"release": release}
    return {
        "links": [
            link("self", links.url("/v1/collections", query), answers.JSON, "Lagen"),
            link("alternate", links.url("/lagen", query), HTML, "Lagen: pagina"),
            *(
                [
                    link(
                        "related", links.url("/v1/dcat"), "application/ld+json", "Catalogus (DCAT)"
                    ),
                    link("related", links.url("/toets"), HTML, "Toets van een initiatief"),
                ]
                if HOUSE.get().public
                else []
            ),
        ],
        "crs": crs.URIS,
        "collections": [
            _document(links, state, item, release, words.DUTCH) for item in state.layers.values()
        ],
        "woonzorg": documents.release(state.release),
    }
