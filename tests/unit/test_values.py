"""From text to a value with a status: every mark of the sources, nothing guessed."""

from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import BAG_ID, BU_CODE, POSTCODE6, Column, Kind, Status
from pipelines import values
from pipelines.errors import DeliveryRefused
from tests.support import declared

PLACEHOLDERS = [
    ("-99997", "onderdrukt"),
    ("-99995", "ontbreekt"),
    ("-99999999", "ontbreekt"),
    ("-99998", "ontbreekt"),
    ("-99999", "ontbreekt"),
    ("-99991", "ontbreekt"),
    (".", "ontbreekt"),
    ("       .", "ontbreekt"),
    ("geheim", "onderdrukt"),
    ("GEHEIM ", "onderdrukt"),
    ("nihil", "onderdrukt"),
    ("NA", "ontbreekt"),
    ("x", "onderdrukt"),
    ("<5", "onderdrukt"),
    ("", "ontbreekt"),
    ("   ", "ontbreekt"),
    (None, "ontbreekt"),
]


def parse(column: Column, *given: Any, decimal: str = ".", kind: Any = None) -> values.Parsed:
    array = pa.array(given, kind or pa.string())
    return values.parse(declared.dataset(declared.key(), column), column, array, decimal)


@pytest.mark.parametrize(("mark", "status"), PLACEHOLDERS)
def test_mark_of_a_missing_figure_is_a_status_and_never_zero(mark: str | None, status: str) -> None:
    found = parse(declared.number(), mark, "0")
    assert found.values.to_pylist() == [None, 0]
    assert found.status is not None
    assert found.status.to_pylist() == [status, "waargenomen"]
    assert not found.bad.any()


@pytest.mark.parametrize("kind", [pa.int64(), pa.float64(), pa.string()])
def test_whole_number_that_cannot_be_told_from_its_neighbour_is_a_bad_row(kind: Any) -> None:
    given = [10**16, -(2**53), 2**53 - 1, 7]
    written = [{pa.string(): str, pa.float64(): float}.get(kind, int)(n) for n in given]
    found = parse(Column(name="aantal", type="int"), *written, kind=kind)
    assert found.bad.tolist() == [True, True, False, False]
    assert found.values.to_pylist() == [None, None, 2**53 - 1, 7]


@pytest.mark.parametrize(
    ("number", "status"),
    [(-99997, "onderdrukt"), (-99995, "ontbreekt"), (-99999999, "ontbreekt"), (None, "ontbreekt")],
)
@pytest.mark.parametrize("kind", [pa.int64(), pa.float64()])
def test_mark_in_a_column_of_numbers(number: int | None, status: str, kind: pa.DataType) -> None:
    found = parse(declared.number(), number, 0, 7, kind=kind)
    assert found.values.to_pylist() == [None, 0, 7]
    assert found.status is not None
    assert found.status.to_pylist()[0] == status


def test_publisher_that_models_says_so() -> None:
    column = declared.number("pct", Kind.SHARE, type="float")
    made = declared.dataset(declared.key(), column, value_status=Status.GESCHAT)
    found = values.parse(made, column, pa.array(["    66.7", "       ."]))
    assert found.values.to_pylist() == [66.7, None]
    assert found.status is not None
    assert found.status.to_pylist() == ["geschat", "ontbreekt"]


def test_plain_null_means_what_the_dataset_says() -> None:
    made = declared.dataset(declared.key(), declared.number(), null_status=Status.ONDERDRUKT)
    found = values.parse(made, declared.number(), pa.array([None, "3"], pa.string()))
    assert found.status is not None
    assert found.status.to_pylist() == ["onderdrukt", "waargenomen"]


@pytest.mark.parametrize("code", ["-1", "-99996", "-5.0", "-0.5"])
@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.SHARE, Kind.RATE, Kind.DISTANCE, Kind.AMOUNT])
def test_unknown_negative_is_a_refusal(code: str, kind: Kind) -> None:
    with pytest.raises(DeliveryRefused, match=f"proef: kolom aantal bevat {float(code):g}"):
        parse(declared.number(kind=kind, type="float"), "3", code)


def test_negative_is_fine_where_a_figure_has_a_sign() -> None:
    found = parse(declared.number(kind=Kind.SIGNED, type="float"), "-3.5", "-99997")
    assert found.values.to_pylist() == [-3.5, None]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,5", 1234.5), ("0,41", 0.41), ("12", 12.0), ("1.000.000", 1e6), (" 7,0 ", 7.0)],
)
def test_decimal_comma_by_agreement(text: str, number: float) -> None:
    found = parse(declared.number(kind=Kind.RATE, type="float"), text, decimal=",")
    assert found.values.to_pylist() == [number]


@pytest.mark.parametrize(
    "text", ["0,41", "1.234,5", "12 stuks", "ca. 12", "1e", "--", "NaN", "inf", "1e400"]
)
def test_what_is_no_number_is_a_bad_row(text: str) -> None:
    found = parse(declared.number(type="float"), text, "3")
    assert found.bad.tolist() == [True, False]
    assert found.values.to_pylist() == [None, 3.0]
    assert "is geen getal" in found.reason


@pytest.mark.parametrize("text", ["3.5", "101", "1e9"])
def test_half_people_and_impossible_figures_are_bad_rows(text: str) -> None:
    found = parse(declared.number(bounds=(0, 100)), text, "4.0")
    assert found.bad.tolist() == [True, False]
    assert found.values.to_pylist() == [None, 4]


def test_unit_of_the_publisher_becomes_ours_before_the_bounds() -> None:
    column = declared.number("afstand_m", Kind.DISTANCE, type="float", factor=1000.0)
    assert parse(column, "0.7", ".").values.to_pylist() == [700.0, None]


@pytest.mark.parametrize("placeholder", ["1", "999999"])
def test_placeholder_for_unknown_is_missing(placeholder: str) -> None:
    column = declared.number(unknown=((1, 1), (99999, 9e9)))
    found = parse(column, placeholder, "80")
    assert found.values.to_pylist() == [None, 80]
    assert found.status is not None
    assert found.status.to_pylist() == ["ontbreekt", "waargenomen"]


@pytest.mark.parametrize("pattern", [BAG_ID, BU_CODE])
@pytest.mark.parametrize("kind", [pa.int64(), pa.float64(), pa.int32()])
def test_id_as_a_number_is_refused(pattern: str, kind: pa.DataType) -> None:
    with pytest.raises(DeliveryRefused, match="voorloopnullen verloren"):
        parse(Column(name="code", pattern=pattern), 14, kind=kind)


def test_id_that_lost_its_zeros_as_text_is_a_bad_row() -> None:
    found = parse(Column(name="code", pattern=BAG_ID), "14010011074292", "0014010011074292", None)
    assert found.bad.tolist() == [True, False, False]
    assert "heeft niet de vorm" in found.reason


def test_text_is_trimmed_and_empty_text_is_null() -> None:
    found = parse(Column(name="naam"), "Sint Jansstraat 2 ", "   ", "", None, "HAREN GN")
    assert found.values.to_pylist() == ["Sint Jansstraat 2", None, None, None, "HAREN GN"]


def test_postcode_with_a_space_is_the_same_postcode() -> None:
    found = parse(Column(name="pc", pattern=POSTCODE6), "9714 DZ", "9714dz", "X", "0714DZ")
    assert found.values.to_pylist()[:2] == ["9714DZ", "9714DZ"]
    assert found.bad.tolist() == [False, False, True, True]


@pytest.mark.parametrize(
    ("text", "value"),
    [("JA", True), ("nee", False), ("Y", True), ("N", False), ("1", True), ("", None), ("?", None)],
)
def test_yes_and_no(text: str, value: bool | None) -> None:
    found = parse(Column(name="lift", type="bool"), text)
    assert found.values.to_pylist() == [value]
    assert not found.bad.any()


def test_maybe_is_a_bad_row() -> None:
    assert parse(Column(name="lift", type="bool"), "misschien").bad.all()


@pytest.mark.parametrize(
    ("text", "value"),
    [("31-12-2021", date(2021, 12, 31)), ("2021-12-31", date(2021, 12, 31)), ("", None)],
)
def test_dutch_and_iso_dates(text: str, value: date | None) -> None:
    found = parse(Column(name="datum", type="date"), text)
    assert found.values.to_pylist() == [value]
    assert not found.bad.any()


@pytest.mark.parametrize("text", ["2021-13-01", "31-02-2021", "12/31/2021", "44561"])
def test_what_is_no_date_is_a_bad_row(text: str) -> None:
    assert parse(Column(name="datum", type="date"), text).bad.all()


@given(
    st.lists(
        st.one_of(
            st.sampled_from([mark for mark, _ in PLACEHOLDERS]),
            st.integers(0, 10**6).map(str),
            st.text(alphabet="abc,.;-+ ", max_size=5),
        ),
        min_size=1,
        max_size=40,
    )
)
@settings(deadline=None)
def test_every_value_has_exactly_one_fate(texts: list[str | None]) -> None:
    try:
        found = parse(declared.number(), *texts)
    except DeliveryRefused:
        return
    assert found.status is not None
    for value, status, bad in zip(
        found.values.to_pylist(), found.status.to_pylist(), found.bad, strict=True
    ):
        if not bad:
            assert (value is None) == (status in ("ontbreekt", "onderdrukt"))
