"""Two editions of the same figures side by side (beyond M14, X3).

Belongs here: what changed between two editions of a needs study or of M2 to M4, per area and
figure. Not here: how a figure is made. Editions of another method or another division are never
compared, because their difference says nothing of the place.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data.parameters import number

GELIJK: Final = "gelijk"
HOGER: Final = "hoger"
LAGER: Final = "lager"
BINNEN: Final = "verschil binnen het interval"
NIEUW: Final = "alleen in de nieuwe"
VERVALLEN: Final = "alleen in de oude"
ONBEKEND: Final = "onbekend"


def compare(
    old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str], figures: Sequence[str]
) -> pd.DataFrame:
    """Change of each figure per area.

    A difference smaller than the interval of either edition is no difference (METHODS 19, rule 3):
    the intervals `<figure>_ci_low` and `<figure>_ci_high` are used where both editions have them.

    Args:
        old: one row per key; columns `key`, `figures`, optional intervals, optional
            `methode_versie` and `indelingsjaar`.
        new: the later edition, the same.
        key: columns that together name a row (gebied, klasse, jaar).
        figures: columns to compare, NaN = unknown.

    Returns:
        Index = key, sorted; per figure `<figure>_oud`, `<figure>_nieuw`, `<figure>_verschil`,
        `<figure>_oordeel`. Equal editions give differences of 0 and `gelijk` everywhere.

    Raises:
        ValueError: a key twice in one edition, or another method version or division.
    """
    for name in ("methode_versie", "indelingsjaar"):
        _refuse_other(old, new, name)
    before, after = _indexed(old, key, "oude"), _indexed(new, key, "nieuwe")
    both = before.index.union(after.index)
    made = {}
    for figure in figures:
        was = before[figure].astype(float).reindex(both)
        now = after[figure].astype(float).reindex(both)
        made[f"{figure}_oud"], made[f"{figure}_nieuw"] = was, now
        made[f"{figure}_verschil"] = now - was
        apart = _apart(before, after, figure, both)
        verdict = _verdict(was, now, apart)
        verdict = np.where(~both.isin(before.index), NIEUW, verdict)
        verdict = np.where(~both.isin(after.index), VERVALLEN, verdict)
        made[f"{figure}_oordeel"] = pd.Series(verdict, index=both, dtype=object)
    return pd.DataFrame(made, index=both)


def summary(compared: pd.DataFrame, figure: str) -> pd.Series:
    """Number of areas per verdict on a figure, and the total change where both are known."""
    counts = compared[f"{figure}_oordeel"].value_counts()
    order = (HOGER, LAGER, GELIJK, BINNEN, NIEUW, VERVALLEN, ONBEKEND)
    result = counts.reindex(order, fill_value=0).astype(float)
    result["verschil"] = compared[f"{figure}_verschil"].sum()
    return result


def _refuse_other(old: pd.DataFrame, new: pd.DataFrame, name: str) -> None:
    found = [set(frame[name].dropna()) if name in frame else set() for frame in (old, new)]
    if found[0] != found[1]:
        raise ValueError(
            f"Edities verschillen in {name}: {sorted(map(str, found[0]))} en "
            f"{sorted(map(str, found[1]))}; dan is een verschil geen verandering."
        )


def _indexed(frame: pd.DataFrame, key: Sequence[str], which: str) -> pd.DataFrame:
    found = frame.set_index(list(key))
    if not found.index.is_unique:
        raise ValueError(f"De {which} editie heeft een sleutel twee keer.")
    return found.sort_index()


def _apart(
    before: pd.DataFrame, after: pd.DataFrame, figure: str, both: pd.Index
) -> "pd.Series[bool]":
    """Whether the intervals do not overlap; True where there is none to look at."""
    names = [f"{figure}_ci_low", f"{figure}_ci_high"]
    if not all(name in frame for name in names for frame in (before, after)):
        return pd.Series(True, index=both)
    was, now = (frame[names].astype(float).reindex(both) for frame in (before, after))
    overlap = (was[names[0]] <= now[names[1]]) & (now[names[0]] <= was[names[1]])
    return ~overlap


def _verdict(
    was: "pd.Series[float]", now: "pd.Series[float]", apart: "pd.Series[bool]"
) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    change = (now - was).to_numpy(dtype=float)
    same = np.abs(change) <= number("common.tolerance")
    words = np.select([same, ~apart.to_numpy(), change > 0], [GELIJK, BINNEN, HOGER], LAGER)
    return np.where(np.isnan(change), ONBEKEND, words).astype(object)
