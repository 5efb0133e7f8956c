"""House numbers as people write them, split by one rule or refused with the reason; never guessed.

Belongs here: normal forms of the parts of an address, and the split of a line of text. Not here:
looking an address up (`pipelines/placing.py`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# BAG's own forms; its additions are letters and digits only, so what stands around them is none.
POSTCODE = r"^[1-9][0-9]{3}[A-Z]{2}$"
_EDGES = " \t\r\n-/.,"
# A street holds no number but an ordinal in front ("2e Jansweg"); what follows is the house.
_LINE = re.compile(r"(?:[0-9]{1,2}\s?(?:e|de|ste)\s)?[^0-9]+?\s+(?P<huis>[0-9].*)", re.IGNORECASE)
# Number; then one letter that stands alone; then an addition behind `-`, `/`, a letter or a word.
_HOUSE = re.compile(
    r"(?P<nummer>[1-9][0-9]{0,4})"
    r"(?:[ /-]{0,3}(?P<letter>[A-Z])(?![A-Z]))?"
    r"(?:(?P<streep> ?[-/] ?|(?<=[A-Z]) ?|(?<=[0-9]) ?(?=[A-Z]))(?P<toevoeging>[A-Z0-9]{1,4}))?"
)
NO_NUMBER = "het adres heeft geen huisnummer"
UNCLEAR = "het huisnummer is niet op één manier te lezen"
RANGE = "het huisnummer kan een reeks zijn"
TWICE = "letter of toevoeging staat twee keer in het adres"


@dataclass(frozen=True)
class House:
    """The parts of a house number; `reden` says why there are none."""

    nummer: int | None
    letter: str = ""
    toevoeging: str = ""
    reden: str = ""


def _written(rows: pd.DataFrame, name: str) -> pa.Array:
    """A column as text; empty where it is not there."""
    if name not in rows:
        return pa.array([""] * len(rows), pa.string())
    return pc.fill_null(pc.cast(pa.array(rows[name], from_pandas=True), pa.string()), "")


def postcodes(rows: pd.DataFrame) -> pa.Array:
    """Postcodes in capitals without blanks (`9714 dz` is `9714DZ`); empty text where none."""
    return pc.utf8_upper(pc.replace_substring_regex(_written(rows, "postcode"), r"\s+", ""))


def parts(rows: pd.DataFrame, name: str) -> pa.Array:
    """Letters or additions in capitals, without blanks, hyphens and slashes around them."""
    return pc.utf8_upper(pc.utf8_trim(_written(rows, name), characters=_EDGES))


def keys(postcode: pa.Array, house: pd.DataFrame) -> pa.Array:
    """One text per address; null where the postcode is none or the number is not there."""
    number = pc.cast(pa.array(house["nummer"]), pa.string())
    good = pc.and_(pc.match_substring_regex(postcode, POSTCODE), pc.is_valid(number))
    letter, addition = (pa.array(house[name], pa.string()) for name in ("letter", "toevoeging"))
    whole = pc.binary_join_element_wise(
        postcode, pc.fill_null(number, ""), letter, addition, pa.scalar("|")
    )
    return pc.if_else(good, whole, pa.scalar(None, pa.string()))


def house(text: str) -> House:
    """Split a house number: `12`, `12 A`, `12A-3`, `12 bis`, `12-3`.

    `12-14` may be the addition 14 or all houses from 12 to 14, so it is refused; so is anything
    that reads in two ways (`12 A en 13 B`, `12 Unit 3`).
    """
    written = " ".join(text.upper().split()).rstrip(_EDGES)
    found = _HOUSE.fullmatch(written)
    if not found:
        return House(None, reden=UNCLEAR if re.search("[0-9]", written) else NO_NUMBER)
    number, addition = int(found["nummer"]), found["toevoeging"] or ""
    dashed = (found["streep"] or "").strip() != ""
    if dashed and _may_be_range(number, found["letter"] or "", addition):
        return House(None, reden=RANGE)
    return House(number, found["letter"] or "", addition)


def _may_be_range(number: int, letter: str, addition: str) -> bool:
    """`12-14`, `12A-14A` and `12 B-C` may mean all that lies between."""
    last = re.match("[0-9]+", addition)
    if last:
        return int(last[0]) > number
    return bool(letter) and len(addition) == 1 and addition > letter


def line(text: str) -> House:
    """The house number at the end of an address line (`Brink 12 A`).

    A line with a number in the street (`Plein 1944 12`) reads in two ways and is refused.
    """
    found = _LINE.fullmatch(text.strip())
    if found:
        return house(found["huis"])
    return House(None, reden=UNCLEAR if re.search("[0-9]", text) else NO_NUMBER)


def houses(rows: pd.DataFrame) -> pd.DataFrame:
    """House numbers of rows, from their columns or from their address line.

    Args:
        rows: `huisnummer` (number or text), `huisletter`, `toevoeging`; else `adres`.

    Returns:
        `nummer` (Int64, null where unknown), `letter`, `toevoeging` (text, never null) and `reden`,
        by the index of `rows`.
    """
    if "huisnummer" not in rows and "adres" in rows:
        return _split(rows["adres"], line)
    if "huisnummer" not in rows:
        return _parts(rows, pd.Series(pd.NA, index=rows.index, dtype="Int64"))
    if pd.api.types.is_numeric_dtype(rows["huisnummer"]):
        return _parts(rows, rows["huisnummer"].astype("Int64"))
    return _joined(rows, _split(rows["huisnummer"].astype("string"), house))


def _parts(rows: pd.DataFrame, numbers: "pd.Series[int]") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "nummer": numbers,
            "letter": parts(rows, "huisletter").to_numpy(zero_copy_only=False),
            "toevoeging": parts(rows, "toevoeging").to_numpy(zero_copy_only=False),
            "reden": "",
        },
        index=rows.index,
    )


def _split(written: "pd.Series[str]", rule: Callable[[str], House]) -> pd.DataFrame:
    known = {text: rule(text) for text in written.dropna().unique()}
    found = [House(None) if pd.isna(text) else known[text] for text in written]
    return pd.DataFrame(
        {
            "nummer": pd.array([one.nummer for one in found], dtype="Int64"),
            "letter": [one.letter for one in found],
            "toevoeging": [one.toevoeging for one in found],
            "reden": [one.reden for one in found],
        },
        index=written.index,
    )


def _joined(rows: pd.DataFrame, split: pd.DataFrame) -> pd.DataFrame:
    """Parts of the text and parts in columns of their own; both at once contradict each other."""
    columns = _parts(rows, split["nummer"])
    for name in ("letter", "toevoeging"):
        both = (split[name] != "") & (columns[name] != "") & (split[name] != columns[name])
        split.loc[both, "reden"] = TWICE
        split[name] = split[name].where(split[name] != "", columns[name])
    split.loc[split["reden"] != "", "nummer"] = pd.NA
    return split
