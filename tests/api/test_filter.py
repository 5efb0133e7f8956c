"""CQL2: a random filter gives what the same filter in Python gives, and no filter does harm."""

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ITEMS = "/v1/collections/buurten/items"
EAST, NORTH, SIDE = 230_000, 570_000, 500
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
ETRS89 = "http://www.opengis.net/def/crs/EPSG/0/4258"
BUURTEN = [
    {
        "buurtcode": f"BU9999{r * 12 + c:04}",
        "buurtnaam": f'Buurt "{c}" é & <b>{r}',
        "aantal_inwoners": (c + 1) * (r + 1) * 10,
        "aandeel_65plus_pct": None if c == 0 else c + r / 10,
        "aandeel_65plus_pct_status": "onderdrukt" if c == 0 else "geschat",
    }
    for r in range(10)
    for c in range(12)
]


def found(client, text, **more):
    answer = client.get(ITEMS, params={"filter": text, "limit": "1000"} | more)
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.json()["features"]]


def refused(client, text, layer="buurten", **more):
    answer = client.get(f"/v1/collections/{layer}/items", params={"filter": text} | more)
    assert answer.status_code == 400, answer.text
    (fault,) = answer.json()["errors"]
    assert fault["location"] == {"name": "filter"}
    return fault


# The same filter twice: as CQL2 JSON, and as what SQL means by it (None is unknown).
def _both(of):
    known = st.sampled_from([row["aantal_inwoners"] for row in BUURTEN]) | st.integers(-50, 2000)
    shares = st.floats(-2, 13, allow_nan=False).map(lambda x: round(x, 1))
    codes = st.sampled_from([row["buurtcode"] for row in BUURTEN])
    words = st.sampled_from(["geschat", "onderdrukt", "nooit"])
    values = {
        "aantal_inwoners": known,
        "aandeel_65plus_pct": shares,
        "buurtcode": codes,
        "aandeel_65plus_pct_status": words,
    }
    signs = {
        "=": lambda a, b: a == b,
        "<>": lambda a, b: a != b,
        "<": lambda a, b: a < b,
        ">": lambda a, b: a > b,
        "<=": lambda a, b: a <= b,
        ">=": lambda a, b: a >= b,
    }

    def compare(name, sign, value):
        node = {"op": sign, "args": [{"property": name}, value]}
        return node, lambda row: None if row[name] is None else signs[sign](row[name], value)

    def between(name, one, other):
        node = {"op": "between", "args": [{"property": name}, one, other]}
        return node, lambda row: None if row[name] is None else one <= row[name] <= other

    def listed(name, some):
        node = {"op": "in", "args": [{"property": name}, some]}
        return node, lambda row: None if row[name] is None else row[name] in some

    def empty(name):
        return {"op": "isNull", "args": [{"property": name}]}, lambda row: row[name] is None

    names = st.sampled_from(sorted(values))
    leaves = names.flatmap(
        lambda n: st.one_of(
            st.builds(compare, st.just(n), st.sampled_from(sorted(signs)), values[n]),
            st.builds(between, st.just(n), values[n], values[n]),
            st.builds(listed, st.just(n), st.lists(values[n], min_size=1, max_size=5)),
            st.just(empty(n)),
        )
    )
    return st.recursive(leaves, of, max_leaves=8)


def _nested(inner):
    def joined(op, parts):
        def holds(row):
            told = [part[1](row) for part in parts]
            stop = op == "or"
            return stop if stop in told else None if None in told else not stop

        return {"op": op, "args": [part[0] for part in parts]}, holds

    def turned(part):
        def holds(row):
            told = part[1](row)
            return None if told is None else not told

        return {"op": "not", "args": [part[0]]}, holds

    several = st.lists(inner, min_size=2, max_size=3)
    return st.builds(joined, st.sampled_from(["and", "or"]), several) | st.builds(turned, inner)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(both=_both(_nested))
def test_a_random_filter_finds_what_python_finds(client, both):
    tree, holds = both
    text = json.dumps(tree)
    ids = found(client, text, **{"filter-lang": "cql2-json"})
    assert ids == [row["buurtcode"] for row in BUURTEN if holds(row) is True]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("aantal_inwoners >= 1100 AND aandeel_65plus_pct IS NOT NULL", 2),
        ("aandeel_65plus_pct IS NULL", 10),
        ("buurtcode LIKE 'BU999900%'", 100),
        ("CASEI(buurtnaam) LIKE CASEI('BUURT \"11%')", 10),
        ("NOT buurtcode IN ('BU99990000', 'BU99990001')", 118),
        ("aantal_inwoners * 2 = 40", 2),
        ("aantal_inwoners / 0 = 1", 0),
        ("aantal_inwoners = aantal_inwoners", 120),
        ("peildatum = DATE('2024-01-01')", 120),
        ("peildatum > '2024-01-01'", 0),
        ("true", 120),
    ],
)
def test_text_filters(client, text, number):
    assert len(found(client, text)) == number


@pytest.mark.parametrize(
    ("crs", "shape"),
    [
        (RD, "BBOX(230100, 570100, 230400, 570400)"),
        (RD, "POLYGON((230100 570100, 230400 570100, 230400 570400, 230100 570100))"),
        (RD, "POINT(230250 570250)"),
    ],
)
def test_shapes_in_rd_find_the_first_square(client, crs, shape):
    ids = found(client, f"S_INTERSECTS(geometry, {shape})", **{"filter-crs": crs})
    assert ids == ["BU99990000"]


def test_axes_follow_the_system_of_the_filter(client):
    one = client.get(f"{ITEMS}/BU99990005").json()["geometry"]["coordinates"][0][0]
    x, y = (sum(point[at] for point in one[:4]) / 4 for at in (0, 1))
    assert found(client, f"S_INTERSECTS(geometry, POINT({x} {y}))") == ["BU99990005"]
    turned = f"S_INTERSECTS(geometry, POINT({y} {x}))"
    assert found(client, turned, **{"filter-crs": ETRS89}) == ["BU99990005"]
    assert found(client, turned) == []


def test_the_whole_world_holds_everything_and_the_sea_nothing(client):
    assert len(found(client, "S_WITHIN(geometry, BBOX(-180, -90, 180, 90))")) == 120
    assert len(found(client, "S_INTERSECTS(geometry, BBOX(170, -10, -170, 10))")) == 0
    assert len(found(client, "S_DISJOINT(geometry, POINT(100 10))")) == 120


def test_a_filter_goes_along_to_the_next_page(client):
    url, params, ids = ITEMS, {"filter": "aantal_inwoners > 500", "limit": "7"}, []
    while url:
        page = client.get(url, params=params).json()
        assert "numberMatched" not in page
        ids += [feature["id"] for feature in page["features"]]
        url = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
        params = None
    assert ids == [row["buurtcode"] for row in BUURTEN if row["aantal_inwoners"] > 500]


def test_a_cursor_is_not_taken_under_another_filter(client):
    page = client.get(ITEMS, params={"filter": "aantal_inwoners > 500", "limit": "7"}).json()
    following = next(link["href"] for link in page["links"] if link["rel"] == "next")
    other = following.replace("500", "600")
    assert client.get(other).status_code == 400


def test_queryables_name_what_a_filter_may_name(client):
    answer = client.get("/v1/collections/buurten/queryables")
    assert answer.headers["content-type"].startswith("application/schema+json")
    document = answer.json()
    assert document["additionalProperties"] is False
    for name, told in document["properties"].items():
        kind = told.get("type")
        if kind in ("integer", "number", "string", "boolean"):
            assert client.get(ITEMS, params={"filter": f'"{name}" IS NULL'}).status_code == 200
    assert document["properties"]["geometry"]["format"] == "geometry-multipolygon"


def test_an_unknown_name_gets_the_nearest(client):
    fault = refused(client, "aantal_inwoner > 3")
    assert fault["suggestie"] == "aantal_inwoners"


@pytest.mark.parametrize(
    "text",
    [
        "aantal_inwoners >",
        "aantal_inwoners = 'veel'",
        "aantal_inwoners",
        "buurtnaam > 3",
        "droptable(buurtnaam) = 1",
        "aantal_inwoners IN ('a', 3)",
        "aantal_inwoners = 1 = 2",
        "S_INTERSECTS(buurtnaam, POINT(5 52))",
        "S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 0 1, 1 0, 0 0)))",
        "peildatum = DATE('2024-13-01')",
        f"aantal_inwoners * {'9' * 300} * {'9' * 300} = 1",
        "(" * 300 + "true" + ")" * 300,
        "NOT " * 300 + "true",
        " OR ".join(["aantal_inwoners = 1"] * 101),
        "aantal_inwoners IN (" + ",".join(map(str, range(101))) + ")",
        "x" * 3000,
        "buurtnaam = NULL",
    ],
)
def test_what_is_no_filter_is_refused_with_one_sentence(client, text):
    fault = refused(client, text)
    assert fault["detail"].endswith(".")
    assert len(fault["detail"]) < 400


def test_deep_json_and_tables_without_shapes_are_refused(client):
    deep = '{"op":"not","args":[' * 20 + "true" + "]}" * 20
    refused(client, deep, **{"filter-lang": "cql2-json"})
    refused(client, "S_INTERSECTS(geometry, POINT(5 52))", layer="leeftijd_buurt")


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60) | st.text("'\"();-= _%\\\x00aé0", max_size=60))
def test_any_text_is_answered_or_refused(client, text):
    whole = f"buurtnaam = '{text}'"
    for asked in (text, whole):
        assert client.get(ITEMS, params={"filter": asked}).status_code in (200, 400)


def test_quotes_stay_text(client):
    name = BUURTEN[13]["buurtnaam"]
    assert found(client, f"buurtnaam = '{name}'") == ["BU99990013"]
    assert found(client, "buurtnaam = '''; DROP TABLE store.buurten; --'") == []
    assert len(found(client, "true")) == 120


def test_unknown_language_or_system_is_named(client):
    answer = client.get(ITEMS, params={"filter": "true", "filter-lang": "sql", "filter-crs": "x"})
    assert [fault["location"]["name"] for fault in answer.json()["errors"]] == [
        "filter-crs",
        "filter-lang",
    ]


def test_a_day_is_a_day(client):
    assert date.fromisoformat(client.get(ITEMS).json()["features"][0]["properties"]["peildatum"])
