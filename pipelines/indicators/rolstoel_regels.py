"""M7, what one street is to a wheelchair: passes, blocks or unknown, by its tags.

What belongs here: reading the tags of OpenStreetMap and the edge rules of METHODS 11. What the
rules mean for reach is `rolstoel.py`. A rule is three-valued: `KAN`, `KAN_NIET`, `ONBEKEND`; an
edge is blocked as soon as one rule blocks it, and unknown while one that applies is unknown. The
lists of values are `data/reference/rolstoel.toml`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number, numbers_by_name, table
from pipelines.indicators.netwerk import Bools, Floats
from pipelines.indicators.snap import TOLERANCE_M as TOLERANCE

Verdicts = npt.NDArray[np.int8]
KAN, ONBEKEND, KAN_NIET = 1, 0, -1
TAGS = (
    "surface",
    "smoothness",
    "tracktype",
    "width",
    "stoep_breedte",
    "incline",
    "kerb",
    "kerb_height",
    "crossing",
    "wheelchair",
)
MEASURED = "breedte_m"
_NUMBER = re.compile(r"^([+-]?\d+(?:[.,]\d+)?)\s*(m|cm|mm|%|°)?$")
_UNIT_M = {"": 1.0, "m": 1.0, "cm": 0.01, "mm": 0.001}


@dataclass(frozen=True)
class Parameters:
    """Numbers of METHODS 11; the default of each is in the register under rolstoel.*.

    Attributes:
        kerb_m: Highest kerb that is passed.
        incline_pct: Steepest slope that is passed, up or down.
        width_m: Widths `punt`, `plaatselijk` and `minimum`.
        narrow_m: Greatest length of way that may be as narrow as `punt` and `plaatselijk`.
    """

    kerb_m: float = field(default_factory=lambda: number("rolstoel.kerb_m"))
    incline_pct: float = field(default_factory=lambda: number("rolstoel.incline_pct"))
    width_m: dict[str, float] = field(default_factory=lambda: numbers_by_name("rolstoel.width_m"))
    narrow_m: dict[str, float] = field(
        default_factory=lambda: numbers_by_name("rolstoel.width_local_length_m")
    )


@dataclass(frozen=True)
class Oordeel:
    """What edges are to a wheelchair, shape (m,) each.

    Attributes:
        verdict: `KAN`, `ONBEKEND` or `KAN_NIET`.
        known: True where every attribute that matters there is known; steps are known.
    """

    verdict: Verdicts
    known: Bools

    @property
    def optimistic(self) -> Bools:
        """Edges of the optimistic network: unknown passes."""
        return np.asarray(self.verdict >= ONBEKEND, dtype=np.bool_)

    @property
    def pessimistic(self) -> Bools:
        """Edges of the pessimistic network: unknown blocks."""
        return np.asarray(self.verdict == KAN, dtype=np.bool_)


def judge(tags: pd.DataFrame, parameters: Parameters | None = None) -> Oordeel:
    """Judge edges by their tags (METHODS 11).

    Surface and smoothness always matter; width too, except on streets walked over their whole
    width (on a road with cars it is the width of the pavement); kerbs at a mapped crossing of a
    way made for walking; tracktype on tracks; incline where it is tagged, since flat is not
    tagged. `wheelchair=yes` settles what is unknown and never a measured obstacle;
    `wheelchair=no` blocks.

    Args:
        tags: One row per edge: `soort` (highway), `trap` (bool), `weg_id`, `length_m`, and the
            columns of `TAGS`; an absent column or an empty cell is not tagged. `breedte_m`, where
            it is there, is the measured width and goes before the tags; NaN is not measured.
        parameters: Numbers of the method version.

    Raises:
        KeyError: `soort`, `trap`, `weg_id` or `length_m` is absent.
    """
    rule = parameters or Parameters()
    tags = tags.reset_index(drop=True)
    steps = tags["trap"].fillna(False).to_numpy(bool)
    rules = [
        _listed(tags, "surface"),
        _listed(tags, "smoothness"),
        _if(_tagged(tags, "tracktype") | _is(tags, "track"), _listed(tags, "tracktype")),
        _width(tags, rule),
        _if(_tagged(tags, "incline"), _incline(tags, rule)),
        _kerbs(tags, rule),
    ]
    lowest: Verdicts = np.minimum.reduce(rules)
    known = steps | np.all([r != ONBEKEND for r in rules], axis=0)
    said = _text(tags, "wheelchair")
    lowest[(lowest == ONBEKEND) & said.isin(["yes", "designated"]).to_numpy(bool)] = KAN
    lowest[steps | (said == "no").to_numpy(bool)] = KAN_NIET
    return Oordeel(lowest, known)


def for_walking(kind: pd.Series[str]) -> Bools:
    """Ways made for walking, of values of highway: one walks on their own width."""
    return _is(kind.to_frame("soort"), *table("rolstoel")["soort"]["voetpad"])


def metres(text: str) -> float:
    """A width or height in metres ("1.8", "1,8 m", "180 cm"); the least of several, else NaN."""
    found = [_NUMBER.match(part.strip()) for part in re.split(r"[;|]|(?<=\d)\s*-\s*(?=\d)", text)]
    values = [
        float(m[1].replace(",", ".")) * _UNIT_M[m[2] or ""]
        for m in found
        if m and (m[2] or "") in _UNIT_M
    ]
    return min(values) if len(values) == len(found) and min(values) >= 0 else math.nan


def slope_pct(text: str) -> float:
    """Steepness in percent ("6%", "-4 %", "3°", a bare number is percent); NaN for up and down."""
    found = _NUMBER.match(text.strip())
    if not found or found[2] in ("m", "cm", "mm"):
        return math.nan
    value = abs(float(found[1].replace(",", ".")))
    return 100 * math.tan(math.radians(min(value, 89.0))) if found[2] == "°" else value


def _text(tags: pd.DataFrame, name: str) -> pd.Series[str]:
    """A tag per edge, lower case; empty where it is not there."""
    if name not in tags:
        return pd.Series("", index=tags.index, dtype=object)
    return tags[name].fillna("").astype(str).str.strip().str.lower()


def _tagged(tags: pd.DataFrame, name: str) -> Bools:
    return (_text(tags, name) != "").to_numpy(bool)


def _is(tags: pd.DataFrame, *kinds: str) -> Bools:
    return _text(tags, "soort").isin(kinds).to_numpy(bool)


def _each(values: pd.Series[str], look: Callable[[str], float]) -> Floats:
    """A number per edge, computed once per distinct text."""
    code, distinct = pd.factorize(values)
    return np.array([look(str(text)) for text in distinct], dtype=np.float64)[code]


def _if(applies: Bools, verdict: Verdicts) -> Verdicts:
    """The verdict where the rule applies, elsewhere it passes."""
    return np.where(applies, verdict, KAN).astype(np.int8)


def _listed(tags: pd.DataFrame, name: str) -> Verdicts:
    """Verdict by the lists of the reference table; of several values the worst."""
    lists = table("rolstoel")[name]
    worth = dict.fromkeys(lists["kan"], KAN) | dict.fromkeys(lists["kan_niet"], KAN_NIET)
    found = _each(
        _text(tags, name),
        lambda text: min(worth.get(part.strip(), ONBEKEND) for part in text.split(";")),
    )
    return found.astype(np.int8)


def _width(tags: pd.DataFrame, rule: Parameters) -> Verdicts:
    """Width: narrow only over a short stretch; the length is that of the whole way."""
    kinds = table("rolstoel")["soort"]
    own = _each(_text(tags, "width"), metres)
    width = np.where(_is(tags, *kinds["voetpad"]), own, _each(_text(tags, "stoep_breedte"), metres))
    if MEASURED in tags:
        width = np.where(np.isnan(tags[MEASURED]), width, tags[MEASURED])
    along = tags.groupby("weg_id")["length_m"].transform("sum").to_numpy(float)
    allowed = width >= rule.width_m["minimum"] - TOLERANCE
    for name in ("plaatselijk", "punt"):
        short = along <= rule.narrow_m[name] + TOLERANCE
        allowed |= short & (width >= rule.width_m[name] - TOLERANCE)
    found = np.where(np.isnan(width), ONBEKEND, np.where(allowed, KAN, KAN_NIET)).astype(np.int8)
    return _if(~_is(tags, *kinds["woonstraat"]), found)


def _incline(tags: pd.DataFrame, rule: Parameters) -> Verdicts:
    return _at_most(_each(_text(tags, "incline"), slope_pct), rule.incline_pct)


def _kerbs(tags: pd.DataFrame, rule: Parameters) -> Verdicts:
    """Kerbs on a way made for walking: by height, else by kind; a crossing without one: unknown."""
    kinds = {str(k): float(v) for k, v in table("rolstoel")["kerb_m"].items()}

    def height(text: str) -> float:
        found = [kinds.get(part.strip(), math.nan) for part in text.split(";")]
        return math.nan if any(map(math.isnan, found)) else max(found)

    measured = _each(_text(tags, "kerb_height"), _highest)
    lip = np.where(np.isnan(measured), _each(_text(tags, "kerb"), height), measured)
    there = _tagged(tags, "kerb") | _tagged(tags, "kerb_height") | _tagged(tags, "crossing")
    on_foot = _is(tags, *table("rolstoel")["soort"]["voetpad"])
    return _if(there & on_foot, _at_most(lip, rule.kerb_m))


def _highest(text: str) -> float:
    found = [metres(part) for part in text.split(";")]
    return math.nan if any(map(math.isnan, found)) else max(found)


def _at_most(value: Floats, limit: float) -> Verdicts:
    passed = np.where(value <= limit + TOLERANCE, KAN, KAN_NIET)
    return np.where(np.isnan(value), ONBEKEND, passed).astype(np.int8)
