"""What M1 publishes: the same columns and layers for buurt, wijk, gebied and gemeente.

Public: classes, the level of each dimension, notes and coverage. Restricted: T-points, ranks,
variants and the scores of indicators (`draaglast_onderdelen`). Never ranked; one neutral hue on the
map.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from data.columns import figure, share
from data.draaglast_onderdelen import (
    KEYS,
    WEIGHTS,
    dimension_columns,
    feed_parts,
    index_parts,
    indicator_columns,
    open_dimensions,
    points,
    slots_of,
)
from data.draaglast_woorden import CLASSES_TOLD, DIRECTION, ENGLISH
from data.model import Column, Kind, Layer, Part, Role, Tier
from data.parameters import number

# From light to heavy: on the map darker is heavier.
KLASSEN = ("draagkrachtig", "overig", "zwaar maar gedragen", "onder druk")
# "Hoog" is said only of what is high in most weightings (METHODS 3.7): these are about the mean.
NIVEAUS = ("onder gemiddeld", "gemiddeld", "boven gemiddeld")
# Whether the class holds when weights and figures are drawn anew: unsure areas are hatched.
ZEKERHEDEN = ("vast", "onzeker")
DIMENSIONS = tuple((d["naam"], d["titel"]) for d in open_dimensions())
# Level -> code, English word, dataset with its shapes.
LEVELS = {
    "buurt": ("buurtcode", "neighbourhood", "cbs_buurten"),
    "wijk": ("wijkcode", "district", "cbs_wijken"),
    "gebied": ("gebied", "policy area", "gebieden"),
    "gemeente": ("gemeentecode", "municipality", "cbs_gemeenten"),
}
INDICES = {"d": ("draaglast", "support load"), "k": ("draagkracht", "capacity")}
# What M1 is made from beside the key figures, at any level; the rest is for the level to say.
OPTIONAL_INPUTS = (
    "rivm_gezondheid",
    "loop_buurt",
    "leeftijd_buurt",
    "locaties",
    "banen",
    "ses_woa",
    "politie_misdrijven",
    "politie_overlast",
    "leefbaarometer",
    "bag_verblijfsobjecten",
)
# Result of the indicator -> column, title, title_en, formula
VARIANTS = (
    (
        "D_complement",
        "d_complement_punten",
        "Draaglast, één zware dimensie telt door",
        "Support load, one heavy dimension counts",
        "100 - product van (100 - dimensie) tot de macht gewicht, opnieuw gestandaardiseerd",
    ),
    (
        "K_geometrisch",
        "k_geometrisch_punten",
        "Draagkracht, één zwakke dimensie telt door",
        "Capacity, one weak dimension counts",
        "product van dimensie tot de macht gewicht, opnieuw gestandaardiseerd",
    ),
    (
        "D_zonder_L4",
        "d_zonder_l4_punten",
        "Draaglast zonder overlast en veiligheid",
        "Support load without nuisance and safety",
        "draaglast zonder L4, op eigen referentie",
    ),
    (
        "B_zonder_L4",
        "b_zonder_l4_punten",
        "Balans zonder overlast en veiligheid",
        "Balance without nuisance and safety",
        "draaglast zonder L4 op de lijn van draaglast",
    ),
    (
        "D_zonder_ouderenzorg",
        "d_zonder_ouderenzorg_punten",
        "Draaglast zonder ouderenzorg",
        "Support load without care for older people",
        "draaglast zonder Wmo-cliënten",
    ),
    (
        "D_leeftijd",
        "d_leeftijd_punten",
        "Draaglast, naar leeftijd gestandaardiseerd",
        "Support load, age-standardised",
        "gezondheidscijfers van 18-65 en 65+ gewogen met het landelijk aandeel van elk",
    ),
    (
        "K_leeftijd",
        "k_leeftijd_punten",
        "Draagkracht, naar leeftijd gestandaardiseerd",
        "Capacity, age-standardised",
        "gezondheidscijfers van 18-65 en 65+ gewogen met het landelijk aandeel van elk",
    ),
)
RANKS = (
    ("rang", "rang", "rank", "mediaan over de trekkingen; 1 = hoogste van de gemeente"),
    ("rang_onder", "rang, ondergrens", "rank, lower bound", "5e percentiel over de trekkingen"),
    ("rang_boven", "rang, bovengrens", "rank, upper bound", "95e percentiel over de trekkingen"),
)
REMARKS = (
    "Signaal, geen oorzaak: het cijfer beschrijft een gebied en zegt niets over een persoon of "
    "een huis.",
    "Gebieden worden niet gerangschikt.",
)


def class_column(
    name: str,
    title: str,
    title_en: str,
    values: tuple[str, ...],
    *parts: Part,
    formula: str = "",
    description: str = "",
) -> Column:
    """A figure in words, with what it is made of; one neutral hue."""
    return Column(
        name=name,
        title=title,
        title_en=title_en,
        role=Role.CLASS,
        value=True,
        palette="purples",
        classes=tuple({"waarde": value} for value in values),
        formula=formula,
        description=description,
        parts=parts,
    )


def result_columns(level: str) -> tuple[Column, ...]:
    """Columns of draaglast_buurt, _wijk, _gebied and _gemeente after the code."""
    return (*public_columns(level), *restricted_columns(level))


def public_columns(level: str) -> tuple[Column, ...]:
    """Classes with what they are made of, down to the open feeds; no points."""
    return (
        class_column(
            "klasse",
            "Draaglast en draagkracht",
            "Support load and capacity",
            KLASSEN,
            Part(column="draaglast"),
            Part(column="draagkracht"),
            formula=(
                "onder druk: D >= 55 en K < 50; zwaar maar gedragen: D >= 55 en K >= 50; "
                "draagkrachtig: D < 50 en K >= 55; anders overig"
            ),
            description=CLASSES_TOLD,
        ),
        _index_class("D", "draaglast", "Draaglast (belasting nu)", "Support load (now)"),
        _index_class("K", "draagkracht", "Draagkracht", "Capacity"),
        *(
            class_column(
                f"klasse_{d['naam'].lower()}",
                d["titel"],
                ENGLISH[d["naam"]],
                NIVEAUS,
                *(part for slot in slots_of(d) for part in feed_parts(slot, level)),
                formula="gemiddelde van de indicatoren tegen de landelijke referentie, als niveau",
                description=DIRECTION["D" if d["naam"].startswith("L") else "K"],
            )
            for d in open_dimensions()
        ),
        Column(
            name="zekerheid", title="Zekerheid van de klasse", title_en="Certainty of the class"
        ),
        class_column(
            "zekerheid_klasse",
            "Houdt de klasse stand",
            "Does the class hold",
            ZEKERHEDEN,
            Part(column="klasse"),
            formula=(
                f"vast: ten minste {round(100 * number('gevoeligheid.hoog_min_p'))} van 100 "
                "wegingen geven dezelfde klasse; anders onzeker"
            ),
        ),
        share(
            "dekking_draaglast_pct",
            "Aanwezig deel van de draaglast",
            "Part of the load that is known",
            parts=_dimensions("D"),
        ),
        share(
            "dekking_draagkracht_pct",
            "Aanwezig deel van de draagkracht",
            "Part of the capacity that is known",
            parts=_dimensions("K"),
        ),
        Column(name="reden", title="Waarom geen klasse", title_en="Why no class"),
        Column(
            name="vervangers", title="Vervangende indicatoren", title_en="Substitute indicators"
        ),
        Column(name="voorlopig", type="bool", title="Voorlopig", title_en="Provisional"),
        Column(
            name="opmerkingen",
            title="Opmerkingen",
            title_en="Notes",
            description=(
                "bezoekers: veel banen of horeca, overlast en misdrijven kunnen van bezoekers "
                "zijn; studenten: 30% of meer van de inwoners is 15 tot 25 jaar."
            ),
        ),
    )


def _dimensions(index: str) -> tuple[Part, ...]:
    return tuple(
        Part(column=f"klasse_{d['naam'].lower()}", weight=f"{WEIGHTS[index]}.{d['naam']}")
        for d in open_dimensions(index)
    )


def _index_class(index: str, name: str, title: str, title_en: str) -> Column:
    parts = _dimensions(index)
    return class_column(
        name,
        title,
        title_en,
        NIVEAUS,
        *parts,
        formula="gewogen gemiddelde van de onderdelen",
        description=DIRECTION[index],
    )


def restricted_columns(level: str) -> tuple[Column, ...]:
    """Points, variants, ranks and the indicators."""
    return (
        *_exact(),
        *(
            points(
                column,
                f"T-punten {title.lower()}",
                f"T-points: {title_en.lower()}",
                formula=how,
                parts=index_parts("K") if name.startswith("K") else index_parts("D"),
            )
            for name, column, title, title_en, how in VARIANTS
        ),
        *(_ranked() if level == "buurt" else ()),
        *(c for d in open_dimensions() for c in dimension_columns(d, ENGLISH[d["naam"]])),
        *indicator_columns(level),
    )


def _exact() -> tuple[Column, ...]:
    mean = "gewogen gemiddelde van de dimensies, op gemiddelde 50 en standaardafwijking 10"
    both = (Part(column="d_punten"), Part(column="k_punten"))
    return (
        points(
            "d_punten",
            "T-punten draaglast",
            "T-points support load",
            formula=mean,
            parts=index_parts("D"),
        ),
        points(
            "k_punten",
            "T-punten draagkracht",
            "T-points capacity",
            formula=mean,
            parts=index_parts("K"),
        ),
        points(
            "b_punten",
            "T-punten balans",
            "T-points balance",
            formula=(
                "afstand van D tot de lijn van D op K in de referentie, gedeeld door de "
                "standaardafwijking daarvan, maal 10; 0 = gebruikelijk bij deze draagkracht"
            ),
            parts=both,
        ),
        points(
            "verschil_punten",
            "T-punten verschil",
            "T-points difference",
            formula="D - K",
            parts=both,
        ),
        stapeling(
            Tier.B, [Part(column=f"{d['naam'].lower()}_punten") for d in open_dimensions("D")]
        ),
    )


def stapeling(tier: Tier, parts: Iterable[Part]) -> Column:
    """How many dimensions of the load are heavy."""
    return figure(
        "stapeling",
        "Zware dimensies van de draaglast",
        "Heavy dimensions of the load",
        "dimensies",
        kind=Kind.COUNT,
        type="int",
        bounds=(0, 5),
        unit_en="dimensions",
        tier=tier,
        formula="aantal dimensies met 58,4 punten of meer (hoogste 20% van een normale)",
        parts=tuple(parts),
    )


def ranks(index: str, tier: Tier, **extra: Any) -> Iterator[Column]:
    """Ranks of buurten over the draws, and the share of draws in the top 20% (METHODS 3.7)."""
    what, what_en = INDICES[index]
    given: dict[str, Any] = {"tier": tier, "parts": (Part(column=f"{index}_punten"),), **extra}
    for name, title, title_en, how in RANKS:
        yield figure(
            f"{index}_{name}",
            f"{what.capitalize()}, {title}",
            f"{what_en.capitalize()}, {title_en}",
            "plaats",
            kind=Kind.SIGNED,
            unit_en="place",
            formula=how,
            **given,
        )
    yield share(
        f"{index}_top20_pct",
        f"{what.capitalize()}, deel van de trekkingen bij de hoogste 20%",
        f"{what_en.capitalize()}, share of draws in the top 20%",
        formula="trekkingen van gewichten, schattingsfouten en wijze van optellen; geen kans",
        **given,
    )


def _ranked() -> Iterator[Column]:
    for index, (what, what_en) in INDICES.items():
        yield from ranks(index, Tier.B)
        yield Column(
            name=f"{index}_hoog",
            type="bool",
            title=f"{what.capitalize()}, hoog in ten minste 80 van 100 trekkingen",
            title_en=f"{what_en.capitalize()}, high in at least 80 of 100 draws",
            tier=Tier.B,
        )


def layers(level: str) -> tuple[Layer, ...]:
    """The open layer (classes), the restricted one (points), and that of the indicators."""
    code, level_en, shapes = LEVELS[level]
    names = () if level == "gebied" else (f"{level}naam",)
    given: dict[str, Any] = {
        "theme": "draaglast",
        "area": code,
        "rows": "alles" if level == "gebied" else "gemeente",
        "geometry_from": (shapes, code),
        "borrowed": names,
        "labels": names[0] if names else code,
        "remarks": REMARKS,
    }
    indicators = [c.name for c in indicator_columns(level)]
    exact = [c.name for c in restricted_columns(level) if c.name not in indicators]
    return (
        Layer(
            name="draaglast" if level == "buurt" else f"draaglast_per_{level}",
            title=f"Draaglast en draagkracht per {level}",
            title_en=f"Support load and capacity per {level_en}",
            description="Belasting nu en draagkracht als klasse, met de onderdelen.",
            # The rows of open feeds that were read, so that the classes can be explained from them.
            columns=(code, *(c.name for c in public_columns(level)), *KEYS.values()),
            **given,
        ),
        Layer(
            name=f"draaglast_besloten_{level}",
            title=f"Draaglast en draagkracht per {level}, met cijfers",
            title_en=f"Support load and capacity per {level_en}, with figures",
            description="T-punten en varianten; alleen voor de besloten omgeving.",
            columns=(code, "klasse", *exact),
            restricted=True,
            **given,
        ),
        Layer(
            name="draaglast_onderdelen" if level == "buurt" else f"draaglast_onderdelen_{level}",
            title=f"Indicatoren van draaglast en draagkracht per {level}",
            title_en=f"Indicators of support load and capacity per {level_en}",
            description=(
                "Waarde, punten, bijdrage en bron per indicator; alleen voor de besloten omgeving."
            ),
            columns=(code, *indicators),
            restricted=True,
            **given,
        ),
    )
