"""M1, scores van draaglast: reference moments, missing values and agreement, step by step.

Definition. From indicator to T-score, dimension, D, K and B, with the reference that makes them
comparable, and what happens where a figure is missing (methods 3.4 to 3.6, 5 and 21).

Formula. `T = 50 + 10 z` with x clipped at the 2.5th and 97.5th percentile of the reference and z at
3; mean per dimension, `50 + 10 (mean - mu) / sd`; weighted mean, the same once more; B is the
residual of the line of D on K, divided by its sd, times 10; `verschil = D - K`. A dimension counts
with half of its indicators, an index with 75% of its weight, weights divided over what is there. A
wijk value fills at most one indicator of a dimension and a third of those present. Stapeling counts
dimensions of 58.4 and more.

Inputs. Those of `m01_draaglast`. The reference of each indicator is every buurt with 200 residents
and a value; sd with divisor n.

Limits. Filling never shows as a figure of the buurt itself: it has status `geimputeerd`. Agreement
is over weights of the dimensions, not a chance. PROPOSED: cuts, the limits of 200, half and 75%.
"""

import json

import numpy as np
import pandas as pd
import pytest

from pipelines.indicators import draaglast_klassen as classes
from pipelines.indicators.draaglast import bereken
from pipelines.indicators.draaglast_methode import (
    choose,
    standard,
)
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import make_reference

NAN = float("nan")
LOAD = [slot for d in standard().van("D") if not d.partner for slot in d.slots]
STRENGTH = [slot for d in standard().van("K") if not d.partner for slot in d.slots]


def changed(frame: pd.DataFrame, row: int = 0, **values: object) -> pd.DataFrame:
    copy = frame.iloc[:30].copy()
    for name, value in values.items():
        if name not in copy:
            copy[name] = NAN if isinstance(value, float) else None
        copy.loc[copy.index[row], name] = value
    return copy


def test_example_whole_calculation_against_a_plain_one(nl: pd.DataFrame) -> None:
    groups = {
        "D": [LOAD[:3], LOAD[3:6], LOAD[6:9], LOAD[9:]],
        "K": [["soc"], ["vrijwilligers", "oosr"], ["ses"], ["ontmoeting", "vrz"]],
    }
    index = {}
    for name, dimensions in groups.items():
        levels = []
        for slots in dimensions:
            parts = []
            for slot in slots:
                x = np.log(nl[slot]) if slot == "oosr" else nl[slot]
                x = x.clip(*np.percentile(x, [2.5, 97.5]))
                parts.append(50 + 10 * ((x - x.mean()) / x.std(ddof=0)).clip(-3, 3))
            mean = pd.concat(parts, axis=1).mean(axis=1)
            levels.append(50 + 10 * (mean - mean.mean()) / mean.std(ddof=0))
        raw = pd.concat(levels, axis=1).mean(axis=1)
        index[name] = 50 + 10 * (raw - raw.mean()) / raw.std(ddof=0)
    slope, intercept = np.polyfit(index["K"], index["D"], 1)
    residual = index["D"] - intercept - slope * index["K"]
    table = bereken(nl, nl, draws=2).tabel
    np.testing.assert_allclose(table["D"].to_numpy(float), index["D"])
    np.testing.assert_allclose(table["K"].to_numpy(float), index["K"])
    np.testing.assert_allclose(table["B"].to_numpy(float), 10 * residual / residual.std(ddof=0))
    np.testing.assert_allclose(table["verschil"].to_numpy(float), index["D"] - index["K"])
    assert set(table["D_status"]) == {"geschat"}
    assert table["D_dekking"].eq(1.0).all()


def test_reading_08_b_is_zero_on_the_usual_load_and_shares_of_classes_are_kept(
    nl: pd.DataFrame,
) -> None:
    answer = bereken(nl, nl, draws=2)
    b, line = answer.tabel["B"].to_numpy(float), answer.referentie.lijn
    assert (b.mean(), b.std()) == pytest.approx((0.0, 10.0))
    usual = line.a + line.b * 47.0
    assert classes.balance(np.array([usual]), np.array([47.0]), line)[0] == pytest.approx(0.0)
    shares = answer.referentie.klassen
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["onder druk"] == pytest.approx((answer.tabel["klasse"] == "onder druk").mean())


def test_reading_23_small_buurten_are_not_in_the_reference_and_have_no_index(
    nl: pd.DataFrame,
) -> None:
    small = changed(nl, inwoners=199.0, wmo=1e6)
    both = pd.concat([small.iloc[:1].rename(index=lambda _: "klein"), nl])
    assert (
        make_reference(both, standard()).indicatoren == make_reference(nl, standard()).indicatoren
    )
    row = bereken(small, nl, draws=2).tabel.iloc[0]
    assert pd.isna(row["D"])
    assert pd.isna(row["L1"])
    assert (row["D_status"], row["reden"]) == ("ontbreekt", "te weinig inwoners")
    exact = bereken(changed(nl, inwoners=200.0), nl, draws=2).tabel.iloc[0]
    assert not pd.isna(exact["D"])


def test_reading_23_reference_per_indicator_is_whoever_has_a_value(nl: pd.DataFrame) -> None:
    partly = nl.assign(ontmoeting=nl["ontmoeting"].where(np.arange(len(nl)) < 50))
    run = bereken(nl.iloc[:50], partly, draws=2)
    assert run.referentie.indicatoren["ontmoeting"].n == 50
    assert run.referentie.indicatoren["vrz"].n == 600
    assert run.verslag["zonder_waarde_referentie"]["ontmoeting"] == 550
    assert run.verslag["zonder_waarde"]["ontmoeting"] == 0


def test_reading_24_three_of_four_dimensions_are_enough_two_are_not(nl: pd.DataFrame) -> None:
    three = bereken(changed(nl, overlast=NAN, misdrijf=NAN), nl, draws=2).tabel.iloc[0]
    assert three["D_dekking"] == 0.75
    assert not pd.isna(three["D"])
    gone = dict.fromkeys([*LOAD[6:9], "overlast", "misdrijf"], NAN)
    two = bereken(changed(nl, **gone), nl, draws=2).tabel.iloc[0]
    assert (two["D_dekking"], two["D_reden"]) == (0.5, "te weinig dekking")
    assert pd.isna(two["klasse"])
    assert pd.isna(two["stapeling"])
    assert pd.isna(two["zelfde_klasse_pct"])
    assert not pd.isna(two["K"])
    one_of_three = bereken(changed(nl, wmo=NAN, beperking=NAN), nl, draws=2).tabel.iloc[0]
    assert pd.isna(one_of_three["L1"])


def test_reading_25_wijk_values_fill_within_limits_and_are_marked(nl: pd.DataFrame) -> None:
    wijken = nl.groupby("wijk")[[*LOAD, *STRENGTH]].mean()
    gaps = changed(nl, wmo=NAN, beperking=NAN, angst=NAN)
    run = bereken(gaps, nl, wijkwaarden=wijken, draws=2).tabel
    row = run.iloc[0]
    assert row["geimputeerd"].count(";") == 1
    assert (row["D_status"], row["D_indicatoren"]) == ("geimputeerd", 10)
    assert (row["K_status"], row["B_status"]) == ("geschat", "geimputeerd")
    assert run["geimputeerd"].iloc[1] == ""
    # the same through the status of the value itself
    filled = gaps.assign(wmo_status="waargenomen")
    filled.loc[filled.index[0], ["wmo", "wmo_status"]] = [
        float(wijken["wmo"].iloc[0]),
        "geimputeerd",
    ]
    other = bereken(filled, nl, draws=2).tabel.iloc[0]
    assert other["T_wmo_status"] == "geimputeerd"
    assert other["T_wmo"] == pytest.approx(row["T_wmo"])


def test_reading_26_moments_are_of_all_reference_buurten_with_a_value(nl: pd.DataFrame) -> None:
    holes = nl.copy()
    holes.loc[holes.index[:100], ["overlast", "misdrijf"]] = NAN
    ref = make_reference(holes, choose(holes, holes))
    assert ref.indexen["D"].dimensies["L4"].n == 500
    assert ref.indexen["D"].dimensies["L1"].n == 600
    assert ref.indexen["D"].lineair.n == 600
    assert sorted(p.n for p in ref.indexen["D"].patronen) == [100, 500]


def test_reading_27_only_the_indicator_is_clipped(nl: pd.DataFrame) -> None:
    worst = bereken(changed(nl, **dict.fromkeys(LOAD, 1e6)), nl, draws=2).tabel.iloc[0]
    one = bereken(changed(nl, wmo=1e6), nl, draws=2)
    top = one.referentie.indicatoren["wmo"]
    assert one.tabel["T_wmo"].iloc[0] == pytest.approx(50 + 10 * (top.high - top.mean) / top.sd)
    assert worst["D"] > 80.0 or worst["L1"] > worst["T_wmo"]


def test_readings_31_and_85_variants_have_their_own_moments(nl: pd.DataFrame) -> None:
    table = bereken(nl, nl, draws=2).tabel
    for name in ("D_complement", "K_geometrisch", "D_zonder_L4", "D_zonder_ouderenzorg"):
        x = table[name].to_numpy(float)
        assert (x.mean(), x.std()) == pytest.approx((50.0, 10.0))
    line = bereken(nl, nl, draws=2).referentie.lijn
    on_line = classes.balance(
        table["D_zonder_L4"].to_numpy(float), table["K"].to_numpy(float), line
    )
    np.testing.assert_allclose(table["B_zonder_L4"].to_numpy(float), on_line)


def test_reading_85_d_without_l4_exists_where_d_does(nl: pd.DataFrame) -> None:
    gone = dict.fromkeys(LOAD[6:9], NAN)
    row = bereken(changed(nl, **gone), nl, draws=2).tabel.iloc[0]
    assert row["D_dekking"] == 0.75
    assert not pd.isna(row["D_zonder_L4"])


def test_reading_32_stapeling_counts_present_dimensions(nl: pd.DataFrame) -> None:
    levels = np.array([[58.4, 58.4 - 1e-12, 58.3, NAN], [70.0, 70.0, 70.0, 70.0]])
    assert classes.stapeling(levels, np.array([55.0, NAN]))[0] == 2.0
    assert np.isnan(classes.stapeling(levels, np.array([55.0, NAN]))[1])
    table = bereken(nl, nl, draws=2).tabel
    by_hand = (table[["L1", "L2", "L3", "L4"]] >= 58.4).sum(axis=1)
    assert table["stapeling"].tolist() == by_hand.tolist()


def test_reading_78_agreement_is_of_the_class_and_repeatable(nl: pd.DataFrame) -> None:
    one, two = (bereken(nl.iloc[:60], nl, draws=300).tabel for _ in range(2))
    assert one["zelfde_klasse_pct"].equals(two["zelfde_klasse_pct"])
    assert one["zelfde_klasse_pct"].between(0, 100).all()
    distance = (one["D"] - 55.0).abs().to_numpy(float) + (one["K"] - 50.0).abs().to_numpy(float)
    assert one["zelfde_klasse_pct"].iloc[int(distance.argmax())] == 100


def test_reference_survives_json_and_gives_the_same_table(nl: pd.DataFrame) -> None:
    run = bereken(nl.iloc[:40], nl, draws=50)
    kept = json.loads(json.dumps(run.referentie.to_dict(), allow_nan=False))
    again = bereken(nl.iloc[:40], Referentie.from_dict(kept), draws=50)
    pd.testing.assert_frame_equal(run.tabel, again.tabel)
    assert again.referentie.methode_versie == run.referentie.methode_versie


def test_oosr_of_zero_scores_lowest_and_is_not_missing(nl: pd.DataFrame) -> None:
    table = bereken(changed(nl, oosr=0.0), nl, draws=2).tabel
    assert table["T_oosr"].iloc[0] == table["T_oosr"].min()
    assert table["T_oosr_status"].iloc[0] == "geschat"
