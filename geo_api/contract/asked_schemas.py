"""JSON Schemas of saved questions, statistics and facts, as OpenAPI components."""

from typing import Any

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_WHOLE: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": ["number", "null"]}
_LINKS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _reason(text: str) -> Schema:
    return {"type": "string", "description": text}


_FIGURES = _object(
    ["naam", "metWaarde", "onderdrukt", "onbekend", "status"],
    naam=_TEXT,
    metWaarde=_WHOLE,
    onderdrukt=_WHOLE,
    onbekend=_WHOLE,
    perStatus={"type": "object", "additionalProperties": _WHOLE},
    status=_reason("waargenomen, geschat zodra een waarde dat is, onderdrukt of ontbreekt."),
    reden=_reason("Waarom er geen cijfers zijn."),
    som=_NUMBER,
    somReden=_reason("Waarom er geen som is."),
    somToelichting=_TEXT,
    gemiddelde=_NUMBER,
    gemiddeldeReden=_reason("Waarom er geen gemiddelde is."),
    gemiddeldeStatus=_TEXT,
    gemiddeldeToelichting=_TEXT,
    buitenKlassen=_WHOLE,
    kleinste=_NUMBER,
    grootste=_NUMBER,
    kwantielen=_list(_object(["kans", "waarde"], kans={"type": "number"}, waarde=_NUMBER)),
    histogram=_list(
        _object(
            ["van", "tot", "aantal"],
            van={"type": "number"},
            tot=_NUMBER,
            aantal=_WHOLE,
        )
    ),
    klassen=_list(_object(["waarde", "aantal"], waarde=_TEXT, aantal=_WHOLE)),
)
_MEANING = _object(
    ["naam", "titel", "bron", "peildatum"],
    naam=_TEXT,
    titel=_TEXT,
    eenheid=_MAYBE,
    bron=_MAYBE,
    peildatum=_MAYBE,
    methodeVersie=_MAYBE,
    gewicht=_MAYBE,
)
_AREA = _object(
    [],
    zoekvraag=_TEXT,
    codes=_list(_TEXT),
    regel=_TEXT,
    toelichting=_TEXT,
    aantalBlokken=_WHOLE,
    blokken=_list(_object(["id", "naam"], id=_TEXT, naam=_MAYBE)),
)
SCHEMAS: dict[str, Schema] = {
    "Zoekvraag": _object(
        ["id", "laag", "verlooptOp", "links"],
        id=_TEXT,
        laag=_TEXT,
        filter=_TEXT,
        gebied={"type": "object"},
        verlooptOp={"type": "string", "format": "date"},
        links=_LINKS,
    ),
    "Statistiek": _object(
        ["links", "aantal", "kolommen"],
        links=_LINKS,
        aantal={"type": ["integer", "null"], "minimum": 0},
        reden=_reason("Waarom er geen aantal is."),
        betekenis=_list(_MEANING),
        kolommen=_list(_FIGURES),
        groep=_TEXT,
        groepen=_list(
            _object(
                ["waarde", "aantal", "kolommen"],
                waarde={"type": ["string", "boolean", "null"]},
                naam=_MAYBE,
                aantal=_WHOLE,
                kolommen=_list(_FIGURES),
            )
        ),
        gebied=_AREA,
        woonzorg={"type": "object"},
    ),
    "Feiten": _object(
        ["lagen", "rijen"],
        lagen=_list({"type": "object"}),
        rijen=_list(
            _object(
                ["rij", "feiten"],
                rij={"type": "object"},
                feiten={"type": "object", "additionalProperties": {"type": "object"}},
            )
        ),
    ),
}
