"""M6, walk access for older people: what the walking distance of an address is worth.

What belongs here: the value function f(d), the score W, the triple test, map classes, walking
time, and the source flags of METHODS 10. From addresses to cells and buurten is `loop_gebied.py`;
how far it is comes from `afstand.py`.

A distance is NaN where it cannot be told and infinite where nothing lies within the search limit:
"unknown" is left out of W, "nothing near" counts as 0 (reading 48).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from data.getallen import dutch
from data.parameters import number, numbers, numbers_by_name
from pipelines.indicators.afstand import nearest
from pipelines.indicators.netwerk import Bools, Floats, Netwerk, speed_ms
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE
from pipelines.indicators.snap import Snap, snap

Texts = npt.NDArray[np.object_]

WAARGENOMEN, GESCHAT, ONTBREEKT = "waargenomen", "geschat", "ontbreekt"
TE_WEINIG_DEKKING, GEEN_BRON = "te weinig dekking", "geen bron"
BUITEN_BEREIK = "geen binnen het zoekbereik"
KLASSEN = ("goed", "redelijk", "matig", "slecht")
# Kinds whose places are points along an edge: those without a street are no entrance.
ALONG_EDGES = frozenset({"park"})
DRIETAL = ("huisarts", "apotheek", "supermarkt")


@dataclass(frozen=True)
class Parameters:
    """Numbers of METHODS 10 and 19a; the default of each is in the register under loop.*.

    Attributes:
        d1_m: Up to here a distance is worth 1.
        d2_m: From here it is worth 0.
        classes_m: Upper bounds of goed, redelijk and matig.
        weights: Weight per kind of destination; these are the kinds of W, in this order.
        triple_max_m: Limit of the triple test.
        good_score: W from which an address counts as well served.
        min_weight: Share of the weight that must be known (3.6).
        limit_m: Search limit of the distances.
        shift_m: Metres that d1 and d2 are moved by, down and up, for the interval of W.
    """

    d1_m: float = field(default_factory=lambda: number("loop.d1_m"))
    d2_m: float = field(default_factory=lambda: number("loop.d2_m"))
    classes_m: tuple[float, ...] = field(default_factory=lambda: numbers("loop.classes_m"))
    weights: Mapping[str, float] = field(default_factory=lambda: numbers_by_name("loop.weights"))
    triple_max_m: float = field(default_factory=lambda: number("loop.triple_max_m"))
    good_score: float = field(default_factory=lambda: number("loop.good_score"))
    min_weight: float = field(default_factory=lambda: number("common.composite_min_weight"))
    limit_m: float = field(default_factory=lambda: number("loop.horizon_m"))
    shift_m: float = field(default_factory=lambda: number("loop.d_shift_m"))


def value(distance_m: npt.ArrayLike, d1_m: float, d2_m: float) -> Floats:
    """f(d): 1 up to d1, 0 from d2, linear between; NaN stays NaN, infinity gives 0 (METHODS 10)."""
    d = np.asarray(distance_m, dtype=np.float64)
    return np.clip((d2_m - np.minimum(d, d2_m)) / (d2_m - d1_m), 0.0, 1.0)


def distances(
    netwerk: Netwerk,
    origins: Snap,
    destinations: Mapping[str, tuple[npt.ArrayLike, npt.ArrayLike] | None],
    parameters: Parameters | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Metres from each origin to the nearest destination of each kind.

    Args:
        netwerk: Network of one profile.
        origins: Addresses or cell centres on that network, shape (n,).
        destinations: Per kind the RD x and y of its places; None = there is no source for this
            kind (its distances are NaN), empty arrays = the source knows of none (its distances
            are infinite). A place off the street cannot be measured: where nothing else is within
            the limit and such a place may be, the distance is NaN.
        parameters: Numbers of the method version.

    Returns:
        Distances, one column per kind, one row per origin; and a report with one row per kind:
        `kind`, `places`, `places_unsnapped_share`, `has_source`.
    """
    limit = (parameters or Parameters()).limit_m
    measured: dict[str, Floats] = {}
    report = []
    for kind, place in destinations.items():
        if place is None:
            measured[kind] = np.full(len(origins), np.nan)
            report.append((kind, 0, np.nan, False))
            continue
        there = snap(netwerk, *place)
        metres = nearest(netwerk, origins, there, limit)
        if kind not in ALONG_EDGES:
            off = [np.asarray(part, dtype=np.float64)[~there.snapped] for part in place]
            metres[_cannot_tell(netwerk, origins, metres, np.column_stack(off), limit)] = np.nan
        measured[kind] = metres
        report.append((kind, len(there), there.unsnapped_share, True))
    columns = ["kind", "places", "places_unsnapped_share", "has_source"]
    return pd.DataFrame(measured), pd.DataFrame(report, columns=columns)


def _cannot_tell(
    netwerk: Netwerk, origins: Snap, metres: Floats, off: Floats, limit_m: float
) -> Bools:
    """Origins with nothing within the limit, but with a place off the street that may be.

    As the crow flies from an end of the street of the origin, that street's length to spare.
    """
    result = np.zeros(len(metres), dtype=np.bool_)
    known = off[np.isfinite(off).all(axis=1)]
    rows = np.flatnonzero(np.isinf(metres) & origins.snapped)
    if len(known) and len(rows):
        edge = origins.edge[rows]
        away, _ = cKDTree(known).query(netwerk.xy[netwerk.u[edge]])
        result[rows] = away <= limit_m + netwerk.graaf.length_m[edge]
    return result


def walk_points(
    netwerk: Netwerk,
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    destinations: Mapping[str, tuple[npt.ArrayLike, npt.ArrayLike] | None],
    parameters: Parameters | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """M6 for points: snap, measure, score.

    Args:
        netwerk: Network of one profile.
        x: RD x of addresses or cell centres, shape (n,).
        y: RD y.
        destinations: As in `distances`.
        parameters: Numbers of the method version.

    Returns:
        Points (the columns of `walk_score`, `drietal` and `niet_aangesloten`), their distances, and
        the report of `distances`.
    """
    origins = snap(netwerk, x, y)
    metres, report = distances(netwerk, origins, destinations, parameters)
    points = walk_score(metres, origins.reason, parameters)
    points["drietal"] = triple_test(metres, parameters)
    points["niet_aangesloten"] = ~origins.snapped
    return points, metres, report


def walk_score(
    distance_m: pd.DataFrame,
    reason: Texts | None = None,
    parameters: Parameters | None = None,
) -> pd.DataFrame:
    """W per row: weighted mean of f over the kinds that are known, times 100.

    Args:
        distance_m: One column per kind in the weights; a kind without column has no data.
        reason: Why a row may have no distances (from `Snap.reason`), None elsewhere.
        parameters: Numbers of the method version.

    Returns:
        Columns `w` (0 to 100, NaN where missing), `w_laag` and `w_hoog` (W with d1 and d2 100 m
        lower and higher, METHODS 4a), `w_status` (waargenomen = all weight known,
        geschat = renormalised, ontbreekt), `w_reden` (Dutch, None where there is a value),
        `w_dekking` (share of the weight that is known, 0 to 1).
    """
    rule = parameters or Parameters()
    kinds, weight = list(rule.weights), np.array(list(rule.weights.values()), dtype=np.float64)
    metres = distance_m.reindex(columns=kinds).to_numpy(float)
    known = ~np.isnan(metres)
    present = known @ weight
    coverage = present / weight.sum()
    enough = coverage >= rule.min_weight - TOLERANCE
    scores = {}
    for name, shift in (("w", 0.0), ("w_laag", -rule.shift_m), ("w_hoog", rule.shift_m)):
        worth = np.nan_to_num(value(metres, rule.d1_m + shift, rule.d2_m + shift))
        scores[name] = np.full(len(metres), np.nan)
        scores[name][enough] = 100 * (worth @ weight)[enough] / present[enough]
    complete = coverage >= 1 - TOLERANCE
    status = np.select([~enough, complete], [ONTBREEKT, WAARGENOMEN], GESCHAT).astype(object)
    why = np.where(present > 0, TE_WEINIG_DEKKING, GEEN_BRON).astype(object)
    if reason is not None:
        given = np.asarray(pd.notna(reason), dtype=np.bool_)
        why[given] = reason[given]
    why[enough] = None
    return pd.DataFrame(
        {**scores, "w_status": status, "w_reden": why, "w_dekking": coverage},
        columns=["w", "w_status", "w_reden", "w_dekking", "w_laag", "w_hoog"],
    )


def triple_test(distance_m: pd.DataFrame, parameters: Parameters | None = None) -> pd.Series[bool]:
    """Arts, apotheek and supermarkt all within reach: True, False, or NA where it cannot be told.

    One that is too far decides the test, whatever is unknown beside it.
    """
    limit = (parameters or Parameters()).triple_max_m + TOLERANCE
    d = distance_m.reindex(columns=list(DRIETAL)).to_numpy(float)
    passed = pd.Series(np.all(d <= limit, axis=1), index=distance_m.index, name="drietal")
    unknown = np.isnan(d).any(axis=1) & ~(d > limit).any(axis=1)
    return passed.astype("boolean").mask(unknown)


def distance_class(distance_m: npt.ArrayLike, parameters: Parameters | None = None) -> Texts:
    """Map class per distance: goed, redelijk, matig, slecht; None where the distance is unknown."""
    bounds = np.array((parameters or Parameters()).classes_m) + TOLERANCE
    d = np.asarray(distance_m, dtype=np.float64)
    place = np.searchsorted(bounds, d, side="left")
    names: Texts = np.array([*KLASSEN, None], dtype=object)[place]
    names[np.isnan(d)] = None
    return names


def published_distance(distance_m: npt.ArrayLike, reason: Texts | None = None) -> pd.DataFrame:
    """A distance as it is shown: `waarde` (m), `status`, `reden`; nothing within the limit is null.

    The map class says "slecht" for the latter, so it is not read as unknown.
    """
    d = np.asarray(distance_m, dtype=np.float64)
    why = np.full(len(d), None, dtype=object) if reason is None else reason.copy()
    why[np.isnan(d) & pd.isna(why)] = GEEN_BRON
    why[np.isinf(d)] = BUITEN_BEREIK
    found = np.isfinite(d)
    why[found] = None
    status = np.where(found, WAARGENOMEN, ONTBREEKT).astype(object)
    return pd.DataFrame({"waarde": np.where(found, d, np.nan), "status": status, "reden": why})


def walking_minutes(distance_m: npt.ArrayLike, profiel: str = "senior") -> Floats:
    """Minutes for a distance at the speed of the profile (T-17)."""
    return np.asarray(distance_m, dtype=np.float64) / speed_ms(profiel) / 60.0


def limited(foot_m: pd.DataFrame, other_m: pd.DataFrame) -> pd.DataFrame:
    """Distances of a profile that can use fewer streets than the one beside it.

    Where the first is known and the other finds no street or no way, there is nothing within reach
    (infinite): a finding, not a gap. Where the first is not known, neither is the other, and the
    other is never nearer: both may be put on another street.

    Args:
        foot_m: Metres of the profile that can use more, one column per kind.
        other_m: Metres of the profile that can use less, same rows and columns.
    """
    return other_m.fillna(np.inf).clip(lower=foot_m).where(foot_m.notna())


def park_entries(
    parks: npt.ArrayLike, min_m2: float | None = None, step_m: float = 25.0
) -> tuple[Floats, Floats]:
    """Points on the edge of green areas that are large enough, as destinations for `distances`.

    A park is reached where a street comes within the snap distance of its edge. A ring is walked
    in equal steps of at most `step_m`; water and playgrounds inside it are not edges of the park.

    Args:
        parks: Polygons or multipolygons, RD.
        min_m2: Smallest area; absent = the register's 0.5 ha, tested per (multi)polygon.
        step_m: Largest distance between two points.

    Returns:
        RD x and y.
    """
    areas = np.atleast_1d(np.asarray(parks, dtype=object))
    smallest = number("loop.park_min_m2") if min_m2 is None else min_m2
    large = areas[shapely.area(areas) >= smallest - TOLERANCE]
    rings = shapely.get_exterior_ring(shapely.get_parts(large))
    length = shapely.length(rings)
    count = np.maximum(np.ceil(length / step_m), 4).astype(np.int64)
    owner = np.repeat(np.arange(len(rings)), count)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    share = within / np.repeat(count, count)
    points = shapely.line_interpolate_point(rings[owner], share, normalized=True)
    return shapely.get_x(points), shapely.get_y(points)


def compare_nabijheid(
    own_m: pd.Series[float], cbs_km: pd.Series[float], limit_m: float | None = None
) -> dict[str, float | int | bool | None]:
    """Rank correlation of our distance per buurt with CBS Nabijheid; a check to report, not a gate.

    CBS measures by road and averages residents, so levels differ; the ranks should agree (METHODS
    10).

    Args:
        own_m: Mean distance per buurt code in metres; infinite counts as the search limit.
        cbs_km: CBS distance per buurt code in kilometres, same year of division.
        limit_m: Search limit.

    Returns:
        `rho` (None below three common buurten or without spread), `n`, `verwacht`, `voldoet`.
    """
    limit = number("loop.horizon_m") if limit_m is None else limit_m
    both = pd.concat({"own": own_m.clip(upper=limit), "cbs": cbs_km}, axis=1, join="inner").dropna()
    expected = number("loop.expected_rank_correlation")
    if len(both) < 3 or both["own"].nunique() < 2 or both["cbs"].nunique() < 2:
        return {"rho": None, "n": len(both), "verwacht": expected, "voldoet": None}
    rho = float(both["own"].rank().corr(both["cbs"].rank()))
    return {
        "rho": rho,
        "n": len(both),
        "verwacht": expected,
        "voldoet": rho >= expected - TOLERANCE,
    }


def places_near(
    x: npt.ArrayLike,
    y: npt.ArrayLike,
    place_x: npt.ArrayLike,
    place_y: npt.ArrayLike,
    reach_m: float,
) -> Floats:
    """Number of places within a straight distance of each point, shape (n,).

    CBS counts by road, so a complete source never has fewer than CBS within the same distance.
    """
    point = np.column_stack([np.asarray(x, np.float64), np.asarray(y, np.float64)])
    place = np.column_stack([np.asarray(place_x, np.float64), np.asarray(place_y, np.float64)])
    if not len(point) or not len(place):
        return np.zeros(len(point))
    found = cKDTree(place).query_ball_point(point, reach_m + TOLERANCE, return_length=True)
    return np.asarray(found, dtype=np.float64)


def source_flags(
    kind: str,
    peildatum: date,
    today: date,
    places: float | None = None,
    cbs_places: float | None = None,
) -> list[str]:
    """What must be said of a source of places: older than 12 months, or fewer than CBS counts.

    Args:
        kind: The kind of place.
        peildatum: Moment the source describes.
        today: Moment of the comparison.
        places: Number of places in the source; absent = not compared.
        cbs_places: Number CBS has for the same area; absent = not compared.
    """
    elapsed = (today.year - peildatum.year) * 12 + today.month - peildatum.month
    limit = int(number("loop.poi_max_months"))
    flags = []
    if (elapsed, today.day) > (limit, peildatum.day):
        flags.append(f"{kind}: bron van {peildatum.isoformat()} is ouder dan {limit} maanden")
    if places is not None and cbs_places is not None and places < cbs_places - TOLERANCE:
        known, counted = (dutch(n, 1).removesuffix(",0") for n in (places, cbs_places))
        flags.append(f"{kind}: {known} plekken bekend, CBS telt er {counted}")
    return flags
