"""M13, toetsingskader: an initiative against eisen and wensen.

Definition. Two lists. An eis is `voldoet`, `voldoet niet` or `onbekend`; a wens scores 0, 0.5, 1 or
is onbekend and weighs 1 to 3. One of the eisen failing: "niet passend, compromis of besluit nodig"
with the failing list; otherwise one unknown: "onvolledig"; otherwise the score of the wensen.

Formula. Score range `[sum w v with onbekend = 0, with onbekend = 1] / sum w`. An eis that can be
met in several ways is met by one of them and fails only when all are known and none is met. From 12
dwellings an initiative has the label geclusterd, from 5 to 11 "kleinschalig, onder monitorgrens"
(and meets the eis), below 5 it does not meet it.

Inputs. Facts of the place from other products (walk access, stops, green, meeting places, GP access
where it is computed, class of the buurt), the programme of the initiative, and answers of people,
kept with name and date. Homes for older people leave draaglast unchanged (reading 72), so their
balance is not worse. The lists are in `data/reference/toetsingskader.toml`; limits and weights are
in the register and can be set in a profile.

Limits. The two lists, their weights and limits are PROPOSED, but for the extra eisen of CPO
(SOURCED). What is not known widens the range and is never a fail. The test reports; people decide.
The botsproef runs initiatives of the past through it and shows where it differs from what was
decided.
"""

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import parameters
from pipelines.indicators import toetsingskader
from pipelines.indicators.toetsingskader import (
    GECLUSTERD,
    KLEINSCHALIG,
    NIET_PASSEND,
    ONVOLLEDIG,
    WENSSCORE,
    Antwoord,
    Kader,
    Regel,
    assess,
    compare,
    score_range,
    standard,
    too_far,
)

TODAY = date(2025, 3, 1)


def answer(value: bool | float = True) -> Antwoord:
    return Antwoord(value, "Gemeente, team wonen", TODAY)


GOOD = {"past_omgevingsplan": True, "nultreden": True, "woningen": 24, "doelgroep": "ouderen"}
MET = {"afstand_ontmoeting_m": 80.0, "huisarts_norm": 1.1}


def outcome(
    programma: dict[str, Any] | None = None,
    feiten: dict[str, Any] | None = None,
    **antwoorden: Antwoord,
) -> toetsingskader.Uitkomst:
    return assess(feiten if feiten is not None else MET, programma or GOOD, antwoorden)


# Worked example


def test_t31_range_of_the_wensen() -> None:
    """Weights 3, 2, 2 and 1, values 1, 0.5, onbekend and 1: range 0.625 to 0.875."""
    low, high = score_range([3, 2, 2, 1], [1, 0.5, None, 1])
    assert (f"{low:.3f}", f"{high:.3f}") == ("0.625", "0.875")


def test_t31_through_the_test_itself() -> None:
    """The same four wensen as a list, answered by people."""
    rules = tuple(
        Regel(key, key, ({"veld": key, "van": "antwoord", "regel": "ja"},)) for key in "abcd"
    )
    kader = Kader((), rules, {"a": 3, "b": 2, "c": 2, "d": 1})
    answers = {"a": answer(True), "b": answer(0.5), "d": answer(1)}
    found = assess({}, {}, answers, kader)
    assert (found.uitkomst, found.laag, found.hoog) == (WENSSCORE, 0.625, 0.875)


# Eisen


def test_all_eisen_met_gives_a_score_range() -> None:
    found = outcome()
    assert found.uitkomst == WENSSCORE
    assert (found.niet, found.onbekend) == ((), ())
    assert 0 == found.laag < found.hoog == 1


def test_one_failing_eis_goes_before_an_unknown_one() -> None:
    found = outcome({**GOOD, "nultreden": False, "doelgroep": None})
    assert found.uitkomst == "niet passend, compromis of besluit nodig"
    assert found.niet == ("Nultreden",)
    assert found.onbekend == ("Doelgroep benoemd",)


def test_an_unknown_eis_is_incomplete_and_no_fail() -> None:
    found = outcome({**GOOD, "nultreden": None})
    assert found.uitkomst == "onvolledig"
    assert found.onbekend == ("Nultreden",)


def test_one_way_is_enough_and_a_fail_needs_all_ways() -> None:
    no_plan = {**GOOD, "past_omgevingsplan": False}
    assert outcome(no_plan).uitkomst == ONVOLLEDIG
    assert outcome(no_plan, principemedewerking=answer()).uitkomst == WENSSCORE
    assert outcome(no_plan, principemedewerking=answer(False)).uitkomst == NIET_PASSEND
    far = {**MET, "afstand_ontmoeting_m": 101.0}
    assert outcome(feiten=far).uitkomst == ONVOLLEDIG
    assert outcome({**GOOD, "ontmoetingsruimte": False}, far).niet == (
        "Ontmoetingsruimte in het gebouw of dichtbij",
    )


@pytest.mark.parametrize(
    ("units", "label", "met"),
    [(12, GECLUSTERD, True), (11, KLEINSCHALIG, True), (5, KLEINSCHALIG, True), (4, "", False)],
)
def test_size_gives_the_label(units: int, label: str, met: bool) -> None:
    found = outcome({**GOOD, "woningen": units})
    assert found.label == label
    assert (found.uitkomst == WENSSCORE) is met


def test_gp_access_of_nine_tenths_of_the_norm_is_enough() -> None:
    """A x 2095 of at least 0.9, tested unrounded with a tolerance of 1e-9 (reading 67)."""
    assert outcome(feiten={**MET, "huisarts_norm": 0.9 - 1e-12}).uitkomst == WENSSCORE
    assert outcome(feiten={**MET, "huisarts_norm": 0.8999}).uitkomst == ONVOLLEDIG
    low = outcome(feiten={**MET, "huisarts_norm": 0.8999}, zorgverklaring=answer(False))
    assert low.uitkomst == NIET_PASSEND


def test_cpo_has_two_more_eisen() -> None:
    cpo = {**GOOD, "soort": "CPO"}
    assert outcome(cpo).onbekend == (
        "Kloppende businesscase",
        "Professionele ondersteuning van de initiatiefnemers",
    )
    assert outcome(cpo, businesscase=answer(), ondersteuning=answer()).uitkomst == WENSSCORE
    assert len(outcome(cpo).eisen) == len(outcome().eisen) + 2


# Answers and facts


def test_an_answer_keeps_its_name_and_date() -> None:
    found = outcome({**GOOD, "past_omgevingsplan": None}, principemedewerking=answer())
    (point,) = [p for p in found.eisen if p.sleutel == "omgevingsplan"]
    assert (point.bron, point.naam, point.datum) == ("antwoord", "Gemeente, team wonen", TODAY)
    (fact,) = [p for p in found.eisen if p.sleutel == "ontmoeting"]
    assert (fact.bron, fact.naam, fact.datum) == ("feit", "", None)


def test_facts_fill_wensen_and_an_answer_may_be_half() -> None:
    facts = {**MET, "w": 60.0, "afstand_halte_m": 301.0, "afstand_groen_m": math.nan}
    found = outcome(feiten=facts, technologie=answer(0.5))
    scores = {p.sleutel: p.oordeel for p in found.wensen}
    assert (scores["loopbereikbaarheid"], scores["halte"]) == (1.0, 0.0)
    assert (scores["groen"], scores["technologie"], scores["mix"]) == (None, 0.5, None)
    with pytest.raises(ValueError, match="verwacht 0, 0,5 of 1"):
        outcome(technologie=answer(0.7))


def test_half_an_answer_meets_no_eis_and_fails_none() -> None:
    half = outcome({**GOOD, "nultreden": answer(0.5)})
    assert (half.uitkomst, half.onbekend) == (ONVOLLEDIG, ("Nultreden",))


def test_limits_and_weights_can_be_set_in_a_profile() -> None:
    with parameters.chosen({"toets.kleinschalig_min": 8}):
        assert outcome({**GOOD, "woningen": 7}).uitkomst == NIET_PASSEND
    weights = dict.fromkeys(standard().gewichten, 1.0)
    with parameters.chosen({"toets.weights": weights}):
        assert outcome(feiten={**MET, "w": 80.0}).laag == pytest.approx(1 / len(weights))
    with pytest.raises(ValueError, match="geen gewicht"):
        assess({}, {}, {}, Kader((), standard().wensen, {}))


def test_lists_are_complete() -> None:
    kader = standard()
    assert {rule.sleutel for rule in kader.wensen} == set(kader.gewichten)
    assert all(1 <= weight <= 3 for weight in kader.gewichten.values())
    for rule in (*kader.eisen, *kader.wensen):
        for way in rule.een_van:
            assert way["van"] in ("feit", "programma", "antwoord")
            assert ("grens" in way) == (way["regel"] in ("minstens", "hoogstens"))
            if "grens" in way:
                parameters.number(way["grens"])


def test_no_word_of_the_test_is_a_permission() -> None:
    said = (NIET_PASSEND, ONVOLLEDIG, WENSSCORE, GECLUSTERD, KLEINSCHALIG)
    listed = [rule.titel for rule in (*standard().eisen, *standard().wensen)]
    assert not [text for text in (*said, *listed) if "toegestaan" in text or "vergun" in text]


# Botsproef


@pytest.mark.parametrize(
    ("found", "decided", "word"),
    [
        (NIET_PASSEND, "niet passend", "gelijk"),
        (NIET_PASSEND, "Passend", "anders"),
        (WENSSCORE, "passend, na aanpassing", "gelijk"),
        (WENSSCORE, "afgewezen", "anders"),
        (ONVOLLEDIG, "passend", "niet te vergelijken"),
        (WENSSCORE, None, "niet te vergelijken"),
        (WENSSCORE, "in behandeling", "niet te vergelijken"),
    ],
)
def test_what_was_decided_is_compared(found: str, decided: str | None, word: str) -> None:
    assert compare(found, decided) == word


# What holds for all inputs

values = st.sampled_from([None, 0.0, 0.5, 1.0])
wishes = st.lists(st.tuples(st.integers(1, 3), values), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(wishes)
def test_range_lies_between_0_and_1_and_is_closed_by_answers(found: list) -> None:
    weights, scores = zip(*found, strict=True)
    low, high = score_range(weights, scores)
    assert 0 <= low <= high <= 1
    assert (low == high) == (None not in scores)
    for at, score in enumerate(scores):
        if score is None:
            for value in (0.0, 0.5, 1.0):
                filled = (*scores[:at], value, *scores[at + 1 :])
                inside = score_range(weights, filled)
                assert low - 1e-12 <= inside[0] <= inside[1] <= high + 1e-12


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(GOOD)), unique=True))
def test_knowing_less_never_turns_into_a_better_outcome(unknown: list[str]) -> None:
    found = outcome({k: None if k in unknown else v for k, v in GOOD.items()})
    assert (found.uitkomst == WENSSCORE) == (not unknown)
    assert found.uitkomst != NIET_PASSEND


def test_no_wensen_at_all_has_no_score() -> None:
    assert all(math.isnan(v) for v in score_range([], []))


def test_a_stop_beyond_reach_is_too_far_and_not_unknown() -> None:
    """Reading 48: nothing within 2 km has a class and no number; without a class it is unknown."""
    cell = {
        "w": 40.0,
        "afstand_ov_m": None,
        "klasse_ov": "slecht",
        "afstand_ontmoeting_m": math.nan,
        "klasse_ontmoeting": None,
        "afstand_park_m": 250.0,
        "klasse_park": "goed",
    }
    found = too_far(cell)
    assert found == {"afstand_halte_m": math.inf}
    tested = assess(found, {"soort": "regulier"}, {})
    judged = {point.sleutel: point.oordeel for point in tested.wensen}
    assert judged["halte"] == 0.0
    assert judged["groen"] is None  # the caller gives the number itself; here it gave none
    assert too_far({}) == {}
