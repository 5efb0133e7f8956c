"""M1 with the partner dimensions L5 and K5: a variant of its own, for the closed environment.

Made from counts of clients and of corporations (tiers B and C): until the disclosure audit exists
no level of it is public.
"""

from collections.abc import Iterator

from data.columns import count, figure
from data.draaglast import (
    INDICES,
    KLASSEN,
    REMARKS,
    VARIANTS,
    ZEKERHEDEN,
    ranks,
    stapeling,
)
from data.draaglast_onderdelen import feed_parts, index_parts, open_dimensions, slots_of
from data.draaglast_woorden import ENGLISH
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

PLACES = (
    Part(dataset="tussenvormen", column="plaatsen", many=True),
    Part(dataset="toewijzingen", column="directe_bemiddeling", many=True),
)
MOVES = (
    Part(dataset="mutaties", column="mutaties", many=True),
    Part(dataset="corporatiecomplexen", column="mutatiegraad_pct", many=True),
)


def _points(name: str, title: str, title_en: str, *parts: Part, formula: str = "") -> Column:
    return figure(
        name,
        title,
        title_en,
        "punten",
        kind=Kind.SIGNED,
        tier=Tier.C,
        parts=parts,
        formula=formula,
    )


WEIGHTS = {"D": "draaglast.weights_D_partner", "K": "draaglast.weights_K_partner"}
SHOWN_VARIANTS = tuple(one for one in VARIANTS if one[0] in ("D_complement", "K_geometrisch"))


def _index_parts(index: str) -> tuple[Part, ...]:
    """All dimensions of D or K, that of partners among them."""
    return index_parts(index, WEIGHTS, {"D": ("L5",), "K": ("K5",)}[index])


def _added(low: str, title: str, title_en: str) -> Column:
    return _points(
        f"{low}_bijdrage",
        f"Draagt bij: {title.lower()}",
        f"Adds: {title_en.lower()}",
        Part(column=f"{low}_punten"),
    )


def _dimensions() -> Iterator[Column]:
    for one in open_dimensions():
        low, title, title_en = one["naam"].lower(), one["titel"], ENGLISH[one["naam"]]
        feeds = [part for slot in slots_of(one) for part in feed_parts(slot, "gebied")]
        yield _points(
            f"{low}_punten",
            f"T-punten {title.lower()}",
            f"T-points {title_en.lower()}",
            *dict.fromkeys(feeds),
        )
        yield _added(low, title, title_en)
    yield _added("l5", "Opvanglast", "Shelter load")
    yield _added("k5", "Bestendigheid", "Stability")


def _reliability() -> Iterator[Column]:
    """How sure the class is, and ranks of buurten over the draws (METHODS 3.7)."""
    yield Column(
        name="zekerheid",
        title="Zekerheid van de klasse",
        title_en="Certainty of the class",
        tier=Tier.C,
    )
    yield Column(
        name="zekerheid_klasse",
        title="Houdt de klasse stand",
        title_en="Does the class hold",
        role=Role.CLASS,
        value=True,
        palette="purples",
        classes=tuple({"waarde": value} for value in ZEKERHEDEN),
        tier=Tier.C,
        parts=(Part(column="klasse"),),
    )
    for index in INDICES:
        yield from ranks(index, Tier.C, description="Alleen van buurten.")


COLUMNS = (
    Column(name="gebiedscode", title="Gebied", title_en="Area", role=Role.KEY),
    Column(name="niveau", title="Niveau", title_en="Level"),
    Column(
        name="klasse",
        title="Draaglast en draagkracht, met partnercijfers",
        title_en="Support load and capacity, with partner figures",
        role=Role.CLASS,
        value=True,
        palette="purples",
        classes=tuple({"waarde": value} for value in KLASSEN),
        tier=Tier.C,
        parts=(Part(column="d_punten"), Part(column="k_punten")),
    ),
    _points(
        "d_punten",
        "T-punten draaglast met opvanglast",
        "T-points support load with shelter",
        *_index_parts("D"),
        formula="gewogen gemiddelde van de dimensies; met opvanglast weegt elk 0,20",
    ),
    _points(
        "k_punten",
        "T-punten draagkracht met bestendigheid",
        "T-points capacity with stability",
        *_index_parts("K"),
        formula="gewogen gemiddelde van de dimensies; met bestendigheid weegt elk 0,20",
    ),
    _points(
        "b_punten",
        "T-punten balans",
        "T-points balance",
        Part(column="d_punten"),
        Part(column="k_punten"),
    ),
    _points(
        "verschil_punten",
        "T-punten verschil",
        "T-points difference",
        Part(column="d_punten"),
        Part(column="k_punten"),
        formula="D - K",
    ),
    *(
        _points(
            column,
            f"T-punten {title.lower()}",
            f"T-points: {title_en.lower()}",
            *_index_parts(name[0]),
            formula=how,
        )
        for name, column, title, title_en, how in SHOWN_VARIANTS
    ),
    stapeling(Tier.C, [Part(column=part.column) for part in _index_parts("D")]),
    *_reliability(),
    *_dimensions(),
    _points(
        "l5_punten",
        "T-punten opvanglast",
        "T-points shelter load",
        Part(column="opvang_per_1000_woningen"),
    ),
    _points(
        "k5_punten",
        "T-punten bestendigheid",
        "T-points stability",
        Part(column="mutatiegraad"),
        Part(column="woonduur_jaar"),
    ),
    figure(
        "opvang_per_1000_woningen",
        "Opvangplaatsen en directe bemiddeling",
        "Shelter places and direct placements",
        "per 1.000 woningen",
        kind=Kind.RATE,
        unit_en="per 1,000 dwellings",
        tier=Tier.C,
        parts=PLACES,
        formula="som over hoogstens drie jaar, gedeeld door woningen maal jaren, gekrompen",
    ),
    figure(
        "mutatiegraad",
        "Mutatiegraad van corporatiewoningen",
        "Turnover of association dwellings",
        "% per jaar",
        kind=Kind.RATE,
        unit_en="% a year",
        tier=Tier.C,
        parts=MOVES,
        formula="verhuizingen in vier kwartalen gedeeld door woningen, van 20 woningen af",
    ),
    figure(
        "woonduur_jaar",
        "Gemiddelde woonduur in corporatiewoningen",
        "Mean years of residence in association dwellings",
        "jaar",
        kind=Kind.RATE,
        tier=Tier.B,
        parts=(Part(dataset="corporatiecomplexen", column="woonduur_jaar", many=True),),
        formula="gemiddelde over de woningen, van 20 woningen af",
    ),
    count(
        "opvang_gepland",
        "Geplande opvangplaatsen",
        "Planned shelter places",
        "plaatsen",
        unit_en="places",
        tier=Tier.C,
        formula="som van wat leveranciers het laatst als gepland noemen; ten minste dit",
        parts=(Part(dataset="tussenvormen", column="gepland", many=True),),
    ),
    _points(
        "d_na_plannen_punten",
        "T-punten draaglast als geplande opvang er is",
        "T-points support load once planned shelter is there",
        Part(column="d_punten"),
        Part(column="opvang_gepland"),
        formula="opvanglast met de geplande plaatsen erbij, op dezelfde referentie",
    ),
    Column(
        name="klasse_na_plannen",
        title="Draaglast en draagkracht als geplande opvang er is",
        title_en="Support load and capacity once planned shelter is there",
        role=Role.CLASS,
        value=True,
        palette="purples",
        classes=tuple({"waarde": value} for value in KLASSEN),
        tier=Tier.C,
        parts=(Part(column="d_na_plannen_punten"), Part(column="k_punten")),
    ),
    Column(name="reden", title="Waarom geen klasse", title_en="Why no class"),
)

DATASET = Dataset(
    name="draaglast_partner",
    title="Draaglast en draagkracht met partnercijfers",
    title_en="Support load and capacity with partner figures",
    description=(
        "Draaglast met opvanglast en draagkracht met bestendigheid, voor elk niveau waarop "
        "partners leverden. Niet te vergelijken met de variant zonder partnercijfers."
    ),
    publisher="CBS, RIVM en partners, bewerkt",
    licence="afspraak met de leverancier",
    attribution="CBS, RIVM, Politie, Leefbaarometer, corporaties, zorgaanbieders",
    theme="draaglast",
    columns=COLUMNS,
    key=("niveau", "gebiedscode"),
    inputs=("cbs_kwb", "cbs_buurten", "cbs_wijken"),
    optional_inputs=(
        "gebieden",
        "gebiedsindeling",
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
        "leefbaarometer_wijk",
        "tussenvormen",
        "toewijzingen",
        "mutaties",
        "corporatiecomplexen",
        "plaatsing",
    ),
    bounds=Bounds(first=(0, 10_000_000)),  # no partner may have delivered what it needs
    method_version=method_version("draaglast"),
    layers=(
        Layer(
            name="draaglast_met_partners",
            title="Draaglast en draagkracht met partnercijfers",
            title_en="Support load and capacity with partner figures",
            description="Variant met opvanglast en bestendigheid; alleen besloten.",
            theme="draaglast",
            rows="alles",
            columns=tuple(column.name for column in COLUMNS),
            labels="gebiedscode",
            remarks=(
                *REMARKS,
                "Opvang is een taak van de hele stad: een hoge opvanglast is geen oordeel over "
                "wie er woont.",
            ),
            restricted=True,
        ),
    ),
)
