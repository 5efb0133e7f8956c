"""M8, dekkend zorgaanbod: who lives inside a stated service area, and how much capacity is near.

Definition. Two products. (a) `dekking_wijk`: per wijk and kind of care the share of residents of 75
and over who live where a provider says it delivers, with class dekkend, deels, niet or onbekend.
(b) `zorgtoegang_buurt`: capacity (fte or places) per resident in reach, relative to the mean of
everybody in the computation (SPAR), with the spread of three methods.

Formula. (a) `dekking = sum P75 inside / sum P75`. Residents about whom no provider said anything
stay in the denominator, as not covered for the lower bound and as covered for the upper one; one
number only if something was said about all of them (reading 54). Where both bounds fall in one
class that is the class, otherwise it is onbekend. (b) `R_j = S_j / sum_i W_ij P_i`,
`A_i = sum_j W_ij R_j` with W = 1 within the limit (2SFCA [LW03]), 1.00, 0.68, 0.22 per third of
the limit (E2SFCA [LQ09], the default; reading 53), or that times the share each point gives to a
provider (3SFCA [WAN12]). `SPAR_i = A_i / (sum S / sum P)`, S of providers with demand in reach, P
of all demand points (reading 52). GP norm: `A_i * 2095` of fte, at least 1 is sufficient on paper.

Inputs. Statements of providers (areas drawn, or wijken by code), capacity by location in fte or
places, residents of 75 and over per 100 m cell with those of the ring, the street network. Travel
time is network distance over the streets of OpenStreetMap divided by a speed (15 km/h where people
cycle, 30 km/h where staff drive), for no timetable or traffic model of the whole area is open.

Limits. Nothing said is onbekend, never 0. A party in a list is presence, not coverage. Capacity on
paper says nothing about waiting lists. With locations only, the GP norm is onbekend (reading 79).
For other care there is no norm: SPAR compares, it does not judge. PROPOSED: class limits 0.95 and
0.50, catchments, speeds, and that a wijk named by a provider counts as a whole.
"""

import numpy as np
import pandas as pd
import pytest
from access import fca
from access import weights as access_weights
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators import zorgdekking, zorgtoegang
from pipelines.indicators.zorgtoegang import Travel, floating_catchment, spar

NAN = np.nan
# T-20: A, B, C by provider 1, 2
PEOPLE = [200.0, 300.0, 100.0]
CAPACITY = [10.0, 5.0]
TIMES = Travel(
    np.array([0, 0, 1, 1, 2, 2]),
    np.array([0, 1, 0, 1, 0, 1]),
    np.array([5.0, 12.0, 8.0, 15.0, 25.0, 8.0]),
)


def decimals(values: np.ndarray) -> list[str]:
    return [f"{value:.6f}" for value in values]


# Worked examples


def test_t20_two_step() -> None:
    """People A 200, B 300, C 100; capacity 10 and 5; within 20 minutes A = B 0.028333, C 0.008333.

    Minutes to provider 1 and 2: A 5 and 12, B 8 and 15, C 25 and 8.
    """
    found = floating_catchment(TIMES, PEOPLE, CAPACITY, 20, "2SFCA")
    assert decimals(found.access) == ["0.028333", "0.028333", "0.008333"]
    assert float(np.dot(PEOPLE, found.access)) == pytest.approx(15.0)


def test_t20_enhanced_two_step() -> None:
    """The same with zones of 10, 20 and 30 minutes: A = B 0.026884, C 0.015578."""
    found = floating_catchment(TIMES, PEOPLE, CAPACITY, 30, "E2SFCA")
    assert decimals(found.ratio) == ["0.019157", "0.011364"]
    assert decimals(found.access) == ["0.026884", "0.026884", "0.015578"]
    assert float(np.dot(PEOPLE, found.access)) == pytest.approx(15.0)


def test_t20_three_step() -> None:
    """The same where people divide themselves over providers: A = B 0.026004, C 0.019979."""
    found = floating_catchment(TIMES, PEOPLE, CAPACITY, 30, "3SFCA")
    assert decimals(found.ratio) == ["0.033158", "0.022770"]
    assert decimals(found.access) == ["0.026004", "0.026004", "0.019979"]
    assert float(np.dot(PEOPLE, found.access)) == pytest.approx(15.0)


def test_t21_gp_norm() -> None:
    """3 fte for 8,000 residents: 0.786 of the norm, 0.82 fte short."""
    assert f"{zorgtoegang.gp_norm(3 / 8000):.3f}" == "0.786"
    assert f"{zorgtoegang.gp_shortage(3, 8000):.2f}" == "0.82"


def test_t22_coverage() -> None:
    """P75 of 180 (covered), 90 (covered) and 130 (not): dekking 0.675, deels."""
    row = zorgdekking.coverage(["WK"] * 3, [180, 90, 130], [1, 1, 0]).loc["WK"]
    assert f"{row['dekking']:.3f}" == "0.675"
    assert row["klasse"] == "deels"
    assert (row["laag"], row["hoog"]) == (row["dekking"], row["dekking"])


# Coverage


def test_no_statement_is_a_bound_on_both_sides() -> None:
    """Reading 54: 100 covered, 60 not, 40 unknown is 0.50 to 0.70 and no single number."""
    row = zorgdekking.coverage(["A"] * 3, [100, 60, 40], [1, 0, NAN]).loc["A"]
    assert np.isnan(row["dekking"])
    assert (row["laag"], row["hoog"]) == (0.5, 0.7)
    assert row["klasse"] == "deels"
    assert row["bekend"] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("people", "covered", "expected"),
    [
        ([100], [NAN], "onbekend"),
        ([95, 5], [1, 0], "dekkend"),
        ([949, 51], [1, 0], "deels"),
        ([50, 50], [1, 0], "deels"),
        ([49, 51], [1, 0], "niet"),
        ([60, 40], [1, NAN], "onbekend"),  # 0.60 to 1.00: deels or dekkend
        ([96, 4], [1, NAN], "dekkend"),  # whatever the others say
        ([100], [0], "niet"),
        ([0], [1], "onbekend"),  # nobody of 75 and over lives there
    ],
)
def test_class_of_a_coverage(people: list[float], covered: list[float], expected: str) -> None:
    assert zorgdekking.coverage(["A"] * len(people), people, covered)["klasse"]["A"] == expected


def test_one_provider_that_delivers_is_enough_and_silence_is_not_a_no() -> None:
    said = pd.DataFrame({"punt": [0, 0, 1, 3], "levert": [0.0, 1.0, 0.0, NAN]})
    assert zorgdekking.statements(4, said)[:2].tolist() == [1, 0]
    assert np.isnan(zorgdekking.statements(4, said)[2:]).all()


def test_coverage_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="negatief"):
        zorgdekking.coverage(["A"], [-1], [1])
    with pytest.raises(ValueError, match="geen 0 of 1"):
        zorgdekking.coverage(["A"], [1], [0.5])


statement = st.sampled_from([0.0, 1.0, NAN])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.floats(0, 500), statement), min_size=1))
def test_bounds_enclose_and_speaking_out_narrows_them(rows: list[tuple[str, float, float]]) -> None:
    area, people, covered = (list(column) for column in zip(*rows, strict=True))
    before = zorgdekking.coverage(area, people, covered)
    known = before.dropna(subset=["laag"])
    assert (known["laag"] <= known["hoog"] + 1e-12).all()
    for answer in (0.0, 1.0):
        spoken = [answer if np.isnan(c) else c for c in covered]
        after = zorgdekking.coverage(area, people, spoken).loc[known.index]
        assert (after["dekking"] >= known["laag"] - 1e-9).all()
        assert (after["dekking"] <= known["hoog"] + 1e-9).all()


# Access


def test_a_limit_belongs_to_its_zone() -> None:
    w = zorgtoegang.step_weights([0, 10, 10.01, 20, 20.01, 30, 30.01], zorgtoegang.zones(30))
    assert w.tolist() == [1, 1, 0.68, 0.68, 0.22, 0.22, 0]


def test_zones_are_thirds_of_the_catchment() -> None:
    """Reading 53."""
    assert zorgtoegang.zones(15) == (5, 10, 15)
    assert zorgtoegang.zones(30) == (10, 20, 30)


def test_a_provider_nobody_can_reach_is_not_shared_out() -> None:
    """Reading 52: it is in no sum, so the mean of SPAR weighted by people stays 1."""
    far = Travel(np.array([0, 1]), np.array([0, 0]), np.array([5.0, 5.0]))
    people, capacity = [10.0, 30.0, 60.0], [4.0, 99.0]
    found = floating_catchment(far, people, capacity, 15)
    assert found.served.tolist() == [True, False]
    relative = spar(found, people, capacity)
    assert relative.tolist() == pytest.approx([2.5, 2.5, 0.0])
    assert float(np.average(relative, weights=people)) == pytest.approx(1)


def test_without_capacity_or_people_there_is_no_spar() -> None:
    nothing = Travel(np.array([], int), np.array([], int), np.array([]))
    found = floating_catchment(nothing, [5.0], [3.0], 15)
    assert found.access.tolist() == [0]
    assert np.isnan(spar(found, [5.0], [3.0])).all()


def test_closed_practices_are_a_variant() -> None:
    assert zorgtoegang.open_capacity([3, 2, 1], [1, 0, NAN]).tolist() == [3, 0, 1]


def test_the_gp_norm_needs_fte() -> None:
    """Reading 79: locations alone leave it unknown."""
    assert np.isnan(zorgtoegang.gp_norm(NAN))


@pytest.mark.parametrize("people", [[NAN], [-1.0]])
def test_unknown_amounts_are_refused(people: list[float]) -> None:
    with pytest.raises(ValueError, match="inwoners"):
        floating_catchment(Travel(np.array([0]), np.array([0]), np.array([1.0])), people, [1], 15)
    with pytest.raises(ValueError, match="Methode"):
        floating_catchment(TIMES, PEOPLE, CAPACITY, 15, "4SFCA")


sizes = st.tuples(st.integers(1, 7), st.integers(1, 4), st.integers(0, 10_000))


def _random(n: int, m: int, seed: int) -> tuple[Travel, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    i, j = (a.reshape(-1) for a in np.meshgrid(np.arange(n), np.arange(m), indexing="ij"))
    people, capacity = draw.integers(1, 400, n) * 1.0, draw.integers(1, 30, m) * 1.0
    return Travel(i, j, draw.uniform(0, 45, n * m)), people, capacity


@settings(max_examples=80, deadline=None)
@given(sizes, st.sampled_from(zorgtoegang.METHODEN))
def test_capacity_is_conserved(size: tuple[int, int, int], method: str) -> None:
    """What people get together is what the providers with demand in reach have."""
    travel, people, capacity = _random(*size)
    found = floating_catchment(travel, people, capacity, 30, method)
    assert float(people @ found.access) == pytest.approx(float(capacity[found.served].sum()))
    relative = spar(found, people, capacity)
    if found.served.any():
        assert float(np.average(relative, weights=people)) == pytest.approx(1)


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # PySAL's own code under pandas 3
@settings(max_examples=25, deadline=None)
@given(sizes)
def test_access_equals_that_of_pysal(size: tuple[int, int, int]) -> None:
    """PySAL `access` gives the same for the three members of the family."""
    travel, people, capacity = _random(*size)
    steps = access_weights.step_fn({10: 1.0, 20: 0.68, 30: 0.22})
    demand = pd.DataFrame({"geoid": range(len(people)), "demand": people}).set_index("geoid")
    supply = pd.DataFrame({"geoid": range(len(capacity)), "supply": capacity}).set_index("geoid")

    def cost() -> pd.DataFrame:
        inside = travel.minutes <= 30
        return pd.DataFrame(
            {
                "origin": travel.point[inside],
                "dest": travel.provider[inside],
                "cost": travel.minutes[inside],
            }
        )

    if cost().empty:
        return
    common = {"demand_name": "demand", "supply_name": "supply", "max_cost": 30}
    theirs = {
        "2SFCA": fca.two_stage_fca(demand, supply, cost(), **common),
        "E2SFCA": fca.two_stage_fca(demand, supply, cost(), weight_fn=steps, **common),
        "3SFCA": fca.three_stage_fca(demand, supply, cost(), weight_fn=steps, **common),
    }
    for method, expected in theirs.items():
        found = floating_catchment(travel, people, capacity, 30, method).access
        wanted = expected.reindex(range(len(people))).fillna(0.0).to_numpy()
        assert found == pytest.approx(wanted), method
