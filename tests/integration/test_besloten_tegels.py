"""The restricted process: tiles, figures and saved questions, each under the rights of who asks."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support import besloten, mvt
from tests.support.besloten import CLOSED, OPEN, OTHER, ROWS
from tests.support.clusters import Database

B = "/v1/collections"
QUESTION = {"laag": CLOSED, "filter": "woningen > 6"}
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


@pytest.fixture(scope="module")
def filled(database: Database) -> Database:
    besloten.fill(database)
    return database


@pytest.fixture(scope="module")
def client(filled: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    chosen = besloten.settings(filled, tmp_path_factory.mktemp("var"), rate_tegels="1000/1000")
    with besloten.serving(chosen) as found:
        yield found


@pytest.fixture(scope="module")
def may(filled: Database) -> dict[str, str]:
    """Somebody who may read the layer."""
    return {"X-API-Key": besloten.key(filled, [CLOSED])}


@pytest.fixture(scope="module")
def both(filled: Database) -> dict[str, str]:
    """Somebody with that right, and another beside it."""
    return {"X-API-Key": besloten.key(filled, [CLOSED, OTHER])}


@pytest.fixture(scope="module")
def other(filled: Database) -> dict[str, str]:
    """Somebody who may read something else."""
    return {"X-API-Key": besloten.key(filled, [OTHER])}


def save(client: Any, who: dict[str, str], question: dict[str, Any]) -> Any:
    headers = who | {"Content-Type": "application/json"}
    return client.request("POST", "/v1/zoekvragen", content=json.dumps(question), headers=headers)


def where(client: Any, who: dict[str, str], laag: str, scheme: str, level: int) -> str:
    """The path of a tile with the first object of a layer in it."""
    box = client.get(f"{B}/{laag}/items/0001", headers=who).json()["geometry"]["coordinates"]
    if scheme == "WebMercatorQuad":
        x = int((box[0] + 180) / 360 * 2**level)
        y = int((1 - math.asinh(math.tan(math.radians(box[1]))) / math.pi) / 2 * 2**level)
        return f"{B}/{laag}/tiles/{scheme}/{level}/{y}/{x}"
    rd = client.get(f"{B}/{laag}/items/0001", params={"crs": RD}, headers=who).json()
    grid = client.get(f"/v1/tileMatrixSets/{scheme}", headers=who).json()["tileMatrices"][level]
    side = grid["cellSize"] * 256
    east, north = rd["geometry"]["coordinates"]
    column = int((east - grid["pointOfOrigin"][0]) // side)
    row = int((grid["pointOfOrigin"][1] - north) // side)
    return f"{B}/{laag}/tiles/{scheme}/{level}/{row}/{column}"


@pytest.mark.parametrize("scheme", ["WebMercatorQuad", "NetherlandsRDNewQuad"])
def test_tiles_in_both_grids(
    client: Any, may: dict[str, str], other: dict[str, str], scheme: str
) -> None:
    path = where(client, may, CLOSED, scheme, 11)
    answer = client.get(path, headers=may)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    rows = [feature.properties for feature in mvt.read(answer.content)[CLOSED].features]
    assert len(rows) == ROWS
    assert {row["naam"] for row in rows} == {f"waarde van {CLOSED}"}
    few = client.get(path, params={"filter": "woningen > 9"}, headers=may)
    assert len(mvt.read(few.content)[CLOSED].features) == 3
    assert client.get(path, headers=other).status_code == 404
    assert client.get(path).status_code == 401


def test_what_describes_tiles_leads_to_them(client: Any, may: dict[str, str]) -> None:
    """The links of the layer, its TileJSON and its sets of tiles: none is dead."""
    layer = client.get(f"{B}/{CLOSED}", headers=may).json()
    hrefs = [link["href"].removeprefix(besloten.BASE) for link in layer["links"]]
    assert any(href.endswith("/tilejson") for href in hrefs)
    assert not any("pmtiles" in href for href in hrefs)
    for href in hrefs:
        if href.startswith("/"):
            assert client.get(href, headers=may).status_code == 200, href
    tilejson = client.get(f"{B}/{CLOSED}/tilejson", headers=may).json()
    assert (tilejson["minzoom"], tilejson["maxzoom"]) == (8, 16)
    (template,) = tilejson["tiles"]
    place = where(client, may, CLOSED, "WebMercatorQuad", 8).split("/")
    path = template.removeprefix(besloten.BASE).format(z=8, x=place[-1], y=place[-2])
    assert len(mvt.read(client.get(path, headers=may).content)[CLOSED].features) == ROWS


def test_the_tag_of_a_tile_is_of_one_right(
    client: Any, may: dict[str, str], both: dict[str, str]
) -> None:
    path = where(client, may, CLOSED, "WebMercatorQuad", 11)
    tag = client.get(path, headers=may).headers["etag"]
    assert client.get(path, headers=may | {"If-None-Match": tag}).status_code == 304
    assert client.get(path, headers=both | {"If-None-Match": tag}).status_code == 200


def test_figures(client: Any, may: dict[str, str], other: dict[str, str]) -> None:
    path = f"{B}/{CLOSED}/statistiek"
    answer = client.get(path, params={"kolom": "woningen", "filter": "woningen > 6"}, headers=may)
    assert answer.status_code == 200, answer.text
    assert answer.json()["aantal"] == 6
    assert answer.headers["cache-control"] == "no-store"
    assert client.get(path, headers=other).status_code == 404
    grouped = client.get(path, params={"groep": "code"}, headers=may)
    assert len(grouped.json()["groepen"]) == ROWS


def test_a_saved_question_works_for_who_may_read_its_layer(
    client: Any, may: dict[str, str], both: dict[str, str], other: dict[str, str]
) -> None:
    made = save(client, may, QUESTION)
    assert made.status_code == 201, made.text
    assert made.headers["cache-control"] == "no-store"
    key = made.json()["id"]
    tile = where(client, may, CLOSED, "WebMercatorQuad", 11)
    paths = [f"{B}/{CLOSED}/items", f"{B}/{CLOSED}/statistiek", tile, f"/v1/downloads/{CLOSED}.csv"]
    for path in paths:
        for who in (may, both):
            assert client.get(path, params={"zoekvraag": key}, headers=who).status_code == 200, path
        assert client.get(path, params={"zoekvraag": key}, headers=other).status_code == 404, path
    found = client.get(paths[0], params={"zoekvraag": key}, headers=may).json()
    assert len(found["features"]) == 6
    for link in made.json()["links"]:
        path = link["href"].removeprefix(besloten.BASE)
        assert client.get(path, headers=may).status_code == 200, path


def test_a_question_of_one_right_is_no_door_for_another(
    client: Any, may: dict[str, str], both: dict[str, str], other: dict[str, str]
) -> None:
    key = save(client, may, QUESTION).json()["id"]
    never = client.get(f"/v1/zoekvragen/{'0' * 32}", headers=other)
    hidden = client.get(f"/v1/zoekvragen/{key}", headers=other)
    assert (hidden.status_code, hidden.text) == (404, never.text)
    # Not by way of another layer either: the answer is that of a question that never was.
    path = f"{B}/{OTHER}/items"
    asked = [client.get(path, params={"zoekvraag": one}, headers=other) for one in (key, "0" * 32)]
    assert {one.status_code for one in asked} == {400}
    assert asked[0].text == asked[1].text
    # Whoever may not read it cannot save one about it, and learns nothing by trying.
    refused = save(client, other, QUESTION)
    unknown = save(client, other, {**QUESTION, "laag": "complexen_dichx"})
    assert refused.status_code == unknown.status_code == 404
    assert refused.text.replace(CLOSED, "X") == unknown.text.replace("complexen_dichx", "X")
    # The same question of other rights has another id, so nobody can find out what others asked.
    assert save(client, both, QUESTION).json()["id"] != key


def test_the_public_process_sees_none_of_them(
    client: Any, filled: Database, may: dict[str, str]
) -> None:
    """Nor the shape; and the public cannot fill the room of partners."""
    area = [[[230000, 569900], [230200, 569900], [230200, 570100], [230000, 570100]]]
    area[0].append(area[0][0])
    shape = {"type": "Polygon", "coordinates": area}
    made = save(client, may, {"laag": CLOSED, "gebied": {"vlak": shape, "crs": RD}})
    assert made.status_code == 201, made.text
    key = made.json()["id"]
    for query in ("SELECT * FROM vraag.zoekvraag_lezen(%s)", "SELECT vraag.zoekvraag_vlak(%s)"):
        seen = filled.rows(query, (key,), role="woonzorg_api_restricted")
        hidden = filled.rows(query, (key,), role="woonzorg_api")
        assert [any(row.values()) for row in seen] == [True]
        assert not any(value for row in hidden for value in row.values())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        filled.rows("SELECT * FROM vraag.zoekvraag", role="woonzorg_api_restricted")
    keep = "SELECT vraag.zoekvraag_bewaren(%s, '{}', NULL, 1, 1) AS dag"
    public = filled.value(keep, ("a" * 32,), role="woonzorg_api")
    assert public is not None, "one public question fits beside those of partners"
    assert filled.value(keep, ("b" * 32,), role="woonzorg_api") is None, "and no second"


def test_each_look_is_on_record(client: Any, filled: Database, may: dict[str, str]) -> None:
    before = len(besloten.recorded(filled))
    tile = where(client, may, CLOSED, "WebMercatorQuad", 12)
    for path in (tile, f"{B}/{CLOSED}/statistiek", f"{B}/{OTHER}/statistiek"):
        client.get(path, headers=may)
    said = [(row["voorwerp"], row["uitkomst"]) for row in besloten.recorded(filled)[before:]][-3:]
    assert said == [
        (f"{B}/{CLOSED}/tiles", "gedaan"),
        (f"{B}/{CLOSED}/statistiek", "gedaan"),
        (f"{B}/{OTHER}/statistiek", "geweigerd: geen recht"),
    ]


def test_tiles_count_for_the_day_as_the_objects_they_hold(filled: Database, tmp_path: Path) -> None:
    """The same objects again cost nothing: a map shows them at every level."""
    chosen = besloten.settings(
        filled, tmp_path, rate_tegels="1000/1000", objects_a_day=ROWS + 5, rate="1000/1000"
    )
    with besloten.serving(chosen) as client:
        who = {"X-API-Key": besloten.key(filled, [CLOSED])}
        paths = [where(client, who, CLOSED, "WebMercatorQuad", level) for level in (9, 10, 11)]
        assert [client.get(path, headers=who).status_code for path in paths] == [200] * 3
        # Three for looking where they lie, and the objects of the layer once.
        rest = "items?limit=3"
        assert client.get(f"{B}/{CLOSED}/{rest}", headers=who).status_code == 429
        assert client.get(f"{B}/{OPEN}/{rest}", headers=who).status_code == 200
