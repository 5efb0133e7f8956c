"""Contracts with partners: short ways to declare what they deliver, and lists they share.

Belongs here: columns, marks and value lists that several partner feeds use. Not here: the feeds
themselves (data/datasets). A column that may hold something about a person is not declared, so it
is never read; client data come as counts per area and period only.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from data.columns import count as plain_count
from data.columns import figure
from data.model import (
    BAG_ID,
    CBS_CODES,
    POSTCODE6,
    Bounds,
    Cadence,
    Column,
    Dataset,
    Kind,
    Layer,
    Role,
    Status,
    Tier,
)

# What suppliers write where a figure is missing or too small to give (ENDPOINTS 10.3).
CODES: Mapping[str, Status] = MappingProxyType(
    {
        **CBS_CODES,
        "<5": Status.ONDERDRUKT,
        "< 5": Status.ONDERDRUKT,
        "<10": Status.ONDERDRUKT,
        "< 10": Status.ONDERDRUKT,
        "-": Status.ONTBREEKT,
        "?": Status.ONTBREEKT,
        "onbekend": Status.ONTBREEKT,
        "n.v.t.": Status.ONTBREEKT,
    }
)
AGREEMENT = "afspraak met de leverancier"
OPEN_AGREEMENT = f"openbaar, {AGREEMENT}"
LEVELS = ("gemeente", "gebied", "wijk", "buurt")
PERIOD = r"^[0-9]{4}(-Q[1-4]|-H[12]|-(0[1-9]|1[0-2]))?$"
AREA = r"^(GM[0-9]{4}|WK[0-9]{4}[0-9A-Z]{2}|BU[0-9]{4}[0-9A-Z]{4}|[^0-9\s].*)$"

# Kinds of care of METHODS 12, then what providers have besides.
CARE = (
    "wijkverpleging",
    "ongeplande zorg",
    "Wlz thuis",
    "dagbesteding",
    "huisarts",
    "apotheek",
    "fysiotherapie",
    "specialist ouderengeneeskunde",
    "tijdelijk verblijf",
    "time-out",
    "verpleeghuiszorg",
    "steunpunt wijkverpleging",
    "gehandicaptenzorg",
    "GGZ",
)
# Places of these never become a point on any map; they are delivered per area.
SHELTERED = (
    "beschermd wonen",
    "beschermd thuis",
    "maatschappelijke opvang",
    "vrouwenopvang",
    "forensische zorg",
    "jeugdhulp met verblijf",
)
SECTORS = ("VV", "GGZ", "VG", "LG", "ZG")
PLAN_STATES = ("idee", "zacht", "hard", "in uitvoering", "gereed")
PROGRESS = ("niet gestart", "loopt", "gereed", "vertraagd", "gestopt")
RENT_CLASSES = (
    "tot kwaliteitskortingsgrens",
    "tot lage aftoppingsgrens",
    "tot hoge aftoppingsgrens",
    "tot huurtoeslaggrens",
    "middenhuur",
    "vrije sector",
)


def key(name: str, title: str, title_en: str, example: str, *sources: str, **extra: Any) -> Column:
    """What a row is known by; never empty."""
    given = {"required": True, "role": Role.KEY, **extra}
    return text(name, title, title_en, example, *sources, **given)


def text(name: str, title: str, title_en: str, example: str, *sources: str, **extra: Any) -> Column:
    """A word or code; the supplier may leave the column out unless it is required."""
    given: dict[str, Any] = {"optional": not extra.get("required"), **extra}
    return Column(
        name=name, title=title, title_en=title_en, example=example, sources=sources, **given
    )


def choice(
    name: str, title: str, title_en: str, allowed: tuple[str, ...], *sources: str, **extra: Any
) -> Column:
    """One of the agreed words; the first is the example."""
    return text(name, title, title_en, allowed[0], *sources, allowed=allowed, **extra)


def yes_no(name: str, title: str, title_en: str, *sources: str, **extra: Any) -> Column:
    """Ja, nee or unknown (empty)."""
    return text(name, title, title_en, "ja", *sources, type="bool", **extra)


def day(name: str, title: str, title_en: str, example: str, *sources: str, **extra: Any) -> Column:
    """A date: `31-12-2025` or `2025-12-31`."""
    return text(name, title, title_en, example, *sources, type="date", **extra)


def year(name: str, title: str, title_en: str, example: str, *sources: str, **extra: Any) -> Column:
    """A calendar year."""
    given: dict[str, Any] = {"kind": Kind.SIGNED, "type": "int", "bounds": (1000, 2150), **extra}
    return figure(name, title, title_en, "jaar", *sources, example=example, **given)


def count(
    name: str,
    title: str,
    title_en: str,
    unit: str,
    example: str,
    *sources: str,
    required: bool = False,
    **extra: Any,
) -> Column:
    """A number of things; `required` means that the column must be there, a figure may be empty."""
    given: dict[str, Any] = {"optional": not required, **extra}
    return plain_count(name, title, title_en, unit, *(sources or (name,)), example=example, **given)


def people(
    name: str, title: str, title_en: str, unit: str, example: str, *sources: str, **extra: Any
) -> Column:
    """A number derived from clients: readers of the closed layers see it rounded to five."""
    given: dict[str, Any] = {"tier": Tier.C, "minimum": 5, "round_to": 5, **extra}
    return count(name, title, title_en, unit, example, *sources, **given)


def peildatum() -> Column:
    """The moment a row describes."""
    return day("peildatum", "Peildatum", "Reference date", "31-12-2025", "peildatum", required=True)


def address() -> tuple[Column, ...]:
    """Where it stands; the BAG number wins from the address."""
    return (
        text("straat", "Straat", "Street", "Dorpsstraat", "straat", "straatnaam"),
        text("huisnummer", "Huisnummer", "House number", "12", "huisnummer", "huisnr", type="int"),
        text("huisletter", "Huisletter", "House letter", "A", "huisletter"),
        text(
            "toevoeging",
            "Toevoeging",
            "Addition",
            "2",
            "toevoeging",
            "huisnummerToevoeging",
        ),
        text("postcode", "Postcode", "Postcode", "1234AB", "postcode", pattern=POSTCODE6),
        text(
            "verblijfsobject",
            "BAG-verblijfsobject",
            "BAG address object",
            "0123010000456789",
            "bag_verblijfsobject_id",
            "bagIdentificatie",
            "adresseerbaarObjectBasisregistratie",
            pattern=BAG_ID,
        ),
    )


def area() -> tuple[Column, ...]:
    """The area a figure is about, and at which level it was counted."""
    return (
        choice(
            "niveau",
            "Niveau",
            "Level",
            LEVELS,
            "niveau",
            required=True,
            description="Het soort gebied waarover de aantallen gaan.",
        ),
        key(
            "gebiedscode",
            "Gebied",
            "Area",
            "GM0000",
            "gebiedscode",
            "gebied",
            pattern=AREA,
            description="Code van het CBS (GM, WK of BU), of de naam van het gebied.",
        ),
    )


def period() -> Column:
    """The year, half year, quarter or month that was counted."""
    return key(
        "periode",
        "Periode",
        "Period",
        "2025-Q4",
        "periode",
        "kwartaal",
        "jaar",
        pattern=PERIOD,
        description="Jaar (2025), halfjaar (2025-H1), kwartaal (2025-Q4) of maand (2025-12).",
    )


def feed(
    name: str,
    title: str,
    title_en: str,
    description: str,
    *,
    columns: tuple[Column, ...],
    key: tuple[str, ...],
    publisher: str,
    theme: str,
    late_days: int,
    **extra: Any,
) -> Dataset:
    """A partner feed: several suppliers, each in its own watched folder.

    Arguments are those of `Dataset`; tier B and a wide row count unless given, and the licence by
    tier. Without a confirmed delivery for `late_days` it is late, unless the supplier has a rhythm
    of its own in the profile.
    """
    given: dict[str, Any] = {
        "tier": Tier.B,
        "licence": OPEN_AGREEMENT if extra.get("tier") is Tier.OPEN else AGREEMENT,
        "attribution": publisher.lower(),
        "codes": CODES,
        "bounds": Bounds(first=(1, 50_000), shrink=0.5, grow=2.0, bad_rows=5),
        "cadence": Cadence("45 7 * * *", late_days),
        **extra,
    }
    return Dataset(
        name=name,
        title=title,
        title_en=title_en,
        description=description,
        publisher=publisher,
        theme=theme,
        columns=columns,
        key=key,
        per_supplier=True,
        **given,
    )


def closed_layer(
    name: str, title: str, title_en: str, theme: str, *columns: str, **extra: Any
) -> Layer:
    """A layer for the closed environment: never in `pub`, never in tiles."""
    given: dict[str, Any] = {"rows": "alles", "restricted": True, **extra}
    return Layer(
        name=name,
        title=title,
        title_en=title_en,
        description=f"{title}; alleen voor de besloten omgeving.",
        theme=theme,
        columns=columns,
        **given,
    )
