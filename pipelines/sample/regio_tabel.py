"""Tables of counts per region with further dimensions: rows are every combination, one topic each.

Belongs here: laying out such a table as CBS and the Politie publish it. Which figures: the modules
that use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from pipelines.sample import kwb
from pipelines.sample.lattice import Floats
from pipelines.sample.odata import Column, Dimension, Table, json_values
from pipelines.sample.region_sums import Region, Regions

Members = tuple[tuple[str, str], ...]
Cells = dict[tuple[str, ...], tuple[Floats, ...]]


def dimension(name: str, title: str, members: Members, kind: str = "Dimension") -> Dimension:
    """A dimension with its keys and titles."""
    return Dimension(name, title, kind, members)


def years(*wanted: int) -> Dimension:
    """Whole years as periods."""
    members = tuple((f"{year}JJ00", str(year)) for year in wanted)
    return Dimension("Perioden", "Perioden", "TimeDimension", members)


def chosen(regions: Regions, *kinds: str) -> list[int]:
    """Places of the regions of these kinds (`Land`, `Gemeente`, `Wijk`, `Buurt`)."""
    return [at for at, row in enumerate(regions.rows) if row.kind in kinds]


def padded(row: Region) -> tuple[str, str]:
    """Padded key and title of a region."""
    return (row.code.ljust(kwb.REGION_WIDTH), row.name)


def build(
    regions: Regions,
    at: Sequence[int],
    *,
    table: tuple[str, str, str],
    modified: str,
    region: str,
    dimensions: tuple[Dimension, ...],
    columns: tuple[Column, ...],
    values: Cells,
) -> Table:
    """A table of which every cell is a figure of a region.

    Args:
        regions: regions with their sums.
        at: places of the regions that are rows.
        table: id, title, feed root.
        modified: value of TableInfos.Modified.
        region: name of the dimension of the regions.
        dimensions: the others, in order of their keys in `values`.
        columns: topics.
        values: per combination of keys the topics of all regions.
    """
    number, title, feed = table
    keys = tuple(padded(regions.rows[k]) for k in at)
    rows = []
    combinations = product(*([key for key, _ in d.members] for d in dimensions))
    for combination in combinations:
        topics = [
            json_values(v[list(at)], column.decimals)
            for v, column in zip(values[combination], columns, strict=True)
        ]
        for key, topic in zip(keys, zip(*topics, strict=True), strict=True):
            rows.append([key[0], *combination, *topic])
    every = (Dimension(region, "Wijken en buurten", "GeoDimension", keys), *dimensions)
    return Table(number, title, modified, feed, "2024", every, columns, rows)
