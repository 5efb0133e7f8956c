"""X6, afloop van flexwoningen: temporary homes that have to go per year, and their replacement.

Definition. Per year the homes whose last year it is, the replacement agreed for them, and what
still has to be found.

Formula. Last year = the year agreed, else start + 10 (early) to start + 15 (late); to be replaced =
per location max(homes - replacement agreed, 0), in the early year; left = all homes - those gone.

Inputs. Feed `flexwoningen`: homes, first and last year, replacement agreed.

Limits. 10 to 15 years is what the programme says of its locations; a location without any year is
left out and counted. A location that should have gone already counts in the first year.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.flex import expiry, per_year

NAN = np.nan
SLOW = settings(max_examples=30, deadline=None)  # frames take their time on a busy machine


def locations(*rows: tuple[float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["woningen", "jaar_start", "jaar_eind", "vervanging"])


def test_example_end_is_start_plus_ten_to_fifteen_years() -> None:
    """A location of 2024 without an agreed end goes from 2034 to 2039; an agreed 2030 stays."""
    found = expiry(locations((50, 2024, NAN, 0), (50, 2024, 2030, 0), (50, NAN, NAN, 0)))
    assert found["eind_vroeg"].tolist()[:2] == [2034, 2030]
    assert found["eind_laat"].tolist()[:2] == [2039, 2030]
    assert found["afgesproken"].tolist() == [False, True, False]
    assert np.isnan(found["eind_vroeg"][2])


def test_homes_per_year_and_what_replaces_them() -> None:
    found = per_year(
        locations((40, 2020, 2032, 0), (70, 2021, 2033, 20), (100, 2022, 2033, 130)), 2031
    )
    assert found["aflopend"].tolist() == [0, 40, 170]
    assert found["te_vervangen"].tolist() == [0, 40, 50]
    assert found["resterend"].tolist() == [210, 170, 0]


def test_what_should_have_gone_counts_in_the_first_year() -> None:
    found = per_year(locations((30, 2005, 2015, NAN)), 2024)
    assert found.index.tolist() == [2024]
    assert found["te_vervangen"].tolist() == [30]


def test_no_location_with_a_year_gives_no_rows() -> None:
    assert per_year(locations((30, NAN, NAN, 0)), 2024).empty


PLACES = st.lists(
    st.tuples(
        st.integers(1, 500),
        st.integers(2010, 2026),
        st.one_of(st.just(NAN), st.integers(2027, 2045)),
        st.integers(0, 600),
    ),
    min_size=1,
    max_size=6,
)


@SLOW
@given(PLACES)
def test_every_home_goes_once_and_none_is_replaced_twice(
    places: list[tuple[float, float, float, float]],
) -> None:
    found = per_year(locations(*places), 2024)
    homes = sum(place[0] for place in places)
    assert found["aflopend"].sum() == pytest.approx(homes)
    assert found["aflopend_laat"].sum() == pytest.approx(homes)
    assert found["resterend"].iloc[-1] == pytest.approx(0)
    assert (found["te_vervangen"] <= found["aflopend"] + 1e-9).all()
    assert (found["aflopend"].cumsum() >= found["aflopend_laat"].cumsum() - 1e-9).all()
