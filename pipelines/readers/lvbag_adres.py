"""The main address beside each object of a BAG 2.0 extract, which keeps the two apart.

Belongs here: current Nummeraanduidingen, Openbare ruimten and Woonplaatsen, kept in a file so that
the ten million of the whole country fit beside a small memory. Not here: reading XML (`lvbag.py`).
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

FIELDS = (
    pa.field("toevoeging", pa.string()),
    pa.field("openbare_ruimte_naam", pa.string()),
    pa.field("woonplaats_naam", pa.string()),
    pa.field("huisnummer", pa.int64()),
    pa.field("huisletter", pa.string()),
    pa.field("postcode", pa.string()),
)
MAIN = "hoofdadresNummeraanduidingRef"
TABLES = {
    "WPL": ("plaats", ("identificatie", "naam")),
    "OPR": ("ruimte", ("identificatie", "naam", "woonplaatsRef")),
    "NUM": (
        "nummer",
        (
            "identificatie",
            "huisnummer",
            "huisletter",
            "huisnummerToevoeging",
            "postcode",
            "openbareruimteRef",
            "woonplaatsRef",
        ),
    ),
}
ENDS = ("eindGeldigheid", "eindRegistratie", "tijdstipInactief")
BESIDE = """
SELECT n.huisnummerToevoeging, r.naam, p.naam, n.huisnummer, n.huisletter, n.postcode
FROM json_each(?) gevraagd
LEFT JOIN nummer n ON n.identificatie = gevraagd.value
LEFT JOIN ruimte r ON r.identificatie = n.openbareruimteRef
LEFT JOIN plaats p ON p.identificatie = coalesce(n.woonplaatsRef, r.woonplaatsRef)
ORDER BY gevraagd.key
"""


class Source(Protocol):
    """What is needed of an extract."""

    def batches(self, kind: str) -> Iterator[tuple[str, pa.RecordBatch]]:
        """All objects of a kind."""


def wanted(schema: pa.Schema) -> bool:
    """Whether objects of this kind refer to a main address."""
    return MAIN in schema.names


class Addresses:
    """Current addresses by id."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use a database that `opened` filled."""
        self._connection = connection

    def beside(self, batch: pa.RecordBatch) -> list[pa.Array]:
        """The columns of `FIELDS` for the objects of a batch; null where there is no address."""
        asked = json.dumps(batch.column(MAIN).to_pylist())
        rows = self._connection.execute(BESIDE, (asked,)).fetchall()
        columns = zip(*rows, strict=True) if rows else ((),) * len(FIELDS)
        return [
            pa.array(list(values), field.type)
            for values, field in zip(columns, FIELDS, strict=True)
        ]


@contextmanager
def opened(extract: Source, folder: Path) -> Iterator[Addresses]:
    """The addresses of an extract, as long as the context lasts."""
    # The batches are asked for by the thread that copies them, one at a time.
    file = folder / "adressen.sqlite"
    made = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    with closing(made) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        for kind, (table, names) in TABLES.items():
            first, *others = names
            columns = ", ".join([f"{first} TEXT PRIMARY KEY", *others])
            connection.execute(f"CREATE TABLE {table} ({columns}) WITHOUT ROWID")
            marks = ", ".join("?" * len(names))
            insert = f"INSERT OR REPLACE INTO {table} VALUES ({marks})"  # noqa: S608 - own names
            for _, batch in extract.batches(kind):
                current = batch.filter(_current(batch))
                rows = zip(*(current.column(name).to_pylist() for name in names), strict=True)
                connection.execute("BEGIN")
                connection.executemany(insert, rows)
                connection.execute("COMMIT")
        yield Addresses(connection)


def _current(batch: pa.RecordBatch) -> pa.Array:
    """Occurrences that have not ended."""
    open_ = pc.is_null(batch.column(ENDS[0]))
    for name in ENDS[1:]:
        open_ = pc.and_(open_, pc.is_null(batch.column(name)))
    return open_
