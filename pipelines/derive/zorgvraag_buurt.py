"""M3 per buurt: the active rates of the rate table on the residents of M2."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from data.datasets.zorgtarieven import AGES, KINDS
from data.getallen import dutch
from data.parameters import flag, number
from pipelines.indicators import zorgtarieven, zorgvraag
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.status import LEEG
from pipelines.indicators.zorgtarieven import Tarief
from pipelines.inputs import Derived, Inputs, numbers, stated, texts

OLDER = "80200"
LIMITED = ("langdurig_ernstig_beperkt_pct", "ernstig_beperkt_pct", "langdurig_beperkt_pct")
"""Columns of limited for long and severely, by table of RIVM (reading 1); the first one told."""
Mask = npt.NDArray[np.bool_]
Years = npt.NDArray[np.integer[Any]]


def derive(inputs: Inputs) -> Derived:
    """One row per buurt, year, kind of care with a rate, and scenario."""
    people = inputs.frame("bevolking_buurt")
    years = people["jaar"].astype(int).to_numpy() - int(people["jaar"].min())
    known = zorgtarieven.tarieven()
    delivered, remarks = _delivered(inputs, known)
    local = _local(inputs, people["buurtcode"], remarks)
    used = _where(people, known, delivered)
    parts = []
    for rates, here in used:
        factor = local[here] if local is not None and rates.naar_gezondheid else None
        parts += [
            _rows(people[here], rates, scenario, years[here], factor)
            for scenario in zorgvraag.scenarios(rates)
        ]
    made = {name: pa.chunked_array([part[name] for part in parts]) for name in parts[0]}
    return Derived(pa.table(made), _coverage([rates for rates, _ in used], known, remarks))


def _delivered(
    inputs: Inputs, known: tuple[Tarief, ...]
) -> tuple[dict[tuple[str, str], Tarief], list[str]]:
    """Rates of care offices by gemeente and kind, and what must be said of them."""
    if not inputs.has("zorgtarieven"):
        return {}, []
    rows = inputs.frame("zorgtarieven")
    rows["zorgsoort"] = rows["zorgsoort"].map(KINDS)
    rows["leeftijd"] = rows["leeftijd"].map(AGES)
    return zorgtarieven.geleverd(rows, known)


def _where(
    people: pd.DataFrame, known: tuple[Tarief, ...], delivered: dict[tuple[str, str], Tarief]
) -> list[tuple[Tarief, Mask]]:
    """Each active rate and the rows it is for: the one of the table where none was delivered."""
    gemeente = "GM" + people["buurtcode"].str[2:6]
    found = []
    for one in known:
        own = {code: rates for (code, kind), rates in delivered.items() if kind == one.zorgsoort}
        found += [(one, ~gemeente.isin(list(own)).to_numpy())]
        found += [(rates, gemeente.eq(code).to_numpy()) for code, rates in own.items()]
    return [(rates, here) for rates, here in found if rates.actief and here.any()]


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
            f"tussen 0,7 en 1,5; {dutch(codes[~told].nunique())} buurten zonder cijfer hebben "
            "factor 1. In dat aandeel zit ook de leeftijd binnen 65-plus."
        )
        if reason := inputs.joins(name):
            remarks.append(f"Gezondheidscijfers in de indeling van {inputs.year(name)}: {reason}")
    return factor


def _coverage(used: list[Tarief], known: tuple[Tarief, ...], more: list[str]) -> dict[str, Any]:
    there = {one.zorgsoort for one in used}
    silent = [one.zorgsoort for one in known if one.zorgsoort not in there]
    remarks = list(more)
    if silent:
        remarks.append(
            "Zonder aandeel met een bron, dus niet berekend: "
            f"{', '.join(zorgtarieven.titel(kind) for kind in silent)}."
            " Een zorgkantoor kan aandelen leveren."
        )
    if all(one.beleid == "gelijk" for one in used):
        remarks.append(
            "Scenario beleid (meer Wlz-zorg thuis) is er niet: er is geen aandeel Wlz-zorg."
        )
    return {"ontbrekend": silent, "opmerkingen": remarks}


def _rows(
    people: pd.DataFrame, one: Tarief, scenario: str, years: Years, local: Floats | None
) -> dict[str, pa.Array]:
    n = len(people)
    now, low, high = (_residents(people, one, end) for end in ("", "_ci_low", "_ci_high"))
    asked = zorgvraag.demand(now, one, scenario, years, local)
    made: dict[str, pa.Array] = {
        "buurtcode": texts(people["buurtcode"]),
        "jaar": texts(people["jaar"]),
        "zorgsoort": texts([one.zorgsoort] * n),
        "leeftijd": texts([f"{one.leeftijd[:2]} jaar en ouder"] * n),
        "scenario": texts([scenario] * n),
        "niveau": texts(people["niveau"]),
    }
    made |= stated("personen", asked, _status(people, one))
    for end, (near, far) in {"ci_low": (low, high), "ci_high": (high, low)}.items():
        reached = zorgvraag.demand(near, one, scenario, years, local, far)
        made[f"personen_{end}"] = numbers(np.maximum(reached, 0.0))
    made |= stated("aandeel_pct", 100 * zorgvraag.share(now, one, scenario, years), "geschat")
    default = np.full(n, number("zorg.gezondheidsfactor"))
    made |= stated("gezondheidsfactor", default if local is None else local, "geschat")
    made["bron"] = texts([one.bron] * n)
    return made


def _status(people: pd.DataFrame, one: Tarief) -> "pd.Series[str]":
    """Status of the residents of all ages of a rate: why an age is absent goes before the rest."""
    status = people[f"inwoners_{one.leeftijd}_status"]
    for age in one.stappen:
        other = people[f"inwoners_{age}_status"]
        status = status.mask(other.isin(LEEG), other)
    return status.replace("waargenomen", "geschat")


def _residents(people: pd.DataFrame, one: Tarief, end: str) -> dict[str, Floats]:
    """Residents per age of a rate, or an end of their interval.

    An age that was counted has no interval: it is its own end beside an age that has one.
    """

    def held(column: str) -> Floats:
        return people[column].to_numpy(dtype=float, na_value=np.nan)

    ages = dict.fromkeys((*one.stappen, one.leeftijd))
    found = {age: held(f"inwoners_{age}{end}") for age in ages}
    known = ~np.isnan(np.array(list(found.values()))).all(axis=0)
    return {
        age: np.where(np.isnan(values) & known, held(f"inwoners_{age}"), values)
        for age, values in found.items()
    }
