"""Existing clusters for older people, as far as corporations deliver them (METHODS 2)."""

import pandas as pd

from pipelines.derive import kansen_plekken
from pipelines.inputs import Inputs


def existing(inputs: Inputs) -> pd.DataFrame | None:
    """Complexes that pass the monitor test as far as it is known.

    Returns:
        `woningen`, RD `x` and `y` (of the address, else of the building); None where complexes, or
        what they could be placed with, are not delivered.
    """
    placed = inputs.has("plaatsing") or inputs.has("bag_panden")
    if not inputs.has("corporatiecomplexen") or not placed:
        return None
    rows = kansen_plekken.clusters(kansen_plekken.complexes(inputs))
    return rows[["woningen", "x", "y"]].astype(float)
