"""How far somebody walks: equal to the pure function, with a status where there is no street."""

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.indicators.bereik import isochrone
from pipelines.indicators.netwerk import network

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
RELAXED = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def walked(client, x, y, crs=RD, **more):
    answer = client.get("/v1/isochroon", params={"x": x, "y": y, "crs": crs} | more)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-crs"] == f"<{crs}>"
    found = answer.json()
    # RFC 7946 has no member for the system; the header tells it.
    assert set(found["geometry"] or {}) <= {"type", "coordinates"}
    return found


def test_time_becomes_metres_at_the_speed_of_the_person(town_client, town):
    """0.92 m/s and 0.80 m/s (T-17): 10 minutes are 552 and 480 m."""
    x, y = town.EAST + 1000, town.NORTH + 500
    found = walked(town_client, x, y, minuten=10)
    assert found["properties"]["afstand_m"] == 552
    assert (found["properties"]["status"], found["properties"]["reden"]) == ("gemeten", None)
    slow = walked(town_client, x, y, minuten=10, persoon="rollator")
    assert slow["properties"]["afstand_m"] == 480
    area, small = (shapely.geometry.shape(one["geometry"]) for one in (found, slow))
    assert area.area > small.area
    assert area.bounds[2] == pytest.approx(x + 552 + 25, abs=1)


@RELAXED
@given(
    x=st.integers(0, 2000),
    y=st.integers(0, 1000),
    minutes=st.integers(1, 30),
    person=st.sampled_from(["senior", "rollator"]),
)
def test_it_is_the_pure_function(town_client, town, x, y, minutes, person):
    net = network(town.street_graph(), person)
    expected = isochrone(net, town.EAST + x, town.NORTH + y, seconds=60.0 * minutes)
    found = walked(town_client, town.EAST + x, town.NORTH + y, minuten=minutes, persoon=person)
    if shapely.is_empty(expected):
        assert found["geometry"] is None
        assert found["properties"]["status"] == "niet aangesloten"
    else:
        area = shapely.geometry.shape(found["geometry"])
        assert shapely.area(shapely.symmetric_difference(area, expected)) < 50  # millimetres
        assert area.is_valid


def test_what_the_client_holds_is_not_walked_again(town_client, town):
    query = {"x": town.EAST + 1000, "y": town.NORTH + 500, "crs": RD}
    etag = town_client.get("/v1/isochroon", params=query).headers["etag"]
    held = {"If-None-Match": etag}
    assert town_client.get("/v1/isochroon", params=query, headers=held).status_code == 304
    longer = query | {"minuten": 11}
    assert town_client.get("/v1/isochroon", params=longer, headers=held).status_code == 200


def test_off_the_street_there_is_no_area_and_it_is_said(town_client, town):
    found = walked(town_client, town.EAST - 200, town.NORTH)
    assert found["geometry"] is None
    assert found["properties"]["status"] == "niet aangesloten"
    assert found["properties"]["reden"] == "te ver van een weg"


def test_a_loose_part_is_said(town_client, town):
    found = walked(town_client, town.EAST + 25, town.NORTH + 1300)
    assert found["geometry"]
    assert found["properties"]["reden"] == "los deel van het netwerk"


def test_steps_stop_a_rollator(town_client, town):
    x, y = town.EAST + 50, town.NORTH - 30  # nearest to the steps
    senior = walked(town_client, x, y, minuten=3)
    rollator = walked(town_client, x, y, minuten=3, persoon="rollator")
    assert senior["geometry"]
    assert rollator["geometry"] is None


def test_other_systems(town_client, town):
    here = walked(town_client, town.EAST + 1000, town.NORTH + 500, minuten=1)
    assert here["geometry"]["coordinates"][0][0][0] > 100_000
    place = town_client.get("/v1/zoek?q=korrewegbuurt").json()["plekken"][0]["punt"]
    etrs = "http://www.opengis.net/def/crs/EPSG/0/4258"
    first = walked(town_client, place["x"], place["y"], etrs)["geometry"]["coordinates"][0][0]
    assert 52 < first[0] < 53  # latitude first, as its authority has it


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("minuten=0", "minuten"),
        ("minuten=31", "minuten"),
        ("minuten=5.5", "minuten"),
        ("persoon=hardloper", "persoon"),
        ("profiel=senior", "profiel"),
    ],
)
def test_refusals(town_client, query, name):
    answer = town_client.get(f"/v1/isochroon?x=5.5&y=52&{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["location"]["name"] == name


def test_a_new_network_is_seen_and_a_broken_one_said(own_town, serve, town):
    cache = own_town.tiles.parent / "cache"
    query = {"x": town.EAST + 1000, "y": town.NORTH + 500, "crs": RD}
    with serve(own_town.settings()) as client:
        answer = client.get("/v1/isochroon", params=query)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"
        town.streets(cache)
        assert client.get("/v1/isochroon", params=query).json()["geometry"]
        (cache / "straten-nieuw.arrow").write_bytes(b"geen netwerk")
        assert client.get("/v1/isochroon", params=query).status_code == 503
        (cache / "straten-nieuw.arrow").unlink()
        assert client.get("/v1/isochroon", params=query).json()["geometry"]


def test_a_withdrawn_network_answers_nothing(own_town, serve, town):
    town.streets(own_town.tiles.parent / "cache")
    with own_town.connect() as db:
        db.execute("INSERT INTO pub.ingetrokken VALUES ('voetpaden', now(), 'fout')")
    with serve(own_town.settings()) as client:
        answer = client.get("/v1/isochroon?x=5.5&y=52")
    assert answer.status_code == 410
