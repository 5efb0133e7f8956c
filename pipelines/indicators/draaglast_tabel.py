"""Result columns of M1: values with status, reasons, coverage, names of substitutes, notes.

Values are nullable (`Float64`, `Int64`, text or None), so that a null is never a number.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators import draaglast_klassen as classes
from pipelines.indicators.draaglast_methode import INDICES, Index, slots, standard
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import Scores, class_load, groups
from pipelines.indicators.normaliseren import Floats, round_half_away
from pipelines.indicators.samengesteld import Mask
from pipelines.indicators.status import (
    GEEN_BRON,
    GEIMPUTEERD,
    GESCHAT,
    TE_WEINIG_DEKKING,
    TE_WEINIG_INWONERS,
    WAARGENOMEN,
    Texts,
    statuses,
)

_LEVELS = np.array([WAARGENOMEN, GESCHAT, GEIMPUTEERD], dtype=object)
Levels = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Invoer:
    """What the result needs besides the scores.

    Attributes:
        gebieden: input frame of `draaglast.bereken`.
        ref: reference used.
        imputed: (areas, slots) wijk value used.
        small: too few inhabitants, or number unknown.
        notes: note of L4 per area.
    """

    gebieden: pd.DataFrame
    ref: Referentie
    imputed: Mask
    small: Mask
    notes: Texts


def result_table(
    invoer: Invoer,
    scored: Scores,
    agreement: Floats,
    variants: dict[str, Scores],
    intervals: dict[Index, dict[str, Floats]],
) -> pd.DataFrame:
    """All result columns, see `draaglast.bereken`."""
    levels = _slot_levels(invoer, scored)
    of_index = {index: _index_levels(invoer, scored, levels, index) for index in INDICES}
    both = np.maximum(of_index["D"], of_index["K"])
    table = _Columns(invoer.gebieden.index)
    table.add("D", scored.D, of_index["D"])
    table.add("K", scored.K, of_index["K"])
    table.add("B", scored.B, both)
    table.add("verschil", scored.D - scored.K, both)
    d_dimensions = scored.dimensies["D"]
    table.add_whole("stapeling", classes.stapeling(d_dimensions, scored.D), of_index["D"])
    codes = classes.class_codes(class_load(scored, invoer.notes), scored.K)
    table.add_text("klasse", classes.class_names(codes), both)
    table.add_whole("zelfde_klasse_pct", round_half_away(100.0 * agreement), both)
    for index in INDICES:
        for name, values in intervals[index].items():
            if name == "aandeel_top20":
                table.add(f"{index}_top20_pct", 100.0 * values, of_index[index])
            else:
                table.add(f"{index}_{name}", values, of_index[index])
    _add_dimensions(table, invoer, scored, levels)
    _add_variants(table, scored, variants, of_index)
    _add_explanation(table, invoer, scored, levels)
    return pd.DataFrame(table.columns, index=invoer.gebieden.index)


class _Columns:
    """Columns under construction: a value column always comes with its status."""

    def __init__(self, index: pd.Index) -> None:
        self.index = index
        self.columns: dict[str, object] = {}

    def add(self, name: str, values: Floats, levels: Levels) -> None:
        self.columns[name] = _floats(values)
        self._status(name, ~np.isnan(values), levels)

    def add_whole(self, name: str, values: Floats, levels: Levels) -> None:
        self.columns[name] = _integers(values)
        self._status(name, ~np.isnan(values), levels)

    def add_text(self, name: str, values: Texts, levels: Levels) -> None:
        self.columns[name] = pd.Series(values, index=self.index, dtype=object)
        self._status(name, np.array([value is not None for value in values], dtype=bool), levels)

    def _status(self, name: str, present: Mask, levels: Levels) -> None:
        self.columns[f"{name}_status"] = statuses(present, _LEVELS[np.maximum(levels, 0)])


def _floats(values: Floats) -> pd.arrays.FloatingArray:
    missing = np.isnan(values)
    return pd.arrays.FloatingArray(np.where(missing, 0.0, values), missing)


def _integers(values: Floats) -> pd.arrays.IntegerArray:
    missing = np.isnan(values)
    return pd.arrays.IntegerArray(np.where(missing, 0.0, values).astype(np.int64), missing)


def _add_dimensions(table: _Columns, invoer: Invoer, scored: Scores, levels: Levels) -> None:
    methode = invoer.ref.methode
    for index in INDICES:
        names = [dimension.naam for dimension in methode.van(index)]
        for dimension in standard().van(index):
            if dimension.naam not in names:
                absent = np.full(len(table.index), np.nan)
                table.add(dimension.naam, absent, np.zeros(len(table.index), dtype=np.int8))
                continue
            place = names.index(dimension.naam)
            columns = groups(methode, index)[place]
            level = levels[:, columns].max(axis=1)
            table.add(dimension.naam, scored.dimensies[index][:, place], level)
    for place, name in enumerate(methode.slots):
        table.add(f"T_{name}", scored.t[:, place], levels[:, place])


def _add_variants(
    table: _Columns, scored: Scores, variants: dict[str, Scores], of_index: dict[Index, Levels]
) -> None:
    both = np.maximum(of_index["D"], of_index["K"])
    table.add("D_complement", scored.variant["D"], of_index["D"])
    table.add("K_geometrisch", scored.variant["K"], of_index["K"])
    table.add("D_zonder_L4", scored.zonder_L4, of_index["D"])
    table.add("B_zonder_L4", scored.B_zonder_L4, both)
    for name, part in variants.items():
        table.add(f"D_{name}", part.D, of_index["D"])
        if name == "leeftijd":
            table.add(f"K_{name}", part.K, of_index["K"])


def _add_explanation(table: _Columns, invoer: Invoer, scored: Scores, levels: Levels) -> None:
    methode = invoer.ref.methode
    reasons: dict[Index, Texts] = {}
    provisional: dict[Index, Mask] = {}
    for index in INDICES:
        columns = [column for group in groups(methode, index) for column in group]
        value = scored.D if index == "D" else scored.K
        reasons[index] = _reasons(invoer, value, index)
        provisional[index] = _provisional(invoer, scored, index)
        table.columns[f"{index}_reden"] = reasons[index]
        table.columns[f"{index}_dekking"] = scored.dekking[index]
        table.columns[f"{index}_indicatoren"] = (levels[:, columns] >= 0).sum(axis=1)
        table.columns[f"{index}_voorlopig"] = provisional[index]
    table.columns["reden"] = np.where(reasons["D"] != "", reasons["D"], reasons["K"])
    table.columns["voorlopig"] = provisional["D"] | provisional["K"]
    substitutes = np.array([name in methode.vervangen for name in methode.slots], dtype=bool)
    table.columns["vervangers"] = _names(invoer, (levels >= 0) & substitutes)
    table.columns["geimputeerd"] = _names(invoer, invoer.imputed)
    table.columns["L4_opmerking"] = invoer.notes
    table.columns["opmerkingen"] = _notes(invoer)


def _slot_levels(invoer: Invoer, scored: Scores) -> Levels:
    """(areas, slots) 0 observed, 1 estimated, 2 imputed, -1 absent."""
    levels = np.zeros(scored.t.shape, dtype=np.int8)
    for place, name in enumerate(invoer.ref.methode.slots):
        estimated = slots()[name].status == GESCHAT or name in invoer.ref.methode.vervangen
        levels[:, place] = int(estimated)
        if f"{name}_status" in invoer.gebieden:
            own = (invoer.gebieden[f"{name}_status"] == GESCHAT).to_numpy(dtype=bool)
            levels[:, place] = np.maximum(levels[:, place], own.astype(np.int8))
    levels[invoer.imputed] = 2
    levels[np.isnan(scored.t)] = -1
    return levels


def _index_levels(invoer: Invoer, scored: Scores, levels: Levels, index: Index) -> Levels:
    """Least certain status among the indicators of the dimensions that count, per area."""
    worst = np.full(len(levels), -1, dtype=np.int8)
    for place, columns in enumerate(groups(invoer.ref.methode, index)):
        counts = ~np.isnan(scored.dimensies[index][:, place])
        here = np.where(counts, levels[:, columns].max(axis=1), -1)
        worst = np.maximum(worst, here).astype(np.int8)
    return worst


def _reasons(invoer: Invoer, value: Floats, index: Index) -> Texts:
    """Why an index is null; empty where it is not (reading 87)."""
    methode = invoer.ref.methode
    usable = [
        any(_has_source(invoer, name) for name in dimension.slots)
        for dimension in methode.van(index)
    ]
    weight = float(methode.weights(index) @ np.array(usable, dtype=float))
    no_source = weight < number("common.composite_min_weight") - number("common.tolerance")
    people_known = ~np.isnan(classes.optional(invoer.gebieden, "inwoners"))
    otherwise = GEEN_BRON if no_source else TE_WEINIG_DEKKING
    few = np.where(people_known, TE_WEINIG_INWONERS, GEEN_BRON)
    reason = np.where(invoer.small, few, otherwise)
    return np.where(np.isnan(value), reason, "").astype(object)


def _has_source(invoer: Invoer, name: str) -> bool:
    filled = bool((~np.isnan(classes.optional(invoer.gebieden, name))).any())
    return filled and invoer.ref.indicatoren[name].usable


def _provisional(invoer: Invoer, scored: Scores, index: Index) -> Mask:
    """More than half of the present dimensions rest on a substitute (readings 9 and 84)."""
    methode = invoer.ref.methode
    value = scored.D if index == "D" else scored.K
    if methode.apart:
        return ~np.isnan(value)
    present = ~np.isnan(scored.dimensies[index])
    resting = np.zeros_like(present)
    for place, dimension in enumerate(methode.van(index)):
        for name in dimension.slots:
            if name in methode.vervangen:
                resting[:, place] |= ~np.isnan(scored.t[:, methode.slots.index(name)])
    limit = number("draaglast.voorlopig_aandeel") * present.sum(axis=1)
    more = (resting & present).sum(axis=1) > limit + number("common.tolerance")
    return np.asarray(more & ~np.isnan(value))


def _names(invoer: Invoer, mask: Mask) -> Texts:
    titles = [slots()[name].titel for name in invoer.ref.methode.slots]
    chosen = [
        "; ".join(title for title, use in zip(titles, row, strict=True) if use) for row in mask
    ]
    return np.array(chosen, dtype=object)


def _notes(invoer: Invoer) -> Texts:
    visited = invoer.notes == classes.BEZOEKERS
    young = classes.students(invoer.gebieden)
    both = [
        "; ".join(name for name, on in ((classes.BEZOEKERS, v), (classes.STUDENTEN, s)) if on)
        for v, s in zip(visited, young, strict=True)
    ]
    return np.array(both, dtype=object)
