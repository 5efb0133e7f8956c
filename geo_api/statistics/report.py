"""The answer of statistics: each figure with its origin, or the reason why it is not there."""

import math
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from data.model import Status
from geo_api.statistics.plan import Measure, Plan
from geo_api.statistics.query import Figures, Row

MIXED = (
    "De rijen verschillen in {}; kies met 'filter' één waarde, anders telt een gebied meer dan een "
    "keer mee."
)
NO_VALUE = "Geen van de objecten heeft een waarde."
WEIGHED = (
    "Gewogen met '{}' van dezelfde rij; rijen zonder waarde of gewicht tellen niet mee. Een "
    "benadering."
)
PARTIAL = "Niet elk object heeft een waarde: de som is die van wat bekend is, niet het geheel."


def columns(found: Figures, row: Row) -> list[dict[str, Any]]:
    """The figures of each column over one row."""
    return [_column(found.plan, measure, row) for measure in found.plan.measures]


def meaning(plan: Plan) -> list[dict[str, Any]]:
    """What the columns are: the same for the total and every group, so said once."""
    return [
        {
            "naam": measure.column.naam,
            "titel": measure.column.titel,
            "eenheid": measure.column.eenheid,
            "bron": measure.column.bron,
            "peildatum": measure.column.peildatum,
            "methodeVersie": measure.column.methode_versie,
            "gewicht": measure.allowed.weight,
        }
        for measure in plan.measures
    ]


def _column(plan: Plan, measure: Measure, row: Row) -> dict[str, Any]:
    name = measure.column.naam
    own = {what: value for (column, what), value in row.figures.items() if column == name}
    told: dict[str, Any] = {"naam": name, **_counted(row.count, own)}
    if row.mixed:
        return told | {"reden": MIXED.format(" en ".join(row.mixed))}
    if not measure.number:
        told["klassen"] = [
            {"waarde": what.removeprefix("klasse:"), "aantal": value}
            for what, value in own.items()
            if what.startswith("klasse:")
        ]
        return told
    return told | _numbers(plan, measure, own)


def _counted(count: int, own: Mapping[str, Any]) -> dict[str, Any]:
    """How many had a value, were suppressed, are unknown; and what the figures are worth."""
    statuses = {
        what.removeprefix("status:"): value
        for what, value in own.items()
        if what.startswith("status:") and value
    }
    known, hidden = own["metWaarde"], statuses.get(Status.ONDERDRUKT.value, 0)
    return {
        "metWaarde": known,
        "onderdrukt": hidden,
        "onbekend": count - known - hidden,
        "perStatus": statuses,
        "status": _status(known, hidden, statuses),
    }


def _status(known: int, hidden: int, statuses: Mapping[str, int]) -> str:
    """Estimated as soon as one value was; nothing known is never a figure of zero."""
    if not known:
        return Status.ONDERDRUKT.value if hidden else Status.ONTBREEKT.value
    observed = statuses.get(Status.WAARGENOMEN.value, 0) == known
    return Status.WAARGENOMEN.value if observed else Status.GESCHAT.value


def _numbers(plan: Plan, measure: Measure, own: Mapping[str, Any]) -> dict[str, Any]:
    allowed, known = measure.allowed, own["metWaarde"]
    told: dict[str, Any] = {
        "som": plain(own.get("som")) if known else None,
        "gemiddelde": plain(own.get("gemiddelde")) if known else None,
        "kleinste": plain(own["kleinste"]),
        "grootste": plain(own["grootste"]),
    }
    reasons = {"som": allowed.no_sum, "gemiddelde": allowed.no_mean}
    for name, reason in reasons.items():
        if reason or not known:
            told[f"{name}Reden"] = reason or NO_VALUE
    if known and not allowed.no_sum and own["metWaarde"] < _all(own):
        told["somToelichting"] = PARTIAL
    if allowed.weight and known:
        told["gemiddeldeStatus"] = Status.GESCHAT.value
        told["gemiddeldeToelichting"] = WEIGHED.format(allowed.weight)
    if plan.quantiles:
        found = own["kwantielen"] or [None] * len(plan.quantiles)
        pairs = zip(plan.quantiles, found, strict=True)
        told["kwantielen"] = [{"kans": chance, "waarde": value} for chance, value in pairs]
    if measure.edges:
        told["histogram"] = [
            {"van": low, "tot": None if high == math.inf else high, "aantal": own[f"vak:{number}"]}
            for number, (low, high) in enumerate(pairwise(measure.edges))
        ]
        told["buitenKlassen"] = known - sum(bin_["aantal"] for bin_ in told["histogram"])
    return told


def _all(own: Mapping[str, Any]) -> int:
    stated = sum(value for what, value in own.items() if what.startswith("status:"))
    return max(int(stated), int(own["metWaarde"]))


def plain(value: Any) -> Any:
    """A number as JSON takes it: whole where it is whole."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
