"""Keeping Dagster's own database small: it never forgets runs by itself."""

from datetime import UTC, datetime, timedelta

import dagster as dg

KEEP_DAYS = 90


@dg.asset(
    key=["onderhoud", "dagster_runs"],
    description=(
        f"Verwijdert Dagster-runs die ouder zijn dan {KEEP_DAYS} dagen, met hun gebeurtenissen."
    ),
    group_name="onderhoud",
    owners=["team:woonzorgkaart"],
)
def tidy_dagster(context: dg.AssetExecutionContext) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Delete old runs one by one, the supported way."""
    before = datetime.now(UTC) - timedelta(days=KEEP_DAYS)
    old = context.instance.get_run_records(dg.RunsFilter(created_before=before))
    for record in old:
        context.instance.delete_run(record.dagster_run.run_id)
    return dg.MaterializeResult(metadata={"verwijderd": len(old)})


monthly = dg.ScheduleDefinition(
    name="maandelijks_onderhoud",
    target=dg.AssetSelection.assets(tidy_dagster),
    cron_schedule="0 5 1 * *",
    execution_timezone="Europe/Amsterdam",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
