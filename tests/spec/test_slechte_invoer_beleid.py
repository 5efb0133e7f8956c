"""Bad input where counts of people, homes and agreements come in: M11 to M14 and beyond.

As in `test_slechte_invoer.py`: a value or none, its status, and why there is none.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipelines.indicators import (
    complexmonitor,
    doorstroming,
    flex,
    kwadrant,
    levensloopwijk,
    ontmoeting,
    programma,
    spreiding,
    toetsingskader,
    uitstroom,
    verblijf,
    verdeling,
    vergelijken,
    voorraadkansen,
    voortgang,
)
from tests.support.slechte_invoer import EQUAL, HELD_BACK, MISSING, ONE, ZERO, plain

NAN = float("nan")


def first(values: Any) -> float:
    return float(np.asarray(values, dtype=float).ravel()[0])


def series(**values: Any) -> Any:
    """Ratio, light, reason of a progress series."""
    line = {"doel": 400.0, "gerealiseerd": 120.0, "verstreken": 0.375, "interval_dagen": 92}
    frame = pd.DataFrame([line | {"peildatum": date(2024, 1, 1)} | values])
    row = voortgang.progress(frame, date(2024, 7, 1)).iloc[0]
    return row["ratio"], row["licht"], row["reden"]


def charted(*counts: float, dwellings: float = 80.0) -> Any:
    """Limit and word of the newest of five quarters of one complex."""
    rows = pd.DataFrame(
        {
            "complex": "a",
            "kwartaal": range(len(counts)),
            "aantal": counts,
            "basis": dwellings / 100,
        }
    )
    kinds = pd.DataFrame({"woningtype": [""], "sociaal": [""]}, index=["a"])
    row = complexmonitor.chart(rows, kinds).loc["a"]
    return row["grens"], row["signaal"]


def met(rows: list[dict[str, Any]]) -> pd.Series:
    """Meeting places of one wijk."""
    given = {"wijk": "W", "inwoners_65": 10.0, "aandeel_pct": 50.0}
    given |= dict.fromkeys(("ruimten", "open_ja", "open_nee", "open_onbekend"), 0.0)
    given |= {"clusters": NAN, "clusters_met": NAN}
    return ontmoeting.per_wijk(pd.DataFrame([given | row for row in rows])).iloc[0]


def placed(**values: float) -> pd.Series:
    """One line of the monitor of people who leave care."""
    line = {"leverancier": "g", "niveau": "gemeente", "gebiedscode": "GM1", "periode": "2024"}
    line |= {"groep": "jongeren", "woonvorm": "zelfstandig"}
    counts = dict.fromkeys(uitstroom.COUNTS, 40.0) | values
    table = uitstroom.monitor(pd.DataFrame([line | counts]))
    return table[(table["groep"] == "jongeren") & (table["woonvorm"] == "zelfstandig")].iloc[0]


def stay(**values: float) -> pd.Series:
    line = {"periode": "2024", "plaatsen": 4.0, "aanvragen": 10.0, "niet_geplaatst": 2.0}
    return verblijf.short_stay(pd.DataFrame([line | {"bezette_dagen": 900.0} | values])).iloc[0]


def care(*rows: tuple[float, float, float]) -> pd.Series:
    """Bounds of who has no care, of buurten (p75, low, high coverage)."""
    frame = pd.DataFrame(rows, columns=["p75", "laag", "hoog"]).assign(gebied="G")
    return kwadrant.uncovered(frame).iloc[0]


def wijk(*rows: tuple[float, float, float]) -> pd.Series:
    frame = pd.DataFrame(rows, columns=["laag", "hoog", "gewicht"]).assign(wijk="W")
    return levensloopwijk.mean_bounds(frame, (0.0, 100.0)).iloc[0]


def compared(was: float, now: float) -> pd.DataFrame:
    frames = (pd.DataFrame({"gebied": ["G"], "n": [value]}) for value in (was, now))
    table = vergelijken.compare(*frames, key=["gebied"], figures=["n"])
    return table.rename(columns={"n_oordeel": "oordeel"})


# product, condition, what is made, what it has to be; None is no value
CASES: list[tuple[str, str, Callable[[], Any], Any]] = [
    ("M11", ZERO, lambda: charted(1, 1, 1, 1, 9, dwellings=0.0), (None, "onbekend")),
    ("M11", MISSING, lambda: charted(1, 1, NAN, 1, 9), (None, "onbekend")),
    ("M11", HELD_BACK, lambda: charted(1, 1, 1, 1, NAN)[1], "onbekend"),
    ("M11", EQUAL, lambda: charted(2, 2, 2, 2, 2)[1], "geen"),
    (
        "M11",
        EQUAL,
        lambda: complexmonitor.composite(np.ones((6, 5)), np.ones(6, bool), [1] * 5)[0],
        None,
    ),
    ("M12", ONE, lambda: spreiding.dissimilarity([2], [5]), None),
    ("M12", ONE, lambda: spreiding.location_quotient([2], [5]), 1.0),
    (
        "M12",
        ZERO,
        lambda: (
            spreiding.location_quotient([0, 1], [0, 4])[0],
            first(spreiding.entropy([[0, 0, 0]])),
        ),
        (None, None),
    ),
    ("M12", ZERO, lambda: spreiding.project_norm(0, 0, 0).social, "onbekend"),
    ("M12", HELD_BACK, lambda: spreiding.location_quotient([NAN, 1], [5, 4])[0], None),
    ("M12", MISSING, lambda: spreiding.project_norm(120).low, "onbekend"),
    (
        "M12",
        EQUAL,
        lambda: spreiding.dissimilarity([1, 1], [4, 4]),
        0.0,
    ),
    ("M13", MISSING, lambda: toetsingskader.score_range([2.0, 1.0], [None, None]), (0.0, 1.0)),
    ("M13", ZERO, lambda: toetsingskader.score_range([], []), (None, None)),
    (
        "M14",
        ZERO,
        lambda: (
            doorstroming.potential([0.0], [0.0])["verhuizingen"][0],
            doorstroming.potential([0.0], [0.0])["verhuizingen_status"][0],
        ),
        (None, "onderdrukt"),
    ),
    (
        "M14",
        MISSING,
        lambda: doorstroming.potential([NAN], [NAN])["geholpen_status"][0],
        "ontbreekt",
    ),
    (
        "M14",
        HELD_BACK,
        lambda: (placed(behoefte=6.0)["dekking_pct"], placed(behoefte=6.0)["behoefte_status"]),
        (None, "onderdrukt"),
    ),
    ("M14", ZERO, lambda: verdeling.deviation([3.0], [0.0]), None),
    (
        "M14",
        ONE,
        lambda: (verdeling.largest_remainder(420, [5], ["GM1"]), verdeling.evenness([3], [9])),
        ([420], None),
    ),
    ("M14", EQUAL, lambda: verdeling.largest_remainder(4, [1, 1, 1], ["b", "a", "c"]), [1, 2, 1]),
    ("M14", MISSING, lambda: verdeling.per_1000([NAN], [900.0]), None),
    ("M14", ZERO, lambda: series(verstreken=0.0), (None, None, "nog niet begonnen")),
    ("M14", ZERO, lambda: series(doel=0.0), (None, None, "geen doel")),
    ("M14", MISSING, lambda: series(gerealiseerd=NAN), (None, None, "geen cijfer")),
    ("M14", MISSING, lambda: series(verstreken=NAN), (None, None, "geen looptijd")),
    (
        "M14",
        ZERO,
        lambda: (
            met([{"inwoners_65": 0.0}])["aandeel_pct"],
            met([{"inwoners_65": 0.0}])["aandeel_pct_status"],
        ),
        (None, "ontbreekt"),
    ),
    ("M14", HELD_BACK, lambda: met([{}, {"aandeel_pct": NAN}])["aandeel_pct_status"], "ontbreekt"),
    ("M14", MISSING, lambda: met([{"ruimten": NAN}])["geen_ruimte"], None),
    ("X2", MISSING, lambda: kwadrant.quadrant(np.array([NAN]), np.array([9.0]))[0], "onbekend"),
    ("X2", ZERO, lambda: care((0.0, 50.0, 50.0))["laag"], None),
    ("X2", ONE, lambda: care((10.0, 40.0, 60.0))["hoog"], 60.0),
    (
        "X2",
        EQUAL,
        lambda: kwadrant.quadrant(np.zeros(2), np.zeros(2)).tolist(),
        ["geen tekort"] * 2,
    ),
    ("X3", EQUAL, lambda: set(compared(1.0, 1.0)["oordeel"]), {"gelijk"}),
    ("X3", MISSING, lambda: set(compared(1.0, NAN)["oordeel"]), {"onbekend"}),
    ("X3", ZERO, lambda: set(compared(0.0, 5.0)["oordeel"]), {"hoger"}),
    (
        "X4",
        MISSING,
        lambda: voorraadkansen.sharing([10.0], voorraadkansen.small_households(NAN, 1, 2)),
        None,
    ),
    ("X4", ZERO, lambda: voorraadkansen.small_households([0.0], [0.0], [0.0]), 0.0),
    (
        "X5",
        ZERO,
        lambda: programma.agreements(
            pd.DataFrame({"relevant": [False], "afspraak": [None], "afspraak_woningen": [NAN]})
        )["concreet_pct"],
        None,
    ),
    (
        "X6",
        MISSING,
        lambda: len(
            flex.per_year(
                pd.DataFrame(
                    {
                        "woningen": [10.0],
                        "jaar_start": [NAN],
                        "jaar_eind": [NAN],
                        "vervanging": [NAN],
                    }
                ),
                2025,
            )
        ),
        0,
    ),
    (
        "X7",
        ZERO,
        lambda: (
            stay(aanvragen=0.0, niet_geplaatst=0.0)["niet_geplaatst_pct"],
            stay(plaatsen=0.0)["bezetting_pct"],
        ),
        (None, None),
    ),
    ("X7", MISSING, lambda: stay(bezette_dagen=NAN)["tekort"], None),
    (
        "X8",
        ZERO,
        lambda: (
            wijk((50.0, 60.0, 0.0))["laag"],
            first(levensloopwijk.share_bounds(np.ones(1), np.ones(1), np.ones(1), np.zeros(1))[0]),
        ),
        (None, None),
    ),
    (
        "X8",
        MISSING,
        lambda: (
            wijk((50.0, 50.0, 5.0), (NAN, NAN, 5.0))["laag"],
            wijk((50.0, 50.0, 5.0), (NAN, NAN, 5.0))["hoog"],
        ),
        (25.0, 75.0),
    ),
    ("X8", ONE, lambda: wijk((50.0, 60.0, 5.0))["hoog"], 60.0),
    (
        "X8",
        EQUAL,
        lambda: levensloopwijk.judge(np.full(2, 75.0), np.full(2, 75.0), 75.0)[0],
        "voldoet",
    ),
]


@pytest.mark.parametrize(
    ("made", "expected"),
    [case[2:] for case in CASES],
    ids=[f"{product}-{condition}-{at}" for at, (product, condition, *_) in enumerate(CASES)],
)
def test_a_value_or_none_with_its_status_and_reason(made: Callable[[], Any], expected: Any) -> None:
    found = plain(made())
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)
