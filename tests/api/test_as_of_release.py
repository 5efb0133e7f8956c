# ruff: noqa: S608 - names are constants of this file
"""Questions about places and areas, answered as an earlier release has the layers."""

import csv
import io

import pytest

LATER = {
    "kerncijfers": "wmo_per_1000 = 120",
    "draaglast": "klasse = 'draagkrachtig'",
    "loopbereikbaarheid": "afstand_supermarkt_m = 7",
    "buurten": "buurtnaam = 'Nieuwe naam'",
    "kansenkaart": "s_v = 0",
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
        later(db)
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


def batch(client, town, **asked):
    table = f"buurtcode\n{town.BUURTEN[0]}\n"
    return client.request(
        "POST",
        "/v1/feiten",
        content=table.encode(),
        params=asked,
        headers={"Content-Type": "text/csv"},
    )


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


@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_the_description_names_the_parameter(both, version):
    name = "/v1/openapi.json" if version == "3.0" else "/v1/openapi-3.1.json"
    described = both.get(name).json()["paths"]
    for path, method in (("/feiten", "post"),):
        operation = described[path][method]
        assert "release" in [one["name"] for one in operation["parameters"]], path
        assert "410" in operation["responses"], path
