"""Addresses of databases as URLs that psycopg, ADBC, SQLAlchemy, libpq and Dagster all read."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode


def libpq_url(
    role: str,
    password: str,
    database: str,
    server: Mapping[str, str],
    become: str | None = None,
    scheme: str = "postgresql",
) -> str:
    """One URL; host and port stand in the query because a socket directory fits nowhere else.

    Args:
        role: login role.
        password: its password; empty leaves it out.
        database: database name.
        server: libpq parameters of the server (`host`, `port`, `sslmode`, …).
        become: role taken right after login (`SET ROLE`), so that what is made belongs to it.
        scheme: `postgresql` for libpq, `postgresql+psycopg` and the like for SQLAlchemy.
    """
    user = quote(role, safe="") + (f":{quote(password, safe='')}" if password else "")
    query = dict(server) | ({"options": f"-c role={become}"} if become else {})
    return f"{scheme}://{user}@/{quote(database, safe='')}?{urlencode(query, quote_via=quote)}"
