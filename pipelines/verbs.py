"""The steward's verbs: approve, roll back, withdraw, restore, confirm or drop column names.

Each is one function of the database, run as role woonzorg_steward, and is put on record by that
function whether it was done or refused.
"""

import json
from collections.abc import Mapping
from difflib import get_close_matches

from data.registry import dataset, downstream, layers
from pipelines.database import connect
from pipelines.errors import ConfigurationError, WoonzorgError

ORIGIN = "opdrachtregel"


def approve(dsn: str, name: str, delivery: int, *, by: str, reason: str) -> str:
    """Let a refused delivery pass the thresholds once, at the next refresh."""
    dataset(name)
    return call(
        dsn, "SELECT * FROM beheer.goedkeuren(%s, %s, %s, %s, %s)", (name, delivery, by, reason)
    )


def rollback(dsn: str, name: str, *, by: str, reason: str) -> str:
    """A new release in which a dataset and all derived from it are what they were before."""
    dataset(name)
    return call(
        dsn,
        "SELECT * FROM beheer.terugdraaien(%s, %s, %s, %s, %s)",
        (name, sorted(downstream({name})), by, reason),
    )


def withdraw(dsn: str, layer: str, *, by: str, reason: str) -> str:
    """Take a layer away from readers at once, until it is restored."""
    _known(layer)
    return call(dsn, "SELECT * FROM beheer.intrekken(%s, %s, %s, %s)", (layer, by, reason))


def restore(dsn: str, layer: str, *, by: str, reason: str) -> str:
    """Show a withdrawn layer again."""
    _known(layer)
    return call(dsn, "SELECT * FROM beheer.herstellen(%s, %s, %s, %s)", (layer, by, reason))


def confirm(
    dsn: str, name: str, supplier: str, columns: Mapping[str, str], *, by: str, reason: str
) -> str:
    """Take the proposed column names of a supplier's newest delivery for true, from now on.

    Args:
        dsn: as role woonzorg_steward.
        name: the feed.
        supplier: name of its folder.
        columns: our column -> theirs; goes before what was proposed.
        by: who decides.
        reason: why.
    """
    known = {column.name for column in dataset(name).columns}
    if wrong := sorted(set(columns) - known):
        raise ConfigurationError(f"{name} heeft geen kolom {', '.join(wrong)}.")
    told = call(
        dsn,
        "SELECT * FROM beheer.koppelen(%s, %s, %s::jsonb, %s, %s, %s)",
        (name, supplier, json.dumps(dict(columns)), by, reason),
    )
    return f"Vastgelegd voor {supplier}: {told}."


def drop_proposal(dsn: str, name: str, supplier: str, *, by: str, reason: str) -> str:
    """Drop the proposed column names of a supplier's newest delivery; it stays refused."""
    dataset(name)
    return call(
        dsn,
        "SELECT * FROM beheer.voorstel_afwijzen(%s, %s, %s, %s, %s)",
        (name, supplier, by, reason),
    )


def _known(layer: str) -> None:
    if layer not in layers():
        near = get_close_matches(layer, layers(), n=1)
        hint = f" Bedoelt u {near[0]}?" if near else " ./woonzorg status toont de lagen."
        raise ConfigurationError(f"Laag {layer} bestaat niet.{hint}")


def call(dsn: str, query: str, parameters: tuple[object, ...]) -> str:
    """Run a verb as the command line; name and reason are the last two parameters.

    Raises:
        ConfigurationError: without a name or a reason.
        WoonzorgError: the database refused; the text says why.
    """
    if not str(parameters[-2]).strip() or not str(parameters[-1]).strip():
        raise ConfigurationError(
            "Geef een naam (--by) en een reden (--reason); ze worden vastgelegd."
        )
    with connect(dsn, name="beheer") as connection:
        row = connection.execute(query, (*parameters, ORIGIN)).fetchone()
    if row is None or not row["gedaan"]:
        raise WoonzorgError(str(row["uitkomst"]) if row else "De database gaf geen antwoord.")
    return str(row["uitkomst"])
