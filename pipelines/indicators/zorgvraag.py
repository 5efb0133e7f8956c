"""M3: people who need care, by kind, year and scenario (METHODS 7, reading 43).

`N = sum over ages of P * r * h`: residents of an age times the rate of the rate table times a local
health factor. Belongs here: what a scenario does to a rate, and the demand. Residents are those of
M2, rates those of `zorgtarieven`.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from data.parameters import number, register
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.zorgtarieven import Tarief

CONSTANT: Final = "constant"
GEZONDER: Final = "gezonder"
BELEID: Final = "beleid"
SCENARIOS: Final = (CONSTANT, GEZONDER, BELEID)


def scenarios(tarief: Tarief) -> tuple[str, ...]:
    """Scenarios in which a rate differs from, or is, the constant one."""
    if not tarief.zorg:
        return (CONSTANT,)
    return SCENARIOS if tarief.beleid != "gelijk" else (CONSTANT, GEZONDER)


def change(tarief: Tarief, scenario: str, years: npt.ArrayLike) -> Floats:
    """What a rate is multiplied by some years after the base year, per number of years.

    Constant: 1. Healthier: `0.995^years` (reading 43). Policy: care at home rises and care in a
    home falls by a share per year, both of themselves `[PROPOSED]`.

    Raises:
        ValueError: the rate has no source, or the scenario does not exist.
    """
    if not tarief.actief:
        raise ValueError(f"{tarief.zorgsoort}: geen tarief met een bron.")
    if scenario not in SCENARIOS:
        raise ValueError(f"Scenario {scenario} bestaat niet; wel: {', '.join(SCENARIOS)}.")
    yearly = 1.0
    if scenario == GEZONDER:
        yearly -= number("zorg.gezonder_per_jaar")
    if scenario == BELEID and tarief.beleid != "gelijk":
        sign = 1 if tarief.beleid == "stijgt" else -1
        yearly += sign * number("zorg.beleid_thuis_per_jaar")
    return np.asarray(yearly ** np.asarray(years, dtype=float))


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
    people: Mapping[str, Floats],
    tarief: Tarief,
    scenario: str,
    years: npt.ArrayLike,
    factor: Floats | None = None,
    other: Mapping[str, Floats] | None = None,
) -> Floats:
    """People who need this care (T-12); NaN where the residents of an age are unknown.

    Args:
        people: residents of `65plus`, `75plus` and `80plus`; those the rate is about.
        tarief: rates of the kind of care.
        scenario: one of SCENARIOS.
        years: since the base year, one for all or per area.
        factor: local health factor per area; the default of the register when absent.
        other: residents taken instead where an age counts less than the one before it: the other
            end of their interval, so that an end of the demand is never too near.

    Raises:
        ValueError: as `change`, or a factor given with a rate that is local already.
    """
    if factor is not None and tarief.lokaal:
        raise ValueError(f"{tarief.zorgsoort}: een lokaal tarief krijgt geen gezondheidsfactor.")
    times = change(tarief, scenario, years)
    h = number("zorg.gezondheidsfactor") if factor is None else factor
    taken = {True: people, False: people if other is None else other}
    parts = [share * taken[share >= 0][age] for age, share in tarief.stappen.items()]
    return np.asarray(np.sum(parts, axis=0) * times * h)


def share(
    people: Mapping[str, Floats], tarief: Tarief, scenario: str, years: npt.ArrayLike
) -> Floats:
    """Share of all residents a rate is about that uses this care, whatever their health.

    With shares per age it follows how old they are; NaN where nobody lives there.
    """
    if len(tarief.stappen) == 1:
        (given,) = tarief.stappen.values()
        return np.asarray(given * change(tarief, scenario, years))
    everyone = people[tarief.leeftijd]
    asked = demand(people, tarief, scenario, years) / number("zorg.gezondheidsfactor")
    return np.asarray(asked / np.where(everyone > 0, everyone, np.nan))
