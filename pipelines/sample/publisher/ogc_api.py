"""OGC API Features as GoKoala (api.pdok.nl) speaks it.

Clamped limits, cursor paging, strict parameters, full CRS URIs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from pipelines.sample.publisher.antwoord import Antwoord, Vraag, json_antwoord, nu, probleem
from pipelines.sample.publisher.ogc_bron import RD, STELSELS, Bron
from pipelines.sample.publisher.ogc_params import VerzoekError, grens, lees_cursor, maak_cursor
from pipelines.sample.publisher.ogc_params import kader as kader_van
from pipelines.sample.publisher.ogc_params import stelsel as stelsel_van
from pipelines.sample.rooster import Ints

HOST = "https://api.pdok.nl"
REL = "http://www.opengis.net/def/rel/ogc/1.0"
MAX_WAARDE = 512
FORMATEN = {
    "json": "application/geo+json",
    "jsonfg": "application/vnd.ogc.fg+json",
    "html": "text/html",
}
TITELS = {"json": "GeoJSON", "jsonfg": "JSON-FG", "html": "HTML"}
PROFIELEN = ("rel-as-link", "rel-as-uri", "rel-as-key")
VAST = {
    "f",
    "limit",
    "cursor",
    "bbox",
    "bbox-crs",
    "crs",
    "profile",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
}


class OgcApi:
    """One API (a dataset of PDOK) with its collections."""

    def __init__(self, basis: str, wat: dict[str, str], map_: Path) -> None:
        """Open the collections.

        Args:
            basis: path of the API, e.g. `/cbs/wijken-en-buurten-2024/ogc/v1`.
            wat: title and version.
            map_: folder with one folder per collection.
        """
        self.basis, self.titel, self.versie = basis, wat["titel"], wat["versie"]
        self.bronnen = {p.name: Bron(p) for p in sorted(map_.iterdir()) if p.is_dir()}

    def antwoord(self, v: Vraag) -> Antwoord:
        """Answer a request under the path of this API."""
        uit = self._kies(v)
        uit.koppen.setdefault("API-Version", self.versie)
        uit.koppen.setdefault("Access-Control-Allow-Origin", "*")
        return uit

    def _kies(self, v: Vraag) -> Antwoord:
        delen = [d for d in v.pad.removeprefix(self.basis).split("/") if d]
        match delen:
            case []:
                return json_antwoord(self._landing())
            case ["conformance"]:
                return json_antwoord({"conformsTo": CONFORMITEIT})
            case ["collections"]:
                return json_antwoord(
                    {"links": [], "collections": [self._collectie(c) for c in self.bronnen]}
                )
            case ["collections", c, *rest] if c in self.bronnen:
                return self._van_collectie(v, c, rest)
        return probleem(404, "not found")

    def _van_collectie(self, v: Vraag, c: str, rest: list[str]) -> Antwoord:
        match rest:
            case []:
                return json_antwoord(self._collectie(c))
            case ["schema"]:
                return json_antwoord(
                    self._schema(c, list(self.bronnen[c].wat["velden"])), "application/schema+json"
                )
            case ["queryables"]:
                return json_antwoord(
                    self._schema(c, self.bronnen[c].wat["queryables"]), "application/schema+json"
                )
            case ["items"]:
                return self._items(v, c)
            case ["items", id_]:
                return self._item(v, c, id_)
        return probleem(404, "not found")

    def _controleer(self, params: dict[str, str], toegestaan: set[str]) -> str:
        """Check the parameters as the server does; returns the format."""
        vreemd = {k: w for k, w in params.items() if k not in toegestaan}
        if vreemd:
            raise VerzoekError(
                f"unknown query parameter(s) found: {urlencode(sorted(vreemd.items()))}"
            )
        if params.get("f", "json") not in FORMATEN:
            raise VerzoekError(f"unknown format: {params['f']}")
        if params.get("profile", PROFIELEN[0]) not in PROFIELEN:
            raise VerzoekError("profile should be one of: " + ", ".join(PROFIELEN))
        for naam in ("datetime", "filter"):
            if naam in params:
                raise VerzoekError(f"{naam} param is currently not supported for this collection")
        return params.get("f", "json")

    def _kies_rijen(self, bron: Bron, params: dict[str, str]) -> Ints:
        """Internal numbers that satisfy box and property filters, in order."""
        past = np.ones(len(bron.index), dtype=bool)
        bbox_crs, kader = stelsel_van(params, "bbox-crs"), kader_van(params)
        if kader is not None:
            past &= bron.binnen(kader, bbox_crs)
        for veld in bron.wat["queryables"]:
            waarde = params.get(veld)
            if waarde is None:
                continue
            if len(waarde) > MAX_WAARDE or "%" in waarde:
                raise VerzoekError(f"property filter {veld} contains an invalid value")
            past &= bron.met(veld, waarde)
        return np.flatnonzero(past)

    def _items(self, v: Vraag, c: str) -> Antwoord:
        bron, params = self.bronnen[c], v.params
        try:
            vorm = self._controleer(params, VAST | set(bron.wat["queryables"]))
            n, stelsel = grens(params), stelsel_van(params, "crs")
            rijen = self._kies_rijen(bron, params)
        except VerzoekError as e:
            return probleem(400, str(e))
        if vorm == "html" or (
            "f" not in params and v.koppen.get("accept", "").startswith("text/html")
        ):
            return Antwoord(
                200, {"Content-Type": "text/html"}, b"<!doctype html><title>items</title>"
            )
        rijen = rijen[rijen >= lees_cursor(params)]
        pagina, rest = rijen[:n], rijen[n:]
        links = self._links(
            f"{self.basis}/collections/{c}/items", params, vorm, int(rest[0]) if len(rest) else None
        )
        regels = [
            _profiel(f, params.get("profile", PROFIELEN[0])) for f in bron.features(pagina, stelsel)
        ]
        return _verzameling(regels, links, FORMATEN[vorm], stelsel)

    def _item(self, v: Vraag, c: str, id_: str) -> Antwoord:
        bron, params = self.bronnen[c], v.params
        try:
            vorm = self._controleer(params, {"f", "crs", "profile"})
            stelsel = stelsel_van(params, "crs")
        except VerzoekError as e:
            return probleem(400, str(e))
        rij = np.flatnonzero(bron.met("id", id_))
        if not len(rij):
            return probleem(404, f"no feature found with id {id_} in collection {c}")
        feature = json.loads(
            _profiel(bron.features(rij[:1], stelsel)[0], params.get("profile", PROFIELEN[0]))
        )
        feature["links"] = self._links(
            f"{self.basis}/collections/{c}/items/{id_}", params, vorm, None
        )
        return json_antwoord(feature, FORMATEN[vorm], 200, {"Content-Crs": f"<{stelsel}>"})

    def _links(
        self, pad: str, params: dict[str, str], vorm: str, volgende: int | None
    ) -> list[dict[str, str]]:
        """Links in the order and shape of the publisher.

        Addresses name the publisher's own host.
        """
        uit = []
        for f in sorted(FORMATEN, key=lambda k: k != vorm):
            soort = "application/geo+json" if f == "json" else FORMATEN[f]
            query = urlencode(sorted({**params, "f": f}.items()))
            uit.append(
                {
                    "rel": "self" if f == vorm else "alternate",
                    "title": f"This document as {TITELS[f]}",
                    "type": soort,
                    "href": f"{HOST}{pad}?{query}",
                }
            )
        if volgende is not None:
            query = urlencode(
                sorted({**params, "f": vorm, "cursor": maak_cursor(volgende, params)}.items())
            )
            uit.append(
                {
                    "rel": "next",
                    "title": "Next page",
                    "type": FORMATEN[vorm],
                    "href": f"{HOST}{pad}?{query}",
                }
            )
        return uit

    def _landing(self) -> dict[str, Any]:
        return {
            "title": self.titel,
            "description": "Fictieve gegevens",
            "links": [
                {"rel": "data", "href": f"{HOST}{self.basis}/collections"},
                {"rel": "conformance", "href": f"{HOST}{self.basis}/conformance"},
            ],
        }

    def _collectie(self, c: str) -> dict[str, Any]:
        wat = self.bronnen[c].wat
        basis = f"{HOST}{self.basis}/collections/{c}"
        return {
            "id": c,
            "title": wat["titel"],
            "description": "Fictieve gegevens",
            "itemType": "feature",
            "crs": list(STELSELS),
            "storageCrs": RD,
            "links": [
                {"rel": "items", "type": "application/geo+json", "href": f"{basis}/items?f=json"},
                {"rel": f"{REL}/schema", "href": f"{basis}/schema?f=json"},
                {"rel": f"{REL}/queryables", "href": f"{basis}/queryables?f=json"},
            ],
        }

    def _schema(self, c: str, velden: list[str]) -> dict[str, Any]:
        wat = self.bronnen[c].wat
        soort = wat["velden"]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "title": wat["titel"],
            "$id": f"{HOST}{self.basis}/collections/{c}/schema",
            "properties": {v: {"type": soort.get(v, "string")} for v in velden}
            | {
                "geometry": {
                    "format": f"geometry-{wat['geometrie'].lower()}",
                    "x-ogc-role": "primary-geometry",
                }
            },
        }


def _profiel(regel: bytes, profiel: str) -> bytes:
    """Shape of relations: `x.href` (links, default), `x` with addresses, or `x` with ids."""
    if profiel == PROFIELEN[0] or b'.href":' not in regel:
        return regel
    feature = json.loads(regel)
    for naam in [k for k in feature["properties"] if k.endswith(".href")]:
        adressen = feature["properties"].pop(naam)
        kort = [a.rsplit("/", 1)[-1] for a in adressen]
        feature["properties"][naam.removesuffix(".href")] = (
            adressen if profiel == PROFIELEN[1] else kort
        )
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode()


def _verzameling(
    regels: list[bytes], links: list[dict[str, str]], soort: str, stelsel: str
) -> Antwoord:
    kop = json.dumps(
        {"type": "FeatureCollection", "timeStamp": nu(), "links": links}, separators=(",", ":")
    )
    body = (
        kop[:-1].encode()
        + b',"features":['
        + b",".join(regels)
        + b'],"numberReturned":%d}' % len(regels)
    )
    return Antwoord(200, {"Content-Type": soort, "Content-Crs": f"<{stelsel}>"}, body)


CONFORMITEIT = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
]
