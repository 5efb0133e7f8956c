"""A PostgreSQL server that someone else runs, named by `DATABASE_URL`."""

from pathlib import Path
from typing import Literal

import psycopg
from psycopg.conninfo import conninfo_to_dict

from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import roles, secrets
from pipelines.opstart.dsn import libpq_url


class ExternalServer:
    """Roles and databases on a server that is not ours to start or stop.

    Args:
        url: libpq URL of a role that may make roles and databases; its database becomes the
            product's.
        var: where the passwords of the product's roles are kept.
    """

    def __init__(self, url: str, var: Path) -> None:
        """Take the address apart; nothing is asked of the server yet."""
        try:
            parts = {
                key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None
            }
        except psycopg.ProgrammingError as error:
            raise EnvironmentUnfit(
                f"DATABASE_URL is geen geldig databaseadres: {str(error).strip()}"
            ) from error
        self._url = url
        self._database = parts.pop("dbname", roles.DATABASE)
        self._server = {
            key: value for key, value in parts.items() if key not in ("user", "password", "options")
        }
        self._password_file = var.absolute() / "server.wachtwoorden.json"

    def ensure(self) -> None:
        """Create what is missing: roles, the Dagster database, PostGIS.

        Raises:
            EnvironmentUnfit: the server does not answer, or its role may not do this.
        """
        known = secrets.load(self._password_file)
        words = secrets.make(self._password_file, roles.LOGINS)
        try:
            with psycopg.connect(self._url, autocommit=True, connect_timeout=10) as connection:
                if known.keys() >= set(roles.LOGINS) and roles.present(connection):
                    return
                roles.ensure_all(connection, words, self._into, self._database)
        except psycopg.OperationalError as error:
            raise EnvironmentUnfit(
                f"De databaseserver van DATABASE_URL antwoordt niet: {_first(error)}"
            ) from error
        except psycopg.Error as error:
            raise EnvironmentUnfit(
                f"De rol van DATABASE_URL mag niet wat nodig is ({_first(error)}): geef haar "
                "CREATEROLE en CREATEDB, of laat de beheerder de rollen en databases maken."
            ) from error

    def _into(self, database: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self._url, dbname=database, autocommit=True, connect_timeout=10)

    def dsn(self, role: str, database: str = roles.DATABASE) -> str:
        """Libpq URL of a role on that server."""
        return self._address(role, database, "postgresql")

    def sqlalchemy_url(
        self, role: str, database: str = roles.DATABASE, driver: str = "psycopg"
    ) -> str:
        """SQLAlchemy URL of the same."""
        return self._address(role, database, f"postgresql+{driver}")

    def _address(self, role: str, database: str, scheme: str) -> str:
        become = roles.OWNER if role == roles.OWNER else None
        login = roles.MIGRATION if become else role
        words = secrets.load(self._password_file)
        if login not in words:
            raise EnvironmentUnfit(
                "De databaseserver is nog niet ingericht: begin met ./woonzorg up."
            )
        name = self._database if database == roles.DATABASE else database
        return libpq_url(login, words[login], name, self._server, become, scheme)

    def state(self) -> Literal["extern"]:
        """Always `extern`: not ours to judge."""
        return "extern"

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Nothing: the server belongs to someone else."""


def _first(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["geen melding"])[0]
