"""The API's description: made from the routes, valid by its structure, and true when asked."""

import re

import jsonschema
import pytest

from geo_api.routers import (
    assessment,
    catalogus,
    collections,
    datastatus,
    explanation,
    facts,
    gazetteer,
    health,
    isochrone,
    items,
    landing,
    points,
    profiles,
    releases,
    saved,
    siting,
    statistics,
    styles,
    tiles,
    weighing,
    whatif,
)

ASKING = (assessment, explanation, gazetteer, isochrone, points, profiles, siting, weighing, whatif)
"""Routers of questions about places and areas."""

CRS = "http://www.opengis.net/def/crs/EPSG/0/28992"
STATISTICS = "/collections/{laag}/statistiek"
VERSIONS = [("/v1/openapi.json", "3.0.3"), ("/v1/openapi-3.1.json", "3.1.0")]


@pytest.fixture(scope="module", params=VERSIONS, ids=["3.0.3", "3.1.0"])
def document(request, client):
    path, version = request.param
    found = client.get(path).json()
    assert found["openapi"] == version
    return found


def operations(document, method="get"):
    for path, item in document["paths"].items():
        base = item.get("servers", document["servers"])[0]["url"]
        if method in item:
            yield base.removeprefix("http://127.0.0.1:8000") + path, item[method]


def every_operation(document):
    return [one for name in ("get", "post", "delete") for one in operations(document, name)]


def test_it_says_who_and_what_in_dutch(document):
    info = document["info"]
    assert set(info["contact"]) == {"name", "email", "url"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", info["version"])
    assert document["servers"][0]["url"].endswith("/v1")
    for path, operation in every_operation(document):
        assert operation["summary"], path
        assert operation["description"].endswith("."), path
        for parameter in operation.get("parameters", []):
            assert parameter["description"].endswith("."), (path, parameter["name"])


def test_every_route_is_described_and_nothing_else(document):
    """The routes of the app and the raw mounts, pages for people excepted."""
    modules = (landing, catalogus, collections, items, tiles, styles, releases, health, datastatus)
    modules += (statistics, saved, facts, *ASKING)
    routes = {
        route.path_format
        for module in modules
        for route in module.router.routes
        if route.include_in_schema
    }
    raw = {
        "/v1/archives/{laag}.pmtiles",
        "/v1/downloads/{laag}.{vorm}",
    }
    assert {path for path, _ in every_operation(document)} == routes | raw
    sent = {path for path, _ in operations(document, "post")}
    assert sent == {"/v1/zoekvragen", "/v1/feiten", *BODIES}


def test_operation_ids_and_path_parameters(document):
    ids = [operation["operationId"] for _, operation in every_operation(document)]
    assert len(set(ids)) == len(ids)
    for path, operation in every_operation(document):
        parameters = operation.get("parameters", [])
        named = {item["name"] for item in parameters if item["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path)), path
        assert all(item["required"] for item in parameters if item["in"] == "path")


def test_limit_bbox_and_datetime_as_the_suite_wants_them(document):
    items = document["paths"]["/collections/{laag}/items"]["get"]
    found = {item["name"]: item for item in items["parameters"]}
    limit, bbox, moment = found["limit"], found["bbox"], found["datetime"]
    assert (limit["in"], limit["required"], limit["style"], limit["explode"]) == (
        "query",
        False,
        "form",
        False,
    )
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
    assert (bbox["style"], bbox["explode"]) == ("form", False)
    assert bbox["schema"] == {
        "type": "array",
        "items": {"type": "number"},
        "minItems": 4,
        "maxItems": 6,
    }
    assert moment["schema"] == {"type": "string"}
    assert moment["style"] == "form"


def test_answers_have_the_version_header_and_problems(document):
    for path, operation in every_operation(document):
        answers = operation["responses"]
        assert answers.keys() & {"200", "201", "202", "204"}, path
        assert "422" not in answers, path
        for answer in answers.values():
            assert "API-Version" in answer["headers"]
            assert answer["description"]
        assert "application/problem+json" in answers["default"]["content"]


SENT = {
    "/collections/{laag}/items": ("/v1/collections/haltes/items?limit=1", "200"),
    "/collections/{laag}/items/{feature_id}": ("/v1/collections/haltes/items/000001", "200"),
    "/collections/{laag}/tilejson": ("/v1/collections/haltes/tilejson", "200"),
    "/downloads/{laag}.{vorm}": ("/v1/downloads/haltes.csv", "200"),
    "/archives/{laag}.pmtiles": ("/v1/archives/haltes.pmtiles", "200"),
    "/collections/{laag}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}": (
        "/v1/collections/haltes/tiles/WebMercatorQuad/10/332/530?filter=true",
        "200",
    ),
    "/conformance": ("/v1/conformance", "200"),
}


def test_headers_that_are_described_are_sent_and_the_other_way_round(client, document):
    """What a program may rest on: the tag, the system, the counts of a tile, a part of a file."""
    known = {"ETag", "Content-Crs", "OGC-NumberMatched", "OGC-NumberReturned", "Content-Range"}
    for pattern, (path, status) in SENT.items():
        answers = document["paths"][pattern]["get"]["responses"]
        sent = {name for name in known if name in client.get(path).headers}
        assert sent == answers[status]["headers"].keys() & known, pattern
        assert "ETag" in answers["304"]["headers"]
        if "206" in answers:
            part = client.get(path, headers={"Range": "bytes=0-9"})
            sent = {name for name in known if name in part.headers}
            assert sent == answers["206"]["headers"].keys() & known, pattern
    comma = client.get("/v1/collections/haltes/items?limit=1&f=csv")
    assert "next" in comma.links
    assert (
        "Link"
        in document["paths"]["/collections/{laag}/items"]["get"]["responses"]["200"]["headers"]
    )


def test_what_no_cache_keeps_is_not_described_as_kept(document):
    for path, operation in every_operation(document):
        if "304" in operation["responses"]:
            assert "ETag" in operation["responses"]["200"]["headers"], path
    for path, method in (("/feiten", "post"), ("/zoekvragen/{zoekvraag}", "get")):
        assert "304" not in document["paths"][path][method]["responses"]
    task = document["paths"]["/locatiekeuze"]["post"]["responses"]["202"]
    assert "Location" in task["headers"]


def test_references_resolve_and_null_is_written_as_the_version_reads_it(document):
    text = str(document)
    for name in set(re.findall(r"#/components/(\w+/[\w-]+)", text)):
        kind, key = name.split("/")
        assert key in document["components"][kind]
    if document["openapi"] == "3.0.3":
        assert "'null'" not in text
        assert "nullable" in text
        assert "'examples'" not in text
    else:
        assert "nullable" not in text


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/v1", "/v1"),
        ("/v1/conformance", "/conformance"),
        ("/v1/collections", "/collections"),
        ("/v1/collections/draaglast", "/collections/{laag}"),
        ("/v1/collections/leeftijd_buurt", "/collections/{laag}"),
        ("/v1/collections/leeftijd_buurt/items?limit=2", "/collections/{laag}/items"),
        ("/v1/collections/buurten/items?datetime=1990-01-01", "/collections/{laag}/items"),
        ("/v1/collections/haltes/items/000001", "/collections/{laag}/items/{feature_id}"),
        ("/v1/collections/haltes/tilejson", "/collections/{laag}/tilejson"),
        ("/v1/tileMatrixSets", "/tileMatrixSets"),
        ("/v1/tileMatrixSets/NetherlandsRDNewQuad", "/tileMatrixSets/{tileMatrixSetId}"),
        ("/v1/tileMatrixSets/x", "/tileMatrixSets/{tileMatrixSetId}"),
        ("/v1/collections/haltes/tiles", "/collections/{laag}/tiles"),
        (
            "/v1/collections/haltes/tiles/NetherlandsRDNewQuad",
            "/collections/{laag}/tiles/{tileMatrixSetId}",
        ),
        ("/v1/collections/draaglast/styles", "/collections/{laag}/styles"),
        ("/v1/collections/haltes/styles/effen", "/collections/{laag}/styles/{style}"),
        (
            "/v1/collections/draaglast/styles/balans_klasse/legend",
            "/collections/{laag}/styles/{style}/legend",
        ),
        ("/v1/releases", "/releases"),
        ("/v1/collections/buurten/statistiek?kolom=aantal_inwoners", STATISTICS),
        (
            "/v1/collections/draaglast/statistiek?kolom=balans_klasse&groep=balans_klasse",
            STATISTICS,
        ),
        ("/health/ready", "/health/ready"),
        ("/v1/collections/haltes/items?x=1", "/collections/{laag}/items"),
        ("/v1/collections/zorgaanbieders", "/collections/{laag}"),
    ],
)
def test_answers_match_their_schema(client, path, pattern):
    document = client.get("/v1/openapi-3.1.json").json()
    answer = client.get(path)
    described = document["paths"][pattern]["get"]["responses"][str(answer.status_code)]
    media_type = answer.headers["content-type"]
    schema = {**described["content"][media_type]["schema"], "components": document["components"]}
    jsonschema.validate(answer.json(), schema, jsonschema.Draft202012Validator)


def test_declared_query_parameters_are_the_known_ones(client, document):
    """Each declared name is accepted; one more is refused."""
    fill = {
        "laag": "haltes",
        "feature_id": "000001",
        "vorm": "csv",
        "tileMatrixSetId": "WebMercatorQuad",
        "tileMatrix": "10",
        "tileRow": "332",
        "tileCol": "530",
        "style": "effen",
        "nummer": "1",
    }
    valid = {
        "f": "json",
        "limit": "3",
        "bbox": "6,53,7,54",
        "datetime": "2022-01-01",
        "peildatum": "2022-01-01",
        "v": "2",
        "filter": "true",
        "filter-lang": "cql2-text",
        "sortby": "-haltecode",
        "release": "1",
        "offset": "3",
        "tellen": "exact",
        "properties": "haltecode",
        "skipGeometry": "true",
        "precision": "2",
        "taal": "en",
        "kolom": "vertrekken_per_dag",
        "groep": "vertrekken_per_dag_status",
        "per": "buurt",
        "kwantielen": "0.5",
        "klassen": "0,100,200",
    }
    crs = "http://www.opengis.net/def/crs/EPSG/0/28992"
    valid |= {"crs": crs, "bbox-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    valid["filter-crs"] = crs
    content = {"laag": "haltes", "filter": "true"}
    saved = client.request("POST", "/v1/zoekvragen", json=content).json()["id"]
    fill["zoekvraag"] = valid["zoekvraag"] = saved
    for path, operation in operations(document):
        if operation["tags"] == ["Plekken"]:
            continue
        url = path.format(**fill)
        names = [item["name"] for item in operation.get("parameters", []) if item["in"] == "query"]
        for name in names:
            if name == "kolommen":  # stands for the columns of a layer
                assert client.get(url, params={"haltecode": "000998"}).status_code == 200
            elif name != "na":  # a cursor comes from a link, not from a description
                assert client.get(url, params={name: valid[name]}).status_code == 200, (path, name)
        assert client.get(url, params={"nietBeschreven": "1"}).status_code == 400, path


ASKED = {
    "/v1/buurten/{code}": ("/v1/buurten/BU99010000", {}),
    "/v1/wijken/{code}": ("/v1/wijken/WK990100", {}),
    "/v1/gebieden/{code}": ("/v1/gebieden/Centrum", {}),
    "/v1/collections/{laag}/items/{feature_id}/uitleg": (
        "/v1/collections/draaglast/items/BU99010000/uitleg",
        {"veld": "klasse"},
    ),
    "/v1/zoek": ("/v1/zoek", {"q": "korr", "limit": "2", "crs": CRS}),
    "/v1/isochroon": (
        "/v1/isochroon",
        {"x": "159550", "y": "529650", "crs": CRS, "minuten": "5", "persoon": "rollator"},
    ),
    "/v1/kansen": ("/v1/kansen", {"weegprofiel": "zorg", "buurt": "BU99010000"}),
    "/v1/feiten/punt": ("/v1/feiten/punt", {"x": "159550", "y": "529650", "crs": CRS}),
}
"""A good question of each, with every parameter that has to be there."""


def test_questions_take_what_is_declared_and_answer_as_described(town_client):
    document = town_client.get("/v1/openapi-3.1.json").json()
    for path, operation in every_operation(document):
        if operation["tags"] != ["Plekken"] or "requestBody" in operation or path not in ASKED:
            continue
        url, query = ASKED[path]
        declared = [item for item in operation["parameters"] if item["in"] == "query"]
        needed = {item["name"] for item in declared if item["required"]}
        assert needed <= query.keys() <= {item["name"] for item in declared}, path
        (form,) = [item for item in operation["parameters"] if item["name"] == "f"]
        page = town_client.get(url, params=query | {"f": "html"})
        if "html" in form["schema"]["enum"]:
            assert page.headers["content-type"] == "text/html; charset=utf-8", path
        else:
            assert page.status_code == 400, path
        answer = town_client.get(url, params=query | {"f": "json"})
        assert answer.status_code == 200, (path, answer.text)
        assert town_client.get(url, params=query | {"anders": "1"}).status_code == 400, path
        for name in needed:
            rest = {key: value for key, value in query.items() if key != name}
            assert town_client.get(url, params=rest).status_code == 400, (path, name)
        content = operation["responses"]["200"]["content"]
        schema = content[answer.headers["content-type"]]["schema"]
        whole = {**schema, "components": document["components"]}
        jsonschema.validate(answer.json(), whole, jsonschema.Draft202012Validator)


HOME = {"buurt": "BU99010000", "soort": "geclusterd", "aantal": 3}
BODIES = {
    "/v1/toets": {"programma": {"woningen": 20}},
    "/v1/kansen/weging": {"gewichten": {"V": 1}},
    "/v1/locatiekeuze": {
        "aantal": 1,
        "crs": CRS,
        "kandidaten": [{"x": 159550, "y": 529650}, {"x": 159850, "y": 529650}],
    },
    "/v1/watals": {"plannen": [HOME | {"soort": "beschermd wonen"}, HOME]},
}


def test_bodies_are_as_described_and_so_are_their_answers(town_client):
    document = town_client.get("/v1/openapi-3.1.json").json()
    asked = {
        path: item for path, item in operations(document, "post") if item["tags"] == ["Plekken"]
    }
    assert asked.keys() == BODIES.keys()
    for path, operation in asked.items():
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        jsonschema.validate(BODIES[path], schema, jsonschema.Draft202012Validator)
        answer = town_client.post(path, json=BODIES[path])
        described = operation["responses"][str(answer.status_code)]
        whole = described["content"]["application/json"]["schema"]
        whole = {**whole, "components": document["components"]}
        jsonschema.validate(answer.json(), whole, jsonschema.Draft202012Validator)
        for wrong in (BODIES[path] | {"anders": 1}, [], "tekst"):
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate(wrong, schema, jsonschema.Draft202012Validator)
            assert town_client.post(path, json=wrong).status_code == 400, path


def test_every_question_is_tried(document):
    """A new route gets a good question here, or a test of its own body."""
    for path, operation in every_operation(document):
        if operation["tags"] == ["Plekken"] and "requestBody" not in operation:
            assert path in ASKED or path == "/v1/taken/{taak}", path


def test_a_page_is_there_where_it_is_said(client, document):
    """What is described as a page too is one, and nothing else takes f=html."""
    fill = {"laag": "haltes", "feature_id": "000001", "nummer": "1"}
    seen = 0
    for path, operation in operations(document):
        if operation["tags"] == ["Plekken"]:  # asked with what they need, further on
            continue
        forms = [item for item in operation.get("parameters", []) if item["name"] == "f"]
        offered = "html" in (forms[0]["schema"]["enum"] if forms else ())
        if path != "/v1/docs":
            assert ("text/html" in operation["responses"]["200"]["content"]) == offered, path
        if offered and set(re.findall(r"{(\w+)}", path)) <= fill.keys():
            answer = client.get(path.format(**fill), params={"f": "html"})
            assert answer.headers["content-type"] == "text/html; charset=utf-8", path
            seen += 1
    assert seen >= 12


def test_page_for_people_lists_every_operation(client, document):
    text = client.get("/v1/docs").text
    for method in ("get", "post", "delete"):
        for path, operation in operations(document, method):
            assert f"{method.upper()} {path}" in text
            assert operation["summary"].replace("?", "") in text
