"""CQL2 text: the same tree as the library makes of it, and no text that takes long."""

import contextlib
import json
import time

import cql2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_api.filter import cql, cqltext


def bare(node):
    """A tree without places."""
    if isinstance(node, dict):
        return {name: bare(value) for name, value in node.items() if name != "at"}
    return [bare(item) for item in node] if isinstance(node, list) else node


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 AND b <> 'x' AND NOT c >= -1.5e3 OR d",
        "NOT a IS NULL OR b IS NOT NULL",
        "a NOT LIKE 'x%' AND a NOT BETWEEN b AND 2 + 3 AND a NOT IN (1, b, 'y')",
        "a LIKE 'it''s' AND \"a b\" = 'é' AND \"a\"\"b\" = 1 AND eo:x.y = 2",
        "a + b * 2 - c / 4 > -d AND a ^ 2 = 4 AND a % 2 = 1 AND a DIV 2 = 1 AND a - -5 = 1",
        "CASEI(a) = casei('X') AND ACCENTI(CASEI(a)) LIKE ACCENTI(CASEI('x%'))",
        "S_INTERSECTS(geometry, POINT(1 2)) OR s_within(geometry, BBOX(1, 2, -3, 4.5))",
        "S_EQUALS(g, POLYGON((0 0, 1 0, 1 1, 0 0), (0 0, 0.1 0, 1 1, 0 0)))",
        "S_CROSSES(LINESTRING Z(0 0 1, 1 1 1), g)",
        "S_DISJOINT(g, MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5))))",
        "S_TOUCHES(g, MULTILINESTRING((0 0, 1 1), (2 2, 3 3)))",
        "S_CONTAINS(g, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(0 0, 1 1)))",
        "S_CONTAINS(g, MULTIPOINT((1 2), (3 4)))",
        "T_AFTER(d, DATE('2020-01-01')) AND t = TIMESTAMP('2020-01-01T00:00:00Z')",
        "T_DURING(d, INTERVAL('2020-01-01', '..'))",
        "T_INTERSECTS(d, INTERVAL(DATE('2020-01-01'), e))",
        "A_CONTAINS(list, ('x', 'y')) AND f(a, 1) = TRUE",
        "date = 1 AND point = 2 AND a = NULL",
        "((((a = (1)))))",
    ],
)
def test_a_text_is_read_as_the_library_reads_it(text):
    assert bare(cqltext.parse(text)) == cql2.parse_text(text).to_json()


def _node(op, *args):
    return {"op": op, "args": list(args)}


def _trees():
    names = st.sampled_from(["a", "b_c", "é", "een naam"]).map(lambda n: {"property": n})
    numbers = st.integers(-999, 999) | st.floats(-9, 9, allow_nan=False, width=16)
    texts = st.text("a'\" é%(),-", max_size=6)
    plain = names | numbers | texts
    counted = st.recursive(
        names | numbers,
        lambda inner: st.builds(_node, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        max_leaves=4,
    )
    signs = st.sampled_from(["=", "<>", "<", ">", "<=", ">="])
    listed = st.lists(plain, min_size=1, max_size=3)
    leaves = st.one_of(
        st.builds(_node, signs, names | counted, plain | counted),
        st.builds(_node, st.just("in"), names, listed),
        st.builds(_node, st.just("between"), names, counted, counted),
        st.builds(_node, st.just("like"), names, texts),
        st.builds(_node, st.just("isNull"), names),
    )
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(_node, st.sampled_from(["and", "or"]), inner, inner)
            | st.builds(_node, st.just("not"), inner)
        ),
        max_leaves=6,
    )


@settings(max_examples=300, deadline=None)
@given(_trees())
def test_a_tree_written_by_the_library_comes_back(tree):
    """The library writes the text; both read it, brackets, quotes, precedence and all."""
    text = cql2.parse_json(json.dumps(tree)).to_text()
    assert bare(cqltext.parse(text)) == cql2.parse_text(text).to_json()


DEEP = 2000


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "-" * 4090 + "x y",
        "a = (" + "(" * DEEP + "1",
        "POLYGON(" + "(" * DEEP,
        "a IN (" * 600 + "1",
        "(a + (" * 600 + "1," + "))" * 600,
        "(a + (" * 12 + "1," + "))" * 12 + " =",
        "(" * 20 + "1,",
        "NOT " * 1000 + "a",
        "f(" * 1300 + ")" * 1300,
        "a = 1" + " ^ 2" * 800,
        "a = 1" + " + 1" * 1000,
        "'" * 4095,
        '"' * 4095,
        "a = '" + "''" * 2000,
        " " * 4096,
        "\u2003" * 4000,
        "." * 4096,
        "a BETWEEN " * 400,
        "GEOMETRYCOLLECTION(" * 200,
    ],
)
def test_a_hostile_text_is_refused_at_once(text):
    """Some of these keep the library busy for hours, some end its process."""
    began = time.monotonic()
    with pytest.raises(cql.Wrong):
        cql.parse(text, "cql2-text")
    assert time.monotonic() - began < 0.5


@settings(max_examples=500, deadline=None)
@given(st.text("()'\"aAND<>=-+*/.,1eE BBOX", max_size=80) | st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    for language in cql.LANGUAGES:
        with contextlib.suppress(cql.Wrong):
            cql.parse(text, language)


def test_a_fault_names_its_sign():
    with pytest.raises(cql.Wrong) as caught:
        cql.parse("buurt = 1 AND = 2", "cql2-text")
    assert caught.value.sentence.endswith("(bij teken 15).")


@pytest.mark.parametrize(
    "text",
    [
        '{"op":' * 500,
        "[" * 4000,
        '{"a":"\\"",' + '"args":' + "[" * 4000,
        '"\\ud800"',
        "NaN",
        "[1e999",
    ],
)
def test_hostile_json_is_refused(text):
    with pytest.raises(cql.Wrong):
        cql.parse(text, "cql2-json")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"'a''b'", "a'b"),
        (r"'a\'b'", "a'b"),
        (r"'a\tb\n'", "a\tb\n"),
        (r"'\%\_'", "\\%\\_"),
        (r"'a\\b'", "a\\\\b"),
        (r"'a\\''b'", "a\\'b"),
    ],
)
def test_signs_behind_a_backslash(text, value):
    assert cqltext.parse(f"naam = {text}")["args"][1] == value
