"""Files of whole layers: made ahead or at the first request, kept as long as the version is.

A file never changes: its name holds layer, version, build and hash of its content. So no list has
to be kept beside it, two services may share the folder, and what is offered is what was made.
"""

import asyncio
import contextlib
import hashlib
import logging
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geo_api import texts
from geo_api.downloads.sending import Exports
from geo_api.errors import Problem
from geo_api.formats.export import Export, about, fields
from geo_api.formats.kind import Format
from geo_api.http import answers
from geo_api.http.links import Links
from geo_api.http.tally import Tally
from geo_api.items.selection import Selection
from geo_api.model import LayerVersion, State
from geo_api.settings import Settings

log = logging.getLogger(__name__)
_Key = tuple[str, str]
PARTIAL = "deel."
"""Begin of the name of a folder with what is not whole yet."""


@dataclass(frozen=True)
class File:
    """A file that is ready.

    Attributes:
        bytes: its size.
        sha256: of its content.
    """

    path: Path
    bytes: int
    sha256: str


class Kept:
    """The files of whole layers in `var/downloads`."""

    def __init__(self, settings: Settings, exports: Exports, links: Links) -> None:
        """Look at nothing yet."""
        self._settings = settings
        self._folder = settings.downloads
        self._exports = exports
        self._links = links
        # The address of this installation stands in the files.
        self._build = answers.digest(links.base)
        self._making: dict[_Key, asyncio.Task[File]] = {}
        self.tally = Tally()
        self._seen: tuple[State | None, int, Mapping[_Key, File]] = (None, 0, {})

    async def get(self, state: State, found: LayerVersion, form: Format) -> File:
        """The file of a version; whoever asks first has it made, others wait for the same.

        Raises:
            Problem: 503 when it is not ready in time (it is made on), or cannot be made.
        """
        held = self._held(state).get(self._key(found, form))
        self.tally.count(found=held is not None)
        if held:
            return held
        task = self._task(state, found, form)
        await asyncio.wait({task}, timeout=self._settings.export_wait_s)
        if not task.done():
            raise Problem(503, texts.BEING_MADE, headers={"Retry-After": "10"})
        return task.result()

    async def ahead(self, state: State, found: LayerVersion, form: Format) -> bool:
        """Have a file made that nobody asked for yet; false when it is there.

        Raises:
            Moved: the version is no longer shown.
            Problem: it cannot be made.
        """
        if self._key(found, form) in self._held(state):
            return False
        await self._task(state, found, form)
        return True

    def tidy(self, state: State | None) -> None:
        """Remove the files of versions that went."""
        if state is not None:
            self._held(state)

    async def close(self) -> None:
        """End what is being made."""
        tasks = list(self._making.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _key(self, found: LayerVersion, form: Format) -> _Key:
        return self._start(found), form.extension

    def _task(self, state: State, found: LayerVersion, form: Format) -> asyncio.Task[File]:
        """The making of a file, once however many wait for it."""
        key = self._key(found, form)
        task = self._making.get(key)
        if task is None:
            task = asyncio.create_task(self._make(state, found, form))
            self._making[key] = task
            task.add_done_callback(lambda done: self._made(key, done))
        return task

    def _made(self, key: _Key, task: asyncio.Task[File]) -> None:
        self._making.pop(key, None)
        if not task.cancelled() and task.exception():
            log.warning("file %s.%s not made: %r", *key, task.exception())

    async def _make(self, state: State, found: LayerVersion, form: Format) -> File:
        export = whole(self._links, state, found, form)
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PARTIAL, dir=self._folder) as place:
            partial = Path(place) / f"bestand.{form.extension}"
            await self._exports.write(form, export, partial)
            digest = await asyncio.to_thread(_digest, partial)
            name = f"{self._start(found)}-{digest}.{form.extension}"
            path = partial.replace(self._folder / name)
        return File(path, path.stat().st_size, digest)

    def _start(self, found: LayerVersion) -> str:
        return f"{found.laag}-{found.version}-{self._build}"

    def _held(self, state: State) -> Mapping[_Key, File]:
        """What stands in the folder; read again when it changed, tidied when the state did."""
        before, moment, held = self._seen
        if not self._folder.is_dir():
            return {}
        now = self._folder.stat().st_mtime_ns
        if state is before and now == moment:
            return held
        wanted = {
            self._start(version)
            for layer in state.layers.values()
            for version in layer.versions.values()
        }
        found: dict[_Key, File] = {}
        for path in sorted(self._folder.glob("*-*-*-*.*")):
            name, _, extension = path.name.partition(".")
            start, _, sha256 = name.rpartition("-")
            if start in wanted:
                found.setdefault((start, extension), File(path, path.stat().st_size, sha256))
            else:
                path.unlink(missing_ok=True)  # its version is no longer kept, or was withdrawn
        self._sweep()
        self._seen = (state, self._folder.stat().st_mtime_ns, found)
        return found

    def _sweep(self) -> None:
        """Remove what an ended process left half made."""
        oldest = time.time() - 2 * self._settings.export_timeout_s
        for path in self._folder.glob(f"{PARTIAL}*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime <= oldest:
                    shutil.rmtree(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def whole(links: Links, state: State, found: LayerVersion, form: Format) -> Export:
    """A whole layer in the system of the form."""
    columns = fields(links, found)
    told = about(links, state, found, columns, form.crs)
    return Export(Selection(found), form.crs, columns, told)
