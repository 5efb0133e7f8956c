"""The declared rules that a BAG extract needs: a prefix taken off, and history out of scope."""

from datetime import date
from typing import Any

import pyarrow as pa

from data.columns import BAG_HISTORY
from data.model import BAG_ID, Column, Scope
from pipelines import values
from pipelines.conform import Context, Tally, conform
from pipelines.versions import signature
from tests.support.declared import dataset

ID = "0221100000311191"
COLUMN = Column(name="code", title="Code", prefix="NL.IMBAG.Pand.", pattern=BAG_ID)


def test_exactly_the_declared_prefix_is_taken_off() -> None:
    given = [f"NL.IMBAG.Pand.{ID}", ID, f"NL.IMBAG.Ligplaats.{ID}", f"NLxIMBAGxPandx{ID}", None]
    parsed = values.parse(dataset(COLUMN), COLUMN, pa.array(given))
    assert parsed.values.to_pylist()[:2] == [ID, ID]
    assert parsed.bad.tolist() == [False, False, True, True, False]


def test_prefix_of_every_code_in_a_list() -> None:
    column = Column(name="pand", title="Pand", prefix="NL.IMBAG.Pand.")
    given = pa.array([["NL.IMBAG.Pand.1", "NL.IMBAG.Pand.2"], ["NL.IMBAG.Pand.3"], None])
    parsed = values.parse(dataset(column), column, given)
    assert parsed.values.to_pylist() == ["1,2", "3", None]


def _conformed(rows: list[dict[str, Any]], *scope: Scope) -> tuple[list[Any], Tally]:
    table = pa.Table.from_pylist(rows)
    tally = Tally()
    declared = dataset(COLUMN, scope=scope)
    batches = pa.RecordBatchReader.from_batches(table.schema, table.to_batches())
    kept = conform(declared, batches, Context(1, date(2020, 9, 15)), tally)
    return [row["code"] for batch in kept for row in batch.to_pylist()], tally


def test_ended_occurrences_are_counted_once() -> None:
    end = date(2011, 9, 6)
    ends = ("eindGeldigheid", "eindRegistratie", "tijdstipInactief")
    given = [(end, end, None), (None, end, None), (None, None, None), (None, None, end)]
    rows = [
        {"code": f"{number:016d}", **dict(zip(ends, moments, strict=True))}
        for number, moments in enumerate(given, 1)
    ]
    kept, tally = _conformed(rows, *BAG_HISTORY)
    assert kept == [f"{3:016d}"]
    assert dict(tally.out_of_scope) == {"historie": 2, "inactief": 1}
    assert tally.received == 4


def test_sources_without_history_are_left_alone() -> None:
    kept, tally = _conformed([{"code": ID}], *BAG_HISTORY)
    assert (kept, dict(tally.out_of_scope)) == ([ID], {})


def test_a_version_depends_on_the_prefix() -> None:
    other = Column(name="code", title="Code", pattern=BAG_ID)
    assert signature(dataset(COLUMN)) != signature(dataset(other))
