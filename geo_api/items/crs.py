"""The coordinate reference systems that are served, with the axis order of their authority.

Stored is RD New. PostGIS transforms; it gives easting or longitude first, so a system whose
authority puts latitude first (ETRS89) is flipped on the way out and its bbox on the way in.
"""

from dataclasses import dataclass

from data.shapes import DEGREES, DIGITS
from geo_api.errors import Fault

_OGC = "http://www.opengis.net/def/crs/"


@dataclass(frozen=True)
class Crs:
    """A coordinate reference system.

    Attributes:
        uri: identifier by which it is asked for and named in `Content-Crs`.
        srid: code in PostGIS.
        flipped: the authority puts latitude first.
        digits: decimals that are served; 1 mm in metres, about 1 mm in degrees.
        degrees: coordinates are degrees, so a bbox may cross the antimeridian.
    """

    uri: str
    srid: int
    flipped: bool
    digits: int
    degrees: bool


CRS84 = Crs(_OGC + "OGC/1.3/CRS84", DEGREES, flipped=False, digits=DIGITS, degrees=True)
RD = Crs(_OGC + "EPSG/0/28992", 28992, flipped=False, digits=3, degrees=False)
ETRS89 = Crs(_OGC + "EPSG/0/4258", 4258, flipped=True, digits=8, degrees=True)
WEB_MERCATOR = Crs(_OGC + "EPSG/0/3857", 3857, flipped=False, digits=3, degrees=False)

ALL = (CRS84, RD, ETRS89, WEB_MERCATOR)
URIS = [crs.uri for crs in ALL]
_BY_URI = {crs.uri: crs for crs in ALL}


def parse(name: str, value: str | None, faults: list[Fault]) -> tuple[Crs, str]:
    """The asked system and the identifier as the client wrote it; CRS84 when none was asked.

    Args:
        name: query parameter, `crs` or `bbox-crs`.
        value: a URI of the list; https is taken as http.
        faults: receives what is wrong.
    """
    if value is None:
        return CRS84, CRS84.uri
    found = _BY_URI.get(value) or _BY_URI.get(value.replace("https://", "http://", 1))
    if found is None:
        near = _meant(value)
        hint = f" Bedoelde u {near}?" if near else ""
        detail = f"'{name}' noemt een onbekend stelsel; kies uit: {', '.join(URIS)}.{hint}"
        faults.append(Fault(name, "stelsel", detail, near))
        return CRS84, CRS84.uri
    return found, value


def _meant(value: str) -> str | None:
    """The system of which only the code is written, as in EPSG:28992 or RD."""
    code = value.strip().rpartition(":")[2].rpartition("/")[2].upper()
    names = {uri.rpartition("/")[2]: uri for uri in URIS} | {"RD": RD.uri, "4326": CRS84.uri}
    return names.get(code)
