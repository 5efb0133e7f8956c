"""Compressed answers: the same bytes, tags of their own, and only what the client takes."""

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from geo_api.http import encodings
from geo_api.http.memory import OVERHEAD, Memory

BASE = {"Accept-Encoding": "identity"}
PATHS = [
    "/",
    "/lagen/buurten",
    "/v1/openapi.json",
    "/v1/collections",
    "/v1/collections/buurten/schema",
    "/v1/collections/buurten/items?limit=50",
    "/v1/collections/buurten/items/BU99990000",
]
TAKES = st.dictionaries(
    st.sampled_from(["br", "zstd", "gzip", "identity", "*", "deflate"]),
    st.sampled_from(["", ";q=0", ";q=0.5", "; q=1", ";q=0.001", ";q=x", ";q=2"]),
)
UNPACK = {
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
    "gzip": gzip.decompress,
    "identity": bytes,
}


def ask(client, path, accepted, method="GET", **headers):
    """An answer with its body as it went over the wire."""

    async def asking():
        asked = {"Accept-Encoding": accepted, **headers}
        async with client._client.stream(method, path, headers=asked) as answer:
            raw = b"".join([piece async for piece in answer.aiter_raw()])
        return answer, raw

    return client.run(asking())


@given(TAKES, st.one_of(st.none(), st.integers(0, 2**20)))
def test_what_is_chosen_is_taken(takes, size):
    header = ", ".join(name + weight for name, weight in takes.items())
    weights = encodings.accepted(header)
    name, _ = encodings.best(weights, size)
    assert name in weights
    assert weights[name] == max(weights.values())
    refused = {name for name, weight in takes.items() if weight in (";q=0", ";q=x", ";q=2")}
    assert not (refused - {"identity"}) & {name}


@given(st.text(max_size=60))
def test_any_header_is_read(header):
    assert encodings.best(encodings.accepted(header), 1000)[0] in UNPACK


@given(st.binary(max_size=4000), st.sampled_from(["br", "zstd", "gzip"]))
def test_what_is_packed_unpacks_to_what_went_in(body, name):
    assert UNPACK[name](encodings.compress(name, 3, body)) == body


@given(st.lists(st.tuples(st.integers(0, 20), st.binary(max_size=3000))))
def test_memory_stays_within_its_limit(puts):
    memory = Memory(20_000)
    for key, body in puts:
        memory.put(key, body)
        assert memory.size <= memory.limit
        assert memory.get(key) == (body if len(body) + OVERHEAD <= 5000 else None)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip"])
@pytest.mark.parametrize("path", PATHS)
def test_variant_is_the_plain_answer_smaller(client, path, encoding):
    for _ in range(20):  # a page of objects holds its second: the two must fall in the same one
        plain, body = ask(client, path, "identity")
        packed, raw = ask(client, path, encoding)
        own = plain.headers["etag"]
        if packed.headers["etag"] == f'{own[:-1]}+{encoding}"':
            break
    assert packed.headers["etag"] == f'{own[:-1]}+{encoding}"'
    assert packed.headers["content-encoding"] == encoding
    assert "content-encoding" not in plain.headers
    assert "etag" in plain.headers
    for answer in (plain, packed):
        assert "accept-encoding" in answer.headers["vary"].lower()
    assert len(raw) == int(packed.headers["content-length"]) < len(body)
    unpacked = UNPACK[encoding](raw)
    if "items?" not in path:
        assert unpacked == body
    else:
        assert unpacked.partition(b'"features"')[2] == body.partition(b'"features"')[2]


@pytest.mark.parametrize("path", PATHS)
def test_held_variant_is_confirmed_and_only_while_taken(client, path):
    packed, _ = ask(client, path, "br")
    held = {"If-None-Match": packed.headers["etag"]}
    again, body = ask(client, path, "gzip, br", **held)
    assert (again.status_code, body) == (304, b"")
    assert again.headers["etag"] == packed.headers["etag"]
    assert "accept-encoding" in again.headers["vary"].lower()
    assert ask(client, path, "gzip", **held)[0].status_code == 200
    plain, _ = ask(client, path, "identity")
    both = {"If-None-Match": f'"x", {plain.headers["etag"]}'}
    assert ask(client, path, "br", **both)[0].status_code == 304


def test_head_is_get_of_the_same_variant(client):
    got, _ = ask(client, "/v1/collections", "zstd")
    head, body = ask(client, "/v1/collections", "zstd", method="HEAD")
    assert body == b""
    for name in ("etag", "content-length", "content-encoding", "vary"):
        assert head.headers[name] == got.headers[name]


def test_tiles_archives_and_problems_pass_as_they_are(client):
    tile = "/v1/collections/buurten/tiles/WebMercatorQuad/10/332/530"
    assert ask(client, tile, "br, gzip")[0].headers["content-encoding"] == "gzip"
    archive, _ = ask(client, "/v1/archives/buurten.pmtiles", "br, gzip")
    assert "content-encoding" not in archive.headers
    problem, _ = ask(client, "/v1/nergens", "br, gzip")
    assert "content-encoding" not in problem.headers


def test_gzip_of_the_same_bytes_is_the_same(client):
    first, second = (ask(client, "/v1/collections", "gzip")[1] for _ in range(2))
    assert first == second
    assert zlib.decompress(first, 31)
