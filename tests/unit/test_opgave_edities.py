"""M4 beside the edition before: rows, verdicts and remarks, and nothing without an edition."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from data import english
from data.datasets.opgave_edities import DATASET, FIGURES
from pipelines.derive import opgave_edities, vorige

NAN = float("nan")
NEW = {"version": 9, "methode_versie": "1.5", "indelingsjaar": 2024}
OLD = {"version": 4, "gemaakt": datetime(2026, 3, 1, tzinfo=UTC)}


class Tables:
    """Two versions of the opgave per gemeente, none per gebied."""

    def __init__(self, asked: list[Any], record: dict[str, Any] | None = OLD) -> None:
        """Keep what the log was asked in `asked`; answer with this record."""

        def execute(query: str, given: Any) -> Any:
            asked.append((query, given))
            return SimpleNamespace(fetchone=lambda: record)

        self.work = SimpleNamespace(connection=SimpleNamespace(execute=execute))
        self.versions = {"opgave_gemeente": NEW}

    def has(self, name: str) -> bool:
        """As the real one."""
        return name in self.versions

    def missing(self, names: list[str]) -> list[str]:
        """As the real one."""
        return [name for name in names if name not in self.versions]

    def frame(self, name: str, columns: list[str], edition: dict[str, Any]) -> pd.DataFrame:
        """As the real one."""
        assert name == "opgave_gemeente"
        first = edition["version"] == OLD["version"]
        rows = {
            "gemeentecode": ["GM0001"] * 2,
            "klasse": ["geclusterd", "nultreden"],
            "jaar": ["2030"] * 2,
            **{key: [NAN, NAN] for key in FIGURES},
            "opgave_a": [240.0, 510.0] if first else [260.0, 510.0],
        }
        return pd.DataFrame(rows)[columns]


def test_this_edition_stands_beside_the_one_before() -> None:
    asked: list[Any] = []
    found = opgave_edities.derive(Tables(asked))  # type: ignore[arg-type] # what it uses of it
    rows = found.table.to_pandas().set_index("klasse")
    assert rows.loc["geclusterd", "opgave_a_oud"] == 240.0
    assert rows.loc["geclusterd", "opgave_a_nieuw"] == 260.0
    assert rows.loc["geclusterd", "opgave_a_verschil"] == 20.0
    assert rows["opgave_a_oordeel"].tolist() == ["hoger", "gelijk"]
    assert rows["tekort_a_oordeel"].tolist() == ["onbekend"] * 2
    assert rows["tekort_a_verschil_status"].tolist() == ["ontbreekt"] * 2
    assert set(rows["niveau"]) == {"gemeente"}
    assert {c.name for c in DATASET.columns} <= {*found.table.column_names}
    (said,) = found.coverage["opmerkingen"]
    assert said.endswith("van 2026-03-01: 1 hoger, 0 lager, 1 gelijk, 0 niet te vergelijken.")
    assert english.sentence(said)
    assert found.coverage["ontbrekend"] == ["opgave_gebied"]
    (query, given), *_ = asked
    assert given == ("opgave_gemeente", 9, "1.5", 2024)
    assert "methode_versie" in query


def test_a_first_edition_has_no_rows_and_says_so() -> None:
    found = opgave_edities.derive(Tables([], None))  # type: ignore[arg-type] # what it uses of it
    assert found.table.num_rows == 0
    assert {c.name for c in DATASET.columns} <= {*found.table.column_names}
    (said,) = found.coverage["opmerkingen"]
    assert said == "Per gemeente is er geen eerdere editie van dezelfde methode en indeling."
    assert english.sentence(said)


@pytest.mark.parametrize("record", [OLD, None])
def test_the_edition_before_is_what_the_log_keeps(record: dict[str, Any] | None) -> None:
    tables: Any = Tables([], record)
    assert vorige.same_method(tables, "opgave_gemeente") == record
