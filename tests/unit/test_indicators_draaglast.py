"""Properties of M1: order of areas, monotony, missing data, sensitivity."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.draaglast import bereken
from pipelines.indicators.draaglast_gevoeligheid import one_at_a_time
from pipelines.indicators.draaglast_methode import choose
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import make_reference, read_values, score, t_scores
from pipelines.indicators.gevoeligheid import draw_weights, index_by_weights, rank_uncertainty
from pipelines.indicators.gevoeligheid import weightings as run_weightings

LOAD = ["wmo", "beperking", "jeugdzorg", "angst", "eenzaam", "veerkracht", "bijstand", "armoede"]
LOAD += ["rondkomen", "overlast", "misdrijf"]
STRENGTH = ["soc", "vrijwilligers", "oosr", "ses", "ontmoeting", "vrz"]


def country(n: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(11)
    frame = pd.DataFrame(rng.gamma(4.0, 3.0, (n, 17)), columns=[*LOAD, *STRENGTH])
    frame["inwoners"] = 1000.0
    frame.index = pd.Index([f"BU{i}" for i in range(n)])
    holes = rng.random((n, 17)) < 0.08
    frame[[*LOAD, *STRENGTH]] = frame[[*LOAD, *STRENGTH]].mask(holes)
    return frame


NL = country()
REF: Referentie = bereken(NL, NL, draws=2).referentie
HERE = NL.iloc[:25]
BASE = bereken(HERE, REF, draws=20).tabel


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(25)))
def test_order_of_areas_does_not_matter(order: list[int]) -> None:
    answer = bereken(HERE.iloc[order], REF, draws=20).tabel
    pd.testing.assert_frame_equal(answer.loc[BASE.index], BASE)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([*LOAD, *STRENGTH]), st.integers(0, 24), st.floats(0.1, 20))
def test_more_of_an_indicator_moves_its_index_one_way(name: str, row: int, more: float) -> None:
    changed = HERE.copy()
    changed.iloc[row, list(changed.columns).index(name)] += more
    answer = bereken(changed, REF, draws=20).tabel
    index, other = ("D", "K") if name in LOAD else ("K", "D")
    if not pd.isna(BASE[index].iloc[row]):
        assert answer[index].iloc[row] >= BASE[index].iloc[row] - 1e-9
    pd.testing.assert_series_equal(answer[other], BASE[other])
    untouched = np.arange(25) != row
    own = [c for c in BASE if "_rang" not in c and "_top20" not in c]  # ranks are about all
    pd.testing.assert_frame_equal(answer.loc[untouched, own], BASE.loc[untouched, own])


@settings(max_examples=25, deadline=None)
@given(st.sampled_from([*LOAD, *STRENGTH]), st.integers(0, 24))
def test_missing_data_never_change_a_score_in_silence(name: str, row: int) -> None:
    gone = HERE.copy()
    gone.iloc[row, list(gone.columns).index(name)] = np.nan
    answer = bereken(gone, REF, draws=2).tabel.iloc[row]
    before = BASE.iloc[row]
    index = "D" if name in LOAD else "K"
    if pd.isna(HERE[name].iloc[row]):
        assert answer["D_indicatoren"] == before["D_indicatoren"]
        return
    assert answer[f"{index}_indicatoren"] == before[f"{index}_indicatoren"] - 1
    assert answer[f"{index}_dekking"] <= before[f"{index}_dekking"]
    assert answer[f"T_{name}_status"] == "ontbreekt"
    if pd.isna(before[index]):
        assert pd.isna(answer[index])


def test_published_values_hold_no_nan_and_every_value_has_a_status() -> None:
    for name in [c.removesuffix("_status") for c in BASE.columns if c.endswith("_status")]:
        absent = BASE[name].isna()
        assert (BASE[f"{name}_status"].isin(["ontbreekt", "onderdrukt"]) == absent).all(), name
    plain = [name for name in BASE.columns if BASE[name].dtype == np.dtype(float)]
    assert plain == ["D_dekking", "K_dekking"]
    assert BASE[plain].notna().all().all()


def test_moments_from_patterns_are_those_of_the_reference() -> None:
    ref = make_reference(NL, choose(NL, NL))
    scored = score(t_scores(read_values(NL, ref.methode), ref), ref)
    again = index_by_weights(
        scored.dimensies["D"], ref.indexen["D"].patronen, ref.methode.weights("D")[None, :]
    )[0]
    present = ~np.isnan(scored.D)
    np.testing.assert_allclose(again[present], scored.D[present])
    weights = draw_weights(ref.methode.weights("D"), 5, np.random.default_rng(0))
    for one in index_by_weights(scored.dimensies["D"], ref.indexen["D"].patronen, weights):
        assert (one[present].mean(), one[present].std()) == pytest.approx((50.0, 10.0))


def test_drawn_weights_have_the_default_as_mean() -> None:
    weights = np.array([0.4, 0.3, 0.3, 0.0])
    drawn = draw_weights(weights, 4000, np.random.default_rng(0))
    np.testing.assert_allclose(drawn.sum(axis=1), 1.0)
    np.testing.assert_allclose(drawn.mean(axis=0), weights, atol=0.01)
    assert (drawn[:, 3] == 0).all()


def test_rank_uncertainty_is_within_the_gemeente() -> None:
    scored = score(t_scores(read_values(HERE, REF.methode), REF), REF)
    runs = run_weightings(scored, np.full(25, "", dtype=object), REF, 100)
    groups = ["a"] * 10 + ["b"] * 15
    answer = rank_uncertainty(runs.D, groups)
    known = ~np.isnan(scored.D)
    assert np.isnan(answer["rang"][~known]).all()
    assert (answer["rang_onder"][known] <= answer["rang"][known]).all()
    assert (answer["rang"][known] <= answer["rang_boven"][known]).all()
    assert np.nanmax(answer["rang_boven"][:10]) <= 10
    assert np.nanmin(answer["aandeel_top20"]) >= 0.0
    assert np.nanmax(answer["aandeel_top20"]) <= 1.0


def test_one_at_a_time_reports_every_change() -> None:
    table = one_at_a_time(HERE, NL, REF.methode)
    # 17 indicators, 2 weights for each of 8 dimensions, 2 scales, 2 aggregators
    assert len(table) == 17 + 16 + 2 + 2
    assert table["R"].notna().all()
    assert (table["R"] >= 0).all()
    assert table["R"].max() > 0
    assert not table.duplicated(["ingreep", "index"]).any()


def test_weights_of_a_profile_are_used() -> None:
    from dataclasses import replace

    from pipelines.indicators.draaglast_methode import standard

    heavy = replace(standard(), gewichten={"L1": 3.0})
    run = bereken(HERE, NL, methode=heavy, draws=2)
    np.testing.assert_allclose(run.referentie.methode.weights("D"), [0.5, 1 / 6, 1 / 6, 1 / 6])
    assert not run.tabel["D"].equals(BASE["D"])
