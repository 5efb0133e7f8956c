"""M4 and M2 where inputs are absent: coverage in words, empty figures, never a silent zero."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from data import english
from data.parameters import chosen
from pipelines import releases
from pipelines.derive import opgave_gebied, opgave_gemeente, plannen
from pipelines.derive.kohorten import ages_of
from pipelines.derive.opgaven import Opgaven, dwellings
from pipelines.indicators import vlekken
from pipelines.inputs import Derived

NAN = float("nan")
CODE = "GM0001"


class Tables:
    """Inputs of a derivation from plain tables."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        """One table per dataset."""
        self.tables = tables
        self.work = SimpleNamespace(profile=SimpleNamespace(gemeenten=(CODE,), gebieden={}))

    def has(self, name: str) -> bool:
        """As the real one."""
        return name in self.tables

    def missing(self, names: Sequence[str]) -> list[str]:
        """As the real one."""
        return [name for name in names if name not in self.tables]

    def frame(
        self, name: str, columns: Sequence[str] | None = None, edition: Any = None
    ) -> pd.DataFrame:
        """As the real one; an edition says which year of a table with years."""
        found = self.tables[name]
        if edition is not None:
            found = found[found["jaar"] == edition["peildatum"].year]
        return (found[list(columns)] if columns else found).copy()

    def editions(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """As the real one."""
        years = sorted(self.tables[name]["jaar"].unique(), reverse=True)
        return tuple({"peildatum": SimpleNamespace(year=year)} for year in years)


def residents() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gemeentecode": CODE,
            "jaar": ["2024", "2030", "2035"],
            "inwoners_75plus": [1000.0, 1400.0, 1600.0],
            "groei_75plus": [50.0, 450.0, 650.0],
        }
    )


def buurten() -> pd.DataFrame:
    codes = ["BU00010001", "BU00010002", "WK000100", "BU00020001"]
    return pd.DataFrame({"gebiedscode": codes, "woningvoorraad": [300.0, 700.0, 1000.0, 50.0]})


def register() -> dict[str, pd.DataFrame]:
    homes = pd.DataFrame(
        {
            "id": ["a:1", "a:2", "a:3", "a:4"],
            "leverancier": "a",
            "complex_id": ["C1", "C1", "C2", None],
            "nultreden": [True, True, True, False],
            "sterren": [np.nan, 2.0, 1.0, 0.0],
            "toegankelijkheidslabel": ["Rolstoelwoning", None, None, None],
        }
    )
    complexes = pd.DataFrame(
        {
            "leverancier": "a",
            "complex_id": ["C1", "C2"],
            "woningen": [12, 30],
            "doelgroep_ouderen_pct": [80.0, 10.0],
            "ontmoetingsruimte": [True, False],
            "intramurale_plaatsen": [np.nan, np.nan],
            "mutatiegraad_pct": [10.0, 5.0],
            "passend_bewoond_pct": [50.0, 40.0],
        }
    )
    places = pd.DataFrame(
        {
            "bron": ["corporatiewoningen"] * 3 + ["zorgcapaciteit"],
            "rij": ["a:1", "a:2", "a:3", "a:4"],
            "buurtcode": ["BU00010001"] * 4,
        }
    )
    return {"corporatiewoningen": homes, "corporatiecomplexen": complexes, "plaatsing": places}


def made(**more: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, Any]]:
    inputs: Any = Tables(bevolking_gemeente=residents(), cbs_kwb=buurten(), **more)
    found: Derived = opgave_gemeente.derive(inputs)
    return found.table.to_pandas().set_index(["klasse", "jaar"]), found.coverage


def test_without_partners_and_national_growth_everything_is_empty_and_said() -> None:
    rows, coverage = made()
    assert list(rows.index.get_level_values(1).unique()) == ["2030", "2035"]
    known = [c for c in ("groei_75plus", "huishoudens_75plus") if rows[c].notna().all()]
    assert known == ["groei_75plus", "huishoudens_75plus"]
    for column in ("opgave_a", "opgave_b", "behoefte_b", "voorraad", "tekort_a", "tekort_b", "rho"):
        assert rows[column].isna().all(), column
        assert (rows[f"{column}_status"] == "ontbreekt").all(), column
    said = " ".join(coverage["opmerkingen"])
    for words in ("Methode A ontbreekt", "Methode B ontbreekt", "Geen planlijst", "Geen woningreg"):
        assert words in said
    assert coverage["ontbrekend"] == ["corporatiewoningen", "corporatiecomplexen", "plannen"]


def test_with_a_register_rho_follows_from_its_parts() -> None:
    with chosen({"opgave.delta75_nl": 500_000}):
        rows, coverage = made(**register())
    here = rows.loc[("geclusterd", "2030")]
    assert here["opgave_a"] == pytest.approx(80_000 * 450 / 500_000)
    assert here["rho_bestaand"] == 2.0  # of which one is zorggeschikt
    assert here["rho"] == pytest.approx((2 + 72) / 1400)
    assert rows["rho"].notna().sum() == 1
    assert rows.loc[("nultreden", "2030"), "voorraad"] == 1.0
    assert rows.loc[("geclusterd", "2030"), "vrijkomend_per_jaar"] == pytest.approx(0.1)
    assert rows["tekort_a"].isna().all()  # no plan list
    assert "Landelijke groei van 75-plussers uit het profiel" in " ".join(coverage["opmerkingen"])


def test_homes_the_target_group_lives_in_are_told_where_a_register_says_so() -> None:
    rows, coverage = made(**register())
    assert rows.loc[("nultreden", "2030"), "passend_bewoond"] == pytest.approx(0.4)
    # a complex of 12 dwellings is too small to tell: it is unknown, not nobody
    assert np.isnan(rows.loc[("geclusterd", "2030"), "passend_bewoond"])
    said = "Van 2 van 3 geschikte corporatiewoningen is niet bekend of de doelgroep er woont."
    assert said in coverage["opmerkingen"]


def suitable() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "buurtcode": ["BU00010001", "BU00010002", "BU00020001"],
            "woningen": [300, 700, 50],
            "nultreden": [120.0, 200.0, 40.0],
            "nultreden_ci_low": [100.0, 180.0, 30.0],
            "nultreden_ci_high": [140.0, 220.0, 50.0],
        }
    )


def test_without_a_register_the_expected_dwellings_stand_in_with_their_bounds() -> None:
    wanted = {"opgave.p_type": {"nultreden": 0.3, "geclusterd": 0.1}}
    with chosen(wanted):
        rows, coverage = made(geschiktheid_buurt=suitable())
    here = rows.loc[("nultreden", "2030")]
    assert here[["voorraad", "voorraad_ci_low", "voorraad_ci_high"]].tolist() == [320, 280, 360]
    assert here["voorraad_status"] == "geschat"
    others = rows.drop("nultreden", level=0)
    assert others["voorraad"].isna().all()  # what is clustered no building tells
    assert (others["voorraad_status"] == "ontbreekt").all()
    assert rows["rho"].isna().all()
    assert "geschat uit de BAG" in " ".join(coverage["opmerkingen"])


def test_a_register_goes_before_what_is_expected() -> None:
    rows, coverage = made(**register(), geschiktheid_buurt=suitable())
    here = rows.loc[("nultreden", "2030")]
    assert (here["voorraad"], here["voorraad_status"]) == (1.0, "waargenomen")
    assert np.isnan(here["voorraad_ci_low"])
    assert "geschat uit de BAG" not in " ".join(coverage["opmerkingen"])


def owned(*numbers: float) -> pd.DataFrame:
    codes = ["BU00010001", "BU00010002"]
    return pd.DataFrame({"buurtcode": codes, "corporatiewoningen": numbers})


def two_areas(**more: pd.DataFrame) -> Opgaven:
    """Two gebieden of one buurt; the register holds dwellings in the first only."""
    keys = pd.MultiIndex.from_product([["G1", "G2"], ["2024", "2030"]])
    people = pd.DataFrame({"p75": 500.0, "groei": 100.0}, index=keys)
    inputs: Any = Tables(cbs_kwb=buurten(), **register(), geschiktheid_buurt=suitable(), **more)
    return Opgaven(inputs, people, pd.Series({"BU00010001": "G1", "BU00010002": "G2"}))


def test_an_area_of_which_no_list_tells_a_dwelling_has_what_is_expected() -> None:
    found = two_areas(spreiding_buurt=owned(4, 150))
    rows = pd.DataFrame({name: column.to_pylist() for name, column in found.rows().items()})
    step_free = rows[rows["klasse"] == "nultreden"]
    assert step_free["voorraad"].tolist() == [1.0, 200.0]
    assert step_free["voorraad_status"].tolist() == ["waargenomen", "geschat"]
    assert step_free["voorraad_ci_low"].tolist()[1] == 180
    assert step_free["voorraad_ci_low"].isna().tolist() == [True, False]
    clusters = rows[rows["klasse"] == "geclusterd"]
    assert clusters["voorraad"].isna().tolist() == [False, True]
    assert clusters["voorraad_status"].tolist() == ["waargenomen", "ontbreekt"]
    assert any("In 1 gebied telt" in sentence for sentence in found.remarks)


def _planned(status: str, *years: float) -> pd.DataFrame:
    """Plans without a shape: what lies in no buurt counts nowhere."""
    return pd.DataFrame(
        {"gebied": "G2", "status": status, "jaar_gereed": years, "geometry": None}
        | {"leverancier": "a", "plan_id": [f"{status}:{year}" for year in years]}
        | {"woningen": 40, "zorggeschikt": 0, "geclusterd": 24, "nultreden": 10, "sloop": 7}
    )


def test_the_gap_of_method_a_takes_off_what_was_added_since_2022() -> None:
    found = two_areas(spreiding_buurt=owned(4, 0))
    found.plans = pd.concat([_planned("gereed", 2021, 2023), _planned("hard", 2028)])
    found.national = 1000.0
    need = found.need("geclusterd", "2030")
    made = found.supply("geclusterd", "2030", need)
    assert made["erbij"].tolist() == [0.0, 24.0]  # none of the 7 demolished were in a cluster
    assert made["tekort_a"].tolist() == pytest.approx([8000.0, 8000 - 24 - 0.9 * 24])
    step_free = found.supply("nultreden", "2030", found.need("nultreden", "2030"))
    assert step_free["erbij"].tolist() == [0.0, 10.0]


def test_ground_under_two_plans_counts_once_by_the_rule_of_the_vlekkenkaart() -> None:
    """A soft plan of 24 lies for half under a hard one of 20: 0.9 x 20 + 0.4 x 12 = 22.8.

    A plan that is completed later, and one without a year, takes no ground from one that counts.
    """
    found = two_areas(spreiding_buurt=owned(4, 0))
    hard = _planned("hard", 2028).assign(geclusterd=20, geometry=[shapely.box(0, 0, 100, 100)])
    soft = _planned("zacht", 2029).assign(geometry=[shapely.box(50, 0, 150, 100)])
    later = _planned("in uitvoering", 2033, NAN).assign(geometry=shapely.box(-9, -9, 200, 200))
    later["plan_id"] = ["L1", "L2"]
    found.plans = pd.concat([hard, soft, later], ignore_index=True)
    need = found.need("geclusterd", "2030")
    made = found.supply("geclusterd", "2030", need)
    assert made["plannen_hard"].tolist() == [0.0, 20.0]
    assert made["plannen_zacht"].tolist() == pytest.approx([0.0, 12.0])
    assert made["plannen_verwacht"].tolist() == pytest.approx([0.0, 22.8])
    by_2033 = plannen.counted_once(found.plans, 2033)
    assert by_2033["telt_mee"].tolist() == [0.0, 0.0, 1.0]
    (told,) = plannen.told(by_2033)
    assert told == "2 plannen tellen deels of niet mee: een verder plan ligt erover."
    assert english.sentence(told)
    same, _ = vlekken.counted_share(
        np.array([hard.geometry[0], soft.geometry[0]], dtype=object),
        ["hard", "zacht"],
        [40, 40],
        ["a:1", "a:2"],
    )
    assert plannen.counted_once(found.plans, 2030)["telt_mee"].tolist() == same.tolist()


def test_a_plan_that_names_no_number_of_a_class_is_counted_and_said() -> None:
    plans = _planned("hard", 2028).assign(geclusterd=NAN)
    (told,) = plannen.told(plannen.counted_once(plans, 2030))
    assert told.startswith("1 plan noemt niet van elke woningklasse")
    assert english.sentence(told)


def test_the_gap_left_per_kern_is_there_where_the_gebieden_are_kernen() -> None:
    """Two kernen of a profile and a plan drawn in each: need, plans and gap of each alone."""
    codes, squares = (
        ["BU00010001", "BU00010002"],
        [shapely.box(0, 0, 9, 9), shapely.box(9, 0, 18, 9)],
    )
    people = {"buurtcode": codes * 2, "jaar": ["2024"] * 2 + ["2030"] * 2}
    plans = {"plan_id": ["P1", "P2"], "status": ["gereed", "hard"], "jaar_gereed": [2024, 2029]}
    plans |= {"leverancier": "a"}
    homes = {"woningen": 30, "zorggeschikt": 0, "geclusterd": [12, 20], "nultreden": 0, "sloop": 0}
    inputs: Any = Tables(
        bevolking_buurt=pd.DataFrame(
            people | {"inwoners_75plus": 500.0, "groei_75plus": [0.0, 0.0, 100.0, 200.0]}
        ),
        cbs_kwb=buurten().assign(inwoners=1000.0),
        cbs_buurten=pd.DataFrame({"buurtcode": codes, "geometry": squares}),
        plannen=pd.DataFrame(plans | homes | {"geometry": [shapely.Point(4, 4), squares[1]]}),
        **register(),
    )
    inputs.work.profile.gebieden = {"Dorp": (codes[0],), "Stadje": (codes[1],)}
    with chosen({"opgave.delta75_nl": 80_000}):
        found = opgave_gebied.derive(inputs).table.to_pandas()
    here = found[(found["klasse"] == "geclusterd") & (found["jaar"] == "2030")].set_index("gebied")
    assert here["tekort_a"].to_dict() == pytest.approx({"Dorp": 100 - 12, "Stadje": 200 - 18})
    assert here["erbij"].to_dict() == {"Dorp": 12, "Stadje": 0}


def test_an_area_without_dwellings_of_corporations_has_none() -> None:
    found = two_areas(spreiding_buurt=owned(4, 0))
    assert found.of("nultreden").tolist() == [1.0, 0.0]
    assert found.of("geclusterd").tolist() == [1.0, 0.0]
    assert np.isnan(found.bounds("nultreden")[0]).all()


def test_an_expectation_of_too_few_buurten_is_unknown() -> None:
    less = suitable()
    less.loc[1, ["nultreden", "nultreden_ci_low", "nultreden_ci_high"]] = np.nan
    rows, _ = made(geschiktheid_buurt=less)
    assert rows["voorraad"].isna().all()


def test_dwellings_get_the_class_of_their_complex_and_the_area_of_their_place() -> None:
    inputs: Any = Tables(**register())
    found = dwellings(inputs, pd.Series({"BU00010001": "Noord"}))
    assert found["klasse"].tolist() == ["zorggeschikt", "geclusterd", "nultreden", ""]
    assert found["area"].fillna("").tolist() == ["Noord", "Noord", "Noord", ""]


def test_the_national_growth_comes_from_the_cohorts_of_the_country() -> None:
    ages = pd.DataFrame(
        [
            {"land": "NL01", "leeftijd_van": age, "inwoners": 1000.0 + year - age, "jaar": year}
            for year in (2019, 2022, 2024)
            for age in range(96)
        ]
    )
    alive = 100_000 * 0.95 ** np.arange(100)
    life = pd.DataFrame(
        {"geslacht": "T001038", "leeftijd": range(100), "periode": "2024JJ00"}
        | {"levenden": alive, "levensverwachting_jaar": 4.0}
    )
    given: Any = Tables(cbs_leeftijd_land=ages, levenstafel=life)
    empty = pd.DataFrame({"p75": [], "groei": []})
    growth = Opgaven(given, empty, pd.Series(dtype=object)).national
    now = ages_of(ages[ages["jaar"] == 2024], "land").iloc[0]
    then = ages_of(ages[ages["jaar"] == 2022], "land").iloc[0]
    # every class keeps about its size, so the 75+ grow by what younger classes are larger
    assert growth > 0
    assert growth < now.sum() - then[["75_80", "80_85", "85_90", "90plus"]].sum()
    without: Any = Tables(cbs_leeftijd_land=ages[ages["jaar"] != 2022], levenstafel=life)
    assert np.isnan(Opgaven(without, empty, pd.Series(dtype=object)).national)


@pytest.mark.parametrize("growth", [0, -5000])
def test_a_country_that_does_not_grow_leaves_method_a_out_and_says_so(growth: int) -> None:
    with chosen({"opgave.delta75_nl": growth}):
        rows, coverage = made(**register())
    assert rows["opgave_a"].isna().all()
    assert set(rows["opgave_a_status"]) == {"ontbreekt"}
    (told,) = (text for text in coverage["opmerkingen"] if text.startswith("Methode A"))
    assert "groeit het aantal 75-plussers niet" in told
    assert english.sentence(told)


@pytest.mark.parametrize(
    ("given", "version"),
    [
        ({}, "1.0"),
        ({"opgave.delta75_nl": 500_000, "opgave.p_type": {}}, "1.0"),
        ({"opgave.delta75_nl": 500_000, "cohort.shrink_k": 100}, "1.0+profiel"),
    ],
)
def test_filling_in_what_has_no_default_is_no_other_method(
    given: dict[str, Any], version: str
) -> None:
    work: Any = SimpleNamespace(profile=SimpleNamespace(chosen=given))
    item: Any = SimpleNamespace(dataset=SimpleNamespace(method_version="1.0"))
    assert releases.method_version(work, item) == version
