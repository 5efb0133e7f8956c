"""What of each feature is shown: columns, shape, decimals; and how many there are."""

import pytest

ITEMS = "/v1/collections/buurten/items"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
SOME = "aantal_inwoners < 300 AND aandeel_65plus_pct IS NOT NULL"


def page(client, url=ITEMS, **params):
    answer = client.get(url, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("form", ["json", "jsonfg"])
def test_only_the_chosen_columns_in_their_own_order(client, form):
    names = "aantal_inwoners_status, buurtcode"
    found = page(client, properties=names, limit="3", sortby="-aandeel_65plus_pct", f=form)
    for feature in found["features"]:
        assert list(feature["properties"]) == ["buurtcode", "aantal_inwoners_status"]
        assert feature["id"] == feature["properties"]["buurtcode"]
    assert [feature["id"] for feature in found["features"]] == [
        "BU99990119",
        "BU99990107",
        "BU99990095",
    ]


def test_chosen_columns_in_csv(client):
    text = client.get(
        ITEMS, params={"properties": "buurtcode", "skipGeometry": "true", "f": "csv"}
    ).text
    assert text.splitlines()[0] == '"id","buurtcode","laag_herkomst"'


def test_the_shape_may_be_named_among_the_columns(client):
    """It has a name among queryables; it comes along as it does unnamed."""
    plain = page(client, properties="buurtcode", limit="2")["features"]
    assert page(client, properties="geometry,buurtcode", limit="2")["features"] == plain
    for form in ("json", "jsonfg", "csv"):
        alone = client.get(ITEMS, params={"properties": "geometry", "limit": "1", "f": form})
        assert alone.status_code == 200, alone.text
        assert "buurtcode" not in alone.text.partition('"woonzorg"')[0]
    (found,) = page(client, properties="geometry", limit="1")["features"]
    assert (found["properties"], found["geometry"]) == ({}, plain[0]["geometry"])


def test_all_that_is_wrong_with_what_is_shown_is_told(client):
    wrong = {"properties": "geometry,buurtkode,aantal_inwoner", "skipGeometry": "true"}
    told = client.get(ITEMS, params=wrong).json()["errors"]
    assert [(fault["location"]["name"], fault.get("suggestie")) for fault in told] == [
        ("properties", "buurtcode"),
        ("properties", "aantal_inwoners"),
        ("skipGeometry", None),
    ]
    table = client.get("/v1/collections/leeftijd_buurt/items", params={"properties": "geometry"})
    assert table.status_code == 400  # a table has none


def test_a_column_that_is_not_shown_still_filters(client):
    found = page(client, properties="buurtcode", filter="aantal_inwoners = 10", bbox="6,53,7,54")
    assert [feature["properties"] for feature in found["features"]] == [{"buurtcode": "BU99990000"}]


def test_without_shape_but_within_an_area(client):
    box = {"bbox": "230100,570100,230200,570200", "bbox-crs": RD}
    found = page(client, skipGeometry="true", **box)
    assert [(f["id"], f["geometry"]) for f in found["features"]] == [("BU99990000", None)]
    shape = "S_INTERSECTS(geometry, POINT(230100 570100))"
    found = page(client, **{"skipGeometry": "true", "filter": shape, "filter-crs": RD})
    assert len(found["features"]) == 1


@pytest.mark.parametrize(("asked", "digits"), [("0", 0), ("2", 2), ("99", 3), ("3", 3)])
def test_decimals(client, asked, digits):
    url = "/v1/collections/haltes/items"
    found = page(client, url, precision=asked, crs=RD, limit="1")["features"][0]
    assert found["geometry"]["coordinates"] == [round(230037.125, digits), round(570053.5, digits)]


def test_decimals_leave_the_system_as_it_is(client):
    found = page(client, precision="4", limit="1", f="jsonfg")
    assert "coordRefSys" not in found
    assert found["features"][0]["geometry"]["type"] == "MultiPolygon"


def test_one_feature_takes_them_too(client):
    found = page(client, f"{ITEMS}/BU99990000", properties="buurtnaam", skipGeometry="true")
    assert (found["geometry"], list(found["properties"])) == (None, ["buurtnaam"])
    whole = client.get(f"{ITEMS}/BU99990000").headers["etag"]
    assert client.get(f"{ITEMS}/BU99990000?skipGeometry=true").headers["etag"] != whole


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("properties", ""),
        ("properties", "buurtcod"),
        ("properties", "geom"),
        ("properties", ",".join(["x"] * 900)),
        ("skipGeometry", "ja"),
        ("precision", "-1"),
        ("precision", "1.5"),
        ("precision", "999"),
        ("tellen", "alles"),
        ("release", "0"),
        ("release", "3"),
        ("release", "een"),
    ],
)
def test_wrong_values_are_named(client, name, value):
    answer = client.get(ITEMS, params={name: value})
    assert answer.status_code == 400
    assert [fault["location"]["name"] for fault in answer.json()["errors"]] == [name]


def test_counts_are_known_asked_or_called_estimates(client):
    assert page(client)["numberMatched"] == 120
    assert page(client, bbox="170,10,171,11")["numberMatched"] == 0
    assert "numberMatched" not in page(client, filter=SOME)
    assert "numberMatched" not in page(client, tellen="geen")
    exact = page(client, filter=SOME, tellen="exact", limit="2")
    everything = page(client, filter=SOME, limit="1000")
    assert exact["numberMatched"] == everything["numberReturned"] > 2
    for how in ("exact", "schatting"):  # what is known is not estimated
        assert page(client, tellen=how)["numberMatched"] == 120
    guess = page(client, filter=SOME, tellen="schatting")
    assert "numberMatched" not in guess
    assert 0 < guess["woonzorg"]["geschatAantal"] <= 120


def test_a_count_is_kept_with_its_version(own, serve):
    query = {"filter": "aantal_inwoners > 100", "tellen": "exact", "limit": "1"}
    with serve(own.settings()) as client:
        first = page(client, **query)["numberMatched"]
        with own.connect() as db:
            db.execute("DELETE FROM store.buurten_10 WHERE aantal_inwoners > 1000")
        assert page(client, **query)["numberMatched"] == first
        other = query | {"filter": "aantal_inwoners > 101"}
        assert page(client, **other)["numberMatched"] < first


def test_a_count_that_takes_too_long_says_what_to_do(own, serve):
    with own.connect() as db:
        db.execute(
            "CREATE OR REPLACE VIEW pub.haltes AS SELECT h.* FROM store.haltes AS h,"
            " LATERAL (SELECT pg_sleep(0.002) WHERE h.id <> '') AS s"
        )
    with serve(own.settings(statement_timeout_ms=400)) as client:
        url = "/v1/collections/haltes/items"
        query = {"filter": "vertrekken_per_dag > 1", "limit": "1"}
        assert client.get(url, params=query).status_code == 200
        answer = client.get(url, params=query | {"tellen": "exact"})
        assert answer.status_code == 503
        assert "tellen=schatting" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"buurtcode": "BU99990013"}, 1),
        ({"buurtcode": "'; DROP TABLE store.buurten; --"}, 0),
        ({"buurtnaam": 'Buurt "1" é & <b>1'}, 1),
        ({"aantal_inwoners": "40", "aandeel_65plus_pct_status": "geschat"}, 2),
        ({"aandeel_65plus_pct": "1.1"}, 1),
        ({"aantal_inwoners": "40", "filter": "buurtcode < 'BU99990010'"}, 1),
    ],
)
def test_columns_by_their_own_name(client, query, number):
    found = page(client, **query)
    assert found["numberReturned"] == number
    assert "numberMatched" not in found


def test_columns_by_name_page_on(client):
    found, seen = page(client, aandeel_65plus_pct_status="geschat", limit="50"), 0
    while True:
        seen += found["numberReturned"]
        url = next((link["href"] for link in found["links"] if link["rel"] == "next"), None)
        if url is None:
            break
        assert client.get(url.replace("geschat", "onderdrukt")).status_code == 400
        found = client.get(url).json()
    assert seen == 110


@pytest.mark.parametrize(
    ("name", "value", "nearest"),
    [
        ("buurtcod", "x", "buurtcode"),
        ("aantal_inwoners", "veel", None),
        ("aantal_inwoners", "1e999", None),
        ("buurtcode", "\x00", None),
        ("geometry", "x", None),
    ],
)
def test_columns_that_cannot_have_that_value(client, name, value, nearest):
    answer = client.get(ITEMS, params={name: value})
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert fault["location"]["name"] == name
    assert fault.get("suggestie") == nearest or nearest is None


def test_a_release_shows_what_it_held(client):
    old = page(client, release="1", limit="1")
    assert (old["woonzorg"]["version"], old["woonzorg"]["peildatum"]) == (1, "2022-01-01")
    assert page(client, release="2")["woonzorg"]["version"] == 10
    assert page(client, release="2", peildatum="2022-01-01")["woonzorg"]["version"] == 1
    assert client.get(ITEMS, params={"release": "1", "peildatum": "2024-01-01"}).status_code == 400
    assert page(client, f"{ITEMS}/BU99990000", release="1")["woonzorg"]["version"] == 1
    assert page(client, release="1", datetime="2023-01-01/..")["features"] == []
    follow = next(link["href"] for link in old["links"] if link["rel"] == "next")
    assert client.get(follow).json()["woonzorg"]["version"] == 1


def test_a_release_that_is_no_longer_kept_is_gone(own, serve):
    with own.connect() as db:
        db.execute("DELETE FROM pub.laag WHERE laag = 'buurten' AND version = 1")
        db.execute("DELETE FROM pub.pointer WHERE laag = 'buurten' AND version = 1")
    with serve(own.settings()) as client:
        for path in (ITEMS, f"{ITEMS}/BU99990000"):
            answer = client.get(path, params={"release": "1"})
            assert answer.status_code == 410
            assert "release 1" in answer.json()["detail"]
        assert client.get(ITEMS, params={"release": "2"}).status_code == 200
