"""The full RD 100 m grid with the figures of CBS where published and the dwellings of BAG."""

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from pipelines.derive import dwellings
from pipelines.indicators.raster import assign_areas, cell_boxes, cell_of_points, grid
from pipelines.inputs import Derived, Inputs, stated, texts, wkb

FIGURES = ("inwoners", "inwoners_65plus", "woningen")


def derive(inputs: Inputs) -> Derived:
    """One row per cell that covers part of the own gemeenten."""
    cells = grid(inputs.area.own)
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    buurten = inputs.frame("cbs_buurten", ["buurtcode", "buurtnaam", "wijkcode", "geometry"])
    buurten = buurten[buurten["buurtcode"].str[2:6].isin(own)]
    area = assign_areas(cells, buurten["buurtcode"], buurten["geometry"])["gebied"]
    wijk = area.map(dict(zip(buurten["buurtcode"], buurten["wijkcode"], strict=True)))
    naam = area.map(dict(zip(buurten["buurtcode"], buurten["buurtnaam"], strict=True)))
    made: dict[str, pa.Array] = {
        "vierkant": texts(cells["cel"]),
        "buurtcode": texts(area),
        "buurtnaam": texts(naam),
        "wijkcode": texts(wijk),
        "gemeentecode": texts(
            [f"GM{code[2:6]}" if isinstance(code, str) else None for code in area]
        ),
    }
    made |= _published(inputs, cells["cel"])
    made |= _dwellings(inputs, cells["cel"])
    boxes = shapely.multipolygons(
        cell_boxes(cells["oost"], cells["noord"]), indices=np.arange(len(cells))
    )
    made["geometry"] = wkb(boxes)
    missing = inputs.missing(["cbs_vierkanten", "bag_verblijfsobjecten"])
    return Derived(pa.table(made), {"ontbrekend": missing})


def _published(inputs: Inputs, cells: "pd.Series[str]") -> dict[str, pa.Array]:
    """Figures of CBS; a cell CBS has no square for is secret, not empty."""
    made: dict[str, pa.Array] = {}
    if not inputs.has("cbs_vierkanten"):
        for name in FIGURES:
            made |= stated(name, np.full(len(cells), np.nan), "ontbreekt")
        return made
    fields = ["vierkant", *FIGURES, *(f"{name}_status" for name in FIGURES)]
    squares = inputs.frame("cbs_vierkanten", fields).set_index("vierkant").reindex(cells)
    for name in FIGURES:
        made |= stated(
            name, squares[name], squares[f"{name}_status"].fillna("onderdrukt"), whole=True
        )
    return made


def _dwellings(inputs: Inputs, cells: "pd.Series[str]") -> dict[str, pa.Array]:
    if not inputs.has("bag_verblijfsobjecten"):
        return stated("woningen_bag", np.full(len(cells), np.nan), "ontbreekt")
    homes = dwellings(inputs)
    counted = pd.Series(cell_of_points(homes["x"], homes["y"])).value_counts()
    return stated("woningen_bag", counted.reindex(cells).fillna(0), "waargenomen", whole=True)
