"""An application per rights, each with its own memory and its own folder of files.

Equal rights share one. What somebody else may read is nowhere in it: not in its release, not in
what it keeps compressed, not in the file it offers, not in a question that is in the air.
"""

import shutil
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.types import ASGIApp

from geo_api.besloten.rights import Rights
from geo_api.besloten.seen import Seen
from geo_api.besloten.settings import BeslotenSettings
from geo_api.main import create_app
from geo_api.model import State
from geo_api.services import Base

MOST = 16
"""Applications at once; the one that nobody asked for longest goes first."""
IDLE_S = 3600.0


@dataclass
class View:
    """What some rights show.

    Attributes:
        app: the routes over it.
        current: the release as it is shown.
        folder: of its files.
        used: moment of the last question.
    """

    app: ASGIApp
    current: Seen
    folder: Path
    used: float


class Views:
    """The applications that are in use."""

    def __init__(
        self,
        settings: BeslotenSettings,
        base: Base,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Have none yet; each is put together over `base`."""
        self._settings = settings
        self._base = base
        self._clock = clock
        self._held: OrderedDict[Rights, View] = OrderedDict()

    def get(self, rights: Rights) -> View:
        """The application of these rights."""
        view = self._held.get(rights) or self._made(rights)
        view.used = self._clock()
        self._held[rights] = view
        self._held.move_to_end(rights)
        while len(self._held) > MOST:
            _empty(self._held.popitem(last=False)[1].folder)
        return view

    def _made(self, rights: Rights) -> View:
        folder = self._settings.folder / rights.tag
        current = Seen(self._base.current, rights)
        inner = self._settings.within(folder)
        base = replace(self._base, current=current, salt=rights.tag)
        app = create_app(inner, base).app
        return View(app, current, folder, self._clock())

    def begin(self) -> None:
        """An empty folder that nobody else can read."""
        _empty(self._settings.folder)
        self._settings.folder.mkdir(mode=0o700, parents=True)

    def tidy(self) -> None:
        """Files go when their version does, and all of a view when nobody asks for it."""
        now = self._clock()
        for rights, view in list(self._held.items()):
            if now - view.used > IDLE_S:
                del self._held[rights]
                _empty(view.folder)
            elif view.current.state is not None:
                _forget(view.folder, view.current.state)

    def end(self) -> None:
        """Leave nothing behind."""
        self._held.clear()
        _empty(self._settings.folder)


def _forget(folder: Path, state: State) -> None:
    """Remove the files of versions that are not shown (any more)."""
    for path in folder.glob("downloads/*-*-*-*.*"):
        name, version = path.name.split("-")[:2]
        layer = state.layers.get(name)
        if layer is None or int(version) not in layer.versions:
            path.unlink(missing_ok=True)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
