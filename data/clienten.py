"""Columns of products made from counts of clients: who may see them, how they are rounded.

Belongs here: what several closed products declare alike. Not here: the feeds (data/partner.py).
"""

from typing import Any

from data.columns import count, share
from data.model import Column, Part, Role, Tier

CLOSED = "afspraak met de leverancier"
NEVER_A_PERSON = "Aantallen van een gebied; zegt niets over een persoon."


def clients(name: str, title: str, title_en: str, unit: str, **extra: Any) -> Column:
    """A count derived from clients: below five withheld, rounded to five (TRUST D13)."""
    given: dict[str, Any] = {"tier": Tier.C, "minimum": 5, "round_to": 5, **extra}
    return count(name, title, title_en, unit, **given)


def client_share(name: str, title: str, title_en: str, **extra: Any) -> Column:
    """A percentage derived from clients, in whole percent."""
    given: dict[str, Any] = {"tier": Tier.C, "round_to": 1, "palette": "ylgnbu", **extra}
    return share(name, title, title_en, **given)


def area_and_period() -> tuple[Column, ...]:
    """The area a row is about, its level and its period, as the feeds name them."""
    return (
        note("niveau", "Niveau", "Level", role=Role.KEY),
        note("gebiedscode", "Gebied", "Area", role=Role.KEY),
        note("gebiedsnaam", "Naam van het gebied", "Name of the area", role=Role.NAME),
        note("periode", "Periode", "Period", role=Role.KEY),
    )


def note(name: str, title: str, title_en: str, **extra: Any) -> Column:
    """A word beside the figures."""
    return Column(name=name, title=title, title_en=title_en, **extra)


def many(dataset: str, *columns: str) -> tuple[Part, ...]:
    """Parts that are summed over many rows of a feed."""
    return tuple(Part(dataset=dataset, column=column, many=True) for column in columns)
