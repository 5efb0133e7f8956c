"""The toetsingskader over HTTP: equal to the pure function on the facts of the place."""

from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.indicators import toetsingskader
from pipelines.indicators.toetsingskader import Antwoord

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DAY = "2026-01-02"
GOOD = {"woningen": 24, "nultreden": True, "past_omgevingsplan": True, "doelgroep": "ouderen"}
FIELDS = sorted(
    {
        way["veld"]
        for rule in (*toetsingskader.standard().eisen, *toetsingskader.standard().wensen)
        for way in rule.een_van
        if way["van"] == "antwoord"
    }
)


def asked(client, body):
    answer = client.post("/v1/toets", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def place(town, x, y=50):
    return {"x": town.EAST + x, "y": town.NORTH + y, "crs": RD}


def judged(document, name):
    return next(one for one in (*document["eisen"], *document["wensen"]) if one["sleutel"] == name)


def test_facts_of_the_place_are_filled_in(town_client, town):
    near = asked(town_client, {"plaats": place(town, 250), "programma": GOOD})
    assert near["feiten"]["afstand_ontmoeting_m"] == 80
    meeting = judged(near, "ontmoeting")
    assert (meeting["oordeel"], meeting["bron"]) == ("voldoet", "feit")
    assert judged(near, "halte")["oordeel"] == 1
    assert judged(near, "halte")["bron"] == "feit"
    far = asked(town_client, {"plaats": place(town, 1750), "programma": GOOD})
    assert judged(far, "halte")["oordeel"] == 0
    assert far["vak"]["laag"] == "loopbereikbaarheid"
    assert far["vak"]["peildatum"] == town.PEILDATUM


def test_the_class_of_the_buurt_and_the_gap_of_the_gebied_stand_beside_the_test(town_client, town):
    body = {"plaats": place(town, 250), "programma": GOOD}
    load, need = asked(town_client, body)["omgeving"]
    (here,) = load["rijen"]
    assert (load["laag"], load["peildatum"]) == ("draaglast", town.PEILDATUM)
    assert [(one["kolom"], one["waarde"]) for one in here["cijfers"]] == [
        ("klasse", town.KLASSEN[town.BUURTEN[0]])
    ]
    (area,) = need["rijen"]
    assert area["sleutel"]["gebied"] == town.GEBIED
    told = {one["kolom"]: (one["waarde"], one["eenheid"]) for one in area["cijfers"]}
    assert told == {"opgave_a": (120.0, "woningen"), "opgave_b": (150.0, "woningen")}
    assert asked(town_client, {"programma": GOOD})["omgeving"] == []
    assert asked(town_client, body | {"plaats": place(town, -5000)})["omgeving"] == []


def test_outcomes(town_client, town):
    room = GOOD | {"ontmoetingsruimte": True}
    yes = {"waarde": True, "naam": "huisartsengroep", "datum": DAY}
    whole = {"plaats": place(town, 50), "programma": room, "antwoorden": {"zorgverklaring": yes}}
    found = asked(town_client, whole)
    assert found["uitkomst"] == "wensscore"
    assert found["label"] == "geclusterd"
    assert 0 <= found["wensscore"]["laag"] <= found["wensscore"]["hoog"] <= 1
    assert judged(found, "zorg")["naam"] == "huisartsengroep"
    assert judged(found, "zorg")["datum"] == DAY
    small = asked(town_client, whole | {"programma": room | {"woningen": 8}})
    assert small["label"] == "kleinschalig, onder monitorgrens"
    stairs = asked(town_client, whole | {"programma": room | {"nultreden": False}})
    assert stairs["uitkomst"] == "niet passend, compromis of besluit nodig"
    assert stairs["voldoetNiet"] == ["Nultreden"]
    nothing = asked(town_client, {"programma": {}})
    assert nothing["uitkomst"] == "onvolledig"
    assert nothing["feiten"]["w"] is None
    for document in (found, small, stairs, nothing):
        assert "toegestaan" not in str(document).lower()
        assert "mensen besluiten" in document["opmerkingen"][0]


def test_a_place_outside_the_cells_makes_facts_unknown_not_bad(town_client, town):
    found = asked(town_client, {"plaats": place(town, -5000), "programma": GOOD})
    assert found["feiten"]["afstand_halte_m"] is None
    assert judged(found, "halte")["oordeel"] is None
    assert any("geen vak" in text for text in found["opmerkingen"])


@RELAXED
@given(
    programme=st.fixed_dictionaries(
        {},
        optional={
            "woningen": st.integers(0, 60),
            "nultreden": st.booleans(),
            "past_omgevingsplan": st.booleans(),
            "ontmoetingsruimte": st.booleans(),
            "doelgroep": st.sampled_from(["ouderen", "jongeren", ""]),
            "soort": st.sampled_from(["CPO", "huur"]),
        },
    ),
    answers=st.dictionaries(st.sampled_from(FIELDS), st.sampled_from([True, False, 0, 0.5, 1])),
    column=st.integers(0, 19),
)
def test_it_is_the_pure_function(town_client, town, programme, answers, column):
    cell = town.walks()[column]
    facts = {name: cell[source] for name, source in toetsingskader.LOOP.items()}
    facts["balans_niet_slechter"] = True if programme.get("doelgroep") == "ouderen" else None
    expected = toetsingskader.assess(
        facts,
        programme,
        {name: Antwoord(value, "x", date(2026, 1, 2)) for name, value in answers.items()},
    )
    found = asked(
        town_client,
        {
            "plaats": place(town, 100 * column + 50),
            "programma": programme,
            "antwoorden": {
                name: {"waarde": value, "naam": "x", "datum": DAY}
                for name, value in answers.items()
            },
        },
    )
    assert found["uitkomst"] == expected.uitkomst
    assert found["wensscore"]["laag"] == pytest.approx(expected.laag, abs=1e-12)
    assert found["wensscore"]["hoog"] == pytest.approx(expected.hoog, abs=1e-12)
    told = [(one["sleutel"], one["oordeel"]) for one in (*found["eisen"], *found["wensen"])]
    points = [asdict(one) for one in (*expected.eisen, *expected.wensen)]
    assert told == [(one["sleutel"], one["oordeel"]) for one in points]


ANSWER = {"waarde": True, "naam": "x", "datum": DAY}


@pytest.mark.parametrize(
    ("body", "name", "says"),
    [
        ({}, "programma", "ontbreekt"),
        ([], "", "een object"),
        ({"programma": {"wonigen": 3}}, "programma.wonigen", "Bedoelde u 'woningen'"),
        ({"programma": {"woningen": "veel"}}, "programma.woningen", "een geheel getal"),
        ({"programma": {"woningen": True}}, "programma.woningen", "een geheel getal"),
        ({"programma": {"woningen": -1}}, "programma.woningen", "van 0"),
        ({"programma": {"doelgroep": "x" * 201}}, "programma.doelgroep", "ten hoogste 200"),
        ({"programma": {"doelgroep": "a\x00b"}}, "programma.doelgroep", "niet te lezen"),
        ({"programma": {}, "plaats": {"x": 5}}, "plaats.y", "ontbreekt"),
        ({"programma": {}, "plaats": {"x": 52, "y": 5}}, "plaats.x", "omgewisseld"),
        (
            {"programma": {}, "antwoorden": {"mixx": ANSWER}},
            "antwoorden.mixx",
            "Bedoelde u 'mix'",
        ),
        (
            {"programma": {}, "antwoorden": {"mix": ANSWER | {"waarde": 0.25}}},
            "antwoorden.mix.waarde",
            "0.5 of 1",
        ),
        (
            {"programma": {}, "antwoorden": {"mix": ANSWER | {"datum": "2026-13-01"}}},
            "antwoorden.mix.datum",
            "een datum",
        ),
    ],
)
def test_refusals(town_client, body, name, says):
    answer = town_client.post("/v1/toets", json=body)
    assert answer.status_code == 400
    fault = answer.json()["errors"][0]
    assert (fault["in"], fault["location"]["name"]) == ("body", name)
    assert says in fault["detail"]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b'{"programma": {"woningen": NaN}}', "application/json", 400),
        (b'{"programma": {}, "programma": {}}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 5000 + b"]" * 5000, "application/json", 400),
        (b'{"programma": {"woningen": ' + b"9" * 5000 + b"}}", "application/json", 400),
        (b" " * (300 * 1024), "application/json", 413),
    ],
)
def test_bodies_that_are_none(town_client, content, kind, status):
    answer = town_client.post("/v1/toets", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_methods_and_preflight(town_client):
    answer = town_client.get("/v1/toets")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]
    preflight = town_client.request("OPTIONS", "/v1/toets", headers={"Origin": "https://x.example"})
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "DELETE" not in preflight.headers["access-control-allow-methods"]
    assert town_client.post("/v1/toets?x=1", json={"programma": {}}).status_code == 400
