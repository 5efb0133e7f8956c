"""M11, complexmonitor leefbaarheid: signals per complex of a corporation, for a closed group.

Definition. Per complex of at least ten dwellings and per quarter: nuisance reports, care signals,
rent arrears over two months, moves and repairs after vandalism per 100 dwellings; besides these the
share of allocations with urgency, care providers per 100 dwellings, key safes per entrance and the
score of residents. A complex is compared with complexes of the same kind (dwelling type and share
of social rent), a kind of at least five; smaller kinds fall back on the dwelling type, then on all.

Formula. u-chart: signal when the rate of the quarter is above `u + 3 sqrt(u/n)`, n in hundreds of
dwellings; u is all reports over all dwellings of the kind in the four quarters before (reading 62).
Trend: `EWMA_t = 0.3 x_t + 0.7 EWMA_(t-1)`, started at the mean of the first four quarters, so the
first is that of the fourth (readings 11 and 88); `oplopend` when it is above
`u + 3 sqrt(u/n * 0.3/1.7)` and the quarter itself gives no signal. Composite as M1: mean of
T-scores with equal weights against the four quarters before, only with five indicators or more,
shown as a class of 1 to 5, with the share of 1,000 weightings of the indicators, drawn from
Dirichlet(20 n w), that give the same class: agreement, not a chance; and with how far ranks move,
on average and naming no complex, when one choice changes (R of METHODS 3.7). The test before a
placement gives the share of vragers afterwards, the allocations of twelve months and the open
signals as a sentence of advice; it never blocks.

Inputs. `mutaties` (counts per complex and quarter), `corporatiecomplexen`, rent classes of
`corporatiewoningen`; context: class of draaglast and draagkracht of the buurt, and whether it is a
corporatiebuurt (more than two thirds of the dwellings).

Limits. Closed group only. What comes from clients or tenants is shown from 20 dwellings on, rounded
to five, below five withheld, rates from rounded counts with the exact 95% Poisson interval of the
rounded count, shares capped at 90%. A withheld number is unknown and never zero: its signal is
`onbekend`, and u, taken over what was delivered, is then on the high side, so signals are missed
rather than invented. Registered reports depend on who reports. PROPOSED are the EWMA, the kinds and
their size, five indicators and the five classes.
"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.parameters import ParameterError, chosen, integer
from pipelines.indicators.complexbelasting import (
    agreed_dragers,
    placement,
    shown_count,
    shown_share,
)
from pipelines.indicators.complexmonitor import (
    agreement,
    chart,
    composite,
    ewma,
    groups,
    load_class,
    quarter,
    social_kind,
    trend_limit,
    upper_limit,
)
from pipelines.indicators.complexmonitor_gevoeligheid import one_at_a_time
from pipelines.indicators.gevoeligheid import draw_weights

NAN = math.nan
Q = [f"{year}-Q{part}" for year in (2023, 2024) for part in (1, 2, 3, 4)]


def rows(**counts: list[float]) -> pd.DataFrame:
    """Quarters from 2023-Q1 on; 100 dwellings per complex."""
    return pd.DataFrame(
        [
            {"complex": name, "kwartaal": quarter(Q[at]), "aantal": value, "basis": 1.0}
            for name, series in counts.items()
            for at, value in enumerate(series)
        ]
    )


def kinds(*names: str, woningtype: str = "flat", sociaal: str = "gemengd") -> pd.DataFrame:
    return pd.DataFrame({"woningtype": woningtype, "sociaal": sociaal}, index=list(names))


# Worked example


def test_t27_u_chart() -> None:
    """At u = 4 per 100, 80 dwellings: limit 10.71; 9 reports (11.25) signal, 7 (8.75) not."""
    limit = upper_limit(4.0, 0.8)
    assert f"{limit:.2f}" == "10.71"
    assert 9 / 0.8 > limit > 7 / 0.8


def test_t27_through_the_chart() -> None:
    """The same complex among others of its kind that had 4 reports per 100 in the year before."""
    names = [f"C{k}" for k in range(6)]
    calm = {name: [4.0, 4, 4, 4, 4] for name in names[1:]}
    for reports, word in ((9.0, "signaal"), (7.0, "geen")):
        table = rows(C0=[3.2, 3.2, 3.2, 3.2, reports], **calm)
        table.loc[table["complex"] == "C0", "basis"] = 0.8
        found = chart(table, kinds(*names)).loc["C0"]
        assert found["u"] == pytest.approx(4.0)
        assert f"{found['grens']:.2f}" == "10.71"
        assert found["signaal"] == word


# Readings


def test_u_is_of_the_same_kind_in_the_four_quarters_before() -> None:
    """Reading 62: the quarter tested and older ones are not in u, other kinds neither."""
    flats, courts = [f"F{k}" for k in range(5)], [f"H{k}" for k in range(5)]
    table = rows(
        **{name: [90.0, 1, 2, 3, 4, 50] for name in flats}, **{name: [7.0] * 6 for name in courts}
    )
    found = chart(table, pd.concat([kinds(*flats), kinds(*courts, woningtype="hofje")]))
    assert found.loc["F0", "u"] == pytest.approx(2.5)
    assert found.loc["H0", "u"] == pytest.approx(7.0)


def test_u_is_a_rate_of_sums_and_not_a_mean_of_rates() -> None:
    """Reading 62: reports of all complexes over dwellings of all complexes."""
    names = [f"C{k}" for k in range(5)]
    table = rows(**{name: [2.0] * 5 for name in names})
    table.loc[table["complex"] == "C0", "basis"] = 6.0
    assert chart(table, kinds(*names)).loc["C1", "u"] == pytest.approx(10 / 10)


def test_ewma_starts_at_the_mean_of_four_quarters() -> None:
    """Readings 11 and 88: the fourth quarter has the first EWMA."""
    assert ewma([1, 2, 3, 6]) == 3.0
    assert ewma([1, 2, 3, 6, 13]) == pytest.approx(0.3 * 13 + 0.7 * 3)
    assert math.isnan(ewma([1, 2, 3]))
    assert trend_limit(4.0, 0.8) == pytest.approx(4 + 3 * math.sqrt(5 * 0.3 / 1.7))


def test_rising_is_told_where_no_single_quarter_stands_out() -> None:
    names = [f"C{k}" for k in range(9)]
    calm = {name: [4.0] * 8 for name in names[1:]}
    found = chart(rows(C0=[7.0] * 8, **calm), kinds(*names)).loc["C0"]
    assert found["x"] < found["grens"]
    assert found["ewma"] == pytest.approx(7.0)
    assert found["signaal"] == "oplopend"


# Kinds


def test_a_small_kind_falls_back_on_the_type_and_then_on_all() -> None:
    table = pd.concat(
        [
            kinds(*(f"A{k}" for k in range(5))),
            kinds("B0", "B1", sociaal="weinig sociale huur"),
            kinds("X0", woningtype="toren"),
            kinds("N0", woningtype=""),
        ]
    )
    found = groups(table)
    assert found["A0"] == "flat, gemengd"
    assert found["B0"] == "flat"
    assert found["X0"] == found["N0"] == "alle complexen"


def test_share_of_social_rent_in_words() -> None:
    words = [social_kind(v) for v in (0.49, 0.5, 0.89, 0.9, 1.0)]
    assert words == ["weinig sociale huur", "gemengd", "gemengd"] + ["overwegend sociale huur"] * 2
    assert social_kind(None) == social_kind(NAN) == ""


# Gaps


def test_a_withheld_number_is_unknown_and_never_zero() -> None:
    names = [f"C{k}" for k in range(5)]
    calm = {name: [4.0] * 5 for name in names[1:]}
    found = chart(rows(C0=[4.0, 4, 4, 4, NAN], **calm), kinds(*names)).loc["C0"]
    assert found["signaal"] == "onbekend"
    assert math.isnan(found["x"])
    assert math.isnan(found["ewma"])
    gap = chart(rows(C0=[4.0, 4, NAN, 4, 4], **calm), kinds(*names)).loc["C0"]
    assert math.isnan(gap["ewma"])
    assert gap["u"] == pytest.approx(4.0)
    assert gap["signaal"] == "geen"


def test_an_indicator_nobody_delivered_is_unknown_everywhere() -> None:
    names = [f"C{k}" for k in range(5)]
    found = chart(rows(**{name: [NAN] * 5 for name in names}), kinds(*names))
    assert set(found["signaal"]) == {"onbekend"}


def test_without_four_quarters_before_there_is_no_limit() -> None:
    names = [f"C{k}" for k in range(5)]
    found = chart(rows(**{name: [4.0, 4, 4, 90] for name in names}), kinds(*names))
    assert found["u"].isna().all()
    assert set(found["signaal"]) == {"onbekend"}


def test_a_missed_quarter_breaks_the_trend() -> None:
    table = rows(C0=[1.0] * 8)
    table = table[table["kwartaal"] != quarter(Q[5])]
    assert math.isnan(chart(table, kinds("C0")).loc["C0", "ewma"])


def test_other_periods_are_no_quarters() -> None:
    assert quarter("2024-Q1") == quarter("2023-Q4") + 1
    assert [quarter(p) for p in ("2024", "2024-H1", "2024-03")] == [None] * 3


@settings(max_examples=50, deadline=None)
@given(st.floats(0.1, 50), st.floats(0.1, 20), st.floats(0.1, 20))
def test_limits_are_wider_for_fewer_dwellings_and_for_single_quarters(u, n, more) -> None:
    assert upper_limit(u, n) >= upper_limit(u, n + more) >= u
    assert u <= trend_limit(u, n) <= upper_limit(u, n)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=4, max_size=12))
def test_ewma_lies_between_what_was_seen(series) -> None:
    assert min(series) - 1e-9 <= ewma(series) <= max(series) + 1e-9


def test_no_dwellings_and_no_reports_give_no_false_signal() -> None:
    assert math.isnan(upper_limit(4.0, 0.0))
    names = [f"C{k}" for k in range(5)]
    found = chart(rows(**{name: [0.0] * 5 for name in names}), kinds(*names))
    assert set(found["signaal"]) == {"geen"}


# Composite


def _cases(known: int) -> np.ndarray:
    values = np.random.default_rng(3).normal(10, 3, (60, 9))
    values[-1, known:] = NAN
    return values


def test_composite_needs_five_indicators() -> None:
    reference = np.arange(60) < 50
    polarity = [1] * 8 + [-1]
    assert not math.isnan(composite(_cases(5), reference, polarity)[-1])
    assert math.isnan(composite(_cases(4), reference, polarity)[-1])


def test_composite_is_on_the_scale_of_its_reference_and_high_is_heavy() -> None:
    reference, polarity = np.arange(60) < 50, [1] * 8 + [-1]
    values = _cases(9)
    points = composite(values, reference, polarity)
    assert points[reference].mean() == pytest.approx(50)
    assert points[reference].std() == pytest.approx(10)
    for column, sign in ((0, 1), (8, -1)):
        heavier = values.copy()
        heavier[55, column] += sign * 1.0
        assert composite(heavier, reference, polarity)[55] > points[55]


def test_agreement_is_over_weightings_of_the_indicators() -> None:
    """Heavy in all five: always the same class. Heavy in one and light in one: not always."""
    rng = np.random.default_rng(3)
    values = rng.normal(10, 2, (60, 5))
    reference = np.ones(60, dtype=bool)
    alike = np.vstack([values, np.full((1, 5), 16.0), [[16.0, 4.0, 10.0, 10.0, 13.0]]])
    told = np.append(reference, [False, False])
    rows = np.array([60, 61])
    found = agreement(alike, told, [1] * 5, rows, draws=400)
    assert found[0] == 1.0
    assert 0.2 < found[1] < 1.0
    assert agreement(alike, told, [1] * 5, rows, draws=400).tolist() == found.tolist()
    few = alike.copy()
    few[61, 0] = NAN
    assert np.isnan(agreement(few, told, [1] * 5, rows, draws=10)[1])


def test_agreement_of_one_weighting_is_that_of_plain_arithmetic() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(0, 1, (40, 5))
    reference = np.arange(40) < 30
    weights = draw_weights(np.full(5, 0.2), 7, np.random.default_rng(integer("gevoeligheid.seed")))
    rows = np.arange(30, 40)
    low, high = np.percentile(values[:30], [2.5, 97.5], axis=0)
    cut = np.clip(values, low, high)
    z = (cut - cut[:30].mean(axis=0)) / cut[:30].std(axis=0)
    t = 50 + 10 * np.clip(z, -3, 3)

    def classes(w: np.ndarray) -> np.ndarray:
        raw = t @ w
        return load_class(50 + 10 * (raw[rows] - raw[:30].mean()) / raw[:30].std())

    base = classes(np.full(5, 0.2))
    expected = np.mean([classes(w) == base for w in weights], axis=0)
    assert agreement(values, reference, [1] * 5, rows, draws=7).tolist() == expected.tolist()


def test_one_at_a_time_moves_no_rank_where_all_indicators_agree() -> None:
    """Equal indicators: no choice moves a rank, R = 0 for each."""
    reference = np.arange(40) < 30
    one = np.random.default_rng(2).normal(10, 2, (40, 1))
    rows = np.arange(30, 40)
    alike = one_at_a_time(np.repeat(one, 6, axis=1), reference, [1] * 6, rows, list("abcdef"))
    assert len(alike) == 6 * 3 + 2
    assert alike.drop("normalisatie percentiel").tolist() == [0.0] * 19


def test_one_at_a_time_is_the_mean_shift_of_ranks_by_plain_arithmetic() -> None:
    """METHODS 3.7 step 1: R = (1/n) sum |rank - rank'|, here of leaving one of six out."""
    reference = np.arange(40) < 30
    values = np.random.default_rng(2).normal(0, 1, (40, 6))
    rows = np.arange(30, 40)
    low, high = np.percentile(values[:30], [2.5, 97.5], axis=0)
    cut = np.clip(values, low, high)
    t = 50 + 10 * np.clip((cut - cut[:30].mean(axis=0)) / cut[:30].std(axis=0), -3, 3)

    def ranks(load: np.ndarray) -> np.ndarray:
        return (-load).argsort().argsort()

    found = one_at_a_time(values, reference, [1] * 6, rows, list("abcdef"))
    base = ranks(t[rows].mean(axis=1))
    for k, name in enumerate("abcdef"):
        other = ranks(np.delete(t[rows], k, axis=1).mean(axis=1))
        assert found[f"zonder {name}"] == pytest.approx(np.abs(base - other).mean())
    assert (found >= 0).all()
    assert found.max() > 0


def test_one_at_a_time_compares_nothing_where_too_little_is_known() -> None:
    """With five indicators none may be left out; without any complex nothing is compared."""
    reference, rows = np.arange(60) < 50, np.arange(50, 60)
    values = np.random.default_rng(3).normal(10, 3, (60, 5))
    found = one_at_a_time(values, reference, [1] * 5, rows, list("abcde"))
    assert found[[f"zonder {name}" for name in "abcde"]].isna().all()
    assert found.filter(like="gewicht").notna().all()
    none = one_at_a_time(values[:, :4], reference, [1] * 4, rows, list("abcd"))
    assert none.isna().all()


def test_classes_run_from_light_to_heavy() -> None:
    assert load_class([30, 42, 50, 53, 57.9, 58, NAN])[:6].tolist() == [1, 2, 3, 4, 4, 5]
    assert math.isnan(load_class([NAN])[0])


# Before a placement


def test_placement_gives_advice_and_never_blocks() -> None:
    found = placement(20, 70, 2, toewijzingen=12, urgent=3, signalen=["overlast"], dragers=0.7)
    assert found.vragers_na == pytest.approx(22 / 72)
    assert found.boven_afspraak is True
    assert found.advies == (
        "Bespreek deze plaatsing eerst met corporatie en zorgpartijen. Na plaatsing vraagt ongeveer"
        " 29% van de volwassen bewoners vooral steun. Dat is meer dan de afgesproken 30%. In twaalf"
        " maanden 10 toewijzingen, waarvan minder dan 5 met urgentie of directe bemiddeling. Open"
        " signalen: overlast. Dit is advies; het houdt geen plaatsing tegen en mensen beslissen."
    )


def test_there_is_no_default_mix() -> None:
    """Reading 76."""
    found = placement(60, 70, toewijzingen=10, signalen=[])
    assert found.boven_afspraak is None
    assert found.advies.startswith("De cijfers geven geen aandachtspunten.")
    assert "afgesproken" not in found.advies


def test_the_agreed_mix_is_that_of_the_profile() -> None:
    assert agreed_dragers() is None
    with chosen({"mix.dragers_share": 0.6}):
        assert agreed_dragers() == 0.6
    with chosen({"mix.dragers_share": 60}), pytest.raises(ParameterError, match="van 0 tot 1"):
        agreed_dragers()


def test_what_is_not_known_is_said() -> None:
    found = placement(None, None)
    assert found.vragers_na is None
    assert found.advies.startswith("Vraag de ontbrekende gegevens na")
    assert found.advies.count("niet bekend") == 3
    with pytest.raises(ValueError, match="kan niet"):
        placement(71, 70)
    with pytest.raises(ValueError, match="geen plaatsing"):
        placement(1, 70, 0)


def test_what_the_closed_group_sees_of_counts() -> None:
    """TRUST D13: below five withheld, to the nearest five, shares at most 90%."""
    assert shown_count([5, 7, 8, 12.5]).tolist() == [5, 5, 10, 15]
    assert np.isnan(shown_count([0, 4, NAN])).all()
    assert shown_share(70, 70) == pytest.approx(0.9)
    assert shown_share(8, 38) == pytest.approx(0.25)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 20))
def test_a_placement_never_lowers_the_share(vragers, others, more) -> None:
    adults = vragers + others
    after = placement(vragers, adults, more).vragers_na
    assert after is not None
    assert after >= (vragers / adults if adults else 0)
    assert after <= 1
