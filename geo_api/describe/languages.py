"""The two languages of the pages, and which one a reader gets."""

from urllib.parse import urlencode

from fastapi import Request

Pair = tuple[str, str]
"""A text in Dutch and in English."""
DUTCH, ENGLISH = "nl", "en"
VARY = "Accept, Accept-Language"


def lenient(request: Request) -> str:
    """The language of a page that must always come, such as one that says what is wrong."""
    asked = request.query_params.get("taal")
    if asked in (DUTCH, ENGLISH):
        return str(asked)
    return preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> str:
    """The language that a header Accept-Language weighs most."""
    weights = {DUTCH: 0.0, ENGLISH: 0.0}
    for item in header.split(","):
        name, _, rest = item.strip().partition(";")
        short = name.strip().lower().split("-")[0]
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest.strip() else 1.0
        except ValueError:
            continue
        if short in weights:
            weights[short] = max(weights[short], weight)
    return ENGLISH if weights[ENGLISH] > weights[DUTCH] else DUTCH


def other(request: Request, taal: str) -> str:
    """Address of the same page in the other language; beside the path, which may be anything."""
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "taal"]
    return "?" + urlencode([*asked, ("taal", ENGLISH if taal == DUTCH else DUTCH)])


def told(taal: str) -> dict[str, str]:
    """Headers of a page in one language."""
    return {"Vary": VARY, "Content-Language": taal}


def said(pair: Pair, taal: str) -> str:
    """The text of a pair in one language."""
    return pair[taal == ENGLISH]
