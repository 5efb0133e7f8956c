"""From the rows of a sheet to batches: what is data, what is not, and what was assumed.

Belongs here: one pass that keeps the rows below the header on disk and looks at whole columns
(`spool`), and the second that gives them their types. Every row below the header ends in a batch;
totals, footnotes, hidden and repeated header rows carry the rule that leaves them out.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from pipelines import reading
from pipelines.connectors.bron import Bron
from pipelines.errors import DeliveryRefused
from pipelines.readers import columns, encoding, header, spool, stream, totals
from pipelines.readers.grid import Grid, Row, letters, listed
from pipelines.readers.header import Header, Wanted


@dataclass(frozen=True)
class Table:
    """A table that was found in a grid.

    Attributes:
        notes: what was assumed so far, in sentences.
    """

    bron: Bron
    grid: Grid
    wanted: Wanted
    header: Header
    notes: tuple[str, ...] = ()


def pieces(table: Table) -> stream.Pieces:
    """The schema with notes, then batches with the reserved columns of `pipelines.reading`."""
    with tempfile.TemporaryDirectory() as folder:
        held = spool.fill(table.bron, table.wanted, table.header, _rows(table), Path(folder))
        if not held.data_rows:
            raise DeliveryRefused(
                f"{table.bron.name}: onder de kop op regel {table.header.last} staat geen enkele "
                "rij; verwacht is minstens een rij. Vraag de leverancier om een gevuld bestand."
            )
        plans = columns.plan(table.bron, table.wanted, held)
        totals.mark_sums(held, plans)
        notes = [
            *table.notes,
            *header.told(table.header),
            *_told(table, held),
            *(sentence for plan in plans for sentence in plan.notes),
        ]
        fields = [pa.field(plan.name, plan.type) for plan in plans]
        schema = pa.schema([*fields, *spool.RESERVED], metadata=reading.metadata(notes))
        yield schema
        for batch in held.batches():
            made = columns.typed(batch, plans, held, schema)
            yield encoding.check(table.bron.name, made)


def _rows(table: Table) -> Iterator[tuple[Row, str, str]]:
    """Rows below the header, each with the rule that leaves it out and its fault, if any."""
    sorter = totals.Sorter(table.wanted, table.header, typed=table.grid.typed)
    for row in table.grid.rows():
        if row.number > table.header.last:
            yield from sorter.take(row)
    yield from sorter.rest()


def _told(table: Table, held: spool.Spool) -> Iterator[str]:
    """What was left out and where, in sentences."""
    words = {
        totals.TOTAL: "Weggelaten als totaalrij: regel",
        totals.FOOTNOTE: "Onder de tabel staat uitleg; niet gelezen: regel",
        totals.HIDDEN: "Niet gelezen, want verborgen of weggefilterd: regel",
        totals.REPEATED: "De kop staat nog eens in de tabel; niet gelezen: regel",
        totals.UNITS: "Onder de kop staat een regel met eenheden of uitleg; niet gelezen: regel",
    }
    for rule, sentence in words.items():
        if rows := held.left_out.get(rule):
            yield f"{sentence} {listed(rows)}."
    names = set(table.header.names)
    hidden = sorted(place for place in table.grid.hidden if place <= max(names, default=0))
    if hidden:
        yield f"Niet gelezen, want verborgen: {_columns(hidden)}."
    if held.formulas:
        yield f"Van formules is de opgeslagen uitkomst gelezen ({held.formulas} rijen)."


def _columns(places: list[int]) -> str:
    return f"kolom {listed([letters(place) for place in places])}"
