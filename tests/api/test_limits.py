"""Who is counted, how much a client may ask, and what it hears when it asks more."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_api.errors import Problem
from geo_api.http import clients, limiter
from geo_api.http.rates import Rate

ITEMS = "/v1/collections/buurten/items"
PROXIES = clients.networks(["10.0.0.0/8"])
STRANGER = ("203.0.113.7", 1)


def scope(peer, *values, name="x-forwarded-for"):
    headers = [(name.encode(), value.encode()) for value in values]
    return {"client": (peer, 1), "headers": headers}


def found(peer, *values, name="x-forwarded-for"):
    return str(clients.address(scope(peer, *values, name=name), PROXIES, name))


@given(st.ip_addresses().filter(lambda ip: ip not in PROXIES[0]), st.text(max_size=50))
def test_who_is_no_proxy_cannot_say_who_it_is(peer, told):
    mapped = getattr(peer, "ipv4_mapped", None)
    if mapped is None:
        header = {"client": (str(peer), 1), "headers": [(b"x-forwarded-for", told.encode())]}
        assert clients.address(header, PROXIES, "x-forwarded-for") == peer


def test_the_last_address_that_is_no_proxy_is_the_client():
    assert found("10.0.0.1", "1.1.1.1, 203.0.113.7, 10.0.0.2") == "203.0.113.7"
    assert found("10.0.0.1", "1.1.1.1", "203.0.113.7:55") == "203.0.113.7"
    assert found("10.0.0.1", "1.1.1.1, onzin") == "10.0.0.1"
    assert found("10.0.0.1") == "10.0.0.1"
    told = 'for=1.1.1.1, for="[2001:db8::7]:55";proto=https'
    assert found("10.0.0.1", told, name="forwarded") == "2001:db8::7"


def test_one_household_of_ipv6_is_one_client():
    group = {clients.group(clients.parse(text)) for text in ("2001:db8::1", "2001:db8::ffff:2")}
    assert group == {"2001:db8::/64"}
    assert clients.group(clients.parse("2001:db8:0:1::1")) == "2001:db8:0:1::/64"
    assert clients.group(clients.parse("::ffff:203.0.113.7")) == "203.0.113.7"


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self):
        """Seconds since some moment."""
        return self.now


@given(st.lists(st.floats(0, 3), max_size=60), st.integers(1, 8), st.sampled_from([0.5, 1, 4]))
def test_never_more_than_the_burst_and_the_rate(pauses, burst, per_second):
    clock = Clock()
    counter = limiter.Limiter({"overig": Rate(per_second, burst)}, clock)
    start, passed = clock.now, 0
    for pause in pauses:
        clock.now += pause
        try:
            counter.take("overig", "a")
            passed += 1
        except Problem as problem:
            clock.now += int(problem.headers["Retry-After"])
            counter.take("overig", "a")  # who waits as told is let through
            passed += 1
        assert passed <= burst + (clock.now - start) * per_second + 1e-6


def test_kinds_and_clients_are_counted_apart():
    counter = limiter.Limiter({"objecten": Rate(1, 1), "overig": Rate(1, 2)}, Clock())
    assert dict(counter.take("overig", "a"))[b"ratelimit"] == b'"overig";r=1;t=1'
    counter.take("objecten", "a")
    counter.take("objecten", "b")
    with pytest.raises(Problem) as refused:
        counter.take("objecten", "a")
    assert refused.value.status == 429
    counter.take("overig", "a")


def test_memory_of_the_limiter_is_bounded(monkeypatch):
    monkeypatch.setattr(limiter, "MOST_CLIENTS", 100)
    counter = limiter.Limiter({"overig": Rate(1, 1)}, Clock())
    for number in range(1000):
        counter.take("overig", str(number))
    assert len(counter) == 100


@pytest.mark.parametrize("text", ["", "10", "0/5", "5/0", "inf/5", "nan/5", "a/b", "-1/5"])
def test_a_rate_that_is_none_is_refused(place, text):
    with pytest.raises(ValueError, match="rate_overig"):
        place.settings(rate_overig=text)


def ask(client, path, peer=STRANGER, content=None, **headers):
    """One question from elsewhere."""

    async def asking():
        transport = httpx.ASGITransport(client.app, client=peer)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as web:
            if content is not None:
                return await web.post(path, headers=headers, json=content)
            return await web.get(path, headers=headers)

    return client.run(asking())


def test_too_many_is_429_with_the_wait(place, serve):
    with serve(place.settings(rate_objecten="0.1/2")) as client:
        answers = [ask(client, ITEMS, **{"X-Forwarded-For": f"1.1.1.{n}"}) for n in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[0].headers["ratelimit"] == '"objecten";r=1;t=10'
        refused = answers[2]
        assert 0 < int(refused.headers["retry-after"]) <= 10
        assert refused.headers["ratelimit-policy"] == '"objecten";q=2;w=20'
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["cache-control"] == "no-store"
        assert refused.headers["access-control-allow-origin"] == "*"
        assert "Wacht" in refused.json()["detail"]
        assert ask(client, ITEMS, ("203.0.113.8", 1)).status_code == 200
        assert ask(client, "/v1/collections").status_code == 200


def test_tiles_files_and_health_are_not_counted(place, serve):
    tile = "/v1/collections/buurten/tiles/WebMercatorQuad/10/332/530"
    paths = (tile, "/v1/archives/buurten.pmtiles", "/static/geen.js", "/health/live")
    with serve(place.settings(rate_overig="0.1/1")) as client:
        for path in paths * 3:
            answer = ask(client, path)
            assert answer.status_code in (200, 404), path
            assert "ratelimit" not in answer.headers
        assert ask(client, "/v1").status_code == 200
        assert ask(client, "/v1").status_code == 429


def test_a_named_proxy_says_who_asks(place, serve):
    settings = place.settings(rate_overig="0.1/1", trusted_proxies=("127.0.0.1",))
    local = ("127.0.0.1", 1)
    with serve(settings) as client:
        first, second = {"X-Forwarded-For": "203.0.113.1"}, {"X-Forwarded-For": "203.0.113.2"}
        statuses = [
            ask(client, "/v1", local, **told).status_code for told in (first, second, first, {}, {})
        ]
        assert statuses == [200, 200, 429, 200, 200]


def test_what_is_sent_or_made_for_one_reader_counts_apart(place, serve):
    """Saving a question, a table of facts and a download of a selection share one allowance."""
    saved = {"laag": "haltes", "filter": "vertrekken_per_dag > 190"}
    with serve(place.settings(rate_vragen="0.1/3")) as client:
        first = ask(client, "/v1/zoekvragen", content=saved)
        assert first.status_code == 201
        key = first.json()["id"]
        file = f"/v1/downloads/haltes.csv?zoekvraag={key}"
        assert ask(client, file).status_code == 200
        facts = ask(client, "/v1/feiten?lagen=haltes", content=[{"id": "000001"}])
        assert facts.headers["ratelimit"].startswith('"vragen";r=0')
        for path, content in (("/v1/zoekvragen", saved), (file, None)):
            refused = ask(client, path, content=content)
            assert refused.status_code == 429
            assert 0 < int(refused.headers["retry-after"]) <= 10
        assert ask(client, f"/v1/zoekvragen/{key}").status_code == 200
        assert ask(client, "/v1/downloads/haltes.csv").status_code == 200
        figures = ask(client, f"/v1/collections/haltes/statistiek?zoekvraag={key}")
        assert figures.headers["ratelimit"].startswith('"statistiek"')


def test_described_where_it_can_happen(client):
    paths = client.get("/v1/openapi.json").json()["paths"]
    for path, item in paths.items():
        answers = item.get("get", item.get("post"))["responses"]
        free = ("/health", "/archives", "/downloads")
        counted = not path.startswith(free)
        assert ("429" in answers) == counted, path
        for status in {"429", "503"} & answers.keys():
            assert "Retry-After" in answers[status]["headers"], path
