"""Numbers as the sample publishes them: finite or null, null with its reason, counts with error."""

from typing import Any

import pytest
from scipy import stats

from data.model import Status
from data.registry import layers
from tests.support.installations import Installation

EMPTY = {Status.ONTBREEKT.value, Status.ONDERDRUKT.value, Status.UITGESLOTEN.value}
# Column with a reason -> the figures whose absence it explains, by dataset; "" is the column
# `status` itself, of a fact that is a number or a word, open or closed.
REASONS: dict[str, dict[str, tuple[str, ...]]] = {
    "loop_cel": {"w_reden": ("w",)},
    "rolstoel_cel": {
        "a_dest_reden": ("a_dest_laag", "a_dest_hoog"),
        "a_net_reden": ("a_net_laag", "a_net_hoog"),
        "omweg_min_reden": ("omweg_min",),
        "omweg_max_reden": ("omweg_max",),
    },
    "draaglast_buurt": {"reden": ("klasse",)},
    "draaglast_gebied": {"reden": ("klasse",)},
    "draaglast_gemeente": {"reden": ("klasse",)},
    "draaglast_wijk": {"reden": ("klasse",)},
    "draaglast_partner": {"reden": ("klasse",)},
    "complexmonitor": {"reden": ("belasting_klasse",)},
    "kans_cel": {"reden": ("score",)},
    "kans_complex": {"reden": ("score",)},
    "kans_plan": {"reden": ("score",)},
    "voortgang": {"reden": ("ratio",)},
    "vragers_buurt": {"reden": ("vragers_onder", "vragers_midden", "vragers_boven")},
    "feiten_buurt": {"reden": ("",)},
    "feiten_gebied": {"reden": ("",)},
}
COUNTS = {"overlast": "meldingen", "misdrijven": "misdrijven"}


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


@pytest.fixture(scope="module")
def pointers(place: Installation) -> list[dict[str, Any]]:
    return published(place)


def published(place: Installation) -> list[dict[str, Any]]:
    """Newest version of every published layer, public and restricted."""
    return place.database.rows(
        "SELECT laag, version FROM pub.pointer"
        " UNION ALL SELECT laag, version FROM pub_restricted.pointer"
    )


def columns_of(place: Installation, layer: str) -> dict[str, str]:
    """Stored columns of a layer, with their type."""
    rows = place.database.rows(
        "SELECT column_name AS n, data_type AS t FROM information_schema.columns"
        " WHERE table_schema = 'store' AND table_name = %s",
        (layer,),
    )
    return {row["n"]: row["t"] for row in rows}


def odd_numbers(place: Installation, pointer: dict[str, Any]) -> tuple[int, dict[str, int]]:
    """Columns of numbers of a layer, and of those that hold NaN or infinity how many."""
    floats = [
        name
        for name, kind in columns_of(place, pointer["laag"]).items()
        if kind in ("double precision", "real", "numeric")
    ]
    if not floats:
        return 0, {}
    odd = ", ".join(
        f"count(*) FILTER (WHERE {name}::text IN ('NaN', 'Infinity', '-Infinity')) AS {name}"
        for name in floats
    )
    (found,) = place.database.rows(
        f"SELECT {odd} FROM store.{pointer['laag']} WHERE version = %s",  # noqa: S608
        (pointer["version"],),
    )
    return len(floats), {name: n for name, n in found.items() if n}


def without_reason(place: Installation, pointer: dict[str, Any]) -> tuple[int, dict[str, int]]:
    """Figures of a layer that are not there, and of those without a reason how many."""
    dataset, _ = layers()[pointer["laag"]]
    held = columns_of(place, pointer["laag"])
    empty, wrong = 0, {}
    for reason, figures in REASONS.get(dataset.name, {}).items():
        for figure in (one for one in figures if reason in held and (not one or one in held)):
            gone = f"{figure} IS NULL" if figure else "status = ANY(%(leeg)s)"
            status = f"{figure}_status" if figure else "status"
            rows = place.database.rows(
                f"SELECT {status} AS s, {reason} AS r FROM store.{pointer['laag']}"  # noqa: S608
                f" WHERE version = %(versie)s AND {gone}",
                {"versie": pointer["version"], "leeg": sorted(EMPTY)},
            )
            assert all(row["s"] in EMPTY for row in rows), (pointer["laag"], figure)
            empty += len(rows)
            if n := sum(not row["r"] for row in rows):
                wrong[figure or status] = n
    return empty, wrong


def test_no_published_number_is_nan_or_infinite(
    place: Installation, pointers: list[dict[str, Any]]
) -> None:
    found = {pointer["laag"]: odd_numbers(place, pointer) for pointer in pointers}
    assert {layer: odd for layer, (_, odd) in found.items() if odd} == {}
    assert sum(columns for columns, _ in found.values()) > 500


def test_every_layer_with_a_reason_is_looked_at_here() -> None:
    for layer, (dataset, declared) in layers().items():
        shown = set(declared.columns or (column.name for column in dataset.columns))
        for name in shown:
            if name == "reden" or name.endswith("_reden"):
                assert name in REASONS.get(dataset.name, {}), (layer, name)


def test_a_figure_that_is_not_there_has_its_reason(
    place: Installation, pointers: list[dict[str, Any]]
) -> None:
    found = {pointer["laag"]: without_reason(place, pointer) for pointer in pointers}
    assert {layer: wrong for layer, (_, wrong) in found.items() if wrong} == {}
    assert sum(empty for empty, _ in found.values()) > 0


@pytest.mark.parametrize(("layer", "count"), COUNTS.items())
def test_counts_of_the_police_carry_their_exact_interval(
    place: Installation, layer: str, count: str
) -> None:
    low, high = f"{count}_ci_low", f"{count}_ci_high"
    rows = place.layer(layer, columns=f"{count}, {low}, {high}")
    known = [row for row in rows if row[count] is not None]
    assert known
    for row in rows:
        x = row[count]
        if x is None:
            assert (row[low], row[high]) == (None, None)
            continue
        below = stats.chi2.ppf(0.025, 2 * x) / 2 if x else 0.0
        assert (row[low], row[high]) == pytest.approx((below, stats.chi2.ppf(0.975, 2 * x + 2) / 2))


def test_rates_made_of_those_counts_carry_it_in_the_restricted_tables(place: Installation) -> None:
    for name in ("draaglast_buurt", "draaglast_wijk", "draaglast_gebied"):
        known = 0
        for row in place.stored(name):
            for slot in ("overlast", "misdrijf"):
                value = row[f"{slot}_waarde"]
                ends = row[f"{slot}_waarde_ci_low"], row[f"{slot}_waarde_ci_high"]
                if value is None or row[f"{slot}_waarde_status"] == "geimputeerd":
                    assert ends == (None, None), (name, slot)
                elif ends[0] is not None:
                    assert ends[0] <= value <= ends[1]
                    known += 1
        assert known > 0, name
