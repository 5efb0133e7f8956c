"""No row vanishes, whatever is wrong with it: for every reader, up to the tables of PostGIS.

Received = published + quarantined + recorded duplicates + out of scope, or the delivery is refused
with a sentence. Rows are flipped, copied, emptied and retyped at random; what arrives is counted
apart from the reader where the format lets us.
"""

import copy
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi as adbc
import psycopg
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from data.model import Column, Dataset, Role, Scope
from data.tables import dataset_table
from pipelines import checks, quarantine, reading, store
from pipelines.conform import Context, Tally, arrow_schema, conform
from pipelines.connectors.bron import Bron, Delivery
from pipelines.database import bulk
from pipelines.errors import WoonzorgError
from pipelines.landing import Landed
from pipelines.readers import READERS, header, read
from tests.support import declared
from tests.support.clusters import Database
from tests.support.formats import FORMATS, NAMES, Format, Row, text

VERSION, DAY = 1, date(2024, 1, 1)
BASE: tuple[Row, ...] = tuple(
    {
        "code": f"A{n:03d}",
        "naam": f"Plaats {n}",
        "aantal": n,
        "datum": f"2024-01-{n + 1:02d}",
        "plek": n,
    }
    for n in range(1, 9)
)
ODD: tuple[Any, ...] = (
    None, "", " ", "x", ".", "onbekend", "#N/B", "1.234,5", "1.234", "12,5", "12.5", "-99997", "0",
    "31-12-2024", "01/02/2024", "99-99-9999", "2024-02-30", "A001", "a001", " A001 ", "weg ermee",
    "Totaal", "Bron: ons", "=1+1", "Café ’t Hof", 'a"b', "a;b", "a,b", "a\nb", "\t", "é" * 100,
    0, 7, 12.5, -1, 10**16, 1e300, True,
)  # fmt: skip


def _dataset(*, shapes: bool) -> Dataset:
    return declared.dataset(
        Column(
            name="code",
            sources=("code", "stop_id", "healthcare"),
            pattern="^[A-Z][0-9]{3}$",
            required=True,
            role=Role.KEY,
        ),
        Column(name="naam", sources=("naam", "stop_name", "name"), optional=True),
        declared.number("aantal", bounds=(-1e6, 1e6), optional=True),
        Column(name="datum", type="date", sources=("datum",), optional=True),
        geometry="Point" if shapes else None,
        scope=(Scope("weg", "naam", leaves=("weg",)),),
    )


@dataclass(frozen=True)
class Books:
    """A database in which deliveries are accounted for."""

    control: psycopg.Connection[dict[str, Any]]
    fast: adbc.Connection

    def account(self, dataset: Dataset, rows: pa.RecordBatchReader) -> checks.Counted:
        """Where the rows of a delivery end, counted in the tables themselves."""
        parent = dataset_table(dataset)
        self.control.execute("DROP TABLE IF EXISTS store.proef CASCADE")
        store.ensure_parent(self.control, parent)
        table = store.create_stage(self.control, parent, VERSION)
        held = quarantine.ensure(self.control, dataset.name)
        self.control.execute("TRUNCATE quarantine.proef")
        tally = Tally()
        good = conform(dataset, rows, Context(VERSION, DAY), tally)
        stream = pa.RecordBatchReader.from_batches(arrow_schema(dataset), good)
        with bulk(self.fast) as connection:
            store.copy(connection, store.stage_name(dataset.name, VERSION), stream)
        quarantine.put(self.control, dataset.name, 1, VERSION, [*tally.bad, *tally.repaired])
        part = checks.Part(table, dataset, 1, VERSION, "")
        counted = checks.settle(self.control, part, tally, {})
        row = self.control.execute(
            psycopg.sql.SQL("SELECT count(*) AS n FROM {} WHERE soort = 'afgekeurd'").format(held)
        ).fetchone()
        assert row is not None
        assert row["n"] == counted.quarantined
        return counted


@pytest.fixture(scope="module")
def books(database: Database) -> Iterator[Books]:
    with (
        psycopg.connect(database.dsn(), autocommit=True, row_factory=dict_row) as control,
        adbc.connect(database.dsn()) as fast,
    ):
        yield Books(control, fast)


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = _dataset(shapes=False)
    monkeypatch.setattr(header, "registry", lambda: {"proef": plain})


# One thing done to the rows: what, which row, which column, with which value.
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["flip", "flip", "flip", "copy", "twin", "alone", "empty", "retype"]),
        st.integers(0, 7),
        st.sampled_from(NAMES),
        st.sampled_from(ODD),
    ),
    max_size=6,
)
Change = tuple[str, int, str, Any]


def changed(changes: list[Change]) -> list[Row]:
    """The rows with everything done to them."""
    rows = copy.deepcopy(list(BASE))
    for what, at, name, value in changes:
        row = rows[at % len(rows)]
        if what == "flip":
            row[name] = value
        elif what == "copy":
            rows.insert(at, dict(row))
        elif what == "twin":
            rows.append(row | {name: value})
        elif what == "alone":
            rows.insert(at, dict.fromkeys(NAMES) | {name: value})
        elif what == "empty":
            for one in rows:
                one[name] = None
        else:
            for number, one in enumerate(rows):
                one[name] = number
    return rows


def written(form: Format, rows: list[Row]) -> int:
    """How many rows a person would count in the file."""
    blank = [not any(text(row[name]).strip() for name in NAMES) for row in rows]
    return len(rows) - sum(blank) if form.blanks else len(rows)


def refused(error: WoonzorgError) -> None:
    """A refusal says whose delivery it is and more than a word."""
    assert str(error).startswith("proef")
    assert len(str(error)) > 40


def closes(books: Books, form: Format, rows: list[Row]) -> checks.Counted | None:
    """Account for a delivery; null when it is refused with a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        bron, delivery = form.delivery(Path(folder), rows, NAMES)
        try:
            counted = books.account(_dataset(shapes=form.shapes), read("proef", bron, delivery))
        except WoonzorgError as error:
            refused(error)
            return None
    assert counted.closes, counted
    if form.counted:
        assert counted.received == written(form, rows), counted
    return counted


def test_every_reader_is_under_this_test() -> None:
    """The BAG extract has a test of its own below, with real records."""
    assert {form.vorm for form in FORMATS.values()} | {"lvbag"} >= set(READERS)


@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes=CHANGES)
@example(changes=[])
@example(changes=[("copy", 0, "naam", None), ("twin", 3, "naam", "anders")])
@example(changes=[("flip", 2, "naam", "weg ermee"), ("alone", 5, "naam", "Totaal")])
@example(changes=[("flip", 2, "aantal", 10**16)])
@example(changes=[("flip", 0, "code", None), ("alone", 9, "code", "Bron: ons")])
def test_no_row_vanishes(books: Books, name: str, changes: list[Change]) -> None:
    closes(books, FORMATS[name], changed(changes))


@pytest.mark.parametrize("name", FORMATS)
def test_good_rows_are_published_and_bad_ones_set_apart(books: Books, name: str) -> None:
    form = FORMATS[name]
    good = closes(books, form, list(BASE))
    assert good == checks.Counted(8, 8, 0, 0, good.out_of_scope if good else {})
    # One bad code, one out of scope, one copy of a good row.
    changes: list[Change] = [("flip", 0, "code", "a001"), ("flip", 1, "naam", "weg ermee")]
    rows = [*changed(changes), dict(BASE[4])]
    counted = closes(books, form, rows)
    if name == "odata4":  # a key twice is refused there: an observation stands alone
        assert counted is None
    elif name == "pbf":  # two objects never lie on one place, so the copy differs
        assert counted == checks.Counted(9, 5, 3, 0, {"weg": 1})
    else:
        assert counted == checks.Counted(9, 6, 1, 1, {"weg": 1})


def test_numbers_of_bad_rows_are_those_of_the_file(books: Books) -> None:
    for name, first in (("csv", 2), ("csv of partners", 2), ("xlsx of partners", 2), ("gpkg", 1)):
        rows = changed([("flip", 5, "code", "a005")])
        closes(books, FORMATS[name], rows)
        held = books.control.execute("SELECT rij, inhoud FROM quarantine.proef").fetchall()
        assert [row["rij"] for row in held] == [5 + first], name
        assert not reading.RESERVED & set(held[0]["inhoud"])


# The BAG extract: real records with letters and digits changed, repeated and taken out.


@pytest.fixture(scope="module")
def extract(feeds: Path) -> bytes:
    return (feeds / "bag/doesburg_lvbag_small/0221OPR15092020-000001.xml").read_bytes()


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from("09aé<& ")), max_size=5))
def test_no_object_of_a_bag_extract_vanishes(
    books: Books, extract: bytes, seed: list[tuple[int, str]]
) -> None:
    content = extract
    for at, sign in seed:
        place = len(content) // 2 + at % (len(content) // 2)
        content = content[:place] + sign.encode() + content[place + 1 :]
    dataset = declared.dataset(
        Column(
            name="code",
            sources=("identificatie",),
            prefix="NL.IMBAG.Openbareruimte.",
            pattern="^[0-9]{16}$",
            required=True,
            role=Role.KEY,
        ),
        Column(name="naam", sources=("naam",), optional=True),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "0221OPR15092020-000001.xml"
        path.write_bytes(content)
        bron = Bron("proef", "", "lvbag", (str(path),), laag="Openbareruimte")
        landed = Landed("0" * 64, 1, path, url=str(path))
        try:
            rows = read("proef", bron, Delivery("proef", "", (landed,), "", False, None, ()))
            counted = books.account(dataset, rows)
        except WoonzorgError as error:
            refused(error)
            return
    assert counted.closes
    assert counted.received == extract.count(b"</Objecten:OpenbareRuimte>")
    assert json.dumps(checks.as_text(counted))
