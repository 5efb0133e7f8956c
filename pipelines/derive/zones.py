"""The zones of an installation and their profiles, for the two products that show them.

A zone is a project of kind `woonzorgzone`: its face as drawn (a whole kern), or, where only a point
or address is known, the walk around it. Meeting places of the municipality that could be a service
centre and lie in no such zone are candidates, with the walk around each.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from data.parameters import REFERENCE, number
from data.registry import dataset as declared
from pipelines.derive import buurt_of, dwellings, lopen
from pipelines.derive.geschikt import wijk_of
from pipelines.indicators import woonklassen
from pipelines.indicators import woonzorgzone as zone_of
from pipelines.indicators.bereik import isochrone
from pipelines.inputs import Inputs

APPOINTED, CANDIDATE = "aangewezen", "kandidaat"
DRAWN, WALKED = "zoals getekend", "loopafstand"
PUBLIC, CLOSED = "openbaar", "besloten"
CENTRES = ("buurthuis", "dorpshuis", "multifunctioneel")
NIGHT, GARDEN = "dag_en_nacht", "fitness_station"
KEYS = {"wijk": "wijkcode", "buurt": "buurtcode", "cel": "vierkant"}
CLUSTER = ("zorggeschikt", "geclusterd", "nultreden")


@dataclass(frozen=True)
class Profile:
    """Rows of the profiles, and the zones they are about."""

    zones: pd.DataFrame
    rows: pd.DataFrame


def zones(inputs: Inputs) -> pd.DataFrame:
    """All zones: `zone`, `naam`, `soort`, `grens`, `openbaar`, `geometry` (MultiPolygon)."""
    net = lopen.senior(inputs)
    appointed = _appointed(inputs)
    centres = _centres(inputs)
    found = pd.concat([appointed, centres], ignore_index=True)
    own = shapely.intersects(inputs.area.own, found["centrum"].to_numpy(object))
    found = found[np.asarray(own, dtype=bool)]
    made = []
    for row in found.to_dict("records"):
        shape = row["geometry"]
        row["grens"] = DRAWN if shapely.area(shape) > 0 else WALKED
        if row["grens"] == WALKED:
            shape = isochrone(
                net, shapely.get_x(shape), shapely.get_y(shape), number("zone.walk_m")
            )
        row["geometry"] = zone_of.as_faces(shape)
        if not row["geometry"].is_empty:
            made.append(row)
    columns = ["zone", "naam", "soort", "grens", "openbaar", "centrum", "geometry"]
    table = pd.DataFrame(made, columns=columns)
    return table[~_known_already(table)].reset_index(drop=True)


def _known_already(table: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Candidates whose centre lies in an appointed zone."""
    own = table.loc[table["soort"] == APPOINTED, "geometry"].to_numpy(object)
    inside = np.zeros(len(table), dtype=np.bool_)
    for at, row in enumerate(table.to_dict("records")):
        if row["soort"] == CANDIDATE:
            inside[at] = any(shapely.intersects(shape, row["centrum"]) for shape in own)
    return inside


def _places(inputs: Inputs, name: str) -> "pd.Series[Any]":
    """Point per row of a feed with an address; a postcode area is too coarse for a walk."""
    if not inputs.has("plaatsing"):
        return pd.Series(dtype=object)
    found = inputs.frame("plaatsing", ["bron", "rij", "plaats_status", "geometry"])
    exact = (found["bron"] == name) & found["plaats_status"].isin(["bag_id", "adres"])
    points: pd.Series[Any] = found[exact].set_index("rij")["geometry"]
    return points


def _appointed(inputs: Inputs) -> pd.DataFrame:
    if not inputs.has("projecten"):
        return _none()
    rows = inputs.frame("projecten", ["id", "naam", "plan_id", "soort", "geometry"])
    rows = rows[rows["soort"] == "woonzorgzone"]
    shape = rows["geometry"].where(
        rows["geometry"].notna(), _places(inputs, "projecten").reindex(rows["id"]).to_numpy()
    )
    open_plans: set[str] = set()
    if inputs.has("plannen"):
        plans = inputs.frame("plannen", ["plan_id", "openbaar"])
        open_plans = set(plans.loc[plans["openbaar"] == PUBLIC, "plan_id"])
    kept = rows[shape.notna()]
    drawn = shape[shape.notna()]
    shown = [PUBLIC if plan in open_plans else CLOSED for plan in kept["plan_id"]]
    return _frame("project:" + kept["id"], kept["naam"], APPOINTED, shown, drawn)


def _centres(inputs: Inputs) -> pd.DataFrame:
    if not inputs.has("ontmoetingsruimten"):
        return _none()
    rows = inputs.frame("ontmoetingsruimten", ["id", "naam", "soort", "open_voor_buurt"])
    rows = rows[rows["soort"].isin(CENTRES) & (rows["open_voor_buurt"] != "nee")]
    points = _places(inputs, "ontmoetingsruimten").reindex(rows["id"])
    known = points.notna().to_numpy()
    kept = rows[known]
    shown = [PUBLIC] * len(kept)
    return _frame("ruimte:" + kept["id"], kept["naam"], CANDIDATE, shown, points[known])


def _frame(zone: Any, naam: Any, soort: str, openbaar: list[str], shape: Any) -> pd.DataFrame:
    made = pd.DataFrame(
        {
            "zone": np.asarray(zone, dtype=object),
            "naam": np.asarray(naam, dtype=object),
            "soort": soort,
            "openbaar": openbaar,
            "geometry": np.asarray(shape, dtype=object),
        }
    )
    made["centrum"] = shapely.centroid(made["geometry"].to_numpy(object))
    return made


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=["zone", "naam", "soort", "openbaar", "geometry", "centrum"])


def profile(inputs: Inputs) -> Profile:
    """Every indicator of every zone, known or not; measured once for both products of a run."""
    return inputs.once(sorted(inputs.versions), _profile)


def _profile(inputs: Inputs) -> Profile:
    found = zones(inputs)
    homes = dwellings(inputs)
    homes["buurt"] = buurt_of(inputs, homes["x"], homes["y"])
    homes["wijk"] = wijk_of(inputs, homes["buurt"])
    listed = tomllib.loads((REFERENCE / "woonzorgzone.toml").read_text(encoding="utf-8"))
    measures = {one["sleutel"]: _measure(inputs, homes, one) for one in listed["indicatoren"]}
    x, y = homes["x"].to_numpy(float), homes["y"].to_numpy(float)
    rows: list[dict[str, Any]] = []
    counts = []
    for zone in found.to_dict("records"):
        here = zone_of.inside(zone["geometry"], x, y)
        counts.append(int(here.sum()))
        for one in listed["indicatoren"]:
            value = measures[one["sleutel"]](zone["geometry"], here)
            rows.append(_row(zone, one, value))
    return Profile(found.assign(woningen=counts), pd.DataFrame(rows))


def _row(zone: dict[Any, Any], one: dict[str, Any], value: float) -> dict[str, Any]:
    closed, source = bool(one.get("besloten")), one.get("dataset") or one.get("feed")
    judgement, norm = zone_of.judge(value, one.get("norm", ""), percent=one["eenheid"] == "%")
    shown = CLOSED if closed or zone["openbaar"] == CLOSED else PUBLIC
    return {
        "zone": zone["zone"],
        "naam": zone["naam"],
        "indicator": one["sleutel"],
        "titel": one["titel"],
        "eenheid": one["eenheid"],
        "waarde": np.nan if closed else value,
        "waarde_besloten": value if closed else np.nan,
        "norm": norm,
        "oordeel": judgement,
        "openbaar": shown,
        "bron": declared(source).title if source else "",
    }


Measure = Callable[[Any, Any], float]


def _measure(inputs: Inputs, homes: pd.DataFrame, one: dict[str, Any]) -> Measure:
    """How an indicator is measured; unknown where its source is not there."""
    special = {"clusterwoningen": _clusters, "zorg_24_uur": _night, "beweegtuin": _gardens}
    plans = {"plannen_verwacht": False, "plannen_gereed": True}
    if one["sleutel"] in special:
        return special[one["sleutel"]](inputs, homes)
    if one["sleutel"] in plans:
        return _plans(inputs, ready=plans[one["sleutel"]])
    if not one.get("dataset") or not inputs.has(one["dataset"]):
        return _unknown
    values = _values(inputs, one)
    limit = number(one["grens"]) if "grens" in one else np.nan
    area = homes[one["per"]]

    def found(_: Any, here: Any) -> float:
        return zone_of.of_dwellings(one["wijze"], values, area, here, limit)

    return found


def _values(inputs: Inputs, one: dict[str, Any]) -> "pd.Series[float]":
    """Figure per code of an indicator: read, or counted over the kinds that a source tells of.

    What a source does not know counts as not there, so a count is a lower bound; it is unknown
    where all kinds are.
    """
    key = one.get("sleutelkolom", KEYS[one["per"]])
    keep: dict[str, str] = one.get("filter", {})
    judged = [one["klasse"]] if "klasse" in one else []
    table = inputs.frame(one["dataset"], [key, one["kolom"], *judged, *keep])
    for name, value in keep.items():
        table = table[table[name].eq(value)]
    column: pd.Series[Any] = table.set_index(key)[one["kolom"]]
    if "tel" not in one:
        values: pd.Series[float] = column.astype(float)
        return zone_of.measured(values, table.set_index(key)[judged[0]]) if judged else values
    told = column.ne(one["onbekend"]).groupby(level=0).any()
    counted: pd.Series[float] = column.eq(one["tel"]).groupby(level=0).sum().astype(float)
    return counted.where(told)


def _unknown(_: Any, __: Any) -> float:
    return float("nan")


def _clusters(inputs: Inputs, _: pd.DataFrame) -> Measure:
    """Dwellings of complexes that pass the monitor test as far as it is known, in or near."""
    if not (inputs.has("corporatiecomplexen") and inputs.has("plaatsing")):
        return _unknown
    rows = inputs.frame("corporatiecomplexen")
    rows = rows[woonklassen.clusters(rows)]
    points = _places(inputs, "corporatiecomplexen").reindex(rows["id"])
    known = points.notna().to_numpy()
    homes, shapes = rows["woningen"].to_numpy(float)[known], points[known].to_numpy(object)

    def found(zone: Any, _: Any) -> float:
        hit = shapely.intersects(zone_of.near(zone), shapes)
        return float(homes[np.asarray(hit, dtype=bool)].sum())

    return found


def _gardens(inputs: Inputs, _: pd.DataFrame) -> Measure:
    """Exercise gardens in or near the zone; unknown where the map of the region has none at all."""
    if not inputs.has("osm_bestemmingen"):
        return _unknown
    rows = inputs.frame("osm_bestemmingen", ["leisure", "geometry"])
    shapes = rows.loc[rows["leisure"].eq(GARDEN), "geometry"].to_numpy(object)
    if not len(shapes):
        return _unknown

    def found(zone: Any, _: Any) -> float:
        return float(np.count_nonzero(shapely.intersects(zone_of.near(zone), shapes)))

    return found


def _night(inputs: Inputs, homes: pd.DataFrame) -> Measure:
    """Share of dwellings in wijken or drawn areas where care is delivered day and night.

    Where no provider said whether it does, it is unknown and never no (METHODS 12).
    """
    if not inputs.has("verzorgingsgebieden"):
        return _unknown
    rows = inputs.frame("verzorgingsgebieden", ["wijkcode", "levert", NIGHT, "geometry"])
    rows = rows[rows["levert"].eq(False) | rows[NIGHT].notna()]
    yes = rows["levert"].fillna(False).astype(bool) & rows[NIGHT].fillna(False).astype(bool)
    told, served = (_within(rows[kept], homes) for kept in (pd.Series(True, rows.index), yes))

    def found(_: Any, here: Any) -> float:
        return zone_of.served_share(served[here], told[here])

    return found


def _within(rows: pd.DataFrame, homes: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Dwellings in the wijken and drawn areas of some statements."""
    inside = homes["wijk"].isin(set(rows["wijkcode"].dropna())).to_numpy(bool, copy=True)
    for shape in rows.loc[rows["geometry"].notna(), "geometry"]:
        inside |= zone_of.inside(shape, homes["x"].to_numpy(float), homes["y"].to_numpy(float))
    return inside


def _plans(inputs: Inputs, *, ready: bool) -> Measure:
    """Suitable dwellings of plans in or near: expected, or of plans that are ready."""
    if not inputs.has("vlekken"):
        return _unknown
    rows = inputs.frame("vlekken", ["status", "bijdrage_totaal", *CLUSTER, "geometry"])
    rows = rows[rows["geometry"].notna()]
    whole = rows[list(CLUSTER)].astype(float).sum(axis=1)
    amount = whole.where(rows["status"] == "gereed", 0.0) if ready else rows["bijdrage_totaal"]
    shapes, homes = rows["geometry"].to_numpy(object), amount.fillna(0).to_numpy(float)

    def found(zone: Any, _: Any) -> float:
        hit = shapely.intersects(zone_of.near(zone), shapes)
        return float(homes[np.asarray(hit, dtype=bool)].sum())

    return found
