"""The place of every row of every feed with an address, by the rule of `pipelines/placing`.

National registers count where they lie in reach; a supplier's row always counts.
"""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data import places
from data.model import Dataset
from data.registry import dataset as declared
from data.registry import registry
from pipelines import versions
from pipelines.inputs import Derived, Inputs, texts, wkb
from pipelines.placing import register as placing_register
from pipelines.placing import rule as placing

NEEDED = ("bag_verblijfsobjecten", "cbs_buurten")
OBJECT = [*placing_register.OBJECT, "geometry"]
# A postcode area that grazes the next buurt by the width of a line does not lie in it.
GRAZE_M = 5.0


def derive(inputs: Inputs) -> Derived:
    """One row per row of a placed feed, with its place or the reason why it has none."""
    known = register(inputs)
    feeds = [name for name in registry() if places.placed(declared(name)) and inputs.has(name)]
    parts = [placed(inputs, name, known) for name in feeds]
    found = pd.concat(parts, ignore_index=True) if parts else _none()
    found["buurtcode"] = _buurten(inputs, found)
    coverage = {name: _counts(found[found["bron"] == name]) for name in feeds}
    table = pa.table(
        {
            name: texts(found[name])
            for name in (
                "bron",
                "rij",
                "leverancier",
                "plaats_status",
                "plaats_reden",
                "verblijfsobject",
                "buurtcode",
            )
        }
    )
    return Derived(
        table.append_column("geometry", wkb(found["geometry"])),
        {"ontbrekend": inputs.missing(NEEDED), "feeds": coverage},
    )


def register(inputs: Inputs) -> placing_register.Register:
    """What addresses are looked up in, as far as this installation holds it."""
    held = {
        "objects": ("bag_verblijfsobjecten", OBJECT),
        "addresses": ("bag_adressen", ["object", *OBJECT]),
        "areas": ("pc6_vlakken", ["postcode", "geometry"]),
    }
    return placing_register.register(
        **{
            argument: inputs.frame(name, columns)
            for argument, (name, columns) in held.items()
            if inputs.has(name)
        }
    )


def placed(inputs: Inputs, name: str, known: placing_register.Register) -> pd.DataFrame:
    """Rows of one feed with their places.

    Returns:
        `bron`, `rij` (id in the feed), `leverancier` and the columns of `placing.place`.
    """
    dataset = declared(name)
    rows = inputs.frame(name, _columns(dataset))
    if dataset.geometry:  # a row that brings its own shape needs no other place
        rows = rows[rows["geometry"].isna()].reset_index(drop=True)
    rows = _in_reach(dataset, rows, known)
    shielded = _shielded(dataset, rows)
    found = placing.place(rows[~shielded], known).reindex(rows.index)
    found.loc[shielded, ["plaats_status", "plaats_reden"]] = [placing.NOWHERE, placing.SHIELDED]
    found["bron"], found["rij"] = name, rows["id"]
    found["leverancier"] = rows.get("leverancier")
    return found.astype(object).where(found.notna(), None)


def _columns(dataset: Dataset) -> list[str]:
    names = [c.name for c in dataset.columns]
    wanted = [*(n for n in places.ADDRESS if n in names), *places.telling(dataset)]
    supplier = ["leverancier"] if dataset.per_supplier else []
    shape = ["geometry"] if dataset.geometry else []
    return list(dict.fromkeys(["id", *supplier, *wanted, *shape]))


def _in_reach(
    dataset: Dataset, rows: pd.DataFrame, known: placing_register.Register
) -> pd.DataFrame:
    if dataset.per_supplier or "postcode" not in rows:
        return rows
    near = rows["postcode"].str[:4].isin(known.reach)
    return rows[near].reset_index(drop=True)


def _shielded(dataset: Dataset, rows: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Rows about care whose place is never shown."""
    hidden = np.zeros(len(rows), dtype=bool)
    for name in places.telling(dataset):
        written = rows[name].astype(object)
        never = {text for text in written.dropna().unique() if places.never_shown(str(text))}
        hidden |= written.isin(never).to_numpy()
    return hidden


def _none() -> pd.DataFrame:
    return pd.DataFrame({name: [] for name in ("bron", "rij", "leverancier", *placing.PLACED)})


def _buurten(inputs: Inputs, found: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Buurt of each place, by shape, in the division of the profile and never by a given code.

    A place in a postcode area has a buurt where the whole area lies in one.
    """
    codes = np.full(len(found), None, dtype=object)
    if not inputs.has("cbs_buurten") or inputs.joins("cbs_buurten") != "":
        return codes
    buurten = inputs.frame("cbs_buurten", ["buurtcode", "geometry"]).sort_values("buurtcode")
    tree = shapely.STRtree(buurten["geometry"].to_numpy())
    drawn = found["vlak"].where(found["vlak"].notna(), found["geometry"])
    shapes = drawn.to_numpy(dtype=object, copy=True)
    flat = shapely.get_dimensions(shapes) == 2
    shrunk = shapely.buffer(shapes[flat], -GRAZE_M)
    shapes[flat] = np.where(shapely.is_empty(shrunk), found["geometry"].to_numpy()[flat], shrunk)
    row, buurt = tree.query(shapes, predicate="intersects")
    hits = pd.DataFrame({"row": row, "buurt": buurt}).groupby("row")["buurt"].agg(["min", "size"])
    # A point on the line between two buurten is counted in the first, as everywhere.
    exact = found["vlak"].isna().to_numpy()[hits.index.to_numpy()]
    sure = hits[exact | (hits["size"] == 1).to_numpy()]
    codes[sure.index.to_numpy()] = buurten["buurtcode"].to_numpy()[sure["min"].to_numpy()]
    return codes


def _counts(rows: pd.DataFrame) -> dict[str, Any]:
    """What is told of one feed: rows per way of placing, and a print of its places."""
    shielded = rows["plaats_reden"] == placing.SHIELDED
    counts = rows.loc[~shielded, "plaats_status"].value_counts()
    shown = rows[["rij", "plaats_status", "plaats_reden", "buurtcode"]].fillna("")
    points = shapely.to_wkb(rows["geometry"].to_numpy(dtype=object), hex=True)
    return {
        **{status: int(counts.get(status, 0)) for status in placing.STATUSES},
        "afgeschermd": int(shielded.sum()),
        "afdruk": versions.fingerprint(shown.to_numpy().tolist(), [str(p) for p in points]),
    }
