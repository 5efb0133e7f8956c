"""M6 with a rollator, M7 and M10 on the published sample."""

from typing import Any

import numpy as np
import pytest

from tests.support.installations import Installation


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


@pytest.fixture(scope="module")
def cells(place: Installation) -> list[dict[str, Any]]:
    return place.layer("rolstoelomgeving")


def numbers(rows: list[dict[str, Any]], name: str) -> np.ndarray:
    return np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=float)


def stored(place: Installation, dataset: str, columns: str = "*") -> list[dict[str, Any]]:
    return place.database.rows(
        f"SELECT {columns} FROM store.{dataset} WHERE version ="  # noqa: S608
        f" (SELECT max(version) FROM store.{dataset}) ORDER BY id"
    )


@pytest.mark.parametrize("name", ["a_dest", "a_net"])
def test_bounds_are_in_order_and_always_come_together(cells, name) -> None:
    low, high = numbers(cells, f"{name}_laag"), numbers(cells, f"{name}_hoog")
    assert np.isfinite(low).sum() > 100
    assert np.array_equal(np.isnan(low), np.isnan(high))
    both = np.isfinite(low)
    assert np.all(low[both] <= high[both] + 1e-9)
    assert np.nanmin(low) >= 0
    assert np.nanmax(high) <= 1


def test_the_gaps_of_the_sample_show_in_the_bounds(cells) -> None:
    complete = numbers(cells, "volledigheid_pct")
    width = numbers(cells, "a_net_hoog") - numbers(cells, "a_net_laag")
    known = np.isfinite(complete)
    assert 0 < np.nanmean(complete) < 100
    assert np.nanmean(width) > 0.1
    # where more is known, the bounds lie nearer to each other
    assert np.corrcoef(complete[known], width[known])[0, 1] < 0


def test_a_cell_without_a_ratio_says_why(cells) -> None:
    for row in cells:
        for name in ("a_dest", "a_net"):
            assert (row[f"{name}_laag"] is None) == (row[f"{name}_reden"] is not None)


def test_a_buurt_is_the_mean_of_its_cells_weighted_with_older_people(place, cells) -> None:
    older = {
        row["vierkant"]: row["inwoners_65plus"] or 0.0
        for row in stored(place, "leeftijd_cel", "vierkant, inwoners_65plus")
    }
    checked = 0
    for buurt in place.layer("rolstoelomgeving_buurt"):
        mine = [row for row in cells if row["buurtcode"] == buurt["buurtcode"]]
        weight = np.array([older.get(row["vierkant"], 0.0) for row in mine])
        value = numbers(mine, "a_net_hoog")
        known = np.isfinite(value)
        if buurt["a_net_hoog"] is not None and weight[known].sum():
            assert buurt["a_net_hoog"] == pytest.approx(
                np.average(value[known], weights=weight[known])
            )
            checked += 1
    assert checked > 5


def test_coverage_says_that_widths_of_bgt_are_not_there(place) -> None:
    found = place.database.rows(
        "SELECT dekking FROM log.versie WHERE dataset = 'rolstoel_cel' AND toestand = 'goed'"
    )[-1]["dekking"]
    assert "bgt_voetpaden" in found["ontbrekend"]
    assert any("BGT" in sentence for sentence in found["opmerkingen"])


def test_a_rollator_never_does_better_and_minutes_follow_the_distance(place) -> None:
    rows = stored(
        place,
        "loop_cel",
        "w, w_rollator, afstand_supermarkt_m, looptijd_supermarkt_min,"
        " looptijd_supermarkt_rollator_min, klasse_supermarkt",
    )
    w, slow = numbers(rows, "w"), numbers(rows, "w_rollator")
    assert np.all(slow[np.isfinite(slow)] <= w[np.isfinite(slow)] + 1e-9)
    metres, minutes = (
        numbers(rows, "afstand_supermarkt_m"),
        numbers(rows, "looptijd_supermarkt_min"),
    )
    known = np.isfinite(minutes)
    assert minutes[known] == pytest.approx(metres[known] / 0.92 / 60)
    near = metres <= 300
    assert {row["klasse_supermarkt"] for row, yes in zip(rows, near, strict=True) if yes} == {
        "goed"
    }


@pytest.mark.parametrize("dataset", ["locaties_open", "locaties_besloten"])
def test_optimal_sites_are_closed_and_better_with_every_site(place, dataset) -> None:
    public = place.database.rows(
        "SELECT laag FROM pub.pointer WHERE starts_with(laag, 'locaties_opt')"
    )
    assert public == []
    rows = stored(place, dataset)
    assert {row["bewijs"] for row in rows} <= {"optimaal", "heuristiek"}
    for model, column, sign in (
        ("p-mediaan", "gemiddelde_afstand_m", -1),
        ("dekking", "gedekt_pct", 1),
    ):
        sets: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for row in rows:
            if row["model"] == model:
                sets.setdefault((row["aantal"], row["plaats"]), []).append(row)
        assert all(len(chosen) == p for (p, _), chosen in sets.items())
        first = {p: chosen for (p, place_), chosen in sets.items() if place_ == 1}
        assert sorted(first) == list(range(1, 11))
        for p in (1, 2, 3):  # the ten best sets, each no better than the one before
            ten = [sign * sets[p, k][0][column] for k in range(1, 11)]
            assert ten == sorted(ten, reverse=True)
            assert {row["bewijs"] for k in range(1, 11) for row in sets[p, k]} == {"optimaal"}
            assert len({frozenset(r["vierkant"] for r in sets[p, k]) for k in range(1, 11)}) == 10
        values = [sign * first[p][0][column] for p in sorted(first)]
        slack = [max(row["gap_pct"] for row in first[p]) for p in sorted(first)]
        for before, after, gap in zip(values[:-1], values[1:], slack[1:], strict=True):
            assert after >= before - abs(after) * gap / 100 - 1e-6


def test_w_lies_between_its_ends(place: Installation) -> None:
    """d1 and d2 100 m lower and higher, per cell and per buurt."""
    for name, w in (("loop_cel", "w"), ("loop_buurt", "w_65")):
        rows = place.stored(name)
        known = [row for row in rows if row[w] is not None]
        assert known
        for row in rows:
            low, high = row[f"{w}_ci_low"], row[f"{w}_ci_high"]
            if row[w] is None:
                assert (low, high) == (None, None)
            else:
                assert 0 <= low <= row[w] + 1e-9
                assert row[w] <= high + 1e-9 <= 100 + 1e-6
        assert any(row[f"{w}_ci_low"] < row[w] < row[f"{w}_ci_high"] for row in known)
