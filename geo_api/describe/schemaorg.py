"""What search engines read in the pages: schema.org Dataset and DataCatalog, as JSON-LD."""

import json
from typing import Any

from markupsafe import Markup

from geo_api.describe import documents, licences
from geo_api.downloads import files
from geo_api.http.links import Links
from geo_api.model import Layer, State

_CONTEXT = "https://schema.org/"
NAME = "Woonzorgkaart"


def dataset(links: Links, state: State, layer: Layer, release: int | None = None) -> Markup:
    """A layer, safe to stand in a script element.

    Args:
        links: the link maker.
        state: the release that is served.
        layer: what the page is about.
        release: an earlier release that was asked for.
    """
    return _safe({"@context": _CONTEXT, **_dataset(links, state, layer, release)})


def catalogue(links: Links, state: State) -> Markup:
    """All layers by name and address."""
    told = [_short(links, layer) for layer in state.layers.values()]
    return _safe(
        {
            "@context": _CONTEXT,
            "@type": "DataCatalog",
            "@id": links.url("/lagen"),
            "name": NAME,
            "inLanguage": "nl",
            "dataset": told,
        }
    )


def _short(links: Links, layer: Layer) -> dict[str, Any]:
    meta, url = layer.current.meta, links.url(f"/lagen/{layer.name}")
    return {
        "@type": "Dataset",
        "@id": url,
        "name": meta["titel"],
        "description": documents.description(layer.current) or meta["titel"],
        "url": url,
        "license": licences.address(meta["licentie"]),
    }


def _dataset(links: Links, state: State, layer: Layer, release: int | None) -> dict[str, Any]:
    found, meta = layer.current, layer.current.meta
    told: dict[str, Any] = {
        **_short(links, layer),
        "identifier": links.collection(layer.name),
        "version": str(found.version),
        "creator": {"@type": "Organization", "name": meta["bron"] or NAME},
        "creditText": meta["attributie"],
        "dateModified": documents.moment(state.release["gepubliceerd_op"]),
        "temporalCoverage": found.peildatum,
        "measurementTechnique": meta["methode_versie"],
        "creativeWorkStatus": meta["status"],
        "inLanguage": "nl",
        "isAccessibleForFree": True,
        "keywords": [meta["thema"]] if meta["thema"] else None,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": NAME, "url": links.url("/lagen")},
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": column.naam,
                "description": column.titel,
                "unitText": column.eenheid,
            }
            for column in found.columns
            if column.rol in ("waarde", "klasse")
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": item["title"],
                "encodingFormat": item["type"],
                "contentUrl": item["href"],
            }
            for item in files.enclosures(links, found, pinned=release is not None)
        ],
    }
    if meta["bbox4326"]:
        west, south, east, north = meta["bbox4326"]
        box = f"{south} {west} {north} {east}"
        told["spatialCoverage"] = {
            "@type": "Place",
            "geo": {"@type": "GeoShape", "box": box},
        }
    return told


def _safe(content: dict[str, Any]) -> Markup:
    """JSON in which nothing ends the element; members without a value are left out."""
    text = json.dumps(_kept(content), ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - the three signs that mark up stand in it as escapes


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _kept(part) for name, part in value.items() if part not in (None, "")}
    return [_kept(part) for part in value] if isinstance(value, list) else value
