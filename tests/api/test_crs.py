"""Part 2 and `bbox`: RD, ETRS89, CRS84 and Web Mercator, in and out.

Each in the axis order of its authority.
"""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from pyproj import Transformer

from geo_api.formats import source
from geo_api.items import crs as systems

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
RD, ETRS89, MERCATOR = EPSG + "28992", EPSG + "4258", EPSG + "3857"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def first(client, crs=None, **query):
    params = {"limit": 1, **({"crs": crs} if crs else {}), **query}
    answer = client.get("/v1/collections/haltes/items", params=params)
    assert answer.status_code == 200, answer.text
    return answer, answer.json()["features"][0]["geometry"]["coordinates"]


def ids(client, laag, **query):
    answer = client.get(f"/v1/collections/{laag}/items", params={"limit": 1000, **query})
    assert answer.status_code == 200, answer.text
    return {feature["id"] for feature in answer.json()["features"]}


def test_default_is_crs84_and_content_crs_says_so(client):
    answer, (lon, lat) = first(client)
    assert answer.headers["content-crs"] == f"<{CRS84}>"
    assert 6 < lon < 7
    assert 53 < lat < 54


def test_rd_comes_out_as_stored(client):
    answer, coordinates = first(client, RD)
    assert answer.headers["content-crs"] == f"<{RD}>"
    assert coordinates == [230037.125, 570053.5]


def test_etrs89_is_latitude_first(client):
    _, (lat, lon) = first(client, ETRS89)
    assert 53 < lat < 54
    assert 6 < lon < 7


@pytest.mark.parametrize(("crs", "code", "metres"), [(MERCATOR, 3857, 2.0), (CRS84, 4326, 2.0)])
def test_transformed_as_pyproj_does(client, crs, code, metres):
    _, found = first(client, crs)
    expected = Transformer.from_crs(28992, code, always_xy=True).transform(230037.125, 570053.5)
    tolerance = metres if code == 3857 else metres / 60_000
    assert found == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize("laag", ["buurten", "haltes", "draaglast"])
def test_shapes_are_the_same_wherever_their_text_was_made(client, place, laag):
    """At publication, at the question for a version of before that, or for a view without it."""
    page = client.get(f"/v1/collections/{laag}/items", params={"limit": 20}).json()
    with place.connect() as db:
        made = db.execute(
            f"SELECT id, ST_AsGeoJSON(ST_Transform(geometry, 4326), 8, 0) FROM pub.{laag}"  # noqa: S608
            " WHERE version = %s AND id = ANY (%s)",
            [page["woonzorg"]["version"], [feature["id"] for feature in page["features"]]],
        ).fetchall()
    expected = {key: json.loads(text) for key, text in made}
    assert {one["id"]: one["geometry"] for one in page["features"]} == expected


def test_text_of_publication_is_taken_only_where_it_is_what_is_asked(client):
    state = client.services.current.require()
    worded, bare = state.layer("buurten").current, state.layer("draaglast").current
    taken = '"f"."geojson"'
    assert taken in source.geojson(worded, systems.CRS84).as_string()
    assert taken not in source.geojson(bare, systems.CRS84).as_string()
    others = (*systems.ALL[1:], replace(systems.CRS84, digits=5))
    for crs in others:
        assert taken not in source.geojson(worded, crs).as_string()


def test_alias_is_echoed(client):
    answer, _ = first(client, RD.replace("http://", "https://"))
    assert answer.headers["content-crs"] == "<https://www.opengis.net/def/crs/EPSG/0/28992>"


@pytest.mark.parametrize("value", ["EPSG:28992", "28992", EPSG + "2056", "", RD + "\r\nX: y"])
def test_unknown_crs_is_refused(client, value):
    for name in ("crs", "bbox-crs"):
        answer = client.get("/v1/collections/haltes/items", params={name: value})
        assert answer.status_code == 400
        assert RD in answer.json()["detail"]


def test_feature_in_rd(client):
    answer = client.get("/v1/collections/haltes/items/000001", params={"crs": RD})
    assert answer.json()["geometry"]["coordinates"] == [230037.125, 570053.5]
    assert "crs=" in answer.json()["links"][0]["href"]


def test_cell_measures_what_it_should_in_rd(client):
    params = {"crs": RD, "limit": 1}
    geometry = client.get("/v1/collections/buurten/items", params=params).json()["features"][0][
        "geometry"
    ]
    ring = geometry["coordinates"][0][0]
    pairs = pairwise(ring)
    area = abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2
    assert area == pytest.approx(250_000, abs=1)


def test_the_same_box_in_every_system(client):
    """Haltes in one buurt, asked in four systems, are the same haltes."""
    box = (231_000, 571_000, 231_500, 571_500)
    expected = ids(client, "haltes", bbox=",".join(map(str, box)), **{"bbox-crs": RD})
    assert len(expected) > 5
    to_degrees = Transformer.from_crs(28992, 4258, always_xy=True)
    to_mercator = Transformer.from_crs(28992, 3857, always_xy=True)
    west, south, east, north = to_degrees.transform_bounds(*box)
    for query in (
        {"bbox": f"{west},{south},{east},{north}"},
        {"bbox": f"{south},{west},{north},{east}", "bbox-crs": ETRS89},
        {"bbox": ",".join(map(str, to_mercator.transform_bounds(*box))), "bbox-crs": MERCATOR},
    ):
        found = ids(client, "haltes", **query)
        assert expected <= found
        assert len(found - expected) <= len(expected) // 2  # the box around a turned box is larger


def test_every_feature_touches_the_box_and_no_other_does(client):
    box = "231000.1,571000.1,232499.9,571999.9"
    found = ids(client, "buurten", bbox=box, **{"bbox-crs": RD})
    assert len(found) == 6
    document = client.get(
        "/v1/collections/buurten/items", params={"bbox": box, "bbox-crs": RD}
    ).json()
    assert "numberMatched" not in document


def test_box_with_heights_and_box_that_is_a_point(client):
    flat = ids(client, "buurten", bbox="231100,571100,231200,571200", **{"bbox-crs": RD})
    assert (
        ids(client, "buurten", bbox="231100,571100,0,231200,571200,9", **{"bbox-crs": RD}) == flat
    )
    assert ids(client, "buurten", bbox="231100,571100,231100,571100", **{"bbox-crs": RD}) == flat
    assert len(flat) == 1


@pytest.mark.parametrize(
    "box",
    ["177,65,-177,70", "-180,88,180,90", "-180,-90,180,-80", "100,-40,110,-30", "-170,50,-160,54"],
)
def test_boxes_far_away_are_empty(client, box):
    assert ids(client, "haltes", bbox=box) == set()


def test_whole_world_and_across_the_antimeridian(client):
    everything = ids(client, "buurten")
    assert ids(client, "buurten", bbox="-180,-90,180,90") == everything
    assert ids(client, "buurten", bbox="6,53,-177,54") == everything
    assert (
        ids(client, "buurten", bbox="-1e308,-1e308,1e308,1e308", **{"bbox-crs": RD}) == everything
    )


@pytest.mark.parametrize(
    "box",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "NaN,1,2,3",
        "1,2,inf,4",
        "5,53,6,52",
        "1_0,2,30,4",
        "1,2,3,4,5,6,7",
        ",",
    ],
)
def test_bad_box_is_refused(client, box):
    answer = client.get("/v1/collections/haltes/items", params={"bbox": box})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["location"]["name"] == "bbox"


def test_west_of_east_is_only_for_degrees(client):
    params = {"bbox": "232000,571000,231000,572000", "bbox-crs": RD}
    assert client.get("/v1/collections/haltes/items", params=params).status_code == 400


@pytest.mark.parametrize("written", ["EPSG:28992", "28992", "RD", "urn:ogc:def:crs:EPSG::28992"])
def test_a_system_written_short_gets_its_uri_and_no_other_fault(client, written):
    url = "/v1/collections/haltes/items"
    box = {"bbox": "230000,570000,231000,571000", "bbox-crs": written}
    shape = {"filter": "S_INTERSECTS(geometry,POINT(230000 570000))", "filter-crs": written}
    for asked, name in ((box, "bbox-crs"), (shape, "filter-crs"), ({"crs": written}, "crs")):
        (fault,) = client.get(url, params=asked).json()["errors"]
        assert (fault["location"]["name"], fault["suggestie"]) == (name, RD)


def test_metres_without_a_system_are_said_to_be_none(client):
    asked = {"bbox": "230000,570000,231000,571000"}
    (fault,) = client.get("/v1/collections/haltes/items", params=asked).json()["errors"]
    assert (fault["code"], fault["suggestie"]) == ("stelsel", "bbox-crs")


def test_a_text_in_double_quotes_is_told_how_texts_are_written(client):
    asked = {"filter": 'buurtcode = "x"'}
    (fault,) = client.get("/v1/collections/buurten/items", params=asked).json()["errors"]
    assert "enkele aanhalingstekens" in fault["detail"]
