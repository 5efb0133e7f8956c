"""The walk behind M6 and M9.

The street graph, and from every dwelling and cell centre the distance to each kind.

The graph is kept as long as the version of the streets it was made from; the distances are kept for
the next product of the same run.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data.parameters import integer
from pipelines.derive import dwellings
from pipelines.indicators import loop, padbreedte, rolstoel_regels
from pipelines.indicators.graafbestand import load_graph, save_graph
from pipelines.indicators.netwerk import Graaf, Netwerk, Profiel, network
from pipelines.indicators.snap import Snap, snap
from pipelines.inputs import Inputs
from pipelines.work import Work

KINDS = ("supermarkt", "huisarts", "apotheek", "ontmoeting")


@dataclass(frozen=True)
class Walk:
    """Distances of all dwellings and cell centres.

    Attributes:
        points: one row per dwelling and per cell centre: `cel`, `is_adres`, `x`, `y`, `w`,
            `w_status`, `w_reden`, `drietal`, `niet_aangesloten`, `eigen`.
        distances: same rows, metres per kind, profile senior.
        rollator: same rows, metres per kind, profile rollator (steps block).
        report: per kind: places, share of them off the street, whether there is a source.
    """

    points: pd.DataFrame
    distances: pd.DataFrame
    rollator: pd.DataFrame
    report: pd.DataFrame


def streets(inputs: Inputs) -> Graaf:
    """Street graph, from the cache when these streets were seen before."""
    record = inputs.versions["osm_wegen"]
    path = inputs.work.settings.cache / _name(record)
    if path.exists():
        with contextlib.suppress(ValueError):  # written by an older version: made again below
            return load_graph(path)
    rows = inputs.frame("osm_wegen", ["van_knoop", "naar_knoop", "weg_id", "trap", "geometry"])
    lines = shapely.get_geometry(rows["geometry"].to_numpy(), 0)
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    offset = np.searchsorted(owner, np.arange(len(lines) + 1))
    graph = Graaf.from_edges(
        rows["van_knoop"],
        rows["naar_knoop"],
        xy,
        offset=offset,
        way_id=rows["weg_id"],
        is_steps=rows["trap"].fillna(False).astype(bool),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    _tidy(inputs.work, path.parent)
    save_graph(graph, path)
    return graph


def _name(record: Mapping[str, Any]) -> str:
    """Name of a graph: its version, which the service asks by, and what it was made from."""
    return f"straten-{record['version']}-{record['inhoud_hash']}.arrow"


def _tidy(work: Work, folder: Path) -> None:
    """Remove graphs of versions that are no longer kept."""
    kept = work.connection.execute(
        "SELECT version, inhoud_hash FROM log.versie WHERE dataset = 'osm_wegen'"
        " AND toestand = 'goed'"
    )
    names = {_name(row) for row in kept}
    for old in folder.glob("straten-*.arrow"):
        if old.name not in names:
            old.unlink()


def edge_tags(inputs: Inputs) -> pd.DataFrame:
    """What is known of every edge, in the order of the graph's edges.

    The tags of OpenStreetMap, and `breedte_m` measured in BGT where that is there.
    """
    tags = inputs.frame("osm_wegen", ["weg_id", "soort", "trap", *rolstoel_regels.TAGS])
    if not inputs.has("bgt_voetpaden"):
        return tags
    lines = inputs.frame("osm_wegen", ["geometry"])["geometry"].to_numpy()
    footways = inputs.frame("bgt_voetpaden", ["geometry"])["geometry"].to_numpy()
    measured = padbreedte.widths(
        shapely.get_geometry(lines, 0),
        rolstoel_regels.for_walking(tags["soort"]),
        shapely.get_parts(footways),
    )
    return tags.assign(**{rolstoel_regels.MEASURED: measured})


def senior(inputs: Inputs) -> Netwerk:
    """Network of the profile senior."""
    return network_of(inputs, "senior")


def network_of(inputs: Inputs, profile: Profiel) -> Netwerk:
    """Network of one walking profile."""
    return network(streets(inputs), profile)


def walk(inputs: Inputs) -> Walk:
    """Distances for these input versions, computed once per run."""
    names = (
        "raster",
        "osm_wegen",
        "locaties",
        "bag_verblijfsobjecten",
        "ov_haltes",
        "osm_vlakken",
    )
    return inputs.once(names, _measure)


def _measure(inputs: Inputs) -> Walk:
    net = senior(inputs)
    homes = dwellings(inputs)
    cells = inputs.frame("raster", ["vierkant", "geometry"])
    centres = shapely.centroid(cells["geometry"].to_numpy())
    points = pd.concat(
        [
            pd.DataFrame(
                {
                    "cel": homes["cel"],
                    "is_adres": True,
                    "x": homes["x"],
                    "y": homes["y"],
                    "eigen": homes["eigen"],
                }
            ),
            pd.DataFrame(
                {
                    "cel": cells["vierkant"],
                    "is_adres": False,
                    "x": shapely.get_x(centres),
                    "y": shapely.get_y(centres),
                    "eigen": True,
                }
            ),
        ],
        ignore_index=True,
    )
    origin: Snap = snap(net, points["x"], points["y"])
    places = destinations(inputs)
    metres, report = loop.distances(net, origin, places)
    rolling = network(net.graaf, "rollator")
    slow, _ = loop.distances(rolling, snap(rolling, points["x"], points["y"]), places)
    slow = loop.limited(metres, slow)
    scored = loop.walk_score(metres, origin.reason)
    points["w_rollator"] = loop.walk_score(slow, origin.reason)["w"]
    points = pd.concat([points, scored], axis=1)
    points["drietal"] = loop.triple_test(metres)
    points["niet_aangesloten"] = ~origin.snapped
    return Walk(points, metres, slow, report)


def destinations(inputs: Inputs) -> dict[str, tuple[np.ndarray, np.ndarray] | None]:
    """RD coordinates per kind; None where there is no source for the kind."""
    places = inputs.frame("locaties", ["soort", "plaatsing", "geometry"])
    places = places[places["plaatsing"] != "postcodegebied"]
    found: dict[str, tuple[np.ndarray, np.ndarray] | None] = {}
    for kind in KINDS:
        points = places.loc[places["soort"] == kind, "geometry"].to_numpy()
        found[kind] = (shapely.get_x(points), shapely.get_y(points)) if len(points) else None
    found["ov"] = _stops(inputs)
    found["park"] = _parks(inputs)
    return found


def _stops(inputs: Inputs) -> tuple[np.ndarray, np.ndarray] | None:
    """Stops with a good service; no timetable is no source."""
    if not inputs.has("ov_haltes"):
        return None
    rows = inputs.frame("ov_haltes", ["vertrekken_9_16", "geometry"])
    if rows["vertrekken_9_16"].isna().all():
        return None
    served = rows[rows["vertrekken_9_16"].fillna(0) >= integer("loop.ov_min_departures")]
    points = served["geometry"].to_numpy()
    return shapely.get_x(points), shapely.get_y(points)


def _parks(inputs: Inputs) -> tuple[np.ndarray, np.ndarray] | None:
    if not inputs.has("osm_vlakken"):
        return None
    rows = inputs.frame("osm_vlakken", ["soort", "geometry"])
    x, y = loop.park_entries(rows.loc[rows["soort"] == "groen", "geometry"].to_numpy())
    return x, y
