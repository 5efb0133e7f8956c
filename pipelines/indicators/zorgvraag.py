"""M3: people who need care, by kind, year and scenario (METHODS 7, reading 43).

`N = P * r * h`: residents of an age times the rate of the rate table times a local health factor.
A rate without a source is never used. Belongs here: the rate table as rows, and what a scenario
does to a rate. Residents are those of M2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from data.parameters import number, register, table
from pipelines.indicators.normaliseren import Floats

CONSTANT: Final = "constant"
GEZONDER: Final = "gezonder"
BELEID: Final = "beleid"
SCENARIOS: Final = (CONSTANT, GEZONDER, BELEID)


@dataclass(frozen=True)
class Tarief:
    """One row of the rate table.

    Attributes:
        zorgsoort: key of the kind of care.
        leeftijd: `65plus`, `75plus` or `80plus`.
        waarde: per resident of that age; None without a source.
        bron, jaar: where it comes from.
        beleid: `stijgt`, `daalt` or `gelijk` when more care is given at home.
        lokaal: counted in the place itself.
        zorg: whether it is care; what is not has one scenario.
    """

    zorgsoort: str
    leeftijd: str
    waarde: float | None
    bron: str
    jaar: int | None
    beleid: str
    lokaal: bool
    zorg: bool = True

    @property
    def actief(self) -> bool:
        """Whether it may be used."""
        return self.waarde is not None

    @property
    def naar_gezondheid(self) -> bool:
        """Whether a local health factor may be applied: care, by a rate that is not local."""
        return self.zorg and not self.lokaal

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Scenarios in which this rate differs from, or is, the constant one."""
        if not self.zorg:
            return (CONSTANT,)
        return SCENARIOS if self.beleid != "gelijk" else (CONSTANT, GEZONDER)


def tarieven() -> tuple[Tarief, ...]:
    """All rows of the rate table; those without value or source have no `waarde`."""
    return tuple(tarief(kind, row) for kind, row in table("zorgtarieven").items())


def tarief(zorgsoort: str, row: Mapping[str, Any]) -> Tarief:
    """One row as it stands in the table.

    The value counts only with a source: the row must name the same one as the register does.

    Args:
        zorgsoort: key of the kind of care.
        row: fields of `data/reference/zorgtarieven.toml`.
    """
    key, source = str(row.get("sleutel", "")), str(row.get("bron", ""))
    known = register().get(key)
    sourced = bool(source) and known is not None and known.bron == source
    return Tarief(
        zorgsoort,
        str(row["leeftijd"]),
        number(key) if sourced else None,
        source,
        row.get("jaar"),
        str(row["beleid"]),
        bool(row["lokaal"]),
        bool(row.get("zorg", True)),
    )


def rate(tarief: Tarief, scenario: str, years: int) -> float:
    """Rate some years after the base year.

    Constant: as it is. Healthier: `r * 0.995^years` (reading 43). Policy: care at home rises and
    care in a home falls by a share per year, both of themselves `[PROPOSED]`.

    Raises:
        ValueError: the rate has no source, or the scenario does not exist.
    """
    if tarief.waarde is None:
        raise ValueError(f"{tarief.zorgsoort}: geen tarief met een bron.")
    if scenario not in SCENARIOS:
        raise ValueError(f"Scenario {scenario} bestaat niet; wel: {', '.join(SCENARIOS)}.")
    if scenario == GEZONDER:
        return tarief.waarde * float((1 - number("zorg.gezonder_per_jaar")) ** years)
    if scenario == BELEID and tarief.beleid != "gelijk":
        sign = 1 if tarief.beleid == "stijgt" else -1
        return tarief.waarde * float((1 + sign * number("zorg.beleid_thuis_per_jaar")) ** years)
    return tarief.waarde


def health_factor(local_pct: Floats, gemeente_pct: Floats) -> Floats:
    """Local over gemeente prevalence of being limited for long and severely (65+), clipped.

    Both in percent; NaN or a gemeente of 0 gives the default factor.
    """
    low, high = register()["zorg.gezondheidsfactor"].bereik
    known = ~np.isnan(local_pct) & ~np.isnan(gemeente_pct) & (gemeente_pct > 0)
    ratio = local_pct / np.where(known, gemeente_pct, 1.0)
    default = number("zorg.gezondheidsfactor")
    return np.asarray(np.where(known, np.clip(ratio, low, high), default))


def demand(
    people: Floats, tarief: Tarief, scenario: str, years: int, factor: Floats | None = None
) -> Floats:
    """People who need this care (T-12); NaN where the residents are unknown.

    Args:
        people: residents of the age of the rate.
        tarief: row of the rate table.
        scenario: one of SCENARIOS.
        years: since the base year.
        factor: local health factor per area; the default of the register when absent.

    Raises:
        ValueError: as `rate`, or a factor given with a rate that is local already.
    """
    if factor is not None and tarief.lokaal:
        raise ValueError(f"{tarief.zorgsoort}: een lokaal tarief krijgt geen gezondheidsfactor.")
    h = number("zorg.gezondheidsfactor") if factor is None else factor
    return np.asarray(people * rate(tarief, scenario, years) * h)
