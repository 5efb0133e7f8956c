"""One refresh: pull every feed, and where something changed let Dagster run the steps.

A table at the end.

Run as a program (`python -m pipelines.refresh`) by the command line. Nothing changed: no Dagster
run, no step, no row.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import psycopg

from data.registry import dataset, downstream, registry
from pipelines import area as areas
from pipelines import besluiten, choosing, cleanup, delivery, deriving, ingest, versions
from pipelines.alerts import news as alerts
from pipelines.area import Area
from pipelines.database import run_lock
from pipelines.errors import SourceUnavailable, WoonzorgError
from pipelines.opstart import failures
from pipelines.persons import intake
from pipelines.settings import Settings
from pipelines.versions import Outcome
from pipelines.work import Say, Work, close_run, open_run, say_json

LOCK_WAIT_S = 5.0
REFUSED = ("geweigerd", "teruggedraaid", "gewist")
GOOD = ("gepubliceerd", "ongewijzigd", "overgeslagen")
STAYS = "Lezers houden de laatste goede release; een nieuwe verversing maakt het werk af."


def refresh(
    settings: Settings, dsn: str, only: Iterable[str] = (), say: Say | None = None
) -> list[Outcome]:
    """Refresh everything, or only the named datasets and what is made from them.

    Args:
        settings: of the installation.
        dsn: database as role woonzorg_pipeline.
        only: datasets to pull; all when empty.
        say: receives progress events.

    Returns:
        One outcome per dataset (and peildatum).

    Raises:
        PublicationRefused: another run holds the lock.
        WoonzorgError: the boundaries could not be read, or the run failed as a whole.
    """
    chosen = {dataset(name).name for name in only}
    with run_lock(dsn, wait_seconds=LOCK_WAIT_S):
        work = open_run(settings, dsn, "verversen", say or say_json)
        try:
            cleanup.abandon_dead_runs(work)
            cleanup.drop_leftovers(work)
            outcomes = _refresh(work, chosen)
        except BaseException as error:
            with suppress(psycopg.OperationalError):  # the database itself may be what failed
                if isinstance(error, WoonzorgError):
                    alerts.aftercare(work)
                close_run(work, "mislukt", str(error) or type(error).__name__)
            raise
        try:
            alerts.aftercare(work)
        finally:
            close_run(work, "klaar")
        return outcomes


def _refresh(work: Work, chosen: set[str]) -> list[Outcome]:
    feeds = [
        n for n, d in registry().items() if work.profile.sources(n) and (not chosen or n in chosen)
    ]
    failed, area = land_all(work, feeds)
    erased = intake.told_in(work)
    changed = [name for name in feeds if name in erased or _changed(work, name, area)]
    derived = deriving.stale(work, area)
    derived |= {n for n in downstream(set(changed) | derived) if registry()[n].derived}
    derived = _possible(work, derived, {*changed})
    unpublished = _unpublished(work) or besluiten.changed(work)
    broken = {outcome.dataset for outcome in failed} - {*changed}
    healed = _healed(work, [n for n in feeds if n not in broken and n not in changed])
    names = [*changed, *sorted(broken), *healed, *sorted(derived)]
    done = _run(work, names) if names or unpublished else []
    told = {outcome.dataset for outcome in done}
    lost = [outcome for outcome in failed if outcome.dataset not in told]
    known = told | {outcome.dataset for outcome in lost}
    quiet = feeds if chosen else [*feeds, *_derived_names()]  # of what was asked
    rest = [_unchanged(work, name) for name in quiet if name not in known]
    _note_healed(work, done)
    return [*lost, *done, *rest]


def _possible(work: Work, derived: set[str], coming: set[str]) -> set[str]:
    """Of the products to make those whose inputs are there, or may be after this run.

    A step that can only say that its inputs are missing costs as much as one that makes something.
    """
    off = work.profile.uit
    there = {*versions.all_newest_good(work.connection), *coming} - {*off}
    found = set()
    for name in registry():  # inputs first
        if name in derived and name not in off and registry()[name].makeable(there):
            found.add(name)
            there.add(name)
    return found


def _troubled(work: Work) -> set[str]:
    """Feeds that an earlier run found at fault and that were not called healthy since."""
    rows = work.connection.execute(
        "SELECT DISTINCT dataset FROM log.bevinding b WHERE epoch < %s AND NOT geslaagd"
        " AND controle IN ('ophalen', 'levering', 'verwerking') AND NOT EXISTS"
        " (SELECT FROM log.bevinding h WHERE h.dataset = b.dataset"
        "  AND h.controle = 'hersteld' AND h.id > b.id)",
        (work.epoch,),
    )
    return {row["dataset"] for row in rows}


def _healed(work: Work, quiet: list[str]) -> list[str]:
    """Feeds that answer well again with what we had; their step tells Dagster so."""
    troubled = _troubled(work)
    return [n for n in quiet if n in troubled and _unchanged(work, n).state == "ongewijzigd"]


def _note_healed(work: Work, done: list[Outcome]) -> None:
    good = {o.dataset for o in done} - {o.dataset for o in done if o.state not in GOOD}
    for name in sorted(good & _troubled(work)):
        work.finding(name, "hersteld", "de bron levert weer goed", passed=True)


def _derived_names() -> list[str]:
    return [name for name, d in registry().items() if d.derived]


def _unchanged(work: Work, name: str) -> Outcome:
    """What is said of a dataset that had nothing to do: kept, still refused, or never made."""
    before = versions.newest_good(work.connection, name)
    kept = before["version"] if before else None
    held = [row for group in choosing.groups(work, registry()[name]) for row in group]
    refused = [row for row in held if row["toestand"] in REFUSED]
    if refused:
        moment = refused[0]["peildatum"]
        before = choosing.before(work, registry()[name], moment)
        kept = before["version"] if before else None
        reason = "; ".join(row["reden"] or row["toestand"] for row in refused)
        return Outcome(name, "geweigerd", moment, kept=kept, reason=reason)
    if before is None:
        return Outcome(name, "overgeslagen", reason=_why_absent(work, name))
    if name in work.profile.uit:
        return Outcome(name, "overgeslagen", kept=kept, reason=_why_absent(work, name))
    return Outcome(name, "ongewijzigd", before["peildatum"], kept=kept)


def _why_absent(work: Work, name: str) -> str:
    dataset_ = registry()[name]
    if off := work.profile.uit.get(name):
        return f"uitgezet in het profiel: {off}"
    good = versions.all_newest_good(work.connection)
    absent = [other for other in dataset_.inputs if other not in good]
    if absent:
        return f"invoer ontbreekt: {', '.join(absent)}"
    if dataset_.profile_key:
        return f"{dataset_.profile_key} staat niet in het profiel"
    return "er is nog geen levering"


def land_all(work: Work, feeds: list[str]) -> tuple[list[Outcome], Area]:
    """Pull all feeds, the boundaries first because the others ask by their bounding box.

    Returns:
        Outcomes of sources that could not be pulled, and the area.
    """
    source = areas.source_of(work)
    failed = []
    if source in feeds or not delivery.newest(work.connection, source):
        failed += _land(work, source, None)
    if failed and not delivery.newest(work.connection, source):
        raise SourceUnavailable(f"Zonder grenzen kan er niets. {failed[0].reason}")
    area = areas.area(work)
    # One after the other per publisher is polite; OSM's three datasets share one download.
    for name in feeds:
        if name != source:
            failed += _land(work, name, area)
    return failed, area


def _land(work: Work, name: str, area: Area | None) -> list[Outcome]:
    found = []
    for record in delivery.land(work, registry()[name], area):
        if record.get("fout"):
            found.append(ingest.failed(work, registry()[name], record))
    return found


def _changed(work: Work, name: str, area: Area) -> bool:
    return choosing.pending(work, registry()[name], None if name == areas.source_of(work) else area)


def _unpublished(work: Work) -> bool:
    """Whether the release is not what it should be, though nothing is to be made.

    A good version that no release holds: a run was killed between making and publishing. A product
    in it that the profile switched off since.
    """
    off = list(work.profile.uit)
    row = work.connection.execute(
        "SELECT EXISTS (SELECT FROM (SELECT DISTINCT ON (dataset) version FROM log.versie WHERE "
        "toestand = 'goed' AND dataset <> ALL (%(off)s)"
        " ORDER BY dataset, peildatum DESC, version DESC) v"
        " WHERE NOT EXISTS (SELECT FROM log.release_dataset rd WHERE rd.version = v.version"
        "  AND rd.release = (SELECT max(release) FROM pub.release)))"
        " OR EXISTS (SELECT FROM log.release_dataset WHERE dataset = ANY (%(off)s)"
        "  AND release = (SELECT max(release) FROM pub.release)) AS x",
        {"off": off},
    ).fetchone()
    return bool(row and row["x"])


def _run(work: Work, names: list[str]) -> list[Outcome]:
    """The steps as one Dagster run in a process of its own."""
    environment = os.environ | {
        "WOONZORG_EPOCH": str(work.epoch),
        "WOONZORG_PIPELINE_DSN": work.dsn,
    }
    command = [sys.executable, "-m", "assets.run", "--select", ",".join(names)]
    tail: list[str] = []
    outcomes: list[Outcome] = []
    with subprocess.Popen(  # noqa: S603 - our own program
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        reader = threading.Thread(target=_keep_tail, args=(child.stderr, tail), daemon=True)
        reader.start()
        for line in child.stdout or ():
            event = _event(line)
            if event.get("uitkomst"):
                outcomes.append(versions.as_outcome(event["uitkomst"]))
            elif event:
                work.say(event)
        status = child.wait()
        reader.join(timeout=5)
    if status:
        raise WoonzorgError(
            f"De verversing is afgebroken (status {status}). {STAYS} "
            f"Laatste melding: {tail[-1].strip() if tail else 'geen'}"
        )
    return outcomes


def _keep_tail(stream: Any, tail: list[str]) -> None:
    for line in stream or ():
        if line.strip():
            tail.append(line)
            del tail[:-20]


def _event(line: str) -> dict[str, Any]:
    if not line.startswith("{"):
        return {}
    try:
        found: dict[str, Any] = json.loads(line)
    except ValueError:
        return {}
    return found


def main() -> int:
    """Command line.

    Events as JSON lines on stdout when `--json`, else progress and a table for people.
    """
    from pipelines import report  # the only part that needs a terminal

    arguments = sys.argv[1:]
    only = [a for a in arguments if not a.startswith("--")]
    dsn = os.environ["WOONZORG_PIPELINE_DSN"]
    started = time.monotonic()
    try:
        with report.progress(as_json="--json" in arguments) as say:
            outcomes = refresh(Settings(), dsn, only, say)
            if "--json" in arguments:
                for outcome in outcomes:
                    say({"uitkomst": asdict(outcome)})
    except WoonzorgError as error:
        report.sentence(error)
        return 1
    except (psycopg.Error, OSError) as error:
        why = failures.sentence(error) or f"Onverwachte fout ({type(error).__name__}: {error})."
        report.sentence(WoonzorgError(f"{why} {STAYS}"))
        return 1
    report.table(outcomes, time.monotonic() - started)
    return 0 if all(o.state in GOOD for o in outcomes) else 3


if __name__ == "__main__":
    sys.exit(main())
