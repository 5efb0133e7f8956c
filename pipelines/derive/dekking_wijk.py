"""M8a per wijk and kind of care: statements of providers laid over residents of 75 and over."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data import places
from data.datasets.dekking_wijk import ZORGSOORTEN
from pipelines.indicators import zorgdekking
from pipelines.inputs import Derived, Inputs, stated, texts

# Kind of care -> kind of known location, where an open list has them.
OPEN_KINDS = {
    "huisarts": "huisarts",
    "apotheek": "apotheek",
    "fysiotherapie": "fysiotherapeut",
}


def derive(inputs: Inputs) -> Derived:
    """One row per wijk of the own gemeenten and kind of care."""
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    wijken = inputs.frame("cbs_wijken", ["wijkcode", "wijknaam", "geometry"])
    wijken = wijken[wijken["wijkcode"].str[2:6].isin(own)].sort_values("wijkcode")
    wijken = wijken.reset_index(drop=True)
    points = _points(inputs)
    said, unplaced = _statements(inputs, points)
    known = _known_locations(inputs, wijken)
    found = []
    for kind in ZORGSOORTEN:
        covered = zorgdekking.statements(len(points), said[said["zorgsoort"] == kind])
        table = zorgdekking.coverage(points["wijkcode"], points["p75"], covered)
        table = table.reindex(wijken["wijkcode"])
        table["klasse"] = table["klasse"].fillna(zorgdekking.ONBEKEND)
        table["zorgsoort"], table["wijknaam"] = kind, wijken["wijknaam"].to_numpy()
        table["locaties"] = known.get(kind, np.full(len(wijken), np.nan))
        found.append(table)
    rows = pd.concat(found).rename_axis("wijkcode").reset_index()
    made: dict[str, pa.Array] = {n: texts(rows[n]) for n in ("wijkcode", "wijknaam", "zorgsoort")}
    made |= stated("locaties_bekend", rows["locaties"], "waargenomen", whole=True)
    made["klasse"] = texts(rows["klasse"])
    for column, source in (
        ("dekking_pct", "dekking"),
        ("dekking_laag_pct", "laag"),
        ("dekking_hoog_pct", "hoog"),
        ("uitspraak_pct", "bekend"),
    ):
        made |= stated(column, 100 * rows[source], "geschat")
    return Derived(pa.table(made), _coverage(inputs, unplaced))


def _points(inputs: Inputs) -> pd.DataFrame:
    """Cells of the own gemeenten with residents of 75 and over: `wijkcode`, `p75`, `x`, `y`."""
    cells = inputs.frame("raster", ["vierkant", "wijkcode"])
    people = pd.Series(np.nan, index=cells["vierkant"])
    if inputs.has("leeftijd_cel"):
        ages = inputs.frame("leeftijd_cel", ["vierkant", "inwoners_75plus"]).set_index("vierkant")
        people = ages["inwoners_75plus"].astype(float).reindex(cells["vierkant"])
    cells["p75"] = people.to_numpy()
    cells["x"] = cells["vierkant"].str[1:5].astype(float) * 100 + 50
    cells["y"] = cells["vierkant"].str[6:10].astype(float) * 100 + 50
    return cells[cells["p75"] > 0].reset_index(drop=True)


def _statements(inputs: Inputs, points: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """Which cells each statement is about, and whether some could not be placed.

    A statement is about the wijk it names, else the area it draws, else the gebied it names.
    """
    columns = ["punt", "zorgsoort", "levert"]
    none = pd.DataFrame(
        {c: pd.Series(dtype=object if c == "zorgsoort" else float) for c in columns}
    )
    if not inputs.has("verzorgingsgebieden"):
        return none, False
    rows = inputs.frame(
        "verzorgingsgebieden",
        ["aanbieder", "zorgsoort", "gebied", "wijkcode", "levert", "geometry"],
    )
    never = [
        places.never_shown(kind, name)
        for kind, name in zip(rows["zorgsoort"], rows["aanbieder"], strict=True)
    ]
    rows = rows[~np.asarray(never, dtype=bool)].reset_index(drop=True)
    rows["levert"] = rows["levert"].astype("Float64").astype(float)
    named = rows["wijkcode"].notna()
    shapes = rows["geometry"].where(rows["geometry"].notna(), rows["gebied"].map(_gebieden(inputs)))
    drawn = ~named & shapes.notna()
    by_wijk = rows[named].merge(points.reset_index(names="punt"), on="wijkcode")
    centres = shapely.points(points[["x", "y"]].to_numpy())
    tree = shapely.STRtree(np.asarray(centres, dtype=object))
    area, punt = tree.query(shapes[drawn].to_numpy(object), predicate="intersects")
    by_area = rows[drawn].iloc[area].assign(punt=punt)
    placed = [by_wijk[columns], by_area[columns]]
    return pd.concat([none, *placed], ignore_index=True), bool((~named & ~drawn).any())


def _gebieden(inputs: Inputs) -> dict[str, Any]:
    if not inputs.has("gebieden"):
        return {}
    rows = inputs.frame("gebieden", ["gebied", "geometry"])
    return dict(zip(rows["gebied"], rows["geometry"], strict=True))


def _known_locations(inputs: Inputs, wijken: pd.DataFrame) -> dict[str, np.ndarray]:
    """Per kind of care the known locations in each wijk; kinds without an open list are absent."""
    if not inputs.has("locaties"):
        return {}
    rows = inputs.frame("locaties", ["soort", "geometry"])
    tree = shapely.STRtree(wijken["geometry"].to_numpy())
    point, wijk = tree.query(rows["geometry"].to_numpy(), predicate="intersects")
    kinds = rows["soort"].to_numpy(object)[point]
    return {
        care: np.bincount(wijk[kinds == kind], minlength=len(wijken)).astype(float)
        for care, kind in OPEN_KINDS.items()
        if (rows["soort"] == kind).any()
    }


def _coverage(inputs: Inputs, unplaced: bool) -> dict[str, Any]:
    remarks = []
    if not inputs.has("verzorgingsgebieden"):
        remarks.append("Geen aanbieder heeft verzorgingsgebieden geleverd: alles is onbekend.")
    if not inputs.has("leeftijd_cel"):
        remarks.append("Zonder inwoners naar leeftijd is er geen dekking te berekenen.")
    if unplaced:
        remarks.append(
            "Een deel van de verzorgingsgebieden heeft geen grens en geen wijk en telt niet mee."
        )
    return {
        "ontbrekend": inputs.missing(["verzorgingsgebieden", "leeftijd_cel", "locaties"]),
        "opmerkingen": remarks,
    }
