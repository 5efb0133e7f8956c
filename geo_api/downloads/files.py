"""`/v1/downloads/{laag}.{vorm}`: a layer as a file, served as archives are, or a selection."""

from dataclasses import dataclass
from typing import Any

import psycopg
from starlette.types import Receive, Scope, Send

from geo_api import texts
from geo_api.downloads import selected
from geo_api.downloads.kept import Kept
from geo_api.downloads.selected import Selected
from geo_api.errors import Problem, of_database
from geo_api.formats.known import fitting
from geo_api.http import answers, raw
from geo_api.http.links import Links, link
from geo_api.items.features import Moved
from geo_api.model import LayerVersion
from geo_api.state import Current
from geo_api.tiles import archives

PREFIX = "/v1/downloads/"


def enclosures(links: Links, found: LayerVersion, *, pinned: bool = False) -> list[dict[str, Any]]:
    """Links to every form in which a layer can be had; pinned: of this version for good."""
    title, query = found.meta["titel"], {"v": found.version if pinned else None}
    return [
        link(
            "enclosure",
            links.url(f"{PREFIX}{found.laag}.{extension}", query),
            form.media_type,
            f"{title}: {form.title}",
        )
        for extension, form in fitting(found).items()
    ]


@dataclass(frozen=True)
class Files:
    """ASGI application that serves the files of whole layers."""

    current: Current
    kept: Kept
    selected: Selected

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer one file, or a part of it."""
        try:
            try:
                await self._send(scope, send)
            except Moved:  # a release came between state and table: once more, from the new one
                await self.current.refresh()
                await self._send(scope, send)
        except Problem as error:
            await raw.problem(error).send(send)
        except psycopg.Error as error:
            await raw.problem(of_database(error, scope["path"])).send(send)

    async def _send(self, scope: Scope, send: Send) -> None:
        laag, _, extension = scope["path"].removeprefix(PREFIX).partition(".")
        if selected.wanted(scope):
            await self.selected.send(scope, laag, extension, send)
        else:
            await archives.serve(scope, send, await self._offered(scope, laag, extension))

    async def _offered(self, scope: Scope, laag: str, extension: str) -> archives.Offered:
        state = self.current.require()
        found = raw.version(state, laag, scope["query_string"])
        forms = fitting(found)
        form = forms.get(extension)
        if form is None:
            raise Problem(404, texts.no_such_file(extension, forms))
        file = await self.kept.get(state, found, form)
        name = f"{laag}-{found.peildatum}.{extension}" if found.peildatum else f"{laag}.{extension}"
        return archives.Offered(
            file.path,
            file.bytes,
            answers.tag(laag, found.version, extension, file.sha256[:16]),
            form.media_type.encode(),
            [(b"content-disposition", f'attachment; filename="{name}"'.encode())],
        )
