"""Requests made from the API's own description: whatever is asked, never a 5xx (P13).

Paths, parameters and their schemas come from `/v1/openapi.json`, so a new route or parameter is
asked too. Values are good ones, near misses and nonsense; one in ten requests has a parameter that
nobody described. 10,000 in a build, 100,000 with the long tests.
"""

import asyncio
import json
import random
import time
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geo_api.formats.known import FORMATS

AT_ONCE = 8
BATCH = 100
ALLOWED_5XX = {503}
"""Only where the description says so, and only as a time limit that is told."""

NONSENSE = [
    *("", " ", "0", "-1", "1e999", "NaN", "null", "true", "[]", "{}", "'", '"', "\x00", "\x7f"),
    *("%", "%s", "$1", "../..", "\\", "é", "\u202e", "🏠", "\ufffe", "a" * 300, "9" * 60, "-" * 80),
    *("1,2,3,4", "1;2", "<script>", "${7*7}", "' OR 1=1 --", "2024-02-30", "24:00:60", "id,id"),
]
DEAR = ("downloads", "openapi", "docs")
"""Takes long to make, and is asked less often."""
GOOD = {
    "limit": ["1", "2", "10"],
    "laag": ["buurten", "haltes", "leeftijd_buurt", "draaglast", "zorgaanbieders"],
    "feature_id": ["BU99990000", "000001", "BU99990119"],
    "vorm": list(FORMATS),
    "z": ["10", "11", "13"],
    "x": ["530", "531", "1062"],
    "y": ["332", "333", "664"],
    "bbox": ["6.5,53,6.7,53.2", "230000,570000,231000,571000", "170,50,-170,60"],
    "bbox-crs": ["http://www.opengis.net/def/crs/EPSG/0/28992", "EPSG:28992"],
    "crs": ["http://www.opengis.net/def/crs/EPSG/0/28992", "CRS84"],
    "filter": [
        "aantal_inwoners>100",
        "buurtnaam LIKE '%1%' OR aantal_inwoners IS NULL",
        "S_INTERSECTS(geometry,POINT(6.55 53.1))",
        '{"op":"=","args":[{"property":"buurtcode"},"BU99990000"]}',
        "NOT (aantal_inwoners BETWEEN 1 AND 9)",
        "CASEI(buurtnaam)=CASEI('x')",
        "aandeel_65plus_pct/0=1",
    ],
    "filter-lang": ["cql2-text", "cql2-json"],
    "datetime": ["2024-01-01", "../2023-01-01", "2024-01-01T00:00:00Z/.."],
    "sortby": ["aantal_inwoners", "-aantal_inwoners,buurtcode", "+id"],
    "properties": ["buurtnaam", "aantal_inwoners,buurtcode"],
    "v": ["1", "2", "10"],
    "peildatum": ["2022-01-01", "2024-01-01"],
    "release": ["1", "2"],
    "f": ["json", "csv", "jsonfg", "html"],
    "Range": ["bytes=0-10", "bytes=-5", "bytes=0-0,1-1"],
    "If-None-Match": ["*", '"x"'],
}


def value(source, name, schema):
    """A value of a parameter: mostly one that fits, sometimes not."""
    roll = source.random()
    if roll < 0.25:
        return source.choice(NONSENSE)
    known = [*GOOD.get(name, ()), *map(str, schema.get("enum", ()))]
    if known and roll < 0.9:
        return source.choice(known)
    if schema.get("type") in ("integer", "number"):
        least, most = schema.get("minimum", -5), schema.get("maximum", 10**6)
        return str(source.choice([least, most, least - 1, most + 1, source.randint(least, most)]))
    if schema.get("type") == "boolean":
        return source.choice(["true", "false"])
    return "".join(chr(source.randint(1, 0x2FF)) for _ in range(source.randint(0, 12)))


def operations(document):
    """Method, path, parameters and body schema of everything that is described."""
    base = document["servers"][0]["url"].removesuffix("/v1")
    for path, item in sorted(document["paths"].items()):
        start = item.get("servers", document["servers"])[0]["url"].removeprefix(base)
        for method in sorted(item.keys() & {"get", "post", "put", "delete", "patch"}):
            parts = [*item.get("parameters", ()), *item[method].get("parameters", ())]
            yield method.upper(), start + path, parts, set(item[method]["responses"])


def build(source, operation):
    """One request of an operation."""
    method, path, parameters, _ = operation
    query, headers = [], {}
    for part in parameters:
        name, place = part["name"], part["in"]
        text = value(source, name, part.get("schema", {}))
        if place == "path":
            path = path.replace(f"{{{name}}}", quote(text, safe="") or "%20")
        elif source.random() < 0.3:
            if place == "query":
                query += [(name, text)] * (2 if source.random() < 0.03 else 1)
            elif text.isascii() and text.isprintable():
                headers[name] = text
    if source.random() < 0.1:
        query.append((source.choice(["onbekend", "Limit", "", "q", "__proto__"]), "1"))
    if source.random() < 0.1:
        headers["Accept-Encoding"] = source.choice(["br", "gzip;q=0", "zstd, *;q=0.1", "\x01", "x"])
    body = None
    if method == "POST":
        body = source.choice(
            [b"", b"{}", b"[]", b"null", b"{", b"\xff", b'{"a":' * 500, b'{"x":1}']
        )
        headers["Content-Type"] = source.choice(["application/json", "text/plain", "x"])
    target = f"{path}?{urlencode(query, errors='replace')}" if query else path
    return method, target, {k: v for k, v in headers.items() if v.isprintable()}, body


@pytest.fixture(scope="module")
def quick(place, serve):
    """A service that gives up soon, so that a slow question costs the build little."""
    chosen = place.settings(export_wait_s=0.05, exports=1, statement_timeout_ms=1500)
    with serve(chosen) as found:
        yield found


async def _many(client, requests):
    """Ask several at once; no more than some, as browsers do."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(method, target, headers, body):
        async with free:
            return await client._client.request(method, target, headers=headers, content=body)

    return await asyncio.gather(*(one(*request) for request in requests))


def check(request, operation, answer):
    """What holds for every answer."""
    told = (request, answer.status_code, answer.text[:300])
    if answer.status_code >= 500:
        assert answer.status_code in ALLOWED_5XX, told
        assert {"503", "default"} & operation[3], told
        assert "retry-after" in answer.headers, told
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", told
        assert json.loads(answer.content)["status"] == answer.status_code, told
    assert "Traceback" not in answer.text[:2000], told


def ask(client, seed, number):
    """So many requests, the same for the same seed; gives how often each status came."""
    source = random.Random(seed)  # noqa: S311 - to try things, not to hide them
    known = list(operations(client.get("/v1/openapi.json").json()))
    weights = [0.1 if any(word in path for word in DEAR) else 1.0 for _, path, _, _ in known]
    seen: dict[int, int] = {}
    for start in range(0, number, BATCH):
        chosen = source.choices(known, weights, k=min(BATCH, number - start))
        requests = [build(source, operation) for operation in chosen]
        answers = client.run(_many(client, requests))
        for request, operation, answer in zip(requests, chosen, answers, strict=True):
            check(request, operation, answer)
            seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
    return seen


def test_ten_thousand_generated_requests(quick):
    begun = time.process_time()
    seen = ask(quick, 20261129, 10_000)
    assert sum(seen.values()) == 10_000
    # All kinds of answers came: it does not only knock on closed doors.
    assert seen[200] > 1000
    assert {400, 404, 410} <= set(seen)
    assert seen.get(503, 0) < 200, seen
    assert quick.get("/health/ready").status_code == 200
    print(f"{seen} in {time.process_time() - begun:.0f} s of processor time")  # noqa: T201 - shown with -s


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_thousand_generated_requests(quick, seed):
    assert sum(ask(quick, seed, 10_000).values()) == 10_000


PARAMETERS = sorted({name for name in GOOD if name not in ("laag", "x", "y", "z", "vorm")})


@given(
    st.lists(
        st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=40) | st.sampled_from(NONSENSE)),
        max_size=4,
    ),
    st.sampled_from(["buurten", "haltes", "leeftijd_buurt"]),
)
@settings(
    max_examples=300,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_in_any_parameter(quick, query, layer):
    """What fails is shrunk to the shortest request that does."""
    text = urlencode(query, errors="replace")
    answer: httpx.Response = quick.get(f"/v1/collections/{layer}/items?{text}")
    assert answer.status_code in (200, 400, 404, 410, 414), (text, answer.text)
