"""The real process under Granian: start, stop, slow clients, and GDAL as a client."""

import signal
import socket
import subprocess
import sys
import time

import httpx
import pyogrio
import pytest

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_cleanly(place, processes, number):
    with processes.start(place.api_dsn, place.tiles.parent) as process:
        assert httpx.get(f"{process.base}/health/ready").json()["status"] == "gereed"
        assert process.stop(number) == 0
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{process.base}/health/live")


def test_links_start_with_the_port_it_listens_on(process):
    document = httpx.get(f"{process.base}/v1").json()
    assert all(link["href"].startswith(process.base) for link in document["links"])


def test_head_range_and_version_over_the_wire(process):
    url = f"{process.base}/v1/archives/haltes.pmtiles"
    head = httpx.head(url)
    assert head.http_version == "HTTP/1.1"
    assert int(head.headers["content-length"]) > 10_000
    part = httpx.get(url, headers={"Range": "bytes=0-126"})
    assert (part.status_code, part.content[:7]) == (206, b"PMTiles")
    refused = httpx.get(url, headers={"Range": "bytes=999999999-"})
    assert refused.status_code == 416
    assert refused.headers["api-version"] == "1.0.0"
    tile = f"{process.base}/v1/collections/haltes/tiles/WebMercatorQuad/10/332/530"
    assert httpx.get(tile).headers["content-encoding"] == "gzip"
    assert (
        httpx.get(f"{process.base}/v1/collections/haltes/tiles/WebMercatorQuad/10/0/0").status_code
        == 204
    )


def test_slow_clients_are_cut_off_and_others_are_served(place, processes):
    """Two hundred clients that drip their headers do not hold up a normal one."""
    with processes.start(
        place.api_dsn, place.tiles.parent, WOONZORG_HEADER_TIMEOUT_MS="1500"
    ) as process:
        dripping = [socket.create_connection(("127.0.0.1", process.port)) for _ in range(200)]
        try:
            for connection in dripping:
                connection.sendall(b"GET /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ")
            start = time.monotonic()
            assert (
                httpx.get(f"{process.base}/v1/collections/haltes/items?limit=10").status_code == 200
            )
            assert time.monotonic() - start < 1
            dripping[0].settimeout(10)
            while dripping[0].recv(
                1000
            ):  # an answer that it took too long, or nothing; then the end
                pass
            assert time.monotonic() - start < 6
        finally:
            for connection in dripping:
                connection.close()


def run(**environment):
    import os

    kept = {name: value for name, value in os.environ.items() if not name.startswith("WOONZORG_")}
    return subprocess.run(
        [sys.executable, "-m", "geo_api"],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_taken_port_is_one_sentence(place, process):
    out = run(WOONZORG_API_DSN=place.api_dsn, WOONZORG_PORT=str(process.port))
    assert out.returncode == 1
    assert f"Poort {process.port} is al in gebruik" in out.stderr
    assert "Traceback" not in out.stderr


def test_missing_setting_is_one_sentence():
    out = run()
    assert out.returncode == 2
    assert "api_dsn" in out.stderr
    assert "Traceback" not in out.stderr


def test_gdal_reads_every_layer_in_rd(process, layers):
    """The OAPIF driver pages through a layer by our next links and gets RD as it is stored."""
    source = f"OAPIF:{process.base}/v1"
    assert {row[0] for row in pyogrio.list_layers(source)} == {laag.naam for laag in layers.ALL}
    meta, _, geometry, fields = pyogrio.raw.read(
        source, layer="haltes", PAGE_SIZE=1000, CRS="EPSG:28992"
    )
    assert meta["crs"] == "EPSG:28992"
    assert len(geometry) == layers.HALTES
    names = list(meta["fields"])
    assert {
        "haltecode",
        "haltenaam",
        "vertrekken_per_dag",
        "vertrekken_per_dag_status",
        "peildatum",
    } <= set(names)
    codes = fields[names.index("haltecode")]
    assert sorted(codes)[0] == "000001"  # ids stay text

    import shapely

    points = shapely.from_wkb(geometry)
    first = points[list(codes).index("000001")]
    assert (first.x, first.y) == (230037.125, 570053.5)


def test_gdal_filters_by_box_and_swaps_no_axis(process):
    frame = pyogrio.read_dataframe(
        f"OAPIF:{process.base}/v1",
        layer="buurten",
        bbox=(231010, 571010, 231990, 571990),
        CRS="EPSG:28992",
    )
    assert len(frame) == 4
    assert frame.crs.to_epsg() == 28992
    assert frame.geometry.area.round(2).tolist() == [250_000.0] * 4
    turned = pyogrio.read_dataframe(f"OAPIF:{process.base}/v1", layer="buurten", CRS="EPSG:4258")
    assert len(turned) == 120
    west, south, east, north = turned.total_bounds
    assert 6 < west < east < 7
    assert 53 < south < north < 54


def test_gdal_reads_the_archive_by_ranges(process):
    meta, _, geometry, _ = pyogrio.raw.read(
        f"/vsicurl/{process.base}/v1/archives/haltes.pmtiles", layer="haltes"
    )
    assert len(geometry) > 0
    assert "haltenaam" in list(meta["fields"])
