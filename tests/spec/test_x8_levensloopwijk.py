"""X8, levensloopbestendige wijken: a wijk passes a rule over homes, surroundings and care.

Definition. A wijk where someone can grow old: enough dwellings without steps, what one needs within
a walk, also by wheelchair, and care in reach. Which parts count and how much is enough is a rule
with a name, a version and a date (`data/reference/levensloopwijk.toml`), here a proposal.

Formula. Each part has a lower and an upper bound per wijk. It is "voldoet" when even the lower
bound is enough, "voldoet niet" when even the upper bound is too little, otherwise "onbekend". A
wijk is "voldoet niet" as soon as one part fails, with the parts that fail; "onvolledig" as soon as
one part is unknown and none fails; otherwise "voldoet". Dwellings without a chance count as no in
the lower and as yes in the upper bound. Parts that are known per buurt are means weighted with
residents of 65 and over (care: 75 and over); a buurt without a figure counts as the lowest and as
the highest value of the scale. Known care locations have no upper bound, since there may be more:
those parts never fail.

Inputs. Expected step-free dwellings with their interval (M5), W of residents of 65 and over (M6),
lower and upper a_dest and a_net (M7), known GPs and pharmacies within reach by bicycle (M8),
residents by age per buurt.

Limits. PROPOSED: the parts, 50% step-free dwellings, W of 60, a_dest and a_net of 0.8, one known GP
and one pharmacy in reach. Step-free is not the same as lifetime home. A judgement on a wijk, not on
a dwelling or a resident; it orders nothing.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators import levensloopwijk as rule

NAN = float("nan")
UP = float("inf")


def of(*ends: float) -> np.ndarray:
    return np.array(ends, dtype=float)


def buurten(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["wijk", "laag", "hoog", "gewicht"])


def test_example_a_wijk_with_one_part_unknown_is_incomplete() -> None:
    """Step-free 52 to 58% of at least 50%, wheelchair streets 0.6 to 0.9 of at least 0.8.

    The first part passes at its lower bound; the second neither passes at 0.6 nor fails at 0.9.
    """
    homes = rule.judge(of(52.0), of(58.0), 50.0)
    streets = rule.judge(of(0.6), of(0.9), 0.8)
    assert (homes[0], streets[0]) == ("voldoet", "onbekend")
    found = rule.outcome({"Nultredenwoningen": homes, "Straten met een rolstoel": streets})
    assert found["uitkomst"].tolist() == ["onvolledig"]
    assert found["onbekend"].tolist() == ["Straten met een rolstoel"]


def test_example_dwellings_that_were_not_judged_widen_the_bounds() -> None:
    """1,000 dwellings, 900 judged, 400 to 450 of them step-free: 40 to 55% of all."""
    low, high = rule.share_bounds(of(400), of(450), of(900), of(1000))
    assert (low[0], high[0]) == (40.0, 55.0)


def test_example_a_buurt_without_a_figure_may_be_anything() -> None:
    """W is 80 where 300 people live and unknown where 100 live: the wijk has 60 to 85."""
    rows = buurten(("WK1", 80.0, 80.0, 300.0), ("WK1", NAN, NAN, 100.0))
    found = rule.mean_bounds(rows, (0.0, 100.0)).loc["WK1"]
    assert (found["laag"], found["hoog"]) == (60.0, 85.0)


def test_one_failing_part_decides_whatever_else_is_unknown() -> None:
    fails, unknown, passes = (np.array([word]) for word in (rule.NIET, rule.ONBEKEND, rule.VOLDOET))
    found = rule.outcome({"a": passes, "b": fails, "c": unknown, "d": fails}).iloc[0]
    assert found.tolist() == ["voldoet niet", "b; d", "c"]
    assert rule.outcome({"a": passes, "b": passes}).iloc[0].tolist() == ["voldoet", "", ""]


def test_the_limit_itself_is_enough() -> None:
    assert rule.judge(of(50.0), of(50.0), 50.0).tolist() == ["voldoet"]
    assert rule.judge(of(50.0 - 1e-12), of(50.0), 50.0).tolist() == ["voldoet"]
    assert rule.judge(of(49.9), of(49.9), 50.0).tolist() == ["voldoet niet"]


def test_without_an_upper_bound_a_part_can_pass_and_never_fail() -> None:
    assert rule.judge(of(2.0, 0.0, NAN), of(NAN, NAN, NAN), 1.0).tolist() == [
        "voldoet",
        "onbekend",
        "onbekend",
    ]
    found = rule.mean_bounds(buurten(("WK1", 2.0, NAN, 10.0)), (0.0, UP)).loc["WK1"]
    assert found["laag"] == 2.0
    assert np.isnan(found["hoog"])


def test_nobody_or_nothing_known_gives_no_bounds() -> None:
    rows = buurten(("WK1", 5.0, 5.0, 0.0), ("WK2", NAN, NAN, 10.0), ("WK3", 5.0, 5.0, NAN))
    assert rule.mean_bounds(rows, (0.0, 100.0)).isna().all(axis=None)
    low, high = rule.share_bounds(of(0), of(0), of(0), of(0))
    assert np.isnan([low[0], high[0]]).all()


def test_buurten_where_nobody_lives_count_for_nothing() -> None:
    rows = buurten(("WK1", 80.0, 80.0, 300.0), ("WK1", NAN, NAN, 0.0))
    assert rule.mean_bounds(rows, (0.0, 100.0)).loc["WK1"].tolist() == [80.0, 80.0]


def test_refusals() -> None:
    with pytest.raises(ValueError, match="zonder onderdelen"):
        rule.outcome({})
    with pytest.raises(ValueError, match="boven zijn bovengrens"):
        rule.mean_bounds(buurten(("WK1", 2.0, 1.0, 10.0)), (0.0, 100.0))


ENDS = st.tuples(st.floats(0, 100), st.floats(0, 100)).map(sorted)


@settings(deadline=None)
@given(ENDS, st.floats(0, 10), st.floats(0, 100))
def test_wider_bounds_never_turn_one_verdict_into_the_other(
    ends: list[float], wider: float, limit: float
) -> None:
    narrow = rule.judge(of(ends[0]), of(ends[1]), limit)[0]
    wide = rule.judge(of(ends[0] - wider), of(ends[1] + wider), limit)[0]
    assert wide in (narrow, "onbekend")


@settings(deadline=None)
@given(st.lists(st.tuples(ENDS, st.integers(1, 500)), min_size=1, max_size=6), st.data())
def test_losing_a_figure_only_widens_the_bounds(
    drawn: list[tuple[list[float], int]], data: st.DataObject
) -> None:
    rows = buurten(*(("WK1", low, high, float(n)) for (low, high), n in drawn))
    gone = data.draw(st.integers(0, len(rows) - 1))
    less = rows.copy()
    less.loc[gone, ["laag", "hoog"]] = NAN
    before = rule.mean_bounds(rows, (0.0, 100.0)).loc["WK1"]
    after = rule.mean_bounds(less, (0.0, 100.0)).loc["WK1"]
    if not np.isnan(after["laag"]):
        assert after["laag"] <= before["laag"] + 1e-9
        assert after["hoog"] >= before["hoog"] - 1e-9
