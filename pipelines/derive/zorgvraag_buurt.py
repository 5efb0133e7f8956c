"""M3 per buurt: the active rates of the rate table on the residents of M2."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.parameters import flag, number
from pipelines.indicators import zorgvraag
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.zorgvraag import Tarief
from pipelines.inputs import Derived, Inputs, numbers, stated, texts

OLDER = "80200"
LIMITED = ("langdurig_ernstig_beperkt_pct", "ernstig_beperkt_pct", "langdurig_beperkt_pct")
"""Columns of limited for long and severely, by table of RIVM (reading 1); the first one told."""


def derive(inputs: Inputs) -> Derived:
    """One row per buurt, year, kind of care with a rate, and scenario."""
    people = inputs.frame("bevolking_buurt")
    base = int(people["jaar"].min())
    known = zorgvraag.tarieven()
    remarks: list[str] = []
    local = _local(inputs, people["buurtcode"], remarks)
    parts = [
        _rows(people, one, scenario, base, local if one.naar_gezondheid else None)
        for one in known
        if one.actief
        for scenario in one.scenarios
    ]
    made = {name: pa.chunked_array([part[name] for part in parts]) for name in parts[0]}
    silent = [one.zorgsoort for one in known if not one.actief]
    return Derived(pa.table(made), _coverage(silent, remarks))


def _local(inputs: Inputs, codes: "pd.Series[str]", remarks: list[str]) -> Floats | None:
    """Local health factor per row; None where the profile does not switch it on."""
    if not flag("zorg.gezondheidsfactor_lokaal"):
        remarks.append("Gezondheidsfactor 1: overal gelijk gebruik per inwoner van die leeftijd.")
        return None
    name = "rivm_gezondheid"
    column, shares = None, pd.Series(dtype=float)
    if inputs.has(name) and inputs.joins(name) is not None:
        rows = inputs.frame(name, ["gebiedscode", "leeftijd", *LIMITED])
        rows = rows[rows["leeftijd"] == OLDER].set_index("gebiedscode")
        gemeenten = rows[rows.index.str.startswith("GM")]
        column = next((c for c in LIMITED if gemeenten[c].notna().any()), None)
        shares = rows[column].astype(float) if column else shares
    if column is None:
        remarks.append(
            "De lokale gezondheidsfactor is gekozen, maar er zijn geen cijfers over langdurig "
            "beperkte 65-plussers van de gemeente in deze indeling: de factor is overal 1."
        )
    gemeente = "GM" + codes.str[2:6]
    factor = zorgvraag.health_factor(
        *(shares.reindex(one).to_numpy(dtype=float) for one in (codes, gemeente))
    )
    if column is not None:
        told = codes.isin(shares.dropna().index)
        remarks.append(
            "Gezondheidsfactor: aandeel langdurig beperkte 65-plussers in de buurt / gemeente, "
            f"tussen 0,7 en 1,5; {codes[~told].nunique()} buurten zonder cijfer hebben factor 1. "
            "In dat aandeel zit ook de leeftijd binnen 65-plus."
        )
        if reason := inputs.joins(name):
            remarks.append(f"Gezondheidscijfers in de indeling van {inputs.year(name)}: {reason}")
    return factor


def _coverage(silent: list[str], more: list[str]) -> dict[str, Any]:
    remarks = [
        f"Zonder aandeel met een bron, dus niet berekend: {', '.join(silent)}."
        " Een zorgkantoor kan aandelen leveren.",
        *more,
    ]
    if not any(one.actief and one.beleid != "gelijk" for one in zorgvraag.tarieven()):
        remarks.append(
            "Scenario beleid (meer Wlz-zorg thuis) is er niet: er is geen aandeel Wlz-zorg."
        )
    return {"ontbrekend": silent, "opmerkingen": remarks}


def _rows(
    people: pd.DataFrame, one: Tarief, scenario: str, base: int, local: Floats | None
) -> dict[str, pa.Array]:
    n = len(people)
    later = people["jaar"].astype(int).to_numpy() - base
    rates = np.array([zorgvraag.rate(one, scenario, k) for k in later.tolist()])
    factor = np.divide(rates, one.waarde or 1.0)

    def asked(column: str) -> Floats:
        values = people[column].to_numpy(dtype=float, na_value=np.nan)
        return np.asarray(zorgvraag.demand(values, one, zorgvraag.CONSTANT, 0, local) * factor)

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
    default = np.full(n, number("zorg.gezondheidsfactor"))
    made |= stated("gezondheidsfactor", default if local is None else local, "geschat")
    made["bron"] = texts([f"{one.bron} {one.jaar}"] * n)
    return made
