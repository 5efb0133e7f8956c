"""What describes tiles: the abstract tests of OGC API Tiles Part 1, TileJSON, grids and links."""

import math
from urllib.parse import parse_qs, urlsplit

import pytest

from geo_api.tiles.grids import RD_QUAD, WEB_MERCATOR_QUAD
from tests.support import mvt

SCHEME = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
VECTOR = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"
GRIDS = ("WebMercatorQuad", "NetherlandsRDNewQuad")
SHAPED = ("buurten", "haltes", "draaglast")


def rels(document):
    found = {}
    for link in document["links"]:
        found.setdefault(link["rel"], []).append(link)
    return found


def one(document, rel):
    (found,) = rels(document)[rel]
    return found


def test_classes_are_declared(client):
    classes = client.get("/v1/conformance").json()["conformsTo"]
    for name in ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt", "oas30"):
        assert TILES + name in classes
    for name in ("dataset-tilesets", "collections-selection", "datetime", "geojson"):
        assert TILES + name not in classes


def test_grids_are_listed_and_linked(client):
    landing = client.get("/v1").json()
    (link,) = rels(landing)["http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"]
    listed = client.get(link["href"]).json()["tileMatrixSets"]
    assert [item["id"] for item in listed] == list(GRIDS)
    for item in listed:
        found = client.get(one(item, "self")["href"]).json()
        assert found["id"] == item["id"]
        assert found["crs"] == item["crs"]
        assert found["uri"] == item["uri"]
    assert client.get("/v1/tileMatrixSets/WebMercatorquad").status_code == 404


def test_rd_grid_is_that_of_the_dutch_guideline(client):
    found = client.get("/v1/tileMatrixSets/NetherlandsRDNewQuad").json()
    assert found["crs"] == "http://www.opengis.net/def/crs/EPSG/0/28992"
    assert found["uri"].endswith("/v1/tileMatrixSets/NetherlandsRDNewQuad")  # OGC has it not
    levels = found["tileMatrices"]
    assert [level["id"] for level in levels] == [str(number) for number in range(17)]
    for number, level in enumerate(levels):
        assert level["pointOfOrigin"] == [-285401.92, 903401.92]
        assert level["cellSize"] == pytest.approx(3440.64 / 2**number, rel=1e-12)
        assert level["scaleDenominator"] == pytest.approx(12_288_000 / 2**number, rel=1e-9)
        assert level["matrixWidth"] == level["matrixHeight"] == 2**number
        assert level["tileWidth"] == level["tileHeight"] == 256


def test_web_mercator_is_that_of_the_register(client):
    found = client.get("/v1/tileMatrixSets/WebMercatorQuad").json()
    assert found["uri"] == "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
    assert len(found["tileMatrices"]) == 25
    first, last = found["tileMatrices"][0], found["tileMatrices"][-1]
    assert first["scaleDenominator"] == pytest.approx(559082264.028717, rel=1e-12)
    assert first["cellSize"] == pytest.approx(156543.033928041, rel=1e-12)
    assert first["pointOfOrigin"] == pytest.approx([-20037508.3427892, 20037508.3427892])
    assert last["cellSize"] == pytest.approx(0.0093306919293428, rel=1e-12)


@pytest.mark.parametrize("grid", [RD_QUAD, WEB_MERCATOR_QUAD], ids=lambda grid: grid.name)
def test_four_tiles_fill_the_one_above(grid):
    for level, row, column in ((0, 0, 0), (7, 48, 75), (15, 12345, 23456)):
        west, south, east, north = grid.box(level, row, column)
        boxes = [
            grid.box(level + 1, 2 * row + down, 2 * column + right)
            for down in (0, 1)
            for right in (0, 1)
        ]
        assert min(box[0] for box in boxes) == pytest.approx(west, abs=1e-6)
        assert min(box[1] for box in boxes) == pytest.approx(south, abs=1e-6)
        assert max(box[2] for box in boxes) == pytest.approx(east, abs=1e-6)
        assert max(box[3] for box in boxes) == pytest.approx(north, abs=1e-6)
        assert boxes[0][3] == pytest.approx(north, abs=1e-6)  # row 0 is the northern one
        assert boxes[0][0] == pytest.approx(west, abs=1e-6)
        assert grid.holds(level, row, column)
        assert not grid.holds(level, 1 << level, column)


@pytest.mark.parametrize("laag", SHAPED)
def test_tilesets_of_a_layer(client, laag):
    """/conf/geodata-tilesets, /conf/tilesets-list and /conf/tileset."""
    collection = client.get(f"/v1/collections/{laag}").json()
    listed = client.get(one(collection, VECTOR)["href"])
    assert urlsplit(one(collection, VECTOR)["href"]).path == f"/v1/collections/{laag}/tiles"
    assert listed.headers["content-type"] == "application/json"
    tilesets = listed.json()["tilesets"]
    assert [item["tileMatrixSetId"] for item in tilesets] == list(GRIDS)
    for item in tilesets:
        assert item["dataType"] == "vector"
        own = one(item, "self")["href"]
        assert urlsplit(own).path.endswith(f"/{laag}/tiles/{item['tileMatrixSetId']}")
        scheme = client.get(one(item, SCHEME)["href"]).json()
        assert scheme["id"] == item["tileMatrixSetId"]
        assert scheme["crs"] == item["crs"]
        assert item["tileMatrixSetURI"] == scheme["uri"]
        whole = client.get(own).json()
        assert {name: whole[name] for name in item if name != "links"} == {
            name: item[name] for name in item if name != "links"
        }
        template = one(whole, "item")
        assert template["templated"] is True
        assert template["type"] == "application/vnd.mapbox-vector-tile"
        for variable in ("{tileMatrix}", "{tileRow}", "{tileCol}"):
            assert variable in template["href"]
        (layer,) = whole["layers"]
        assert layer["id"] == laag
        assert layer["propertiesSchema"]["properties"]["id"]["type"] == "string"


@pytest.mark.parametrize("scheme", GRIDS)
@pytest.mark.parametrize("laag", SHAPED)
def test_every_declared_level_answers(client, laag, scheme):
    """/conf/core: 200 with content, 204 without, 404 outside the limits; /conf/mvt."""
    whole = client.get(f"/v1/collections/{laag}/tiles/{scheme}").json()
    grid = client.get(one(whole, SCHEME)["href"]).json()
    template = one(whole, "item")["href"]
    matrices = {matrix["id"]: matrix for matrix in grid["tileMatrices"]}
    west, north = middle(client, laag, scheme)

    def ask(level, row, column):
        words = {"{tileMatrix}": level, "{tileRow}": row, "{tileCol}": column}
        url = template
        for word, number in words.items():
            url = url.replace(word, str(number))
        return client.get(url)

    for limits in whole["tileMatrixSetLimits"]:
        matrix = matrices[limits["tileMatrix"]]
        side = matrix["cellSize"] * matrix["tileWidth"]
        x, y = matrix["pointOfOrigin"]
        row, column = int((y - north) // side), int((west - x) // side)
        answer = ask(limits["tileMatrix"], row, column)
        assert answer.status_code in (200, 204)
        if answer.status_code == 200:
            assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
            layer = mvt.read(answer.content)[laag]
            assert (layer.version, layer.extent) == (2, 4096)
            assert all(feature.paths and feature.kind for feature in layer.features)
        assert ask(
            limits["tileMatrix"], limits["maxTileRow"], limits["maxTileCol"]
        ).status_code in (
            200,
            204,
        )
        beyond = ask(limits["tileMatrix"], limits["maxTileRow"] + 1, column)
        assert beyond.status_code == 404
    levels = {int(limits["tileMatrix"]) for limits in whole["tileMatrixSetLimits"]}
    assert ask(min(levels) - 1, 0, 0).status_code == 404
    assert ask(max(levels) + 1, 0, 0).status_code == 404


def middle(client, laag, scheme):
    """A place in the middle of a layer, in the system of a grid."""
    west, south, east, north = client.get(f"/v1/collections/{laag}").json()["extent"]["spatial"][
        "bbox"
    ][0]
    if scheme == "NetherlandsRDNewQuad":
        box = client.get(f"/v1/collections/{laag}/tiles/{scheme}").json()["boundingBox"]
        (x0, y0), (x1, y1) = box["lowerLeft"], box["upperRight"]
        return (x0 + x1) / 2, (y0 + y1) / 2
    radius = 6378137.0
    latitude = math.radians((south + north) / 2)
    return math.radians((west + east) / 2) * radius, radius * math.asinh(math.tan(latitude))


def test_a_question_goes_into_the_addresses(client):
    asked = {"filter": "vertrekken_per_dag > 150", "properties": "haltenaam"}
    listed = client.get("/v1/collections/haltes/tiles", params=asked).json()
    for item in listed["tilesets"]:
        whole = client.get(one(item, "self")["href"]).json()
        query = parse_qs(urlsplit(one(whole, "item")["href"]).query)
        assert query == {name: [text] for name, text in asked.items()} | {"v": ["2"]}
        assert set(whole["layers"][0]["propertiesSchema"]["properties"]) == {"id", "haltenaam"}
    dated = client.get("/v1/collections/buurten/tiles/NetherlandsRDNewQuad?peildatum=2022-01-01")
    assert one(dated.json(), "item")["href"].endswith("?v=1")
    wrong = client.get("/v1/collections/haltes/tiles/NetherlandsRDNewQuad?filter=nergens=1")
    assert wrong.status_code == 400
    assert client.get("/v1/collections/leeftijd_buurt/tiles").status_code == 404


def test_tilejson_of_a_question_leads_to_its_tiles(client):
    params = {"filter": "vertrekken_per_dag > 150"}
    document = client.get("/v1/collections/haltes/tilejson", params=params).json()
    assert document["tilejson"] == "3.0.0"
    assert (document["minzoom"], document["maxzoom"]) == (10, 16)
    assert [layer["id"] for layer in document["vector_layers"]] == ["haltes", "onvolledig"]
    url = document["tiles"][0].format(z=10, y=332, x=530)
    layer = mvt.read(client.get(url).content)["haltes"]
    assert layer.features
    fields = set(document["vector_layers"][0]["fields"])
    for feature in layer.features:
        assert set(feature.properties) <= fields
        assert feature.properties["vertrekken_per_dag"] > 150
    plain = client.get("/v1/collections/haltes/tilejson").json()
    assert plain["maxzoom"] == 13
    assert document["attribution"] == plain["attribution"]


def test_operations_are_found_by_their_ids(client):
    """/conf/oas30: the ids end as the standard has them."""
    paths = client.get("/v1/openapi.json").json()["paths"]
    ids = {path: item["get"]["operationId"] for path, item in paths.items() if "get" in item}
    base = "/collections/{laag}/tiles"
    assert ids[base].endswith(".collection.vector.getTileSetsList")
    assert ids[base + "/{tileMatrixSetId}"].endswith(".collection.vector.getTileSet")
    tile = base + "/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"
    assert ids[tile].endswith(".collection.vector.getTile")
    assert ids["/tileMatrixSets"] == "getTileMatrixSetsList"
    assert ids["/tileMatrixSets/{tileMatrixSetId}"] == "getTileMatrixSet"


def test_a_description_that_is_held_is_304(client):
    for path in (
        "/v1/tileMatrixSets",
        "/v1/tileMatrixSets/NetherlandsRDNewQuad",
        "/v1/collections/haltes/tiles",
        "/v1/collections/haltes/tiles/NetherlandsRDNewQuad?filter=true",
        "/v1/collections/haltes/tilejson?filter=true",
    ):
        etag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
