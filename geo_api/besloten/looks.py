"""What a request asks of restricted layers: which, and how many objects at most.

It goes by the path alone, whatever route takes it: the name of a layer in it, or a page that shows
one.
"""

from collections.abc import Collection
from urllib.parse import parse_qs

from starlette.types import Scope

from geo_api.besloten.site import plan
from geo_api.contract.parameters import DEFAULT_LIMIT, MAX_LIMIT
from geo_api.statistics.query import MOST_GROUPS

TILES, FIGURES = "tiles", "statistiek"


def layers(path: str, names: Collection[str]) -> list[str]:
    """The restricted layers that a path asks, whatever route it is of.

    Args:
        path: of the request.
        names: those that there are.
    """
    parts = {part.partition(".")[0] for part in path.split("/")}
    page = plan.part(path)
    return sorted(parts.union((page.layer,) if page else ()).intersection(names))


def place(path: str) -> str:
    """What stands on record of a path: never the id of an object."""
    page = plan.part(path)
    if page:
        return page.path
    return "/".join(path.split("/")[:5])


def objects(scope: Scope, whole: int) -> int:
    """How many objects a question asks at most.

    Args:
        scope: of the request.
        whole: objects of the layer.
    """
    path: str = scope["path"]
    parts = path.split("/")
    if plan.part(path):
        return min(plan.ROWS, whole)
    if parts[1:3] == ["v1", "downloads"]:
        return whole
    kind = parts[4] if len(parts) > 4 and parts[1:3] == ["v1", "collections"] else ""
    if kind == FIGURES:
        return min(MOST_GROUPS, whole) if b"groep=" in scope["query_string"] else 0
    if kind != "items":
        return 0
    return 1 if len(parts) > 5 else min(_limit(scope), whole)


def tile(path: str) -> str | None:
    """The layer of which a path asks a tile."""
    parts = path.split("/")
    if len(parts) == 9 and parts[1:3] == ["v1", "collections"] and parts[4] == TILES:
        return parts[3]
    return None


def _limit(scope: Scope) -> int:
    told = parse_qs(scope["query_string"].decode("latin-1")).get("limit", [""])[0]
    asked = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else DEFAULT_LIMIT
    return min(asked, MAX_LIMIT)
