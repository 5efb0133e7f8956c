"""M9, weights of the kansenkaart: profiles, a workshop, and agreement over weightings.

Definition. What the criteria of `m09_kansen` weigh: three named profiles (gemeente, corporatie,
zorg), weights from a workshop, and how much the outcome depends on them.

Formula. Rank-order centroid: `w_k = (1/n) sum_{i=k..n} 1/i`. Pairwise comparison: the principal
eigenvector, usable when the consistency ratio is below 0.10 [SAA80]. `P(top 10%)` is the share of
1,000 weightings from Dirichlet(20 n w), fixed seed, in which a cell is among the highest 10% of its
gemeente, rounded up, ties sharing the mean rank. Ranks over the same weightings: median and 90%
interval. R: the mean shift in rank when a criterion is left out, a weight is 20% higher or lower,
ranks replace values, or the geometric variant is taken.

Inputs. `data/reference/weegprofielen.toml`, the profile of the municipality, scores per criterion.

Limits. Agreement over weights, not a chance; public in words only, ranks and shares are restricted.
Values and aggregation are kept in the draws. PROPOSED: all weights, the number of draws, the factor
20.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.parameters import ParameterError, numbers_by_name
from data.weegprofielen import CRITERIA, DEFAULT, weight_profiles
from pipelines.indicators.gevoeligheid import draw_weights, ranks
from pipelines.indicators.kansen import Parameters
from pipelines.indicators.kansen_gevoeligheid import INTERVAL, one_at_a_time, rank_interval
from pipelines.indicators.kansen_weging import (
    agreement_top,
    ahp_weights,
    consistent,
    in_words,
    rank_order_centroid,
    weights_in_words,
)

NAN = np.nan


def test_the_default_profile_is_that_of_the_register() -> None:
    found = weight_profiles()
    assert set(found) == {"gemeente", "corporatie", "zorg"}
    assert found[DEFAULT] == numbers_by_name("kans.weights")
    for weights in found.values():
        assert tuple(weights) == CRITERIA
        assert sum(weights.values()) == pytest.approx(1)


def test_the_listed_profile_of_the_municipality_equals_the_register() -> None:
    from data.parameters import table

    listed = {code: table("weegprofielen")[DEFAULT][code] for code in CRITERIA}
    assert listed == numbers_by_name("kans.weights")


def test_a_municipality_replaces_a_profile() -> None:
    own = dict.fromkeys(CRITERIA, 0.16) | {"V": 0.2}
    assert weight_profiles({"zorg": own})["zorg"] == own
    assert weight_profiles({"zorg": own})[DEFAULT] == numbers_by_name("kans.weights")


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"wonen": dict.fromkeys(CRITERIA, 1 / 6)}, "bestaat niet"),
        ({"zorg": {"V": 1.0}}, "verwacht V, T, H, Z, R, B"),
        ({"zorg": dict.fromkeys(CRITERIA, 0.2)}, "zijn samen 1.2"),
        ({"zorg": {**dict.fromkeys(CRITERIA, 0.3), "B": -0.5}}, "geen negatief"),
    ],
)
def test_wrong_profiles_are_refused(chosen: dict[str, dict[str, float]], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        weight_profiles(chosen)


def test_weights_in_words_start_with_the_heaviest() -> None:
    told = weights_in_words({"V": 0.25, "H": 0.0, "Z": 0.75}, {"V": "vraag", "Z": "zorg"})
    assert told == "zorg 75%, vraag 25%"


# A workshop


def test_example_rank_order_centroid_of_three() -> None:
    """11/18, 5/18 and 2/18."""
    assert rank_order_centroid(3).tolist() == pytest.approx([11 / 18, 5 / 18, 2 / 18])
    assert rank_order_centroid(1).tolist() == [1]
    with pytest.raises(ValueError, match="minstens 1"):
        rank_order_centroid(0)


@given(st.integers(1, 30))
def test_rank_order_centroid_falls_and_adds_up(n: int) -> None:
    weights = rank_order_centroid(n)
    assert weights.sum() == pytest.approx(1)
    assert (np.diff(weights) < 0).all()


def test_a_consistent_comparison_gives_its_weights_back() -> None:
    true = np.array([0.5, 0.3, 0.2])
    weights, ratio = ahp_weights(true[:, None] / true[None, :])
    assert weights.tolist() == pytest.approx(true.tolist())
    assert ratio == pytest.approx(0, abs=1e-12)
    assert consistent(ratio)


def test_a_contradiction_is_too_inconsistent_to_use() -> None:
    """A over B, B over C and C over A, each 3 to 1: lambda 4.333, CR 1.149 [SAA80]."""
    a = [[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]]
    weights, ratio = ahp_weights(a)
    assert weights.tolist() == pytest.approx([1 / 3] * 3)
    assert f"{ratio:.3f}" == "1.149"
    assert not consistent(ratio)


@pytest.mark.parametrize("a", [[[1, 2]], [[1, 2], [2, 1]], [[1, -2], [-0.5, 1]], np.ones((11, 11))])
def test_comparisons_that_are_none_are_refused(a: object) -> None:
    with pytest.raises(ValueError, match="Paarsgewijze vergelijking"):
        ahp_weights(a)  # type: ignore[arg-type]


# Agreement over weightings


def cells(n: int, seed: int = 1, holes: bool = True) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    s = draw.uniform(0, 1, (n, 6)).round(2)
    if holes:
        s[draw.uniform(0, 1, s.shape) < 0.05] = NAN
    return pd.DataFrame(s, columns=list(CRITERIA))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_agreement_equals_ranking_every_weighting(seed: int) -> None:
    """Beside ranks of every weighting one by one; ties share the mean rank (reading 37)."""
    table, weights = cells(43, seed), numbers_by_name("kans.weights")
    scored = table.notna().sum(axis=1).to_numpy() > 3
    scored[:5] = False
    found = agreement_top(table, scored, draws=60)
    s = table.to_numpy()
    drawn = draw_weights(np.array(list(weights.values())), 60, np.random.default_rng(20240101))
    hits = np.zeros(len(s))
    for w in drawn:
        known = ~np.isnan(s)
        value = np.where(known, s, 0) @ w / (known @ w)
        rank = ranks(np.where(scored, value.round(10), NAN))
        hits += rank <= np.ceil(0.1 * scored.sum())
    assert found[scored].tolist() == pytest.approx((hits[scored] / 60).tolist())
    assert np.isnan(found[~scored]).all()


def test_a_cell_that_is_best_in_everything_is_always_at_the_top() -> None:
    table = cells(200, holes=False)
    table.iloc[7] = 1.0
    table.iloc[9] = 0.0
    found = agreement_top(table, np.ones(200, bool), draws=200)
    assert (found[7], found[9]) == (1.0, 0.0)
    assert found.sum() == pytest.approx(20, abs=0.5)


def test_equal_cells_share_their_rank_so_none_is_at_the_top() -> None:
    same = pd.DataFrame({c: [0.5] * 10 for c in CRITERIA})
    assert agreement_top(same, np.ones(10, bool), draws=20).tolist() == [0.0] * 10
    # one cell alone stands out among nobody
    assert np.isnan(agreement_top(same.iloc[:1], np.ones(1, bool), draws=20)).all()


def test_every_gemeente_has_its_own_top() -> None:
    low, high = cells(30, holes=False) / 2, cells(30, holes=False) / 2 + 0.5
    both = pd.concat([low, high], ignore_index=True)
    code = ["GM0001"] * 30 + ["GM0002"] * 30
    found = agreement_top(both, np.ones(60, bool), gemeente=code, draws=50)
    assert found[:30].tolist() == pytest.approx(found[30:].tolist())
    assert agreement_top(both, np.ones(60, bool), draws=50)[:30].max() == 0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(2, 40))
def test_agreement_does_not_depend_on_the_order_of_cells(seed: int, n: int) -> None:
    table = cells(n, seed, holes=False)
    order = np.random.default_rng(seed).permutation(n)
    first = agreement_top(table, np.ones(n, bool), draws=20)
    other = agreement_top(table.iloc[order].reset_index(drop=True), np.ones(n, bool), draws=20)
    assert other.tolist() == pytest.approx(first[order].tolist())


def test_agreement_in_words_is_of_the_top() -> None:
    """Reading 78."""
    assert in_words([0.8312, 0.005, NAN]) == [
        "in 83 van 100 wegingen bij de hoogste 10%",
        "in 1 van 100 wegingen bij de hoogste 10%",
        None,
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_rank_interval_equals_ranking_every_weighting(seed: int) -> None:
    table, weights = cells(31, seed), numbers_by_name("kans.weights")
    scored = table.notna().sum(axis=1).to_numpy() > 3
    scored[:4] = False
    found = rank_interval(table, scored, draws=40)
    s, known = table.to_numpy(), table.notna().to_numpy()
    drawn = draw_weights(np.array(list(weights.values())), 40, np.random.default_rng(20240101))
    every = np.array(
        [
            ranks(np.where(scored, (np.where(known, s, 0) @ w / (known @ w)).round(10), NAN))
            for w in drawn
        ]
    )
    expected = np.nanpercentile(every[:, scored], [50, 5, 95], axis=0)
    assert pytest.approx(expected, abs=1e-4) == found.loc[scored, list(INTERVAL)].to_numpy().T
    assert found[~scored].isna().all(axis=None)


def test_ranks_are_within_the_gemeente_and_one_cell_alone_has_none() -> None:
    table = cells(21, holes=False)
    code = np.array(["A"] * 10 + ["B"] * 10 + ["C"])
    found = rank_interval(table, np.ones(21, bool), gemeente=code, draws=30)
    assert found["rang"].iloc[:20].between(1, 10).all()
    assert (found["rang_onder"].iloc[:20] <= found["rang_boven"].iloc[:20]).all()
    assert found.iloc[20].isna().all()


def test_one_choice_at_a_time_moves_ranks_by_what_it_decides() -> None:
    """Two cells: V prefers the first, T the second, V weighs more; without V they change places."""
    table = pd.DataFrame({"V": [0.9, 0.1], "T": [0.2, 0.6]})
    rule = Parameters(weights={"V": 0.6, "T": 0.4}, min_weight=0.3)
    found = one_at_a_time(table, np.zeros(2, bool), rule)
    assert found["zonder V"] == 1.0
    assert found["zonder T"] == 0.0
    assert found["gewicht V +20%"] == 0.0
    assert set(found.index) == {
        *(f"zonder {c}" for c in "VT"),
        *(f"gewicht {c} {s}20%" for c in "VT" for s in "+-"),
        "normalisatie percentiel",
        "aggregatie geometrisch",
    }


def test_sensitivity_leaves_excluded_cells_out_and_is_none_without_cells() -> None:
    table = cells(12, holes=False)
    rule = Parameters()
    some = np.zeros(12, bool)
    some[:4] = True
    found = one_at_a_time(table, some, rule)
    inside = one_at_a_time(table.iloc[4:].reset_index(drop=True), np.zeros(8, bool), rule)
    assert found.to_dict() == pytest.approx(inside.to_dict())
    assert one_at_a_time(table, np.ones(12, bool), rule).isna().all()
