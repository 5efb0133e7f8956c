"""Files of whole layers made ahead, after each release: who asks need not wait.

One at a time, while nobody else has a file made, and with as much rest as the making took: those
who ask go first. What is there stays; a newer release begins anew with what it changed.
"""

import asyncio
import logging
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from geo_api.downloads.kept import Kept
from geo_api.downloads.sending import Exports
from geo_api.errors import Problem
from geo_api.formats.kind import Format
from geo_api.formats.known import FORMATS, fitting
from geo_api.items.features import Moved
from geo_api.model import LayerVersion, State
from geo_api.settings import Settings
from geo_api.state import Current

log = logging.getLogger(__name__)
BUSY_S = 1.0
"""Time between looks at whether somebody has a file made."""


class Ahead:
    """Makes what is missing in `var/downloads` of the layers as they are now."""

    def __init__(self, settings: Settings, current: Current, exports: Exports, kept: Kept) -> None:
        """Make nothing yet."""
        self._settings = settings
        self._current = current
        self._exports = exports
        self._kept = kept

    async def work(self) -> None:
        """Follow the releases for good.

        Not at all where the setting is 0, or where the only place is for those who ask.
        """
        done: State | None = None
        while self._settings.vooraf_s and self._settings.exports > 1:
            await asyncio.sleep(self._settings.vooraf_s)
            state = self._current.state
            if state is not None and state is not done and await self.make(state):
                done = state

    async def make(self, state: State) -> bool:
        """Make what is missing; false when a newer release came meanwhile."""
        began, made = time.monotonic(), 0
        for found, form in wanted(state):
            if not self._room():
                log.warning("files ahead: not enough room in %s", self._settings.downloads)
                return True
            while self._exports.busy:
                await asyncio.sleep(BUSY_S)
            if self._current.state is not state:
                return False
            made += await self._one(state, found, form)
        log.info("files ahead: %d made in %.0f s", made, time.monotonic() - began)
        return True

    async def _one(self, state: State, found: LayerVersion, form: Format) -> bool:
        began = time.monotonic()
        try:
            made = await self._kept.ahead(state, found, form)
        except (Problem, Moved, OSError):
            return False  # `kept` wrote down which, and why
        await asyncio.sleep(time.monotonic() - began if made else 0)
        return made

    def _room(self) -> bool:
        """Whether the largest file that may be made would still fit."""
        folder = next(f for f in (self._settings.downloads, Path("/")) if f.is_dir())
        return shutil.disk_usage(folder).free > self._settings.export_max_bytes


def wanted(state: State) -> Iterator[tuple[LayerVersion, Format]]:
    """Every layer as it is now in every form that fits it, the form that is asked most first."""
    current = [layer.current for layer in state.layers.values()]
    for extension in FORMATS:
        for found in current:
            if extension in fitting(found):
                yield found, FORMATS[extension]
