"""Columns and layers that the datasets of M2 share: residents by age in later years."""

from collections.abc import Mapping
from typing import Any

from data.columns import breaks, count, figure
from data.model import Column, Kind, Layer, Part, Role, Scope, Tier

MEASURES = (
    ("65plus", "65 jaar en ouder", "65 and over"),
    ("75plus", "75 jaar en ouder", "75 and over"),
    ("80plus", "80 jaar en ouder", "80 and over"),
)
LATER = ("2030", "2035", "2040")
START_YEAR = 2022
"""First year of the national programme (METHODS 8)."""
PEOPLE: dict[str, Any] = {
    "type": "float",
    "round_to": 5,
    "minimum": 10,
    "classes": breaks(0, 25, 50, 100, 200, 400),
    "palette": "viridis_r",
}
FORMULA = (
    "mensen van vijf jaar eerder × kans om er vijf jaar later nog te wonen, in stappen van vijf "
    "jaar, passend gemaakt op de gemeente"
)


def year() -> Column:
    """The year a row is about."""
    return Column(
        name="jaar",
        title="Jaar",
        title_en="Year",
        description="Het jaar van de cijfers in de rij; de overige rijen zijn scenario's.",
        pattern=r"^[0-9]{4}$",
        required=True,
        role=Role.KEY,
    )


def people(parts: Mapping[str, tuple[Part, ...]], *, variants: bool = True) -> tuple[Column, ...]:
    """Residents by age, with a low and a high variant of each.

    Args:
        parts: measure -> what it is made from.
        variants: False where there is no spread between areas to vary with.
    """
    made: list[Column] = []
    for name, title, title_en in MEASURES:
        made.append(
            count(
                f"inwoners_{name}",
                f"Inwoners van {title}",
                f"Residents aged {title_en}",
                "inwoners",
                interval=True,
                formula=FORMULA,
                parts=parts[name],
                **PEOPLE,
            )
        )
        made += [
            count(
                f"inwoners_{name}_{end}",
                f"Inwoners van {title}, {words}",
                f"Residents aged {title_en}, {words_en}",
                "inwoners",
                formula="zelfde berekening met één standaardafwijking minder of meer per kans",
                parts=parts[name],
                **PEOPLE,
            )
            for end, words, words_en in (
                ("laag", "lage variant", "low variant"),
                ("hoog", "hoge variant", "high variant"),
            )
            if variants
        ]
    return tuple(made)


def growth() -> Column:
    """Growth since the first year of the national programme."""
    return figure(
        "groei_75plus",
        "Groei van inwoners van 75 jaar en ouder sinds 2022",
        "Growth of residents aged 75 and over since 2022",
        "inwoners",
        kind=Kind.SIGNED,
        round_to=5,
        formula="inwoners van 75 jaar en ouder in dit jaar min die van 2022",
        parts=(Part(column="inwoners_75plus"),),
        classes=breaks(-50, 0, 25, 50, 100, 200),
        palette="viridis_r",
    )


def error() -> tuple[Column, ...]:
    """How far off the method was in the past, and where the interval comes from."""
    return (
        figure(
            "fout_pct",
            "Gemiddelde fout bij terugrekenen",
            "Mean error of the back-cast",
            "%",
            kind=Kind.RATE,
            description=(
                "Gemiddelde afwijking, in procenten, toen dezelfde berekening vijf jaar eerder "
                "begon en met de werkelijkheid werd vergeleken, voor gebieden van deze grootte."
            ),
            parts=(
                Part(dataset="cbs_kwb", many=True),
                Part(dataset="cbs_leeftijd_gemeente", many=True),
            ),
        ),
        Column(
            name="interval_uit",
            title="Waar het interval uit volgt",
            title_en="What the interval follows from",
            role=Role.NOTE,
        ),
    )


def new_homes(*, added_up: bool = False) -> tuple[Column, ...]:
    """Residents of planned dwellings: business data of partners.

    Args:
        added_up: from buurten, instead of from the plan list.
    """
    return tuple(
        count(
            f"nieuw_{name}",
            f"Inwoners van {title} in geplande woningen",
            f"Residents aged {title_en} in planned dwellings",
            "inwoners",
            tier=Tier.B,
            type="float",
            round_to=5,
            formula=(
                "geplande woningen × kans dat het plan doorgaat × aandeel 65-plus × personen per "
                "woning"
            ),
            parts=(
                Part(dataset="bevolking_buurt", column=f"nieuw_{name}", many=True)
                if added_up
                else Part(dataset="plannen", column="woningen", many=True),
            ),
        )
        for name, title, title_en in MEASURES
    )


def shown(area: str, *, variants: bool = True, error: bool = True) -> tuple[str, ...]:
    """Columns that readers of an open layer see."""
    ends = [f"inwoners_{name}_{end}" for name, _, _ in MEASURES for end in ("laag", "hoog")]
    return (
        area,
        "jaar",
        *(f"inwoners_{name}" for name, _, _ in MEASURES),
        *(ends if variants else ()),
        "groei_75plus",
        *(("fout_pct", "interval_uit") if error else ()),
    )


def maps(word: str, word_en: str, columns: tuple[str, ...], **extra: Any) -> tuple[Layer, ...]:
    """One layer per later year, drawn on the areas of the first of its columns."""
    scope = extra.pop("scope", ())
    return tuple(
        Layer(
            name=f"bevolking_{word}_{when}",
            title=f"Ouderen in {when} per {word}",
            title_en=f"Older people in {when} per {word_en}",
            description=(
                f"Verwacht aantal inwoners van 65, 75 en 80 jaar en ouder in {when}, afgerond op "
                "5; onder 10 niet getoond."
            ),
            theme="bevolking",
            area=columns[0],
            columns=columns,
            scope=(Scope("ander_jaar", "jaar", keep=(when,)), *scope),
            **extra,
        )
        for when in LATER
    )


REMARKS = (
    "Een doorrekening van verhuizen en sterven in de afgelopen vijf jaar, geen voorspelling.",
    "Zonder nieuwe woningen; wie daar komt wonen staat in de besloten laag.",
)


def with_plans(word: str, word_en: str, area: str) -> Layer:
    """Who comes to live in planned dwellings, beside who is expected without: restricted.

    Args:
        word: level, buurt or wijk.
        word_en: the same in English.
        area: column with its code.
    """
    return Layer(
        name=f"bevolking_{word}_plannen",
        title=f"Ouderen per {word} met geplande woningen",
        title_en=f"Older people per {word_en} with planned dwellings",
        description="Verwachte inwoners en wie er in geplande woningen bij komt.",
        theme="bevolking",
        restricted=True,
        area=area,
        columns=(
            area,
            "jaar",
            *(f"inwoners_{name}" for name, _, _ in MEASURES),
            *(f"nieuw_{name}" for name, _, _ in MEASURES),
        ),
        remarks=(REMARKS[0],),
    )
