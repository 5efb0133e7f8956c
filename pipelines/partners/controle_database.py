"""What a dry check asks the installation: in one transaction that is rolled back, in a temp table.

Belongs here: the checks that need what is published. Nothing of it stays behind.
"""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import shapely
from psycopg import sql

from data.model import SRID, Dataset
from data.tables import dataset_table
from pipelines import checks, quarantine, store, versions
from pipelines.checks import Counted, Part
from pipelines.conform import BadRow, Tally
from pipelines.database import Connection
from pipelines.errors import SourceChanged
from pipelines.partners import mapping
from pipelines.profile import Profiel

STAGE = "controle"
NOBODY = -1  # number of a delivery that does not exist


@dataclass(frozen=True)
class Held:
    """What the installation has of one feed and supplier.

    Attributes:
        connection: as role woonzorg_pipeline.
        names: column names that the profile or a steward gives for this supplier.
        rows_before: rows of its last good delivery, None before the first.
    """

    connection: Connection
    names: tuple[mapping.Names, ...]
    rows_before: int | None

    @classmethod
    def of(cls, connection: Connection, profile: Profiel, dataset: str, supplier: str) -> "Held":
        """Look up what is held."""
        row = connection.execute(
            "SELECT rijen FROM log.levering WHERE dataset = %s AND leverancier = %s"
            " AND toestand = 'goed' ORDER BY peildatum DESC, levering DESC LIMIT 1",
            (dataset, supplier),
        ).fetchone()
        names = mapping.said(connection, profile, dataset, supplier)
        return cls(connection, names, row["rijen"] if row else None)

    def judged(
        self, dataset: Dataset, supplier: str, rows: pa.Table, tally: Tally
    ) -> tuple[Counted, list[BadRow]]:
        """Where the rows would end, and those that only the database finds to be bad."""
        with self.connection.transaction(force_rollback=True):
            part = self._staged(dataset, supplier, rows)
            versions_ = {
                name: row["version"]
                for name, row in versions.all_newest_good(self.connection).items()
            }
            counted = checks.settle(self.connection, part, tally, versions_)
            return counted, self._set_apart(dataset)

    def _staged(self, dataset: Dataset, supplier: str, rows: pa.Table) -> Part:
        """The rows in a temp table, beside what other suppliers have published."""
        table = dataset_table(dataset, schema="pg_temp", name=STAGE)
        self.connection.execute(store.ddl(table).encode())
        stage = sql.Identifier("pg_temp", STAGE)
        quarantine.ensure(self.connection, dataset.name)
        names = sql.SQL(", ").join(map(sql.Identifier, rows.schema.names))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(stage, names)
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows.to_pylist():
                copy.write_row([_value(name, value) for name, value in row.items()])
        before = versions.newest_good(self.connection, dataset.name)
        if before:
            self.connection.execute(
                sql.SQL(
                    "INSERT INTO {} ({}) SELECT {} FROM {} WHERE version = {} AND leverancier <> {}"
                ).format(
                    stage,
                    names,
                    names,
                    sql.Identifier("store", dataset.name),
                    sql.Literal(before["version"]),
                    sql.Literal(supplier),
                )
            )
        return Part(stage, dataset, NOBODY, NOBODY, supplier)

    def _set_apart(self, dataset: Dataset) -> list[BadRow]:
        found = self.connection.execute(
            sql.SQL(
                "SELECT coalesce(rij, 0) AS rij, reden, inhoud::text AS inhoud FROM {}"
                " WHERE levering = {}"
            ).format(sql.Identifier("quarantine", dataset.name), sql.Literal(NOBODY))
        )
        return [BadRow(row["rij"], row["reden"], row["inhoud"]) for row in found]

    def lost_columns(self, dataset: Dataset, supplier: str, absent: list[str]) -> list[str]:
        """Why a delivery without these columns would be refused; empty when it would not."""
        before = versions.newest_good(self.connection, dataset.name)
        try:
            checks.refuse_lost_columns(self.connection, dataset, supplier, absent, before)
        except SourceChanged as error:
            return [str(error)]
        return []


def _value(name: str, value: Any) -> Any:
    if name != "geometry" or value is None:
        return value
    shape = shapely.set_srid(shapely.from_wkb(value), SRID)
    return shapely.to_wkb(shape, hex=True, include_srid=True)
