"""Walking distances at the size of the country, and M6 at the size of a city.

Each in a process of its own, so that its peak memory is its own. Processor time is held to the
budget: the measurement is of one core, whatever else the machine does; the clock is said beside it.
"""

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipelines.indicators.afstand import nearest_of_nodes
from pipelines.indicators.loop import walk_points
from pipelines.indicators.loop_gebied import walk_areas, walk_cells
from pipelines.indicators.netwerk import Graaf, Netwerk, network
from pipelines.indicators.snap import Snap
from tests.bench._budget import Line
from tests.bench._machine import say

SIDE = 3000  # nodes along one side of the country: 9 million
STREET_M = 60.0
DESTINATIONS = 200
HOMES = 130_000
KINDS = ("supermarkt", "huisarts", "apotheek", "ontmoeting", "ov", "park")


@dataclass(frozen=True)
class Took:
    """Seconds of processor and clock, and peak memory of the process in MiB."""

    processor_s: float
    clock_s: float
    peak_mib: float


def measure() -> list[Line]:
    """Nearest of 200 destinations for 9 million nodes, and M6 for 130,000 dwellings."""
    country = _apart(_country)
    city = _apart(_city)
    say(f"  9 miljoen knopen: {country.clock_s:.1f} s op de klok; M6: {city.clock_s:.1f} s")
    return [
        Line("dichtstbijzijnde van 200 voor 9 miljoen knopen", country.processor_s, "s", 10.0),
        Line("geheugen van dat proces", country.peak_mib, "MiB", 2048.0),
        Line(f"M6 voor {HOMES} woningen", city.processor_s, "s", 20.0),
    ]


def _apart(work: Callable[[], Took]) -> Took:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work)


def _took(started: tuple[float, float]) -> Took:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Took(time.process_time() - started[0], time.monotonic() - started[1], peak)


def grid(side: int, metres: float, *, seed: int = 1) -> Graaf:
    """Streets on a grid of side x side nodes; one in a hundred is steps, lengths differ."""
    rng = np.random.default_rng(seed)
    node = np.arange(side * side, dtype=np.int32).reshape(side, side)
    u = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    v = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    y, x = np.divmod(np.arange(side * side), side)
    place = np.column_stack([x, y]) * metres
    xy = np.stack([place[u], place[v]], axis=1).reshape(-1, 2)
    length = metres * rng.uniform(1.0, 1.3, len(u))
    return Graaf.from_edges(u, v, xy, length_m=length, is_steps=rng.random(len(u)) < 0.01)


def _whole_country() -> tuple[Netwerk, Snap]:
    """The network laid out by hand: drawing 18 million lines would be most of the memory."""
    rng = np.random.default_rng(1)
    node = np.arange(SIDE * SIDE, dtype=np.int32).reshape(SIDE, SIDE)
    u = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    v = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    length = STREET_M * rng.uniform(1.0, 1.3, len(u))
    empty = np.empty(0)
    graaf = Graaf(
        node_id=empty.astype(np.int64),
        u=u,
        v=v,
        length_m=length,
        way_id=empty.astype(np.int64),
        is_steps=np.zeros(len(u), dtype=np.bool_),
        xy=empty.reshape(0, 2),
        offset=empty.astype(np.int64),
    )
    return _laid_out(graaf), _somewhere(graaf, rng)


def _laid_out(graaf: Graaf) -> Netwerk:
    """As `network` lays it out for a profile without penalties."""
    bare = Graaf(
        np.arange(SIDE * SIDE, dtype=np.int64),
        graaf.u,
        graaf.v,
        graaf.length_m,
        graaf.way_id,
        graaf.is_steps,
        graaf.xy,
        graaf.offset,
    )
    return network(bare, "foot")


def _somewhere(graaf: Graaf, rng: np.random.Generator) -> Snap:
    edge = rng.choice(len(graaf), DESTINATIONS, replace=False).astype(np.int64)
    along = graaf.length_m[edge] / 2
    return Snap(edge, along, np.full(DESTINATIONS, 5.0), np.zeros(DESTINATIONS, dtype=np.bool_))


def _country() -> Took:
    net, there = _whole_country()
    started = time.process_time(), time.monotonic()
    found = nearest_of_nodes(net, there, np.inf)
    if not np.isfinite(found).all():
        raise RuntimeError("Niet elke knoop heeft een afstand.")
    return _took(started)


def _city() -> Took:
    graaf = grid(300, STREET_M)
    rng = np.random.default_rng(2)
    side = 300 * STREET_M
    x, y = rng.uniform(0, side, HOMES), rng.uniform(0, side, HOMES)
    places = {
        kind: (rng.uniform(0, side, 40 * (k + 1)), rng.uniform(0, side, 40 * (k + 1)))
        for k, kind in enumerate(KINDS)
    }
    started = time.process_time(), time.monotonic()
    net = network(graaf, "senior")
    points, metres, _ = walk_points(net, x, y, places)
    points["cel"] = (x // 100).astype(int).astype(str)
    points["cel"] += ":" + pd.Series((y // 100).astype(int).astype(str))
    points["is_adres"] = True
    points["gebied"] = pd.Series((x // 1000).astype(int).astype(str))
    points["inwoners_65"] = 0.4
    walk_cells(points, metres)
    walk_areas(points, metres)
    return _took(started)
