"""What a WFS 2.0 is asked: FES filters, boxes in the axis order of their CRS, and tiles.

Belongs here: writing the question. Not here: asking it and judging the answer (`wfs.py`).
`CQL_FILTER` is never written: servers ignore it and send the whole country.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import pyproj
from lxml import etree

from pipelines.connectors.bron import Bron
from pipelines.errors import ConfigurationError

RD = "EPSG:28992"
COUNTRY = (-10_000.0, 290_000.0, 300_000.0, 640_000.0)
FES, GML = "http://www.opengis.net/fes/2.0", "http://www.opengis.net/gml/3.2"
REFUSED = frozenset({"cql_filter", "filter", "startindex", "resulttype", "request", "service"})

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one feature type.

    Attributes:
        layer: `typeNames`.
        crs: CRS asked for (`EPSG:28992`); boxes are written in it too.
        filter: property -> values, one of which it must equal.
        box: west, south, east, north in RD; null for everything.
        more: further parameters of the profile (`sortBy`, `propertyName`, `outputFormat`).
    """

    layer: str
    crs: str
    filter: Mapping[str, tuple[str, ...]]
    box: Box | None
    more: Mapping[str, str]

    def counted(self) -> dict[str, str]:
        """Parameters that ask for the number only."""
        return {**self._base(), "resultType": "hits"}

    def page(self, start: int, count: int) -> dict[str, str]:
        """Parameters of one page."""
        wanted = {"outputFormat": "application/json", **self.more}
        paging = {"count": str(count), "startIndex": str(start)}
        return {**self._base(), "srsName": self.crs, **wanted, **paging}

    def quarters(self) -> Iterator["Question"]:
        """The same question for four quarters of its box, or of the country."""
        west, south, east, north = self.box or COUNTRY
        x, y = (west + east) / 2, (south + north) / 2
        for box in (
            (west, south, x, y),
            (x, south, east, y),
            (west, y, x, north),
            (x, y, east, north),
        ):
            yield replace(self, box=box)

    @property
    def side(self) -> float:
        """Shortest side of the box in metres."""
        west, south, east, north = self.box or COUNTRY
        return min(east - west, north - south)

    def _base(self) -> dict[str, str]:
        base = {
            "service": "WFS",
            "version": "2.0.0",
            "request": "GetFeature",
            "typeNames": self.layer,
        }
        if self.filter:
            return base | {"FILTER": self._filter()}
        if self.box:
            return base | {"bbox": f"{box_text(self.box, self.crs)},{urn(self.crs)}"}
        return base

    def _filter(self) -> str:
        """FES 2.0: every property equals one of its values, and the box when there is one."""
        root = etree.Element(f"{{{FES}}}Filter", nsmap={"fes": FES, "gml": GML})
        clauses = len(self.filter) + bool(self.box)
        parent = root if clauses == 1 else etree.SubElement(root, f"{{{FES}}}And")
        for name, values in self.filter.items():
            either = parent if len(values) == 1 else etree.SubElement(parent, f"{{{FES}}}Or")
            for value in values:
                equal = etree.SubElement(either, f"{{{FES}}}PropertyIsEqualTo")
                etree.SubElement(equal, f"{{{FES}}}ValueReference").text = name
                etree.SubElement(equal, f"{{{FES}}}Literal").text = value
        if self.box:
            corners = box_text(self.box, self.crs).split(",")
            within = etree.SubElement(parent, f"{{{FES}}}BBOX")
            envelope = etree.SubElement(within, f"{{{GML}}}Envelope", srsName=urn(self.crs))
            etree.SubElement(envelope, f"{{{GML}}}lowerCorner").text = " ".join(corners[:2])
            etree.SubElement(envelope, f"{{{GML}}}upperCorner").text = " ".join(corners[2:])
        return str(etree.tostring(root, encoding="unicode"))


def question(bron: Bron) -> Question:
    """The question of a source.

    Raises:
        ConfigurationError: no layer, a box that is no box, or a parameter that is ours to write.
    """
    taken = [name for name in bron.parameters if name.lower() in REFUSED]
    if taken:
        raise ConfigurationError(
            f"{bron.name}: parameter {taken[0]} wordt niet aan een WFS gegeven (een CQL_FILTER "
            "wordt genegeerd en dan komt het hele land). Gebruik filter of bbox in het profiel."
        )
    if not bron.laag:
        raise ConfigurationError(
            f"{bron.name}: een WFS vraagt laag, de naam van het objecttype (bag:pand)."
        )
    more = {name: text for name, text in bron.parameters.items() if name not in ("bbox", "count")}
    values = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in bron.filter.items()}
    box = _box(bron, bron.parameters.get("bbox", ""))
    return Question(bron.laag, bron.crs or RD, values, box, more)


def _box(bron: Bron, text: str) -> Box | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise ConfigurationError(
            f"{bron.name}: bbox {text[:60]!r} heeft geen vier getallen "
            "(west,zuid,oost,noord in RD)."
        ) from error
    if west >= east or south >= north or east > 400_000 or west < -100_000:
        raise ConfigurationError(
            f"{bron.name}: bbox {text[:60]!r} is geen vak in RD (west,zuid,oost,noord)."
        )
    return west, south, east, north


def box_text(box: Box, crs: str) -> str:
    """A box in RD as four numbers in a CRS, in the axis order of its authority.

    The urn of EPSG:4326 has latitude first, RD has x first; a server reads the numbers so.
    """
    target = _crs(crs)
    if target.to_epsg() == 28992:
        return ",".join(f"{value:.3f}" for value in box)
    transformer = pyproj.Transformer.from_crs(RD, target, always_xy=True)
    west, south, east, north = transformer.transform_bounds(*box)
    north_first = target.axis_info[0].direction == "north"
    ordered = (south, west, north, east) if north_first else (west, south, east, north)
    return ",".join(f"{value:.8f}" for value in ordered)


def urn(crs: str) -> str:
    """`urn:ogc:def:crs:EPSG::28992`: the form whose axis order is not in doubt."""
    return f"urn:ogc:def:crs:EPSG::{_crs(crs).to_epsg()}"


@cache
def _crs(name: str) -> pyproj.CRS:
    return pyproj.CRS.from_user_input(name)
