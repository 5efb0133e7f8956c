# ruff: noqa: S608 - every statement is made of constants of this file
"""The hostile requests of the threat table, row by row, against the public server as it runs.

Every one goes over a socket, byte for byte: no client tidies it up. It must be answered within
seconds, by a status that fits, in the words of a problem document, and the server must go on.
"""

import ast
import contextlib
import json
import math
import re
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
import pytest

from geo_api.filter.conditions import SPATIAL
from geo_api.settings import PACKAGE

HERE = Path(__file__).parent
ITEMS = "/v1/collections/buurten/items"
TILES = "/v1/collections/buurten/tiles/WebMercatorQuad"
ARCHIVE = "/v1/archives/haltes.pmtiles"
SECONDS = 5.0
"""A statement may take 3; more than this is a hang."""
GROWTH_MIB = 250
"""What the server may grow by while all of them are asked."""

ROWS = (
    "slow-loris",
    "deep CQL2",
    "names and values in filters",
    "LIKE bomb",
    "limit and bbox",
    "bad shapes",
    "range abuse",
    "forged host",
    "path traversal and odd tiles",
    "cross-origin",
    "method and content type",
    "long PostGIS call",
)
"""The table's rows; each has attacks here, or tests elsewhere that are named below."""

ELSEWHERE = {
    "slow-loris": [
        ("test_server.py", "test_slow_clients_are_cut_off_and_others_are_served"),
        ("test_disconnect.py", "test_body_has_a_size_and_a_time"),
    ],
    "deep CQL2": [
        ("test_filter.py", "test_what_is_no_filter_is_refused_with_one_sentence"),
        ("test_filter.py", "test_any_text_is_answered_or_refused"),
    ],
    "range abuse": [("test_tiles.py", "test_range_that_cannot_be_served_is_416")],
    "forged host": [("test_http.py", "test_links_never_follow_the_request")],
    "long PostGIS call": [
        ("test_disconnect.py", "test_query_stops_when_a_reader_of_the_real_server_leaves")
    ],
}


@dataclass(frozen=True)
class Attack:
    """One request.

    Attributes:
        row: of the table.
        name: what is special about it.
        target: path and query, as they go over the wire.
        statuses: with which it may be answered.
        method, headers, body: the rest of it; a header of None is left out.
        absent: what may stand nowhere in the answer.
    """

    row: str
    name: str
    target: str
    statuses: tuple[int, ...] = (400,)
    method: str = "GET"
    headers: dict[str, str | None] = field(default_factory=dict)
    body: bytes = b""
    absent: tuple[str, ...] = ()


def filtered(row: str, name: str, text: str, *statuses: int, more: str = "") -> Attack:
    """A filter in CQL2 text, or JSON when it begins with a brace."""
    kind = "cql2-json" if text.startswith("{") else "cql2-text"
    target = f"{ITEMS}?limit=1&filter-lang={kind}{more}&filter={quote(text, safe='')}"
    return Attack(row, name, target, statuses or (400,))


def nested(op: str, depth: int) -> str:
    inner: Any = {"op": "=", "args": [{"property": "aantal_inwoners"}, 1]}
    for _ in range(depth):
        inner = {"op": op, "args": [inner] if op == "not" else [inner, inner["args"][-1]]}
    return json.dumps(inner, separators=(",", ":"))


def ring(points: list[tuple[float, float]]) -> str:
    return "POLYGON((" + ",".join(f"{x:.3f} {y:.3f}" for x, y in [*points, points[0]]) + "))"


def star(count: int) -> str:
    """A ring that crosses itself as often as it can, round the test gemeente."""
    turn = 2 * math.pi * (count // 2) / count
    corners = (
        (6.55 + 0.1 * math.cos(turn * i), 53.1 + 0.1 * math.sin(turn * i)) for i in range(count)
    )
    return ring(list(corners))


INSIDE = "S_INTERSECTS(geometry,{})"
BOX = ring([(6.5, 53.0), (6.6, 53.0), (6.6, 53.1)])
TOO_LONG = (400, 414, 431)

DEEP = [
    filtered("deep CQL2", f"{'NOT(' * 3} x {n} in text", "NOT(" * n + "a=1" + ")" * n)
    for n in (41, 300)
]
DEEP += [
    filtered("deep CQL2", f"{n} brackets", "(" * n + "a=1" + ")" * n, *TOO_LONG)
    for n in (17, 1000, 1600)
]
DEEP += [
    filtered("deep CQL2", "a bracket that never closes", "(" * 1300, *TOO_LONG),
    filtered("deep CQL2", "a row of signs", "a=" + "-" * 1300 + "1", *TOO_LONG),
    filtered("deep CQL2", "JSON, 60 deep", nested("not", 60)),
    filtered("deep CQL2", "lists in JSON", '{"op":' + "[" * 1200, *TOO_LONG),
    filtered("deep CQL2", "wide", " OR ".join(["aantal_inwoners=1"] * 51)),
    filtered("deep CQL2", "a long IN", f"aantal_inwoners IN ({','.join(['1'] * 101)})"),
    filtered("deep CQL2", "powers of powers", "aantal_inwoners=" + "^".join(["9"] * 40), 400),
    filtered("deep CQL2", "more than four thousand letters", "a" * 4097, *TOO_LONG),
]

_NAMES = [
    "1=1;DROP TABLE pub.release",
    "'; DROP TABLE pub.release; --",
    "aantal_inwoners) OR (1=1",
    '"aantal_inwoners"" OR 1=1 --"=1',
    "pg_sleep(5)=1",
    "version=1",
    "aаntal_inwoners=1",
    "aantal_inwoners=1\x00",
    "aantal_inwoners=$1",
    "aantal_inwoners=%s",
    "aantal_inwoners='1'::int",
    "(SELECT 1)=1",
    "aantal_inwoners=(SELECT count(*) FROM log.fetch)",
    "__class__=1",
]
NAMES = [filtered("names and values in filters", repr(text)[:40], text) for text in _NAMES]
NAMES += [
    filtered("names and values in filters", f"text {text!r}", f"buurtnaam='{text}'", 200, 400)
    for text in ("''; DROP TABLE x; --", "\\", "%s", "$1", "{0}", "🏠" * 50, "\u202e", "''''")
]
NAMES += [
    Attack(
        "names and values in filters",
        f"{name}={text[:20]!r}",
        f"{ITEMS}?{name}={quote(text)}",
        (400, 404, 410, 200),
    )
    for name in ("properties", "sortby", "aantal_inwoners", "datetime", "crs", "bbox-crs", "cursor")
    for text in ("'; DROP TABLE x", "\x00", "../../etc/passwd", "-" * 900, "id,id,id", "a" * 3000)
]
NAMES += [
    Attack(
        "names and values in filters",
        "hundreds of parameters",
        f"{ITEMS}?" + "&".join(f"p{n}=" for n in range(600)),
        TOO_LONG,
    )
]

LIKES = [
    filtered("LIKE bomb", "five wildcards", "buurtnaam LIKE '%a%b%c%d%e'"),
    filtered("LIKE bomb", "65 letters", f"buurtnaam LIKE '{'a' * 65}'"),
    filtered("LIKE bomb", "underscores", f"buurtnaam LIKE '{'_' * 64}'"),
    filtered("LIKE bomb", "the most there may be", "buurtnaam LIKE '%a%a%a%'", 200),
    filtered("LIKE bomb", "a regex stays text", "buurtnaam LIKE '(a+)+$'", 200),
    filtered("LIKE bomb", "ends in the escape sign", "buurtnaam LIKE 'a\\'", 200, 400),
]

_LIMITS = {
    "limit=1000000000": 200,
    "limit=" + "9" * 400: 200,
    "limit=0": 400,
    "limit=-1": 400,
    "limit=1e9": 400,
    "limit=1.0": 400,
    "limit=NaN": 400,
    "limit=": 400,
    "limit=%D9%A1": 400,  # an Arabic one
    "limit=1&limit=2": 400,
    "offset=-1": 400,
    "offset=999999999999": 400,
    "bbox=NaN,NaN,NaN,NaN": 400,
    "bbox=Infinity,0,1,1": 400,
    "bbox=1e999,0,1,1": 400,
    "bbox=1,2,3": 400,
    "bbox=6.5,53,0,6.6,53.1,9": 200,
    "bbox=170,50,-170,60": 200,
    "bbox=6.6,53.2,6.5,53.1": 400,
    "bbox=0,60,1,50": 400,
    "bbox=-9e99,-9e99,9e99,9e99": 200,
    "bbox=1,1,1,1&bbox-crs=http://elders.invalid/x": 400,
}
LIMITS = [
    Attack("limit and bbox", text[:40], f"{ITEMS}?{text}", (status,))
    for text, status in _LIMITS.items()
]

_SHAPES = {
    "a bow-tie": (ring([(6.5, 53.0), (6.6, 53.1), (6.6, 53.0), (6.5, 53.1)]), (200, 400)),
    "a ring of two points": ("POLYGON((6 53,6 53))", (400,)),
    "an open ring": ("POLYGON((6 53,7 53,7 54,6 52))", (400,)),
    "not a number": ("POINT(NaN 53)", (400,)),
    "beyond any number": ("POINT(1e400 53)", (400,)),
    "outside the world": ("POINT(900 900)", (200, 400)),
    "nothing": ("POLYGON EMPTY", (200, 400)),
    "a height": ("POINT Z(6 53 1)", (200, 400)),
    "a curve": ("CIRCULARSTRING(0 0,1 1,2 0)", (400,)),
    "collections in collections": ("GEOMETRYCOLLECTION(" * 40 + "POINT(0 0)" + ")" * 40, (400,)),
    "half a shape": ("POLYGON((6 53", (400,)),
    "a shape with code": ("POINT(6 53)'); SELECT pg_sleep(5); --", (400,)),
    "501 points": (f"LINESTRING({','.join(['6 53'] * 501)})", TOO_LONG),
    "a star": (star(61), (200, 400)),
}
SHAPES = [
    filtered("bad shapes", name, INSIDE.format(text), *statuses)
    for name, (text, statuses) in _SHAPES.items()
]
SHAPES += [
    filtered(
        "bad shapes",
        name,
        json.dumps({"op": "s_intersects", "args": [{"property": "geometry"}, shape]}),
    )
    for name, shape in {
        "GeoJSON without coordinates": {"type": "Polygon"},
        "GeoJSON of text": {"type": "Point", "coordinates": ["6", "53"]},
        "GeoJSON, 30 deep": {"type": "Polygon", "coordinates": json.loads("[" * 30 + "]" * 30)},
        "an unknown kind": {"type": "Kubus", "coordinates": [0, 0]},
        "no shape": 7,
    }.items()
]

RANGES = [
    Attack("range abuse", text[:30], ARCHIVE, statuses, headers={"Range": text})
    for text, statuses in {
        "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 2000, 2)): (416, 431),
        "bytes=0-0,0-0,0-0": (416,),
        "bytes=" + "0-," * 500: (416, 200),
        "bytes=99999999999999999999-": (416, 200),
        "bytes=-0": (416,),
        "bytes=9-1": (200,),
        "bytes=a-b": (200,),
        "regels=0-1": (200,),
        "bytes=0-" + "9" * 3000: (200, 206),
    }.items()
]
RANGES += [
    Attack(
        "range abuse",
        "of an answer that has no ranges",
        ITEMS,
        (200,),
        headers={"Range": "bytes=" + ",".join(["0-1"] * 200)},
    )
]

EVIL = "kwaad.invalid"
HOSTS = [
    Attack("forged host", repr(host), "/v1", statuses, headers={"Host": host}, absent=(EVIL,))
    for host, statuses in {
        EVIL: (421,),
        f"127.0.0.1.{EVIL}": (421,),
        f"127.0.0.1@{EVIL}": (400, 421),
        f"127.0.0.1:8000@{EVIL}": (400, 421),
        "127.0.0.1/../beheer": (400, 421),
        "": (400, 421),
        "127.0.0.1:": (200, 400, 421),
        "127.0.0.1:99999999": (200, 400, 421),
        f"127.0.0.1, {EVIL}": (400, 421),
    }.items()
]
HOSTS += [
    Attack("forged host", "none", "/v1", (400, 421), headers={"Host": None}),
    Attack(
        "forged host", "an absolute target", f"http://{EVIL}/v1", (200, 400, 421), absent=(EVIL,)
    ),
    Attack(
        "forged host",
        "by the headers of a proxy",
        "/v1",
        (200,),
        headers={
            "X-Forwarded-Host": EVIL,
            "X-Forwarded-Proto": "gopher",
            "X-Original-URL": "/v1/releases",
            "Forwarded": f"host={EVIL}",
        },
        absent=(EVIL, "gopher"),
    ),
]

_PATHS = {
    "/static/../../settings.py": (404,),
    "/static/%2e%2e/%2e%2e/settings.py": (404,),
    "/static/..%2f..%2fsettings.py": (404,),
    "/static/%00": (404,),
    "/static//etc/passwd": (404,),
    "/v1/archives/../../etc/passwd": (404,),
    "/v1/archives/..%2f..%2fcluster.json": (404,),
    "/v1/archives/haltes-2.pmtiles/../../x": (404,),
    "/v1/archives/%2e%2e%2fhaltes.pmtiles": (404,),
    "/v1/downloads/../../../etc/passwd.csv": (404,),
    "/v1/downloads/buurten.exe": (404,),
    "/v1/downloads/buurten.csv.csv": (404,),
    "/v1/collections/..%2f..%2fpub/items": (404,),
    "/v1/collections/pub.release/items": (404,),
    "/v1/collections/" + "a" * 3000: (404,),
    "/v1//collections": (404,),
    "//v1/collections": (404, 400),
    "/v1/collections/buurten/items/%00": (404,),
    "/v1/collections/buurten/items/" + "%F0%9F%8F%A0" * 200: (404,),
    "/v1/collections/buurten/items/%ff%fe": (404, 400),
    "/v1/%": (404, 400),
}
PATHS = [
    Attack("path traversal and odd tiles", path[:50], path, statuses)
    for path, statuses in _PATHS.items()
]
PATHS += [
    Attack("path traversal and odd tiles", f"tile {tile}", f"{TILES}/{tile}", (404,))
    for tile in (
        *("-1/0/0", "10/-1/0", "10/1024/0", "10/0/1024", "99/0/0", "10/0x1/1", "10/1e3/1"),
        *(
            "10/1.0/1",
            "010/1/1",
            f"10/{'9' * 400}/1",
            "10/%D9%A1/1",
            "10/1",
            "10/1/1/1",
            "10/1/1.mvt",
        ),
        *("NaN/0/0", "10//1", "../../../release"),
    )
]

ORIGIN = {"Origin": "https://elders.invalid"}
CROSS = [
    Attack(
        "cross-origin",
        "with a cookie and a token",
        "/v1/collections",
        (200,),
        headers=ORIGIN | {"Cookie": "woonzorg-beheer=x", "Authorization": "Bearer x"},
        absent=("access-control-allow-credentials", "set-cookie"),
    ),
    Attack(
        "cross-origin",
        "asks for a method that is not there",
        ITEMS,
        (204,),
        "OPTIONS",
        ORIGIN | {"Access-Control-Request-Method": "DELETE"},
        absent=("delete", "access-control-allow-credentials"),
    ),
    Attack(
        "cross-origin", "origin null", "/v1", (200,), headers={"Origin": "null"}, absent=("null\r",)
    ),
]

METHODS = [
    Attack("method and content type", method, ITEMS, (405, 400, 501), method)
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "TRACK", "PROPFIND", "get", "GE T")
]
METHODS += [
    Attack(
        "method and content type",
        "a body with GET",
        "/v1",
        (200, 400, 413),
        headers={"Content-Length": "300000", "Content-Type": "application/x-bom"},
        body=b"x" * 300_000,
    ),
    Attack(
        "method and content type",
        "another method in a header",
        ITEMS,
        (200,),
        headers={"X-HTTP-Method-Override": "DELETE"},
    ),
    Attack(
        "method and content type", "9 kB of headers", "/v1", (400, 431), headers={"X-A": "a" * 9000}
    ),
    Attack(
        "method and content type",
        "a length that is none",
        "/v1",
        (400,),
        "POST",
        headers={"Content-Length": "-5"},
    ),
    Attack(
        "method and content type",
        "two lengths",
        "/v1",
        (400, 405),
        "POST",
        headers={"Content-Length": "5", "Transfer-Encoding": "chunked"},
        body=b"0\r\n\r\n",
    ),
]

LONG = [
    filtered(
        "long PostGIS call",
        "every relation with a star",
        " OR ".join(f"{name}(geometry,{star(9)})" for name in _NAMED),
        *(200, 400, 503),
    )
    for _NAMED in (("S_CROSSES", "S_OVERLAPS", "S_TOUCHES", "S_WITHIN"), ("S_DISJOINT", "S_EQUALS"))
]
LONG += [
    filtered("long PostGIS call", "powers", "aantal_inwoners^99^99>1", 200, 400),
    filtered(
        "long PostGIS call",
        "accents of everything",
        f"ACCENTI(buurtnaam) LIKE ACCENTI('%{'é' * 9}%')",
        200,
        400,
    ),
]

ATTACKS = [
    *(*DEEP, *NAMES, *LIKES, *LIMITS, *SHAPES, *RANGES, *HOSTS, *PATHS, *CROSS, *METHODS),
    *LONG,
]


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    head: str
    body: bytes
    seconds: float


def send(port: int, attack: Attack) -> Answered:
    """The request as bytes on a socket of its own."""
    told: dict[str, str | None] = {"Host": f"127.0.0.1:{port}", "Connection": "close"}
    lines = [
        f"{name}: {value}" for name, value in (told | attack.headers).items() if value is not None
    ]
    start = f"{attack.method} {attack.target} HTTP/1.1"
    text = "\r\n".join([start, *lines, "", ""]).encode("utf-8") + attack.body
    begun = time.monotonic()
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS * 2) as connection:
        try:
            connection.sendall(text)
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionError:
            pass  # refused while it was still being sent
    head, _, body = received.partition(b"\r\n\r\n")
    found = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    status = int(found.group(1)) if found else 0
    return Answered(status, head.decode("latin-1").lower() + "\r", body, time.monotonic() - begun)


def memory_mib(pid: int) -> float:
    """What a process holds now."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024


@pytest.fixture(scope="module")
def server(place, processes):
    """A server of our own, so that what it holds afterwards is ours."""
    with processes.start(place.api_dsn, place.tiles.parent) as found:
        yield found


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.row}: {attack.name}")
def test_attack(server, attack):
    answer = send(server.port, attack)
    refused_unread = answer.status == 0 and 400 in attack.statuses  # the server hung up
    assert answer.status in attack.statuses or refused_unread, answer
    assert answer.seconds < SECONDS
    assert server.popen.poll() is None
    for word in attack.absent:
        assert word not in answer.head
        assert word.encode() not in answer.body
    for word in (b"Traceback", b"psycopg", b"SELECT ", b"/geo_api/"):
        assert word not in answer.body
    ours = "api-version" in answer.head  # what is no HTTP at all is answered by the server itself
    if ours and answer.status >= 400 and attack.method != "HEAD":
        assert "content-type: application/problem+json" in answer.head
        assert "cache-control: no-store" in answer.head
        assert json.loads(answer.body)["status"] == answer.status


def test_the_server_goes_on_within_its_memory(server):
    """All of them once more, at once and twice over; then a normal question in a normal time."""
    before = memory_mib(server.popen.pid)
    for attack in ATTACKS * 2:
        send(server.port, attack)
    begun = time.monotonic()
    assert httpx.get(f"http://127.0.0.1:{server.port}{ITEMS}?limit=10").status_code == 200
    assert time.monotonic() - begun < 2
    assert memory_mib(server.popen.pid) - before < GROWTH_MIB


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_attacked(row):
    """A row without attacks has tests elsewhere, and those are there."""
    named = ELSEWHERE.get(row, [])
    assert named or any(attack.row == row for attack in ATTACKS)
    for file, name in named:
        tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
        names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in names, (file, name)
    assert {attack.row for attack in ATTACKS} | set(ELSEWHERE) == set(ROWS)


RELATIONS = sorted(set(SPATIAL.values()))
JAGGED = ring(
    [
        (6.55 + r * math.cos(i * math.pi / 249), 53.1 + r * math.sin(i * math.pi / 249))
        for i in range(498)
        for r in [0.05 if i % 2 else 0.1]
    ]
)
"""As many points as a filter may hold, and valid."""


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda text: text.partition("(")[0])
@pytest.mark.parametrize("shape", [JAGGED, star(499)], ids=["jagged", "crossing itself"])
def test_a_long_postgis_call_ends_at_its_time(place, relation, shape):
    """The worst shapes a filter may hold, for more features than time: this build lets go."""
    call = relation.format("geometry", "ring")
    made = f"ST_Transform(ST_GeomFromText('{shape}', 4326), 28992)"
    rows = "pub.buurten, generate_series(1, 1000000)"
    query = f"WITH one AS MATERIALIZED (SELECT {made} AS ring) SELECT count(*) FROM one, {rows}"
    with place.connect() as db:
        db.execute("SET statement_timeout = '500ms'")
        begun = time.monotonic()
        with contextlib.suppress(psycopg.errors.QueryCanceled, psycopg.errors.InternalError_):
            db.execute(f"{query} WHERE {call}")
        assert time.monotonic() - begun < SECONDS
        assert db.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("call", ["ST_MakeValid", "ST_Node", "ST_UnaryUnion", "ST_Polygonize"])
def test_no_statement_of_the_api_repairs_shapes(call):
    """PostGIS 3.3 with GEOS 3.11 ends its server process when ST_MakeValid is stopped halfway.

    A statement limit does stop it, so one request would cut off every reader. What is drawn is
    checked before it goes to the database, and what is published is repaired by the pipeline.
    """
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.sql")]
    assert sources
    for path in sources:
        text = path.read_text(encoding="utf-8")
        assert not re.search(rf"\b{call}\s*\(", text, re.IGNORECASE), path
