"""X4, ruimte in de woningvoorraad: what sharing, splitting, topping up and conversion could add.

Definition. Four upper bounds per buurt of homes that could be added to what stands there:
woningdelen (a second household in a large single-family home with a small household), splitsen (two
dwellings where there is one large one), optoppen (a floor on a low block of flats), transformatie
(homes in buildings that are registered as out of use).

Formula. Woningdelen is the lesser of single-family homes of 120 m² or more and households of one or
two persons, at most `H - (size H - H1 - 2 (H - H1)) / (5 - 2)`: persons above two each must live in
larger households, which count five on average at most. Splitsen is one for each dwelling of 140 m²
or more. Optoppen is `floor(footprint · 1 floor · 0.75 / 60)` over panden with 4 dwellings or more,
2 to 5 floors, built 1950 to 1995, on 150 m² or more. Transformatie is `floor(area · 0.75 / 60)`
over verblijfsobjecten of 80 m² or more with an office, shop, school, health, meeting or lodging use
that are out of use themselves or by their pand.

Inputs. BAG verblijfsobjecten and panden, CBS buurten; KWB households, single households and mean
size. Without KWB of the same division woningdelen is unknown.

Limits. Upper bounds, status `geschat`: what would fit, never what is allowed, wanted or strong
enough to build on. A dwelling may count for sharing and for splitting: never add them up. Flat
roofs, foundations, ownership and monuments are not in BAG; vacancy that BAG does not hold is not
counted. Every number above is PROPOSED.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.parameters import chosen
from pipelines.indicators import voorraadkansen

NAN = np.nan


def panden(**changed: float) -> pd.DataFrame:
    usual = {"woningen": 8.0, "bouwlagen": 4.0, "bouwjaar": 1970.0, "voetafdruk_m2": 400.0}
    return pd.DataFrame([usual | changed])


def objects(**changed: object) -> pd.DataFrame:
    usual = {"gebruiksdoel": "kantoorfunctie", "oppervlakte_m2": 1000.0, "buiten_gebruik": True}
    return pd.DataFrame([usual | changed])


def test_example_sharing_of_one_buurt() -> None:
    """60 households of 2.0 persons, 20 of them single, and 100 large homes: 53.3 can share.

    40 households hold 100 persons, 20 above two each; at least 6.7 households are larger.
    """
    small = voorraadkansen.small_households(60, 20, 2.0)
    assert f"{small:.1f}" == "53.3"
    assert f"{voorraadkansen.sharing(100, small):.1f}" == "53.3"
    assert voorraadkansen.sharing(30, small) == 30


def test_example_topping_up_one_flat() -> None:
    """400 m² footprint: 400 · 0.75 / 60 = 5 dwellings on one more floor, 10 on two."""
    assert voorraadkansen.topping_up(panden())[0] == 5
    with chosen({"voorraad.optoppen_extra_lagen": 2}):
        assert voorraadkansen.topping_up(panden())[0] == 10


def test_example_converting_one_office() -> None:
    """1,000 m² of empty office: 1,000 · 0.75 / 60 = 12.5, so 12 dwellings."""
    found = voorraadkansen.conversion(objects()).iloc[0]
    assert found["woningen"] == 12
    assert found["m2"] == 1000


# Edges


@pytest.mark.parametrize(
    "wrong",
    [
        {"woningen": 3.0},
        {"bouwlagen": 1.0},
        {"bouwlagen": 6.0},
        {"bouwlagen": NAN},
        {"bouwjaar": 1949.0},
        {"bouwjaar": 1996.0},
        {"bouwjaar": NAN},
        {"voetafdruk_m2": 149.0},
    ],
)
def test_no_other_building_is_topped_up(wrong: dict[str, float]) -> None:
    assert voorraadkansen.topping_up(panden(**wrong))[0] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"buiten_gebruik": False},
        {"gebruiksdoel": "industriefunctie"},
        {"gebruiksdoel": "woonfunctie,kantoorfunctie"},
        {"gebruiksdoel": None},
        {"oppervlakte_m2": 79.0},
        {"oppervlakte_m2": NAN},
    ],
)
def test_nothing_else_is_converted(wrong: dict[str, object]) -> None:
    assert voorraadkansen.conversion(objects(**wrong))["woningen"].iloc[0] == 0


def test_large_dwellings_by_kind() -> None:
    homes = pd.DataFrame(
        {
            "eengezins": [True, True, False, True, True],
            "oppervlakte_m2": [119.9, 120.0, 140.0, 140.0, NAN],
        }
    )
    found = voorraadkansen.per_home(homes)
    assert found["groot"].tolist() == [False, True, False, True, False]
    assert found["splitsbaar"].tolist() == [False, False, True, True, False]


def test_unknown_households_leave_sharing_unknown() -> None:
    for triple in ((NAN, 1, 2.0), (10, NAN, 2.0), (10, 1, NAN)):
        assert np.isnan(voorraadkansen.sharing(5, voorraadkansen.small_households(*triple)))
    assert voorraadkansen.small_households(0, 0, 0) == 0


# The bound holds for every real division of people over households


@given(st.lists(st.integers(1, 5), min_size=1, max_size=60))
def test_never_fewer_than_the_small_households_there_are(sizes: list[int]) -> None:
    """Households of five at most: the bound is never below the true number, nor above all."""
    people = np.array(sizes)
    bound = voorraadkansen.small_households(
        len(people), int((people == 1).sum()), float(people.mean())
    )
    assert (people <= 2).sum() - 1e-9 <= bound <= len(people) + 1e-9
    if people.max() <= 2:
        assert bound == pytest.approx(len(people))
