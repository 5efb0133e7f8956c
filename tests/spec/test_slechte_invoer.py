"""Bad input: what every product makes of it, and which test holds that (METHODS 3.6).

Nine conditions stand across, all products of METHODS and beyond down. `slechte_invoer.toml` names
the tests that hold each cell, or says why the condition cannot meet the product: no cell is silent.
Here are M1 to M5, each with what has to come out: a value or none, its status, and why there is
none. M6 to M10 are in `test_slechte_invoer_plaats.py`, M11 and on in
`test_slechte_invoer_beleid.py`.
"""

import ast
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipelines.indicators import (
    cohort,
    geschikt,
    geschikt_ijking,
    geschikt_kosten,
    leeftijd,
    opgave,
    optellen,
    tarieven,
    vragers,
    zorgvraag,
)
from pipelines.indicators.draaglast import bereken
from pipelines.indicators.zorgtarieven import Tarief
from tests.spec.conftest import country
from tests.support.slechte_invoer import (
    CONDITIONS,
    EQUAL,
    HELD_BACK,
    MISSING,
    ONE,
    TESTS,
    ZERO,
    plain,
    table,
)

NAN = float("nan")
PRODUCTS = (*(f"M{n}" for n in range(1, 15)), *(f"X{n}" for n in range(1, 9)))


@cache
def nl() -> pd.DataFrame:
    """Reference buurten of M1."""
    return country()


def one(frame: pd.DataFrame, **values: Any) -> pd.DataFrame:
    """One buurt of the reference, changed."""
    return frame.iloc[[3]].assign(**values)


def flat() -> pd.DataFrame:
    """A reference in which every buurt has the same figures."""
    figures = [name for name in nl() if name not in ("inwoners", "wijk")]
    return nl().assign(**{name: nl()[name].iloc[0] for name in figures})


def scored(buurten: pd.DataFrame, reference: pd.DataFrame) -> tuple[Any, Any, Any]:
    """D of the first buurt, its status, and why there is no class."""
    row = bereken(buurten, reference, draws=3).tabel.iloc[0]
    return row["D"], row["D_status"], row["reden"]


def first(values: Any) -> float:
    return float(np.asarray(values, dtype=float).ravel()[0])


def grown(n: float) -> pd.DataFrame:
    return pd.DataFrame([[n] * len(cohort.START)], columns=list(cohort.START), index=["GM1"])


def of_gemeente(now: float, before: float) -> float:
    """75+ five years on."""
    path = cohort.of_gemeenten(grown(now), grown(before), np.full(9, 0.8), 1)
    return first(cohort.of_age(path[1].to_numpy(dtype=float), "75plus"))


def aged(p65: float, *old: float) -> pd.Series:
    """One buurt that is its gemeente."""
    buurt = pd.DataFrame({"gemeente": ["GM1"], "p65": [p65]}, index=["BU1"])
    whole = pd.DataFrame([old], columns=list(leeftijd.OUDEREN), index=["GM1"], dtype=float)
    shares = pd.DataFrame(columns=list(leeftijd.AANDELEN), dtype=float)
    return leeftijd.age_per_buurt(buurt, whole, shares).iloc[0]


def added(*rows: tuple[float, float]) -> float:
    """Sum of buurten (value, residents) of one area."""
    frame = pd.DataFrame(rows, columns=["n", "inwoners"]).assign(gebied="G")
    return first(optellen.add_up(frame, ["gebied"], ["n"], "inwoners"))


def suited(**dwelling: float) -> Any:
    """Expected nultreden of twelve equal dwellings, what may be told of it."""
    given = {"eengezins": False, "bouwlagen": 4.0, "bouwjaar": 1975.0, "oppervlakte_m2": 70.0}
    homes = pd.DataFrame([given | dwelling] * 12)
    total = geschikt.sums(geschikt.chances(homes), np.full(12, "BU1", dtype=object))
    return first(total["beoordeeld"]), geschikt.publishable(total)["som"].iloc[0]


def cost_each(to_do: float) -> float:
    """Cost per dwelling of a wijk with one complex."""
    row = {"wijkcode": "W", "woningen": 20.0, "nultreden": 5.0, "te_doen": to_do}
    table_ = geschikt_kosten.per_wijk(pd.DataFrame([row | {"kosten_euro": 900.0}]))
    return first(table_["kosten_per_woning_euro"])


def without_care() -> pd.DataFrame:
    """A buurt without any figure on care, between others that have them."""
    frame = nl().iloc[:9].copy()
    frame.iloc[0, 1:7] = NAN
    return frame


CONSTANT = Tarief("loophulpmiddel", (("75plus", 0.275),), "WZB 2015", "gelijk", lokaal=False)

# product, condition, what is made, what it has to be; None is no value
CASES: list[tuple[str, str, Callable[[], Any], Any]] = [
    ("M1", ONE, lambda: scored(one(nl()), one(nl())), (None, "ontbreekt", "geen bron")),
    ("M1", EQUAL, lambda: scored(flat(), flat()), (None, "ontbreekt", "geen bron")),
    (
        "M1",
        ZERO,
        lambda: scored(one(nl(), inwoners=0.0), nl()),
        (None, "ontbreekt", "te weinig inwoners"),
    ),
    (
        "M1",
        MISSING,
        lambda: scored(without_care(), nl()),
        (None, "ontbreekt", "te weinig dekking"),
    ),
    (
        "M1",
        ZERO,
        lambda: vragers.vragers([100.0], [[0.0, 0.0, 0.0]])["dragers_per_vrager_midden"],
        None,
    ),
    ("M1", MISSING, lambda: vragers.vragers([100.0], [[0.1, NAN, 0.0]])["status"][0], "ontbreekt"),
    (
        "M1",
        ZERO,
        lambda: tarieven.shrunk_rate(
            pd.DataFrame({"teller": [0.0], "noemer": [0.0], "wijk": ["W"], "gemeente": ["G"]})
        )["tarief_status"][0],
        "ontbreekt",
    ),
    ("M2", ZERO, lambda: of_gemeente(100.0, 0.0), None),
    ("M2", MISSING, lambda: of_gemeente(100.0, NAN), None),
    ("M2", ONE, lambda: aged(50.0, 30.0, 10.0, 10.0)["p75plus"], 20.0),
    (
        "M2",
        HELD_BACK,
        lambda: (
            aged(NAN, 30.0, 10.0, 10.0)["p75plus"],
            aged(NAN, 30.0, 10.0, 10.0)["p75plus_status"],
        ),
        (None, "ontbreekt"),
    ),
    ("M2", HELD_BACK, lambda: added((100.0, NAN), (NAN, NAN)), None),
    ("M2", ZERO, lambda: added((0.0, 0.0), (0.0, 0.0)), 0.0),
    ("M2", MISSING, lambda: added((100.0, 80.0), (NAN, 20.0)), None),
    ("M2", EQUAL, lambda: of_gemeente(100.0, 100.0), 400.0),
    (
        "M3",
        MISSING,
        lambda: zorgvraag.demand({"75plus": np.array([NAN])}, CONSTANT, "constant", 0),
        None,
    ),
    ("M3", ZERO, lambda: zorgvraag.health_factor(np.array([12.0]), np.array([0.0])), 1.0),
    ("M3", HELD_BACK, lambda: zorgvraag.health_factor(np.array([NAN]), np.array([10.0])), 1.0),
    ("M3", EQUAL, lambda: zorgvraag.health_factor(np.array([10.0]), np.array([10.0])), 1.0),
    ("M4", ZERO, lambda: opgave.difference(np.zeros(1), np.zeros(1)), None),
    ("M4", MISSING, lambda: opgave.verdict(opgave.difference(np.array([NAN]), np.ones(1)))[0], ""),
    ("M4", EQUAL, lambda: opgave.difference(np.full(1, 7.0), np.full(1, 7.0)), 0.0),
    (
        "M4",
        MISSING,
        lambda: opgave.gap(np.ones(1), np.array([NAN]), np.zeros(1), np.zeros(1)),
        None,
    ),
    ("M5", MISSING, lambda: suited(bouwjaar=NAN), (0.0, "ontbreekt")),
    ("M5", EQUAL, lambda: suited(), (12.0, "geschat")),
    ("M5", ZERO, lambda: cost_each(0.0), None),
    ("M5", MISSING, lambda: cost_each(NAN), None),
    ("M5", ZERO, lambda: len(geschikt_ijking.compared([0.5], [NAN], ["flat"])), 0),
]


@pytest.mark.parametrize(
    ("made", "expected"),
    [case[2:] for case in CASES],
    ids=[f"{product}-{condition}-{at}" for at, (product, condition, *_) in enumerate(CASES)],
)
def test_a_value_or_none_with_its_status_and_reason(made: Callable[[], Any], expected: Any) -> None:
    found = plain(made())
    assert found == (pytest.approx(expected) if isinstance(expected, float) else expected)


def held(where: str) -> str:
    """Why a test that the table names is not there; empty where it is."""
    file, _, name = where.partition("::")
    path = TESTS / file
    if not path.is_file():
        return f"{file} bestaat niet"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return "" if name in known else f"{name} staat niet in {file}"


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_no_cell_of_the_table_is_silent(product: str, condition: str) -> None:
    cell = table()[product][condition]
    if isinstance(cell, str):  # why it cannot meet the product
        assert len(cell) > 10
        return
    assert cell, f"noem een test, of schrijf waarom {condition} bij {product} niet voorkomt"
    assert [told for where in cell if (told := held(where))] == []


def test_the_table_has_every_product_and_nothing_else() -> None:
    assert tuple(table()) == PRODUCTS
    assert all(set(row) == set(CONDITIONS) for row in table().values())


def test_cells_of_these_files_are_in_the_table() -> None:
    """A case here is named by the cell it is about."""
    from tests.spec import test_slechte_invoer_beleid, test_slechte_invoer_plaats

    files = {
        "spec/test_slechte_invoer.py": CASES,
        "spec/test_slechte_invoer_beleid.py": test_slechte_invoer_beleid.CASES,
        "spec/test_slechte_invoer_plaats.py": test_slechte_invoer_plaats.CASES,
    }
    name = test_a_value_or_none_with_its_status_and_reason.__name__
    for file, cases in files.items():
        named = {
            (p, c) for p, row in table().items() for c, v in row.items() if f"{file}::{name}" in v
        }
        assert {case[:2] for case in cases} == named, file
