"""CBS Nabijheid voorzieningen (86134NED): mean distance over the streets, counts within 1-5 km.

The columns stand in `tabellen/nabijheid.csv`; one without a sum is not published in this edition
and all null.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample import kwb, rounding
from pipelines.sample.lattice import Floats
from pipelines.sample.odata import Column, Dimension, Table, description, json_values
from pipelines.sample.region_sums import Regions

TABLE = "86134NED"


def _value(regions: Regions, sum_name: str, unit: str) -> Floats:
    sums = regions.sums
    if not sum_name:
        return np.full(len(regions.rows), np.nan)
    scale = 1000.0 if unit == "km" else 1.0
    mean = rounding.round_half_up(rounding.ratio(sums[sum_name], sums["inwoners"]) / scale, 1)
    return rounding.where_given(mean, sums["inwoners"] >= kwb.MIN_DISTANCE)


def build(regions: Regions, modified: str) -> Table:
    """The table; regions and padding as in KWB."""
    described = description("nabijheid")
    values = [json_values(_value(regions, r["som"], r["eenheid"]), 1) for r in described]
    columns = (
        *kwb.columns()[:4],
        *(
            Column(int(r["nummer"]), r["stam"], r["titel"], r["eenheid"], 1, r["groep"])
            for r in described
        ),
    )
    keys = kwb.region_members(regions)
    per_row = zip(keys, kwb.labels(regions), zip(*values, strict=True), strict=True)
    rows = [[key[0], *text, *row] for key, text, row in per_row]
    dim = Dimension("WijkenEnBuurten", "Wijken en buurten", "GeoDimension", keys)
    title = "Nabijheid voorzieningen; afstand locatie, wijk- en buurtcijfers 2024"
    return Table(TABLE, title, modified, kwb.FEED, "2024", (dim,), columns, rows)
