"""Bad input where streets, places and sites come in: parts M6 to M10 and M13 of the table.

One street of 3 km, a street that hangs loose 1 km away, a field beyond. As in
`test_slechte_invoer.py`: a value or none, its status, and why there is none.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from pipelines.indicators import (
    bereik,
    geschikt_cluster,
    kansen,
    kansen_criteria,
    kansen_plek,
    kansen_toets,
    kansen_weging,
    loop,
    loop_gebied,
    ontmoeting,
    raster,
    rolstoel,
    vlekken,
    woonzorgzone,
    zorgdekking,
    zorgtoegang,
)
from pipelines.indicators.afstand import table
from pipelines.indicators.locaties_billijk import lscp, p_center
from pipelines.indicators.locaties_keuze import choose
from pipelines.indicators.locaties_model import Vraagstuk
from pipelines.indicators.netwerk import Graaf, Netwerk, network
from pipelines.indicators.rolstoel_regels import KAN, Oordeel
from pipelines.indicators.snap import snap
from tests.support.slechte_invoer import (
    EQUAL,
    HELD_BACK,
    INFEASIBLE,
    LOOSE,
    MISSING,
    OFF,
    ONE,
    ZERO,
    plain,
)

NAN, INF = float("nan"), math.inf
STREET, APART, FIELD = (0.0, 0.0), (50.0, 1000.0), (0.0, 400.0)
GRAPH = Graaf.from_edges(
    [1, 3], [2, 4], [[[0.0, 0.0], [3000.0, 0.0]], [[0.0, 1000.0], [100.0, 1000.0]]]
)
NOTHING = Graaf.from_edges([], [], np.empty((0, 2, 2)))
KINDS = tuple(loop.Parameters().weights)


def walked(at: tuple[float, float], graph: Graaf = GRAPH, **shops: Any) -> tuple[Any, Any, Any]:
    """W of a point with every kind at the same places, its status and reason."""
    net = network(graph, "senior")
    places = dict.fromkeys(KINDS, shops.get("places", ([100.0], [0.0])))
    points, *_ = loop.walk_points(net, [at[0]], [at[1]], places)
    row = points.iloc[0]
    return row["w"], row["w_status"], row["w_reden"]


def metres(at: tuple[float, float], x: float, y: float) -> Any:
    """Metres to the nearest supermarket: NaN is not to be told, infinite is none within 2 km."""
    net: Netwerk = network(GRAPH, "senior")
    found, _ = loop.distances(net, snap(net, [at[0]], [at[1]]), {"supermarkt": ([x], [y])})
    d = float(found["supermarkt"][0])
    return "geen binnen bereik" if math.isinf(d) else d


def wheeled(at: tuple[float, float], graph: Graaf = GRAPH) -> tuple[Any, Any]:
    """Lower bound of A_net, and why there is none."""
    n = len(graph)
    nets = rolstoel.networks(graph, Oordeel(np.full(n, KAN, np.int8), np.ones(n, bool)))
    row = rolstoel.reach(nets, nets.at([at[0]], [at[1]])).iloc[0]
    return row["a_net_laag"], row["reden"]


def area(w: float, older: float, reason: str | None = None) -> tuple[Any, Any, Any]:
    """W of a buurt of one address."""
    points = pd.DataFrame(
        {"gebied": ["BU1"], "inwoners_65": [older], "w": [w], "w_reden": [reason]}
        | {"drietal": [None], "niet_aangesloten": [False]}
    )
    row = loop_gebied.walk_areas(points, pd.DataFrame({"ontmoeting": [100.0]})).iloc[0]
    return row["w_65"], row["w_65_status"], row["w_65_reden"]


def covered(*points: tuple[float, float]) -> tuple[Any, Any]:
    """Coverage of a wijk of points (residents of 75 and over, covered), and its class."""
    people, said = zip(*points, strict=True)
    row = zorgdekking.coverage(["W"] * len(points), people, said).loc["W"]
    return row["dekking"], row["klasse"]


def reached(minutes: list[float], people: list[float], capacity: list[float]) -> Any:
    """SPAR of the first point, one provider."""
    n = len(minutes)
    travel = zorgtoegang.Travel(np.arange(n), np.zeros(n, np.int64), np.array(minutes))
    found = zorgtoegang.floating_catchment(travel, people, capacity, 30.0)
    return float(zorgtoegang.spar(found, people, capacity)[0])


def cell(excluded: bool = False, **criteria: float) -> tuple[Any, Any, Any]:
    """S of one cell, its status and reason; a second cell knows every criterion."""
    known = dict.fromkeys("VTHZRB", 0.5)
    frame = pd.DataFrame([known | criteria, known])
    why = np.array(["water" if excluded else None, None], dtype=object)
    row = kansen.opportunity(frame, np.array([excluded, False]), why).iloc[0]
    return row["s"], row["s_status"], row["s_reden"]


def sites(demand: list[float], away: list[list[float]], p: int, model: Any) -> tuple[Any, Any]:
    """What is chosen, and why nothing is."""
    found = choose(Vraagstuk.of(demand, np.array(away).reshape(len(demand), -1)), p, model)
    return list(found.sites), found.reden


def loosely() -> Any:
    """A demand point on the loose street cannot reach the site on the long one."""
    net = network(GRAPH, "senior")
    away = table(net, snap(net, [0.0, 50.0], [0.0, 1000.0]), snap(net, [100.0], [0.0]))
    return sites([5.0, 5.0], away.tolist(), 1, "p-mediaan")


def mapped(*shapes: Any) -> list[float]:
    states, keys = ["hard"] * len(shapes), [str(k) for k in range(len(shapes))]
    held = np.empty(len(shapes), dtype=object)
    held[:] = shapes
    return vlekken.counted_share(held, states, [10.0] * len(shapes), keys)[0].tolist()


def zone(at: tuple[float, float]) -> Any:
    """Walk of 500 m around a centre."""
    return bereik.isochrone(network(GRAPH, "senior"), *at, 500.0)


BOX = shapely.box(0, 0, 100, 100)
EVERYWHERE = np.array(["E0000N0000", "E0001N0000"], dtype=object)

CASES: list[tuple[str, str, Callable[[], Any], Any]] = [
    ("M6", LOOSE, lambda: walked(APART), (None, "ontbreekt", "los deel van het netwerk")),
    ("M6", OFF, lambda: walked(FIELD), (None, "ontbreekt", "te ver van een weg")),
    (
        "M6",
        OFF,
        lambda: walked(STREET, places=([100.0], [400.0])),
        (None, "ontbreekt", "te weinig dekking"),
    ),
    ("M6", OFF, lambda: metres(STREET, 100.0, 400.0), None),
    ("M6", OFF, lambda: metres(STREET, 100.0, 9000.0), "geen binnen bereik"),
    ("M6", LOOSE, lambda: metres(STREET, 50.0, 1000.0), "geen binnen bereik"),
    ("M6", MISSING, lambda: walked(STREET, NOTHING), (None, "ontbreekt", "te ver van een weg")),
    ("M6", MISSING, lambda: walked(STREET, places=None), (None, "ontbreekt", "geen bron")),
    ("M6", ZERO, lambda: area(80.0, 0.0), (None, "ontbreekt", "geen 65-plussers")),
    ("M6", HELD_BACK, lambda: area(80.0, NAN), (None, "ontbreekt", "aantal 65-plussers onbekend")),
    ("M6", ONE, lambda: area(80.0, 5.0), (80.0, "geschat", None)),
    (
        "M6",
        EQUAL,
        lambda: loop.compare_nabijheid(pd.Series([500.0] * 4), pd.Series([0.5] * 4))["rho"],
        None,
    ),
    ("M7", LOOSE, lambda: wheeled(APART), (None, "los deel van het netwerk")),
    ("M7", OFF, lambda: wheeled(FIELD), (None, "te ver van een weg")),
    ("M7", MISSING, lambda: wheeled(STREET, NOTHING), (None, "te ver van een weg")),
    ("M7", ZERO, lambda: rolstoel.length_ratio([0.0], [0.0]), None),
    (
        "M7",
        ZERO,
        lambda: rolstoel.completeness_pct([], Oordeel(np.empty(0, np.int8), np.empty(0, bool))),
        None,
    ),
    ("M7", OFF, lambda: rolstoel.detour([INF], [INF])[1][0], "geen binnen het zoekbereik"),
    (
        "M7",
        HELD_BACK,
        lambda: rolstoel.per_area(pd.Series(["BU1"]), [NAN], pd.DataFrame({"a": [0.5]}))["a"],
        None,
    ),
    ("M8", MISSING, lambda: covered((90.0, NAN)), (None, "onbekend")),
    ("M8", ZERO, lambda: covered((0.0, 1.0)), (None, "onbekend")),
    ("M8", ONE, lambda: covered((90.0, 1.0)), (1.0, "dekkend")),
    ("M8", ZERO, lambda: reached([5.0], [0.0], [3.0]), None),
    ("M8", ZERO, lambda: reached([5.0], [100.0], [0.0]), None),
    ("M8", ONE, lambda: reached([5.0], [100.0], [3.0]), 1.0),
    ("M8", LOOSE, lambda: reached([99.0], [100.0], [3.0]), None),
    ("M8", EQUAL, lambda: reached([5.0, 5.0], [100.0, 100.0], [3.0]), 1.0),
    ("M9", MISSING, lambda: cell(V=NAN, T=NAN), (None, "ontbreekt", "te weinig dekking")),
    ("M9", INFEASIBLE, lambda: cell(excluded=True), (None, "uitgesloten", "water")),
    (
        "M9",
        ONE,
        lambda: kansen_weging.agreement_top(pd.DataFrame({"V": [0.5]}), np.ones(1, bool)),
        None,
    ),
    (
        "M9",
        EQUAL,
        lambda: kansen_weging.agreement_top(pd.DataFrame({"V": [0.5] * 20}), np.ones(20, bool))[0],
        0.0,
    ),
    (
        "M9",
        EQUAL,
        lambda: kansen_criteria.criterion_v(np.full(4, 7.0), np.zeros(4, bool)).tolist(),
        [0.5] * 4,
    ),
    (
        "M9",
        EQUAL,
        lambda: kansen.zones(EVERYWHERE, [50.0, 50.0], min_cells=2).tolist(),
        ["E0000N0000"] * 2,
    ),
    ("M9", ZERO, lambda: kansen_criteria.growth([0.0], [5.0]), None),
    (
        "M9",
        ZERO,
        lambda: kansen_plek.complex_feasibility([0.0], [0.0], [0.0], [NAN])["H_nultreden"][0],
        None,
    ),
    ("M9", OFF, lambda: kansen_criteria.unmet_demand([5.0], [0.0], 0.1, np.zeros(1, bool)), None),
    ("M9", LOOSE, lambda: kansen_criteria.criterion_z([NAN], [NAN]), None),
    ("M9", HELD_BACK, lambda: kansen_criteria.criterion_b_public([None]), None),
    (
        "M9",
        MISSING,
        lambda: kansen_toets.summary(kansen_toets.validate([50.0], ["BU1"], [False], [True])),
        "Geen bestaande clusters met een score: de kaart is niet getoetst.",
    ),
    ("M9", EQUAL, lambda: kansen_toets.auc([50.0], [50.0]), 0.5),
    (
        "M10",
        INFEASIBLE,
        lambda: sites([5.0], [[]], 1, "dekking"),
        ([], "1 locaties gevraagd, 0 kandidaten"),
    ),
    (
        "M10",
        INFEASIBLE,
        lambda: sites([5.0], [[INF]], 1, "p-mediaan"),
        ([], "1 vraagpunten kunnen geen enkele locatie bereiken"),
    ),
    ("M10", LOOSE, loosely, ([], "1 vraagpunten kunnen geen enkele locatie bereiken")),
    ("M10", ONE, lambda: sites([5.0], [[100.0]], 1, "p-mediaan"), ([0], "")),
    ("M10", EQUAL, lambda: sites([5.0, 5.0], [[100.0] * 3] * 2, 2, "dekking"), ([0, 1], "")),
    (
        "M10",
        INFEASIBLE,
        lambda: p_center(Vraagstuk.of([1, 1], [[100, INF], [INF, 100]]), 1).reden,
        "met 1 locaties is niet elk vraagpunt bereikbaar",
    ),
    ("M10", OFF, lambda: lscp(Vraagstuk.of([1.0], [[INF]])).onbereikbaar, 1),
    ("M5", MISSING, lambda: geschikt_cluster.candidates([0], [NAN]).tolist(), [False]),
    ("M5", ONE, lambda: geschikt_cluster.groups([BOX], [None]).tolist(), [0]),
    ("M13", MISSING, lambda: mapped(None, BOX), [1.0, 1.0]),
    ("M13", EQUAL, lambda: mapped(BOX, BOX), [1.0, 0.0]),
    ("M13", ZERO, lambda: vlekken.mean_over(np.array([BOX]), np.array([BOX]), [NAN])[0], None),
    (
        "M13",
        MISSING,
        lambda: woonzorgzone.of_dwellings(
            "som", pd.Series({"BU1": NAN}), ["BU1"], np.array([True])
        ),
        None,
    ),
    (
        "M13",
        ZERO,
        lambda: woonzorgzone.of_dwellings(
            "gemiddelde", pd.Series({"BU1": 5.0}), ["BU1"], np.array([False])
        ),
        None,
    ),
    (
        "M13",
        ONE,
        lambda: woonzorgzone.of_dwellings(
            "som", pd.Series({"BU1": 40.0}), ["BU1", "BU1"], np.array([True, False])
        ),
        20.0,
    ),
    ("M13", MISSING, lambda: woonzorgzone.judge(NAN, "zone.inhabitants")[0], "onbekend"),
    ("M13", LOOSE, lambda: zone(APART).intersects(shapely.Point(50, 0)), False),
    ("M13", LOOSE, lambda: zone(APART).intersects(shapely.Point(50, 1000)), True),
    ("M13", OFF, lambda: zone(FIELD).is_empty, True),
    ("M14", OFF, lambda: ontmoeting.has_room([None], [shapely.Point(0, 0)], [NAN]), None),
    ("M14", MISSING, lambda: ontmoeting.has_room([shapely.Point(0, 0)], None, [NAN]), None),
    ("M14", ZERO, lambda: ontmoeting.has_room([shapely.Point(0, 0)], [], [NAN]), 0.0),
    ("M9", ONE, lambda: len(raster.cell_corners(EVERYWHERE[:1])[0]), 1),
]


@pytest.mark.parametrize(
    ("made", "expected"),
    [case[2:] for case in CASES],
    ids=[f"{product}-{condition}-{at}" for at, (product, condition, *_) in enumerate(CASES)],
)
def test_a_value_or_none_with_its_status_and_reason(made: Callable[[], Any], expected: Any) -> None:
    found = plain(made())
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)
