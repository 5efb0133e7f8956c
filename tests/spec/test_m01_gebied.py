"""M1, draaglast per gebied: counts over buurten, then divided, on the reference of the buurten.

Definition. A gebied of the municipality is a set of whole buurten. Its indicators are those of its
residents together, scored with the moments of the buurten like a wijk.

Formula. A share becomes a count with its own base population (`telbasis` in
`data/reference/draaglast.toml`: adults for the health monitor, residents of 65 and over for meeting
places, households for SES-WOA), the counts and bases are summed and divided. Rates made from counts
are summed as counts and shrunk towards the gemeente: (x + 100 m) / (n + 100). Adults are residents
of 25 and over plus 0.7 of those of 15 to 25.

Inputs. Those of M1 per buurt, and which buurt is in which gebied: the profile, else a delivery.

Limits. Figures rounded per buurt add up with rounding. A gebied gets no value where the buurten
with one hold less than 90% of its inhabitants. The share of adults in 15-25 is PROPOSED.
"""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.draaglast import bereken
from pipelines.indicators.draaglast_gebied import area_values

NAN = float("nan")


def buurten(**columns: list[float]) -> pd.DataFrame:
    """Two buurten of one gebied, of 1,500 and 4,500 inhabitants."""
    frame = pd.DataFrame(
        {
            "gebied": ["Noord", "Noord"],
            "gemeente": ["GM0001", "GM0001"],
            "inwoners": [1500.0, 4500.0],
            "volwassenen": [1000.0, 3000.0],
            **columns,
        }
    )
    frame.index = pd.Index(["BU00010101", "BU00010102"])
    return frame


def test_example_shares_are_counted_and_never_averaged() -> None:
    """10% of 1,000 adults and 20% of 3,000 is 700 of 4,000: 17.5%, not 15%."""
    found = area_values(buurten(angst=[10.0, 20.0]))
    assert found.loc["Noord", "angst"] == pytest.approx(17.5)
    assert found.loc["Noord", "angst_status"] == "geschat"


def test_each_share_has_its_own_base() -> None:
    """Meeting places are a share of 65+: 100% of 300 and 0% of 100 is 75%, whatever the rest."""
    found = area_values(buurten(ontmoeting=[100.0, 0.0], inwoners_65plus=[300.0, 100.0]))
    assert found.loc["Noord", "ontmoeting"] == pytest.approx(75.0)


def test_counts_are_summed_and_shrunk_towards_the_gemeente() -> None:
    """30 of 900 and 10 of 3,000: crude 40 of 3,900; its gemeente is itself, so it stays 10.26."""
    frame = buurten(
        bijstand=[33.0, 4.0], bijstand_telling=[30.0, 10.0], bijstand_noemer=[900.0, 3000.0]
    )
    assert area_values(frame).loc["Noord", "bijstand"] == pytest.approx(40_000 / 3_900)
    other = frame.assign(gebied=["Noord", "Zuid"])
    m = 40 / 3900
    expected = 1000 * (30 + 100 * m) / (900 + 100)
    assert area_values(other).loc["Noord", "bijstand"] == pytest.approx(expected)


def test_ratio_of_ages_is_of_the_sums() -> None:
    """400 and 600 aged 50-74, 20 and 60 of 85+: 1,000 / 80 = 12.5, not the mean of 20 and 10."""
    found = area_values(buurten(p50_74=[400.0, 600.0], p85plus=[20.0, 60.0]))
    assert found.loc["Noord", "oosr"] == pytest.approx(12.5)


def test_ages_that_too_few_buurten_have_are_unknown_and_not_few() -> None:
    """Of 6,000 inhabitants 4,500 have known ages: no number of students, and no small one."""
    found = area_values(buurten(inwoners_15_25=[NAN, 900.0], inwoners_65plus=[300.0, 700.0]))
    assert found.loc["Noord", "inwoners"] == 6000.0
    assert found["inwoners_15_25"].isna().all()
    assert found.loc["Noord", "inwoners_65plus"] == 1000.0


def test_too_few_inhabitants_with_a_value_gives_none() -> None:
    """The larger buurt holds 75% of the inhabitants, below 90%: no value, and no zero."""
    found = area_values(buurten(angst=[NAN, 20.0]))
    assert found["angst"].isna().all()
    assert found.loc["Noord", "angst_status"] == "ontbreekt"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, 5000)), min_size=1, max_size=6))
def test_value_lies_between_those_of_its_buurten(parts: list[tuple[float, int]]) -> None:
    """Whatever the buurten: the gebied lies between the lowest and the highest of them."""
    shares, adults = zip(*parts, strict=True)
    frame = pd.DataFrame(
        {
            "gebied": "Noord",
            "gemeente": "GM0001",
            "inwoners": [float(n) for n in adults],
            "volwassenen": [float(n) for n in adults],
            "angst": shares,
        }
    )
    found = area_values(frame).loc["Noord", "angst"]
    assert min(shares) - 1e-9 <= found <= max(shares) + 1e-9


def test_gebied_of_one_buurt_scores_as_that_buurt(nl: pd.DataFrame) -> None:
    """A gebied that is one buurt has its scores, on the same reference."""
    one = nl.iloc[[3]].assign(
        gebied="Noord",
        gemeente="GM0001",
        volwassenen=1000.0,
        jongeren=500.0,
        werkleeftijd=800.0,
        huishoudens=600.0,
        inwoners_65plus=200.0,
        p50_74=100.0 * nl["oosr"].iloc[3],
        p85plus=100.0,
    )
    run = bereken(nl, nl, draws=2)
    answer = bereken(area_values(one), run.referentie, draws=2).tabel.iloc[0]
    assert answer["D"] == pytest.approx(run.tabel["D"].iloc[3])
    assert answer["K"] == pytest.approx(run.tabel["K"].iloc[3])
