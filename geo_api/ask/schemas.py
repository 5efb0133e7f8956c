"""JSON Schemas of the answers to questions about places and areas, as OpenAPI components."""

from typing import Any

Schema = dict[str, Any]


def _text(description: str | None = None, *, null: bool = False) -> Schema:
    schema: Schema = {"type": ["string", "null"] if null else "string"}
    return schema | ({"description": description} if description else {})


def _object(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_LINKS = _list(_ref("Link"))
_RELEASE: Schema = {"type": "object", "description": "De release waaruit is geantwoord."}
_YES: Schema = {"type": "boolean"}
_ABSENT = _list(_object(["laag", "titel"], laag=_text(), titel=_text()))
_LACKING = _list(_object(["laag", "titel", "reden"], laag=_text(), titel=_text(), reden=_text()))
"""Only with `release`: layers of now that it does not have, or of which none is kept."""
_FIGURE = _object(
    ["kolom", "titel", "waarde", "status", "bron", "peildatum"],
    kolom=_text(),
    titel=_text(),
    titelEn=_text(null=True),
    waarde={"description": "Getal, klasse of leeg; leeg heeft een status die zegt waarom."},
    eenheid=_text(null=True),
    eenheidEn=_text(null=True),
    status=_text("waargenomen, geschat, geimputeerd, onderdrukt, ontbreekt, …", null=True),
    soort=_text("waarde of klasse"),
    bron=_text(null=True),
    peildatum=_text(null=True),
    methodeVersie=_text(null=True),
    n={"description": "Waarnemingen waarop het rust."},
    ciLow={"description": "Ondergrens."},
    ciHigh={"description": "Bovengrens."},
)
_LAYER = _object(
    ["laag", "titel", "rijen"],
    laag=_text(),
    version={"type": "integer"},
    titel=_text(),
    bron=_text(null=True),
    licentie=_text(null=True),
    peildatum=_text(null=True),
    methodeVersie=_text(null=True),
    opmerkingen=_list(_text()),
    href={"type": "string", "format": "uri"},
    rijen=_list(
        _object(
            ["id", "cijfers"],
            id=_text(),
            sleutel={"type": "object"},
            cijfers=_list(_FIGURE),
            toelichting={"type": "object"},
        )
    ),
    meerRijen=_YES,
)
_NODE = _object(
    ["naam", "titel", "waarde"],
    naam=_text("dataset.kolom, of de dataset waar het over veel rijen gaat"),
    titel=_text(),
    waarde={"description": "Leeg waar er geen is; dan zegt 'status' waarom."},
    eenheid=_text(),
    status=_text("status van de waarde; 'niet te zien' of 'over meer rijen' waar er geen is"),
    bron=_text(),
    peildatum=_text(),
    methode_versie=_text(),
    formule=_text(),
    gewicht={"type": "number"},
    score={"type": "number"},
    bijdrage={"type": "number"},
    lagen=_list({"type": "string", "format": "uri"}),
    onder=_list({"$ref": "#/components/schemas/Uitlegknoop"}),
)
_AREA = _object(
    ["niveau", "code", "laag"],
    niveau=_text("buurt, wijk, gebied of gemeente"),
    code=_text(),
    naam=_text(null=True),
    laag=_text(),
    peildatum=_text(null=True),
    href={"type": "string", "format": "uri"},
)
_POINT = {
    "sleutel": _text(),
    "titel": _text(),
    "oordeel": {"description": "Van een eis een woord, van een wens 0 tot 1; leeg is onbekend."},
    "bron": _text("feit, programma of antwoord: wat het oordeel gaf", null=True),
    "naam": _text("wie antwoordde", null=True),
    "datum": _text("wanneer", null=True),
}
_CLASS = _object(["waarde", "status"], waarde=_text(null=True), status=_text(null=True))
_NEED = _object(
    ["nu", "dan", "status"],
    nu={"type": ["number", "null"], "description": "Woningen die erbij moeten; min: overschot."},
    dan={"type": ["number", "null"]},
    status=_text(null=True),
)

ANSWERS: dict[str, Schema] = {
    "Profiel": _object(
        ["niveau", "code", "lagen", "zonderGegevens", "links"],
        niveau=_text(),
        code=_text(),
        naam=_text(null=True),
        links=_LINKS,
        woonzorg=_RELEASE,
        lagen=_list(_LAYER),
        zonderGegevens=_ABSENT,
        nietInRelease=_LACKING,
    ),
    "Uitlegknoop": _NODE,
    "Uitleg": _object(
        ["laag", "id", "veld", "uitleg"],
        laag=_text(),
        id=_text(),
        veld=_text(),
        links=_LINKS,
        woonzorg={"type": "object", "description": "Herkomst van de laag."},
        uitleg=_ref("Uitlegknoop"),
        opmerkingen=_list(_text()),
    ),
    "Feiten_van_plek": _object(
        ["plek", "ligtIn", "uitsluiting", "lagen", "zonderGegevens", "nietGepubliceerd"],
        plek={"type": "object"},
        woonzorg=_RELEASE,
        opmerkingen=_list(_text()),
        ligtIn=_list(_AREA),
        uitsluiting={"type": "object", "description": "Wat de kansenkaart hier uitsluit."},
        lagen=_list(_LAYER),
        zonderGegevens=_ABSENT,
        nietGepubliceerd=_list(_text()),
        nietInRelease=_LACKING,
    ),
    "Toets": _object(
        ["uitkomst", "eisen", "wensen", "wensscore", "feiten", "opmerkingen"],
        uitkomst=_text("niet passend, compromis of besluit nodig; onvolledig; of wensscore"),
        label=_text(null=True),
        eisen=_list(_object(["sleutel", "titel", "oordeel"], **_POINT)),
        wensen=_list(
            _object(
                ["sleutel", "titel", "oordeel", "gewicht"], **_POINT, gewicht={"type": "number"}
            )
        ),
        voldoetNiet=_list(_text()),
        onbekend=_list(_text()),
        wensscore=_object(
            ["laag", "hoog"],
            laag={"type": ["number", "null"], "description": "Onbekend als 0."},
            hoog={"type": ["number", "null"], "description": "Onbekend als 1."},
        ),
        feiten={"type": "object", "description": "Feiten van de plek; leeg is onbekend."},
        vak={"type": ["object", "null"], "description": "Het vak waar de feiten van zijn."},
        omgeving=_list(_LAYER),
        plaats={"type": ["object", "null"]},
        woonzorg=_RELEASE,
        opmerkingen=_list(_text()),
    ),
    "Weging": _object(
        ["gewichten", "aantal", "vakken", "klassen", "opmerkingen"],
        weegprofiel=_text("naam van het profiel; leeg bij eigen gewichten", null=True),
        gewichten={"type": "object", "additionalProperties": {"type": "number"}},
        klassen=_list({"type": "object"}),
        aantal={"type": "integer"},
        vakken=_object(
            ["vierkant", "score", "klasse", "status", "reden"],
            vierkant=_list(_text()),
            score=_list({"type": ["number", "null"]}),
            klasse=_list({"type": ["integer", "null"], "description": "Geteld vanaf 1."}),
            status=_list(_text("geschat, ontbreekt of uitgesloten")),
            reden=_list(_text(null=True)),
        ),
        links=_LINKS,
        woonzorg={"type": "object", "description": "Herkomst van de laag."},
        opmerkingen=_list(_text()),
    ),
    "Watals": _object(
        ["gebieden", "opgave", "zonderGebied", "opmerkingen"],
        gebieden=_list(
            _object(
                ["niveau", "code", "draaglast", "balans"],
                niveau=_text(),
                code=_text(),
                naam=_text(null=True),
                draaglast=_object(["nu", "dan"], nu=_CLASS, dan=_CLASS, reden=_text()),
                balans={"type": "object", "description": "Openbaar altijd 'niet te zien'."},
                opvang={
                    "type": ["object", "null"],
                    "description": "Opvangplaatsen die erbij komen, per 1.000 woningen.",
                },
            )
        ),
        opgave=_list(
            _object(
                ["gebied", "klasse", "gepland", "verwacht", "methodeA", "methodeB"],
                gebied=_text(),
                klasse=_text(),
                jaar=_text(null=True),
                gepland={"type": "integer"},
                verwacht={"type": "number", "description": "Gepland maal de kans van de status."},
                eenheid=_text(),
                methodeA=_NEED,
                methodeB=_NEED,
            )
        ),
        zonderGebied=_list(_text("buurt die in geen gebied ligt")),
        bronnen=_list({"type": "object"}),
        nietInRelease=_LACKING,
        woonzorg=_RELEASE,
        opmerkingen=_list(_text()),
    ),
    "Plekken": _object(
        ["q", "aantal", "plekken", "crs", "nietGepubliceerd"],
        q=_text(),
        aantal={"type": "integer"},
        plekken=_list(
            _object(
                ["soort", "naam", "code", "laag", "past", "href", "punt"],
                soort=_text(
                    "plaats, gebied, wijk, buurt, straat, postcode, adres, coordinaten of vak"
                ),
                naam=_text(),
                code=_text(),
                laag=_text(),
                past=_text("begin, woord, deel, of lijkt op"),
                href={"type": "string", "format": "uri"},
                profiel=_text(null=True),
                punt={"type": ["object", "null"], "description": "x (oost, lengte) en y."},
            )
        ),
        crs=_text(),
        nietGepubliceerd=_list(_text()),
        nietInRelease=_LACKING,
        woonzorg=_RELEASE,
        links=_LINKS,
    ),
    "Isochroon": _object(
        ["type", "geometry", "properties", "opmerkingen"],
        type={"type": "string", "enum": ["Feature"]},
        geometry={"type": ["object", "null"], "description": "Leeg als er geen straat is."},
        properties=_object(
            ["persoon", "minuten", "status", "reden"],
            persoon=_text(),
            minuten={"type": "integer"},
            afstand_m={"type": "number"},
            status=_text("gemeten of niet aangesloten"),
            reden=_text("waarom er geen gebied is, of het te klein kan zijn", null=True),
            tot_straat_m={"type": ["number", "null"]},
        ),
        plek={"type": "object"},
        woonzorg={"type": "object", "description": "Herkomst van de straten."},
        opmerkingen=_list(_text()),
        links=_LINKS,
    ),
    "Taak": _object(
        ["id", "toestand", "voortgang", "stap", "gemaakt", "verloopt", "uitkomst", "links"],
        id=_text(),
        toestand=_text("wacht, bezig, klaar, mislukt of geannuleerd"),
        voortgang={"type": "number", "description": "0 tot 1."},
        stap=_text(),
        plaatsInRij={"type": ["integer", "null"]},
        gemaakt={"type": "string", "format": "date-time"},
        verloopt={"type": "string", "format": "date-time"},
        reden=_text("waarom zij niet is gelukt", null=True),
        uitkomst={
            "type": ["object", "null"],
            "description": "Gekozen plekken, wat zij dekken, en hoe zeker dat is (bewijs, gap).",
        },
        links=_LINKS,
    ),
}
