"""M3 per buurt: the active rates of the rate table on the residents of M2."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.indicators import zorgvraag
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.zorgvraag import Tarief
from pipelines.inputs import Derived, Inputs, numbers, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per buurt, year, kind of care with a rate, and scenario."""
    people = inputs.frame("bevolking_buurt")
    base = int(people["jaar"].min())
    known = zorgvraag.tarieven()
    parts = [
        _rows(people, one, scenario, base)
        for one in known
        if one.actief
        for scenario in one.scenarios
    ]
    made = {name: pa.chunked_array([part[name] for part in parts]) for name in parts[0]}
    silent = [one.zorgsoort for one in known if not one.actief]
    return Derived(pa.table(made), _coverage(silent))


def _coverage(silent: list[str]) -> dict[str, Any]:
    remarks = [
        f"Zonder aandeel met een bron, dus niet berekend: {', '.join(silent)}."
        " Een zorgkantoor kan aandelen leveren.",
        "Gezondheidsfactor 1: overal gelijk gebruik per inwoner van die leeftijd.",
    ]
    if not any(one.actief and one.beleid != "gelijk" for one in zorgvraag.tarieven()):
        remarks.append(
            "Scenario beleid (meer Wlz-zorg thuis) is er niet: er is geen aandeel Wlz-zorg."
        )
    return {"ontbrekend": silent, "opmerkingen": remarks}


def _rows(people: pd.DataFrame, one: Tarief, scenario: str, base: int) -> dict[str, pa.Array]:
    n = len(people)
    later = people["jaar"].astype(int).to_numpy() - base
    rates = np.array([zorgvraag.rate(one, scenario, k) for k in later.tolist()])
    factor = np.divide(rates, one.waarde or 1.0)

    def asked(column: str) -> Floats:
        values = people[column].to_numpy(dtype=float, na_value=np.nan)
        return np.asarray(zorgvraag.demand(values, one, zorgvraag.CONSTANT, 0) * factor)

    source = f"inwoners_{one.leeftijd}"
    status = people[f"{source}_status"].replace("waargenomen", "geschat")
    made: dict[str, pa.Array] = {
        "buurtcode": texts(people["buurtcode"]),
        "jaar": texts(people["jaar"]),
        "zorgsoort": texts([one.zorgsoort] * n),
        "scenario": texts([scenario] * n),
        "niveau": texts(people["niveau"]),
    }
    made |= stated("personen", asked(source), status)
    for end in ("ci_low", "ci_high"):
        made[f"personen_{end}"] = numbers(asked(f"{source}_{end}"))
    made |= stated("aandeel_pct", 100 * rates, "geschat")
    made["bron"] = texts([f"{one.bron} {one.jaar}"] * n)
    return made
