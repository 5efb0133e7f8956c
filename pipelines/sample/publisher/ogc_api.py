"""OGC API Features as GoKoala (api.pdok.nl) speaks it: clamped limits, cursors, strict names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from pipelines.sample.lattice import Ints
from pipelines.sample.publisher.messages import Answer, Request, json_answer, now, problem
from pipelines.sample.publisher.ogc_params import RequestError, make_cursor, page_size, read_cursor
from pipelines.sample.publisher.ogc_params import box as box_of
from pipelines.sample.publisher.ogc_params import crs as crs_of
from pipelines.sample.publisher.ogc_store import KNOWN_CRS, RD, StoredCollection

HOST = "https://api.pdok.nl"
REL = "http://www.opengis.net/def/rel/ogc/1.0"
MAX_VALUE = 512
FORMATS = {
    "json": "application/geo+json",
    "jsonfg": "application/vnd.ogc.fg+json",
    "html": "text/html",
}
TITLES = {"json": "GeoJSON", "jsonfg": "JSON-FG", "html": "HTML"}
PROFILES = ("rel-as-link", "rel-as-uri", "rel-as-key")
KNOWN_PARAMETERS = {
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

    def __init__(self, base: str, about: dict[str, str], folder: Path) -> None:
        """Open the collections.

        Args:
            base: path of the API, e.g. `/cbs/wijken-en-buurten-2024/ogc/v1`.
            about: title and version.
            folder: folder with one folder per collection.
        """
        self.base, self.title, self.version = base, about["titel"], about["versie"]
        self.sources = {p.name: StoredCollection(p) for p in sorted(folder.iterdir()) if p.is_dir()}

    def answer(self, request: Request) -> Answer:
        """Answer a request under the path of this API."""
        result = self._route(request)
        result.headers.setdefault("API-Version", self.version)
        result.headers.setdefault("Access-Control-Allow-Origin", "*")
        return result

    def _route(self, request: Request) -> Answer:
        parts = [d for d in request.path.removeprefix(self.base).split("/") if d]
        match parts:
            case []:
                return json_answer(self._landing())
            case ["conformance"]:
                return json_answer({"conformsTo": CONFORMANCE})
            case ["collections"]:
                return json_answer(
                    {"links": [], "collections": [self._collection(c) for c in self.sources]}
                )
            case ["collections", c, *rest] if c in self.sources:
                return self._from_collection(request, c, rest)
        return problem(404, "not found")

    def _from_collection(self, request: Request, c: str, rest: list[str]) -> Answer:
        match rest:
            case []:
                return json_answer(self._collection(c))
            case ["schema"]:
                return json_answer(
                    self._schema(c, list(self.sources[c].about["velden"])),
                    "application/schema+json",
                )
            case ["queryables"]:
                return json_answer(
                    self._schema(c, self.sources[c].about["queryables"]), "application/schema+json"
                )
            case ["items"]:
                return self._items(request, c)
            case ["items", id_]:
                return self._item(request, c, id_)
        return problem(404, "not found")

    def _check(self, params: dict[str, str], allowed: set[str]) -> str:
        """Check the parameters as the server does; returns the format."""
        unknown = {k: w for k, w in params.items() if k not in allowed}
        if unknown:
            raise RequestError(
                f"unknown query parameter(s) found: {urlencode(sorted(unknown.items()))}"
            )
        if params.get("f", "json") not in FORMATS:
            raise RequestError(f"unknown format: {params['f']}")
        if params.get("profile", PROFILES[0]) not in PROFILES:
            raise RequestError("profile should be one of: " + ", ".join(PROFILES))
        for name in ("datetime", "filter"):
            if name in params:
                raise RequestError(f"{name} param is currently not supported for this collection")
        return params.get("f", "json")

    def _select(self, source: StoredCollection, params: dict[str, str]) -> Ints:
        """Internal numbers that satisfy box and property filters, in order."""
        fits = np.ones(len(source.index), dtype=bool)
        bbox_crs, box = crs_of(params, "bbox-crs"), box_of(params)
        if box is not None:
            fits &= source.within(box, bbox_crs)
        for field_name in source.about["queryables"]:
            value = params.get(field_name)
            if value is None:
                continue
            if len(value) > MAX_VALUE or "%" in value:
                raise RequestError(f"property filter {field_name} contains an invalid value")
            fits &= source.having(field_name, value)
        return np.flatnonzero(fits)

    def _items(self, request: Request, c: str) -> Answer:
        source, params = self.sources[c], request.params
        try:
            format_ = self._check(params, KNOWN_PARAMETERS | set(source.about["queryables"]))
            n, crs = page_size(params), crs_of(params, "crs")
            rows = self._select(source, params)
        except RequestError as e:
            return problem(400, str(e))
        if format_ == "html" or (
            "f" not in params and request.headers.get("accept", "").startswith("text/html")
        ):
            return Answer(
                200, {"Content-Type": "text/html"}, b"<!doctype html><title>items</title>"
            )
        rows = rows[rows >= read_cursor(params)]
        page, rest = rows[:n], rows[n:]
        links = self._links(
            f"{self.base}/collections/{c}/items",
            params,
            format_,
            int(rest[0]) if len(rest) else None,
        )
        lines = [
            _as_profile(f, params.get("profile", PROFILES[0])) for f in source.features(page, crs)
        ]
        return _feature_collection(lines, links, FORMATS[format_], crs)

    def _item(self, request: Request, c: str, id_: str) -> Answer:
        source, params = self.sources[c], request.params
        try:
            format_ = self._check(params, {"f", "crs", "profile"})
            crs = crs_of(params, "crs")
        except RequestError as e:
            return problem(400, str(e))
        row = np.flatnonzero(source.having("id", id_))
        if not len(row):
            return problem(404, f"no feature found with id {id_} in collection {c}")
        feature = json.loads(
            _as_profile(source.features(row[:1], crs)[0], params.get("profile", PROFILES[0]))
        )
        feature["links"] = self._links(
            f"{self.base}/collections/{c}/items/{id_}", params, format_, None
        )
        return json_answer(feature, FORMATS[format_], 200, {"Content-Crs": f"<{crs}>"})

    def _links(
        self, path: str, params: dict[str, str], format_: str, following: int | None
    ) -> list[dict[str, str]]:
        """Links in the order and shape of the publisher; addresses name its own host."""
        result = []
        for f in sorted(FORMATS, key=lambda k: k != format_):
            kind = "application/geo+json" if f == "json" else FORMATS[f]
            query = urlencode(sorted({**params, "f": f}.items()))
            result.append(
                {
                    "rel": "self" if f == format_ else "alternate",
                    "title": f"This document as {TITLES[f]}",
                    "type": kind,
                    "href": f"{HOST}{path}?{query}",
                }
            )
        if following is not None:
            query = urlencode(
                sorted({**params, "f": format_, "cursor": make_cursor(following, params)}.items())
            )
            result.append(
                {
                    "rel": "next",
                    "title": "Next page",
                    "type": FORMATS[format_],
                    "href": f"{HOST}{path}?{query}",
                }
            )
        return result

    def _landing(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "description": "Fictieve gegevens",
            "links": [
                {"rel": "data", "href": f"{HOST}{self.base}/collections"},
                {"rel": "conformance", "href": f"{HOST}{self.base}/conformance"},
            ],
        }

    def _collection(self, c: str) -> dict[str, Any]:
        about = self.sources[c].about
        base = f"{HOST}{self.base}/collections/{c}"
        return {
            "id": c,
            "title": about["titel"],
            "description": "Fictieve gegevens",
            "itemType": "feature",
            "crs": list(KNOWN_CRS),
            "storageCrs": RD,
            "links": [
                {"rel": "items", "type": "application/geo+json", "href": f"{base}/items?f=json"},
                {"rel": f"{REL}/schema", "href": f"{base}/schema?f=json"},
                {"rel": f"{REL}/queryables", "href": f"{base}/queryables?f=json"},
            ],
        }

    def _schema(self, c: str, fields: list[str]) -> dict[str, Any]:
        about = self.sources[c].about
        kind = about["velden"]
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "title": about["titel"],
            "$id": f"{HOST}{self.base}/collections/{c}/schema",
            "properties": {v: {"type": kind.get(v, "string")} for v in fields}
            | {
                "geometry": {
                    "format": f"geometry-{about['geometrie'].lower()}",
                    "x-ogc-role": "primary-geometry",
                }
            },
        }


def _as_profile(line: bytes, profile: str) -> bytes:
    """Shape of relations: `x.href` (links, default), `x` with addresses, or `x` with ids."""
    if profile == PROFILES[0] or b'.href":' not in line:
        return line
    feature = json.loads(line)
    for name in [k for k in feature["properties"] if k.endswith(".href")]:
        addresses = feature["properties"].pop(name)
        short = [a.rsplit("/", 1)[-1] for a in addresses]
        feature["properties"][name.removesuffix(".href")] = (
            addresses if profile == PROFILES[1] else short
        )
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode()


def _feature_collection(
    lines: list[bytes], links: list[dict[str, str]], kind: str, crs: str
) -> Answer:
    header = json.dumps(
        {"type": "FeatureCollection", "timeStamp": now(), "links": links}, separators=(",", ":")
    )
    body = (
        header[:-1].encode()
        + b',"features":['
        + b",".join(lines)
        + b'],"numberReturned":%d}' % len(lines)
    )
    return Answer(200, {"Content-Type": kind, "Content-Crs": f"<{crs}>"}, body)


CONFORMANCE = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
]
