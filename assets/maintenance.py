"""What runs by the clock whatever the feeds do: forgetting old runs, telling what is overdue.

Dagster never forgets runs by itself.
"""

from datetime import UTC, datetime, timedelta

import dagster as dg

from assets.resources import Run
from pipelines.alerts import news as alerts
from pipelines.database import connect
from pipelines.settings import Settings

KEEP_DAYS = 90
BATCH = 200
DONE = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@dg.asset(
    key=["onderhoud", "dagster_runs"],
    description=(
        f"Verwijdert Dagster-runs die ouder zijn dan {KEEP_DAYS} dagen, met hun gebeurtenissen; "
        "de run die een dataset of laag het laatst maakte blijft."
    ),
    group_name="onderhoud",
    owners=["team:woonzorgkaart"],
    kinds={"postgres"},
)
def tidy_dagster(context: dg.AssetExecutionContext) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Delete old runs one by one, the supported way."""
    return dg.MaterializeResult(metadata={"verwijderd": delete_old_runs(context.instance)})


def delete_old_runs(instance: dg.DagsterInstance) -> int:
    """Delete finished runs that are too old.

    The run that last made an asset stays: without it a yearly dataset would look never made, and
    automation would make everything from it again.

    Returns:
        Number of runs deleted.
    """
    before = datetime.now(UTC) - timedelta(days=KEEP_DAYS)
    old: list[str] = []
    page = dg.RunsFilter(created_before=before, statuses=DONE)
    while records := instance.get_run_records(page, limit=BATCH, cursor=old[-1] if old else None):
        old += [record.dagster_run.run_id for record in records]
    latest = _latest_runs(instance)
    superseded = [run_id for run_id in old if run_id not in latest]
    for run_id in superseded:
        instance.delete_run(run_id)
    return len(superseded)


def _latest_runs(instance: dg.DagsterInstance) -> set[str]:
    records = instance.get_asset_records(instance.get_asset_keys())
    return {r.asset_entry.last_run_id for r in records if r.asset_entry.last_run_id} | {
        r.asset_entry.last_materialization_record.run_id
        for r in records
        if r.asset_entry.last_materialization_record
    }


monthly = dg.ScheduleDefinition(
    name="maandelijks_onderhoud",
    target=dg.AssetSelection.assets(tidy_dagster),
    cron_schedule="0 5 1 * *",
    execution_timezone="Europe/Amsterdam",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)


@dg.op(name="kijken", description="Zoekt wat te laat, geweigerd of onbereikbaar is, en meldt het.")
def look(run: Run) -> None:
    """Overdue deliveries show by the passing of days, without any refresh."""
    with connect(run.dsn, name="meldingen") as connection:
        alerts.run(connection, Settings(), alerts.configured())


@dg.job(name="meldingen", executor_def=dg.in_process_executor)
def tell() -> None:
    """Tell what is overdue."""
    look()


daily = dg.ScheduleDefinition(
    name="dagelijkse_meldingen",
    job=tell,
    cron_schedule="30 7 * * *",
    execution_timezone="Europe/Amsterdam",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
