"""A walk in any order visits each feature once, with what has no value at the end."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ITEMS = "/v1/collections/buurten/items"
SORTED = ("aantal_inwoners", "aandeel_65plus_pct", "aandeel_65plus_pct_status", "buurtcode")


def walk(client, **params):
    url, rows = ITEMS, []
    while url:
        page = client.get(url, params=params).json()
        rows += [(feature["id"], feature["properties"]) for feature in page["features"]]
        url = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
        params = None
    return rows


def expected(rows, keys):
    rows = sorted(rows, key=lambda row: row[0])
    for name, descending in reversed(keys):
        filled = [row for row in rows if row[1][name] is not None]
        filled.sort(key=lambda row: row[1][name], reverse=descending)
        rows = filled + [row for row in rows if row[1][name] is None]
    return [row[0] for row in rows]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    keys=st.lists(
        st.tuples(st.sampled_from(SORTED), st.booleans()),
        min_size=1,
        max_size=3,
        unique_by=lambda key: key[0],
    ),
    limit=st.integers(7, 60),
)
def test_a_walk_in_any_order_visits_each_feature_once(client, keys, limit):
    plain = walk(client, limit="1000")
    asked = ",".join(f"{'-' if descending else '+'}{name}" for name, descending in keys)
    found = walk(client, limit=str(limit), sortby=asked)
    assert [row[0] for row in found] == expected(plain, keys)


def test_order_goes_with_a_filter_and_an_area(client):
    found = walk(
        client,
        sortby="-aantal_inwoners",
        filter="aandeel_65plus_pct IS NOT NULL",
        limit="13",
        bbox="6,53,7,54",
    )
    numbers = [row[1]["aantal_inwoners"] for row in found]
    assert len(numbers) == 110
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("text", ["", "geometry", "aantal", "buurtcode,buurtcode", "a,b,c,d,e"])
def test_what_cannot_be_sorted_by_is_named(client, text):
    answer = client.get(ITEMS, params={"sortby": text})
    assert answer.status_code == 400
    assert {fault["location"]["name"] for fault in answer.json()["errors"]} == {"sortby"}


def test_a_cursor_is_not_taken_in_another_order(client):
    page = client.get(ITEMS, params={"sortby": "-aantal_inwoners", "limit": "7"}).json()
    following = next(link["href"] for link in page["links"] if link["rel"] == "next")
    assert client.get(following.replace("-aantal", "aantal")).status_code == 400


def test_classes_are_never_ranked(client):
    answer = client.get("/v1/collections/draaglast/items", params={"sortby": "-balans_klasse"})
    assert answer.status_code == 400
    assert "rangorde" in answer.json()["detail"]


def test_a_table_without_shapes_sorts_too(client):
    url = "/v1/collections/leeftijd_buurt/items"
    rows = client.get(url, params={"sortby": "-aantal_75plus", "limit": "1000"}).json()["features"]
    numbers = [row["properties"]["aantal_75plus"] for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 120
