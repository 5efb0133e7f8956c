"""A temporary cluster of the product's own kind, and databases copied from one template."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from pipelines.cluster import Cluster
from pipelines.database import migrate
from pipelines.opstart import roles

READERS = tuple(role for role in roles.LOGINS if role != roles.DAGSTER_ROLE)


@contextmanager
def running(var: Path) -> Iterator[Cluster]:
    """A cluster with roles, PostGIS and migrations; gone afterwards."""
    # pytest's directories are 0700 and closed to user postgres; the cluster goes beside them.
    with tempfile.TemporaryDirectory(prefix="wzk-") as outside:
        Path(outside).chmod(0o755)
        made = Cluster(var, system_root=Path(outside))
        made.ensure()
        try:
            _hurry(made)
            migrate(made.dsn(roles.OWNER))
            yield made
        finally:
            made.destroy()


def _hurry(made: Cluster) -> None:
    """A cluster that lives as long as the tests need not survive a power cut."""
    with psycopg.connect(made.dsn("postgres"), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
        connection.execute("SELECT pg_reload_conf()")


@dataclass(frozen=True)
class Database:
    """One database of the cluster."""

    cluster: Cluster
    name: str

    def dsn(self, role: str = "woonzorg_pipeline") -> str:
        """Address as a role."""
        return self.cluster.dsn(role, self.name)

    def connect(self, role: str = "woonzorg_pipeline") -> psycopg.Connection[dict[str, Any]]:
        """A connection as a role, rows as dictionaries."""
        return psycopg.connect(self.dsn(role), autocommit=True, row_factory=dict_row)

    def rows(
        self, query: str, parameters: Any = (), role: str = "woonzorg_pipeline"
    ) -> list[dict[str, Any]]:
        """All rows of one query."""
        with self.connect(role) as connection:
            return connection.execute(query.encode(), parameters or None).fetchall()

    def value(self, query: str, parameters: Any = (), role: str = "woonzorg_pipeline") -> Any:
        """The first field of the first row."""
        found = self.rows(query, parameters, role)
        return next(iter(found[0].values())) if found else None


@contextmanager
def database(cluster: Cluster, name: str, template: str = roles.DATABASE) -> Iterator[Database]:
    """A fresh copy of the migrated database, rights on the database itself included.

    Args:
        cluster: it is in.
        name: of the copy.
        template: another database to copy; nobody may be connected to it.
    """
    with psycopg.connect(cluster.dsn("postgres", "postgres"), autocommit=True) as connection:
        form = "CREATE DATABASE {} TEMPLATE {} OWNER {}"
        names = map(sql.Identifier, (name, template, roles.OWNER))
        connection.execute(sql.SQL(form).format(*names))
        revoke = sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
        connection.execute(revoke)
        roles.ensure_database(connection, name, roles.OWNER, READERS)
    try:
        yield Database(cluster, name)
    finally:
        with psycopg.connect(cluster.dsn("postgres", "postgres"), autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)
