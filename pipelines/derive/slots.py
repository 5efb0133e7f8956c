"""Indicator slots of M1 from the datasets: which column of which table fills which slot, per area.

The table of slots (`data/reference/draaglast.toml`) names table and title; a declared column that a
publisher delivers under that title fills it. Nothing else is an alias.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from data.model import Dataset
from data.registry import dataset as declared
from pipelines.derive import buurt_of
from pipelines.indicators import draaglast_methode as methode
from pipelines.indicators import leeftijd, tarieven
from pipelines.inputs import Inputs

ADULTS = "20300"
AGES = {"18_65": "53115", "65plus": "80200"}
PEOPLE = ("inwoners", "inwoners_15_25", "inwoners_25_45", "inwoners_45_65", "inwoners_65plus")


@dataclass(frozen=True)
class Slots:
    """Slots of all areas of one level.

    Attributes:
        frame: index = code; what `draaglast.bereken` takes.
        tables: slot -> table that filled it.
        remarks: sentences about codes of another year.
        left_out: datasets whose division year does not fit and for which nobody signed.
    """

    frame: pd.DataFrame
    tables: dict[str, str]
    remarks: list[str]
    left_out: list[str]


def fill(inputs: Inputs, level: str) -> Slots:
    """Slots of all areas in the national tables.

    Args:
        inputs: with cbs_kwb, and what else there is.
        level: `BU` or `WK`.
    """
    kwb = inputs.frame("cbs_kwb").set_index("gebiedscode")
    here = kwb[kwb.index.str.startswith(level)]
    frame = here.reindex(columns=list(PEOPLE)).astype(float)
    made = Slots(frame, {}, [], [])
    _from_table(inputs, made, "cbs_kwb", here, per_age=False)
    _benefits(made, kwb, here)
    if inputs.has("rivm_gezondheid"):
        _health(inputs, made)
    if level == "BU":
        _of_buurten(inputs, made)
    else:
        _of_wijken(inputs, made)
    return made


def table_of(inputs: Inputs, name: str) -> str:
    """Table id of the version in use, from the profile line of its peildatum."""
    sources = inputs.work.profile.sources(name)
    moment = inputs.versions[name]["peildatum"]
    fitting = [s for s in sources if s.peildatum == moment] or list(sources)
    return fitting[0].table_id if fitting else ""


def _column(dataset: Dataset, title: str) -> str:
    """Our column that a publisher delivers under this title, empty when there is none."""
    for column in dataset.columns:
        if any(methode.same_title(source, title) for source in column.sources):
            return column.name
    return ""


def _from_table(
    inputs: Inputs, made: Slots, name: str, rows: pd.DataFrame, *, per_age: bool
) -> None:
    """Fill every slot that this table has a title for; rows are indexed by code."""
    table = table_of(inputs, name)
    signed = bool(inputs.joins(name))
    for slot, wanted in methode.titles(name, table).items():
        columns = [
            c for c in (_column(declared(name), title) for title in wanted) if c and c in rows
        ]
        columns = [c for c in columns if rows[c].notna().any()]
        rule = methode.slots()[slot]
        if not columns or rule.krimp:
            continue
        if rule.optellen and len(columns) < len(wanted):
            continue
        used = columns if rule.optellen else columns[:1]
        values = rows[used].astype(float).sum(axis=1, skipna=False)
        made.frame[slot] = values.reindex(made.frame.index)
        made.tables[slot] = table
        if not rule.optellen and not per_age:
            status = rows[f"{used[0]}_status"].reindex(made.frame.index).fillna("ontbreekt")
            made.frame[f"{slot}_status"] = (
                status.replace("waargenomen", "geschat") if signed else status
            )


def _benefits(made: Slots, kwb: pd.DataFrame, here: pd.DataFrame) -> None:
    """Bijstand per 1,000 of 15-65, shrunk towards the wijk or the gemeente (reading 17)."""
    if not here["bijstand"].notna().any():
        return
    counts = pd.DataFrame(
        {
            "teller": kwb["bijstand"].astype(float),
            "noemer": kwb[["inwoners_15_25", "inwoners_25_45", "inwoners_45_65"]]
            .astype(float)
            .sum(axis=1, skipna=False),
        }
    )
    areas = counts.loc[here.index].assign(
        wijk="WK" + here.index.str[2:8], gemeente="GM" + here.index.str[2:6]
    )
    rate = tarieven.shrunk_rate(
        areas,
        wijken=counts[counts.index.str.startswith("WK")],
        gemeenten=counts[counts.index.str.startswith("GM")],
    )
    made.frame["bijstand"] = rate["tarief"]
    made.frame["bijstand_status"] = rate["tarief_status"]


def _health(inputs: Inputs, made: Slots) -> None:
    """RIVM estimates of adults, and of 18-65 and 65+ for the variant by age."""
    reason = inputs.joins("rivm_gezondheid")
    if reason is None:
        made.left_out.append("rivm_gezondheid")
        return
    if reason:
        made.remarks.append(
            f"Gezondheidscijfers in de indeling van {inputs.year('rivm_gezondheid')}: {reason}"
        )
    rows = inputs.frame("rivm_gezondheid")
    adults = rows[rows["leeftijd"] == ADULTS].set_index("gebiedscode")
    _from_table(inputs, made, "rivm_gezondheid", adults, per_age=False)
    if any((rows["leeftijd"] == code).any() for code in AGES.values()):
        for suffix, code in AGES.items():
            part = Slots(made.frame[[]].copy(), {}, [], [])
            of_age = rows[rows["leeftijd"] == code].set_index("gebiedscode")
            _from_table(inputs, part, "rivm_gezondheid", of_age, per_age=True)
            for slot in part.tables:
                made.frame[f"{slot}_{suffix}"] = part.frame[slot]


def _of_buurten(inputs: Inputs, made: Slots) -> None:
    """Slots that are computed here and exist for the own area and its ring only."""
    if inputs.has("leeftijd_buurt"):
        ages = inputs.frame("leeftijd_buurt", ["buurtcode", "oosr"]).set_index("buurtcode")
        made.frame["oosr"] = ages["oosr"].astype(float).reindex(made.frame.index)
    if inputs.has("loop_buurt"):
        walk = inputs.frame("loop_buurt", ["buurtcode", "aandeel_65_ontmoeting_500_pct"]).set_index(
            "buurtcode"
        )
        made.frame["ontmoeting"] = walk.iloc[:, 0].astype(float).reindex(made.frame.index)
    if inputs.has("locaties"):
        made.frame["horeca_per_inwoner"] = _catering(inputs, made.frame)


def _catering(inputs: Inputs, frame: pd.DataFrame) -> "pd.Series[float]":
    """Catering per inhabitant, for the note on visitors; only where OpenStreetMap was read."""
    places = inputs.frame("locaties", ["soort", "geometry"])
    catering = places[places["soort"] == "horeca"]
    if catering.empty or not inputs.has("cbs_buurten"):
        return pd.Series(np.nan, index=frame.index)
    points = catering["geometry"].to_numpy()
    codes = buurt_of(inputs, pd.Series(shapely.get_x(points)), pd.Series(shapely.get_y(points)))
    known = inputs.frame("cbs_buurten", ["buurtcode"])["buurtcode"]
    counted = codes.value_counts().reindex(known).fillna(0)
    people = frame["inwoners"].replace(0, np.nan)
    return counted.reindex(frame.index) / people


def _of_wijken(inputs: Inputs, made: Slots) -> None:
    """The same for wijken, as sums over buurten that hold enough inhabitants (reading 33)."""
    if not inputs.has("leeftijd_buurt"):
        return
    people = inputs.frame("cbs_kwb", ["gebiedscode", "inwoners", "inwoners_65plus"]).set_index(
        "gebiedscode"
    )
    ages = inputs.frame(
        "leeftijd_buurt", ["buurtcode", "inwoners_50_74", "inwoners_85plus"]
    ).set_index("buurtcode")
    parts = pd.DataFrame(
        {
            "wijk": "WK" + ages.index.str[2:8],
            "inwoners": people["inwoners"].reindex(ages.index).astype(float),
            "p50_74": ages["inwoners_50_74"].astype(float),
            "p85plus": ages["inwoners_85plus"].astype(float),
        },
        index=ages.index,
    )
    made.frame["oosr"] = leeftijd.oosr_wijk(parts)["oosr"].reindex(made.frame.index)
    if inputs.has("loop_buurt"):
        made.frame["ontmoeting"] = _meeting(inputs, people, parts).reindex(made.frame.index)


def _meeting(inputs: Inputs, people: pd.DataFrame, parts: pd.DataFrame) -> "pd.Series[float]":
    """Share of 65+ with a meeting place, from the shares of the buurten as counts."""
    walk = inputs.frame("loop_buurt", ["buurtcode", "aandeel_65_ontmoeting_500_pct"]).set_index(
        "buurtcode"
    )
    older = people["inwoners_65plus"].reindex(parts.index).astype(float)
    share = walk.iloc[:, 0].astype(float).reindex(parts.index)
    counted = pd.DataFrame({"teller": older * share / 100, "noemer": older, "wijk": parts["wijk"]})
    known = counted["teller"].notna()
    summed = counted[known].groupby("wijk")[["teller", "noemer"]].sum()
    held = (
        parts["inwoners"][known].groupby(parts["wijk"]).sum()
        / parts["inwoners"].groupby(parts["wijk"]).sum()
    )
    ratio = 100 * summed["teller"] / summed["noemer"].replace(0, np.nan)
    return ratio.where(held.reindex(ratio.index) >= 0.9)
