"""Questions of the API to the published sample: every open layer answers, and the figures agree."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from data.model import Kind
from data.registry import layers
from geo_api.main import create_app
from geo_api.settings import Settings
from tests.api.asgi import client as asgi_client
from tests.support.installations import Installation

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


@pytest.fixture(scope="module")
def ask(place: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """The service on the sample."""
    var: Path = tmp_path_factory.mktemp("var")
    base = "http://127.0.0.1:8000"
    settings = Settings(api_dsn=place.database.dsn("woonzorg_api"), var=var, base_url=base)
    with asgi_client(create_app(settings).app, base) as client:
        yield client.request


def columns(place: Installation, laag: str) -> list[str]:
    return [
        row["kolom"]
        for row in place.database.rows(
            "SELECT k.kolom FROM pub.kolom k JOIN pub.pointer p USING (laag, version)"
            " WHERE p.huidig AND k.laag = %s AND k.type IN ('int', 'float') AND k.rol = 'waarde'"
            " ORDER BY k.volgorde",
            (laag,),
            role="woonzorg_api",
        )
    ]


def has_classes(place: Installation, laag: str) -> bool:
    return bool(
        place.database.rows(
            "SELECT FROM pub.kolom JOIN pub.pointer p USING (laag, version)"
            " WHERE p.huidig AND laag = %s AND rol = 'klasse'",
            (laag,),
            role="woonzorg_api",
        )
    )


def test_every_layer_gives_figures_and_only_counts_are_summed(
    place: Installation, ask: Ask
) -> None:
    seen = 0
    for row in place.database.rows("SELECT laag FROM pub.pointer WHERE huidig ORDER BY 1"):
        laag = row["laag"]
        path = f"/v1/collections/{laag}/statistiek"
        bare = ask("GET", path)
        assert bare.status_code == 200, (laag, bare.text)
        count = place.database.value(
            f"SELECT count(*) FROM pub.{laag} v JOIN pub.pointer p ON p.laag = %s"  # noqa: S608
            " AND p.huidig AND p.version = v.version",
            (laag,),
            role="woonzorg_api",
        )
        assert bare.json()["aantal"] == count
        dataset, layer = layers()[laag]
        kinds = {column.name: column.kind for column in dataset.columns}
        names = columns(place, laag)[:5]
        if not names:
            continue
        answer = ask("GET", path, params={"kolom": ",".join(names), "kwantielen": "0.5"})
        if layer.theme == "draaglast" and has_classes(place, laag):
            assert answer.status_code == 400, laag
            continue
        assert answer.status_code == 200, (laag, answer.text)
        for told in answer.json()["kolommen"]:
            seen += 1
            known = told["metWaarde"] + told["onderdrukt"] + told["onbekend"]
            assert known == count, (laag, told)
            if told.get("som") is not None:
                assert kinds[told["naam"]] is Kind.COUNT, (laag, told["naam"])
    assert seen > 100


def test_an_area_means_the_same_in_every_layer_that_has_buurten(
    place: Installation, ask: Ask
) -> None:
    """A wijk by its code, in layers by buurt: each holds exactly the buurten of that wijk."""
    wijk = place.layer("wijken", columns="id")[0]["id"]
    buurten = {row["id"] for row in place.layer("buurten") if row["wijkcode"] == wijk}
    assert buurten
    for laag, column in (
        ("buurten", "buurtcode"),
        ("kerncijfers", "gebiedscode"),
        ("draaglast", "buurtcode"),
        ("vierkanten", "buurtcode"),
    ):
        sent = {"laag": laag, "gebied": {"codes": [wijk]}}
        key = ask("POST", "/v1/zoekvragen", json=sent).json()["id"]
        expected = sum(row[column] in buurten for row in place.layer(laag, columns=column))
        found = ask("GET", f"/v1/collections/{laag}/statistiek", params={"zoekvraag": key}).json()
        assert found["aantal"] == expected, laag
        items = ask(
            "GET",
            f"/v1/collections/{laag}/items",
            params={"zoekvraag": key, "tellen": "exact", "limit": "1"},
        ).json()
        assert items["numberMatched"] == expected, laag


def test_a_drawn_area_names_its_squares(place: Installation, ask: Ask) -> None:
    box = place.database.rows(
        "SELECT ST_XMin(e) AS x, ST_YMin(e) AS y FROM (SELECT ST_Extent(geometry) AS e"
        " FROM pub.vierkanten) AS s",
        role="woonzorg_api",
    )[0]
    x, y = box["x"] + 200, box["y"] + 200
    ring = [[x, y], [x + 900, y], [x + 900, y + 900], [x, y + 900], [x, y]]
    area = {"vlak": {"type": "Polygon", "coordinates": [ring]}, "crs": RD}
    key = ask("POST", "/v1/zoekvragen", json={"laag": "vierkanten", "gebied": area}).json()["id"]
    path = "/v1/collections/vierkanten/statistiek"
    found = ask("GET", path, params={"zoekvraag": key, "kolom": "inwoners"}).json()
    inside = place.database.value(
        "SELECT count(*) FROM pub.vierkanten v JOIN pub.pointer p ON p.laag = 'vierkanten'"
        " AND p.huidig AND p.version = v.version WHERE ST_Covers(ST_MakeEnvelope(%s, %s, %s, %s,"
        " 28992), ST_Centroid(geometry))",
        (x, y, x + 900, y + 900),
        role="woonzorg_api",
    )
    assert (found["aantal"] or 0) == inside == found["gebied"]["aantalBlokken"]


def test_facts_of_every_buurt_come_from_every_layer_by_buurt(place: Installation, ask: Ask) -> None:
    rows = place.layer("buurten")
    table = [{"code": row["id"]} for row in rows]
    shown = "kerncijfers.inwoners,wijken.wijknaam,draaglast.klasse"
    path = f"/v1/feiten?lagen=kerncijfers,wijken,draaglast&kolommen={shown}"
    answer = ask("POST", path, json=table)
    assert answer.status_code == 200, answer.text
    held = {row["gebiedscode"]: row for row in place.layer("kerncijfers")}
    for row, told in zip(rows, answer.json()["rijen"], strict=True):
        fact = told["feiten"]["kerncijfers"]
        assert told["rij"] == {"code": row["id"]}
        if row["id"] in held:
            stored = held[row["id"]]
            assert fact["waarden"]["inwoners"]["waarde"] == stored["inwoners"]
            assert fact["waarden"]["inwoners"]["status"] == stored["inwoners_status"]
        else:
            assert fact["uitkomst"] == "onbekend"
        assert told["feiten"]["wijken"].get("id") == row["wijkcode"]
