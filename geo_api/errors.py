"""Errors as RFC 9457 problem documents: what a request did wrong, or why there is no answer now.

The texts a person reads stand in `texts`. Nothing here passes on the text of a database error.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from psycopg_pool import PoolTimeout, TooManyRequests
from starlette.exceptions import HTTPException

from geo_api import texts
from geo_api.describe import faultpage
from geo_api.http import meant

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a request.

    Attributes:
        name: the query parameter at fault, or the member of what was sent.
        code: machine-readable kind, such as `onbekend` or `getal`.
        detail: Dutch sentence: what was found, what was expected.
        suggestion: nearest valid name, when there is one.
        place: where the name stands, `query` or `body`.
    """

    name: str
    code: str
    detail: str
    suggestion: str | None = None
    place: str = "query"

    def document(self) -> dict[str, Any]:
        """The fault as a member of `errors`, as the NLGov API Design Rules word it."""
        fault: dict[str, Any] = {"in": self.place, "location": {"name": self.name}}
        fault |= {"code": self.code, "detail": self.detail}
        if self.suggestion is not None:
            fault["suggestie"] = self.suggestion
        return fault


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """An answer that is an error."""

    def __init__(
        self,
        status: int,
        detail: str,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """State the problem.

        Args:
            status: HTTP status code.
            detail: Dutch sentence for the person who asked.
            faults: every fault of the request, for 400.
            headers: extra headers; 503 gets a Retry-After by itself.
        """
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        if status == 503:
            self.headers.setdefault("Retry-After", "5")

    def body(self) -> bytes:
        """The problem document."""
        document: dict[str, Any] = {
            "status": self.status,
            "title": texts.TITLES[self.status],
            "detail": self.detail,
        }
        if self.faults:
            document["errors"] = [fault.document() for fault in self.faults]
        return json.dumps(document, ensure_ascii=False).encode()

    def response(self) -> Response:
        """The problem as an answer that no cache keeps."""
        headers = {"Cache-Control": "no-store", **self.headers}
        return Response(self.body(), self.status, headers, MEDIA_TYPE)


def bad_request(faults: Sequence[Fault]) -> Problem:
    """A 400 that names all faults at once."""
    return Problem(400, " ".join(fault.detail for fault in faults), faults)


def for_people(request: Request) -> bool:
    """Whether a problem is told as a page: to a browser, where pages are served."""
    path: str = request.scope["path"]
    wants_page = "text/html" in request.headers.get("accept", "")
    return wants_page and not path.startswith(("/v1", "/health", "/static"))


def answer(request: Request, problem: Problem) -> Response:
    """A page for people where pages are served, a problem document for programs elsewhere."""
    if not for_people(request):
        return problem.response()
    content = faultpage.render(request, problem.status, problem.detail)
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(content, problem.status, headers, "text/html; charset=utf-8")


async def _problem(request: Request, error: Exception) -> Response:
    return answer(request, error if isinstance(error, Problem) else Problem(500, texts.FAILED))


async def _http(request: Request, error: Exception) -> Response:
    """What the router says itself: no such path, or not this method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = {404: texts.NO_SUCH_PATH, 405: texts.METHOD}.get(status, texts.FAILED)
    if status == 404:
        detail += _meant(request)
    allow = getattr(error, "headers", None) or {}
    known = status if status in texts.TITLES else 500
    return answer(request, Problem(known, detail, headers=allow))


def _meant(request: Request) -> str:
    """The address of the API that was meant, as a closing sentence, or nothing."""
    path: str = request.scope["path"]
    if not path.startswith("/v1/"):
        return ""
    found = meant.nearest(path, getattr(request.app.state, "paths", ()))
    return f" Bedoelde u '{found}'?" if found else ""


def of_database(error: psycopg.Error, path: str) -> Problem:
    """What a reader is told of an error of the database.

    Slow, busy, gone or restarting: the reader tries again, the log says why. Otherwise a filter is
    well formed but cannot be worked out: a sum beyond any number, a pattern, shapes that PostGIS
    cannot work with.
    """
    if isinstance(error, _DATABASE):
        log.warning("database: %s for %s", type(error).__name__, path)
        detail = texts.NO_DATABASE
        if isinstance(error, psycopg.errors.QueryCanceled):
            detail = texts.SLOW
        elif isinstance(error, PoolTimeout | TooManyRequests):
            detail = texts.BUSY
        return Problem(503, detail)
    if isinstance(error, psycopg.errors.InternalError_) and "nterrupt" in str(error):
        log.warning("database: stopped in a shape for %s", path)
        return Problem(503, texts.SLOW)
    if isinstance(error, _UNWORKABLE):
        return bad_request([Fault("filter", "waarde", texts.NO_VALUE)])
    log.error("database: %r for %s", error, path)
    return Problem(500, texts.FAILED)


async def _database(request: Request, error: Exception) -> Response:
    found = error if isinstance(error, psycopg.Error) else psycopg.Error(str(error))
    return answer(request, of_database(found, request.scope["path"]))


async def _unfit(request: Request, _: Exception) -> Response:
    """A part of the path that nothing can have: too long, or no number. There is nothing there."""
    return answer(request, Problem(404, texts.NO_SUCH_PATH))


async def _failed(request: Request, _: Exception) -> Response:
    return answer(request, Problem(500, texts.FAILED))


_DATABASE = (
    psycopg.OperationalError,  # lost, refused, timed out; a pool that is full or closed too
    psycopg.InterfaceError,
    psycopg.errors.InsufficientPrivilege,  # a view between two migrations
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
)
_UNWORKABLE = (psycopg.DataError, psycopg.errors.InternalError_)


def install(app: FastAPI) -> None:
    """Give every error of the app one form."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unfit)
    for kind in (*_DATABASE, *_UNWORKABLE):
        app.add_exception_handler(kind, _database)
    app.add_exception_handler(Exception, _failed)
