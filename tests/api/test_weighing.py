"""The kansenkaart under other weights: equal to the pipeline, never in order of height."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.weegprofielen import weight_profiles
from pipelines.indicators.kansen import Parameters, opportunity

RELAXED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def named(client, **query):
    answer = client.get("/v1/kansen", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def by_cell(document):
    cells = document["vakken"]
    return dict(
        zip(
            cells["vierkant"],
            zip(*(cells[n] for n in ("score", "klasse", "status", "reden")), strict=True),
            strict=True,
        )
    )


@pytest.mark.parametrize(
    ("name", "column"),
    [("gemeente", "score"), ("zorg", "score_zorg"), ("corporatie", "score_corporatie")],
)
def test_a_named_profile_gives_what_the_pipeline_published(town_client, town, name, column):
    found = named(town_client, weegprofiel=name)
    cells = by_cell(found)
    assert found["aantal"] == len(cells) == 200
    assert found["gewichten"] == weight_profiles()[name]
    for row in town.opportunities():
        score, _, status, _ = cells[row["vierkant"]]
        assert status == row[f"{column}_status"]
        if row[column] is None:
            assert score is None
        else:
            assert score == pytest.approx(row[column], abs=1e-9)


def test_order_is_that_of_the_cells_and_classes_those_of_the_layer(town_client):
    found = named(town_client)
    names = found["vakken"]["vierkant"]
    assert names == sorted(names)
    assert found["weegprofiel"] == "gemeente"
    for score, number in zip(found["vakken"]["score"], found["vakken"]["klasse"], strict=True):
        if score is None:
            assert number is None
        else:
            one = found["klassen"][number - 1]
            assert one["van"] <= score < one["tot"] or score == one["tot"] == 100
    assert "geen planologische uitspraak" in found["opmerkingen"][0]


@RELAXED
@given(
    weights=st.fixed_dictionaries({}, optional={c: st.integers(0, 9) for c in "VTHZRB"}).filter(
        lambda w: any(w.get(c, 0) for c in "VTZRB")
    )
)
def test_own_weights_are_the_pure_function(town_client, town, weights):
    answer = town_client.post("/v1/kansen/weging", json={"gewichten": weights})
    assert answer.status_code == 200
    document = answer.json()
    assert sum(document["gewichten"].values()) == pytest.approx(1)
    why = np.where(town.EXCLUDED, "natuurgebied", None).astype(object)
    rule = Parameters(weights={c: float(weights.get(c, 0)) for c in "VTHZRB"}).without("H")
    expected = opportunity(town.criteria(), town.EXCLUDED, why, rule)
    cells = by_cell(document)
    for name, row in expected.iterrows():
        score, _, status, reason = cells[name]
        told = row["s_reden"] if isinstance(row["s_reden"], str) else None
        assert (status, reason) == (row["s_status"], told)
        assert score is None if np.isnan(row["s"]) else score == pytest.approx(row["s"], abs=1e-9)


def test_only_some_buurten(town_client, town):
    whole = by_cell(named(town_client))
    part = by_cell(named(town_client, buurt=town.BUURTEN[1]))
    assert len(part) == 100
    assert all(whole[name] == told for name, told in part.items())
    body = {"gewichten": {"V": 1}, "buurten": list(town.BUURTEN)}
    assert len(town_client.post("/v1/kansen/weging", json=body).json()["vakken"]["score"]) == 200


def test_more_cells_than_one_answer_holds_are_asked_per_buurt(own_town, serve, town, monkeypatch):
    monkeypatch.setattr("geo_api.ask.weighed.MOST_TOLD", 150)
    with serve(own_town.settings()) as client:
        answer = client.get("/v1/kansen")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["location"]["name"] == "buurt"
        assert named(client, buurt=town.BUURTEN[0])["aantal"] == 100


def test_another_profile_is_another_answer_and_the_same_one_is_held(town_client):
    one = town_client.get("/v1/kansen").headers["etag"]
    assert town_client.get("/v1/kansen?weegprofiel=zorg").headers["etag"] != one
    assert town_client.get("/v1/kansen", headers={"If-None-Match": one}).status_code == 304


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("weegprofiel=zorgen", "Bedoelde u 'zorg'"),
        ("buurt=BU1", "geen vakken"),
        ("buurt=" + ",".join(["BU99010000"] * 101), "ten hoogste 100"),
        ("gewichten=1", "bestaat hier niet"),
    ],
)
def test_refusals(town_client, query, says):
    answer = town_client.get(f"/v1/kansen?{query}")
    assert answer.status_code == 400
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({}, "weegt niets"),
        ({"H": 1}, "weegt niets"),
        ({"V": -1}, "ligt van 0"),
        ({"V": 1e9}, "ligt van 0"),
        ({"X": 1}, "bestaat niet"),
        ({"V": "1"}, "een getal"),
    ],
)
def test_weights_that_are_none(town_client, weights, says):
    answer = town_client.post("/v1/kansen/weging", json={"gewichten": weights})
    assert answer.status_code == 400
    assert says in answer.json()["detail"]


def test_without_the_map_there_is_no_answer(client):
    assert client.get("/v1/kansen").status_code == 404
    assert client.post("/v1/kansen/weging", json={"gewichten": {"V": 1}}).status_code == 404


def test_a_new_version_is_read_anew(own_town, serve, town):
    with serve(own_town.settings()) as client:
        before = by_cell(named(client))
        with own_town.connect() as db:
            db.execute(
                "INSERT INTO pub.release SELECT 2, now(), reden, wijzigingen, fictief,"
                " profiel, gemeenten, oudste_peildatum FROM pub.release"
            )
            rows = [row | {"s_v": 0.0} for row in town.opportunities()]
            town.publish(db, "kansenkaart", rows, 900, dekking=town.DEKKING)
            db.execute("SELECT pg_notify('woonzorg_release', '2')")
        for _ in range(100):
            if client.get("/v1").json()["woonzorg"]["release"] == 2:
                break
        after = by_cell(named(client))
    assert before.keys() == after.keys()
    assert before != after
