"""JSON Schemas of the documents about tiles, styles and legends, as OpenAPI components.

After OGC 17-083r4 (tile matrix sets and tilesets), as far as this service fills it in.
"""

from typing import Any

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_URI: Schema = {"type": "string", "format": "uri"}
_WHOLE: Schema = {"type": "integer"}
_NUMBER: Schema = {"type": "number"}
_POINT: Schema = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
_LINKS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_SET: dict[str, Schema] = {
    "title": _TEXT,
    "tileMatrixSetId": _TEXT,
    "tileMatrixSetURI": _URI,
    "tileMatrixSetDefinition": _URI,
    "dataType": {"type": "string", "enum": ["vector"]},
    "crs": _URI,
    "links": _LINKS,
}
_MATRIX = _object(
    ["id", "scaleDenominator", "cellSize", "pointOfOrigin", "tileWidth", "tileHeight"],
    id=_TEXT,
    scaleDenominator=_NUMBER,
    cellSize=_NUMBER,
    cornerOfOrigin={"type": "string", "enum": ["topLeft"]},
    pointOfOrigin=_POINT,
    tileWidth=_WHOLE,
    tileHeight=_WHOLE,
    matrixWidth=_WHOLE,
    matrixHeight=_WHOLE,
)
_LIMITS = _object(
    ["tileMatrix", "minTileRow", "maxTileRow", "minTileCol", "maxTileCol"],
    tileMatrix=_TEXT,
    minTileRow=_WHOLE,
    maxTileRow=_WHOLE,
    minTileCol=_WHOLE,
    maxTileCol=_WHOLE,
)

SCHEMAS: dict[str, Schema] = {
    "Tegelschemas": _object(
        ["tileMatrixSets"],
        links=_LINKS,
        tileMatrixSets=_list(
            _object(["id", "links"], id=_TEXT, title=_TEXT, uri=_URI, crs=_URI, links=_LINKS)
        ),
    ),
    "Tegelschema": _object(
        ["id", "crs", "tileMatrices"],
        id=_TEXT,
        title=_TEXT,
        uri=_URI,
        crs=_URI,
        orderedAxes=_list(_TEXT),
        wellKnownScaleSet=_TEXT,
        tileMatrices=_list(_MATRIX),
    ),
    "Tegelsets": _object(
        ["tilesets"],
        links=_LINKS,
        tilesets=_list(_object(["dataType", "crs", "links"], **_SET)),
    ),
    "Tegelset": _object(
        ["dataType", "crs", "links", "tileMatrixSetLimits", "layers"],
        **_SET,
        description=_TEXT,
        attribution=_TEXT,
        license=_TEXT,
        version=_TEXT,
        mediaTypes=_list(_TEXT),
        accessConstraints=_TEXT,
        tileMatrixSetLimits=_list(_LIMITS),
        layers=_list(
            _object(
                ["id", "dataType", "links"], id=_TEXT, title=_TEXT, dataType=_TEXT, links=_LINKS
            )
        ),
        boundingBox=_object(
            ["lowerLeft", "upperRight"], lowerLeft=_POINT, upperRight=_POINT, crs=_URI
        ),
        woonzorg={"type": "object"},
    ),
    "Stijlen": _object(
        ["default", "styles"],
        links=_LINKS,
        default=_TEXT,
        styles=_list(_object(["id", "links"], id=_TEXT, title=_TEXT, titleEn=_TEXT, links=_LINKS)),
    ),
    "Stijl": _object(
        ["version", "sources", "layers"],
        version={"type": "integer", "enum": [8]},
        name=_TEXT,
        metadata={"type": "object"},
        sources={"type": "object"},
        layers=_list({"type": "object"}),
    ),
    "Legenda": _object(
        ["titel", "klassen", "afwezig", "woonzorg"],
        titel=_TEXT,
        titelEn=_TEXT,
        kolom={"type": ["string", "null"], "description": "De gekleurde kolom."},
        palet={"type": ["string", "null"]},
        uitleg=_TEXT,
        uitlegEn=_TEXT,
        klassen=_list(
            _object(
                ["kleur", "titel", "titelEn"],
                kleur=_TEXT,
                titel=_TEXT,
                titelEn=_TEXT,
                waarde=_TEXT,
                van=_NUMBER,
                tot=_NUMBER,
            )
        ),
        afwezig=_list(
            _object(
                ["status", "kleur", "titel", "titelEn"],
                status=_TEXT,
                kleur=_TEXT,
                lijnkleur=_TEXT,
                titel=_TEXT,
                titelEn=_TEXT,
            )
        ),
        links=_LINKS,
        woonzorg={"type": "object"},
    ),
}
