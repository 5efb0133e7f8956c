"""The commands that make, publish and serve: demo, up, refresh, serve."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipelines import cluster
from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import (
    child_environment,
    commands,
    installation,
    machine,
    packages,
    postgres,
    sample,
)
from pipelines.opstart.installation import Installation
from pipelines.opstart.progress import console, step
from pipelines.services import Service, Services
from pipelines.settings import CHECKOUT, Settings

DEMO_GIB = 3.0
SERVE_GIB = 0.5
BESIDE = ("refresh", "serve --restricted", "serve --besloten")
"""Commands that run beside one that serves."""


@contextmanager
def database(settings: Settings, name: str) -> Iterator[cluster.Server]:
    """The server, installed, running and with its fixed tables, while a command needs it."""
    server = cluster.server(settings)
    if not (settings.database_url or postgres.installations()):
        with step("PostgreSQL met PostGIS installeren") as say:
            packages.ensure_postgis(say)
    with ExitStack() as stack:
        if server.state() == "afwezig":
            with step("Database inrichten"):
                stack.enter_context(commands.using(server, settings.var, name))
                migrate(server)
        else:
            stack.enter_context(commands.using(server, settings.var, name))
            migrate(server)
        yield server


def migrate(server: cluster.Server) -> None:
    """Bring the fixed tables to the newest revision."""
    from pipelines import database as connections  # alembic costs a second; most commands need none

    connections.migrate(server.dsn("woonzorg_owner"))


def demo(settings: Settings, wanted: Installation, *, serve: bool) -> int:
    """Sample, refresh through the connectors, and when asked map, API and Dagster in front."""
    require(settings, DEMO_GIB, serve=serve)
    installation.settle(settings.var, wanted)
    settings = installation.apply(settings, wanted)
    with database(settings, "demo") as server, Services(settings.var) as services:
        viewer = start_viewer(settings, services) if serve else None
        settings = with_sample(settings, wanted, services)
        if viewer is None:
            return refresh_with(settings, server, services)
        return refresh_and_present(settings, server, services, viewer)


def up(settings: Settings, wanted: Installation, gibibytes: float) -> int:
    """As the demo, with live data of a profile."""
    require(settings, DEMO_GIB + gibibytes, serve=True)
    installation.settle(settings.var, wanted)
    settings = installation.apply(settings, wanted)
    with database(settings, "up") as server, Services(settings.var) as services:
        viewer = start_viewer(settings, services)
        return refresh_and_present(settings, server, services, viewer)


def refresh(settings: Settings, wanted: Installation, only: Sequence[str]) -> int:
    """One refresh; its exit status is the run's."""
    installation.settle(settings.var, wanted)
    settings = installation.apply(settings, wanted)
    with database(settings, "refresh") as server, Services(settings.var) as services:
        settings = with_sample(settings, wanted, services)
        return refresh_with(settings, server, services, only)


def serve(settings: Settings) -> int:
    """The API and the map, on whatever was published last."""
    require(settings, SERVE_GIB, serve=True, dagster=False)
    present_data = installation.read(settings.var)
    if present_data is not None:
        settings = installation.apply(settings, present_data)
    with database(settings, "serve") as server, Services(settings.var) as services:
        viewer = start_viewer(settings, services)
        return present(settings, server, services, viewer, dagster=False)


def require(settings: Settings, gibibytes: float, *, serve: bool, dagster: bool = True) -> None:
    """Refuse a machine without the ports and the room, before anything is started."""
    settings.var.mkdir(parents=True, exist_ok=True)
    busy = [one.name for one in commands.running(settings.var) if one.name not in BESIDE]
    if serve and busy:
        raise EnvironmentUnfit(
            f"./woonzorg {busy[0]} draait al voor deze installatie: stop die met ./woonzorg down."
        )
    machine.require_room(settings.var, gibibytes)
    if serve:
        machine.require_port(settings.port, "WOONZORG_PORT")
    if serve and dagster:
        machine.require_port(settings.dagster_port, "WOONZORG_DAGSTER_PORT")


def with_sample(settings: Settings, wanted: Installation, services: Services) -> Settings:
    """For made-up data: the feeds made and offered, and a host map that leads to them."""
    if not wanted.fictief:
        return settings
    with step("Voorbeeldgegevens"):
        sample.ensure(settings, wanted, services)
        return sample.publish(settings, services)


def refresh_with(
    settings: Settings, server: cluster.Server, services: Services, only: Sequence[str] = ()
) -> int:
    """Run `pipelines.refresh` as a process, which shows its own progress and table."""
    command = [sys.executable, "-m", "pipelines.refresh"]
    if only:
        command += ["--only", *only]
    return services.run("verversen", command, child_environment.for_pipeline(settings, server))


def refresh_and_present(
    settings: Settings, server: cluster.Server, services: Services, viewer: Service
) -> int:
    """Refresh, and serve whatever is good: one refused delivery keeps nobody from the map."""
    if refresh_with(settings, server, services) != 0:
        console.print("Niet alles is ververst; de laatste goede stand blijft staan.")
    return present(settings, server, services, viewer, dagster=True)


def start_viewer(settings: Settings, services: Services) -> Service:
    """Build the viewer beside the other work."""
    command = [sys.executable, "-m", "pipelines.opstart.viewer"]
    return services.start("viewer", command, child_environment.common(settings))


def present(
    settings: Settings,
    server: cluster.Server,
    services: Services,
    viewer: Service | None,
    *,
    dagster: bool,
) -> int:
    """Serve in the foreground until the user stops us."""
    if viewer is not None:
        with step("Kaart bouwen"):
            if services.finish(viewer) != 0:
                raise EnvironmentUnfit(viewer.last_words())
    with step("API starten"):
        start_api(settings, server, services)
    base = f"http://127.0.0.1:{settings.port}"
    console.print(f"Kaart:   {base}/kaart\nAPI:     {base}/v1", markup=False)
    if dagster:
        with step("Dagster starten"):
            start_dagster(settings, server, services)
        console.print(f"Dagster: http://127.0.0.1:{settings.dagster_port}", markup=False)
    console.print("Stoppen met Ctrl-C.")
    services.watch(lambda: alive(server))
    return 0


def alive(server: cluster.Server) -> None:
    """Refuse to go on without a database.

    Raises:
        EnvironmentUnfit: the server has gone.
    """
    if server.state() == "gestopt":
        log = server.log if isinstance(server, cluster.Cluster) else ""
        raise EnvironmentUnfit(
            f"PostgreSQL is onverwacht gestopt; zie {log}. Start opnieuw met ./woonzorg serve: wat "
            "gepubliceerd is, blijft staan."
        )


def start_api(settings: Settings, server: cluster.Server, services: Services) -> None:
    """The public API, which knows the address of its own role only."""
    environment = child_environment.for_api(settings, server)
    api = services.start("api", [sys.executable, "-m", "geo_api"], environment)
    services.wait_for_url(api, f"http://127.0.0.1:{settings.port}/health/live")


def start_dagster(settings: Settings, server: cluster.Server, services: Services) -> None:
    """Dagster's web server and daemon."""
    environment = child_environment.for_pipeline(settings, server)
    programs = Path(sys.executable).parent
    place = ["-w", str(CHECKOUT / "workspace.yaml")]
    listen = ["-h", "127.0.0.1", "-p", str(settings.dagster_port)]
    web = services.start(
        "dagster-web", [str(programs / "dagster-webserver"), *place, *listen], environment
    )
    services.start("dagster-daemon", [str(programs / "dagster-daemon"), "run", *place], environment)
    services.wait_for_url(web, f"http://127.0.0.1:{settings.dagster_port}/server_info", seconds=120)
