"""Published tiles and archives: exact bytes, exact ranges, and where nothing is."""

import gzip
import itertools

import pytest
from pmtiles.reader import MemorySource, Reader
from pmtiles.tile import zxy_to_tileid
from pmtiles.writer import Writer

from geo_api.tiles.tilesource import TileSource

TILE = "/v1/collections/haltes/tiles/WebMercatorQuad/10/332/530"
ARCHIVE = "/v1/archives/haltes.pmtiles"
ZIPPED = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def whole(place):
    return (place.tiles / "haltes-2.pmtiles").read_bytes()


def test_tile_is_what_the_archive_holds(client, whole):
    expected = Reader(MemorySource(whole)).get(10, 530, 332)
    answer = client.get(TILE, headers=ZIPPED)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) == len(expected)
    assert answer.content == gzip.decompress(expected)  # httpx inflates it
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["etag"] == '"haltes-2-10-332-530"'


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "deflate, gzip; q=0.0"])
def test_tile_for_who_does_not_take_gzip(client, whole, accepted):
    answer = client.get(TILE, headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert answer.content == gzip.decompress(Reader(MemorySource(whole)).get(10, 530, 332))
    assert answer.headers["etag"] != client.get(TILE, headers=ZIPPED).headers["etag"]


def test_tile_304_and_head(client):
    etag = client.get(TILE, headers=ZIPPED).headers["etag"]
    for given in (etag, f'W/{etag}, "x"', "*"):
        answer = client.get(TILE, headers={"If-None-Match": given, **ZIPPED})
        assert answer.status_code == 304
        assert answer.headers["etag"] == etag
        assert answer.content == b""
    head = client.head(TILE, headers=ZIPPED)
    assert head.status_code == 200
    assert head.content == b""
    assert int(head.headers["content-length"]) > 0


def test_inside_is_204_and_outside_is_404(client):
    base = "/v1/collections/haltes/tiles/WebMercatorQuad"
    assert client.get(f"{base}/10/0/0").status_code == 204
    assert client.get(f"{base}/13/8191/8191").status_code == 204
    outside = (
        "10/0/1024",
        "10/1024/0",
        "9/0/0",
        "14/0/0",
        "17/0/0",
        "10/-1/0",
        "10/a/0",
        "10/1.0/0",
        "010/0/0",
        "10/0",
    )
    for odd in (*outside, "10/0/0/0", "10/٣/0", "10/0/99999999999999999999", "../../../etc/passwd"):
        answer = client.get(f"{base}/{odd}")
        assert answer.status_code == 404, odd
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/v1/collections/haltes/tiles/Andere/10/0/0").status_code == 404
    assert (
        client.get("/v1/collections/leeftijd_buurt/tiles/WebMercatorQuad/10/0/0").status_code == 404
    )
    assert client.get("/v1/collections/nergens/tiles/WebMercatorQuad/10/0/0").status_code == 404


def test_tile_of_a_named_version(client):
    base = "/v1/collections/buurten/tiles/WebMercatorQuad/10/332/530"
    assert client.get(f"{base}?v=1").headers["etag"].startswith('"buurten-1-')
    assert client.get(base).headers["etag"].startswith('"buurten-10-')
    gone = client.get(f"{base}?v=7")
    assert gone.status_code == 410
    for wrong in ("?v=x", "?v=", "?v=1&v=2", "?z=1", "?v=" + "9" * 30):
        assert client.get(base + wrong).status_code == 400, wrong


def test_tilejson_leads_to_tiles(client):
    document = client.get("/v1/collections/haltes/tilejson").json()
    assert document["tilejson"] == "3.0.0"
    assert (document["minzoom"], document["maxzoom"]) == (10, 13)
    assert document["attribution"] == "CBS &amp; Kadaster"
    assert document["vector_layers"][0]["id"] == "haltes"
    assert document["vector_layers"][0]["fields"]["haltenaam"] == "Naam"
    url = document["tiles"][0].format(z=10, y=332, x=530)
    assert url.endswith("?v=2")
    assert client.get(url, headers=ZIPPED).status_code == 200
    assert client.get("/v1/collections/leeftijd_buurt/tilejson").status_code == 404


@pytest.mark.parametrize("path", ["tilejson", "tilejson?filter=true", "tiles/WebMercatorQuad"])
def test_what_describes_tiles_says_where_they_come_from(client, path):
    """Licence, source, date, method and status stand in what a map reads, not only beside it."""
    told = client.get(f"/v1/collections/haltes/{path}").json()["woonzorg"]
    assert told == client.get("/v1/collections/haltes/items?limit=1").json()["woonzorg"]
    for name in ("licentie", "bron", "attributie", "peildatum", "methodeVersie", "status"):
        assert told[name], name


def test_archive_whole(client, whole):
    answer = client.get(ARCHIVE)
    assert answer.status_code == 200
    assert answer.content == whole
    assert answer.headers["etag"] == '"haltes-2"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert int(answer.headers["content-length"]) == len(whole)
    head = client.head(ARCHIVE, headers={"Range": "bytes=0-1"})
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(whole)


@pytest.mark.parametrize(
    ("text", "start", "stop"),
    [
        ("0-126", 0, 127),
        ("0-0", 0, 1),
        ("127-16383", 127, 16384),
        ("-1", -1, None),
        ("-500", -500, None),
        ("100-", 100, None),
    ],
)
def test_range_is_exact(client, whole, text, start, stop):
    answer = client.get(ARCHIVE, headers={"Range": f"bytes={text}"})
    part = whole[start:stop]
    assert answer.status_code == 206
    assert answer.content == part
    first = start % len(whole)
    assert answer.headers["content-range"] == f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
    assert int(answer.headers["content-length"]) == len(part)
    assert answer.headers["etag"] == '"haltes-2"'


def test_range_is_cut_at_the_end(client, whole):
    answer = client.get(ARCHIVE, headers={"Range": f"bytes=10-{len(whole) + 1000}"})
    assert answer.status_code == 206
    assert answer.content == whole[10:]
    assert client.get(ARCHIVE, headers={"Range": f"bytes=-{len(whole) * 2}"}).content == whole


@pytest.mark.parametrize("text", ["{n}-", "{n}-{n}", "-0", "0-1,5-6", "0-0," * 500 + "1-1"])
def test_range_that_cannot_be_served_is_416(client, whole, text):
    answer = client.get(ARCHIVE, headers={"Range": "bytes=" + text.format(n=len(whole))})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize(
    "text", ["bytes=5-2", "bytes=a-b", "bytes", "bytes=", "bytes=-", "items=0-5", "bytes=0x1-5"]
)
def test_range_that_is_none_is_left_aside(client, whole, text):
    answer = client.get(ARCHIVE, headers={"Range": text})
    assert (answer.status_code, len(answer.content)) == (200, len(whole))


def test_conditions_on_the_archive(client, whole):
    def ask(**headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = client.get(ARCHIVE, headers=names)
        return answer.status_code, len(answer.content)

    own, other = '"haltes-2"', '"haltes-1"'
    size = len(whole)
    assert ask(If_Range=own, Range="bytes=0-9") == (206, 10)
    assert ask(If_Range=other, Range="bytes=0-9") == (200, size)
    assert ask(If_Range=f"W/{own}", Range="bytes=0-9") == (200, size)
    assert ask(If_Range="Sat, 21 Nov 2026 10:00:00 GMT", Range="bytes=0-9") == (200, size)
    assert ask(If_Match=own, Range="bytes=0-9") == (206, 10)
    assert ask(If_Match="*") == (200, size)
    assert ask(If_Match=other, Range="bytes=0-9")[0] == 412
    assert ask(If_Match=f"W/{own}")[0] == 412
    assert ask(If_None_Match=own, Range="bytes=0-9") == (304, 0)
    assert ask(If_None_Match=other, Range="bytes=0-9") == (206, 10)


def test_archive_read_by_ranges_alone(client, whole):
    """A PMTiles reader that only asks ranges finds the same tiles."""

    def get_bytes(offset, length):
        answer = client.get(ARCHIVE, headers={"Range": f"bytes={offset}-{offset + length - 1}"})
        assert answer.status_code == 206
        return answer.content

    assert Reader(get_bytes).get(10, 530, 332) == Reader(MemorySource(whole)).get(10, 530, 332)


def test_archive_paths(client):
    for path in (
        "/v1/archives/haltes",
        "/v1/archives/",
        "/v1/archives/nergens.pmtiles",
        "/v1/archives/leeftijd_buurt.pmtiles",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get("/v1/archives/../../geheim.pmtiles").status_code == 404
    assert client.get("/v1/archives/%2e%2e%2fgeheim.pmtiles").status_code == 404
    assert client.get("/v1/archives/zorgaanbieders.pmtiles").status_code == 410
    assert client.get("/v1/archives/buurten.pmtiles?v=1").headers["etag"] == '"buurten-1"'


def test_source_with_leaf_directories(tmp_path, layers):
    """Thirty thousand tiles need leaf directories; a run of equal tiles is one entry."""
    path = tmp_path / "veel-1.pmtiles"
    tiles = {}
    with path.open("wb") as file:
        writer = Writer(file)
        for number, (x, y) in enumerate(
            sorted(itertools.product(range(180), repeat=2), key=lambda p: zxy_to_tileid(8, *p))
        ):
            tiles[x, y] = gzip.compress(
                b"gelijk" if number < 500 else f"{x}/{y}".encode() * (number % 7 + 1), mtime=0
            )
            writer.write_tile(zxy_to_tileid(8, x, y), tiles[x, y])
        layers.write(writer, 8, 8, {}, {"vector_layers": []})
    source = TileSource(path, path.stat().st_size)
    assert all(source.tile(8, x, y) == data for (x, y), data in tiles.items())
    assert source.tile(8, 255, 255) is None
    assert source.tile(0, 0, 0) is None


@pytest.mark.parametrize("content", [b"", b"x" * 200, b"PMTiles\x02" + bytes(200)])
def test_file_that_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "stuk.pmtiles"
    path.write_bytes(content)
    with pytest.raises((ValueError, OSError)):
        TileSource(path, len(content))


def test_archive_cut_short_is_503(own, serve):
    path = own.tiles / "haltes-2.pmtiles"
    path.write_bytes(path.read_bytes()[:-10])
    with serve(own.settings()) as client:
        for url in (TILE, ARCHIVE, "/v1/collections/haltes/tilejson"):
            answer = client.get(url)
            assert answer.status_code == 503, url
            assert answer.headers["retry-after"]
