"""What the products of the kansenkaart share: criteria, columns of scores, sentences.

Public: everything from open inputs, the balance by class. Tier B: whatever rests on plans, property
and capacity of partners, and on the exact balance.
"""

from data.columns import breaks, figure
from data.model import Column, Kind, Part, Tier

CLASSES = tuple({"van": low, "tot": low + 20} for low in range(0, 100, 20))
CRITERIA = (
    ("v", "vraag", "demand"),
    ("t", "voorzieningen te voet", "facilities on foot"),
    ("h", "haalbaarheid", "feasibility"),
    ("z", "zorg nabij", "care nearby"),
    ("r", "toegankelijke omgeving", "accessible surroundings"),
    ("b", "draaglast-balans", "support load balance"),
)
NAMES = {code.upper(): title for code, title, _ in CRITERIA}
# Feasibility rests on plans and property of partners: no part of the open map, so neither of what
# must be known there.
CLOSED = ("H",)
OPEN = tuple(row for row in CRITERIA if row[0] != "h")
# The parts of H of a complex (reading 74).
COMPLEX_PARTS = (
    ("h_eigenaar", "één eigenaar", "one owner"),
    ("h_nultreden", "nultredenwoningen", "step-free dwellings"),
    ("h_eenheden", "minstens 12 woningen", "at least 12 dwellings"),
    ("h_ontmoeting", "ontmoetingsruimte nabij", "meeting room nearby"),
)
PROFILES = (("corporatie", "housing association"), ("zorg", "care"))
FORMULA = (
    "100 x som van gewicht x deelscore over de onderdelen die bekend zijn, gewichten daarover "
    "verdeeld; vanaf 75% van het gewicht"
)
CONTRIBUTION = "100 x gewicht x deelscore / gewicht van wat bekend is"
REMARK = "Zoekgebied, geen planologische uitspraak."
REMARKS = (
    REMARK,
    "De uitkomst hangt af van het weegprofiel: score is het profiel gemeente, ernaast staan de "
    "profielen corporatie en zorg.",
    "Schatting uit bronnen van verschillende jaren; onbekend is niet slecht. Grond, prijs en "
    "politiek staan er niet in.",
)


def points(name: str, title: str, title_en: str, **extra: object) -> Column:
    """A score from 0 to 100."""
    given: dict[str, object] = {
        "classes": CLASSES,
        "palette": "viridis_r",
        "formula": FORMULA,
        **extra,
    }
    return figure(name, title, title_en, "punten", kind=Kind.SCORE, bounds=(0, 100), **given)


def part_score(name: str, title: str, title_en: str, **extra: object) -> Column:
    """A criterion from 0 to 1, unrounded so that a score can be made again from it."""
    given: dict[str, object] = {
        "classes": breaks(0, 0.2, 0.4, 0.6, 0.8),
        "palette": "viridis_r",
        **extra,
    }
    return figure(
        name, title, title_en, "0-1", kind=Kind.RATE, bounds=(0, 1), unit_en="0-1", **given
    )


def contribution(code: str, title: str, title_en: str, column: str, **extra: object) -> Column:
    """Points that a criterion adds to the score."""
    given: dict[str, object] = {
        "classes": breaks(0, 5, 10, 15, 20, 25),
        "palette": "viridis_r",
        "round_to": 1,
        "formula": CONTRIBUTION,
        "parts": (Part(column=column, weight=f"kans.weights.{code}"),),
        **extra,
    }
    return points(
        f"bijdrage_{code.lower()}", f"Bijdrage {title}", f"Contribution of {title_en}", **given
    )


def site_columns(feasible: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Scores of a site under the three profiles, why there is none, and what is missing.

    Args:
        feasible: columns that stand for H.
    """
    names = (*(f"s_{code}" for code, _, _ in OPEN), *feasible)
    parts = tuple(
        Part(
            column=name,
            score=name,
            weight=_weight_key(name),
            share=f"bijdrage_{name.removeprefix('s_')}",
        )
        for name in names
    )
    return (
        points("score", "Kansscore, profiel gemeente", "Score, municipality", parts=parts),
        *(
            points(f"score_{name}", f"Kansscore, profiel {name}", f"Score, {english}", parts=parts)
            for name, english in PROFILES
        ),
        Column(name="reden", title="Waarom geen score", title_en="Why no score"),
        Column(name="ontbreekt", title="Onderdelen die ontbreken", title_en="Missing parts"),
        Column(name="waarschuwing", title="Let op", title_en="Mind"),
    )


def site_contributions(
    feasible: tuple[tuple[str, str, str], ...],
) -> tuple[Column, ...]:
    """Points that each criterion adds to the score of a site.

    Args:
        feasible: column, title and English of what stands for H.
    """
    listed = (*((f"s_{code}", title, title_en) for code, title, title_en in OPEN), *feasible)
    return tuple(
        contribution(
            column.removeprefix("s_"),
            title,
            title_en,
            column,
            parts=(Part(column=column, weight=_weight_key(column)),),
        )
        for column, title, title_en in listed
    )


def _weight_key(column: str) -> str:
    """Weight of a part score in the register; the parts of H have a share of H of their own."""
    code = column.removeprefix("s_").upper()
    return f"kans.weights.{code}" if code in NAMES else ""


def gap_of_area(*, sources: tuple[Part, ...]) -> Column:
    """What the gebied still lacks, beside demand: it has no part in a score.

    Args:
        sources: what it is read from.
    """
    return figure(
        "tekort_gebied",
        "Tekort aan geclusterde woningen in het gebied tot en met 2030",
        "Gap of clustered homes in the policy area up to 2030",
        "woningen",
        kind=Kind.SIGNED,
        round_to=5,
        tier=Tier.B,
        classes=breaks(-100, 0, 50, 100, 250, 500),
        palette="viridis_r",
        description="Opgave volgens methode A min wat gepland is; telt niet mee in de score.",
        parts=sources,
    )


def rank_columns() -> tuple[Column, ...]:
    """Rank within the gemeente over 1,000 weightings: median and 90% interval, restricted."""
    return tuple(
        figure(
            name,
            title,
            title_en,
            "plaats",
            kind=Kind.RATE,
            bounds=(0, None),
            unit_en="place",
            tier=Tier.B,
            formula=f"{how} over 1.000 wegingen; 1 = hoogste van de gemeente",
            parts=(Part(column="score"),),
        )
        for name, title, title_en, how in (
            ("rang", "Rang", "Rank", "mediaan"),
            ("rang_onder", "Rang, ondergrens", "Rank, lower bound", "5e percentiel"),
            ("rang_boven", "Rang, bovengrens", "Rank, upper bound", "95e percentiel"),
        )
    )


def agreement(column: str, title: str, title_en: str) -> Column:
    """P(top 10%) as a number: agreement over weightings, restricted."""
    return figure(
        column,
        title,
        title_en,
        "0-1",
        kind=Kind.RATE,
        bounds=(0, 1),
        unit_en="0-1",
        tier=Tier.B,
        formula="deel van 1.000 wegingen waarin het vak bij de hoogste 10% van de gemeente hoort",
        parts=(Part(column="score"),),
    )
