"""Keys of machines and rights of groups on restricted layers: the verbs, and what there is.

Each verb is one function of the database, run as role woonzorg_steward, and is put on record by
that function whether it was done or refused.
"""

from collections.abc import Sequence
from typing import Any

from data import toegang
from pipelines.database import connect
from pipelines.errors import ConfigurationError
from pipelines.verbs import call


def make_key(
    dsn: str,
    secret: bytes,
    owner: str,
    *,
    rights: Sequence[tuple[str, str]],
    days: int,
    by: str,
    reason: str,
) -> tuple[str, str]:
    """A new key.

    Args:
        dsn: as role woonzorg_steward.
        secret: of the installation; keys are kept as HMAC with it.
        owner: organisation that gets it.
        rights: kind (`laag` or `thema`) and name of what it may read.
        days: how long it holds, 180 at most.
        by: who decides.
        reason: why.

    Returns:
        The key, which cannot be shown again, and a sentence.

    Raises:
        ConfigurationError: a name that no restricted layer has.
        WoonzorgError: the database refuses.
    """
    for kind, name in rights:
        known(kind, name)
    made = toegang.new()
    row = (*toegang.making(made, secret, owner, days, rights), by, reason)
    return made.text, call(dsn, toegang.MAKE, row)


def withdraw_key(dsn: str, number: str, *, by: str, reason: str) -> str:
    """Make a key worthless, at once."""
    return call(dsn, toegang.WITHDRAW, (number, by, reason))


def grant(dsn: str, group: str, kind: str, name: str, *, by: str, reason: str) -> str:
    """Let a group at the identity provider read a restricted layer, or all of a theme."""
    known(kind, name)
    row = (group, kind, name, by, reason)
    return call(dsn, toegang.GRANT, row)


def revoke(dsn: str, group: str, kind: str, name: str, *, by: str, reason: str) -> str:
    """Take that right back, at once."""
    row = (group, kind, name, by, reason)
    return call(dsn, toegang.REVOKE, row)


def keys(dsn: str) -> list[dict[str, Any]]:
    """Every key there ever was, newest first, with its rights in words.

    Args:
        dsn: as role woonzorg_api_restricted.
    """
    query = (
        "SELECT s.*, (SELECT coalesce(string_agg(r.soort || ' ' || r.naam, ', ' ORDER BY 1), '')"
        " FROM beheer.recht r WHERE r.houder = 'sleutel' AND r.van = s.id) AS rechten"
        " FROM beheer.sleutel s ORDER BY gemaakt DESC"
    )
    with connect(dsn, name="toegang") as connection:
        return connection.execute(query).fetchall()


def groups(dsn: str) -> list[dict[str, Any]]:
    """Every right of every group.

    Args:
        dsn: as role woonzorg_api_restricted.
    """
    query = (
        "SELECT van, soort, naam, sinds FROM beheer.recht WHERE houder = 'groep' ORDER BY 1, 2, 3"
    )
    with connect(dsn, name="toegang") as connection:
        return connection.execute(query).fetchall()


def known(kind: str, name: str) -> None:
    """Refuse a name that gives nobody anything.

    Raises:
        ConfigurationError: with the nearest name that does.
    """
    if wrong := toegang.unknown(kind, name):
        raise ConfigurationError(wrong)
