"""What planned places change: homes leave draaglast alone, opvang is not told, nothing is kept."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.parameters import numbers_by_name

RELAXED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CHANCES = numbers_by_name("plan.prob")


def effect(client, *plans):
    answer = client.post("/v1/watals", json={"plannen": list(plans)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_homes_for_older_people_leave_the_class_and_lower_the_need(town_client, town):
    plan = {"buurt": town.BUURTEN[0], "soort": "geclusterd", "aantal": 40, "status": "hard"}
    soft = {"gebied": town.GEBIED, "soort": "geclusterd", "aantal": 30, "status": "zacht"}
    found = effect(town_client, plan, soft)
    here = found["gebieden"][0]["draaglast"]
    assert here["nu"] == here["dan"] == {"waarde": "onder druk", "status": "geschat"}
    (need,) = found["opgave"]
    assert (need["gebied"], need["gepland"], need["verwacht"]) == (town.GEBIED, 70, 48)  # T-32
    assert need["methodeA"] == {"nu": 120, "dan": 72, "status": "geschat"}
    assert need["methodeB"] == {"nu": 150, "dan": 102, "status": "geschat"}
    assert found["zonderGebied"] == []


@pytest.mark.parametrize(
    "kind", ["beschermd wonen", "maatschappelijke opvang", "directe bemiddeling"]
)
def test_opvang_is_told_as_places_and_never_as_a_class(town_client, town, kind):
    """However many are asked, the class afterwards gives nothing away."""
    for number in (1, 20, 2000):
        found = effect(town_client, {"buurt": town.BUURTEN[1], "soort": kind, "aantal": number})
        (area,) = found["gebieden"]
        assert area["draaglast"]["nu"]["waarde"] == "draagkrachtig"
        assert area["draaglast"]["dan"] == {"waarde": None, "status": "niet te zien"}
        assert "partners" in area["draaglast"]["reden"]
        assert area["opvang"]["per1000Woningen"] == pytest.approx(number)  # 1,000 dwellings
        assert area["balans"]["dan"] is None
        assert found["opgave"] == []


@RELAXED
@given(
    plans=st.lists(
        st.tuples(st.sampled_from(["hard", "zacht", "idee", "in uitvoering"]), st.integers(1, 200)),
        min_size=1,
        max_size=6,
    )
)
def test_needs_go_down_by_what_is_expected(town_client, town, plans):
    found = effect(
        town_client,
        *(
            {"buurt": town.BUURTEN[k % 2], "soort": "geclusterd", "aantal": n, "status": status}
            for k, (status, n) in enumerate(plans)
        ),
    )
    expected = sum(CHANCES[status] * n for status, n in plans)
    (need,) = found["opgave"]
    assert need["verwacht"] == pytest.approx(expected)
    assert need["methodeA"]["dan"] == pytest.approx(120 - expected)


def test_what_is_not_published_stays_unknown(town_client, town):
    found = effect(town_client, {"gebied": town.GEBIED, "soort": "nultreden", "aantal": 5})
    assert found["opgave"][0]["methodeA"] == {"nu": None, "dan": None, "status": "ontbreekt"}
    assert found["gebieden"][0]["draaglast"]["nu"] == {"waarde": None, "status": "ontbreekt"}


def test_nothing_is_kept(town_client, town_place, town):
    plan = {"buurt": town.BUURTEN[0], "soort": "geclusterd", "aantal": 9}
    with town_place.connect() as db:
        count = "SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables"
        before = db.execute(count).fetchone()
        first = effect(town_client, plan)
        assert effect(town_client, plan) == first
        assert db.execute(count).fetchone() == before


@pytest.mark.parametrize(
    ("plans", "says"),
    [
        ([], "verwacht 1 tot en met 50"),
        ([{"soort": "geclusterd", "aantal": 3}], "een buurt of een gebied"),
        (
            [{"soort": "geclusterd", "aantal": 3, "buurt": "a", "gebied": "b"}],
            "een van de twee",
        ),
        ([{"soort": "geclusterd", "aantal": 3, "buurt": "BU1"}], "geen buurt 'BU1'"),
        ([{"soort": "geclusterd", "aantal": 0, "buurt": "BU1"}], "ligt van 1"),
        ([{"soort": "geclustert", "aantal": 3, "buurt": "BU1"}], "Bedoelde u 'geclusterd'"),
        ([{"soort": "geclusterd", "aantal": 3, "buurt": "BU1"}] * 51, "51 delen"),
    ],
)
def test_refusals(town_client, plans, says):
    answer = town_client.post("/v1/watals", json={"plannen": plans})
    assert answer.status_code == 400
    assert says in answer.json()["detail"]
