"""Registered crime and nuisance as slots of M1: three years of counts over three years of people.

Belongs here: counts per area and year, people of the same years, the shrunk rate (METHODS 3.3,
readings 17 and 35). A withheld number and a row that is not there are unknown, never zero.
"""

import numpy as np
import pandas as pd

from data.parameters import integer
from pipelines.derive.edities import Edities
from pipelines.indicators import draaglast_methode as methode
from pipelines.indicators import tarieven
from pipelines.inputs import Inputs

# slot -> dataset, column of the kind, column of the count
TABLES = {
    "overlast": ("politie_overlast", "soort_overlast", "meldingen"),
    "misdrijf": ("politie_misdrijven", "soort_misdrijf", "misdrijven"),
}
YEAR, MONTHS = "JJ00", 12


def rates(
    inputs: Inputs, edities: Edities, level: str
) -> dict[str, tuple[str, pd.DataFrame, list[str]]]:
    """Slot -> table id, per area `tarief` (per 1,000) and `tarief_status`, and what to tell.

    Args:
        inputs: with the tables of the police and key figures of the same years, where there.
        edities: which codes of other years may be read.
        level: `BU` or `WK`.

    Returns:
        Only slots for which three years of counts and of people are there.
    """
    people = _people(inputs, edities)
    found = {}
    for slot in TABLES:
        (source, *_) = methode.slots()[slot].bronnen
        counts = _counts(inputs, edities, slot, source.codes)
        years = [int(year) for year in counts.columns if year in people.columns]
        wanted = integer("common.rare_event_years")
        years = years[-wanted:]
        if len(years) < wanted or years[-1] - years[0] >= wanted:
            continue
        both = tarieven.several_years(counts[years], people[years].reindex(counts.index))
        if both["teller"].notna().any():
            found[slot] = (
                source.tabel,
                _rate(both, level, len(years)),
                _told(inputs, edities, slot),
            )
    return found


def _told(inputs: Inputs, edities: Edities, slot: str) -> list[str]:
    """What a reader is told of counts and residents in areas that were converted."""
    found: dict[str, None] = {}
    for name in ("cbs_kwb", TABLES[slot][0]):
        for edition in inputs.editions(name):
            link = edities.link(name, edition)
            found |= dict.fromkeys(link.told if link else [])
    return list(found)


def _rate(totals: pd.DataFrame, level: str, years: int) -> pd.DataFrame:
    """Shrunk towards the wijk, else the gemeente: as published, else as sums over buurten."""
    areas = totals[totals.index.str.startswith(level)]
    areas = areas.assign(wijk="WK" + areas.index.str[2:8], gemeente="GM" + areas.index.str[2:6])
    wijken = totals[totals.index.str.startswith("WK")]
    gemeenten = totals[totals.index.str.startswith("GM")]
    return tarieven.shrunk_rate(
        areas,
        wijken=wijken if wijken["teller"].notna().any() else None,
        gemeenten=gemeenten if gemeenten["teller"].notna().any() else None,
        years=years,
    )


def _counts(inputs: Inputs, edities: Edities, slot: str, codes: tuple[str, ...]) -> pd.DataFrame:
    """Code x year: the sum of the kinds of this slot, unknown where one of them is."""
    name, kind, count = TABLES[slot]
    parts = []
    for edition in inputs.editions(name):
        link = edities.link(name, edition)
        if link is None:
            continue
        rows = inputs.frame(name, ["gebiedscode", kind, "periode", count], edition)
        rows = rows[rows[kind].isin(codes)].set_index("gebiedscode")
        wide = _per_year(rows, count, len(codes))
        parts.append(wide if wide.empty else link.counts(wide))
    if not parts:
        return pd.DataFrame()
    wide = pd.concat(parts, axis=1)
    return wide.loc[:, ~wide.columns.duplicated()].sort_index(axis=1)


def _per_year(rows: pd.DataFrame, count: str, kinds: int) -> pd.DataFrame:
    """One edition as code x year; a year of months counts when all twelve are there."""
    rows = rows.assign(
        jaar=rows["periode"].str[:4].astype(int), n=rows[count].astype(float), code=rows.index
    )
    whole = rows["periode"].str.endswith(YEAR)
    of_years = rows[whole]
    of_months = rows[~whole & ~rows["jaar"].isin(of_years["jaar"].unique())]
    made = []
    for part, wanted in ((of_years, kinds), (of_months, kinds * MONTHS)):
        if part.empty:
            continue
        grouped = part.groupby(["code", "jaar"])["n"]
        total = grouped.sum(min_count=1).where(grouped.count() == wanted)
        made.append(total.unstack("jaar"))
    return pd.concat(made, axis=1) if made else pd.DataFrame()


def _people(inputs: Inputs, edities: Edities) -> pd.DataFrame:
    """Code x year: residents by the key figures of that year, as far as their codes fit."""
    columns = {}
    for edition in inputs.editions("cbs_kwb"):
        link = edities.link("cbs_kwb", edition)
        if link is None:
            continue
        rows = edities.frame("cbs_kwb", edition)
        people = link.of(rows.set_index("gebiedscode"))["inwoners"].astype(float)
        columns[edition["peildatum"].year] = people.where(people > 0, np.nan)
    return pd.DataFrame(columns)
