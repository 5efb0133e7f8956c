"""Boundaries of two years and stock of the old one, end to end: T-01 in a published layer."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.support.installations import Installation
from tests.support.profiles import keep_products

EAST, NORTH = 233_000, 582_000
OLD = {"BU00010001": (0, 200), "BU00010002": (200, 300), "BU00010003": (300, 400)}
NEW = {"BU00010011": (0, 120), "BU00010012": (120, 200), "BU00010013": (200, 400)}
HOMES = {"BU00010011": 120, "BU00010012": 80, "BU00010013": 50}
PROFILE = """
naam = "Kruising"
indelingsjaar = 2024
gemeenten = ["GM0001"]
ring_m = 0

[[bronnen.cbs_buurten]]
vorm = "geojson"
adres = "{place}/buurten-2023.geojson"
peildatum = 2023-01-01
indelingsjaar = 2023

[[bronnen.cbs_buurten]]
vorm = "geojson"
adres = "{place}/buurten-2024.geojson"
peildatum = 2024-01-01
indelingsjaar = 2024

[bronnen.bag_verblijfsobjecten]
vorm = "geojson"
adres = "{place}/adressen.geojson"
peildatum = 2024-06-01

[bronnen.cbs_kwb]
vorm = "csv"
adres = "{place}/kwb-2023.csv"
peildatum = 2023-01-01
indelingsjaar = 2023
"""


def features(file: Path, rows: list[tuple[Any, Mapping[str, Any]]]) -> None:
    """Write shapes in RD with their properties."""
    found = [
        {"type": "Feature", "properties": dict(told), "geometry": shapely.geometry.mapping(shape)}
        for shape, told in rows
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    made = {"type": "FeatureCollection", "crs": crs, "features": found}
    file.write_text(json.dumps(made), encoding="utf-8")


def areas(file: Path, drawn: Mapping[str, tuple[int, int]]) -> None:
    features(
        file,
        [
            (
                shapely.box(EAST + west, NORTH, EAST + east, NORTH + 100),
                {"buurtcode": code, "buurtnaam": code[-2:], "wijkcode": "WK000100", "water": "NEE"},
            )
            for code, (west, east) in drawn.items()
        ],
    )


def addresses(file: Path) -> None:
    rows = []
    for code, n in HOMES.items():
        west, east = NEW[code]
        for k in range(n):
            place = shapely.Point(EAST + west + (east - west) * (k + 0.5) / n, NORTH + 50)
            told = {
                "identificatie": f"000101{len(rows):010d}",
                "status": "Verblijfsobject in gebruik",
                "gebruiksdoel": "woonfunctie",
                "oppervlakte": 80,
                "huisnummer": len(rows) + 1,
                "postcode": "1234AB",
            }
            rows.append((place, told))
    features(file, rows)


@pytest.fixture(scope="module")
def place(
    installation: Callable[..., Installation], tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    folder = tmp_path_factory.mktemp("kruising")
    areas(folder / "buurten-2023.geojson", OLD)
    areas(folder / "buurten-2024.geojson", NEW)
    addresses(folder / "adressen.geojson")
    with (folder / "kwb-2023.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        head = "Codering AantalInwoners Woningvoorraad Koopwoningen HuurwoningenTotaal"
        writer.writerow([*head.split(), "InBezitWoningcorporatie"])
        writer.writerow(["BU00010001", 600, 300, 30, 70, 50])
        writer.writerow(["BU00010002", 200, 100, 60, 40, 20])
        writer.writerow(["BU00010003", 600, 300, 50, 50, 40])
    profile = folder / "kruising.toml"
    profile.write_text(PROFILE.format(place=folder), encoding="utf-8")
    keep_products(profile, ["spreiding_buurt"])
    made = installation(str(profile))
    made.refresh()
    return made


def test_t01_stands_in_the_published_layer(place: Installation) -> None:
    """300 homes and 200 addresses, 120 of them now in the first part: 180 and 120."""
    rows = {row["buurtcode"]: row for row in place.layer("spreiding")}
    told = {code: (row["woningen"], row["woningen_status"]) for code, row in rows.items()}
    assert told == {
        "BU00010011": (180, "geschat"),
        "BU00010012": (120, "geschat"),
        "BU00010013": (400, "waargenomen"),  # two whole areas added up
    }
    # (100 x 20% + 300 x 40%) / 400
    assert rows["BU00010013"]["corporatie_pct"] == pytest.approx(35.0)


def test_readers_are_told_how_and_of_the_break(place: Installation) -> None:
    said = " ".join(place.described("spreiding")["opmerkingen"])
    assert "van de indeling van 2023 omgerekend naar die van 2024" in said
    assert "BAG op 2024-06-01 in plaats van 2023-01-01" in said
    assert "in 1 gebieden komt meer" in said  # half of the merged area
