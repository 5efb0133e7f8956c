"""X8, levensloopbestendige wijken: a rule over homes, walking, wheelchair and care, with bounds."""

from collections.abc import Mapping
from typing import Any

from data.columns import figure, name, wijkcode
from data.model import Column, Dataset, Kind, Layer, Part, Role
from data.parameters import listed_version, table

RULE = table("levensloopwijk")
PARTS: tuple[Mapping[str, Any], ...] = tuple(RULE["onderdelen"])
OUTCOMES = ("voldoet", "voldoet niet", "onvolledig")
JUDGEMENTS = ("voldoet", "voldoet niet", "onbekend")
AGE = "leeftijd_buurt"
HOMES = "geschiktheid_wijk"  # without dwellings there is nothing to say of a wijk to grow old in
SOURCES = tuple(dict.fromkeys([AGE, *(one["dataset"] for one in PARTS)]))


def bound(one: Mapping[str, Any], end: str) -> str:
    """Column with the bound `laag` or `hoog` of a part."""
    return f"{one['sleutel']}_{end}{'_pct' if one['eenheid'] == '%' else ''}"


def _columns(one: Mapping[str, Any]) -> tuple[Column, ...]:
    """Both bounds of a part and its judgement."""
    key, parts = one["sleutel"], [Part(dataset=one["dataset"], column=one["kolom"], many=True)]
    if "gewicht" in one:
        parts.append(Part(dataset=AGE, column=one["gewicht"], many=True))
    bounds = tuple(
        figure(
            bound(one, end),
            f"{one['titel']}, {word}",
            f"{one['titel_en']}, {word_en}",
            one["eenheid"],
            unit_en=one["eenheid_en"],
            kind=Kind.SHARE if one["eenheid"] == "%" else Kind.RATE,
            bounds=(0, 100 if one["eenheid"] == "%" else None),
            formula=f"{said}; onbekend telt {counted}",
            parts=tuple(parts),
        )
        for end, word, word_en, counted in (
            ("laag", "ondergrens", "lower bound", "zo laag mogelijk"),
            ("hoog", "bovengrens", "upper bound", "zo hoog mogelijk"),
        )
        for said in (
            "deel van alle woningen" if one["per"] == "wijk" else "gewogen gemiddelde van buurten",
        )
    )
    judged = Column(
        name=f"{key}_oordeel",
        title=f"{one['titel']}: oordeel",
        title_en=f"{one['titel_en']}: judgement",
        allowed=JUDGEMENTS,
        formula="voldoet als de ondergrens genoeg is, voldoet niet als de bovengrens te weinig is, "
        "anders onbekend",
        parts=(
            Part(column=bound(one, "laag"), weight=one["grens"]),
            Part(column=bound(one, "hoog"), weight=one["grens"]),
        ),
    )
    return (*bounds, judged)


FIGURES = tuple(column for one in PARTS for column in _columns(one))

DATASET = Dataset(
    name="levensloop_wijk",
    title="Levensloopbestendige wijken",
    title_en="Lifetime districts",
    description=(
        "Of een wijk voldoet aan een regel over nultredenwoningen, voorzieningen te voet en met "
        "een rolstoel, en bekende zorg in de buurt; per onderdeel voldoet, voldoet niet of "
        "onbekend."
    ),
    publisher="Kadaster, CBS, OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, CBS, NDOV, IGJ",
    theme="omgeving",
    columns=(
        wijkcode(),
        name("wijknaam", "Wijk", "District", role=Role.NOTE),
        Column(
            name="uitkomst",
            title="Uitkomst van de regel",
            title_en="Outcome of the rule",
            role=Role.CLASS,
            classes=tuple({"waarde": word} for word in OUTCOMES),
            palette="soorten",
            formula="voldoet niet als een onderdeel niet voldoet, onvolledig als er een onbekend "
            "is, anders voldoet",
            parts=tuple(Part(column=f"{one['sleutel']}_oordeel") for one in PARTS),
        ),
        Column(name="niet", title="Onderdelen die niet voldoen", title_en="Parts that fail"),
        Column(name="onbekend", title="Onderdelen die onbekend zijn", title_en="Unknown parts"),
        *FIGURES,
        Column(
            name="regel",
            title="Regel",
            title_en="Rule",
            description="Naam, versie en datum van de regel.",
        ),
    ),
    key=("wijkcode",),
    inputs=("cbs_wijken", "cbs_buurten", HOMES),
    optional_inputs=tuple(name for name in SOURCES if name != HOMES),
    method_version=listed_version("levensloop_wijk", "levensloopwijk"),
    layers=(
        Layer(
            name="levensloopbestendige_wijken",
            title="Levensloopbestendige wijken",
            title_en="Lifetime districts",
            description="Welke wijken aan de regel voldoen, en welke onderdelen ontbreken.",
            theme="omgeving",
            area="wijkcode",
            geometry_from=("cbs_wijken", "wijkcode"),
            labels="wijknaam",
            remarks=(
                "De regel en zijn grenzen zijn een voorstel; gemeente en partners stellen een "
                "eigen regel vast.",
                "Een onderdeel voldoet alleen als ook de ondergrens genoeg is, en voldoet niet "
                "alleen als ook de bovengrens te weinig is.",
                "Bekende zorglocaties hebben geen bovengrens: er kunnen er meer zijn, dus dit "
                "onderdeel zegt nooit voldoet niet.",
                "Een oordeel over de wijk, niet over een woning of een bewoner.",
            ),
        ),
    ),
)
