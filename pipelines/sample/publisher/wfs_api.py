"""WFS 2.0 as service.pdok.nl speaks it: pages cut at 1000, an end at 50,000, filters not heard.

The features are those of the OGC collections, under the names that the WFS gives them. `cql_filter`
is silently ignored, a fault is XML with status 200, and with the fault `unstable_order` no two
requests see the same order.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from lxml import etree

from pipelines.sample.lattice import Bools, Ints
from pipelines.sample.publisher.messages import Answer, Request, now
from pipelines.sample.publisher.ogc_store import CRS84, RD, StoredCollection, to_crs

PAGE, DEPTH = 1000, 50_000
UNSTABLE = "_onvast"
FES = "{http://www.opengis.net/fes/2.0}"
GML = "{http://www.opengis.net/gml/3.2}"
GEOGRAPHIC = ("4326", "4258", "CRS84")
BAG_NAMES = {"openbare_ruimte_naam": "openbare_ruimte", "woonplaats_naam": "woonplaats"}
# OGC API -> path and prefix of a WFS that gives the same features under the same names
PLAIN = {
    "/cbs/bestand-bodemgebruik-2017/ogc/v1": (
        "/cbs/bestandbodemgebruik/2017/wfs/v1_0",
        "bestandbodemgebruik",
    ),
    "/rvo/natura2000/ogc/v1": ("/rvo/natura2000/wfs/v1_0", "natura2000"),
}
_BAG_OBJECT = """
identificatie rdf_seealso oppervlakte status gebruiksdoel openbare_ruimte huisnummer huisletter
toevoeging postcode woonplaats bouwjaar pandidentificatie pandstatus
"""
_BAG_PAND = """
identificatie rdf_seealso bouwjaar status gebruiksdoel oppervlakte_min oppervlakte_max
aantal_verblijfsobjecten
"""
BAG_OBJECT, BAG_PAND = _BAG_OBJECT.split(), _BAG_PAND.split()

Properties = dict[str, Any]


class WfsError(ValueError):
    """The server answers with an ExceptionReport."""


def camel(name: str) -> str:
    """`aantal_inwoners` as the older services write it: `aantalInwoners`."""
    first, *others = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


@dataclass
class FeatureType:
    """One feature type: a stored collection under other names."""

    name: str
    source: StoredCollection
    renamed: Callable[[Properties], Properties]

    def feature(self, fid: int, crs: str) -> Properties:
        """One feature as the WFS gives it."""
        line = self.source.line(fid)
        stored = json.loads(line if crs == RD else to_crs(line, crs))
        return {
            "type": "Feature",
            "id": f"{self.name.partition(':')[2]}.{stored['id']}",
            "properties": self.renamed(stored["properties"]),
            "bbox": _bounds([stored["geometry"]]),
            "geometry": stored["geometry"],
        }

    @cached_property
    def values(self) -> list[Properties]:
        """Properties of all features, for filters."""
        return [self.feature(fid, RD)["properties"] for fid in range(len(self.source.index))]


class WfsApi:
    """One service with its feature types."""

    def __init__(self, types: dict[str, FeatureType]) -> None:
        """Serve these feature types, by their qualified name."""
        self.types = types

    def answer(self, request: Request) -> Answer:
        """Answer a GetFeature; names of parameters know no capitals."""
        params = {k.lower(): v for k, v in request.params.items()}
        try:
            if params.get("request", "").lower() != "getfeature":
                raise WfsError("Only GetFeature is offered here.")
            layer = self.types.get(params.get("typenames", ""))
            if layer is None:
                raise WfsError(f"TYPENAME '{params.get('typenames')}' doesn't exist in this server")
            return _get_feature(layer, params)
        except WfsError as error:
            return _report(str(error), 200)


def _get_feature(layer: FeatureType, params: dict[str, str]) -> Answer:
    rows = _selected(layer, params)
    if params.get("resulttype") == "hits":
        return _hits(len(rows))
    start = _number(params, "startindex", 0)
    if start > DEPTH:
        return _report(f"startIndex {start} exceeds the maximum of {DEPTH}", 400)
    if "json" not in params.get("outputformat", ""):
        raise WfsError("Only outputFormat application/json is offered here.")
    if UNSTABLE in params:
        rows = np.array(random.Random(start).sample(rows.tolist(), len(rows)), dtype=np.int64)  # noqa: S311
    page = rows[start : start + min(_number(params, "count", PAGE), PAGE)]
    degrees = any(word in params.get("srsname", "") for word in GEOGRAPHIC)
    crs = CRS84 if degrees else RD
    named = "urn:ogc:def:crs:OGC:1.3:CRS84" if degrees else "urn:ogc:def:crs:EPSG::28992"
    features = [layer.feature(int(fid), crs) for fid in page]
    content = {
        "type": "FeatureCollection",
        "name": layer.name.partition(":")[2],
        "crs": {"type": "name", "properties": {"name": named}},
        "features": features,
        "bbox": _bounds([one["geometry"] for one in features]),
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    kind = "application/json; subtype=geojson; charset=utf-8"
    return Answer(200, {"Content-Type": kind}, body)


def _selected(layer: FeatureType, params: dict[str, str]) -> Ints:
    if "filter" in params and "bbox" in params:
        raise WfsError("FILTER and BBOX are mutually exclusive")
    fits = np.ones(len(layer.source.index), dtype=bool)
    if "bbox" in params:
        numbers, _, crs = _split_box(params["bbox"])
        fits = _within(layer, numbers, crs)
    if "filter" in params:
        try:
            root = etree.fromstring(params["filter"].encode())
        except etree.XMLSyntaxError as error:
            raise WfsError(f"FILTER is no XML: {error}") from error
        fits = np.logical_and.reduce([_fits(layer, clause) for clause in root])
    return np.flatnonzero(fits)


def _split_box(text: str) -> tuple[list[float], str, str]:
    parts = text.split(",", 4)
    try:
        return [float(part) for part in parts[:4]], "", parts[4] if len(parts) > 4 else ""
    except ValueError as error:
        raise WfsError(f"BBOX '{text}' is no box") from error


def _within(layer: FeatureType, numbers: list[float], crs: str) -> Bools:
    """Features in a box; the urn form of a geographic CRS has latitude first."""
    a, b, c, d = numbers
    degrees = any(word in crs for word in GEOGRAPHIC)
    if degrees and crs.startswith("urn:") and "CRS84" not in crs:
        a, b, c, d = b, a, d, c
    return layer.source.within((a, b, c, d), CRS84 if degrees else RD)


def _fits(layer: FeatureType, clause: Any) -> Bools:
    name = etree.QName(clause).localname
    if name in ("And", "Or"):
        combine = np.logical_and if name == "And" else np.logical_or
        return np.asarray(combine.reduce([_fits(layer, part) for part in clause]))
    if name == "PropertyIsEqualTo":
        key = clause.findtext(f"{FES}ValueReference", "").rpartition(":")[2]
        value = clause.findtext(f"{FES}Literal", "")
        return np.array([str(row.get(key)) == value for row in layer.values], dtype=bool)
    if name == "BBOX":
        envelope = clause.find(f"{GML}Envelope")
        corners = [envelope.findtext(f"{GML}{c}Corner") for c in ("lower", "upper")]
        numbers = [float(n) for corner in corners for n in corner.split()]
        return _within(layer, numbers, envelope.get("srsName", ""))
    raise WfsError(f"Operator {name} is not supported")


def _bounds(shapes: list[Any]) -> list[float]:
    """West, south, east, north of geometries; empty when there are none."""
    built = shapely.from_geojson([json.dumps(shape) for shape in shapes])
    return [round(float(value), 3) for value in shapely.total_bounds(built)] if shapes else []


def _number(params: dict[str, str], name: str, default: int) -> int:
    if not re.fullmatch(r"\d+", params.get(name, str(default))):
        raise WfsError(f"{name} should be a number")
    return int(params.get(name, default))


def _hits(number: int) -> Answer:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<wfs:FeatureCollection'
        ' xmlns:wfs="http://www.opengis.net/wfs/2.0"'
        f' timeStamp="{now()}" numberMatched="{number}" numberReturned="0"/>'
    )
    return Answer(200, {"Content-Type": "text/xml; subtype=gml/3.2.1"}, body.encode())


def _report(text: str, status: int) -> Answer:
    root = etree.Element("{http://www.opengis.net/ows/1.1}ExceptionReport", version="2.0.0")
    fault = etree.SubElement(root, "{http://www.opengis.net/ows/1.1}Exception")
    etree.SubElement(fault, "{http://www.opengis.net/ows/1.1}ExceptionText").text = text
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return Answer(status, {"Content-Type": "text/xml; charset=UTF-8"}, body)


def services(collections: dict[str, dict[str, StoredCollection]]) -> dict[str, WfsApi]:
    """Services by path, over the collections of the OGC APIs (by the base path of each)."""
    made = {}
    for base, sources in collections.items():
        if "/bag/" in base and {"pand", "verblijfsobject"} <= set(sources):
            made["/lv/bag/wfs/v2_0"] = WfsApi(_bag(sources["pand"], sources["verblijfsobject"]))
        if base in PLAIN:
            path, prefix = PLAIN[base]
            plain = {f"{prefix}:{name}": source for name, source in sources.items()}
            made[path] = WfsApi({n: FeatureType(n, s, dict) for n, s in plain.items()})
        if year := re.match(r"/cbs/wijken-en-buurten-(\d{4})/", base):
            types = {
                f"wijkenbuurten:{name}": FeatureType(
                    f"wijkenbuurten:{name}",
                    source,
                    lambda row: {camel(k): v for k, v in row.items()},
                )
                for name, source in sources.items()
            }
            made[f"/cbs/wijkenbuurten/{year[1]}/wfs/v1_0"] = WfsApi(types)
    return made


def _bag(panden: StoredCollection, objects: StoredCollection) -> dict[str, FeatureType]:
    by_id: dict[str, Properties] = {}

    def pand_of(row: Properties) -> Properties:
        if not by_id:
            for fid in range(len(panden.index)):
                stored = json.loads(panden.line(fid))
                by_id[stored["id"]] = stored["properties"]
        href = (row.get("pand.href") or [""])[0]
        return by_id.get(href.rpartition("/")[2], {})

    def as_object(row: Properties) -> Properties:
        pand = pand_of(row)
        known = {BAG_NAMES.get(k, k): v for k, v in row.items()}
        known |= {"bouwjaar": pand.get("bouwjaar"), "pandstatus": pand.get("status")}
        known["pandidentificatie"] = pand.get("identificatie")
        known["rdf_seealso"] = f"http://bag.basisregistraties.overheid.nl/{row['identificatie']}"
        known |= {k: known.get(k) or "" for k in ("huisletter", "toevoeging")}
        return {name: known.get(name) for name in BAG_OBJECT}

    def as_pand(row: Properties) -> Properties:
        return {name: row.get(name) for name in BAG_PAND}

    return {
        "bag:verblijfsobject": FeatureType("bag:verblijfsobject", objects, as_object),
        "bag:pand": FeatureType("bag:pand", panden, as_pand),
    }
