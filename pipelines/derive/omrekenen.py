"""Rows of another division year on the areas of the profile's year, by the crosswalk (METHODS 3.1).

Counts are spread. A rate is made again from a spread numerator and denominator: the denominator is
the count its declaration names (`mean_over`), else the population the table of M1 names
(`telbasis`). What has neither stays empty, except where the new area is one old area and nothing
else.
"""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from data.getallen import dutch
from data.model import Column, Dataset, Kind
from data.registry import dataset as declared
from pipelines.derive.kruising import Kruising
from pipelines.indicators import draaglast_methode as methode
from pipelines.indicators.kruistabel import convert_counts, convert_rate
from pipelines.indicators.status import GESCHAT, ONTBREEKT

# Age of a row of RIVM -> population that its shares are of.
OF_AGE = {"20300": "volwassenen", "53115": "volwassen_tot_65", "80200": "inwoners_65plus"}


def column_titled(dataset: Dataset, title: str) -> str:
    """Our column that a publisher delivers under this title, empty when there is none."""
    for column in dataset.columns:
        if any(methode.same_title(source, title) for source in column.sources):
            return column.name
    return ""


@dataclass(frozen=True)
class Omrekening:
    """Conversion of one dataset from one division year.

    Attributes:
        dataset: its name.
        jaar: division year of the rows.
        eigen: division year of the profile.
        moment: of the addresses.
        basis: version of the key figures that the populations are of, None without.
        nieuw: codes that are converted; the rows of these codes are not read themselves.
        kruising: the table.
        groepen: populations per old code.
    """

    dataset: str
    jaar: int
    eigen: int
    moment: date
    basis: int | None
    nieuw: frozenset[str]
    kruising: Kruising = field(compare=False)
    groepen: pd.DataFrame = field(compare=False)

    @property
    def breuken(self) -> frozenset[str]:
        """Converted areas with a series break."""
        return self.kruising.breuken & self.nieuw

    @property
    def told(self) -> list[str]:
        """What a reader is told; the English is in `data/reference/engels.toml`."""
        meant = date(self.jaar, 1, 1)
        how = f"naar woonadressen van BAG op {self.moment.isoformat()}"
        if self.moment != meant:
            how += f" in plaats van {meant.isoformat()}"
        found = [
            f"Gewijzigde gebieden zijn van de indeling van {self.jaar} omgerekend naar die van "
            f"{self.eigen}, {how}."
        ]
        if n := len(self.breuken):
            found.append(
                f"Reeksbreuk tussen de indeling van {self.jaar} en die van {self.eigen}: in "
                f"{dutch(n)} gebieden komt meer dan een tiende van de adressen van elders."
            )
        return found

    def of(self, rows: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
        """The rows that are read as they are, and after them those of the converted areas.

        Args:
            rows: all rows of the edition, index = code; where a code has several rows nothing is
                converted, and the reader of the table says so (`kohorten`).
            kept: those read as they are.
        """
        kept = kept[~kept.index.isin(self.nieuw)]
        if not rows.index.is_unique:
            return kept
        table = self.table
        new = pd.Index(table["nieuw"].unique(), name=rows.index.name)
        found = rows.reindex(kept.index.append(new))
        for column in declared(self.dataset).columns:
            if column.value and column.name in rows:
                self._fill(found, rows, column, table)
        same = {n: o for n, o in self.kruising.gelijk.items() if n in self.nieuw}
        here = [n for n, o in same.items() if o in rows.index]
        found.loc[here] = rows.loc[[same[n] for n in here]].to_numpy(object)
        figures = [name for name in rows if pd.api.types.is_numeric_dtype(rows[name])]
        return found.astype(dict.fromkeys(figures, float))

    def counts(self, rows: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
        """The same of a table that holds nothing but counts."""
        kept = kept[~kept.index.isin(self.nieuw)]
        made = convert_counts(rows.astype(float), self.table)[list(rows.columns)]
        return pd.concat([kept.astype(float), made])

    @property
    def table(self) -> pd.DataFrame:
        """Weights of the areas that are converted."""
        found: pd.DataFrame = self.kruising.gewichten[
            self.kruising.gewichten["nieuw"].isin(self.nieuw)
        ]
        return found

    def _fill(
        self, found: pd.DataFrame, rows: pd.DataFrame, column: Column, table: pd.DataFrame
    ) -> None:
        """One figure of the converted areas, with status and interval where it has these."""
        name = column.name
        new = pd.Index(table["nieuw"].unique())
        if column.kind is Kind.COUNT:
            made = convert_counts(rows[[name]].astype(float), table)
            found.loc[new, name] = made[name].reindex(new)
            _state(found, rows, column, new, made[f"{name}_status"].reindex(new))
            return
        base = self._base(column, rows)
        for one in (name, f"{name}_ci_low", f"{name}_ci_high"):
            # ends of an interval as if errors of the parts go together: never too narrow
            if one not in rows:
                continue
            values = rows[one].astype(float)
            found[one] = found[one].astype(float)
            if base is None:
                found.loc[new, one] = float("nan")
            else:
                rate = convert_rate(values * base, base.where(values.notna()), table)
                found.loc[new, one] = rate.reindex(new)
        held = found.loc[new, name].notna()
        status = pd.Series(GESCHAT, index=new, dtype=object).where(held, ONTBREEKT)
        _state(found, rows, column, new, status)

    def _base(self, column: Column, rows: pd.DataFrame) -> "pd.Series[float] | None":
        """Population per old code by which a figure is weighed; None where nobody names one."""
        if column.mean_over in rows:
            return rows[column.mean_over].astype(float)
        names = {
            slot.telbasis
            for slot in methode.slots().values()
            for source in slot.bronnen
            if source.dataset == self.dataset
            and slot.telbasis
            and column_titled(declared(self.dataset), source.titel) == column.name
        }
        if "leeftijd" in rows and names:
            names = {OF_AGE.get(str(age), "") for age in rows["leeftijd"].dropna().unique()}
        if len(names) != 1 or not names <= set(self.groepen.columns):
            return None
        return self.groepen[names.pop()].reindex(rows.index)


def _state(
    found: pd.DataFrame,
    rows: pd.DataFrame,
    column: Column,
    new: "pd.Index[str]",
    status: "pd.Series[str]",
) -> None:
    if column.status in rows:
        found.loc[new, column.status] = status.fillna(ONTBREEKT)
