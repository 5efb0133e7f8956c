"""What both factsheets share: reading a figure of the list, and a fact as a row."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data import feiten as listed
from data.model import Column, Dataset, Tier
from data.registry import dataset as declared
from pipelines.indicators import feiten
from pipelines.inputs import Inputs, texts

NO_PRODUCT = "dit cijfer is er nog niet"
OTHER_YEAR = "van een andere indeling van buurten"
HIDDEN, NO_FIGURE = "te klein om te tonen", "geen cijfer voor dit gebied"
TEXTS = (
    "indicator",
    "onderwerp",
    "titel",
    "klasse",
    "klasse_besloten",
    "eenheid",
    "status",
    "reden",
    "bron",
    "methode_versie",
)


def column_of(line: Mapping[str, Any]) -> tuple[Dataset, Column]:
    """The declaration behind a line of the list."""
    dataset = declared(line["dataset"])
    return dataset, dataset.column(line["kolom"])


class Figures:
    """Figures of buurten; each product is read once, with all columns the list names."""

    def __init__(
        self, inputs: Inputs, codes: "pd.Series[str]", wijken: "pd.Series[str] | None" = None
    ) -> None:
        """Read nothing yet; `codes` are the buurten asked for, `wijken` those they lie in."""
        self.inputs, self.codes, self.wijken = inputs, codes, wijken
        self._held: dict[str, pd.DataFrame] = {}

    def rows(self, dataset: str) -> pd.DataFrame:
        """Columns of the list of one product, by code."""
        if dataset not in self._held:
            key = listed.key_of(dataset)
            names = listed.columns_of(dataset)
            known = declared(dataset)
            states = [known.column(n).status for n in names if known.column(n).value]
            keep = listed.rows_of(dataset)
            rows = self.inputs.frame(dataset, [key, *names, *states, *keep])
            for name, value in keep.items():
                rows = rows[rows[name].eq(value)]
            for column, apart in listed.joined_of(dataset).items():
                rows = _joined(rows, key, column, apart)
            wanted = self.wijken if key == "wijkcode" else self.codes
            self._held[dataset] = rows.set_index(key).reindex(wanted).set_axis(self.codes)
        return self._held[dataset]

    def figure(self, name: str) -> "pd.Series[float]":
        """A column `dataset.column` per code; NaN where it is not there."""
        dataset, column = name.split(".")
        if absent(self.inputs, dataset):
            return pd.Series(np.nan, index=self.codes)
        return self.rows(dataset)[column].astype(float)


def _joined(rows: pd.DataFrame, key: str, column: str, apart: str) -> pd.DataFrame:
    """One row per area with the classes of all its rows as one text."""
    told = (rows[apart] + ": " + rows[column]).groupby(rows[key]).agg("; ".join)
    return told.rename(column).reset_index()


def of_buurten(figures: Figures, line: Mapping[str, Any]) -> pd.DataFrame:
    """A figure or class per code, not yet rounded or withheld: `waarde`, `klasse`, `status`."""
    dataset, column = column_of(line)
    codes = figures.codes
    made = pd.DataFrame({"waarde": np.nan, "klasse": None, "status": "ontbreekt"}, index=codes)
    if why := absent(figures.inputs, dataset.name):
        return made.assign(reden=why)
    rows = figures.rows(dataset.name)
    if column.type == "text":
        made["klasse"] = rows[column.name].astype(object)
    else:
        made["waarde"] = rows[column.name].astype(float)
    there = rows[column.name].notna()
    status = rows[column.status] if column.value else pd.Series("waargenomen", index=codes)
    made["status"] = status.where(there | status.isin(["onderdrukt"]), "ontbreekt")
    return made.assign(reden=None)


def absent(inputs: Inputs, dataset: str) -> str:
    """Why a product cannot be read; empty when it can."""
    if not inputs.has(dataset):
        return NO_PRODUCT
    return OTHER_YEAR if inputs.joins(dataset) is None else ""


def facts(inputs: Inputs, line: Mapping[str, Any], found: pd.DataFrame, order: int) -> pd.DataFrame:
    """Rows of the factsheet for one line: shown as its own layer shows it, closed where that is.

    Args:
        inputs: to tell the moment of the source.
        line: of the list.
        found: per area `waarde`, `klasse`, `status`, `reden`.
        order: place in the factsheet.

    Raises:
        ValueError: a column of clients, which has no place in a factsheet.
    """
    dataset, column = column_of(line)
    open_ = dataset.may_be_open(column) and not line.get("besloten", False)
    if dataset.tier_of(column) is Tier.C and not dataset.may_be_open(column):
        raise ValueError(f"{dataset.name}.{column.name} is van cliënten en hoort hier niet.")
    values, status = feiten.shown(found["waarde"], found["status"], column.minimum, column.round_to)
    held = inputs.versions.get(dataset.name)
    return pd.DataFrame(
        {
            "indicator": listed.indicator_of(line),
            "onderwerp": line["onderwerp"],
            "titel": line.get("titel", column.title),
            "waarde": values if open_ else np.nan,
            "klasse": found["klasse"] if open_ else None,
            "waarde_besloten": values if not open_ else np.nan,
            "klasse_besloten": found["klasse"] if not open_ else None,
            "eenheid": column.unit,
            "status": status,
            "reden": _reasons(found["reden"], status),
            "bron": dataset.publisher,
            "cijfer_van": held["peildatum"] if held else None,
            "methode_versie": dataset.method_version,
            "volgorde": order,
            "open": open_,
        },
        index=found.index,
    )


def _reasons(given: "pd.Series[Any]", status: Any) -> "pd.Series[Any]":
    """Why there is no figure: as the product says, else by the status of the figure."""
    said = pd.Series(status, index=given.index)
    own = pd.Series(NO_FIGURE, given.index, dtype=object).mask(said.eq("onderdrukt"), HIDDEN)
    told = given.where(given.notna() & given.ne(""), own)
    return told.where(feiten.empty(status), None)


def table(rows: pd.DataFrame) -> dict[str, pa.Array]:
    """Columns of the product from facts of all lines; of a closed fact the open side is empty."""
    shut = ~rows["open"].astype(bool)
    made: dict[str, pa.Array] = {name: texts(rows[name]) for name in TEXTS}
    for name, other in (("waarde", shut), ("waarde_besloten", ~shut)):
        values = rows[name].astype(float)
        status = rows["status"].where(values.notna() | rows["status"].eq("onderdrukt"), "ontbreekt")
        status = status.mask(other, "ontbreekt")
        made[name] = pa.array(values.to_numpy(), from_pandas=True)
        made[f"{name}_status"] = texts(status)
    made["cijfer_van"] = pa.array(rows["cijfer_van"].tolist(), pa.date32())
    made["volgorde"] = pa.array(rows["volgorde"].astype(int).tolist(), pa.int64())
    return made


def coverage(rows: pd.DataFrame) -> dict[str, Any]:
    """Which figures of the list are not there at all."""
    there = set(rows.loc[rows["reden"].ne(NO_PRODUCT), "indicator"])
    missing = sorted(set(rows["indicator"]) - there)
    return {"ontbrekend": missing, "feiten": int(rows["indicator"].nunique()), "opmerkingen": []}
