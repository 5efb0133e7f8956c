"""M1, draaglast, draagkracht en balans: how heavy the load of an area is, and what carries it.

Definition. Draaglast D has four dimensions from open figures: L1 care and support, L2 psychosocial,
L3 security of livelihood, L4 nuisance and safety; draagkracht K has K1 cohesion, K2 commitment, K3
resources, K4 meeting and facilities. L5 (places of opvang, partner) and K5 (turnover, partner) are
a variant of their own. Balance B is the distance of D to what is usual at that K.

Formula. Indicator to T-score on all Dutch buurten with 200 inhabitants or more (50 + 10 z, values
clipped at the 2.5th and 97.5th percentile, z at 3); mean per dimension, re-standardised; weighted
mean, re-standardised again; B is the residual of the least-squares line of D on K, divided by its
standard deviation, times 10. Classes: onder druk D >= 55 and K < 50; zwaar maar gedragen D >= 55
and K >= 50; draagkrachtig D < 50 and K >= 55; overig the rest. A dimension counts with half of its
indicators, an index with 75% of its weight. Weights are equal: 0.25, with a partner dimension 0.20.
Vragers: the union of three overlapping shares of adults lies between their largest and their sum;
the middle takes them as independent.

Inputs. Key figures of CBS, the health monitor (RIVM), SES-WOA, police registrations over three
years, Leefbaarometer (`soc`, `vrz`), our own ages and walking distances. Which table and title fill
an indicator stands in `data/reference/draaglast.toml`; a named substitute is shown with the index.

Limits. Signals, not causes; an area, never a person. Registered nuisance depends on reporting. RIVM
figures are modelled from age, income and the like and overlap with L3 and K3, so the correlation of
D and K is reported and warned about above 0.8. Weights, classes, cuts and the bounds of vragers are
PROPOSED. Points, ranks and variants are restricted; the public sees classes and their parts.
"""

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
    """Three buurten against reference mean/sd wmo 60/25, bijstand 30/20, angst 8/3, overlast 25/15.

    A (110, 70, 14, 55) scores 70.00 with stapeling 4; B (60, 30, 8, 25) 50.00 with 0; C without
    angst (85, 10, -, 40) has dimensions 60, 40, -, 60: 75% of the weight, D 53.33, stapeling 2.
    """
    scored, stacked = t08()
    assert [f"{x:.2f}" for x in scored.D] == ["70.00", "50.00", "53.33"]
    assert stacked.tolist() == [4.0, 0.0, 2.0]
    np.testing.assert_allclose(scored.dimensies["D"][2], [60.0, NAN, 40.0, 60.0])


def test_t08_variants() -> None:
    """Of C the geometric mean is 52.41 and the complement-geometric one 54.21."""
    scored, _ = t08()
    assert f"{geometric(scored.dimensies['D'], np.ones(4))[2]:.2f}" == "52.41"
    assert f"{scored.variant['D'][2]:.2f}" == "54.21"


def test_t09_vragers_and_dragers() -> None:
    """1,000 adults with shares 0.12, 0.09 and 0.15: 150.0 to 360.0 vragers, 319.3 if independent.

    Dragers per vrager: 5.67, 2.13, 1.78.
    """
    row = vragers([1000], [[0.12, 0.09, 0.15]]).iloc[0]
    assert [f"{row[f'vragers_{name}']:.1f}" for name in ("onder", "midden", "boven")] == [
        "150.0",
        "319.3",
        "360.0",
    ]
    ratios = [f"{row[f'dragers_per_vrager_{name}']:.2f}" for name in ("boven", "midden", "onder")]
    assert ratios == ["5.67", "2.13", "1.78"]


def test_t09_missing_prevalence_gives_no_bounds() -> None:
    """One share not known: the union can be anything, so there are no bounds and no zero."""
    row = vragers([1000], [[0.12, NAN]]).iloc[0]
    assert row["status"] == "ontbreekt"
    assert row.drop("status").isna().all()
    with pytest.raises(ValueError, match="buiten 0 tot 1"):
        vragers([1000], [[12.0]])


def test_classes_by_their_limits() -> None:
    """On the boundary counts as reached, within 1e-9."""
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
