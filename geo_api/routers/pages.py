"""Pages for people that work without JavaScript, and the built viewer."""

import mimetypes
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import Headers
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from geo_api import pages, texts
from geo_api.contract.parameters import RELEASE, TAAL, Asked, F
from geo_api.describe import catalogue, faultpage
from geo_api.errors import Problem
from geo_api.http import answers
from geo_api.http.headers import DATA_CACHE
from geo_api.http.routing import Router
from geo_api.pages import icon
from geo_api.services import Shared

router = Router(include_in_schema=False)

_HASHED = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.\w+$")
_SUFFIXES = {"br": "br", "gzip": "gz"}
Listed = Annotated[Mapping[str, str], Depends(Asked(F, RELEASE, TAAL))]
IMMUTABLE = "public, max-age=31536000, immutable"


@router.get("/lagen")
async def layers(request: Request, shared: Shared, asked: Listed) -> Response:
    """The catalogue."""
    return catalogue.every(request, shared, asked, "html")


@router.get("/lagen/{laag}")
async def layer(request: Request, shared: Shared, laag: str, asked: Listed) -> Response:
    """One layer of the catalogue."""
    return catalogue.one(request, shared, laag, asked, "html")


@router.get("/stijl.css")
async def style(request: Request) -> Response:
    """Style of the pages."""
    etag = answers.tag("stijl", answers.digest())
    match = answers.held(request.headers.get("if-none-match"), etag)
    return answers.not_modified(match) if match else answers.data(pages.STYLE, etag, "text/css")


@router.get("/icoon.svg")
async def picture(request: Request, shared: Shared) -> Response:
    """Small picture of the pages, for tabs and bookmarks."""
    body = icon.read(shared.settings.thema)
    etag = answers.tag("icoon", answers.digest(body.decode()))
    match = answers.held(request.headers.get("if-none-match"), etag)
    return answers.not_modified(match) if match else answers.data(body, etag, icon.MEDIA_TYPE)


@router.get("/kaart")
async def viewer(request: Request, shared: Shared) -> Response:
    """The viewer; its query string is its own state and is not read here."""
    index = shared.settings.static / "index.html"
    if not index.is_file():
        content = faultpage.render(request, 503, texts.VIEWER)
        return HTMLResponse(content, 503, {"Retry-After": "60", "Cache-Control": "no-store"})
    return FileResponse(index, headers={"Cache-Control": "no-cache"}, media_type="text/html")


class Assets(StaticFiles):
    """The files of the built viewer, compressed at build time where that pays.

    A theme goes before: a file in its folder takes the place of the one with the same name.
    """

    def __init__(self, static: Path, theme: Path | None = None) -> None:
        """Serve `static`, and before it `theme`."""
        super().__init__(directory=static, check_dir=False)
        if theme is not None:
            self.all_directories = [theme, *self.all_directories]

    async def check_config(self) -> None:
        """A viewer that is not built yet makes its files a 404, not a failure."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, with the caching its name allows: one with a hash in it never changes."""
        if not path.isprintable():
            raise Problem(404, texts.NO_SUCH_PATH)
        asked = Headers(scope=scope)
        encoding = self._encoding(path, asked.get("accept-encoding", ""))
        if encoding or "," in asked.get("range", ""):
            kept = [pair for pair in scope["headers"] if pair[0] != b"range"]
            scope = {**scope, "headers": kept}  # whole: one range at most, and never of a variant
        suffix = f".{_SUFFIXES[encoding]}" if encoding else ""
        response = await super().get_response(path + suffix, scope)
        response.headers["Cache-Control"] = IMMUTABLE if _HASHED.search(path) else DATA_CACHE
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
            media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
            response.headers["Content-Type"] = f"{media_type}; charset=utf-8"
        return response

    def _encoding(self, path: str, accepted: str) -> str | None:
        """The best encoding the client accepts and the build made."""
        offered = {item.split(";")[0].strip() for item in accepted.split(",") if "q=0" not in item}
        plain = Path(self.lookup_path(path)[0]).parent
        for encoding, suffix in _SUFFIXES.items():
            found, there = self.lookup_path(f"{path}.{suffix}")
            if encoding in offered and there and Path(found).parent == plain:
                return encoding
        return None
