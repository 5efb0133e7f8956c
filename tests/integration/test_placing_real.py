"""Placing on the publishers' own files: BAG addresses of the Houthavens, pharmacies, postcodes."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from data.registry import dataset
from pipelines.conform import Context, Tally, conform
from pipelines.connectors import Bron, Pull, pull
from pipelines.http.client import Http
from pipelines.placing.register import Register, register
from pipelines.placing.rule import ADRES, BAG_ID, NOWHERE, PC6, place
from pipelines.readers import read
from tests.support import originals

HOUTHAVENS = "bag/amsterdam_houthavens_addresses.gpkg"
LAYERS = {"verblijfsobjecten": 1836, "ligplaatsen": 67, "standplaatsen": 1}
PHARMACIES = "zorg/nl_apotheken_igj_20260102"
AREAS = "postcode/groningen_postcode6_2017"
DAY = date(2020, 9, 15)
ADDRESS = ["postcode", "huisnummer", "huisletter", "toevoeging"]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pull]:
    root = tmp_path_factory.mktemp("landing")
    with Http(SimpleNamespace(contact="a@b.invalid", landing=root), {}, ()) as http:
        yield Pull(http)


def conformed(context: Pull, file: Path, layer: str) -> pd.DataFrame:
    """A layer of the file as `bag_adressen` would hold it."""
    bron = Bron(dataset="bag_adressen", supplier="", vorm="gpkg", adres=(str(file),), laag=layer)
    tally = Tally()
    reader = read("bag_adressen", bron, pull(bron, context))
    batches = conform(dataset("bag_adressen"), reader, Context(1, DAY), tally)
    frame: pd.DataFrame = pa.Table.from_batches(list(batches)).to_pandas()
    assert tally.bad == []
    assert tally.received == len(frame) == LAYERS[layer]
    frame["geometry"] = shapely.from_wkb(frame["geometry"].to_numpy())
    return frame


@pytest.fixture(scope="module")
def addresses(context: Pull, feeds: Path) -> pd.DataFrame:
    parts = [conformed(context, feeds / HOUTHAVENS, layer) for layer in LAYERS]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def houthavens(addresses: pd.DataFrame) -> Register:
    return register(None, addresses)


def test_every_address_of_the_houthavens_finds_itself(
    addresses: pd.DataFrame, houthavens: Register
) -> None:
    found = place(addresses[ADDRESS], houthavens)
    # One has no postcode and one address belongs to two objects: those are not placed on it.
    without = addresses["postcode"].isna()
    twice = addresses.duplicated(ADDRESS, keep=False) & ~without
    exact = ~without & ~twice
    assert without.sum() == 1
    assert (found.loc[exact, "plaats_status"] == ADRES).all()
    assert (found.loc[exact, "geometry"] == addresses.loc[exact, "geometry"]).all()
    assert found.loc[without, "plaats_status"].tolist() == [NOWHERE]
    assert set(found.loc[twice, "plaats_status"]) <= {PC6}


def test_berths_and_the_pitch_are_found_by_id_and_by_address(
    addresses: pd.DataFrame, houthavens: Register
) -> None:
    others = addresses.iloc[LAYERS["verblijfsobjecten"] :]
    assert len(others) == 68
    by_id = place(others[["identificatie"]].set_axis(["verblijfsobject"], axis=1), houthavens)
    assert set(by_id["plaats_status"]) == {BAG_ID}
    by_address = place(others[ADDRESS], houthavens)
    assert set(by_address["plaats_status"]) == {ADRES}
    assert (by_address["geometry"] == others["geometry"]).all()


def test_an_address_that_is_not_there_is_never_a_neighbour(
    addresses: pd.DataFrame, houthavens: Register
) -> None:
    odd = addresses[ADDRESS].assign(toevoeging="ZZ")
    found = place(odd, houthavens)
    assert set(found["plaats_status"]) == {PC6, NOWHERE}
    assert found["verblijfsobject"].isna().all()


def test_pharmacies_of_groningen_lie_in_their_postcode_area(feeds: Path) -> None:
    areas: gpd.GeoDataFrame = originals.shape(feeds, AREAS).to_crs(28992)
    areas["geometry"] = areas["geometry"].make_valid()
    held = areas.rename(columns={"POSTCODE": "postcode"})[["postcode", "geometry"]]
    file = originals.table(feeds, PHARMACIES, ";")
    rows = file.rename(columns={"Adresbezoek": "adres", "Postcode": "postcode"})
    found = place(rows[["adres", "postcode"]], register(None, None, held))
    here = rows["postcode"].str.replace(" ", "").isin(set(held["postcode"]))
    assert here.sum() == 23
    assert (found["plaats_status"] == PC6).tolist() == here.tolist()
    assert set(found.loc[~here, "plaats_status"]) == {NOWHERE}
    inside = shapely.intersects(
        found.loc[here, "vlak"].to_list(), found.loc[here, "geometry"].to_list()
    )
    assert inside.all()
    reasons = found.loc[here, "plaats_reden"]
    assert reasons.str.endswith("(geschat).").all()


def test_address_lines_of_all_pharmacies_are_split_or_refused(feeds: Path) -> None:
    file = originals.table(feeds, PHARMACIES, ";")
    rows = file.rename(columns={"Adresbezoek": "adres", "Postcode": "postcode"})
    reasons = place(rows[["adres", "postcode"]], register())["plaats_reden"]
    unclear = reasons.str.contains("manier te lezen", regex=False)
    spans = reasons.str.contains("reeks", regex=False)
    assert 0 < unclear.sum() < 40, file["Adresbezoek"][unclear].tolist()
    assert 0 < spans.sum() < 70
    assert file["Adresbezoek"][spans].str.contains("[-/]").all()
