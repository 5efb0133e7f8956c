"""M1, draaglast met partnercijfers: L5 opvanglast and K5 bestendigheid, a closed variant.

Definition. L5 is places of beschermd wonen, maatschappelijke opvang and vrouwenopvang, plus homes
let by directe bemiddeling, per 1,000 dwellings and year. K5 is turnover (negative) and mean years
of residence of corporation dwellings.

Formula. Places are a stock (mean over the periods of a year), placements a flow (their sum); both
are summed over at most three years and divided by dwellings times years, shrunk towards the
gemeente: (x + 100 m) / (n + 100). Turnover is the moves of four quarters divided by dwellings. An
area takes what was delivered for it, else the sum of its parts where these hold 90% of its
dwellings; nothing is spread down. With a partner dimension each weighs 0.20. The what-if adds
planned places to L5, as if they had been there in every year counted, and keeps all reference
moments: with n dwellings times y years one place adds 1,000 y / (n + 100).

Inputs. `tussenvormen` and `toewijzingen` (both: one without the other would be read as zero),
`mutaties` and `corporatiecomplexen`. The reference of a partner indicator is the own gemeente, for
nobody has it nationally.

Limits. Tiers B and C: no level is public until the disclosure audit exists. Below 20 dwellings
there is no figure [PROPOSED]. Withheld counts are unknown, never zero, so small areas have no L5.
"""

import numpy as np
import pandas as pd
import pytest

from pipelines.indicators.draaglast import bereken, what_if
from pipelines.indicators.draaglast_methode import choose
from pipelines.indicators.draaglast_partner import (
    planned_places,
    rolled_up,
    shelter_load,
    turnover,
    with_partners,
    years_counted,
)
from pipelines.indicators.draaglast_scores import make_reference

NAN = float("nan")


def counts(*rows: tuple[str, int, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["gebied", "jaar", "plaatsen", "bemiddeling"])


def test_example_three_years_of_places_and_placements_per_thousand_dwellings() -> None:
    """Noord: 10 places and 2, 4, 6 placements in three years on 400 dwellings: 42 per 1,200.

    Zuid has none: m = 42 / 2,400. Noord is 1,000 (42 + 100 m) / 1,300 = 33.65 per 1,000.
    """
    rows = [("Noord", 2021 + at, 10.0, 2.0 * (at + 1)) for at in range(3)]
    rows += [("Zuid", 2021 + at, 0.0, 0.0) for at in range(3)]
    found = shelter_load(counts(*rows), pd.Series({"Noord": 400.0, "Zuid": 400.0}))
    assert found.loc["Noord", "opvang_telling"] == 42.0
    assert found.loc["Noord", "opvang_noemer"] == 1200.0
    assert f"{found.loc['Noord', 'opvang']:.2f}" == "33.65"
    assert f"{found.loc['Zuid', 'opvang']:.2f}" == "1.35"


def test_older_years_are_left_out_and_a_withheld_year_is_unknown() -> None:
    """Of 2019 to 2023 only 2021-2023 count; one withheld count makes the area unknown."""
    rows = [("Noord", year, 5.0, 1.0) for year in range(2019, 2024)]
    rows += [("Zuid", year, 5.0, NAN if year == 2022 else 1.0) for year in range(2021, 2024)]
    found = shelter_load(counts(*rows), pd.Series({"Noord": 500.0, "Zuid": 500.0}))
    assert found.loc["Noord", "opvang_telling"] == 18.0
    assert found.loc["Zuid"].isna().all()


def test_small_areas_have_no_figure() -> None:
    """19 dwellings are too few, 20 are enough."""
    rows = [("A", 2023, 1.0, 0.0), ("B", 2023, 1.0, 0.0)]
    found = shelter_load(counts(*rows), pd.Series({"A": 19.0, "B": 20.0}))
    assert found["opvang"].notna().tolist() == [False, True]


def test_turnover_is_moves_over_dwellings_and_residence_is_weighted() -> None:
    """Complexes of 30 and 60 with 3 and 3 moves: 6.7%; 10 and 4 years of residence: 6.0 years."""
    complexes = pd.DataFrame(
        {
            "gebied": ["A", "A", "B"],
            "woningen": [30, 60, 15],
            "mutaties": [3.0, 3.0, 1.0],
            "woonduur_jaar": [10.0, 4.0, 5.0],
        }
    )
    found = turnover(complexes)
    assert found.loc["A", "mutatie"] == pytest.approx(100 * 6 / 90)
    assert found.loc["A", "woonduur"] == pytest.approx(6.0)
    assert found.loc["B"].isna().all()
    half = turnover(complexes.assign(mutaties=[NAN, 3.0, 1.0]))
    assert np.isnan(half["mutatie"]["A"])  # 60 of 90 dwellings is below 90%


def test_parts_make_a_whole_from_ninety_percent_of_the_dwellings() -> None:
    """Wijken of 900 and 100 dwellings: the first alone is enough, the second alone is not."""
    parent = pd.Series({"WK1": "Noord", "WK2": "Noord"})
    homes = pd.Series({"WK1": 900.0, "WK2": 100.0})
    first = rolled_up(counts(("WK1", 2023, 5.0, 2.0), ("WK2", 2023, NAN, NAN)), parent, homes)
    assert first[["plaatsen", "bemiddeling"]].to_numpy().tolist() == [[5.0, 2.0]]
    other = rolled_up(counts(("WK1", 2023, NAN, 2.0), ("WK2", 2023, 1.0, 1.0)), parent, homes)
    assert np.isnan(other["plaatsen"].iloc[0])
    assert other["bemiddeling"].iloc[0] == 3.0


def test_partner_dimensions_join_what_was_chosen_for_the_open_figures(nl: pd.DataFrame) -> None:
    """L5 alone usable: weights of D 0.20 each, K stays four of 0.25, open slots as they were."""
    open_ = choose(nl, nl)
    method = with_partners(open_, {"opvang"})
    assert [d.naam for d in method.van("D")] == ["L1", "L2", "L3", "L4", "L5"]
    np.testing.assert_allclose(method.weights("D"), 0.2)
    np.testing.assert_allclose(method.weights("K"), 0.25)
    assert set(method.slots) == {*open_.slots, "opvang"}
    assert method.versie != open_.versie
    assert with_partners(open_, set()).versie == open_.versie


def test_what_if_of_twelve_places_on_the_fixed_reference(nl: pd.DataFrame) -> None:
    """Of one year, 12 planned places on 500 dwellings raise L5 by 1,000 x 12 / 600 = 20 per 1,000.

    Moments, K and all other areas stay as they are; homes for older people are not places.
    """
    rng = np.random.default_rng(3)
    frame = nl.iloc[:50].assign(opvang=rng.uniform(0, 15, 50))
    method = with_partners(choose(nl, nl), {"opvang"})
    fixed = make_reference(pd.concat([nl, frame[["inwoners", "opvang"]]]), method)
    homes = pd.Series(500.0, index=frame.index)
    planned = what_if(frame, pd.Series({frame.index[0]: 12.0}), homes, 1)
    assert planned["opvang"].iloc[0] - frame["opvang"].iloc[0] == pytest.approx(20.0)
    before, after = (bereken(one, fixed, draws=1).tabel for one in (frame, planned))
    assert after["D"].iloc[0] > before["D"].iloc[0]
    pd.testing.assert_series_equal(after["K"], before["K"])
    pd.testing.assert_series_equal(after["D"].iloc[1:], before["D"].iloc[1:])


def test_a_planned_place_counts_in_every_year_like_one_that_is_there() -> None:
    """Noord with 400 dwellings and three years: 30 places more are 90 per 1,300, so 69.23.

    That is what counting them in each year gives, m unchanged; once only would give 60.00.
    """
    rows = [("Noord", 2021 + at, 10.0, 2.0) for at in range(3)]
    rows += [("Zuid", 2021 + at, 40.0, 2.0) for at in range(3)]
    homes = pd.Series({"Noord": 400.0, "Zuid": 400.0})
    now = shelter_load(counts(*rows), homes)[["opvang"]]
    added = what_if(now, pd.Series({"Noord": 30.0}), homes, years_counted(counts(*rows)))
    assert f"{added.loc['Noord', 'opvang'] - now.loc['Noord', 'opvang']:.2f}" == "69.23"
    # 30 places moved from Zuid to Noord: as many in all, so m is what it was
    moved = [(a, y, p + (30.0 if a == "Noord" else -30.0), b) for a, y, p, b in rows]
    again = shelter_load(counts(*moved), homes)
    assert added.loc["Noord", "opvang"] == pytest.approx(again.loc["Noord", "opvang"])
    assert added.loc["Zuid", "opvang"] == now.loc["Zuid", "opvang"]


def test_planned_places_are_those_of_the_newest_period() -> None:
    """A plan of 12 in 2022 that is 20 in 2023 counts as 20; no number named is no plan."""
    names = ["leverancier", "niveau", "gebiedscode", "vorm", "periode", "gepland"]
    rows = [
        ("a", "gebied", "Noord", "beschermd wonen", "2022", 12.0),
        ("a", "gebied", "Noord", "beschermd wonen", "2023", 20.0),
        ("b", "gebied", "Noord", "beschermd wonen", "2023", 5.0),
        ("a", "gebied", "Zuid", "beschermd wonen", "2023", NAN),
    ]
    found = planned_places(pd.DataFrame(rows, columns=names))
    assert found.to_dict() == {("gebied", "Noord"): 25.0}
