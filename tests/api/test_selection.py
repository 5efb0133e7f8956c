"""`question.select`, as every route calls it: the same features, and by way of the indexes."""

import json

import psycopg
import pytest
from psycopg import sql

from geo_api.db import statement
from geo_api.items import order, question
from geo_api.loader import load

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
BOX = {"bbox": "231000,571000,231400,571400", "bbox-crs": RD}
SHAPE = "POLYGON((231000 571000, 231400 571000, 231400 571400, 231000 571000))"


@pytest.fixture(scope="module")
def reader(place):
    with psycopg.connect(place.api_dsn, autocommit=True) as db:
        yield db


@pytest.fixture(scope="module")
def state(reader):
    row = reader.execute(statement("state")).fetchone()
    return load(json.dumps(row[0]).encode())


def chosen(state, laag, **asked):
    faults = []
    found = question.select(state.layer(laag), asked, faults)
    assert faults == []
    return found


def indexes(reader, query, values):
    """Names of the indexes in the plan."""
    explain = sql.SQL("EXPLAIN (FORMAT JSON) {}").format(query)
    row = reader.execute(explain, values).fetchone()
    names, nodes = set(), [row[0][0]["Plan"]]
    while nodes:
        node = nodes.pop()
        names |= {node["Index Name"]} if "Index Name" in node else set()
        nodes += node.get("Plans", [])
    return names


def rows(found):
    return sql.SQL("SELECT id FROM {} WHERE {}").format(found.view, found.where)


@pytest.mark.parametrize(
    "asked",
    [
        BOX,
        BOX | {"filter": "vertrekken_per_dag > 10 AND NOT haltenaam LIKE '%x%'"},
        BOX | {"vertrekken_per_dag": "12"},
        {"filter": f"S_INTERSECTS(geometry, {SHAPE})", "filter-crs": RD},
        {"filter": f"S_WITHIN(geometry, {SHAPE}) AND haltecode > '0'", "filter-crs": RD},
        {"filter": "S_INTERSECTS(geometry, POINT(6.55 53.11)) OR S_EQUALS(geometry, POINT(6 53))"},
    ],
)
def test_an_area_is_found_by_the_index_on_shapes(reader, state, asked):
    found = chosen(state, "haltes", **asked)
    assert any("geometry" in name for name in indexes(reader, rows(found), found.bound))


@pytest.mark.parametrize("back", [False, True])
def test_a_page_starts_at_its_key(reader, state, back):
    found = chosen(state, "haltes")
    condition, _ = order.beyond((), found.view, back=back)
    rest = found.with_(condition, "001200")
    page = sql.SQL("{} ORDER BY {} LIMIT 10").format(rows(rest), order.clause((), back=back))
    assert any("id" in name for name in indexes(reader, page, rest.bound))


def test_values_are_bound_and_never_in_the_text(state):
    secret = "x'); DROP TABLE pub.laag; --"  # noqa: S105 - no password, but what must stay a value
    quoted = secret.replace("'", "''")
    asked = {
        "filter": f"haltenaam = '{quoted}' OR vertrekken_per_dag = 77",
        "haltecode": secret,
        "bbox": "6,53,7,54",
    }
    found = chosen(state, "haltes", **asked)
    text = found.where.as_string()
    for value in (secret, "DROP", "77", "53"):
        assert value not in text
    assert found.bound.count(secret) == 2
    assert text.count("%s") == len(found.bound)


def test_no_version_and_nothing_to_find(state):
    assert chosen(state, "haltes", datetime="1990-01-01") is None
    nothing = chosen(state, "haltes", bbox="100,10,101,11")
    assert (nothing.empty, nothing.known) == (True, 0)
    assert chosen(state, "leeftijd_buurt", bbox="6,53,7,54").empty
    assert chosen(state, "haltes").known == 2500
    assert chosen(state, "haltes", haltecode="000001").known is None


def test_names_of_the_route_are_left_aside_and_others_are_faults(state):
    faults = []
    asked = {"z": "3", "haltecod": "1", "filter": "onzin(", "bbox": "1"}
    question.select(state.layer("haltes"), asked, faults, others=("z",))
    assert {fault.name for fault in faults} == {"haltecod", "filter", "bbox"}
