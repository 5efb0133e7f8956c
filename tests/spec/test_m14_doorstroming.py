"""M14, doorstroming en ontmoeting: homes that older households could free, and meeting places near.

Definition. Potential is the number of single-family homes per year that come free when older
households can move to something that suits them, and the households that the chain after each move
helps. Meeting is the share of residents of 65 and over with a meeting place within 500 m on foot,
and the share of clusters with one within 100 m; a wijk without any known place is flagged.

Formula. M = HH65_eengezins x willing x realisation; freed homes = M; chain multiplier
m = 1 / (1 - q), q the probability that a filled vacancy leaves another vacancy; helped = M x m.
Open estimate: HH65 = residents of 65 and over / persons per household, HH65_eengezins = HH65 x
share of single-family homes. Wijk and gebied: counts are summed, then divided.

Inputs. `cbs_kwb` (residents 65+, single-family share); `loop_buurt` for the 500 m; `locaties`,
`ontmoetingsruimten` and `corporatiecomplexen` for rooms and clusters.

Limits. willing 0.25, realisation 0.10, q 0.6 and 1.4 persons per household are PROPOSED; low and
high use the ends of their ranges. The open estimate is biased: older households live in flats more
often than their buurt. The CBS table of chain lengths (2021) has an erratum and is not used. A
chain counts once: not beside the same new dwelling in the opgave. 100 m is measured in a straight
line, for a network says little over such a distance.
"""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.parameters import chosen
from pipelines.indicators.doorstroming import (
    chain_multiplier,
    moves,
    observed_rate,
    open_estimate,
    potential,
)
from pipelines.indicators.ontmoeting import has_room, per_wijk, rooms_per_area
from pipelines.indicators.woonklassen import for_older

NAN = np.nan
SLOW = settings(max_examples=30, deadline=None)  # frames take their time on a busy machine
SHARES = st.floats(0, 1, allow_nan=False)


def test_t33_moves_and_chain() -> None:
    """400 x 0.25 x 0.10 = 10.0 moves per year; q = 0.6 gives m = 2.5, so 25.0 households helped."""
    found = float(moves(400, 0.25, 0.10))
    assert f"{found:.1f}" == "10.0"
    assert f"{chain_multiplier(0.6):.1f}" == "2.5"
    assert f"{found * chain_multiplier(0.6):.1f}" == "25.0"
    table = potential([900.0], [400.0]).iloc[0]
    assert (f"{table['verhuizingen']:.1f}", f"{table['geholpen']:.1f}") == ("10.0", "25.0")


def test_chain_without_end_is_refused() -> None:
    assert chain_multiplier(0.0) == 1.0
    for q in (1.0, 1.2, -0.1):
        with pytest.raises(ValueError, match="verwacht een kans"):
            chain_multiplier(q)
    with pytest.raises(ValueError, match="verwacht 0 tot 1"):
        moves(100, 1.5, 0.1)


def test_open_estimate_is_the_share_of_the_whole_buurt() -> None:
    found = open_estimate([140.0, NAN, 70.0], [60.0, 60.0, NAN])
    assert found["hh65"].tolist()[0] == pytest.approx(100.0)
    assert found["hh65_eengezins"].tolist()[0] == pytest.approx(60.0)
    assert np.isnan(found["hh65_eengezins"].to_numpy()[1:]).all()


def test_unknown_is_missing_and_few_households_are_hidden() -> None:
    found = potential([100.0, 9.9, 50.0, NAN], [60.0, 9.0, NAN, NAN])
    assert found["verhuizingen_status"].tolist() == [
        "geschat",
        "onderdrukt",
        "ontbreekt",
        "ontbreekt",
    ]
    assert found["hh65_status"].tolist() == ["geschat", "onderdrukt", "geschat", "ontbreekt"]
    assert found["verhuizingen"].isna().tolist() == [False, True, True, True]


def test_low_and_high_hold_the_value_a_profile_chooses_beyond_the_range() -> None:
    with chosen({"doorstroming.bereid": 0.6, "doorstroming.realisatie": 0.01}):
        row = potential([500.0], [400.0]).iloc[0]
    assert row["geholpen_laag"] <= row["geholpen"] <= row["geholpen_hoog"]


def test_observed_rate_is_a_check_and_no_input() -> None:
    """About 2.2% within and 1.2 to 1.7% between gemeenten moved in 2017, ages 65 to 74."""
    low, high = observed_rate()
    assert (f"{low:.3f}", f"{high:.3f}") == ("0.034", "0.039")


@SLOW
@given(st.lists(st.floats(0, 5000), min_size=1, max_size=9), SHARES, SHARES)
def test_moves_add_up_over_buurten(homes: list[float], willing: float, realised: float) -> None:
    parts = moves(homes, willing, realised)
    assert parts.sum() == pytest.approx(float(moves(sum(homes), willing, realised)))
    assert (parts <= np.asarray(homes) + 1e-9).all()


@SLOW
@given(st.floats(0, 0.98), st.floats(0, 0.98))
def test_longer_chains_help_more(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1.0 <= chain_multiplier(low) <= chain_multiplier(high)


# Meeting


def test_cluster_is_twelve_homes_half_for_older_people_and_no_nursing_home() -> None:
    complexes = pd.DataFrame(
        {
            "woningen": [12, 11, 40, 40, 40, NAN],
            "doelgroep_ouderen_pct": [50, 90, 49.9, NAN, 80, 80],
            "intramurale_plaatsen": [NAN, 0, 0, 0, 8, 0],
        }
    )
    expected = [True, False, False, False, False, False]
    assert for_older(complexes).tolist() == expected
    assert for_older(complexes.assign(traploos=True)).tolist() == expected
    assert for_older(complexes.assign(traploos=None)).tolist() == expected, "nobody said"
    assert not for_older(complexes.assign(traploos=False)).any()


def test_room_within_100_m_or_in_the_building() -> None:
    points = [shapely.Point(0, 0), shapely.Point(100.1, 0), shapely.Point(500, 0), None, None]
    rooms = [shapely.Point(0, 100)]
    found = has_room(points, rooms, [NAN, 0.0, 1.0, NAN, 1.0])
    assert found[:3].tolist() == [1.0, 0.0, 1.0]
    assert np.isnan(found[3])
    assert found[4] == 1.0
    assert has_room(points[:2], [], [NAN, NAN]).tolist() == [0.0, 0.0]
    # none in the building says nothing of the 100 m around it, where that cannot be measured
    assert np.isnan(has_room([None], rooms, [0.0])).all()
    assert np.isnan(has_room(points[:2], None, [0.0, 0.0])).all()
    assert has_room([None], None, [1.0]).tolist() == [1.0]


def test_rooms_are_counted_by_what_is_said_and_silence_is_unknown() -> None:
    area = pd.Series(["A", "A", "B", "B"])
    counted = rooms_per_area(area, pd.Series(["ja", "nee", None, "onbekend"]))
    assert counted.loc["A"].tolist() == [2, 1, 1, 0]
    assert counted.loc["B"].tolist() == [2, 0, 0, 2]


def wijken(**columns: list[object]) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    given_ = {name: [0.0] * count for name in ("ruimten", "open_ja", "open_nee", "open_onbekend")}
    given_ |= {name: [NAN] * count for name in ("clusters", "clusters_met")}
    return per_wijk(pd.DataFrame({**given_, **columns}))


def test_wijk_divides_sums_and_never_averages_shares() -> None:
    found = wijken(wijk=["W", "W"], inwoners_65=[100, 300], aandeel_pct=[80.0, 40.0])
    assert found.loc["W", "aandeel_pct"] == pytest.approx(50.0)  # the mean of the shares is 60


def test_wijk_without_any_place_is_flagged_and_without_a_source_it_is_not_known() -> None:
    found = wijken(
        wijk=["A", "B", "C"],
        inwoners_65=[10, 10, 10],
        aandeel_pct=[0.0, 0.0, 0.0],
        ruimten=[0.0, 2.0, NAN],
    )
    assert found["geen_ruimte"].tolist() == [True, False, None]


def test_wijk_with_too_few_residents_known_has_no_share() -> None:
    found = wijken(
        wijk=["A", "A", "B", "B", "C"],
        inwoners_65=[90, 10, 89, 11, 0],
        aandeel_pct=[50.0, NAN, 50.0, NAN, NAN],
    )
    assert found["aandeel_pct_status"].tolist() == ["geschat", "ontbreekt", "ontbreekt"]
    assert found["aandeel_pct"].isna().tolist() == [False, True, True]
