"""A page as an answer: in the language of the reader, with an ETag that knows it."""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from geo_api import pages
from geo_api.ask import rows
from geo_api.describe import languages
from geo_api.http import answers
from geo_api.model import State
from geo_api.services import Services
from geo_api.site import words

Values = dict[str, Any]


def common(request: Request, shared: Services, state: State | None, taal: str) -> Values:
    """What every template of these pages can use."""

    def t(nl: str, en: str) -> str:
        return en if taal == words.ENGLISH else nl

    found: Values = {
        "t": t,
        "taal": taal,
        "pad": request.url.path,
        "gekozen_taal": request.query_params.get("taal", ""),
        "vraagdeel": _kept(request),
        "links": shared.links,
        "getal": partial(words.number, taal=taal),
        "dag": partial(words.day, taal=taal),
        "status": partial(words.status, taal=taal),
        "woord": partial(words.value, taal=taal),
        "moment": partial(words.moment, taal=taal),
        "zin": partial(words.sentence, taal=taal),
        "namen": partial(words.names, taal=taal),
        "in_taal": partial(words.titled, taal=taal),
        "dataset": partial(words.dataset, taal=taal),
        "laagnaam": partial(words.layer, state=state, taal=taal),
        "kop_van": partial(words.heading, taal=taal),
        "eenheid_van": partial(words.unit, taal=taal),
        "regels": [words.said(rule, taal) for rule in words.READING],
    }
    return found | ({"state": state} if state else {})


def _kept(request: Request) -> str:
    """What an address asks besides the language, for the link to the other one."""
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "taal"]
    return urlencode(asked) + "&" if asked else ""


async def page(
    request: Request,
    shared: Services,
    template: str,
    make: Callable[[State, str], Awaitable[Values]],
) -> Response:
    """A page of what is published; made only when the reader does not hold it."""
    taal = words.language(request)

    async def answer(state: State) -> Response:
        etag = answers.tag(
            "pagina",
            answers.digest(request.url.query, request.url.path, taal, state.tag, shared.links.base),
        )
        match = answers.held(request.headers.get("if-none-match"), etag)
        if match:
            return answers.not_modified(match, languages.told(taal))
        values = common(request, shared, state, taal) | await make(state, taal)
        body = _rendered(request, template, values)
        return answers.data(body, etag, answers.HTML, languages.told(taal))

    return await rows.from_now(shared.current, answer)


def made(request: Request, shared: Services, template: str, **values: Any) -> Response:
    """A page that answers a form; no cache keeps it."""
    taal = words.language(request)
    state = shared.current.require()
    body = _rendered(request, template, common(request, shared, state, taal) | values)
    headers = {"Cache-Control": "no-store", "Content-Language": taal}
    return Response(body, 200, headers, answers.HTML)


def also(
    request: Request, shared: Services, state: State | None, template: str, **values: Any
) -> str:
    """The page of a resource that is a document too, in the language of the reader."""
    taal = words.language(request)
    shared_values = common(request, shared, state, taal)
    shared_values["as_json"] = answers.as_json(request)
    return _rendered(request, template, shared_values | values).decode()


def _rendered(request: Request, template: str, values: Values) -> bytes:
    """The page; who asked for a language by address keeps it on the pages that have both."""
    text = pages.render(template, **values)
    if "taal" in request.query_params:
        text = _OWN.sub(rf'href="\1?taal={values["taal"]}"', text)
    return text.encode()


_OWN = re.compile(
    r'href="(/|/(?:buurt|gebied|gebieden|toets|voortgang|doorstroming|uitstroom|regio|partijen'
    r"|methode|toegankelijkheid|privacy|lagen|releases|datastatus|zoek"
    r'|complexen|kansen|locaties|draaglast)(?:/[^"?#]*)?)"'
)
