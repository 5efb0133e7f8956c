"""JSON Schemas of the documents the API answers with, as OpenAPI components."""

from typing import Any

Schema = dict[str, Any]


def _text(description: str | None = None, *, null: bool = False) -> Schema:
    schema: Schema = {"type": ["string", "null"] if null else "string"}
    return schema | ({"description": description} if description else {})


def _whole(*, null: bool = False) -> Schema:
    return {"type": ["integer", "null"] if null else "integer"}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_LINKS = _list(_ref("Link"))
_ORIGIN = {
    "laag": _text(),
    "version": _whole(),
    "peildatum": _text("De dag die de gegevens beschrijven.", null=True),
    "indelingsjaar": _whole(null=True),
    "methodeVersie": _text(null=True),
    "bron": _text(null=True),
    "licentie": _text(null=True),
    "attributie": _text(null=True),
    "status": _text(null=True),
    "opmerkingen": _list(_text()),
}
_RELEASE = {
    "release": _whole(),
    "gepubliceerdOp": {"type": "string", "format": "date-time"},
    "fictief": {"type": "boolean", "description": "De gegevens zijn verzonnen."},
    "profiel": _text(null=True),
    "gemeenten": {"type": ["array", "null"], "items": _text()},
    "oudstePeildatum": _text(null=True),
}
_COLUMN = {
    "naam": _text(),
    "type": _text(),
    "titel": _text(),
    "titelEn": _text(null=True),
    "omschrijving": _text(null=True),
    "eenheid": _text(null=True),
    "eenheidEn": _text(null=True),
    "bron": _text(null=True),
    "peildatum": _text(null=True),
    "methodeVersie": _text(null=True),
    "statuskolom": _text(null=True),
    "rol": _text("sleutel, naam, waarde, klasse, toelichting of geometrie"),
    "klassen": {"type": ["array", "null"], "items": {"type": "object"}},
    "palet": _text(null=True),
    "vervalt": {
        "type": ["object", "null"],
        "description": "Aankondiging: de kolom verdwijnt of krijgt een andere naam (opvolger).",
    },
}
_LAYER = {
    **_ORIGIN,
    "release": _whole(),
    "titelEn": _text(null=True),
    "peildata": _list(_text()),
    "dekking": {"type": ["object", "null"]},
    "thema": _text(null=True),
    "geometrie": _text("Point, MultiPolygon of MultiLineString; leeg bij een tabel.", null=True),
    "aantal": _whole(null=True),
    "kolommen": _list(_object(["naam", "type", "titel", "rol"], **_COLUMN)),
    "engels": {
        "type": "object",
        "additionalProperties": _text(),
        "description": "Alleen met taal=en: Engels bij de Nederlandse tekst; {} is een getal of "
        "een woord.",
    },
}
_FEATURE: Schema = _object(
    ["type", "id", "geometry", "properties"],
    type={"type": "string", "enum": ["Feature"]},
    id=_text(),
    geometry={"type": ["object", "null"], "description": "GeoJSON-geometrie in het gevraagde crs."},
    properties={
        "type": "object",
        "description": "Kolommen van de laag, met status bij elke waarde.",
    },
)
_FAULT = _object(
    ["in", "location", "code", "detail"],
    **{"in": _text()},
    location=_object(["name"], name=_text()),
    code=_text(),
    detail=_text(),
    suggestie=_text("De geldige naam die er het meest op lijkt."),
)

_PART = {
    "dataset": _text(),
    "titel": _text(),
    "bron": _text(),
    "licentie": _text(),
    "peildatum": _text(null=True),
    "ontvangen": _text("Laatste levering die is overgenomen.", null=True),
    "gecontroleerd": _text("Laatste keer dat de bron antwoordde.", null=True),
    "verwacht": _text("Uiterlijk moment van de volgende.", null=True),
    "teLaat": {"type": "boolean"},
    "reden": _text("Waarom de nieuwste levering niet is overgenomen.", null=True),
}

_NOTES = {
    **_RELEASE,
    "reden": _text(null=True),
    "wijzigingen": {"description": "Wat er aan datasets en lagen veranderde, in het kort."},
    "lagen": _list(
        _object(
            ["laag", "wat", "waarom", "toelichting", "door", "rijen"],
            laag=_text(),
            peildatum=_text(null=True),
            wat=_text("laag erbij, laag weg, peildatum erbij, peildatum weg of gewijzigd"),
            waarom=_text(
                "nieuw, levering, verwerking, invoer, methode, parameter, vertoning, "
                "teruggedraaid, vervallen of ingetrokken"
            ),
            toelichting=_text(),
            door=_list(_text("Dataset die veranderde.")),
            rijen={
                "type": "object",
                "description": "Aantallen: oud, nieuw, erbij, weg, gewijzigd.",
            },
            velden={
                "type": ["array", "null"],
                "items": _object(["veld", "wat"], veld=_text(), wat=_text()),
                "description": "Wat er per kolom veranderde; leeg als dat niet meer na te gaan is.",
            },
        )
    ),
}

SCHEMAS: dict[str, Schema] = {
    "Probleem": _object(
        ["status", "title", "detail"],
        status=_whole(),
        title=_text(),
        detail=_text(),
        errors=_list(_FAULT),
    ),
    "Link": _object(
        ["href", "rel"],
        href=_text("Een adres; bij 'templated' een sjabloon voor adressen (RFC 6570)."),
        rel=_text(),
        type=_text(),
        title=_text(),
        hreflang=_text(),
        length=_whole(),
        templated={"type": "boolean"},
    ),
    "Ingang": _object(
        ["title", "links"],
        title=_text(),
        description=_text(),
        links=_LINKS,
        woonzorg=_object(["release", "fictief"], **_RELEASE),
    ),
    "Conformiteit": _object(["conformsTo"], links=_LINKS, conformsTo=_list(_text())),
    "Lagen": _object(
        ["links", "collections"],
        links=_LINKS,
        crs=_list(_text()),
        collections=_list(_ref("Laag")),
        woonzorg=_object(["release", "fictief"], **_RELEASE),
    ),
    "Laag": _object(
        ["id", "links"],
        id=_text(),
        title=_text(),
        description=_text(),
        attribution=_text(null=True),
        itemType=_text(),
        extent={"type": "object"},
        crs=_list(_text()),
        storageCrs=_text(),
        links=_LINKS,
        woonzorg=_object(["release", "version", "kolommen"], **_LAYER),
    ),
    "Objecten": _object(
        ["type", "features"],
        type={"type": "string", "enum": ["FeatureCollection"]},
        features=_list(_FEATURE),
        links=_LINKS,
        timeStamp={"type": "string", "format": "date-time"},
        numberReturned=_whole(),
        numberMatched=_whole(),
        woonzorg=_object(
            [],
            **_ORIGIN,
            geschatAantal={"type": "integer", "description": "Schatting, alleen op verzoek."},
        ),
    ),
    "Object_van_laag": {
        **_FEATURE,
        "properties": {
            **_FEATURE["properties"],
            "links": _LINKS,
            "woonzorg": _object([], **_ORIGIN),
        },
    },
    "TileJSON": _object(
        ["tilejson", "tiles", "vector_layers"],
        tilejson=_text(),
        tiles=_list(_text()),
        vector_layers=_list({"type": "object"}),
        minzoom=_whole(),
        maxzoom=_whole(),
        bounds=_list({"type": "number"}),
        attribution=_text(),
        woonzorg=_object([], **_ORIGIN),
    ),
    "Release": _object(["release", "gepubliceerdOp", "lagen"], links=_LINKS, **_NOTES),
    "Releases": _object(
        ["links", "releases", "aangekondigd"],
        links=_LINKS,
        aangekondigd=_list(
            _object(
                ["laag", "veld", "reden"],
                laag=_text(),
                veld=_text("Kolom die verdwijnt of een andere naam krijgt."),
                reden=_text(),
                opvolger=_text("Kolom die in de plaats komt.", null=True),
            )
        ),
        releases=_list(_ref("Release")),
    ),
    "Catalogus": {
        "type": "object",
        "required": ["@context", "@graph"],
        "properties": {"@context": {"type": "object"}, "@graph": _list({"type": "object"})},
    },
    "Datastatus": _object(
        ["links", "lagen"],
        links=_LINKS,
        bijgewerkt=_text("Moment waarop dit is vastgesteld.", null=True),
        lagen=_list(
            _object(
                ["laag", "titel", "toestand", "bron", "licentie", "onderdelen"],
                laag=_text(),
                titel=_text(),
                titelEn=_text(),
                toestand=_text("actueel, te laat of oudere gegevens"),
                peildatum=_text("De dag die de gegevens beschrijven.", null=True),
                laatstGoed=_text("Moment waarop de getoonde versie is gemaakt.", null=True),
                behouden=_text("Waarom oudere gegevens zijn behouden.", null=True),
                bron=_text(),
                licentie=_text(),
                onderdelen=_list(_object(["dataset", "titel", "teLaat"], **_PART)),
            )
        ),
    ),
    "Toestand": _object(["status"], status=_text(), release=_whole(), lagen=_whole()),
    "Object": {"type": "object"},
}
