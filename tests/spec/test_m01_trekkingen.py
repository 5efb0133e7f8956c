"""M1, onzekerheid van draaglast: ranks under drawn weights, values and aggregators (METHODS 3.7).

Definition. Two statements, kept apart. Public: in how many of 100 weightings the class is the same.
Restricted: median and 90% interval of the rank within the gemeente, and the share of draws in the
top 20%, over 1,000 draws of weights, indicator values and aggregator. Neither is a chance.

Formula. Weights from Dirichlet(20 * n * w), so that their mean is the default. A value of the
health monitor gets a normal error with sd (upper - lower) / 3.92; a rate made from a count the
Poisson error of the count. Half of the draws use the weighted mean, the other half the
complement-geometric D and the geometric K. Rank 1 is the highest, ties share the mean rank, the top
20% is rounded up.

Inputs. The indicators of M1 with the intervals of their publishers, and the counts behind rates.

Limits. Errors of indicators are drawn independently, though those of one model are not. The number
of draws, the seed and the factor 20 are PROPOSED. One-at-a-time changes are reported beside it as
the mean shift in rank, without naming an area.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pipelines.indicators.draaglast import bereken
from pipelines.indicators.draaglast_scores import read_values, score, t_scores
from pipelines.indicators.draaglast_trekkingen import draw_index
from pipelines.indicators.gevoeligheid import draw_weights, rank_uncertainty, ranks
from pipelines.indicators.kansen_weging import agreement_top


def test_error_of_a_value_reaches_the_index_as_error_propagation_says(nl: pd.DataFrame) -> None:
    """Only angst uncertain, weights nearly fixed: sd of raw D is w * 10/sd_L2 * (10 sd/sd_angst)/3.

    Of the draws with the weighted mean; drawn with 4,000 draws, agreement within 5%.
    """
    ref = bereken(nl, nl, draws=1).referentie
    middle = nl[["angst"]].sub(nl["angst"].mean()).abs().sum(axis=1).idxmin()
    here = nl.loc[[middle]].assign(angst_sd=1.0)
    scored = score(t_scores(read_values(here, ref.methode), ref), ref)
    rng = np.random.default_rng(4)
    drawn = draw_index(here, scored, ref, 4000, rng)["D"][:, 0]
    fixed = draw_index(here.drop(columns="angst_sd"), scored, ref, 4000, np.random.default_rng(4))
    slope = 10.0 / ref.indicatoren["angst"].sd
    expected = 0.25 * (10.0 / ref.indexen["D"].dimensies["L2"].sd) * slope / 3.0
    extra = np.sqrt(max(drawn.var() - fixed["D"][:, 0].var(), 0.0))
    assert extra == pytest.approx(expected, rel=0.25)
    assert drawn.mean() == pytest.approx(fixed["D"].mean(), abs=0.3)


def test_example_two_areas_change_places_as_often_as_the_beta_distribution_says() -> None:
    """Two parts, scores (60, 40) and (48, 50): the first leads while w1 > 10/22.

    With equal weights w1 is Beta(20, 20): P(w1 > 10/22) = 0.719; 4,000 draws give it within 0.02.
    """
    weights = draw_weights(np.array([0.5, 0.5]), 4000, np.random.default_rng(1))
    scores = np.array([[60.0, 40.0], [48.0, 50.0]])
    first = ranks(weights @ scores.T)[:, 0] == 1
    exact = stats.beta(20, 20).sf(10 / 22)
    assert first.mean() == pytest.approx(exact, abs=0.02)
    cells = pd.DataFrame(scores / 100, columns=["V", "T"])
    both = np.ones(2, dtype=bool)
    found = agreement_top(cells, both, {"V": 0.5, "T": 0.5}, draws=4000)
    assert found[0] == pytest.approx(exact, abs=0.02)
    assert found.sum() == pytest.approx(1.0)


def test_count_of_zero_and_value_without_error_are_exact(nl: pd.DataFrame) -> None:
    """Without errors, two areas that are equal in all dimensions share their rank in every draw."""
    here = pd.concat([nl.iloc[[0]], nl.iloc[[0]], nl.iloc[5:20]])
    here.index = pd.Index([f"BU{at}" for at in range(len(here))])
    table = bereken(here, bereken(nl, nl, draws=1).referentie, draws=200).tabel
    for name in ("D_rang", "D_rang_onder", "D_rang_boven", "D_top20_pct"):
        assert table[name].iloc[0] == table[name].iloc[1]


def test_rank_interval_widens_with_the_error_of_the_values(nl: pd.DataFrame) -> None:
    """The same areas, once with an error of 3 points in every RIVM value: wider intervals."""
    ref = bereken(nl, nl, draws=1).referentie
    here = nl.iloc[:40]
    names = ("beperking", "angst", "eenzaam", "veerkracht", "rondkomen")
    unsure = here.assign(**{f"{name}_sd": 3.0 for name in names})
    width = [
        (t["D_rang_boven"] - t["D_rang_onder"]).astype(float).mean()
        for t in (bereken(f, ref, draws=300).tabel for f in (here, unsure))
    ]
    assert width[1] > width[0] * 1.2


def test_result_is_the_same_at_every_run(nl: pd.DataFrame) -> None:
    """A fixed seed: two runs agree to the last digit."""
    ref = bereken(nl, nl, draws=1).referentie
    here = nl.iloc[:30].assign(angst_sd=2.0, bijstand_sd=1.0, bijstand_telling=9.0)
    first, second = (bereken(here, ref, draws=150).tabel for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 12), st.integers(1, 30), st.integers(0, 1000))
def test_ranks_add_up_and_the_top_is_never_larger_than_declared(
    areas: int, draws: int, seed: int
) -> None:
    """Ranks of n areas add up to n (n + 1) / 2; without ties exactly ceil(0.2 n) are in the top."""
    index = np.random.default_rng(seed).normal(size=(draws, areas))
    np.testing.assert_allclose(ranks(index).sum(axis=1), areas * (areas + 1) / 2)
    top = rank_uncertainty(index)["aandeel_top20"].sum()
    assert top == pytest.approx(np.ceil(0.2 * areas - 1e-9))


def test_null_areas_take_no_rank(nl: pd.DataFrame) -> None:
    """A buurt of 150 inhabitants has no rank, and the others rank as if it were not there."""
    ref = bereken(nl, nl, draws=1).referentie
    here = nl.iloc[:21].copy()
    here.loc[here.index[20], "inwoners"] = 150.0
    with_small = bereken(here, ref, draws=100).tabel
    without = bereken(here.iloc[:20], ref, draws=100).tabel
    assert pd.isna(with_small["D_rang"].iloc[20])
    assert with_small["D_rang_status"].iloc[20] == "ontbreekt"
    assert with_small["D_rang"].iloc[:20].max() <= 20
    assert without["D_rang"].notna().all()


def test_contributions_add_up_to_the_index(nl: pd.DataFrame) -> None:
    """Bars of the dimensions add up to D - 50, those of indicators to their dimension - 50."""
    run = bereken(nl, nl, draws=1)
    for index, names in (("D", "L1 L2 L3 L4"), ("K", "K1 K2 K3 K4")):
        total = run.onderdelen[[f"{n}_bijdrage" for n in names.split()]].sum(axis=1)
        np.testing.assert_allclose(total + 50, run.tabel[index].astype(float))
    of_l1 = run.onderdelen[["wmo_bijdrage", "beperking_bijdrage", "jeugdzorg_bijdrage"]]
    np.testing.assert_allclose(of_l1.sum(axis=1) + 50, run.tabel["L1"].astype(float))
    weights = run.onderdelen[["L1_gewicht", "L2_gewicht", "L3_gewicht", "L4_gewicht"]]
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
