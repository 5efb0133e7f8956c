"""What went wrong as a page for people: a plain sentence in their language, and a way on."""

import re
from urllib.parse import urlencode

from fastapi import Request

from data import english
from data.registry import layers
from geo_api import pages, texts
from geo_api.describe import languages

_FOR_PROGRAMS = re.compile(
    r" Alle (?:lagen|buurten|wijken|gebieden) staan (?:op|in) \S+\.$|; alle staan op /v1/releases"
)

_LAYER = re.compile(r"(?<=[Dd]e laag ')[a-z0-9_]+(?=')")


def _titled(match: re.Match[str]) -> str:
    """What people call a layer, for its code."""
    known = layers().get(match[0])
    return known[1].title if known else match[0]


def _other(request: Request, taal: str) -> str:
    """The same page in the other language; beside the path, which may be anything, and stays."""
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "taal"]
    other = languages.ENGLISH if taal == languages.DUTCH else languages.DUTCH
    return "?" + urlencode([*asked, ("taal", other)])


def render(request: Request, status: int, detail: str) -> str:
    """The page of a problem.

    Args:
        request: says which language its reader has.
        status: of the answer.
        detail: Dutch sentence, as programs get it.
    """
    template = getattr(request.app.state, "problem_page", None)
    taal = languages.DUTCH if template else languages.lenient(request)
    plain = texts.NO_PAGE if detail == texts.NO_SUCH_PATH else _FOR_PROGRAMS.sub("", detail)
    plain = _LAYER.sub(_titled, plain)
    told = plain if taal == languages.DUTCH else english.sentence(plain)

    def t(nl: str, en: str) -> str:
        return languages.said((nl, en), taal)

    return pages.render(
        template or "melding.html",
        t=t,
        taal=taal,
        pad="",
        andere_taal="" if template or request.method != "GET" else _other(request, taal),
        title=t(texts.TITLES[status], texts.TITLES_EN[status]),
        text=told or plain,
        vreemd=told is None,
    )
