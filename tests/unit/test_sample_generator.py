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

from pipelines import profile
from pipelines.sample import boundaries, facilities, street_network
from pipelines.sample.lattice import Use
from pipelines.sample.make import Manifest, generate, make
from pipelines.sample.plan_reader import PER_GEMEENTE, load_plan
from pipelines.sample.world import World

DWELLINGS, SEED = 6000, 7


@pytest.fixture(scope="module")
def world() -> World:
    plan = load_plan(DWELLINGS)
    return generate(plan, plan.blocks[0], SEED)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    folder = tmp_path_factory.mktemp("voorbeeld") / "uit"
    return folder, make(folder, DWELLINGS, SEED)


def test_same_seed_gives_the_same_bytes(made: tuple[Path, Manifest], tmp_path: Path) -> None:
    _, first = made
    assert make(tmp_path / "nog", DWELLINGS, SEED).bestanden == first.bestanden
    assert make(tmp_path / "anders", DWELLINGS, SEED + 1).bestanden != first.bestanden


def test_plan_has_the_agreed_shape() -> None:
    plan = load_plan(40_000)
    core = plan.blocks[0].gemeenten[0]
    assert (len(core.wijken), sum(w.buurten for w in core.wijken)) == (12, 60)
    assert len({w.gebied for w in core.wijken}) == 5
    assert sum(w.share for w in core.wijken) == pytest.approx(1.0)
    assert len(plan.blocks[0].gemeenten) == 5
    assert plan.note.startswith("Fictieve gegevens")


@pytest.mark.parametrize(
    ("dwellings", "counts"),
    [(50_000, [50_000]), (100_000, [PER_GEMEENTE] * 2 + [20_000]), (120_000, [PER_GEMEENTE] * 3)],
)
def test_more_than_one_gemeente_above_the_limit(dwellings: int, counts: list[int]) -> None:
    plan = load_plan(dwellings)
    assert [b.gemeenten[0].dwellings for b in plan.blocks[:-1]] == counts
    codes = [g.code for b in plan.blocks for g in b.gemeenten]
    assert len(set(codes)) == len(codes)


def test_eight_million_dwellings_fit_in_the_rd_range() -> None:
    plan = load_plan(8_000_000)
    x = [b.middle[0] for b in plan.blocks]
    y = [b.middle[1] for b in plan.blocks]
    assert len({b.middle for b in plan.blocks}) == len(plan.blocks) == 201
    assert min(x) > 16_000
    assert max(x) < 272_000
    assert min(y) > 312_000
    assert max(y) < 615_000


def test_number_of_dwellings_is_near_what_was_asked(world: World) -> None:
    core = world.block.gemeenten[0]
    mine = np.array([b.gemeente is core for b in world.lattice.buurten])
    assert world.objects.dwelling[mine[world.objects.buurt]].sum() == pytest.approx(
        DWELLINGS, rel=0.08
    )


def test_buurten_are_valid_and_cover_the_ground_once(world: World) -> None:
    geometries = boundaries.geometries(world.lattice)
    assert all(shapely.is_valid(geometries))
    whole = shapely.union_all(geometries)
    assert sum(shapely.area(geometries)) == pytest.approx(whole.area, rel=1e-9)
    assert sum(world.tally.sums["opp"]) == pytest.approx(whole.area, rel=1e-9)


def test_every_dwelling_stands_in_its_buurt(world: World) -> None:
    geometries = np.array(boundaries.geometries(world.lattice), dtype=object)
    points = shapely.points(world.objects.x, world.objects.y)
    assert shapely.intersects(geometries[world.objects.buurt], points).all()


def test_panden_are_valid_and_apart(world: World) -> None:
    corners = np.stack([world.panden.corner_x, world.panden.corner_y], axis=-1)
    geometries = shapely.polygons(corners)
    assert shapely.is_valid(geometries).all()
    inside = shapely.buffer(geometries, -0.05)
    left, right = shapely.STRtree(np.asarray(inside)).query(inside, predicate="intersects")
    assert (left == right).all()


def test_network_is_one_piece_and_reaches_every_dwelling(world: World) -> None:
    s = world.streets
    n = len(s.x)
    graph = csr_matrix((np.ones(len(s.start)), (s.start, s.end)), shape=(n, n))
    component = connected_components(graph, directed=False)[1]
    assert len(np.unique(component[s.start])) == 1
    walkable = s.kind != street_network.CONSTRUCTION
    ends = np.stack(
        [np.column_stack([s.x[k], s.y[k]]) for k in (s.start[walkable], s.end[walkable])], 1
    )
    tree = shapely.STRtree(np.asarray(shapely.linestrings(ends)))
    points = shapely.points(world.objects.x, world.objects.y)
    _, distance = tree.query_nearest(points, return_distance=True, all_matches=False)
    assert distance.max() < 50


def test_water_is_crossed_by_bridges_only(world: World) -> None:
    s, r = world.streets, world.lattice
    j, i = np.nonzero(np.isin(r.use, (Use.RIVER, Use.LAKE)))
    corners = ((j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i))
    rings = np.stack([np.column_stack([r.x[h], r.y[h]]) for h in corners], axis=1)
    wet = shapely.union_all(shapely.polygons(rings))
    lines = shapely.linestrings(
        np.stack([np.column_stack([s.x[k], s.y[k]]) for k in (s.start, s.end)], axis=1)
    )
    over = shapely.length(shapely.intersection(lines, shapely.buffer(wet, -1.0))) > 1
    assert s.bridge.any()
    assert (over == s.bridge).mean() > 0.995
    assert not (over & ~s.bridge).any()


def test_addresses_are_unique_and_well_formed(world: World) -> None:
    a = world.addresses
    address = list(zip(a.pc6.tolist(), a.huisnummer.tolist(), a.huisletter, strict=True))
    assert len(set(address)) == len(address)
    assert all(len(p) == 6 and p[:4].isdigit() and p[4:].isalpha() for p in a.postcodes)
    assert len(set(a.postcodes)) == len(a.postcodes)


def test_bag_numbers_keep_their_leading_zeros(made: tuple[Path, Manifest]) -> None:
    folder, _ = made
    for layer, kind in (("verblijfsobject", "01"), ("pand", "10")):
        lines = (folder / "ogc" / "bag" / layer / "features.jsonl").read_text().splitlines()
        numbers = [json.loads(r)["properties"]["identificatie"] for r in lines]
        assert len(set(numbers)) == len(numbers)
        assert all(len(n) == 16 and n[0] == "0" and n[4:6] == kind for n in numbers)


def test_bag_holds_the_known_quirks(world: World) -> None:
    o = world.objects
    assert len(np.unique(o.status)) >= 4
    assert (o.pand2 >= 0).any()
    assert (o.pand2 != o.pand).all()
    assert len(np.unique(o.purpose)) >= 8
    facilities = tomllib.loads(Path("data/reference/voorbeeld.toml").read_text())["voorzieningen"]
    assert any("," in facility["doel"] for facility in facilities)


def test_growth_site_has_ground_but_no_residents(world: World) -> None:
    kind = np.array([b.kind for b in world.lattice.buurten])
    growth = kind == world.plan.kind_number("groei")
    assert (world.lattice.use == Use.GROWTH).any()
    assert world.tally.sums["inwoners"][growth].sum() == 0
    assert world.tally.sums["opp"][growth].sum() > 0


def test_countryside_has_farms_that_can_be_reached(world: World) -> None:
    rural = np.array([b.kind for b in world.lattice.buurten]) == world.plan.kind_number("landelijk")
    dwellings = world.tally.sums["woningen"][rural]
    assert (dwellings > 0).all()
    assert dwellings.sum() < 0.1 * world.tally.sums["woningen"].sum()


def test_students_catering_and_a_railway_stand_where_the_plan_says(world: World) -> None:
    sums = world.tally.sums
    number = {b.name: k for k, b in enumerate(world.lattice.buurten) if b.gebied}
    students, bars = number["Kloosterhof"], number["Markt"]
    assert sums["l15"][students] / sums["inwoners"][students] > 0.30
    kinds = [facilities.NUMBER[name] for name in facilities.CATERING]
    catering = np.isin(world.objects.facility, kinds)
    assert (catering & (world.objects.buurt == bars)).sum() > 0.01 * sums["inwoners"][bars]
    yard = world.lattice.use == Use.RAILWAY
    assert set(world.lattice.buurt[yard].tolist()) == {number["Transportzone"]}
    assert not yard.flat[world.objects.cell].any()


def test_profile_runs_on_the_sample(made: tuple[Path, Manifest]) -> None:
    folder, manifest = made
    loaded = profile.load(str(folder / "profiel.toml"), fictief=True)
    assert loaded.fictief
    assert list(loaded.gemeenten) == manifest.gemeenten
    assert {name: list(codes) for name, codes in loaded.gebieden.items()} == manifest.gebieden
    assert loaded.rho == load_plan(DWELLINGS).rho


def test_boundaries_hold_water_and_abroad(made: tuple[Path, Manifest]) -> None:
    folder, _ = made
    lines = (folder / "ogc" / "cbs" / "gemeenten" / "features.jsonl").read_text().splitlines()
    rows = [(p["gemeentecode"], p["water"]) for p in (json.loads(r)["properties"] for r in lines)]
    assert {w for _, w in rows} == {"NEE", "JA", "B"}
    assert ("GM0998", "B") in rows
    assert len(rows) == len(set(rows))


def test_pbf_can_be_read_and_is_connected_by_node_ids(made: tuple[Path, Manifest]) -> None:
    folder, manifest = made
    roads = bridges = steps = 0
    pbf = folder / "bestanden" / "europe" / "netherlands-latest.osm.pbf"
    for entity in osmium.FileProcessor(str(pbf)).with_locations():
        assert isinstance(entity, osmium.osm.Node | osmium.osm.Way)
        assert entity.timestamp.year == 2024
        if isinstance(entity, osmium.osm.Way) and "highway" in entity.tags:
            roads += 1
            bridges += "bridge" in entity.tags
            steps += entity.tags["highway"] == "steps"
            assert all(n.location.valid() for n in entity.nodes)
    assert roads > 500
    assert bridges > 0
    assert steps > 0
    assert manifest.aantallen["osm_ways"] > roads


def test_gtfs_is_complete_and_consistent(made: tuple[Path, Manifest]) -> None:
    folder, manifest = made
    with zipfile.ZipFile(folder / "bestanden" / "nl" / "gtfs-nl.zip") as z:
        tables = {n: list(csv.DictReader(io.StringIO(z.read(n).decode()))) for n in z.namelist()}
    assert set(tables) == {
        f"{n}.txt"
        for n in (
            "agency",
            "feed_info",
            "calendar",
            "calendar_dates",
            "stops",
            "routes",
            "trips",
            "stop_times",
        )
    }
    stops = {s["stop_id"] for s in tables["stops.txt"]}
    trips = {t["trip_id"] for t in tables["trips.txt"]}
    assert len(trips) == len(tables["trips.txt"])
    assert {t["stop_id"] for t in tables["stop_times.txt"]} <= stops
    assert {t["trip_id"] for t in tables["stop_times.txt"]} == trips
    assert len(tables["stop_times.txt"]) == manifest.aantallen["ov_tijden"]
    assert any(t["arrival_time"] >= "24:00:00" for t in tables["stop_times.txt"])


def test_squares_are_a_geopackage_in_a_zip(made: tuple[Path, Manifest], tmp_path: Path) -> None:
    folder, _ = made
    with zipfile.ZipFile(folder / "bestanden/vierkant/100/2025-cbs_vk100_2024_v1.zip") as z:
        z.extractall(tmp_path)
    (gpkg,) = tmp_path.glob("*.gpkg")
    meta, _, geometry, fields = pyogrio.raw.read(gpkg)
    column = dict(zip(meta["fields"], fields, strict=True))
    assert meta["crs"] == "EPSG:28992"
    bounds = shapely.bounds(shapely.from_wkb(geometry))
    names = [f"E{int(a // 100):04d}N{int(b // 100):04d}" for a, b in bounds[:, :2]]
    assert column["crs28992res100m"].tolist() == names
    residents = column["aantal_inwoners"]
    assert ((residents == -99997) | (residents % 5 == 0)).all()
    assert not ((residents < 5) & (column["aantal_woningen"] < 5)).any()


def test_partner_files_have_a_few_bad_rows(made: tuple[Path, Manifest]) -> None:
    folder, _ = made
    complexes = sorted((folder / "partners" / "corporatiecomplexen").glob("*/*.csv"))
    assert (
        len(complexes) == len(list((folder / "partners" / "zorgcapaciteit").glob("*/*.csv"))) == 2
    )
    assert len(list((folder / "partners" / "zorgaanbieders").glob("*/*.csv"))) == 1
    for file in complexes:
        text = io.StringIO(file.read_text(encoding="utf-8"))
        rows = list(csv.DictReader(text, delimiter=";"))
        assert rows[-1]["complex_id"] == "Totaal"
        bad = [
            r for r in rows[:-1] if len(r["bag_pand_id"]) != 16 or "," in r["doelgroep_ouderen_pct"]
        ]
        assert len(bad) == 2
        assert len({tuple(r.values()) for r in rows}) == len(rows) - 1
