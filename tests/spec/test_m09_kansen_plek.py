"""M9, sites of the kansenkaart: plan sites, complexes, what surrounds them, and validation.

Definition. The score of `m09_kansen` for a plan or transformation site and for a complex of a
corporation; the built-up area and warnings; whether existing clusters score above homes beside
them.

Formula. A site takes the mean of the cells under it by area, a complex its own cell. H of a plan
site: owner corporatie or gemeente 1, a plan 1, room for 12 dwellings (floor of area x 1.2 / 90 m2),
zoning 1, 0.5 or 0; the mean of what is known, from two on (reading 59). H of a complex is four
parts of its own weight: one owner 0.05, step-free share 0.05, 12 dwellings 0.03, meeting room
within 100 m 0.02 (reading 74). What each criterion adds, `100 w_c s_c` over the weight that is
known, adds up to the score. Built-up: touching inhabited cells with 50 dwellings together, and 500
m around. AUC: the share of pairs in which a cluster scores above a residential cell drawn in the
same buurt, a tie for half.

Inputs. Cells of `m09_kansen`; of partners plans, projects, complexes and meeting rooms; BAG. Of a
gemeente monuments, heat stress and contaminated soil (`waarschuwingsvlakken`): a cell that one
touches is warned of, a kind that nobody delivers is named as missing.

Limits. Restricted: it rests on plans and property. Complexes of fewer than 10 dwellings are not in
it. A site half or less excluded keeps its score and says how much of it is. PROPOSED: FSI, square
metres, the split of H, the built-up area, five cells per cluster, twenty blind locations.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from data.parameters import numbers_by_name
from pipelines.indicators import kansen_toets
from pipelines.indicators.kansen import Parameters, opportunity
from pipelines.indicators.kansen_plek import (
    cell_feasibility,
    complex_feasibility,
    complex_weights,
    over_cells,
    plan_feasibility,
)
from pipelines.indicators.kansen_ruimte import (
    WAARSCHUWINGEN,
    highest,
    outside_settlement,
    settled_cells,
    warnings,
)
from pipelines.indicators.raster import cell_names

INF, NAN = np.inf, np.nan


# Plan sites


def test_feasibility_of_a_plan_site() -> None:
    """1,800 m2 of a corporation that fits the zoning plan: all four parts, 24 dwellings (T-24)."""
    found = plan_feasibility(
        ["corporatie", "ontwikkelaar", None, None],
        ["past", "wijziging nodig", "belemmering", None],
        [1800, 800, NAN, NAN],
    )
    assert found["h"][:3].tolist() == pytest.approx([1.0, (0 + 1 + 0 + 0.5) / 4, 0.5])
    assert np.isnan(found["h"][3])  # that it is a plan site is one known part: too little
    assert found["eenheden"][:2].tolist() == [24, 10]
    with pytest.raises(ValueError, match="Eigenaar"):
        plan_feasibility(["kerk"], ["past"], [100])


def test_feasibility_of_a_cell_takes_the_best_site_and_the_property() -> None:
    sites = plan_feasibility(["ontwikkelaar", "gemeente"], ["belemmering", "past"], [800, 1800])
    parts = sites[["eigenaar", "plan", "capaciteit", "belemmering"]].iloc[[0, 1, 0]]
    h = cell_feasibility(4, [0, 0, 1], parts, [NAN, NAN, 1, NAN], plans_known=True)
    assert h[:3].tolist() == pytest.approx([1.0, 0.25, 0.5])  # third: owned, and no plan
    assert np.isnan(h[3])
    alone = cell_feasibility(2, [], parts.iloc[:0], [1, NAN], plans_known=False)
    assert np.isnan(alone).all()


def test_criteria_of_a_site_are_those_of_its_cells_by_area() -> None:
    values = pd.DataFrame({"V": [1.0, 0.0, NAN], "T": [0.2, 0.6, 1.0]})
    found = over_cells(3, [0, 0, 1], [3000, 1000, 500], values)
    assert found["V"][0] == pytest.approx(0.75)
    assert found["T"].tolist()[:2] == pytest.approx([0.3, 1.0])
    assert np.isnan(found["V"][1])
    assert np.isnan(found.iloc[2]).all()


# Complexes


def test_feasibility_of_a_complex_is_split_in_four() -> None:
    """Reading 74: one owner 0.05, step-free share 0.05, 12 dwellings 0.03, meeting room 0.02."""
    weights = complex_weights(numbers_by_name("kans.weights"))
    assert sum(weights.values()) == pytest.approx(1)
    assert weights["H_eigenaar"] == pytest.approx(0.05)
    assert weights["H_nultreden"] == pytest.approx(0.05)
    assert weights["H_eenheden"] == pytest.approx(0.03)
    assert weights["H_ontmoeting"] == pytest.approx(0.02)
    parts = complex_feasibility([48, 11, 24], [48, 20, NAN], [36, NAN, 0], [0, 100.01, INF])
    assert parts["H_eigenaar"].tolist()[:2] == [1, 0]
    assert np.isnan(parts["H_eigenaar"][2])
    assert parts["H_nultreden"][0] == pytest.approx(0.75)
    assert np.isnan(parts["H_nultreden"][1])
    assert parts["H_eenheden"].tolist() == [1, 0, 1]
    assert parts["H_ontmoeting"].tolist() == [1, 0, 0]


def test_example_score_of_a_complex() -> None:
    """All of V, T, Z, R, B 0.8, one owner, half step-free, 48 dwellings, no meeting room."""
    row = {c: [0.8] for c in "VTZRB"}
    parts = complex_feasibility([48], [48], [24], [INF])
    table = opportunity(
        pd.DataFrame(row).join(parts),
        np.array([False]),
        np.array([None], dtype=object),
        Parameters(weights=complex_weights(numbers_by_name("kans.weights"))),
    )
    assert table["s"][0] == pytest.approx(100 * (0.85 * 0.8 + 0.05 + 0.025 + 0.03))


# Surroundings


def test_a_farm_is_no_settlement_and_touching_cells_count_together() -> None:
    town = np.repeat(cell_names([10, 11, 12], [10, 11, 11]), [20, 20, 10])
    farm = np.array(["E0030N0030", None], dtype=object)
    assert settled_cells(np.concatenate([town, farm])).tolist() == [
        "E0010N0010",
        "E0011N0011",
        "E0012N0011",
    ]
    assert settled_cells(town[:49], 50).tolist() == []
    assert settled_cells([]).tolist() == []


def test_the_margin_around_a_settlement_is_500_m_from_its_edge() -> None:
    row = cell_names(np.arange(10), np.zeros(10))
    away = outside_settlement(row, row[:1])
    # the centre of cell 5 lies 450 m from the edge of cell 0, that of cell 6 550 m
    assert away.tolist() == [False] * 6 + [True] * 4
    assert outside_settlement(row, []).all()


def test_warnings_exclude_nothing_and_name_what_is_missing() -> None:
    """Section 13: noise, flood, monument, heat and soil are warnings; no layer is named."""
    told, missing = warnings(
        3, {"geluid": np.array([True, False, True]), "overstroming": np.array([True, False, False])}
    )
    assert told.tolist() == ["geluid; overstroming", None, "geluid"]
    assert missing == [w for w in WAARSCHUWINGEN if w not in ("geluid", "overstroming")]
    with pytest.raises(ValueError, match="Waarschuwing"):
        warnings(3, {"stank": np.zeros(3, bool)})


def test_the_highest_value_of_the_areas_that_touch_a_cell() -> None:
    found = highest(3, [0, 0, 1], [55.0, 62.0, NAN])
    assert found[0] == 62
    assert np.isnan(found[1:]).all()


# Validation


def test_auc_is_the_share_of_pairs_won() -> None:
    assert kansen_toets.auc([3, 2], [1, 2]) == pytest.approx(3.5 / 4)
    assert kansen_toets.auc([1, NAN], [1]) == 0.5
    assert np.isnan(kansen_toets.auc([], [1]))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1), st.lists(st.integers(0, 9), min_size=1))
def test_auc_equals_mann_whitney(a: list[int], b: list[int]) -> None:
    expected = mannwhitneyu(a, b).statistic / (len(a) * len(b))
    assert kansen_toets.auc(a, b) == pytest.approx(expected)
    assert kansen_toets.auc(b, a) == pytest.approx(1 - expected)


def test_cells_are_matched_within_the_buurt_of_a_cluster() -> None:
    buurt = ["A"] * 10 + ["B"] * 10 + ["C"] * 5
    cluster = np.zeros(25, bool)
    cluster[[0, 1, 10]] = True
    may_be = np.ones(25, bool)
    may_be[[2, 3]] = False
    rows = kansen_toets.matched(buurt, cluster, may_be, 3)
    assert set(rows) <= set(range(4, 20)) - {10}
    assert [int((rows < 10).sum()), int((rows >= 10).sum())] == [6, 3]
    assert rows.tolist() == kansen_toets.matched(buurt, cluster, may_be, 3).tolist()


def test_validation_in_one_sentence() -> None:
    score = np.array([90.0, 10, 20, 30, 95, NAN])
    cluster = np.array([True, False, False, False, False, True])
    found = kansen_toets.validate(score, ["A"] * 6, cluster, np.ones(6, bool))
    assert (found.auc, found.clusters, found.cells) == (0.75, 1, 4)
    assert kansen_toets.summary(found).startswith("In 75 van 100 paren")
    nothing = kansen_toets.validate(score, ["A"] * 6, np.zeros(6, bool), np.ones(6, bool))
    assert "niet getoetst" in kansen_toets.summary(nothing)


def test_blind_locations_cover_the_range_and_do_not_tell_it() -> None:
    score = np.concatenate([np.arange(1000.0), [NAN] * 10])
    names = np.array([f"E{i:04d}N0000" for i in range(1010)], dtype=object)
    rows = kansen_toets.blind_locations(score, names)
    assert len(rows) == 20
    assert sorted(int(score[r] // 50) for r in rows) == list(range(20))
    assert abs(np.corrcoef(np.arange(20), score[rows])[0, 1]) < 0.6
    assert rows.tolist() == kansen_toets.blind_locations(score, names).tolist()
    assert len(kansen_toets.blind_locations(score[:3], names[:3])) == 3
    assert len(kansen_toets.blind_locations([NAN], names[:1])) == 0
