"""The table with the facts beside its rows, in the same order, as JSON or CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from geo_api.describe import documents
from geo_api.facts.asked import Wanted
from geo_api.facts.lookup import EMPTY, FOUND, REASONS, UNKNOWN, Facts
from geo_api.facts.table import Table
from geo_api.formats.csv_rfc import RISKY
from geo_api.http import answers
from geo_api.model import LayerVersion
from geo_api.statistics.report import plain

Found = Sequence[tuple[LayerVersion, Facts]]


def as_json(table: Table, wanted: Wanted, found: Found) -> bytes:
    """Every row with, per layer, its outcome and its values with their status.

    What holds for all rows (source, peildatum, unit, method) stands once, under `lagen`.
    """
    content = {
        "lagen": [_layer(version) for version, _ in found],
        "rijen": [
            {
                "rij": dict(zip(table.names, row, strict=True)),
                "feiten": {version.laag: _facts(version, facts, place) for version, facts in found},
            }
            for row, place in zip(table.rows, wanted.places, strict=True)
        ],
    }
    return answers.encode(content)


def as_csv(table: Table, wanted: Wanted, found: Found) -> bytes:
    """The columns of the table, and behind them those of each layer as `laag.kolom`."""
    head = list(table.names)
    for version, facts in found:
        own = (f"{version.laag}.{name}" for name in ("uitkomst", "peildatum", "bron"))
        head += [*own, *(f"{version.laag}.{name}" for name in facts.names)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in head])
    for row, place in zip(table.rows, wanted.places, strict=True):
        line = list(row)
        for version, facts in found:
            values = facts.values.get(place) or [None] * len(facts.names)
            line += [_outcome(facts, place), version.peildatum, version.meta["bron"], *values]
        writer.writerow([_cell(value) for value in line])
    return out.getvalue().encode()


def _layer(found: LayerVersion) -> dict[str, Any]:
    columns = [documents.column(column) for column in found.columns]
    return {**documents.origin(found), "titel": found.meta["titel"], "kolommen": columns}


def _facts(version: LayerVersion, facts: Facts, place: Any) -> dict[str, Any]:
    outcome = _outcome(facts, place)
    if outcome != FOUND:
        return {"uitkomst": outcome, "reden": REASONS[outcome]}
    values = dict(zip(facts.names, facts.values[place], strict=True))
    read = {c.naam: _value(values, c.statuskolom, c.naam) for c in version.columns}
    return {"uitkomst": outcome, "id": values["id"], "waarden": read}


def _value(values: Mapping[str, Any], status: str | None, name: str) -> dict[str, Any]:
    told = {"waarde": _simple(values[name])}
    return told | ({"status": values[status]} if status and status in values else {})


def _outcome(facts: Facts, place: Any) -> str:
    return EMPTY if place is None else facts.outcomes.get(place, UNKNOWN)


def _simple(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return plain(value) if isinstance(value, Decimal) else value


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; a number stays one."""
    value = _simple(value)
    if not isinstance(value, str) or not value.startswith(tuple(RISKY)):
        return value
    return value if _numeric(value) else f"'{value}"


def _numeric(text: str) -> bool:
    return text.removeprefix("-").replace(",", ".", 1).replace(".", "", 1).isdecimal()
