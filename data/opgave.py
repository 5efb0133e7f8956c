"""Columns and layers that the datasets of M4 share: need and gap of homes for older people."""

from typing import Any

from data.columns import breaks, count, figure
from data.model import Column, Kind, Layer, Part, Role, Scope, Tier

CLASSES = ("zorggeschikt", "geclusterd", "nultreden")
_ENGLISH = {"zorggeschikt": "fit for care", "geclusterd": "clustered", "nultreden": "step-free"}
YEARS = ("2030", "2035", "2040")
REMARKS = (
    "Methode A verdeelt het landelijke programma naar groei van 75-plussers; methode B gaat uit "
    "van wat huishoudens willen. Verschillen ze meer dan een kwart, dan is nader onderzoek nodig.",
    "Beide methoden volgen de groei van 75-plussers: hun verschil zegt iets over de gekozen "
    "aandelen, niet over het gebied.",
    "Een woning telt een keer, in de hoogste klasse: zorggeschikt, geclusterd, overig nultreden.",
    "Een complex telt als geclusterd tenzij de corporatie zegt dat er een trap is; niet elke "
    "corporatie zegt dat.",
    "Berekend uit een scenario, geen besluit over aantallen.",
)
_HOMES: dict[str, Any] = {
    "kind": Kind.SIGNED,
    "round_to": 5,
    "classes": breaks(-100, 0, 50, 100, 250, 500),
    "palette": "viridis_r",
}


def key(name: str, title: str, title_en: str, **extra: Any) -> Column:
    """What a row is about."""
    return Column(name=name, title=title, title_en=title_en, required=True, role=Role.KEY, **extra)


def homes(name: str, title: str, title_en: str, formula: str, *parts: Part, **extra: Any) -> Column:
    """A number of homes; negative is a surplus."""
    return figure(
        name, title, title_en, "woningen", formula=formula, parts=parts, **{**_HOMES, **extra}
    )


def need(people: str) -> tuple[Column, ...]:
    """Both methods side by side.

    Args:
        people: dataset of M2 that the residents come from.
    """
    here = Part(column="groei_75plus")
    return (
        figure(
            "groei_75plus",
            "Groei van inwoners van 75 jaar en ouder sinds 2022",
            "Growth of residents aged 75 and over since 2022",
            "inwoners",
            kind=Kind.SIGNED,
            round_to=5,
            parts=(Part(dataset=people, column="groei_75plus", many=True),),
            formula="inwoners van 75 jaar en ouder in dit jaar min die van 2022",
        ),
        count(
            "huishoudens_75plus",
            "Zelfstandige huishoudens van 75 jaar en ouder",
            "Independent households aged 75 and over",
            "huishoudens",
            type="float",
            round_to=5,
            minimum=10,
            formula="inwoners van 75 jaar en ouder × deel dat zelfstandig woont / per huishouden",
            parts=(Part(dataset=people, column="inwoners_75plus", many=True),),
        ),
        homes(
            "opgave_a",
            "Opgave tot en met 2030, methode A",
            "Homes to add up to 2030, method A",
            "landelijk doel × groei van 75-plussers hier / in Nederland",
            here,
        ),
        homes(
            "opgave_b",
            "Opgave sinds 2022, methode B",
            "Homes to add since 2022, method B",
            "groei van huishoudens van 75 jaar en ouder × deel dat deze klasse wil",
            here,
        ),
        homes(
            "behoefte_b",
            "Behoefte aan woningen, methode B",
            "Homes needed, method B",
            "huishoudens van 75 jaar en ouder × deel dat deze klasse wil",
            Part(column="huishoudens_75plus"),
        ),
        figure(
            "verschil_pct",
            "Verschil tussen methode A en B",
            "Difference between methods A and B",
            "%",
            kind=Kind.RATE,
            round_to=1,
            formula="|A − B| / grootste van A en B",
            parts=(Part(column="opgave_a"), Part(column="opgave_b")),
        ),
        Column(name="oordeel", title="Oordeel", title_en="Verdict", role=Role.CLASS),
    )


def supply() -> tuple[Column, ...]:
    """What is there, what is planned, what falls short: business data of partners."""
    plans = Part(dataset="plannen", column="woningen", many=True)
    stock = Part(dataset="corporatiewoningen", column="nultreden", many=True)
    closed: dict[str, Any] = {"tier": Tier.B, "kind": Kind.SIGNED}
    return (
        homes(
            "voorraad",
            "Woningen nu",
            "Homes now",
            "woningen per klasse in de registers van corporaties; zonder register wat M5 verwacht",
            stock,
            Part(dataset="geschiktheid_buurt", column="nultreden", many=True),
            interval=True,
            **closed,
        ),
        homes(
            "passend_bewoond",
            "Woningen nu waar de doelgroep woont",
            "Homes now lived in by the target group",
            "woningen nu × deel waar een huishouden van 65 jaar en ouder woont, waar een "
            "corporatie dat van 90% van deze woningen geeft",
            Part(column="voorraad"),
            Part(dataset="corporatiecomplexen", column="passend_bewoond_pct", many=True),
            minimum=10,
            description="Andere geschikte woningen zijn voorraad, geen beschikbaar aanbod.",
            **closed,
        ),
        homes(
            "sloop",
            "Verwachte sloop",
            "Expected demolition",
            "sloop in plannen × kans × deel van de woningen in deze klasse",
            plans,
            **closed,
        ),
        *(
            homes(
                f"plannen_{name}",
                f"Woningen in plannen: {words}",
                f"Homes planned: {words_en}",
                "woningen van deze klasse in plannen die in dit jaar klaar zijn",
                plans,
                **closed,
            )
            for name, words, words_en in (
                ("zacht", "zacht", "soft"),
                ("hard", "hard", "hard"),
                ("in_uitvoering", "in uitvoering", "being built"),
            )
        ),
        homes(
            "plannen_verwacht",
            "Verwachte woningen uit plannen",
            "Homes expected from plans",
            "0,4 × zacht + 0,9 × hard + in uitvoering",
            Part(column="plannen_zacht", weight="plan.prob.zacht"),
            Part(column="plannen_hard", weight="plan.prob.hard"),
            Part(column="plannen_in_uitvoering"),
            **closed,
        ),
        homes(
            "erbij",
            "Woningen erbij sinds 2022",
            "Homes added since 2022",
            "woningen van deze klasse in plannen die sinds 2022 gereed zijn − sloop daarin × deel "
            "van de woningen in deze klasse",
            plans,
            **closed,
        ),
        *(
            homes(
                f"tekort_{way}",
                f"Tekort volgens methode {way.upper()} (min: overschot)",
                f"Gap by method {way.upper()} (negative: surplus)",
                formula,
                *parts,
                Part(column="sloop"),
                Part(column="plannen_verwacht"),
                **closed,
            )
            for way, formula, parts in (
                (
                    "a",
                    "opgave A − (erbij sinds 2022 − sloop + verwachte plannen)",
                    (Part(column="opgave_a"), Part(column="erbij")),
                ),
                (
                    "b",
                    "behoefte B − (voorraad − sloop + verwachte plannen)",
                    (Part(column="behoefte_b"), Part(column="voorraad")),
                ),
            )
        ),
        *_flow(closed),
    )


def _flow(closed: dict[str, Any]) -> tuple[Column, ...]:
    return (
        homes(
            "vrijkomend_per_jaar",
            "Woningen die per jaar vrijkomen",
            "Homes falling vacant per year",
            "woningen per complex × mutatiegraad",
            Part(dataset="corporatiecomplexen", column="mutatiegraad_pct", many=True),
            **closed,
        ),
        homes(
            "verhuizers_per_jaar",
            "Huishoudens die per jaar deze klasse zoeken",
            "Households looking for this class per year",
            "huishoudens van 75 jaar en ouder × deel dat deze klasse wil × deel dat verhuist",
            Part(column="behoefte_b"),
            **closed,
        ),
        homes(
            "tekort_per_jaar",
            "Tekort per jaar (min: overschot)",
            "Gap per year (negative: surplus)",
            "huishoudens die zoeken − woningen die vrijkomen",
            Part(column="verhuizers_per_jaar"),
            Part(column="vrijkomend_per_jaar"),
            **closed,
        ),
    )


OPEN: tuple[str, ...] = (
    "groei_75plus",
    "huishoudens_75plus",
    "opgave_a",
    "opgave_b",
    "behoefte_b",
    "verschil_pct",
    "oordeel",
)

# What is said of years after 2030: method A shares out a programme that ends there.
LATER: tuple[str, ...] = ("groei_75plus", "huishoudens_75plus", "opgave_b", "behoefte_b")
HORIZON = "2030"


def layers(
    code: str, word: str, word_en: str, *, later: tuple[str, ...] = (), **extra: Any
) -> tuple[Layer, ...]:
    """Per class a map of 2030 and of each later year asked for, and the closed one of all years."""
    keys = (code, "klasse", "jaar")
    maps = tuple(
        Layer(
            name=f"opgave_{word}_{klasse}" + ("" if year == HORIZON else f"_{year}"),
            title=f"Opgave {klasse} tot en met {year} per {word}",
            title_en=f"Homes to add up to {year} per {word_en}: {_ENGLISH[klasse]}",
            description=(
                "Woningen die er volgens twee methoden bij moeten, afgerond op 5."
                if year == HORIZON
                else f"Woningen die er in {year} volgens methode B bij moeten zijn, afgerond op 5."
            ),
            theme="opgave",
            columns=(*keys, *(OPEN if year == HORIZON else LATER)),
            scope=(
                Scope("andere_klasse", "klasse", keep=(klasse,)),
                Scope("ander_jaar", "jaar", keep=(year,)),
            ),
            remarks=REMARKS,
            **extra,
        )
        for year in (HORIZON, *later)
        for klasse in CLASSES
    )
    closed = tuple(c.name for c in supply())
    return (
        *maps,
        Layer(
            name=f"opgave_{word}_besloten",
            title=f"Opgave, aanbod en tekort per {word}",
            title_en=f"Need, supply and gap per {word_en}",
            description="Beide methoden, de voorraad van corporaties, plannen en het tekort.",
            theme="opgave",
            columns=(*keys, *OPEN, *closed),
            remarks=REMARKS,
            restricted=True,
            **extra,
        ),
    )
