"""What is measured: counted by template, true, and on an address of its own."""

import asyncio
import re

import httpx
import pytest

from geo_api.http import exposition
from geo_api.http.measured import NONE, SECONDS, Requests

LINE = re.compile(r'([a-z_]+)(\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+\})? (-?[0-9.e+-]+|NaN|\+Inf)')


def read(text):
    """Numbers by name and labels; refuses what a scraper would refuse."""
    assert text.endswith("\n")
    found, kinds = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in kinds
            kinds[name] = kind
        elif not line.startswith("# HELP "):
            match = LINE.fullmatch(line)
            assert match, line
            name = match[1]
            base = re.sub(r"_(bucket|sum|count)$", "", name)
            assert name in kinds or kinds.get(base) == "histogram", line
            if kinds.get(name) == "counter":
                assert name.endswith("_total")
            labels = tuple(re.findall(r'([a-z]+)="((?:[^"\\]|\\.)*)"', match[2] or ""))
            assert (name, labels) not in found, line
            found[name, labels] = float(match[3])
    return found


def look(client, metrics, path="/metrics", host="127.0.0.1"):
    async def ask():
        transport = httpx.ASGITransport(metrics)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as asking:
            return await asking.get(path)

    return client.run(ask())


@pytest.fixture
def served(place, measured):
    """A client, the numbers of the service it asks, and what tells them."""
    with measured(place.settings()) as (client, metrics):
        yield client, lambda: read(look(client, metrics).text), metrics


def routes(numbers):
    return {dict(labels)["route"] for name, labels in numbers if name == "woonzorg_requests_total"}


def test_requests_count_by_template_and_never_by_path(served):
    client, numbers, _ = served
    asked = {
        "/v1": "/v1",
        "/v1/collections": "/v1/collections",
        "/v1/collections/buurten": "/v1/collections/{laag}",
        "/v1/collections/geheim-getal": "/v1/collections/{laag}",
        "/v1/collections/buurten/items?buurtnaam=geheim": "/v1/collections/{laag}/items",
        "/v1/collections/buurten/items/geheim": "/v1/collections/{laag}/items/{feature_id:path}",
        "/v1/collections/buurten/tiles/WebMercatorQuad/10/332/530": (
            "/v1/collections/{laag}/tiles/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}"
        ),
        "/v1/collections/geheim/tiles/geheim/1/2/3": (
            "/v1/collections/{laag}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}"
        ),
        "/v1/archives/haltes.pmtiles": "/v1/archives/{laag}.pmtiles",
        "/v1/downloads/haltes.csv": "/v1/downloads/{laag}.{vorm}",
        "/v1/releases/1": "/v1/releases/{nummer}",
        "/health/live": "/health/live",
        "/lagen/buurten": "/lagen/{laag}",
        "/geheim": NONE,
        "/v1/geheim/x": NONE,
        "/": "/",
    }
    for path in asked:
        client.get(path)
    client.request("GEHEIM", "/v1")
    found = numbers()
    assert routes(found) == set(asked.values())
    assert not [key for key in found if "geheim" in str(key).lower()]
    layer = ("method", "GET"), ("route", "/v1/collections/{laag}")
    assert found["woonzorg_requests_total", (*layer, ("status", "200"))] == 1
    assert found["woonzorg_requests_total", (*layer, ("status", "404"))] == 1
    other = (("method", "andere"), ("route", NONE), ("status", "405"))
    assert found["woonzorg_requests_total", other] == 1


def test_the_histogram_adds_up(served):
    client, numbers, _ = served
    for _ in range(5):
        client.get("/v1/collections")
    found = numbers()
    route = ("route", "/v1/collections")
    name = "woonzorg_request_duration_seconds"
    bounds = [found[f"{name}_bucket", (route, ("le", str(bound)))] for bound in SECONDS]
    assert bounds == sorted(bounds)
    assert found[f"{name}_bucket", (route, ("le", "+Inf"))] == 5
    assert found[f"{name}_count", (route,)] == 5
    assert 0 < found[f"{name}_sum", (route,)] < 60
    assert found["woonzorg_requests_in_progress", ()] == 0


def test_a_bound_holds_what_is_equal_to_it():
    requests = Requests()
    for seconds in (0.005, 0.0051, 10.0, 11.0):
        requests.add("GET", "/", 200, seconds)
    bounds, total = requests.spent["/"]
    assert bounds == [1, 1, *[0] * 8, 1, 1]
    assert total[0] == pytest.approx(21.0101)


def test_what_is_kept_is_counted(served):
    client, numbers, _ = served
    tile = "/v1/collections/buurten/tiles/WebMercatorQuad/10/332/530"
    packed = {"Accept-Encoding": "gzip"}
    for _ in range(3):
        client.get(tile)
        client.get("/v1/collections", headers=packed)
        client.get("/v1/downloads/haltes.geojson")
    found = numbers()
    for name in ("tiles", "compressed"):
        assert found["woonzorg_cache_hits_total", (("cache", name),)] == 2, name
        assert found["woonzorg_cache_misses_total", (("cache", name),)] == 1, name
    assert found["woonzorg_cache_hits_total", (("cache", "downloads"),)] >= 2


def test_connections_and_ages_are_told(served):
    client, numbers, _ = served
    client.get("/v1/collections/buurten/items")
    found = numbers()
    busy = found["woonzorg_database_connections", (("state", "busy"),)]
    idle = found["woonzorg_database_connections", (("state", "idle"),)]
    most = found["woonzorg_database_connections_max", ()]
    assert 0 <= busy <= most == 10
    assert 1 <= busy + idle <= most
    assert found["woonzorg_database_waiting", ()] == 0
    assert found["woonzorg_database_reachable", ()] == 1
    assert found["woonzorg_release", ()] == 2
    layers = ("buurten", "haltes", "leeftijd_buurt", "draaglast")
    for layer in layers:
        assert 0 <= found["woonzorg_layer_version_age_seconds", (("layer", layer),)] < 3600
    day = 24 * 3600
    old = found["woonzorg_layer_peildatum_age_seconds", (("layer", "haltes"),)]
    new = found["woonzorg_layer_peildatum_age_seconds", (("layer", "buurten"),)]
    assert old - new == pytest.approx(730 * day, abs=1)  # 2022-01-01 to 2024-01-01


def test_a_busy_connection_shows_while_it_is(own, measured):
    with own.connect() as db:
        db.execute(
            "CREATE OR REPLACE VIEW pub.haltes AS SELECT h.* FROM store.haltes AS h, pg_sleep(1)"
        )
    with measured(own.settings()) as (client, metrics):

        async def during():
            slow = asyncio.create_task(client._client.get("/v1/collections/haltes/items"))
            await asyncio.sleep(0.5)
            told = await _text(metrics)
            await slow
            return read(told)

        found = client.run(during())
        assert found["woonzorg_database_connections", (("state", "busy"),)] == 1
        assert found["woonzorg_requests_in_progress", ()] == 1


async def _text(metrics):
    transport = httpx.ASGITransport(metrics)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
        return (await asking.get("/metrics")).text


def test_the_public_address_shows_no_measurements(client):
    for path in ("/metrics", "/v1/metrics", "/health/metrics"):
        assert client.get(path).status_code == 404


def test_the_own_address_shows_nothing_else_and_only_to_its_name(served):
    client, _, metrics = served
    answer = look(client, metrics)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["cache-control"] == "no-store"
    assert look(client, metrics, "/v1/collections").status_code == 404
    assert look(client, metrics, host="elders.example").status_code == 421


def test_labels_are_escaped():
    family = exposition.gauge("a_b", "x", [({"laag": 'a"b\\c\nd'}, 1.5), ({}, 2)])
    assert exposition.text([family]) == (
        '# HELP a_b x\n# TYPE a_b gauge\na_b{laag="a\\"b\\\\c\\nd"} 1.5\na_b 2\n'
    )


def test_measurements_over_the_wire_on_loopback_only(place, processes):
    port = processes.free_port()
    with processes.start(
        place.api_dsn, place.tiles.parent, WOONZORG_METRICS_PORT=str(port)
    ) as process:
        httpx.get(f"{process.base}/v1/collections").raise_for_status()
        found = read(httpx.get(f"http://127.0.0.1:{port}/metrics").text)
        asked = (("method", "GET"), ("route", "/v1/collections"), ("status", "200"))
        assert found["woonzorg_requests_total", asked] == 1
        assert httpx.get(f"{process.base}/metrics").status_code == 404
        assert process.stop() == 0


def test_without_a_port_there_is_none(place):
    assert place.settings().metrics_port == 0
    with pytest.raises(ValueError, match="openbare poort"):
        place.settings(port=9100, metrics_port=9100)
