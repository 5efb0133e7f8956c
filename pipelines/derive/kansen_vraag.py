"""M9: who would live in a cluster near each cell, what is there already, and care nearby."""

from functools import cached_property

import numpy as np
import pandas as pd
import shapely

from data.parameters import integer, number
from pipelines.derive import buurt_of, dwellings, kansen_plekken, lopen
from pipelines.indicators import kansen_criteria
from pipelines.indicators.afstand import nearest
from pipelines.indicators.raster import cell_of_points, cell_places
from pipelines.indicators.snap import Snap, snap
from pipelines.inputs import Inputs, among

CARE_BASE = "verpleeghuis"


def centre(names: "pd.Series[str]") -> tuple[np.ndarray, np.ndarray]:
    """Centre of cells by name (south-west corner in hectometres)."""
    east = names.str[1:5].astype(float).to_numpy()
    north = names.str[6:10].astype(float).to_numpy()
    return east * 100 + 50, north * 100 + 50


def wanted_rate(inputs: Inputs, gemeenten: "pd.Series[str]") -> np.ndarray:
    """The rho of METHODS 13 per row: wanted cluster dwellings per resident of 75 and over.

    As the profile says, else from the opgave of the gemeente (M4-A, tier B), else NaN. Open tables
    do not read that opgave: without clusters to take off, V is a percentile and does not depend on
    rho, so the open map tells nothing of it.

    Args:
        inputs: of the derivation; one that does not name `opgave_gemeente` knows the profile's.
        gemeenten: code per row.
    """
    if inputs.work.profile.rho is not None:
        return np.full(len(gemeenten), inputs.work.profile.rho)
    if not inputs.has("opgave_gemeente"):
        return np.full(len(gemeenten), np.nan)
    rows = inputs.frame("opgave_gemeente", ["gemeentecode", "rho"]).dropna(subset=["rho"])
    by_gemeente = rows.drop_duplicates("gemeentecode").set_index("gemeentecode")["rho"]
    return by_gemeente.astype(float).reindex(gemeenten).to_numpy()


class Demand:
    """Cells on the street network, with the people and the clusters in reach of each."""

    def __init__(
        self, inputs: Inputs, cells: pd.DataFrame, homes: pd.DataFrame | None = None
    ) -> None:
        """Put the cells on the streets once.

        Args:
            inputs: of kans_cel.
            cells: `vierkant` and `gemeentecode`.
            homes: dwellings, None without BAG.
        """
        self.inputs, self.cells, self.homes = inputs, cells, homes
        self.net = lopen.senior(inputs) if inputs.has("osm_wegen") else None
        self.year: int | None = None
        if self.net is not None:
            self.here = self._places(cells["vierkant"])

    @cached_property
    def rho(self) -> np.ndarray:
        """Wanted cluster dwellings per resident of 75 and over, per cell; NaN is unknown."""
        return wanted_rate(self.inputs, self.cells["gemeentecode"])

    def _places(self, names: "pd.Series[str]") -> Snap:
        """Cells on the street network: from the address nearest to the centre, else the centre."""
        assert self.net is not None  # noqa: S101 - for the type checker: callers have looked
        x, y = centre(names)
        if self.homes is not None:
            frame = pd.DataFrame({"cel": names.to_numpy(), "x": x, "y": y})
            x, y = cell_places(frame, self.homes["cel"], self.homes["x"], self.homes["y"])
        return snap(self.net, x, y)

    @cached_property
    def people(self) -> pd.DataFrame:
        """Cells with older residents, ring included: `vierkant` and `p75` of the demand year."""
        ages = self.inputs.frame("leeftijd_cel", ["vierkant", "inwoners_75plus"])
        ages["p75"] = ages["inwoners_75plus"].astype(float).fillna(0.0)
        if self.inputs.has("bevolking_buurt"):
            self.year = integer("kans.demand_year")
            ages["p75"] *= self._growth(ages["vierkant"], self.year)
        return ages

    def _growth(self, names: "pd.Series[str]", year: int) -> np.ndarray:
        """Residents of 75 and over in a later year per one of now, of the buurt of each cell."""
        rows = self.inputs.frame("bevolking_buurt", ["buurtcode", "jaar", "inwoners_75plus"])
        wide = rows.pivot(index="buurtcode", columns="jaar", values="inwoners_75plus").astype(float)
        growth = kansen_criteria.growth(wide[min(wide.columns)], wide[str(year)])
        by_buurt = pd.Series(growth, index=wide.index)
        x, y = centre(names)
        buurt = buurt_of(self.inputs, pd.Series(x), pd.Series(y))
        own = self.inputs.frame("raster", ["vierkant", "buurtcode"]).set_index("vierkant")
        named = own["buurtcode"].reindex(names).reset_index(drop=True)
        whole = kansen_criteria.growth_of_all(wide[min(wide.columns)], wide[str(year)])
        return by_buurt.reindex(named.fillna(buurt)).fillna(whole).to_numpy()

    @cached_property
    def there(self) -> Snap:
        """Where those people live, on the network."""
        return self._places(self.people["vierkant"])

    @cached_property
    def wanted(self) -> np.ndarray:
        """Residents of 75 and over in reach of each cell."""
        assert self.net is not None  # noqa: S101 - for the type checker: callers have looked
        people = self.people["p75"].to_numpy()
        return kansen_criteria.reach_on_network(self.net, self.here, self.there, people)

    @property
    def unreached_pct(self) -> float | None:
        """Share of them who live too far from a street; None where demand is unknown."""
        if not self.known:
            return None
        people = self.people["p75"]
        return 100 * float(people[~self.there.snapped].sum() / max(people.sum(), 1.0))

    @property
    def known(self) -> bool:
        """Whether there are streets and ages."""
        return self.net is not None and self.inputs.has("leeftijd_cel")

    def criterion(self, excluded: np.ndarray, complexes: pd.DataFrame | None) -> np.ndarray:
        """V: percentile of unmet demand, less what corporations have already where that is given.

        Args:
            excluded: cells that are excluded.
            complexes: of corporations (tier B), None leaves existing clusters out.
        """
        if not self.known:
            return np.full(len(self.cells), np.nan)
        offered = np.zeros(len(self.cells))
        if complexes is not None:
            offered = self._clusters(kansen_plekken.clusters(complexes))
        on_street = self.here.snapped & ~self.here.loose
        rate = kansen_criteria.rate_to_rank(self.rho, offered)
        known = on_street & ~np.isnan(rate)
        unmet = kansen_criteria.unmet_demand(self.wanted, offered, rate, known)
        return kansen_criteria.criterion_v(unmet, excluded, self.cells["gemeentecode"])

    def _clusters(self, chosen: pd.DataFrame) -> np.ndarray:
        """Dwellings in reach of each cell that are in a cluster already."""
        if self.net is None or chosen.empty:
            return np.zeros(len(self.cells))
        there = snap(self.net, chosen["x"], chosen["y"])
        return kansen_criteria.reach_on_network(self.net, self.here, there, chosen["woningen"])

    def care_base(self) -> np.ndarray:
        """Metres to the nearest care base; NaN without a source."""
        empty = np.full(len(self.cells), np.nan)
        if self.net is None or not self.inputs.has("locaties"):
            return empty
        rows = self.inputs.frame("locaties", ["soort", "plaatsing", "geometry"])
        bases = rows[(rows["soort"] == CARE_BASE) & (rows["plaatsing"] != "postcodegebied")]
        if bases.empty:
            return empty
        points = bases["geometry"].to_numpy()
        there = snap(self.net, shapely.get_x(points), shapely.get_y(points))
        return nearest(self.net, self.here, there, number("kans.z_d2_m"))


def spar(inputs: Inputs, cells: pd.DataFrame) -> np.ndarray:
    """Relative access to care of the buurt of each cell: district nursing, else GPs (tier B)."""
    if not inputs.has("zorgtoegang_buurt"):
        return np.full(len(cells), np.nan)
    rows = inputs.frame("zorgtoegang_buurt", ["buurtcode", "spar_wijkverpleging", "spar_huisarts"])
    rows = rows.set_index("buurtcode").astype(float)
    found = rows["spar_wijkverpleging"].fillna(rows["spar_huisarts"])
    return found.reindex(cells["buurtcode"]).to_numpy()


def wheelchair(inputs: Inputs, cells: pd.DataFrame) -> np.ndarray:
    """R: mean of the two bounds of A_dest."""
    if not inputs.has("rolstoel_cel"):
        return np.full(len(cells), np.nan)
    rows = inputs.frame("rolstoel_cel", ["vierkant", "a_dest_laag", "a_dest_hoog"])
    rows = rows.set_index("vierkant").astype(float).reindex(cells["vierkant"])
    return kansen_criteria.criterion_r(rows["a_dest_laag"], rows["a_dest_hoog"])


def walk(inputs: Inputs, cells: pd.DataFrame) -> np.ndarray:
    """T: W of M6."""
    if not inputs.has("loop_cel"):
        return np.full(len(cells), np.nan)
    rows = inputs.frame("loop_cel", ["vierkant", "w"]).set_index("vierkant")["w"]
    return kansen_criteria.criterion_t(rows.reindex(cells["vierkant"]).astype(float))


def balance(inputs: Inputs, cells: pd.DataFrame, column: str) -> np.ndarray:
    """B by class (public) or by the exact balance (restricted)."""
    if not inputs.has("draaglast_buurt"):
        return np.full(len(cells), np.nan)
    rows = inputs.frame("draaglast_buurt", ["buurtcode", column]).set_index("buurtcode")[column]
    values = rows.reindex(cells["buurtcode"])
    if column == "klasse":
        return kansen_criteria.criterion_b_public(
            values.where(values.notna(), None).to_numpy(object)
        )
    return kansen_criteria.criterion_b(values.astype(float))


def residential(inputs: Inputs, cells: pd.DataFrame) -> np.ndarray:
    """Cells with at least one dwelling."""
    if not inputs.has("bag_verblijfsobjecten"):
        return np.zeros(len(cells), dtype=bool)
    homes = dwellings(inputs)
    return among(cells["vierkant"], cell_of_points(homes["x"], homes["y"]))
