"""Personal data in a delivery: which columns hold it, of which kind, in how many rows.

Belongs here: the judgement over a column, from its header and all its values. Not here: what one
value looks like (`persons_values`), opening files (`persons_files`), erasing (`erasing`). Nothing
here gives a value back: a finding is a kind, a column name and a number of rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.model import Dataset
from pipelines.persons import values
from pipelines.persons.words import Header

# Raised with every change of what is found: what was passed by older rules is looked at again.
RULES = "1"

BSN, NAME, BIRTH = "burgerservicenummer", "naam van een persoon", "geboortedatum"
PHONE, MAIL, REMARK = "telefoonnummer", "e-mailadres", "opmerking over een persoon"
KINDS = (BSN, NAME, BIRTH, PHONE, MAIL, REMARK)

MOST_KEPT = 1000  # different values of nine digits that are looked at for the share that pass
MOST_DIGITS = 30
SHARE = 0.8
FEW = 3


@dataclass(frozen=True)
class Found:
    """Personal data of one kind in one column of one table.

    Attributes:
        kind: one of `KINDS`.
        table: sheet or layer; empty where a file has only one.
        column: name of the column, or its number where the name may be a value itself.
        rows: rows with such a value.
    """

    kind: str
    table: str
    column: str
    rows: int


@dataclass(frozen=True)
class Findings:
    """What an inspection found; false when there is nothing."""

    found: tuple[Found, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is personal data."""
        return bool(self.found)

    @property
    def kinds(self) -> dict[str, int]:
        """Rows per kind, of the column that has most of them; in the order of `KINDS`."""
        most: Counter[str] = Counter()
        for one in self.found:
            most[one.kind] = max(most[one.kind], one.rows)
        return {kind: most[kind] for kind in KINDS if most[kind]}

    @property
    def columns(self) -> list[str]:
        """Names of the columns, each once."""
        return list(dict.fromkeys(one.column for one in self.found))


@dataclass(frozen=True)
class Table:
    """One table of a delivery: a sheet, a layer, or the whole of a CSV file.

    Attributes:
        name: sheet or layer.
        headers: per column every text that may be its name.
        batches: values, one array per column; without the header rows where those are known.
        around: texts that stand beside the values: explanation rows, comments.
        inside: the names of the columns are among the values, for they may be values themselves.
    """

    name: str
    headers: tuple[tuple[str, ...], ...]
    batches: Iterable[list[pa.Array]]
    around: tuple[str, ...] = ()
    inside: bool = False


@dataclass
class _Look:
    """What the values of one column are, counted batch by batch."""

    headers: tuple[Header, ...]
    contact: bool
    today: date
    inside: int = 0
    filled: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    nines: set[str] = field(default_factory=set)

    def any(self, what: str) -> bool:
        return any(getattr(header, what) for header in self.headers)

    def feed(self, array: pa.Array) -> None:
        """Count one batch; equal values are looked at once."""
        counted = pc.value_counts(_text(array))
        texts, numbers = counted.field("values"), counted.field("counts")
        keep = pc.greater(pc.fill_null(pc.utf8_length(texts), 0), 0)
        texts, numbers = texts.filter(keep), numbers.filter(keep)
        self.filled += pc.sum(numbers).as_py() or 0
        self._numbers(texts, numbers)
        self._dates(texts, numbers)
        letters = pc.match_substring_regex(texts, values.LETTERS)
        self._words(texts.filter(letters), numbers.filter(letters))

    def _numbers(self, texts: pa.Array, numbers: pa.Array) -> None:
        for text, count in _hits(texts, numbers, values.NINE):
            self.counts["nine"] += count
            self.counts["nine_good"] += count * values.bsn(text)
            if len(self.nines) < MOST_KEPT:
                self.nines.add(text)
        if self.any("bsn"):
            self.counts["eight"] += sum(n for _, n in _hits(texts, numbers, values.EIGHT))
        for name, form in (("mobile", values.MOBILE), ("landline", values.LANDLINE)):
            for text, count in _hits(texts, numbers, form):
                if sum(map(str.isdigit, text)) > MOST_DIGITS:
                    continue  # a list of coordinates
                own = self.contact and not (name == "mobile" and values.mobile(text))
                self.counts["phone"] += 0 if own else count
        self.counts["plain_phone"] += sum(n for _, n in _hits(texts, numbers, values.PLAIN_PHONE))

    def _dates(self, texts: pa.Array, numbers: pa.Array) -> None:
        if self.any("birth"):
            for text, count in _hits(texts, numbers, values.DATE):
                self.counts["birth"] += count * values.birth(text, self.today)

    def _words(self, texts: pa.Array, numbers: pa.Array) -> None:
        self.counts["words"] += pc.sum(numbers).as_py() or 0
        self.counts["distinct"] += len(texts)
        for text, count in _hits(texts, numbers, "@"):
            bad = [m for m in values.mails(text) if not (self.contact and values.organisational(m))]
            self.counts["mail"] += count * bool(bad)
        self.counts["born"] += sum(n for _, n in _hits(texts, numbers, values.BORN))
        for text, count in _hits(texts, numbers, values.NINE_IN_TEXT):
            self.counts["bsn_text"] += count * values.bsn_in(text)
        if self.any("place"):
            return
        for text, count in _hits(texts, numbers, values.MAY_BE_NAME):
            if values.looks_like_a_person(text):
                self.counts["person"] += count
                self.counts["person_distinct"] += 1
        for text, count in _hits(texts, numbers, values.MAY_BE_ABOUT):
            self.counts["titled"] += count * values.titled(text)
            self.counts["about"] += count * values.about_a_person(text)

    def judge(self) -> dict[str, int]:
        """Rows per kind, without the kinds that are not there."""
        found = {
            BSN: self._bsn(),
            NAME: self._name(),
            BIRTH: self.counts["birth"] + self.counts["born"],
            PHONE: self._phone(),
            MAIL: self.counts["mail"],
            REMARK: self.counts["about"] if not self.counts["titled"] else 0,
        }
        return {kind: rows for kind, rows in found.items() if rows}

    def _bsn(self) -> int:
        """By name, by the share that pass the test, or one among words."""
        said = self.counts["bsn_text"]
        if self.any("bsn"):
            return self.counts["nine"] + self.counts["eight"] + said
        if self.any("other_number"):
            return said
        good = sum(map(values.bsn, self.nines))
        if len(self.nines) >= FEW and good >= SHARE * len(self.nines):
            return self.counts["nine_good"]
        wordy = self.counts["words"] > self.filled / 2
        among_words = wordy and bool(self.headers) and not self.any("code")
        return (self.counts["nine_good"] if among_words else 0) + said

    def _name(self) -> int:
        if self.any("person_name"):
            return max(0, self.counts["words"] - self.inside)
        distinct, share = self.counts["person_distinct"], self._share
        if self.any("person") and share >= 0.3:
            return self.counts["person"]
        if self.any("named") and distinct >= FEW and share >= 0.5:
            return self.counts["person"]
        return self.counts["titled"]

    @property
    def _share(self) -> float:
        return self.counts["person_distinct"] / max(1, self.counts["distinct"])

    def _phone(self) -> int:
        if self.any("phone") and not self.contact:
            return self.counts["phone"] + self.counts["plain_phone"]
        return self.counts["phone"]


def inspect(
    dataset: Dataset,
    schema: pa.Schema,
    batches: Iterable[pa.RecordBatch],
    today: date | None = None,
) -> Findings:
    """Look at all columns and rows of one table.

    Args:
        dataset: the declaration; only it can allow contact details of an organisation.
        schema: field names of the source; `geometry` and other binary fields are passed over.
        batches: all rows.
        today: for birth dates; the day it is when absent.

    Returns:
        Kinds, columns and numbers of rows; never a value.
    """
    names = [f.name for f in schema if not _binary(f.type)]
    table = Table(
        "", tuple((name,) for name in names), ([b.column(n) for n in names] for b in batches)
    )
    return inspect_tables(dataset, [table], today)


def inspect_tables(
    dataset: Dataset, tables: Iterable[Table], today: date | None = None
) -> Findings:
    """Look at all tables of a delivery; see `inspect`."""
    found: list[Found] = []
    for table in tables:
        found += _inspect_one(dataset, table, today or date.today())  # noqa: DTZ011 - a day is enough
    return Findings(tuple(found))


def _inspect_one(dataset: Dataset, table: Table, today: date) -> Iterator[Found]:
    looks = [
        _Look(
            tuple(map(Header, names)),
            _contact(dataset, names),
            today,
            len(names) if table.inside else 0,
        )
        for names in table.headers
    ]
    for arrays in table.batches:
        for look, array in zip(looks, arrays, strict=True):
            look.feed(array)
    named = _has_header(dataset, table)
    for number, (look, names) in enumerate(zip(looks, table.headers, strict=True), 1):
        for kind, rows in look.judge().items():
            yield Found(kind, table.name, _shown(names, number, named=named), rows)
    beside = _Look((), contact=True, today=today)
    if table.around:
        beside.feed(pa.array(table.around, pa.string()))
        for kind, rows in beside.judge().items():
            yield Found(kind, table.name, "(toelichting of notitie)", rows)


def _contact(dataset: Dataset, names: tuple[str, ...]) -> bool:
    """Whether the declaration says that contact details of an organisation stand here."""
    known = {name.strip().casefold() for name in names}
    return any(
        column.contact
        and not known.isdisjoint(s.casefold() for s in (*column.sources, column.name))
        for column in dataset.columns
    )


def _has_header(dataset: Dataset, table: Table) -> bool:
    """Whether the names of the columns are names; a file without a header starts with values."""
    declared = {s.casefold() for c in dataset.columns for s in (*c.sources, c.name)}
    return any(
        Header(name).known or name.strip().casefold() in declared
        for names in table.headers
        for name in names
    )


def _shown(names: tuple[str, ...], number: int, *, named: bool) -> str:
    """The name of a column as it may be kept: never a value, so else its number."""
    fitting = [name for name in names if Header(name).known] or list(names)
    name = fitting[-1].strip() if fitting else ""
    digits = sum(c.isdigit() for c in name)
    fit = 0 < len(name) <= 60 and digits < 5 and "@" not in name
    if named and fit and (Header(name).known or not values.looks_like_a_person(name)):
        return name
    return f"kolom {number}"


def _hits(texts: pa.Array, numbers: pa.Array, form: str) -> list[tuple[str, int]]:
    """Texts that a form occurs in, with how often each stands in the batch."""
    if not len(texts):
        return []
    hit = pc.match_substring_regex(texts, form)
    return list(zip(texts.filter(hit).to_pylist(), numbers.filter(hit).to_pylist(), strict=True))


def _text(array: Any) -> pa.Array:
    """A column as trimmed text; whole numbers that came as fractions lose the fraction."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(array, pa.DictionaryArray):
        array = array.dictionary_decode()
    if pa.types.is_floating(array.type):
        text = pc.cast(array, pa.string())
        whole = pc.equal(array, pc.round(array))
        few = pc.less(pc.abs(array), 1e11)
        exact = pc.cast(pc.if_else(pc.and_(whole, few), array, None), pa.int64())
        return pc.coalesce(pc.cast(exact, pa.string()), text)
    if pa.types.is_list(array.type) or pa.types.is_struct(array.type):
        return pa.array([None if v is None else str(v) for v in array.to_pylist()], pa.string())
    return pc.utf8_trim_whitespace(pc.cast(array, pa.string()))


def _binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))
