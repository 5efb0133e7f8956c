"""MapLibre styles of a layer: the published tiles in the colours of its legend.

A style holds one source and the layers that draw it, and no background, so it can be laid over any
map. What has no value is drawn in a grey of its own, never as a class.
"""

import re
from typing import Any

from geo_api.cartography import legend, signs
from geo_api.cartography.legend import SVG, Legend
from geo_api.describe import documents
from geo_api.http.answers import JSON
from geo_api.http.links import Links, link
from geo_api.model import LayerVersion

MEDIA_TYPE = "application/vnd.mapbox.style+json"
_Expression = list[Any]
_BROAD = re.compile(r"gebied|(buurt|wijk|gemeente|gebieds)code")
"""What names areas with a boundary that people know."""


def listed(links: Links, found: LayerVersion) -> dict[str, Any]:
    """The styles of a layer, the one of the map first."""
    made = all_of(found)
    return {
        "links": links.both(f"/v1/collections/{found.laag}/styles", "Stijlen"),
        "default": made[0].name,
        "styles": [_item(links, found, one) for one in made],
    }


def all_of(found: LayerVersion) -> list[Legend]:
    """The legends of a layer, one per column with classes; a plain one when there are none."""
    classed = [legend.of(found, column) for column in legend.columns(found)]
    return classed or [legend.of(found, None)]


def _item(links: Links, found: LayerVersion, one: Legend) -> dict[str, Any]:
    told = legend.titles(one)
    path = f"/styles/{one.name}"
    return {
        "id": one.name,
        "title": told["nl"],
        "titleEn": told["en"],
        "links": [
            link("stylesheet", links.collection(found.laag, path), MEDIA_TYPE, told["nl"]),
            link("describedby", links.collection(found.laag, path + "/legend"), JSON, "Legenda"),
            link("preview", links.collection(found.laag, path + "/legend?f=svg"), SVG, "Legenda"),
        ],
    }


def document(links: Links, found: LayerVersion, one: Legend) -> dict[str, Any]:
    """The style itself."""
    laag = found.laag
    source = {
        "type": "vector",
        "url": links.collection(laag, "/tilejson"),
        "promoteId": {laag: "id"},
    }
    return {
        "version": 8,
        "name": f"{found.meta['titel']}: {legend.titles(one)['nl']}",
        "metadata": {
            "woonzorg": documents.origin(found),
            "legenda": links.collection(laag, f"/styles/{one.name}/legend"),
        },
        "sources": {laag: source},
        "layers": _layers(found, one),
    }


def _layers(found: LayerVersion, one: Legend) -> list[dict[str, Any]]:
    if found.geometry == "MultiPolygon":
        return _areas(found, one)
    colour = _coloured(one)
    if one.column:
        colour = ["case", _present(one), colour, signs.sign("geen")]
    if found.geometry == "MultiLineString":
        width = ["interpolate", ["linear"], ["zoom"], 11, 0.8, 16, 4]
        return [_layer(found, "lijn", "line", {"line-color": colour, "line-width": width})]
    paint = {
        "circle-color": colour,
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 10, 2.5, 13, 5, 16, 8],
        "circle-stroke-color": signs.sign("rand"),
        "circle-stroke-width": 1,
    }
    return [_layer(found, "punt", "circle", paint)]


def _areas(found: LayerVersion, one: Legend) -> list[dict[str, Any]]:
    def fill(name: str, colour: object, *rule: _Expression) -> dict[str, Any]:
        paint = {"fill-color": colour, "fill-antialias": False}
        return _layer(found, name, "fill", paint) | ({"filter": rule[0]} if rule else {})

    border = {"line-color": signs.sign("rand")} | _border(found)
    outline = _layer(found, "rand", "line", border) | {"layout": {"line-join": "round"}}
    if one.column is None:
        return [fill("vlak", _coloured(one)), outline]
    absent = [
        fill(name, signs.pattern(name)["ground"], _absent(one, name)) for name in signs.absences()
    ]
    return [fill("vlak", _coloured(one), _present(one)), *absent, outline]


def _border(found: LayerVersion) -> dict[str, object]:
    zoomed = ["interpolate", ["linear"], ["zoom"]]
    if (found.meta["aantal"] or 0) < 1500:
        thin = [*zoomed, 11, 0.15, 14, 0.4, 17, 1]
        return {"line-width": 1 if _is_broad(found) else thin, "line-opacity": 1}
    # From afar the grid of many small areas would be darker than what they show.
    return {
        "line-width": [*zoomed, 11, 0.05, 13, 0.35, 15, 1],
        "line-opacity": [*zoomed, 12.5, 0, 15, 1],
    }


def _is_broad(found: LayerVersion) -> bool:
    """Areas with a boundary that people know; all else can be smaller than a line is wide."""
    named = (one.naam for one in found.columns if one.rol in ("sleutel", "naam"))
    return any(_BROAD.fullmatch(name) for name in named)


def _layer(found: LayerVersion, name: str, kind: str, paint: dict[str, Any]) -> dict[str, Any]:
    place = {"source": found.laag, "source-layer": found.laag}
    return {"id": f"{found.laag}-{name}", "type": kind, **place, "paint": paint}


def _coloured(one: Legend) -> Any:
    """Colour by class: steps of a range, or a word of a class column."""
    if one.column is None:
        return one.entries[0].colour
    value = ["get", one.column.naam]
    first, rest = one.entries[0], one.entries[1:]
    if first.value is None:
        steps = [part for entry in rest for part in (entry.low or 0, entry.colour)]
        return ["step", ["to-number", value], first.colour, *steps] if steps else first.colour
    cases = [part for entry in one.entries for part in (entry.value, entry.colour)]
    return ["match", ["to-string", value], *cases, signs.sign("geen")]


def _told(one: Legend) -> _Expression:
    """That the status itself says that there is nothing to show."""
    status = ["coalesce", ["get", one.status], ""]
    return ["in", status, ["literal", ["uitgesloten", "onderdrukt"]]]


def _has(one: Legend) -> _Expression:
    return ["!=", ["get", one.name], None]


def _present(one: Legend) -> _Expression:
    return ["all", ["!", _told(one)], _has(one)]


def _absent(one: Legend, absence: str) -> _Expression:
    if absence == "ontbreekt":
        return ["all", ["!", _told(one)], ["!", _has(one)]]
    return ["==", ["coalesce", ["get", one.status], ""], absence]
