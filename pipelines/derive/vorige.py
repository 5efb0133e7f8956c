"""Earlier versions of a feed that are still kept, to tell what a delivery changed."""

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
