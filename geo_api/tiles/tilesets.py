"""The documents that describe tiles: grids and sets of tiles (OGC 17-083r4), and TileJSON."""

import html
from collections.abc import Mapping
from typing import Any

from geo_api.describe import documents, schema
from geo_api.http.answers import JSON, TILE
from geo_api.http.links import REL_SCHEME, Links, link
from geo_api.items import crs
from geo_api.model import LayerVersion
from geo_api.tiles.grids import ALL, PIXEL_M, PIXELS, WEB_MERCATOR_QUAD, Grid
from geo_api.tiles.livetiles import Asked
from geo_api.tiles.mvt import INCOMPLETE
from geo_api.tiles.tile import levels

_DIMENSION = {"Point": 0, "MultiLineString": 1, "MultiPolygon": 2}
_Given = Mapping[str, str]


def matrix_sets(links: Links) -> dict[str, Any]:
    """The list of grids."""
    items = [
        {
            "id": grid.name,
            "title": grid.title,
            "uri": _uri(links, grid),
            "crs": grid.crs.uri,
            "links": [link("self", _scheme(links, grid), JSON, grid.title)],
        }
        for grid in ALL.values()
    ]
    own = links.both("/v1/tileMatrixSets", "Tegelschema's")
    return {"links": own, "tileMatrixSets": items}


def matrix_set(links: Links, grid: Grid) -> dict[str, Any]:
    """A grid, with every level."""
    return {
        "id": grid.name,
        "title": grid.title,
        "uri": _uri(links, grid),
        "crs": grid.crs.uri,
        "orderedAxes": ["X", "Y"],
        "wellKnownScaleSet": grid.scales,
        "tileMatrices": [_matrix(grid, level) for level in range(grid.levels)],
    }


def _matrix(grid: Grid, level: int) -> dict[str, Any]:
    cell = grid.side_of(level) / PIXELS
    return {
        "id": str(level),
        "scaleDenominator": cell / PIXEL_M,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [grid.west, grid.north],
        "tileWidth": PIXELS,
        "tileHeight": PIXELS,
        "matrixWidth": 1 << level,
        "matrixHeight": 1 << level,
    }


def tile_sets(links: Links, asked: Asked, given: _Given) -> dict[str, Any]:
    """The sets of tiles of a layer, one for each grid in which it has tiles."""
    path = f"/v1/collections/{asked.version.laag}/tiles"
    return {
        "links": links.both(path, "Tegelsets", _question(given)),
        "tilesets": [
            _head(links, asked, grid, given)
            for grid in ALL.values()
            if levels(asked.version, grid, published=asked.published)
        ],
    }


def tile_set(links: Links, asked: Asked, grid: Grid, given: _Given) -> dict[str, Any]:
    """A set of tiles, with levels, extent, properties and the address of a tile."""
    found, meta = asked.version, asked.version.meta
    own = levels(found, grid, published=asked.published)
    rest = f"/tiles/{grid.name}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    item = link("item", address(links, asked, rest), TILE, "Een tegel")
    head = _head(links, asked, grid, given)
    more = [{**item, "templated": True}]
    if grid == WEB_MERCATOR_QUAD:
        tilejson = links.url(f"/v1/collections/{found.laag}/tilejson", _question(given))
        more.append(link("describedby", tilejson, JSON, "TileJSON"))
    described: dict[str, Any] = {
        **head,
        "links": [*head["links"], *more],
        "description": documents.description(found),
        "attribution": meta["attributie"],
        "license": meta["licentie"],
        "version": str(found.version),
        "mediaTypes": [TILE],
        "accessConstraints": "unclassified",
        "tileMatrixSetLimits": [_limits(level) for level in own],
        "layers": [_layer(links, found, own)],
        "woonzorg": documents.origin(found),
    }
    box = meta["bbox28992" if grid != WEB_MERCATOR_QUAD else "bbox4326"]
    if box:
        system = crs.CRS84 if grid == WEB_MERCATOR_QUAD else grid.crs
        corners = {"lowerLeft": box[:2], "upperRight": box[2:]}
        described["boundingBox"] = {**corners, "crs": system.uri}
    return {name: value for name, value in described.items() if value is not None}


def _head(links: Links, asked: Asked, grid: Grid, given: _Given) -> dict[str, Any]:
    path = f"/v1/collections/{asked.version.laag}/tiles/{grid.name}"
    title = f"{asked.version.meta['titel']}: {grid.name}"
    return {
        "title": title,
        "tileMatrixSetId": grid.name,
        "tileMatrixSetURI": _uri(links, grid),
        "tileMatrixSetDefinition": _scheme(links, grid),
        "dataType": "vector",
        "crs": grid.crs.uri,
        "links": [
            *links.both(path, title, _question(given)),
            link(REL_SCHEME, _scheme(links, grid), JSON, grid.title),
        ],
    }


def _limits(level: int) -> dict[str, Any]:
    """Every tile of a level can be asked: one beside the layer is empty, not absent.

    Maps ask beside a layer too, and take 404 for a fault.
    """
    last = (1 << level) - 1
    rows = {"minTileRow": 0, "maxTileRow": last}
    return {"tileMatrix": str(level), **rows, "minTileCol": 0, "maxTileCol": last}


def _layer(links: Links, found: LayerVersion, own: range) -> dict[str, Any]:
    described = schema.document(links, found)["properties"]
    properties = {name: described[name] for name in found.properties}
    geodata = link("geodata", links.collection(found.laag), JSON, found.meta["titel"])
    return {
        "id": found.laag,
        "title": found.meta["titel"],
        "dataType": "vector",
        "geometryDimension": _DIMENSION[str(found.geometry)],
        "minTileMatrix": str(own[0]),
        "maxTileMatrix": str(own[-1]),
        "propertiesSchema": {
            "type": "object",
            "properties": {"id": {"title": "Id", "type": "string"}, **properties},
        },
        "links": [geodata],
    }


def tilejson(
    links: Links, asked: Asked, layers: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """TileJSON 3; the version stands in the tile address, so a map never mixes two versions.

    Args:
        links: the link maker.
        asked: of the tiles.
        layers: `vector_layers` as the archive states them; None for tiles made at the question.
    """
    found, meta = asked.version, asked.version.meta
    own = levels(found, WEB_MERCATOR_QUAD, published=layers is not None)
    ends = {"minzoom": own[0], "maxzoom": own[-1]}
    made = [{"id": found.laag, "fields": dict.fromkeys(["id", *found.properties]), **ends}]
    content: dict[str, Any] = {
        "tilejson": "3.0.0",
        "tiles": [address(links, asked, f"/tiles/{WEB_MERCATOR_QUAD.name}/{{z}}/{{y}}/{{x}}")],
        "vector_layers": [_fields(found, layer) for layer in layers or made],
        "name": meta["titel"],
        "description": documents.description(found),
        "attribution": html.escape(meta["attributie"] or ""),
        "version": f"1.0.{found.version}",
        "scheme": "xyz",
        **ends,
        "woonzorg": documents.origin(found),
    }
    if layers is None:
        numbers = {"getoond": "Objecten in de tegel", "gevonden": "Objecten die erin horen"}
        content["vector_layers"].append({"id": INCOMPLETE, "fields": numbers})
    if meta["bbox4326"]:
        content["bounds"] = meta["bbox4326"]
    return content


def _fields(found: LayerVersion, layer: Mapping[str, Any]) -> dict[str, Any]:
    """A layer of tiles with the meaning of its fields."""
    titles = {column.naam: column.titel for column in found.columns}
    fields = {name: titles.get(name, "") for name in layer.get("fields", {})}
    kept = {name: layer[name] for name in ("id", "minzoom", "maxzoom") if name in layer}
    return {**kept, "fields": fields}


def address(links: Links, asked: Asked, rest: str) -> str:
    """The address of tiles, with the question and the version."""
    return links.url(f"/v1/collections/{asked.version.laag}{rest}", asked.query)


def _question(given: _Given) -> dict[str, object]:
    return {name: text for name, text in given.items() if name not in ("f", "taal")}


def _uri(links: Links, grid: Grid) -> str:
    """Where the grid is defined: the register of OGC, or this service; clients choose by it."""
    return grid.uri or _scheme(links, grid)


def _scheme(links: Links, grid: Grid) -> str:
    return links.url(f"/v1/tileMatrixSets/{grid.name}")
