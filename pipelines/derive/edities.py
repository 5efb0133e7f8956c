"""Which codes of an edition in another division year may be read as those of the profile's year.

By a signed line of the profile (all codes), or because CBS itself says of every year between that
code and boundary of the area did not change: for such an area the crosswalk of METHODS 3.1 is the
area itself. Other areas are converted (`omrekenen`) where the boundaries of both years and the
woon-adressen of BAG are held. Everything else is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipelines.derive import dwellings, kruising
from pipelines.derive.bevolkingsgroepen import READ, bases
from pipelines.derive.kruising import Kruising
from pipelines.derive.omrekenen import Omrekening
from pipelines.inputs import Inputs

ADDRESSES = "bag_verblijfsobjecten"
# Level -> boundaries of its areas, and their code.
BOUNDARIES = {
    "BU": ("cbs_buurten", "buurtcode"),
    "WK": ("cbs_wijken", "wijkcode"),
    "GM": ("cbs_gemeenten", "gemeentecode"),
}
UNCHANGED = "1"
MARK = "indelingswijziging"
BY_TABLE = "omgerekend naar woonadressen"
BY_CBS = "volgens CBS zijn code en grens van deze gebieden niet gewijzigd"


@dataclass(frozen=True)
class Link:
    """How codes of an edition fit.

    Attributes:
        codes: codes that may be read as they are; None = all of them.
        reason: why those of another year may, empty for the profile's own year.
        conversion: how areas that changed are converted, None where that cannot be done.
    """

    codes: frozenset[str] | None
    reason: str
    conversion: Omrekening | None = None

    def of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows (indexed by code) that may be read, and those of converted areas."""
        kept = rows if self.codes is None else rows[rows.index.isin(self.codes)]
        return kept if self.conversion is None else self.conversion.of(rows, kept)

    def counts(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The same of a table of counts alone, whatever its columns are called."""
        kept = rows if self.codes is None else rows[rows.index.isin(self.codes)]
        return kept if self.conversion is None else self.conversion.counts(rows, kept)

    def covers(self, codes: "pd.Index[str]") -> "pd.Series[bool]":
        """Which codes of the profile's year have figures by this link."""
        known = codes.isin(self.codes) if self.codes is not None else codes == codes
        if self.conversion is not None:
            known |= codes.isin(self.conversion.nieuw)
        return pd.Series(known, index=codes)

    @property
    def breaks(self) -> frozenset[str]:
        """Areas with a series break (METHODS 3.1)."""
        return self.conversion.breuken if self.conversion else frozenset()

    @property
    def told(self) -> list[str]:
        """What a reader is told of areas that were converted."""
        return self.conversion.told if self.conversion else []


class Edities:
    """Links and rows of the editions of one derivation; everything is read once."""

    def __init__(self, inputs: Inputs, level: str = "BU") -> None:
        """Of these inputs, for areas of a level (`BU`, `WK` or `GM`)."""
        self.inputs, self.level = inputs, level

    def frame(self, name: str, edition: Mapping[str, Any]) -> pd.DataFrame:
        """All rows of an edition."""
        place = ("rijen", name, edition["version"])
        self.inputs.read.add(edition["version"])
        if place not in self.inputs.shared:
            self.inputs.shared[place] = self.inputs.frame(name, edition=edition)
        found: pd.DataFrame = self.inputs.shared[place]
        return found

    def link(self, name: str, edition: Mapping[str, Any]) -> Link | None:
        """How an edition fits; None when none of its codes may be read."""
        profile, year = self.inputs.work.profile, edition["indelingsjaar"]
        if year in (None, profile.indelingsjaar):
            return Link(None, "")
        if line := profile.same_codes(year, name):
            return Link(None, line.reden, self._conversion(name, year, frozenset()))
        codes = self._unchanged(year, profile.indelingsjaar)
        conversion = self._conversion(name, year, codes)
        reason = BY_CBS if codes else BY_TABLE
        return Link(codes, reason, conversion) if codes or conversion else None

    def _conversion(self, name: str, year: int, unchanged: frozenset[str]) -> Omrekening | None:
        """How areas that are not marked unchanged come from those of another year."""
        crossed = self._crossed(year)
        new = crossed.nieuw - unchanged if crossed else frozenset()
        if crossed is None or not new:
            return None
        kwb = next(iter(self._of_year("cbs_kwb", year)), None)
        people = pd.DataFrame(columns=list(READ), dtype=float)
        if kwb is not None:
            rows = self.frame("cbs_kwb", kwb).set_index("gebiedscode")
            people = rows[rows.index.isin(crossed.gewichten["oud"])].reindex(columns=list(READ))
        return Omrekening(
            dataset=name,
            jaar=year,
            eigen=self.inputs.work.profile.indelingsjaar,
            moment=self.inputs.versions[ADDRESSES]["peildatum"],
            basis=kwb["version"] if kwb else None,
            nieuw=new,
            kruising=crossed,
            groepen=bases(people.astype(float)),
        )

    def _of_year(self, name: str, year: int) -> list[dict[str, Any]]:
        return [e for e in self.inputs.editions(name) if e["indelingsjaar"] == year]

    def _crossed(self, year: int) -> Kruising | None:
        """The crosswalk of this level; None without boundaries of both years, or addresses."""
        name, code = BOUNDARIES[self.level]
        own = self.inputs.work.profile.indelingsjaar
        old, new = (self._of_year(name, one) for one in (year, own))
        if not old or not new or not self.inputs.has(ADDRESSES):
            return None

        def crossing(inputs: Inputs) -> Kruising:
            homes = dwellings(inputs)
            before, after = (
                inputs.frame(name, [code, "geometry"], edition).set_index(code)["geometry"]
                for edition in (old[0], new[0])
            )
            return kruising.lay_over(before, after, homes["x"], homes["y"], inputs.area.ring)

        return self.inputs.once([name, ADDRESSES], crossing, self.level, year)

    def _unchanged(self, year: int, own: int) -> frozenset[str]:
        """Codes marked unchanged in every edition after the older year, up to the newer."""
        first, last = sorted((year, own))
        marked = [self._marks.get(between) for between in range(first + 1, last + 1)]
        kept = [codes for codes in marked if codes is not None]
        return frozenset.intersection(*kept) if len(kept) == len(marked) and kept else frozenset()

    @cached_property
    def _marks(self) -> dict[int, frozenset[str]]:
        """Division year -> codes that CBS marks as unchanged since the year before."""
        found = {}
        for edition in self.inputs.editions("cbs_kwb"):
            if (year := edition["indelingsjaar"]) is not None:
                rows = self.frame("cbs_kwb", edition)
                found[year] = frozenset(rows.loc[rows[MARK] == UNCHANGED, "gebiedscode"])
        return found
