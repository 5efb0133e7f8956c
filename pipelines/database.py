"""Ways into the database.

Control statements (psycopg), bulk Arrow streams (ADBC), migrations, locks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

import data
from pipelines.errors import PublicationRefused

if TYPE_CHECKING:
    import adbc_driver_postgresql.dbapi as adbc

Connection = psycopg.Connection[dict[str, Any]]

RUN_LOCK = "woonzorg.verversen"
PUBLISH_LOCK = "woonzorg.publiceren"


def connect(dsn: str, *, name: str = "pijplijn") -> Connection:
    """A control connection with rows as dictionaries.

    Autocommit, so a transaction is always written out.
    """
    return psycopg.connect(
        dsn, autocommit=True, row_factory=dict_row, application_name=f"woonzorg {name}"
    )


def one(
    connection: Connection, query: str | sql.Composable, parameters: Any = ()
) -> dict[str, Any]:
    """The first row of a query that always gives one."""
    row = connection.execute(cast("Any", query), parameters).fetchone()
    if row is None:
        raise LookupError(f"geen rij voor: {query}")
    return row


@contextmanager
def durable(connection: Connection) -> Iterator[None]:
    """A transaction that has reached the disk, with all before it, when it is left.

    The role of the pipeline does not wait for the disk: what a crash of the server takes, the next
    run makes again. Not so what readers were told, or what lets a file be erased.
    """
    with connection.transaction():
        connection.execute("SET LOCAL synchronous_commit = on")
        yield


def bulk_connection(dsn: str) -> "adbc.Connection":
    """A connection that takes and gives Arrow."""
    import adbc_driver_postgresql.dbapi as adbc  # loads pandas; a run without news needs neither

    return adbc.connect(dsn)


@contextmanager
def bulk(connection: "adbc.Connection") -> Iterator["adbc.Connection"]:
    """One transaction of a bulk connection: commits at the end, rolls back on an error."""
    try:
        yield connection
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def migrate(owner_dsn: str) -> None:
    """Bring the fixed tables to the newest revision.

    Args:
        owner_dsn: address of a role that may become `woonzorg_owner`.
    """
    import sqlalchemy  # with alembic half a second, and only a start of the installation migrates
    from alembic import command
    from alembic.config import Config

    url = sqlalchemy.make_url(owner_dsn).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)
    config = Config()
    config.set_main_option("script_location", str(Path(data.__file__).parent / "migrations"))
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("SET ROLE woonzorg_owner"))
        connection.execute(sqlalchemy.text("CREATE SCHEMA IF NOT EXISTS log"))
        connection.commit()
        connection.execute(sqlalchemy.text("SET ROLE woonzorg_owner"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    engine.dispose()


@contextmanager
def run_lock(dsn: str, *, wait_seconds: float) -> Iterator[None]:
    """Only one refresh at a time, whoever starts it; held by a session of its own.

    Raises:
        PublicationRefused: another run holds the lock longer than we wait.
    """
    with connect(dsn, name="slot") as connection:
        connection.execute(f"SET lock_timeout = {int(wait_seconds * 1000) or 1}")
        try:
            connection.execute("SELECT pg_advisory_lock(hashtext(%s))", (RUN_LOCK,))
        except psycopg.errors.LockNotAvailable as error:
            raise PublicationRefused(
                "Er loopt al een verversing; wacht tot die klaar is (./woonzorg status) en "
                "probeer het opnieuw."
            ) from error
        yield
