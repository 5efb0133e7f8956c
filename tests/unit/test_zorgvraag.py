"""M3: the local health factor is a choice of the profile, and says when it has no figures."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.parameters import chosen
from pipelines import profile
from pipelines.derive import zorgvraag_buurt
from pipelines.errors import ConfigurationError

LOCAL = {"zorg.gezondheidsfactor_lokaal": True}


class Tables:
    """Inputs of a derivation: residents of two buurten, and the health of older people."""

    def __init__(
        self,
        health: pd.DataFrame | None,
        reason: str | None = "",
        rates: pd.DataFrame | None = None,
    ) -> None:
        """Figures, and how their division year fits."""
        people = {"buurtcode": ["BU00010001", "BU00010002"], "jaar": "2024", "niveau": "buurt"}
        for age in ("65plus", "75plus", "80plus"):
            people |= {f"inwoners_{age}{end}": 100.0 for end in ("", "_ci_low", "_ci_high")}
            people[f"inwoners_{age}_status"] = "geschat"
        self.tables = {"bevolking_buurt": pd.DataFrame(people)}
        self.tables |= {} if health is None else {"rivm_gezondheid": health}
        self.tables |= {} if rates is None else {"zorgtarieven": rates}
        self.reason = reason

    def has(self, name: str) -> bool:
        """As the real one."""
        return name in self.tables

    def joins(self, name: str) -> str | None:
        """As the real one."""
        return self.reason if self.has(name) else None

    def year(self, name: str) -> int:
        """As the real one."""
        return 2020 + (name != "rivm_gezondheid")

    def frame(self, name: str, columns: list[str] | None = None) -> pd.DataFrame:
        """As the real one."""
        found = self.tables[name]
        return (found[columns] if columns else found).copy()


def health(*shares: float) -> pd.DataFrame:
    """Of the gemeente and both buurten: of 65 and over, and others that must not be taken."""
    codes = ["GM0001", "BU00010001", "BU00010002"]
    unknown = dict.fromkeys(zorgvraag_buurt.LIMITED, np.nan)
    older = pd.DataFrame({"gebiedscode": codes, "leeftijd": "80200", **unknown})
    older["ernstig_beperkt_pct"] = shares
    all_ = older.assign(leeftijd="20300", ernstig_beperkt_pct=99.0)
    return pd.concat([all_, older])


def rates(*, gemeente: str = "GM0001", young: float = 1.0) -> pd.DataFrame:
    """Long-term care at home by age, as a care office delivers it."""
    ages = ("65 t/m 74 jaar", "75 t/m 79 jaar", "80 jaar en ouder")
    shares = pd.DataFrame({"leeftijd": ages, "aandeel_pct": [young, 4.0, 10.0]})
    return shares.assign(
        leverancier="zorgkantoor",
        gemeentecode=gemeente,
        zorgsoort="Wlz-zorg thuis (VPT of MPT)",
        bron="declaraties",
        bronjaar=2024,
    )


def made(given: Tables) -> tuple[pd.DataFrame, str]:
    inputs: Any = given
    found = zorgvraag_buurt.derive(inputs)
    rows = found.table.to_pandas()
    constant = rows[rows["scenario"] == "constant"]
    return constant.set_index(["zorgsoort", "buurtcode"]), " ".join(found.coverage["opmerkingen"])


def people(rows: pd.DataFrame, kind: str) -> list[float]:
    return rows.loc[kind, "personen"].tolist()


def test_without_the_choice_every_buurt_has_factor_one() -> None:
    rows, said = made(Tables(health(10, 15, 5)))
    assert set(rows["gezondheidsfactor"]) == {1.0}
    assert people(rows, "loophulpmiddel") == pytest.approx([27.5, 27.5])
    assert "Gezondheidsfactor 1" in said


def test_with_the_choice_care_follows_health_and_living_independently_does_not() -> None:
    with chosen(LOCAL):
        rows, said = made(Tables(health(10, 14, 5), "getekend"))
    assert rows.loc["loophulpmiddel", "gezondheidsfactor"].tolist() == pytest.approx([1.4, 0.7])
    assert people(rows, "loophulpmiddel") == pytest.approx([27.5 * 1.4, 27.5 * 0.7])
    assert people(rows, "zelfstandig_wonend") == pytest.approx([92.0, 92.0])
    assert set(rows.loc["zelfstandig_wonend", "gezondheidsfactor"]) == {1.0}
    assert "0 buurten zonder cijfer" in said
    assert "getekend" in said


@pytest.mark.parametrize(
    "given",
    [
        Tables(None),
        Tables(health(np.nan, 14, 5)),
        Tables(health(10, 14, 5), None),
    ],
    ids=["no feed", "gemeente unknown", "another division year"],
)
def test_without_figures_of_the_gemeente_the_factor_is_one_and_that_is_said(given: Tables) -> None:
    with chosen(LOCAL):
        rows, said = made(given)
    assert set(rows["gezondheidsfactor"]) == {1.0}
    assert "de factor is overal 1" in said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('gezondheidsfactor_lokaal = "ja"', "verwacht true of false"),
        ("gezondheidsfactor_plaatselijk = true", "zorg.gezondheidsfactor_lokaal"),
    ],
)
def test_a_wrong_choice_is_refused_by_name(tmp_path: Path, line: str, words: str) -> None:
    file = tmp_path / "p.toml"
    head = 'naam = "p"\nerft = "landelijk"\ngemeenten = ["GM0001"]\n'
    file.write_text(f"{head}[parameters.zorg]\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=words):
        profile.load(str(file))
    file.write_text(f"{head}[parameters.zorg]\ngezondheidsfactor_lokaal = true\n", encoding="utf-8")
    assert profile.load(str(file)).chosen == LOCAL


def test_rates_of_a_care_office_give_a_kind_its_demand_and_the_policy_scenario() -> None:
    """100 residents of 65+, 75+ and 80+ are all of 80 and over: 10 people."""
    inputs: Any = Tables(None, rates=rates())
    found = zorgvraag_buurt.derive(inputs)
    rows = found.table.to_pandas().set_index("zorgsoort").loc["wlz_thuis"]
    assert set(rows["scenario"]) == {"constant", "gezonder", "beleid"}
    assert rows["personen"].tolist() == pytest.approx([10.0] * len(rows))
    assert set(rows["bron"]) == {"declaraties 2024"}
    assert set(rows["leeftijd"]) == {"65 jaar en ouder"}
    said = " ".join(found.coverage["opmerkingen"])
    assert "Scenario beleid" not in said
    assert "wlz_thuis" not in found.coverage["ontbrekend"]


@pytest.mark.parametrize(
    "given", [rates(gemeente="GM0002"), rates(young=np.nan)], ids=["elsewhere", "a share missing"]
)
def test_rates_for_elsewhere_or_in_part_are_not_used(given: pd.DataFrame) -> None:
    rows, said = made(Tables(None, rates=given))
    assert "wlz_thuis" not in rows.index
    assert "Scenario beleid" in said
    assert ("niet gebruikt" in said) == given["aandeel_pct"].isna().any()


def test_a_local_rate_of_the_care_office_takes_no_health_factor() -> None:
    with chosen(LOCAL):
        rows, _ = made(Tables(health(10, 14, 5), "getekend", rates()))
    assert set(rows.loc["wlz_thuis", "gezondheidsfactor"]) == {1.0}
    assert set(rows.loc["loophulpmiddel", "gezondheidsfactor"]) == {1.4, 0.7}
