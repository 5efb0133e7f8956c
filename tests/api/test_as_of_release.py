# ruff: noqa: S608 - names are constants of this file
"""Questions about places and areas, answered as an earlier release has the layers."""

import csv
import io
import time

import pytest

from pipelines.indicators.graafbestand import save_graph

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
LATER = {
    "kerncijfers": "wmo_per_1000 = 120",
    "draaglast": "klasse = 'draagkrachtig'",
    "loopbereikbaarheid": "afstand_supermarkt_m = 7, afstand_ontmoeting_m = 7",
    "buurten": "buurtnaam = 'Nieuwe naam'",
    "kansenkaart": "s_v = 0",
    "voetpaden": "soort = 'path'",
}
"""What release 2 changed; natuurgebieden came with it too."""
NEW = "natuurgebieden"


def later(db):
    """Release 2 beside release 1, with both versions kept."""
    db.execute("DELETE FROM log.release_laag")
    kept = "INSERT INTO log.release_laag SELECT {}, laag, peildatum, version FROM pub.pointer"
    db.execute(kept.format(1) + " WHERE laag <> %s", [NEW])
    for number, (laag, change) in enumerate(LATER.items(), start=900):
        for table, where in (
            (f"store.{laag}", "true"),
            ("pub.laag", f"laag = '{laag}'"),
            ("pub.kolom", f"laag = '{laag}'"),
        ):
            db.execute(f"CREATE TEMP TABLE was AS SELECT * FROM {table} WHERE {where}")
            db.execute("UPDATE was SET version = %s", [number])
            if table.startswith("store"):
                db.execute(f"UPDATE was SET {change}")
            db.execute(f"INSERT INTO {table} SELECT * FROM was")
            db.execute("DROP TABLE was")
        db.execute("UPDATE pub.pointer SET version = %s WHERE laag = %s", [number, laag])
    db.execute(
        "INSERT INTO pub.release VALUES (2, now(), 'verversing', '{}', true, 'proef', '{GM9901}',"
        " '2017-01-01')"
    )
    db.execute(kept.format(2))


@pytest.fixture(scope="module")
def then(cluster, template, town, tmp_path_factory):
    """The town with two releases."""
    cluster.sql(f"CREATE DATABASE toen TEMPLATE {template.name}")
    tiles = tmp_path_factory.mktemp("toen") / "tiles"
    place = type(template)(cluster.root, "toen", tiles, cluster.admin)
    with place.connect() as db:
        town.fill(db)
        (first,) = db.execute("SELECT version FROM pub.pointer WHERE laag = 'voetpaden'").fetchone()
        later(db)
        (last,) = db.execute("SELECT version FROM pub.pointer WHERE laag = 'voetpaden'").fetchone()
    cache = tiles.parent / "cache"
    cache.mkdir()
    save_graph(town.street_graph(), cache / f"straten-{first + town.MADE_FROM}-toen.arrow")
    save_graph(town.street_graph(3), cache / f"straten-{last}-nu.arrow")
    return place


@pytest.fixture(scope="module")
def both(then, serve):
    with serve(then.settings()) as client:
        yield client


@pytest.fixture
def gone(own_town, serve):
    """A town of which release 1 is no longer kept."""
    with own_town.connect() as db:
        later(db)
        db.execute("DELETE FROM log.release_laag WHERE release = 1")
    with serve(own_town.settings()) as client:
        yield client


def paths(town):
    """A question of each route that is read with GET."""
    buurt, cell = town.BUURTEN[0], town.opportunities()[0]["vierkant"]
    return [
        f"/v1/feiten/punt?x={town.EAST + 50}&y={town.NORTH + 50}&crs={RD}",
        f"/v1/buurten/{buurt}?f=json",
        f"/v1/wijken/{town.WIJK}?f=json",
        f"/v1/gebieden/{town.GEBIED}?f=json",
        f"/v1/collections/draaglast/items/{buurt}/uitleg?veld=klasse",
        f"/v1/collections/kansenkaart/items/{cell}/uitleg?veld=score",
        f"/v1/kansen?buurt={buurt}",
        "/v1/zoek?q=korrewegbuurt",
    ]


def batch(client, town, **asked):
    table = f"buurtcode\n{town.BUURTEN[0]}\n"
    return client.request(
        "POST",
        "/v1/feiten",
        content=table.encode(),
        params=asked,
        headers={"Content-Type": "text/csv"},
    )


def weighed(client, query=""):
    return client.request("POST", f"/v1/kansen/weging{query}", json={"gewichten": {"V": 1}})


def hrefs(document):
    """Every address in an answer."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name in ("href", "profiel") and isinstance(value, str) and value.startswith("http"):
                yield value
            elif name == "lagen" and value and isinstance(value[0], str):
                yield from value
            else:
                yield from hrefs(value)
    elif isinstance(document, list):
        for value in document:
            yield from hrefs(value)


def figures(document, laag):
    (layer,) = [one for one in document["lagen"] if one["laag"] == laag]
    return {figure["kolom"]: figure for row in layer["rijen"] for figure in row["cijfers"]}


def lacking(document):
    return [one["laag"] for one in document["nietInRelease"]]


@pytest.mark.parametrize("number", range(8))
def test_a_question_names_a_release_and_its_answer_stays_in_it(both, town, number):
    path = paths(town)[number]
    now, old = both.get(path), both.get(f"{path}&release=1")
    assert (now.status_code, old.status_code) == (200, 200), old.text
    assert now.headers["etag"] != old.headers["etag"]
    assert "nietInRelease" not in now.text
    assert not [href for href in hrefs(now.json()) if "release=" in href]
    told = list(hrefs(old.json()))
    assert told
    assert [href for href in told if "release=1" not in href] == []
    for href in dict.fromkeys(told):
        assert both.get(href).status_code == 200, href
    again = both.get(f"{path}&release=1", headers={"If-None-Match": old.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("number", range(8))
def test_a_release_that_never_was_names_the_newest(both, town, number):
    path = paths(town)[number]
    for wrong in ("3", "0", "x"):
        answer = both.get(f"{path}&release={wrong}")
        assert answer.status_code == 400, answer.text
        (fault,) = answer.json()["errors"]
        assert fault["location"]["name"] == "release"
        assert "de nieuwste is 2" in fault["detail"]


@pytest.mark.parametrize("number", range(8))
def test_a_release_no_longer_kept_is_gone(gone, town, number):
    path = paths(town)[number]
    answer = gone.get(f"{path}&release=1")
    assert answer.status_code == 410
    assert "release 1" in answer.json()["detail"]
    assert gone.get(path).status_code == 200


def test_all_faults_are_told_with_that_of_the_release(both):
    answer = both.get("/v1/feiten/punt?x=nan&y=52&release=9")
    assert [fault["location"]["name"] for fault in answer.json()["errors"]] == ["x", "release"]
    answer = both.get("/v1/zoek?q=a&release=9")
    assert [fault["location"]["name"] for fault in answer.json()["errors"]] == ["q", "release"]
    answer = both.request(
        "POST", "/v1/kansen/weging?release=9", json={"gewichten": {"V": 1}, "buurten": ["x"]}
    )
    names = {fault["location"]["name"] for fault in answer.json()["errors"]}
    assert names == {"release", "buurten"}


def test_a_table_comes_back_with_the_facts_of_a_release(both, gone, town):
    asked = {"lagen": "kerncijfers,draaglast"}
    asked["kolommen"] = "kerncijfers.wmo_per_1000,draaglast.klasse"
    found = []
    for query in ({}, {"release": "1"}, {"release": "2"}):
        answer = batch(both, town, **asked, **query)
        assert answer.status_code == 200, answer.text
        (row,) = csv.DictReader(io.StringIO(answer.text))
        found.append((float(row["kerncijfers.wmo_per_1000"]), row["draaglast.klasse"]))
    new = (120, "draagkrachtig")
    assert found == [new, (110, "onder druk"), new]
    document = batch(both, town, lagen="kerncijfers", release="1", f="json").json()
    assert document["lagen"][0]["version"] < 900
    assert batch(gone, town, **asked, release="1").status_code == 410


def test_a_table_says_what_is_wrong_with_its_release(both, town):
    answer = batch(both, town, lagen=NEW, release="1")
    assert answer.status_code == 410
    assert f"laag '{NEW}' is geen versie uit release 1" in answer.json()["detail"]
    answer = batch(both, town, lagen="kerncijfers", sleutel="bestaat_niet", release="7")
    assert answer.status_code == 400
    names = [fault["location"]["name"] for fault in answer.json()["errors"]]
    assert sorted(names) == ["release", "sleutel"]
    broken = both.request(
        "POST",
        "/v1/feiten?lagen=kerncijfers&release=7",
        content=b"{",
        headers={"Content-Type": "application/json"},
    )
    assert "release" in {fault["location"]["name"] for fault in broken.json()["errors"]}


def test_facts_at_a_point_of_a_release(both, town):
    path = f"/v1/feiten/punt?x={town.EAST + 1950}&y={town.NORTH + 50}&crs={RD}"
    now, old = both.get(path).json(), both.get(f"{path}&release=1").json()
    assert figures(now, "loopbereikbaarheid")["afstand_supermarkt_m"]["waarde"] == 7
    assert figures(old, "loopbereikbaarheid")["afstand_supermarkt_m"]["waarde"] == 2000
    assert (now["woonzorg"]["release"], old["woonzorg"]["release"]) == (2, 1)
    assert [one["naam"] for one in old["ligtIn"] if one["niveau"] == "buurt"] == ["Caf\u00e9-Zuid"]
    assert NEW in {one["laag"] for one in now["lagen"]}
    assert lacking(old) == [NEW]
    assert "release 1" in old["nietInRelease"][0]["reden"]
    assert NEW not in old["nietGepubliceerd"]
    page = both.get(f"{path}&release=1&f=html").text
    assert "Niet in deze release" in page
    assert "Not in this release" in both.get(f"{path}&release=1&f=html&taal=en").text


def test_a_profile_of_a_release(both, own_town, serve, town):
    path = f"/v1/buurten/{town.BUURTEN[0]}"
    now, old = both.get(path).json(), both.get(f"{path}?release=1").json()
    assert (now["naam"], old["naam"]) == ("Nieuwe naam", "Korrewegbuurt")
    assert figures(now, "kerncijfers")["wmo_per_1000"]["waarde"] == 120
    assert figures(old, "kerncijfers")["wmo_per_1000"]["waarde"] == 110
    assert (now["woonzorg"]["release"], old["woonzorg"]["release"]) == (2, 1)
    assert lacking(old) == []
    with own_town.connect() as db:
        later(db)
        db.execute("DELETE FROM log.release_laag WHERE release = 1 AND laag = 'kerncijfers'")
        db.execute("DELETE FROM log.release_laag WHERE release = 1 AND laag = 'wijken'")
    with serve(own_town.settings()) as client:
        old = client.get(f"{path}?release=1").json()
        assert lacking(old) == ["kerncijfers"]
        assert "kerncijfers" not in {one["laag"] for one in old["lagen"]}
        wijk = client.get(f"/v1/wijken/{town.WIJK}?release=1")
        assert wijk.status_code == 410
        assert "laag 'wijken' is geen versie uit release 1" in wijk.json()["detail"]


def test_an_explanation_of_a_release(both, town):
    path = f"/v1/collections/draaglast/items/{town.BUURTEN[0]}/uitleg?veld=klasse"
    now, old = both.get(path).json(), both.get(f"{path}&release=1").json()
    assert (now["uitleg"]["waarde"], old["uitleg"]["waarde"]) == ("draagkrachtig", "onder druk")
    feeds = []
    for document in (now, old):
        nodes, waiting = {}, [document["uitleg"]]
        while waiting:
            node = waiting.pop()
            nodes[node["naam"]] = node["waarde"]
            waiting += node.get("onder", [])
        feeds.append(nodes["cbs_kwb.wmo_per_1000"])
    assert feeds == [120, 110]
    answer = both.get(f"/v1/collections/{NEW}/items/n1/uitleg?veld=naam&release=1")
    assert answer.status_code == 410


def test_an_explanation_says_when_the_figure_is_of_another_method(own_town, serve, town):
    with own_town.connect() as db:
        later(db)
        db.execute(
            "UPDATE pub.laag SET methode_versie = '0' WHERE laag = 'draaglast' AND version < 900"
        )
    path = f"/v1/collections/draaglast/items/{town.BUURTEN[0]}/uitleg?veld=klasse"
    with serve(own_town.settings()) as client:
        assert client.get(path).json()["opmerkingen"] == []
        (remark,) = client.get(f"{path}&release=1").json()["opmerkingen"]
        assert "andere versie van de methode" in remark


def test_scores_of_a_release(both, gone, town):
    now, old = weighed(both), weighed(both, "?release=1")
    assert (now.status_code, old.status_code) == (200, 200), old.text
    assert {value for value in now.json()["vakken"]["score"] if value is not None} == {0}
    assert len({value for value in old.json()["vakken"]["score"] if value is not None}) > 100
    named = both.get("/v1/kansen?release=1").json()
    assert named["woonzorg"]["version"] < 900
    rows = [row["score"] for row in town.opportunities()]
    assert named["vakken"]["score"] == pytest.approx(
        sorted_as(named, town, rows), abs=1e-9, nan_ok=True
    )
    assert weighed(gone, "?release=1").status_code == 410


def sorted_as(document, town, scores):
    """Published scores in the order of an answer."""
    by_cell = dict(zip((row["vierkant"] for row in town.opportunities()), scores, strict=True))
    return [by_cell[name] for name in document["vakken"]["vierkant"]]


def test_names_of_a_release(both):
    for _ in range(2):  # the second time from memory
        old = both.get("/v1/zoek?q=korrewegbuurt&release=1").json()
        assert [one["naam"] for one in old["plekken"]] == ["Korrewegbuurt"]
        now = both.get("/v1/zoek?q=korrewegbuurt").json()
        assert now["plekken"] == []
        assert both.get("/v1/zoek?q=nieuwe naam").json()["aantal"] == 2


def posted(client, path, body, release=None):
    query = "" if release is None else f"?release={release}"
    return client.request("POST", f"{path}{query}", json=body)


def test_an_initiative_is_tested_with_the_facts_of_a_release(both, own_town, serve, town):
    where = {"x": town.EAST + 250, "y": town.NORTH + 50, "crs": RD}
    body = {"plaats": where, "programma": {"woningen": 24, "doelgroep": "ouderen"}}
    now, old = posted(both, "/v1/toets", body).json(), posted(both, "/v1/toets", body, 1).json()
    assert now["feiten"]["afstand_ontmoeting_m"] == 7
    assert old["feiten"]["afstand_ontmoeting_m"] == 80
    assert (now["woonzorg"]["release"], old["woonzorg"]["release"]) == (2, 1)
    assert "release=" not in now["vak"]["href"]
    assert old["vak"]["href"].endswith("?release=1")
    with own_town.connect() as db:
        later(db)
        db.execute("DELETE FROM log.release_laag WHERE release = 1 AND laag = 'loopbereikbaarheid'")
    with serve(own_town.settings()) as client:
        old = posted(client, "/v1/toets", body, 1).json()
    assert old["feiten"]["afstand_ontmoeting_m"] is None
    assert [one for one in old["opmerkingen"] if "uit release 1 bewaard" in one]


def test_what_plans_change_of_a_release(both, own_town, serve, town):
    body = {"plannen": [{"buurt": town.BUURTEN[0], "soort": "geclusterd", "aantal": 4}]}
    now, old = posted(both, "/v1/watals", body).json(), posted(both, "/v1/watals", body, 1).json()
    for document, name, kind in (
        (now, "Nieuwe naam", "draagkrachtig"),
        (old, "Korrewegbuurt", "onder druk"),
    ):
        (area,) = document["gebieden"]
        assert (area["naam"], area["draaglast"]["nu"]["waarde"]) == (name, kind)
    assert "nietInRelease" not in now
    assert lacking(old) == []
    assert all(one["href"].endswith("?release=1") for one in old["bronnen"])
    with own_town.connect() as db:
        later(db)
        db.execute("DELETE FROM log.release_laag WHERE release = 1 AND laag = 'draaglast'")
        db.execute("DELETE FROM log.release_laag WHERE release = 1 AND laag = 'beleidsgebieden'")
    with serve(own_town.settings()) as client:
        assert "draaglast" in lacking(posted(client, "/v1/watals", body, 1).json())
        plan = {"gebied": town.GEBIED, "soort": "geclusterd", "aantal": 4}
        answer = posted(client, "/v1/watals", {"plannen": [plan]}, 1)
        assert answer.status_code == 410
        assert "laag 'beleidsgebieden'" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/toets", "/v1/watals"])
def test_a_question_with_a_body_refuses_another_release(both, gone, town, path):
    plan = {"buurt": town.BUURTEN[0], "soort": "geclusterd", "aantal": 4}
    body = {"plannen": [plan]} if path.endswith("als") else {"programma": {"woningen": 24}}
    assert posted(both, path, body).status_code == 200
    for wrong in ("3", "x"):
        answer = posted(both, path, body, wrong)
        assert answer.status_code == 400
        assert [one["location"]["name"] for one in answer.json()["errors"]] == ["release"]
    assert posted(gone, path, body, 1).status_code == 410


def test_a_walk_goes_over_the_streets_as_they_were(both, gone, town):
    """Release 1 has eleven streets, release 2 three: the area that is reached is smaller."""
    path = f"/v1/isochroon?x={town.EAST + 1000}&y={town.NORTH + 100}&crs={RD}"
    now, old = both.get(path), both.get(f"{path}&release=1")
    top = [
        max(y for ring in answer.json()["geometry"]["coordinates"] for _, y in ring)
        for answer in (now, old)
    ]
    assert top[0] < town.NORTH + 300 < top[1]
    assert now.headers["etag"] != old.headers["etag"]
    assert both.get(path).json()["geometry"] == now.json()["geometry"]
    assert "release=1" in old.json()["links"][0]["href"]
    for wrong in ("3", "x"):
        answer = both.get(f"{path}&minuten=0&release={wrong}")
        named = {one["location"]["name"] for one in answer.json()["errors"]}
        assert named == {"minuten", "release"}
    assert gone.get(f"{path}&release=1").status_code == 410


def test_sites_are_chosen_over_the_streets_as_they_were(both, town):
    sites = [{"x": town.EAST + x, "y": town.NORTH + y} for x, y in ((200, 200), (800, 800))]
    body = {"aantal": 1, "crs": RD, "kandidaten": sites}
    reached = {}
    for query in ("", "?release=1"):
        place = both.post(f"/v1/locatiekeuze{query}", json=body).headers["location"]
        deadline = time.monotonic() + 60
        while (told := both.get(place).json())["toestand"] in ("wacht", "bezig"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert told["toestand"] == "klaar", told
        reached[query] = told["uitkomst"]
    assert reached[""] != reached["?release=1"]
    assert both.post("/v1/locatiekeuze?release=9", json=body).status_code == 400


def test_a_release_whose_streets_are_not_kept_has_no_walks(own_town, serve, town):
    with own_town.connect() as db:
        later(db)
    town.streets(own_town.tiles.parent / "cache")
    path = f"/v1/isochroon?x={town.EAST + 50}&y={town.NORTH + 50}&crs={RD}"
    with serve(own_town.settings()) as client:
        assert client.get(path).status_code == 200
        answer = client.get(f"{path}&release=1")
    assert answer.status_code == 410
    assert "voetpaden" in answer.json()["detail"]


@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_the_description_names_the_parameter(both, version):
    name = "/v1/openapi.json" if version == "3.0" else "/v1/openapi-3.1.json"
    described = both.get(name).json()["paths"]
    for path, method in (
        ("/feiten", "post"),
        ("/feiten/punt", "get"),
        ("/buurten/{code}", "get"),
        ("/wijken/{code}", "get"),
        ("/gebieden/{code}", "get"),
        ("/collections/{laag}/items/{feature_id}/uitleg", "get"),
        ("/kansen", "get"),
        ("/kansen/weging", "post"),
        ("/zoek", "get"),
        ("/toets", "post"),
        ("/watals", "post"),
    ):
        operation = described[path][method]
        assert "release" in [one["name"] for one in operation["parameters"]], path
        assert "410" in operation["responses"], path
