"""M14, people who leave care: homes needed against homes found, and urgent lettings (METHODS 18).

What belongs here: sums over suppliers, totals, coverage and the two norms. Which cells of such a
table are hidden is decided in `afscherming`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators.afscherming import complement, rounded_share_pct, small
from pipelines.indicators.status import GESCHAT, ONDERDRUKT, ONTBREEKT, WAARGENOMEN

ALL = "alle"
PLACE = ["niveau", "gebiedscode", "periode"]
KEY = [*PLACE, "groep", "woonvorm"]
COUNTS = ("behoefte", "geplaatst", "binnen_half_jaar", "wachtenden")
LET = ("vrijgekomen", "toegewezen", "urgent", "directe_bemiddeling", "ouderen", "doorstromers")
WITHIN, ABOVE = "binnen de norm", "boven de norm"


def summed(rows: pd.DataFrame, key: Sequence[str], counts: Sequence[str]) -> pd.DataFrame:
    """Sums of counts per key; what a supplier did not or could not give is counted, never zero.

    Args:
        rows: columns `key` and `counts` (NaN = unknown or withheld by the supplier), and where
            they are there `<count>_status`.
        key: columns to sum by.
        counts: columns to sum.

    Returns:
        `key`, per count its sum over the known rows (NaN where none is known),
        `<count>_onbekend`, the number of rows without it, and `<count>_geheim`, how many of those
        were withheld by the supplier.
    """
    numbers = rows[list(counts)].astype(float)
    unknown = numbers.isna().add_suffix("_onbekend").astype(int)
    secret = pd.DataFrame(
        {f"{n}_geheim": _withheld(rows, n) & numbers[n].isna() for n in counts}, rows.index
    ).astype(int)
    tallies = [*unknown.columns, *secret.columns]
    frame = pd.concat([rows[list(key)], numbers, unknown, secret], axis=1)
    grouped = frame.groupby(list(key), sort=True)
    found = pd.concat([grouped[list(counts)].sum(min_count=1), grouped[tallies].sum()], axis=1)
    return found.reset_index()


def _withheld(rows: pd.DataFrame, name: str) -> "pd.Series[bool]":
    status = rows.get(f"{name}_status", pd.Series(ONTBREEKT, rows.index))
    return status.eq(ONDERDRUKT)


def with_totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the totals over groups, over forms and over both, named `alle`.

    Args:
        rows: one row per supplier, area, period, group and form.

    Returns:
        Per `KEY` the columns of `summed`, and `paar_behoefte`, `paar_geplaatst` (need and placed
        where both are known), `half_geplaatst`, `half_binnen` (placed, and placed within six
        months, where both are known).
    """
    paired = rows.assign(**_pairs(rows))
    pairs = ("paar_behoefte", "paar_geplaatst", "half_geplaatst", "half_binnen")
    parts = [paired]
    parts += [
        paired.assign(**dict.fromkeys(names, ALL))
        for names in (("groep",), ("woonvorm",), ("groep", "woonvorm"))
    ]
    return summed(pd.concat(parts, ignore_index=True), KEY, [*COUNTS, *pairs])


def _pairs(rows: pd.DataFrame) -> dict[str, "pd.Series[float]"]:
    need, placed, half = (rows[name].astype(float) for name in COUNTS[:3])
    both, known = need.notna() & placed.notna(), placed.notna() & half.notna()
    return {
        "paar_behoefte": need.where(both),
        "paar_geplaatst": placed.where(both),
        "half_geplaatst": placed.where(known),
        "half_binnen": half.where(known),
    }


def monitor(rows: pd.DataFrame) -> pd.DataFrame:
    """Need, placed, coverage and share within six months, by group and form and in total.

    Args:
        rows: feed `uitstroom`: `KEY` and `COUNTS`, NaN where withheld or unknown.

    Returns:
        Per `KEY`: `COUNTS`, `dekking_pct` (placed / need, may pass 100) and `binnen_half_jaar_pct`
        each with `_status`; `afgetopt` (share shown as its cap) and `delen_onbekend` (cells that a
        sum lacks). Groups below ten are `onderdrukt`, and so is a second cell of each line where
        the first would follow from the rest. Sums that lack a part are `geschat`: at least this.
    """
    table = with_totals(rows)
    hide = hidden(table)
    made = table[KEY].copy()
    for name in COUNTS:
        lacks, secret = table[f"{name}_onbekend"] > 0, table[f"{name}_geheim"] > 0
        _state(made, name, table[name], hide, lacks, secret)
    coverage = rounded_share_pct(table["paar_geplaatst"], table["paar_behoefte"])
    partly = (table["behoefte_onbekend"] > 0) | (table["geplaatst_onbekend"] > 0)
    secret = (table["behoefte_geheim"] > 0) | (table["geplaatst_geheim"] > 0)
    _state(made, "dekking_pct", coverage, hide, partly, secret)
    half = rounded_share_pct(table["half_binnen"], table["half_geplaatst"])
    cap = number("uitstroom.afgetopt_pct")
    secret |= table["binnen_half_jaar_geheim"] > 0
    _state(made, "binnen_half_jaar_pct", np.minimum(half, cap), hide, partly, secret)
    made["afgetopt"] = (half > cap) & made["binnen_half_jaar_pct"].notna()
    made["delen_onbekend"] = table["behoefte_onbekend"]
    return made


def hidden(table: pd.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Cells that are not shown: need below ten, and the second one of a line (METHODS 3.8)."""
    size = table["behoefte"].to_numpy(float)
    total = (table["groep"].eq(ALL) | table["woonvorm"].eq(ALL)).to_numpy(bool)
    lines = [
        _line(table, *PLACE, "groep"),
        _line(table, *PLACE, "woonvorm"),
        _line(table, "niveau", "periode", "groep", "woonvorm").where(table["niveau"] != "gemeente"),
    ]
    return complement(small(size), size, total, lines)


def _line(table: pd.DataFrame, first: str, *rest: str) -> "pd.Series[str]":
    """Name of the line a cell lies in: the values of these columns."""
    made = table[first]
    for name in rest:
        made = made + "|" + table[name]
    return made


def _state(
    made: pd.DataFrame,
    name: str,
    values: npt.ArrayLike,
    hide: npt.ArrayLike,
    partly: npt.ArrayLike,
    secret: npt.ArrayLike,
) -> None:
    """Put a figure and its status in a table.

    Hidden by us or withheld by the supplier, unknown, a sum that lacks parts, or observed.
    """
    found, gone = np.asarray(values, dtype=np.float64), np.asarray(hide, dtype=bool)
    lost = np.where(np.asarray(secret, dtype=bool), ONDERDRUKT, ONTBREEKT)
    status = np.where(np.asarray(partly, dtype=bool), GESCHAT, WAARGENOMEN).astype(object)
    status = np.where(np.isnan(found), lost, status)
    status[gone] = ONDERDRUKT
    made[name] = np.where(gone, np.nan, found)
    made[f"{name}_status"] = status


def lettings(rows: pd.DataFrame) -> pd.DataFrame:
    """Homes vacated and let per area and period, and the share of urgent lettings of the vacated.

    A supplier that gives a row for all rent classes is read there; else its classes are summed. A
    year is made of its periods where all four quarters (or both halves) are there.

    Args:
        rows: feed `toewijzingen`: `leverancier`, `niveau`, `gebiedscode`, `periode`, `huurklasse`
            and `LET`, NaN where withheld.

    Returns:
        Per `PLACE`: `LET` and `urgent_pct` with `_status`, and `oordeel` (`binnen de norm`, `boven
        de norm`, None where unknown). Fewer than ten vacated homes are `onderdrukt`.
    """
    chosen = _whole_years(_one_count(rows))
    table = summed(chosen, PLACE, LET)
    hide = small(table["vrijgekomen"])
    made = table[PLACE].copy()
    for name in LET:
        lacks, secret = table[f"{name}_onbekend"] > 0, table[f"{name}_geheim"] > 0
        _state(made, name, table[name], hide, lacks, secret)
    known = table["urgent_onbekend"].eq(0) & table["vrijgekomen_onbekend"].eq(0)
    exact = (table["urgent"] / table["vrijgekomen"].where(table["vrijgekomen"] > 0)).where(known)
    shown = rounded_share_pct(table["urgent"].where(known), table["vrijgekomen"])
    secret = (table["urgent_geheim"] > 0) | (table["vrijgekomen_geheim"] > 0)
    _state(made, "urgent_pct", shown, hide, ~known, secret)
    over = exact > number("norm.urgent_max") + number("common.tolerance")
    verdict = pd.Series(np.where(over, ABOVE, WITHIN), index=made.index, dtype=object)
    made["oordeel"] = verdict.where(made["urgent_pct"].notna(), None)
    return made


def _one_count(rows: pd.DataFrame) -> pd.DataFrame:
    """Either the row for all rent classes of a supplier, or its classes; never both."""
    supplier = ["leverancier", *PLACE]
    whole = rows["huurklasse"].eq(ALL)
    has = whole.groupby([rows[name] for name in supplier]).transform("any")
    return rows[whole | ~has]


def _whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, and those of full years of quarters or halves again under their year."""
    year, part = rows["periode"].str[:4], rows["periode"].str[5:]
    area = [rows["leverancier"], rows["niveau"], rows["gebiedscode"], year]
    parts = part.groupby(area).transform("nunique")
    kind = part.str[:1]
    full = (kind.eq("Q") & parts.eq(4)) | (kind.eq("H") & parts.eq(2))
    whole = part.eq("").groupby(area).transform("any")
    return pd.concat([rows, rows[full & ~whole].assign(periode=year)], ignore_index=True)
