"""M9 per 100 m cell, first form: criteria from whatever inputs there are, the absent ones named."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data.parameters import integer, number
from pipelines.derive import dwellings, lopen
from pipelines.indicators import kansen, kansen_criteria
from pipelines.indicators.afstand import nearest
from pipelines.indicators.raster import cell_of_points, cell_places, covered_share
from pipelines.indicators.snap import Snap, snap
from pipelines.inputs import Derived, Inputs, numbers, stated, texts, wkb

CODES = ("v", "t", "h", "z", "b")
NAMES = {
    "V": "vraag",
    "T": "voorzieningen te voet",
    "H": "haalbaarheid",
    "Z": "zorg nabij",
    "B": "draaglast-balans",
}
CARE_BASE = "verpleeghuis"
HALF = 0.5
# Exclusion -> the feeds with its areas
AREAS = {
    "natuurgebied": ("natura2000", "nnn"),
    "externe veiligheid": ("externe_veiligheid",),
}


def derive(inputs: Inputs) -> Derived:
    """One row per cell of the grid."""
    cells = inputs.frame(
        "raster", ["vierkant", "buurtcode", "buurtnaam", "gemeentecode", "geometry"]
    )
    excluded, why, no_layer = _exclusions(inputs, cells)
    demand = _Demand(inputs, cells)
    criteria = pd.DataFrame(index=cells.index)
    criteria["V"] = demand.criterion(excluded, clusters=False)
    criteria["T"] = _walk(inputs, cells)
    criteria["Z"] = demand.care()
    criteria["B"] = _balance(inputs, cells, "klasse")
    known = criteria.dropna(axis=1, how="all")
    found = kansen.opportunity(known, excluded, why)
    exact = criteria.assign(
        B=_balance(inputs, cells, "b_punten"), V=demand.criterion(excluded, clusters=True)
    )
    restricted = kansen.opportunity(exact.dropna(axis=1, how="all"), excluded, why)
    zone = kansen.zones(cells["vierkant"], found["s"], cells["gemeentecode"])
    made: dict[str, pa.Array] = {
        "vierkant": texts(cells["vierkant"]),
        "buurtcode": texts(cells["buurtcode"]),
        "buurtnaam": texts(cells["buurtnaam"]),
    }
    made |= stated("score", found["s"], found["s_status"])
    made["reden"] = texts(found["s_reden"])
    made["ontbreekt"] = texts(_words(found["ontbrekend"]))
    for code in CODES:
        made |= _contribution(found, code)
    made["zone"] = texts(zone)
    made |= stated("score_besloten", restricted["s"], restricted["s_status"])
    made["geometry"] = wkb(cells["geometry"])
    held = _coverage(inputs, criteria, no_layer) | {"p75_niet_bereikt_pct": demand.unreached_pct}
    return Derived(pa.table(made), held)


def _contribution(found: pd.DataFrame, code: str) -> dict[str, pa.Array]:
    values = found[f"bijdrage_{code}"]
    status = np.where(
        values.notna(),
        "geschat",
        np.where(found["s_status"] == "uitgesloten", "uitgesloten", "ontbreekt"),
    )
    return {f"bijdrage_{code}": numbers(values), f"bijdrage_{code}_status": texts(status)}


def _words(missing: "pd.Series[Any]") -> list[str | None]:
    return [
        None if not m else ", ".join(NAMES[c.strip()] for c in str(m).split(",")) for m in missing
    ]


class _Demand:
    """Who would live in a cluster near each cell, what is there already, and care nearby."""

    def __init__(self, inputs: Inputs, cells: pd.DataFrame) -> None:
        self.inputs, self.cells = inputs, cells
        self.unreached_pct: float | None = None
        self.net = lopen.senior(inputs) if inputs.has("osm_wegen") else None
        if self.net is not None:
            self.homes = dwellings(inputs) if inputs.has("bag_verblijfsobjecten") else None
            self.here = self._places(cells["vierkant"])

    def _places(self, names: "pd.Series[str]") -> Snap:
        """Cells on the street network: from the address nearest to the centre, else the centre."""
        assert self.net is not None  # noqa: S101 - for the type checker: callers have looked
        x, y = _centre(names)
        if self.homes is not None:
            frame = pd.DataFrame({"cel": names.to_numpy(), "x": x, "y": y})
            x, y = cell_places(frame, self.homes["cel"], self.homes["x"], self.homes["y"])
        return snap(self.net, x, y)

    def criterion(self, excluded: np.ndarray, *, clusters: bool) -> np.ndarray:
        """V: percentile of unmet demand.

        Unknown without streets, ages, or a rate in the profile.
        """
        rho = self.inputs.work.profile.rho
        if self.net is None or rho is None or not self.inputs.has("leeftijd_cel"):
            return np.full(len(self.cells), np.nan)
        ages = self.inputs.frame("leeftijd_cel", ["vierkant", "inwoners_75plus"])
        people = ages["inwoners_75plus"].astype(float).fillna(0.0)
        there = self._places(ages["vierkant"])
        self.unreached_pct = 100 * float(people[~there.snapped].sum() / max(people.sum(), 1.0))
        wanted = kansen_criteria.reach_on_network(self.net, self.here, there, people)
        offered = np.zeros(len(self.cells))
        if clusters and self.inputs.has("corporatiecomplexen"):
            offered = self._clusters()
        known = self.here.snapped & ~self.here.loose
        unmet = kansen_criteria.unmet_demand(wanted, offered, rho, known)
        return kansen_criteria.criterion_v(unmet, excluded, self.cells["gemeentecode"])

    def _clusters(self) -> np.ndarray:
        """Dwellings of complexes that pass the monitor test as far as it is known (METHODS 2)."""
        rows = self.inputs.frame("corporatiecomplexen")
        big = rows["woningen"].fillna(0) >= integer("cluster.min_units_monitor")
        older = rows["doelgroep_ouderen_pct"].fillna(0) >= 100 * number("cluster.share55")
        chosen = rows[big & older & rows["ontmoetingsruimte"].fillna(False).astype(bool)]
        panden = (
            self.inputs.frame("bag_panden", ["identificatie", "geometry"])
            if self.inputs.has("bag_panden")
            else None
        )
        if panden is None or chosen.empty or self.net is None:
            return np.zeros(len(self.cells))
        where = panden.set_index("identificatie")["geometry"].reindex(chosen["pand_identificatie"])
        points = shapely.centroid(where.to_numpy())
        there = snap(self.net, shapely.get_x(points), shapely.get_y(points))
        return kansen_criteria.reach_on_network(self.net, self.here, there, chosen["woningen"])

    def care(self) -> np.ndarray:
        """Z: distance to a care base; the other half (capacity per resident) comes with M8."""
        empty = np.full(len(self.cells), np.nan)
        if self.net is None or not self.inputs.has("locaties"):
            return empty
        rows = self.inputs.frame("locaties", ["soort", "plaatsing", "geometry"])
        bases = rows[(rows["soort"] == CARE_BASE) & (rows["plaatsing"] != "postcodegebied")]
        if bases.empty:
            return empty
        points = bases["geometry"].to_numpy()
        there = snap(self.net, shapely.get_x(points), shapely.get_y(points))
        metres = nearest(self.net, self.here, there, number("kans.z_d2_m"))
        return kansen_criteria.criterion_z(empty, metres)


def _centre(names: "pd.Series[str]") -> tuple[np.ndarray, np.ndarray]:
    """Centre of cells by name (south-west corner in hectometres)."""
    east = names.str[1:5].astype(float).to_numpy()
    north = names.str[6:10].astype(float).to_numpy()
    return east * 100 + 50, north * 100 + 50


def _walk(inputs: Inputs, cells: pd.DataFrame) -> np.ndarray:
    if not inputs.has("loop_cel"):
        return np.full(len(cells), np.nan)
    walk = inputs.frame("loop_cel", ["vierkant", "w"]).set_index("vierkant")["w"]
    return kansen_criteria.criterion_t(walk.reindex(cells["vierkant"]).astype(float))


def _balance(inputs: Inputs, cells: pd.DataFrame, column: str) -> np.ndarray:
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


def _exclusions(inputs: Inputs, cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Cells mostly under water, railway, nature, or a business estate without homes."""
    x, y = _centre(cells["vierkant"])
    named = pd.DataFrame({"cel": cells["vierkant"], "x": x, "y": y})
    named["oost"], named["noord"] = (named["x"] - 50) / 100, (named["y"] - 50) / 100
    layers: dict[str, np.ndarray | None] = {}
    if inputs.has("osm_vlakken"):
        land = inputs.frame("osm_vlakken", ["soort", "landuse", "geometry"])
        water = land.loc[land["soort"] == "water", "geometry"]
        layers["water"] = covered_share(named, water) > HALF
        layers["spoor of snelweg"] = (
            covered_share(named, land.loc[land["landuse"] == "railway", "geometry"]) > HALF
        )
        business = (
            covered_share(named, land.loc[land["landuse"] == "industrial", "geometry"]) > HALF
        )
        if inputs.has("bag_verblijfsobjecten"):
            homes = dwellings(inputs)
            lived_in = cells["vierkant"].isin(cell_of_points(homes["x"], homes["y"])).to_numpy()
            layers["bedrijventerrein zonder woonfunctie"] = business & ~lived_in
    for kind, names in AREAS.items():
        parts = [inputs.frame(name, ["geometry"])["geometry"] for name in names if inputs.has(name)]
        if parts:
            layers[kind] = covered_share(named, pd.concat(parts, ignore_index=True)) > HALF
    return kansen_criteria.exclusions(len(cells), layers)


def _coverage(inputs: Inputs, criteria: pd.DataFrame, no_layer: list[str]) -> dict[str, Any]:
    absent = [NAMES[c] for c in NAMES if c not in criteria or criteria[c].isna().all()]
    rho = inputs.work.profile.rho
    remarks = [
        "Methode 0.1: vraag van vandaag, "
        + (
            f"gewenst aandeel {rho:g} per inwoner van 75 jaar en ouder uit het profiel"
            if rho
            else "zonder gewenst aandeel in het profiel"
        )
        + ", zonder toegankelijkheid van de omgeving.",
    ]
    if inputs.has("natura2000") and not inputs.has("nnn"):
        remarks.append("Natuurgebied is alleen Natura 2000; het natuurnetwerk is niet geleverd.")
    if no_layer:
        remarks.append(f"Niet meegenomen als uitsluiting: {', '.join(no_layer)}.")
    return {
        "ontbrekend": absent,
        "ontbrekende_uitsluitingen": no_layer,
        "rho": rho,
        "opmerkingen": remarks,
    }
