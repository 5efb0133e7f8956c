"""Runs that were killed: Dagster goes on calling them busy, and would start nothing after them.

Its run monitoring sees a killed run of the default launcher only when the longest run time is over.
So every run notes its process, and who finds that process gone closes the run.
"""

import json
import os
import socket
from contextlib import suppress

import dagster as dg

from pipelines.opstart.processes import start_time

TAG = "woonzorg/proces"
BUSY = [
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def mark() -> str:
    """This process, as a tag of its run: host, number and start time."""
    pid = os.getpid()
    return json.dumps({"host": socket.gethostname(), "pid": pid, "begin": start_time(pid)})


def is_dead(tag: str) -> bool:
    """Whether the process of a tag was on this host and is gone."""
    noted = {}
    with suppress(ValueError):
        noted = json.loads(tag)
    here = bool(noted) and noted.get("host") == socket.gethostname()
    return here and start_time(int(noted["pid"])) != noted["begin"]


def close_dead_runs(instance: dg.DagsterInstance) -> list[str]:
    """Close the runs whose process is gone.

    Returns:
        Their ids.
    """
    closed = []
    for run in instance.get_runs(dg.RunsFilter(statuses=BUSY)):
        if is_dead(run.tags.get(TAG, "")):
            instance.report_run_failed(run, "Het proces van deze run is gestopt of gedood.")
            closed.append(run.run_id)
    return closed


def leftovers_sensor() -> dg.SensorDefinition:
    """Closes killed runs, so that the queue goes on."""

    @dg.sensor(
        name="gestopte_runs",
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Sluit runs af waarvan het proces is verdwenen; anders wacht de rij op ze.",
    )
    def sense(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        closed = close_dead_runs(context.instance)
        return dg.SkipReason(f"{len(closed)} runs afgesloten" if closed else "niets te doen")

    return sense
