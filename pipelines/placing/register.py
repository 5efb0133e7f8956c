"""What addresses are looked up in: BAG objects and addresses by id and by address, postcode areas.

Belongs here: bringing what an installation holds into one form. Not here: the rule by which a row
is placed (`pipelines/placing.py`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from pipelines.inputs import among
from pipelines.placing import text as placing_text

# An extract holds these too; nobody lives or works there any more, or ever did.
ENDED = (
    "Verblijfsobject ingetrokken",
    "Verblijfsobject ten onrechte opgevoerd",
    "Niet gerealiseerd verblijfsobject",
    "Plaats ingetrokken",
    "Plaats ten onrechte opgevoerd",
    "Naamgeving ingetrokken",
    "Naamgeving ten onrechte opgevoerd",
)
OBJECT = ("identificatie", "status", "postcode", "huisnummer", "huisletter", "toevoeging")


@dataclass(frozen=True)
class Register:
    """What addresses are looked up in; make it with `register`.

    Attributes:
        ids: current BAG ids (of objects and of addresses): `object`, `postcode`, `geometry`.
        gone: ids of objects that are no more.
        addresses: by key (postcode, number, letter, addition): `object`, `geometry`, and `aantal`,
            the number of objects with that address.
        areas: by postcode: `geometry`, the area, or the points of BAG with that postcode.
        postcodes: per row of BAG, for areas made of points.
        points: their points.
    """

    ids: pd.DataFrame
    gone: frozenset[str]
    addresses: pd.DataFrame
    areas: dict[str, shapely.Geometry]
    postcodes: "pd.Series[str]"
    points: "np.ndarray[tuple[int], np.dtype[np.object_]]"

    @property
    def reach(self) -> frozenset[str]:
        """Postcodes of four digits in which this installation can place anything."""
        known = {*self.postcodes.str[:4].unique(), *(code[:4] for code in self.areas)}
        return frozenset(known - {""})


def register(
    objects: pd.DataFrame | None = None,
    addresses: pd.DataFrame | None = None,
    areas: pd.DataFrame | None = None,
) -> Register:
    """What addresses are looked up in.

    Args:
        objects: BAG verblijfsobjecten: `OBJECT` and `geometry` (RD points).
        addresses: BAG addresses: the same with `object`, the id of their object, where known.
        areas: postcode areas: `postcode` and `geometry` (RD); without them the points of BAG with
            one postcode stand for its area.
    """
    bag = _bag(objects, addresses)
    ended = among(bag["status"], ENDED)
    gone = bag.loc[ended, "object"].dropna()
    bag = bag[~ended].reset_index(drop=True)
    named = [bag.assign(id=bag[name]).dropna(subset="id") for name in ("object", "identificatie")]
    ids = pd.concat(named).drop_duplicates("id").set_index("id")
    known = {}
    if areas is not None:
        known = dict(zip(areas["postcode"], areas["geometry"], strict=True))
    return Register(
        ids[["object", "postcode", "geometry"]],
        frozenset(gone[~among(gone, ids.index)]),
        _by_address(bag),
        known,
        bag["postcode"],
        bag["geometry"].to_numpy(),
    )


def _bag(objects: pd.DataFrame | None, addresses: pd.DataFrame | None) -> pd.DataFrame:
    """Main addresses of objects, then all addresses, in one form and one order.

    `sleutel` is null for a row without an address.
    """
    found = []
    if objects is not None:
        main = _normal(objects)
        found.append(main.assign(object=main["identificatie"]))
    if addresses is not None:
        found.append(_normal(addresses))
    if not found:
        empty = pd.DataFrame({name: pd.Series(dtype=object) for name in (*OBJECT, "geometry")})
        return _normal(empty)
    whole: pd.DataFrame = pd.concat(found, ignore_index=True)
    nameless = whole["object"].isna().to_numpy()
    if not nameless.any():
        return whole
    # An address that does not name its object is that of the object with the same address.
    repeated = nameless & among(whole["sleutel"], whole.loc[~nameless, "sleutel"])
    kept: pd.DataFrame = whole[~repeated]
    return kept.reset_index(drop=True)


def _normal(rows: pd.DataFrame) -> pd.DataFrame:
    held = rows[["identificatie", "status", "geometry"]].copy()
    held["object"] = rows.get("object")
    postcode = placing_text.postcodes(rows)
    keys = placing_text.keys(postcode, placing_text.houses(rows))
    held["postcode"] = postcode.to_numpy(zero_copy_only=False)
    held["sleutel"] = keys.to_numpy(zero_copy_only=False)
    return held.sort_values("identificatie", ignore_index=True)


def _by_address(bag: pd.DataFrame) -> pd.DataFrame:
    """Per address its object, and how many objects have it."""
    rows = bag[bag["sleutel"].notna()]
    rows = rows.assign(object=rows["object"].fillna(rows["identificatie"]))
    rows = rows.drop_duplicates(["sleutel", "object"])
    many = rows["sleutel"].duplicated(keep=False)
    held = rows.assign(aantal=np.where(many, 2, 1)).drop_duplicates("sleutel")
    return held.set_index("sleutel")[["object", "geometry", "aantal"]]


def areas_of(known: Register, wanted: set[str]) -> dict[str, shapely.Geometry]:
    """Areas of the postcodes asked for: as published, else the points of BAG."""
    found = {code: known.areas[code] for code in wanted & known.areas.keys()}
    rest = known.postcodes.isin(wanted - set(found)).to_numpy()
    codes = known.postcodes.to_numpy()[rest]
    order = np.argsort(codes, kind="stable")
    names, first = np.unique(codes[order], return_index=True)
    for name, points in zip(names, np.split(known.points[rest][order], first[1:]), strict=False):
        found[str(name)] = shapely.MultiPoint(list(points)).normalize()
    return found
