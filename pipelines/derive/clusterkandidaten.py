"""M5, cluster candidates: corporations by owner, other panden one by one; proof from partners."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely

from data.geschikt import PARTNERS
from data.getallen import dutch
from data.parameters import integer, number
from pipelines.derive import geschikt as shared
from pipelines.derive.complexen import JOIN
from pipelines.derive.geschiktheid_blok import most
from pipelines.indicators import geschikt, geschikt_cluster
from pipelines.inputs import Derived, Inputs, among, stated, texts, wkb

UNKNOWN = "onbekend"
COMPLEX = ["doelgroep_ouderen_pct", "ontmoetingsruimte", "intramurale_plaatsen", "woningen"]
TEXTS = (
    "eigenaar",
    "pand",
    "buurtcode",
    "wijkcode",
    "status",
    "complexen",
    "bewezen",
    "niet_voldaan",
    "onbekend",
    "toonbaar",
)


def derive(inputs: Inputs) -> Derived:
    """One row per pand or group of panden with enough expected units."""
    stock, buildings = shared.homes(inputs)
    homes = _grouped(shared.told(inputs, stock), buildings)
    homes["wijkcode"] = shared.wijk_of(inputs, homes["buurtcode"])
    found = _described(homes)
    outline = _shapes(homes, buildings).reindex(found.index)
    rooms = _rooms(inputs)
    found["afstand_ontmoetingsruimte_m"] = _nearest(outline, rooms)
    proof = geschikt_cluster.monitor_test(_proof(inputs, homes, found, outline, rooms))
    found = found.join(proof)
    owned = found["eigenaar"] != UNKNOWN
    small = owned & (found["woningen"] < integer("geschikt.complex_min_besloten"))
    found["toonbaar"] = np.where(small, "nee", "ja")
    made = {name: texts(found[name]) for name in TEXTS}
    for name in ("panden", "woningen"):
        made |= stated(name, found[name], "waargenomen", whole=True)
    made |= stated("nultreden", shared.one_decimal(found["nultreden"]), "geschat")
    for end in ("nultreden_ci_low", "nultreden_ci_high"):
        made[end] = pa.array(shared.one_decimal(found[end]), from_pandas=True)
    known = found["nultreden_gezien"].where(owned)
    made |= stated("nultreden_bekend", known, "waargenomen", whole=True)
    metres = found["afstand_ontmoetingsruimte_m"].round()
    made |= stated("afstand_ontmoetingsruimte_m", metres, "geschat")
    made["geometry"] = wkb(outline)
    return Derived(pa.table(made), _coverage(inputs, found))


def _grouped(known: pd.DataFrame, buildings: pd.DataFrame) -> pd.DataFrame:
    """Dwellings of groups with enough expected units, with `groep` and their chances.

    Only panden with some expected unit link a group; a pand that corporations and others share is
    two, each with its own dwellings.
    """
    chance = geschikt.chances(known)
    homes = known.assign(
        verwacht=chance["nultreden"], gezien=chance["gezien"], owner=known["corporatie"]
    )
    homes = homes[among(homes["pand"], buildings.index)]
    some = homes.groupby(["pand", "owner"], dropna=False)["verwacht"].transform("sum") > 0
    homes = homes[some]
    of_pand = homes.groupby(["pand", "owner"], dropna=False, sort=True)
    nodes = of_pand["verwacht"].sum().reset_index()
    owner = nodes["owner"].where(nodes["owner"].notna(), None).to_numpy(dtype=object)
    shapes = buildings["geometry"].reindex(nodes["pand"]).to_numpy(dtype=object)
    group = geschikt_cluster.groups(shapes, owner)
    enough = geschikt_cluster.candidates(group, nodes["verwacht"])
    node = of_pand.ngroup()
    homes = homes.assign(groep=group[node.to_numpy()])
    kept: pd.DataFrame = homes[enough[homes["groep"].to_numpy()]]
    return kept.reset_index(drop=True)


def _described(homes: pd.DataFrame) -> pd.DataFrame:
    """One row per group, in the order of its first pand."""
    chance = pd.DataFrame(
        {
            "nultreden": homes["verwacht"],
            "twee_sterren": 0.0,
            "vier_sterren": 0.0,
            "aanpasbaar": 0.0,
            "gezien": homes["gezien"],
        }
    )
    total = geschikt.sums(chance, homes["groep"])
    grouped = homes.groupby("groep")
    total["eigenaar"] = grouped["owner"].first().fillna(UNKNOWN)
    total["pand"] = grouped["pand"].min()
    total["panden"] = grouped["pand"].nunique()
    for name in ("buurtcode", "wijkcode"):
        total[name] = most(homes[name], homes["groep"])
    named = homes.dropna(subset="complex_id").groupby("groep")["complex_id"]
    total["complexen"] = named.agg(lambda ids: ", ".join(sorted(set(ids))))
    seen = homes["verwacht"].where(homes["gezien"], 0.0)
    total["nultreden_gezien"] = seen.groupby(homes["groep"]).sum()
    return total.sort_values(["eigenaar", "pand"])


def _shapes(homes: pd.DataFrame, buildings: pd.DataFrame) -> "pd.Series[Any]":
    """Footprints of each group as one shape."""
    made = {}
    for group, codes in homes.groupby("groep")["pand"].unique().items():
        united = shapely.union_all(buildings["geometry"].reindex(codes).to_numpy(dtype=object))
        made[group] = shapely.multipolygons(shapely.get_parts(united))
    return pd.Series(made, dtype=object)


def _rooms(inputs: Inputs) -> pd.DataFrame:
    """Meeting rooms that have a place, with the complex they belong to where that is told."""
    if not (inputs.has("ontmoetingsruimten") and inputs.has("plaatsing")):
        return pd.DataFrame({"complex_id": [], "geometry": []}, dtype=object)
    rows = inputs.frame("ontmoetingsruimten", ["id", "complex_id"])
    placed = inputs.frame("plaatsing", ["bron", "rij", "plaats_status", "geometry"])
    exact = placed["plaats_status"].isin(["bag_id", "adres"])
    placed = placed[(placed["bron"] == "ontmoetingsruimten") & exact].set_index("rij")
    rows["geometry"] = rows["id"].map(placed["geometry"])
    return rows[rows["geometry"].notna()].reset_index(drop=True)


def _nearest(outline: "pd.Series[Any]", rooms: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Metres to the nearest meeting room, as the crow flies; NaN beyond the register's distance."""
    metres = np.full(len(outline), np.nan)
    if len(rooms) and len(outline):
        tree = shapely.STRtree(rooms["geometry"].to_numpy(dtype=object))
        (row, _), away = tree.query_nearest(
            outline.to_numpy(dtype=object),
            max_distance=number("draaglast.ontmoeting_max_m"),
            return_distance=True,
            all_matches=False,
        )
        metres[row] = away
    return metres


def _proof(
    inputs: Inputs,
    homes: pd.DataFrame,
    found: pd.DataFrame,
    outline: "pd.Series[Any]",
    rooms: pd.DataFrame,
) -> pd.DataFrame:
    """What partners tell of each group, for the monitor test; unknown where one part is unknown."""
    made = pd.DataFrame(index=found.index)
    made["nultreden_gezien"] = found["nultreden_gezien"]
    for name in ("ouderen_pct", "ontmoetingsruimte", "intramuraal"):
        made[name] = np.nan
    if not inputs.has("corporatiecomplexen"):
        return made
    rows = inputs.frame("corporatiecomplexen", ["leverancier", "complex_id", *COMPLEX])
    rows["complex"] = rows["leverancier"] + JOIN + rows["complex_id"]
    rows = rows.drop_duplicates("complex").set_index("complex")[COMPLEX].astype(float)
    member = homes[["groep"]].assign(complex=homes["corporatie"] + JOIN + homes["complex_id"])
    pairs = member.drop_duplicates()
    told = rows.reindex(pairs["complex"]).set_index(pairs["groep"])
    weighted = told["doelgroep_ouderen_pct"] * told["woningen"]
    share = _all_known(weighted) / _all_known(told["woningen"])
    made["ouderen_pct"] = share.reindex(found.index)
    made["intramuraal"] = _all_known(told["intramurale_plaatsen"]).reindex(found.index)
    room = told["ontmoetingsruimte"]
    best = room.groupby(level=0).max()
    made["ontmoetingsruimte"] = best.where(best == 1, _all_known(room)).reindex(found.index)
    near = _tied_room(pairs, outline, rooms)
    made.loc[made.index.isin(near), "ontmoetingsruimte"] = 1.0
    return made


def _all_known(values: "pd.Series[float]") -> "pd.Series[float]":
    """Sum per group; NaN where one is unknown."""
    grouped = values.groupby(level=0)
    return grouped.sum().where(~values.isna().groupby(level=0).any())


def _tied_room(pairs: pd.DataFrame, outline: "pd.Series[Any]", rooms: pd.DataFrame) -> set[int]:
    """Groups with a meeting room of one of their own complexes within 100 m (SZGW)."""
    numbers = pairs.assign(complex_id=pairs["complex"].str.split(JOIN, n=1).str[1])
    joined = numbers.merge(rooms.dropna(subset="complex_id"), on="complex_id")
    away = shapely.distance(
        outline.reindex(joined["groep"]).to_numpy(dtype=object),
        joined["geometry"].to_numpy(dtype=object),
    )
    reach = number("cluster.meeting_max_m") + number("common.tolerance")
    return set(joined.loc[away <= reach, "groep"])


def _coverage(inputs: Inputs, found: pd.DataFrame) -> dict[str, Any]:
    absent = inputs.missing([*PARTNERS, "ontmoetingsruimten"])
    remarks = []
    if "corporatiecomplexen" in absent:
        remarks.append("Geen corporatie heeft complexen geleverd: alles is kandidaat.")
    if "ontmoetingsruimten" in absent:
        remarks.append("Er zijn geen ontmoetingsruimten geleverd.")
    unknown = int((found["eigenaar"] == UNKNOWN).sum())
    remarks.append(
        f"Van {dutch(unknown)} kandidaten is de eigenaar niet bekend: elk is een los pand."
    )
    return {"ontbrekend": absent, "eigenaar_onbekend": unknown, "opmerkingen": remarks}
