"""An invented gemeente for the viewer: shapes and values only, made the same on every run.

Metadata (titles, classes, units) stand in `catalogue.py`.
"""

import random
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

WEST, SOUTH, WIDE, HIGH = 5.10, 52.40, 0.14, 0.08
BUURTEN = 60
WIJKEN = 12
CELLS_WIDE = 56
KLASSEN = ("draagkrachtig", "overig", "zwaar maar gedragen", "onder druk")
PROFIELEN = {
    "gemeente": {"V": 0.25, "T": 0.25, "Z": 0.15, "R": 0.10, "B": 0.10},
    "corporatie": {"V": 0.25, "T": 0.20, "Z": 0.10, "R": 0.05, "B": 0.15},
    "zorg": {"V": 0.25, "T": 0.15, "Z": 0.25, "R": 0.20, "B": 0.10},
}
SOORTEN = ("huisarts", "apotheek", "supermarkt", "ontmoetingsplek")

_FIRST = [
    *("Linde", "Beuken", "Eiken", "Molen", "Veen", "Haven", "Kerk", "Dijk"),
    *("Zand", "Wilgen", "Essen", "Hoge", "Lage", "Oude", "Nieuwe"),
]
_SECOND = ["hof", "park", "wijk", "veld", "kamp"]

Feature = dict[str, Any]


def _gemeente() -> BaseGeometry:
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    radius = 0.82 + 0.1 * np.sin(3 * angles + 0.6) + 0.06 * np.cos(5 * angles)
    x = WEST + WIDE * (0.5 + 0.5 * radius * np.cos(angles))
    y = SOUTH + HIGH * (0.5 + 0.5 * radius * np.sin(angles))
    return Polygon(list(zip(x, y, strict=True)))


def _river() -> BaseGeometry:
    x = np.linspace(WEST, WEST + WIDE, 40)
    y = SOUTH + HIGH * (0.42 + 0.12 * np.sin((x - WEST) / WIDE * 5))
    return LineString(list(zip(x, y, strict=True))).buffer(0.0016)


def _feature(key: str, shape: BaseGeometry | None, **properties: Any) -> Feature:
    geometry = mapping(shape) if shape is not None else None
    return {
        "type": "Feature",
        "id": key,
        "geometry": geometry,
        "properties": {"id": key, **properties},
    }


def _spread(rng: random.Random, area: BaseGeometry, count: int) -> list[Point]:
    found: list[Point] = []
    while len(found) < count:
        point = Point(WEST + rng.random() * WIDE, SOUTH + rng.random() * HIGH)
        if area.contains(point) and all(point.distance(other) > 0.005 for other in found):
            found.append(point)
    return found


def _areas(rng: random.Random, area: BaseGeometry) -> tuple[list[Feature], list[Feature]]:
    seeds = _spread(rng, area, BUURTEN)
    centres = seeds[:WIJKEN]
    cells = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=area)
    names = [first + second for second in _SECOND for first in _FIRST]
    buurten: list[Feature] = []
    members: list[list[BaseGeometry]] = [[] for _ in range(WIJKEN)]
    shapes = [next(c for c in cells.geoms if c.contains(seed)).intersection(area) for seed in seeds]
    for number, (seed, shape) in enumerate(zip(seeds, shapes, strict=True)):
        wijk = min(range(WIJKEN), key=lambda i: seed.distance(centres[i]))
        members[wijk].append(shape)
        key = f"BU9901{wijk:02d}{number:02d}"
        buurten.append(
            _feature(key, shape, buurtcode=key, naam=names[number], wijkcode=f"WK9901{wijk:02d}")
        )
    wijken = [
        _feature(code, shapely.union_all(shapes), wijkcode=code, naam=f"Wijk {names[-1 - i]}")
        for i, shapes in enumerate(members)
        for code in [f"WK9901{i:02d}"]
    ]
    return sorted(buurten, key=lambda one: one["id"]), wijken


def _status(rng: random.Random) -> str:
    return rng.choices(["waargenomen", "geschat", "onderdrukt", "ontbreekt"], [80, 10, 6, 4])[0]


def _value(rng: random.Random, name: str, value: object) -> dict[str, object]:
    status = _status(rng)
    hidden = status in ("onderdrukt", "ontbreekt")
    return {name: None if hidden else value, f"{name}_status": status}


def _draaglast(rng: random.Random, buurten: list[Feature]) -> list[Feature]:
    result = []
    for buurt in buurten:
        given = buurt["properties"]
        result.append(
            {
                **buurt,
                "properties": {
                    **{name: given[name] for name in ("id", "buurtcode", "naam", "wijkcode")},
                    **_value(rng, "klasse", rng.choices(KLASSEN, [20, 45, 15, 20])[0]),
                    **_value(rng, "eenzaamheid_pct", round(rng.uniform(4, 19), 1)),
                    "eenzaamheid_pct_ci_low": 3.1,
                    "eenzaamheid_pct_ci_high": 21.4,
                    "toelichting": "in 83 van 100 wegingen dezelfde klasse",
                    "zekerheid_klasse": "onzeker" if buurt["id"].endswith(("3", "7")) else "vast",
                },
            }
        )
    return result


def _cells(rng: random.Random, area: BaseGeometry, water: BaseGeometry, wide: int) -> list[Feature]:
    size = WIDE / wide
    result = []
    for row in range(int(HIGH / size * 1.6)):
        for column in range(wide):
            west, south = WEST + column * size, SOUTH + row * size * 0.61
            shape = box(west, south, west + size, south + size * 0.61)
            if not area.contains(shape.centroid):
                continue
            key = f"E{column + 2000:04d}N{row + 4000:04d}"
            distance = shape.centroid.distance(area.centroid)
            score = max(0.0, min(100.0, 95 - distance * 1500 + rng.gauss(0, 12)))
            value = _value(rng, "score", score) | {"reden": None}
            if water.intersects(shape):
                value = {"score": None, "score_status": "uitgesloten", "reden": "water"}
            parts = _criteria(rng, score, value)
            result.append(_feature(key, shape, cel=key, **value, **parts))
    return result


def _criteria(rng: random.Random, score: float, value: dict[str, object]) -> dict[str, object]:
    """Criteria that give about this score; where there is none, three of them are unknown."""
    weights = PROFIELEN["gemeente"]
    found: dict[str, float | None] = {
        code: min(1.0, max(0.0, score / 100 + rng.gauss(0, 0.15))) for code in weights
    }
    found["B"] = rng.choice([0.0, 0.33, 0.67, 1.0])
    if value["score"] is None:
        found |= dict.fromkeys("VTZ") if value["reden"] is None else dict.fromkeys(found)
        value["reden"] = value["reden"] or "te weinig dekking"
    else:
        points = sum(100 * weights[code] * (part or 0) for code, part in found.items())
        value["score"] = round(points / sum(weights.values()), 1)
    return {f"s_{code.lower()}": part for code, part in found.items()}


def _places(rng: random.Random, area: BaseGeometry) -> list[Feature]:
    return [
        _feature(
            f"p{number:03d}",
            point,
            code=f"p{number:03d}",
            naam=f"{soort.capitalize()} {number}",
            soort=soort,
            soort_status="waargenomen",
        )
        for number, point in enumerate(_spread(rng, area, 70))
        for soort in [rng.choice(SOORTEN)]
    ]


def _paths(area: BaseGeometry) -> list[Feature]:
    lines = [
        LineString([(WEST + x, SOUTH), (WEST + x, SOUTH + HIGH)]) for x in np.arange(0, WIDE, 0.002)
    ]
    lines += [
        LineString([(WEST, SOUTH + y), (WEST + WIDE, SOUTH + y)])
        for y in np.arange(0, HIGH, 0.0015)
    ]
    return [
        _feature(f"w{i}", part, wegcode=f"w{i}")
        for i, part in enumerate(line.intersection(area) for line in lines)
        if not part.is_empty
    ]


def build(seed: int = 7, cells_wide: int = CELLS_WIDE) -> dict[str, list[Feature]]:
    """Features of every layer by layer id; geometries in CRS84.

    Args:
        seed: of the random numbers; the same seed gives the same world.
        cells_wide: cells of the opportunity map from west to east.
    """
    rng = random.Random(seed)  # noqa: S311 - shapes, no secrets
    area = _gemeente()
    water = _river().intersection(area)
    park = Point(WEST + WIDE * 0.62, SOUTH + HIGH * 0.7).buffer(0.006).difference(water)
    buurten, wijken = _areas(rng, area)
    return {
        "gemeenten": [_feature("GM9901", area, gemeentecode="GM9901", naam="Meerwolde")],
        "wijken": wijken,
        "buurten": buurten,
        "water": [_feature("w1", water, vlakcode="w1")],
        "groen": [_feature("g1", park, vlakcode="g1")],
        "voetpaden": _paths(area),
        "draaglast_buurt": _draaglast(rng, buurten),
        "kans_cel": _cells(rng, area, water, cells_wide),
        "voorzieningen": _places(rng, area),
        "huishoudens": [
            _feature(
                one["id"],
                None,
                **one["properties"],
                **_value(rng, "alleenstaand_pct", rng.randint(20, 60)),
            )
            for one in buurten
        ],
        "leeg": [],
    }
