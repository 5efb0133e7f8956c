"""A page of features in each form that items offers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from psycopg import sql

from geo_api import pages as html
from geo_api.describe import documents
from geo_api.formats import csv_rfc, geojson, jsonfg
from geo_api.formats.export import Export, fields
from geo_api.http import answers
from geo_api.http.links import Links
from geo_api.items.crs import Crs
from geo_api.items.question import Question
from geo_api.items.selection import Selection
from geo_api.model import Layer, LayerVersion

CSV = csv_rfc.MEDIA_TYPE
Made = tuple[bytes, Mapping[str, str]]
"""The body, and headers that go with it."""


@dataclass(frozen=True)
class Page:
    """A form of a page.

    Attributes:
        row: expression that writes a feature.
        body: from what the page says of itself and the text of its features.
        between: what stands between two features.
    """

    media_type: str
    row: Callable[[Links, Selection, Crs], sql.Composable]
    body: Callable[[Links, Question, Mapping[str, Any], str], Made]
    between: str = ","


def _export(links: Links, found: LayerVersion, crs: Crs) -> Export:
    about = {"adres": links.collection(found.laag), **documents.origin(found)}
    return Export(Selection(found), crs, fields(links, found), about)


def _collection(_: Links, __: Question, head: Mapping[str, Any], rows: str) -> Made:
    start = answers.encode(head)[:-1]
    return b"".join((start, b',"features":[', rows.encode(), b"]}")), {}


def _jsonfg(links: Links, read: Question, head: Mapping[str, Any], rows: str) -> Made:
    told = jsonfg.members(_export(links, read.version, read.crs)) if read.version else {}
    body, _ = _collection(links, read, {**head, **told}, rows)
    return body, {"Link": f'<{jsonfg.PROFILE}>; rel="profile"'}


def _csv(links: Links, read: Question, head: Mapping[str, Any], rows: str) -> Made:
    """Links stand in the header: a table has no room for them."""
    names = csv_rfc.head(_export(links, read.version, read.crs)) if read.version else b""
    shown = [item for item in head["links"] if item["rel"] in ("next", "prev", "collection")]
    chain = ", ".join(f'<{i["href"]}>; rel="{i["rel"]}"; type="{i["type"]}"' for i in shown)
    return names + rows.encode(), {"Link": chain}


def table(layer: Layer, values: Mapping[str, Any]) -> Page:
    """A table for people: the columns that are shown, with title and unit; no shapes.

    Args:
        layer: of the features.
        values: what the template uses to read in the language of who asks.
    """

    def body(links: Links, read: Question, head: Mapping[str, Any], rows: str) -> Made:
        found = read.version
        every = fields(links, found) if found else ()
        shown = [field for field in every if found and field.name in found.properties]
        path = f"/v1/collections/{layer.name}/items"
        text = html.render(
            "objecten.html",
            head=head,
            laag=layer.name,
            titel=layer.current.meta["titel"],
            columns=shown,
            names={one.naam for one in layer.current.columns if one.rol in ("naam", "sleutel")},
            rows=json.loads(f"[{rows}]"),
            as_json=links.url(path, {**read.query, "f": "json"}),
            **values,
        )
        return text.encode(), {}

    return Page(answers.HTML, _unshaped, body)


def _unshaped(_: Links, chosen: Selection, crs: Crs) -> sql.Composable:
    bare = replace(chosen.version, meta={**chosen.version.meta, "geometrie": None})
    return geojson.text(bare, crs)


PAGES = {
    "json": Page(
        answers.GEOJSON, lambda _, chosen, crs: geojson.text(chosen.version, crs), _collection
    ),
    "jsonfg": Page(
        answers.GEOJSON,
        lambda links, chosen, crs: jsonfg.row(_export(links, chosen.version, crs)),
        _jsonfg,
    ),
    "csv": Page(
        CSV,
        lambda links, chosen, crs: csv_rfc.row(_export(links, chosen.version, crs)),
        _csv,
        between="",
    ),
}
"""The forms for programs; the one for people has the language of who asks (`table`)."""

MEDIA_TYPES = {**{name: page.media_type for name, page in PAGES.items()}, "html": answers.HTML}
