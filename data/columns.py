"""Columns that many datasets share, and short ways to declare a figure."""

from itertools import pairwise
from typing import Any

from data.model import BU_CODE, GM_CODE, POSTCODE6, WK_CODE, Column, Kind, Role, Scope


def _code(
    name: str,
    title: str,
    title_en: str,
    sources: tuple[str, ...],
    pattern: str,
    extra: dict[str, Any],
) -> Column:
    given: dict[str, Any] = {"sources": sources, "role": Role.KEY, **extra}
    return Column(name=name, title=title, title_en=title_en, pattern=pattern, **given)


def gemeentecode(**extra: Any) -> Column:
    """Code of the gemeente (GM + 4)."""
    return _code(
        "gemeentecode",
        "Gemeentecode",
        "Municipality code",
        ("gemeentecode", "gm_code", "GM_CODE"),
        GM_CODE,
        extra,
    )


def wijkcode(**extra: Any) -> Column:
    """Code of the wijk (WK + 6)."""
    return _code(
        "wijkcode", "Wijkcode", "District code", ("wijkcode", "wk_code", "WK_CODE"), WK_CODE, extra
    )


def buurtcode(**extra: Any) -> Column:
    """Code of the buurt (BU + 8)."""
    return _code(
        "buurtcode",
        "Buurtcode",
        "Neighbourhood code",
        ("buurtcode", "bu_code", "BU_CODE"),
        BU_CODE,
        extra,
    )


def name(column: str, title: str, title_en: str, *sources: str, **extra: Any) -> Column:
    """A name people know the row by."""
    return Column(
        name=column,
        title=title,
        title_en=title_en,
        sources=sources,
        **{"role": Role.NAME, "optional": not sources, **extra},
    )


def year_of_row(name: str = "jaar", title: str = "Jaar", en: str = "Year", **extra: Any) -> Column:
    """The calendar year a row is about: by its unit readers know not to write it as 2.024."""
    given: dict[str, Any] = {"type": "int", "unit": "jaar", "unit_en": "year", **extra}
    return Column(name=name, title=title, title_en=en, **given)


def water(**extra: Any) -> Column:
    """CBS mark of a water row: JA, NEE or B (buitenland)."""
    return Column(
        name="water",
        title="Water",
        title_en="Water",
        sources=("water", "H2O", "WATER"),
        **extra,
    )


def figure(
    column: str, title: str, title_en: str, unit: str, *sources: str, kind: Kind, **extra: Any
) -> Column:
    """A figure with a status; the publisher may leave it out of an edition."""
    return Column(
        name=column,
        title=title,
        title_en=title_en,
        unit=unit,
        sources=sources,
        value=True,
        kind=kind,
        **{"type": "float", "optional": True, "unit_en": UNITS_EN.get(unit, unit), **extra},
    )


def count(column: str, title: str, title_en: str, unit: str, *sources: str, **extra: Any) -> Column:
    """A number of people, households, dwellings or things."""
    return figure(
        column,
        title,
        title_en,
        unit,
        *sources,
        **{"kind": Kind.COUNT, "type": "int", "bounds": (0, None), **extra},
    )


def share(column: str, title: str, title_en: str, *sources: str, **extra: Any) -> Column:
    """A percentage."""
    return figure(
        column,
        title,
        title_en,
        "%",
        *sources,
        **{
            "kind": Kind.SHARE,
            "bounds": (0, 100),
            "classes": TWENTIES,
            "palette": "ylgnbu",
            **extra,
        },
    )


def distance_km(column: str, title: str, title_en: str, *sources: str, **extra: Any) -> Column:
    """A distance the publisher gives in kilometres, stored in metres."""
    return figure(
        column,
        title,
        title_en,
        "m",
        *sources,
        **{
            "kind": Kind.DISTANCE,
            "factor": 1000.0,
            "bounds": (0, 200_000),
            "classes": breaks(0, 500, 1000, 2000, 5000),
            "palette": "ylgnbu",
            **extra,
        },
    )


def breaks(*edges: float) -> tuple[dict[str, object], ...]:
    """Classes of the map between these edges, the last one open."""
    closed: list[dict[str, object]] = [{"van": a, "tot": b} for a, b in pairwise(edges)]
    return (*closed, {"van": edges[-1]})


# A BAG 2.0 extract holds every occurrence an object ever had; only the open one is ours.
BAG_HISTORY = (
    Scope("historie", "eindGeldigheid", empty=True),
    Scope("historie", "eindRegistratie", empty=True),
    Scope("inactief", "tijdstipInactief", empty=True),
)

TWENTIES = tuple({"van": low, "tot": low + 20} for low in range(0, 100, 20))

UNITS_EN = {
    "inwoners": "residents",
    "personen": "people",
    "huishoudens": "households",
    "woningen": "dwellings",
    "jaar": "year",
    "per 1.000 inwoners": "per 1,000 residents",
    "inwoners per huishouden": "residents per household",
    "x 1.000 euro": "x 1,000 euro",
    "punten": "points",
    "plaatsen": "places",
    "vertrekken per uur": "departures per hour",
    "adressen": "addresses",
    "meldingen": "reports",
    "reparaties": "repairs",
    "mutaties": "moves",
    "toewijzingen": "allocations",
    "cliënten": "clients",
    "wachtenden": "people waiting",
    "aanvragen": "requests",
    "vergunningen": "permits",
    "aanbieders": "providers",
    "kastjes": "boxes",
    "ingangen": "entrances",
    "kamers": "rooms",
    "dagen": "days",
    "weken": "weeks",
    "minuten": "minutes",
    "dagdelen per week": "half-days a week",
    "sterren": "stars",
    "verdieping": "floor",
    "cijfer": "mark",
    "eenheden": "units",
}


AGES = (
    Column(
        name="leeftijd_van",
        title="Leeftijd vanaf",
        title_en="Age from",
        type="int",
        sources=("leeftijd_van",),
        required=True,
        role=Role.KEY,
    ),
    Column(
        name="leeftijd_tot",
        title="Leeftijd tot",
        title_en="Age below",
        type="int",
        sources=("leeftijd_tot",),
    ),
)
"""From and below which age a row of CBS counts."""

HOUSE_NUMBER = (
    Column(
        name="huisnummer",
        title="Huisnummer",
        title_en="House number",
        type="int",
        sources=("huisnummer",),
    ),
    Column(
        name="huisletter",
        title="Huisletter",
        title_en="House letter",
        sources=("huisletter",),
        optional=True,
    ),
    Column(
        name="toevoeging",
        title="Toevoeging",
        title_en="Addition",
        sources=("toevoeging", "huisnummertoevoeging"),
        optional=True,
    ),
    Column(
        name="postcode",
        title="Postcode",
        title_en="Postcode",
        sources=("postcode",),
        pattern=POSTCODE6,
    ),
)
"""House number and postcode as the BAG has them."""
