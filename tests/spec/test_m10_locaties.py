"""M10, where to add p clusters: sets of sites that serve residents of 75 and over best.

Definition. Two models answer two questions. The p-median puts p clusters where the demand walks
least in total (efficiency). Maximal cover (MCLP) puts them where most demand lives within 500 m of
a cluster (coverage). Existing clusters stay where they are and count: p is the number added. Two
checks say what that costs the worst-off: p-center is the least greatest distance that p sites
allow, LSCP the least number of sites that cover everybody who can be covered.

Formula. p-median: `min sum_i sum_j a_i d_ij X_ij`, `sum_j X_ij = 1`, `X_ij <= Y_j`,
`sum_j Y_j = p + existing`. MCLP: `max sum_i a_i Z_i`, `Z_i <= sum of Y_j with d_ij <= s`. a is the
gross demand: residents of 75 and over, for which rho, one number per gemeente, decides nothing.
A candidate must have demand within 500 m for 12 dwellings, by the rho of M9 (the profile, else
existing clusters plus opgave over residents of 75 and over); where neither tells it, this is not
tested and the layer says so, as in the open table always without a profile. Distances are compared
after rounding to 1 mm. Equal sets: lower weighted distance, then higher mean score S, then the
lowest site. Up to 500 candidates and 5,000 nodes (MCLP) or 150 and 1,000 (p-median) the answer is
exact; above that it is vertex substitution with a proven bound, and the gap is given. The ten best
sets are given for up to 3 new clusters, where every set is tried; of more sets, after each set the
rest is split into parts, with its first k sites and without the next, and each part is again such a
problem (Lawler 1972).

Inputs. `kans_cel` (candidates: cells that are not excluded, with their score), `leeftijd_cel`
(demand), `osm_wegen` (distances), `corporatiecomplexen` and `bag_panden` (existing clusters),
`opgave_gemeente` (rho, in the closed table only).

Limits. PROPOSED: the radius of 500 m and the sizes up to which answers are exact. A cell is no
parcel: who owns it and what may be built there is not known. Sets are read as a whole; the next
number of sites may choose other places. Optimal sites are closed until a decision opens them.
"""

import warnings
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators import locaties_billijk, locaties_sets
from pipelines.indicators.locaties_billijk import lscp, p_center
from pipelines.indicators.locaties_exact import Antwoord, cover, fewest
from pipelines.indicators.locaties_heuristiek import (
    cost,
    greedy,
    lagrangian,
    search,
    substitute,
)
from pipelines.indicators.locaties_keuze import choose
from pipelines.indicators.locaties_mediaan import median
from pipelines.indicators.locaties_model import (
    HEURISTIEK,
    ONMOGELIJK,
    OPTIMAAL,
    Uitkomst,
    Vraagstuk,
)
from pipelines.indicators.locaties_sets import best_sets

INF = np.inf
A, B, C = 0, 1, 2
T26 = Vraagstuk.of(
    [40, 30, 20, 10],
    [[100, 500, 900], [400, 200, 800], [900, 300, 250], [1000, 700, 100]],
)


def made_up(n: int, m: int, seed: int) -> Vraagstuk:
    """Nodes and sites on a plane, existing clusters in a corner, distances along the axes."""
    rng = np.random.default_rng(seed)
    place, sites = rng.uniform(0, 4000, (n, 2)), rng.uniform(0, 4000, (m, 2))
    metres = np.abs(place[:, None] - sites[None]).sum(axis=2)
    there = np.abs(place).sum(axis=1)
    return Vraagstuk.of(rng.integers(0, 40, n), metres, there, rng.uniform(0, 100, m))


def brute(vraagstuk: Vraagstuk, p: int, model) -> tuple[int, ...]:
    sets = combinations(range(vraagstuk.size[1]), p)
    return min(sets, key=lambda s: vraagstuk.order(model, s))


# Worked example


def test_t26_p_median() -> None:
    """Demand 40, 30, 20, 10 and sites A, B, C.

    One site: B, 39,000. Two sites: A and C, 22,000, where adding greedily gives A and B, 23,000.
    """
    one, two = choose(T26, 1, "p-mediaan"), choose(T26, 2, "p-mediaan")
    assert (one.sites, one.waarde) == ((B,), 39_000.0)
    assert (two.sites, two.waarde) == ((A, C), 22_000.0)
    costs, base = T26.vraag[:, None] * T26.afstand_m, np.full(4, INF)
    assert greedy(costs, base, 2).tolist() == [A, B]
    assert cost(costs, base, [A, B]) == 23_000.0
    assert substitute(costs, base, [A, B]).tolist() == [A, C]


def test_t26_maximal_cover_and_its_tie() -> None:
    """Within 500 m one site, B, covers 90.

    With two A and C as well as B and C cover all 100; the weighted distance decides: A and C.
    """
    one, two = choose(T26, 1, "dekking"), choose(T26, 2, "dekking")
    assert (one.sites, one.waarde) == ((B,), 90.0)
    assert (two.sites, two.waarde) == ((A, C), 100.0)
    assert T26.covered([B, C]) == 100.0
    assert T26.weighted_m([B, C]) > T26.weighted_m([A, C])


# Readings


def test_reading_6_and_60_existing_clusters_are_fixed_and_p_counts_the_new_ones() -> None:
    with_b = Vraagstuk.of(T26.vraag, T26.afstand_m[:, [A, C]], T26.afstand_m[:, B])
    found = choose(with_b, 1, "p-mediaan")
    assert found.sites == (0,)  # A beside B
    assert found.waarde == 23_000.0
    assert choose(with_b, 0, "p-mediaan").waarde == 39_000.0


def test_reading_61_within_is_at_most_and_distances_are_compared_to_1_mm() -> None:
    near = Vraagstuk.of([1, 1], [[500.0004], [500.001]])
    assert choose(near, 1, "dekking").waarde == 1.0


def test_reading_61_last_ties_by_mean_score_and_then_the_lowest_site() -> None:
    equal = [[100, 100, 100]]
    assert choose(Vraagstuk.of([5], equal, None, [1, 9, 9]), 1, "dekking").sites == (1,)
    assert choose(Vraagstuk.of([5], equal), 1, "p-mediaan").sites == (0,)


# Exact against trying everything, and against another library


@pytest.mark.parametrize("model", ["p-mediaan", "dekking"])
@pytest.mark.parametrize("seed", range(4))
def test_the_solver_finds_what_trying_every_set_finds(seed: int, model) -> None:
    case = made_up(40, 18, seed)
    for p in (2, 4):
        found = choose(case, p, model)
        best = brute(case, p, model)
        value = case.covered(best) if model == "dekking" else case.weighted_m(best)
        assert found.bewijs == OPTIMAAL
        assert found.waarde == pytest.approx(value, rel=1e-9)
        assert case.order(model, found.sites)[0] == case.order(model, best)[0]


@pytest.mark.parametrize("model", ["p-mediaan", "dekking"])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("way", ["tried", "split"])
def test_the_ten_best_sets_are_those_of_trying_every_set(
    seed: int, model, way: str, monkeypatch
) -> None:
    if way == "split":
        monkeypatch.setattr(locaties_sets, "TRIED", 0)
    case = made_up(30, 12, seed)
    for p in (1, 3):
        found = best_sets(case, p, model)
        every = sorted(combinations(range(12), p), key=lambda s: case.order(model, s))
        values = [case.covered(s) if model == "dekking" else case.weighted_m(s) for s in every]
        assert [one.waarde for one in found] == pytest.approx(values[:10], rel=1e-9)
        assert len({one.sites for one in found}) == 10
        assert found[0].sites == choose(case, p, model).sites
        assert {one.bewijs for one in found} == {OPTIMAAL}


def test_fewer_sets_than_ten_are_all_given_and_none_says_why() -> None:
    assert [one.sites for one in best_sets(T26, 2, "p-mediaan")] == [(A, C), (A, B), (B, C)]
    assert [one.reden for one in best_sets(T26, 4, "dekking")] == [
        "4 locaties gevraagd, 3 kandidaten"
    ]
    assert [one.sites for one in best_sets(T26, 0, "dekking")] == [()]


@pytest.mark.parametrize("seed", range(3))
def test_programs_alone_agree_with_trying_every_set(seed: int) -> None:
    case = made_up(40, 14, seed)
    costs = case.vraag[:, None] * case.afstand_m
    base = case.vraag * case.bestaand_m
    start = greedy(costs, base, 4)
    found = median(costs, base, 4, start, 30.0)
    best = brute(case, 4, "p-mediaan")
    assert found.bewezen
    assert cost(costs, base, found.sites) == pytest.approx(cost(costs, base, best), rel=1e-9)
    covers = case.covers()
    answer = cover(case.vraag, covers, 3, 30.0)
    most = max(
        float(case.vraag[covers[:, list(s)].any(axis=1)].sum()) for s in combinations(range(14), 3)
    )
    assert -answer.grens == pytest.approx(most)


def test_spopt_gives_the_same_values() -> None:
    case = made_up(60, 12, 7)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library and its solver warn of is not ours
        import pulp
        from spopt.locate import MCLP, PMedian

        quiet = pulp.PULP_CBC_CMD(msg=False)
        other = PMedian.from_cost_matrix(case.afstand_m, case.vraag, p_facilities=3).solve(quiet)
        cover_ = MCLP.from_cost_matrix(case.afstand_m, case.vraag, 500.0, 3).solve(quiet)
        weighted = pulp.value(other.problem.objective)
        covered = pulp.value(cover_.problem.objective)
    alone = Vraagstuk.of(case.vraag, case.afstand_m)
    assert choose(alone, 3, "p-mediaan").waarde == pytest.approx(weighted, rel=1e-6)
    assert choose(alone, 3, "dekking").waarde == pytest.approx(covered, rel=1e-6)


# Heuristic and its bound


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_the_bound_is_never_above_the_best_set(seed: int, p: int) -> None:
    case = made_up(25, 9, seed)
    costs, base = case.vraag[:, None] * case.afstand_m, case.vraag * case.bestaand_m
    found = lagrangian(costs, base, p, greedy(costs, base, p), iterations=60)
    best = cost(costs, base, brute(case, p, "p-mediaan"))
    assert found.waarde <= best + 1e-6 * max(1.0, best)
    assert found.kosten >= best - 1e-6 * max(1.0, best)


@pytest.mark.parametrize("model", ["p-mediaan", "dekking"])
def test_a_heuristic_answer_says_how_far_it_can_be_off(model) -> None:
    case = made_up(300, 60, 3)
    found = choose(case, 6, model, heuristiek=True)
    exact_ = choose(case, 6, model)
    assert exact_.bewijs == OPTIMAAL
    assert exact_.gap_pct == 0.0
    assert 0 <= found.gap_pct <= 5.0
    low, high = sorted((found.waarde, found.grens))
    assert low - 1e-6 <= exact_.waarde <= high + 1e-6


def test_substitution_never_makes_a_set_worse_and_search_is_the_same_every_time() -> None:
    case = made_up(80, 30, 5)
    costs, base = case.vraag[:, None] * case.afstand_m, case.vraag * case.bestaand_m
    start = np.array([0, 1, 2, 3])
    assert cost(costs, base, substitute(costs, base, start)) <= cost(costs, base, start)
    assert search(costs, base, 4, 5).tolist() == search(costs, base, 4, 5).tolist()


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000))
def test_more_sites_never_serve_less(seed: int) -> None:
    case = made_up(20, 8, seed)
    walked = [choose(case, p, "p-mediaan").waarde for p in range(5)]
    covered = [choose(case, p, "dekking").waarde for p in range(5)]
    assert walked == sorted(walked, reverse=True)
    assert covered == sorted(covered)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_nodes_does_not_matter(seed: int, random) -> None:
    case = made_up(20, 8, seed)
    order = list(range(20))
    random.shuffle(order)
    other = Vraagstuk.of(
        case.vraag[order], case.afstand_m[order], case.bestaand_m[order], case.score
    )
    for model in ("p-mediaan", "dekking"):
        assert choose(case, 2, model).sites == choose(other, 2, model).sites


# Equity checks


def test_p_center_and_lscp_on_the_example() -> None:
    one, two = p_center(T26, 1), p_center(T26, 2)
    assert (one.afstand_m, one.sites) == (700.0, (B,))
    assert two.afstand_m == 400.0
    assert two.sites == (A, C)
    assert len(lscp(T26).sites) == 2
    assert lscp(T26).onbereikbaar == 0


@pytest.mark.parametrize("seed", range(3))
def test_p_center_equals_trying_every_set(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = made_up(25, 10, seed)
    asked = case.vraag > 0
    best = min(case.nearest_m(s)[asked].max() for s in combinations(range(10), 3))
    tried = p_center(case, 3)
    assert (tried.afstand_m, tried.bewijs) == (pytest.approx(best), OPTIMAAL)
    monkeypatch.setattr(locaties_billijk, "TRIED", 0)
    found = p_center(case, 3)
    assert (found.afstand_m, found.bewijs) == (pytest.approx(best), OPTIMAAL)
    assert case.nearest_m(tried.sites)[asked].max() == pytest.approx(best)


def test_p_center_that_ran_out_of_time_is_not_called_the_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = made_up(25, 10, 0)
    best = p_center(case, 3).afstand_m
    monkeypatch.setattr(locaties_billijk, "TRIED", 0)

    def slow(covers: np.ndarray, _: float) -> Antwoord:
        """Only finds that one site does; else it stops halfway with too many."""
        one = np.flatnonzero(covers.all(axis=0))[:1]
        if len(one):
            return Antwoord(one, 1.0, bewezen=True)
        return Antwoord(np.arange(covers.shape[1]), 1.0, bewezen=False)

    monkeypatch.setattr(locaties_billijk, "fewest", slow)
    found = p_center(case, 3)
    assert found.bewijs == HEURISTIEK
    assert found.afstand_m >= best
    monkeypatch.setattr(
        locaties_billijk, "fewest", lambda *_: Antwoord(np.arange(10), 1.0, bewezen=False)
    )
    apart = Vraagstuk.of([1, 1], [[100, INF], [INF, 100]])
    none = p_center(apart, 1)
    assert (none.bewijs, none.reden) == (ONMOGELIJK, "niet binnen de tijd bewezen")


def test_lscp_leaves_out_whom_nobody_can_cover_and_says_so() -> None:
    case = Vraagstuk.of([1, 1, 1], [[100, INF], [INF, 100], [5000, 5000]])
    found = lscp(case)
    assert found.sites == (0, 1)
    assert found.onbereikbaar == 1
    assert fewest(np.array([[True, False], [False, True]]), 10.0).grens == pytest.approx(2.0)


# Bad input


@pytest.mark.parametrize(
    ("case", "p", "model", "words"),
    [
        (T26, 4, "p-mediaan", "4 locaties gevraagd, 3 kandidaten"),
        (T26, -1, "dekking", "verwacht 0 of meer"),
        (Vraagstuk.of([1, 1], [[100, 100], [INF, INF]]), 1, "p-mediaan", "1 vraagpunten kunnen"),
        (Vraagstuk.of([1, 1], [[100, INF], [INF, 100]]), 1, "p-mediaan", "niet elk vraagpunt"),
        (Vraagstuk.of([1], np.empty((1, 0))), 1, "dekking", "0 kandidaten"),
    ],
)
def test_a_problem_without_answer_says_why(case, p, model, words) -> None:
    found = choose(case, p, model)
    assert found.bewijs == ONMOGELIJK
    assert words in found.reden
    assert found.sites == ()
    assert np.isnan(found.waarde)
    assert np.isnan(found.gap_pct)


def test_parts_of_a_network_that_do_not_meet_need_a_site_each() -> None:
    two = Vraagstuk.of([1, 1], [[100, INF], [INF, 100]])
    assert choose(two, 2, "p-mediaan").sites == (0, 1)
    assert p_center(two, 1).bewijs == ONMOGELIJK
    assert p_center(two, 2).afstand_m == 100.0
    # cover asks nothing of whom it leaves out
    assert choose(two, 1, "dekking").waarde == 1.0


def test_nobody_to_serve_and_nothing_to_choose() -> None:
    none = Vraagstuk.of([0, 0], [[100, 200], [INF, 100]])
    assert choose(none, 1, "p-mediaan").waarde == 0.0
    assert choose(none, 1, "dekking").waarde == 0.0
    empty = Vraagstuk.of([], np.empty((0, 2)))
    assert choose(empty, 1, "dekking").waarde == 0.0
    assert choose(Vraagstuk.of([1], np.empty((1, 0)), [[50.0]]), 0, "dekking").waarde == 1.0


@pytest.mark.parametrize(
    ("vraag", "afstand"),
    [([-1], [[1]]), ([np.nan], [[1]]), ([1], [[-1]]), ([1], [[np.nan]]), ([INF], [[1]])],
)
def test_demand_and_distances_that_are_no_numbers_are_refused(vraag, afstand) -> None:
    with pytest.raises(ValueError, match="Locaties"):
        Vraagstuk.of(vraag, afstand)


def test_scores_for_other_candidates_are_refused() -> None:
    with pytest.raises(ValueError, match="2 scores voor 1 kandidaten"):
        Vraagstuk.of([1], [[1]], None, [1, 2])


def test_gap_is_a_share_of_the_value() -> None:
    found = Uitkomst("p-mediaan", 1, (0,), 200.0, 198.0, HEURISTIEK)
    assert found.gap_pct == pytest.approx(1.0)
    assert Uitkomst("dekking", 1, (0,), 200.0, 200.0, OPTIMAAL).gap_pct == 0.0
