"""Which codes of an edition in another division year may be read as those of the profile's year.

By a signed line of the profile (all codes), or because CBS itself says of every year between that
code and boundary of the area did not change: for such an area the crosswalk of METHODS 3.1 is the
area itself. Everything else is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipelines.inputs import Inputs

UNCHANGED = "1"
MARK = "indelingswijziging"
BY_CBS = "volgens CBS zijn code en grens van deze gebieden niet gewijzigd"


@dataclass(frozen=True)
class Link:
    """How codes of an edition fit.

    Attributes:
        codes: codes that may be read; None = all of them.
        reason: why those of another year may, empty for the profile's own year.
    """

    codes: frozenset[str] | None
    reason: str

    def of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows (indexed by code) that may be read."""
        return rows if self.codes is None else rows[rows.index.isin(self.codes)]


class Edities:
    """Links and rows of the editions of one derivation; everything is read once."""

    def __init__(self, inputs: Inputs) -> None:
        """Of these inputs."""
        self.inputs = inputs

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
            return Link(None, line.reden)
        codes = self._unchanged(year, profile.indelingsjaar)
        return Link(codes, BY_CBS) if codes else None

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
