"""M14 factsheet per buurt: the figures of the list as their own layers show them."""

import pandas as pd
import pyarrow as pa

from data import feiten as listed
from pipelines.derive import feiten
from pipelines.derive.eigen import own_buurten
from pipelines.inputs import Derived, Inputs, texts


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten and figure."""
    buurten = own_buurten(inputs, "buurtnaam", "wijkcode").set_index("buurtcode")
    codes = pd.Series(buurten.index, index=buurten.index)
    figures = feiten.Figures(inputs, codes, buurten["wijkcode"])
    parts = []
    for order, line in enumerate(listed.lines("buurt"), start=1):
        found = feiten.of_buurten(figures, line)
        parts.append(feiten.facts(inputs, line, found, order))
    rows = pd.concat(parts)
    made: dict[str, pa.Array] = {
        "buurtcode": texts(rows.index),
        "buurtnaam": texts(buurten["buurtnaam"].reindex(rows.index)),
    }
    return Derived(pa.table(made | feiten.table(rows)), feiten.coverage(rows))
