"""X1, trend van draaglast: classes per buurt and year on one fixed reference.

Definition. Per buurt and year of the key figures the class of draaglast and draagkracht, scored on
the reference moments of the base year. A score on a reference that moves along shows no change; a
score made of other indicators is another score.

Formula. The years are taken from the newest back. A slot stays in the series while every year has
a value for it under the same title; the others leave all years and the reference. The first year
that leaves D or K with less than 75% of its weight ends the series. `draaglast_sinds_begin` is
`hoger` or `lager` from a change of 2.5 points on, half the distance of the class boundary from the
mean, and otherwise `gelijk` [PROPOSED].

Inputs. Every edition of the key figures whose codes may be read in the division of the profile, or
whose areas are converted to it (METHODS 3.1; `reeksbreuk` marks where over a tenth of the addresses
come from elsewhere); of the other feeds the newest edition at the end of that year.

Limits. A figure that does not appear every year is that of the last year before, so a change shows
late. RIVM figures are modelled and must not be used to judge local policy. A class may differ from
that of the layer per buurt, which uses all indicators there are now.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators import draaglast_trend as trend
from pipelines.indicators.draaglast import bereken
from pipelines.indicators.draaglast_methode import Methode, choose, standard

ALL = tuple(slot for d in standard().dimensies if not d.partner for slot in d.slots)


def moved(frame: pd.DataFrame, step: float) -> pd.DataFrame:
    """Everything in L3 shifted by a number of its standard deviations."""
    names = ["bijstand", "armoede", "rondkomen"]
    return frame.assign(**{n: frame[n] + step * frame[n].std() for n in names})


def test_same_figures_in_two_years_give_the_same_scores(nl: pd.DataFrame) -> None:
    """Two years with equal figures have equal scores, those of the plain run."""
    here, method = nl.iloc[:20], choose(nl, nl)
    found, _ = trend.series({2023: here, 2024: here}, nl, method, method.slots)
    pd.testing.assert_series_equal(found[2023]["D"], found[2024]["D"])
    plain = bereken(here, nl, draws=1).tabel
    pd.testing.assert_series_equal(found[2024]["D"], plain["D"])


def test_example_whole_country_moving_is_seen_on_a_fixed_reference(
    nl: pd.DataFrame,
) -> None:
    """L3 half a standard deviation heavier everywhere: D rises; on a moving reference it would not.

    On its own reference the second year would score exactly as the first.
    """
    here, method = nl.iloc[:20], choose(nl, nl)
    later = moved(nl, 0.5).iloc[:20]
    found, _ = trend.series({2023: here, 2024: later}, nl, method, method.slots)
    risen = found[2024]["D"] - found[2023]["D"]
    assert (risen >= -1e-9).all()  # a value beyond the cut of the reference stays at the cut
    assert risen.mean() > 1.0
    moving = bereken(later, moved(nl, 0.5), draws=1).tabel
    np.testing.assert_allclose(moving["D"].astype(float), found[2023]["D"].astype(float), atol=1e-9)


def test_example_slot_missing_in_one_year_leaves_all_years(
    nl: pd.DataFrame,
) -> None:
    """Jeugdzorg unknown in 2023: it is left out of 2024 too, so that no jump is made by it."""
    method = choose(nl, nl)
    years, shared = trend.comparable(
        {2023: [s for s in method.slots if s != "jeugdzorg"], 2024: list(method.slots)}, method
    )
    assert years == [2023, 2024]
    assert "jeugdzorg" not in shared
    here = nl.iloc[:20]
    found, fixed = trend.series(dict.fromkeys(years, here), nl, method, shared)
    assert found[2024]["T_jeugdzorg"].isna().all()
    assert fixed.indicatoren["jeugdzorg"].n == 0
    pd.testing.assert_frame_equal(found[2023], found[2024])


def test_series_ends_where_two_dimensions_are_gone(nl: pd.DataFrame) -> None:
    """2022 has neither L2 nor L3 (50% of the weight): the series is 2023-2024.

    With one dimension gone, exactly 75% is left, and that is enough.
    """
    method = choose(nl, nl)
    without = {"angst", "eenzaam", "veerkracht"}
    one = [s for s in method.slots if s not in without]
    two = [s for s in one if s not in {"bijstand", "armoede", "rondkomen"}]
    years, shared = trend.comparable({2022: two, 2023: one, 2024: list(method.slots)}, method)
    assert years == [2023, 2024]
    assert set(shared) == set(one)
    assert trend.comparable({2024: two}, method) == ([], ())


def test_direction_is_named_from_two_and_a_half_points() -> None:
    """From 50.0 to 52.5 is hoger, to 52.4 gelijk, to 47.5 lager; null stays null."""
    first = pd.Series([50.0, 50.0, 50.0, None], dtype="Float64")
    last = pd.Series([52.5, 52.4, 47.5, 50.0], dtype="Float64")
    assert trend.change(first, last).tolist() == ["hoger", "gelijk", "lager", None]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sets(st.sampled_from(ALL)), min_size=1, max_size=5))
def test_shared_slots_are_in_every_year_and_years_have_no_gap(have: list[set[str]]) -> None:
    """Whatever is known when: years run on to the newest, and each has all shared slots."""
    available = {2020 + at: sorted(names) for at, names in enumerate(have)}
    method = choose_all()
    years, shared = trend.comparable(available, method)
    assert all(set(shared) <= set(available[year]) for year in years)
    if years:
        assert years == list(range(years[0], 2020 + len(have)))
    else:
        assert shared == ()


def choose_all() -> Methode:
    """The method without partner dimensions."""
    partner = frozenset(s for d in standard().dimensies if d.partner for s in d.slots)
    return standard().without_slots(partner)


@pytest.mark.parametrize("gone", ["wmo", "vrz"])
def test_half_of_a_dimension_is_enough_to_go_on(gone: str) -> None:
    """One indicator of two or three may go: its dimension still counts."""
    years, _ = trend.comparable(
        {2023: [s for s in ALL if s != gone], 2024: list(ALL)},
        choose_all(),
    )
    assert years == [2023, 2024]
