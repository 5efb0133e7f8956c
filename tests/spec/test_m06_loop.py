"""M6, walk access for older people: what the walking distances of an address are worth.

Definition. Distance over streets and paths from every dwelling to the nearest supermarket, GP,
pharmacy, meeting place, well-served stop and park of at least 0.5 ha, both snap distances
included. W is the weighted mean of what those distances are worth. Two profiles: senior (each
flight of steps costs 30 m extra, 0.92 m/s) and rollator (steps block, 0.80 m/s). Map classes are
goed up to 300 m, redelijk up to 500, matig up to 800, slecht beyond. A cell is the mean of its
addresses, a buurt is weighted with its residents of 65 and over.

Formula. `f(d) = 1` up to d1, `0` from d2, linear between; `W = 100 * sum w_k f(d_k) / sum w_k` over
the kinds that have a source. Nothing within 2 km counts 0 and keeps its weight; where nothing was
measured within 2 km but a place off the streets may lie there, the kind is unknown. Its interval is
W with d1 and d2 100 m lower and higher. The triple test asks GP, pharmacy and supermarket all
within 800 m. An isochrone is everything within 25 m of a street that is reached within the metres
or seconds given. R is how far ranks of buurten move on average within their gemeente when a kind is
left out, a weight is 20% higher or lower, or d1 and d2 are 100 m lower or higher; it names none.

Inputs. `osm_wegen`, `locaties` (OpenStreetMap, IGJ, partners), `ov_haltes`, `osm_vlakken`,
`bag_verblijfsobjecten`, `raster`, `leeftijd_cel`; `cbs_nabijheid` to compare with.

Limits. PROPOSED: d1 300 m, d2 800 m, the weights of stop and park, the speed with a rollator, the
snap limit of 50 m, the 2 km horizon, 25 m around a reached street. Opening hours, capacity, slopes
and social safety are not in W. A source older than 12 months, or with fewer places than CBS
counts, is named with the layer; the rank correlation with CBS Nabijheid per buurt is reported and
expected to be at least 0.8. A physiotherapist is known as a kind and not in the default W.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.loop import (
    Parameters,
    compare_nabijheid,
    distance_class,
    distances,
    park_entries,
    published_distance,
    source_flags,
    triple_test,
    value,
    walk_points,
    walk_score,
    walking_minutes,
)
from pipelines.indicators.loop_gebied import (
    mean_distance,
    walk_areas,
    walk_cells,
    weighted_mean,
    weighted_median,
)
from pipelines.indicators.loop_gevoeligheid import one_at_a_time
from pipelines.indicators.netwerk import Graaf, network
from pipelines.indicators.snap import snap

T16 = {
    "supermarkt": 420,
    "ov": 250,
    "park": 300,
    "huisarts": 650,
    "apotheek": 900,
    "ontmoeting": 500,
}
NEAR = dict.fromkeys(T16, 100.0)
INF, NAN = np.inf, np.nan


def frame(*rows: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=float)


def score(**changes: float) -> pd.Series:
    return walk_score(frame({**NEAR, **changes})).iloc[0]


def texts(column: pd.Series) -> list[str | None]:
    """Texts of a column; pandas keeps a missing text as NaN."""
    return [None if pd.isna(x) else x for x in column]


# Worked examples


def test_t16_value_of_each_distance() -> None:
    """Supermarket 420, stop 250, park 300, GP 650, pharmacy 900, meeting place 500 m.

    Worth 0.76, 1, 1, 0.30, 0 and 0.60.
    """
    f = value(list(T16.values()), 300, 800)
    assert [f"{x:.2f}" for x in f] == ["0.76", "1.00", "1.00", "0.30", "0.00", "0.60"]


def test_t16_score_and_triple_test() -> None:
    """W is 73.1; the triple test fails, for the pharmacy is beyond 800 m."""
    table = walk_score(frame(T16))
    assert f"{table['w'][0]:.1f}" == "73.1"
    assert table["w_status"][0] == "waargenomen"
    assert triple_test(frame(T16)).tolist() == [False]


def test_the_interval_of_w_moves_d1_and_d2_by_100_metres() -> None:
    """T-16 with d1 and d2 at 200 and 700, and at 400 and 900 m: W 73.1 lies between them."""
    row = walk_score(frame(T16)).iloc[0]
    low, high = (
        walk_score(frame(T16), parameters=Parameters(d1_m=300 + shift, d2_m=800 + shift))["w"][0]
        for shift in (-100, 100)
    )
    assert (row["w_laag"], row["w_hoog"]) == (pytest.approx(low), pytest.approx(high))
    assert row["w_laag"] < row["w"] < row["w_hoog"]


def test_t17_minutes() -> None:
    """500 m takes 9.06 minutes at 0.92 m/s and 10.42 minutes at 0.80 m/s."""
    assert f"{walking_minutes([500])[0]:.2f}" == "9.06"
    assert f"{walking_minutes([500], 'rollator')[0]:.2f}" == "10.42"


# f and classes


def test_f_is_one_up_to_d1_zero_from_d2_and_linear_between() -> None:
    assert value([0, 300, 550, 800, 2000, INF], 300, 800).tolist() == [1, 1, 0.5, 0, 0, 0]
    assert np.isnan(value([NAN], 300, 800)[0])


def test_class_bounds_belong_to_the_better_class_with_tolerance() -> None:
    """Reading 67: thresholds with tolerance 1e-9."""
    d = [300, 300 + 5e-10, 300.001, 500, 800, 800.001, INF, NAN]
    expected = ["goed", "goed", "redelijk", "redelijk", "matig", "slecht", "slecht", None]
    assert distance_class(d).tolist() == expected


# Reading 48: nothing within 2 km, and no data


def test_nothing_within_2_km_counts_as_zero_and_keeps_its_weight() -> None:
    one = score(supermarkt=INF)
    assert one["w"] == pytest.approx(100 * 88 / 140)
    assert one["w_status"] == "waargenomen"
    assert one["w_dekking"] == 1


def test_no_data_on_a_kind_renormalises_and_is_estimated() -> None:
    one = score(apotheek=NAN, ontmoeting=550)
    assert one["w"] == pytest.approx(100 * (116 + 6) / 128)
    assert one["w_status"] == "geschat"
    assert one["w_dekking"] == pytest.approx(128 / 140)


def test_below_three_quarters_of_the_weight_there_is_no_score() -> None:
    one = score(supermarkt=NAN)
    assert np.isnan(one["w"])
    assert (one["w_status"], one["w_reden"]) == ("ontbreekt", "te weinig dekking")


def test_exactly_three_quarters_is_enough() -> None:
    """Reading 24, with weights that allow it: 52 + 26 + 27 of 140 = 0.75."""
    weights = {
        "supermarkt": 52,
        "ov": 26,
        "park": 27,
        "huisarts": 12,
        "apotheek": 12,
        "ontmoeting": 11,
    }
    known = frame({**NEAR, "huisarts": NAN, "apotheek": NAN, "ontmoeting": NAN})
    assert walk_score(known, parameters=Parameters(weights=weights))["w"][0] == 100


def test_a_missing_column_is_a_kind_without_data() -> None:
    table = walk_score(frame(NEAR).drop(columns="apotheek"))
    assert table["w_dekking"][0] == pytest.approx(128 / 140)


def test_fysiotherapeut_is_not_in_the_default_score() -> None:
    """Reading 48, last sentence."""
    assert walk_score(frame({**NEAR, "fysiotherapeut": 5000.0}))["w"][0] == 100


def test_without_any_source_the_reason_says_so_and_a_given_reason_goes_first() -> None:
    nothing = frame(dict.fromkeys(T16, NAN), dict.fromkeys(T16, NAN))
    reason = np.array([None, "los deel van het netwerk"], dtype=object)
    table = walk_score(nothing, reason)
    assert texts(table["w_reden"]) == ["geen bron", "los deel van het netwerk"]


# Triple test


def test_triple_test_is_three_valued() -> None:
    cases = frame(
        {**NEAR, "huisarts": 800},
        {**NEAR, "huisarts": 801},
        {**NEAR, "huisarts": NAN},
        {**NEAR, "huisarts": NAN, "apotheek": INF},
    )
    assert triple_test(cases).tolist() == [True, False, pd.NA, False]


def test_published_distance_never_shows_infinity() -> None:
    table = published_distance([120.5, INF, NAN])
    assert table["status"].tolist() == ["waargenomen", "ontbreekt", "ontbreekt"]
    assert texts(table["reden"]) == [None, "geen binnen het zoekbereik", "geen bron"]
    assert table["waarde"].notna().tolist() == [True, False, False]


# On a network


def test_kinds_without_source_differ_from_kinds_without_places() -> None:
    street = Graaf.from_edges([1], [2], [[[0, 0], [3000, 0]]])
    streets = network(street, "senior")
    home = snap(streets, [0, 0], [0, 400])
    places = {"supermarkt": ([420.0, 1000.0], [0.0, 60.0]), "huisarts": ([], []), "apotheek": None}
    metres, report = distances(streets, home, places)
    assert metres.loc[0, "supermarkt"] == pytest.approx(420)
    assert metres.loc[0, "huisarts"] == INF
    assert np.isnan(metres.loc[0, "apotheek"])
    assert metres.loc[1].isna().all()
    assert report["places_unsnapped_share"].tolist()[0] == 0.5
    assert report["has_source"].tolist() == [True, True, False]


def test_park_entries_lie_on_the_edge_of_areas_of_half_a_hectare() -> None:
    parks = [shapely.box(0, 0, 100, 50), shapely.box(500, 0, 599, 50)]
    x, y = park_entries(parks)
    assert len(x) == 12
    assert x.max() <= 100
    on_edge = shapely.distance(shapely.points(x, y), shapely.get_exterior_ring(parks[0]))
    assert on_edge.max() < 1e-9
    assert len(park_entries([])[0]) == 0


# From addresses to areas


def points(**columns: object) -> pd.DataFrame:
    n = len(next(iter(columns.values())))  # type: ignore[arg-type]
    base = {
        "is_adres": [True] * n,
        "w_status": ["waargenomen"] * n,
        "w_reden": [None] * n,
        "niet_aangesloten": [False] * n,
    }
    return pd.DataFrame({**base, **columns})


def test_a_buurt_is_weighted_with_its_older_residents() -> None:
    homes = points(
        gebied=["B", "B", "A", "A"],
        inwoners_65=[3.0, 1.0, 2.0, 2.0],
        w=[80.0, 40.0, 60.0, 59.999],
        drietal=pd.array([True, False, True, True], dtype="boolean"),
    )
    metres = frame(*[{"ontmoeting": d} for d in (500, 900, 501, INF)])
    table = walk_areas(homes, metres).set_index("gebied")
    assert table.index.tolist() == ["A", "B"]
    assert table.loc["B", "w_65"] == pytest.approx(70)
    assert table["aandeel_65_w60_pct"].tolist() == [50, 75]
    assert table["aandeel_65_drietal_pct"].tolist() == [100, 75]
    assert table.loc["B", "w_65_status"] == "geschat"


def test_k4_is_the_share_of_older_people_with_a_meeting_place_within_500_m() -> None:
    """Reading 30."""
    homes = points(
        gebied=["A"] * 4,
        inwoners_65=[1.0] * 4,
        w=[50.0] * 4,
        drietal=pd.array([pd.NA] * 4, dtype="boolean"),
    )
    metres = frame(*[{"ontmoeting": d} for d in (100, 500, 500.01, INF)])
    table = walk_areas(homes, metres)
    assert table["aandeel_65_ontmoeting_500_pct"][0] == 50
    assert table["aandeel_65_drietal_pct_status"][0] == "ontbreekt"
    no_source = walk_areas(homes, frame(*[{"ontmoeting": NAN}] * 4))
    assert no_source["aandeel_65_ontmoeting_500_pct_status"][0] == "ontbreekt"
    assert no_source["afstand_ontmoeting_m_reden"][0] == "geen bron"


def test_an_area_without_older_people_or_with_too_few_known_is_null_with_a_reason() -> None:
    homes = points(
        gebied=["A", "B", "B", "B", "B", "C"],
        inwoners_65=[0.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        w=[50.0, 50.0, 50.0, NAN, NAN, NAN],
        w_reden=[
            None,
            None,
            None,
            "te ver van een weg",
            "te ver van een weg",
            "te ver van een weg",
        ],
        niet_aangesloten=[False, False, False, True, True, True],
        drietal=pd.array([True] * 6, dtype="boolean"),
    )
    table = walk_areas(homes, frame(*[{"ontmoeting": 1.0}] * 6))
    assert texts(table["w_65_reden"]) == [
        "geen 65-plussers",
        "te weinig dekking",
        "te ver van een weg",
    ]
    assert table["niet_aangesloten_pct"].tolist() == [0, 50, 100]
    assert table["w_65_status"].tolist() == ["ontbreekt"] * 3


def test_one_choice_at_a_time_moves_ranks_by_what_it_decides() -> None:
    """A has all but the GP near, B only the GP and the rest at 500 m: 91.4 against 63.4.

    Without the supermarket, the stop, the park or the meeting place A keeps the lead; limits that
    are 100 m nearer or farther do not change it either. Of one area there is no rank to move.
    """
    near = dict.fromkeys(("supermarkt", "ov", "park", "apotheek", "ontmoeting"), 100.0)
    rows = [near | {"huisarts": 900.0}, dict.fromkeys(near, 500.0) | {"huisarts": 100.0}]
    area = pd.Series(["BU00010001", "BU00010002"])
    found = one_at_a_time(area, [10.0, 10.0], pd.DataFrame(rows))
    kinds = 6
    assert len(found) == 3 * kinds + 2
    assert (found == 0).all()
    # of two kinds that disagree each decides when the other is left out
    both = pd.DataFrame({"supermarkt": [100.0, 900.0], "huisarts": [900.0, 100.0]})
    rule = Parameters(weights={"supermarkt": 2.0, "huisarts": 1.0})
    moved = one_at_a_time(area, [10.0, 10.0], both, rule)
    assert moved["zonder huisarts"] == 0
    assert moved["zonder supermarkt"] == 1
    assert moved["gewicht supermarkt -20%"] == 0
    other_gemeente = pd.Series(["BU00010001", "BU00020002"])
    assert (one_at_a_time(other_gemeente, [10.0, 10.0], both, rule) == 0).all()
    assert one_at_a_time(area, [0.0, 0.0], both, rule).isna().all()


def test_a_cell_is_the_mean_of_its_addresses_and_a_growth_site_its_centre() -> None:
    rows = points(
        cel=["E2260N5740", "E2260N5740", "E2260N5740", "E2261N5740", None],
        is_adres=[True, True, False, False, True],
        w=[80.0, 60.0, 0.0, 30.0, 10.0],
    )
    table = walk_cells(rows, frame(*[{"ov": d} for d in (100, 700, 5, INF, 1)])).set_index("cel")
    assert table["w"].tolist() == [70, 30]
    assert table["w_status"].tolist() == ["waargenomen", "geschat"]
    assert table["n"].tolist() == [2, 0]
    assert table.loc["E2260N5740", "afstand_ov_m"] == 100
    assert table["klasse_ov"].tolist() == ["goed", "slecht"]
    assert table.loc["E2261N5740", "afstand_ov_m_reden"] == "geen binnen het zoekbereik"
    assert np.isnan(table.loc["E2261N5740", "afstand_ov_m"])


def test_a_cell_is_estimated_where_an_address_is() -> None:
    rows = points(cel=["E0000N0000"] * 2, w=[80.0, 60.0], w_status=["waargenomen", "geschat"])
    assert walk_cells(rows, frame({"ov": 1.0}, {"ov": 2.0}))["w_status"].tolist() == ["geschat"]


def test_points_carry_score_triple_test_and_attachment() -> None:
    street = Graaf.from_edges([1], [2], [[[0, 0], [3000, 0]]])
    places = {k: ([100.0], [0.0]) for k in T16}
    table, metres, _ = walk_points(network(street, "senior"), [0, 0], [0, 400], places)
    assert table["w"].tolist()[0] == 100
    assert texts(table["w_reden"]) == [None, "te ver van een weg"]
    assert table["drietal"].tolist() == [True, pd.NA]
    assert table["niet_aangesloten"].tolist() == [False, True]
    assert walk_areas(table.assign(gebied="A", inwoners_65=1.0), metres)["dekking_pct"][0] == 50


def test_weighted_mean_and_median_leave_out_what_is_unknown() -> None:
    code = np.array([0, 0, 0, 1, 2])
    x = np.array([1.0, 5.0, NAN, INF, 3.0])
    w = np.array([3.0, 1.0, 4.0, 1.0, 0.0])
    mean = weighted_mean(code[[0, 1, 2, 4]], 3, x[[0, 1, 2, 4]], w[[0, 1, 2, 4]])
    assert mean["mean"].tolist()[0] == 2
    assert np.isnan(mean["mean"][1:]).all()
    assert mean["share"][0] == 0.5
    assert weighted_median(code, 3, x, w)["median"].tolist()[:2] == [1, INF]


# Checks to report


def test_rank_correlation_with_cbs_nabijheid() -> None:
    own = pd.Series([100.0, 400.0, 900.0, INF, 50.0], index=list("abcde"))
    cbs = pd.Series([0.2, 0.5, 1.1, 3.0, NAN], index=list("abcde"))
    found = compare_nabijheid(own, cbs)
    assert (found["rho"], found["n"], found["voldoet"]) == (pytest.approx(1), 4, True)
    assert compare_nabijheid(own, -cbs)["voldoet"] is False
    assert compare_nabijheid(own[:2], cbs)["rho"] is None


def test_mean_distance_counts_nothing_near_as_the_limit() -> None:
    mean = mean_distance(pd.Series(["x", "x", "y"]), pd.Series([1000.0, INF, NAN]))
    assert mean["x"] == 1500
    assert np.isnan(mean["y"])


def test_an_old_or_thin_source_is_flagged() -> None:
    today = date(2026, 5, 23)
    assert source_flags("apotheek", date(2025, 5, 23), today, 10, 10) == []
    assert source_flags("apotheek", date(2025, 5, 22), today, 9, 10) == [
        "apotheek: bron van 2025-05-22 is ouder dan 12 maanden",
        "apotheek: 9 plekken bekend, CBS telt er 10",
    ]


metres = st.floats(0, 3000) | st.just(INF)


@settings(deadline=None)
@given(st.lists(metres, min_size=6, max_size=6), st.integers(0, 5), st.floats(0, 500))
def test_a_shorter_walk_never_lowers_the_score(d, which, less) -> None:
    before = dict(zip(T16, d, strict=True))
    name = list(T16)[which]
    after = {**before, name: max(0.0, before[name] - less)}
    table = walk_score(frame(before, after))
    assert 0 <= table["w"][0] <= table["w"][1] + 1e-9 <= 100 + 1e-6
