"""What a gemeente knows of the surroundings: jobs per buurt, monuments and heat stress."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from pipelines.sample.partner_base import GEMEENTE, Row, places, write_csv, write_geojson
from pipelines.sample.world import World

BUSY = 3
"""Every so manyth buurt of the first gebied has more jobs than residents."""
MONUMENTS_EVERY = 400
WARNED = ("vlak_id", "soort", "naam", "peildatum")


def write(world: World, folder: Path) -> dict[str, int]:
    """Write both files below `folder`; returns rows per file."""
    month = world.plan.peildatum.isoformat()[:7]
    jobs = folder / "banen" / GEMEENTE / f"banen_{month}.csv"
    warned = folder / "waarschuwingsvlakken" / GEMEENTE / f"waarschuwingen_{month}.geojson"
    rows, shapes = _warned(world)
    return {
        jobs.relative_to(folder).as_posix(): write_csv(
            jobs, ("buurtcode", "banen", "peildatum"), _jobs(world)
        ),
        warned.relative_to(folder).as_posix(): write_geojson(warned, WARNED, rows, shapes),
    }


def _jobs(world: World) -> list[Row]:
    first = set(places(world, "gebied")[0].buurten)
    day = world.plan.peildatum.isoformat()
    return [
        [
            buurt.code,
            round(buurt.residents * (1.4 if not at % BUSY and first & set(buurt.buurten) else 0.3)),
            day,
        ]
        for at, buurt in enumerate(places(world, "buurt"))
    ]


def _warned(world: World) -> tuple[list[Row], list[shapely.Geometry]]:
    """Monuments are addresses; heat lies round the densest wijk. Of the soil nothing is known."""
    day = world.plan.peildatum.isoformat()
    chosen = np.arange(0, len(world.objects.x), MONUMENTS_EVERY)
    rows: list[Row] = [[f"M-{k:04d}", "monument", "Monument (fictief)", day] for k in chosen]
    corners = zip(world.objects.x[chosen], world.objects.y[chosen], strict=True)
    shapes: list[shapely.Geometry] = [shapely.Point(x, y) for x, y in corners]
    dense = max(places(world, "wijk"), key=lambda wijk: wijk.addresses)
    here = np.isin(world.objects.buurt, dense.buurten)
    points = shapely.MultiPoint(np.column_stack([world.objects.x[here], world.objects.y[here]]))
    return (
        [*rows, ["H-0001", "hittestress", dense.name, day]],
        [*shapes, points.convex_hull.buffer(-50, quad_segs=2)],
    )
