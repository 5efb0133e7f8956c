"""Care whose place is never shown: the rule in the database says what the rule in Python says."""

import pytest
from psycopg import sql

from data import places
from data.model import Dataset
from data.registry import registry
from pipelines.placing import shield
from tests.support.clusters import Database

TEXTS = (
    "opvang",
    "Vrouwenopvang De Haven",
    "kinderopvang",
    "Kinderopvang en nachtopvang",
    "buitenschoolse opvang",
    "crisis-opvang",
    "dagopvang",
    "Opvangstraat 3",
    "beschermd wonen",
    "Beschermd Thuis",
    "forensisch",
    "Forensische zorg (tbs)",
    "verpleeghuis",
    "BW",
    "mo/bw",
    "RIBW",
    "VO",
    "mobiel",
    "",
)


def hidden(database: Database, dataset: Dataset, **values: str | None) -> bool:
    """What the condition says of one row; columns not named are empty."""
    condition = shield.hidden(dataset)
    assert condition is not None
    row = sql.SQL(", ").join(
        sql.SQL("{}::text AS {}").format(sql.Literal(values.get(name)), sql.Identifier(name))
        for name in places.telling(dataset)
    )
    with database.connect() as connection:
        found = connection.execute(
            sql.SQL("SELECT {} AS x FROM (SELECT {}) d").format(condition, row)
        )
        (answer,) = found.fetchall()
    return bool(answer["x"])


@pytest.mark.parametrize("text", TEXTS)
def test_database_and_python_agree(database: Database, text: str) -> None:
    feed = registry()["zorgaanbieders"]
    assert hidden(database, feed, soort=text) == places.never_shown(text)
    assert hidden(database, feed, naam=text, soort="huisarts") == places.never_shown(text)


def test_row_without_any_word_is_shown(database: Database) -> None:
    assert not hidden(database, registry()["zorgaanbieders"])


def test_tables_by_area_leave_such_rows_out_below_the_gemeente(database: Database) -> None:
    (rule,) = shield.rules(registry()["tussenvormen"])
    assert rule[0] == shield.RULE
    cases = {
        ("beschermd wonen", "BU99010101"): False,
        ("beschermd wonen", "WK990101"): False,
        ("beschermd wonen", "GM9901"): True,
        ("tussenvorm", "BU99010101"): True,
    }
    with database.connect() as connection:
        for (form, area), kept in cases.items():
            query = sql.SQL(
                "SELECT {} AS x FROM (SELECT {}::text AS vorm, {}::text AS gebiedscode) d"
            )
            row = connection.execute(query.format(rule[1], sql.Literal(form), sql.Literal(area)))
            assert row.fetchall()[0]["x"] is kept, (form, area)


def test_tables_that_are_no_locations_of_care_are_left_alone() -> None:
    for name in ("cbs_buurten", "cbs_kwb", "bag_panden"):
        assert shield.hidden(registry()[name]) is None
        assert shield.rules(registry()[name]) == []
