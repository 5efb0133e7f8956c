"""The abstract tests of CQL2 and of filtering, for every name of every kind, in text and in JSON.

What a test asks comes from the queryables of the layers, as the standard has it. The same question
is asked as CQL2 text and, rewritten by another implementation, as CQL2 JSON.
"""

import itertools
import json
import random

import cql2
import pytest

LAYERS = ("buurten", "haltes", "leeftijd_buurt", "soorten")
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
SIGNS = ("=", "<>", ">", "<", ">=", "<=")
VALUES = {
    "string": "'foo'",
    "boolean": "true",
    "number": "3.14",
    "integer": "1",
    "date-time": "TIMESTAMP('2022-04-14T14:48:46Z')",
    "date": "DATE('2022-04-14')",
}
WORLD = "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"
WORLD_BOX = "BBOX(-180,-90,180,90)"
LINE, SPOT = "LINESTRING(7 50, 10 51)", "POINT(7.02 49.92)"


@pytest.fixture(scope="module", params=["cql2-text", "cql2-json"])
def ask(request, kinds):
    """The ids that a filter finds in a layer; it is asked in the language of this run."""

    def asked(layer, text, status=200, **more):
        written = text if request.param == "cql2-text" else cql2.Expr(text).to_json()
        query = {"filter": _json(written), "filter-lang": request.param, "limit": "1000"}
        url = f"/v1/collections/{layer}/items"
        query |= {"skipGeometry": "true", "properties": "peildatum"}
        if layer == "haltes":  # one page of them
            query |= {"bbox": "230000,570000,232000,575000", "bbox-crs": RD}
        answer = kinds.get(url, params=query | more)
        assert answer.status_code == status, (text, answer.text[:300])
        if status != 200:
            return set()
        return {feature["id"] for feature in answer.json()["features"]}

    return asked


def _json(written):
    return written if isinstance(written, str) else json.dumps(written)


@pytest.fixture(scope="module")
def names(kinds):
    """Of each layer its queryables with their kind."""

    def kind(told):
        if "geometry" in told.get("format", ""):
            return told["format"]
        return told["format"] if told.get("format") in VALUES else told["type"]

    found = {}
    for layer in LAYERS:
        told = kinds.get(f"/v1/collections/{layer}/queryables").json()["properties"]
        found[layer] = {name: kind(one) for name, one in told.items()}
    return found


def of_kind(names, *kinds):
    for layer, known in names.items():
        for name, kind in known.items():
            if kind in kinds or (kinds == ("geometry",) and kind.startswith("geometry")):
                yield layer, name, kind


def test_each_layer_has_names_to_ask_by(names):
    for known in names.values():
        assert any(kind in VALUES for kind in known.values())
        assert all(kind in VALUES or kind.startswith("geometry-") for kind in known.values())
    assert {kind for known in names.values() for kind in known.values()} >= set(VALUES)


def test_comparison(ask, names):
    for layer, name, kind in of_kind(names, *VALUES):
        found = {sign: ask(layer, f"{name} {sign} {VALUES[kind]}") for sign in SIGNS}
        for one, other in (("=", "<>"), (">", "<="), ("<", ">=")):
            assert not found[one] & found[other], (layer, name, one)
        assert found["<>"] == found[">"] | found["<"], (layer, name)


def test_is_null(ask, names):
    for layer, name, _ in of_kind(names, *VALUES):
        empty, full = ask(layer, f"{name} IS NULL"), ask(layer, f"{name} is not null")
        assert not empty & full, (layer, name)
        assert len(empty | full) == len(ask(layer, "true")), (layer, name)


def test_boolean(ask):
    for layer in LAYERS:
        assert ask(layer, "true")
        assert ask(layer, "false") == set()


def test_like(ask, names):
    for layer, name, _ in of_kind(names, "string"):
        assert not ask(layer, f"{name} like '_%'") & ask(layer, f"{name} like ''")
        assert ask(layer, f"{name} LIKE '%'") == ask(layer, f"{name} like '%%'")
        ask(layer, f"{name} like '\\%\\_'")


def test_between_and_in(ask, names):
    lists = {"string": "('foo', 'bar')", "boolean": "(true)"}
    lists |= {"date": "(DATE('2022-04-14'), DATE('2022-04-15'))"}
    lists |= {"date-time": "(TIMESTAMP('2022-04-14T14:52:56Z'), TIMESTAMP('2022-04-14T15:52:56Z'))"}
    for layer, name, kind in of_kind(names, *VALUES):
        if kind in ("number", "integer"):
            ask(layer, f"{name} BETWEEN 0 AND 100")
            assert ask(layer, f"{name} between 100.0 and 1.0") == set()
        text = lists.get(kind, "(1, 2, 3)")
        inside, outside = ask(layer, f"{name} in {text}"), ask(layer, f"{name} not in {text}")
        assert not inside & outside


def test_casei_and_accenti(ask, names):
    for layer, name, _ in of_kind(names, "string"):
        for word in ("CASEI", "ACCENTI"):
            same, other = f"{word}({name}) = {word}('foo')", f"{word}({name}) <> {word}('FOO')"
            if word == "CASEI":
                assert not ask(layer, same) & ask(layer, other)
        both = [f"CASEI(ACCENTI({name})) LIKE CASEI(ACCENTI('{text}%'))" for text in ("foo", "FÖÓ")]
        assert ask(layer, both[0]) == ask(layer, both[1])
    assert ask("soorten", "ACCENTI(naam) LIKE ACCENTI('Cafe%')") == {"3"}
    assert ask("soorten", "naam LIKE 'Cafe%'") == set()
    assert ask("soorten", "CASEI(ACCENTI(naam)) LIKE CASEI(ACCENTI('CAFÉ%'))") == {"3"}
    assert ask("buurten", "CASEI(buurtnaam) = CASEI('BUURT \"3\" É & <B>4')") == {"BU99990051"}


def test_s_intersects(ask, names):
    """Also `-plus`: every kind of shape; what lies nowhere on earth is refused."""
    ring = "(-180 -90, -90 -90, -90 90, -180 90, -180 -90)"
    ring += ", (-120 -50, -100 -50, -100 -40, -120 -40, -120 -50)"
    for layer, name, _ in of_kind(names, "geometry"):
        everything = ask(layer, "true")
        assert ask(layer, f"S_INTERSECTS({name},{WORLD_BOX})") == everything
        assert ask(layer, f"S_INTERSECTS({name},{WORLD})") == everything
        for shape in (SPOT, LINE, "LINESTRING(-180 -45, 0 -45)", f"POLYGON({ring})"):
            assert ask(layer, f"S_INTERSECTS({name},{shape})") == set()
        far = f"(({ring}), ((0 0, 10 0, 10 10, 0 10, 0 0)))"
        shapes = [f"MULTIPOLYGON{far}", "MULTILINESTRING((-180 -45, 0 -45), (0 45, 180 45))"]
        shapes += [f"GEOMETRYCOLLECTION({SPOT}, POLYGON((0 0, 10 0, 10 10, 0 10, 0 0)))"]
        for shape in shapes:
            assert ask(layer, f"S_INTERSECTS({name},{shape})") == set()
        halves = ("BBOX(-180,-90,-90,90)", "BBOX(90,-90,180,90)")
        split = " AND ".join(f"S_INTERSECTS({name},{half})" for half in halves)
        assert ask(layer, split) == set()
        for nowhere in ("POINT(90 180)", "MULTIPOINT((7.02 49.92), (90 180))"):
            ask(layer, f"S_INTERSECTS({name},{nowhere})", status=400)


def test_s_disjoint(ask, names):
    for layer, name, _ in of_kind(names, "geometry"):
        assert ask(layer, f"S_DISJOINT({name},{WORLD_BOX})") == set()
        assert ask(layer, f"S_DISJOINT({name},{WORLD})") == set()
        for shape in (LINE, SPOT, "POINT(6.55 53.11)"):
            apart, touched = (ask(layer, f"{word}({name},{shape})") for word in DISJOINT)
            assert not apart & touched
            assert apart | touched == ask(layer, "true")
        ask(layer, f"S_DISJOINT({name},POINT(90 180))", status=400)


DISJOINT = ("S_DISJOINT", "S_INTERSECTS")


def test_other_spatial_functions(ask, names):
    several = "MULTIPOINT((7 50), (10 51))"
    for layer, name, _ in of_kind(names, "geometry"):
        everything = ask(layer, "true")
        assert ask(layer, f"S_EQUALS({name},{WORLD})") == set()
        assert ask(layer, f"S_EQUALS({name},{LINE})") == set()
        assert ask(layer, f"S_EQUALS({name},{SPOT})") == set()
        for shape in (WORLD_BOX, WORLD, LINE):
            assert ask(layer, f"S_TOUCHES({name},{shape})") == set()
            assert ask(layer, f"S_CROSSES({name},{shape})") == set()
            assert ask(layer, f"S_OVERLAPS({name},{shape})") == set()
        assert ask(layer, f"S_WITHIN({name},{WORLD_BOX})") == everything
        assert ask(layer, f"S_WITHIN({name},{WORLD})") == everything
        for shape in (WORLD_BOX, WORLD, LINE, several):
            held = ask(layer, f"S_CONTAINS({name},{shape})")
            assert held == set()
            assert not held & ask(layer, f"S_WITHIN({name},{shape})")
    rd = {"filter-crs": RD}
    first = "POLYGON((230000 570000, 230500 570000, 230500 570500, 230000 570500, 230000 570000))"
    assert ask("buurten", f"S_EQUALS(geometry,{first})", **rd) == {"BU99990000"}
    beside = {"BU99990001", "BU99990012", "BU99990013"}
    assert ask("buurten", f"S_TOUCHES(geometry,{first})", **rd) == beside
    half = "POLYGON((230250 570000, 230500 570000, 230500 570500, 230250 570500, 230250 570000))"
    assert ask("buurten", f"S_OVERLAPS(geometry,{half})", **rd) == set()
    assert ask("buurten", f"S_CONTAINS(geometry,{half})", **rd) == {"BU99990000"}
    across = "LINESTRING(231000 572500, 232250 572500)"
    assert ask("soorten", f"S_CROSSES(geometry,{across})", **rd) == {"0"}


def test_moments(ask, names):
    for layer, name, kind in of_kind(names, "date", "date-time"):
        moment = VALUES[kind]
        ends = ("2021-01-01", "2021-12-31")
        if kind == "date-time":
            ends = ("2021-01-01T00:00:00Z", "2021-12-31T23:59:59Z")
        for other in (moment, f"INTERVAL('{ends[0]}','{ends[1]}')"):
            found = {
                word: ask(layer, f"T_{word}({name},{other})")
                for word in ("AFTER", "BEFORE", "DISJOINT", "EQUALS", "INTERSECTS")
            }
            assert found["DISJOINT"] == found["AFTER"] | found["BEFORE"]
            assert not found["DISJOINT"] & found["INTERSECTS"]
            assert found["EQUALS"] <= found["INTERSECTS"]


ALLEN = (
    *("AFTER", "BEFORE", "DISJOINT", "EQUALS", "INTERSECTS", "CONTAINS", "DURING", "FINISHEDBY"),
    *("FINISHES", "MEETS", "METBY", "OVERLAPPEDBY", "OVERLAPS", "STARTEDBY", "STARTS"),
)
APART = [word for word in ALLEN if word not in ("DISJOINT", "INTERSECTS")]
"""Of these exactly one holds for any two periods."""


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("INTERVAL(van,tot)", "INTERVAL('2021-01-01T00:00:00Z','2021-12-31T23:59:59Z')"),
        ("INTERVAL(begin,eind)", "INTERVAL('2021-01-01','2021-12-31')"),
    ],
)
def test_periods(ask, own, other):
    found = {word: ask("soorten", f"T_{word}({own},{other})") for word in ALLEN}
    for one, two in itertools.combinations(APART, 2):
        assert not found[one] & found[two], (one, two)
    assert set.union(*(found[word] for word in APART)) == set("01234567")
    assert found["EQUALS"] == {"0"}
    assert found["AFTER"] == found["DISJOINT"] == set("567") | (found["AFTER"] & {"4"})


def test_value_before_property(ask, names):
    turned = {"=": "=", "<>": "<>", ">": "<", "<": ">", ">=": "<=", "<=": ">="}
    for layer, name, kind in of_kind(names, *VALUES):
        for sign in SIGNS:
            before = ask(layer, f"{VALUES[kind]} {sign} {name}")
            assert before == ask(layer, f"{name} {turned[sign]} {VALUES[kind]}")


def test_property_beside_property(ask, names):
    for layer, name, _ in of_kind(names, *VALUES):
        found = {sign: ask(layer, f"{name} {sign} {name}") for sign in SIGNS}
        assert found["<>"] == found["<"] == found[">"] == set()
        assert found["="] == found[">="] == found["<="] == ask(layer, f"{name} IS NOT NULL")


def test_value_beside_value(ask):
    for value in VALUES.values():
        found = {sign: ask("soorten", f"{value} {sign} {value}") for sign in SIGNS}
        assert found["<>"] == found["<"] == found[">"] == set()
        assert found["="] == found[">="] == found["<="] == set("01234567")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("lang = 1 + 2", "3"),
        ("lang >= 8 - 2 * 2 ^ 0", "67"),
        ("lang > 10 - 20 / 4", "67"),
        ("lang > 7 - 5 div 2", "67"),
        ("lang > 6 - 5 % 2", "67"),
        ("lang <= 10 * 2 - 19", "01"),
        ("lang BETWEEN 4 / 2 AND (3 * (1 + 0))", "23"),
        ("lang IN (1 + 1, 3 * 2)", "26"),
        ("1 + 2 = lang", "3"),
        ("deel * 8 = lang AND breedte / 1.5 = 4", "4"),
    ],
)
def test_arithmetic(ask, text, ids):
    assert ask("soorten", text) == set(ids)


def test_escaping(kinds):
    """A quote is doubled or has a backslash before it; so are control signs written."""
    for text, ids in (
        ("naam = 'Café ''t Hoekje'", {"3"}),
        ("naam = 'Café \\'t Hoekje'", {"3"}),
        ("naam LIKE 'Café _t%'", {"3"}),
        ("naam LIKE 'Caf\\_%'", set()),
        ("'\\a\\b\\t\\n\\v\\f\\r' = '\a\b\t\n\v\f\r'", set("01234567")),
        ("'a\\%' = 'a%'", set()),
        ("naam = 'a\tb\nc\rd\fe\bf\x07g\x0bh'", set()),
    ):
        answer = kinds.get("/v1/collections/soorten/items", params={"filter": text})
        assert answer.status_code == 200, answer.text
        assert {feature["id"] for feature in answer.json()["features"]} == ids


def test_logical(ask, names):
    """Ten random combinations per layer, against what the parts find on their own."""
    source = random.Random(21065)  # noqa: S311 - the same each time
    for layer, known in names.items():
        parts = [
            f"{name} {sign} {VALUES[kind]}"
            for name, kind in known.items()
            if kind in VALUES
            for sign in SIGNS
        ]
        parts += [f"{name} IS NULL" for name in known] + ["true", "false"]
        if "geometry" in known:
            parts += [f"S_INTERSECTS(geometry,{shape})" for shape in (WORLD_BOX, SPOT)]
        everything = ask(layer, "true")
        for _ in range(10):
            texts = source.sample(parts, 4)
            yes = [ask(layer, text) for text in texts]
            no = [ask(layer, f"NOT ({text})") for text in texts]
            p1, p2, p3, p4 = texts
            whole = f"((NOT ({p1}) AND {p2}) OR ({p3} and NOT ({p4})) or not ({p1} AND {p4}))"
            expected = (no[0] & yes[1]) | (yes[2] & no[3]) | (no[0] | no[3])
            assert ask(layer, whole) == expected, whole
            assert all(not one & other for one, other in zip(yes, no, strict=True))
            assert set().union(*yes, *no) <= everything


def test_a_filter_is_taken_by_every_layer(kinds, names):
    """Also with `filter-lang` left out: the usual language is the text."""
    for layer, known in names.items():
        name = next(iter(known))
        url = f"/v1/collections/{layer}/items"
        for more in ({}, {"filter-lang": "cql2-text"}):
            found = kinds.get(url, params={"filter": f"{name} IS NULL", **more})
            assert found.status_code == 200
            assert found.headers["content-type"] == "application/geo+json"
            for wrong in ("THIS IS NOT A FILTER", "this_is_not_a_queryable IS NULL"):
                assert kinds.get(url, params={"filter": wrong, **more}).status_code == 400


def test_shapes_are_in_degrees_unless_said(kinds, ask):
    for layer in ("buurten", "haltes", "soorten"):
        west, south, east, north = kinds.get(f"/v1/collections/{layer}").json()["extent"][
            "spatial"
        ]["bbox"][0]
        margin = 1e-6
        box = f"BBOX({west - margin},{south - margin},{east + margin},{north + margin})"
        assert ask(layer, f"S_INTERSECTS(geometry,{box})") == ask(layer, "true")
        assert ask(layer, f"NOT S_INTERSECTS(geometry,{box})") == set()
        ask(layer, "S_INTERSECTS(geometry,BBOX(1000000,1000000,2000000,2000000))", status=400)
        metres = "S_INTERSECTS(geometry,BBOX(230000,570000,236000,575000))"
        ask(layer, metres, status=400)
        assert ask(layer, metres, **{"filter-crs": RD}) == ask(layer, "true")


def test_a_filter_goes_with_bbox_and_datetime(ask):
    """Mixed conditions all hold."""
    box = {"bbox": "230100,570100,230900,570400", "bbox-crs": RD}
    assert ask("buurten", "true", **box) == {"BU99990000", "BU99990001"}
    assert ask("buurten", "aantal_inwoners > 10", **box) == {"BU99990001"}
    assert ask("buurten", "aantal_inwoners > 10", datetime="1990-01-01", **box) == set()
    assert ask("buurten", "aantal_inwoners > 10", buurtcode="BU99990000") == set()
