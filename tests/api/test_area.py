"""The core of a box: what has its bounds in it touches the box, so shapes need no comparing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_api.items import bbox
from geo_api.items.crs import ALL, CRS84, RD

IN_IT = """
    SELECT ST_Covers(a, ST_Envelope(c)), ST_Area(ST_Envelope(c)) / ST_Area(a) FROM (
        SELECT ST_Transform(ST_GeomFromEWKT(%s), 28992), ST_Transform(ST_GeomFromEWKT(%s), 28992)
    ) AS s (a, c)
"""


def test_a_ring_closes_with_the_zero_it_began_with():
    """A zero has a sign, and PostGIS takes a ring that ends in the other for open."""
    ring = bbox.area((-0.0, 400_000.0, 10_000.0, 410_000.0), RD).ewkt.partition("(((")[2]
    points = ring.rstrip(")").split(",")
    assert points[0] == points[-1] == "0.0 400000.0"


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_upright_bounds_of_a_core_lie_in_the_box(own, data):
    """Anywhere in the field and of any size, down to what is too small to have a core."""
    crs = data.draw(st.sampled_from(ALL))
    west, south, east, north = bbox.field(crs)
    x = data.draw(st.floats(west, east))
    y = data.draw(st.floats(south, north))
    wide = data.draw(st.floats(1e-5, 1)) * (east - west)
    high = data.draw(st.floats(1e-5, 1)) * (north - south)
    area = bbox.area((x, y, x + wide, y + high), crs)
    if area.core is None:
        return
    with own.connect() as db:
        inside, share = db.execute(IN_IT, [area.ewkt, area.core]).fetchone()
    assert inside
    assert share < 1


@pytest.mark.parametrize("crs", ALL, ids=lambda crs: crs.uri.rpartition("/")[2])
def test_a_box_of_a_town_has_a_core_of_most_of_it(own, crs):
    west, south, east, north = bbox.field(crs)
    x, y = (west + east) / 2, (south + north) / 2
    side = 0.01 * (north - south)
    wide = side / 0.62 if crs.degrees else side
    area = bbox.area((x, y, x + wide, y + side), crs)
    with own.connect() as db:
        inside, share = db.execute(IN_IT, [area.ewkt, area.core]).fetchone()
    assert inside
    assert share > 0.5


def test_boxes_apart_and_slivers_have_no_core():
    world = bbox.parse("5,50,4,55", CRS84, [])
    assert world is not None
    assert world.core is None
    assert bbox.area((130e3, 450e3, 180e3, 450.1e3), RD).core is None
    assert bbox.area((130e3, 450e3, 130_009, 450_009), RD).core is None
