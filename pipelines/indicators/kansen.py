"""M9, kansenkaart geclusterd wonen: the score S with its contributions and variants, and zones.

The criteria it is made of are `kansen_criteria.py`, weights and agreement over them
`kansen_weging.py`. The same score serves a 100 m cell, a complex and a plan site; only the
criteria differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number, numbers_by_name
from pipelines.indicators.kansen_criteria import groups_of
from pipelines.indicators.loop import GEEN_BRON, GESCHAT, ONTBREEKT, TE_WEINIG_DEKKING
from pipelines.indicators.netwerk import Bools, Floats
from pipelines.indicators.raster import cell_corners, components
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE

Texts = npt.NDArray[np.object_]

UITGESLOTEN = "uitgesloten"


@dataclass(frozen=True)
class Parameters:
    """Numbers of METHODS 13 and 19a; the default of each is in the register under kans.*.

    Attributes:
        weights: Weight per criterion, by code; the 75% rule is taken over all of them.
        min_weight: Share of that weight that must be known (3.6).
        geometric_min: Lowest s in the geometric variant (reading 56).
    """

    weights: Mapping[str, float] = field(default_factory=lambda: numbers_by_name("kans.weights"))
    min_weight: float = field(default_factory=lambda: number("common.composite_min_weight"))
    geometric_min: float = field(default_factory=lambda: number("kans.geometric_min"))

    def without(self, *codes: str) -> Parameters:
        """The same rule without some criteria: of the open map, or as a variant."""
        return replace(self, weights={c: w for c, w in self.weights.items() if c not in codes})

    @property
    def codes(self) -> list[str]:
        """Criteria with a weight, in its order."""
        return [c for c, weight in self.weights.items() if weight > 0]


def opportunity(
    criteria: pd.DataFrame,
    excluded: Bools,
    excluded_by: Texts,
    parameters: Parameters | None = None,
) -> pd.DataFrame:
    """S per cell, with what it is made of.

    Args:
        criteria: Column per code (V, T, H, Z, R, B; of a complex the parts of H), 0 to 1; an
            absent column is a criterion without source.
        excluded: E = 0; tested before any other rule (reading 57).
        excluded_by: Why, per excluded cell.
        parameters: Numbers and criteria of the method version.

    Returns:
        Same index: `s` (0 to 100), `s_status` (geschat, ontbreekt, uitgesloten), `s_reden`,
        `s_dekking` (share of the weight that is known), `ontbrekend` (codes, None if
        complete), `s_geometrisch`, and per criterion `s_<c>` (0 to 1) and `bijdrage_<c>` (points;
        they add up to `s`; 0 where it weighs nothing).

    Raises:
        ValueError: A criterion outside 0 to 1.
    """
    rule = parameters or Parameters()
    codes = rule.codes
    s = criteria.reindex(columns=codes).to_numpy(np.float64)
    _refuse_out_of_range(s, codes)
    weight = np.array([rule.weights[c] for c in codes], dtype=np.float64)
    known = ~np.isnan(s)
    present = known @ weight
    coverage = present / weight.sum()
    enough = (coverage >= rule.min_weight - TOLERANCE) & ~excluded
    share = known * weight / np.where(present > 0, present, 1.0)[:, None]
    points = np.where(enough[:, None], 100 * share * np.nan_to_num(s), np.nan)
    log = np.log(np.maximum(np.nan_to_num(s), rule.geometric_min))
    geometric = np.where(enough, 100 * np.exp((share * log).sum(axis=1)), np.nan)
    status = np.select([excluded, enough], [UITGESLOTEN, GESCHAT], ONTBREEKT).astype(object)
    table = {
        "s": points.sum(axis=1),
        "s_status": status,
        "s_reden": _reasons(excluded, excluded_by, enough, known),
        "s_dekking": coverage,
        "ontbrekend": _names_of(~known, codes),
        "s_geometrisch": geometric,
    }
    for k, code in enumerate(codes):
        table[f"s_{code.lower()}"] = s[:, k]
        table[f"bijdrage_{code.lower()}"] = np.where(known[:, k], points[:, k], np.nan)
    for code in (c for c in rule.weights if c not in codes):
        own = criteria.reindex(columns=[code]).to_numpy(np.float64)[:, 0]
        table[f"s_{code.lower()}"] = own
        table[f"bijdrage_{code.lower()}"] = np.where(enough & ~np.isnan(own), 0.0, np.nan)
    return pd.DataFrame(table, index=criteria.index)


def variants(
    criteria: pd.DataFrame, excluded: Bools, parameters: Parameters | None = None
) -> pd.DataFrame:
    """S under other choices: `s_gelijk` (equal weights) and `s_zonder_b` (weight of B 0)."""
    rule = parameters or Parameters()
    nothing = np.full(len(criteria), None, dtype=object)
    equal = replace(rule, weights=dict.fromkeys(rule.codes, 1.0))
    without_b = rule.without("B")
    return pd.DataFrame(
        {
            "s_gelijk": opportunity(criteria, excluded, nothing, equal)["s"],
            "s_zonder_b": opportunity(criteria, excluded, nothing, without_b)["s"],
        }
    )


def zones(
    cells: npt.ArrayLike,
    s: npt.ArrayLike,
    gemeente: npt.ArrayLike | None = None,
    min_cells: int | None = None,
) -> Texts:
    """Search zone of each cell: S at or above P90 of the gemeente, 5 cells or more together.

    P90 is taken over cells with a value (reading 57), by linear interpolation (reading 20).

    Args:
        cells: Cell names, unique.
        s: S per cell, NaN where there is none.
        gemeente: Code per cell; absent = one gemeente.
        min_cells: Smallest zone; absent = the register's.

    Returns:
        The lowest cell name of the zone, None outside zones.
    """
    names, score = np.asarray(cells, dtype=object), np.asarray(s, dtype=np.float64)
    zone = np.full(len(names), None, dtype=object)
    group = groups_of(len(names), gemeente)
    valued = ~np.isnan(score)
    for g in np.unique(group[valued]):
        here = np.flatnonzero(valued & (group == g))
        bound = np.percentile(score[here], number("kans.zone_percentile"))
        top = here[score[here] >= bound - TOLERANCE]
        zone[top] = zones_of(names[top], min_cells)
    return zone


def zones_of(cells: Texts, min_cells: int | None = None) -> Texts:
    """Group selected cells into zones (T-25); None for cells in groups that are too small."""
    smallest = integer("kans.zone_min_cells") if min_cells is None else min_cells
    label = components(*cell_corners(cells))
    size = np.bincount(label)
    first = pd.Series(cells).groupby(label).transform("min").to_numpy(object)
    return np.where(size[label] >= smallest, first, np.array(None, dtype=object))


def _refuse_out_of_range(s: Floats, codes: list[str]) -> None:
    wrong = (s < -TOLERANCE) | (s > 1 + TOLERANCE)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(f"Criterium {codes[column]} is {s[row, column]}; verwacht 0 tot en met 1.")


def _reasons(excluded: Bools, excluded_by: Texts, enough: Bools, known: Bools) -> Texts:
    """Why S is null; "geen bron" where all that lacks is known in no cell at all."""
    no_source = ~known[~excluded].any(axis=0)
    only_sources = ~(~known & ~no_source).any(axis=1)
    why = np.where(only_sources, GEEN_BRON, TE_WEINIG_DEKKING).astype(object)
    why[enough] = None
    why[excluded] = excluded_by[excluded]
    return why


def _names_of(missing: Bools, codes: list[str]) -> Texts:
    """Codes that are missing per row, joined by ", "; each pattern is spelled once."""
    _, first, inverse = np.unique(pattern_of(missing), return_index=True, return_inverse=True)
    spelled = [
        ", ".join(c for c, m in zip(codes, missing[row], strict=True) if m) or None for row in first
    ]
    return np.array([*spelled, None], dtype=object)[inverse.reshape(-1)]


def pattern_of(known: Bools) -> npt.NDArray[np.int64]:
    """One number per row of a table of yes and no; equal rows have equal numbers."""
    number_: npt.NDArray[np.int64] = known @ (1 << np.arange(known.shape[1], dtype=np.int64))
    return number_
