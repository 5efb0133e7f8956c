"""The catalogue in DCAT-AP-NL 3: what there is, under which licence, and where to get it.

A graph is a list of nodes; each is a mapping from prefixed names to values. `rdf` writes it as
JSON-LD and as Turtle, so both say the same. Mandatory properties are those of DCAT-AP-NL 3.0.
"""

from typing import Any
from urllib.parse import quote

from geo_api import API_VERSION
from geo_api.describe import documents, licences
from geo_api.describe.rdf import Iri, Node, Typed, dutch
from geo_api.downloads import files
from geo_api.http.links import Links
from geo_api.model import Layer, State
from geo_api.settings import Settings

JSON_LD = "application/ld+json"
TURTLE = "text/turtle; charset=utf-8"
_PUBLIC = Iri("http://publications.europa.eu/resource/authority/access-right/PUBLIC")
_LANGUAGE = Iri("http://publications.europa.eu/resource/authority/language/NLD")
_MEDIA = "https://www.iana.org/assignments/media-types/"
_EU_THEME = "http://publications.europa.eu/resource/authority/data-theme/"
_THEMES = {
    "zorg": "HEAL",
    "gezondheid": "HEAL",
    "grenzen": "REGI",
    "gebieden": "REGI",
    "ondergrond": "REGI",
    "omgeving": "ENVI",
    "bereikbaarheid": "TRAN",
    "veiligheid": "JUST",
}
"""European theme of each theme of ours; the others are about society and housing."""
_OTHER_THEME = "SOCI"
TITLE = "Woonzorgkaart"
ABOUT = "Open kaartlagen over wonen, zorg en draagkracht van buurten, met peildatum en bron."


def graph(links: Links, state: State, settings: Settings) -> list[Node]:
    """The catalogue, the service, and each layer with its distributions.

    Args:
        links: the link maker.
        state: what is published.
        settings: say who answers for it.
    """
    url = links.url
    here = {"agent": Iri(url("/v1/dcat#uitgever")), "contact": Iri(url("/v1/dcat#contact"))}
    layers = list(state.layers.values())
    catalogue = {
        "@id": Iri(url("/v1/dcat")),
        "@type": [Iri("dcat:Catalog")],
        "dct:title": dutch(TITLE),
        "dct:description": dutch(ABOUT),
        "dct:publisher": here["agent"],
        "dcat:contactPoint": here["contact"],
        "dct:language": _LANGUAGE,
        "dct:modified": _moment(state),
        "foaf:homepage": Iri(url("/")),
        "dcat:service": Iri(url("/v1")),
        "dcat:dataset": [_address(links, layer) for layer in layers],
    }
    found = [catalogue, *_people(settings, here), _service(links, layers, here)]
    for layer in layers:
        found += _dataset(links, state, layer, here)
    return found


def _people(settings: Settings, here: dict[str, Iri]) -> list[Node]:
    agent: Node = {
        "@id": here["agent"],
        "@type": [Iri("foaf:Agent")],
        "foaf:name": dutch(settings.contact_name),
    }
    contact: Node = {
        "@id": here["contact"],
        "@type": [Iri("vcard:Kind")],
        "vcard:fn": dutch(settings.contact_name),
        "vcard:hasEmail": Iri(f"mailto:{settings.contact_email}"),
        "vcard:hasURL": Iri(settings.contact_url) if settings.contact_url else None,
    }
    return [agent, contact]


def _service(links: Links, layers: list[Layer], here: dict[str, Iri]) -> Node:
    url = links.url
    themes = {layer.current.meta["thema"]: _theme(layer) for layer in layers}
    return {
        "@id": Iri(url("/v1")),
        "@type": [Iri("dcat:DataService")],
        "dct:title": dutch(f"{TITLE}: OGC API Features"),
        "dct:description": dutch(f"Objecten, tegels en bestanden van alle lagen. {ABOUT}"),
        "dct:identifier": url("/v1"),
        "dct:publisher": here["agent"],
        "dct:license": Iri(licences.SERVICE),
        "dct:accessRights": _PUBLIC,
        "dcat:theme": sorted(set(themes.values())) or [Iri(_EU_THEME + _OTHER_THEME)],
        "dcat:contactPoint": here["contact"],
        "dcat:endpointURL": Iri(url("/v1")),
        "dcat:endpointDescription": Iri(url("/v1/openapi.json")),
        "dcat:version": API_VERSION,
        "dct:conformsTo": Iri("http://www.opengis.net/doc/IS/ogcapi-features-1/1.0"),
        "dcat:servesDataset": [_address(links, layer) for layer in layers],
    }


def _dataset(links: Links, state: State, layer: Layer, here: dict[str, Iri]) -> list[Node]:
    found, meta = layer.current, layer.current.meta
    own = _address(links, layer)
    offered = _distributions(links, layer)
    maker = Iri(f"{own}#bron")
    dataset: Node = {
        "@id": own,
        "@type": [Iri("dcat:Dataset")],
        "dct:title": dutch(meta["titel"]),
        "dct:description": dutch(documents.description(found) or meta["titel"]),
        "dct:identifier": str(own),
        "dct:publisher": here["agent"],
        "dct:creator": maker,
        "dct:accessRights": _PUBLIC,
        "dcat:theme": _theme(layer),
        "dcat:keyword": dutch(meta["thema"]) if meta["thema"] else None,
        "dcat:contactPoint": here["contact"],
        "dct:language": _LANGUAGE,
        "dct:modified": _moment(state),
        "dcat:version": str(found.version),
        "adms:versionNotes": dutch(f"Methode {meta['methode_versie']}")
        if meta["methode_versie"]
        else None,
        "dct:temporal": _period(layer),
        "dct:spatial": _box(meta["bbox4326"]),
        "dct:provenance": {
            "@type": [Iri("dct:ProvenanceStatement")],
            "rdfs:label": dutch(f"Bron: {meta['bron'] or 'onbekend'}. Status: {meta['status']}."),
        },
        "foaf:page": Iri(links.url(f"/lagen/{quote(layer.name)}")),
        "dct:conformsTo": Iri(links.collection(layer.name, "/schema")),
        "dcat:distribution": [item["@id"] for item in offered],
    }
    agent: Node = {
        "@id": maker,
        "@type": [Iri("foaf:Agent")],
        "foaf:name": dutch(meta["bron"] or TITLE),
    }
    return [dataset, agent, *offered]


def _distributions(links: Links, layer: Layer) -> list[Node]:
    meta = layer.current.meta
    items = links.collection(layer.name, "/items")
    ways = [
        {"href": items, "type": "application/geo+json", "title": "OGC API Features"},
        *files.enclosures(links, layer.current),
    ]
    return [
        {
            "@id": Iri(f"{links.collection(layer.name)}#{number}"),
            "@type": [Iri("dcat:Distribution")],
            "dct:title": dutch(way["title"]),
            "dcat:accessURL": Iri(way["href"]),
            "dcat:downloadURL": Iri(way["href"]) if number else None,
            "dcat:accessService": None if number else Iri(links.url("/v1")),
            "dct:license": Iri(licences.address(meta["licentie"])),
            "dct:rights": {
                "@type": [Iri("dct:RightsStatement")],
                "rdfs:label": dutch(meta["attributie"] or meta["licentie"] or "onbekend"),
            },
            "dcat:mediaType": Iri(_MEDIA + way["type"].partition(";")[0]),
        }
        for number, way in enumerate(ways)
    ]


def _address(links: Links, layer: Layer) -> Iri:
    return Iri(links.collection(layer.name))


def _theme(layer: Layer) -> Iri:
    return Iri(_EU_THEME + _THEMES.get(layer.current.meta["thema"] or "", _OTHER_THEME))


def _moment(state: State) -> Typed:
    return Typed(documents.moment(state.release["gepubliceerd_op"]), "xsd:dateTime")


def _period(layer: Layer) -> Any:
    """From the first to the last peildatum that is published."""
    days = [day for day in layer.by_date if day and day != "None"]
    if not days:
        return None
    return {
        "@type": [Iri("dct:PeriodOfTime")],
        "dcat:startDate": Typed(min(days), "xsd:date"),
        "dcat:endDate": Typed(max(days), "xsd:date"),
    }


def _box(box: list[float] | None) -> Any:
    if not box:
        return None
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = ", ".join(f"{x} {y}" for x, y in corners)
    literal = Typed(f"POLYGON(({ring}))", "geosparql:wktLiteral")
    return {"@type": [Iri("dct:Location")], "dcat:bbox": literal}
