"""Columns, parts and remarks that the products of M5 share: buurt, wijk, block and complex.

Belongs here: how expected numbers are declared. Not here: the datasets themselves.
"""

from typing import Any

from data.columns import breaks, figure, share
from data.model import Column, Kind, Part, Role, Scope, Tier

ABOUT = (
    "Verwacht, niet gemeten: een kans per woning uit type, bouwjaar, bouwlagen en oppervlakte, "
    "opgeteld. Een cijfer zegt niets over een enkele woning.",
    "Oppervlakte is geen indeling; lift en entree staan niet in de BAG; gesplitste vooroorlogse "
    "panden lijken op eengezinswoningen.",
    "Verschillen kleiner dan het interval zijn geen verschillen.",
)
NOT_THE_SAME = (
    "Nultreden is niet levensloopbestendig: dat begrip stellen gemeente en corporaties zelf vast."
)
ABOUT_COST = (
    "Er zijn geen ingebouwde prijzen: zonder prijstabel van een partner zijn er geen kosten.",
    "Aantallen volgen een rekenregel per woning, niet een opname; een badkamer waarvan niets "
    "bekend is, telt mee.",
)
# Rule D13: what a closed layer shows of complexes.
LARGE = Scope("te_klein", "toonbaar", keep=("ja",))
STEPFREE = "som van [P(begane grond) e + (1 - P(begane grond)) P(lift)] i over de woningen"
BAG_PARTS = (
    Part(dataset="bag_verblijfsobjecten", column="oppervlakte_m2", many=True),
    Part(dataset="bag_panden", column="bouwjaar", many=True),
)
PARTNER_PARTS = (
    *BAG_PARTS,
    Part(dataset="corporatiewoningen", column="nultreden", many=True),
    Part(dataset="corporatiewoningen", column="sterren", many=True),
    Part(dataset="corporatiewoningen", column="lift", many=True),
)
_KINDS = (
    ("nultreden", "Verwachte nultredenwoningen", "Expected step-free dwellings", STEPFREE),
    (
        "twee_sterren",
        "Verwacht met twee sterren (rollator)",
        "Expected with two stars (walking frame)",
        "som van P(nultreden) over woningen vanaf 50 m²",
    ),
    (
        "vier_sterren",
        "Verwacht met vier sterren (rolstoel)",
        "Expected with four stars (wheelchair)",
        "som van 0,5 P(nultreden) over woningen vanaf 70 m² en bouwjaar 1997",
    ),
    (
        "aanpasbaar",
        "Aanpasbare woningen",
        "Adaptable dwellings",
        "eengezinswoningen met meer dan een bouwlaag, vanaf 90 m² en bouwjaar 1945",
    ),
)
FIGURES = (*(name for name, *_ in _KINDS), "aandeel_nultreden_pct")
PREFIX = "partner_"
LIFETIME = ("levensloop_zeker", "levensloop_mogelijk")
INPUTS = ("bag_verblijfsobjecten", "bag_panden", "cbs_buurten")
HEIGHTS = "bag3d_panden"
PARTNERS = ("corporatiewoningen", "corporatiecomplexen", "plaatsing")
SHOWN_OPEN = (
    "aandeel_nultreden_pct",
    "nultreden",
    "twee_sterren",
    "vier_sterren",
    "aanpasbaar",
    "woningen",
    "beoordeeld",
    "begrip_levensloop",
)
SHOWN_CLOSED = (
    "partner_aandeel_nultreden_pct",
    *(f"{PREFIX}{name}" for name, *_ in _KINDS),
    *LIFETIME,
    "woningen",
    "begrip_levensloop",
)


def expected(name: str, title: str, title_en: str, unit: str = "woningen", **extra: Any) -> Column:
    """An expected number of things: not whole."""
    given: dict[str, Any] = {"kind": Kind.COUNT, "bounds": (0, None), **extra}
    return figure(name, title, title_en, unit, **given)


def sums(prefix: str = "", *, open_: bool = True) -> tuple[Column, ...]:
    """Expected numbers of an area: from BAG alone, or with what corporations say (tier B)."""
    parts = BAG_PARTS if open_ else PARTNER_PARTS
    tier = None if open_ else Tier.B
    more = ("", "") if open_ else (", met partnergegevens", ", with partner data")
    classes = breaks(0, 50, 100, 250, 500, 1000)
    made = [
        expected(
            f"{prefix}{name}",
            title + more[0],
            title_en + more[1],
            interval=name == "nultreden",
            formula=formula,
            parts=parts,
            tier=tier,
            classes=classes,
            palette="viridis_r",
        )
        for name, title, title_en, formula in _KINDS
    ]
    shared = share(
        f"{prefix}aandeel_nultreden_pct",
        "Aandeel nultreden (verwacht)" + more[0],
        "Share step-free (expected)" + more[1],
        formula="verwachte nultredenwoningen / beoordeelde woningen x 100",
        parts=(Part(column=f"{prefix}nultreden"), Part(column="beoordeeld")),
        tier=tier,
    )
    return (*made, shared)


def size(**extra: Any) -> tuple[Column, ...]:
    """How many dwellings there are, and of how many a chance is known."""
    part = (Part(dataset="bag_verblijfsobjecten", many=True),)
    return (
        expected(
            "woningen",
            "Woningen",
            "Dwellings",
            type="int",
            formula="verblijfsobjecten met woonfunctie die tot de woningvoorraad horen",
            parts=part,
            **extra,
        ),
        expected(
            "beoordeeld",
            "Beoordeelde woningen",
            "Dwellings judged",
            type="int",
            description="Woningen waarvan bouwlagen en bouwjaar genoeg zeggen voor een kans.",
            formula="woningen met een bekende P(nultreden)",
            parts=BAG_PARTS,
            **extra,
        ),
    )


def lifetime() -> tuple[Column, ...]:
    """Dwellings that meet the agreed rule: at least and at most, for a bathroom may be unknown."""
    words = (
        ("zeker", "Levensloopbestendig, ten minste", "Lifetime homes, at least", "is"),
        ("mogelijk", "Levensloopbestendig, ten hoogste", "Lifetime homes, at most", "is misschien"),
    )
    return tuple(
        expected(
            f"levensloop_{name}",
            title,
            title_en,
            tier=Tier.B,
            description=(
                "Volgens het vastgestelde begrip; zonder vastgesteld begrip is er geen getal."
            ),
            formula=f"som van P(genoeg sterren) over woningen; de badkamer {verb} aanpasbaar",
            parts=(
                *PARTNER_PARTS,
                Part(dataset="corporatiewoningen", column="badkamer_aanpasbaar", many=True),
            ),
        )
        for name, title, title_en, verb in words
    )


def definition() -> Column:
    """The agreed rule in words, or that there is none."""
    return Column(
        name="begrip_levensloop",
        title="Begrip levensloopbestendig",
        title_en="Definition of lifetime home",
        description="Naam, versie en datum van het vastgestelde begrip.",
        role=Role.NOTE,
    )


def area_columns() -> tuple[Column, ...]:
    """All figures of a buurt or wijk: open ones, the rule in words, those with partner data."""
    return (*size(), *sums(), definition(), *sums(PREFIX, open_=False), *lifetime())
