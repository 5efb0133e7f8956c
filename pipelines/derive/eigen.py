"""What several products share: own buurten, names of the areas of partners."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipelines.inputs import Inputs

# Level of an area of a partner -> dataset with its name, its code and its name there.
NAMES = {
    "gemeente": ("cbs_gemeenten", "gemeentecode", "gemeentenaam"),
    "wijk": ("cbs_wijken", "wijkcode", "wijknaam"),
    "buurt": ("cbs_buurten", "buurtcode", "buurtnaam"),
}


def own_buurten(inputs: Inputs, *columns: str) -> pd.DataFrame:
    """Buurten of the own gemeenten in order of their code: `buurtcode` and the columns asked."""
    rows = inputs.frame("cbs_buurten", ["buurtcode", *columns])
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    return rows[rows["buurtcode"].str[2:6].isin(own)].reset_index(drop=True)


def with_status(names: Sequence[str]) -> list[str]:
    """Figures and their status columns, to read."""
    return [column for name in names for column in (name, f"{name}_status")]


def passed_on(inputs: Inputs, name: str) -> dict[str, Any]:
    """What the product that this one is carried over from told as missing, and its sentences.

    Who looks at hexagons or wijken must read what lacks in the cells or buurten they are made of.
    """
    told = inputs.versions[name].get("dekking") or {}
    return {part: list(told.get(part) or ()) for part in ("ontbrekend", "opmerkingen")}


def named(inputs: Inputs, rows: pd.DataFrame) -> "pd.Series[Any]":
    """Name of each area: of CBS by its code; a gebied is its own name."""
    found: pd.Series[Any] = rows["gebiedscode"].where(rows["niveau"].eq("gebied"), None)
    for level, (dataset, code, name) in NAMES.items():
        if inputs.has(dataset):
            known = inputs.frame(dataset, [code, name]).drop_duplicates(code).set_index(code)[name]
            here = rows["niveau"].eq(level)
            found = found.mask(here, rows["gebiedscode"].map(known))
    return found
