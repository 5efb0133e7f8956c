"""A style for QGIS (QML): the classes of the map, and the Dutch titles of the columns."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from geo_api.cartography import signs
from geo_api.formats.job import heading

_OPEN = 1e15
"""Upper end of a class without one."""
_SYMBOLS = {
    "Point": ("marker", "SimpleMarker", {"name": "circle", "size": "2.4", "size_unit": "MM"}),
    "MultiLineString": ("line", "SimpleLine", {"line_width": "0.6", "line_width_unit": "MM"}),
    "MultiPolygon": ("fill", "SimpleFill", {"style": "solid", "outline_width": "0.15"}),
}

Column = Mapping[str, Any]


def document(geometry: str | None, columns: Sequence[Column]) -> str:
    """The style as QGIS stores it.

    Args:
        geometry: type of the shapes, None for a table: titles only.
        columns: as `export.about` tells them; the first one with classes is coloured.
    """
    root = Element("qgis", version="3.34.0", styleCategories="Symbology|Fields|Forms")
    if geometry:
        classed = next((column for column in columns if column.get("klassen")), None)
        root.append(_renderer(geometry, classed))
    aliases = SubElement(root, "aliases")
    for place, column in enumerate(columns, start=1):  # place 0 is the row number of the file
        title = heading(column["titel"], column["eenheid"])
        SubElement(aliases, "alias", index=str(place), field=column["naam"], name=title)
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + tostring(root, encoding="unicode")


def _renderer(geometry: str, column: Column | None) -> Element:
    if column is None:
        element = Element("renderer-v2", type="singleSymbol")
        _symbols(element, geometry, [signs.sign("effen")])
        return element
    classes: Sequence[Mapping[str, Any]] = column["klassen"]
    ranged = all("waarde" not in item for item in classes)
    ramp = signs.colours(
        column.get("palet") or (signs.RAMP if ranged else signs.KINDS), len(classes)
    )
    kind = "graduatedSymbol" if ranged else "categorizedSymbol"
    element = Element("renderer-v2", type=kind, attr=column["naam"])
    listed = SubElement(element, "ranges" if ranged else "categories")
    for place, item in enumerate(classes):
        if ranged:
            low, high = item.get("van", -_OPEN), item.get("tot", _OPEN)
            ends = {"lower": str(low), "upper": str(high), "label": _label(item)}
            SubElement(listed, "range", {"symbol": str(place), "render": "true", **ends})
        else:
            value = str(item["waarde"])
            named = {"value": value, "label": str(item.get("titel") or value), "type": "string"}
            SubElement(listed, "category", {"symbol": str(place), "render": "true", **named})
    if not ranged:
        rest = {"value": "", "label": "geen waarde", "type": "string"}
        last = {"symbol": str(len(classes)), "render": "true"}
        SubElement(listed, "category", {**last, **rest})
        ramp = [*ramp, signs.sign("geen")]
    _symbols(element, geometry, ramp)
    return element


def _label(item: Mapping[str, Any]) -> str:
    if item.get("titel"):
        return str(item["titel"])
    low, high = item.get("van"), item.get("tot")
    if low is None:
        return f"onder {high}"
    return f"vanaf {low}" if high is None else f"{low} tot {high}"


def _symbols(parent: Element, geometry: str, ramp: Sequence[str]) -> None:
    kind, name, options = _SYMBOLS[geometry]
    listed = SubElement(parent, "symbols")
    for place, colour in enumerate(ramp):
        symbol = SubElement(listed, "symbol", name=str(place), type=kind, alpha="1")
        layer = {"class": name, "enabled": "1", "locked": "0", "pass": "0"}
        content = SubElement(SubElement(symbol, "layer", layer), "Option", type="Map")
        shown = {"line_color": _rgba(colour)} if kind == "line" else {"color": _rgba(colour)}
        shown |= {} if kind == "line" else {"outline_color": _rgba(signs.sign("rand"))}
        for option, value in {**options, **shown}.items():
            SubElement(content, "Option", name=option, value=value, type="QString")


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _rgba(colour: str) -> str:
    return ",".join(map(str, [*_channels(colour), 255]))
