"""M12, spreiding en menging: evenness, mix, norms of a building programme, and cheap stock in time.

What belongs here: formulas on counts per area and per project (METHODS 16). Which counts stand for
social rent (a share of CBS, rent classes of corporations) is for the caller to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number, numbers_by_name

Floats = npt.NDArray[np.float64]

VOLDOET, VOLDOET_NIET, ONBEKEND = "voldoet", "voldoet niet", "onbekend"


def shares_of_difference(s: npt.ArrayLike, t: npt.ArrayLike) -> Floats:
    """What each area adds to the dissimilarity: `0.5 * |s_i/S - o_i/O|`, with `o_i = t_i - s_i`.

    Source: METHODS 16 (Duncan & Duncan 1955), readings 12 and 63.

    Args:
        s: dwellings of the group per area, shape (n,); NaN = unknown, the area is left out.
        t: all dwellings per area; an area with 0 is left out.

    Returns:
        Shape (n,); NaN for areas left out, and everywhere when the group or the rest is empty or
        only one area counts: one area has nothing to be uneven over.

    Raises:
        ValueError: a negative count, or more dwellings of the group than dwellings.
    """
    group, total = _counts(s, t)
    used = _used(group, total)
    rest = total - group
    result = np.full(len(group), np.nan)
    if used.sum() > 1 and group[used].sum() > 0 and rest[used].sum() > 0:
        mine, others = group[used] / group[used].sum(), rest[used] / rest[used].sum()
        result[used] = 0.5 * np.abs(mine - others)
    return result


def dissimilarity(s: npt.ArrayLike, t: npt.ArrayLike) -> float:
    """Share of the group that would have to move to be spread like the rest, 0 to 1 (T-28).

    NaN when fewer than two areas count, or when there is no group or nothing beside it.
    """
    parts = shares_of_difference(s, t)
    known = parts[~np.isnan(parts)]
    return float(known.sum()) if known.size else float("nan")


def location_quotient(s: npt.ArrayLike, t: npt.ArrayLike) -> Floats:
    """`(s_i/t_i) / (S/T)`: 1 is the share of all areas together (T-28); NaN without dwellings."""
    group, total = _counts(s, t)
    used = _used(group, total)
    result = np.full(len(group), np.nan)
    if used.any() and group[used].sum() > 0:
        result[used] = group[used] / total[used] / (group[used].sum() / total[used].sum())
    return result


def entropy(counts: npt.ArrayLike) -> Floats:
    """Mix over classes, `H = -sum p ln p / ln k`, 0 (one class) to 1 (all equal), T-30.

    Args:
        counts: (areas, k) dwellings per class; k counts every class defined, also empty ones
            (reading 63). NaN in a row makes its mix unknown.

    Raises:
        ValueError: fewer than two classes, or a negative count.
    """
    rows = np.atleast_2d(np.asarray(counts, dtype=float))
    classes = rows.shape[1]
    if classes < 2 or np.any(rows < 0):
        raise ValueError("Menging vraagt twee of meer klassen met aantallen van 0 of meer.")
    total = rows.sum(axis=1)
    known = ~np.isnan(total) & (total > 0)
    p = rows / np.where(known, total, np.nan)[:, None]
    logs = np.log(np.where(p > 0, p, 1.0))
    mixed = -(p * logs).sum(axis=1) / np.log(classes)
    return np.asarray(np.where(known, np.clip(mixed, 0.0, 1.0), np.nan))


def at_least(share: float, of: int) -> int:
    """Smallest whole number that is at least `share` of `of`, in exact arithmetic (reading 65)."""
    return ceil(Fraction(str(share)) * of)


@dataclass(frozen=True, slots=True)
class Norm:
    """Outcome of the norms on one project.

    Attributes:
        social_needed: at least this many social dwellings.
        low_needed: at least this many of them under the first aftoppingsgrens.
        social, low: `voldoet`, `voldoet niet` or `onbekend` (of no dwellings there is no share).
    """

    social_needed: int
    low_needed: int
    social: str
    low: str


def project_norm(dwellings: int, social: int | None = None, low: int | None = None) -> Norm:
    """Norms of one new-build project (T-29): 35 % social, 75 % of that number under the boundary.

    Args:
        dwellings: of the project.
        social: social dwellings of its programme; None = not stated.
        low: those under the first aftoppingsgrens; None = not stated.

    Raises:
        ValueError: a negative number of dwellings.
    """
    if dwellings < 0:
        raise ValueError(f"Een project heeft {dwellings} woningen; verwacht 0 of meer.")
    social_needed = at_least(number("norm.social_project"), dwellings)
    low_needed = at_least(number("norm.under_aftopping"), social_needed)
    words = (
        _met(found, of, dwellings) for found, of in ((social, social_needed), (low, low_needed))
    )
    return Norm(social_needed, low_needed, *words)


def programme_norm(dwellings: int, social: int | None) -> tuple[int, str]:
    """Norm of the whole building programme of a city: dwellings needed, and whether it has them."""
    needed = at_least(number("norm.social_city"), dwellings)
    return needed, _met(social, needed, dwellings)


def _met(found: int | None, needed: int, dwellings: int) -> str:
    if found is None or dwellings == 0:
        return ONBEKEND
    return VOLDOET if found >= needed else VOLDOET_NIET


def boundary(name: str, year: int) -> float | None:
    """Rent boundary of a year in euros a month; None where the register has not been filled.

    Args:
        name: `kwaliteitskorting`, `lage_aftopping`, `hoge_aftopping` or `huurtoeslag`.
        year: calendar year.
    """
    return numbers_by_name(f"huurgrens.{name}_eur").get(str(year))


CHANGES = ("nieuw", "uit_bezit", "geliberaliseerd", "duurder", "goedkoper")


def stock_change(before: pd.DataFrame, after: pd.DataFrame, market: tuple[str, ...]) -> pd.Series:
    """Why the number of dwellings below a boundary changed between two lists, per cause.

    Args:
        before: index dwelling, columns `laag` (bool, below the boundary) and `huurklasse`.
        after: the same, later.
        market: rent classes above the social boundary.

    Returns:
        Signed numbers: `nieuw` (not in the earlier list), `uit_bezit` (sold or demolished: not in
        the later list), `geliberaliseerd` (now in a market class), `duurder` (now in a higher
        social class, usually at re-letting), `goedkoper` (came below). They add up to the change.
    """
    low_before, low_after = before["laag"].astype(bool), after["laag"].astype(bool)
    gone = low_before & ~before.index.isin(after.index)
    fresh = low_after & ~after.index.isin(before.index)
    both = before.index.intersection(after.index)
    lost = low_before[both] & ~low_after[both]
    free = lost & after.loc[both, "huurklasse"].isin(market)
    gained = low_after[both] & ~low_before[both]
    found = (fresh.sum(), -gone.sum(), -free.sum(), -(lost & ~free).sum(), gained.sum())
    return pd.Series([int(v) for v in found], index=list(CHANGES))


def _counts(s: npt.ArrayLike, t: npt.ArrayLike) -> tuple[Floats, Floats]:
    group, total = np.asarray(s, dtype=float), np.asarray(t, dtype=float)
    if np.any(group < 0) or np.any(total < 0):
        raise ValueError("Een aantal woningen is negatief; verwacht 0 of meer.")
    if np.any(group > total + number("common.tolerance")):
        raise ValueError("Een gebied heeft meer woningen van de groep dan woningen.")
    return group, total


def _used(group: Floats, total: Floats) -> npt.NDArray[np.bool_]:
    return ~np.isnan(group) & ~np.isnan(total) & (total > 0)
