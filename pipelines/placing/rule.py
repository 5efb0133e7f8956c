"""Where an address is: by BAG id, else exactly in BAG, else in its postcode area; never a guess.

Belongs here: the rule, as pure functions on frames. Not here: what is looked up in
(`placing_register.py`), how house numbers are written (`placing_text.py`), reading and storing
(`derive/plaatsing.py`). Everything lies in tables of this installation; no address leaves it.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from pipelines.placing import text as placing_text
from pipelines.placing.register import Register, areas_of

BAG_ID, ADRES, PC6, NOWHERE = "bag_id", "adres", "pc6", "niet_geplaatst"
STATUSES = (BAG_ID, ADRES, PC6, NOWHERE)
SHIELDED = "Van deze soort zorg wordt geen plek getoond."
PLACED = ("plaats_status", "plaats_reden", "verblijfsobject", "geometry", "vlak")

_NO_POSTCODE = "de postcode ontbreekt"
_BAD_POSTCODE = "de postcode is geen Nederlandse postcode"
_NO_NUMBER = "het huisnummer ontbreekt"
_NO_BAG = "de BAG is niet geladen"
_NO_HIT = "de BAG heeft geen treffer voor postcode en huisnummer"
_SEVERAL = "de BAG heeft meer dan één treffer voor postcode en huisnummer"
_UNKNOWN = "het BAG-nummer komt in dit gebied niet voor"
_GONE = "het object met dit BAG-nummer bestaat niet meer"
_OTHER_POSTCODE = "De postcode in de rij is een andere dan die van het BAG-nummer."
_NO_AREA = "van de postcode is geen gebied bekend"


def place(rows: pd.DataFrame, known: Register) -> pd.DataFrame:
    """Place rows with an address.

    Args:
        rows: any of `verblijfsobject` (BAG id), `postcode`, `huisnummer`, `huisletter`,
            `toevoeging`, `adres` (a line of text, where there is no `huisnummer`).
        known: the register.

    Returns:
        By the index of `rows`: `plaats_status` (one of `STATUSES`), `plaats_reden` (a sentence;
        null where nothing is to be said), `verblijfsobject` (of what was found, null otherwise),
        `geometry` (RD point, None for `niet_geplaatst`) and `vlak` (postcode area, for `pc6`).
    """
    house = placing_text.houses(rows)
    text = placing_text.postcodes(rows)
    keys = placing_text.keys(text, house).to_numpy(zero_copy_only=False)
    postcode = text.to_numpy(zero_copy_only=False)
    found = pd.DataFrame(
        {
            "plaats_status": np.full(len(rows), NOWHERE, dtype=object),
            "verblijfsobject": np.full(len(rows), None, dtype=object),
            "geometry": np.full(len(rows), None, dtype=object),
            "vlak": np.full(len(rows), None, dtype=object),
        },
        index=rows.index,
    )
    why_id, moved = _by_id(rows, postcode, known, found)
    why_address = _by_key(keys, known, found)
    why_address = _first_cause(text, house, why_address)
    why_area = _by_postcode(postcode, known, found)
    reasons = _reasons(found["plaats_status"], why_id, moved, why_address, why_area)
    found["plaats_reden"] = pd.Series(reasons, index=found.index, dtype=object)
    return found[list(PLACED)]


def _take(found: pd.DataFrame, rows: "np.ndarray", status: str, hits: pd.DataFrame) -> None:
    at = np.flatnonzero(rows)
    for name, values in (("verblijfsobject", hits["object"]), ("geometry", hits["geometry"])):
        column = found[name].to_numpy(dtype=object, copy=True)
        column[at] = values.to_numpy(dtype=object)
        found[name] = column
    column = found["plaats_status"].to_numpy(dtype=object, copy=True)
    column[at] = status
    found["plaats_status"] = column


def _by_id(
    rows: pd.DataFrame, postcode: "np.ndarray", known: Register, found: pd.DataFrame
) -> tuple["np.ndarray", "np.ndarray"]:
    """Place by BAG id; why not, and whether the row states another postcode than BAG does."""
    why = np.full(len(rows), "", dtype=object)
    moved = np.zeros(len(rows), dtype=bool)
    if "verblijfsobject" not in rows:
        return why, moved
    given = rows["verblijfsobject"].astype("string").str.strip().astype(object)
    at = known.ids.index.get_indexer(pd.Index(given))
    hit = at >= 0
    hits = known.ids.iloc[at[hit]]
    _take(found, hit, BAG_ID, hits)
    stated = postcode[hit]
    moved[hit] = (stated != "") & (hits["postcode"].to_numpy() != "")
    moved[hit] &= stated != hits["postcode"].to_numpy()
    lost = given.notna().to_numpy() & ~hit
    why[lost] = _UNKNOWN if len(known.ids) else _NO_BAG
    why[lost & given.isin(known.gone).to_numpy()] = _GONE
    return why, moved


def _by_key(keys: "np.ndarray", known: Register, found: pd.DataFrame) -> "np.ndarray":
    """Place by exact address what has no place yet; why BAG does not tell its place."""
    at = known.addresses.index.get_indexer(pd.Index(keys, dtype=object))
    several = at >= 0
    several[several] = known.addresses["aantal"].to_numpy()[at[several]] > 1
    hit = _open(found) & (at >= 0) & ~several
    _take(found, hit, ADRES, known.addresses.iloc[at[hit]])
    otherwise = _NO_HIT if len(known.addresses) else _NO_BAG
    return np.asarray(np.where(several, _SEVERAL, otherwise))


def _first_cause(postcode: pa.Array, house: pd.DataFrame, bag: "np.ndarray") -> "np.ndarray":
    """Why an address has no place: what is wrong with it, else what BAG says."""
    good = pc.match_substring_regex(postcode, placing_text.POSTCODE).to_numpy(zero_copy_only=False)
    empty = postcode.to_numpy(zero_copy_only=False) == ""
    reasons = house["reden"].to_numpy(dtype=object)
    numberless = house["nummer"].isna().to_numpy()
    causes = [
        (empty, _NO_POSTCODE),
        (~good, _BAD_POSTCODE),
        (reasons != "", reasons),
        (numberless, _NO_NUMBER),
    ]
    first: np.ndarray[tuple[int], np.dtype[np.object_]] = np.select(
        [rows for rows, _ in causes],
        [np.full(len(house), why, dtype=object) for _, why in causes],
        bag.astype(object),
    )
    return first


def _open(found: pd.DataFrame) -> "np.ndarray":
    """Rows without a place yet."""
    return np.asarray(found["plaats_status"] == NOWHERE)


def _by_postcode(postcode: "np.ndarray", known: Register, found: pd.DataFrame) -> "np.ndarray":
    """Place in its postcode area what has no place yet; true where there is no such area."""
    open_ = _open(found)
    areas = areas_of(known, set(postcode[open_]) - {""})
    hit = open_ & np.array([code in areas for code in postcode], dtype=bool)
    shapes = np.array([areas[code] for code in postcode[hit]], dtype=object)
    flat = shapely.get_dimensions(shapes) == 2
    points = shapely.centroid(shapes)
    points[flat] = shapely.point_on_surface(shapes[flat])
    _take(found, hit, PC6, pd.DataFrame({"object": None, "geometry": points}))
    column = found["vlak"].to_numpy(dtype=object, copy=True)
    column[hit] = shapes
    found["vlak"] = column
    return np.asarray(open_ & ~hit)


def _reasons(
    status: "pd.Series[str]",
    why_id: "np.ndarray",
    moved: "np.ndarray",
    why_address: "np.ndarray",
    no_area: "np.ndarray",
) -> "np.ndarray":
    """One Dutch sentence per row, null where it was placed as its supplier wrote it."""
    found = np.full(len(status), None, dtype=object)
    for row, how in enumerate(status.to_numpy()):
        found[row] = _sentence(how, why_id[row], moved[row], why_address[row], no_area[row])
    return found


def _sentence(how: str, why_id: str, moved: bool, why_address: str, no_area: bool) -> str | None:
    if how == BAG_ID:
        return _OTHER_POSTCODE if moved else None
    if how == ADRES:
        return f"{_capital(why_id)}; geplaatst op het adres." if why_id else None
    causes = [why for why in (why_id, why_address) if why]
    if how == PC6:
        return f"{_capital(', en '.join(causes))}; geplaatst in het postcodegebied (geschat)."
    if no_area and why_address not in (_NO_POSTCODE, _BAD_POSTCODE):
        causes.append(_NO_AREA)
    return f"{_capital(', en '.join(causes))}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
