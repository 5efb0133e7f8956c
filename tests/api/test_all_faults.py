"""Every route tells all faults of a request at once: of names, of values and of what was sent.

The routes and their parameters come from `/v1/openapi.json`, so a new one is asked too.
"""

import asyncio
import re
from collections.abc import Mapping
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI

from geo_api import errors
from geo_api.besloten.app import ROUTERS as BESLOTEN
from geo_api.contract.parameters import MAX_FAULTS, Asked, F
from geo_api.http.routing import Told
from geo_api.main import ROUTERS

UNKNOWN = "onbekendwoord"
FILL = {"laag": "buurten", "feature_id": "BU99990001", "nummer": "1", "vorm": "gpkg"}
FILL |= {"style": "effen", "tileMatrixSetId": "WebMercatorQuad", "z": "10", "y": "332", "x": "530"}
BAD = {
    "filter": "((",
    "filter-lang": "sql",
    "filter-crs": "RD",
    "kolommen": "x",
    "bbox": "1,2",
    "sortby": "bestaatniet",
    "datetime": "gisteren",
}
"""Values that are wrong; any other parameter gets one that no number, name or day can be."""
ANY = "geen-waarde"


def operations(client):
    document = client.get("/v1/openapi.json").json()
    for path, item in document["paths"].items():
        base = item.get("servers", document["servers"])[0]["url"]
        address = base.removeprefix("http://127.0.0.1:8000") + path
        for method in item.keys() & {"get", "post", "delete"}:
            yield method, address, item[method]


def filled(path):
    """The address of something that is there; of an answer to a question, of any."""
    return re.sub(r"{(\w+)}", lambda found: FILL.get(found[1], "x"), path)


def asked_of(operation):
    """The parameters of an operation whose value can be wrong."""
    names = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
    return [name for name in names if name not in ("kolommen", "q")]


def test_names_and_values_are_told_together(asking, town_client):
    """One bad value for each parameter, and a name that nobody knows."""
    looked = 0
    for method, path, operation in operations(asking):
        if method != "get":
            continue
        names = asked_of(operation)
        client = town_client if path == "/v1/kansen" else asking
        # Not more at once than are told: the rest of a hostile query stays unread.
        for some in [names[at : at + MAX_FAULTS - 5] for at in range(0, len(names), 15)] or [[]]:
            query = [(UNKNOWN, "1"), *((name, BAD.get(name, ANY)) for name in some)]
            answer = client.get(filled(path), params=query)
            assert answer.status_code == 400, (path, answer.text)
            told = {fault["location"]["name"] for fault in answer.json()["errors"]}
            assert told >= {UNKNOWN, *some}, (path, {UNKNOWN, *some} - told)
        looked += len(names)
    assert looked > 100


def test_a_repeated_name_is_told_with_the_rest(asking):
    query = "release=9&release=9&f=pdf&onbekendwoord=1"
    told = asking.get(f"/v1/collections/buurten?{query}").json()["errors"]
    assert {fault["location"]["name"] for fault in told} == {"release", "f", UNKNOWN}


def test_what_is_sent_and_how_it_is_asked_are_told_together(asking):
    """And what has an effect has none: no task, no saved question, nothing thrown away."""
    services = asking.services
    before = dict(services.asking.tasks.held)
    sent = 0
    for method, path, _ in operations(asking):
        if method == "get":
            continue
        body = {"onzin": 1} if method == "post" else None
        answer = asking.request(method.upper(), f"{filled(path)}?{UNKNOWN}=1", json=body)
        assert answer.status_code == 400, (path, answer.text)
        told = [(fault["in"], fault["location"]["name"]) for fault in answer.json()["errors"]]
        assert told[0] == ("query", UNKNOWN), path
        assert method == "delete" or {where for where, _ in told} == {"query", "body"}, (path, told)
        sent += 1
    assert sent >= 6
    assert services.asking.tasks.held == before


def test_a_release_that_never_was_is_told_with_what_was_sent(asking, town_client):
    """Of every question that is sent and takes a release; what is sent is no table of facts."""
    sent = 0
    for method, path, operation in operations(asking):
        names = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
        if method != "post" or "release" not in names or path == "/v1/feiten":
            continue
        answer = town_client.post(f"{path}?release=999&{UNKNOWN}=1", json={"onzin": 1})
        assert answer.status_code == 400, (path, answer.text)
        told = [(fault["in"], fault["location"]["name"]) for fault in answer.json()["errors"]]
        assert told[:2] == [("query", UNKNOWN), ("query", "release")], path
        assert ("body", "onzin") in told, path
        sent += 1
    assert sent == 4


BESIDE = {"x": -300_000.0, "y": 1.0, "crs": "http://www.opengis.net/def/crs/EPSG/0/28992"}
"""In the ocean."""
READ = {
    "/v1/toets": (
        {
            "plaats": BESIDE,
            "programma": {},
            "antwoorden": {"nergens": {"waarde": True, "naam": "A", "datum": "2026-11-29"}},
        },
        {"plaats.x", "plaats.y", "antwoorden.nergens"},
    ),
    "/v1/watals": (
        {
            "plannen": [
                {"soort": "geclusterd", "aantal": 1},
                {"buurt": "BU00000000", "soort": "geclusterd", "aantal": 1},
                {"gebied": "Nergens", "soort": "geclusterd", "aantal": 1},
            ]
        },
        {"plannen[0]", "plannen[1].buurt", "plannen[2].gebied"},
    ),
    "/v1/kansen/weging": (
        {"gewichten": {"H": 1}, "buurten": ["BU00000000", "BU00000001"]},
        {"gewichten", "buurten"},
    ),
}
"""Bodies of the right form that cannot be answered, and what is wrong with them."""


@pytest.mark.parametrize("path", READ)
def test_what_is_wrong_with_the_meaning_of_a_body_is_told_at_once(town_client, path):
    body, wrong = READ[path]
    answer = town_client.post(f"{path}?release=999", json=body)
    assert answer.status_code == 400
    told = [(fault["in"], fault["location"]["name"]) for fault in answer.json()["errors"]]
    assert told[0] == ("query", "release")
    assert {name for where, name in told if where == "body"} == wrong
    alone = town_client.post(path, json=body).json()["errors"]
    assert [fault["location"]["name"] for fault in alone] == [name for _, name in told[1:]]


def test_every_place_of_a_choice_of_sites_is_told_at_once(town_client):
    body = {"aantal": 3, "crs": BESIDE["crs"]}
    sites = [{"x": BESIDE["x"], "y": 500_000.0}, {"x": 200_100.0, "y": 500_100.0}]
    answer = town_client.post(
        "/v1/locatiekeuze?release=999", json=body | {"kandidaten": sites, "bestaand": sites}
    )
    told = {fault["location"]["name"] for fault in answer.json()["errors"]}
    wrong = {"release", "aantal", "kandidaten[0].x", "bestaand[0].x"}
    assert (answer.status_code, told) == (400, wrong)


def test_every_route_is_one_that_tells_all():
    """A router of another kind would let a wrong name pass."""
    routes = [route for module in (*ROUTERS, *BESLOTEN) for route in module.router.routes]
    assert len(routes) > 60
    assert [route.path for route in routes if not isinstance(route, Told)] == []


def test_a_route_that_does_not_tell_all_refuses_a_wrong_name_at_once():
    router = APIRouter()

    @router.get("/los")
    async def loose(_: Annotated[Mapping[str, str], Depends(Asked(F))]) -> None:
        """Nothing."""

    app = FastAPI()
    app.include_router(router)
    errors.install(app)

    async def ask():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.get("/los?onzin=1"), await client.get("/los?f=json")

    wrong, good = asyncio.run(ask())
    assert (wrong.status_code, good.status_code) == (400, 200)
