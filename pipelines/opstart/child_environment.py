"""The environment each kind of child process gets: its own secrets and no others."""

import json
import os
import shutil
from pathlib import Path

from pipelines.cluster import Server
from pipelines.settings import CHECKOUT, Settings

_SECRET = ("DATABASE_URL", "WOONZORG_DAGSTER_URL")


def _is_secret(name: str) -> bool:
    database = name.startswith("PG") or (name.startswith("WOONZORG_") and name.endswith("_DSN"))
    return database or name in _SECRET


def common(settings: Settings) -> dict[str, str]:
    """What every child may know: the user's environment without secrets, and the settings."""
    inherited = {name: text for name, text in os.environ.items() if not _is_secret(name)}
    if inherited.pop("PYTHONDONTWRITEBYTECODE", ""):
        # Compiling Dagster and pandas costs ten seconds at every start: kept outside the checkout.
        inherited.setdefault("PYTHONPYCACHEPREFIX", str(settings.var.absolute() / "bytecode"))
    return inherited | {
        "WOONZORG_VAR": str(settings.var.absolute()),
        "WOONZORG_PORT": str(settings.port),
        "WOONZORG_DAGSTER_PORT": str(settings.dagster_port),
        "WOONZORG_PROFILE": settings.profile,
        "WOONZORG_GEMEENTE": json.dumps(settings.gemeente),
        "WOONZORG_HOSTS": json.dumps(settings.hosts),
        "WOONZORG_FICTIEF": json.dumps(settings.fictief),
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": str(CHECKOUT),
    }


def for_api(settings: Settings, server: Server) -> dict[str, str]:
    """The public API: the address of role `woonzorg_api` and nothing more."""
    return common(settings) | {"WOONZORG_API_DSN": server.dsn("woonzorg_api")}


def for_pipeline(settings: Settings, server: Server) -> dict[str, str]:
    """A refresh and Dagster: role `woonzorg_pipeline`, and Dagster's own database."""
    return common(settings) | {
        "WOONZORG_PIPELINE_DSN": server.dsn("woonzorg_pipeline"),
        "WOONZORG_DAGSTER_URL": server.sqlalchemy_url("woonzorg_dagster", "dagster", "psycopg2"),
        "DAGSTER_HOME": str(dagster_home(settings.var)),
    }


def dagster_home(var: Path) -> Path:
    """`var/dagster` with the settings file of `deploy/dagster.yaml`; that holds no secret."""
    home = var.absolute() / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(CHECKOUT / "deploy" / "dagster.yaml", home / "dagster.yaml")
    return home
