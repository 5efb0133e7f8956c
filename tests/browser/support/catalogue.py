"""Metadata of the invented layers, in the form of `/v1/collections`."""

from typing import Any

from tests.browser.support.world import KLASSEN, PROFIELEN, SOORTEN, Feature

PEILDATUM = "2024-01-01"
EARLIER = "2023-01-01"
BOX = [5.10, 52.40, 5.24, 52.48]
LONG = "Huishoudens met een uitzonderlijk lange naam die over meer dan één regel doorloopt"
ARCHIVE = "application/vnd.pmtiles"
ENGLISH = {
    "Wat er nu op een buurt rust en wat zij aankan.": "What rests on a neighbourhood now.",
    "in {} van {} wegingen dezelfde klasse": "in {} of {} weightings the same class",
    "Deze gebieden bestaan hier niet: {}.": "These areas do not exist here: {}.",
    "Eigen berekening uit CBS en RIVM": "Own calculation from CBS and RIVM",
    "RIVM Gezondheid per wijk en buurt": "RIVM, health per district and neighbourhood",
}
"""What the API tells of Dutch texts with `taal=en`."""

Document = dict[str, Any]


def _column(naam: str, rol: str, titel: str, **more: Any) -> Document:
    empty = dict.fromkeys(
        (
            "titelEn",
            "omschrijving",
            "eenheid",
            "eenheidEn",
            "bron",
            "peildatum",
            "methodeVersie",
            "statuskolom",
            "klassen",
            "palet",
        )
    )
    return {**empty, "naam": naam, "type": "text", "rol": rol, "titel": titel, **more}


def _key(naam: str, titel: str) -> list[Document]:
    return [_column(naam, "sleutel", titel), _column("naam", "naam", "Naam", titelEn="Name")]


_WIJK = _column(
    "wijkcode", "toelichting", "Wijk", titelEn="District", bron="CBS", peildatum=PEILDATUM
)

_DRAAGLAST = [
    *_key("buurtcode", "Buurtcode"),
    _WIJK,
    _column(
        "klasse",
        "klasse",
        "Draaglast en draagkracht",
        titelEn="Support load and capacity",
        omschrijving="Onder druk: draaglast hoog, draagkracht laag. Overig: al het andere.",
        bron="Eigen berekening uit CBS en RIVM",
        peildatum=PEILDATUM,
        statuskolom="klasse_status",
        klassen=[{"waarde": one} for one in KLASSEN],
        palet="purples",
    ),
    _column("klasse_status", "toelichting", "Status"),
    _column(
        "eenzaamheid_pct",
        "waarde",
        "Ernstig eenzaam",
        titelEn="Severely lonely",
        type="double precision",
        eenheid="% van 18 jaar en ouder",
        eenheidEn="% aged 18 and over",
        bron="RIVM Gezondheid per wijk en buurt",
        peildatum="2022-09-01",
        statuskolom="eenzaamheid_pct_status",
        palet="purples",
        klassen=[{"van": van, "tot": van + 4} for van in range(0, 20, 4)],
    ),
    _column("toelichting", "toelichting", "Zekerheid", titelEn="Certainty"),
    _column(
        "zekerheid_klasse",
        "klasse",
        "Houdt de klasse stand",
        titelEn="Does the class hold",
        klassen=[{"waarde": "vast"}, {"waarde": "onzeker"}],
        palet="purples",
    ),
]
_KANS = [
    _column("cel", "sleutel", "Vak"),
    _column(
        "score",
        "waarde",
        "Kansscore",
        titelEn="Opportunity score",
        type="double precision",
        eenheid="punten van 100",
        eenheidEn="points of 100",
        peildatum=PEILDATUM,
        methodeVersie="0.1",
        bron="Eigen berekening",
        statuskolom="score_status",
        palet="viridis_r",
        klassen=[{"van": van, "tot": van + 20} for van in range(0, 100, 20)],
    ),
    _column("reden", "toelichting", "Waarom geen score", titelEn="Why no score"),
    *(
        _column(
            f"s_{code}",
            "waarde",
            f"Deelscore {title}",
            titelEn=f"Score of {title_en}",
            type="double precision",
            eenheid="0-1",
            eenheidEn="0-1",
            peildatum=PEILDATUM,
            bron="Eigen berekening",
        )
        for code, title, title_en in (
            ("v", "vraag", "demand"),
            ("t", "voorzieningen te voet", "facilities on foot"),
            ("z", "zorg nabij", "care nearby"),
            ("r", "toegankelijke omgeving", "accessible surroundings"),
            ("b", "draaglast-balans", "support load balance"),
        )
    ),
]
_SOORT = [
    *_key("code", "Code"),
    _column(
        "soort",
        "klasse",
        "Soort",
        titelEn="Kind",
        bron="OpenStreetMap",
        peildatum="2024-06-01",
        statuskolom="soort_status",
        klassen=[{"waarde": one} for one in SOORTEN],
    ),
]
_HUISHOUDENS = [
    _column("buurtcode", "sleutel", "Buurtcode"),
    _WIJK,
    _column(
        "alleenstaand_pct",
        "waarde",
        "Alleenstaanden",
        type="integer",
        eenheid="%",
        bron="CBS",
        statuskolom="alleenstaand_pct_status",
    ),
]


def _layer(
    laag: str,
    title: str,
    title_en: str,
    thema: str,
    shape: str | None,
    columns: list[Document],
    **more: Any,
) -> Document:
    links = [
        {"rel": "items", "href": f"/v1/collections/{laag}/items", "type": "application/geo+json"}
    ]
    if shape:
        links.append({"rel": "enclosure", "href": f"/v1/archives/{laag}.pmtiles", "type": ARCHIVE})
    if shape and not more.pop("archive_only", False):
        links.append(
            {"rel": "related", "href": f"http://elders.example/v1/collections/{laag}/tilejson"}
        )
    base: Document = {
        "release": 4,
        "version": 12,
        "peildatum": PEILDATUM,
        "indelingsjaar": 2024,
        "methodeVersie": "1.0",
        "bron": "CBS",
        "licentie": "CC BY 4.0",
        "attributie": "CBS, Kadaster",
        "status": "definitief",
        "opmerkingen": ["Fictieve gegevens"],
        "titelEn": title_en,
        "peildata": [PEILDATUM],
        "dekking": {"ontbrekend": [], "invoer": []},
        "thema": thema,
        "geometrie": shape,
        "kolommen": columns,
    }
    description = more.pop("description", "")
    return {
        "id": laag,
        "title": title,
        "description": f"{description} Fictieve gegevens.".strip(),
        "itemType": "feature",
        "links": links,
        "extent": {"spatial": {"bbox": [BOX]}},
        "woonzorg": {**base, **more},
    }


def layers(features: dict[str, list[Feature]]) -> list[Document]:
    """Collections of the catalogue, in its order."""
    found = [
        _layer(
            "kans_cel",
            "Kansen voor geclusterd wonen",
            "Opportunities for clustered housing",
            "kansen",
            "MultiPolygon",
            _KANS,
            description="Waar vraag, voorzieningen en ruimte samenkomen, per vak van 100 meter.",
            methodeVersie="0.1",
            opmerkingen=[
                "Fictieve gegevens",
                "zoekgebied, geen planologische uitspraak",
                "methode 0.1: t = vandaag",
            ],
            dekking={
                "ontbrekend": ["rolstoeltoegankelijkheid"],
                "invoer": [{"dataset": "Nabijheid", "peildatum": EARLIER, "behouden": True}],
                # The database keeps short names first: the order says nothing.
                "weegprofielen": {name: PROFIELEN[name] for name in sorted(PROFIELEN, key=len)},
                "weegprofiel": "gemeente",
            },
        ),
        _layer(
            "draaglast_buurt",
            "Draaglast per buurt",
            "Support load per neighbourhood",
            "draaglast",
            "MultiPolygon",
            _DRAAGLAST,
            description="Wat er nu op een buurt rust en wat zij aankan.",
            peildata=[EARLIER, PEILDATUM],
        ),
        _layer(
            "voorzieningen",
            "Voorzieningen",
            "Facilities",
            "omgeving",
            "Point",
            _SOORT,
            archive_only=True,
            attributie="© OpenStreetMap-bijdragers",
            bron="OpenStreetMap",
        ),
        _layer("huishoudens", LONG, "Households", "bevolking", None, _HUISHOUDENS),
        _layer(
            "leeg",
            "Plannen",
            "Plans",
            "plannen",
            "MultiPolygon",
            _key("plancode", "Plan"),
        ),
        _layer(
            "gemeenten",
            "Gemeente",
            "Municipality",
            "grenzen",
            "MultiPolygon",
            _key("gemeentecode", "Gemeentecode"),
        ),
        _layer(
            "wijken", "Wijken", "Districts", "grenzen", "MultiPolygon", _key("wijkcode", "Wijkcode")
        ),
        _layer(
            "buurten",
            "Buurten",
            "Neighbourhoods",
            "grenzen",
            "MultiPolygon",
            [*_key("buurtcode", "Buurtcode"), _WIJK],
        ),
        _layer(
            "water",
            "Water",
            "Water",
            "ondergrond",
            "MultiPolygon",
            [_column("vlakcode", "sleutel", "Code")],
        ),
        _layer(
            "groen",
            "Groen",
            "Green",
            "ondergrond",
            "MultiPolygon",
            [_column("vlakcode", "sleutel", "Code")],
        ),
        _layer(
            "voetpaden",
            "Voetpaden",
            "Footpaths",
            "ondergrond",
            "MultiLineString",
            [_column("wegcode", "sleutel", "Code")],
        ),
    ]
    for layer in found:
        layer["woonzorg"]["aantal"] = len(features[layer["id"]])
    return found


RELEASE = {
    "release": 4,
    "gepubliceerdOp": "2026-11-20T05:12:00Z",
    "fictief": True,
    "profiel": "voorbeeld",
    "gemeenten": ["GM9901"],
    "oudstePeildatum": "2022-09-01",
}
"""What `/v1/collections` says of the release."""
