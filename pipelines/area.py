"""Which area this installation covers.

Its gemeenten, and a ring around them for demand and supply across the border.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pyproj
import shapely

from data.registry import dataset
from pipelines import delivery
from pipelines.conform import Context, Tally, conform
from pipelines.errors import ConfigurationError, WoonzorgError
from pipelines.profile import Profiel
from pipelines.work import Work

# The first of these that the profile has a source for tells the area.
SHAPES = ("cbs_gemeenten", "cbs_wijken", "cbs_buurten")


@dataclass(frozen=True)
class Area:
    """The covered area, in RD New.

    Attributes:
        own: union of the own gemeenten.
        ring: the same with the ring around it.
    """

    own: shapely.MultiPolygon
    ring: shapely.Geometry

    @property
    def box(self) -> tuple[float, float, float, float]:
        """RD bounding box of the ring: west, south, east, north."""
        west, south, east, north = (float(value) for value in shapely.bounds(self.ring))
        return (west, south, east, north)

    @property
    def bbox(self) -> str:
        """The same as publishers take it."""
        return ",".join(f"{value:.0f}" for value in self.box)

    @property
    def bbox_wgs84(self) -> tuple[float, float, float, float]:
        """The same in degrees: west, south, east, north."""
        transformer = pyproj.Transformer.from_crs("EPSG:28992", "OGC:CRS84", always_xy=True)
        west, south, east, north = transformer.transform_bounds(*shapely.bounds(self.ring))
        return (west, south, east, north)

    @property
    def fingerprint(self) -> str:
        """Changes when the area does."""
        return hashlib.sha256(shapely.to_wkb(self.ring)).hexdigest()[:16]


def boundary_source(profile: Profiel) -> str:
    """The dataset that tells the area in a profile.

    Raises:
        ConfigurationError: none of the boundary datasets has a source.
    """
    for name in SHAPES:
        if profile.sources(name):
            return name
    raise ConfigurationError(
        f"Profiel {profile.naam}: er is geen bron voor {', '.join(SHAPES)}; "
        "zonder grenzen is er geen gebied."
    )


def source_of(work: Work) -> str:
    """The dataset that tells the area in this run."""
    return boundary_source(work.profile)


def area(work: Work) -> Area:
    """The area, from the newest delivery of boundaries that can be read.

    Raises:
        ConfigurationError: the profile names no gemeente, or one that the boundaries do not have.
        WoonzorgError: no delivery of boundaries could be read.
    """
    if not work.profile.gemeenten:
        raise ConfigurationError(
            "Er is geen gemeente gekozen: geef --gemeente GM0000 of gemeenten in het profiel."
        )
    name = source_of(work)
    last: WoonzorgError | None = None
    for levering in delivery.newest(work.connection, name):
        try:
            shapes = _own_shapes(work, name, levering)
        except WoonzorgError as error:
            last = error
            continue
        own = shapely.MultiPolygon(list(shapely.get_parts(shapely.union_all(shapes))))
        shapely.prepare(own)
        ring = own.buffer(work.profile.ring_m, quad_segs=8)
        shapely.prepare(ring)
        return Area(own, ring)
    raise last or WoonzorgError(f"{name}: er is nog geen levering met grenzen.")


def _own_shapes(work: Work, name: str, levering: dict[str, Any]) -> list[shapely.Geometry]:
    """Shapes of the own gemeenten in one delivery.

    Raises:
        ConfigurationError: a gemeente of the profile is not in it.
    """
    declared = dataset(name)
    bron, landed = delivery.reopen(work, levering)
    context = Context(
        0, levering["peildatum"], names=delivery.chosen(work, levering).kolommen, crs=bron.crs or ""
    )
    wanted = {code[2:] for code in work.profile.gemeenten}
    found: list[shapely.Geometry] = []
    seen: set[str] = set()
    reader = delivery.prepared(declared, bron, landed)
    for batch in conform(declared, reader, context, Tally()):
        codes = [code[2:6] for code in batch.column(declared.key[0]).to_pylist()]
        seen |= set(codes)
        rows = [i for i, code in enumerate(codes) if code in wanted]
        found += list(shapely.from_wkb([batch.column("geometry")[i].as_py() for i in rows]))
    _refuse_missing({f"GM{c}" for c in wanted - seen}, {f"GM{c}" for c in seen})
    return found


def _refuse_missing(missing: set[str], seen: Iterable[str]) -> None:
    if not missing:
        return
    code = min(missing)
    near = get_close_matches(code, sorted(set(seen)), n=1)
    hint = f"; bedoelt u {near[0]}?" if near else ""
    raise ConfigurationError(f"Gemeente {code} staat niet in de grenzen van dit jaar{hint}.")
