"""Follows every link of the pages of a process, as somebody who reads them would.

Addresses of one kind (the same but for a layer, an area, an object or a page number) are alike: a
few of each are opened, all of those that stand for a whole page of their own.
"""

import html
import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx

HREF = re.compile(r'<(?:a|link|form)\b[^>]*?\b(?:href|action)="([^"]*)"')
POSTED = re.compile(r'<form\b[^>]*?\bmethod="post"[^>]*?\baction="([^"]*)"')
SOURCE = re.compile(r'<(?:script|img)\b[^>]*?\bsrc="([^"]*)"')
FREE = ("filter", "sortby", "offset", "na", "v", "release", "naar", "set", "aantal", "model")
"""Parameters whose value makes no other kind of page."""
MOST = 3
COSTLY = "/v1/downloads/"
"""Made at the question, in seconds each: one of every form is enough."""


@dataclass
class Crawl:
    """What was found.

    Attributes:
        pages: address of each page that was opened, with its status.
        dead: what answered 400 or more, with the page that links to it.
    """

    pages: dict[str, int] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def follow(
    get: Callable[[str], httpx.Response],
    base: str,
    starts: Collection[str],
    names: Collection[str],
    whole: Collection[str] = ("/lagen/{}",),
) -> Crawl:
    """Open everything that can be reached.

    Args:
        get: asks a path as a browser does.
        base: address of the process, without a slash at the end.
        starts: paths to begin with.
        names: of layers.
        whole: kinds of which every page is opened.
    """
    found = Crawl()
    waiting = deque((path, "start") for path in starts)
    seen: set[str] = set()
    while waiting:
        path, origin = waiting.popleft()
        if path in seen:
            continue
        seen.add(path)
        kind = _kind(path, names)
        found.kinds[kind] += 1
        most = 1 if kind.startswith(COSTLY) else MOST
        if found.kinds[kind] > most and kind.partition("?")[0] not in whole:
            continue
        answer = get(path)
        found.pages[path] = answer.status_code
        if answer.status_code >= 400:
            found.dead.append(f"{path} ({answer.status_code}) on {origin}")
        location = answer.headers.get("location")
        if location:
            waiting.append((_own(location, path, base) or "/", path))
        if "text/html" in answer.headers.get("content-type", ""):
            waiting.extend((link, path) for link in _links(answer.text, path, base))
    return found


def _links(text: str, path: str, base: str) -> list[str]:
    posted = {html.unescape(link) for link in POSTED.findall(text)}
    told = [html.unescape(link) for link in HREF.findall(text) + SOURCE.findall(text)]
    own = (_own(link, path, base) for link in told if link not in posted)
    return [link for link in dict.fromkeys(own) if link]


def _own(link: str, path: str, base: str) -> str | None:
    """A link as a path of this process; None when it leads elsewhere, or to a place on the page."""
    whole = urljoin(f"{base}{path}", link)
    if not whole.startswith(f"{base}/") or link.startswith("#"):
        return None
    return whole.removeprefix(base).partition("#")[0]


def _kind(path: str, names: Collection[str]) -> str:
    """What an address has in common with those of its kind."""
    parts = urlsplit(path)
    steps = []
    for place, step in enumerate(parts.path.split("/")):
        stem, dot, extension = step.partition(".")
        if stem in names:
            steps.append("{}" + dot + extension)
        elif place > 1 and re.search(r"\d|%", step) and not step.startswith("v1"):
            steps.append("{}")
        else:
            steps.append(step)
    asked: Mapping[str, str] = dict(parse_qsl(parts.query))
    told = sorted(
        name if name in FREE or name not in ("f", "taal") else f"{name}={value}"
        for name, value in asked.items()
    )
    return "/".join(steps) + (f"?{'&'.join(told)}" if told else "")
