"""Who lives where and which care is in reach: shared by the access to care and the kansenkaart.

Demand points are the pieces of 100 m cells per buurt, ring included; capacity is placed by the rule
of `plaatsing`. Care whose place is never shown has no place here either.
"""

from functools import cached_property

import numpy as np
import pandas as pd
import shapely

from data import places
from data.datasets.zorgtoegang_buurt import KINDS
from data.parameters import numbers_by_name
from pipelines.derive import buurt_of, dwellings, lopen
from pipelines.indicators import zorgtoegang
from pipelines.indicators.afstand import pairs_within
from pipelines.indicators.netwerk import Netwerk
from pipelines.indicators.snap import Snap, snap
from pipelines.inputs import Inputs

# Ours -> the words providers use
WORDS = {
    "huisarts": ("huisarts",),
    "wijkverpleging": ("wijkverpleging", "steunpunt wijkverpleging"),
    "dagbesteding": ("dagbesteding",),
    "verpleeghuiszorg": ("verpleeghuiszorg",),
}


class Reach:
    """Demand points on the street network, with the people who live there."""

    def __init__(self, inputs: Inputs) -> None:
        """Read streets and people once.

        Args:
            inputs: with `osm_wegen`, `bag_verblijfsobjecten` and `cbs_buurten`.
        """
        self.inputs = inputs
        self.net: Netwerk = lopen.network_of(inputs, "foot")
        self.points = _demand(inputs)

    @cached_property
    def here(self) -> Snap:
        """Demand points on the network."""
        return snap(self.net, self.points["x"], self.points["y"])

    @cached_property
    def capacity(self) -> pd.DataFrame:
        """Placed locations of providers: `soort`, `fte`, `plaatsen`, `open`, `x`, `y`."""
        return _capacity(self.inputs)

    def silent(self, kind: str) -> int:
        """Placed providers of a kind that do not say how much they have: left out, not counted."""
        here = self.capacity[self.capacity["soort"] == kind]
        return int(here[unit_of(kind)].isna().sum())

    def mean(
        self, values: np.ndarray, people: str, *, everybody: bool = False
    ) -> "pd.Series[float]":
        """Mean per buurt over its residents; points off the street are left out.

        Args:
            values: one per demand point.
            people: column of the points that weighs.
            everybody: count points off the street too.
        """
        use = np.asarray(self.here.snapped) | everybody
        weight = self.points[people].fillna(0.0).to_numpy() * use
        sums = pd.DataFrame({"w": weight, "v": np.where(use, values, 0.0) * weight})
        sums = sums.groupby(self.points["buurt"].to_numpy()).sum()
        return sums["v"] / sums["w"].where(sums["w"] > 0)


def _demand(inputs: Inputs) -> pd.DataFrame:
    """Pieces of cells per buurt: `buurt`, `cel`, `x`, `y`, `inwoners`, `p75` (NaN without source).

    Residents of a buurt are spread evenly over its dwellings; a piece lies at its first dwelling.
    """
    homes = dwellings(inputs)
    homes["buurt"] = buurt_of(inputs, homes["x"], homes["y"])
    pieces = (
        homes.dropna(subset=["buurt"])
        .groupby(["buurt", "cel"], sort=True)
        .agg(x=("x", "first"), y=("y", "first"), n=("x", "size"))
        .reset_index()
    )
    share = pieces["n"] / pieces.groupby("buurt")["n"].transform("sum")
    for name, column, dataset, key in (
        ("inwoners", "inwoners", "cbs_kwb", "gebiedscode"),
        ("p75", "inwoners_75plus", "leeftijd_buurt", "buurtcode"),
    ):
        pieces[name] = np.nan
        if inputs.has(dataset):
            people = inputs.frame(dataset, [key, column]).set_index(key)[column].astype(float)
            pieces[name] = people.reindex(pieces["buurt"]).to_numpy() * share
    return pieces


def _capacity(inputs: Inputs) -> pd.DataFrame:
    columns = ["soort", "fte", "plaatsen", "open", "x", "y"]
    if not (inputs.has("zorgcapaciteit") and inputs.has("plaatsing")):
        return pd.DataFrame(columns=columns)
    rows = inputs.frame(
        "zorgcapaciteit",
        ["id", "zorgsoort", "naam", "plaatsen", "formatie_fte", "open_voor_nieuwe"],
    )
    never = [
        places.never_shown(kind, name)
        for kind, name in zip(rows["zorgsoort"], rows["naam"], strict=True)
    ]
    rows = rows[~np.asarray(never, dtype=bool)]
    where = inputs.frame("plaatsing", ["bron", "rij", "geometry"])
    placed = where[where["bron"] == "zorgcapaciteit"].set_index("rij")["geometry"]
    points = placed.reindex(rows["id"]).to_numpy()
    word = {theirs: ours for ours, words in WORDS.items() for theirs in words}
    return pd.DataFrame(
        {
            "soort": rows["zorgsoort"].map(word).to_numpy(),
            "fte": rows["formatie_fte"].astype(float).to_numpy(),
            "plaatsen": rows["plaatsen"].astype(float).to_numpy(),
            "open": rows["open_voor_nieuwe"].astype("Float64").astype(float).to_numpy(),
            "x": shapely.get_x(points),
            "y": shapely.get_y(points),
        }
    ).dropna(subset=["soort", "x"])


def unit_of(kind: str) -> str:
    """Column in which the capacity of a kind of care is told."""
    return "fte" if KINDS[kind][2].startswith("fte") else "plaatsen"


def access(reach: Reach, kind: str) -> pd.DataFrame | None:
    """Access to one kind of care per buurt, None where its capacity or its people are unknown.

    Returns:
        Index buurt: `spar` (E2SFCA), `laag` and `hoog` (spread of the methods), `open` (SPAR of
        capacity for somebody new), `per_inwoner` (fte or places).
    """
    people = "inwoners" if KINDS[kind][3] == "inwoners" else "p75"
    found = per_point(reach, kind)
    if found is None:
        return None
    return pd.DataFrame({name: reach.mean(found[name].to_numpy(), people) for name in found})


def per_point(reach: Reach, kind: str) -> pd.DataFrame | None:
    """The same per demand point; NaN off the street."""
    unit = unit_of(kind)
    people_of = "inwoners" if KINDS[kind][3] == "inwoners" else "p75"
    supply = reach.capacity[reach.capacity["soort"] == kind].dropna(subset=[unit])
    people = reach.points[people_of].fillna(0.0).to_numpy()
    people = np.where(reach.here.snapped, people, 0.0)  # nobody can come from off the street
    if supply.empty or not people.any():
        return None
    limit = numbers_by_name("zorg.reistijd_max_min")[kind]
    speed = numbers_by_name("zorg.snelheid_kmh")[kind] * 1000 / 60
    there = snap(reach.net, supply["x"], supply["y"])
    point, provider, metres = pairs_within(reach.net, reach.here, there, limit * speed)
    travel = zorgtoegang.Travel(point, provider, metres / speed)
    capacity = supply[unit].to_numpy()
    spread = pd.DataFrame(zorgtoegang.all_methods(travel, people, capacity, limit))
    if spread.isna().all(axis=None):
        return None
    free = zorgtoegang.open_capacity(capacity, supply["open"].to_numpy())
    default = zorgtoegang.floating_catchment(travel, people, capacity, limit)
    of_free = zorgtoegang.floating_catchment(travel, people, free, limit)
    table = pd.DataFrame(
        {
            "spar": spread[zorgtoegang.DEFAULT],
            "laag": spread.min(axis=1),
            "hoog": spread.max(axis=1),
            "open": zorgtoegang.spar(of_free, people, free),
            "per_inwoner": default.access,
        }
    )
    return table.where(pd.Series(reach.here.snapped))
