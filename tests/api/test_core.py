"""OGC API Features Part 1: abstract tests of Core, GeoJSON and OAS30, as far as they are served.

The traps are those on which other servers failed the official suite.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
PUBLISHED = ["buurten", "draaglast", "haltes", "leeftijd_buurt"]


def rels(document):
    return {link["rel"]: link for link in document["links"]}


def test_landing_links_everything(client):
    answer = client.get("/v1")
    assert answer.headers["content-type"] == "application/json"
    links = rels(answer.json())
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= links.keys()
    described = [link for link in answer.json()["links"] if link["rel"] == "service-desc"]
    assert described[0]["type"] == "application/vnd.oai.openapi+json;version=3.0"
    for link in answer.json()["links"]:
        found = client.get(link["href"])
        assert found.status_code == 200, link
        assert found.headers["content-type"].split("; charset")[0] == link["type"], link


def test_conformance_names_only_what_is_served(client):
    classes = client.get("/v1/conformance").json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in classes
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in classes
    assert not [name for name in classes if "features-4" in name]
    cql2 = {name.rpartition("/")[2] for name in classes if "/cql2/" in name}
    # Layers have no columns that are lists, and the service has no functions of its own.
    assert not cql2 & {"array-functions", "functions"}
    assert {"accent-insensitive-comparison", "temporal-functions", "arithmetic"} <= cql2
    assert not [name for name in classes if "/conf/html" in name]


def test_collections_and_collection_agree(client):
    document = client.get("/v1/collections").json()
    assert [item["id"] for item in document["collections"]] == PUBLISHED
    assert "self" in rels(document)
    for item in document["collections"]:
        assert item == client.get(f"/v1/collections/{item['id']}").json()
        assert item["title"]
        assert item["description"].endswith(".")
        assert item["crs"][0] == CRS84
        assert item["storageCrs"] in item["crs"]
        assert {"self", "items"} <= rels(item).keys()
        assert all("type" in link for link in item["links"])


def test_a_collection_brings_its_english_when_that_is_asked(client):
    path = "/v1/collections/draaglast"
    plain, told = client.get(path), client.get(f"{path}?taal=en")
    assert told.headers["etag"] != plain.headers["etag"]
    english = told.json()["woonzorg"].pop("engels")
    assert "engels" not in plain.json()["woonzorg"]
    assert english["te weinig inwoners"] == "too few residents"
    assert all(dutch != said for dutch, said in english.items())
    assert client.get(f"{path}?taal=fr").status_code == 400


def test_extent_is_a_list_of_boxes_and_intervals(client):
    extent = client.get("/v1/collections/buurten").json()["extent"]
    (box,) = extent["spatial"]["bbox"]
    assert 6 < box[0] < box[2] < 7
    assert 53 < box[1] < box[3] < 54
    assert extent["temporal"]["interval"] == [["2022-01-01T00:00:00Z", "2024-01-01T00:00:00Z"]]
    assert "spatial" not in client.get("/v1/collections/leeftijd_buurt").json()["extent"]


def test_collection_carries_its_meaning(client):
    extra = client.get("/v1/collections/draaglast").json()["woonzorg"]
    assert extra["release"] == 2
    assert extra["peildatum"] == "2022-01-01"
    assert extra["opmerkingen"][0] == "Fictieve gegevens"
    assert extra["dekking"]["ontbrekend"] == ["rolstoel"]
    klass = next(item for item in extra["kolommen"] if item["naam"] == "balans_klasse")
    assert klass["klassen"][0] == {"waarde": "draagkrachtig"}
    assert klass["statuskolom"] == "balans_klasse_status"
    release = client.get("/v1/collections").json()["woonzorg"]
    assert release["fictief"] is True
    assert release["gepubliceerdOp"].endswith("Z")


@pytest.mark.parametrize("laag", PUBLISHED)
def test_pages_add_up_and_end_without_next(client, laag):
    seen, url, pages = [], f"/v1/collections/{laag}/items?limit=700", 0
    while url:
        document = client.get(url).json()
        assert document["type"] == "FeatureCollection"
        assert document["numberReturned"] == len(document["features"])
        seen += [feature["id"] for feature in document["features"]]
        links = rels(document)
        assert links["self"]["type"] == "application/geo+json"
        assert "alternate" in links
        url, pages = links.get("next", {}).get("href"), pages + 1
    assert len(set(seen)) == len(seen) == document["numberMatched"]
    assert seen == sorted(seen)
    assert pages == -(-len(seen) // 700)


def test_time_stamp_is_now(client):
    text = client.get("/v1/collections/haltes/items?limit=1").json()["timeStamp"]
    assert abs(datetime.now(UTC) - datetime.fromisoformat(text)) < timedelta(seconds=5)


def test_limit_is_clamped_and_shown(client):
    for asked, used in (("1000000000", 1000), ("9" * 400, 1000), ("007", 7)):
        document = client.get(f"/v1/collections/haltes/items?limit={asked}").json()
        assert document["numberReturned"] == used
        assert f"limit={used}" in rels(document)["self"]["href"]


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "", "tien", "1e3", "٣", "NaN"])
def test_limit_that_is_no_number_is_refused(client, value):
    answer = client.get("/v1/collections/haltes/items", params={"limit": value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["location"]["name"] == "limit"


def test_unknown_parameter_is_refused_with_the_nearest_name(client):
    answer = client.get("/v1/collections/haltes/items?bbx=1,2,3,4&limiet=3&limit=0")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    faults = [(f["location"]["name"], f.get("suggestie")) for f in answer.json()["errors"]]
    assert faults == [("limit", None), ("bbx", "bbox"), ("limiet", "limit")]
    for path in (
        "/v1",
        "/v1/conformance",
        "/v1/collections",
        "/v1/collections/haltes",
        "/v1/releases",
    ):
        assert client.get(f"{path}?onzin=1").status_code == 400, path
        assert client.get(f"{path}?f=json").status_code == 200, path
        page = client.get(f"{path}?f=html")
        assert page.headers["content-type"].startswith("text/html"), path
        assert client.get(f"{path}?f=pdf").status_code == 400, path


def test_all_faults_in_one_answer(client):
    query = "limit=x&bbox=1,2&crs=RD&datetime=gisteren&peildatum=1999-01-01&na=x"
    url = f"/v1/collections/haltes/items?{query}"
    faults = client.get(url).json()["errors"]
    names = {fault["location"]["name"] for fault in faults}
    assert names == {"limit", "bbox", "crs", "datetime", "peildatum", "na"}
    assert all(fault["detail"].endswith((".", "?")) for fault in faults)


def test_repeated_parameter_is_refused(client):
    assert client.get("/v1/collections/haltes/items?limit=1&limit=2").status_code == 400


@pytest.mark.parametrize(
    ("moment", "version"),
    [
        ("2024-01-01", 10),
        ("2024-01-01T00:00:00Z", 10),
        ("2024-01-01T00:30:00.123+01:00", None),
        ("2022-01-01/2023-01-01", 1),
        ("../2023-12-31T23:59:59Z", 1),
        ("2022-01-02/..", 10),
        ("/2022-01-01", 1),
        ("1990-01-01/1991-01-01", None),
    ],
)
def test_datetime_chooses_the_newest_version_within(client, moment, version):
    document = client.get("/v1/collections/buurten/items", params={"datetime": moment}).json()
    assert document.get("woonzorg", {}).get("version") == version
    assert document["numberReturned"] == (100 if version else 0)
    assert isinstance(document["features"], list)


@pytest.mark.parametrize(
    "moment", ["..", "../..", "/", "2024", "2024-13-01", "2024-02-30", "a/b", "1/2/3"]
)
def test_bad_datetime_is_refused(client, moment):
    answer = client.get("/v1/collections/buurten/items", params={"datetime": moment})
    assert answer.status_code == 400


def test_peildatum_chooses_a_version(client):
    old = client.get("/v1/collections/buurten/items?peildatum=2022-01-01&limit=1").json()
    assert old["features"][0]["properties"]["peildatum"] == "2022-01-01"
    assert "peildatum=2022-01-01" in rels(old)["next"]["href"]
    assert client.get(rels(old)["next"]["href"]).json()["woonzorg"]["version"] == 1
    refused = client.get("/v1/collections/buurten/items?peildatum=2023-01-01")
    assert refused.status_code == 400
    assert "2022-01-01, 2024-01-01" in refused.json()["detail"]


def test_single_feature(client):
    answer = client.get("/v1/collections/haltes/items/000001")
    document = answer.json()
    assert answer.headers["content-type"] == "application/geo+json"
    assert document["id"] == document["properties"]["haltecode"] == "000001"
    assert {"self", "collection"} <= rels(document).keys()
    listed = client.get("/v1/collections/haltes/items?limit=1").json()["features"][0]
    assert {name: document[name] for name in listed} == listed


def test_what_does_not_exist_is_named(client):
    layer = client.get("/v1/collections/halte/items")
    assert layer.status_code == 404
    assert "'haltes'" in layer.json()["detail"]
    feature = client.get("/v1/collections/haltes/items/999999")
    assert feature.status_code == 404
    assert "999999" in feature.json()["detail"]
    for path in (
        "/v1/collections/",
        "/v1/collections/haltes/",
        "/v1/collections/haltes/items/",
    ):
        assert client.get(path).status_code == 404, path


def test_properties_are_columns_with_status_in_order(client):
    properties = client.get("/v1/collections/buurten/items?limit=1").json()["features"][0][
        "properties"
    ]
    assert list(properties) == [
        "buurtcode",
        "buurtnaam",
        "aantal_inwoners",
        "aantal_inwoners_status",
        "aandeel_65plus_pct",
        "aandeel_65plus_pct_status",
        "aandeel_65plus_pct_n",
        "aandeel_65plus_pct_ci_low",
        "aandeel_65plus_pct_ci_high",
        "peildatum",
    ]
    assert properties["aandeel_65plus_pct"] is None
    assert properties["aandeel_65plus_pct_status"] == "onderdrukt"
    assert properties["buurtnaam"] == 'Buurt "0" é & <b>0'


def test_table_without_geometry(client):
    document = client.get("/v1/collections/leeftijd_buurt/items?limit=2").json()
    assert [feature["geometry"] for feature in document["features"]] == [None, None]
    boxed = client.get("/v1/collections/leeftijd_buurt/items?bbox=3,50,8,54").json()
    assert boxed["features"] == []


def test_column_names_are_quoted(client):
    feature = client.get("/v1/collections/draaglast/items?limit=1").json()["features"][0]
    assert feature["properties"]['toelichting bij "klasse"'].startswith("in 83 van 100")


def test_draaglast_has_classes_and_no_ranks(client):
    feature = client.get("/v1/collections/draaglast/items?limit=1").json()["features"][0]
    numbers = [value for value in feature["properties"].values() if isinstance(value, int | float)]
    assert numbers == []


def test_schema_describes_what_is_returned(client):
    for laag in PUBLISHED:
        answer = client.get(f"/v1/collections/{laag}/schema")
        assert answer.headers["content-type"] == "application/schema+json"
        schema = answer.json()
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert urlsplit(schema["$id"]).path == f"/v1/collections/{laag}/schema"
        feature = client.get(f"/v1/collections/{laag}/items?limit=1").json()["features"][0]
        described = schema["properties"]
        assert [name for name in described if name != "geometry"] == list(feature["properties"])
        assert ("geometry" in described) == (feature["geometry"] is not None)
        roles = [content.get("x-ogc-role") for content in described.values()]
        assert roles.count("id") == 1
        order = [content["x-ogc-propertySeq"] for content in described.values()]
        assert order == list(range(1, len(order) + 1))


def test_releases(client):
    found = client.get("/v1/releases").json()["releases"]
    assert [row["release"] for row in found] == [2, 1]
    assert found[0]["wijzigingen"] == {"lagen": ["buurten"]}
