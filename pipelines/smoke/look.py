"""A look at the live services of a profile: does every source still answer as was agreed?

Belongs here: which sources are looked at, the area they are asked for, and what was found. Not
here: what is asked per protocol (`smoke_checks.py`), the table (`smoke_table.py`). Nothing is
published and no database is used; what is fetched lies in a directory that goes away again.
"""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import shapely

from data.model import Dataset
from data.registry import registry
from pipelines import area as areas
from pipelines import delivery, profile
from pipelines.area import Area
from pipelines.conform import Context, Tally, conform
from pipelines.connectors import Bron, Pull, pull
from pipelines.errors import ConfigurationError, SourceUnavailable, WoonzorgError
from pipelines.http.client import Http, Timing
from pipelines.profile import BronKeuze
from pipelines.settings import Settings
from pipelines.work import Work

TOTAL_S = 120.0
AGREED = "zoals afgesproken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check of one source gave.

    Attributes:
        source: dataset, with the peildatum where there are several.
        check: what was looked at, in one or two words.
        found: what was there, in a few words.
        expected: what should be there.
        good: null when there was nothing to judge.
        seconds: how long it took.
        sentence: what is wrong and what to do, when the source did not answer as agreed.
    """

    source: str
    check: str
    found: str
    expected: str
    good: bool | None
    seconds: float = 0.0
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One source to look at.

    Attributes:
        label: name for people.
        dataset: its declaration.
        choice: line of the profile.
        bron: the same with its placeholders filled in.
        context: what a connector may use.
        area: null while the boundaries are not known.
    """

    label: str
    dataset: Dataset
    choice: BronKeuze
    bron: Bron
    context: Pull
    area: Area | None

    @property
    def needs_area(self) -> bool:
        """Whether the question cannot be asked without the area."""
        written = [*self.choice.parameters.values(), str(self.choice.adres)]
        return self.area is None and any("{bbox}" in text for text in written)


Check = Callable[[Look], Iterator[Finding]]


def look(settings: Settings, checks: Callable[[Bron], Iterable[Check]]) -> Iterator[Finding]:
    """Look at every source of the profile that is switched on, the boundaries first.

    Args:
        settings: of the installation; the host map and time limits hold.
        checks: the checks for a source, in order.

    Yields:
        Findings, as they come in. A source that does not answer gives one, and no more.

    Raises:
        ConfigurationError: the profile is wrong, or names no gemeente.
    """
    chosen = profile.load(settings.profile, settings.gemeente, fictief=settings.fictief)
    if not chosen.gemeenten:
        raise ConfigurationError(
            f"Profiel {settings.profile} noemt geen gemeente: geef er een met --gemeente GM…."
        )
    work = Work(settings, "", chosen, 0)
    boundary = areas.boundary_source(chosen)
    timing = Timing(
        connect=settings.http_connect_s, read=settings.http_read_s, total=TOTAL_S, tries=1
    )
    with tempfile.TemporaryDirectory() as folder:
        caller = SimpleNamespace(contact=settings.contact, landing=Path(folder))
        with Http(caller, settings.hosts, work.hosts, timing) as http:
            context = Pull(http=http, root=settings.var)
            area = None
            for name in (boundary, *sorted(set(chosen.bronnen) - {boundary})):
                for one in _looks(work, name, context, area):
                    yield from _checked(one, checks(one.bron))
                    if name == boundary:
                        area = area or _area(work, one)


def _looks(work: Work, name: str, context: Pull, area: Area | None) -> Iterator[Look]:
    sources = [s for s in work.profile.sources(name) if s.vorm != "profiel"]
    for source in sources:
        label = name if len(sources) == 1 else f"{name} {source.peildatum}"
        bron = delivery.expand(work, name, source, area)
        yield Look(label, registry()[name], source, bron, context, area)


def _checked(one: Look, checks: Iterable[Check]) -> Iterator[Finding]:
    """The findings of one source; the first error ends it, for the rest would say the same."""
    started = time.monotonic()
    for check in checks:
        try:
            for finding in check(one):
                now = time.monotonic()
                yield replace(finding, seconds=now - started)
                started = now
        except WoonzorgError as error:
            spent = time.monotonic() - started
            silent = isinstance(error, SourceUnavailable)
            found = "geen antwoord" if silent else "een ander antwoord"
            yield Finding(one.label, "antwoord", found, AGREED, False, spent, str(error))
            return


def _area(work: Work, one: Look) -> Area | None:
    """The area of the own gemeenten; null when the boundaries cannot be had."""
    try:
        pulled = pull(one.bron, one.context)
        today = date.today()  # noqa: DTZ011 - any day will do, nothing is stored
        context = Context(0, today, names=one.choice.kolommen, crs=one.bron.crs or "")
        reader = delivery.prepared(one.dataset, one.bron, pulled)
        found: list[shapely.Geometry] = []
        wanted = {code[2:] for code in work.profile.gemeenten}
        for batch in conform(one.dataset, reader, context, Tally()):
            codes = batch.column(one.dataset.key[0]).to_pylist()
            rows = [row for row, code in enumerate(codes) if code[2:6] in wanted]
            found += list(shapely.from_wkb([batch.column("geometry")[i].as_py() for i in rows]))
    except WoonzorgError:
        return None  # said already, as a finding of this source
    if not found:
        return None
    own = shapely.MultiPolygon(list(shapely.get_parts(shapely.union_all(found))))
    return Area(own, own.buffer(work.profile.ring_m, quad_segs=8))
