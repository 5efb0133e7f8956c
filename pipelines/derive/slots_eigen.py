"""Slots of M1 that are computed here, for the own area and its ring: ages and meeting places.

Per buurt as other products have them; for wijk and gemeente as sums over buurten that hold enough
inhabitants (reading 33).
"""

import numpy as np
import pandas as pd
import shapely

from data.parameters import number
from pipelines.derive import buurt_of
from pipelines.indicators import leeftijd
from pipelines.inputs import Inputs

MEETING = "aandeel_65_ontmoeting_500_pct"
LENGTH = {"WK": 8, "GM": 6}  # of a code of that level
Figures = dict[str, tuple[str, "pd.Series[float]"]]


def figures(inputs: Inputs, frame: pd.DataFrame, level: str) -> Figures:
    """Slot -> dataset it is from, and its value per area; only what the run has inputs for.

    Args:
        inputs: with `cbs_kwb`.
        frame: index = codes of the areas; `inwoners`.
        level: `BU`, `WK` or `GM`.
    """
    if level == "BU":
        found = _of_buurten(inputs)
        if inputs.has("locaties"):
            found["horeca_per_inwoner"] = ("locaties", _catering(inputs, frame))
        if inputs.has("banen"):
            rows = inputs.frame("banen", ["buurtcode", "banen"]).set_index("buurtcode")
            people = frame["inwoners"].replace(0, np.nan)
            jobs = rows["banen"].astype(float).reindex(frame.index)
            found["banen_per_inwoner"] = ("banen", jobs / people)
    else:
        found = _summed(inputs, level)
    return {slot: (name, values.reindex(frame.index)) for slot, (name, values) in found.items()}


def _of_buurten(inputs: Inputs) -> Figures:
    found: Figures = {}
    for slot, name, column in (
        ("oosr", "leeftijd_buurt", "oosr"),
        ("ontmoeting", "loop_buurt", MEETING),
    ):
        if inputs.has(name):
            rows = inputs.frame(name, ["buurtcode", column]).set_index("buurtcode")
            found[slot] = (name, rows[column].astype(float))
    return found


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


def _summed(inputs: Inputs, level: str) -> Figures:
    if not inputs.has("leeftijd_buurt"):
        return {}
    people = inputs.frame("cbs_kwb", ["gebiedscode", "inwoners", "inwoners_65plus"])
    people = people.set_index("gebiedscode").astype(float)
    names = ["buurtcode", "inwoners_50_74", "inwoners_85plus"]
    ages = inputs.frame("leeftijd_buurt", names).set_index("buurtcode").astype(float)
    parts = pd.DataFrame(
        {
            "geheel": level + ages.index.str[2 : LENGTH[level]],
            "inwoners": people["inwoners"].reindex(ages.index),
            "p50_74": ages["inwoners_50_74"],
            "p85plus": ages["inwoners_85plus"],
        },
        index=ages.index,
    )
    found: Figures = {"oosr": ("leeftijd_buurt", leeftijd.oosr_sums(parts)["oosr"])}
    if inputs.has("loop_buurt"):
        older = people["inwoners_65plus"].reindex(parts.index)
        found["ontmoeting"] = ("loop_buurt", _meeting(inputs, older, parts))
    return found


def _meeting(inputs: Inputs, older: "pd.Series[float]", parts: pd.DataFrame) -> "pd.Series[float]":
    """Share of 65+ with a meeting place, from the shares of the buurten as counts."""
    walk = inputs.frame("loop_buurt", ["buurtcode", MEETING]).set_index("buurtcode")[MEETING]
    counted = parts.assign(
        teller=older * walk.astype(float).reindex(parts.index) / 100, noemer=older
    )
    known = counted[counted["teller"].notna()].groupby("geheel")
    summed = known[["teller", "noemer", "inwoners"]].sum()
    held = summed["inwoners"] / parts.groupby("geheel")["inwoners"].sum().reindex(summed.index)
    ratio = 100 * summed["teller"] / summed["noemer"].replace(0, np.nan)
    return ratio.where(held >= number("common.wijk_min_inhabitant_share"))
