"""The catalogue as others read it (rdflib), against the rules of DCAT-AP-NL 3 as SHACL shapes.

`dcat_ap_nl_3.ttl` holds the rules, written from the tables of the profile.
"""

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # of the reader of JSON-LD
SHAPES = Path(__file__).with_name("dcat_ap_nl_3.ttl")
FORMS = {"json": "json-ld", "turtle": "turtle"}
DCT = rdflib.Namespace("http://purl.org/dc/terms/")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")


def read(client, form):
    answer = client.get(f"/v1/dcat?f={form}")
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text, format=FORMS[form])


def wrong(graph):
    """What the shapes say is wrong, as text; empty when nothing is."""
    shapes = rdflib.Graph().parse(SHAPES)
    good, _, told = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    return "" if good else told


@pytest.mark.parametrize("form", FORMS)
def test_the_catalogue_follows_the_profile(asking, form):
    graph = read(asking, form)
    assert len(list(graph.subjects(rdflib.RDF.type, DCAT.Dataset))) > 5
    assert wrong(graph) == ""


def test_both_forms_are_the_same_graph(asking):
    assert isomorphic(read(asking, "json"), read(asking, "turtle"))


def test_what_is_left_out_or_doubled_is_seen(client):
    """Each rule that must hold is one that can fail."""
    whole = read(client, "turtle")
    asked = [
        (DCAT.Catalog, DCT.title),
        (DCAT.Dataset, DCT.accessRights),
        (DCAT.Dataset, DCT.creator),
        (DCAT.Dataset, DCAT.theme),
        (DCAT.Distribution, DCAT.accessURL),
        (DCAT.Distribution, DCT.license),
        (DCAT.DataService, DCAT.endpointDescription),
        (DCAT.DataService, DCT.license),
    ]
    for kind, name in asked:
        graph = rdflib.Graph() + whole
        subject = next(graph.subjects(rdflib.RDF.type, kind))
        graph.remove((subject, name, None))
        assert str(name) in wrong(graph) or name.fragment in wrong(graph), (kind, name)
    doubled = rdflib.Graph() + whole
    subject = next(doubled.subjects(rdflib.RDF.type, DCAT.Dataset))
    doubled.add((subject, DCT.identifier, rdflib.Literal("nog een")))
    assert "identifier" in wrong(doubled)
    strange = rdflib.Graph() + whole
    strange.set((subject, DCAT.theme, rdflib.URIRef("https://elders.example/thema")))
    assert "theme" in wrong(strange)
