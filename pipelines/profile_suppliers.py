"""Suppliers in the profile: who delivers what, until when, under which column names.

Belongs here: the model of one supplier and what may be wrong with it. Not here: how late it is
(leveranciers) or what it delivered (delivery).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from data.registry import registry

FOLDER = re.compile(r"^[a-z0-9][a-z0-9._-]*$")


class Leverancier(BaseModel):
    """One supplier; its key in the profile is the name of its folder.

    Attributes:
        naam: as people know it.
        contact: department or shared mailbox to ask when a delivery fails, never a person's own.
        overeenkomst: the agreement it delivers under.
        einde: last day of that agreement.
        ritme_dagen: days between two deliveries; after that it is late. Absent: what the feed says.
        feeds: what it delivers.
        kolommen: feed -> our column -> the name this supplier uses.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    naam: str
    contact: str = ""
    overeenkomst: str = ""
    einde: date | None = None
    ritme_dagen: int | None = Field(default=None, ge=1, le=3660)
    feeds: tuple[str, ...] = ()
    kolommen: dict[str, dict[str, str]] = Field(default_factory=dict)


def faults(suppliers: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the names in `[leveranciers]`, each as one sentence without full stop.

    Values of a wrong type are left to the model.
    """
    feeds = [name for name, dataset in registry().items() if dataset.per_supplier]
    for name, supplier in suppliers.items():
        if not FOLDER.match(name):
            yield (
                f"leveranciers.{name} is geen mapnaam: gebruik kleine letters, cijfers, punt, "
                "streep en onderstreping"
            )
        if not isinstance(supplier, Mapping):
            continue
        listed = supplier.get("feeds", ())
        for feed in listed if isinstance(listed, list) else ():
            if feed not in feeds:
                yield (
                    f"leveranciers.{name}.feeds: {feed} is geen feed van leveranciers"
                    f"{nearest(str(feed), feeds)}"
                )
        mapped = supplier.get("kolommen", {})
        if isinstance(mapped, Mapping):
            yield from _mapped(f"leveranciers.{name}.kolommen", mapped, feeds)


def _mapped(place: str, mapped: Mapping[str, Any], feeds: list[str]) -> Iterator[str]:
    for feed, names in mapped.items():
        if feed not in feeds:
            yield f"{place}.{feed} is geen feed van leveranciers{nearest(feed, feeds)}"
            continue
        columns = [column.name for column in registry()[feed].columns]
        for ours in names if isinstance(names, Mapping) else ():
            if ours not in columns:
                yield f"{place}.{feed}: kolom {ours} bestaat niet{nearest(ours, columns)}"


def nearest(word: str, known: list[str]) -> str:
    """A hint at the nearest known word, empty when nothing looks like it."""
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; bedoelt u {near[0]}?" if near else ""
