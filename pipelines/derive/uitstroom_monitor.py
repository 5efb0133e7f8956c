"""M14 people leaving care: the feed summed, with totals, coverage and small groups hidden."""

import pyarrow as pa

from data.getallen import dutch
from pipelines.derive.eigen import named, with_status
from pipelines.indicators import uitstroom
from pipelines.inputs import Derived, Inputs, stated, texts

SHARES = ("dekking_pct", "binnen_half_jaar_pct")


def derive(inputs: Inputs) -> Derived:
    """One row per area, period, group and form, totals (`alle`) included."""
    rows = inputs.frame("uitstroom", [*uitstroom.KEY, *with_status(uitstroom.COUNTS)])
    found = uitstroom.monitor(rows)
    made = {name: texts(found[name]) for name in uitstroom.KEY}
    made["gebiedsnaam"] = texts(named(inputs, found))
    for name in uitstroom.COUNTS:
        made |= stated(name, found[name], found[f"{name}_status"], whole=True)
    for name in SHARES:
        made |= stated(name, found[name], found[f"{name}_status"])
    made["afgetopt"] = pa.array(found["afgetopt"].astype(bool))
    made |= stated("delen_onbekend", found["delen_onbekend"], "waargenomen", whole=True)
    withheld = int(found["behoefte_status"].eq("onderdrukt").sum())
    partly = int(found["delen_onbekend"].gt(0).sum())
    remarks = [f"{dutch(withheld)} groepen zijn te klein om te tonen."] if withheld else []
    if partly:
        remarks.append(f"In {dutch(partly)} totalen ontbreken delen: die zijn ten minste zo groot.")
    return Derived(pa.table(made), {"ontbrekend": [], "opmerkingen": remarks})
