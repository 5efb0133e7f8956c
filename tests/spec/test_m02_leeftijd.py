"""M2, leeftijd: residents of 65-74, 75-79 and 80 and over per buurt and per 100 m cell.

Definition. Ages below gemeente that open tables do not give: KWB knows 65+ per buurt, five-year
classes exist per PC4 and single years per gemeente.

Formula. `P75 = P65 * s`, with s the mean over the PC4 of the buurt of (75+ / 65+), weighted with
addresses; PC4 with a suppressed class are left out. Then raking: the table (65-74, 75-79, 80+) x
buurten is fitted to KWB 65+ per buurt and to the ages of the gemeente, scaled first to the sum of
the buurten. From KWB 2026 on 80+ per buurt is observed and only 75-79 is estimated. Cells take
their part by the published residents of 65 and over, elsewhere by dwellings.

Inputs. KWB, 83502NED, 03759ned, addresses of BAG, squares of CBS.

Limits. PROPOSED as a whole: an estimate, status `geschat`, shown rounded to 5 and not below 10.
People who live in a nursing home count where they live. A buurt whose PC4 has no share takes that
of its gemeente.
"""

import numpy as np
import pandas as pd
import pytest

from pipelines.indicators.leeftijd import age_per_buurt, oosr, shares_buurt, shares_pc4
from pipelines.indicators.leeftijd_cel import age_per_cell, niet_verdeeld, shield

NAN = float("nan")
CLASSES = ["45_50", "50_55", "55_60", "60_65", "65_70", "70_75", "75_80", "80_85", "85_90"]
CLASSES += ["90_95", "95plus"]


def pc4_table() -> pd.DataFrame:
    rows = {
        "9711": [100, 100, 100, 100, 30, 28, 20, 12, 6, 3, 1],
        "9712": [50, 50, 50, 50, 40, 40, 10, 5, 5, 0, 0],
        "9713": [50, 50, 50, 50, 40, 40, NAN, 5, 5, 0, 0],
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=CLASSES, dtype=float)


def one_buurt(p65: float, **extra: object) -> pd.DataFrame:
    return pd.DataFrame({"gemeente": ["GM1"], "p65": [p65], **extra}, index=["B1"])


def none_known() -> pd.DataFrame:
    return pd.DataFrame(columns=["p65_74", "p75_79", "p80plus"], dtype=float)


def test_t02_75plus_from_the_pc4_share() -> None:
    """65+ in the buurt 200, PC4 share 0.42: 75+ 84.0."""
    addresses = pd.DataFrame({"buurt": ["B1"], "pc4": ["9711"], "adressen": [10]})
    shares = shares_buurt(shares_pc4(pc4_table()), addresses)
    assert shares.loc["B1", "a75plus"] == pytest.approx(0.42)
    answer = age_per_buurt(one_buurt(200.0), none_known(), shares)
    assert round(float(answer.loc["B1", "p75plus"]), 1) == 84.0
    assert answer.loc["B1", "p75plus_status"] == "geschat"
    assert answer.loc["B1", "p65_status"] == "waargenomen"
    assert not answer.loc["B1", "gerakt"]


def test_reading_16_mean_is_weighted_with_addresses_and_suppressed_pc4_are_left_out() -> None:
    addresses = pd.DataFrame(
        {"buurt": ["B1"] * 3, "pc4": ["9711", "9712", "9713"], "adressen": [30, 10, 1000]}
    )
    shares = shares_buurt(shares_pc4(pc4_table()), addresses)
    assert shares.loc["B1", "a75plus"] == pytest.approx((30 * 0.42 + 10 * 0.20) / 40)
    # the middle classes of 9713 are published, so that PC4 counts for the share of 50-64
    assert shares.loc["B1", "a50_64"] == pytest.approx(0.75)


def raked() -> tuple[pd.DataFrame, pd.DataFrame]:
    buurten = pd.DataFrame(
        {"gemeente": ["GM1"] * 3, "p65": [200.0, 100.0, NAN], "p65_status": None},
        index=["B1", "B2", "B3"],
    )
    buurten["p65_status"] = ["waargenomen", "waargenomen", "onderdrukt"]
    gemeenten = pd.DataFrame(
        {"p65_74": [160.0], "p75_79": [60.0], "p80plus": [80.0]}, index=["GM1"]
    )
    addresses = pd.DataFrame(
        {"buurt": ["B1", "B2", "B3"], "pc4": ["9711", "9712", "9712"], "adressen": [1, 1, 1]}
    )
    return buurten, age_per_buurt(
        buurten, gemeenten, shares_buurt(shares_pc4(pc4_table()), addresses)
    )


def test_reading_16_raking_keeps_kwb_65plus_and_the_gemeente_columns() -> None:
    buurten, answer = raked()
    parts = answer[["p65_74", "p75_79", "p80plus"]]
    assert parts.sum(axis=1)[:2].tolist() == pytest.approx([200.0, 100.0])
    assert parts.sum().tolist() == pytest.approx([160.0, 60.0, 80.0])
    assert answer["gerakt"].tolist() == [True, True, False]
    assert answer.loc["B3", "p75plus_status"] == "onderdrukt"
    assert np.isnan(answer.loc["B3", "p75plus"])
    assert buurten["p65"].equals(answer["p65"])


def test_readings_16_and_80_totals_are_scaled_to_the_sum_of_the_buurten() -> None:
    addresses = pd.DataFrame({"buurt": ["B1"], "pc4": ["9711"], "adressen": [1]})
    gemeenten = pd.DataFrame(
        {"p65_74": [330.0], "p75_79": [110.0], "p80plus": [110.0]}, index=["GM1"]
    )
    shares = shares_buurt(shares_pc4(pc4_table()), addresses)
    answer = age_per_buurt(one_buurt(500.0), gemeenten, shares)
    assert answer.loc["B1", "p65"] == 500.0
    assert answer.loc["B1", ["p65_74", "p75_79", "p80plus"]].tolist() == pytest.approx(
        [300.0, 100.0, 100.0]
    )


def test_reading_03_observed_80plus_is_a_margin_and_only_75_79_is_estimated() -> None:
    addresses = pd.DataFrame({"buurt": ["B1", "B2"], "pc4": ["9711", "9712"], "adressen": [1, 1]})
    buurten = pd.DataFrame(
        {"gemeente": ["GM1"] * 2, "p65": [200.0, 100.0], "p80": [50.0, 10.0]}, index=["B1", "B2"]
    )
    gemeenten = pd.DataFrame(
        {"p65_74": [180.0], "p75_79": [60.0], "p80plus": [60.0]}, index=["GM1"]
    )
    answer = age_per_buurt(buurten, gemeenten, shares_buurt(shares_pc4(pc4_table()), addresses))
    assert answer["p80plus"].tolist() == [50.0, 10.0]
    assert answer["p80plus_status"].tolist() == ["waargenomen"] * 2
    assert answer["p75_79_status"].tolist() == ["geschat"] * 2
    assert answer[["p65_74", "p75_79"]].sum().tolist() == pytest.approx([180.0, 60.0])
    assert answer[["p65_74", "p75_79"]].sum(axis=1).tolist() == pytest.approx([150.0, 90.0])


def test_buurt_without_pc4_shares_takes_those_of_its_gemeente() -> None:
    gemeenten = pd.DataFrame({"p65_74": [60.0], "p75_79": [25.0], "p80plus": [15.0]}, index=["GM1"])
    nothing = shares_buurt(
        shares_pc4(pc4_table()), pd.DataFrame({"buurt": [], "pc4": [], "adressen": []})
    )
    answer = age_per_buurt(one_buurt(200.0), gemeenten, nothing)
    assert answer.loc["B1", "p75plus"] == pytest.approx(80.0)
    assert answer.loc["B1", "bron_aandeel"] == "gemeente"


def test_reading_05_oosr_from_kwb_times_pc4_shares_and_wijk_below_ten() -> None:
    shares = pd.DataFrame(
        {"a65_74": [0.5, 0.6], "a85plus": [0.1, 0.02], "a50_64": [0.75, 0.8]}, index=["B1", "B2"]
    )
    buurten = pd.DataFrame(
        {
            "wijk": ["W1", "W1"],
            "inwoners": [1000.0, 500.0],
            "p45_64": [400.0, 100.0],
            "p65": [200.0, 100.0],
        },
        index=["B1", "B2"],
    )
    answer = oosr(buurten, shares)
    assert answer.loc["B1", "oosr"] == pytest.approx((400 * 0.75 + 200 * 0.5) / 20)
    in_wijk = (400 * 0.75 + 200 * 0.5 + 100 * 0.8 + 100 * 0.6) / 22
    assert answer.loc["B2", "oosr"] == pytest.approx(in_wijk)
    assert answer["oosr_niveau"].tolist() == ["buurt", "wijk"]
    assert answer["oosr_status"].tolist() == ["geschat"] * 2


def test_oosr_is_missing_where_a_figure_is_and_not_taken_from_the_wijk() -> None:
    shares = pd.DataFrame(
        {"a65_74": [0.5, 0.6], "a85plus": [0.1, NAN], "a50_64": [0.75, 0.8]}, index=["B1", "B2"]
    )
    buurten = pd.DataFrame(
        {"wijk": "W1", "inwoners": [1000.0, 50.0], "p45_64": 400.0, "p65": 200.0},
        index=["B1", "B2"],
    )
    answer = oosr(buurten, shares)
    assert answer["oosr_status"].tolist() == ["geschat", "ontbreekt"]


def cells() -> tuple[pd.DataFrame, pd.DataFrame]:
    p65 = pd.Series({"B1": 100.0, "B2": 40.0, "B3": NAN, "B4": 7.0})
    buurten = pd.DataFrame({"p65": p65})
    buurten["p65_74"], buurten["p75_79"] = p65 * 0.5, p65 * 0.2
    buurten["p80plus"], buurten["p75plus"] = p65 * 0.3, p65 * 0.5
    pieces = pd.DataFrame(
        {
            "cel": ["c1", "c2", "c3", "c3", "c4", "c5"],
            "buurt": ["B1", "B1", "B1", "B2", "B3", "B1"],
            "woon_vbo": [10, 20, 10, 30, 5, 0],
        }
    )
    return buurten, pieces


def test_cells_by_published_65plus_else_by_dwellings() -> None:
    buurten, pieces = cells()
    answer = age_per_cell(buurten, pieces, pd.Series({"c1": 60.0, "c2": NAN}))
    # B1 has 100 of 65+ in 40 dwellings: an unpublished dwelling counts for 2.5 persons
    weights = np.array([60.0, 50.0, 25.0])
    expected = 100.0 * weights / weights.sum()
    assert answer.loc[["c1", "c2"], "p65"].tolist() == pytest.approx(expected[:2].tolist())
    assert answer.loc["c3", "p65"] == pytest.approx(expected[2] + 40.0)
    assert answer.loc["c1", "grondslag"] == "vierkant"
    assert answer.loc["c2", "grondslag"] == "woon_vbo"


def test_cell_of_a_buurt_without_figure_is_missing_and_an_empty_cell_is_zero() -> None:
    buurten, pieces = cells()
    answer = age_per_cell(buurten, pieces, pd.Series(dtype=float))
    assert np.isnan(answer.loc["c4", "p75plus"])
    assert answer.loc["c4", "p75plus_status"] == "ontbreekt"
    assert answer.loc["c5", "p75plus"] == 0.0
    assert niet_verdeeld(buurten, answer)["p65"] == pytest.approx(7.0)


def test_published_square_without_dwellings_is_used() -> None:
    buurten, pieces = cells()
    answer = age_per_cell(buurten, pieces, pd.Series({"c1": 0.0, "c2": 0.0, "c3": 0.0, "c5": 80.0}))
    assert answer.loc["c5", "p65"] == pytest.approx(100.0)
    assert answer.loc["c1", "p65"] == 0.0


def test_cells_below_ten_inhabitants_show_no_age() -> None:
    buurten, pieces = cells()
    answer = age_per_cell(buurten, pieces, pd.Series(dtype=float))
    shown = shield(answer, pd.Series({"c1": 9.0, "c2": 10.0}))
    assert shown.loc["c1", "p65_status"] == "onderdrukt"
    assert shown.loc["c2", "p65_status"] == "geschat"
    assert shown.loc["c4", "p65_status"] == "ontbreekt"
    assert np.isnan(shown.loc["c1", "p75plus"])
