"""DCAT-AP-NL 3: what is mandatory is there, and both forms say the same."""

import pytest

from geo_api.describe import rdf
from tests.support.linked import JsonLd, Turtle

# ENDPOINTS 9.4 (DCAT-AP-NL 3.0): per class what must be there; True where exactly one is allowed.
MANDATORY = {
    "dcat:Catalog": {
        "dct:title": False,
        "dct:description": False,
        "dct:publisher": False,
        "dcat:contactPoint": False,
        "dcat:dataset": False,
    },
    "dcat:Dataset": {
        "dct:title": False,
        "dct:description": False,
        "dct:identifier": True,
        "dct:publisher": True,
        "dct:creator": False,
        "dct:accessRights": True,
        "dcat:theme": False,
        "dcat:contactPoint": True,
        "dcat:distribution": False,
    },
    "dcat:Distribution": {"dcat:accessURL": True, "dct:license": True},
    "dcat:DataService": {
        "dct:title": False,
        "dct:description": False,
        "dct:identifier": False,
        "dct:publisher": False,
        "dct:license": False,
        "dct:accessRights": False,
        "dcat:theme": False,
        "dcat:contactPoint": False,
        "dcat:endpointURL": False,
        "dcat:endpointDescription": False,
    },
    "vcard:Kind": {"vcard:hasEmail": True},
    "foaf:Agent": {"foaf:name": False},
}


@pytest.fixture(scope="module")
def document(client):
    answer = client.get("/v1/dcat")
    assert answer.headers["content-type"] == "application/ld+json"
    return answer.json()


def values(node, name):
    found = node.get(name, [])
    return found if isinstance(found, list) else [found]


def of(document, kind):
    return [node for node in document["@graph"] if kind in node["@type"]]


@pytest.mark.parametrize("kind", MANDATORY)
def test_mandatory_properties(document, kind):
    nodes = of(document, kind)
    assert nodes
    for node in nodes:
        for name, single in MANDATORY[kind].items():
            found = values(node, name)
            assert found, (node["@id"], name)
            assert not single or len(found) == 1, (node["@id"], name)


def test_every_layer_is_a_dataset_with_every_file(client, document):
    layers = client.get("/v1/collections").json()["collections"]
    datasets = {node["@id"]: node for node in of(document, "dcat:Dataset")}
    assert len(datasets) == len(layers) == 4
    for layer in layers:
        own = next(link["href"] for link in layer["links"] if link["rel"] == "self")
        node = datasets[own]
        files = [
            link["href"]
            for link in layer["links"]
            if link["rel"] == "enclosure" and "/downloads/" in link["href"]
        ]
        distributions = [
            item
            for item in of(document, "dcat:Distribution")
            if {"@id": item["@id"]} in values(node, "dcat:distribution")
        ]
        assert {item["dcat:accessURL"]["@id"] for item in distributions} == {*files, own + "/items"}
        licence = {item["dct:license"]["@id"] for item in distributions}
        assert licence == {"http://creativecommons.org/licenses/by/4.0/deed.nl"}
        assert "CBS & Kadaster" in str(distributions[0]["dct:rights"])
    period = datasets["http://127.0.0.1:8000/v1/collections/buurten"]["dct:temporal"]
    assert period["dcat:startDate"]["@value"] == "2022-01-01"
    assert period["dcat:endDate"]["@value"] == "2024-01-01"


def test_references_lead_to_a_node_or_out_of_the_catalogue(client, document):
    own = {node["@id"] for node in document["@graph"]}
    for node in document["@graph"]:
        for name in ("dct:publisher", "dct:creator", "dcat:contactPoint", "dcat:distribution"):
            for value in values(node, name):
                assert value["@id"] in own
    service = of(document, "dcat:DataService")[0]
    assert client.get(service["dcat:endpointURL"]["@id"]).status_code == 200
    assert client.get(service["dcat:endpointDescription"]["@id"]).status_code == 200


def test_turtle_says_what_json_ld_says(client, document):
    for answer in (
        client.get("/v1/dcat?f=turtle"),
        client.get("/v1/dcat", headers={"Accept": "text/turtle"}),
    ):
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
        assert "Accept" in answer.headers["vary"]
        assert Turtle(answer.text).triples() == JsonLd(document).triples()
    tag = answer.headers["etag"]
    again = client.get("/v1/dcat?f=turtle", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert client.get("/v1/dcat", headers={"If-None-Match": tag}).status_code == 200


def test_texts_of_people_break_no_syntax():
    nasty = 'aan"halings\\teken\nregel é <b> \t'
    graph = [
        {
            "@id": rdf.Iri('https://x.nl/a b"<>'),
            "@type": [rdf.Iri("dcat:Dataset")],
            "dct:title": [rdf.dutch(nasty), rdf.Typed("1", "xsd:integer")],
            "dct:spatial": {"@type": [rdf.Iri("dct:Location")], "dct:title": nasty},
            "dct:nothing": None,
        }
    ]
    found = Turtle(rdf.turtle(graph)).triples()
    texts = {value for _, _, value in found}
    assert (nasty, "nl", None) in texts
    assert {subject for subject, _, _ in found} == {"https://x.nl/a%20b%22%3C%3E"}
    assert not [name for _, name, _ in found if "nothing" in name]


def test_a_licence_that_is_no_open_one_is_said_to_be_closed(own, serve):
    with own.connect() as db:
        db.execute("UPDATE pub.laag SET licentie = 'afspraak met de leverancier'")
    with serve(own.settings()) as client:
        found = client.get("/v1/dcat").json()
        licences = {node["dct:license"]["@id"] for node in of(found, "dcat:Distribution")}
        assert licences == {"http://standaarden.overheid.nl/owms/terms/geslotenlicentie"}


def test_the_catalogue_of_a_reader_names_what_is_known(client):
    assert "JSON-LD" in client.get("/v1/dcat?f=html").text
    wrong = client.get("/v1/dcat?f=turtel")
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["suggestie"] == "turtle"
