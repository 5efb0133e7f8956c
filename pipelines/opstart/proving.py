"""The commands that prove the product: test, bench."""

import os
import sys
from collections.abc import Sequence

from pipelines.errors import ConfigurationError
from pipelines.opstart import child_environment, packages, postgres, viewer
from pipelines.opstart.flows import database
from pipelines.opstart.progress import step
from pipelines.services import Services
from pipelines.settings import CHECKOUT, Settings

_PROGRAMS = {"chromium": "chromium", "ogr2ogr": "gdal-bin"}
BENCHES = CHECKOUT / "tests" / "bench"
# Half of the time a test waits for a process or a database: two at once halve the whole. A file is
# kept together, for its tests share a published installation.
_TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def prove(settings: Settings, arguments: Sequence[str], *, soak: bool) -> int:
    """Run pytest as a process; nothing is printed after its closing line."""
    prepare(settings)
    if not viewer.is_current():
        with step("Kaart bouwen"):
            viewer.ensure_built()
    choice = [] if soak else ["-m", "not soak"]
    parallel = () if arguments or (os.cpu_count() or 1) < 2 else _TWO_AT_ONCE
    command = [sys.executable, "-m", "pytest", *choice, *parallel, *arguments]
    with Services(settings.var) as services:
        return services.run("test", command, child_environment.common(settings))


def bench(settings: Settings, names: Sequence[str]) -> int:
    """Run measurements one after the other; the first failure is the exit status.

    Raises:
        ConfigurationError: a name is not a measurement.
    """
    known = sorted(path.stem for path in BENCHES.glob("[a-z]*.py"))
    if unknown := [name for name in names if name not in known]:
        raise ConfigurationError(f"Meting {unknown[0]} bestaat niet; wel: {', '.join(known)}.")
    prepare(settings)
    with database(settings, "bench") as server, Services(settings.var) as services:
        environment = child_environment.for_pipeline(settings, server)
        environment["WOONZORG_OWNER_DSN"] = server.dsn("woonzorg_owner")
        for name in names or known:
            command = [sys.executable, str(BENCHES / f"{name}.py")]
            if status := services.run("bench", command, environment):
                return status
    return 0


def prepare(settings: Settings) -> None:
    """PostGIS, a browser and GDAL's programs, installed when they are missing."""
    settings.var.mkdir(parents=True, exist_ok=True)
    if not postgres.installations():
        with step("PostgreSQL met PostGIS installeren") as say:
            packages.ensure_postgis(say)
    if packages.missing(_PROGRAMS):
        with step("Browser en GDAL installeren") as say:
            packages.ensure_programs(_PROGRAMS, say)
