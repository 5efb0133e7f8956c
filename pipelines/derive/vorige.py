"""Earlier versions of a dataset that are still kept, to tell what a newer one changed."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipelines.inputs import Inputs


def earlier(inputs: Inputs, name: str, columns: list[str]) -> Iterator[pd.DataFrame]:
    """Rows of each good version before the one in use, the newest first.

    Args:
        inputs: of the derivation.
        name: a feed that is there.
        columns: to read.
    """
    records: list[dict[str, Any]] = inputs.work.connection.execute(
        "SELECT version FROM log.versie WHERE dataset = %s AND toestand = 'goed' AND version < %s"
        " ORDER BY version DESC",
        (name, inputs.versions[name]["version"]),
    ).fetchall()
    for record in records:
        yield inputs.frame(name, columns, record)


def same_method(inputs: Inputs, name: str) -> dict[str, Any] | None:
    """The version before the one in use, of the same method and division; None where none is kept.

    Args:
        inputs: of the derivation.
        name: a dataset that is there.
    """
    now = inputs.versions[name]
    found: dict[str, Any] | None = inputs.work.connection.execute(
        "SELECT * FROM log.versie WHERE dataset = %s AND toestand = 'goed' AND version < %s"
        " AND methode_versie = %s AND indelingsjaar IS NOT DISTINCT FROM %s"
        " ORDER BY version DESC LIMIT 1",
        (name, now["version"], now["methode_versie"], now["indelingsjaar"]),
    ).fetchone()
    return found
