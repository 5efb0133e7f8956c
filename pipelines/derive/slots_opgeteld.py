"""Slots of M1 of wijken and gemeenten that are not published for them, from buurten (reading 33).

Shares become counts of their own population, are summed and divided (`area_values`), where the
buurten with a value hold at least 90% of the inhabitants. A figure that is published for the level
itself always goes first.
"""

from dataclasses import replace

import pandas as pd

from pipelines.derive import draaglast_buurt, slots
from pipelines.derive.draaglast_gebied import with_bases
from pipelines.indicators import draaglast_methode
from pipelines.indicators.draaglast_gebied import PEOPLE, area_values
from pipelines.indicators.draaglast_klassen import PER_INWONER
from pipelines.inputs import Inputs

GROUPS = {"WK": "wijk", "GM": "gemeente"}
REMARK = "Niet voor dit niveau gepubliceerd en daarom opgeteld over buurten: {}."


def of_level(inputs: Inputs, national: slots.Slots, level: str, codes: list[str]) -> slots.Slots:
    """Slots of the own areas of a level.

    Args:
        inputs: of the derivation.
        national: slots of all buurten.
        level: `WK` or `GM`.
        codes: own areas, in order.

    Returns:
        As `slots.fill` gives them, for these areas; a slot that none of them has is summed.
    """
    filled = slots.fill(inputs, level)
    published = filled.frame.reindex(codes)
    summed = area_values(_buurten(inputs, national), GROUPS[level]).reindex(codes)
    frame, taken = published.copy(), []
    for name in (*PEOPLE, *draaglast_methode.slots(), *PER_INWONER):
        lacks = name not in published or not published[name].notna().any()
        if lacks and name in summed and summed[name].notna().any():
            more = [c for c in (name, f"{name}_status") if c in summed]
            more += [c for c in (f"{name}_18_65", f"{name}_65plus") if c in summed]
            frame[more] = summed[more]
            taken.append(name)
    return _told(filled, national, frame, [name for name in taken if name not in PEOPLE])


def _buurten(inputs: Inputs, national: slots.Slots) -> pd.DataFrame:
    """Own buurten with their populations; one without key figures still counts as inhabited."""
    rows = with_bases(inputs, draaglast_buurt.own_rows(inputs, national))
    listed = inputs.frame("cbs_buurten", ["buurtcode", "inwoners"]).set_index("buurtcode")
    rows["inwoners"] = rows["inwoners"].fillna(listed["inwoners"].astype(float))
    return rows


def _told(
    filled: slots.Slots, national: slots.Slots, frame: pd.DataFrame, taken: list[str]
) -> slots.Slots:
    """The frame with where its figures are from, and which were summed."""
    known = draaglast_methode.slots()
    titles = [known[name].titel for name in taken if name in known]
    remarks = [*filled.remarks, *([REMARK.format("; ".join(titles))] if titles else [])]
    more = [name for name in taken if name in national.tables]
    return replace(
        filled,
        frame=frame,
        remarks=remarks,
        tables=filled.tables | {name: national.tables[name] for name in more},
        moments=filled.moments
        | {name: national.moments[name] for name in taken if name in national.moments},
        editions=filled.editions
        | {name: national.editions[name] for name in taken if name in national.editions},
    )
