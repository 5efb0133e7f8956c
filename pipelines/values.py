"""From what a publisher wrote to a typed value with a status.

What cannot be read is a bad row, never a guess.
"""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.forms import WORDS
from data.model import POSTCODE6, Column, Dataset, Status
from pipelines.errors import DeliveryRefused

_NUMBER = r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
_DUTCH = r"^[+-]?([0-9]{1,3}([.][0-9]{3})+|[0-9]*)(,[0-9]*)?([eE][+-]?[0-9]+)?$"
_EXACT = 2.0**53
"""From here on a float no longer tells whole numbers apart: none of them is taken as one."""
_TRUE = ("ja", "j", "true", "1", "waar", "y", "yes")
_FALSE = ("nee", "n", "false", "0", "onwaar", "no")


@dataclass(frozen=True)
class Parsed:
    """One column after reading.

    Attributes:
        values: typed array, null where there is no value.
        status: text array for a figure, None for other columns.
        bad: True where the row must go to quarantine.
        reason: what is wrong with such a row.
    """

    values: pa.Array
    status: pa.Array | None
    bad: np.ndarray
    reason: str


def _text(array: pa.Array) -> pa.Array:
    return pc.utf8_trim_whitespace(pc.cast(array, pa.string()))


def _mask(array: pa.Array) -> np.ndarray:
    """Boolean Arrow array as NumPy, null counts as False."""
    return np.asarray(pc.fill_null(array, False))


def parse(dataset: Dataset, column: Column, array: pa.Array, decimal: str = ".") -> Parsed:
    """Type one column.

    Args:
        dataset: for its codes of missing figures.
        column: the declaration.
        array: what the source has.
        decimal: decimal sign agreed with this source.

    Raises:
        DeliveryRefused: a code arrives as a number, or a negative number that is no known mark
            stands where only counts, shares or distances can.
    """
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if isinstance(array, pa.DictionaryArray):
        array = array.dictionary_decode()
    if pa.types.is_list(array.type):
        array = pc.binary_join(pc.cast(array, pa.list_(pa.string())), ",")
    if column.type == "text":
        return _parse_text(dataset, column, array)
    if column.type == "bool":
        return _parse_bool(column, array)
    if column.type == "date":
        return _parse_date(column, array)
    return _parse_number(dataset, column, array, decimal)


def _parse_text(dataset: Dataset, column: Column, array: pa.Array) -> Parsed:
    if column.pattern and (pa.types.is_integer(array.type) or pa.types.is_floating(array.type)):
        raise DeliveryRefused(
            f"{dataset.name}: kolom {column.name} is als getal aangeleverd, dan zijn "
            "voorloopnullen verloren; "
            "lever de kolom als tekst."
        )
    text = _text(array)
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    if column.prefix:
        mark = rf"(^|,){re.escape(column.prefix)}"
        text = pc.replace_substring_regex(text, mark, r"\1")
    if column.pattern == POSTCODE6:  # «9714 DZ» and «9714DZ» are the same postcode
        text = pc.utf8_upper(pc.replace_substring(text, " ", ""))
    if column.allowed:
        return _parse_choice(column, text)
    if not column.pattern:
        return Parsed(text, None, np.zeros(len(text), bool), "")
    fits = _mask(pc.match_substring_regex(text, column.pattern))
    bad = ~fits & _mask(pc.is_valid(text))
    form = WORDS.get(column.pattern, column.pattern)
    return Parsed(text, None, bad, f"{column.name} heeft niet de vorm {form}")


def _parse_choice(column: Column, text: pa.Array) -> Parsed:
    """The declared spelling of a value, whatever its capitals; any other word is a bad row."""
    place = pc.index_in(pc.utf8_lower(text), pa.array([v.lower() for v in column.allowed]))
    bad = _mask(pc.and_(pc.is_valid(text), pc.is_null(place)))
    reason = f"{column.name} is geen van: {', '.join(column.allowed)}"
    return Parsed(pc.take(pa.array(column.allowed), place), None, bad, reason)


def _parse_bool(column: Column, array: pa.Array) -> Parsed:
    if pa.types.is_boolean(array.type):
        return Parsed(array, None, np.zeros(len(array), bool), "")
    text = pc.utf8_lower(_text(array))
    true = pc.is_in(text, pa.array(_TRUE))
    known = pc.or_(true, pc.is_in(text, pa.array(_FALSE)))
    empty = pc.or_(pc.is_null(text), pc.is_in(text, pa.array(("", "onbekend", "?", "-"))))
    values = pc.if_else(known, true, pa.scalar(None, pa.bool_()))
    bad = ~_mask(pc.or_(known, empty))
    return Parsed(values, None, bad, f"{column.name} is geen ja of nee")


def _parse_date(column: Column, array: pa.Array) -> Parsed:
    if pa.types.is_temporal(array.type):
        return Parsed(pc.cast(array, pa.date32()), None, np.zeros(len(array), bool), "")
    text = _text(array)
    dutch = pc.match_substring_regex(text, r"^[0-3][0-9]-[01][0-9]-[0-9]{4}$")
    turned = pc.replace_substring_regex(text, r"^(\d{2})-(\d{2})-(\d{4})$", r"\3-\2-\1")
    iso = pc.if_else(dutch, turned, text)
    good = pc.match_substring_regex(iso, r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
    parsed = pc.strptime(
        pc.if_else(pc.fill_null(good, False), iso, pa.scalar(None, pa.string())),
        format="%Y-%m-%d",
        unit="s",
        error_is_null=True,
    )
    # strptime takes 31 February for 3 March: what does not come back as written is no date.
    same = pc.equal(pc.strftime(parsed, "%Y-%m-%d"), iso)
    parsed = pc.if_else(pc.fill_null(same, False), parsed, pa.scalar(None, parsed.type))
    values = pc.cast(parsed, pa.date32())
    bad = _mask(pc.and_(pc.is_null(values), pc.greater(pc.fill_null(pc.utf8_length(text), 0), 0)))
    return Parsed(values, None, bad, f"{column.name} is geen datum")


def _parse_number(dataset: Dataset, column: Column, array: pa.Array, decimal: str) -> Parsed:
    numbers, marked, bad = _numbers(dataset, array, decimal)
    status = np.where(
        np.isnan(numbers), dataset.null_status.value, dataset.value_status.value
    ).astype(object)
    for mark, meaning in _numeric_codes(dataset).items():
        hit = numbers == mark
        status[hit] = meaning.value
        numbers[hit] = np.nan
    for code, hit in marked.items():
        status[hit] = dataset.codes[code].value
    for low, high in column.unknown:
        hit = (numbers >= low) & (numbers <= high)
        status[hit] = Status.ONTBREEKT.value
        numbers[hit] = np.nan
    if column.kind and column.kind.never_negative and np.any(numbers < 0):
        raise DeliveryRefused(
            f"{dataset.name}: kolom {column.name} bevat {numbers[numbers < 0][0]:g}, geen bekend "
            "teken voor een "
            "ontbrekende waarde; een negatief getal kan hier niet. Voeg de code toe aan de "
            "afspraak of vraag de leverancier."
        )
    numbers = numbers * column.factor
    reason = f"{column.name} is geen getal"
    low_bound, high_bound = column.bounds
    with np.errstate(invalid="ignore"):
        outside = np.isinf(numbers)  # 1e400 reads as infinity
        if low_bound is not None:
            outside |= numbers < low_bound
        if high_bound is not None:
            outside |= numbers > high_bound
        if column.type == "int":
            outside |= np.abs(numbers - np.round(numbers)) > 1e-9
            outside |= np.abs(numbers) >= _EXACT
    if outside.any():
        reason = f"{column.name} is geen getal of ligt buiten {low_bound} tot {high_bound}"
    kind = pa.int64() if column.type == "int" else pa.float64()
    kept = np.where(outside | bad, np.nan, numbers)
    mask = np.isnan(kept)
    values = pa.array(
        np.where(mask, 0, np.round(kept) if column.type == "int" else kept), mask=mask
    ).cast(kind)
    held = pa.array(status, pa.string()) if column.value else None
    return Parsed(values, held, outside | bad, reason)


def _numbers(
    dataset: Dataset, array: pa.Array, decimal: str
) -> tuple[np.ndarray, dict[str, np.ndarray], np.ndarray]:
    """Floats (NaN = none), rows per textual mark, rows that cannot be read."""
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        # Unsafe only in that a huge whole number is rounded, as it is where it stands as text.
        made = pc.cast(array, pa.float64(), safe=False)
        floats = np.array(pc.fill_null(made, np.nan), dtype=float)
        return floats, {}, np.zeros(len(floats), bool)
    text = _text(array)
    lowered = pc.utf8_lower(text)
    marked = {
        code: _mask(pc.equal(lowered, code.lower()))
        for code in dataset.codes
        if not _is_number(code)
    }
    agreed = np.ones(len(text), bool)
    if decimal == ",":  # a point that parts no thousands is no number here: 12.5 is not 125
        agreed = _mask(pc.match_substring_regex(text, _DUTCH))
        text = pc.replace_substring(pc.replace_substring(text, ".", ""), ",", ".")
    readable = _mask(pc.match_substring_regex(text, _NUMBER)) & agreed
    clean = pc.if_else(pa.array(readable), text, pa.scalar(None, pa.string()))
    floats = np.array(pc.fill_null(pc.cast(clean, pa.float64()), np.nan), dtype=float)
    empty = _mask(pc.is_null(text)) | _mask(pc.equal(text, ""))
    explained = empty | np.logical_or.reduce([*marked.values(), np.zeros(len(text), bool)])
    floats[explained] = np.nan
    return floats, marked, ~readable & ~explained


def _is_number(code: str) -> bool:
    return bool(re.match(_NUMBER, code))


def _numeric_codes(dataset: Dataset) -> dict[float, Status]:
    return {float(code): status for code, status in dataset.codes.items() if _is_number(code)}
