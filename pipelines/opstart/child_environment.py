"""The environment each kind of child process gets: its own secrets and no others."""

import json
import os
import shutil
from pathlib import Path

from pipelines.cluster import Server
from pipelines.settings import CHECKOUT, Settings

_SECRET = ("DATABASE_URL", "WOONZORG_DAGSTER_URL")


PARTNERS = "WOONZORG_GEHEIM_"
"""Keys and passwords for partners' servers, by the name the profile gives them."""

ALERTS, RESTRICTED = "WOONZORG_MELDING_", "WOONZORG_RESTRICTED_"
BESLOTEN = "WOONZORG_BESLOTEN_"
"""Settings, secrets among them, of alerts, the steward's pages and the restricted API."""


def _is_secret(name: str) -> bool:
    database = name.startswith("PG") or (name.startswith("WOONZORG_") and name.endswith("_DSN"))
    own = name.startswith((PARTNERS, ALERTS, RESTRICTED, BESLOTEN))
    return database or name in _SECRET or own


def _told(prefix: str) -> dict[str, str]:
    """The user's own settings of one part, which no other child gets."""
    return {
        name: text
        for name, text in os.environ.items()
        if name.startswith(prefix) and not name.endswith("_DSN")
    }


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


def for_restricted(settings: Settings, server: Server, digest: str, secret: Path) -> dict[str, str]:
    """The steward's pages: a role to read with and a role to act with.

    Args:
        settings: of the installation.
        server: the database.
        digest: SHA-256 of the secret in the printed link; empty with an identity provider.
        secret: file that API keys are hashed with.
    """
    own = common(settings) | _told(RESTRICTED)
    own.setdefault("WOONZORG_RESTRICTED_PUBLIC_URL", f"http://127.0.0.1:{settings.port}")
    return own | {
        "WOONZORG_RESTRICTED_VAR": str(settings.var.absolute()),
        "WOONZORG_RESTRICTED_PORT": str(settings.restricted_port),
        "WOONZORG_RESTRICTED_API_DSN": server.dsn("woonzorg_api_restricted"),
        "WOONZORG_RESTRICTED_STEWARD_DSN": server.dsn("woonzorg_steward"),
        "WOONZORG_RESTRICTED_LOCAL_LINK": digest,
        "WOONZORG_RESTRICTED_KEY_SECRET_FILE": str(secret),
    }


def for_besloten(settings: Settings, server: Server, secret: Path) -> dict[str, str]:
    """The restricted API: a role to read with and a role that adds to the record.

    Args:
        settings: of the installation.
        server: the database.
        secret: file that API keys are hashed with.
    """
    own = common(settings) | _told(BESLOTEN)
    return own | {
        "WOONZORG_BESLOTEN_VAR": str(settings.var.absolute()),
        "WOONZORG_BESLOTEN_PORT": str(settings.besloten_port),
        "WOONZORG_BESLOTEN_API_DSN": server.dsn("woonzorg_api_restricted"),
        "WOONZORG_BESLOTEN_AUDIT_DSN": server.dsn("woonzorg_audit"),
        "WOONZORG_BESLOTEN_KEY_SECRET_FILE": str(secret),
    }


def for_pipeline(settings: Settings, server: Server) -> dict[str, str]:
    """A refresh and Dagster: role `woonzorg_pipeline`, and Dagster's own database."""
    return (
        common(settings)
        | _told(PARTNERS)
        | _told(ALERTS)
        | {
            "WOONZORG_PIPELINE_DSN": server.dsn("woonzorg_pipeline"),
            "WOONZORG_DAGSTER_URL": server.sqlalchemy_url(
                "woonzorg_dagster", "dagster", "psycopg2"
            ),
            "DAGSTER_HOME": str(dagster_home(settings.var)),
        }
    )


def dagster_home(var: Path) -> Path:
    """`var/dagster` with the settings file of `deploy/dagster.yaml`; that holds no secret."""
    home = var.absolute() / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(CHECKOUT / "deploy" / "dagster.yaml", home / "dagster.yaml")
    return home
