"""`/v1/downloads/{laag}.{vorm}?zoekvraag=`: the objects of a saved question as a file.

Made for one request and gone after it: no list of what visitors selected grows on the disk. So it
has no ETag and no ranges, and is refused when it takes longer than a reader waits.
"""

import asyncio
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.types import Scope, Send

from geo_api import texts
from geo_api.contract.parameters import Asked
from geo_api.downloads.kept import PARTIAL, whole
from geo_api.errors import Fault, Problem, bad_request
from geo_api.formats.kind import Format
from geo_api.formats.known import fitting
from geo_api.http import raw
from geo_api.items import question
from geo_api.items.selection import Selection
from geo_api.saved.held import ZOEKVRAAG
from geo_api.services import Services
from geo_api.tiles import archives

ASKED = Asked(ZOEKVRAAG)


@dataclass(frozen=True)
class Selected:
    """Makes and sends such files."""

    services: Services

    async def send(self, scope: Scope, laag: str, extension: str, send: Send) -> None:
        """Answer one file.

        Raises:
            Problem: 400, 404, 410, or 503 when it cannot be made in time.
            Moved: the version is no longer shown.
        """
        chosen, form = await self._chosen(scope["query_string"], laag, extension)
        settings = self.services.settings
        settings.downloads.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PARTIAL, dir=settings.downloads) as place:
            path = Path(place) / f"bestand.{extension}"
            try:
                async with asyncio.timeout(settings.export_wait_s):
                    await self._write(chosen, form, path)
            except TimeoutError:
                raise Problem(503, texts.SLOW) from None
            await _out(path, f"{laag}-selectie.{extension}", form, scope, send)

    async def _chosen(self, query: bytes, laag: str, extension: str) -> tuple[Selection, Format]:
        faults: list[Fault] = []
        given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        asked = ASKED.read(given, faults)
        state = self.services.current.require()
        layer = state.layer(laag)
        form = fitting(layer.current).get(extension)
        if form is None:
            raise Problem(404, texts.no_such_file(extension, fitting(layer.current)))
        held = await self.services.questions.held(asked.get("zoekvraag"), state)
        chosen = question.select(layer, asked, faults, others=ASKED.names, held=held)
        if faults or chosen is None:
            raise bad_request(faults)
        return chosen, form

    async def _write(self, chosen: Selection, form: Format, path: Path) -> None:
        state = self.services.current.require()
        export = whole(self.services.links, state, chosen.version, form)
        told = {**export.about, "selectie": "Alleen de objecten van een bewaarde zoekvraag."}
        export = replace(export, selection=chosen, about=told)
        await self.services.exports.write(form, export, path)


def wanted(scope: Scope) -> bool:
    """Whether a download is one of a selection."""
    return b"zoekvraag" in scope["query_string"]


async def _out(path: Path, name: str, form: Format, scope: Scope, send: Send) -> None:
    size = path.stat().st_size
    headers = [
        (b"content-type", form.media_type.encode()),
        (b"content-length", b"%d" % size),
        (b"content-disposition", f'attachment; filename="{name}"'.encode()),
        (b"cache-control", b"no-store"),
    ]
    await raw.start(send, 200, headers)
    if scope["method"] == "GET" and size:
        await archives.stream(path, archives.Slice(0, size), send)
    else:
        await send({"type": "http.response.body", "body": b""})
