"""Ages per buurt: what the key figures give of people of 80 and over is used as it is."""

from typing import Any

import pandas as pd
import pytest

from pipelines.derive import leeftijd_buurt

NAN = float("nan")
CODES = ["BU00010001", "BU00010002"]


class Tables:
    """Inputs of the derivation from plain tables."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        """One table per dataset."""
        self.tables = tables

    def frame(self, name: str, columns: list[str], edition: Any = None) -> pd.DataFrame:
        """As the real one."""
        assert edition is None
        return self.tables[name][columns].copy()


def inputs(p80: list[float]) -> Any:
    classes = [100, 100, 100, 100, 30, 28, 20, 12, 6, 3, 1]
    return Tables(
        cbs_kwb=pd.DataFrame(
            {
                "gebiedscode": CODES,
                "inwoners": [1000.0, 500.0],
                "inwoners_45_65": [300.0, 150.0],
                "inwoners_65plus": [200.0, 100.0],
                "inwoners_65plus_status": "waargenomen",
                "inwoners_80plus": p80,
            }
        ),
        cbs_buurten=pd.DataFrame({"buurtcode": CODES, "wijkcode": "WK000100"}),
        cbs_leeftijd_pc4=pd.DataFrame(
            {"postcode4": "9711", "leeftijd_van": range(45, 100, 5), "inwoners": classes}
        ),
        cbs_leeftijd_gemeente=pd.DataFrame(
            {
                "gemeentecode": "GM0001",
                "leeftijd_van": [65, 75, 80],
                "inwoners": [170.0, 60.0, 70.0],
            }
        ),
    )


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    told = pd.DataFrame({"buurt": CODES, "pc4": "9711", "adressen": 10})
    monkeypatch.setattr(leeftijd_buurt, "addresses", lambda _: told)


def test_reading_03_eighty_and_over_of_the_key_figures_is_kept_and_observed() -> None:
    rows = leeftijd_buurt.derive(inputs([60.0, 10.0])).table.to_pandas()
    assert rows["inwoners_80plus"].tolist() == [60.0, 10.0]
    assert rows["inwoners_80plus_status"].tolist() == ["waargenomen"] * 2
    assert rows["inwoners_75_79_status"].tolist() == ["geschat"] * 2
    assert rows["inwoners_75_79"].sum() == pytest.approx(60.0)
    parts = rows[["inwoners_65_74", "inwoners_75_79", "inwoners_80plus"]].sum(axis=1)
    assert parts.tolist() == pytest.approx([200.0, 100.0])


def test_key_figures_without_eighty_and_over_leave_it_estimated() -> None:
    rows = leeftijd_buurt.derive(inputs([NAN, NAN])).table.to_pandas()
    assert rows["inwoners_80plus_status"].tolist() == ["geschat"] * 2
    assert rows["inwoners_80plus"].sum() == pytest.approx(70.0)
