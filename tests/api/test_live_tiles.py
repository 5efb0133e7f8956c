"""Tiles made at the question: the objects of items, where they are, within bounds, once."""

import hashlib

import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_api.db import Database
from geo_api.items.selection import Selection
from geo_api.tiles import mvt
from geo_api.tiles.grids import RD_QUAD, WEB_MERCATOR_QUAD
from geo_api.tiles.tile import EXTENT, MARGIN, Tile
from tests.support import mvt as reader

MIDDLE = {RD_QUAD: (232_900.0, 572_400.0), WEB_MERCATOR_QUAD: (729_500.0, 7_006_900.0)}
"""A place in the fictional gemeente, in the system of each grid."""


def at(grid, level, place=None):
    """The tile that holds a place."""
    x, y = place or MIDDLE[grid]
    side = grid.side_of(level)
    return Tile(grid, level, int((grid.north - y) // side), int((x - grid.west) // side))


def path(laag, tile):
    return f"/v1/collections/{laag}/tiles/{tile.grid.name}/{tile.level}/{tile.row}/{tile.column}"


def drawn(client, laag, tile, **asked):
    answer = client.get(path(laag, tile), params={"filter": "true"} | asked)
    assert answer.status_code in (200, 204), answer.text
    layers = reader.read(answer.content)
    assert answer.headers["ogc-numberreturned"] == str(
        sum(len(one.features) for one in layers.values())
    )
    return layers[laag].features if layers else []


def items(client, laag, **asked):
    """Every object of a question, page after page."""
    found, url, params = [], f"/v1/collections/{laag}/items", {"limit": "1000", **asked}
    while url:
        page = client.get(url, params=params).json()
        found += page["features"]
        links = {link["rel"]: link["href"] for link in page["links"]}
        url, params = links.get("next"), None
    return found


def around(tile):
    """The box in which the objects of a tile lie, with its system, as items asks it."""
    more = tile.side * MARGIN / EXTENT
    west, south, east, north = tile.box
    box = (west - more, south - more, east + more, north + more)
    return {"bbox": ",".join(map(repr, box)), "bbox-crs": tile.grid.crs.uri}


FILTERS = {
    "haltes": ["vertrekken_per_dag > 150", "haltenaam LIKE 'Halte 1%'", "true"],
    "buurten": ["aandeel_65plus_pct IS NULL", "aantal_inwoners BETWEEN 100 AND 500", "true"],
    "draaglast": ["balans_klasse IN ('overig', 'onder druk')", "NOT balans_klasse = 'overig'"],
}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_tile_holds_the_objects_of_items(client, data):
    laag = data.draw(st.sampled_from(sorted(FILTERS)))
    text = data.draw(st.sampled_from(FILTERS[laag]))
    grid, first = data.draw(st.sampled_from([(RD_QUAD, 5), (WEB_MERCATOR_QUAD, 12)]))
    west, south = MIDDLE[grid]
    far = 4_000 if grid == RD_QUAD else 6_000
    away = st.floats(-far, far, allow_nan=False)
    tile = at(
        grid, data.draw(st.integers(first, 16)), (west + data.draw(away), south + data.draw(away))
    )
    shown = sorted(one.properties["id"] for one in drawn(client, laag, tile, filter=text))
    assert shown == sorted(one["id"] for one in items(client, laag, filter=text, **around(tile)))


def test_tiles_side_by_side_hold_every_object_once_within_their_sides(client):
    """Points of all tiles of a level, margins left out, are all points of the layer."""
    seen = []
    middle = at(RD_QUAD, 8)
    for row in range(middle.row - 2, middle.row + 3):
        for column in range(middle.column - 2, middle.column + 3):
            features = drawn(client, "haltes", Tile(RD_QUAD, 8, row, column))
            places = ((one.properties["id"], *one.paths[0][0]) for one in features)
            seen += [key for key, x, y in places if 0 <= x < EXTENT and 0 <= y < EXTENT]
    assert len(seen) == 2_500
    assert len(set(seen)) == 2_500


def points(shape):
    return [point for part in shape["coordinates"] for ring in part for point in ring]


@pytest.mark.parametrize(
    ("grid", "level", "most"),
    [
        (RD_QUAD, 5, 0.5),
        (RD_QUAD, 7, 0.5),
        (WEB_MERCATOR_QUAD, 10, 0.5),
        (WEB_MERCATOR_QUAD, 11, 0.5),
        (WEB_MERCATOR_QUAD, 12, 1.8),
        (WEB_MERCATOR_QUAD, 13, 1.2),
        (WEB_MERCATOR_QUAD, 14, 0.9),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_shapes_are_where_items_has_them(client, grid, level, most):
    """Measured in the system of the grid; half a unit of the tile is what rounding to it takes."""
    tile = at(grid, level)
    west, _, _, north = tile.box
    unit = tile.side / EXTENT
    known = {
        one["id"]: points(one["geometry"]) for one in items(client, "buurten", crs=grid.crs.uri)
    }
    measured = 0
    for feature in drawn(client, "buurten", tile):
        for x, y in feature.paths[0]:
            if not (-MARGIN < x < EXTENT + MARGIN and -MARGIN < y < EXTENT + MARGIN):
                continue  # cut off at the margin
            place = (west + x * unit, north - y * unit)
            corners = known[feature.properties["id"]]
            nearest = min(max(abs(place[0] - u), abs(place[1] - v)) for u, v in corners)
            assert nearest <= most * unit + 0.001
            measured += 1
    assert measured > 8


def test_numbers_of_objects_are_the_same_everywhere(client):
    numbers = {}
    for grid, levels in ((RD_QUAD, (5, 7, 9)), (WEB_MERCATOR_QUAD, (10, 12, 15))):
        for level in levels:
            for one in drawn(client, "buurten", at(grid, level)):
                numbers.setdefault(one.properties["id"], set()).add(one.id)
    assert len(numbers) > 100
    for key, found in numbers.items():
        assert found == {int(hashlib.md5(key.encode()).hexdigest()[:13], 16)}  # noqa: S324


def test_row_comes_before_column(client):
    tile = at(RD_QUAD, 7)
    assert drawn(client, "buurten", tile)
    assert drawn(client, "buurten", Tile(RD_QUAD, 7, tile.column, tile.row)) == []


def test_columns_of_a_tile(client):
    tile = at(RD_QUAD, 9)
    usual = drawn(client, "buurten", tile)[0].properties
    assert set(usual) == {
        "id",
        "buurtcode",
        "buurtnaam",
        "aantal_inwoners",
        "aantal_inwoners_status",
        "aandeel_65plus_pct",
        "aandeel_65plus_pct_status",
    }
    assert isinstance(usual["aantal_inwoners"], int)
    assert isinstance(usual["aandeel_65plus_pct"], float)
    chosen = "aandeel_65plus_pct_ci_low,peildatum"
    some = drawn(client, "buurten", tile, properties=chosen)[0].properties
    assert set(some) == {"id", "aandeel_65plus_pct_ci_low", "peildatum"}
    assert some["peildatum"] == "2024-01-01"
    noted = drawn(client, "draaglast", tile)[0].properties
    assert set(noted) == {"id", "buurtcode", "balans_klasse", "balans_klasse_status"}


def test_suppressed_is_never_zero(client):
    """What has no value has none in the tile, and its status says why."""
    found = drawn(client, "buurten", at(RD_QUAD, 5), filter="aandeel_65plus_pct IS NULL")
    assert len(found) == 8
    for one in found:
        assert "aandeel_65plus_pct" not in one.properties
        assert one.properties["aandeel_65plus_pct_status"] == "onderdrukt"


def test_by_column_and_by_date(client):
    tile = at(RD_QUAD, 5)
    (only,) = drawn(client, "buurten", tile, buurtcode="BU99990017")
    assert only.properties["buurtnaam"].startswith('Buurt "5"')
    old = client.get(path("buurten", tile), params={"datetime": "../2023-01-01"})
    assert old.headers["etag"].startswith('"buurten-1-')
    never = client.get(path("buurten", tile), params={"datetime": "1990-01-01"})
    assert never.status_code == 204
    named = client.get(path("buurten", tile), params={"v": "1"})
    assert named.headers["etag"].startswith('"buurten-1-')
    assert client.get(path("buurten", tile), params={"v": "7"}).status_code == 410
    assert client.get(path("buurten", tile), params={"v": "x"}).status_code == 400


def test_empty_is_204_and_what_is_no_tile_is_404(client):
    base = "/v1/collections/haltes/tiles"
    inside = at(RD_QUAD, 9), at(WEB_MERCATOR_QUAD, 16)
    beside = Tile(RD_QUAD, 5, 0, 0), Tile(WEB_MERCATOR_QUAD, 10, 0, 0)
    for tile in (*inside, *beside, Tile(WEB_MERCATOR_QUAD, 16, 0, 65_535)):
        answer = client.get(path("haltes", tile), params={"filter": "haltenaam = 'nergens'"})
        assert (answer.status_code, answer.content) == (204, b""), tile
        assert answer.headers["etag"]
    assert client.get(f"{path('haltes', at(RD_QUAD, 7))}?filter=false").status_code == 204
    for absent in (
        "WebMercatorQuad/9/166/265",
        "WebMercatorQuad/17/0/0",
        "WebMercatorQuad/10/1024/0",
        "NetherlandsRDNewQuad/4/0/0",
        "NetherlandsRDNewQuad/17/0/0",
        "NetherlandsRDNewQuad/5/0/32",
        "NetherlandsRDNewQuad/5/-1/0",
        "NetherlandsRDNewQuad/05/0/0",
        "NetherlandsRDNewQuad/5/0",
        "NetherlandsRDNewQuad/a/0/0",
    ):
        answer = client.get(f"{base}/{absent}?filter=true")
        assert answer.status_code == 404, absent
        assert answer.headers["content-type"] == "application/problem+json"
    unknown = client.get(f"{base}/NetherlandsRDQuad/5/0/0")
    assert unknown.status_code == 404
    assert "NetherlandsRDNewQuad" in unknown.json()["detail"]
    table = "/v1/collections/leeftijd_buurt/tiles/NetherlandsRDNewQuad/5/0/0"
    assert client.get(table).status_code == 404
    assert client.get(table.replace("leeftijd_buurt", "zorgaanbieders")).status_code == 410


def test_faults_are_named_together(client):
    asked = {"filter": "haltenam = 'x'", "properties": "haltenam", "vertrek": "1"}
    answer = client.get(path("haltes", at(RD_QUAD, 7)), params=asked)
    assert answer.status_code == 400
    named = {fault["location"]["name"]: fault for fault in answer.json()["errors"]}
    assert set(named) == {"filter", "properties", "vertrek"}
    assert named["properties"]["suggestie"] == "haltenaam"
    assert client.get(path("haltes", at(RD_QUAD, 7)), params={"f": "mvt"}).status_code == 400


def test_held_tile_is_304_without_a_table(own, serve):
    url = path("haltes", at(RD_QUAD, 7)) + "?filter=vertrekken_per_dag > 100"
    with serve(own.settings()) as client:
        plain = client.get(url, headers={"Accept-Encoding": "identity"})
        packed = client.get(url, headers={"Accept-Encoding": "br"})
        assert packed.headers["content-encoding"] == "br"
        assert packed.content == plain.content
        etags = {plain.headers["etag"], packed.headers["etag"]}
        assert len(etags) == 2
        with own.connect() as db:
            db.execute("REVOKE SELECT ON pub.haltes FROM woonzorg_api")
        for etag in etags:
            held = {"If-None-Match": etag, "Accept-Encoding": "br"}
            answer = client.get(url, headers=held)
            assert (answer.status_code, answer.headers["etag"]) == (304, etag)
        assert client.get(url).content == plain.content  # made once
        assert client.get(url + "1").status_code == 503


def test_another_question_version_or_place_is_another_etag(client):
    tile = at(RD_QUAD, 7)
    asked = (
        {},
        {"filter": "true"},
        {"buurtcode": "BU99990017"},
        {"properties": "buurtcode"},
        {"v": "1"},
    )
    etags = [client.get(path("buurten", tile), params=one).headers["etag"] for one in asked]
    etags.append(client.get(path("buurten", at(RD_QUAD, 8))).headers["etag"])
    assert len(set(etags)) == len(etags)


def test_too_many_objects_are_told_and_the_largest_stay(own, serve, monkeypatch):
    monkeypatch.setattr(mvt, "MOST_OBJECTS", 12)
    with own.connect() as db:
        db.execute(
            "UPDATE store.buurten SET geometry = ST_Multi(ST_Buffer(ST_Centroid(geometry),"
            " 100 + aantal_inwoners / 10.0, 2)) WHERE version = 10"
        )
    tile = at(RD_QUAD, 5)
    with serve(own.settings()) as client:
        answer = client.get(path("buurten", tile))
        assert answer.headers["ogc-numberreturned"] == "12"
        here = items(client, "buurten", **around(tile))
        assert answer.headers["ogc-numbermatched"] == str(len(here))
        layers = reader.read(answer.content)
        (told,) = layers[mvt.INCOMPLETE].features
        assert told.properties == {"getoond": 12, "gevonden": len(here)}
        assert set(told.paths[0]) == {(0, 0), (EXTENT, 0), (EXTENT, EXTENT), (0, EXTENT)}
        largest = sorted(one["properties"]["aantal_inwoners"] for one in here)
        sizes = [one.properties["aantal_inwoners"] for one in layers["buurten"].features]
        assert sorted(sizes) == largest[-12:]
        assert sizes == sorted(sizes, reverse=True)
        whole = client.get(path("buurten", tile), params={"filter": "aantal_inwoners > 1000"})
        assert mvt.INCOMPLETE not in reader.read(whole.content)


def test_a_tile_is_never_larger_than_it_may_be(own, serve, monkeypatch):
    monkeypatch.setattr(mvt, "MOST_BYTES", 20_000)
    with serve(own.settings()) as client:
        answer = client.get(path("haltes", at(RD_QUAD, 5)), headers={"Accept-Encoding": "identity"})
        assert 15_000 < len(answer.content) <= 20_000
        here = items(client, "haltes", **around(at(RD_QUAD, 5)))
        assert answer.headers["ogc-numbermatched"] == str(len(here))
        features = reader.read(answer.content)["haltes"].features
        assert answer.headers["ogc-numberreturned"] == str(len(features))
        columns = {int(one.paths[0][0][0] // 150) for one in features}
        assert len(columns) > 4  # spread over the area, not one corner of it


@pytest.mark.parametrize(("many", "drawn"), [(50, 1), (10**6, 2)])
def test_of_many_objects_some_tell_first_how_many_will_fit(own, serve, monkeypatch, many, drawn):
    """The tile is made once; without the look ahead it is made, found too large and made again."""
    monkeypatch.setattr(mvt, "MOST_BYTES", 20_000)
    monkeypatch.setattr(mvt, "MANY", many)
    asked, fetch = [], Database.fetch

    async def counted(database, statement, *values, **more):
        asked.append("raak" in str(statement))
        return await fetch(database, statement, *values, **more)

    monkeypatch.setattr(Database, "fetch", counted)
    with serve(own.settings()) as client:
        answer = client.get(path("haltes", at(RD_QUAD, 5)), headers={"Accept-Encoding": "identity"})
    assert sum(asked) == drawn
    assert 15_000 < len(answer.content) <= 20_000
    assert mvt.INCOMPLETE in reader.read(answer.content)


def test_what_is_too_small_to_draw_is_a_speck(client):
    """At level 0 a unit is 215 metres: every buurt is still there, and has an area."""
    services = client.services
    found = services.current.require().layer("buurten").current
    tile = Tile(RD_QUAD, 0, 0, 0)
    result = client.run(mvt.draw(services.database, Selection(found), tile))
    features = reader.read(result.body)["buurten"].features
    assert len({one.id for one in features}) == 120
    assert all(len(set(one.paths[0])) >= 3 for one in features)


def test_a_release_between_state_and_table_is_seen(own, serve, layers):
    tile = at(RD_QUAD, 7)
    with serve(own.settings()) as client, own.connect() as db:
        assert client.get(path("haltes", tile)).headers["etag"].startswith('"haltes-2-')
        layers.load(db, layers.HALTEN, 20, "2022-01-01", own.tiles)
        db.execute("DELETE FROM store.haltes WHERE version = 2")
        layers.point(db, "haltes", 20, "2022-01-01", 3)
        answer = client.get(path("haltes", tile), params={"filter": "vertrekken_per_dag > 0"})
        assert answer.status_code == 200
        assert answer.headers["etag"].startswith('"haltes-20-')


def test_a_published_tile_is_not_made(client):
    """In Web Mercator nothing asked is the archive; one parameter more is the database."""
    tile = at(WEB_MERCATOR_QUAD, 12)
    whole = client.get(path("buurten", tile), headers={"Accept-Encoding": "gzip"})
    assert whole.headers["etag"] == f'"buurten-10-12-{tile.row}-{tile.column}"'
    assert "ogc-numberreturned" not in whole.headers
    made = client.get(path("buurten", tile), params={"filter": "true"})
    (old,), (new,) = (reader.read(one.content).values() for one in (whole, made))
    assert {one.properties["id"] for one in old.features} <= {
        one.properties["id"] for one in new.features
    }


def test_gdal_reads_a_tile(client, tmp_path):
    """Another reader than ours: GDAL's driver for vector tiles."""
    tile = at(WEB_MERCATOR_QUAD, 12)
    file = tmp_path / "0.mvt"
    file.write_bytes(client.get(path("buurten", tile), params={"filter": "true"}).content)
    _, _, shapes, columns = pyogrio.raw.read(file, layer="buurten", CLIP="NO")
    assert len(shapes) == len(drawn(client, "buurten", tile))
    ids = {one.properties["id"] for one in drawn(client, "buurten", tile)}
    assert any(set(map(str, column)) == ids for column in columns)


LINES = """
    CREATE TABLE store.wegen (
        version bigint NOT NULL, id text NOT NULL, peildatum date, naam text, breedte numeric,
        lang bigint, kort smallint, deel real, open boolean, sinds timestamptz, namen text[],
        meer jsonb, geometry geometry (multilinestring, 28992)
    ) PARTITION BY LIST (version);
    CREATE VIEW pub.wegen AS SELECT * FROM store.wegen;
    GRANT SELECT ON pub.wegen TO woonzorg_api
"""
ROWS = """
    SELECT i::text, 'Weg ' || i, 1.5, -(2 ^ 53)::bigint, -7, 0.25, i = 1, TIMESTAMPTZ '2026-01-02Z',
        ARRAY['a', 'b"'], '{"x": [1, null]}'::jsonb, ST_Multi(ST_SetSRID(ST_MakeLine(
            ST_MakePoint(232000, 572000), ST_MakePoint(232000 + 0.1 * 10 ^ i, 572000)), 28992))
    FROM generate_series(0, 4) AS i
"""
KINDS = {
    "naam": "text",
    "breedte": "numeric",
    "lang": "bigint",
    "kort": "smallint",
    "deel": "real",
    "open": "boolean",
    "sinds": "timestamp with time zone",
    "namen": "text[]",
    "meer": "jsonb",
}


def test_lines_and_every_kind_of_column(own, serve, layers, monkeypatch):
    """Numbers and truth stay what they are; what tiles do not know is text or JSON."""
    monkeypatch.setattr(layers, "archive", lambda *_: None)
    columns = tuple(layers.Kolom(name, kind, name, "naam") for name, kind in KINDS.items())
    laag = layers.Laag("wegen", "Wegen", "straten", "MultiLineString", columns, ROWS)
    with own.connect() as db:
        db.execute(LINES)
        layers.load(db, laag, 30, "2026-01-01", own.tiles)
        layers.point(db, "wegen", 30, "2026-01-01", 3)
    with serve(own.settings()) as client:
        for tile in (at(RD_QUAD, 8, (232000, 572000)), at(RD_QUAD, 16, (232000, 572000))):
            features = drawn(client, "wegen", tile)
            assert {one.properties["id"] for one in features} == set("01234")
            assert [one.properties["id"] for one in features] == list("43210")  # longest first
            assert all(one.kind == 2 and len(set(one.paths[0])) > 1 for one in features)
        assert features[-2].properties == {
            "id": "1",
            "naam": "Weg 1",
            "breedte": 1.5,
            "lang": -(2**53),
            "kort": -7,
            "deel": 0.25,
            "open": True,
            "sinds": "2026-01-02T00:00:00+00:00",
            "namen": '["a","b\\""]',
            "meer": '{"x": [1, null]}',
        }
        wide = at(WEB_MERCATOR_QUAD, 9, (727_900, 7_006_200))
        assert len(drawn(client, "wegen", wide)) == 5


def test_areas_are_cut_at_the_margin_and_keep_their_size(client):
    """Measured in RD: what lies in the tile is as large as the object cut by the same box."""
    tile = at(RD_QUAD, 7)
    unit, (west, _, _, north) = tile.side / EXTENT, tile.box
    asked = around(tile)
    box = shapely.box(*map(float, asked["bbox"].split(",")))
    known = {
        one["id"]: shapely.geometry.shape(one["geometry"]).intersection(box)
        for one in items(client, "buurten", crs=RD_QUAD.crs.uri, **asked)
    }
    features = drawn(client, "buurten", tile)
    assert len(features) == len(known) > 50
    for feature in features:
        rings = [[(west + x * unit, north - y * unit) for x, y in ring] for ring in feature.paths]
        made, meant = shapely.Polygon(rings[0], rings[1:]), known[feature.properties["id"]]
        assert made.area == pytest.approx(meant.area, abs=meant.length * unit)
        assert made.hausdorff_distance(meant) < 1.5 * unit
