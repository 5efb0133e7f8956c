"""X3: M4 of this edition beside that of the edition before, per gemeente and per gebied."""

from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from data.datasets.opgave_edities import FIGURES
from data.getallen import dutch
from pipelines.derive.vorige import same_method
from pipelines.indicators import vergelijken
from pipelines.inputs import Derived, Inputs, stated, texts

LEVELS = {"gemeente": ("opgave_gemeente", "gemeentecode"), "gebied": ("opgave_gebied", "gebied")}
KEY = ["gebied", "klasse", "jaar"]
TOLD = "opgave_a"
ENDS = ("oud", "nieuw", "verschil")


def derive(inputs: Inputs) -> Derived:
    """One row per level, area, class and year; none where there is no edition to compare with."""
    parts: list[pd.DataFrame] = []
    remarks: list[str] = []
    for level, (name, code) in LEVELS.items():
        if not inputs.has(name):
            continue
        record = same_method(inputs, name)
        if record is None:
            remarks.append(
                f"Per {level} is er geen eerdere editie van dezelfde methode en indeling."
            )
            continue
        old, new = (_edition(inputs, name, code, one) for one in (record, inputs.versions[name]))
        found = vergelijken.compare(old, new, KEY, list(FIGURES))
        remarks.append(_sentence(level, record["gemaakt"].date(), found))
        parts.append(found.reset_index().assign(niveau=level))
    rows = pd.concat(parts, ignore_index=True) if parts else _none()
    made: dict[str, pa.Array] = {name: texts(rows[name]) for name in ("niveau", *KEY)}
    for name in FIGURES:
        for end in ENDS:
            made |= stated(f"{name}_{end}", rows[f"{name}_{end}"].astype(float), "scenario")
        made[f"{name}_oordeel"] = texts(rows[f"{name}_oordeel"])
    missing = inputs.missing([name for name, _ in LEVELS.values()])
    return Derived(pa.table(made), {"ontbrekend": missing, "opmerkingen": remarks})


def _none() -> pd.DataFrame:
    """No rows, with all columns."""
    ends = [f"{name}_{end}" for name in FIGURES for end in (*ENDS, "oordeel")]
    return pd.DataFrame(columns=["niveau", *KEY, *ends], dtype=object)


def _edition(inputs: Inputs, name: str, code: str, record: dict[str, Any]) -> pd.DataFrame:
    rows = inputs.frame(name, [code, "klasse", "jaar", *FIGURES], record)
    return rows.rename(columns={code: "gebied"})


def _sentence(level: str, moment: date, found: pd.DataFrame) -> str:
    counts = vergelijken.summary(found, TOLD).drop("verschil").astype(int)
    up, down = counts[vergelijken.HOGER], counts[vergelijken.LAGER]
    same = counts[vergelijken.GELIJK] + counts[vergelijken.BINNEN]
    other = counts.sum() - up - down - same
    return (
        f"Opgave volgens methode A per {level} tegenover de editie van {moment}: {dutch(up)} "
        f"hoger, {dutch(down)} lager, {dutch(same)} gelijk, {dutch(other)} niet te vergelijken."
    )
