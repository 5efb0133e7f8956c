"""A legend as a picture (SVG): colours and patterns of the map, and what must be said beside them.

Attributes instead of style, so that it may stand on a page whose policy refuses inline style.
"""

import textwrap
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from geo_api.cartography import signs
from geo_api.cartography.legend import Legend, load, titles
from geo_api.model import LayerVersion
from geo_api.pages import dutch_date

_WIDTH = 340
_ROW = 24
_LINE = 17
_LETTERS = 48
_FONT = "'Noto Sans', Verdana, Arial, sans-serif"


def draw(found: LayerVersion, legend: Legend, language: str) -> bytes:
    """The legend as an SVG document.

    Args:
        found: the layer version; its source, dates and remarks are written below.
        legend: what it shows.
        language: `nl` or `en`.
    """
    title = titles(legend)[language]
    root = Element("svg", xmlns="http://www.w3.org/2000/svg", role="img", lang=language)
    SubElement(root, "title").text = title
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    _patterns(root)
    at = _lines(root, [title], 22, weight="bold")
    if load(found, legend.column):
        at = _lines(root, [signs.word(language, "legenda.draaglast.uitleg")], at)
    for entry in legend.entries:
        _row(root, at, str(found.geometry), entry.colour, entry.titles[language])
        at += _ROW
    for name in signs.absences() if legend.column else ():
        fill = f"url(#{name})" if found.geometry == "MultiPolygon" else signs.sign("geen")
        _row(root, at, str(found.geometry), fill, signs.word(language, f"afwezig.{name}"))
        at += _ROW
    at = _lines(root, _origin(found, language), at + 10, size="12")
    root.set("width", str(_WIDTH))
    root.set("height", str(at))
    root.set("viewBox", f"0 0 {_WIDTH} {at}")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _origin(found: LayerVersion, language: str) -> list[str]:
    meta = found.meta
    day = dutch_date(found.peildatum) if language == "nl" else str(found.peildatum or "")
    facts = [signs.word(language, "peildatum", datum=day)] if found.peildatum else []
    if meta["methode_versie"]:
        facts.append(signs.word(language, "methode", versie=meta["methode_versie"]))
    if meta["status"]:
        facts.append(str(meta["status"]))
    source = signs.word(language, "legenda.bron", bron=meta["bron"]) if meta["bron"] else ""
    remarks = [_remark(text, language) for text in meta["opmerkingen"] or []]
    parts = [*remarks, source, ", ".join(facts), meta["licentie"] or ""]
    return [part for part in parts if part]


def _remark(text: str, language: str) -> str:
    key = f"opmerking.{text.lower().rstrip('.')}"
    return signs.word(language, key) if signs.known(key) else text


def _lines(
    root: Element, paragraphs: Sequence[str], at: int, *, weight: str = "normal", size: str = "14"
) -> int:
    """Write paragraphs, broken in lines; the place below them."""
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, _LETTERS):
            _text(root, 8, at, line, weight, size)
            at += _LINE
    return at


def _text(root: Element, x: int, y: int, text: str, weight: str, size: str) -> None:
    how = {"font-family": _FONT, "font-size": size, "font-weight": weight, "fill": "#14181d"}
    SubElement(root, "text", {"x": str(x), "y": str(y), **how}).text = text


def _row(root: Element, at: int, geometry: str, fill: str, label: str) -> None:
    line = {"stroke": signs.sign("rand"), "stroke-width": "1"}
    if geometry == "MultiLineString":
        SubElement(root, "path", {"d": f"M8 {at}h28", "stroke": fill, "stroke-width": "4"})
    elif geometry == "Point":
        place = {"cx": "22", "cy": str(at), "r": "7"}
        SubElement(root, "circle", {**place, "fill": fill, **line})
    else:
        box = {"x": "8", "y": str(at - 9), "width": "28", "height": "18"}
        SubElement(root, "rect", {**box, "fill": fill, **line})
    _text(root, 46, at + 5, label, "normal", "14")


def _patterns(root: Element) -> None:
    held = SubElement(root, "defs")
    for name in signs.absences():
        found = signs.pattern(name)
        size = {"width": "8", "height": "8"}
        made = SubElement(held, "pattern", {"id": name, **size, "patternUnits": "userSpaceOnUse"})
        SubElement(made, "rect", {**size, "fill": found["ground"]})
        for x1, y1, x2, y2 in found["lines"]:
            ends = {"x1": str(x1), "y1": str(y1), "x2": str(x2), "y2": str(y2)}
            SubElement(made, "line", {**ends, "stroke": found["ink"]})
        for x, y in found["dots"]:
            SubElement(
                made, "circle", {"cx": str(x), "cy": str(y), "r": "0.9", "fill": found["ink"]}
            )
