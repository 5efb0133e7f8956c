"""When things run.

Feeds by the clock of their publisher, everything else when an input's content changed.

Checks signal, they do not gate: the gate is the publishing transaction, which always takes the
newest good version.
"""

import os
from datetime import timedelta
from pathlib import Path

import dagster as dg

from data.model import Dataset
from pipelines.profile import Profiel
from pipelines.settings import Settings

Condition = dg.AutomationCondition[dg.AssetKey | dg.AssetCheckKey]

TIMEZONE = "Europe/Amsterdam"
NIGHTLY = "45 6 * * *"
DROP_INTERVAL_S = 30

RETRIES = dg.RetryPolicy(
    max_retries=2, delay=60, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)


def by_clock(dataset: Dataset) -> Condition:
    """A feed is pulled when its cron tick passes, whatever else waits."""
    tick: Condition = dg.AutomationCondition.cron_tick_passed(dataset.cadence.cron, TIMEZONE)
    return (tick.since_last_handled() & ~dg.AutomationCondition.in_progress()).with_label(
        f"volgens {dataset.cadence.cron}"
    )


def when_inputs_change() -> Condition:
    """A product is made anew when the data version of an input changed.

    An input never pulled does not hold it up.
    """
    changed = dg.AutomationCondition.any_deps_match(dg.AutomationCondition.data_version_changed())
    return (
        dg.AutomationCondition.eager()
        .without(~dg.AutomationCondition.any_deps_missing())
        .replace("any_deps_updated", changed)
        .with_label("als invoer verandert")
    )


def when_layers_change() -> Condition:
    """Layers follow their dataset; a nightly look is the net under automation that fell asleep."""
    tick: Condition = dg.AutomationCondition.cron_tick_passed(NIGHTLY, TIMEZONE)
    net = tick.since_last_handled()
    return when_inputs_change() | (net & ~dg.AutomationCondition.in_progress())


def freshness(dataset: Dataset) -> dg.FreshnessPolicy:
    """Late after the declared number of days, warned at three quarters of it."""
    days = dataset.cadence.late_days
    return dg.FreshnessPolicy.time_window(
        fail_window=timedelta(days=days), warn_window=timedelta(days=days * 0.75)
    )


def automation_sensor() -> dg.AutomationConditionSensorDefinition:
    """The sensor that evaluates the conditions; declared because the implicit one is off."""
    return dg.AutomationConditionSensorDefinition(
        "automatisch",
        target=dg.AssetSelection.all(),
        default_status=dg.DefaultSensorStatus.RUNNING,
        minimum_interval_seconds=30,
    )


def watched_folders(profile: Profiel, settings: Settings) -> dict[str, Path]:
    """Partner feeds of the profile with the folder each is delivered in."""
    found = {}
    for name in profile.bronnen:
        for source in profile.sources(name):
            if source.vorm == "map" and isinstance(source.adres, str):
                found[name] = settings.var / os.path.expandvars(source.adres)
    return found


def newest_change(folder: Path) -> int:
    """Newest modification (ns) of a file below a folder, 0 when there is none."""
    times = [
        f.stat().st_mtime_ns for f in folder.rglob("*") if f.is_file() and f.name[0] not in ".~"
    ]
    return max(times, default=0)


def drop_sensor(name: str, folder: Path, key: dg.AssetKey) -> dg.SensorDefinition:
    """A delivery dropped in the folder of a partner feed starts that feed."""

    @dg.sensor(
        name=f"levering_{name}",
        target=dg.AssetSelection.assets(key),
        minimum_interval_seconds=DROP_INTERVAL_S,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description=(
            f"Kijkt elke {DROP_INTERVAL_S} seconden of er een nieuwe levering voor {name} is."
        ),
    )
    def sense(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        newest = newest_change(folder)
        if not newest or str(newest) == context.cursor:
            return dg.SkipReason("geen nieuwe levering")
        return dg.SensorResult([dg.RunRequest(run_key=f"{name}:{newest}")], cursor=str(newest))

    return sense


def failure_sensor() -> dg.SensorDefinition:
    """A run that failed as a whole is written to the log of the installation."""

    @dg.run_failure_sensor(name="mislukt", default_status=dg.DefaultSensorStatus.RUNNING)
    def report(context: dg.RunFailureSensorContext) -> None:
        context.log.error(
            "Run %s mislukte: %s", context.dagster_run.run_id, context.failure_event.message
        )

    return report
