"""The steward's verbs: approve, roll back, withdraw, restore.

Each runs as role woonzorg_steward and is put on record.
"""

import psycopg

from data.registry import dataset, downstream, layers
from pipelines.database import connect
from pipelines.errors import ConfigurationError, WoonzorgError


def approve(dsn: str, name: str, delivery: int, *, by: str, reason: str) -> str:
    """Let a refused delivery pass the thresholds once, at the next refresh."""
    dataset(name)
    _call(dsn, "SELECT log.goedkeuren(%s, %s, %s, %s)", (name, delivery, by, reason))
    return f"Levering {delivery} van {name} is goedgekeurd voor de volgende verversing."


def rollback(dsn: str, name: str, *, by: str, reason: str) -> str:
    """A new release in which a dataset and all derived from it are what they were before."""
    dataset(name)
    release = _call(
        dsn,
        "SELECT log.terugdraaien(%s, %s, %s, %s)",
        (name, sorted(downstream({name})), by, reason),
    )
    return f"Release {release}: {name} en wat ervan is afgeleid staan weer op de vorige versie."


def withdraw(dsn: str, layer: str, *, by: str, reason: str) -> str:
    """Take a layer away from readers at once, until it is restored."""
    _known(layer)
    _call(dsn, "SELECT log.intrekken(%s, %s, %s)", (layer, by, reason))
    return f"Laag {layer} is ingetrokken."


def restore(dsn: str, layer: str, *, by: str, reason: str) -> str:
    """Show a withdrawn layer again."""
    _known(layer)
    _call(dsn, "SELECT log.herstellen(%s, %s, %s)", (layer, by, reason))
    return f"Laag {layer} is weer te zien."


def _known(layer: str) -> None:
    if layer not in layers():
        raise ConfigurationError(
            f"Laag {layer} bestaat niet; bekend zijn: {', '.join(sorted(layers()))}."
        )


def _call(dsn: str, query: str, parameters: tuple[object, ...]) -> object:
    if not str(parameters[-2]).strip() or not str(parameters[-1]).strip():
        raise ConfigurationError(
            "Geef een naam (--by) en een reden (--reason); ze worden vastgelegd."
        )
    try:
        with connect(dsn, name="beheer") as connection:
            row = connection.execute(query, parameters).fetchone()
    except psycopg.errors.NoDataFound as error:
        raise WoonzorgError(str(error.diag.message_primary)) from error
    return next(iter(row.values())) if row else None
