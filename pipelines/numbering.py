"""Which row of a supplier's file a row of the table was, for faults found in the table afterwards.

Belongs here: remembering row numbers by key, and writing them to quarantine. Only for spreadsheets
of partners: their rows are few, and a person must find the row again.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from psycopg import sql

from pipelines.database import Connection


@dataclass
class Numbers:
    """Key -> the row numbers of its rows with different content, in the order of the file.

    Of rows with the same content the first counts, as it does in the table.

    Attributes:
        bad: keys of rows that were set apart while conforming.
    """

    bad: set[str] = field(default_factory=set)
    _rows: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, batch: pa.RecordBatch, numbers: np.ndarray) -> None:
        """Remember the rows of a batch in our own form."""
        columns = [column.to_pylist() for column in batch.columns]
        contents = map(hash, zip(*columns, strict=True))
        keys = batch.column("id").to_pylist()
        for key, content, number in zip(keys, contents, numbers, strict=True):
            self._rows[key].setdefault(content, int(number))

    def of(self, key: str) -> list[int]:
        """The row numbers of a key; empty for one that no row had."""
        return list(self._rows.get(key, {}).values())


def write(
    connection: Connection, table: sql.Identifier, levering: int, version: int, numbers: Numbers
) -> None:
    """Give rows that were set apart in the table the number they had in the file.

    Args:
        connection: control connection.
        table: the quarantine table.
        levering: delivery whose rows are meant.
        version: in which version they were set apart.
        numbers: what was remembered while conforming.
    """
    held = connection.execute(
        sql.SQL(
            "SELECT ctid::text AS plek, inhoud ->> 'id' AS sleutel FROM {} WHERE levering = %s"
            " AND version = %s AND rij IS NULL ORDER BY ctid"
        ).format(table),
        (levering, version),
    ).fetchall()
    left: dict[str, list[int]] = {}
    found = []
    for row in held:
        rest = left.setdefault(row["sleutel"], numbers.of(row["sleutel"]))
        if rest:
            found.append((rest.pop(0), row["plek"]))
    if found:
        with connection.cursor() as cursor:
            cursor.executemany(
                sql.SQL("UPDATE {} SET rij = %s WHERE ctid = %s::tid").format(table), found
            )
