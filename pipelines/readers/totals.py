"""Rows below the header that are no data: totals, footnotes, hidden rows, a header once more.

Belongs here: knowing them. They stay in the delivery with the rule that leaves them out, so the row
equation closes over them too. What is not certain stays data and is judged like any row.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from pipelines import reading
from pipelines.readers.columns import SUM, Plan
from pipelines.readers.grid import Kind, Row
from pipelines.readers.header import Header, Wanted, unit_row
from pipelines.readers.spool import Spool

TOTAL, FOOTNOTE, HIDDEN = SUM, "voetnoot", "verborgen_rij"
REPEATED, UNITS = "kopregel", "eenhedenregel"
LABEL = re.compile(
    r"^\W*((generaal|algemeen|grand)\s+)?((sub|eind|deel)[- ]?)?tota(al|len|l)\b"
    r"|^\W*(som|sum|gemiddelde?|optelling)\W*$",
    re.IGNORECASE,
)
REMARK = re.compile(r"^\s*([*)(†]|\d\)|bron\b|let op\b|noot\b|toelichting\b|nb\b)", re.IGNORECASE)
Sorted = tuple[Row, str, str]


class Sorter:
    """Rows in, the same rows out, each with the rule that leaves it out and its fault."""

    def __init__(self, wanted: Wanted, header: Header, *, typed: bool) -> None:
        """For the rows below one header; `typed` when every cell has a kind of its own."""
        self.wanted, self.header, self.typed = wanted, header, typed
        self.width = max(header.names, default=-1) + 1
        keys = wanted.keys(list(header.names.values()))
        self.keys = [place for place, name in header.names.items() if name in keys]
        self.held: list[Sorted] = []
        self.last = header.last
        self.begun = False

    def take(self, row: Row) -> Iterator[Sorted]:
        """One more row; a remark waits until it is known whether data follow."""
        places = [place for place in row.filled() if place in self.header.names]
        if not places:
            return
        rule = self._rule(row, places)
        waits = not rule and self._remark(row, places)
        after_gap, self.last = row.number > self.last + 1, row.number
        if waits or (self.held and rule):
            mark = rule or (FOOTNOTE if after_gap or REMARK.match(row.values[places[0]]) else "?")
            self.held.append((row, mark, self._fault(row, mark)))
            return
        yield from self._as_data()
        self.begun = True
        yield row, rule, self._fault(row, rule)

    def rest(self) -> Iterator[Sorted]:
        """What still waits at the end: there a remark is a footnote."""
        for row, mark, _ in self.held:
            rule = "" if mark == "?" and not _sentence(row) else FOOTNOTE if mark == "?" else mark
            yield row, rule, self._fault(row, rule)
        self.held = []

    def _as_data(self) -> Iterator[Sorted]:
        for row, mark, _ in self.held:
            rule = "" if mark in ("?", FOOTNOTE) else mark
            yield row, rule, self._fault(row, rule)
        self.held = []

    def _rule(self, row: Row, places: Sequence[int]) -> str:
        if row.hidden:
            return HIDDEN
        first = places[0]
        if self._repeats(row, places):
            return REPEATED
        if not self.begun and unit_row(self.header, self.wanted, row):
            return UNITS
        label = row.kinds[first] == Kind.TEXT and LABEL.match(row.values[first])
        return TOTAL if label and self._keyless(row, first) else ""

    def _repeats(self, row: Row, places: Sequence[int]) -> bool:
        """Whether the header is there once more."""
        return all(
            " ".join(row.values[p].split()) == self.header.names[p].rpartition("|")[2]
            for p in places
        )

    def _keyless(self, row: Row, label: int) -> bool:
        """Whether a row has no key of its own, or the label stands where the key should."""
        if not self.keys:
            return label == min(self.header.names)
        return label in self.keys or not all(_has(row, place) for place in self.keys)

    def _remark(self, row: Row, places: Sequence[int]) -> bool:
        """One text alone in a row of a table of some width."""
        return len(places) == 1 and len(self.header.names) > 2 and row.kinds[places[0]] == Kind.TEXT

    def _fault(self, row: Row, rule: str) -> str:
        """A line of text with more or fewer fields than the header: its values may have moved."""
        if self.typed or rule:
            return ""
        more = any(row.kinds[self.width :])
        if more or len(row.values) < self.width:
            return f"de rij heeft {len(row.values)} velden, de kop {self.width}"
        return ""


def _has(row: Row, place: int) -> bool:
    return place < len(row.kinds) and row.kinds[place] != Kind.EMPTY


def _sentence(row: Row) -> bool:
    """Whether the only text of a row reads as a remark instead of a key."""
    text = row.values[row.filled()[0]].strip()
    return bool(REMARK.match(text)) or len(text) > 40 or text.count(" ") > 2


def mark_sums(held: Spool, plans: Sequence[Plan]) -> None:
    """Call rows without a key whose numbers are the sums of those above them totals.

    The rows since the beginning count, or those since the last such row.
    """
    if not held.keyless:
        return
    above = np.zeros((2, len(plans)))  # since the beginning, since the last sum
    rows_above = 0
    for batch in held.batches():
        numbers = np.column_stack([plan.floats(batch, j) for j, plan in enumerate(plans)])
        out = [rule is not None for rule in batch.column(reading.LEFT_OUT).to_pylist()]
        for place, number in enumerate(batch.column(reading.ROW).to_pylist()):
            row = numbers[place]
            if out[place]:
                continue
            if number in held.keyless and rows_above > 1 and _is_sum(row, above):
                held.sums.add(number)
                above[1] = 0
                continue
            above += np.nan_to_num(row)
            rows_above += 1
    held.left_out.setdefault(TOTAL, []).extend(sorted(held.sums))


def _is_sum(row: np.ndarray, above: np.ndarray) -> bool:
    told = ~np.isnan(row)
    return bool(
        np.any(row[told])
        and any(np.allclose(row[told], sums[told], rtol=1e-9, atol=1e-6) for sums in above)
    )
