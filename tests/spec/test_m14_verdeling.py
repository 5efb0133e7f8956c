"""M14, uitstroom en verdeling: people leaving care, urgent lettings and a fair share per gemeente.

Definition. Uitstroom sets homes needed per year, by group and form, against homes found. Fair share
divides a regional total over gemeenten by a key, in whole places.

Formula. Coverage = placed / need; share urgent = urgent lettings / vacated rentals (norm at most
50%); share within six months = placed within six months / placed. target_m = Total x key_m, whole
places by largest remainder; equal remainders: the larger key first, then the lower code; exact
arithmetic. Deviation = realised / target; places per 1,000 inhabitants; evenness
D = 0.5 sum |s_i / S - o_i / O| with s places and o inhabitants.

Inputs. Feeds `uitstroom`, `toewijzingen`, `tussenvormen` (tier C); inhabitants of `cbs_kwb`.

Limits. Groups of fewer than ten are not shown, nor a second cell of a line where the first would
follow from the rest; shares come from counts rounded to five and stop at 90%. A sum that lacks a
part is at least that. The mix of inhabitants with vacated rentals is PROPOSED and off by default.
Realised places are tier C, so they are closed; the open layer divides the total of the profile, or
1,000 places, by inhabitants alone.
"""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.afscherming import complement, rounded_share_pct, small
from pipelines.indicators.uitstroom import ALL, KEY, lettings, monitor, with_totals
from pipelines.indicators.verdeling import (
    deviation,
    evenness,
    largest_remainder,
    mixed_key,
    per_1000,
)

NAN = np.nan
SLOW = settings(max_examples=30, deadline=None)  # frames take their time on a busy machine
# The yearly need as the programme of Amersfoort prints it (S4).
PROGRAMME = (
    ("beschermd wonen", "zelfstandig", 100),
    ("klinische GGZ", "zelfstandig", 15),
    ("opvang", "zelfstandig", 115),
    ("jeugdhulp met verblijf", "zelfstandig", 5),
    ("alleenstaande jongeren", "zelfstandig", 5),
    ("vergunninghouders", "zelfstandig", 135),
    ("opvang", "kamer", 10),
    ("jeugdhulp met verblijf", "kamer", 20),
    ("alleenstaande jongeren", "kamer", 15),
)


def leaving(*rows: tuple[object, ...], **columns: object) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["groep", "woonvorm", "behoefte"])
    given_: dict[str, object] = {
        "leverancier": "gemeente",
        "niveau": "gemeente",
        "gebiedscode": "GM0307",
        "periode": "2018",
        "geplaatst": NAN,
        "binnen_half_jaar": NAN,
        "wachtenden": NAN,
    }
    return found.assign(**(given_ | columns))


def at(table: pd.DataFrame, group: str = ALL, form: str = ALL) -> pd.Series:
    return table[(table["groep"] == group) & (table["woonvorm"] == form)].iloc[0]


def test_uitstroom_of_the_programme_adds_up_to_420() -> None:
    """375 independent homes (100, 15, 115, 5, 5, 135) and 45 rooms (10, 20, 15) make 420."""
    table = monitor(leaving(*PROGRAMME))
    assert at(table)["behoefte"] == 420
    assert at(table, form="zelfstandig")["behoefte"] == 375
    assert at(table, form="kamer")["behoefte"] == 45
    assert at(table, "opvang")["behoefte"] == 125


def test_groups_below_ten_are_hidden_and_never_follow_from_the_rest() -> None:
    table = monitor(leaving(*PROGRAMME))
    for group in ("jeugdhulp met verblijf", "alleenstaande jongeren"):
        row = at(table, group, "zelfstandig")
        assert (row["behoefte_status"], np.isnan(row["behoefte"])) == ("onderdrukt", True)
    for line in ("groep", "woonvorm"):
        hidden = table["behoefte_status"].eq("onderdrukt").groupby(table[line]).sum()
        assert 1 not in hidden.tolist()


def test_t34_fair_share_by_largest_remainder() -> None:
    """420 over 240k/60k/20k inhabitants: 315, 78.75, 26.25, so 315, 79, 26."""
    people = [240_000, 60_000, 20_000]
    exact = [420 * Fraction(n, sum(people)) for n in people]
    assert [float(x) for x in exact] == [315.0, 78.75, 26.25]
    assert largest_remainder(420, people, ["GM0001", "GM0002", "GM0003"]) == [315, 79, 26]


def test_equal_remainders_go_to_the_larger_key_then_to_the_lower_code() -> None:
    """Reading 66: two keys of equal remainder; and four equal gemeenten with one place over."""
    assert largest_remainder(2, [3, 1], ["GM0001", "GM0002"]) == [2, 0]
    assert largest_remainder(5, [7, 7, 7, 7], ["GM4", "GM2", "GM1", "GM3"]) == [1, 1, 2, 1]


def test_reading_65_exact_arithmetic_decides_not_floating_point() -> None:
    """A third each of 10^17 + 1 places: the last place goes to one, and the sum is exact."""
    total = 10**17 + 1
    found = largest_remainder(total, [1, 1, 1], ["a", "b", "c"])
    assert sum(found) == total
    assert max(found) - min(found) <= 1


def test_one_gemeente_gets_all_and_none_gets_nothing() -> None:
    assert largest_remainder(420, [240_000], ["GM0307"]) == [420]
    assert largest_remainder(0, [5, 6], ["a", "b"]) == [0, 0]
    assert largest_remainder(3, [], []) == []


def test_faults_in_keys_are_refused() -> None:
    for total, keys, codes, words in (
        (5, [0, 0], ["a", "b"], "nul"),
        (-1, [1], ["a"], "negatief"),
        (5, [-1, 2], ["a", "b"], "negatief"),
        (5, [1, 2], ["a", "a"], "één keer"),
    ):
        with pytest.raises(ValueError, match=words):
            largest_remainder(total, keys, codes)


KEYS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any)


@SLOW
@given(st.integers(0, 10**6), KEYS, st.randoms())
def test_shares_sum_to_the_total_stay_within_one_and_do_not_depend_on_order(
    total: int, keys: list[int], random: object
) -> None:
    codes = [f"GM{n:04d}" for n in range(len(keys))]
    found = largest_remainder(total, keys, codes)
    assert sum(found) == total
    for places, key in zip(found, keys, strict=True):
        assert abs(places - total * Fraction(key, sum(keys))) < 1
    order = list(range(len(keys)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = largest_remainder(total, [keys[n] for n in order], [codes[n] for n in order])
    assert again == [found[n] for n in order]


def test_mixed_key_is_a_weighted_mean_of_shares() -> None:
    assert mixed_key([3, 1], [1, 1], 0.5) == [Fraction(5, 8), Fraction(3, 8)]
    assert mixed_key([3, 1], [0, 0], 1.0) == [Fraction(3, 4), Fraction(1, 4)]
    with pytest.raises(ValueError, match="nul"):
        mixed_key([3, 1], [0, 0], 0.5)
    with pytest.raises(ValueError, match="0 tot 1"):
        mixed_key([3, 1], [1, 1], 1.5)


def test_deviation_places_per_1000_and_evenness() -> None:
    assert deviation([300.0, 79.0, NAN], [315, 79, 26])[:2].tolist() == pytest.approx(
        [300 / 315, 1.0]
    )
    assert np.isnan(deviation([1.0], [0.0])).all()
    assert per_1000([315.0], [240_000]).tolist() == pytest.approx([1.3125])
    assert evenness([315, 79, 26], [240_000, 60_000, 20_000]) < 0.002
    assert evenness([10, 0], [5, 5]) == pytest.approx(0.5)
    assert np.isnan(evenness([10.0], [5.0]))
    assert np.isnan(evenness([10.0, NAN], [5.0, 5.0]))


@SLOW
@given(st.lists(st.integers(1, 10**5), min_size=2, max_size=8), st.integers(1, 9))
def test_places_like_inhabitants_are_even(people: list[int], times: int) -> None:
    assert evenness([n * times for n in people], people) == pytest.approx(0.0, abs=1e-12)


# People leaving care


def test_unknown_parts_are_told_and_never_zero() -> None:
    rows = leaving(("opvang", "zelfstandig", 40.0), ("opvang", "kamer", NAN))
    table = monitor(rows.assign(geplaatst=[20.0, 10.0]))
    total = at(table)
    assert total["behoefte"] == 40
    assert total["behoefte_status"] == "geschat"
    assert total["delen_onbekend"] == 1
    assert total["dekking_pct"] == 50  # only where need and placed are both known


def test_suppliers_are_summed_per_area_and_period() -> None:
    rows = pd.concat(
        [
            leaving(("opvang", "zelfstandig", 40.0)),
            leaving(("opvang", "zelfstandig", 20.0), leverancier="zorgaanbieder"),
            leaving(("opvang", "zelfstandig", 50.0), periode="2019"),
        ]
    )
    table = with_totals(rows)
    chosen = table[(table["groep"] == "opvang") & (table["woonvorm"] == "zelfstandig")]
    assert dict(zip(chosen["periode"], chosen["behoefte"], strict=True)) == {"2018": 60, "2019": 50}
    assert not table.duplicated(KEY).any()


def test_share_within_six_months_stops_at_ninety() -> None:
    rows = leaving(("opvang", "zelfstandig", 100.0), geplaatst=100.0, binnen_half_jaar=98.0)
    row = at(monitor(rows), "opvang", "zelfstandig")
    assert (row["binnen_half_jaar_pct"], bool(row["afgetopt"])) == (90, True)


def test_share_comes_from_counts_rounded_to_five() -> None:
    assert rounded_share_pct([12.0, 13.0, 5.0], [22.0, 22.0, 2.0]).tolist()[:2] == [50, 75]
    assert np.isnan(rounded_share_pct([5.0], [2.0])).all()


def lets(**columns: object) -> pd.DataFrame:
    given_: dict[str, object] = {
        "leverancier": "A",
        "niveau": "gemeente",
        "gebiedscode": "GM0307",
        "periode": "2023",
        "huurklasse": ["alle"],
        "vrijgekomen": 100.0,
        "toegewezen": 90.0,
        "urgent": 50.0,
        "directe_bemiddeling": NAN,
        "ouderen": NAN,
        "doorstromers": NAN,
    }
    return pd.DataFrame(given_ | columns)


@pytest.mark.parametrize(
    ("urgent", "words"), [(50.0, "binnen de norm"), (51.0, "boven de norm"), (NAN, None)]
)
def test_exactly_half_is_within_the_norm(urgent: float, words: str | None) -> None:
    """The norm is at most 50%; 51 of 100 is above it although both round to 50%."""
    assert lettings(lets(urgent=urgent))["oordeel"].tolist() == [words]


def test_all_rent_classes_or_their_sum_but_never_both() -> None:
    classes = lets(huurklasse=["alle", "middenhuur"], vrijgekomen=[100.0, 40.0])
    parts = lets(
        huurklasse=["middenhuur", "vrije sector"], leverancier="B", vrijgekomen=[30.0, 20.0]
    )
    assert lettings(pd.concat([classes, parts]))["vrijgekomen"].tolist() == [150.0]


def test_four_quarters_make_a_year_and_three_do_not() -> None:
    quarters = pd.concat([lets(periode=f"2023-Q{n}") for n in range(1, 5)])
    found = lettings(quarters).set_index("periode")["vrijgekomen"]
    assert found["2023"] == 400
    assert "2023" not in lettings(quarters.iloc[:3])["periode"].tolist()


# Hiding


def test_second_cell_of_a_line_is_the_smallest_and_a_total_goes_last() -> None:
    size = np.array([4.0, 30.0, 20.0, 54.0])
    line = pd.Series(["x"] * 4)
    total = np.array([False, False, False, True])
    found = complement(small(size), size, total, [line])
    assert found.tolist() == [True, False, True, False]
    lonely = complement(np.array([True, False]), [4.0, 4.0], np.array([False, True]), [line[:2]])
    assert lonely.tolist() == [True, True]


@SLOW
@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=5))
def test_no_line_of_a_table_has_one_hidden_cell(cells: list[list[int]]) -> None:
    rows = [(f"g{i}", f"f{j}", float(n)) for i, row in enumerate(cells) for j, n in enumerate(row)]
    table = monitor(leaving(*rows))
    hidden = table["behoefte_status"].eq("onderdrukt")
    for line in ("groep", "woonvorm"):
        counts = hidden.groupby(table[line]).agg(["sum", "size"])
        assert not ((counts["sum"] == 1) & (counts["size"] > 1)).any()
    assert (table.loc[~hidden, "behoefte"] >= 10).all()
