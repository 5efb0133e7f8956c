"""The documents that describe layers and releases, made from the state."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo_api.http.answers import GEOJSON, JSON
from geo_api.http.links import (
    HTML,
    REL_QUERYABLES,
    REL_SCHEMA,
    REL_STYLES,
    REL_TILESETS,
    Links,
    link,
)
from geo_api.items import crs
from geo_api.model import Column, Layer, LayerVersion, State

SCHEMA_JSON = "application/schema+json"


def moment(value: str) -> str:
    """A timestamp of the database (in UTC) as RFC 3339 with Z."""
    return value.removesuffix("+00:00") + "Z"


def release(row: Mapping[str, Any]) -> dict[str, Any]:
    """A release as people and viewers read it."""
    return {
        "release": row["release"],
        "gepubliceerdOp": moment(row["gepubliceerd_op"]),
        "fictief": row["fictief"],
        "profiel": row["profiel"],
        "gemeenten": row["gemeenten"],
        "oudstePeildatum": row["oudste_peildatum"],
    }


def change(row: Mapping[str, Any]) -> dict[str, Any]:
    """A release with its reason and what it changed."""
    return {**release(row), "reden": row["reden"], "wijzigingen": row["wijzigingen"]}


def origin(found: LayerVersion) -> dict[str, Any]:
    """Where the features of a version come from; goes with every answer that holds them."""
    meta = found.meta
    return {
        "laag": found.laag,
        "version": found.version,
        "peildatum": found.peildatum,
        "indelingsjaar": meta["indelingsjaar"],
        "methodeVersie": meta["methode_versie"],
        "bron": meta["bron"],
        "licentie": meta["licentie"],
        "attributie": meta["attributie"],
        "status": meta["status"],
        "opmerkingen": meta["opmerkingen"] or [],
    }


def column(found: Column) -> dict[str, Any]:
    """A column with its meaning."""
    return {
        "naam": found.naam,
        "type": found.type,
        "titel": found.titel,
        "titelEn": found.titel_en,
        "omschrijving": found.omschrijving,
        "eenheid": found.eenheid,
        "eenheidEn": found.eenheid_en,
        "bron": found.bron,
        "peildatum": found.peildatum,
        "methodeVersie": found.methode_versie,
        "statuskolom": found.statuskolom,
        "rol": found.rol,
        "klassen": found.klassen,
        "palet": found.palet,
        "vervalt": found.vervalt,
    }


def description(found: LayerVersion) -> str:
    """Description with the remarks that must be shown, so that every client shows them."""
    parts = [found.meta["omschrijving"], *(found.meta["opmerkingen"] or [])]
    return " ".join(
        part if part.endswith((".", "!", "?")) else part + "." for part in parts if part
    )


def collection(
    links: Links,
    state: State,
    layer: Layer,
    files: Sequence[Mapping[str, Any]] = (),
    release: int | None = None,
) -> dict[str, Any]:
    """A collection of OGC API Features, with what this atlas adds under `woonzorg`.

    Args:
        links: the link maker.
        state: the release that is served.
        layer: the collection.
        files: links to the downloads of the layer.
        release: an earlier release that was asked for; the links then stay in it.
    """
    found = layer.current
    return {
        "id": layer.name,
        "title": found.meta["titel"],
        "description": description(found),
        "attribution": found.meta["attributie"],
        "itemType": "feature",
        "extent": _extent(layer),
        "crs": crs.URIS,
        "storageCrs": crs.RD.uri,
        "links": [*_collection_links(links, found, release), *files],
        "woonzorg": {
            "release": release or state.release["release"],
            **origin(found),
            "titelEn": found.meta["titel_en"],
            "peildata": list(layer.by_date),
            "dekking": found.meta["dekking"],
            "thema": found.meta["thema"],
            "geometrie": found.geometry,
            "aantal": found.meta["aantal"],
            "kolommen": [column(item) for item in found.columns],
        },
    }


def _extent(layer: Layer) -> dict[str, Any]:
    extent: dict[str, Any] = {}
    box = layer.current.meta["bbox4326"]
    if box:
        extent["spatial"] = {"bbox": [box], "crs": crs.CRS84.uri}
    days = [day for day in layer.by_date if day]
    if days:
        ends = [f"{min(days)}T00:00:00Z", f"{max(days)}T00:00:00Z"]
        extent["temporal"] = {
            "interval": [ends],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return extent


def _collection_links(
    links: Links, found: LayerVersion, release: int | None
) -> list[dict[str, Any]]:
    laag, title = found.laag, found.meta["titel"]
    query, pinned = {"release": release}, {"v": found.version if release else None}
    own = f"/v1/collections/{laag}"
    result = [
        link("self", links.url(own, query), JSON, title),
        link("alternate", links.url(f"/lagen/{laag}", query), HTML, f"{title}: pagina"),
        link("items", links.url(f"{own}/items", query), GEOJSON, f"{title}: objecten"),
        link(REL_SCHEMA, links.url(f"{own}/schema", query), SCHEMA_JSON, f"{title}: schema"),
        link(
            "describedby",
            links.url(f"{own}/schema/object", query),
            SCHEMA_JSON,
            f"{title}: schema van een object in GeoJSON",
        ),
        link(
            REL_QUERYABLES,
            links.url(f"{own}/queryables", query),
            SCHEMA_JSON,
            f"{title}: namen voor een filter",
        ),
    ]
    figures = links.url(f"{own}/statistiek", query)
    result.append(link("related", figures, JSON, f"{title}: cijfers"))
    licence = found.meta["licentie"] or ""
    if licence.startswith(("http://", "https://")):
        result.append(link("license", licence, HTML, "Licentie"))
    if found.geometry:
        result.append(
            link(REL_TILESETS, links.url(f"{own}/tiles", query), JSON, f"{title}: tegelsets")
        )
        result.append(
            link(REL_STYLES, links.collection(laag, "/styles"), JSON, f"{title}: stijlen")
        )
    if found.archive:
        file = links.url(f"/v1/archives/{laag}.pmtiles", pinned)
        download = link("enclosure", file, "application/vnd.pmtiles", f"{title}: tegelarchief")
        result.append({**download, "length": found.archive.bytes})
    if found.archive or (found.closed and found.geometry):
        result.append(
            link("related", links.url(f"{own}/tilejson", query), JSON, f"{title}: TileJSON")
        )
    return result
