"""Shapes that a client writes (GeoJSON or a box), as values that PostGIS compares in RD.

A shape is first cut to where RD New means something: outside it there is nothing to find and the
projection is not defined.
"""

import json
import math
from typing import Any

import shapely

from geo_api.filter.cql import Wrong
from geo_api.items.bbox import MOST_POINTS, boxes, field
from geo_api.items.crs import Crs

DEGREE_STEP = 1 / 32
"""Longest side in degrees; a straight line in degrees is a curve in RD."""


def ewkb(value: dict[str, Any], crs: Crs, named: str = "'filter'") -> bytes | None:
    """A shape in a served system as EWKB, easting or longitude first.

    None when all of it lies outside the field of RD New.

    Args:
        value: GeoJSON geometry, or `{"bbox": [...]}`.
        crs: its system, which decides the order of axes.
        named: what the text of a fault calls the place where it stands.

    Raises:
        Wrong: it is no shape, has too many points, or crosses itself.
    """
    shape = _box(value["bbox"], crs) if "bbox" in value else _shape(value, crs, named)
    if crs.degrees and not _on_earth(shape):
        raise Wrong(
            f"{named} bevat een plek buiten de graden van de aarde (lengte -180 tot 180, breedte "
            "-90 tot 90). Zijn het meters, noem dan het stelsel; klopt de asvolgorde?"
        )
    inside = shapely.intersection(shape, shapely.box(*field(crs)))
    if inside.is_empty:
        return None
    if crs.degrees:
        inside = shapely.segmentize(inside, DEGREE_STEP)
    return shapely.to_wkb(shapely.set_srid(inside, crs.srid), include_srid=True)


def _on_earth(shape: shapely.Geometry) -> bool:
    west, south, east, north = map(float, shapely.bounds(shape))
    return west >= -180 and east <= 180 and south >= -90 and north <= 90


def _shape(value: dict[str, Any], crs: Crs, named: str) -> shapely.Geometry:
    try:
        shape = shapely.from_geojson(json.dumps(value))
    except shapely.errors.ShapelyError:
        raise Wrong(f"{named} bevat een vorm die geen geldige geometrie is.") from None
    if shape.is_empty:
        raise Wrong(f"{named} bevat een lege vorm.")
    if shapely.get_num_coordinates(shape) > MOST_POINTS:
        raise Wrong(f"{named} bevat een vorm met meer dan {MOST_POINTS} punten.")
    if not shape.is_valid:
        reason = f"Een vlak in {named} kruist zichzelf of is niet gesloten."
        raise Wrong(reason)
    flat: shapely.Geometry = shapely.force_2d(shape)
    return shapely.transform(flat, lambda points: points[:, ::-1]) if crs.flipped else flat


def _box(numbers: Any, crs: Crs) -> shapely.Geometry:
    plain = isinstance(numbers, list) and all(isinstance(n, int | float) for n in numbers)
    if not plain or len(numbers) not in (4, 6) or not all(map(math.isfinite, numbers)):
        raise Wrong("Een BBOX in 'filter' bevat vier (of met hoogte zes) getallen.")
    parts = boxes(numbers, crs)
    if not parts:
        raise Wrong("Een BBOX in 'filter' begint met de kleinste waarden.")
    return shapely.union_all([shapely.box(*part) for part in parts])
