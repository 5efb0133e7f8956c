"""The name of a CRS, and the rule that a file's own CRS and the declared one must agree."""

import pyproj
from pyproj.exceptions import CRSError

from pipelines.errors import DeliveryRefused, SourceChanged

PREFIX = "http://www.opengis.net/def/crs/"
WGS84 = "EPSG:4326"


def authority(given: str) -> str | None:
    """`EPSG:28992` for any spelling of it; null when the CRS is in no register.

    Heights are left out (RD+NAP, EPSG:7415, is RD here), and CRS84 is WGS84: in all formats read
    here the first number is east.
    """
    text = given.strip().strip("<>")
    if text.startswith(PREFIX):
        kind, _, rest = text.removeprefix(PREFIX).partition("/")
        text = f"{kind}:{rest.rpartition('/')[2]}"
    if text.rpartition(":")[2] == "CRS84":
        return WGS84
    try:
        crs = pyproj.CRS.from_user_input(text)
    except CRSError:
        return None
    if crs.is_compound:
        crs = crs.sub_crs_list[0]
    found = crs.to_authority(auth_name="EPSG", min_confidence=25)
    return ":".join(found) if found else None


def agreed(name: str, in_file: str | None, declared: str | None) -> str:
    """The CRS to believe: of the file, or declared where the file has none.

    Raises:
        DeliveryRefused: no CRS at all, or one that is in no register.
        SourceChanged: the file has another than declared.
    """
    wanted = authority(declared) if declared else None
    found = authority(in_file) if in_file else None
    if found is None and in_file and not _placeholder(in_file):
        raise DeliveryRefused(
            f"{name}: het coordinatenstelsel {in_file[:60]!r} is onbekend. Vraag EPSG:28992."
        )
    if found and wanted and found != wanted:
        raise SourceChanged(
            f"{name}: coordinaten in {found}, afgesproken is {wanted}. Er wordt niet stil "
            "omgerekend: pas crs in het profiel aan als dit bedoeld is."
        )
    if known := found or wanted:
        return known
    raise DeliveryRefused(
        f"{name}: het bestand noemt geen coordinatenstelsel. "
        "Zet crs in het profiel als zeker is welk het is (bijvoorbeeld EPSG:28992)."
    )


def _placeholder(given: str) -> bool:
    """GeoPackage writes "undefined" where there is no CRS."""
    return "undefined" in given.lower() or "unknown" in given.lower()
