"""Fair share over one gemeente and over several, from frames instead of a database."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from data.parameters import chosen
from pipelines.derive import verdeling_gemeente

PEOPLE = {"GM0001": 240_000, "GM0002": 60_000, "GM0003": 20_000}


class Held:
    """What a derivation reads, by name."""

    def __init__(self, gemeenten: tuple[str, ...], **frames: pd.DataFrame) -> None:
        """Hold the feeds given beside inhabitants."""
        kwb = pd.DataFrame(
            {
                "gebiedscode": [*PEOPLE, "BU00010001", "GM9999"],
                "inwoners": [*PEOPLE.values(), 500, 1_000_000],
                "inwoners_status": "waargenomen",
            }
        )
        self.frames = {"cbs_kwb": kwb, **frames}
        self.work = SimpleNamespace(profile=SimpleNamespace(gemeenten=gemeenten))

    def has(self, name: str) -> bool:
        """As `Inputs.has`."""
        return name in self.frames

    def missing(self, names: list[str]) -> list[str]:
        """As `Inputs.missing`."""
        return [name for name in names if name not in self.frames]

    def frame(self, name: str, columns: list[str]) -> pd.DataFrame:
        """As `Inputs.frame`; a status nobody gave is empty."""
        return self.frames[name].reindex(columns=columns)


def made(*gemeenten: str, **frames: pd.DataFrame) -> dict[str, list[Any]]:
    held: Any = Held(gemeenten, **frames)
    with chosen({"verdeling.totaal": 420}):
        found: dict[str, list[Any]] = verdeling_gemeente.derive(held).table.to_pydict()
    return found


def leaving(**need: float) -> pd.DataFrame:
    rows = [
        ("gemeente", "gemeente", code, "2023", "opvang", "zelfstandig", value, value / 2)
        for code, value in need.items()
    ]
    names = ["leverancier", "niveau", "gebiedscode", "periode", "groep", "woonvorm"]
    return pd.DataFrame(rows, columns=[*names, "behoefte", "geplaatst"])


def test_open_total_over_three_gemeenten() -> None:
    found = made(*PEOPLE)
    assert found["gemeentecode"] == list(PEOPLE)
    assert found["aandeel_plaatsen"] == [315, 79, 26]
    assert found["sleutel_pct"] == pytest.approx([75.0, 18.75, 6.25])
    assert set(found["doel_status"]) == {"ontbreekt"}


def test_one_gemeente_gets_all_and_no_evenness() -> None:
    found = made("GM0002")
    assert found["aandeel_plaatsen"] == [420]
    found = made("GM0002", uitstroom=leaving(GM0002=100))
    assert (found["doel"], found["gerealiseerd"]) == ([100], [50])
    assert found["ongelijkheid_d"] == [None]


def test_need_of_the_region_is_divided_and_set_against_what_was_placed() -> None:
    found = made(*PEOPLE, uitstroom=leaving(GM0001=400, GM0002=12, GM0003=8))
    assert found["doel"] == [315, 79, None]
    assert found["gerealiseerd"] == [200, 6, None]
    assert found["realisatie"][:2] == pytest.approx([200 / 315, 6 / 79])
    assert found["geplaatst_per_1000"][0] == pytest.approx(200 / 240)
    assert found["doel_status"][2] == "onderdrukt"  # its own need is below ten
    assert sum(found["aandeel_plaatsen"]) == 420


def test_a_gemeente_that_says_nothing_has_a_share_and_no_placement() -> None:
    found = made(*PEOPLE, uitstroom=leaving(GM0001=320))
    assert found["doel"] == [240, 60, 20]
    assert found["gerealiseerd"] == [160, None, None]
    assert found["gerealiseerd_status"][1:] == ["ontbreekt", "ontbreekt"]


def test_key_of_inhabitants_and_vacated_rentals() -> None:
    lettings = pd.DataFrame(
        {
            "leverancier": "A",
            "niveau": "gemeente",
            "gebiedscode": list(PEOPLE),
            "periode": "2023",
            "huurklasse": "alle",
            "vrijgekomen": [500.0, 250.0, 250.0],
        }
    )
    feeds = {"toewijzingen": lettings, "uitstroom": leaving(GM0001=320)}
    with chosen({"verdeling.totaal": 420, "verdeling.gewicht_inwoners": 0.5}):
        held: Any = Held(tuple(PEOPLE), **feeds)
        found = verdeling_gemeente.derive(held)
    # 320 x (0.5 x 0.75 + 0.5 x 0.5, 0.5 x 0.1875 + 0.5 x 0.25, 0.5 x 0.0625 + 0.5 x 0.25)
    assert found.table.to_pydict()["doel"] == [200, 70, 50]
    assert "vrijgekomen sociale huur" in found.coverage["opmerkingen"][1]


def test_places_come_from_one_level_and_gebieden_from_their_buurten() -> None:
    listed = pd.DataFrame({"buurtcode": ["BU00010001", "BU00020001"], "gebied": ["Noord", "Zuid"]})
    forms = pd.DataFrame(
        {
            "niveau": ["gebied", "gebied", "gemeente"],
            "gebiedscode": ["Noord", "Zuid", "GM0002"],
            "periode": "2023",
            "plaatsen": [24.0, 5.0, 30.0],
        }
    )
    found = made("GM0001", "GM0002", tussenvormen=forms, gebiedsindeling=listed)
    assert found["plaatsen_per_1000"] == pytest.approx([0.1, 0.5])
