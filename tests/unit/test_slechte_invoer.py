"""Bad input of whole products: what was left out is counted and named, and nothing becomes zero."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from data import english
from data.registry import dataset
from pipelines import deriving
from pipelines.derive import (
    beste_locaties,
    kans_complex,
    ontmoeting_buurt,
    spreiding_buurt,
    spreiding_gemeente,
    verdeling_gemeente,
    voortgang,
    zorg,
    zorgtoegang_buurt,
)
from pipelines.errors import DeliveryRefused
from pipelines.indicators import loop
from pipelines.indicators.locaties_model import Vraagstuk
from pipelines.inputs import numbers, stated
from tests.unit.test_opgaven import Tables

NAN, INF = float("nan"), float("inf")
CODES = ["BU00010001", "BU00010002", "BU00010003"]


def told(remarks: list[str], start: str) -> str:
    """The one remark that starts so; it has English."""
    (found,) = (text for text in remarks if text.startswith(start))
    assert english.sentence(found), found
    return found


# What every product goes through


def test_infinity_is_no_whole_number() -> None:
    with pytest.raises(DeliveryRefused, match="oneindig"):
        numbers([1.0, INF], whole=True)
    assert numbers([1.0, NAN], whole=True).to_pylist() == [1, None]


def test_a_figure_of_the_coverage_that_is_none_is_told_as_none() -> None:
    given = {"a": NAN, "b": {"c": [INF, 1.5, np.float64("nan")]}, "d": "x", "e": (1, None)}
    assert deriving.plain(given) == {
        "a": None,
        "b": {"c": [None, 1.5, None]},
        "d": "x",
        "e": [1, None],
    }


# M6, M9: places


def test_off_street_places_are_counted_by_kind_and_points_along_a_park_are_not() -> None:
    from pipelines.derive.loop_cel import _off_street

    report = pd.DataFrame(
        {
            "kind": ["supermarkt", "huisarts", "park", "ov"],
            "places": [4, 2, 100, 0],
            "places_unsnapped_share": [0.5, 0.0, 0.9, NAN],
            "has_source": [True, True, True, False],
        }
    )
    assert "park" in loop.ALONG_EDGES
    assert _off_street(report) == "supermarkt: 2"


def test_a_map_without_any_meeting_place_does_not_say_that_none_is_near() -> None:
    rows = pd.DataFrame({"ontmoetingsruimte": [True, None], "x": [0.0, 0.0], "y": [0.0, 0.0]})
    places = pd.DataFrame(
        {"soort": ["huisarts"], "plaatsing": ["punt"], "geometry": [shapely.Point(0, 0)]}
    )
    inputs: Any = Tables(locaties=places, osm_wegen=pd.DataFrame())
    found = kans_complex._meeting(inputs, rows)
    assert found[0] == 0.0
    assert np.isnan(found[1])


# M8


def reach(fte: list[float]) -> zorg.Reach:
    """GPs that say or do not say how many fte they have."""
    made = object.__new__(zorg.Reach)
    made.__dict__["capacity"] = pd.DataFrame({"soort": "huisarts", "fte": fte, "plaatsen": NAN})
    return made


def test_providers_who_do_not_tell_their_capacity_are_counted_and_named() -> None:
    assert reach([2.0, NAN, NAN]).silent("huisarts") == 2
    assert reach([2.0]).silent("wijkverpleging") == 0
    inputs: Any = Tables()
    inputs.work.profile.ring_m = 100_000
    remarks = zorgtoegang_buurt._coverage(inputs, [], {"huisarts": 2})["opmerkingen"]
    assert told(remarks, "Aanbieders die").endswith("(huisarts: 2).")
    assert not any(
        t.startswith("Aanbieders")
        for t in zorgtoegang_buurt._coverage(inputs, [], {})["opmerkingen"]
    )


# M10


def field(demand: list[float], away: list[list[float]]) -> beste_locaties._Field:
    n = len(away[0]) if away else 0
    sites = pd.DataFrame(
        {
            "vierkant": [f"E000{k}N0000" for k in range(n)],
            "buurtcode": CODES[0],
            "buurtnaam": "Noord",
            "score": 50.0,
            "geometry": [shapely.box(0, 0, 1, 1)] * n,
        }
    )
    return beste_locaties._Field(
        sites, Vraagstuk.of(demand, np.array(away).reshape(len(demand), n)), []
    )


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (field([5.0], [[]]), "Geen enkel vak"),
        (field([], []), "Geen enkel vak"),
        (field([0.0], [[100.0]]), "Niemand van 75"),
    ],
)
def test_nothing_to_choose_gives_no_rows_and_says_why(problem: Any, why: str) -> None:
    """Never a set of sites that serves nobody, at a mean distance of 0 metres."""
    said = beste_locaties._nothing_to_choose(problem)
    assert told([said], why)
    inputs: Any = Tables()
    product = beste_locaties._none(inputs, (), problem, [said])
    assert product.table.num_rows == 0
    declared = dataset("locaties_open")
    assert set(product.table.column_names) >= {column.name for column in declared.columns}
    deriving.check(
        declared, deriving.complete(declared, product.table, 1, pd.Timestamp("2024-01-01").date())
    )


def test_cells_without_a_number_of_people_are_counted_and_ask_for_nothing() -> None:
    assert beste_locaties._silent(pd.Series([5.0, 0.0])) == []
    assert told(beste_locaties._silent(pd.Series([5.0, NAN, NAN])), "Van 2 vakken")


def test_a_problem_with_demand_and_sites_is_chosen_from() -> None:
    assert beste_locaties._nothing_to_choose(field([5.0], [[100.0]])) == ""


# M12


def stock(*pct: float) -> tuple[Any, Any]:
    homes = pd.Series([100.0] * len(pct), index=CODES[: len(pct)])
    return homes, homes * pd.Series(pct, index=homes.index) / 100


def listed(*codes: str) -> Any:
    """Corporation dwellings, all of the lowest rent class, each in a buurt."""
    rows = [f"a:{k}" for k in range(len(codes))]
    homes = pd.DataFrame({"id": rows, "huurklasse": spreiding_buurt.LOW})
    places = pd.DataFrame({"bron": "corporatiewoningen", "rij": rows, "buurtcode": list(codes)})
    inputs: Any = Tables(corporatiewoningen=homes.assign(jaar=2024), plaatsing=places)
    inputs.versions = {"corporatiewoningen": {"peildatum": pd.Timestamp("2024-01-01")}}
    inputs.work.connection = SimpleNamespace(
        execute=lambda *_: SimpleNamespace(fetchone=lambda: None)
    )
    return inputs


def test_where_cbs_counts_corporation_homes_and_no_list_holds_one_social_rent_is_unknown() -> None:
    homes, counted = stock(30.0, 30.0, 0.0)
    made, remarks = spreiding_buurt._by_class(listed(CODES[0]), CODES, homes, counted)
    assert made["sociale_huur"].to_pylist() == [1, None, 0]
    assert made["sociale_huur_status"].to_pylist() == ["waargenomen", "ontbreekt", "waargenomen"]
    assert told(remarks, "In 1 buurten telt CBS")


def test_one_buurt_has_nothing_to_be_uneven_over() -> None:
    columns = ["woningen", *spreiding_gemeente.GROUPS.values()]
    columns += ["koop_pct", "corporatie_pct", "overig_huur_pct"]
    rows = pd.DataFrame([dict.fromkeys(columns, 40.0) | {"buurtcode": CODES[0], "woningen": 100.0}])
    areas = pd.DataFrame({"buurtcode": [CODES[0]], "wijkcode": ["WK000100"]})
    inputs: Any = Tables(spreiding_buurt=rows, cbs_buurten=areas)
    product = spreiding_gemeente.derive(inputs)
    found = product.table.to_pandas()
    assert found["ongelijkheid_pct"].isna().all()
    assert set(found["ongelijkheid_pct_status"]) == {"ontbreekt"}
    assert found["corporatie_pct"].tolist() == [40.0, 40.0]
    for level in ("buurt", "wijk"):
        assert told(product.coverage["opmerkingen"], f"Over één {level}")


# M14


def test_a_gemeente_without_residents_gets_no_share_and_is_named() -> None:
    kwb = pd.DataFrame(
        {
            "gebiedscode": ["GM0001", "GM0002"],
            "inwoners": [1000.0, NAN],
            "inwoners_status": ["waargenomen", "onderdrukt"],
        }
    )
    inputs: Any = Tables(cbs_kwb=kwb)
    inputs.work.profile.gemeenten = ("GM0001", "GM0002")
    product = verdeling_gemeente.derive(inputs)
    found = product.table.to_pandas().set_index("gemeentecode")
    assert found["aandeel_plaatsen"].isna().tolist() == [False, True]
    assert found["sleutel_pct"].iloc[0] == 100.0
    assert told(product.coverage["opmerkingen"], "Zonder aantal inwoners").endswith("GM0002.")


def test_what_was_expected_of_few_people_rounds_to_nothing_and_gives_no_ratio() -> None:
    """40 to be housed in 20 years, 4 weeks on: 0.2 expected shows as 0; 10 of 0 is no ratio."""
    rows = pd.DataFrame(
        {
            "niveau": ["C", "C", "open"],
            "eenheid": "mensen",
            "doel": [40.0, 6.0, 40.0],
            "gerealiseerd": [10.0, 3.0, 10.0],
            "verwacht": [0.2, 3.0, 0.2],
            "ratio": [50.0, 1.0, 50.0],
            "licht": ["groen", "groen", "groen"],
            "reden": None,
        }
    )
    found = voortgang._small(rows)
    assert found["ratio"].isna().tolist() == [True, True, False]
    assert found["licht"].isna().tolist() == [True, True, False]
    assert found["reden"].tolist() == ["te kleine aantallen", "te kleine aantallen", None]
    assert not np.isinf(found["ratio"].astype(float)).any()


def test_without_a_source_of_meeting_places_a_silent_cluster_is_unknown() -> None:
    complexes = pd.DataFrame(
        {
            "id": ["a:1"],
            "woningen": [20],
            "doelgroep_ouderen_pct": [80.0],
            "ontmoetingsruimte": [NAN],
            "intramurale_plaatsen": [0.0],
        }
    )
    places = pd.DataFrame(
        {
            "bron": ["corporatiecomplexen"],
            "rij": ["a:1"],
            "plaats_status": ["adres"],
            "buurtcode": [CODES[0]],
            "geometry": [shapely.Point(0, 0)],
        }
    )
    inputs: Any = Tables(corporatiecomplexen=complexes, plaatsing=places)
    judged = ontmoeting_buurt._judged(inputs, None)
    assert judged is not None
    made = ontmoeting_buurt._clusters(judged, pd.Series(CODES[:1]))
    assert made["aandeel_clusters_100_pct"].to_pylist() == [None]
    assert made["aandeel_clusters_100_pct_status"].to_pylist() == ["ontbreekt"]


def test_a_status_is_never_observed_where_nothing_is() -> None:
    made = stated("n", [1.0, NAN], "waargenomen")
    assert made["n_status"].to_pylist() == ["waargenomen", "ontbreekt"]
    assert isinstance(made["n"], pa.Array)
