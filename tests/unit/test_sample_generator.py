"""The generator: same seed same bytes, areas that fit, streets that connect, unique addresses."""

import csv
import io
import json
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import osmium
import pyogrio
import pytest
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from pipelines.sample import grenzen, straten
from pipelines.sample.make import Manifest, genereer, make
from pipelines.sample.plan import PER_GEMEENTE, lees
from pipelines.sample.rooster import Gebruik
from pipelines.sample.wereld import Wereld

WONINGEN, SEED = 6000, 7


@pytest.fixture(scope="module")
def wereld() -> Wereld:
    plan = lees(WONINGEN)
    return genereer(plan, plan.blokken[0], SEED)


@pytest.fixture(scope="module")
def gemaakt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    map_ = tmp_path_factory.mktemp("voorbeeld") / "uit"
    return map_, make(map_, WONINGEN, SEED)


def test_same_seed_gives_the_same_bytes(gemaakt: tuple[Path, Manifest], tmp_path: Path) -> None:
    _, eerste = gemaakt
    assert make(tmp_path / "nog", WONINGEN, SEED).bestanden == eerste.bestanden
    assert make(tmp_path / "anders", WONINGEN, SEED + 1).bestanden != eerste.bestanden


def test_plan_has_the_agreed_shape() -> None:
    plan = lees(40_000)
    kern = plan.blokken[0].gemeenten[0]
    assert (len(kern.wijken), sum(w.buurten for w in kern.wijken)) == (12, 60)
    assert len({w.gebied for w in kern.wijken}) == 5
    assert sum(w.aandeel for w in kern.wijken) == pytest.approx(1.0)
    assert len(plan.blokken[0].gemeenten) == 5
    assert plan.opmerking.startswith("Fictieve gegevens")


@pytest.mark.parametrize(
    ("woningen", "aantallen"),
    [(50_000, [50_000]), (100_000, [PER_GEMEENTE] * 2 + [20_000]), (120_000, [PER_GEMEENTE] * 3)],
)
def test_more_than_one_gemeente_above_the_limit(woningen: int, aantallen: list[int]) -> None:
    plan = lees(woningen)
    assert [b.gemeenten[0].woningen for b in plan.blokken[:-1]] == aantallen
    codes = [g.code for b in plan.blokken for g in b.gemeenten]
    assert len(set(codes)) == len(codes)


def test_eight_million_dwellings_fit_in_the_rd_range() -> None:
    plan = lees(8_000_000)
    x = [b.middelpunt[0] for b in plan.blokken]
    y = [b.middelpunt[1] for b in plan.blokken]
    assert len({b.middelpunt for b in plan.blokken}) == len(plan.blokken) == 201
    assert min(x) > 16_000
    assert max(x) < 272_000
    assert min(y) > 312_000
    assert max(y) < 615_000


def test_number_of_dwellings_is_near_what_was_asked(wereld: Wereld) -> None:
    kern = wereld.blok.gemeenten[0]
    mijn = np.array([b.gemeente is kern for b in wereld.r.buurten])
    assert wereld.o.woning[mijn[wereld.o.buurt]].sum() == pytest.approx(WONINGEN, rel=0.08)


def test_buurten_are_valid_and_cover_the_ground_once(wereld: Wereld) -> None:
    vlakken = grenzen.vlakken(wereld.r)
    assert all(shapely.is_valid(vlakken))
    geheel = shapely.union_all(vlakken)
    assert sum(shapely.area(vlakken)) == pytest.approx(geheel.area, rel=1e-9)
    assert sum(wereld.t.som["opp"]) == pytest.approx(geheel.area, rel=1e-9)


def test_every_dwelling_stands_in_its_buurt(wereld: Wereld) -> None:
    vlakken = np.array(grenzen.vlakken(wereld.r), dtype=object)
    punten = shapely.points(wereld.o.x, wereld.o.y)
    assert shapely.intersects(vlakken[wereld.o.buurt], punten).all()


def test_panden_are_valid_and_apart(wereld: Wereld) -> None:
    hoeken = np.stack([wereld.panden.hoek_x, wereld.panden.hoek_y], axis=-1)
    vlakken = shapely.polygons(hoeken)
    assert shapely.is_valid(vlakken).all()
    binnen = shapely.buffer(vlakken, -0.05)
    links, rechts = shapely.STRtree(binnen).query(binnen, predicate="intersects")
    assert (links == rechts).all()


def test_network_is_one_piece_and_reaches_every_dwelling(wereld: Wereld) -> None:
    s = wereld.s
    n = len(s.x)
    graaf = csr_matrix((np.ones(len(s.van)), (s.van, s.naar)), shape=(n, n))
    deel = connected_components(graaf, directed=False)[1]
    assert len(np.unique(deel[s.van])) == 1
    loop = s.soort != straten.AANLEG
    einden = np.stack([np.column_stack([s.x[k], s.y[k]]) for k in (s.van[loop], s.naar[loop])], 1)
    boom = shapely.STRtree(shapely.linestrings(einden))
    punten = shapely.points(wereld.o.x, wereld.o.y)
    _, afstand = boom.query_nearest(punten, return_distance=True, all_matches=False)
    assert afstand.max() < 50


def test_water_is_crossed_by_bridges_only(wereld: Wereld) -> None:
    s, r = wereld.s, wereld.r
    j, i = np.nonzero(np.isin(r.gebruik, (Gebruik.RIVIER, Gebruik.MEER)))
    hoeken = ((j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i))
    ringen = np.stack([np.column_stack([r.x[h], r.y[h]]) for h in hoeken], axis=1)
    nat = shapely.union_all(shapely.polygons(ringen))
    lijnen = shapely.linestrings(
        np.stack([np.column_stack([s.x[k], s.y[k]]) for k in (s.van, s.naar)], axis=1)
    )
    over = shapely.length(shapely.intersection(lijnen, shapely.buffer(nat, -1.0))) > 1
    assert s.brug.any()
    assert (over == s.brug).mean() > 0.995
    assert not (over & ~s.brug).any()


def test_addresses_are_unique_and_well_formed(wereld: Wereld) -> None:
    a = wereld.a
    adres = list(zip(a.pc6.tolist(), a.huisnummer.tolist(), a.huisletter, strict=True))
    assert len(set(adres)) == len(adres)
    assert all(len(p) == 6 and p[:4].isdigit() and p[4:].isalpha() for p in a.postcodes)
    assert len(set(a.postcodes)) == len(a.postcodes)


def test_bag_numbers_keep_their_leading_zeros(gemaakt: tuple[Path, Manifest]) -> None:
    map_, _ = gemaakt
    for laag, soort in (("verblijfsobject", "01"), ("pand", "10")):
        regels = (map_ / "ogc" / "bag" / laag / "features.jsonl").read_text().splitlines()
        nummers = [json.loads(r)["properties"]["identificatie"] for r in regels]
        assert len(set(nummers)) == len(nummers)
        assert all(len(n) == 16 and n[0] == "0" and n[4:6] == soort for n in nummers)


def test_bag_holds_the_known_quirks(wereld: Wereld) -> None:
    o = wereld.o
    assert len(np.unique(o.status)) >= 4
    assert (o.pand2 >= 0).any()
    assert (o.pand2 != o.pand).all()
    assert len(np.unique(o.doel)) >= 8
    doel = tomllib.loads(Path("data/reference/voorbeeld.toml").read_text())["voorzieningen"]
    assert any("," in v["doel"] for v in doel)


def test_growth_site_has_ground_but_no_residents(wereld: Wereld) -> None:
    soort = np.array([b.soort for b in wereld.r.buurten])
    groei = soort == wereld.plan.soort("groei")
    assert (wereld.r.gebruik == Gebruik.GROEI).any()
    assert wereld.t.som["inwoners"][groei].sum() == 0
    assert wereld.t.som["opp"][groei].sum() > 0


def test_boundaries_hold_water_and_abroad(gemaakt: tuple[Path, Manifest]) -> None:
    map_, _ = gemaakt
    regels = (map_ / "ogc" / "cbs" / "gemeenten" / "features.jsonl").read_text().splitlines()
    rijen = [(p["gemeentecode"], p["water"]) for p in (json.loads(r)["properties"] for r in regels)]
    assert {w for _, w in rijen} == {"NEE", "JA", "B"}
    assert ("GM0998", "B") in rijen
    assert len(rijen) == len(set(rijen))


def test_pbf_can_be_read_and_is_connected_by_node_ids(gemaakt: tuple[Path, Manifest]) -> None:
    map_, manifest = gemaakt
    wegen = bruggen = stappen = 0
    pbf = map_ / "bestanden" / "europe" / "netherlands-latest.osm.pbf"
    for o in osmium.FileProcessor(str(pbf)).with_locations():
        assert o.timestamp.year == 2024
        if o.is_way() and "highway" in o.tags:
            wegen += 1
            bruggen += "bridge" in o.tags
            stappen += o.tags["highway"] == "steps"
            assert all(n.location.valid() for n in o.nodes)
    assert wegen > 500
    assert bruggen > 0
    assert stappen > 0
    assert manifest.aantallen["osm_ways"] > wegen


def test_gtfs_is_complete_and_consistent(gemaakt: tuple[Path, Manifest]) -> None:
    map_, manifest = gemaakt
    with zipfile.ZipFile(map_ / "bestanden" / "nl" / "gtfs-nl.zip") as z:
        lees_csv = {n: list(csv.DictReader(io.StringIO(z.read(n).decode()))) for n in z.namelist()}
    assert set(lees_csv) == {
        f"{n}.txt" for n in ("agency", "feed_info", "calendar", "calendar_dates", "stops", "routes",
                             "trips", "stop_times")
    }  # fmt: skip
    stops = {s["stop_id"] for s in lees_csv["stops.txt"]}
    ritten = {t["trip_id"] for t in lees_csv["trips.txt"]}
    assert len(ritten) == len(lees_csv["trips.txt"])
    assert {t["stop_id"] for t in lees_csv["stop_times.txt"]} <= stops
    assert {t["trip_id"] for t in lees_csv["stop_times.txt"]} == ritten
    assert len(lees_csv["stop_times.txt"]) == manifest.aantallen["ov_tijden"]
    assert any(t["arrival_time"] >= "24:00:00" for t in lees_csv["stop_times.txt"])


def test_squares_are_a_geopackage_in_a_zip(gemaakt: tuple[Path, Manifest], tmp_path: Path) -> None:
    map_, _ = gemaakt
    with zipfile.ZipFile(map_ / "bestanden/vierkant/100/2025-cbs_vk100_2024_v1.zip") as z:
        z.extractall(tmp_path)
    (gpkg,) = tmp_path.glob("*.gpkg")
    meta, _, vlak, velden = pyogrio.raw.read(gpkg)
    kolom = dict(zip(meta["fields"], velden, strict=True))
    assert meta["crs"] == "EPSG:28992"
    grens = shapely.bounds(shapely.from_wkb(vlak))
    namen = [f"E{int(a // 100):04d}N{int(b // 100):04d}" for a, b in grens[:, :2]]
    assert kolom["crs28992res100m"].tolist() == namen
    inwoners = kolom["aantal_inwoners"]
    assert ((inwoners == -99997) | (inwoners % 5 == 0)).all()
    assert not ((inwoners < 5) & (kolom["aantal_woningen"] < 5)).any()


def test_partner_files_have_a_few_bad_rows(gemaakt: tuple[Path, Manifest]) -> None:
    map_, _ = gemaakt
    complexen = sorted((map_ / "partners" / "corporatiecomplexen").glob("*/*.csv"))
    assert len(complexen) == len(list((map_ / "partners" / "zorgcapaciteit").glob("*/*.csv"))) == 2
    assert len(list((map_ / "partners" / "zorgaanbieders").glob("*/*.csv"))) == 1
    for bestand in complexen:
        tekst = io.StringIO(bestand.read_text(encoding="utf-8"))
        rijen = list(csv.DictReader(tekst, delimiter=";"))
        assert rijen[-1]["complex_id"] == "Totaal"
        fout = [
            r
            for r in rijen[:-1]
            if len(r["bag_pand_id"]) != 16 or "," in r["doelgroep_ouderen_pct"]
        ]
        assert len(fout) == 2
        assert len({tuple(r.values()) for r in rijen}) == len(rijen) - 1
