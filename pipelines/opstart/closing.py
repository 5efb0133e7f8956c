"""The commands that look at and end what runs: status, down."""

import os
import shutil
import signal
import sys
import time

from rich.table import Table

from pipelines import cluster
from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import child_environment, commands, installation, processes
from pipelines.opstart.flows import database
from pipelines.opstart.progress import console
from pipelines.services import Services
from pipelines.settings import Settings

# A refresh ends its step and Dagster its run before they go.
_PATIENCE_SECONDS = 40


def down(settings: Settings, *, erase: bool) -> None:
    """End the commands of this installation, what they left, and the database server.

    Raises:
        EnvironmentUnfit: a command does not end.
    """
    running = commands.running(settings.var)
    for command in running:
        os.kill(command.pid, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while any(command.alive for command in running) and time.monotonic() < deadline:
        time.sleep(0.1)
    if left := [command for command in running if command.alive]:
        raise EnvironmentUnfit(
            f"./woonzorg {left[0].name} (proces {left[0].pid}) stopt niet: beëindig dat proces."
        )
    processes.end_orphans(settings.var)
    server = cluster.server(settings)
    server.stop()
    if erase and isinstance(server, cluster.Cluster):
        server.destroy()
        shutil.rmtree(settings.var, ignore_errors=True)
    console.print("Alles is gestopt." + (" De gegevens zijn gewist." if erase else ""))


def status(settings: Settings) -> int:
    """Processes, then what `pipelines.status` tells of releases and freshness."""
    table = Table("proces", "nummer", "van opdracht", title="Processen")
    running = commands.running(settings.var)
    for command in running:
        table.add_row(f"./woonzorg {command.name}", str(command.pid), "")
    for process in sorted(processes.marked(settings.var), key=lambda one: one.pid):
        table.add_row(process.service, str(process.pid), str(process.command))
    server = cluster.server(settings)
    if table.row_count:
        console.print(table)
    else:
        console.print("Er draait geen opdracht.")
    console.print(f"PostgreSQL: {server.state()}")
    if server.state() == "afwezig":
        console.print("Er is nog niets ingericht: begin met ./woonzorg demo of ./woonzorg up.")
        return 0
    if present := installation.read(settings.var):
        settings = installation.apply(settings, present)
    with database(settings, "status") as ready, Services(settings.var) as services:
        environment = child_environment.for_pipeline(settings, ready)
        return services.run("status", [sys.executable, "-m", "pipelines.status"], environment)
