"""M14 potential for moving on per buurt, from open figures of CBS."""

import pyarrow as pa

from data.getallen import dutch
from data.parameters import number
from pipelines.derive.eigen import own_buurten
from pipelines.indicators import doorstroming
from pipelines.inputs import Derived, Inputs, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten."""
    codes = own_buurten(inputs)["buurtcode"]
    wanted = ["gebiedscode", "inwoners_65plus", "eengezins_pct"]
    kwb = inputs.frame("cbs_kwb", wanted).set_index("gebiedscode").reindex(codes).astype(float)
    if inputs.joins("cbs_kwb") is None:
        kwb[:] = float("nan")
    homes = doorstroming.open_estimate(kwb["inwoners_65plus"], kwb["eengezins_pct"])
    found = doorstroming.potential(homes["hh65"], homes["hh65_eengezins"])
    made = {"buurtcode": texts(codes)}
    for name in ("hh65", *doorstroming.FIGURES):
        made |= stated(name, found[name], found[f"{name}_status"])
    return Derived(pa.table(made), _coverage(inputs, bool(found["hh65_eengezins"].isna().all())))


def _coverage(inputs: Inputs, nothing: bool) -> dict[str, object]:
    low, high = doorstroming.observed_rate()
    rate = number("doorstroming.bereid") * number("doorstroming.realisatie")
    remarks = [
        f"Aanname: {dutch(100 * rate, 1)}% van deze huishoudens verhuist per jaar; waargenomen in "
        f"2017 bij 65 tot 75 jaar: {dutch(100 * low, 1)} tot {dutch(100 * high, 1)}%, alle "
        "verhuizingen samen."
    ]
    if inputs.joins("cbs_kwb") is None:
        remarks.append("De kerncijfers zijn van een andere indeling en zijn weggelaten.")
    return {
        "ontbrekend": ["aandeel eengezinswoningen"] if nothing else [],
        "keten": doorstroming.chain_multiplier(number("doorstroming.q")),
        "opmerkingen": remarks,
    }
