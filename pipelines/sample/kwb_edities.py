"""Other editions of tables of CBS: equal figures under other ordinals, with the gaps of each year.

What differs is what differs at CBS: the numbers behind the columns, subjects that are not published
yet, residents of 65 and older in two columns from 2026 on. Up to 2021 residents are counted by age
as they were then (`past`); all other figures are those of 2024.
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.sample import kwb, past, rounding
from pipelines.sample.lattice import Floats
from pipelines.sample.odata import Column, Table, json_values
from pipelines.sample.region_sums import Regions

# year -> table, and how far the numbers of the columns after the first twelve lie from 2024
EDITIONS = {2022: ("85318NED", -4), 2023: ("85618NED", 5), 2025: ("86165NED", 0)}
EARLIER = {
    2014: ("82931NED", -9),
    2019: ("84583NED", 2),
    2020: ("84799NED", 0),
    2021: ("85039NED", -2),
}
# column of residents -> its sum
COUNTED = {
    "AantalInwoners": "inwoners",
    "k_0Tot15Jaar": "l0",
    "k_15Tot25Jaar": "l15",
    "k_25Tot45Jaar": "l25",
    "k_45Tot65Jaar": "l45",
    "k_65JaarOfOuder": "l65",
}
SPLIT = (2026, "86358NED", 1)
LATER = ("Inkomen", "Sociale zekerheid", "Zorg", "Onderwijs")
FIRST_LATE, LAST_FIXED = 2025, 12
OLD = "k_65JaarOfOuder"


def editions(base: Table, regions: Regions) -> list[Table]:
    """The editions of KWB around that of 2024.

    Args:
        base: the table of 2024.
        regions: regions with their sums, in the order of its rows.
    """
    made = [_then(_edition(base, y, *EARLIER[y]), regions, y) for y in past.KWB_YEARS]
    made += [_edition(base, year, *about) for year, about in EDITIONS.items()]
    return [*made, _split(_edition(base, *SPLIT), regions)]


def renamed(base: Table, number: str, year: int) -> Table:
    """The same table under another id and year."""
    title = base.title.replace(base.period, str(year))
    return replace(base, id=number, title=title, period=str(year))


def _edition(base: Table, year: int, number: str, shift: int) -> Table:
    columns = tuple(
        replace(c, number=c.number + shift) if c.number > LAST_FIXED else c for c in base.columns
    )
    table = replace(renamed(base, number, year), columns=columns)
    if year < FIRST_LATE:
        return table
    ahead = len(base.dimensions)
    empty = {ahead + k for k, c in enumerate(columns) if c.group.split("|")[0] in LATER}
    rows = [[None if k in empty else v for k, v in enumerate(row)] for row in base.rows]
    return replace(table, rows=rows)


def _then(table: Table, regions: Regions, year: int) -> Table:
    """Residents by age as they were in that year."""
    sums = {name: regions.sums[f"{name}_{year}"] for name in COUNTED.values()}
    ahead = len(table.dimensions)
    rows = [list(row) for row in table.rows]
    for place, column in enumerate(table.columns, ahead):
        if column.stem in COUNTED and column.value is not None:
            for row, value in zip(rows, json_values(column.value(sums), 0), strict=True):
                row[place] = value
    return replace(table, rows=rows)


def _split(table: Table, regions: Regions) -> Table:
    """Residents of 65 and older as 65 to 80 and 80 and older."""
    at = next(k for k, column in enumerate(table.columns) if column.stem == OLD)
    old = table.columns[at]
    parts = (
        Column(12, "k_65JaarTot80Jaar", "65 jaar tot 80 jaar", old.unit, 0, old.group),
        Column(13, "k_80JaarOfOuder", "80 jaar of ouder", old.unit, 0, old.group),
    )
    young, oldest = (_count(regions, name) for name in ("l65_80", "l80"))
    values = list(zip(json_values(young, 0), json_values(oldest, 0), strict=True))
    place = at + len(table.dimensions)
    rows = [
        [*row[:place], *pair, *row[place + 1 :]]
        for row, pair in zip(table.rows, values, strict=True)
    ]
    columns = (*table.columns[:at], *parts, *table.columns[at + 1 :])
    return replace(table, columns=columns, rows=rows)


def _count(regions: Regions, name: str) -> Floats:
    return kwb.count(regions.sums, name, str(rounding.MIN_RESIDENTS))
