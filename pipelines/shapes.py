"""Geometry on its way in: one CRS, one type, valid or quarantined.

Repaired only by a listed method.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely

from data.model import SRID, Dataset
from pipelines.errors import DeliveryRefused

# Where RD New is used, with room for the islands and the ring (TRUST 3.1).
RD_X = (-10_000.0, 300_000.0)
RD_Y = (290_000.0, 640_000.0)
MAX_OUTSIDE_SHARE = 0.01
ROOM_M = 10.0  # the box is asked for in whole metres


@dataclass(frozen=True)
class Shapes:
    """Geometries of one batch.

    Attributes:
        geometries: in RD New, 2D, of the declared type; None where bad.
        reasons: per row why it is bad, empty where it is not.
        repaired: rows that a listed method repaired, with what was wrong.
    """

    geometries: np.ndarray
    reasons: np.ndarray
    repaired: dict[int, str]


def read(dataset: Dataset, wkb: Sequence[bytes | None] | np.ndarray, crs: str) -> Shapes:
    """Bring the geometries of one batch into shape.

    Args:
        dataset: declares the type and the repairs.
        wkb: well-known binary per row.
        crs: what the source says its coordinates are.

    Raises:
        DeliveryRefused: more than 1 % lies outside the range of RD: wrong CRS or swapped axes.
    """
    shapes = shapely.force_2d(shapely.from_wkb(np.asarray(wkb, dtype=object), on_invalid="ignore"))
    shapes = to_rd(shapes, crs)
    reasons = np.full(len(shapes), "", dtype=object)
    absent = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    reasons[absent] = "geen geometrie"
    _check_range(dataset, shapes, reasons, absent, crs)
    repaired = _repair(dataset, shapes, reasons)
    shapes = _as_declared(dataset, shapes, reasons)
    shapes[reasons != ""] = None
    if dataset.geometry_optional:
        reasons[absent] = ""
    return Shapes(shapes, reasons, repaired)


def to_rd(shapes: np.ndarray, crs: str) -> np.ndarray:
    """Reproject to RD New.

    X is easting and y northing on both sides, whatever the authority says.
    """
    source = pyproj.CRS.from_user_input(crs)
    if source.to_epsg() == SRID:
        return shapes
    transformer = pyproj.Transformer.from_crs(source, f"EPSG:{SRID}", always_xy=True)

    def project(points: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return np.asarray(shapely.transform(shapes, project))


def _check_range(
    dataset: Dataset, shapes: np.ndarray, reasons: np.ndarray, absent: np.ndarray, crs: str
) -> None:
    bounds = shapely.bounds(shapes)
    middle_x, middle_y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
    with np.errstate(invalid="ignore"):
        inside = _within(middle_x, RD_X) & _within(middle_y, RD_Y)
        swapped = _within(middle_y, RD_X) & _within(middle_x, RD_Y)
    outside = ~inside & ~absent
    present = int((~absent).sum())
    if present and outside.sum() > max(MAX_OUTSIDE_SHARE * present, 1):
        what = "x en y verwisseld" if swapped.sum() > present / 2 else f"geen coordinaten in {crs}"
        where = np.flatnonzero(outside)[0]
        raise DeliveryRefused(
            f"{dataset.name}: {outside.sum()} van {present} vormen liggen buiten Nederland "
            f"({what}; "
            f"bijvoorbeeld {middle_x[where]:.1f}, {middle_y[where]:.1f}). Er wordt niets "
            "omgedraaid: "
            "laat de leverancier het coordinatenstelsel herstellen."
        )
    reasons[outside] = "ligt buiten het bereik van RD"


def refuse_beyond(name: str, found: Shapes, asked: tuple[float, float, float, float]) -> None:
    """Refuse what lies outside the box that was asked for: then the question was not understood.

    Args:
        name: dataset for the message.
        found: shapes of one batch.
        asked: west, south, east, north in RD; compared with the envelope, as servers do.

    Raises:
        DeliveryRefused: more than 1 % lies outside.
    """
    bounds = shapely.bounds(found.geometries)
    with np.errstate(invalid="ignore"):
        beyond = (bounds[:, 0] > asked[2] + ROOM_M) | (bounds[:, 2] < asked[0] - ROOM_M)
        beyond |= (bounds[:, 1] > asked[3] + ROOM_M) | (bounds[:, 3] < asked[1] - ROOM_M)
    if beyond.sum() > max(MAX_OUTSIDE_SHARE * len(beyond), 1):
        raise DeliveryRefused(
            f"{name}: {beyond.sum()} van {len(beyond)} objecten liggen buiten de gevraagde bbox; "
            "de bron lijkt het hele land te sturen. Controleer parameter bbox in het profiel."
        )


def _within(values: np.ndarray, span: tuple[float, float]) -> np.ndarray:
    return np.asarray((values >= span[0]) & (values <= span[1]))


def _repair(dataset: Dataset, shapes: np.ndarray, reasons: np.ndarray) -> dict[int, str]:
    wrong = np.flatnonzero(~shapely.is_valid(shapes) & (reasons == ""))
    repaired: dict[int, str] = {}
    for row in wrong:
        why = shapely.is_valid_reason(shapes[row])
        if "make_valid" in dataset.repairs:
            shapes[row] = shapely.make_valid(shapes[row], method="structure")
            repaired[int(row)] = why
        else:
            reasons[row] = f"ongeldige vorm: {why}"
    return repaired


_PLACES = (
    shapely.GeometryType.POINT,
    shapely.GeometryType.POLYGON,
    shapely.GeometryType.MULTIPOLYGON,
)
_PROMOTE = {
    "MultiPolygon": (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
    "MultiLineString": (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING),
}


def _as_declared(dataset: Dataset, shapes: np.ndarray, reasons: np.ndarray) -> np.ndarray:
    """Single parts become multi.

    A collection keeps its parts of the declared kind; the rest is bad.
    """
    kinds = shapely.get_type_id(shapes)
    if dataset.geometry == "Point":
        reasons[(kinds != shapely.GeometryType.POINT) & (reasons == "")] = "is geen punt"
        return shapes
    if dataset.geometry == "Geometry":
        reasons[~np.isin(kinds, _PLACES) & (reasons == "")] = "is geen punt of vlak"
        return shapes
    single, multi = _PROMOTE[str(dataset.geometry)]
    loose = np.flatnonzero((kinds == single) & (reasons == ""))
    build = (
        shapely.multipolygons
        if multi == shapely.GeometryType.MULTIPOLYGON
        else shapely.multilinestrings
    )
    if len(loose):
        shapes[loose] = build(shapes[loose], indices=np.arange(len(loose)))
    for row in np.flatnonzero((kinds != single) & (kinds != multi) & (reasons == "")):
        parts = shapely.get_parts(shapes[row])
        kept = parts[np.isin(shapely.get_type_id(parts), (single, multi))]
        kept = shapely.get_parts(kept)
        if len(kept):
            shapes[row] = build(kept)
        else:
            reasons[row] = f"is geen {dataset.geometry}"
    return shapes
