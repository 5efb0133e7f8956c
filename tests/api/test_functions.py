"""The functions of CQL2 on real rows: accents, sums, time, lists; and what harm they refuse."""

import json
import operator
from datetime import date, timedelta

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ITEMS = "/v1/collections/buurten/items"
DAY = date(2024, 1, 1)  # of every row
RELAXED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def found(client, text, **more):
    answer = client.get(ITEMS, params={"filter": text, "limit": "1000"} | more)
    assert answer.status_code == 200, answer.text
    return [feature["id"] for feature in answer.json()["features"]]


def fault(client, text, **more):
    answer = client.get(ITEMS, params={"filter": text} | more)
    assert answer.status_code == 400, answer.text
    (only,) = answer.json()["errors"]
    return only


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ACCENTI(buurtnaam) = ACCENTI('Buurt \"3\" e & <b>4')", 1),
        ("buurtnaam = 'Buurt \"3\" e & <b>4'", 0),
        ("CASEI(ACCENTI(buurtnaam)) LIKE CASEI(ACCENTI('BÚÜRT \"3\" È%'))", 10),
        ("CASEI(buurtnaam) LIKE CASEI('%É & <B>4')", 12),
        ("CASEI(buurtcode) IN (CASEI('bu99990003'), casei('x'))", 1),
        ("aantal_inwoners % 100 = 0", 30),
        ("aantal_inwoners DIV 100 = 2", 17),
        ("aantal_inwoners ^ 2 = 1600", 3),
        ("-aantal_inwoners + 5 * 8 = 0", 3),
        ("aantal_inwoners % 0 = 1 OR aantal_inwoners DIV 0 = 1", 0),
        ("aandeel_65plus_pct IN (1.1, 2.5)", 2),
        ("peildatum IN ('2024-01-01', DATE('2020-01-01'))", 120),
        ("peildatum BETWEEN '2023-12-31' AND '2024-01-02'", 120),
        ("peildatum = TIMESTAMP('2024-01-01T00:00:00Z')", 120),
        ("T_INTERSECTS(peildatum, INTERVAL('..', '2024-01-01T00:00:00Z'))", 120),
        ("T_AFTER(peildatum, peildatum)", 0),
        ("T_EQUALS(INTERVAL(peildatum, '..'), INTERVAL('2024-01-01', '..'))", 120),
    ],
)
def test_functions(client, text, number):
    assert len(found(client, text)) == number


def _allen(name, a, b):
    """The temporal functions by their definition in the standard, on (start, end)."""
    (s, e), (u, v) = a, b
    return {
        "t_after": s > v,
        "t_before": e < u,
        "t_contains": s < u and e > v,
        "t_disjoint": e < u or s > v,
        "t_during": s > u and e < v,
        "t_equals": s == u and e == v,
        "t_finishedby": s < u and e == v,
        "t_finishes": s > u and e == v,
        "t_intersects": not (e < u or s > v),
        "t_meets": e == u,
        "t_metby": s == v,
        "t_overlappedby": u < s < v and e > v,
        "t_overlaps": s < u and u < e < v,
        "t_startedby": s == u and e > v,
        "t_starts": s == u and e < v,
    }[name]


NAMES = [
    *("t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedby"),
    *("t_finishes", "t_intersects", "t_meets", "t_metby", "t_overlappedby", "t_overlaps"),
    *("t_startedby", "t_starts"),
]


@RELAXED
@given(name=st.sampled_from(NAMES), days=st.lists(st.integers(-2, 2), min_size=3, max_size=3))
def test_periods_lie_as_the_standard_defines(client, name, days):
    """One period that begins or ends on the day of the rows, and one beside it."""
    one = sorted([0, days[0]])
    other = sorted(days[1:])
    first = [
        {"property": "peildatum"} if day == 0 else str(DAY + timedelta(days=day)) for day in one
    ]
    second = [str(DAY + timedelta(days=day)) for day in other]
    tree = {"op": name, "args": [{"interval": first}, {"interval": second}]}
    ids = found(client, json.dumps(tree), **{"filter-lang": "cql2-json"})
    assert len(ids) == (120 if _allen(name, one, other) else 0)


SUMS = {"+": operator.add, "-": operator.sub, "*": operator.mul}


@RELAXED
@given(
    signs=st.lists(st.sampled_from(sorted(SUMS)), min_size=1, max_size=3),
    numbers=st.lists(st.integers(-9, 9), min_size=3, max_size=3),
    compared=st.sampled_from(["<", ">="]),
    bound=st.integers(-2000, 2000),
)
def test_sums_are_those_of_python(client, signs, numbers, compared, bound):
    tree, text = {"property": "aantal_inwoners"}, "n"
    for sign, number in zip(signs, numbers, strict=False):
        tree = {"op": sign, "args": [tree, number]}
        text = f"({text} {sign} {number})"
    asked = json.dumps({"op": compared, "args": [tree, bound]})
    expected = [
        f"BU9999{r * 12 + c:04}"
        for r in range(10)
        for c in range(12)
        if eval(f"{text} {compared} {bound}", {"n": (c + 1) * (r + 1) * 10})  # noqa: S307 - our own
    ]
    assert found(client, asked, **{"filter-lang": "cql2-json"}) == expected


def test_lists(own, serve):
    with own.connect() as db:
        db.execute("ALTER TABLE store.buurten ADD soorten text[], ADD maten int[]")
        db.execute("CREATE OR REPLACE VIEW pub.buurten AS SELECT * FROM store.buurten")
        db.execute(
            "INSERT INTO pub.kolom (laag, version, kolom, volgorde, type, titel, rol) VALUES"
            " ('buurten', 10, 'soorten', 90, 'text[]', 'Soorten', 'toelichting'),"
            " ('buurten', 10, 'maten', 91, 'integer[]', 'Maten', 'toelichting')"
        )
        db.execute(
            "UPDATE store.buurten SET soorten = '{a,b}', maten = '{1,2}' WHERE id < 'BU99990010'"
        )
    with serve(own.settings()) as client:
        for text, number in [
            ("A_CONTAINS(soorten, ('a'))", 10),
            ("A_CONTAINS(soorten, ('a', 'c'))", 0),
            ("A_CONTAINEDBY(soorten, ('a', 'b', 'c'))", 10),
            ("A_OVERLAPS(soorten, ('c', 'b'))", 10),
            ("A_EQUALS(soorten, ('b', 'a'))", 10),
            ("A_EQUALS(soorten, ('a'))", 0),
            ("A_CONTAINS(maten, (2))", 10),
            ("A_OVERLAPS(maten, (2.5, 3))", 0),
            ("soorten IS NULL", 110),
        ]:
            assert len(found(client, text)) == number, text
        for text in ("A_CONTAINS(soorten, (1))", "soorten = 'a'", "A_OVERLAPS(maten, (1, 'a'))"):
            assert "lijst" in fault(client, text)["detail"].lower(), text


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("buurtcode = 'x' AND aantal_inwoners = 'veel'", "bij teken 37"),
        ("aantal_inwoners > 3 OR aantal_inwoner < 2", "bij teken 24"),
        ("buurtcode = foo(buurtcode)", "bij teken 13"),
        ("buurtcode = 'x' AND", "bij teken 20"),
    ],
)
def test_a_fault_names_its_place(client, text, where):
    assert fault(client, text)["detail"].endswith(f"({where}).")


def test_a_fault_in_json_names_its_path(client):
    tree = {"op": "and", "args": [True, {"op": ">", "args": [{"property": "onzin"}, 1]}]}
    detail = fault(client, json.dumps(tree), **{"filter-lang": "cql2-json"})["detail"]
    assert detail.endswith("(in filter/args/1/args/0).")


@pytest.mark.parametrize(
    "text",
    [
        "buurtnaam LIKE '" + "x" * 65 + "'",
        "buurtnaam LIKE '%a%a%a%a%'",
        "CASEI(buurtnaam) LIKE CASEI('%a%a%a%a%')",
        "buurtnaam LIKE buurtcode",
        "buurtnaam LIKE 'x\\'",
        "T_AFTER(peildatum, 'gisteren')",
        "T_AFTER(peildatum, INTERVAL('..', '..'))",
        "T_AFTER(peildatum, INTERVAL('2024-01-01'))",
        "T_AFTER(aantal_inwoners, '2024-01-01')",
        "peildatum > TIMESTAMP('2024-01-01T00:00:00')",
        "aantal_inwoners = 1e400",
        "aantal_inwoners ^ 900 > 1",
        "(0 - aantal_inwoners) ^ 0.5 > 1",
        "aantal_inwoners + 1",
        "()",
        "buurtcode IN ()",
        'pg_sleep(10) = 1 OR "pg_sleep" = 1',
        '"buurtcode"" OR true --" = \'x\'',
        "buurtcode = 'x' ; DROP TABLE store.buurten",
        "buurtcode = 'x' UNION SELECT 1",
        "buurtcode = $1 OR buurtcode = %s",
        "buurtcode = 'x' /* */",
        "version = 1",
        "id = 'BU99990000'",
        "xmin IS NULL",
        "ctid IS NOT NULL",
        "\"pub.laag\" = 'x'",
        "ｂuurtcode = 'x'",
    ],
)
def test_harm_and_nonsense_are_refused(client, text):
    assert fault(client, text)["location"] == {"name": "filter"}


@pytest.mark.parametrize(
    "value",
    [
        "' OR '1'='1",
        "'; SELECT pg_sleep(9); --",
        '" OR ""="',
        "\\' OR 1=1 --",
        "%s %(x)s {} {0} %%",
        "$$;DROP SCHEMA pub$$",
        "ʼ OR ʼ1ʼ=ʼ1",
        "’; --",
    ],
)
def test_values_stay_values(client, value):
    quoted = value.replace("\\'", "\\\\'").replace("'", "''")
    assert found(client, f"'{quoted}' <> 'x' AND buurtnaam = 'y'") == []
    assert found(client, f"buurtnaam = '{quoted}'") == []
    tree = {"op": "=", "args": [{"property": "buurtnaam"}, value]}
    assert found(client, json.dumps(tree), **{"filter-lang": "cql2-json"}) == []
    tree = {"op": "=", "args": [{"property": value}, "x"]}
    assert fault(client, json.dumps(tree), **{"filter-lang": "cql2-json"})["code"] == "filter"
    assert client.get(ITEMS, params={"buurtnaam": value}).json()["features"] == []
    for name in ("properties", "sortby"):
        assert client.get(ITEMS, params={name: value}).status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        '{"op":"=","args":[{"property":"buurtnaam"},"\\u0000"]}',
        '{"op":"=","args":[{"property":"buurtnaam"},"\\ud800"]}',
        '{"op":"=","args":{"property":"buurtnaam"}}',
        '{"op":["="],"args":[1,1]}',
        '{"op":"like","args":[{"property":"buurtnaam"},{"op":"CASEI","args":["x"]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["a"]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":["Point"]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,3,1e999]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":{}}]}',
        '{"op":"t_after","args":[{"property":"peildatum"},{"interval":[[],{}]}]}',
        '{"op":"t_after","args":[{"property":"peildatum"},{"date":["2024-01-01"]}]}',
        '{"property":{"property":"x"}}',
        '{"op":"in","args":[{"property":"buurtnaam"},[["x"]]]}',
        '{"op":"a_contains","args":[[1],[{}]]}',
        "[[[]]]",
        "null",
        "{}",
    ],
)
def test_odd_json_is_refused(client, text):
    assert fault(client, text, **{"filter-lang": "cql2-json"})["detail"].endswith(".")


def test_the_real_service_outlives_hostile_filters(process):
    """What ends or holds up a parser that goes back over what it read."""
    url = f"{process.base}{ITEMS}"
    with httpx.Client(timeout=5) as client:
        for text in ("a=" + "-" * 4000 + "1", "(a%2B(" * 12, "a%20IN%20(" * 300, "POLYGON(" * 400):
            assert client.get(f"{url}?filter={text}").status_code == 400
        assert client.get(url, params={"filter": "aantal_inwoners > 1000"}).status_code == 200


def test_shapes_in_json(client):
    ring = [[230100, 570100], [230400, 570100], [230400, 570400], [230100, 570100]]
    for shape in (
        {"type": "Polygon", "coordinates": [ring]},
        {"bbox": [230100, 570100, 230400, 570400]},
    ):
        tree = {"op": "s_intersects", "args": [{"property": "geometry"}, shape]}
        more = {
            "filter-lang": "cql2-json",
            "filter-crs": "http://www.opengis.net/def/crs/EPSG/0/28992",
        }
        assert found(client, json.dumps(tree), **more) == ["BU99990000"]
