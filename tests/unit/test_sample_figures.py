"""Published figures of the sample are sums over its people, then rounded and suppressed."""

import numpy as np
import pytest

from pipelines.sample import kwb, leeftijd, nabijheid, odata, regio, rivm, vierkanten
from pipelines.sample.gebouwen import CORPORATIE
from pipelines.sample.make import genereer
from pipelines.sample.odata import Tabel
from pipelines.sample.plan import lees
from pipelines.sample.wereld import Wereld

STEMPEL = "2025-01-01T00:00:00"


@pytest.fixture(scope="module")
def wereld() -> Wereld:
    plan = lees(12_000)
    return genereer(plan, plan.blokken[0], 11)


@pytest.fixture(scope="module")
def regios(wereld: Wereld) -> regio.Regios:
    return regio.maak(wereld.t)


def kolom(t: Tabel, stam: str) -> dict[str, object]:
    """Values of a column by trimmed region key."""
    namen = [d.naam for d in t.dimensies] + [k.sleutel for k in t.kolommen]
    plek = next(i for i, n in enumerate(namen) if n.rsplit("_", 1)[0] == stam)
    return {str(r[0]).strip(): r[plek] for r in t.rijen}


def test_kwb_is_the_rounded_sum_of_residents_and_dwellings(
    wereld: Wereld, regios: regio.Regios
) -> None:
    t = kwb.maak(regios, ["."] * len(regios.rijen), STEMPEL)
    inwoners, woningen = kolom(t, "AantalInwoners"), kolom(t, "Woningvoorraad")
    oud = kolom(t, "k_65JaarOfOuder")
    for k, b in enumerate(wereld.r.buurten):
        if b.water != "NEE":
            continue
        hier = wereld.o.buurt[wereld.b.p_object] == k
        echt = int(hier.sum())
        assert inwoners[b.code] == (echt + 2) // 5 * 5
        ouder = int((hier & (wereld.b.p_leeftijd >= 65)).sum())
        assert oud[b.code] == ((ouder + 2) // 5 * 5 if echt >= 50 else None)
        w = wereld.o.woning & (wereld.o.status < 3) & (wereld.o.buurt == k)
        assert woningen[b.code] == (int(w.sum()) + 2) // 5 * 5


def test_regions_add_up_before_rounding(regios: regio.Regios) -> None:
    soort = np.array([r.soort for r in regios.rijen])
    for naam in ("inwoners", "woningen", "hh", "bijstand", "wmo", "jeugdzorg", "opp"):
        som = regios.som[naam]
        for s in ("Gemeente", "Wijk", "Buurt"):
            assert som[soort == s].sum() == pytest.approx(som[0])
    leeftijden = sum(regios.som[f"l{a}"] for a in (0, 15, 25, 45, 65))
    np.testing.assert_allclose(leeftijden, regios.som["inwoners"])


def test_percentages_and_secrecy(wereld: Wereld, regios: regio.Regios) -> None:
    t = kwb.maak(regios, ["."] * len(regios.rijen), STEMPEL)
    corporatie = kolom(t, "InBezitWoningcorporatie")
    k = max(range(len(wereld.r.buurten)), key=lambda b: wereld.t.som["woningen"][b])
    w = wereld.o.woning & (wereld.o.status < 3) & (wereld.o.buurt == k)
    deel = 100 * (wereld.o.eigendom[w] == CORPORATIE).mean()
    assert corporatie[wereld.r.buurten[k].code] == int(deel + 0.5)
    wmo = dict(zip((r.code for r in regios.rijen), regios.som["wmo"], strict=True))
    for code, waarde in kolom(t, "WmoClienten").items():
        if 1 <= wmo[code] <= 7:
            assert waarde is None
        if wmo[code] == 0:
            assert waarde == 0
    assert any(v is None for v in kolom(t, "PersonenInArmoede").values())


def test_patterns_look_like_a_dutch_town(regios: regio.Regios) -> None:
    s = regios.som
    assert 0.14 < s["l65"][1] / s["inwoners"][1] < 0.26
    assert 1.9 < s["p_hh"][1] / s["hh"][1] < 2.5
    assert 0.02 < s["arm"][1] / s["p_hh"][1] < 0.09
    assert 0.03 < s["wmo"][1] / s["inwoners"][1] < 0.08
    assert 0.6 < s["werkzaam"][1] / s["p15_75"][1] < 0.78
    naam = {r.naam.split(" ", 2)[-1]: k for k, r in enumerate(regios.rijen) if r.soort == "Wijk"}
    arm = s["arm"] / np.maximum(s["p_hh"], 1)
    oud = s["l65"] / np.maximum(s["inwoners"], 1)
    assert arm[naam["Lindenveld"]] > 3 * arm[naam["Waterrijk"]]
    assert oud[naam["De Akkers"]] > 2 * oud[naam["Waterrijk"]]


def test_ages_are_the_same_people(wereld: Wereld) -> None:
    delen = [leeftijd.tel(wereld.r, wereld.o, wereld.a, wereld.b)]
    assert delen[0].pc4.sum() == delen[0].gemeente.sum() == len(wereld.b.p_object)
    namen = {g.code: g.naam for g in wereld.blok.gemeenten}
    t = leeftijd.per_gemeente(delen, namen, STEMPEL)
    rijen = {tuple(r[:5]): r[5] for r in t.rijen}
    code = wereld.blok.gemeenten[0].code
    totaal = rijen["T001038", "10000", "T001019", code, "2024JJ00"]
    jaren = [k for k, _ in t.dimensies[1].leden if k != "10000"]
    assert sum(rijen["T001038", k, "T001019", code, "2024JJ00"] for k in jaren) == totaal
    pc4 = leeftijd.per_pc4(delen, STEMPEL)
    assert all(r[4] % 5 == 0 for r in pc4.rijen)


def test_squares_count_every_resident_once(wereld: Wereld) -> None:
    v = vierkanten.tel(wereld.plan, wereld.o, wereld.b)
    assert v.som["aantal_inwoners"].sum() == len(wereld.b.p_object)
    assert v.som["aantal_woningen"].sum() == (wereld.o.woning & (wereld.o.status < 3)).sum()


def test_rivm_bounds_enclose_the_estimate(regios: regio.Regios) -> None:
    t = rivm.maak(regios, STEMPEL)
    per: dict[tuple[object, ...], dict[str, list[float | None]]] = {}
    for r in t.rijen:
        per.setdefault((r[0], r[2], r[3]), {})[r[1]] = r[7:]
    assert t.pad == "/ODataFeed/OData"
    assert any(r[2] == "NL01      " for r in t.rijen)
    for m in per.values():
        for laag, mid, hoog in zip(m["MOG0095"], m["MW00000"], m["MBG0095"], strict=True):
            assert (laag is None) == (mid is None) == (hoog is None)
            if laag is not None and mid is not None and hoog is not None:
                assert laag <= mid <= hoog


def test_distances_follow_the_streets(regios: regio.Regios) -> None:
    t = nabijheid.maak(regios, STEMPEL)
    km = [v for v in kolom(t, "AfstandTotGroteSupermarkt").values() if isinstance(v, float)]
    assert 0.2 < float(np.median(km)) < 2.5
    assert all(v is None for v in kolom(t, "AfstandTotHuisartsenpost").values())
    stammen = [k.stam for k in t.kolommen]
    assert stammen.count("AfstandTotSchool") == 2


def test_data_properties_resolve_by_title_under_their_groups(regios: regio.Regios) -> None:
    t = kwb.maak(regios, ["."] * len(regios.rijen), STEMPEL)
    rijen = odata.eigenschappen(t)
    op_id = {r["ID"]: r for r in rijen}
    assert len(op_id) == len(rijen)
    titels: dict[str, str] = {r["Title"]: r["Key"] for r in rijen if r["Type"] == "Topic"}
    assert titels["65 jaar of ouder"] == "k_65JaarOfOuder_12"
    assert titels["Wmo-cliënten relatief"] == "WmoClientenRelatief_94"
    assert titels["Personen in armoede"] == "PersonenInArmoede_81"
    for r in rijen:
        if r["Type"] == "Topic":
            assert op_id[r["ParentID"]]["Type"] == "TopicGroup"
