"""Questions of the API on what the refresh of the sample published, street network included."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from geo_api.main import create_app
from geo_api.settings import Settings
from tests.api.asgi import client as asgi_client
from tests.support.installations import Installation

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
BASE = "http://127.0.0.1:8000"


class Asker:
    """Asks the service; every answer is a good one, as JSON."""

    def __init__(self, client: Any) -> None:
        """By a client."""
        self.client = client

    def __call__(self, url: str, body: Any = None, **query: Any) -> Any:
        """One question."""
        method = "GET" if body is None else "POST"
        answer = self.client.request(method, url, params=query or None, json=body)
        assert answer.status_code in (200, 202), answer.text
        return answer.json()

    def until_done(self, task: str) -> Any:
        """A task when it has ended."""
        for _ in range(600):
            found = self(f"/v1/taken/{task}")
            if found["toestand"] not in ("wacht", "bezig"):
                return found
            time.sleep(0.1)
        raise AssertionError(found)


@pytest.fixture(scope="module")
def ask(published_sample: Installation) -> Iterator[Asker]:
    settings = Settings(
        api_dsn=published_sample.database.dsn("woonzorg_api"),
        var=published_sample.settings.var,
        base_url=BASE,
    )
    with asgi_client(create_app(settings).app, BASE) as client:
        yield Asker(client)


def test_every_area_has_a_profile_with_classes_only(
    ask: Asker, published_sample: Installation
) -> None:
    for path, layer in (
        ("buurten", "buurten"),
        ("wijken", "wijken"),
        ("gebieden", "beleidsgebieden"),
    ):
        for row in published_sample.layer(layer, columns="id"):
            found = ask(f"/v1/{path}/{row['id']}")
            assert len(found["lagen"]) >= 4
            assert "_punten" not in str(found)


def test_a_class_is_explained_down_to_open_feeds_of_several_publishers(
    ask: Asker, published_sample: Installation
) -> None:
    row = next(r for r in published_sample.layer("draaglast") if r["klasse"] is not None)
    tree = ask(f"/v1/collections/draaglast/items/{row['id']}/uitleg", veld="klasse")["uitleg"]

    def nodes(node: Any) -> Iterator[Any]:
        yield node
        for child in node.get("onder", []):
            yield from nodes(child)

    read = [n for n in nodes(tree) if n["waarde"] is not None and "draaglast" not in n["naam"]]
    assert tree["waarde"] == row["klasse"]
    assert {n["bron"] for n in read} >= {"CBS", "RIVM, GGD'en en CBS"}


def test_weights_of_a_profile_give_the_published_scores(
    ask: Asker, published_sample: Installation
) -> None:
    published = {row["id"]: row for row in published_sample.layer("kansenkaart")}
    for name, column in (("gemeente", "score"), ("zorg", "score_zorg")):
        cells = ask("/v1/kansen", weegprofiel=name)["vakken"]
        assert cells["vierkant"] == sorted(published)
        for cell, score in zip(cells["vierkant"], cells["score"], strict=True):
            shown = published[cell][column]
            assert (score is None) == (shown is None)
            # The layer is rounded to whole points; the answer is not.
            assert score is None or abs(score - shown) <= 0.5 + 1e-9


def test_a_place_is_found_by_its_address_and_walked_from(
    ask: Asker, published_sample: Installation
) -> None:
    row = published_sample.layer("adressen", columns="straat, huisnummer, postcode")[0]
    places = ask("/v1/zoek", q=f"{row['postcode']} {row['huisnummer']}", crs=RD)["plekken"]
    point = next(one for one in places if one["soort"] == "adres")["punt"]
    assert ask("/v1/feiten/punt", **point, crs=RD)["ligtIn"]
    walked = ask("/v1/isochroon", **point, crs=RD, minuten=5)
    assert walked["properties"]["status"] == "gemeten"
    tested = ask("/v1/toets", {"programma": {"woningen": 20}, "plaats": {**point, "crs": RD}})
    assert tested["feiten"]["w"] is not None


def test_sites_are_chosen_on_the_network_of_the_refresh(
    ask: Asker, published_sample: Installation
) -> None:
    rows = published_sample.layer("adressen", columns="ST_X(geometry) AS x, ST_Y(geometry) AS y")
    body = {"aantal": 2, "crs": RD, "kandidaten": [dict(one) for one in rows[::1000]]}
    found = ask.until_done(ask("/v1/locatiekeuze", body)["id"])
    assert found["toestand"] == "klaar", found["reden"]
    assert found["uitkomst"]["bewijs"] == "optimaal"
    assert found["uitkomst"]["vraag"] > 0


def test_planned_homes_lower_what_a_gebied_has_to_add(
    ask: Asker, published_sample: Installation
) -> None:
    row = published_sample.layer("opgave_gebied_geclusterd")[0]
    plan = {"gebied": row["gebied"], "soort": "geclusterd", "aantal": 10}
    (need,) = ask("/v1/watals", {"plannen": [plan]})["opgave"]
    assert need["methodeA"]["dan"] == pytest.approx(row["opgave_a"] - 10)


def test_a_wijk_is_no_area_of_a_layer_per_gebied(ask: Asker) -> None:
    """A gebied is made of several: its figures are not those of the wijk that holds its middle."""
    wijk = ask("/v1/collections/wijken/items", limit=1)["features"][0]["id"]
    body = {"laag": "opgave_gebied_geclusterd", "gebied": {"codes": [wijk]}}
    answer = ask.client.post("/v1/zoekvragen", json=body)
    assert answer.status_code == 400
    assert "Deze laag gaat per gebied; een wijk is daarvan een deel." in answer.text
    gebied = ask("/v1/collections/beleidsgebieden/items", limit=1)["features"][0]["id"]
    own = ask.client.post("/v1/zoekvragen", json={**body, "gebied": {"codes": [gebied]}})
    assert own.status_code == 201, own.text
