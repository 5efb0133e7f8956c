"""M2 age detail per 100 m cell: the estimate per buurt spread over its cells, ring included."""

import pandas as pd
import pyarrow as pa

from pipelines.derive import buurt_of, dwellings
from pipelines.derive.leeftijd_buurt import NAMES
from pipelines.indicators.leeftijd_cel import age_per_cell, niet_verdeeld
from pipelines.inputs import Derived, Inputs, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per cell with dwellings or older residents."""
    ages = inputs.frame("leeftijd_buurt", ["buurtcode", *NAMES.values()]).set_index("buurtcode")
    ages = ages.rename(columns={name: short for short, name in NAMES.items()}).astype(float)
    homes = dwellings(inputs)
    homes["buurt"] = buurt_of(inputs, homes["x"], homes["y"])
    pieces = (
        homes.dropna(subset=["buurt"]).groupby(["cel", "buurt"]).size().reset_index(name="woon_vbo")
    )
    squares = inputs.frame("raster", ["vierkant", "buurtcode", "inwoners_65plus"])
    pieces = _with_published(pieces, squares)
    found = age_per_cell(
        ages, pieces, squares.set_index("vierkant")["inwoners_65plus"].astype(float)
    )
    made: dict[str, pa.Array] = {
        "vierkant": texts(found.index),
        "grondslag": texts(found["grondslag"]),
    }
    for short in ("p65", "p75plus"):
        made |= stated(NAMES[short], found[short], found[f"{short}_status"])
    return Derived(pa.table(made), {"ontbrekend": [], "niet_verdeeld": niet_verdeeld(ages, found)})


def _with_published(pieces: pd.DataFrame, squares: pd.DataFrame) -> pd.DataFrame:
    """A square with older residents but no dwelling (a nursing home) counts for its buurt."""
    lone = squares[squares["inwoners_65plus"].fillna(0) > 0].dropna(subset=["buurtcode"])
    lone = lone[~lone["vierkant"].isin(pieces["cel"])]
    extra = pd.DataFrame({"cel": lone["vierkant"], "buurt": lone["buurtcode"], "woon_vbo": 0})
    return pd.concat([pieces, extra], ignore_index=True).assign(oppervlakte=1.0)
