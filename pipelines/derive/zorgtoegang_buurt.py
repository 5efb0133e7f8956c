"""M8b per buurt: capacity per resident over the streets, ring included, and known locations."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data.datasets.zorgtoegang_buurt import KINDS, OPEN
from data.getallen import dutch
from data.parameters import number, numbers_by_name
from pipelines.derive import zorg
from pipelines.derive.draaglast_buurt import own_codes
from pipelines.indicators import zorgtoegang
from pipelines.indicators.afstand import pairs_within
from pipelines.indicators.snap import snap
from pipelines.inputs import Derived, Inputs, numbers, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten."""
    reach = zorg.Reach(inputs)
    codes = own_codes(inputs, "cbs_buurten", "buurtcode")
    made: dict[str, pa.Array] = {"buurtcode": texts(codes)}
    for kind, _, _ in OPEN:
        made |= stated(f"bekend_{kind}", _known(inputs, reach, kind).reindex(codes), "geschat")
    off = reach.mean(100.0 * ~reach.here.snapped, "inwoners", everybody=True)
    made |= stated("niet_aangesloten_pct", off.reindex(codes), "geschat")
    absent = []
    for kind in KINDS:
        found = zorg.access(reach, kind)
        if found is None:
            absent.append(KINDS[kind][0])
        made |= _spar(f"spar_{kind}", found, codes)
        if kind == "huisarts":
            made |= _doctors(reach, found, codes)
    silent = {KINDS[kind][0]: n for kind in KINDS if (n := reach.silent(kind))}
    return Derived(pa.table(made), _coverage(inputs, absent, silent))


def _known(inputs: Inputs, reach: zorg.Reach, kind: str) -> "pd.Series[float]":
    """Mean over residents of the known locations of one kind within reach by bicycle."""
    if not inputs.has("locaties"):
        return pd.Series(dtype=float)
    rows = inputs.frame("locaties", ["soort", "geometry"])
    points = rows.loc[rows["soort"] == kind, "geometry"].to_numpy()
    if not len(points):
        return pd.Series(dtype=float)
    there = snap(reach.net, shapely.get_x(points), shapely.get_y(points))
    limit = number("zorg.bekend_max_min") / 60 * number("zorg.fiets_kmh") * 1000
    point, _, _ = pairs_within(reach.net, reach.here, there, limit)
    counted = np.bincount(point, minlength=len(reach.points)).astype(float)
    return reach.mean(counted, "inwoners")


def _spar(name: str, found: pd.DataFrame | None, codes: list[str]) -> dict[str, pa.Array]:
    made = _plain(name, None if found is None else found["spar"], codes)
    for end, column in (("ci_low", "laag"), ("ci_high", "hoog")):
        values = np.full(len(codes), np.nan) if found is None else found[column].reindex(codes)
        made[f"{name}_{end}"] = numbers(values)
    return made


def _doctors(
    reach: zorg.Reach, found: pd.DataFrame | None, codes: list[str]
) -> dict[str, pa.Array]:
    """The variant without closed practices, the norm and what is missing by it, of GPs only.

    All unknown where no fte were delivered: locations are no capacity (reading 79).
    """
    names = ("huisarts_open_spar", "huisarts_norm", "huisarts_tekort_fte")
    if found is None:
        return {key: column for name in names for key, column in _plain(name, None, codes).items()}
    reached = found["per_inwoner"]
    norm = pd.Series(zorgtoegang.gp_norm(reached), index=found.index)
    residents = reach.points.groupby("buurt")["inwoners"].sum(min_count=1).reindex(found.index)
    short = pd.Series(zorgtoegang.gp_shortage(reached * residents, residents), index=found.index)
    columns = dict(zip(names, (found["open"], norm, short), strict=True))
    return {
        key: column
        for name, values in columns.items()
        for key, column in _plain(name, values, codes).items()
    }


def _plain(name: str, values: "pd.Series[float] | None", codes: list[str]) -> dict[str, pa.Array]:
    shown = np.full(len(codes), np.nan) if values is None else values.reindex(codes)
    return stated(name, shown, "geschat")


def _coverage(inputs: Inputs, absent: list[str], silent: dict[str, int]) -> dict[str, Any]:
    remarks = ["Vraag en aanbod van de ring rond de gemeente tellen mee."]
    if absent:
        remarks.append(f"Zonder geleverde capaciteit: {', '.join(absent)}; dat is onbekend.")
    if silent:
        told = "; ".join(f"{kind}: {dutch(n)}" for kind, n in silent.items())
        remarks.append(f"Aanbieders die hun capaciteit niet noemen, tellen niet mee ({told}).")
    limits = numbers_by_name("zorg.reistijd_max_min")
    speed = numbers_by_name("zorg.snelheid_kmh")
    widest = max(limits[kind] / 60 * speed[kind] * 1000 for kind in KINDS)
    if widest > inputs.work.profile.ring_m:
        remarks.append("Het bereik is groter dan de ring: langs de rand is het beeld onvolledig.")
    return {
        "ontbrekend": [*inputs.missing(["cbs_kwb", "leeftijd_buurt", "locaties"]), *absent],
        "opmerkingen": remarks,
    }
