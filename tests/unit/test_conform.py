"""Every row ends in exactly one place; what is not declared goes nowhere."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.model import BU_CODE, Column, Dataset, Kind, Role, Scope, Status
from pipelines.conform import Context, Tally, arrow_schema, conform
from pipelines.errors import DeliveryRefused, SourceChanged
from tests.support import declared

DAY = date(2017, 1, 1)
POINT = shapely.to_wkb(shapely.Point(233_900, 582_000))
BUURTEN = declared.dataset(
    Column(name="code", sources=("BU_CODE",), pattern=BU_CODE, required=True, role=Role.KEY),
    declared.number("inwoners", sources=("AANT_INW",), bounds=(0, 50_000)),
    Column(name="water", sources=("WATER",), optional=True),
    geometry="Point",
    scope=(Scope("water", "water", keep=("NEE",)), Scope("ver", "geometry", inside="ring")),
)
PLAIN = declared.dataset(
    declared.key(), declared.number("pct", Kind.SHARE, type="float", interval=True)
)

EVENTS = declared.dataset(declared.key(), declared.number("meldingen", interval=True, events=True))


def batches(rows: list[dict[str, Any]], size: int = 3, **crs: str) -> pa.RecordBatchReader:
    kinds = {"geometry": pa.binary()}
    names = list(rows[0])
    schema = pa.schema([(n, kinds.get(n, pa.string())) for n in names], metadata=crs or None)
    pieces = [
        pa.RecordBatch.from_pylist(rows[at : at + size], schema) for at in range(0, len(rows), size)
    ]
    return pa.RecordBatchReader.from_batches(schema, pieces)


def taken(
    dataset: Dataset, reader: pa.RecordBatchReader, tally: Tally, **more: Any
) -> list[dict[str, Any]]:
    context = Context(**({"version": 7, "peildatum": DAY} | more))
    found = list(conform(dataset, reader, context, tally))
    return pa.Table.from_batches(found, arrow_schema(dataset)).to_pylist()


def row(**more: Any) -> dict[str, Any]:
    return {
        "BU_CODE": "BU00140000",
        "AANT_INW": "4270",
        "WATER": "NEE",
        "P_MAROKKO": "3",
        "geometry": POINT,
    } | more


def test_good_row_has_version_id_moment_and_statuses() -> None:
    tally = Tally()
    found = taken(BUURTEN, batches([row()], crs="EPSG:28992"), tally)
    assert found == [
        {
            "version": 7,
            "id": "BU00140000",
            "peildatum": DAY,
            "code": "BU00140000",
            "inwoners": 4270,
            "inwoners_status": "waargenomen",
            "water": "NEE",
            "geometry": POINT,
        }
    ]
    assert tally.received == 1
    assert not tally.bad


def test_bad_row_says_where_and_why_and_what_it_said() -> None:
    tally = Tally()
    rows = [row()] * 4 + [row(AANT_INW="veel", BU_CODE="14")]
    taken(BUURTEN, batches(rows, crs="EPSG:28992"), tally)
    (bad,) = tally.bad
    assert bad.row == 5
    assert "code heeft niet de vorm" in bad.reason
    assert "inwoners is geen getal" in bad.reason
    assert json.loads(bad.content) == {"BU_CODE": "14", "AANT_INW": "veel", "WATER": "NEE"}


def test_origin_and_persons_never_reach_stage_or_quarantine() -> None:
    tally = Tally()
    given_rows = [row(AANT_INW="veel", NietWestersTotaal_18="5", BIGnummer="123")]
    reader = batches(given_rows, crs="EPSG:28992")
    assert taken(BUURTEN, reader, tally) == []
    assert "MAROKKO" not in tally.bad[0].content
    assert "Westers" not in tally.bad[0].content
    assert "BIG" not in tally.bad[0].content


def test_repaired_row_keeps_its_original() -> None:
    bowtie = "POLYGON ((200000 500000, 200100 500100, 200100 500000, 200000 500100, 200000 500000))"
    areas = declared.dataset(declared.key(), geometry="MultiPolygon", repairs=("make_valid",))
    tally = Tally()
    given_wkb = shapely.to_wkb(shapely.from_wkt(bowtie))
    found = taken(areas, batches([{"Code": "a", "geometry": given_wkb}], crs="EPSG:28992"), tally)
    assert shapely.from_wkb(found[0]["geometry"]).is_valid
    (kept,) = tally.repaired
    assert kept.kind == "hersteld"
    assert kept.reason.startswith("make_valid: Self-intersection")
    assert bytes.fromhex(json.loads(kept.content)["geometry_wkb"]) == given_wkb
    assert not tally.bad


def test_rows_of_elsewhere_and_of_water_are_counted_per_rule() -> None:
    far = shapely.to_wkb(shapely.Point(100_000, 450_000))
    rows = [row(), row(WATER="JA"), row(WATER="B"), row(geometry=far), row(geometry=far)]
    tally = Tally()
    area = shapely.box(230_000, 580_000, 240_000, 590_000)
    found = taken(BUURTEN, batches(rows, crs="EPSG:28992"), tally, area=area)
    assert len(found) == 1
    assert dict(tally.out_of_scope) == {"water": 2, "ver": 2}


def test_source_without_crs_is_refused_unless_the_profile_says_it() -> None:
    with pytest.raises(SourceChanged, match="noemt geen coordinatenstelsel"):
        taken(BUURTEN, batches([row()]), Tally())
    assert len(taken(BUURTEN, batches([row()]), Tally(), crs="EPSG:28992")) == 1


def test_column_an_edition_lacks_is_missing_not_zero() -> None:
    wide = declared.dataset(declared.key(), declared.number("woningen", optional=True))
    (found,) = taken(wide, batches([{"Code": "a"}]), Tally())
    assert (found["woningen"], found["woningen_status"]) == (None, "ontbreekt")


def test_a_count_of_rare_events_gets_its_exact_interval_and_none_where_there_is_no_count() -> None:
    """METHODS 3.3: of 10 the ends are 4.795 and 18.390, of 0 they are 0 and 3.689."""
    given_rows = [
        {"Code": code, "meldingen": text}
        for code, text in zip("abcd", ("10", "0", "<5", "       ."), strict=True)
    ]
    ten, none, held, absent = taken(EVENTS, batches(given_rows), Tally())
    ends = ("meldingen_ci_low", "meldingen_ci_high")
    assert tuple(ten[end] for end in ends) == pytest.approx((4.795, 18.390), abs=1e-3)
    assert tuple(none[end] for end in ends) == pytest.approx((0, 3.689), abs=1e-3)
    assert (held["meldingen"], held["meldingen_status"]) == (None, "onderdrukt")
    for row_ in (held, absent):
        assert (row_["meldingen_ci_low"], row_["meldingen_ci_high"]) == (None, None)


def test_interval_stands_beside_the_estimate() -> None:
    given_rows = [{"Code": "a", "pct": "10.5", "pct__ci_low": "8.0", "pct__ci_high": "      ."}]
    (found,) = taken(PLAIN, batches(given_rows), Tally())
    assert (found["pct"], found["pct_ci_low"], found["pct_ci_high"]) == (10.5, 8.0, None)


def test_empty_key_is_a_bad_row() -> None:
    loose = declared.dataset(Column(name="code", sources=("Code",)), declared.number(optional=True))
    tally = Tally()
    assert taken(loose, batches([{"Code": ""}, {"Code": "b"}]), tally)[0]["id"] == "b"
    assert tally.bad[0].reason == "de sleutel is leeg"


def test_id_joins_the_key() -> None:
    made = declared.dataset(
        Column(name="a", sources=("a",)), Column(name="b", sources=("b",)), key=("a", "b")
    )
    assert taken(made, batches([{"a": "x", "b": "y"}]), Tally())[0]["id"] == "x:y"


def test_supplier_and_moment_of_the_row() -> None:
    made = declared.dataset(
        declared.key(),
        Column(name="peildatum", type="date", sources=("peildatum",), required=True),
        per_supplier=True,
    )
    rows = [{"Code": "a", "peildatum": "31-12-2021"}]
    (found,) = taken(made, batches(rows), Tally(), peildatum=None, supplier="wonen-noord")
    assert (found["leverancier"], found["peildatum"]) == ("wonen-noord", date(2021, 12, 31))


def test_moment_that_should_be_in_the_rows_and_is_not() -> None:
    with pytest.raises(SourceChanged, match="peildatum ontbreekt"):
        taken(PLAIN, batches([{"Code": "a", "pct": "1"}]), Tally(), peildatum=None)


corrupted = st.fixed_dictionaries(
    {
        "BU_CODE": st.sampled_from(["BU00140000", "BU0014AB12", "14", "", None, "Bu00140000"]),
        "AANT_INW": st.sampled_from(
            ["0", "5", "-99997", ".", "geheim", "vijf", "3,5", "1e7", "", None]
        ),
        "WATER": st.sampled_from(["NEE", "JA", "B", "", None]),
        "geometry": st.sampled_from(
            [
                POINT,
                None,
                shapely.to_wkb(shapely.Point()),
                shapely.to_wkb(shapely.LineString([(233_900, 582_000), (234_000, 582_000)])),
                shapely.to_wkb(shapely.Point(100_000, 450_000)),
            ]
        ),
    }
)


@given(rows=st.lists(corrupted, min_size=1, max_size=60), size=st.integers(1, 20))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_row_vanishes(rows: list[dict[str, Any]], size: int) -> None:
    tally = Tally()
    area = shapely.box(230_000, 580_000, 240_000, 590_000)
    try:
        good = taken(BUURTEN, batches(rows, size, crs="EPSG:28992"), tally, area=area)
    except DeliveryRefused:
        return
    assert tally.received == len(rows)
    assert len(rows) == len(good) + len(tally.bad) + sum(tally.out_of_scope.values())
    assert len({bad.row for bad in tally.bad}) == len(tally.bad)
    for one in good:
        assert one["geometry"] is not None
        assert (one["inwoners"] is None) == (
            one["inwoners_status"] in (Status.ONTBREEKT.value, Status.ONDERDRUKT.value)
        )


def test_stream_stays_a_stream() -> None:
    """No batch is asked for before the one before was taken: memory does not grow with the file."""
    asked: list[int] = []
    schema = pa.schema([("Code", pa.string())])

    def pieces() -> Iterator[pa.RecordBatch]:
        for number in range(3):
            asked.append(number)
            yield pa.RecordBatch.from_pylist([{"Code": str(number)}], schema)

    reader = pa.RecordBatchReader.from_batches(schema, pieces())
    made = conform(declared.dataset(declared.key()), reader, Context(1, DAY), Tally())
    next(made)
    assert len(asked) == 1


def test_a_row_of_a_day_that_has_not_come_is_bad() -> None:
    """One such row would make its version the newest, and hold back all that comes after it."""
    moment = Column(name="peildatum", type="date", sources=("peildatum",), required=True)
    dataset = declared.dataset(declared.key(), moment)
    rows = [
        {"Code": "a", "peildatum": "2024-01-01"},
        {"Code": "b", "peildatum": "01-03-2042"},
        {"Code": "c", "peildatum": "2024-06-01"},
    ]
    tally = Tally()
    kept = taken(dataset, batches(rows), tally, peildatum=None, today=date(2024, 6, 1))
    assert [row["id"] for row in kept] == ["a", "c"]
    (bad,) = tally.bad
    assert (bad.row, bad.reason) == (2, "peildatum ligt in de toekomst")
    assert tally.received == 3
