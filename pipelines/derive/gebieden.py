"""Gebieden: buurten dissolved as the profile lists them, else as a delivery does."""

from collections.abc import Iterable, Mapping, Sequence

import geopandas
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import shapely

from data.model import SRID
from pipelines.errors import ConfigurationError
from pipelines.indicators import opgave
from pipelines.inputs import Derived, Inputs, stated, texts, wkb


def derive(inputs: Inputs) -> Derived:
    """One row per gebied.

    Raises:
        ConfigurationError: a buurt of the profile does not exist, or stands in two gebieden.
    """
    division = members(inputs)
    buurten = inputs.frame("cbs_buurten", ["buurtcode", "geometry"])
    who = "Profiel" if inputs.work.profile.gebieden else "Levering van gebiedsindeling"
    _refuse(who, division, set(buurten["buurtcode"]))
    member = gebied_of(inputs)
    areas = geopandas.GeoDataFrame(
        buurten.assign(gebied=buurten["buurtcode"].map(member)), crs=SRID
    ).dropna(subset=["gebied"])
    united = areas.dissolve("gebied", aggfunc={"buurtcode": "count"}).sort_index()
    made = {"gebied": texts(united.index)}
    made |= stated("buurten", united["buurtcode"], "waargenomen", whole=True)
    return Derived(pa.table(made | {"geometry": wkb(_multi(united.geometry.to_numpy()))}))


def members(inputs: Inputs) -> Mapping[str, Sequence[str]]:
    """Gebied -> its buurten: as the profile lists them, else as a delivery does."""
    if inputs.work.profile.gebieden or not inputs.has("gebiedsindeling"):
        return inputs.work.profile.gebieden
    return _delivered(inputs)


def gebied_of(inputs: Inputs) -> dict[str, str]:
    """Buurt -> its gebied; empty where neither the profile nor a delivery says."""
    return {code: name for name, codes in members(inputs).items() for code in codes}


def cluster_gap(inputs: Inputs, buurten: "pd.Series[str]") -> npt.NDArray[np.float64]:
    """Clustered homes that the gebied of each buurt lacks by 2030 (M4-A); negative is a surplus.

    NaN without a gebied, or without a gap of it.

    Args:
        inputs: of a derivation that may name `opgave_gebied` and `gebiedsindeling`.
        buurten: code per row; None = no buurt.
    """
    if not inputs.has("opgave_gebied"):
        return np.full(len(buurten), np.nan)
    rows = inputs.frame("opgave_gebied", ["gebied", "klasse", "jaar", "tekort_a"])
    last = rows["jaar"].eq(str(opgave.LAST_YEAR)) & rows["klasse"].eq("geclusterd")
    gap = rows[last].set_index("gebied")["tekort_a"].astype(float)
    found = buurten.map(gebied_of(inputs)).map(gap)
    return np.asarray(found.to_numpy(dtype=float, na_value=np.nan))


def _delivered(inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """Gebied -> its buurten, as suppliers delivered them."""
    rows = inputs.frame("gebiedsindeling", ["gebied", "buurtcode"])
    return {str(name): tuple(part["buurtcode"]) for name, part in rows.groupby("gebied")}


def _multi(shapes: Iterable[shapely.Geometry]) -> list[shapely.MultiPolygon]:
    return [shapely.MultiPolygon(list(shapely.get_parts(shape))) for shape in shapes]


def _refuse(who: str, listed: Mapping[str, Sequence[str]], known: set[str]) -> None:
    seen: dict[str, str] = {}
    for name, codes in listed.items():
        for code in codes:
            if code not in known:
                raise ConfigurationError(
                    f"{who}: gebied {name} noemt {code}, die buurt bestaat niet."
                )
            if code in seen:
                raise ConfigurationError(f"{who}: buurt {code} staat in {seen[code]} en in {name}.")
            seen[code] = name
