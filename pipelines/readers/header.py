"""Where the table starts: the header among explanation rows, over more than one row if need be.

Belongs here: finding the header and naming the columns. A row that has the declared names wins;
where none has, the first row that looks like a header does, so that a supplier with names of its
own can be told what was found. Not here: the rows below it (`table`).
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.model import Column, Dataset
from data.registry import registry
from pipelines import aliases
from pipelines.connectors.bron import Bron
from pipelines.errors import SourceChanged
from pipelines.readers.grid import Grid, Kind, Row, listed

LOOK = 50  # rows in which a header is looked for
DEEP = 3  # rows a header may span
CLEAR = 2  # declared names that make a row a header, however empty it is
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Wanted:
    """What the dataset asks for, under the names of this source."""

    dataset: Dataset | None
    chosen: Mapping[str, str]

    @classmethod
    def of(cls, name: str, bron: Bron) -> "Wanted":
        """The declaration of a dataset; a name that is not declared wants nothing."""
        return cls(registry().get(name), bron.kolommen)

    def columns(self, names: Sequence[str]) -> dict[str, Column]:
        """Field -> the declared column it fits."""
        if self.dataset is None:
            return {}
        there = {name.casefold() for name in names}
        chosen = {ours: word for ours, word in self.chosen.items() if word.casefold() in there}
        found = aliases.fitting(self.dataset, names, chosen)
        return {field: self.dataset.column(ours) for ours, field in found.items()}

    @property
    def needed(self) -> int:
        """How many columns a source may not leave out."""
        return sum(not column.optional for column in self.dataset.columns) if self.dataset else 0

    def keys(self, names: Sequence[str]) -> set[str]:
        """Fields without which a row is nothing: of the key, and those that must be filled."""
        key = self.dataset.key if self.dataset else ()
        fits = self.columns(names).items()
        return {field for field, column in fits if column.required or column.name in key}


@dataclass(frozen=True)
class Header:
    """A header that was found.

    Attributes:
        first, last: numbers of its rows.
        names: place of a column -> its name.
        fits: how many declared columns it has.
        above: numbers of the filled rows above it.
    """

    first: int
    last: int
    names: Mapping[int, str]
    fits: int
    above: tuple[int, ...]

    @property
    def doubles(self) -> int:
        """How many names are there more than once."""
        return len(self.names) - len(set(self.names.values()))


def find(bron: Bron, grid: Grid, wanted: Wanted, rows: Sequence[Row]) -> Header | None:
    """The header in the first rows of a grid; null when there is none.

    Args:
        bron: for messages.
        grid: where the rows are from.
        wanted: the declared columns.
        rows: its first rows.

    Raises:
        SourceChanged: a declared column stands in the header twice.
    """
    shown = [row for row in rows if not row.hidden]
    broad = max((len(_filled(grid, row)) for row in shown), default=0)
    best: Header | None = None
    for at, row in enumerate(shown):
        if len(_filled(grid, row)) < max(1, broad / 2) and not _has_names(wanted, grid, row):
            continue
        best = _better(best, _tried(grid, wanted, shown, at))
        if best is not None and best.fits and best.fits >= wanted.needed:
            break
    if best is None or not best.fits:
        best = _by_looks(grid, wanted, shown, broad) or best
    if best is not None:
        _refuse_double(bron, grid, wanted, best)
    return best


def _filled(grid: Grid, row: Row) -> list[int]:
    return [place for place in row.filled() if place not in grid.hidden]


def _has_names(wanted: Wanted, grid: Grid, row: Row) -> bool:
    return len(wanted.columns(list(_names(grid, [row]).values()))) >= CLEAR


def _better(best: Header | None, tried: list[Header]) -> Header | None:
    """The one with most declared names; the earliest, and of few rows, where that is equal.

    Of one place the one whose names are all different: a group above may tell them apart.
    """
    for header in tried:
        same = best is not None and header.last == best.last
        if (
            best is None
            or header.fits > best.fits
            or (same and header.fits == best.fits and header.doubles < best.doubles)
        ):
            best = header
    return best


def _tried(grid: Grid, wanted: Wanted, rows: Sequence[Row], at: int) -> list[Header]:
    """The header that ends in row `at`, over one to three rows."""
    found = []
    for deep in range(1, min(DEEP, at + 1) + 1):
        used = rows[at - deep + 1 : at + 1]
        if used[-1].number - used[0].number != deep - 1:
            break
        found.append(_header(grid, wanted, rows, at - deep + 1, at))
    return found


def _header(grid: Grid, wanted: Wanted, rows: Sequence[Row], first: int, last: int) -> Header:
    names = _names(grid, rows[first : last + 1])
    fits = len(wanted.columns(list(names.values())))
    above = tuple(row.number for row in rows[:first] if _filled(grid, row))
    return Header(rows[first].number, rows[last].number, names, fits, above)


def _names(grid: Grid, rows: Sequence[Row]) -> dict[int, str]:
    """Name per column: of the lowest filled row; the groups above it where that is not enough."""
    places = sorted({p for row in rows for p in _filled(grid, row)})
    lowest = rows[-1].number
    below = [{p for row in rows[at + 1 :] for p in _filled(grid, row)} for at in range(len(rows))]
    levels = [
        _level(grid, row, sorted(held), spread=row.number < lowest)
        for row, held in zip(rows, below, strict=True)
    ]
    plain = {p: next((lv[p] for lv in reversed(levels) if lv.get(p)), "") for p in places}
    plain = {p: name for p, name in plain.items() if name}
    count = Counter(plain.values())
    named = {}
    for place, name in plain.items():
        parts = [lv[place] for lv in levels if lv.get(place)]
        full = "|".join(dict.fromkeys(parts)) if count[name] > 1 else name
        named[place] = full
    return named


def _level(grid: Grid, row: Row, places: Sequence[int], *, spread: bool) -> dict[int, str]:
    """Texts of one header row; a group counts for the columns that it is merged over.

    Text files have no merged cells: there a group runs on to the next one.
    """
    held = {p: _clean(row.values[p]) for p in row.filled()}
    if not spread:
        return held
    for span in grid.spans:
        if span.top <= row.number <= span.bottom and span.left in held:
            for place in range(span.left, span.right + 1):
                held.setdefault(place, held[span.left])
    if not grid.typed:
        text = ""
        for place in range(max(places, default=-1) + 1):
            text = held.get(place) or text
            if place in places:
                held[place] = text
    return held


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _by_looks(grid: Grid, wanted: Wanted, rows: Sequence[Row], broad: int) -> Header | None:
    """The first row of different texts that is about as wide as the table."""
    for at, row in enumerate(rows):
        places = _filled(grid, row)
        texts = [_clean(row.values[p]) for p in places]
        plain = all(row.kinds[p] == Kind.TEXT for p in places)
        if places and plain and len(set(texts)) == len(texts) and len(places) >= 0.6 * broad:
            return _header(grid, wanted, rows, at, at)
    return None


def _refuse_double(bron: Bron, grid: Grid, wanted: Wanted, header: Header) -> None:
    if not header.doubles:
        return
    for name, count in Counter(header.names.values()).items():
        if count > 1 and (wanted.dataset is None or wanted.columns([name])):
            raise SourceChanged(
                f"{bron.name}: kolom {name!r} komt {count} keer voor in de kopregel"
                f"{f' van blad {grid.name}' if grid.name else ''}; elke kolom een keer verwacht. "
                "Vraag de leverancier om een nieuw bestand."
            )


def unit_row(header: Header, wanted: Wanted, row: Row) -> bool:
    """Whether the row below the header tells units or an explanation per column and no values.

    True when it is all text and no cell below a declared number or date could be one.
    """
    fits = {p: c for p, n in header.names.items() for f, c in wanted.columns([n]).items() if f == n}
    places = [p for p in row.filled() if p in header.names]
    if not places or any(row.kinds[p] != Kind.TEXT for p in places):
        return False
    measured = [p for p in places if p in fits and fits[p].type in ("int", "float", "date")]
    known = wanted.dataset.codes if wanted.dataset else {}
    marks = {".", "-", "?", "x", "onbekend", *(code.casefold() for code in known)}
    texts = [row.values[p].strip().casefold() for p in measured]
    coded = [p for p in places if p in fits and fits[p].pattern]
    return (
        bool(measured)
        and not any(re.search(r"\d", t) or t in marks for t in texts)
        and not any(re.search(fits[p].pattern, row.values[p].strip()) for p in coded)
    )


def told(header: Header) -> list[str]:
    """What was assumed about the header, in sentences."""
    found = []
    if header.first != header.last:
        found.append(
            f"De kop staat op regels {header.first} tot en met {header.last}; de groep staat voor "
            "een naam waar die anders dubbel zou zijn."
        )
    elif header.last > 1:
        found.append(f"De kopregel staat op regel {header.last}.")
    if header.above:
        found.append(f"Boven de kop staat uitleg; niet gelezen: regel {listed(header.above)}.")
    return found
