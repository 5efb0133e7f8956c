"""What the partner files of the sample share: writing them, and the areas they count by."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from pipelines.sample.projection import to_degrees
from pipelines.sample.world import World

Row = list[Any]
Header = tuple[str, ...]

GEMEENTE = "gemeente"
ZORGKANTOOR = "zorgkantoor"


def supplier(name: str) -> str:
    """Folder name of a supplier."""
    return "-".join(name.lower().replace("stichting ", "").split())


def names(world: World, kind: str) -> list[str]:
    """Organisations of the sample, of one kind."""
    return [str(name) for name in world.plan.texts["partners"][kind]]


def write_csv(target: Path, header: Header, rows: list[Row]) -> int:
    """Write a CSV file with `;` and UTF-8; returns its number of rows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    result = io.StringIO()
    writer = csv.writer(result, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    target.write_bytes(result.getvalue().encode())
    return len(rows)


def write_geojson(
    target: Path, header: Header, rows: list[Row], shapes: list[shapely.Geometry]
) -> int:
    """Write a GeoJSON file in degrees, shapes given in RD; returns its number of rows."""
    target.parent.mkdir(parents=True, exist_ok=True)
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(header, row, strict=True)),
            "geometry": json.loads(shapely.to_geojson(_degrees(shape))),
        }
        for row, shape in zip(rows, shapes, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    target.write_text(text, encoding="utf-8")
    return len(rows)


def _degrees(shape: shapely.Geometry) -> shapely.Geometry:
    def project(points: np.ndarray) -> np.ndarray:
        return np.round(np.column_stack(to_degrees(points[:, 0], points[:, 1])), 6)

    return shapely.transform(shape, project)


@dataclass(frozen=True)
class Place:
    """One area of the sample gemeente with the numbers partners count by.

    Attributes:
        level: `gemeente`, `gebied`, `wijk` or `buurt`.
        code: code of CBS, or the name of a gebied.
        name: as people know it.
        buurten: numbers of its buurten in the lattice.
        residents, old, oldest, dwellings, corporation, addresses: inhabitants, of 65 and over, of
            80 and over, dwellings, those of corporations, addresses.
    """

    level: str
    code: str
    name: str
    buurten: tuple[int, ...]
    residents: int
    old: int
    oldest: int
    dwellings: int
    corporation: int
    addresses: int


def places(world: World, level: str) -> list[Place]:
    """The areas of one level in the sample gemeente, in order of their code; water left out."""
    groups: dict[tuple[str, str], list[int]] = {}
    for number, buurt in enumerate(world.lattice.buurten):
        if not buurt.gebied or buurt.water != "NEE":
            continue
        found = {
            "gemeente": (buurt.gemeente.code, buurt.gemeente.name),
            "gebied": (buurt.gebied, buurt.gebied),
            "wijk": (buurt.wijk, buurt.wijk_name),
            "buurt": (buurt.code, buurt.name),
        }[level]
        groups.setdefault(found, []).append(number)
    sums = world.tally.sums
    return [
        Place(
            level,
            code,
            name,
            tuple(numbers),
            *(
                round(float(sums[key][numbers].sum()))
                for key in ("inwoners", "l65", "l80", "woningen", "corp", "adressen")
            ),
        )
        for (code, name), numbers in sorted(groups.items())
    ]


def counted(value: float, limit: int = 5) -> int | str:
    """A count of clients as suppliers give it: below the limit withheld, zero too."""
    whole = round(value)
    return whole if whole >= limit else f"<{limit}"


def dutch(value: float, digits: int = 1) -> str:
    """A number with a decimal comma."""
    return f"{value:.{digits}f}".replace(".", ",")
