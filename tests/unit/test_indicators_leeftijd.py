"""Properties of raking, the crosswalk and the distribution to cells."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipelines.indicators.kruistabel import convert_counts, crosswalk, series_break
from pipelines.indicators.leeftijd import age_per_buurt, rake
from pipelines.indicators.leeftijd_cel import GROEPEN, age_per_cell
from pipelines.indicators.normaliseren import Floats

seeds = hnp.arrays(float, (7, 3), elements=st.floats(0.5, 100))
rows = hnp.arrays(float, 7, elements=st.floats(0, 500))
columns = hnp.arrays(float, 3, elements=st.floats(1, 500))


@settings(deadline=None)
@given(seeds, rows, columns)
def test_raking_keeps_both_margins(seed: Floats, r: Floats, c: Floats) -> None:
    c = c * (r.sum() / c.sum())
    table = rake(seed, r, c)
    np.testing.assert_allclose(table.sum(axis=1), r, atol=1e-6)
    np.testing.assert_allclose(table.sum(axis=0), c, rtol=1e-6, atol=1e-6)
    assert (table >= 0).all()


@settings(deadline=None)
@given(seeds, rows, columns, st.permutations(range(7)))
def test_raking_does_not_depend_on_the_order_of_buurten(
    seed: Floats, r: Floats, c: Floats, order: list[int]
) -> None:
    c = c * (r.sum() / c.sum())
    np.testing.assert_allclose(
        rake(seed, r, c)[order], rake(seed[order], r[order], c), rtol=1e-6, atol=1e-6
    )


def test_raking_refuses_other_totals_and_negatives() -> None:
    with pytest.raises(ValueError, match="tellen op"):
        rake(np.ones((1, 2)), np.array([2.0]), np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="negatieve"):
        rake(-np.ones((1, 2)), np.array([2.0]), np.array([1.0, 1.0]))


@settings(max_examples=40, deadline=None)
@given(
    hnp.arrays(float, 6, elements=st.one_of(st.just(np.nan), st.integers(0, 400).map(float))),
    hnp.arrays(float, (6, 3), elements=st.floats(0.05, 1.0)),
    hnp.arrays(float, 3, elements=st.floats(10, 900)),
    st.booleans(),
)
def test_age_groups_add_up_to_the_published_65plus(
    p65: Floats, shares: Floats, totals: Floats, observed_80: bool
) -> None:
    codes = [f"B{i}" for i in range(6)]
    share = shares / shares.sum(axis=1, keepdims=True)
    buurten = pd.DataFrame({"gemeente": ["G1"] * 3 + ["G2"] * 3, "p65": p65}, index=codes)
    if observed_80:
        buurten["p80"] = [50.0, np.nan, 0.0, 20.0, 20.0, 20.0]
    gemeenten = pd.DataFrame([totals], columns=["p65_74", "p75_79", "p80plus"], index=["G1"])
    answer = age_per_buurt(
        buurten,
        gemeenten,
        pd.DataFrame(share, columns=["a65_74", "a75_79", "a80plus"], index=codes),
    )
    parts = answer[["p65_74", "p75_79", "p80plus"]].sum(axis=1, skipna=False)
    np.testing.assert_allclose(parts, p65, atol=1e-6)
    assert (answer["p75plus_status"].eq("ontbreekt") == np.isnan(p65)).all()
    assert not answer["gerakt"].iloc[3:].any()


@settings(deadline=None)
@given(
    hnp.arrays(float, 4, elements=st.floats(0, 1000)),
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from("XYZ"), st.integers(1, 90)),
        min_size=1,
        max_size=12,
    ),
)
def test_crosswalk_keeps_totals(x: Floats, pairs: list[tuple[str, str, int]]) -> None:
    addresses = pd.DataFrame(pairs, columns=["oud", "nieuw", "adressen"])
    counts = pd.DataFrame({"x": x}, index=list("ABCD"))
    answer = convert_counts(counts, crosswalk(addresses))
    assert answer["x"].sum() == pytest.approx(counts.loc[sorted(set(addresses["oud"])), "x"].sum())
    shuffled = addresses.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(series_break(addresses), series_break(shuffled))


def test_crosswalk_refuses_negative_counts() -> None:
    with pytest.raises(ValueError, match="negatieve"):
        crosswalk(pd.DataFrame({"oud": ["A"], "nieuw": ["B"], "adressen": [-1]}))


@settings(deadline=None)
@given(
    hnp.arrays(float, 3, elements=st.floats(0, 300)),
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 2), st.integers(0, 30)), min_size=3, max_size=14
    ),
    hnp.arrays(float, 8, elements=st.one_of(st.just(np.nan), st.integers(0, 20).map(float))),
)
def test_cells_add_up_to_the_buurten_they_cover(
    p65: Floats, pieces: list[tuple[int, int, int]], squares: Floats
) -> None:
    table = pd.DataFrame(pieces, columns=["cel", "buurt", "woon_vbo"])
    table = table.drop_duplicates(["cel", "buurt"], ignore_index=True)
    buurten = pd.DataFrame(dict.fromkeys(GROEPEN, p65), index=range(3))
    published = pd.Series(squares, index=range(8))
    answer = age_per_cell(buurten, table, published)
    reached = set(table.loc[table["woon_vbo"] > 0, "buurt"])
    assert (answer["p65"] >= 0).all()
    assert answer["p65"].sum() <= p65.sum() + 1e-6
    unpublished = table.loc[
        (table["woon_vbo"] > 0) & published.reindex(table["cel"]).isna().to_numpy()
    ]
    sure = sorted(set(unpublished["buurt"]) & reached)
    assert answer["p65"].sum() >= p65[sure].sum() - 1e-6
