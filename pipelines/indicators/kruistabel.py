"""Vintage crosswalk: figures of an old division on the units of a new one (methods 3.1).

Addresses are the woon-adressen of BAG on 1 January of the old year, located in the new units. Codes
are text. Counts are spread; rates are recomputed from a spread numerator and denominator, never
spread themselves.
"""

import numpy as np
import pandas as pd

from data.parameters import number
from pipelines.indicators.status import GESCHAT, WAARGENOMEN, statuses


def crosswalk(adressen: pd.DataFrame, oppervlakten: pd.DataFrame | None = None) -> pd.DataFrame:
    """Weights of the crosswalk.

    Args:
        adressen: columns `oud`, `nieuw`, `adressen` (count of woon-adressen of `oud` that lie in
            `nieuw`).
        oppervlakten: columns `oud`, `nieuw`, `oppervlakte` (m2 of the overlap, EPSG:28992); used
            for old units without addresses.

    Returns:
        Columns `oud`, `nieuw`, `gewicht` (weights of one old unit sum to 1), `grondslag`
        (`adressen` or `oppervlakte`).

    Raises:
        ValueError: a negative count or area.
    """
    parts = [_weights(adressen, "adressen")]
    if oppervlakten is not None:
        without = oppervlakten.loc[~oppervlakten["oud"].isin(parts[0]["oud"])]
        parts.append(_weights(without, "oppervlakte"))
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return table.sort_values(["oud", "nieuw"], ignore_index=True)


def convert_counts(values: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Counts of the old units spread over the new ones (T-01).

    Args:
        values: index = old code, float columns = counts; NaN = missing or suppressed.
        table: answer of `crosswalk`.

    Returns:
        Index = new code, the same columns plus `<kolom>_status`: `waargenomen` where the new unit
        consists of whole old units, `geschat` where one was split, `ontbreekt` where a contributing
        old unit has no value (the sum would be too low).
    """
    rows = table.loc[table["gewicht"] > 0]
    source_values = values.astype(float).reindex(rows["oud"])
    spread = source_values.mul(rows["gewicht"].to_numpy(), axis=0)
    spread.index = pd.Index(rows["nieuw"], name="nieuw")
    result = spread.groupby(level="nieuw").sum(min_count=1)
    gaps = spread.isna().groupby(level="nieuw").any()
    result = result.mask(gaps)
    undivided = pd.Series(
        rows["gewicht"].to_numpy() >= 1.0 - number("common.tolerance"), index=spread.index
    )
    whole_units = undivided.groupby(level="nieuw").all().reindex(result.index).to_numpy()
    for column in values.columns:
        filled = np.where(whole_units, WAARGENOMEN, GESCHAT)
        result[f"{column}_status"] = statuses(result[column].notna().to_numpy(), filled)
    return result


def convert_rate(teller: pd.Series, noemer: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Rate of the new units: spread numerator over spread denominator.

    NaN where either is missing or nobody is there.
    """
    total = convert_counts(pd.DataFrame({"teller": teller, "noemer": noemer}), table)
    return (total["teller"] / total["noemer"].where(total["noemer"] > 0)).rename("tarief")


def series_break(adressen: pd.DataFrame) -> pd.DataFrame:
    """Series break per new unit: more than 10% of its addresses come from elsewhere.

    Elsewhere = any old unit other than the one that contributes most (reading 15).

    Args:
        adressen: as for `crosswalk`.

    Returns:
        Index = new code; `grootste_oud`, `aandeel_elders` (0 to 1), `breuk`.
    """
    located = (
        adressen.loc[adressen["adressen"] > 0]
        .groupby(["nieuw", "oud"], as_index=False)["adressen"]
        .sum()
    )
    # equal contributions: the lower code counts as the largest, so that the answer does not depend
    # on row order
    ordered = pd.DataFrame(located).sort_values(
        ["nieuw", "adressen", "oud"], ascending=[True, False, True]
    )
    largest = ordered.drop_duplicates("nieuw").set_index("nieuw")
    whole = located.groupby("nieuw")["adressen"].sum()
    elsewhere = 1.0 - largest["adressen"] / whole
    threshold = number("common.crosswalk_break_share") + number("common.tolerance")
    return pd.DataFrame(
        {
            "grootste_oud": largest["oud"],
            "aandeel_elders": elsewhere,
            "breuk": elsewhere > threshold,
        }
    )


def _weights(rows: pd.DataFrame, measure: str) -> pd.DataFrame:
    if (rows[measure] < 0).any():
        raise ValueError(
            f"Kolom '{measure}' van de kruistabel heeft negatieve waarden; verwacht 0 of meer."
        )
    total = rows.groupby(["oud", "nieuw"], as_index=False)[measure].sum()
    whole = total.groupby("oud")[measure].transform("sum")
    located = total.loc[whole > 0].copy()
    located["gewicht"] = located[measure] / whole.loc[whole > 0]
    located["grondslag"] = measure
    return pd.DataFrame(located[["oud", "nieuw", "gewicht", "grondslag"]])
