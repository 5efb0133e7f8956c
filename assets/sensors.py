"""What comes from outside: deliveries dropped in watched folders, and failures to be told."""

import hashlib
import json
import os
import time
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from assets import describe
from assets.automation import RUN_TAGS
from data.registry import downstream, graph, registry
from pipelines.connectors.folder import STABLE_S
from pipelines.database import connect
from pipelines.profile import Profiel
from pipelines.settings import Settings

DROP_INTERVAL_S = 5
DECISION_INTERVAL_S = 20
LANDING_S = 60  # the suppliers of one feed are landed within this time


def watched_folders(profile: Profiel, settings: Settings) -> dict[str, Path]:
    """Partner feeds of the profile with the folder each is delivered in."""
    found = {}
    for name in profile.bronnen:
        for source in profile.sources(name):
            if source.vorm == "map" and isinstance(source.adres, str):
                found[name] = settings.var / os.path.expandvars(source.adres)
    return found


def standing(folder: Path) -> tuple[str, float]:
    """What lies in a watched folder.

    Every file counts, not only the newest: one that is moved in keeps its old time.

    Returns:
        A hash of the names, sizes and times of the files, empty without files; and the newest time
        in seconds.
    """
    lines, newest = [], 0.0
    for file in sorted(folder.rglob("*")):
        if file.name.startswith((".", "~")) or file.is_symlink() or not file.is_file():
            continue
        found = file.stat()
        lines.append(f"{file.relative_to(folder)}:{found.st_size}:{found.st_mtime_ns}")
        newest = max(newest, found.st_mtime)
    if not lines:
        return "", 0.0
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16], newest


def drop_sensor(folders: dict[str, Path], keys: dict[str, dg.AssetKey]) -> dg.SensorDefinition:
    """A delivery dropped in the folder of a partner feed starts that feed and all made from it.

    Waiting for the automation would cost a look per step. One sensor for all folders: each look is
    a row in Dagster's database.

    Args:
        folders: folder per feed.
        keys: asset per feed.
    """

    @dg.sensor(
        name="leveringen",
        target=dg.AssetSelection.assets(*(keys[name] for name in folders)).downstream(),
        minimum_interval_seconds=DROP_INTERVAL_S,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=f"Kijkt elke {DROP_INTERVAL_S} seconden of een partner iets nieuws leverde.",
    )
    def sense(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        known = json.loads(context.cursor) if context.cursor else refreshed(folders)
        seen: dict[str, str] = known
        fresh, waiting = _look(folders, seen)
        if not fresh:
            what = f"nog niet compleet: {', '.join(waiting)}" if waiting else "geen nieuwe levering"
            return dg.SensorResult([], skip_reason=what, cursor=json.dumps(seen))
        key = " ".join(f"{name}:{stand}" for name, stand in fresh.items())
        requests = _requests(context, key, fresh)
        return dg.SensorResult(requests, cursor=json.dumps(seen | fresh))

    return sense


def refreshed(folders: dict[str, Path]) -> dict[str, str]:
    """At the very first look: folders that the refresh before Dagster started has seen already.

    A run for all of them would change nothing, and the first delivery would have to wait for it.
    """
    dsn = os.environ.get("WOONZORG_PIPELINE_DSN")
    if not dsn:
        return {}
    with connect(dsn, name="leveringen") as connection:
        rows = connection.execute(
            "SELECT dataset, extract(epoch FROM max(bevestigd))::float8 AS toen FROM log.levering"
            " GROUP BY dataset"
        ).fetchall()
    then = {row["dataset"]: row["toen"] - LANDING_S for row in rows}
    return {
        name: standing(folder)[0]
        for name, folder in folders.items()
        if name in then and _arrived(folder) < then[name]
    }


def _arrived(folder: Path) -> float:
    """When the last file came into a folder, whatever time it says of itself."""
    return max((file.stat().st_ctime for file in folder.rglob("*")), default=0.0)


_DECIDED = """
SELECT dataset, 'goedgekeurd:' || levering AS sleutel FROM log.levering
WHERE goedgekeurd AND toestand = 'ontvangen'
UNION ALL
SELECT dataset, 'gekoppeld:' || id FROM log.koppeling WHERE tijd > now() - interval '1 day'
ORDER BY 2
"""


def decision_sensor(keys: dict[str, dg.AssetKey]) -> dg.SensorDefinition:
    """What a steward approved or confirmed is tried again at once, not at the next tick.

    Args:
        keys: asset per feed.
    """

    @dg.sensor(
        name="besluiten",
        target=dg.AssetSelection.assets(*keys.values()).downstream(),
        minimum_interval_seconds=DECISION_INTERVAL_S,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Verwerkt een levering opnieuw zodra een beheerder haar goedkeurt of koppelt.",
    )
    def sense(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        with connect(os.environ["WOONZORG_PIPELINE_DSN"], name="besluiten") as connection:
            rows = connection.execute(_DECIDED).fetchall()
        requests = []
        for row in rows:
            if row["dataset"] in keys:  # Dagster starts each key once, however often it is asked
                requests += _requests(context, row["sleutel"], [row["dataset"]])
        skip = None if requests else "geen nieuw besluit"
        return dg.SensorResult(requests, skip_reason=skip)

    return sense


def _requests(
    context: dg.SensorEvaluationContext, key: str, feeds: Collection[str]
) -> list[dg.RunRequest]:
    """First what readers can see of the feeds at once, then the rest (decision 017)."""
    first = straight_from(feeds)
    shown = [layer for name in first for layer in registry()[name].layers]
    now = {describe.key(registry()[n]) for n in first} | {describe.layer_key(one) for one in shown}
    wanted = dg.AssetSelection.assets(*(describe.key(registry()[n]) for n in feeds)).downstream()
    all_ = wanted.resolve(_assets(context))
    # Before whatever the automation has in the queue: somebody is waiting for this one.
    ahead = RUN_TAGS | {"dagster/priority": "10"}
    found = [dg.RunRequest(key, asset_selection=sorted(all_ & now), tags=ahead)]
    if later := sorted(all_ - now):
        found.append(dg.RunRequest(f"{key} gevolg", asset_selection=later, tags=RUN_TAGS))
    return found


def straight_from(feeds: Collection[str]) -> set[str]:
    """The feeds with what lends their layers shapes: what readers can see of a delivery at once.

    Where none of these has a layer, products of the feeds come along until one has; none that is
    also made from another changed product, so none is made twice.
    """
    changed = downstream({*feeds}) | {*feeds}
    layers = [layer for name in feeds for layer in registry()[name].layers]
    lent = {layer.geometry_from[0] for layer in layers if layer.geometry_from}
    needs = graph(registry())
    first, before = {*feeds, *(lent & changed)}, set[str]()
    while first != before and not any(registry()[name].layers for name in first):
        before = first
        first = first | {n for n in changed if needs[n] & {*feeds} and needs[n] & changed <= first}
    return first


def _look(folders: dict[str, Path], seen: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Feeds with something new, with what lies there now; and those still being written."""
    fresh, waiting = {}, []
    for name, folder in folders.items():
        stand, newest = standing(folder)
        if stand and stand != seen.get(name):
            if 0 <= time.time() - newest < STABLE_S:
                waiting.append(name)
            else:
                fresh[name] = stand
    return fresh, waiting


def _assets(context: dg.SensorEvaluationContext) -> list[dg.AssetsDefinition]:
    """All assets of the code location; Dagster gives it to every sensor it runs."""
    repository = context.repository_def
    return list(repository.assets_defs_by_key.values()) if repository else []


def failure_sensor() -> dg.SensorDefinition:
    """A run that failed is written to the log of the installation, one line per failed step."""

    @dg.run_failure_sensor(
        name="mislukt",
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Schrijft mislukte runs met hun reden in var/log/dagster-mislukt.log.",
    )
    def report(context: dg.RunFailureSensorContext) -> None:
        said = [
            event.step_failure_data.user_failure_data.description or ""
            for event in context.get_step_failure_events()
            if event.step_failure_data.user_failure_data
        ]
        log = Settings().var / "log" / "dagster-mislukt.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            for text in said or [context.failure_event.message or "geen reden"]:
                file.write(f"{datetime.now(UTC).isoformat()} {context.dagster_run.run_id} {text}\n")

    return report
