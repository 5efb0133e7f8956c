"""Columns that show what M1 is made of: indicators and dimensions, down to the feeds.

Restricted: T-points and what they add. The values of the indicators are those of the open feeds.
The slots stand in `data/reference/draaglast.toml`; here is which declared columns fill them.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data.columns import figure
from data.model import Column, Kind, Part, Tier
from data.parameters import table

# Index -> key of the register with the weights of its dimensions.
WEIGHTS = {"D": "draaglast.weights_D", "K": "draaglast.weights_K"}

HEALTH, LIVEABLE, STATUS_SCORE = "rivm_gezondheid", "leefbaarometer", "ses_woa"
# Slot -> dataset and the columns that may fill it (editions may name it otherwise).
FILLED_BY: dict[str, tuple[str, tuple[str, ...]]] = {
    "wmo": ("cbs_kwb", ("wmo_per_1000",)),
    "beperking": (
        HEALTH,
        ("langdurig_beperkt_pct", "langdurig_ernstig_beperkt_pct", "ernstig_beperkt_pct"),
    ),
    "jeugdzorg": ("cbs_kwb", ("jeugdzorg_pct",)),
    "angst": (HEALTH, ("hoog_risico_angststoornis_pct", "hoog_risico_angst_pct")),
    "eenzaam": (HEALTH, ("sterk_eenzaam_pct", "ernstig_eenzaam_pct")),
    "veerkracht": (HEALTH, ("lage_veerkracht_pct", "zeer_lage_veerkracht_pct")),
    "bijstand": ("cbs_kwb", ("bijstand", "inwoners_15_25", "inwoners_25_45", "inwoners_45_65")),
    "armoede": ("cbs_kwb", ("armoede_pct",)),
    "rondkomen": (HEALTH, ("moeite_rondkomen_pct",)),
    "overlast": ("politie_overlast", ("meldingen",)),
    "misdrijf": ("politie_misdrijven", ("misdrijven",)),
    "soc": (LIVEABLE, ("samenhang",)),
    "vrijwilligers": (HEALTH, ("vrijwilligerswerk_pct",)),
    "oosr": ("leeftijd_buurt", ("oosr",)),
    "ses": (STATUS_SCORE, ("ses_totaal",)),
    "participatie": ("cbs_kwb", ("nettoarbeidsparticipatie_pct",)),
    "ontmoeting": ("loop_buurt", ("aandeel_65_ontmoeting_500_pct",)),
    "vrz": (LIVEABLE, ("voorzieningen",)),
    "sociaal_minimum": ("cbs_kwb", ("sociaal_minimum_pct",)),
    "kwb_misdrijf": ("cbs_kwb", ("inbraak_per_1000", "vernieling_per_1000", "geweld_per_1000")),
    "sociaal_eenzaam": (HEALTH, ("sociaal_eenzaam_pct",)),
    "inkomen": ("cbs_kwb", ("inkomen_per_inwoner_1000_eur",)),
}
# Tables with more than one row per area: the column here that holds the key of the row.
KEYS = {
    HEALTH: "sleutel_gezondheid",
    STATUS_SCORE: "sleutel_ses",
    LIVEABLE: "sleutel_leefbaarometer",
}
SUMMED = frozenset({"politie_overlast", "politie_misdrijven"})  # over kinds and years
# Rates made here from counts of rare events: they carry the Poisson interval of the count.
EVENTS = tuple(slot for slot, (name, _) in FILLED_BY.items() if name in SUMMED)
OF_BUURTEN = frozenset({"leeftijd_buurt", "loop_buurt"})
UNITS = {
    "%": "%",
    "per 1.000 inwoners": "per 1,000 residents",
    "per 1.000 inwoners van 15 tot 65 jaar": "per 1,000 residents aged 15-64",
    "afwijking van het landelijk gemiddelde": "deviation from the national mean",
    "personen per persoon": "people per person",
    "score": "score",
    "x 1.000 euro": "x 1,000 euro",
}


def open_dimensions(index: str = "") -> list[dict[str, Any]]:
    """Dimensions made from open inputs, of one index or both."""
    found = [d for d in table("draaglast")["dimensie"] if not d.get("partner")]
    return [d for d in found if not index or d["index"] == index]


def slots_of(dimension: dict[str, Any]) -> list[str]:
    """Slots that can fill a dimension: listed, alternative, substitutes."""
    known = table("draaglast")["slot"]
    listed = [*dimension["slots"], *dimension.get("alternatief", ())]
    swaps = [name for name, slot in known.items() if slot.get("vervangt") in listed]
    return [*listed, *swaps]


def open_slots() -> list[str]:
    """All slots of the open dimensions, each once."""
    found = [name for dimension in open_dimensions() for name in slots_of(dimension)]
    return list(dict.fromkeys(found))


def feed_parts(slot: str, level: str) -> tuple[Part, ...]:
    """What fills a slot, as parts of a figure of one level."""
    if slot not in FILLED_BY:
        return ()
    name, columns = FILLED_BY[slot]
    if name == LIVEABLE and level == "gemeente":  # not published: summed over buurten
        return tuple(Part(dataset=name, column=column, many=True) for column in columns)
    if name == LIVEABLE and level == "wijk":
        name = "leefbaarometer_wijk"
    summed = level in ("wijk", "gemeente") and name in OF_BUURTEN
    many = name in SUMMED or level == "gebied" or summed
    key = KEYS.get(name.removesuffix("_wijk"), "")
    return tuple(
        Part(dataset=name, column=column, many=many, on="" if many else key) for column in columns
    )


def indicator_columns(level: str) -> Iterator[Column]:
    """Per slot: value, T-points, what it adds to its dimension, where it is from."""
    known = table("draaglast")["slot"]
    for slot in open_slots():
        title, unit = known[slot]["titel"], known[slot]["eenheid"]
        yield figure(
            f"{slot}_waarde",
            title,
            f"Indicator {slot}",
            unit,
            kind=Kind.SIGNED,
            unit_en=UNITS[unit],
            interval=slot in EVENTS,
            parts=feed_parts(slot, level),
        )
        value = (Part(column=f"{slot}_waarde"),)
        yield points(f"{slot}_punten", f"T-punten: {title}", f"T-points {slot}", parts=value)
        yield points(
            f"{slot}_bijdrage",
            f"Draagt bij aan onderdeel: {title}",
            f"Adds: {slot}",
            parts=(Part(column=f"{slot}_punten"),),
        )
        yield Column(name=f"{slot}_bron", title=f"Bron: {title}", title_en=f"Source: {slot}")
    for name in KEYS.values():
        yield Column(name=name, title="Rij in de bron", title_en="Row in the source")


def dimension_columns(dimension: dict[str, Any], title_en: str) -> Iterator[Column]:
    """Points of a dimension with its indicators, its weight present, and what it adds."""
    name, title = dimension["naam"], dimension["titel"]
    low = name.lower()
    yield points(
        f"{low}_punten",
        f"T-punten {title.lower()}",
        f"T-points {title_en.lower()}",
        formula=(
            "gemiddelde van de T-punten van de indicatoren, opnieuw op gemiddelde 50 en "
            "standaardafwijking 10 van de referentie"
        ),
        parts=tuple(
            Part(column=f"{slot}_waarde", score=f"{slot}_punten", share=f"{slot}_bijdrage")
            for slot in slots_of(dimension)
        ),
    )
    yield figure(
        f"{low}_gewicht",
        f"Gewicht van {title.lower()} in wat er is",
        f"Weight of {title_en.lower()} in what is known",
        "deel",
        kind=Kind.RATE,
        unit_en="share",
        tier=Tier.B,
        parts=(Part(column=f"{low}_punten"),),
    )
    yield points(
        f"{low}_bijdrage",
        f"Draagt bij: {title.lower()}",
        f"Adds: {title_en.lower()}",
        parts=(Part(column=f"{low}_punten"), Part(column=f"{low}_gewicht")),
    )


def index_parts(
    index: str, weights: Mapping[str, str] = WEIGHTS, more: Sequence[str] = ()
) -> tuple[Part, ...]:
    """The dimensions of D or K with weight, score and contribution.

    Args:
        index: `D` or `K`.
        weights: key of the register per index.
        more: dimensions beside the open ones.
    """
    names = [*(d["naam"] for d in open_dimensions(index)), *more]
    return tuple(
        Part(
            column=f"{low}_punten",
            weight=f"{weights[index]}.{name}",
            score=f"{low}_punten",
            share=f"{low}_bijdrage",
        )
        for name, low in ((name, name.lower()) for name in names)
    )


def points(name: str, title: str, title_en: str, **extra: Any) -> Column:
    """T-points, or what is added to them: restricted."""
    given: dict[str, Any] = {"kind": Kind.SIGNED, "tier": Tier.B, **extra}
    return figure(name, title, title_en, "punten", **given)
