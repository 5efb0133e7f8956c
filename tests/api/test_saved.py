"""Saved questions: what is kept, for how long, and that every route takes them alike."""

import csv
import io
import json
import re

import httpx
import jsonschema
import psycopg
import pyproj
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data import english
from geo_api.tiles import grids
from tests.support import mvt

Q = "/v1/zoekvragen"
B = "/v1/collections"
CRS = "http://www.opengis.net/def/crs/"
RD, ETRS89 = CRS + "EPSG/0/28992", CRS + "EPSG/0/4258"
EAST, NORTH = 230_000, 570_000
BOW = [[6.5, 53.2], [6.6, 53.3], [6.6, 53.2], [6.5, 53.3], [6.5, 53.2]]
"""A ring that crosses itself."""


def ring(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def square(west, south, east, north):
    return {"type": "Polygon", "coordinates": [ring(west, south, east, north)]}


def post(client, body, kind="application/json"):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.request("POST", Q, content=content, headers={"Content-Type": kind})


def saved(client, laag, **content):
    answer = post(client, {"laag": laag, **content})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def drawn(client, laag, west, south, east, north, **more):
    return saved(client, laag, gebied={"vlak": square(west, south, east, north), "crs": RD, **more})


def ids(client, laag, key, **more):
    answer = client.get(
        f"{B}/{laag}/items",
        params={"zoekvraag": key, "limit": 1000, "skipGeometry": "true", **more},
    )
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.json()["features"]]


def figures(client, laag, key, **more):
    answer = client.get(f"{B}/{laag}/statistiek", params={"zoekvraag": key, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_is_made_with_a_place_and_a_last_day_and_read_back(asking):
    area = {"vlak": square(230_100, 570_100, 231_100, 571_100), "crs": RD}
    answer = post(asking, {"laag": "buurten", "filter": "aantal_inwoners > 10", "gebied": area})
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    document = answer.json()
    assert answer.headers["location"].endswith(f"{Q}/{document['id']}")
    again = asking.get(f"{Q}/{document['id']}")
    assert again.json() == document
    assert again.headers["cache-control"] == "no-store"
    assert document["gebied"]["vlak"] == square(230_100.0, 570_100.0, 231_100.0, 571_100.0)
    assert document["gebied"]["regel"] == "punt"
    assert len(document["verlooptOp"]) == 10
    assert ids(asking, "buurten", document["id"]) == ["BU99990001", "BU99990012", "BU99990013"]
    for link in document["links"]:
        path = link["href"].removeprefix("http://127.0.0.1:8000")
        assert asking.get(path).status_code == 200, path


def test_the_same_question_has_the_same_id(asking):
    one = drawn(asking, "buurten", 230_100, 570_100, 231_100, 571_100)
    same = square(230_100.0, 570_100.0, 231_100.00001, 571_100)
    for point in same["coordinates"][0]:
        point.append(7.5)  # a height
    assert saved(asking, "buurten", gebied={"crs": RD, "vlak": same, "regel": "punt"}) == one
    assert drawn(asking, "buurten", 230_100, 570_100, 231_100, 571_101) != one
    assert drawn(asking, "kerncijfers", 230_100, 570_100, 231_100, 571_100) != one
    codes = saved(asking, "buurten", gebied={"codes": ["BU99990001", "WK999901"]})
    other = {"codes": ["WK999901", "BU99990001", "WK999901"]}
    assert saved(asking, "buurten", gebied=other) == codes


def test_the_axes_are_those_of_the_crs(asking, asked):
    with asked.connect() as db:
        lon, lat = db.execute(
            "SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(ST_SetSRID("
            "ST_MakePoint(230250, 570250), 28992), 4326) AS p) AS s"
        ).fetchone()
    d = 0.001
    east_first = square(lon - d, lat - d, lon + d, lat + d)
    north_first = square(lat - d, lon - d, lat + d, lon + d)
    one = saved(asking, "buurten", gebied={"vlak": east_first})
    two = saved(asking, "buurten", gebied={"vlak": north_first, "crs": ETRS89})
    assert ids(asking, "buurten", one) == ids(asking, "buurten", two) == ["BU99990000"]
    swapped = post(asking, {"laag": "buurten", "gebied": {"vlak": north_first}})
    assert swapped.status_code == 400
    assert "asvolgorde" in swapped.json()["detail"]


@pytest.mark.parametrize("codes", [["WK999901"], ["BU99990000", "Noord"], ["Zuid"]])
def test_areas_hold_the_same_everywhere(asking, asked, codes):
    """By code, by shape and through buurten: one buurt more or less is seen in every layer."""
    with asked.connect() as db:
        expected = {
            row[0]
            for row in db.execute(
                "SELECT b.id FROM pub.buurten b LEFT JOIN pub.beleidsgebieden g"
                " ON ST_Intersects(g.geometry, ST_PointOnSurface(b.geometry))"
                " WHERE b.version = 10 AND (b.id = ANY(%(c)s) OR g.id = ANY(%(c)s)"
                " OR 'WK' || substr(b.id, 3, 6) = ANY(%(c)s))",
                {"c": codes},
            )
        }
    area = {"codes": codes}
    assert set(ids(asking, "buurten", saved(asking, "buurten", gebied=area))) == expected
    assert set(ids(asking, "kerncijfers", saved(asking, "kerncijfers", gebied=area))) == expected
    key = saved(asking, "panden", gebied=area)
    assert {"BU9999" + name[-4:] for name in ids(asking, "panden", key)} == expected
    key = saved(asking, "zorgvraag", gebied=area)
    assert {name.split(":")[0] for name in ids(asking, "zorgvraag", key)} == expected
    for laag, each in (("vierkanten", 25), ("zorgvraag", 2), ("panden", 1)):
        key = saved(asking, laag, gebied=area)
        assert figures(asking, laag, key)["aantal"] == each * len(expected)
        assert figures(asking, laag, key)["gebied"]["codes"] == codes


def test_a_filter_in_the_address_goes_with_it(asking):
    key = saved(asking, "vierkanten", filter="inwoners >= 10", gebied={"codes": ["WK999901"]})
    both = figures(asking, "vierkanten", key, filter="inwoners < 20", buurtcode="BU99990101")
    direct = asking.get(
        f"{B}/vierkanten/items",
        params={
            "filter": "inwoners >= 10 AND inwoners < 20",
            "buurtcode": "BU99990101",
            "tellen": "exact",
        },
    ).json()
    assert both["aantal"] == direct["numberMatched"] > 0
    text = {"op": ">=", "args": [{"property": "inwoners"}, 10]}
    tree = saved(asking, "vierkanten", filter=text, gebied={"codes": ["WK999901"]})
    assert (
        figures(asking, "vierkanten", tree)["aantal"]
        == figures(asking, "vierkanten", key)["aantal"]
    )


def test_pages_of_a_saved_question_go_on(asking):
    key = drawn(asking, "vierkanten", 230_000, 570_000, 231_000, 571_000)
    whole = ids(asking, "vierkanten", key, sortby="-inwoners")
    found, path = [], f"{B}/vierkanten/items?zoekvraag={key}&limit=7&sortby=-inwoners"
    while path:
        page = asking.get(path).json()
        found += [feature["id"] for feature in page["features"]]
        after = [item["href"] for item in page["links"] if item["rel"] == "next"]
        path = after[0].removeprefix("http://127.0.0.1:8000") if after else None
    assert found == whole
    assert len(found) == 100


@pytest.mark.parametrize("scheme", ["WebMercatorQuad", "NetherlandsRDNewQuad"])
@pytest.mark.parametrize("how", ["drawn", "codes"])
def test_tiles_hold_the_same_objects(asking, scheme, how):
    key = (
        drawn(asking, "vierkanten", 230_000, 570_000, 231_000, 571_000)
        if how == "drawn"
        else saved(asking, "vierkanten", gebied={"codes": ["Noord"]}, filter="inwoners > 35")
    )
    expected = set(ids(asking, "vierkanten", key))
    path = f"{B}/vierkanten/tiles/{scheme}"
    whole = asking.get(path, params={"zoekvraag": key})
    assert whole.status_code == 200, whole.text
    deepest = whole.json()["tileMatrixSetLimits"][-1]["tileMatrix"]
    places, found = _around(whole.json(), min(int(deepest), 12)), set()
    for place in places:
        tile = asking.get(f"{path}/{place}", params={"zoekvraag": key})
        assert tile.status_code in (200, 204), tile.text
        shown = mvt.read(tile.content).get("vierkanten")
        found |= {one.properties["id"] for one in shown.features} if shown else set()
    assert found == expected
    unknown = {"zoekvraag": "0" * 32}
    assert asking.get(f"{path}/{places[0]}", params=unknown).status_code == 400


def _around(described, level):
    """Places (level, row, column) of the tiles of a level that touch the box of a tile set."""
    grid = grids.ALL[described["tileMatrixSetId"]]
    corners = [described["boundingBox"][name] for name in ("lowerLeft", "upperRight")]
    if grid == grids.WEB_MERCATOR_QUAD:
        to_metres = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
        corners = [to_metres.transform(*corner) for corner in corners]
    (west, south), (east, north) = corners
    side = grid.side_of(level)
    columns = range(int((west - grid.west) // side), int((east - grid.west) // side) + 1)
    rows = range(int((grid.north - north) // side), int((grid.north - south) // side) + 1)
    return [f"{level}/{row}/{column}" for row in rows for column in columns]


@pytest.mark.parametrize("form", ["csv", "geojson", "gpkg", "parquet", "xlsx"])
def test_a_download_holds_the_selection_and_stays_nowhere(asking, asked, form):
    key = drawn(asking, "vierkanten", 230_000, 570_000, 231_000, 571_000)
    answer = asking.get(f"/v1/downloads/vierkanten.{form}", params={"zoekvraag": key})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.content) == int(answer.headers["content-length"])
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert {row["id"] if "id" in row else row["vierkant"] for row in rows} == set(
            ids(asking, "vierkanten", key)
        )
    if form == "geojson":
        assert len(answer.json()["features"]) == 100
    folder = asked.tiles.parent / "downloads"
    assert [path for path in folder.iterdir() if path.name.startswith("deel.")] == []
    assert asking.head(f"/v1/downloads/vierkanten.{form}?zoekvraag={key}").content == b""


def test_a_download_names_what_is_wrong(asking):
    key = drawn(asking, "vierkanten", 230_000, 570_000, 231_000, 571_000)
    path = "/v1/downloads/haltes.csv"
    assert asking.get(path, params={"zoekvraag": key}).json()["errors"][0]["code"] == "laag"
    for wrong in ("0" * 32, "", "x" * 999):
        assert asking.get(path, params={"zoekvraag": wrong}).status_code == 400
    assert asking.get(f"{path}?zoekvraag={key}&v=2").status_code == 400
    assert asking.get(f"/v1/downloads/haltes.exe?zoekvraag={key}").status_code == 404


def test_answers_are_as_they_are_described(asking):
    document = asking.get("/v1/openapi-3.1.json").json()
    key = drawn(asking, "kerncijfers", 230_000, 570_000, 231_000, 571_000)
    small = drawn(asking, "kerncijfers", 230_000, 570_000, 230_010, 570_010)
    figured = "/collections/{laag}/statistiek"
    asked_ = "&kolom=inwoners,koop_pct&kwantielen=0.5&klassen=3"
    for method, pattern, path, more in (
        ("get", "/zoekvragen/{zoekvraag}", f"{Q}/{key}", {}),
        ("get", figured, f"{B}/kerncijfers/statistiek?zoekvraag={key}&per=gebied{asked_}", {}),
        ("get", figured, f"{B}/kerncijfers/statistiek?zoekvraag={small}{asked_}", {}),
        ("get", figured, f"{B}/vierkanten/statistiek?kolom=inwoners&klassen=kaart", {}),
        ("get", figured, f"{B}/kerncijfers/statistiek?zoekvraag=x", {}),
        ("post", "/zoekvragen", Q, {"json": {"laag": "haltes", "filter": "true"}}),
        ("post", "/zoekvragen", Q, {"json": {"laag": "haltes"}}),
        ("post", "/feiten", "/v1/feiten?lagen=wijken", {"json": [{"code": "BU99990000"}, {}]}),
    ):
        answer = asking.request(method.upper(), path, **more)
        found = document["paths"][pattern][method]["responses"][str(answer.status_code)]
        schema = found["content"][answer.headers["content-type"]]["schema"]
        whole = {**schema, "components": document["components"]}
        jsonschema.validate(answer.json(), whole, jsonschema.Draft202012Validator)


def test_people_get_pages(asking):
    key = drawn(asking, "kerncijfers", 230_000, 570_000, 231_000, 571_000)
    for path in (f"{Q}/{key}", f"{B}/kerncijfers/statistiek?zoekvraag={key}&kolom=inwoners"):
        page = asking.get(path, headers={"Accept": "text/html"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "Accept" in page.headers["vary"]
        assert key in page.text
        assert asking.get(path).headers["content-type"] == "application/json"


def test_the_real_server_takes_what_is_sent(process):
    with httpx.Client(base_url=process.base, timeout=30) as client:
        body = {"laag": "haltes", "filter": "vertrekken_per_dag > 100"}
        answer = client.post(Q, json=body)
        assert answer.status_code == 201
        found = client.get(f"{B}/haltes/statistiek", params={"zoekvraag": answer.json()["id"]})
        assert found.json()["aantal"] > 0
        table = "code\n" + "BU99990003\n" * 2_000
        kind = {"Content-Type": "text/csv"}
        pieces = (table[i : i + 5_000].encode() for i in range(0, len(table), 5_000))
        facts = client.post("/v1/feiten?lagen=buurten", content=pieces, headers=kind)
        assert len(facts.text.splitlines()) == 2_001
        assert client.post(Q, content=b"x" * 300_000, headers=kind).status_code == 413


def test_a_release_in_between_is_no_empty_area(own, layers, asked_layers, serve):
    """The shapes an area rests on went after the state was read: asked again, never nothing."""
    with own.connect() as db:
        asked_layers.fill(db, layers, own.tiles)
    with serve(own.settings()) as client:
        key = saved(client, "zorgvraag", gebied={"codes": ["Noord"]})
        before = figures(client, "zorgvraag", key)["aantal"]
        with own.connect() as db:
            asked_layers.again(db, layers, own.tiles, "beleidsgebieden", 70)
        assert figures(client, "zorgvraag", key)["aantal"] == before == 120
        assert len(ids(client, "zorgvraag", key)) == before


# The privacy of drawn areas: whole published blocks, named, and nothing in between ----------------


PLACES = st.integers(-300, 6_300), st.integers(-300, 5_300)


@settings(max_examples=40, deadline=None)
@given(
    *PLACES,
    st.integers(50, 2_500),
    st.integers(50, 2_500),
    st.sampled_from(["punt", "geheel", "meerderheid"]),
)
def test_a_drawn_area_is_the_sum_of_the_blocks_it_names(asking, x, y, wide, high, rule):
    west, south = EAST + x, NORTH + y
    box = (west, south, west + wide, south + high)
    assume(west + wide > EAST)
    key = drawn(asking, "kerncijfers", *box, regel=rule)
    found = figures(asking, "kerncijfers", key, kolom="inwoners")
    expected, total = set(), 0
    for c in range(12):
        for r in range(10):
            lx, ly = EAST + c * 500, NORTH + r * 500
            overlap = max(0, min(box[2], lx + 500) - max(box[0], lx)) * max(
                0, min(box[3], ly + 500) - max(box[1], ly)
            )
            middle = box[0] <= lx + 250 <= box[2] and box[1] <= ly + 250 <= box[3]
            inside = {
                "punt": middle,
                "geheel": overlap == 250_000,
                "meerderheid": overlap > 125_000,
            }
            if inside[rule]:
                expected.add(f"BU9999{r * 12 + c:04d}")
                total += (c + 1) * (r + 1) * 10
    assert set(ids(asking, "kerncijfers", key)) == expected
    assert {block["id"] for block in found["gebied"]["blokken"]} == expected
    if expected:
        assert found["aantal"] == len(expected)
        assert found["kolommen"][0]["som"] == total
    else:
        assert found["aantal"] is None
        assert "te klein" in found["reden"]
        assert found["kolommen"] == []


def test_moving_a_border_within_a_block_changes_nothing(asking):
    """The border attack (P3): only whole blocks count, so an edge tells nothing of what it cuts."""
    answers = set()
    for step in range(0, 240, 20):
        key = drawn(asking, "kerncijfers", 230_000, 570_000, 231_000 + step, 570_900 + step / 4)
        found = figures(asking, "kerncijfers", key, kolom="inwoners")
        answers.add((found["aantal"], found["kolommen"][0]["som"]))
    assert len(answers) == 1


def test_blocks_are_named_whatever_class_is_asked(asking):
    """A list of the buurten of one class is a list by draaglast: blocks are those of the area."""
    area = {"vlak": square(230_000, 570_000, 231_000, 571_000), "crs": RD}
    one = saved(asking, "draaglast", gebied=area)
    two = saved(asking, "draaglast", gebied=area, filter="balans_klasse = 'onder druk'")
    whole, part = figures(asking, "draaglast", one), figures(asking, "draaglast", two)
    assert whole["gebied"]["blokken"] == part["gebied"]["blokken"]
    assert len(part["gebied"]["blokken"]) == 4
    assert part["aantal"] < 4


def test_touching_gives_objects_and_no_figures(asking):
    key = drawn(asking, "buurten", 230_100, 570_100, 230_200, 570_200, regel="raakt")
    assert ids(asking, "buurten", key) == ["BU99990000"]
    answer = asking.get(f"{B}/buurten/statistiek?zoekvraag={key}")
    assert answer.status_code == 400
    assert "hele blokken" in answer.json()["detail"]


def test_points_are_objects_and_no_blocks(asking):
    key = drawn(asking, "haltes", 230_000, 570_000, 232_000, 572_000)
    found = figures(asking, "haltes", key)
    assert found["aantal"] == len(ids(asking, "haltes", key)) > 0
    assert "blokken" not in found["gebied"]


def test_a_shape_is_in_no_log_once_it_is_saved(asking, asked, cluster, serve):
    """With every statement and value logged, what uses a saved area shows its id alone."""
    odd = 231_234.567
    key = drawn(asking, "vierkanten", 230_000, 570_000, odd, 571_000)
    with asked.connect() as db:
        (shape,) = db.execute(
            "SELECT encode(ST_AsEWKB(vlak), 'hex') FROM vraag.zoekvraag WHERE id = %s", [key]
        ).fetchone()
    cluster.sql("ALTER ROLE woonzorg_api SET log_min_duration_statement = 0")
    log = cluster.root / "log"
    before = log.stat().st_size
    try:
        with serve(asked.settings()) as client:
            assert len(ids(client, "vierkanten", key)) > 0
            assert figures(client, "vierkanten", key, kolom="inwoners")["aantal"] > 0
            for form in ("csv", "gpkg"):
                path = f"/v1/downloads/vierkanten.{form}"
                assert client.get(path, params={"zoekvraag": key}).status_code == 200
    finally:
        cluster.sql("ALTER ROLE woonzorg_api RESET log_min_duration_statement")
    text = log.read_bytes()[before:].decode()
    assert key in text
    assert "231234" not in text
    assert shape not in text.lower()
    assert shape[30:80] not in text.lower()


# Bounds and refusals ---------------------------------------------------------------------------


def test_expired_is_gone_for_every_route_and_removed(asked, serve):
    with serve(asked.settings()) as client:
        key = drawn(client, "haltes", 230_000, 570_000, 230_777, 572_000)
    with asked.connect() as db:
        db.execute("UPDATE vraag.zoekvraag SET verloopt = current_date - 1 WHERE id = %s", [key])
    with serve(asked.settings()) as client:
        assert client.get(f"{Q}/{key}").status_code == 404
        for path in (f"{B}/haltes/items", f"{B}/haltes/statistiek", "/v1/downloads/haltes.csv"):
            answer = client.get(path, params={"zoekvraag": key})
            assert answer.status_code == 400
            assert "30 dagen" in answer.json()["detail"]
        drawn(client, "haltes", 230_000, 570_000, 230_778, 572_000)
    with asked.connect() as db:
        assert db.execute("SELECT 1 FROM vraag.zoekvraag WHERE id = %s", [key]).fetchone() is None


def test_expired_goes_also_when_nobody_saves(asked, serve):
    with asked.connect() as db:
        db.execute(
            "INSERT INTO vraag.zoekvraag VALUES (repeat('a', 32), '{}', NULL, current_date - 1)"
        )
    with serve(asked.settings()) as client:
        for _ in range(100):
            with asked.connect() as db:
                if not db.execute(
                    "SELECT 1 FROM vraag.zoekvraag WHERE id = repeat('a', 32)"
                ).rowcount:
                    return
            client.get("/v1")
    pytest.fail("it is still there")


def test_what_was_promised_stays_when_it_is_full(asked, serve):
    with asked.connect() as db:
        held = db.execute("SELECT count(*) FROM vraag.zoekvraag").fetchone()[0]
    with serve(asked.settings(zoekvragen=held + 1, zoekvraag_dagen=1)) as client:
        first = {"laag": "haltes", "filter": "vertrekken_per_dag = 101"}
        assert post(client, first).status_code == 201
        full = post(client, {"laag": "haltes", "filter": "vertrekken_per_dag = 102"})
        assert full.status_code == 503
        assert int(full.headers["retry-after"]) > 0
        assert post(client, first).status_code == 201


def test_the_role_of_the_api_cannot_list_questions(asked):
    with psycopg.connect(asked.api_dsn, autocommit=True) as db:
        for statement in (
            "SELECT * FROM vraag.zoekvraag",
            "DELETE FROM vraag.zoekvraag",
            "INSERT INTO vraag.zoekvraag VALUES (repeat('b', 32), '{}', NULL, current_date)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute(statement)


RING = ring(230_000, 570_000, 231_000, 571_000)
CIRCLE = [[231_000 + i, 570_000 + i * i / 1000] for i in range(600)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"laag": "haltes", "filter": NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        {},
        {"laag": 3},
        {"laag": "haltes"},
        {"laag": "haltes", "filtre": "true"},
        {"laag": "haltes", "filter": "bestaat_niet = 1"},
        {"laag": "haltes", "filter": "((((" * 50},
        {"laag": "haltes", "filter": "a" * 5000},
        {"laag": "haltes", "filter": 5},
        {"laag": "haltes", "filter": "true", "filter-lang": "sql"},
        {"laag": "haltes", "gebied": []},
        {"laag": "haltes", "gebied": {}},
        {"laag": "haltes", "gebied": {"codes": []}},
        {"laag": "haltes", "gebied": {"codes": ["BU99990000"] * 201}},
        {"laag": "haltes", "gebied": {"codes": [1]}},
        {"laag": "haltes", "gebied": {"codes": ["'; DROP TABLE pub.haltes; --"]}},
        {"laag": "haltes", "gebied": {"codes": ["a\u0000b"]}},
        {"laag": "haltes", "gebied": {"codes": ["BU99999999"]}},
        {"laag": "haltes", "gebied": {"codes": ["GM9999"]}},
        {"laag": "wijken", "gebied": {"codes": ["BU99990000"]}},
        {"laag": "haltes", "gebied": {"codes": ["Noord"], "vlak": square(0, 0, 1, 1)}},
        {"laag": "haltes", "gebied": {"vlak": {"type": "Point", "coordinates": [1, 2]}}},
        {"laag": "haltes", "gebied": {"vlak": {"type": "Polygon"}}},
        {"laag": "haltes", "gebied": {"vlak": {"type": "Polygon", "coordinates": []}}},
        {"laag": "haltes", "gebied": {"vlak": {"type": "Polygon", "coordinates": [["a"]]}}},
        {"laag": "haltes", "gebied": {"vlak": {"type": "Polygon", "coordinates": [[[1]]]}}},
        {"laag": "haltes", "gebied": {"vlak": {"type": "Polygon", "coordinates": [RING[:3]]}}},
        {"laag": "haltes", "gebied": {"vlak": {"type": "Polygon", "coordinates": [RING[:2] * 3]}}},
        {"laag": "haltes", "gebied": {"vlak": square(6, 53, 6.1, 53.1), "crs": "EPSG:28992"}},
        {"laag": "haltes", "gebied": {"vlak": square(6, 53, 6.1, 53.1), "crs": 28992}},
        {"laag": "haltes", "gebied": {"vlak": square(6, 53, 6.1, 53.1), "regel": "ongeveer"}},
        {"laag": "haltes", "gebied": {"vlak": square(6, 53, 6.1, 53.1), "kleur": "rood"}},
        {"laag": "haltes", "gebied": {"vlak": square(4, 51, 7, 53.5)}},
        {"laag": "haltes", "gebied": {"vlak": square(100, 10, 101, 11)}},
        {
            "laag": "haltes",
            "gebied": {
                "vlak": {
                    "type": "Polygon",
                    "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]],
                }
            },
        },
        {
            "laag": "haltes",
            "gebied": {
                "crs": RD,
                "vlak": {
                    "type": "Polygon",
                    "coordinates": [[*CIRCLE, [231_000, 580_000], CIRCLE[0]]],
                },
            },
        },
        b'{"laag": "haltes", "gebied": {"vlak": {"type": "Polygon", "coordinates":'
        b" [[[1e999, 0], [1, 1], [1, 0], [1e999, 0]]]}}}",
        b'{"laag": "haltes", "gebied": {"vlak": {"type": "Polygon", "coordinates": [[['
        + b"9" * 400
        + b", 0], [1, 1], [1, 0], [0, 0]]]}}}",
    ],
)
def test_hostile_and_wrong_bodies_are_400(asking, body):
    answer = post(asking, body)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    for fault in answer.json()["errors"]:
        assert fault["in"] == "body"
        assert fault["detail"]


@pytest.mark.parametrize(
    "gebied",
    [
        {"vlak": {"type": "Polygon", "coordinates": [BOW]}},
        {"vlak": square(20, 10, 20.1, 10.1)},
        {"vlak": square(4.0, 51.5, 6.9, 53.2)},
        {"codes": ["BU99999999"]},
    ],
)
def test_what_the_map_may_be_refused_has_english(asking, gebied):
    """Words that go to the viewer with a layer, so that its reader is told why."""
    answer = post(asking, {"laag": "haltes", "gebied": gebied})
    assert answer.status_code == 400
    detail = answer.json()["detail"]
    patterns = [re.escape(dutch).replace(r"\{\}", "(.+?)") for dutch in english.spoken()]
    assert any(re.fullmatch(pattern, detail) for pattern in patterns), detail


def test_other_refusals(asking):
    assert post(asking, {"laag": "halte", "filter": "true"}).status_code == 404
    assert post(asking, {"laag": "haltes", "filter": "true"}, "text/plain").status_code == 415
    points = ",".join(["[230000.123,570000.123]"] * 100_000)
    large = (
        f'{{"laag":"haltes","gebied":{{"vlak":{{"type":"Polygon","coordinates":[[{points}]]}}}}}}'
    )
    assert post(asking, large.encode()).status_code == 413
    for method in ("PUT", "DELETE", "PATCH"):
        answer = asking.request(method, Q)
        assert answer.status_code == 405
        assert "POST" in answer.headers["allow"]
    answer = asking.get(Q)
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]
    assert asking.request("POST", f"{Q}?x=1", content=b"{}").status_code == 400
    for key in ("x", "0" * 32, "0" * 5000, "%00", "..%2f"):
        assert asking.get(f"{Q}/{key}").status_code in (404, 414)
    preflight = asking.request("OPTIONS", Q, headers={"Origin": "https://elders.example"})
    assert "POST" in preflight.headers["access-control-allow-methods"]


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
        lambda deeper: st.one_of(
            st.lists(deeper, max_size=4),
            st.dictionaries(
                st.sampled_from(
                    [
                        "laag",
                        "filter",
                        "gebied",
                        "vlak",
                        "codes",
                        "crs",
                        "type",
                        "coordinates",
                        "regel",
                        "x",
                    ]
                ),
                deeper,
                max_size=5,
            ),
        ),
        max_leaves=12,
    )
)
def test_anything_is_an_answer(asking, body):
    given_ = {"laag": "haltes", **body} if isinstance(body, dict) else body
    assert post(asking, given_).status_code in (201, 400, 404, 410)
