"""Checks on a delivery as a whole and on its rows in a table: what they refuse and set apart."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from data.getallen import dutch
from data.model import Bounds, Column
from data.tables import dataset_table
from pipelines import checks, quarantine, store
from pipelines.checks import Counted, Part
from pipelines.conform import BadRow, Tally
from pipelines.errors import DeliveryRefused
from tests.support import declared
from tests.support.clusters import Database

PROOF = declared.dataset(
    Column(name="code", sources=("code",)),
    declared.number(),
    references=(("code", "proefgebied", "code"),),
)
AREAS = declared.dataset(Column(name="code"))


def counted(published: int = 100, bad: int = 0, twice: int = 0, **outside: int) -> Counted:
    received = published + bad + twice + sum(outside.values())
    return Counted(received, published, bad, twice, outside)


@pytest.mark.parametrize(
    ("published", "bad", "refused"),
    [(100, 3, False), (100, 4, True), (10_000, 100, False), (10_000, 102, True), (0, 3, False)],
)
def test_too_many_bad_rows_refuse(published: int, bad: int, refused: bool) -> None:
    bounds = Bounds(bad_share=0.01, bad_rows=3)
    if not refused:
        checks.refuse_bad_share(PROOF, bounds, counted(published, bad))
        return
    with pytest.raises(DeliveryRefused, match=f"{bad} van {dutch(published + bad)} rijen"):
        checks.refuse_bad_share(PROOF, bounds, counted(published, bad))


def test_rows_out_of_scope_do_not_dilute_the_share() -> None:
    with pytest.raises(DeliveryRefused):
        checks.refuse_bad_share(PROOF, Bounds(), counted(10, 4, andere_gemeente=1_000_000))


@pytest.mark.parametrize(
    ("published", "before", "refused"),
    [
        (100, 100, False),
        (90, 100, False),
        (89, 100, True),
        (10, 100, True),
        (150, 100, False),
        (151, 100, True),
        (5, None, False),
        (4, None, True),
        (501, None, True),
    ],
)
def test_far_fewer_or_more_rows_refuse(published: int, before: int | None, refused: bool) -> None:
    bounds = Bounds(first=(5, 500))
    if not refused:
        checks.refuse_row_count(PROOF, bounds, published, before, approved=False)
        return
    with pytest.raises(DeliveryRefused, match=r"\./woonzorg approve proef LEVERING"):
        checks.refuse_row_count(PROOF, bounds, published, before, approved=False)
    checks.refuse_row_count(PROOF, bounds, published, before, approved=True)


@given(st.tuples(*[st.integers(0, 10**6)] * 5))
def test_equation_closes_only_when_it_adds_up(parts: tuple[int, ...]) -> None:
    published, bad, twice, water, elsewhere = parts
    good = counted(published, bad, twice, water=water, elders=elsewhere)
    assert good.closes
    checks.refuse_open_equation(PROOF, good)
    lost = Counted(good.received + 1, published, bad, twice, good.out_of_scope)
    with pytest.raises(DeliveryRefused, match="dat sluit niet"):
        checks.refuse_open_equation(PROOF, lost)


def test_report_names_every_part() -> None:
    assert checks.as_text(counted(5, 1, 2, water=3)) == {
        "ontvangen": 11,
        "gepubliceerd": 5,
        "afgekeurd": 1,
        "dubbel": 2,
        "buiten_bereik": {"water": 3},
    }


@pytest.fixture
def connection(own_database: Database) -> Iterator[psycopg.Connection]:
    with own_database.connect() as made:
        yield made


def filled(
    connection: psycopg.Connection, *rows: tuple[str, int], version: int = 1
) -> tuple[Part, sql.Identifier]:
    """A stage table of PROOF with these rows."""
    parent = dataset_table(PROOF)
    store.ensure_parent(connection, parent)
    table = store.create_stage(connection, parent, version)
    statement = sql.SQL(
        "INSERT INTO {} (version, id, peildatum, code, aantal, aantal_status)"
        " VALUES (%s, %s, %s, %s, %s, 'waargenomen')"
    ).format(table)
    for code, number in rows:
        connection.execute(statement, (version, code, date(2024, 1, 1), code, number))
    return Part(table, PROOF, 9, version, ""), table


def held(connection: psycopg.Connection) -> list[dict]:
    return connection.execute("SELECT * FROM quarantine.proef ORDER BY inhoud ->> 'id'").fetchall()


def test_same_row_twice_is_kept_once_and_counted(connection: psycopg.Connection) -> None:
    part, _ = filled(connection, ("a", 1), ("a", 1), ("a", 1), ("b", 2))
    assert checks.duplicates(connection, part) == (2, 0)
    connection.execute(
        sql.SQL("INSERT INTO {} SELECT * FROM {} WHERE code = 'b'").format(part.table, part.table)
    )
    found = checks.settle(connection, part, Tally(received=3), {})
    assert (found.published, found.duplicates, found.closes) == (2, 1, True)


def test_same_key_with_other_content_goes_to_quarantine_whole(
    connection: psycopg.Connection,
) -> None:
    part, _ = filled(connection, ("a", 1), ("a", 2), ("b", 2))
    assert checks.duplicates(connection, part) == (0, 2)
    rows = held(connection)
    assert [row["inhoud"]["aantal"] for row in rows] == [1, 2]
    assert {row["reden"] for row in rows} == {"sleutel a komt vaker voor met verschillende inhoud"}
    assert {row["levering"] for row in rows} == {9}


def test_no_duplicates_touch_nothing(connection: psycopg.Connection) -> None:
    part, _ = filled(connection, ("a", 1), ("b", 2))
    assert checks.duplicates(connection, part) == (0, 0)


def test_code_that_does_not_exist_goes_to_quarantine(connection: psycopg.Connection) -> None:
    areas = store.ensure_parent, dataset_table(AREAS, name="proefgebied")
    areas[0](connection, areas[1])
    table = store.create_stage(connection, areas[1], 5)
    connection.execute(
        sql.SQL("INSERT INTO {} (version, id, code) VALUES (5, 'a', 'a')").format(table)
    )
    store.attach(connection, areas[1], 5)
    part, _ = filled(connection, ("a", 1), ("weg", 2))
    assert checks.references(connection, part, {}) == 0  # nothing to check against yet
    assert checks.references(connection, part, {"proefgebied": 5}) == 1
    (row,) = held(connection)
    assert row["inhoud"]["id"] == "weg"
    assert "bestaat niet in proefgebied" in row["reden"]


def test_bad_and_repaired_rows_are_kept_with_what_they_said(
    connection: psycopg.Connection,
) -> None:
    quarantine.put(
        connection,
        "proef",
        9,
        1,
        [BadRow(3, "stuk", '{"a": 1}'), BadRow(4, "make_valid: knoop", "{}", "hersteld")],
    )
    rows = connection.execute("SELECT rij, soort, reden, inhoud FROM quarantine.proef").fetchall()
    assert rows == [
        {"rij": 3, "soort": "afgekeurd", "reden": "stuk", "inhoud": {"a": 1}},
        {"rij": 4, "soort": "hersteld", "reden": "make_valid: knoop", "inhoud": {}},
    ]
