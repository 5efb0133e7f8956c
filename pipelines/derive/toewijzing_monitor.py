"""M14 vacated and let homes per area and period, full years of quarters added."""

import pyarrow as pa

from data.getallen import dutch
from data.parameters import number
from pipelines.derive.eigen import named, with_status
from pipelines.indicators import uitstroom
from pipelines.inputs import Derived, Inputs, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per area and period."""
    wanted = ["leverancier", *uitstroom.PLACE, "huurklasse", *with_status(uitstroom.LET)]
    found = uitstroom.lettings(inputs.frame("toewijzingen", wanted))
    made = {name: texts(found[name]) for name in uitstroom.PLACE}
    made["gebiedsnaam"] = texts(named(inputs, found))
    for name in uitstroom.LET:
        made |= stated(name, found[name], found[f"{name}_status"], whole=True)
    made |= stated("urgent_pct", found["urgent_pct"], found["urgent_pct_status"])
    made["oordeel"] = texts(found["oordeel"])
    norm = f"De norm is hoogstens {dutch(100 * number('norm.urgent_max'))}% met urgentie."
    return Derived(pa.table(made), {"ontbrekend": [], "opmerkingen": [norm]})
