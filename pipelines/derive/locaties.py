"""Destinations and care locations of all sources, placed by point, address or postcode area."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data import places
from data.getallen import dutch
from pipelines.derive.plaatsing import register
from pipelines.inputs import Derived, Inputs, wkb
from pipelines.placing import rule as placing
from pipelines.placing.register import Register

CATERING = ("restaurant", "cafe", "bar", "pub", "fast_food", "nightclub")
MEETING = ("community_centre", "social_centre")
OSM = "OpenStreetMap"
SAME_PLACE_M = 75.0
COLUMNS = ("sleutel", "soort", "naam", "herkomst", "plaatsing", "geometry")
# How a place was found, as this layer says it.
WORDS = {
    placing.BAG_ID: "adres (BAG)",
    placing.ADRES: "adres (BAG)",
    placing.PC6: "postcodegebied",
    placing.NOWHERE: "",
}


def derive(inputs: Inputs) -> Derived:
    """One row per known location that may be shown as a point.

    What could not be placed is counted.
    """
    known = register(inputs)
    parts = [
        _osm(inputs),
        *(reader(inputs, known) for reader in (_pharmacies, _providers, _offices)),
    ]
    found = (
        pd.concat([part for part in parts if len(part)], ignore_index=True)
        if any(map(len, parts))
        else parts[0]
    )
    shielded = _never_shown(found)
    found = found[~shielded]
    lost = found[found["geometry"].isna()].groupby("herkomst").size()
    found = found[found["geometry"].notna()].sort_values("sleutel").reset_index(drop=True)
    twice = _known_twice(found)
    found = found[~twice].reset_index(drop=True)
    table = pa.Table.from_pandas(found[list(COLUMNS[:-1])], preserve_index=False)
    remarks = [
        f"{dutch(n)} locaties van {source} konden niet worden geplaatst."
        for source, n in lost.items()
    ]
    return Derived(
        table.append_column("geometry", wkb(found["geometry"])),
        {
            "ontbrekend": inputs.missing(["osm_bestemmingen", "igj_apotheken", "zorgaanbieders"]),
            "dubbel_bekend": int(twice.sum()),
            "afgeschermd": int(shielded.sum()),
            "niet_geplaatst": {str(k): int(v) for k, v in lost.items()},
            "opmerkingen": remarks,
        },
    )


def _never_shown(found: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Care that is never a point, whoever lists it and under whatever kind."""
    texts = zip(found["soort"], found["naam"], strict=True)
    told = [places.never_shown(*(t for t in pair if isinstance(t, str))) for pair in texts]
    return np.array(told, dtype=np.bool_)


def _known_twice(found: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Points of OpenStreetMap that a register or partner gives too: same kind, close by."""
    twice = np.zeros(len(found), dtype=np.bool_)
    of_osm = (found["herkomst"] == OSM).to_numpy()
    exact = ~of_osm & (found["plaatsing"] != "postcodegebied").to_numpy()
    for kind in found["soort"].unique():
        here = np.flatnonzero(of_osm & (found["soort"] == kind).to_numpy())
        there = found.loc[exact & (found["soort"] == kind).to_numpy(), "geometry"].to_numpy()
        if len(here) and len(there):
            tree = shapely.STRtree(there)
            near, _ = tree.query(
                found["geometry"].to_numpy()[here], predicate="dwithin", distance=SAME_PLACE_M
            )
            twice[here[np.unique(near)]] = True
    return twice


def _frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns, columns=list(COLUMNS))


def _osm(inputs: Inputs) -> pd.DataFrame:
    """Kinds that may be points; shelters and the like are left out on purpose."""
    if not inputs.has("osm_bestemmingen"):
        return _frame()
    rows = inputs.frame("osm_bestemmingen")
    kind = pd.Series(None, index=rows.index, dtype=object)
    rules = (
        ("horeca", rows["amenity"].isin(CATERING)),
        (
            "verpleeghuis",
            (rows["amenity"] == "nursing_home") | (rows["social_facility"] == "nursing_home"),
        ),
        ("fysiotherapeut", rows["healthcare"] == "physiotherapist"),
        ("ontmoeting", rows["amenity"].isin(MEETING)),
        ("apotheek", (rows["amenity"] == "pharmacy") | (rows["healthcare"] == "pharmacy")),
        ("huisarts", (rows["amenity"] == "doctors") | (rows["healthcare"] == "doctor")),
        ("supermarkt", rows["shop"] == "supermarket"),
    )
    for name, hit in rules:
        kind[hit] = name
    kept = rows[kind.notna()]
    key = "osm:" + kept["osm_soort"] + kept["osm_id"].astype(str)
    return _frame(
        sleutel=key,
        soort=kind[kind.notna()],
        naam=kept["naam"],
        herkomst=OSM,
        plaatsing="punt",
        geometry=kept["geometry"],
    )


def _pharmacies(inputs: Inputs, known: Register) -> pd.DataFrame:
    """The register, where it lies in reach; several pharmacists of one pharmacy are one place."""
    if not inputs.has("igj_apotheken"):
        return _frame()
    rows = inputs.frame("igj_apotheken").drop_duplicates(["naam", "adres", "postcode"])
    rows = _in_reach(rows, known)
    return _frame(
        sleutel="igj:" + rows["id"].astype(str),
        soort="apotheek",
        naam=rows["naam"],
        herkomst="register IGJ",
        **_placed(rows, known),
    )


def _in_reach(rows: pd.DataFrame, known: Register) -> pd.DataFrame:
    """Rows near what is known; a national register is not 'unplaced' elsewhere."""
    return rows[rows["postcode"].str[:4].isin(known.reach)].reset_index(drop=True)


def _placed(rows: pd.DataFrame, known: Register) -> dict[str, Any]:
    """How and where rows with an address are placed, in the words of this layer."""
    found = placing.place(rows, known)
    return {"plaatsing": found["plaats_status"].map(WORDS), "geometry": found["geometry"]}


def _providers(inputs: Inputs, known: Register) -> pd.DataFrame:
    if not inputs.has("zorgaanbieders"):
        return _frame()
    rows = inputs.frame("zorgaanbieders").reset_index(drop=True)
    return _frame(
        sleutel="partner:" + rows["id"].astype(str),
        soort=rows["soort"].str.lower(),
        naam=rows["naam"],
        herkomst="lijst van een zorgpartner",
        **_placed(rows, known),
    )


def _offices(inputs: Inputs, known: Register) -> pd.DataFrame:
    """Head offices of nursing-home organisations, newest year, by postcode only.

    No care location.
    """
    if not inputs.has("zorginstituut_organisaties"):
        return _frame()
    rows = inputs.frame("zorginstituut_organisaties").sort_values("verslagjaar")
    rows = _in_reach(rows.drop_duplicates(["kvk_nummer", "naam"], keep="last"), known)
    return _frame(
        sleutel="zin:" + rows["id"].astype(str),
        soort="hoofdkantoor verpleeghuis",
        naam=rows["naam"],
        herkomst="Zorginstituut Nederland",
        **_placed(rows[["postcode"]], known),
    )
