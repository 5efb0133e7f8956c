"""X5, voortgang van het programma: actions, agreements per project, and what an edition changes.

Definition. Each action and agreement with its deadline; relevant projects with a concrete agreement
on clustered housing; and the difference between an edition and the one it replaces.

Formula. Late = past its deadline on the day of the delivery and neither done nor stopped; share
done = done / (actions - stopped); share of projects = concrete / relevant. Editions replace each
other: rows of the newest edition of a supplier count; new, gone and changed rows are told by key.

Inputs. Feeds `acties`, `afspraken`, `projecten`; the earlier edition is the newest version still
kept that names another edition (of agreements: that promised otherwise).

Limits. Versions are kept for three deliveries, so a difference can be told no longer than that.
Progress is what the lead organisation says of itself.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.indicators.programma import (
    agreements,
    deadlines,
    difference,
    newest_edition,
    summary,
    told,
)

NAN = np.nan
SLOW = settings(max_examples=30, deadline=None)  # frames take their time on a busy machine
DAY = date(2025, 7, 1)


def test_newest_edition_of_each_supplier_counts() -> None:
    rows = pd.DataFrame(
        {
            "leverancier": ["a", "a", "b"],
            "editie": ["juni 2023 - juni 2025", "juli 2025 - juli 2027", "2021-2023"],
        }
    )
    assert newest_edition(rows).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("juni 2023", "december 2023"),  # by the alphabet it would be the other way round
        ("Oktober 2024", "april 2025"),
        ("2023", "maart 2023"),
        ("mei 2023 - mei 2025", "mei 2023 - december 2025"),
        ("2021-2023", "2023-2025"),
    ],
)
def test_editions_are_ordered_by_the_months_they_name(before: str, after: str) -> None:
    for editions, newest in (((before, after), [False, True]), ((after, before), [True, False])):
        rows = pd.DataFrame({"leverancier": "a", "editie": editions})
        assert newest_edition(rows).tolist() == newest


def test_deadline_passed_is_late_unless_done_or_stopped() -> None:
    rows = pd.DataFrame(
        {
            "voortgang": ["loopt", "loopt", "gereed", "gestopt", "niet gestart"],
            "gereed": [date(2025, 6, 30), DAY, date(2025, 1, 1), date(2025, 1, 1), None],
        }
    )
    found = deadlines(rows, DAY)
    assert found["te_laat"].tolist() == [True, False, False, False, False]
    assert found["dagen_tot_termijn"].tolist()[:2] == [-1, 0]
    assert found["dagen_tot_termijn"].isna().tolist()[2:] == [True, True, True]


def test_share_done_leaves_out_what_was_stopped() -> None:
    rows = pd.DataFrame(
        {
            "thema": ["A", "A", "A", "B"],
            "voortgang": ["gereed", "loopt", "gestopt", "gestopt"],
            "te_laat": [False, True, False, False],
        }
    )
    found = summary(rows)
    assert found.loc["A", "gereed_pct"] == 50
    assert np.isnan(found.loc["B", "gereed_pct"])
    assert found.loc["alle", ["acties", "gestopt", "te_laat"]].tolist() == [4, 2, 1]
    assert list(found.index) == ["A", "B", "alle"]


def test_example_share_of_relevant_projects_with_a_concrete_agreement() -> None:
    """Of 4 relevant projects 1 has a concrete agreement: 25%; preparation does not count."""
    projects = pd.DataFrame(
        {
            "relevant": [True, True, True, True, False, None],
            "afspraak": ["concreet", "in voorbereiding", "geen", "geen", "concreet", "concreet"],
            "afspraak_woningen": [24.0, 12.0, NAN, NAN, 40.0, 6.0],
        }
    )
    found = agreements(projects)
    assert (found["relevant"], found["concreet"], found["concreet_pct"]) == (4, 1, 25.0)
    assert found["woningen"] == 24
    assert np.isnan(agreements(projects[4:5])["concreet_pct"])


def edition(**rows: tuple[str, str]) -> pd.DataFrame:
    found = [(key, *values) for key, values in rows.items()]
    return pd.DataFrame(found, columns=["id", "actie", "voortgang"])


def test_difference_of_editions_is_told_by_key() -> None:
    before = edition(a=("Kader", "loopt"), b=("Plan", "loopt"), c=("Oud", "gereed"))
    now = edition(a=("Kader", "gereed"), b=("Plan", "loopt"), d=("Nieuw", "loopt"))
    found = difference(before, now, "id", ("actie", "voortgang"))
    assert found.to_dict("records") == [
        {"id": "a", "verschil": "gewijzigd", "wat": "voortgang"},
        {"id": "c", "verschil": "vervallen", "wat": ""},
        {"id": "d", "verschil": "nieuw", "wat": ""},
    ]
    sentence = told(found, "editie van de acties")
    assert sentence == (
        "Tegenover de vorige editie van de acties: 1 nieuw, 1 vervallen, 1 gewijzigd."
    )
    assert told(found[:0], "editie") == ""


ROWS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["loopt", "gereed"]))


def frame(rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"id": list(rows), "voortgang": list(rows.values())}, dtype=object)


@SLOW
@given(ROWS, ROWS)
def test_difference_turned_round_swaps_new_and_gone(
    one: dict[str, str], two: dict[str, str]
) -> None:
    there = difference(frame(one), frame(two), "id", ("voortgang",))["verschil"].value_counts()
    back = difference(frame(two), frame(one), "id", ("voortgang",))["verschil"].value_counts()
    assert there.get("nieuw", 0) == back.get("vervallen", 0) == len(set(two) - set(one))
    assert there.get("gewijzigd", 0) == back.get("gewijzigd", 0)
    assert difference(frame(one), frame(one), "id", ("voortgang",)).empty
