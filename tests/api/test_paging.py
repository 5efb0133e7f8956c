"""Pages forth and back: each feature once, in one version, by key or by number."""

import base64
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ITEMS = "/v1/collections/buurten/items"
SORTED = ("aantal_inwoners", "aandeel_65plus_pct", "aandeel_65plus_pct_status", "buurtcode")
RELAXED = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def ids(page):
    return [feature["id"] for feature in page["features"]]


def beside(page, rel):
    return next((link["href"] for link in page["links"] if link["rel"] == rel), None)


def whole(client, **params):
    return ids(client.get(ITEMS, params={**params, "limit": "1000"}).json())


def orders():
    key = st.tuples(st.sampled_from(SORTED), st.sampled_from(["+", "-"]))
    keys = st.lists(key, max_size=3, unique_by=lambda pair: pair[0])
    return keys.map(lambda pairs: ",".join(sign + name for name, sign in pairs))


@RELAXED
@given(order=orders(), limit=st.integers(5, 50), filtered=st.booleans())
def test_a_walk_there_and_back_sees_each_feature_once_each_way(client, order, limit, filtered):
    params = {"sortby": order} if order else {}
    if filtered:
        params["filter"] = "aantal_inwoners < 600"
    expected = whole(client, **params)
    page = client.get(ITEMS, params={**params, "limit": str(limit)}).json()
    assert beside(page, "prev") is None
    seen = ids(page)
    while beside(page, "next"):
        page = client.get(beside(page, "next")).json()
        seen += ids(page)
    assert seen == expected
    back = ids(page)
    while beside(page, "prev"):
        page = client.get(beside(page, "prev")).json()
        back = ids(page) + back
    assert back == expected


@RELAXED
@given(order=orders(), limit=st.integers(3, 40), turns=st.lists(st.booleans(), max_size=12))
def test_any_walk_shows_neighbours_of_the_page_before(client, order, limit, turns):
    """Wherever one turns, a page joins the one before without a gap or an overlap."""
    params = {"sortby": order} if order else {}
    expected = whole(client, **params)
    page = client.get(ITEMS, params={**params, "limit": str(limit)}).json()
    for forth in turns:
        url = beside(page, "next" if forth else "prev")
        edge = expected.index(ids(page)[-1 if forth else 0])
        assert (url is None) == (edge == (len(expected) - 1 if forth else 0))
        if url is None:
            continue
        page = client.get(url).json()
        start = edge + 1 if forth else max(0, edge - limit)
        assert ids(page) == expected[start : start + limit if forth else edge]


@RELAXED
@given(order=orders(), limit=st.integers(5, 50))
def test_a_walk_by_number_sees_each_feature_once_each_way(client, order, limit):
    params = {"sortby": order} if order else {}
    expected = whole(client, **params)
    page = client.get(ITEMS, params={**params, "limit": str(limit), "offset": "0"}).json()
    seen = ids(page)
    while beside(page, "next"):
        assert "na=" not in beside(page, "next")
        page = client.get(beside(page, "next")).json()
        seen += ids(page)
    assert seen == expected
    back = ids(page)
    while beside(page, "prev"):
        page = client.get(beside(page, "prev")).json()
        back = ids(page) + back
    assert back == expected


def test_pages_by_number_name_the_release(client):
    page = client.get(ITEMS, params={"limit": "10", "offset": "20"}).json()
    for rel in ("next", "prev"):
        assert parse_qs(urlsplit(beside(page, rel)).query)["release"] == ["2"]


def test_pages_back_stay_on_their_version(own, serve, layers):
    with serve(own.settings()) as client:
        first = client.get(ITEMS, params={"limit": "50"}).json()
        second = client.get(beside(first, "next")).json()
        numbered = client.get(ITEMS, params={"limit": "50", "offset": "50"}).json()
        with own.connect() as db, db.transaction():
            layers.load(db, layers.BUURTEN, 11, "2024-01-01", own.tiles)
            layers.point(db, "buurten", 11, "2024-01-01", 3)
        deadline = time.monotonic() + 5
        while client.get(ITEMS).json()["woonzorg"]["version"] != 11:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        for page in (second, numbered):
            for rel in ("prev", "next"):
                assert client.get(beside(page, rel)).json()["woonzorg"]["version"] == 10
        assert ids(client.get(beside(second, "prev")).json()) == ids(first)


def test_number_beyond_the_bound_goes_on_by_key(client):
    url = "/v1/collections/haltes/items"
    page = client.get(url, params={"offset": "2400", "limit": "50"}).json()
    assert ids(page)[0] == "002401"
    assert parse_qs(urlsplit(beside(page, "next")).query)["offset"] == ["2450"]
    last = client.get(url, params={"offset": "10000", "limit": "50"}).json()
    assert (last["features"], beside(last, "next")) == ([], None)
    assert parse_qs(urlsplit(beside(last, "prev")).query)["offset"] == ["9950"]


@pytest.mark.parametrize("value", ["10001", "-1", "1.5", "", "x", "9" * 400, "٣"])
def test_number_that_is_none_or_too_large_names_the_downloads(client, value):
    answer = client.get(ITEMS, params={"offset": value})
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert fault["location"]["name"] == "offset"
    assert "bestand" in fault["detail"]


def test_number_and_cursor_do_not_go_together(client):
    url = beside(client.get(ITEMS, params={"limit": "5"}).json(), "next")
    assert client.get(url + "&offset=3").status_code == 400


@pytest.mark.parametrize("tail", [[2], ["1"], [1, 1], [None]])
def test_cursor_with_another_tail_is_refused(client, tail):
    url = beside(client.get(ITEMS, params={"limit": "5"}).json(), "next")
    text = parse_qs(urlsplit(url).query)["na"][0]
    parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    raw = base64.urlsafe_b64encode(json.dumps([*parts, *tail]).encode()).rstrip(b"=")
    assert client.get(ITEMS, params={"na": raw.decode(), "limit": "5"}).status_code == 400


def test_csv_has_both_links_in_its_header(client):
    url = beside(client.get(ITEMS, params={"limit": "5", "f": "json"}).json(), "next")
    answer = client.get(url.replace("f=json", "f=csv"))
    assert 'rel="next"' in answer.headers["link"]
    assert 'rel="prev"' in answer.headers["link"]
