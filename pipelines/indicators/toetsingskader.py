"""M13, toetsingskader: an initiative against eisen and wensen (METHODS 17, T-31).

What belongs here: one pure function from facts of the place, the programme of the initiative and
answers of people to an outcome with its reasons. The two lists are data
(`data/reference/toetsingskader.toml`), their numbers are in the register. The outcome tells what
fits; it decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import numpy as np

from data.parameters import integer, number, numbers_by_name, table

VOLDOET, NIET, ONBEKEND = "voldoet", "voldoet niet", "onbekend"
NIET_PASSEND = "niet passend, compromis of besluit nodig"
ONVOLLEDIG = "onvolledig"
WENSSCORE = "wensscore"
GECLUSTERD, KLEINSCHALIG = "geclusterd", "kleinschalig, onder monitorgrens"
HALF = 0.5
WAARDEN = (0.0, HALF, 1.0)
# Fact of the place -> column of walk access per cell.
LOOP = {
    "w": "w",
    "afstand_halte_m": "afstand_ov_m",
    "afstand_ontmoeting_m": "afstand_ontmoeting_m",
    "afstand_groen_m": "afstand_park_m",
}
# Fact of the place -> class of that distance: it is there where nothing lies within reach.
LOOP_CLASS = {
    "afstand_halte_m": "klasse_ov",
    "afstand_ontmoeting_m": "klasse_ontmoeting",
    "afstand_groen_m": "klasse_park",
}
NORM = "huisarts_norm"
OUDEREN = ("ouder", "senior", "older people", "elderly")


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a person answered.

    Attributes:
        waarde: True, False, or for a wens 0, 0.5 or 1.
        naam: who answered: an organisation or a role.
        datum: when.
    """

    waarde: bool | float
    naam: str
    datum: date


@dataclass(frozen=True, slots=True)
class Regel:
    """One eis or wens as listed.

    Attributes:
        sleutel, titel: key and what people read.
        een_van: ways to meet it, each `veld`, `van`, `regel` and where needed `grens`.
        alleen: kind of initiative it is for; empty for all.
    """

    sleutel: str
    titel: str
    een_van: tuple[Mapping[str, str], ...]
    alleen: str = ""


@dataclass(frozen=True)
class Kader:
    """The two lists with their weights; the default is that of the reference table."""

    eisen: tuple[Regel, ...]
    wensen: tuple[Regel, ...]
    gewichten: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Punt:
    """One eis or wens, judged.

    Attributes:
        sleutel, titel: of the rule.
        oordeel: of an eis `voldoet`, `voldoet niet` or `onbekend`; of a wens its score or None.
        bron: `feit`, `programma` or `antwoord`: what decided; empty when nothing is known.
        naam, datum: of the answer that decided.
    """

    sleutel: str
    titel: str
    oordeel: str | float | None
    bron: str = ""
    naam: str = ""
    datum: date | None = None


@dataclass(frozen=True)
class Uitkomst:
    """Outcome of the test.

    Attributes:
        uitkomst: `niet passend, compromis of besluit nodig`, `onvolledig` or `wensscore`.
        eisen, wensen: every point, in the order of the list.
        laag, hoog: score of the wensen with everything unknown at 0 and at 1, 0 to 1.
        label: `geclusterd`, or `kleinschalig, onder monitorgrens`; empty when smaller or unknown.
    """

    uitkomst: str
    eisen: tuple[Punt, ...]
    wensen: tuple[Punt, ...]
    laag: float
    hoog: float
    label: str
    niet: tuple[str, ...] = field(default=())
    onbekend: tuple[str, ...] = field(default=())


def standard() -> Kader:
    """The lists of the reference table, with the weights of the register."""
    eisen, wensen = _lists()
    return Kader(eisen, wensen, numbers_by_name("toets.weights"))


@cache
def _lists() -> tuple[tuple[Regel, ...], tuple[Regel, ...]]:
    listed = table("toetsingskader")
    eisen, wensen = (
        tuple(
            Regel(row["sleutel"], row["titel"], tuple(row["een_van"]), row.get("alleen", ""))
            for row in listed[name]
        )
        for name in ("eisen", "wensen")
    )
    return eisen, wensen


def assess(
    feiten: Mapping[str, Any],
    programma: Mapping[str, Any],
    antwoorden: Mapping[str, Antwoord],
    kader: Kader | None = None,
) -> Uitkomst:
    """Test one initiative.

    Args:
        feiten: of the place, by name of the field; absent, None and NaN are unknown.
        programma: of the initiative; `soort` and `woningen` among them.
        antwoorden: by field.
        kader: other lists or weights.

    Raises:
        ValueError: an answer to a wens that is not 0, 0.5 or 1, or a wens without weight.
    """
    rules = kader or standard()
    known = {"feit": feiten, "programma": programma, "antwoord": antwoorden}
    kind = str(programma.get("soort") or "")
    eisen = tuple(_eis(rule, known) for rule in rules.eisen if rule.alleen in ("", kind))
    wensen = tuple(_wens(rule, known) for rule in rules.wensen if rule.alleen in ("", kind))
    low, high = score_range(
        [_weight(rules, point.sleutel) for point in wensen],
        [point.oordeel if isinstance(point.oordeel, float) else None for point in wensen],
    )
    failing = tuple(point.titel for point in eisen if point.oordeel == NIET)
    unknown = tuple(point.titel for point in eisen if point.oordeel == ONBEKEND)
    outcome = NIET_PASSEND if failing else ONVOLLEDIG if unknown else WENSSCORE
    return Uitkomst(
        outcome, eisen, wensen, low, high, _label(programma.get("woningen")), failing, unknown
    )


def too_far(cell: Mapping[Any, Any]) -> dict[str, float]:
    """Distances of a cell that are known to be beyond reach, as infinite: to test with.

    A cell from which nothing of a kind is reached has a class and no number (reading 48). That is
    an answer, not an unknown: the norm is not met.

    Args:
        cell: walk access of the place, with the columns of LOOP and LOOP_CLASS.
    """
    return {
        name: math.inf
        for name, column in LOOP_CLASS.items()
        if isinstance(cell.get(column), str) and not _has_number(cell.get(LOOP[name]))
    }


def _has_number(value: object) -> bool:
    return isinstance(value, int | float) and not math.isnan(value)


def balance_not_worse(doelgroep: str | None) -> bool | None:
    """Whether the balance of the buurt stays as it is.

    Homes for older people leave draaglast unchanged (reading 72); of others it is not known here.
    """
    group = (doelgroep or "").lower()
    return True if any(word in group for word in OUDEREN) else None


def score_range(weights: Sequence[float], values: Sequence[float | None]) -> tuple[float, float]:
    """Score of the wensen, `sum w v / sum w`, with onbekend at 0 and at 1 (T-31).

    Args:
        weights: above 0, one per wens.
        values: 0 to 1, None = onbekend.

    Returns:
        Low and high; both NaN without any wens.
    """
    total = sum(weights)
    if not total:
        return float("nan"), float("nan")
    met = sum(w * v for w, v in zip(weights, values, strict=True) if v is not None)
    open_ = sum(w for w, v in zip(weights, values, strict=True) if v is None)
    return met / total, (met + open_) / total


def _weight(rules: Kader, key: str) -> float:
    if key not in rules.gewichten:
        raise ValueError(f"Wens {key} heeft geen gewicht in toets.weights.")
    return float(rules.gewichten[key])


def _eis(rule: Regel, known: Mapping[str, Mapping[str, Any]]) -> Punt:
    """Met when one way is met; failed when every way is known and none is met."""
    judged = [(way, _met(way, known)) for way in rule.een_van]
    good = next((way for way, met in judged if met), None)
    if good is not None:
        return _point(rule, VOLDOET, good, known)
    if any(met is None for _, met in judged):
        return Punt(rule.sleutel, rule.titel, ONBEKEND)
    return _point(rule, NIET, judged[-1][0], known)


def _wens(rule: Regel, known: Mapping[str, Mapping[str, Any]]) -> Punt:
    """The best of the known ways; unknown only when none is known or better may come."""
    scored = [(way, _score(way, known)) for way in rule.een_van]
    found = [(way, value) for way, value in scored if value is not None]
    best = max(found, key=lambda one: one[1], default=None)
    if best is None or (len(found) < len(scored) and best[1] < 1):
        return Punt(rule.sleutel, rule.titel, None)
    return _point(rule, best[1], best[0], known)


def _score(way: Mapping[str, str], known: Mapping[str, Mapping[str, Any]]) -> float | None:
    answer = known[way["van"]].get(way["veld"])
    if isinstance(answer, Antwoord) and not isinstance(answer.waarde, bool):
        if float(answer.waarde) not in WAARDEN:
            raise ValueError(f"Antwoord op {way['veld']} is {answer.waarde}; verwacht 0, 0,5 of 1.")
        return float(answer.waarde)
    met = _met(way, known)
    return None if met is None else float(met)


def _met(way: Mapping[str, str], known: Mapping[str, Mapping[str, Any]]) -> bool | None:
    """Whether one way is met; None when its field is not known, or is half there."""
    value = known[way["van"]].get(way["veld"])
    if isinstance(value, Antwoord):
        value = value.waarde
    missing = value is None or (isinstance(value, float) and np.isnan(value))
    rule = way["regel"]
    if rule == "ingevuld":
        return None if missing or not str(value).strip() else True
    if missing:
        return None
    if rule == "ja":
        return None if value == HALF else bool(value)
    limit, slack = number(way["grens"]), number("common.tolerance")
    if rule == "minstens":
        return bool(float(value) >= limit - slack)  # type: ignore[arg-type] # None is gone above
    return bool(float(value) <= limit + slack)  # type: ignore[arg-type] # None is gone above


def _point(
    rule: Regel,
    judgement: str | float,
    way: Mapping[str, str],
    known: Mapping[str, Mapping[str, Any]],
) -> Punt:
    answer = known[way["van"]].get(way["veld"])
    who = answer if isinstance(answer, Antwoord) else None
    return Punt(
        rule.sleutel,
        rule.titel,
        judgement,
        way["van"],
        who.naam if who else "",
        who.datum if who else None,
    )


def _label(units: Any) -> str:
    if units is None or (isinstance(units, float) and np.isnan(units)):
        return ""
    if units >= integer("cluster.min_units_monitor"):
        return GECLUSTERD
    return KLEINSCHALIG if units >= integer("toets.kleinschalig_min") else ""


def compare(uitkomst: str, oordeel: str | None) -> str:
    """Botsproef: what the test says against what was decided, in words.

    Args:
        uitkomst: of the test.
        oordeel: what was decided, as the municipality wrote it (`passend`, `niet passend`, …).

    Returns:
        `gelijk`, `anders` or `niet te vergelijken`.
    """
    words = (oordeel or "").strip().lower()
    refused = words.startswith(("niet", "afgewezen", "onpassend"))
    agreed = words.startswith(("passend", "akkoord", "positief"))
    if not (refused or agreed) or uitkomst == ONVOLLEDIG:
        return "niet te vergelijken"
    return "gelijk" if refused == (uitkomst == NIET_PASSEND) else "anders"
