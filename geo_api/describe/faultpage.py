"""What went wrong as a page for people: a plain sentence in their language, and a way on."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from data import english
from data.registry import layers
from geo_api import pages, texts
from geo_api.describe import languages

_FOR_PROGRAMS = re.compile(
    r" Alle (?:lagen|buurten|wijken|gebieden) staan (?:op|in) \S+\.$|; alle staan op /v1/releases"
)


@dataclass(frozen=True)
class Style:
    """How a process tells what went wrong.

    Attributes:
        template: of its page.
        language: of who asks.
        english: of a Dutch sentence; None where there is none.
    """

    template: str
    language: Callable[[Request], str]
    english: Callable[[str], str | None]


PUBLIC = Style("melding.html", languages.lenient, english.sentence)

_LAYER = re.compile(r"(?<=[Dd]e laag ')[a-z0-9_]+(?=')")


def _titled(match: re.Match[str]) -> str:
    """What people call a layer, for its code."""
    known = layers().get(match[0])
    return known[1].title if known else match[0]


def render(request: Request, status: int, detail: str) -> str:
    """The page of a problem.

    Args:
        request: says which language its reader has.
        status: of the answer.
        detail: Dutch sentence, as programs get it.
    """
    style: Style = getattr(request.app.state, "problem_page", PUBLIC)
    taal = style.language(request)
    plain = texts.NO_PAGE if detail == texts.NO_SUCH_PATH else _FOR_PROGRAMS.sub("", detail)
    plain = _LAYER.sub(_titled, plain)
    told = plain if taal == languages.DUTCH else style.english(plain)

    def t(nl: str, en: str) -> str:
        return languages.said((nl, en), taal)

    return pages.render(
        style.template,
        t=t,
        taal=taal,
        pad="",
        andere_taal=languages.other(request, taal) if request.method == "GET" else "",
        title=t(texts.TITLES[status], texts.TITLES_EN[status]),
        text=told or plain,
        vreemd=told is None,
    )
