"""Destinations and care locations of all sources, placed by point, address or postcode area."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from pipelines.inputs import Derived, Inputs, wkb

CATERING = ("restaurant", "cafe", "bar", "pub", "fast_food", "nightclub")
MEETING = ("community_centre", "social_centre")
OSM = "OpenStreetMap"
SAME_PLACE_M = 75.0
COLUMNS = ("sleutel", "soort", "naam", "herkomst", "plaatsing", "geometry")
_NUMBER = re.compile(r"(?P<nummer>[0-9]+)\s*(?P<rest>.*)$")


def derive(inputs: Inputs) -> Derived:
    """One row per known location that may be shown as a point.

    What could not be placed is counted.
    """
    places = _Places(inputs)
    parts = [
        _osm(inputs),
        *(reader(inputs, places) for reader in (_pharmacies, _providers, _offices)),
    ]
    found = (
        pd.concat([part for part in parts if len(part)], ignore_index=True)
        if any(map(len, parts))
        else parts[0]
    )
    lost = found[found["geometry"].isna()].groupby("herkomst").size()
    found = found[found["geometry"].notna()].sort_values("sleutel").reset_index(drop=True)
    twice = _known_twice(found)
    found = found[~twice].reset_index(drop=True)
    table = pa.Table.from_pandas(found[list(COLUMNS[:-1])], preserve_index=False)
    remarks = [
        f"{n} locaties van {source} konden niet worden geplaatst." for source, n in lost.items()
    ]
    return Derived(
        table.append_column("geometry", wkb(found["geometry"])),
        {
            "ontbrekend": inputs.missing(["osm_bestemmingen", "igj_apotheken", "zorgaanbieders"]),
            "dubbel_bekend": int(twice.sum()),
            "niet_geplaatst": {str(k): int(v) for k, v in lost.items()},
            "opmerkingen": remarks,
        },
    )


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


class _Places:
    """Where an address is: in BAG by id or by postcode and number, else its postcode area.

    Never by guess.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.by_id: dict[str | None, shapely.Geometry] = {}
        self.by_address: dict[tuple[str, int, str, str], shapely.Geometry | None] = {}
        self.by_postcode: dict[str, shapely.Geometry] = {}
        if inputs.has("bag_verblijfsobjecten"):
            self._read_bag(inputs)
        if inputs.has("pc6_vlakken"):
            areas = inputs.frame("pc6_vlakken", ["postcode", "geometry"])
            points = shapely.point_on_surface(areas["geometry"].to_numpy())
            self.by_postcode = dict(zip(areas["postcode"], points, strict=True))

    def _read_bag(self, inputs: Inputs) -> None:
        rows = inputs.frame(
            "bag_verblijfsobjecten",
            ["identificatie", "postcode", "huisnummer", "huisletter", "toevoeging", "geometry"],
        )
        self.by_id = dict(zip(rows["identificatie"], rows["geometry"], strict=True))
        keys = zip(
            rows["postcode"],
            rows["huisnummer"].fillna(-1).astype(int),
            rows["huisletter"].fillna("").str.upper(),
            rows["toevoeging"].fillna("").str.upper(),
            strict=True,
        )
        for key, point in zip(keys, rows["geometry"], strict=True):
            # More than one object on an address: neither is it.
            self.by_address[key] = None if key in self.by_address else point

    def find(
        self,
        postcode: str | None,
        number: int | None,
        letter: str = "",
        addition: str = "",
        bag: str | None = None,
    ) -> tuple[shapely.Geometry | None, str]:
        """Point and how it was found; no point when nothing fits."""
        if bag in self.by_id:
            return self.by_id[bag], "adres (BAG)"
        if postcode and number is not None:
            point = self.by_address.get((postcode, number, letter.upper(), addition.upper()))
            if point is not None:
                return point, "adres (BAG)"
        if postcode and postcode in self.by_postcode:
            return self.by_postcode[postcode], "postcodegebied"
        return None, ""


def _pharmacies(inputs: Inputs, places: _Places) -> pd.DataFrame:
    """The register, where it lies in reach; several pharmacists of one pharmacy are one place."""
    if not inputs.has("igj_apotheken"):
        return _frame()
    rows = inputs.frame("igj_apotheken").drop_duplicates(["naam", "adres", "postcode"])
    rows = rows[rows["postcode"].str[:4].isin(_reachable(places))].reset_index(drop=True)
    placed = [
        places.find(p, *_house(a)) for p, a in zip(rows["postcode"], rows["adres"], strict=True)
    ]
    return _frame(
        sleutel="igj:" + rows["id"].astype(str),
        soort="apotheek",
        naam=rows["naam"],
        herkomst="register IGJ",
        plaatsing=[how for _, how in placed],
        geometry=[point for point, _ in placed],
    )


def _reachable(places: _Places) -> set[str]:
    """PC4 the installation has places for; a national register is not 'unplaced' elsewhere."""
    return {key[0][:4] for key in places.by_address if key[0]} | {
        code[:4] for code in places.by_postcode
    }


def _house(address: str | None) -> tuple[int | None, str, str]:
    """House number, letter and addition at the end of an address line."""
    found = _NUMBER.search((address or "").strip())
    if not found:
        return None, "", ""
    rest = found["rest"].strip()
    letter = rest[:1] if rest[:1].isalpha() else ""
    return int(found["nummer"]), letter, rest[len(letter) :].strip(" -")


def _address(row: tuple[Any, ...]) -> tuple[str | None, int | None, str, str, str | None]:
    """Postcode, number, letter, addition and BAG id of a row; absent ones as None or empty text."""
    postcode, number, letter, addition, bag = (None if pd.isna(value) else value for value in row)
    return postcode, int(number) if number is not None else None, letter or "", addition or "", bag


def _providers(inputs: Inputs, places: _Places) -> pd.DataFrame:
    if not inputs.has("zorgaanbieders"):
        return _frame()
    rows = inputs.frame("zorgaanbieders").reset_index(drop=True)
    fields = ("postcode", "huisnummer", "huisletter", "toevoeging", "verblijfsobject")
    placed = [places.find(*_address(row)) for row in rows[list(fields)].itertuples(index=False)]
    return _frame(
        sleutel="partner:" + rows["id"].astype(str),
        soort=rows["soort"].str.lower(),
        naam=rows["naam"],
        herkomst="lijst van een zorgpartner",
        plaatsing=[how for _, how in placed],
        geometry=[point for point, _ in placed],
    )


def _offices(inputs: Inputs, places: _Places) -> pd.DataFrame:
    """Head offices of nursing-home organisations, newest year, by postcode only.

    No care location.
    """
    if not inputs.has("zorginstituut_organisaties"):
        return _frame()
    rows = inputs.frame("zorginstituut_organisaties").sort_values("verslagjaar")
    rows = rows.drop_duplicates(["kvk_nummer", "naam"], keep="last")
    rows = rows[rows["postcode"].str[:4].isin(_reachable(places))].reset_index(drop=True)
    placed = [places.find(postcode, None) for postcode in rows["postcode"]]
    return _frame(
        sleutel="zin:" + rows["id"].astype(str),
        soort="hoofdkantoor verpleeghuis",
        naam=rows["naam"],
        herkomst="Zorginstituut Nederland",
        plaatsing=[how for _, how in placed],
        geometry=[point for point, _ in placed],
    )
