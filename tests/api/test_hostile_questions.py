"""Whatever is asked of the questions, the answer is an answer or a refusal that names the fault."""

import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

RELAXED = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ROUTES = ["/v1/toets", "/v1/watals", "/v1/kansen/weging", "/v1/locatiekeuze"]
WORDS = st.sampled_from(
    [
        *("programma", "plaats", "antwoorden", "x", "y", "crs", "woningen", "gewichten", "V", "H"),
        *("plannen", "buurt", "gebied", "soort", "aantal", "kandidaten", "bestaand", "mix"),
        *("waarde", "naam", "datum", "model", "straal_m", "__proto__", "", "a" * 200),
    ]
)
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=20,
)


def sent(client, route, body):
    headers = {"Content-Type": "application/json"}
    return client.post(route, content=json.dumps(body).encode(), headers=headers)


def checked(answer):
    assert answer.status_code in (200, 202, 400, 503), answer.text
    document = answer.json()
    if answer.status_code == 400:
        assert document["errors"], document
        for fault in document["errors"]:
            assert fault["detail"].endswith((".", "?")), fault
            assert len(fault["detail"]) < 2000
            assert len(fault["location"]["name"]) < 300
    return document


@pytest.mark.parametrize("route", ROUTES)
@RELAXED
@given(body=ANY)
def test_any_body(town_client, route, body):
    found = checked(sent(town_client, route, body))
    if "id" in found:
        town_client.delete(f"/v1/taken/{found['id']}")


GOOD = {
    "/v1/toets": {
        "programma": {"woningen": 20, "soort": "CPO"},
        "plaats": {"x": 6.05, "y": 52.48},
        "antwoorden": {"mix": {"waarde": 0.5, "naam": "x", "datum": "2026-01-02"}},
    },
    "/v1/watals": {"plannen": [{"buurt": "BU99010000", "soort": "geclusterd", "aantal": 3}]},
    "/v1/kansen/weging": {"gewichten": {"V": 1, "T": 2.5}, "buurten": ["BU99010000"]},
    "/v1/locatiekeuze": {"aantal": 1, "kandidaten": [{"x": 6.05, "y": 52.48, "naam": "a"}]},
}


def places(value, path=()):
    """Every place in a body."""
    yield path
    if isinstance(value, dict):
        for key, child in value.items():
            yield from places(child, (*path, key))
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from places(child, (*path, number))


def changed(body, path, new):
    if not path:
        return new
    copy = json.loads(json.dumps(body))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    return copy


@pytest.mark.parametrize("route", ROUTES)
@RELAXED
@given(data=st.data())
def test_a_good_body_with_one_thing_changed(town_client, route, data):
    path = data.draw(st.sampled_from(list(places(GOOD[route]))))
    found = checked(sent(town_client, route, changed(GOOD[route], path, data.draw(ANY))))
    if "id" in found:
        town_client.delete(f"/v1/taken/{found['id']}")


TEXTS = st.text(max_size=30) | st.sampled_from(["1e309", "-0", "0x1", "٣", "1,2", "nan", "%00"])


@pytest.mark.parametrize("route", ["/v1/feiten/punt", "/v1/isochroon", "/v1/zoek", "/v1/kansen"])
@RELAXED
@given(
    query=st.dictionaries(
        st.sampled_from(
            ["x", "y", "crs", "q", "limit", "minuten", "persoon", "weegprofiel", "buurt", "f"]
        ),
        TEXTS,
        max_size=5,
    )
)
def test_any_query(town_client, route, query):
    checked(town_client.get(route, params=query))


@pytest.mark.parametrize(
    "path", ["/v1/buurten/{}", "/v1/wijken/{}", "/v1/gebieden/{}", "/v1/taken/{}"]
)
@RELAXED
@given(
    text=st.text(min_size=1, max_size=40).filter(lambda t: "/" not in t and t not in (".", ".."))
)
def test_any_code(town_client, path, text):
    answer = town_client.get(path.format(quote(text, safe="")))
    assert answer.status_code in (200, 404), answer.text
    assert answer.json()["detail"].endswith((".", "?"))
