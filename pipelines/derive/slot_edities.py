"""Which edition of a table fills a slot of M1: the newest one that carries the title.

Belongs here: reading the editions and choosing per slot (METHODS 3.6: per column the newest edition
with values, its year shown). An edition of another division year is taken only when that costs none
of the own areas its value. What a slot is stands in `data/reference/draaglast.toml`.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.model import Dataset
from data.parameters import number
from data.registry import dataset as declared
from pipelines.derive.edities import Edities, Link
from pipelines.derive.omrekenen import column_titled
from pipelines.indicators import draaglast_methode as methode
from pipelines.inputs import Inputs
from pipelines.profile import Profiel

Rows = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True)
class Option:
    """One way to fill a slot.

    Attributes:
        values, status: per area; status None where the slot's own status holds.
        table: id of the table.
        year: of the peildatum.
        reason: why codes of another division year may stand, empty for the own year.
        error: standard error per area, where the table gives an interval or a count.
        counts: `teller` and `noemer` of a rate that was made here.
        moment: peildatum of the edition.
        told: what a reader is told of areas that were converted.
    """

    values: "pd.Series[float]"
    status: "pd.Series[str] | None"
    table: str
    year: int
    reason: str = ""
    error: "pd.Series[float] | None" = None
    counts: pd.DataFrame | None = None
    moment: date | None = None
    told: tuple[str, ...] = ()


def options(
    inputs: Inputs, edities: Edities, name: str, rows_of: Rows, index: pd.Index
) -> dict[str, list[Option]]:
    """Per slot what the editions of a dataset have for it, newest first.

    Args:
        inputs: of the derivation.
        edities: which codes may be read.
        name: dataset.
        rows_of: from all rows of an edition to one per area code, indexed by it.
        index: codes of the areas.
    """
    found: dict[str, list[Option]] = {}
    for edition, link in editions(inputs, edities, name):
        table = table_of(inputs.work.profile, name, edition)
        place = (name, edition["version"], table, rows_of, link)
        if place not in inputs.shared:
            rows = link.of(rows_of(edities.frame(name, edition)))
            inputs.shared[place] = list(_filled(declared(name), table, rows))
        for slot, values, status, error in inputs.shared[place]:
            held = status.reindex(index).fillna("ontbreekt") if status is not None else None
            if held is not None and link.reason:
                held = held.replace("waargenomen", "geschat")
            option = Option(
                values.reindex(index),
                held,
                table,
                edition["peildatum"].year,
                link.reason,
                error=error.reindex(index) if error is not None else None,
                moment=edition["peildatum"],
                told=tuple(link.told),
            )
            found.setdefault(slot, []).append(option)
    return found


def editions(inputs: Inputs, edities: Edities, name: str) -> Iterator[tuple[dict[str, Any], Link]]:
    """Editions whose codes may be read, newest first."""
    for edition in inputs.editions(name):
        link = edities.link(name, edition)
        if link is None and name == "cbs_kwb" and edition is inputs.versions[name]:
            link = Link(None, "")  # people and rates are of this edition, whatever its year
        if link is not None:
            yield edition, link


def chosen(found: list[Option], own: Collection[str]) -> Option:
    """The newest option that leaves no own area without the value the own year has for it."""
    base = next((option for option in found if not option.reason), None)
    if base is None:
        return found[0]
    here = base.values.index.isin(list(own))
    needed = base.values.notna().to_numpy() & here
    return next(
        option for option in found if option is base or not option.values[needed].isna().any()
    )


def table_of(profile: Profiel, name: str, edition: dict[str, Any]) -> str:
    """Table id of an edition, from the profile line of its peildatum."""
    sources = profile.sources(name)
    fitting = [s for s in sources if s.peildatum == edition["peildatum"]] or list(sources)
    return fitting[0].table_id if fitting else ""


Filled = tuple[str, "pd.Series[float]", "pd.Series[str] | None", "pd.Series[float] | None"]


def _filled(dataset: Dataset, table: str, rows: pd.DataFrame) -> Iterator[Filled]:
    """Every slot that this table has a title and a value for: values, status, standard error."""
    for slot, wanted in methode.titles(dataset.name, table).items():
        columns = [
            c for c in (column_titled(dataset, title) for title in wanted) if c and c in rows
        ]
        columns = [c for c in columns if rows[c].notna().any()]
        rule = methode.slots()[slot]
        if not columns or rule.krimp or (rule.optellen and len(columns) < len(wanted)):
            continue
        used = columns if rule.optellen else columns[:1]
        values = rows[used].astype(float).sum(axis=1, skipna=False)
        status = None if rule.optellen else rows[f"{used[0]}_status"]
        yield slot, values, status, None if rule.optellen else _error(rows, used[0])


def _error(rows: pd.DataFrame, column: str) -> "pd.Series[float] | None":
    """Standard error from the published 95% interval (METHODS 3.7), None without one."""
    ends = [f"{column}_ci_low", f"{column}_ci_high"]
    if not set(ends) <= set(rows.columns):
        return None
    low, high = (rows[end].astype(float) for end in ends)
    return (high - low) / number("gevoeligheid.rivm_margin_sd")
