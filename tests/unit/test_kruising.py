"""Areas of two years laid over each other, and figures of the old one on the new (METHODS 3.1)."""

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from data import english
from data.registry import registry
from pipelines.derive import draaglast_trend, kohorten, kruising, spreiding_buurt
from pipelines.derive.edities import Edities
from pipelines.profile import Profiel

WITHIN = shapely.box(0, 0, 10_000, 10_000)
# X is split in Y1 and Y2; Z1 and Z2 are merged into Z; R is renamed to S.
OLD = {
    "BU00010001": shapely.box(0, 0, 200, 100),  # X
    "BU00010002": shapely.box(200, 0, 300, 100),  # Z1
    "BU00010003": shapely.box(300, 0, 400, 100),  # Z2
    "BU00010004": shapely.box(400, 0, 500, 100),  # R
}
NEW = {
    "BU00010011": shapely.box(0, 0, 120, 100),  # Y1
    "BU00010012": shapely.box(120, 0, 200, 100),  # Y2
    "BU00010013": shapely.box(200, 0, 400, 100),  # Z
    "BU00010014": shapely.box(400, 0, 500, 100),  # S
}
Y1, Y2, Z, S = NEW
# T-01: 200 addresses in X, 120 of them in Y1.
HOMES = {Y1: 120, Y2: 80, Z: 60, S: 10}


def homes(counts: Mapping[str, int] = HOMES) -> pd.DataFrame:
    """So many addresses in each new area; those of Z half in either part."""
    parts = []
    for code, n in counts.items():
        west, _, east, _ = NEW[code].bounds
        parts.append(np.linspace(west + 1, east - 1, n))
    return pd.DataFrame({"x": np.concatenate(parts), "y": 50.0})


def shapes(areas: Mapping[str, Any]) -> "pd.Series[Any]":
    return pd.Series(areas, dtype=object)


def crossed(counts: Mapping[str, int] = HOMES, within: Any = WITHIN) -> kruising.Kruising:
    where = homes(counts)
    return kruising.lay_over(shapes(OLD), shapes(NEW), where["x"], where["y"], within)


def weights(found: kruising.Kruising) -> dict[tuple[str, str], float]:
    rows = found.gewichten
    return {
        (str(o)[-1], str(n)[-2:]): round(float(w), 6)
        for o, n, w in zip(rows["oud"], rows["nieuw"], rows["gewicht"], strict=True)
    }


def test_a_split_follows_addresses_and_a_merge_keeps_the_whole() -> None:
    found = crossed()
    assert weights(found) == {
        ("1", "11"): 0.6,
        ("1", "12"): 0.4,
        ("2", "13"): 1.0,
        ("3", "13"): 1.0,
        ("4", "14"): 1.0,
    }
    assert found.gelijk == {S: "BU00010004"}
    assert found.breuken == {Z}  # half of its addresses come from elsewhere


def test_without_addresses_square_metres_count_but_no_slivers() -> None:
    moved = {**NEW, Y2: shapely.box(119.9, 0, 200.1, 100)}  # a hair over the line of Z1
    where = homes({Y1: 0, Y2: 0, Z: 0, S: 10})
    found = kruising.lay_over(shapes(OLD), shapes(moved), where["x"], where["y"], WITHIN)
    rows = found.gewichten
    assert set(rows.loc[rows["oud"] != "BU00010004", "grondslag"]) == {"oppervlakte"}
    made = weights(found)
    assert made[("1", "11")] == pytest.approx(0.6, abs=0.001)
    assert set(made) == {("1", "11"), ("1", "12"), ("2", "13"), ("3", "13"), ("4", "14")}


def test_what_sticks_out_of_the_area_held_is_not_converted() -> None:
    """X sticks out: how many of its addresses lie there is not known, so neither part is made."""
    found = crossed(within=shapely.box(150, 0, 1000, 100))
    assert found.nieuw == {Z, S}
    # and a new area with homes where there was no area before
    fewer = {code: shape for code, shape in OLD.items() if code != "BU00010003"}
    where = homes()
    found = kruising.lay_over(shapes(fewer), shapes(NEW), where["x"], where["y"], WITHIN)
    assert found.nieuw == {Y1, Y2, S}


# Rows of a product


class Held:
    """Inputs of a derivation from plain tables, for what asks for rows, editions and the area."""

    def __init__(self, tables: Mapping[str, Mapping[int, pd.DataFrame]]) -> None:
        """Take the rows of each edition by dataset and division year."""
        given = {"naam": "x", "indelingsjaar": 2024, "gemeenten": ["GM0001"], "bronnen": {}}
        self.work = SimpleNamespace(profile=Profiel.model_validate(given))
        self.area = SimpleNamespace(own=WITHIN, ring=WITHIN)
        self.tables = tables
        self.read: set[int] = set()
        self.shared: dict[Any, Any] = {}
        self.made = 0

    @property
    def versions(self) -> dict[str, dict[str, Any]]:
        """As the real one."""
        return {name: self.editions(name)[0] for name in self.tables}

    def has(self, name: str) -> bool:
        """As the real one."""
        return name in self.tables

    def missing(self, names: list[str]) -> list[str]:
        """As the real one."""
        return [name for name in names if name not in self.tables]

    def editions(self, name: str) -> tuple[dict[str, Any], ...]:
        """As the real one."""
        return tuple(
            {"peildatum": date(y, 1, 1), "indelingsjaar": y, "version": y}
            for y in sorted(self.tables.get(name, {}), reverse=True)
        )

    def frame(self, name: str, columns: Any = None, edition: Any = None) -> pd.DataFrame:
        """As the real one."""
        edition = edition or self.versions[name]
        found = self.tables[name][edition["indelingsjaar"]]
        return found if columns is None else found[list(columns)]

    def once(self, _needs: Any, make: Any, *_key: object) -> Any:
        """Count what is made, keep nothing."""
        self.made += 1
        return make(self)


def key_figures(codes: list[str], **figures: list[float]) -> pd.DataFrame:
    """Rows of KWB with every declared column; what is not given is missing."""
    rows = pd.DataFrame({"gebiedscode": codes})
    for column in registry()["cbs_kwb"].columns[1:]:
        rows[column.name] = float("nan") if column.value or column.type == "int" else "3"
        if column.value:
            rows[column.name] = figures.get(column.name, float("nan"))
            empty = rows[column.name].isna()
            rows[column.status] = np.where(empty, "ontbreekt", "waargenomen")
    return rows


def held(old_year: int = 2023) -> Held:
    """Boundaries of two years, key figures of the old one, addresses of today."""
    where = homes()
    objects = pd.DataFrame(
        {
            "identificatie": [str(n) for n in range(len(where))],
            "status": "Verblijfsobject in gebruik",
            "gebruiksdoel": "woonfunctie",
            "oppervlakte_m2": 80.0,
            "pand_verwijzing": "",
            "postcode": "1234AB",
            "huisnummer": 1,
            "geometry": shapely.points(where["x"], where["y"]),
        }
    )
    areas = {
        year: pd.DataFrame(
            {"buurtcode": list(drawn), "buurtnaam": "x", "geometry": list(drawn.values())}
        )
        for year, drawn in ((old_year, OLD), (2024, NEW))
    }
    kwb = key_figures(
        list(OLD),
        inwoners=[300.0, 100.0, 50.0, 20.0],
        inwoners_65plus=[60.0, 10.0, float("nan"), 5.0],
        woningvoorraad=[300.0, 100.0, 300.0, 10.0],
        corporatie_pct=[50.0, 20.0, 40.0, 10.0],
        koop_pct=[30.0, 50.0, 50.0, 80.0],
        huur_pct=[70.0, 50.0, 50.0, 20.0],
        afstand_huisarts_m=[500.0, 600.0, 700.0, 800.0],
        wmo_per_1000=[60.0, 30.0, 90.0, 50.0],
    )
    return Held(
        {
            "cbs_buurten": areas,
            "bag_verblijfsobjecten": {2024: objects},
            "cbs_kwb": {old_year: kwb},
        }
    )


def converted(inputs: Any) -> pd.DataFrame:
    edition = inputs.editions("cbs_kwb")[0]
    link = Edities(inputs).link("cbs_kwb", edition)
    assert link is not None
    return link.of(inputs.frame("cbs_kwb", None, edition).set_index("gebiedscode"))


def test_t01_counts_are_spread_and_rates_made_again() -> None:
    rows = converted(held())
    assert rows["inwoners"].round(1).to_dict() == {Y1: 180.0, Y2: 120.0, Z: 150.0, S: 20.0}
    assert rows["inwoners_status"].to_dict() == {
        Y1: "geschat",
        Y2: "geschat",
        Z: "waargenomen",  # whole old areas added up
        S: "waargenomen",
    }
    # (100 x 20% + 300 x 40%) / 400, by the dwellings the declaration names
    assert rows["corporatie_pct"].round(6).to_dict() == {Y1: 50.0, Y2: 50.0, Z: 35.0, S: 10.0}
    assert rows["corporatie_pct_status"][Z] == "geschat"
    # (100 x 30 + 50 x 90) / 150, by the residents that the table of M1 names
    assert rows["wmo_per_1000"][Z] == pytest.approx(50.0)


def test_unknown_parts_and_figures_without_denominator_stay_empty() -> None:
    rows = converted(held())
    assert np.isnan(rows["inwoners_65plus"][Z])  # one of its parts is not known
    assert rows["inwoners_65plus_status"][Z] == "ontbreekt"
    assert rows["afstand_huisarts_m"].isna().to_dict() == {Y1: True, Y2: True, Z: True, S: False}
    assert rows["afstand_huisarts_m_status"].to_dict() == {
        Y1: "ontbreekt",
        Y2: "ontbreekt",
        Z: "ontbreekt",
        S: "waargenomen",  # only its name changed
    }


def test_product_has_the_figures_and_says_how_they_were_made() -> None:
    """Spreiding from the stock of 2023: 300 homes of X are 180 and 120 (T-01)."""
    inputs: Any = held()
    made = spreiding_buurt.derive(inputs)
    rows = {row["buurtcode"]: row for row in made.table.to_pylist()}
    assert {code: row["woningen"] for code, row in rows.items()} == {
        Y1: 180,
        Y2: 120,
        Z: 400,
        S: 10,
    }
    assert [rows[code]["woningen_status"] for code in (Y1, Z)] == ["geschat", "waargenomen"]
    assert rows[Z]["corporatie_pct"] == pytest.approx(35.0)
    said = " ".join(made.coverage["opmerkingen"])
    assert "omgerekend naar die van 2024" in said
    assert "BAG op 2024-01-01 in plaats van 2023-01-01" in said
    assert "in 1 gebieden komt meer dan een tiende van de adressen van elders." in said


def test_trend_marks_the_break_in_the_year_that_was_converted() -> None:
    inputs: Any = held()
    words = dict.fromkeys(("klasse", "D", "K"), np.nan)
    states = {f"{name}_status": "ontbreekt" for name in words}
    year = pd.DataFrame(words | states, index=list(NEW)).astype({"klasse": object})
    made = draaglast_trend._table(inputs, {2023: year}).to_pylist()
    assert {row["buurtcode"]: row["reeksbreuk"] for row in made} == {
        Y1: "nee",
        Y2: "nee",
        Z: "ja",
        S: "nee",
    }


def test_cohorts_read_converted_key_figures_of_an_earlier_year() -> None:
    ages = kohorten.Kohorten(held())  # type: ignore[arg-type]
    rows = ages._rows("cbs_kwb", 2023)
    assert rows is not None
    assert rows.set_index("gebiedscode")["inwoners_65plus"][Y1] == pytest.approx(36.0)
    assert len(ages.told) == 2


def test_ages_of_gemeenten_are_not_converted_and_the_gap_is_named() -> None:
    """The gemeente had no row of its own code in 2023: unknown, and said as a series break."""
    inputs = held()
    rows = pd.DataFrame({"gemeentecode": "GM0009", "leeftijd_van": [75, 76], "inwoners": 40.0})
    both: Any = Held({**inputs.tables, "cbs_leeftijd_gemeente": {2023: rows}})
    ages = kohorten.Kohorten(both)
    assert ages.gemeenten(2023).empty
    (told,) = ages.told
    assert told == (
        "Reeksbreuk: leeftijden per gemeente van 2023 staan op de indeling van 2023 en worden "
        "niet omgerekend naar die van 2024; zonder GM0001."
    )
    assert english.sentence(told)
    own: Any = Held({**inputs.tables, "cbs_leeftijd_gemeente": {2024: rows}})
    ages = kohorten.Kohorten(own)
    assert not ages.gemeenten(2024).empty
    assert not ages.told


def test_marked_unchanged_areas_stay_as_they_are_and_one_year_computes_nothing() -> None:
    inputs = held()
    kept = "BU00010001"
    later = key_figures([kept], inwoners=[1.0]).assign(indelingswijziging="1")
    tables = {**inputs.tables, "cbs_kwb": {**inputs.tables["cbs_kwb"], 2024: later}}
    both: Any = Held(tables)
    link = Edities(both).link("cbs_kwb", both.editions("cbs_kwb")[1])
    assert link is not None
    assert link.codes == {kept}
    rows = link.of(
        both.frame("cbs_kwb", None, both.editions("cbs_kwb")[1]).set_index("gebiedscode")
    )
    assert rows["inwoners"][kept] == 300.0
    assert rows["inwoners"][Y1] == pytest.approx(180.0)
    assert link.covers(pd.Index([kept, Y1, "BU00019999"])).tolist() == [True, True, False]
    one: Any = held()
    own = Edities(one).link("cbs_kwb", {"indelingsjaar": 2024, "version": 1})
    assert own is not None
    assert (own.conversion, one.made) == (None, 0)


def test_counts_of_the_police_are_spread_too() -> None:
    inputs: Any = held()
    link = Edities(inputs).link("politie_misdrijven", {"indelingsjaar": 2023, "version": 1})
    assert link is not None
    made = link.counts(pd.DataFrame({2023: [50.0, 4.0, np.nan, 1.0]}, index=list(OLD)))
    assert made[2023].dropna().to_dict() == pytest.approx({Y1: 30.0, Y2: 20.0, S: 1.0})


def test_a_signed_line_reads_all_codes_but_those_that_were_converted() -> None:
    inputs: Any = held()
    line = {"van": 2023, "naar": 2024, "reden": "ondertekend"}
    given = {"naam": "x", "indelingsjaar": 2024, "gemeenten": ["GM0001"], "bronnen": {}}
    inputs.work.profile = Profiel.model_validate(given | {"gelijke_codes": [line]})
    rows = converted(inputs)
    assert set(rows.index) == {*OLD, *NEW}
    assert rows["inwoners"][Y2] == pytest.approx(120.0)
