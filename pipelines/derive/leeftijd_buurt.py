"""M2 age detail per buurt: the indicator's inputs from PC4 ages, KWB and BAG addresses."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from pipelines.derive import buurt_of, dwellings
from pipelines.indicators import leeftijd
from pipelines.inputs import Derived, Inputs, stated, texts

CLASSES = {
    **{low: f"{low}_{low + 5}" for low in range(45, 95, 5)},
    95: "95plus",
}
NAMES = {
    "p65": "inwoners_65plus",
    "p65_74": "inwoners_65_74",
    "p75_79": "inwoners_75_79",
    "p80plus": "inwoners_80plus",
    "p75plus": "inwoners_75plus",
}


def derive(inputs: Inputs) -> Derived:
    """One row per buurt, neighbours in the ring included.

    KWB gives 80 and over from 2026 on: there it is as observed, and a margin (reading 3).
    """
    kwb = inputs.frame(
        "cbs_kwb",
        [
            "gebiedscode",
            "inwoners",
            "inwoners_45_65",
            "inwoners_65plus",
            "inwoners_65plus_status",
            "inwoners_80plus",
        ],
    ).set_index("gebiedscode")
    areas = inputs.frame("cbs_buurten", ["buurtcode", "wijkcode"]).set_index("buurtcode")
    shares = leeftijd.shares_buurt(leeftijd.shares_pc4(per_pc4(inputs)), addresses(inputs))
    known = kwb.reindex(areas.index)
    buurten = pd.DataFrame(
        {
            "gemeente": "GM" + areas.index.str[2:6],
            "wijk": areas["wijkcode"],
            "inwoners": known["inwoners"].astype(float),
            "p45_64": known["inwoners_45_65"].astype(float),
            "p65": known["inwoners_65plus"].astype(float),
            "p65_status": known["inwoners_65plus_status"].fillna("ontbreekt"),
            "p80": known["inwoners_80plus"].astype(float),
        },
        index=areas.index,
    )
    ages = leeftijd.age_per_buurt(buurten, _gemeenten(inputs), shares)
    support = leeftijd.oosr(buurten, shares)
    made: dict[str, pa.Array] = {"buurtcode": texts(areas.index)}
    for short, name in NAMES.items():
        made |= stated(name, ages[short], ages[f"{short}_status"])
    made |= stated("inwoners_50_74", support["p50_74"], "geschat")
    made |= stated("inwoners_85plus", support["p85plus"], "geschat")
    made |= stated("oosr", support["oosr"], support["oosr_status"])
    made["oosr_niveau"] = texts(support["oosr_niveau"])
    return Derived(pa.table(made), {"ontbrekend": [], "niet_gerakt": int((~ages["gerakt"]).sum())})


def per_pc4(inputs: Inputs, edition: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Residents per PC4 in classes of five years from 45 on, of one edition."""
    rows = inputs.frame("cbs_leeftijd_pc4", ["postcode4", "leeftijd_van", "inwoners"], edition)
    rows = rows[rows["leeftijd_van"].isin(CLASSES)]
    wide = rows.pivot(index="postcode4", columns="leeftijd_van", values="inwoners")
    return wide.rename(columns=CLASSES).astype(float)


def _gemeenten(inputs: Inputs) -> pd.DataFrame:
    rows = inputs.frame("cbs_leeftijd_gemeente", ["gemeentecode", "leeftijd_van", "inwoners"])
    age, people = rows["leeftijd_van"], rows["inwoners"].astype(float)
    parts = {
        "p65_74": people.where((age >= 65) & (age < 75), 0.0),
        "p75_79": people.where((age >= 75) & (age < 80), 0.0),
        "p80plus": people.where(age >= 80, 0.0),
    }
    return pd.DataFrame(parts).groupby(rows["gemeentecode"]).sum()


def addresses(inputs: Inputs) -> pd.DataFrame:
    """Woon-adressen per buurt and PC4: `buurt`, `pc4`, `adressen`."""
    homes = dwellings(inputs)
    homes["buurt"] = buurt_of(inputs, homes["x"], homes["y"])
    homes["pc4"] = homes["postcode"].str[:4]
    return (
        homes.dropna(subset=["buurt", "pc4"])
        .groupby(["buurt", "pc4"])
        .size()
        .reset_index(name="adressen")
    )
