"""Properties written per column read as the record that PostgreSQL writes itself."""

import json
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from geo_api.formats import source

KINDS = {
    "naam": "text",
    "woningen": "integer",
    "aandeel": "double precision",
    "bedrag": "numeric",
    "gedekt": "boolean",
    "peildatum": "date",
    "moment": "timestamp with time zone",
    "namen": "text[]",
    "delen": "jsonb",
    "woningen_status": "text",
    'a"b\\c': "text",
}
BOTH = """
    SELECT {made}, row_to_json(f)::text FROM (SELECT {columns}) AS f
"""
words = st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=9)
numbers = st.floats(allow_nan=False, allow_infinity=False)
ROW = st.fixed_dictionaries(
    {
        "naam": words,
        "woningen": st.integers(-(2**31), 2**31 - 1),
        "aandeel": numbers,
        "bedrag": st.decimals(-(10**9), 10**9, places=3),
        "gedekt": st.booleans(),
        "peildatum": st.dates(),
        "moment": st.datetimes(),
        "namen": st.lists(words, max_size=3),
        "delen": st.dictionaries(words, st.integers(0, 9), max_size=3).map(json.dumps),
        "woningen_status": st.sampled_from(["waargenomen", "geschat"]),
        'a"b\\c': words,
    }
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(row=ROW, absent=st.sets(st.sampled_from(sorted(KINDS))))
def test_the_text_is_that_of_the_record(own, row, absent):
    found = SimpleNamespace(
        properties=KINDS, columns=[SimpleNamespace(naam="woningen", statuskolom="woningen_status")]
    )
    columns = [
        sql.SQL("%s::{} AS {}").format(sql.SQL(kind), sql.Identifier(name))
        for name, kind in KINDS.items()
    ]
    query = sql.SQL(BOTH).format(made=source.properties(found), columns=sql.SQL(", ").join(columns))
    with own.connect() as db:
        values = [None if name in absent else row[name] for name in KINDS]
        made, whole = db.execute(query, values).fetchone()
    assert made == whole


def test_without_properties_it_is_an_empty_object(own):
    found = SimpleNamespace(properties={}, columns=[])
    with own.connect() as db:
        query = sql.SQL("SELECT {}").format(source.properties(found))
        assert db.execute(query).fetchone() == ("{}",)
