"""Plans and projects of the sample gemeente: faces and points near the addresses of a wijk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from pipelines.sample.partner_base import (
    GEMEENTE,
    Row,
    names,
    places,
    supplier,
    write_csv,
    write_geojson,
)
from pipelines.sample.world import World

Drawn = list[tuple[Row, shapely.Geometry]]

PLANS = (
    "plan_id",
    "naam",
    "status",
    "soort",
    "woningen",
    "zorggeschikt",
    "geclusterd",
    "nultreden",
    "sloop",
    "sociale_huur",
    "sociale_huur_laag",
    "jaar_start",
    "jaar_gereed",
    "grondoppervlakte_m2",
    "eigenaar",
    "omgevingsplan",
    "zorgpartij",
    "openbaar",
    "peildatum",
)
PROJECTS = (
    "project_id",
    "plan_id",
    "naam",
    "soort",
    "status",
    "relevant",
    "afspraak",
    "afspraak_datum",
    "afspraak_woningen",
    "afstand_ontmoeting_m",
    "doelgroep",
    "trekker",
    "jaar_gereed",
    "peildatum",
)
# A corporation has its plans in a table with addresses instead of drawings.
LISTED = (
    "plan_id",
    "naam",
    "status",
    "soort",
    "woningen",
    "geclusterd",
    "nultreden",
    "sociale_huur",
    "sociale_huur_laag",
    "jaar_gereed",
    "eigenaar",
    "openbaar",
    "straat",
    "huisnummer",
    "postcode",
    "peildatum",
)
STATES = ("idee", "zacht", "hard", "in uitvoering", "zacht", "hard")
KINDS = ("nieuwbouw", "transformatie", "sloop en nieuwbouw", "wijkvernieuwing")


def write(world: World, folder: Path) -> dict[str, int]:
    """Write both files below `folder`; returns rows per file."""
    month = world.plan.peildatum.isoformat()[:7]
    drawn = [(PLANS, _plans(world), "plannen"), (PROJECTS, _projects(world), "projecten")]
    result = {}
    for header, found, feed in drawn:
        target = folder / feed / GEMEENTE / f"{feed}_{month}.geojson"
        rows = [row for row, _ in found]
        shapes = [shape for _, shape in found]
        result[target.relative_to(folder).as_posix()] = write_geojson(target, header, rows, shapes)
    company = supplier(names(world, "corporaties")[0])
    target = folder / "plannen" / company / f"plannen_{month}.csv"
    result[target.relative_to(folder).as_posix()] = write_csv(target, LISTED, _listed(world))
    return result


def _listed(world: World) -> list[Row]:
    """Transformation sites of a corporation, by address; of one the address does not exist."""
    found: list[Row] = []
    for at, wijk in enumerate([w for w in places(world, "wijk") if w.addresses][:3]):
        here = np.flatnonzero(np.isin(world.objects.buurt, wijk.buurten))
        street, number, postcode, _ = world.address(int(here[len(here) // 3]))
        found.append(
            [
                f"T-{at + 1}",
                f"Transformatie {wijk.name}",
                ("hard", "zacht", "hard")[at],
                "transformatie",
                24 + 6 * at,
                12,
                8,
                18,
                14,
                2027 + at,
                "corporatie",
                ("openbaar", "programma", "openbaar")[at],
                street,
                number if at < 2 else 99998,
                postcode if at < 2 else "1000ZZ",
                world.plan.peildatum.isoformat(),
            ]
        )
    return found


def _spot(world: World, buurten: tuple[int, ...], at: int) -> tuple[float, float]:
    """A place among the objects of some buurten."""
    here = np.flatnonzero(np.isin(world.objects.buurt, buurten))
    k = int(here[(at * 7919) % len(here)])
    return float(world.objects.x[k]), float(world.objects.y[k])


def _plans(world: World) -> Drawn:
    """Two plans per wijk, faces and points in turn; one has a status nobody agreed on."""
    found: Drawn = []
    built = [wijk for wijk in places(world, "wijk") if wijk.addresses]
    for at, wijk in enumerate(wijk for wijk in built for _ in range(2)):
        x, y = _spot(world, wijk.buurten, at)
        homes = 20 + (at * 37) % 120
        wide = homes * 75.0
        half = wide**0.5 / 2
        shape = (
            shapely.box(x - half, y - half, x + half, y + half) if at % 3 else shapely.Point(x, y)
        )
        row: Row = [
            f"P-{at + 1:03d}",
            f"{wijk.name} {'noord' if at % 2 else 'zuid'}",
            "misschien" if at == 4 else STATES[at % len(STATES)],
            KINDS[at % len(KINDS)],
            homes,
            homes // 10 if at % 4 == 0 else 0,
            homes // 4 if at % 3 == 0 else 0,
            homes // 5,
            homes // 6 if KINDS[at % len(KINDS)] == "sloop en nieuwbouw" else 0,
            homes * 3 // 10,
            homes * 2 // 10,
            2024 + at % 4,
            2026 + at % 5,
            round(wide),
            ("corporatie", "gemeente", "ontwikkelaar")[at % 3],
            ("past", "wijziging nodig", "past", "belemmering")[at % 4],
            names(world, "zorgaanbieders")[1] if at % 5 == 0 else None,
            ("besloten", "programma", "openbaar")[at % 3],
            world.plan.peildatum.isoformat(),
        ]
        found.append((row, shape))
    return found


def _projects(world: World) -> Drawn:
    found: Drawn = []
    kinds = ("nieuwbouw", "transformatie", "wijkvernieuwing", "woonleefconcept")
    for at, gebied in enumerate(g for g in places(world, "gebied") for _ in range(3)):
        x, y = _spot(world, gebied.buurten, at + 100)
        agreed = ("concreet", "in voorbereiding", "geen")[at % 3]
        row: Row = [
            f"W-{at + 1:02d}",
            f"P-{at + 1:03d}",
            f"Woonvorm {gebied.name} {at % 3 + 1}",
            kinds[at % 4],
            STATES[at % len(STATES)],
            "nee" if at % 5 == 4 else "ja",
            agreed,
            "15-09-2023" if agreed == "concreet" else None,
            12 + 6 * (at % 3) if agreed != "geen" else None,
            20 + 35 * (at % 4),
            "ouderen",
            names(world, "corporaties")[at % 2],
            2025 + at % 4,
            world.plan.peildatum.isoformat(),
        ]
        found.append((row, shapely.Point(x, y)))
    found.append(_zone(world, len(found)))
    return found


def _zone(world: World, at: int) -> tuple[Row, shapely.Geometry]:
    """A whole kern that the gemeente appointed as woonzorgzone, as it drew it."""
    gebied = places(world, "gebied")[-1]
    x, y = _spot(world, gebied.buurten, at + 100)
    row: Row = [
        f"W-{at + 1:02d}",
        None,
        f"Woonzorgzone {gebied.name}",
        "woonzorgzone",
        "in uitvoering",
        "ja",
        "in voorbereiding",
        None,
        None,
        None,
        "ouderen",
        names(world, "welzijn")[0],
        2030,
        world.plan.peildatum.isoformat(),
    ]
    return row, shapely.box(x - 400, y - 400, x + 400, y + 400)
