"""What is measured of the process, on an address of its own that is not public.

Counts of requests, of what is kept, of connections, and how old each layer is. No value of a
reader and no text of the data is a label: route templates, layers and fixed words only.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from starlette.types import ASGIApp, Receive, Scope, Send

from geo_api import texts
from geo_api.db import Database
from geo_api.errors import Problem
from geo_api.http import exposition
from geo_api.http.exposition import Family, Labels, counter, gauge
from geo_api.http.front import refused
from geo_api.http.measured import Measured
from geo_api.http.tally import Tally
from geo_api.model import State
from geo_api.settings import Settings
from geo_api.state import Current

PATH = "/metrics"
Source = Callable[[], Iterable[Family]]


class Metrics:
    """ASGI application with one address, beside the one it measures.

    Attributes:
        app: what is measured, to be served to the public.
    """

    def __init__(self, app: Measured, settings: Settings, sources: Iterable[Source]) -> None:
        """Know what to tell; everything is read when it is asked for."""
        self.app: ASGIApp = app
        self._sources = (app.requests.families, *sources)
        self._hosts = settings.host_names | {settings.metrics_host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one look."""
        if scope["type"] != "http":
            return
        problem = refused(scope, self._hosts, frozenset({"GET"}))
        if problem is None and scope["path"] != PATH:
            problem = Problem(404, texts.NO_METRICS)
        if problem is not None:
            await problem.response()(scope, receive, send)
            return
        families = (family for source in self._sources for family in source())
        body = exposition.text(families).encode()
        headers = [
            (b"content-type", exposition.MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def kept(tallies: Mapping[str, Tally]) -> Source:
    """Hits and misses of everything that is kept, by its name."""

    def families() -> Iterable[Family]:
        for word, text in (("hits", "Questions answered from"), ("misses", "Questions not in")):
            found: list[tuple[Labels, float]] = [
                ({"cache": name}, getattr(tally, word)) for name, tally in tallies.items()
            ]
            yield counter(f"woonzorg_cache_{word}_total", f"{text} what is kept.", found)

    return families


def connections(database: Database) -> Source:
    """The pool of the database."""

    def families() -> Iterable[Family]:
        found = database.connections()
        yield gauge(
            "woonzorg_database_connections",
            "Open connections of the pool, by what they do.",
            [({"state": "busy"}, found.busy), ({"state": "idle"}, found.idle)],
        )
        yield gauge(
            "woonzorg_database_connections_max", "Most connections it may open.", [({}, found.most)]
        )
        yield gauge("woonzorg_database_waiting", "Requests waiting for one.", [({}, found.waiting)])

    return families


def layers(current: Current, clock: Callable[[], float] = time.time) -> Source:
    """How old the release and each layer are, in seconds by the clock of this machine."""

    def families() -> Iterable[Family]:
        yield gauge(
            "woonzorg_database_reachable",
            "1 when the last look at the release went well.",
            [({}, float(current.fault is None and current.state is not None))],
        )
        state = current.state
        if state is not None and state.releases:
            yield from _ages(state, clock())

    return families


def _ages(state: State, now: float) -> Iterable[Family]:
    yield gauge(
        "woonzorg_release", "Number of the release served.", [({}, state.release["release"])]
    )
    published = {row["release"]: _seconds(row["gepubliceerd_op"]) for row in state.releases}
    oldest = min(published.values())
    since: list[tuple[Labels, float]] = []
    described: list[tuple[Labels, float]] = []
    for name, layer in state.layers.items():
        held = [r for r, versions in layer.by_release.items() if layer.current.version in versions]
        began = published.get(min(held), oldest) if held else oldest
        since.append(({"layer": name}, now - began))
        if layer.current.peildatum:
            described.append(({"layer": name}, now - _seconds(layer.current.peildatum)))
    yield gauge("woonzorg_layer_version_age_seconds", "Since the version was published.", since)
    yield gauge("woonzorg_layer_peildatum_age_seconds", "Since the day it describes.", described)


def _seconds(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
