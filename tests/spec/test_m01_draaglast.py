"""Worked examples of M1, draaglast, draagkracht en balans (methods 5)."""

import numpy as np
import pytest

from pipelines.indicators import draaglast_klassen as classes
from pipelines.indicators.draaglast_methode import (
    Dimensie,
    Methode,
)
from pipelines.indicators.draaglast_referentie import IndexReferentie, Lijn, Referentie
from pipelines.indicators.draaglast_scores import Scores, score, t_scores
from pipelines.indicators.normaliseren import Floats, Moment
from pipelines.indicators.samengesteld import geometric
from pipelines.indicators.vragers import vragers

NAN = float("nan")
FIFTY = Moment(50.0, 10.0)


def t08() -> tuple[Scores, Floats]:
    dimensions = (
        Dimensie("L1", "D", "", ("wmo",)),
        Dimensie("L2", "D", "", ("angst",)),
        Dimensie("L3", "D", "", ("bijstand",)),
        Dimensie("L4", "D", "", ("overlast",)),
        Dimensie("K1", "K", "", ("soc",)),
    )
    plain = {d.naam: FIFTY for d in dimensions}
    ref = Referentie(
        methode=Methode(dimensions),
        indicatoren={
            "wmo": Moment(60, 25),
            "angst": Moment(8, 3),
            "bijstand": Moment(30, 20),
            "overlast": Moment(25, 15),
            "soc": Moment(0, 1),
        },
        indexen={
            "D": IndexReferentie(plain, FIFTY, FIFTY, ()),
            "K": IndexReferentie(plain, FIFTY, FIFTY, ()),
        },
        zonder_L4=FIFTY,
        lijn=Lijn(50.0, 0.0, 10.0, 3),
    )
    # columns wmo, angst, bijstand, overlast, soc; the example lists wmo, bijstand, angst, overlast
    rows = [[110, 14, 70, 55, 0], [60, 8, 30, 25, 0], [85, NAN, 10, 40, 0]]
    scored = score(t_scores(np.array(rows, dtype=float), ref), ref)
    stacked: Floats = classes.stapeling(scored.dimensies["D"], scored.D)
    return scored, stacked


def test_t08_scores_linear_and_stapeling() -> None:
    scored, stacked = t08()
    assert [f"{x:.2f}" for x in scored.D] == ["70.00", "50.00", "53.33"]
    assert stacked.tolist() == [4.0, 0.0, 2.0]
    np.testing.assert_allclose(scored.dimensies["D"][2], [60.0, NAN, 40.0, 60.0])


def test_t08_variants() -> None:
    scored, _ = t08()
    assert f"{geometric(scored.dimensies['D'], np.ones(4))[2]:.2f}" == "52.41"
    assert f"{scored.variant['D'][2]:.2f}" == "54.21"


def test_t09_vragers_and_dragers() -> None:
    row = vragers([1000], [[0.12, 0.09, 0.15]]).iloc[0]
    assert [f"{row[f'vragers_{name}']:.1f}" for name in ("onder", "midden", "boven")] == [
        "150.0",
        "319.3",
        "360.0",
    ]
    ratios = [f"{row[f'dragers_per_vrager_{name}']:.2f}" for name in ("boven", "midden", "onder")]
    assert ratios == ["5.67", "2.13", "1.78"]


def test_t09_missing_prevalence_gives_no_bounds() -> None:
    row = vragers([1000], [[0.12, NAN]]).iloc[0]
    assert row["status"] == "ontbreekt"
    assert row.drop("status").isna().all()
    with pytest.raises(ValueError, match="buiten 0 tot 1"):
        vragers([1000], [[12.0]])


def test_classes_by_their_limits() -> None:
    d = np.array([55.0, 54.9, 55.0, 49.9, 50.0, 49.9, NAN, 55.0 - 1e-12])
    k = np.array([49.9, 40.0, 50.0, 55.0, 55.0, 54.9, 60.0, 40.0])
    names = classes.class_names(classes.class_codes(d, k)).tolist()
    assert names == [
        "onder druk",
        "overig",
        "zwaar maar gedragen",
        "draagkrachtig",
        "overig",
        "overig",
        None,
        "onder druk",
    ]
