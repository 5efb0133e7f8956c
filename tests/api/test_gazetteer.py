"""Places by name: order, accents, typing errors, postcodes, addresses, systems."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

RELAXED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


def found(client, q, **more):
    answer = client.get("/v1/zoek", params={"q": q} | more)
    assert answer.status_code == 200, answer.text
    return answer.json()["plekken"]


@pytest.mark.parametrize(
    ("q", "first", "how"),
    [
        ("kor", ("buurt", "Korrewegbuurt"), "begin"),
        ("KORREWEG", ("buurt", "Korrewegbuurt"), "begin"),
        ("cafe", ("buurt", "Café-Zuid"), "begin"),
        ("zuid", ("buurt", "Café-Zuid"), "woord"),
        ("wegbuurt", ("buurt", "Korrewegbuurt"), "deel"),
        ("korewegbuurt", ("buurt", "Korrewegbuurt"), "lijkt op"),
        ("zand", ("plaats", "Zandhoven"), "begin"),
        ("centrum", ("gebied", "Centrum"), "begin"),
        ("WK9901", ("wijk", "Oosterwijk"), "begin"),
        ("hoofdstr", ("straat", "Hoofdstraat, Zandhoven"), "begin"),
        ("9711AC", ("postcode", "9711AC"), "begin"),
        ("9711 ab", ("postcode", "9711AB"), "begin"),
        ("9711", ("postcode", "9711AB"), "begin"),
        ("9711AB 21", ("adres", "Hoofdstraat 21, 9711AB Zandhoven"), "begin"),
        ("hoofdstraat 2a", ("adres", "Hoofdstraat 2A, 9711AB Zandhoven"), "begin"),
        ("Hoofdstraat 2", ("adres", "Hoofdstraat 2, 9711AB Zandhoven"), "begin"),
        ("'t zand 1", ("adres", "'t Zand 1, 9711AC Zandhoven"), "begin"),
    ],
)
def test_what_comes_first(town_client, q, first, how):
    top = found(town_client, q)[0]
    assert (top["soort"], top["naam"]) == first
    assert top["past"] == how
    assert town_client.get(top["href"]).status_code == 200
    if top["profiel"]:
        assert town_client.get(top["profiel"]).json()["naam"] == top["naam"]


@pytest.mark.parametrize(
    "q",
    [
        "159550 529650",
        "159550, 529650",
        "159550,529650",
        "X 159550 Y 529650",
        "x=159550 y=529650",
        "RD 159.550, 529.650",
        "159550,0 529650,0",
    ],
)
def test_rd_coordinates_are_a_place(town_client, town, q):
    """UI.md 6: who has coordinates from another map finds the place, and the buurt it lies in."""
    (top,) = found(town_client, q, crs=RD)
    assert (top["soort"], top["naam"]) == ("coordinaten", "RD 159550, 529650 (Korrewegbuurt)")
    assert top["punt"] == {"x": 159550, "y": 529650}
    assert (top["laag"], top["code"]) == ("buurten", town.BUURTEN[0])
    assert town_client.get(top["href"]).status_code == 200
    again = found(town_client, top["naam"].partition(" (")[0], crs=RD)
    assert again == [top]


@pytest.mark.parametrize("q", ["100000 450000", "529650 159550", "1000 2000", "159550"])
def test_coordinates_elsewhere_are_no_place(town_client, q):
    assert found(town_client, q) == []


@pytest.mark.parametrize("q", ["E1595N5296", "e1595n5296"])
def test_a_square_is_found_by_its_code(town_client, q):
    (top,) = found(town_client, q, crs=RD)
    assert (top["soort"], top["code"]) == ("vak", "E1595N5296")
    assert top["punt"] == {"x": 159550, "y": 529650}
    assert town_client.get(top["href"]).status_code == 200
    assert found(town_client, "E9999N9999") == []


def test_the_page_of_search_leads_to_coordinates_and_squares(town_client):
    text = town_client.get("/zoek", params={"q": "159550, 529650"}).text
    assert "RD-coördinaten" in text
    assert 'href="/buurt/BU99010000"' in text
    square = town_client.get("/zoek", params={"q": "E1595N5296", "taal": "en"}).text
    assert "square" in square
    assert "object=E1595N5296" in square


@pytest.mark.parametrize(("q", "codes"), [("9711", ["9711AB", "9711AC"]), ("9711ac", ["9711AC"])])
def test_a_postcode_without_its_layer_is_found_by_addresses(
    cluster, template, town, serve, tmp_path, q, codes
):
    cluster.sql(f"CREATE DATABASE postcodes TEMPLATE {template.name}")
    place = type(template)(cluster.root, "postcodes", tmp_path, cluster.admin)
    try:
        with place.connect() as db:
            town.fill(db)
            db.execute("DELETE FROM pub.laag WHERE laag = 'postcodegebieden'")
        with serve(place.settings()) as client:
            held = found(client, q)
            assert [one["naam"] for one in held if one["soort"] == "postcode"] == (
                codes if len(q) < 6 else []
            )
            assert all(client.get(one["href"]).status_code == 200 for one in held)
    finally:
        cluster.sql("DROP DATABASE postcodes WITH (FORCE)")


def test_points_in_the_asked_system(town_client, town):
    (top,) = found(town_client, "9711AB 21", crs=RD)
    assert top["punt"] == {"x": town.EAST + 20, "y": town.NORTH + 10}
    (degrees,) = found(town_client, "9711AB 21")
    assert 5.4 < degrees["punt"]["x"] < 5.5
    query = {"x": degrees["punt"]["x"], "y": degrees["punt"]["y"]}
    here = town_client.get("/v1/feiten/punt", params=query).json()
    assert here["ligtIn"][0]["code"] == town.BUURTEN[0]


def test_the_number_is_bounded(town_client):
    assert len(found(town_client, "zandhoven", limit=1)) == 1
    assert len(found(town_client, "wijk", limit=10**12)) <= 50


@RELAXED
@given(text=st.text(min_size=2, max_size=80))
def test_any_text_is_answered_or_refused(town_client, text):
    answer = town_client.get("/v1/zoek", params={"q": text})
    assert answer.status_code in (200, 400)
    assert answer.json()
    if answer.status_code == 200:
        assert len(answer.json()["plekken"]) <= 10


@RELAXED
@given(
    length=st.integers(2, 13), name=st.sampled_from(["korrewegbuurt", "cafe-zuid", "oosterwijk"])
)
def test_every_beginning_finds_its_name(town_client, length, name):
    top = [one["naam"].casefold().replace("é", "e") for one in found(town_client, name[:length])]
    assert name in top


def test_the_answer_links_to_itself(town_client):
    rd = "http://www.opengis.net/def/crs/EPSG/0/28992"
    for query in ({"q": "korr"}, {"q": "korr", "limit": "1"}, {"q": "korr", "crs": rd}):
        found = town_client.get("/v1/zoek", params=query).json()
        own = next(link for link in found["links"] if link["rel"] == "self")
        assert town_client.get(own["href"]).json() == found


def test_what_an_installation_lacks_is_said(client):
    document = client.get("/v1/zoek?q=buurt").json()
    assert {"adressen", "postcodegebieden", "wijken"} <= set(document["nietGepubliceerd"])
    assert document["plekken"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "q"),
        ("q=a", "q"),
        ("q=%20%20a%20", "q"),
        ("q=" + "a" * 81, "q"),
        ("q=ab&limit=0", "limit"),
        ("q=ab&limit=x", "limit"),
        ("q=ab&crs=RD", "crs"),
        ("query=ab", "query"),
    ],
)
def test_refusals(town_client, query, name):
    answer = town_client.get(f"/v1/zoek?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["location"]["name"] == name
