"""What M2 starts from: five-year ages per buurt in a year, and the cohorts they run through.

Belongs here: reading editions of KWB, PC4 and gemeente ages and saying which could be used. The
model itself is `indicators.cohort`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from pipelines.derive import leeftijd_buurt
from pipelines.derive.edities import Edities
from pipelines.indicators import cohort, leeftijd, leeftijd_vijfjaar
from pipelines.inputs import Inputs

BOTH_SEXES = "T001038"


@dataclass
class Kohorten:
    """Ages of the buurten and gemeenten of one derivation.

    Attributes:
        inputs: of the derivation.
        told: sentences about areas of other years that were converted, of what was read so far.
    """

    inputs: Inputs
    told: dict[str, None] = field(default_factory=dict)
    _earlier: dict[int, pd.DataFrame | None] = field(default_factory=dict)
    _postcodes: dict[int, pd.DataFrame] = field(default_factory=dict)
    _wholes: dict[int, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def edities(self) -> Edities:
        """Which codes of other years may be read."""
        return Edities(self.inputs)

    @property
    def base(self) -> int:
        """Base year: that of the key figures."""
        year: int = self.inputs.versions["cbs_kwb"]["peildatum"].year
        return year

    @cached_property
    def buurten(self) -> pd.DataFrame:
        """Index = buurtcode; `gemeente`, `wijk`."""
        codes = self.inputs.frame("cbs_buurten", ["buurtcode", "wijkcode"]).set_index("buurtcode")
        return pd.DataFrame({"gemeente": "GM" + codes.index.str[2:6], "wijk": codes["wijkcode"]})

    @cached_property
    def now(self) -> pd.DataFrame:
        """Five-year classes per buurt in the base year; groups are those of `leeftijd_buurt`."""
        held = self.inputs.frame("leeftijd_buurt").set_index("buurtcode")
        kwb = self.inputs.frame("cbs_kwb", ["gebiedscode", "inwoners_45_65"])
        groups = self.buurten.assign(
            p45_64=kwb.set_index("gebiedscode")["inwoners_45_65"].astype(float),
            p65_74=held["inwoners_65_74"].astype(float),
            p75_79=held["inwoners_75_79"].astype(float),
            p80plus=held["inwoners_80plus"].astype(float),
        )
        whole = self.gemeenten(self.base)
        return leeftijd_vijfjaar.per_buurt(groups, self._shares(self.base), self._known(whole))

    @property
    def own(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Which buurten lie in the own gemeenten."""
        wanted = self.inputs.work.profile.gemeenten
        return self.buurten["gemeente"].isin(wanted).to_numpy()

    def at(self, year: int) -> pd.DataFrame | None:
        """Five-year classes per buurt in the base year or an earlier one."""
        return self.now if year == self.base else self.before(year)

    def total_75(self, year: int) -> "pd.Series[float]":
        """Observed residents of 75 and over per own gemeente."""
        return self.gemeenten(year)[list(cohort.START[6:])].sum(axis=1, skipna=False)

    def before(self, year: int) -> pd.DataFrame | None:
        """Five-year classes per buurt in an earlier year; None without key figures of that year.

        Buurten whose code cannot be read are NaN.
        """
        if year not in self._earlier:
            self._earlier[year] = self._before(year)
        return self._earlier[year]

    def _before(self, year: int) -> pd.DataFrame | None:
        kwb = self._rows("cbs_kwb", year)
        if kwb is None:
            return None
        known = kwb.set_index("gebiedscode").reindex(self.buurten.index)
        whole, shares = self.gemeenten(year), self._shares(year)
        buurten = self.buurten.assign(p65=known["inwoners_65plus"].astype(float))
        groups = pd.DataFrame(
            {"p65_74": whole[["65_70", "70_75"]].sum(axis=1, skipna=False)}
            | {"p75_79": whole["75_80"]}
            | {"p80plus": whole[list(cohort.START[7:])].sum(axis=1, skipna=False)}
        )
        old = leeftijd.age_per_buurt(buurten, groups, self._coarse(year))
        old = old.assign(
            gemeente=self.buurten["gemeente"], p45_64=known["inwoners_45_65"].astype(float)
        )
        return leeftijd_vijfjaar.per_buurt(old, shares, self._known(whole))

    def gemeenten(self, year: int) -> pd.DataFrame:
        """Five-year classes per own gemeente, index = code; empty without the table of that year.

        One year of age per row becomes five.
        """
        if year not in self._wholes:
            rows = self._rows("cbs_leeftijd_gemeente", year)
            self._wholes[year] = ages_of(rows, "gemeentecode")
        return self._wholes[year]

    @cached_property
    def survival(self) -> Any:
        """Five-year survival of the newest life table."""
        rows = self.inputs.frame(
            "levenstafel",
            ["geslacht", "leeftijd", "periode", "levenden", "levensverwachting_jaar"],
        )
        both = rows[rows["geslacht"] == BOTH_SEXES]
        newest = both[both["periode"] == both["periode"].max()].set_index("leeftijd")
        return cohort.survival(
            newest.rename(columns={"levensverwachting_jaar": "levensverwachting"})
        )

    def run(self, start: int, steps: int) -> cohort.Loop:
        """Cohorts from an earlier or the base year on."""
        now = self.at(start)
        earlier = self.before(start - cohort.STAP_JAAR)
        if now is None:
            raise ValueError(f"Geen leeftijden van {start}.")
        if earlier is None:
            earlier = pd.DataFrame(float("nan"), index=now.index, columns=now.columns)
        wholes = self.gemeenten(start), self.gemeenten(start - cohort.STAP_JAAR)
        return cohort.project(
            now.to_numpy(dtype=float),
            earlier.reindex(now.index).to_numpy(dtype=float),
            self.buurten["gemeente"].to_numpy(dtype=object),
            wholes,
            self.survival,
            steps,
        )

    def _rows(self, name: str, year: int) -> pd.DataFrame | None:
        """Rows of the edition of a year, with codes that may be read as those of our year."""
        edition = self._edition(name, year)
        if edition is None:
            return None
        link = self.edities.link(name, edition)
        code = "gebiedscode" if name == "cbs_kwb" else "gemeentecode"
        found = None
        if link is not None:
            rows = self.edities.frame(name, edition)
            found = link.of(rows.set_index(code)).reset_index()
        if name == "cbs_kwb":
            self.told.update(dict.fromkeys(link.told if link else []))
        else:
            self._tell_left_out(edition, set() if found is None else set(found[code]))
        return found

    def _tell_left_out(self, edition: Mapping[str, Any], held: set[str]) -> None:
        """Say which own gemeenten an edition of another division year has nothing of.

        Ages of gemeenten are not converted: only rows of today's codes are asked for, and what a
        gemeente had under another code is not there to be spread.
        """
        year, own = edition["indelingsjaar"], self.inputs.work.profile.indelingsjaar
        lost = sorted(set(self.inputs.work.profile.gemeenten) - held)
        if lost and year not in (None, own):
            self.told[
                f"Reeksbreuk: leeftijden per gemeente van {edition['peildatum'].year} staan op de "
                f"indeling van {year} en worden niet omgerekend naar die van {own}; zonder "
                f"{', '.join(lost)}."
            ] = None

    def _edition(self, name: str, year: int) -> Mapping[str, Any] | None:
        fitting = (e for e in self.inputs.editions(name) if e["peildatum"].year == year)
        return next(fitting, None)

    def _pc4(self, year: int) -> pd.DataFrame:
        """Residents per PC4 and class; of the newest edition where that year is not there."""
        if year not in self._postcodes:
            edition = self._edition("cbs_leeftijd_pc4", year)
            self._postcodes[year] = leeftijd_buurt.per_pc4(self.inputs, edition)
        return self._postcodes[year]

    def _shares(self, year: int) -> pd.DataFrame:
        fine = leeftijd_vijfjaar.shares(leeftijd_vijfjaar.classes(self._pc4(year)))
        return leeftijd.shares_buurt(fine, self._addresses)

    def _coarse(self, year: int) -> pd.DataFrame:
        return leeftijd.shares_buurt(leeftijd.shares_pc4(self._pc4(year)), self._addresses)

    @cached_property
    def _addresses(self) -> pd.DataFrame:
        return leeftijd_buurt.addresses(self.inputs)

    @staticmethod
    def _known(whole: pd.DataFrame) -> pd.DataFrame:
        return whole.dropna()


def ages_of(rows: pd.DataFrame | None, code: str) -> pd.DataFrame:
    """Classes of START per area from rows by single year of age; empty without rows."""
    if rows is None or rows.empty:
        return pd.DataFrame(columns=list(cohort.START), dtype=float)
    age, people = rows["leeftijd_van"].astype(int), rows["inwoners"].astype(float)
    made = {}
    for low, name in zip(range(45, 95, 5), cohort.START, strict=True):
        top = 200 if name == "90plus" else low + cohort.STAP_JAAR
        made[name] = people.where((age >= low) & (age < top), 0.0)
    return pd.DataFrame(made).groupby(rows[code]).sum(min_count=1)
