"""Every route of a process, as its description and its application name them, and who gets what.

A table per process stands in `tests/data/rechten/routes`: a line per route with an example of it
and the status that each role gets. A route without a line, or a line without a route, is a fault.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Mount

TABLES = Path(__file__).parents[1] / "data" / "rechten" / "routes"


@dataclass(frozen=True)
class Line:
    """One route.

    Attributes:
        route: method and path, as `GET /v1/collections/{laag}`.
        example: an address of it.
        statuses: what each role gets.
    """

    route: str
    example: str
    statuses: dict[str, int]

    @property
    def method(self) -> str:
        """GET or POST."""
        return self.route.partition(" ")[0]


def table(process: str) -> list[Line]:
    """The declared table of a process."""
    lines = (TABLES / f"{process}.txt").read_text(encoding="utf-8").splitlines()
    kept = (line for line in lines if line and not line.startswith("#"))
    rows = [[cell.strip() for cell in line.split("|")] for line in kept]
    roles = rows[0][2:]
    return [
        Line(row[0], row[1], dict(zip(roles, map(int, row[2:]), strict=True))) for row in rows[1:]
    ]


def described(document: dict[str, Any]) -> Iterator[str]:
    """The routes that an API description holds."""
    base = document["servers"][0]["url"].removesuffix("/v1")
    for path, item in document["paths"].items():
        start = item.get("servers", document["servers"])[0]["url"].removeprefix(base)
        for method in item.keys() & {"get", "post", "put", "patch", "delete"}:
            yield f"{method.upper()} {start}{path}"


def innermost(app: Any) -> FastAPI:
    """The application with the routes, behind the layers around it."""
    while not isinstance(app, FastAPI):
        app = getattr(app, "_app", None) or app.app
    return app


def served(app: Any) -> Iterator[str]:
    """The routes that an application has, those of included routers and of mounts too."""
    waiting = list(innermost(app).routes)
    while waiting:
        route = waiting.pop(0)
        if inner := getattr(route, "original_router", None):
            waiting += inner.routes
        elif isinstance(route, APIRoute):
            yield from (f"{method} {route.path_format}" for method in route.methods)
        elif isinstance(route, Mount) and route.path:
            yield f"GET {route.path}/{{pad}}"
