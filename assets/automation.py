"""When things run.

Feeds by the clock of their publisher, everything else when an input's content changed.

Checks signal, they do not gate: the gate is the publishing transaction, which always takes the
newest good version.
"""

from datetime import timedelta
from typing import Any

import dagster as dg

from data.model import Dataset

Condition = dg.AutomationCondition[dg.AssetKey | dg.AssetCheckKey]

TIMEZONE = "Europe/Amsterdam"
NIGHTLY = "45 6 * * *"

# A run whose process was killed is started once more; one with a failed step is not.
RUN_TAGS = {"dagster/max_retries": "1"}

# A look at all conditions costs seconds of a core. Clocks tick by the hour, and what a partner
# delivers or a steward decides has sensors of its own.
LOOK_S = 120

# Used for its delays only. RetryRequested counts for itself, and a policy on the assets would also
# repeat every fault of our own, twice, while the run holds the lock.
RETRIES = dg.RetryPolicy(
    max_retries=2, delay=60, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS
)


def ask_again(attempt: int) -> dg.RetryRequested | None:
    """How to ask a silent publisher again: one to three minutes later, then three to five.

    Args:
        attempt: tries before this one.

    Returns:
        What to raise, None when it was asked often enough.
    """
    if attempt >= RETRIES.max_retries:
        return None
    base = RETRIES.delay or 0
    return dg.RetryRequested(RETRIES.max_retries, base + RETRIES.calculate_delay(attempt + 1))


def by_clock(dataset: Dataset) -> Condition:
    """A feed is pulled when its cron tick passes, whatever else waits."""
    tick: Condition = dg.AutomationCondition.cron_tick_passed(dataset.cadence.cron, TIMEZONE)
    return (tick.since_last_handled() & ~dg.AutomationCondition.in_progress()).with_label(
        f"volgens {dataset.cadence.cron}"
    )


def when_inputs_change() -> Condition:
    """A product is made anew when the data version of an input, or its own method, changed.

    What is made from a product goes along in the same run, so that one change is one release; a
    step whose inputs turn out equal then makes nothing. An input never pulled holds nothing up.
    """
    changed: Any = dg.AutomationCondition.any_deps_match(
        dg.AutomationCondition.data_version_changed()
    )
    along = dg.AutomationCondition.any_deps_match(dg.AutomationCondition.will_be_requested())
    products = along.allow(dg.AssetSelection.key_prefixes("derived"))
    own = dg.AutomationCondition.code_version_changed()
    return (
        dg.AutomationCondition.eager()
        .without(~dg.AutomationCondition.any_deps_missing())
        .replace("any_deps_updated", changed | products | own)
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
        minimum_interval_seconds=LOOK_S,
        run_tags=RUN_TAGS,
    )
