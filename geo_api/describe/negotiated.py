"""Which form of a resource is wanted: a page for people or a document for programs.

`f` goes before `Accept`; of equal weights, and without either, the address decides: under `/v1` a
document, elsewhere a page. A client that takes neither gets that too, as RFC 9110 allows.
"""

from typing import Literal

from fastapi import Request

Form = Literal["html", "json"]
VARY = {"Vary": "Accept"}
PAGE = ("text/html", "application/xhtml+xml")
DOCUMENT = ("application/json",)
_OTHERS = ("application/ld+json", "application/geo+json")


def form(request: Request, usual: Form = "json", types: tuple[str, ...] = DOCUMENT) -> Form:
    """The form to answer in.

    Args:
        request: its `f` was checked by the route, or is not looked at by it.
        usual: what the address stands for.
        types: media types of the document.
    """
    asked = request.query_params.get("f")
    if asked is not None:
        return "html" if asked == "html" else "json"
    return preferred(request.headers.get("accept", ""), usual, types)


def preferred(accept: str, usual: Form, types: tuple[str, ...] = DOCUMENT) -> Form:
    """The form that a header Accept weighs most."""
    ranges = _ranges(accept)
    page = max(_weight(ranges, name) for name in PAGE)
    document = max(_weight(ranges, name) for name in (*DOCUMENT, *types))
    if page == document:
        return usual
    return "html" if page > document else "json"


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for item in accept.lower().split(",")[:50]:
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                weight = _number(value)
        found[name] = max(weight, found.get(name, 0.0))
    return found


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return 0.0
    return value if 0.0 <= value <= 1.0 else 0.0


def _weight(ranges: dict[str, float], media_type: str) -> float:
    """Of the most specific range that holds the type; 0 when none does."""
    plain = media_type.partition(";")[0].strip()
    kind = plain.partition("/")[0]
    for name in (plain, f"{kind}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0


def first(accept: str, media_type: str) -> bool:
    """Whether a client names a type and weighs it above pages and every JSON."""
    ranges = _ranges(accept)
    others = max(ranges.get(name, 0.0) for name in (*PAGE, *DOCUMENT, *_OTHERS))
    return ranges.get(media_type, 0.0) > others
