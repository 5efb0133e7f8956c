"""M14 factsheet per gebied: figures of buurten summed and divided, and those made per gebied."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data import feiten as listed
from pipelines.derive import feiten
from pipelines.derive.eigen import members, own_buurten
from pipelines.indicators import feiten as rules
from pipelines.inputs import Derived, Inputs, texts


def derive(inputs: Inputs) -> Derived:
    """One row per gebied and figure that can be told of a gebied."""
    codes = own_buurten(inputs)["buurtcode"]
    codes.index = pd.Index(codes)
    area = codes.map(members(inputs))
    figures = feiten.Figures(inputs, codes)
    names = pd.Index(sorted(inputs.frame("gebieden", ["gebied"])["gebied"]))
    parts = []
    for order, line in enumerate(listed.lines("buurt"), start=1):
        if line["naar_gebied"] == rules.ONLY_BUURT:
            continue
        found = _summed(figures, line, area).reindex(names)
        found["status"] = found["status"].fillna("ontbreekt")
        parts.append(feiten.facts(inputs, line, found, order))
    for order, line in enumerate(listed.lines("gebied"), start=len(listed.lines("buurt")) + 1):
        parts.append(feiten.facts(inputs, line, _direct(inputs, line, names), order))
    rows = pd.concat(parts)
    made = {"gebied": texts(rows.index)}
    return Derived(pa.table(made | feiten.table(rows)), feiten.coverage(rows))


def _summed(
    figures: feiten.Figures, line: Mapping[str, Any], area: "pd.Series[Any]"
) -> pd.DataFrame:
    rows = feiten.of_buurten(figures, line).assign(inwoners=figures.figure(listed.INHABITANTS))
    if "noemer" in line:
        rows["noemer"] = figures.figure(line["noemer"])
    found = rules.of_areas(area, rows, line["naar_gebied"]).assign(klasse=None)
    if why := feiten.absent(figures.inputs, line["dataset"]):
        found["reden"] = why
    return found


def _direct(inputs: Inputs, line: Mapping[str, Any], names: "pd.Index[str]") -> pd.DataFrame:
    """A figure or text that a product gives per gebied."""
    dataset, column = feiten.column_of(line)
    made = pd.DataFrame({"waarde": np.nan, "klasse": None, "status": "ontbreekt"}, index=names)
    if not inputs.has(dataset.name):
        return made.assign(reden=feiten.NO_PRODUCT)
    rows = inputs.frame(dataset.name)
    for name, value in line["filter"].items():
        rows = rows[rows[name].eq(value)]
    rows = rows.set_index(line["sleutel"]).reindex(names)
    if column.type == "text":
        made["klasse"] = rows[column.name].astype(object)
        made["status"] = np.where(rows[column.name].notna(), "waargenomen", "ontbreekt")
    else:
        made["waarde"] = rows[column.name].astype(float)
        made["status"] = rows[column.status].fillna("ontbreekt")
    return made.assign(reden=None)
