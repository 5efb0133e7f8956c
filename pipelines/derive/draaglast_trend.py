"""Trend of M1 per buurt: every year by the editions there were then, on the reference of now."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa

from pipelines.derive import draaglast_buurt, slots
from pipelines.derive.draaglast_kolommen import level
from pipelines.derive.edities import ADDRESSES, Edities, Link
from pipelines.indicators import draaglast_methode, draaglast_trend
from pipelines.indicators.draaglast_methode import Methode
from pipelines.inputs import Derived, Inputs, stated, texts

# shapes, names and addresses, not a figure of a year
ALWAYS = ("cbs_buurten", ADDRESSES)


def derive(inputs: Inputs) -> Derived:
    """One row per buurt and year that can be compared."""
    national = slots.fill(inputs, "BU")
    methode = draaglast_buurt.reference(inputs, national).methode
    of_years = {year: slots.fill(then, "BU") for year, then in _years(inputs).items()}
    available = {
        year: _available(inputs, filled, national, methode) for year, filled in of_years.items()
    }
    years, shared = draaglast_trend.comparable(available, methode)
    frames = {year: _own(inputs, of_years[year], year) for year in years}
    found, _ = draaglast_trend.series(frames, national.frame, methode, shared)
    return Derived(_table(inputs, found), _told(inputs, years, available, methode, shared))


def _years(inputs: Inputs) -> dict[int, Inputs]:
    """Per year of the key figures the inputs as they were known at its end."""
    edities = Edities(inputs)
    found = {}
    for edition in inputs.editions("cbs_kwb"):
        if edities.link("cbs_kwb", edition) is not None:
            found[edition["peildatum"].year] = _as_of(inputs, edition)
    if not found:  # people and rates are of this edition, whatever its year
        newest = inputs.versions["cbs_kwb"]
        found[newest["peildatum"].year] = inputs
    return found


def _as_of(inputs: Inputs, edition: dict[str, Any]) -> Inputs:
    year = edition["peildatum"].year
    every, versions = {}, {}
    for name, default in inputs.versions.items():
        held = inputs.editions(name)
        if name not in ALWAYS:
            held = tuple(one for one in held if one["peildatum"].year <= year)
        if held:
            every[name] = held
            versions[name] = default if default in held else held[0]
    versions["cbs_kwb"] = edition
    return replace(inputs, versions=versions, every=every)


def _available(
    inputs: Inputs, filled: slots.Slots, national: slots.Slots, methode: Methode
) -> list[str]:
    """Slots with a value in the own area, of the same definition as now (reading 1)."""
    own = filled.frame.reindex(draaglast_buurt.own_codes(inputs, "cbs_buurten", "buurtcode"))
    return [
        slot
        for slot in methode.slots
        if slot in own and own[slot].notna().any() and _same(slot, filled, national)
    ]


def _same(slot: str, filled: slots.Slots, national: slots.Slots) -> bool:
    """Whether two tables give a slot under the same title."""
    tables = {filled.tables.get(slot, ""), national.tables.get(slot, "")}
    titles = [
        draaglast_methode.titles(source.dataset, source.tabel).get(slot, ())
        for source in draaglast_methode.slots()[slot].bronnen
        if source.tabel in tables
    ]
    stems = [{_stem(title) for title in found} for found in titles]
    return len(tables) == 1 or (bool(stems) and bool(set.intersection(*stems)))


def _stem(title: str) -> str:
    return title.rstrip("0123456789").rstrip("_").lower()


def _own(inputs: Inputs, filled: slots.Slots, year: int) -> pd.DataFrame:
    """Rows of the own buurten in a year; a buurt whose code does not fit that year is empty."""
    rows = draaglast_buurt.own_rows(inputs, filled)
    link = _link(inputs, year)
    if link is not None:
        rows.loc[~link.covers(rows.index), "inwoners"] = float("nan")
    return rows


def _link(inputs: Inputs, year: int) -> Link | None:
    """How the key figures of a year fit."""
    edition = next(e for e in inputs.editions("cbs_kwb") if e["peildatum"].year == year)
    return Edities(inputs).link("cbs_kwb", edition)


def _table(inputs: Inputs, found: dict[int, pd.DataFrame]) -> pa.Table:
    names = inputs.frame("cbs_buurten", ["buurtcode", "buurtnaam"]).set_index("buurtcode")
    if not found:  # no year has enough: a series of nothing
        return pa.table({"buurtcode": texts([]), "jaar": pa.array([], pa.int64())})
    first = found[min(found)]
    parts = []
    for year, result in sorted(found.items()):
        link = _link(inputs, year)
        broken = link.breaks if link else frozenset()
        made: dict[str, pa.Array] = {
            "buurtcode": texts(result.index),
            "buurtnaam": texts(names["buurtnaam"].reindex(result.index)),
            "jaar": pa.array([year] * len(result), pa.int64()),
            "reeksbreuk": texts(["ja" if code in broken else "nee" for code in result.index]),
        }
        words = {
            "klasse": (result["klasse"], result["klasse_status"]),
            "draaglast": (level(result["D"]), result["D_status"]),
            "draagkracht": (level(result["K"]), result["K_status"]),
        }
        for column, (values, status) in words.items():
            made |= {column: texts(values), f"{column}_status": texts(status)}
        moved = draaglast_trend.change(first["D"], result["D"])
        made["draaglast_sinds_begin"] = texts(moved if year != min(found) else [None] * len(moved))
        for index in ("D", "K"):
            made |= stated(f"{index.lower()}_punten", result[index], result[f"{index}_status"])
        parts.append(pa.table(made))
    return pa.concat_tables(parts)


def _told(
    inputs: Inputs,
    years: list[int],
    available: dict[int, list[str]],
    methode: Methode,
    shared: tuple[str, ...],
) -> dict[str, Any]:
    title = {name: slot.titel for name, slot in draaglast_methode.slots().items()}
    left_out = [title[slot] for slot in methode.slots if slot not in shared]
    remarks = [
        "Elk jaar telt dezelfde indicatoren op dezelfde vaste referentie; een klasse kan daardoor "
        "afwijken van die in de laag per buurt.",
        "Een cijfer dat niet elk jaar verschijnt is dat van het laatste jaar ervoor.",
    ]
    if left_out:
        remarks.append(f"Niet in elk jaar bekend en daarom buiten de reeks: {'; '.join(left_out)}.")
    for year in years:
        link = _link(inputs, year)
        remarks += link.told if link else []
    earlier = sorted(set(available) - set(years))
    if earlier:
        listed = ", ".join(str(year) for year in earlier)
        remarks.append(f"Te weinig dezelfde indicatoren in {listed}; die jaren staan er niet in.")
    return {
        "jaren": years,
        "indicatoren": [title[slot] for slot in shared],
        "ontbrekend": left_out,
        "opmerkingen": remarks,
    }
