"""Databases, roles and extension of an installation.

Schemas and grants are the migrations' work.
"""

from collections.abc import Callable

import psycopg
from psycopg import sql

from pipelines.errors import EnvironmentUnfit

OWNER = "woonzorg_owner"
MIGRATION = "woonzorg_migratie"
DAGSTER_ROLE = "woonzorg_dagster"
LOGINS = (
    "woonzorg_pipeline",
    "woonzorg_api",
    "woonzorg_api_restricted",
    "woonzorg_steward",
    "woonzorg_audit",
    DAGSTER_ROLE,
    MIGRATION,
)
"""Roles with a password. `woonzorg_owner` cannot log in: `woonzorg_migratie` takes its role."""

UNHURRIED = ("woonzorg_pipeline", DAGSTER_ROLE)
"""Roles that do not wait for the disk at every statement."""

DATABASE = "woonzorg"
DAGSTER = "dagster"


def ensure_roles(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    """Create missing roles and set every password; existing rights stay as they are."""
    present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    if OWNER not in present:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(OWNER)))
    for role in LOGINS:
        verb = "ALTER" if role in present else "CREATE"
        statement = sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(role), sql.Literal(passwords[role])))
    # A crash may lose the last second of what Dagster or a run wrote; the next run writes it again.
    # Publication itself waits for the disk, and for all that was written before it.
    for role in UNHURRIED:
        relaxed = sql.SQL("ALTER ROLE {} SET synchronous_commit = off")
        connection.execute(relaxed.format(sql.Identifier(role)))
    grant = sql.SQL("GRANT {} TO {}")
    connection.execute(grant.format(sql.Identifier(OWNER), sql.Identifier(MIGRATION)))
    # Only a member may make another role the owner of something; a superuser may anyway.
    if connection.info.parameter_status("is_superuser") != "on":
        for role in (OWNER, DAGSTER_ROLE):
            connection.execute(grant.format(sql.Identifier(role), sql.SQL("CURRENT_USER")))


def ensure_database(
    connection: psycopg.Connection, name: str, owner: str, readers: tuple[str, ...]
) -> None:
    """Create a database where the owner may make schemas and only the named roles may enter.

    On a server of someone else it may exist already: then it only gets the rights we need.
    """
    present = "SELECT 1 FROM pg_database WHERE datname = %s"
    database, role = sql.Identifier(name), sql.Identifier(owner)
    if not connection.execute(present, (name,)).fetchone():
        form = "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0"
        connection.execute(sql.SQL(form).format(database, role))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(database, role))
    grantees = sql.SQL(", ").join(map(sql.Identifier, readers))
    form = "GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}"
    connection.execute(sql.SQL(form).format(database, grantees))


def ensure_extension(connection: psycopg.Connection) -> None:
    """Install PostGIS in the connected database.

    Raises:
        EnvironmentUnfit: the server does not have it or this role may not install it.
    """
    if connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").fetchone():
        return
    try:
        connection.execute("CREATE EXTENSION postgis")
    except psycopg.Error as error:
        raise EnvironmentUnfit(
            f"PostGIS kan niet worden aangezet in database {connection.info.dbname} "
            f"({str(error).splitlines()[0]}): laat de beheerder CREATE EXTENSION postgis uitvoeren."
        ) from error


def present(connection: psycopg.Connection) -> bool:
    """Whether all roles exist on the server."""
    query = "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)"
    row = connection.execute(query, ([OWNER, *LOGINS],)).fetchone()
    return bool(row and row[0] == len(LOGINS) + 1)


def ensure_all(
    connection: psycopg.Connection,
    passwords: dict[str, str],
    enter: Callable[[str], psycopg.Connection],
    database: str = DATABASE,
) -> None:
    """Roles, both databases and PostGIS.

    Args:
        connection: a superuser, or a role with CREATEROLE and CREATEDB; autocommit.
        passwords: by login role.
        enter: gives a connection of the same role to another database.
        database: name of the product's database.
    """
    ensure_roles(connection, passwords)
    readers = tuple(role for role in LOGINS if role != DAGSTER_ROLE)
    ensure_database(connection, database, OWNER, readers)
    ensure_database(connection, DAGSTER, DAGSTER_ROLE, (DAGSTER_ROLE,))
    with enter(database) as inside:
        ensure_extension(inside)
        inside.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
