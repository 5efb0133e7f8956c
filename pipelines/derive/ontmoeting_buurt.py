"""M14 meeting places per buurt: reach from M6, rooms of two lists, clusters of corporations."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data import places
from data.getallen import dutch
from pipelines.derive.eigen import own_buurten
from pipelines.indicators import ontmoeting, woonklassen
from pipelines.inputs import Derived, Inputs, stated, texts

SAME_PLACE_M = 75.0
ROUGH = ("pc6", "postcodegebied", "niet_geplaatst")
COUNTS = ("ruimten", "open_ja", "open_nee", "open_onbekend")
REACH = "aandeel_65_ontmoeting_500_pct"


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten."""
    buurten = own_buurten(inputs, "wijkcode")
    codes = buurten["buurtcode"]
    made: dict[str, pa.Array] = {name: texts(buurten[name]) for name in ("buurtcode", "wijkcode")}
    made |= _copied(inputs, "leeftijd_buurt", "inwoners_65plus", codes)
    made |= _copied(inputs, "loop_buurt", REACH, codes)
    rooms = _rooms(inputs)
    made |= _counted(rooms, codes)
    judged = _judged(inputs, rooms)
    made |= _clusters(judged, codes)
    return Derived(pa.table(made), _coverage(inputs, rooms, judged))


def _copied(
    inputs: Inputs, dataset: str, column: str, codes: "pd.Series[str]"
) -> dict[str, pa.Array]:
    """A figure of another product as it is, with its status."""
    if not inputs.has(dataset):
        return stated(column, np.full(len(codes), np.nan), "geschat")
    rows = inputs.frame(dataset, ["buurtcode", column, f"{column}_status"]).set_index("buurtcode")
    rows = rows.reindex(codes)
    status = rows[f"{column}_status"].fillna("ontbreekt").to_numpy(object)
    return stated(column, rows[column].to_numpy(object), status)


def _rooms(inputs: Inputs) -> pd.DataFrame | None:
    """Known meeting places: `buurtcode`, `open`, `punt`, `exact`; None without a source.

    A map on which no place in the whole region is called a meeting place has no such source.
    """
    parts = [part for part in (_listed(inputs), _on_map(inputs)) if len(part)]
    if not parts:
        return None
    found = pd.concat(parts, ignore_index=True)
    return found[~_twice(found)].reset_index(drop=True)


def _listed(inputs: Inputs) -> pd.DataFrame:
    """The list of the gemeente, placed by address; shelters are never counted as a place."""
    if not inputs.has("ontmoetingsruimten") or not inputs.has("plaatsing"):
        return pd.DataFrame()
    rows = inputs.frame("ontmoetingsruimten", ["id", "naam", "soort", "open_voor_buurt"])
    shielded = [places.never_shown(a, b) for a, b in zip(rows["soort"], rows["naam"], strict=True)]
    rows = rows[~np.array(shielded, dtype=bool)]
    where = _places(inputs, "ontmoetingsruimten").reindex(rows["id"])
    return pd.DataFrame(
        {
            "buurtcode": where["buurtcode"].to_numpy(object),
            "open": rows["open_voor_buurt"].to_numpy(object),
            "punt": where["geometry"].to_numpy(object),
            "exact": ~where["plaats_status"].isin(ROUGH).to_numpy(bool),
            "lijst": True,
        }
    )


def _on_map(inputs: Inputs) -> pd.DataFrame:
    """Places of OpenStreetMap and registers; they do not say whether they are open to the buurt."""
    rows = inputs.frame("locaties", ["soort", "plaatsing", "geometry"])
    rows = rows[rows["soort"].eq("ontmoeting")].reset_index(drop=True)
    return pd.DataFrame(
        {
            "buurtcode": _buurt(inputs, rows["geometry"]),
            "open": None,
            "punt": rows["geometry"].to_numpy(object),
            "exact": ~rows["plaatsing"].isin(ROUGH).to_numpy(bool),
            "lijst": False,
        }
    )


def _buurt(inputs: Inputs, points: "pd.Series[Any]") -> "np.ndarray[Any, Any]":
    buurten = inputs.frame("cbs_buurten", ["buurtcode", "geometry"])
    found = np.full(len(points), None, dtype=object)
    tree = shapely.STRtree(buurten["geometry"].to_numpy())
    at, area = tree.query(points.to_numpy(), predicate="intersects")
    found[at[::-1]] = buurten["buurtcode"].to_numpy(object)[area[::-1]]
    return found


def _places(inputs: Inputs, feed: str) -> pd.DataFrame:
    rows = inputs.frame("plaatsing", ["bron", "rij", "plaats_status", "buurtcode", "geometry"])
    return rows[rows["bron"].eq(feed)].set_index("rij")


def _twice(found: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Places of the map that stand on the list too: close by, both placed exactly."""
    twice = np.zeros(len(found), dtype=np.bool_)
    placed = found["punt"].notna().to_numpy(bool) & found["exact"].to_numpy(bool)
    listed = found["lijst"].to_numpy(bool)
    here, there = np.flatnonzero(placed & ~listed), np.flatnonzero(placed & listed)
    if len(here) and len(there):
        points = found["punt"].to_numpy(object)
        tree = shapely.STRtree(points[there])
        near, _ = tree.query(points[here], predicate="dwithin", distance=SAME_PLACE_M)
        twice[here[np.unique(near)]] = True
    return twice


def _counted(rooms: pd.DataFrame | None, codes: "pd.Series[str]") -> dict[str, pa.Array]:
    made: dict[str, pa.Array] = {}
    if rooms is None:
        for name in COUNTS:
            made |= stated(name, np.full(len(codes), np.nan), "waargenomen", whole=True)
        return made
    placed = rooms[rooms["buurtcode"].notna()]
    counted = ontmoeting.rooms_per_area(placed["buurtcode"], placed["open"])
    counted = counted.reindex(codes, fill_value=0)
    for name in COUNTS:
        made |= stated(name, counted[name], "waargenomen", whole=True)
    return made


def _judged(inputs: Inputs, rooms: pd.DataFrame | None) -> pd.DataFrame | None:
    """Clusters by `code` of their buurt and whether a room is near (`met`); None without a list."""
    if not (inputs.has("corporatiecomplexen") and inputs.has("plaatsing")):
        return None
    rows = inputs.frame("corporatiecomplexen")
    rows = rows[woonklassen.for_older(rows)]
    where = _places(inputs, "corporatiecomplexen").reindex(rows["id"])
    placed = where["geometry"].notna() & ~where["plaats_status"].isin(ROUGH)
    points = where["geometry"].where(placed, None).to_numpy(object)
    exact = rooms[rooms["exact"] & rooms["punt"].notna()] if rooms is not None else None
    near = exact["punt"].to_numpy(object) if exact is not None else None
    room = ontmoeting.has_room(points, near, rows["ontmoetingsruimte"].astype(float))
    return pd.DataFrame({"code": where["buurtcode"].to_numpy(object), "met": room})


def _clusters(judged: pd.DataFrame | None, codes: "pd.Series[str]") -> dict[str, pa.Array]:
    """Clusters per buurt and those with a room; null without complexes."""
    names = ("clusters", "clusters_met", "aandeel_clusters_100_pct")
    table = pd.DataFrame(np.nan, index=codes, columns=list(names))
    if judged is not None:
        counts = judged.dropna().groupby("code")["met"].agg(["size", "sum"]).reindex(codes)
        table["clusters"] = counts["size"].fillna(0)
        table["clusters_met"] = counts["sum"].fillna(0)
        table["aandeel_clusters_100_pct"] = 100 * counts["sum"] / counts["size"]
    made: dict[str, pa.Array] = {}
    for name in names:
        made |= stated(name, table[name], "waargenomen", whole=not name.endswith("_pct"))
    return made


def _coverage(
    inputs: Inputs, rooms: pd.DataFrame | None, judged: pd.DataFrame | None
) -> dict[str, Any]:
    wanted = ["loop_buurt", "ontmoetingsruimten", "corporatiecomplexen"]
    remarks = []
    if rooms is None:
        remarks.append("Er is geen bron van ontmoetingsplekken.")
    elif lost := int(rooms["buurtcode"].isna().sum()):
        remarks.append(f"{dutch(lost)} plekken liggen buiten de buurten of zijn niet geplaatst.")
    if inputs.has("ontmoetingsruimten"):
        remarks.append(
            "Het bereik van 65-plussers telt de plekken van de kaart Voorzieningen en zorglocaties."
        )
    if unknown := 0 if judged is None else int(judged.isna().any(axis=1).sum()):
        remarks.append(
            f"Van {dutch(unknown)} clusters is niet bekend of er een ontmoetingsplek dichtbij "
            "is; zij tellen niet mee."
        )
    return {"ontbrekend": inputs.missing(wanted), "opmerkingen": remarks}
