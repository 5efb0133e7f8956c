"""How near the systems come to RDNAPTRANS: what docs/api.md states, measured in our PostGIS.

The points are those of the certification of RDNAPTRANS 2018 (NSGI). Without its grid file in the
PROJ of the database a transformation is the usual one of seven parameters.
"""

import math
import re
from pathlib import Path

import pytest

POINTS = [
    ("Texel", 53.160753042, 4.824761912, 117380.1200, 575040.3400),
    ("Noord-Groningen", 53.419482050, 6.776726674, 247380.5600, 604580.7800),
]
STATED_M = 0.25
DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@pytest.mark.parametrize(("name", "latitude", "longitude", "x", "y"), POINTS)
@pytest.mark.parametrize("srid", [4258, 4326])
def test_no_further_off_than_is_stated(place, srid, name, latitude, longitude, x, y):
    text = (
        "SELECT ST_X(p), ST_Y(p), ST_X(b), ST_Y(b)"
        " FROM (SELECT p, ST_Transform(p, %s::int) AS b FROM"
        " (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), %s::int), 28992) AS p) AS q) AS r"
    )
    with place.connect() as db:
        found = db.execute(text, (srid, longitude, latitude, srid)).fetchone()
    assert math.hypot(found[0] - x, found[1] - y) < STATED_M, name
    # There and back again is the same place, to the millimetre that is served.
    assert (found[2], found[3]) == pytest.approx((longitude, latitude), abs=1e-8)


def test_the_docs_state_it():
    (told,) = re.findall(r"at most (\d+) cm", DOCS.read_text(encoding="utf-8"))
    assert int(told) == STATED_M * 100
