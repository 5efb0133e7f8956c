"""M5, geschiktheid van bestaande woningen: how many dwellings are probably step-free.

Definition. A nultredenwoning has a front door and all main rooms that are reached without stairs;
two stars is fit for a walking frame, four stars for a wheelchair. There is no register of them, so
each dwelling gets a chance and areas get sums. `Aanpasbaar` is a house on more floors that can be
made partly fit. Nultreden is never the same as levensloopbestendig: that rule is agreed by gemeente
and corporaties, with a name, a version and a date (`[parameters.levensloop]` of the profile), and
until then reads "begrip niet vastgesteld".

Formula. `P(nultreden) = [P(ground) e + (1 - P(ground)) P(lift)] i`. P(lift) is a table by floors
and building year, of a lift that is reached without steps; e = 0.9 is a step-free entrance; i = 0.9
is one level inside, in a building with several dwellings (0 for a maisonnette); in a house of its
own P(ground) = 1 and i = 1 on one floor, else 0. Floors are those of 3DBAG where the file is
given (`b3_bouwlagen`, else the median of the roof above the ground over 3 m), else floor area over
footprint, rounded half up, at least 1. P(ground) is the floor a partner gives, else what the
addition of the house number says, else 1 / floors. Two stars asks 50 m², four stars 70 m² and 1997
or later, times 0.5. The interval of a sum is `sum p ± 1.96 sqrt(sum p(1 - p) + (0.10 sum p)²)`;
dwellings whose label a corporation gives count in the sum and not in the interval. Labels, stars
and lifts of corporations overrule estimates in the closed variant only.

Cluster candidates are panden of one owner within 50 m, edge to edge and chained, with at least 12
expected units. They are `kandidaat` until partners prove every part of the monitor test. Cost is
`C = sum of n_m c_m`, with prices and price year of a partner; without a price there is no cost.
Calibration compares chances with labels (Brier score, bias per type, reliability) and makes a lift
table anew, `(x + k m) / (n + k)`, as data that nothing applies.

`./woonzorg wijken FIRST SECOND` puts two wijken beside each other: their complexes from 20
dwellings, lowest cost per dwelling first, totals whose bounds are the sums of those of the
complexes, cost with the measures that have no price, and where next: other wijken in that order.

Inputs. BAG verblijfsobjecten and panden, CBS buurten; of partners corporatiewoningen,
corporatiecomplexen, prijstabel, ontmoetingsruimten; 3DBAG as a file of the installation. EP-Online
asks for a key and is not read: the floor of a dwelling is what a partner or its house number says.

Limits. BAG oppervlakte is no layout; lift and entrance are unknown; split pre-war houses look like
single-family homes; a barn under the same roof makes a farm look like one floor. PROPOSED are the
lift table, e, i, 3 m per floor, all areas and years of the stars and of `aanpasbaar`, the 10% of
the interval, 50 m, and the counting rules of the measures. Sums from 10 dwellings, shares from 20,
closed complexes from 20.
"""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.parameters import ParameterError, chosen
from pipelines.indicators import (
    geschikt,
    geschikt_cluster,
    geschikt_ijking,
    geschikt_kosten,
    levensloop,
)

NAN = np.nan


def homes(**columns: list[object]) -> pd.DataFrame:
    """Dwellings in buildings with several, 1975, 80 m², unless said otherwise."""
    size = len(next(iter(columns.values())))
    usual: dict[str, list[object]] = {
        "eengezins": [False] * size,
        "bouwlagen": [4.0] * size,
        "bouwjaar": [1975.0] * size,
        "oppervlakte_m2": [80.0] * size,
    }
    return pd.DataFrame(usual | columns)


def one(**columns: object) -> pd.Series:
    return geschikt.chances(homes(**{name: [value] for name, value in columns.items()})).iloc[0]


def t15() -> pd.DataFrame:
    return homes(bouwlagen=[6.0] * 48 + [4.0] * 32)


# Worked examples


def test_t15_gallery_and_portiek() -> None:
    """A gallery flat of the 1970s with 6 floors: P(ground) 1/6, P(lift) 0.95, e 0.9, i 0.9: 0.8475.

    A portiek of 1975 with 4 floors: P(ground) 1/4, P(lift) 0.20: 0.3375. A complex of 48 and 32
    such dwellings: 51.5 expected step-free, interval 39.1 to 63.9 (readings 46 and 73).
    """
    chance = geschikt.chances(t15())
    assert f"{chance['nultreden'].iloc[0]:.4f}" == "0.8475"
    assert f"{chance['nultreden'].iloc[-1]:.4f}" == "0.3375"
    total = geschikt.sums(chance, ["complex"] * 80).loc["complex"]
    assert f"{total['nultreden']:.1f}" == "51.5"
    assert f"{total['nultreden_ci_low']:.1f}" == "39.1"
    assert f"{total['nultreden_ci_high']:.1f}" == "63.9"


# Readings of section 21


@pytest.mark.parametrize(
    ("area", "footprint", "floors"),
    [
        (125.0, 50.0, 3.0),
        (124.9, 50.0, 2.0),
        (20.0, 110.0, 1.0),
        (NAN, 50.0, NAN),
        (80.0, 0.0, NAN),
    ],
)
def test_reading_45_floors_half_up_and_at_least_one(
    area: float, footprint: float, floors: float
) -> None:
    np.testing.assert_equal(geschikt.floors([area], [footprint])[0], floors)


def test_floors_of_3dbag_go_before_height_and_height_before_area() -> None:
    area, footprint = [250.0] * 5, [50.0] * 5  # 5 floors by area
    told = [3.0, NAN, NAN, 0.0, NAN]
    height = [9.0, 13.5, 0.5, NAN, -1.0]  # 13.5 m over 3 m: 4.5, half up
    found = geschikt.floors(area, footprint, told, height)
    assert found.tolist() == [3.0, 5.0, 1.0, 5.0, 5.0]
    assert geschikt.floors([NAN], [50.0], [NAN], [9.0]).tolist() == [3.0]


def test_reading_45_a_house_of_its_own_has_its_door_on_the_ground() -> None:
    assert one(eengezins=True, bouwlagen=3.0)["p_begane_grond"] == 1.0
    bungalow, terraced = one(eengezins=True, bouwlagen=1.0), one(eengezins=True, bouwlagen=2.0)
    assert bungalow["nultreden"] == pytest.approx(0.9)
    assert terraced["nultreden"] == 0.0


def test_reading_13_e_is_not_applied_to_a_lift_again() -> None:
    found = one(bouwlagen=6.0, etage=3.0)
    assert found["nultreden"] == pytest.approx(0.95 * 0.9)


def test_reading_46_interval_adds_variance_and_systematic_part() -> None:
    p = np.array([0.5] * 100)
    half = geschikt.interval_sd((p * (1 - p)).sum(), p.sum(), 0.10)
    assert half == pytest.approx(1.96 * np.sqrt(25 + 25))


def test_reading_47_fifty_metres_between_edges_chained() -> None:
    """Squares of 10 m at 0, 60 and 120 m: gaps of exactly 50 m chain; one metre more does not."""
    row = shapely.box([0, 60, 120, 181], [0] * 4, [10, 70, 130, 191], [10] * 4)
    label = geschikt_cluster.groups(row, ["a"] * 4)
    assert label.tolist() == [0, 0, 0, 1]
    assert geschikt_cluster.groups(row, ["a", "b", "a", "b"]).tolist() == [0, 1, 2, 3]
    assert geschikt_cluster.groups(row, ["a", None, "a", None]).tolist() == [0, 1, 2, 3]


# The lift table and the floor of the door


@pytest.mark.parametrize(
    ("floors", "year", "chance"),
    [
        (1, 1964, 0.01),
        (2, 1965, 0.02),
        (3, 1991, 0.05),
        (3, 1992, 0.40),
        (4, 2002, 0.60),
        (4, 2003, 0.75),
        (5, 1964, 0.60),
        (17, 2020, 1.00),
    ],
)
def test_lift_table_at_its_edges(floors: float, year: float, chance: float) -> None:
    assert geschikt.p_lift([floors], [year])[0] == chance


def test_evidence_of_a_lift_goes_before_the_table() -> None:
    assert geschikt.p_lift([4, 4, 4], [1975] * 3, [1, 0, NAN]).tolist() == [1.0, 0.0, 0.20]
    assert geschikt.p_lift([NAN], [NAN], [1])[0] == 1.0
    assert np.isnan(geschikt.p_lift([4], [NAN])[0])


@pytest.mark.parametrize(
    ("addition", "chance"),
    [("HS", 1.0), ("bis", 0.0), ("II", 0.0), ("a", 0.25), ("2", 0.25), ("", 0.25), (None, 0.25)],
)
def test_only_words_in_a_house_number_tell_the_floor(addition: str | None, chance: float) -> None:
    assert one(toevoeging=addition)["p_begane_grond"] == chance
    assert one(toevoeging=addition, eengezins=True)["p_begane_grond"] == 1.0
    assert one(toevoeging=addition, etage=0.0)["p_begane_grond"] == 1.0


def test_maisonnette_is_never_step_free() -> None:
    assert one(maisonnette=True, bouwlagen=6.0)["nultreden"] == 0.0


# Stars and aanpasbaar


@pytest.mark.parametrize(
    ("m2", "year", "two", "four"),
    [(49.9, 2010, 0.0, 0.0), (50, 2010, 1.0, 0.0), (70, 1996, 1.0, 0.0), (70, 1997, 1.0, 0.5)],
)
def test_stars_ask_area_and_year(m2: float, year: float, two: float, four: float) -> None:
    found = one(oppervlakte_m2=m2, bouwjaar=year)
    assert found["twee_sterren"] == pytest.approx(two * found["nultreden"])
    assert found["vier_sterren"] == pytest.approx(four * found["nultreden"])


@pytest.mark.parametrize(
    ("single", "floors", "m2", "year", "fit"),
    [
        (True, 2, 90, 1945, 1.0),
        (True, 2, 89.9, 1945, 0.0),
        (True, 2, 90, 1944, 0.0),
        (True, 1, 90, 1945, 0.0),
        (False, 4, 90, 1975, 0.0),
    ],
)
def test_aanpasbaar(single: bool, floors: float, m2: float, year: float, fit: float) -> None:
    found = one(eengezins=single, bouwlagen=floors, oppervlakte_m2=m2, bouwjaar=year)
    assert found["aanpasbaar"] == fit


def test_labels_of_partners_go_before_estimates_and_carry_no_uncertainty() -> None:
    told = geschikt.chances(
        homes(nultreden=[1.0, 0.0, NAN, NAN], sterren=[NAN, NAN, 2.0, 0.0], bouwlagen=[6.0] * 4)
    )
    assert told["nultreden"].tolist() == [1.0, 0.0, 1.0, 0.0]
    assert told["twee_sterren"].tolist() == [1.0, 0.0, 1.0, 0.0]
    assert told["vier_sterren"].tolist() == [0.0, 0.0, 0.0, 0.0]
    assert told["gezien"].all()
    total = geschikt.sums(told, ["a"] * 4).loc["a"]
    assert total["nultreden"] == total["nultreden_ci_low"] == total["nultreden_ci_high"] == 2.0


def test_partner_labels_only_narrow_the_interval() -> None:
    half = t15().assign(nultreden=[1.0] * 40 + [NAN] * 40)
    wide = geschikt.sums(geschikt.chances(t15()), ["a"] * 80).loc["a"]
    narrow = geschikt.sums(geschikt.chances(half), ["a"] * 80).loc["a"]
    width = [t["nultreden_ci_high"] - t["nultreden_ci_low"] for t in (narrow, wide)]
    assert width[0] < width[1]


# Missing is never a score


def test_unknown_is_unknown_unless_it_cannot_matter() -> None:
    assert np.isnan(one(bouwjaar=NAN)["nultreden"])
    assert np.isnan(one(bouwlagen=NAN)["nultreden"])
    assert one(eengezins=True, bouwlagen=2.0, bouwjaar=NAN)["nultreden"] == 0.0
    assert one(eengezins=True, bouwlagen=1.0, bouwjaar=NAN)["nultreden"] == pytest.approx(0.9)
    assert np.isnan(one(oppervlakte_m2=NAN)["twee_sterren"])
    assert np.isnan(one(eengezins=True, bouwlagen=2.0, oppervlakte_m2=NAN)["aanpasbaar"])


def test_small_and_half_known_areas_have_no_sum() -> None:
    rows = homes(bouwlagen=[4.0] * 9 + [4.0] * 10 + [4.0] * 17 + [NAN] * 3 + [4.0] * 18 + [NAN] * 2)
    area = ["klein"] * 9 + ["tien"] * 10 + ["half"] * 20 + ["twintig"] * 20
    told = geschikt.publishable(geschikt.sums(geschikt.chances(rows), area))
    assert told["som"].to_dict() == {
        "half": "ontbreekt",
        "klein": "onderdrukt",
        "tien": "geschat",
        "twintig": "geschat",
    }
    assert told.loc["tien", "aandeel"] == "onderdrukt"
    assert told.loc["twintig", "aandeel"] == "geschat"


# Properties

YEARS, FLOORS, AREAS = st.integers(1850, 2030), st.integers(1, 30), st.integers(15, 400)
DWELLING = st.tuples(st.booleans(), FLOORS, YEARS, AREAS)


def of(rows: list[tuple[bool, int, int, int]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["eengezins", "bouwlagen", "bouwjaar", "oppervlakte_m2"])
    return table.astype(dict.fromkeys(["bouwlagen", "bouwjaar", "oppervlakte_m2"], float))


@settings(max_examples=25, deadline=None)
@given(st.lists(DWELLING, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_order_of_dwellings_is_nothing_and_parts_make_the_whole(rows: list, random: object) -> None:
    table = of(rows)
    table["buurt"] = np.arange(len(rows)) % 3
    turned = table.sample(frac=1.0, random_state=random.randrange(2**31))  # type: ignore[attr-defined]
    chance = geschikt.chances(table)
    pd.testing.assert_frame_equal(geschikt.chances(turned).loc[table.index], chance)
    wijk = geschikt.sums(chance, ["w"] * len(rows)).loc["w"]
    buurten = geschikt.sums(chance, table["buurt"])
    for name in ("woningen", "beoordeeld", *geschikt.SUMS):
        assert buurten[name].sum() == pytest.approx(wijk[name])
    assert wijk["nultreden_ci_low"] <= wijk["nultreden"] <= wijk["nultreden_ci_high"]


@settings(max_examples=60, deadline=None)
@given(DWELLING)
def test_stars_are_never_more_likely_than_fewer_stars(row: tuple) -> None:
    found = geschikt.chances(of([row])).iloc[0]
    assert 0 <= found["vier_sterren"] <= found["twee_sterren"] <= found["nultreden"] <= 1
    assert not (found["aanpasbaar"] and found["nultreden"])


@settings(max_examples=60, deadline=None)
@given(FLOORS, YEARS, st.integers(0, 20))
def test_a_lift_and_a_later_year_never_make_it_worse(floors: int, year: int, later: int) -> None:
    row = {"bouwlagen": float(floors), "bouwjaar": float(year)}
    p = one(**row)["nultreden"]
    assert one(**row, lift=1.0)["nultreden"] >= p >= one(**row, lift=0.0)["nultreden"]
    assert one(**(row | {"bouwjaar": float(year + later)}))["nultreden"] >= p


def test_130_000_dwellings_take_seconds() -> None:
    import time

    size = 130_000
    rng = np.random.default_rng(1)
    rows = of(
        list(
            zip(
                rng.random(size) < 0.5,
                rng.integers(1, 12, size),
                rng.integers(1880, 2025, size),
                rng.integers(20, 250, size),
                strict=True,
            )
        )
    ).assign(toevoeging=rng.choice(["", "a", "bis", "hs"], size))
    start = time.perf_counter()
    geschikt.sums(geschikt.chances(rows), rng.integers(0, 150, size))
    assert time.perf_counter() - start < 5.0  # a quarter of a second on a quiet machine


# Clusters


def test_twelve_expected_units_make_a_candidate() -> None:
    found = geschikt_cluster.candidates([0, 0, 1, 2], [6.0, 6.0 - 1e-12, 11.9, NAN])
    assert found.tolist() == [True, False, False]


def proof(**told: float) -> pd.Series:
    usual = {
        "nultreden_gezien": 24.0,
        "ouderen_pct": 80.0,
        "ontmoetingsruimte": 1.0,
        "intramuraal": 0.0,
    }
    return geschikt_cluster.monitor_test(pd.DataFrame([usual | told])).iloc[0]


def test_a_cluster_is_proven_in_every_part_or_a_candidate() -> None:
    assert proof()["status"] == "geclusterd"
    assert proof(ouderen_pct=50.0)["status"] == "geclusterd"
    for wrong in (
        {"nultreden_gezien": 11.0},
        {"ouderen_pct": 49.9},
        {"ouderen_pct": NAN},
        {"ontmoetingsruimte": 0.0},
        {"ontmoetingsruimte": NAN},
        {"intramuraal": 3.0},
        {"intramuraal": NAN},
    ):
        assert proof(**wrong)["status"] == "kandidaat", wrong
    found = proof(ouderen_pct=30.0, intramuraal=NAN)
    assert found["bewezen"] == ("genoeg nultredenwoningen; ontmoetingsruimte in of bij het gebouw")
    assert found["niet_voldaan"] == "ten minste de helft voor 55-plussers"
    assert found["onbekend"] == "geen intramurale plaatsen"


# Levensloopbestendig

RULE = {
    "levensloop.naam": "Proefbegrip",
    "levensloop.versie": "2",
    "levensloop.datum": "2024-03-01",
}


def test_without_an_agreed_rule_there_is_no_number() -> None:
    assert levensloop.agreed() is None
    assert levensloop.NOT_AGREED == "begrip niet vastgesteld"
    found = levensloop.chances(geschikt.chances(t15()), pd.Series(1.0, index=range(80)), None)
    assert found.isna().all(axis=None)


def test_an_agreed_rule_has_bounds_where_the_bathroom_is_unknown() -> None:
    chance = geschikt.chances(homes(bouwlagen=[6.0] * 3))
    bath = pd.Series([1.0, 0.0, NAN])
    with chosen(RULE):
        rule = levensloop.agreed()
        assert rule is not None
        assert rule.tekst == "Proefbegrip, versie 2, vastgesteld 2024-03-01"
        found = levensloop.chances(chance, bath, rule)
    p = chance["twee_sterren"].iloc[0]
    assert found["levensloop_zeker"].tolist() == pytest.approx([p, 0.0, 0.0])
    assert found["levensloop_mogelijk"].tolist() == pytest.approx([p, 0.0, p])


@pytest.mark.parametrize(
    "more",
    [
        {"levensloop.versie": ""},
        {"levensloop.datum": ""},
        {"levensloop.min_sterren": 3},
        {"levensloop.min_sterren": 0, "levensloop.badkamer_aanpasbaar": False},
    ],
)
def test_a_rule_without_date_or_that_is_only_nultreden_is_refused(more: dict[str, object]) -> None:
    with chosen(RULE | more), pytest.raises(ParameterError):
        levensloop.agreed()


# Cost


def complex_rows() -> pd.DataFrame:
    """A flat of 16 on 4 floors without lift, and two houses of which one can be adapted."""
    flat = homes(bouwlagen=[4.0] * 16, lift=[0.0] * 16).assign(pand="f")
    houses = homes(
        eengezins=[True, True], bouwlagen=[2.0, 2.0], oppervlakte_m2=[95.0, 70.0]
    ).assign(pand=["h", "i"])
    rows = pd.concat([flat, houses], ignore_index=True)
    bath = pd.Series([1.0] * 6 + [0.0] * 6 + [NAN] * 6)
    return pd.concat([rows.drop(columns="lift"), geschikt.chances(rows)], axis=1).assign(
        complex="c", badkamer=bath
    )


def test_measures_are_counted_as_declared() -> None:
    """16 flats at P(two stars) 0.25 · 0.9 · 0.9 = 0.2025, two portieken without lift, 2 houses."""
    count = geschikt_kosten.needed(complex_rows()).loc["c"]
    assert count["drempels"] == pytest.approx(16 * (1 - 0.2025) + 2)
    assert count["badkamer"] == 12
    assert count["toilet en slaapkamer begane grond"] == 1
    assert count["traplift"] == 1
    assert count["lift per portiek"] == 2
    assert count["hoofdentree"] == pytest.approx(0.1)


def prices(**changed: float) -> pd.DataFrame:
    usual = dict.fromkeys(geschikt_kosten.MEASURES, 100.0) | changed
    return pd.DataFrame(
        {
            "leverancier": "huurder",
            "maatregel": list(usual),
            "per": [geschikt_kosten.PER[name] for name in usual],
            "prijs_euro": list(usual.values()),
            "prijsjaar": 2024,
        }
    )


def counted(*owners: str) -> pd.DataFrame:
    count = pd.concat([geschikt_kosten.needed(complex_rows())] * len(owners))
    count.index = pd.MultiIndex.from_tuples([(owner, "c") for owner in owners])
    return count


def test_cost_is_the_sum_of_numbers_times_prices() -> None:
    costs = geschikt_kosten.priced(counted("huurder"), prices(badkamer=12500.0))
    total = geschikt_kosten.total(costs, ["eigenaar"]).loc["huurder"]
    rest = 16 * (1 - 0.2025) + 2 + 1 + 1 + 2 + 0.1
    assert total["kosten_euro"] == pytest.approx(12 * 12500 + 100 * rest)
    assert total["prijsjaren"] == "2024"


def test_no_price_is_no_cost_and_a_wrong_unit_is_no_price() -> None:
    some = prices().iloc[:-1]
    costs = geschikt_kosten.priced(counted("huurder"), some)
    assert costs["kosten_euro"].isna().sum() == 1
    assert np.isnan(geschikt_kosten.total(costs, ["eigenaar"]).loc["huurder", "kosten_euro"])
    wrong = prices().assign(per="woning")
    costs = geschikt_kosten.priced(counted("huurder"), wrong).set_index("maatregel")["kosten_euro"]
    assert costs.isna().to_dict()["lift per portiek"]
    assert costs.notna().to_dict()["badkamer"]
    empty = geschikt_kosten.priced(counted("huurder"), prices().iloc[:0])
    assert empty["kosten_euro"].isna().all()


def test_own_price_table_first_and_the_only_other_one_next() -> None:
    two = pd.concat([prices(), prices().assign(leverancier="ander", prijs_euro=5.0)])
    costs = geschikt_kosten.priced(counted("ander", "derde"), two)
    source = costs.drop_duplicates("eigenaar").set_index("eigenaar")["prijsbron"]
    assert source["ander"] == "ander"
    assert pd.isna(source["derde"])  # two tables, neither its own
    costs = geschikt_kosten.priced(counted("derde"), prices())
    assert set(costs["prijsbron"]) == {"huurder"}


def test_a_dwelling_needs_a_measure_unless_two_stars_and_an_adaptable_bathroom() -> None:
    told = pd.DataFrame(
        {
            "complex": "c",
            "twee_sterren": [1.0, 1.0, 1.0, 0.25, NAN],
            "badkamer": [1.0, 0.0, NAN, 1.0, 1.0],
        }
    )
    assert geschikt_kosten.to_do(told)["c"] == pytest.approx(0 + 1 + 1 + 0.75)


# Two wijken


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "corporatie": list("aabba"),
            "complex_id": ["1", "2", "3", "4", "5"],
            "wijkcode": ["W1", "W2", "W1", "W3", "W4"],
            "woningen": [40, 60, 50, 30, 20],
            "nultreden": [10.0, 20.0, 45.0, 0.0, 10.0],
            "te_doen": [30.0, 40.0, 5.0, 30.0, 10.0],
            "kosten_euro": [600_000.0, 400_000.0, 200_000.0, NAN, 50_000.0],
            "kosten_per_woning_euro": [20_000.0, 10_000.0, 40_000.0, NAN, 5_000.0],
        }
    )


def test_two_wijken_which_complexes_how_many_at_what_cost_and_where_next() -> None:
    complexes, totals, following = geschikt_kosten.compare_wijken(rows(), "W1", "W2")
    assert complexes["complex_id"].tolist() == ["2", "1", "3"]
    assert totals.index.tolist() == ["W1", "W2"]
    assert totals["te_doen"].tolist() == [35.0, 40.0]
    assert totals["kosten_euro"].tolist() == [800_000.0, 400_000.0]
    assert totals.loc["W1", "kosten_per_woning_euro"] == pytest.approx(800_000 / 35)
    assert following.index.tolist() == ["W4", "W3"]  # unknown cost last
    assert np.isnan(following.loc["W3", "kosten_euro"])


@pytest.mark.parametrize(("one_", "other"), [("W1", "W1"), ("W1", "W9")])
def test_two_wijken_must_differ_and_have_complexes(one_: str, other: str) -> None:
    with pytest.raises(ValueError, match="verwacht twee wijken"):
        geschikt_kosten.compare_wijken(rows(), one_, other)


# Calibration


def test_brier_and_bias() -> None:
    """Chances 0.8, 0.8, 0.2 against 1, 0, 0: Brier (0.04 + 0.64 + 0.04) / 3 = 0.24."""
    whole = geschikt_ijking.compared([0.8, 0.8, 0.2, NAN], [1, 0, 0, 1], ["alle"] * 4)
    assert whole.loc["alle", "brier"] == pytest.approx(0.24)
    assert whole.loc["alle", "woningen"] == 3
    found = geschikt_ijking.compared([0.8, 0.8, 0.2], [1, 0, 0], ["x", "x", "y"])
    assert found.loc["x", "afwijking_punt"] == pytest.approx(30.0)
    assert found.loc["y", "afwijking_punt"] == pytest.approx(20.0)
    assert found["brier"].tolist() == pytest.approx([0.34, 0.04])
    assert geschikt_ijking.compared([], [], []).empty


def test_bins_of_the_reliability_table() -> None:
    found = geschikt_ijking.bins([0.0, 0.1, 0.3, 0.999, 1.0, NAN])
    assert found.tolist() == ["0,0-0,1", "0,1-0,2", "0,3-0,4", "0,9-1,0", "0,9-1,0", None]


def test_recalibrated_table_is_shrunk_and_changes_nothing() -> None:
    """20 portieken of 1975 with 4 floors, 10 with a lift: (10 + 20 · 0.20) / 40 = 0.35."""
    before = geschikt.lift_table().copy()
    found = geschikt_ijking.recalibrated([4.0] * 20, [1975.0] * 20, [1.0] * 10 + [0.0] * 10)
    cell = found.loc["meergezins, 4 bouwlagen, 1965-1991"]
    assert cell["herijkt"] == pytest.approx(0.35)
    assert cell["panden"] == 20
    rest = found.drop(index="meergezins, 4 bouwlagen, 1965-1991")
    assert (rest["herijkt"] == rest["in_gebruik"]).all()
    np.testing.assert_array_equal(geschikt.lift_table(), before)


def test_types_name_the_cells_of_the_lift_table() -> None:
    found = geschikt_ijking.types(
        [True, True, False, False, False], [1, 2, 2, 5, NAN], [1900, NAN, 1964, 2003, 1975]
    )
    assert found.tolist() == [
        "eengezins, 1 bouwlaag",
        "eengezins, meer bouwlagen",
        "meergezins, 1-2 bouwlagen, tot en met 1964",
        "meergezins, 5+ bouwlagen, vanaf 2003",
        "onbekend",
    ]
