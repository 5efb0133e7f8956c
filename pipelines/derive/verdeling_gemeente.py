"""M14 fair share: the gemeenten of the profile, by inhabitants, with what partners placed."""

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.getallen import dutch, plain
from data.parameters import integer, number
from pipelines.indicators import uitstroom, verdeling
from pipelines.indicators.afscherming import small
from pipelines.inputs import Derived, Inputs, stated, texts

CLOSED = (
    "doel",
    "gerealiseerd",
    "realisatie",
    "geplaatst_per_1000",
    "plaatsen_per_1000",
    "ongelijkheid_d",
)


def derive(inputs: Inputs) -> Derived:
    """One row per gemeente of the profile that CBS gives inhabitants of."""
    rows = inputs.frame("cbs_kwb", ["gebiedscode", "inwoners", "inwoners_status"])
    rows = rows[rows["gebiedscode"].isin(inputs.work.profile.gemeenten)]
    rows = rows.sort_values("gebiedscode").set_index("gebiedscode")
    people = rows["inwoners"].astype(float)
    known = people[people > 0].astype(int)
    made: dict[str, pa.Array] = {
        "gemeentecode": texts(rows.index),
        "gemeentenaam": texts(_names(inputs, rows.index)),
    }
    made |= stated("inwoners", people, rows["inwoners_status"].to_numpy(object), whole=True)
    made |= stated("sleutel_pct", 100 * people / known.sum(), "waargenomen")
    open_ = _divided(integer("verdeling.totaal"), list(known), list(known.index))
    made |= stated("aandeel_plaatsen", open_.reindex(rows.index), "geschat", whole=True)
    closed, remarks = _closed(inputs, people, known)
    for name in CLOSED:
        status = np.where(closed[name].isna(), "ontbreekt", "geschat").astype(object)
        status[closed["klein"] & (name != "plaatsen_per_1000")] = "onderdrukt"
        values = closed[name].mask(pd.Series(status, rows.index).eq("onderdrukt"))
        made |= stated(name, values, status, whole=name in ("doel", "gerealiseerd"))
    total = integer("verdeling.totaal")
    remarks.insert(0, f"Open laag: {dutch(total)} plaatsen verdeeld naar inwoners.")
    if lost := sorted(set(rows.index) - set(known.index)):
        remarks.append(f"Zonder aantal inwoners, en dus zonder aandeel: {', '.join(lost)}.")
    return Derived(
        pa.table(made),
        {"ontbrekend": inputs.missing(["uitstroom", "tussenvormen"]), "opmerkingen": remarks},
    )


def _names(inputs: Inputs, codes: "pd.Index[str]") -> list[Any]:
    if not inputs.has("cbs_gemeenten"):
        return [None] * len(codes)
    rows = inputs.frame("cbs_gemeenten", ["gemeentecode", "gemeentenaam"])
    known = dict(zip(rows["gemeentecode"], rows["gemeentenaam"], strict=True))
    return [known.get(code) for code in codes]


def _divided(total: int, keys: list[Any], codes: list[str]) -> "pd.Series[float]":
    exact = [Fraction(key) if isinstance(key, Fraction) else int(key) for key in keys]
    places = verdeling.largest_remainder(total, exact, codes)
    return pd.Series(places, index=codes, dtype=float)


def _closed(
    inputs: Inputs, people: "pd.Series[float]", known: "pd.Series[int]"
) -> tuple[pd.DataFrame, list[str]]:
    """Figures that clients or corporations are behind; NaN without their deliveries."""
    need, placed = _leaving(inputs, people.index)
    remarks: list[str] = []
    target = pd.Series(np.nan, people.index)
    if need.notna().any() and len(known):
        key, remark = _key(inputs, known)
        target = _divided(round(float(need.sum())), key, list(known.index)).reindex(people.index)
        remarks.append(remark)
    if need.notna().any() and need.isna().any():
        remarks.append("De behoefte van de regio is de som van de gemeenten die haar opgaven.")
    found = pd.DataFrame({"doel": target, "gerealiseerd": placed})
    found["realisatie"] = verdeling.deviation(placed, target)
    found["geplaatst_per_1000"] = verdeling.per_1000(placed, people)
    found["plaatsen_per_1000"] = verdeling.per_1000(_places(inputs, people.index), people)
    found["ongelijkheid_d"] = verdeling.evenness(placed, people)
    found["klein"] = small(need.fillna(np.inf))
    return found, remarks


def _key(inputs: Inputs, known: "pd.Series[int]") -> tuple[list[Any], str]:
    """The key: inhabitants, mixed with vacated social rentals where the parameter asks for it."""
    weight = number("verdeling.gewicht_inwoners")
    if weight < 1 and inputs.has("toewijzingen"):
        vacated = _of_gemeente(_last_year(_lettings(inputs)), "vrijgekomen").reindex(known.index)
        if vacated.notna().all() and vacated.sum() > 0:
            key = verdeling.mixed_key(list(known), [round(v) for v in vacated], weight)
            return key, f"Sleutel: inwoners ({plain(weight)}) en vrijgekomen sociale huur."
    return list(known), "Sleutel: inwoners."


def _lettings(inputs: Inputs) -> pd.DataFrame:
    wanted = ["leverancier", *uitstroom.PLACE, "huurklasse", *uitstroom.LET]
    return uitstroom.lettings(inputs.frame("toewijzingen", wanted))


def _leaving(
    inputs: Inputs, codes: "pd.Index[str]"
) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    """Need and placed per gemeente in the last full year, all groups and forms."""
    if not inputs.has("uitstroom"):
        empty = pd.Series(np.nan, codes)
        return empty, empty
    rows = inputs.frame("uitstroom", ["leverancier", *uitstroom.KEY, *uitstroom.COUNTS])
    found = _last_year(uitstroom.summed(rows, uitstroom.PLACE, uitstroom.COUNTS))
    return (
        _of_gemeente(found, "behoefte").reindex(codes),
        _of_gemeente(found, "geplaatst").reindex(codes),
    )


def _places(inputs: Inputs, codes: "pd.Index[str]") -> "pd.Series[float]":
    """Sheltered and intermediate places per gemeente, summed from its finest given level."""
    if not inputs.has("tussenvormen"):
        return pd.Series(np.nan, codes)
    rows = inputs.frame("tussenvormen", ["niveau", "gebiedscode", "periode", "plaatsen"])
    found = _last_year(uitstroom.summed(rows, uitstroom.PLACE, ["plaatsen"]))
    found = found.assign(gemeente=_gemeente(inputs, found, codes))
    per_level = found.groupby(["gemeente", "niveau"])["plaatsen"].sum(min_count=1)
    order = ["gemeente", "gebied", "wijk", "buurt"]
    levels = per_level.unstack("niveau").reindex(columns=order)
    return levels.bfill(axis=1)["gemeente"].reindex(codes)


def _gemeente(inputs: Inputs, rows: pd.DataFrame, codes: "pd.Index[str]") -> "pd.Series[Any]":
    """Gemeente of each area: in its code; of a gebied through its buurten, or the only one."""
    of_gebied: dict[str, str] = {}
    if inputs.has("gebiedsindeling"):
        listed = inputs.frame("gebiedsindeling", ["buurtcode", "gebied"])
        codes_of = "GM" + listed["buurtcode"].str[2:6]
        of_gebied = dict(zip(listed["gebied"], codes_of, strict=True))
    only = codes[0] if len(codes) == 1 else None
    named = rows["gebiedscode"].map(lambda name: of_gebied.get(name, only))
    return named.where(rows["niveau"].eq("gebied"), "GM" + rows["gebiedscode"].str[2:6])


def _last_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of whole years, of the last one that each area gives."""
    years = rows[rows["periode"].str.fullmatch(r"[0-9]{4}")]
    last = years.groupby(["niveau", "gebiedscode"])["periode"].transform("max")
    return years[years["periode"].eq(last)]


def _of_gemeente(rows: pd.DataFrame, name: str) -> "pd.Series[float]":
    here = rows[rows["niveau"].eq("gemeente")]
    return here.set_index("gebiedscode")[name].astype(float)
