"""Facts at a point: areas, cell, exclusion and access, as the layers show them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def facts(client, x, y, crs=RD):
    answer = client.get("/v1/feiten/punt", params={"x": x, "y": y, "crs": crs})
    assert answer.status_code == 200, answer.text
    return answer.json()


def layer(document, name):
    return next((one for one in document["lagen"] if one["laag"] == name), None)


def test_where_a_point_lies_and_what_is_there(town_client, town):
    found = facts(town_client, town.EAST + 1950, town.NORTH + 50)
    assert {one["niveau"]: one["code"] for one in found["ligtIn"]} == {
        "buurt": town.BUURTEN[1],
        "wijk": town.WIJK,
        "gebied": town.GEBIED,
        "gemeente": town.GEMEENTE,
    }
    assert found["uitsluiting"]["uitgesloten"] is True
    assert found["uitsluiting"]["reden"] == "natuurgebied"
    assert found["uitsluiting"]["nietGetoetst"] == ["geluid"]
    assert layer(found, "natuurgebieden")["rijen"][0]["id"] == "n1"
    (row,) = layer(found, "loopbereikbaarheid")["rijen"]
    walked = {one["kolom"]: one["waarde"] for one in row["cijfers"]}
    assert walked["afstand_supermarkt_m"] == 2000
    assert "overstromingsdiepte" in found["nietGepubliceerd"]
    assert "geen planologische uitspraak" in found["opmerkingen"][0]


def test_outside_every_area_nothing_is_known(town_client, town):
    found = facts(town_client, town.EAST - 5000, town.NORTH)
    assert found["ligtIn"] == []
    assert found["uitsluiting"]["uitgesloten"] is None
    assert "buurten" in {one["laag"] for one in found["zonderGegevens"]}


def test_on_a_border_both_are_named(town_client, town):
    found = facts(town_client, town.EAST + 1000, town.NORTH + 550)
    assert {one["code"] for one in found["ligtIn"]} >= set(town.BUURTEN)
    assert len(layer(found, "loopbereikbaarheid")["rijen"]) == 2


@RELAXED
@given(x=st.integers(1, 1998), y=st.integers(1, 998))
def test_the_cell_is_the_one_of_the_grid(town_client, town, x, y):
    x, y = x + 0.5, y + 0.5
    found = facts(town_client, town.EAST + x, town.NORTH + y)
    name = town.cell_name(town.EAST + int(x // 100) * 100, town.NORTH + int(y // 100) * 100)
    assert found["uitsluiting"]["vak"] == name
    assert found["uitsluiting"]["uitgesloten"] is (x > 1900)
    (buurt,) = [one["code"] for one in found["ligtIn"] if one["niveau"] == "buurt"]
    assert buurt == town.BUURTEN[x > 1000]


def test_the_same_place_in_another_system(town_client, town):
    here = facts(town_client, town.EAST + 333, town.NORTH + 333)
    item = town_client.get(f"/v1/collections/vierkanten/items/{here['uitsluiting']['vak']}").json()[
        "geometry"
    ]["coordinates"][0][0]
    x = sum(point[0] for point in item[:4]) / 4
    y = sum(point[1] for point in item[:4]) / 4
    for crs in ("OGC/1.3/CRS84", "EPSG/0/4258"):  # named, so not in the order of the authority
        found = facts(town_client, x, y, "http://www.opengis.net/def/crs/" + crs)
        assert found["uitsluiting"]["vak"] == here["uitsluiting"]["vak"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("x=5", ["y"]),
        ("", ["x", "y"]),
        ("x=nan&y=52", ["x"]),
        ("x=1_0&y=52", ["x"]),
        ("x=52&y=5", ["x", "y"]),
        ("x=5&y=52&crs=EPSG:28992", ["crs"]),
        ("x=5&y=52&straal=3", ["straal"]),
        ("x=5&y=52&x=6", ["x"]),
        ("x=1e400&y=52", ["x"]),
    ],
)
def test_refusals(town_client, query, names):
    answer = town_client.get(f"/v1/feiten/punt?{query}")
    assert answer.status_code == 400
    assert [fault["location"]["name"] for fault in answer.json()["errors"]] == names
