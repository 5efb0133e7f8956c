"""What releases tell, and every data route as an earlier release has it."""

import json

import pytest

ROWS = {"oud": 120, "nieuw": 121, "erbij": 1, "weg": 0, "gewijzigd": 7}
FIELDS = [
    {"veld": "inwoners", "wat": "hernoemd", "oud": "inwoners", "nieuw": "aantal_inwoners"},
    {"veld": "aandeel", "wat": "eenheid", "oud": "ratio", "nieuw": "%"},
]


@pytest.fixture
def told(own):
    """A database with what two releases changed, and an announcement."""
    rows = json.dumps({**ROWS, "velden": {"aantal_inwoners": 7}})
    newer = ("2024-01-01", "peildatum erbij", "levering", ["cbs_buurten"], rows)
    with own.connect() as db:
        for row in (
            (1, "buurten", "2022-01-01", "laag erbij", "nieuw", [], '{"nieuw": 120}', None),
            (2, "buurten", *newer, json.dumps(FIELDS)),
            (2, "draaglast", "2022-01-01", "gewijzigd", "parameter", [], "{}", "[]"),
            (2, "zorgaanbieders", "2022-01-01", "laag weg", "vervallen", [], "{}", None),
        ):
            db.execute("INSERT INTO pub.wijziging VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", row)
        db.execute(
            """UPDATE pub.kolom SET vervalt =
            '{"reden": "Heet voortaan naam.", "opvolger": "naam"}'
            WHERE laag = 'buurten' AND version = 10 AND kolom = 'buurtnaam'"""
        )
        db.execute("UPDATE pub.release SET gepubliceerd_op = '2026-01-01' WHERE release = 1")
        db.execute("UPDATE pub.release SET gepubliceerd_op = '2026-06-01' WHERE release = 2")
    return own


def test_releases_tell_per_layer_and_field_what_changed_and_why(told, serve):
    with serve(told.settings()) as client:
        found = client.get("/v1/releases").json()
        newest, first = found["releases"]
        buurten, draaglast = newest["lagen"]
        assert (buurten["wat"], buurten["waarom"]) == ("peildatum erbij", "levering")
        assert buurten["toelichting"] == "Nieuwe levering van de bron"
        assert buurten["door"] == ["cbs_buurten"]
        assert buurten["rijen"]["gewijzigd"] == 7
        assert "velden" not in buurten["rijen"]  # many releases: without the rows per column
        assert {(row["veld"], row["wat"]) for row in buurten["velden"]} == {
            ("inwoners", "hernoemd"),
            ("aandeel", "eenheid"),
        }
        assert draaglast["waarom"] == "parameter"
        withdrawn = [row for row in first["lagen"] if row["waarom"] == "ingetrokken"]
        assert [row["laag"] for row in withdrawn] == ["zorgaanbieders"]
        assert "bevatte adressen" in withdrawn[0]["toelichting"]
        # Withdrawn: nothing else of it is told any more, whatever the release.
        others = [row for item in found["releases"] for row in item["lagen"]]
        assert sum(row["laag"] == "zorgaanbieders" for row in others) == 1

        one = client.get("/v1/releases/2").json()
        assert one["lagen"][0]["rijen"]["velden"] == {"aantal_inwoners": 7}
        page = client.get("/v1/releases/2?f=html").text
        for text in ("hernoemd", "was 120", "anders in 7 rijen", "Nieuwe levering van de bron"):
            assert text in page


def test_a_name_that_will_go_is_announced_everywhere(told, serve):
    with serve(told.settings()) as client:
        assert client.get("/v1/releases").json()["aangekondigd"] == [
            {
                "laag": "buurten",
                "veld": "buurtnaam",
                "reden": "Heet voortaan naam.",
                "opvolger": "naam",
            }
        ]
        for path in ("schema", "queryables"):
            described = client.get(f"/v1/collections/buurten/{path}").json()["properties"]
            assert described["buurtnaam"]["deprecated"] is True
            assert described["buurtnaam"]["x-woonzorg-vervalt"]["opvolger"] == "naam"
            assert "deprecated" not in described["buurtcode"]
        columns = client.get("/v1/collections/buurten").json()["woonzorg"]["kolommen"]
        assert {row["naam"]: row["vervalt"] for row in columns}["buurtcode"] is None
        for page in ("/lagen/buurten", "/v1/releases?f=html"):
            text = client.get(page).text
            assert "Heet voortaan naam." in text
            assert "<code>naam</code>" in text


@pytest.mark.parametrize("number", ["0", "3", "99999999999999999999", "-1", "1.0", "een", "é"])
def test_a_release_that_never_was_is_404(client, number):
    answer = client.get(f"/v1/releases/{number}")
    assert answer.status_code == 404
    assert "De nieuwste is 2" in answer.json()["detail"]


def test_a_release_older_than_those_listed_can_still_be_asked(own, serve):
    with own.connect() as db:
        db.execute(
            "INSERT INTO pub.release SELECT n, now(), 'verversing', '{}', true, 'p', '{}', NULL"
            " FROM generate_series(3, 130) AS n"
        )
    with serve(own.settings()) as client:
        listed = [row["release"] for row in client.get("/v1/releases").json()["releases"]]
        assert listed == list(range(130, 30, -1))
        assert client.get("/v1/releases/1").json()["release"] == 1


ROUTES = ["", "/schema", "/schema/object", "/queryables", "/items", "/items/BU99990001"]


@pytest.mark.parametrize("rest", ROUTES)
def test_every_data_route_answers_as_of_a_release(client, rest):
    path = f"/v1/collections/buurten{rest}"
    now, then = client.get(path), client.get(f"{path}?release=1")
    assert (now.status_code, then.status_code) == (200, 200)
    assert now.headers["etag"] != then.headers["etag"]
    wrong = client.get(f"{path}?release=3")
    assert wrong.status_code == 400
    assert "de nieuwste is 2" in wrong.json()["detail"]
    assert client.get(f"{path}?release=x").status_code == 400


def test_a_released_layer_links_to_itself(client):
    found = client.get("/v1/collections/buurten?release=1").json()
    assert found["woonzorg"]["release"] == 1
    assert found["woonzorg"]["version"] == 1
    assert found["woonzorg"]["peildatum"] == "2022-01-01"
    for link in found["links"]:
        if not link["href"].endswith("/styles"):  # colours are of the layer, not of a release
            assert "release=1" in link["href"] or "v=1" in link["href"], link
        if link["rel"] != "enclosure":
            assert client.get(link["href"]).status_code == 200
    page = client.get("/lagen/buurten?release=1").text
    assert "zoals release 1 haar bevat" in page
    everything = client.get("/v1/collections?release=1").json()["collections"]
    assert {item["id"]: item["woonzorg"]["version"] for item in everything}["buurten"] == 1


@pytest.mark.parametrize("rest", ROUTES)
def test_a_release_that_is_no_longer_kept_is_gone(own, serve, rest):
    with own.connect() as db:
        db.execute("DELETE FROM log.release_laag WHERE release = 1")
    with serve(own.settings()) as client:
        answer = client.get(f"/v1/collections/buurten{rest}?release=1")
        assert answer.status_code == 410
        assert "uit release 1 bewaard" in answer.json()["detail"]
        every = client.get("/v1/collections?release=1")
        assert every.status_code == 410
        assert "geen enkele laag meer" in every.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/downloads/buurten.csv", "/v1/archives/buurten.pmtiles"])
def test_a_file_can_be_asked_as_of_a_release(client, path):
    now, then = client.head(path), client.head(f"{path}?release=1")
    assert (now.status_code, then.status_code) == (200, 200)
    assert now.headers["etag"] != then.headers["etag"]
    assert client.head(f"{path}?v=1").headers["etag"] == then.headers["etag"]
    assert client.head(f"{path}?release=2").headers["etag"] == now.headers["etag"]
    for query in ("release=3", "release=x", "release=1&v=1", "releas=1"):
        answer = client.get(f"{path}?{query}")
        assert (answer.status_code, answer.json()["status"]) == (400, 400), query


def test_a_file_of_a_release_that_is_no_longer_kept_is_gone(own, serve):
    with own.connect() as db:
        db.execute("DELETE FROM log.release_laag WHERE release = 1")
    with serve(own.settings()) as client:
        for path in ("/v1/downloads/buurten.csv", "/v1/archives/buurten.pmtiles"):
            answer = client.get(f"{path}?release=1")
            assert answer.status_code == 410
            assert "uit release 1 bewaard" in answer.json()["detail"]


def test_a_download_of_an_earlier_release(client):
    then = client.get("/v1/collections/buurten?release=1").json()["links"]
    files = [link["href"] for link in then if "/v1/downloads/buurten.csv" in link["href"]]
    text = client.get(files[0]).text
    assert "2022-01-01" in text
    assert "2024-01-01" not in text
