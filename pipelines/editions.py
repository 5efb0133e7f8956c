"""Editions of a feed: the good versions of its peildata, and which of them a product reads.

Belongs here: choosing by division year. What a method does with a newer edition is `derive/slots`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from data.registry import registry
from pipelines.profile import Profiel
from pipelines.work import Work

Record = dict[str, Any]


@dataclass(frozen=True)
class Editions:
    """Good versions of one dataset.

    Attributes:
        default: what a product reads unless it asks for another: the newest of the profile's own
            division year, else the newest that a signed line lets stand, else the newest.
        all: every peildatum that the profile still names, newest first; the default is among them.
    """

    default: Record
    all: tuple[Record, ...]


def held(work: Work) -> dict[str, Editions]:
    """Editions of every dataset that has a good version and is not switched off."""
    rows = work.connection.execute(
        "SELECT DISTINCT ON (dataset, peildatum) * FROM log.versie WHERE toestand = 'goed'"
        " ORDER BY dataset, peildatum DESC, version DESC"
    ).fetchall()
    found: dict[str, list[Record]] = {}
    for row in rows:
        if row["dataset"] not in work.profile.uit:
            found.setdefault(row["dataset"], []).append(row)
    return {name: _editions(work.profile, name, records) for name, records in found.items()}


def beside(profile: Profiel, name: str) -> tuple[date, ...]:
    """Peildata of a feed that stand beside each other; none where the newest delivery replaces.

    What is said of one of them (refused, silent) says nothing of the others.
    """
    found = [source.peildatum for source in profile.sources(name)]
    fixed = [moment for moment in found if isinstance(moment, date)]
    known = name in registry() and not registry()[name].per_supplier
    return tuple(sorted(set(fixed))) if known and len(fixed) == len(found) else ()


def rolling(profile: Profiel) -> frozenset[str]:
    """Datasets whose peildatum is the day of receipt: they have one moment, not a history.

    So does what takes its moment from such a dataset: the first of its inputs.
    """
    found: set[str] = set()
    made: set[str] = set()
    for name, dataset in registry().items():  # inputs first
        sources = profile.sources(name)
        inputs = [one for one in (*dataset.inputs, *dataset.optional_inputs) if one in made]
        if sources or inputs:
            made.add(name)
        dated = any(source.peildatum in ("ontvangst", "kolom") for source in sources)
        if dated or (inputs and inputs[0] in found):
            found.add(name)
    return frozenset(found)


def _editions(profile: Profiel, name: str, records: list[Record]) -> Editions:
    moments = {source.peildatum for source in profile.sources(name)}
    fixed = bool(moments) and all(isinstance(moment, date) for moment in moments)
    named = [row for row in records if row["peildatum"] in moments] if fixed else []
    kept = named or records[:1]  # rolling and derived datasets have one moment: the newest
    own = [row for row in kept if row["indelingsjaar"] in (None, profile.indelingsjaar)]
    signed = [row for row in kept if profile.same_codes(row["indelingsjaar"], name)]
    return Editions((own or signed or kept)[0], tuple(kept))
