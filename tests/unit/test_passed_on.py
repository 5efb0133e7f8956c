"""Products carried over from another tell what lacks in it (METHODS 3.6 and 21, reading 75)."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import shapely

from pipelines.derive import kans_h3, ontmoeting_wijk, rolstoel_buurt
from pipelines.derive.eigen import passed_on

TOLD = {
    "ontbrekend": ["Zorg nabij"],
    "opmerkingen": ["Niet meegenomen als uitsluiting: water."],
    "gevoeligheid": {"zonder V": 3.0},
}


class _Tables:
    """Stands for the inputs of a run, with what each version told."""

    def __init__(self, told: dict[str, Any] | None, **tables: pd.DataFrame) -> None:
        self.tables = tables
        self.versions = {key: {"dekking": told} for key in tables}
        self.work = SimpleNamespace(profile=SimpleNamespace(gemeenten=["GM0001"]))

    def has(self, name: str) -> bool:
        return name in self.tables

    def frame(self, name: str, columns: list[str]) -> pd.DataFrame:
        return self.tables[name][columns].copy()


def inputs(told: dict[str, Any] | None) -> Any:
    cells = {"vierkant": ["E2330N5820", "E2331N5820"], "buurtcode": ["BU00010001"] * 2}
    scores = {key: [50.0, 60.0] for key in ("s", *kans_h3.SCORES, *rolstoel_buurt.FIGURES)}
    meeting = {key: [0, 1] for key in ontmoeting_wijk.COUNTS} | {
        "wijkcode": ["WK000100"] * 2,
        "inwoners_65plus": [100.0, 50.0],
        ontmoeting_wijk.REACH: [40.0, 60.0],
    }
    return _Tables(
        told,
        kans_cel=pd.DataFrame(cells | scores),
        rolstoel_cel=pd.DataFrame(cells | scores),
        leeftijd_cel=pd.DataFrame(cells | {"inwoners_65plus": [10.0, 20.0]}),
        ontmoeting_buurt=pd.DataFrame(meeting),
        cbs_buurten=pd.DataFrame(
            {
                "buurtcode": ["BU00010001", "BU00020001"],
                "buurtnaam": ["Zuid", "Elders"],
                "geometry": [
                    shapely.box(233_000, 582_000, 233_200, 582_100),
                    shapely.box(233_200, 582_000, 235_000, 584_000),
                ],
            }
        ),
    )


@pytest.mark.parametrize("product", [kans_h3, rolstoel_buurt])
def test_what_lacks_in_the_cells_is_told_with_what_is_made_of_them(product: Any) -> None:
    told = product.derive(inputs(TOLD)).coverage
    assert told["ontbrekend"] == TOLD["ontbrekend"]
    assert told["opmerkingen"] == TOLD["opmerkingen"]
    assert "gevoeligheid" not in told  # it is about ranks of cells


def test_a_wijk_tells_what_lacks_in_its_buurten_and_keeps_its_own_sentences() -> None:
    told = ontmoeting_wijk.derive(inputs(TOLD)).coverage
    assert told["ontbrekend"] == TOLD["ontbrekend"]
    assert TOLD["opmerkingen"][0] not in told["opmerkingen"]


def test_a_version_that_told_nothing_lacks_nothing() -> None:
    assert passed_on(inputs(None), "kans_cel") == {"ontbrekend": [], "opmerkingen": []}
    assert passed_on(inputs({}), "kans_cel") == {"ontbrekend": [], "opmerkingen": []}


def test_a_hexagon_bears_the_name_of_a_buurt_of_the_own_gemeente_only() -> None:
    found = kans_h3.derive(inputs(TOLD)).table
    told = set(zip(*(found[name].to_pylist() for name in ("buurtcode", "buurtnaam")), strict=True))
    assert told <= {("BU00010001", "Zuid"), (None, None)}
    assert ("BU00010001", "Zuid") in told
