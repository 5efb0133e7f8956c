"""Published figures of the sample are sums over its people, then rounded and suppressed."""

import numpy as np
import pytest

from pipelines.sample import (
    ages,
    kwb,
    kwb_edities,
    nabijheid,
    odata,
    past,
    region_sums,
    rivm,
    squares,
)
from pipelines.sample.make import generate
from pipelines.sample.objects import CORPORATION
from pipelines.sample.odata import Table
from pipelines.sample.plan_reader import load_plan
from pipelines.sample.world import World

STAMP = "2025-01-01T00:00:00"


@pytest.fixture(scope="module")
def world() -> World:
    plan = load_plan(12_000)
    return generate(plan, plan.blocks[0], 11)


@pytest.fixture(scope="module")
def regions(world: World) -> region_sums.Regions:
    return region_sums.build(world.tally)


def column(table: Table, stem: str) -> dict[str, object]:
    """Values of a column by trimmed region key."""
    names = [d.name for d in table.dimensions] + [k.key for k in table.columns]
    position = next(i for i, n in enumerate(names) if n.rsplit("_", 1)[0] == stem)
    return {str(r[0]).strip(): r[position] for r in table.rows}


def test_kwb_is_the_rounded_sum_of_residents_and_dwellings(
    world: World, regions: region_sums.Regions
) -> None:
    t = kwb.build(regions, ["."] * len(regions.rows), STAMP)
    residents, dwellings = column(t, "AantalInwoners"), column(t, "Woningvoorraad")
    old = column(t, "k_65JaarOfOuder")
    for k, b in enumerate(world.lattice.buurten):
        if b.water != "NEE":
            continue
        here = world.objects.buurt[world.people.p_object] == k
        real = int(here.sum())
        assert residents[b.code] == (real + 2) // 5 * 5
        older = int((here & (world.people.p_age >= 65)).sum())
        assert old[b.code] == ((older + 2) // 5 * 5 if real >= 50 else None)
        w = world.objects.dwelling & (world.objects.status < 3) & (world.objects.buurt == k)
        assert dwellings[b.code] == (int(w.sum()) + 2) // 5 * 5


def test_regions_add_up_before_rounding(regions: region_sums.Regions) -> None:
    kind = np.array([r.kind for r in regions.rows])
    for name in ("inwoners", "woningen", "hh", "bijstand", "wmo", "jeugdzorg", "opp"):
        sums = regions.sums[name]
        for s in ("Gemeente", "Wijk", "Buurt"):
            assert sums[kind == s].sum() == pytest.approx(sums[0])
    ages_sum = sum(regions.sums[f"l{a}"] for a in (0, 15, 25, 45, 65))
    np.testing.assert_allclose(ages_sum, regions.sums["inwoners"])


def test_percentages_and_secrecy(world: World, regions: region_sums.Regions) -> None:
    t = kwb.build(regions, ["."] * len(regions.rows), STAMP)
    corporation = column(t, "InBezitWoningcorporatie")
    k = max(range(len(world.lattice.buurten)), key=lambda b: world.tally.sums["woningen"][b])
    w = world.objects.dwelling & (world.objects.status < 3) & (world.objects.buurt == k)
    share = 100 * (world.objects.tenure[w] == CORPORATION).mean()
    assert corporation[world.lattice.buurten[k].code] == int(share + 0.5)
    wmo = dict(zip((r.code for r in regions.rows), regions.sums["wmo"], strict=True))
    for code, value in column(t, "WmoClienten").items():
        if 1 <= wmo[code] <= 7:
            assert value is None
        if wmo[code] == 0:
            assert value == 0
    assert any(v is None for v in column(t, "PersonenInArmoede").values())


def test_patterns_look_like_a_dutch_town(regions: region_sums.Regions) -> None:
    s = regions.sums
    assert 0.14 < s["l65"][1] / s["inwoners"][1] < 0.26
    assert 1.9 < s["p_hh"][1] / s["hh"][1] < 2.5
    assert 0.02 < s["arm"][1] / s["p_hh"][1] < 0.09
    assert 0.03 < s["wmo"][1] / s["inwoners"][1] < 0.08
    assert 0.6 < s["werkzaam"][1] / s["p15_75"][1] < 0.78
    name = {r.name.split(" ", 2)[-1]: k for k, r in enumerate(regions.rows) if r.kind == "Wijk"}
    poor = s["arm"] / np.maximum(s["p_hh"], 1)
    old = s["l65"] / np.maximum(s["inwoners"], 1)
    assert poor[name["Lindenveld"]] > 3 * poor[name["Waterrijk"]]
    assert old[name["De Akkers"]] > 2 * old[name["Waterrijk"]]


def test_ages_are_the_same_people(world: World) -> None:
    parts = [ages.count(world.lattice, world.objects, world.addresses, world.people)]
    assert parts[0].pc4[-1].sum() == parts[0].gemeente[-1].sum() == len(world.people.p_object)
    names = {g.code: g.name for g in world.block.gemeenten}
    t = ages.per_gemeente(parts, names, STAMP)
    rows = {tuple(r[:5]): r[5] for r in t.rows}
    code = world.block.gemeenten[0].code
    total = rows["T001038", "10000", "T001019", code, "2024JJ00"]
    years = [k for k, _ in t.dimensions[1].members if k != "10000"]
    assert sum(rows["T001038", k, "T001019", code, "2024JJ00"] for k in years) == total
    pc4 = ages.per_pc4(parts, STAMP)
    assert all(r[4] % 5 == 0 for r in pc4.rows)


def test_earlier_years_hold_those_who_died_and_miss_new_dwellings(
    world: World, regions: region_sums.Regions
) -> None:
    people, objects = world.people, world.objects
    weight = past.weights(objects, people, 2019, 2024)
    old = objects.build_year[people.p_object] <= 2019
    assert (weight[old & (people.p_age >= 5)] >= 1).all()
    assert (weight[~old] == 0).all()
    assert (weight[people.p_age < 5] == 0).all()
    counted = ages.count(world.lattice, world.objects, world.addresses, world.people)
    in_2019 = counted.gemeente[past.YEARS.index(2019)]
    of_age = people.p_age >= 70
    assert in_2019[:, 65:].sum() == pytest.approx(weight[of_age].sum(), abs=200)
    base = kwb.build(regions, ["."] * len(regions.rows), STAMP)
    then = next(t for t in kwb_edities.editions(base, regions) if t.id == "84583NED")
    k = next(i for i, c in enumerate(then.columns) if c.stem == "k_65JaarOfOuder") + 1
    assert then.rows[0][k] == pytest.approx(regions.sums["l65_2019"][0], abs=2.5)


def test_squares_count_every_resident_once(world: World) -> None:
    v = squares.count(world.plan, world.objects, world.people)
    assert v.sums["aantal_inwoners"].sum() == len(world.people.p_object)
    assert (
        v.sums["aantal_woningen"].sum()
        == (world.objects.dwelling & (world.objects.status < 3)).sum()
    )


def test_rivm_bounds_enclose_the_estimate(regions: region_sums.Regions) -> None:
    t = rivm.build(regions, STAMP)
    per: dict[tuple[object, ...], dict[str, list[float | None]]] = {}
    for r in t.rows:
        per.setdefault((r[0], r[2], r[3]), {})[r[1]] = r[7:]
    assert t.path == "/ODataFeed/OData"
    assert any(r[2] == "NL01      " for r in t.rows)
    for m in per.values():
        for low, mid, high in zip(m["MOG0095"], m["MW00000"], m["MBG0095"], strict=True):
            assert (low is None) == (mid is None) == (high is None)
            if low is not None and mid is not None and high is not None:
                assert low <= mid <= high


def test_distances_follow_the_streets(regions: region_sums.Regions) -> None:
    t = nabijheid.build(regions, STAMP)
    km = [v for v in column(t, "AfstandTotGroteSupermarkt").values() if isinstance(v, float)]
    assert 0.2 < float(np.median(km)) < 2.5
    assert all(v is None for v in column(t, "AfstandTotHuisartsenpost").values())
    stems = [k.stem for k in t.columns]
    assert stems.count("AfstandTotSchool") == 2


def test_data_properties_resolve_by_title_under_their_groups(regions: region_sums.Regions) -> None:
    t = kwb.build(regions, ["."] * len(regions.rows), STAMP)
    rows = odata.properties(t)
    by_id = {r["ID"]: r for r in rows}
    assert len(by_id) == len(rows)
    titles: dict[str, str] = {r["Title"]: r["Key"] for r in rows if r["Type"] == "Topic"}
    assert titles["65 jaar of ouder"] == "k_65JaarOfOuder_12"
    assert titles["Wmo-cliënten relatief"] == "WmoClientenRelatief_94"
    assert titles["Personen in armoede"] == "PersonenInArmoede_81"
    for r in rows:
        if r["Type"] == "Topic":
            assert by_id[r["ParentID"]]["Type"] == "TopicGroup"
