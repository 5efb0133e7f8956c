"""M14 meeting places per wijk, from the buurten."""

import numpy as np
import pyarrow as pa

from data.getallen import dutch
from pipelines.derive.eigen import passed_on
from pipelines.indicators import ontmoeting
from pipelines.inputs import Derived, Inputs, stated, texts

COUNTS = ("ruimten", "open_ja", "open_nee", "open_onbekend", "clusters", "clusters_met")
REACH = "aandeel_65_ontmoeting_500_pct"


def derive(inputs: Inputs) -> Derived:
    """One row per wijk of the own gemeenten."""
    rows = inputs.frame("ontmoeting_buurt", ["wijkcode", "inwoners_65plus", REACH, *COUNTS])
    rows = rows.rename(
        columns={"wijkcode": "wijk", "inwoners_65plus": "inwoners_65", REACH: "aandeel_pct"}
    )
    found = ontmoeting.per_wijk(rows)
    people = rows.groupby("wijk")["inwoners_65"].sum(min_count=1).astype(float)
    made: dict[str, pa.Array] = {"wijkcode": texts(found.index)}
    made |= stated("inwoners_65plus", people.reindex(found.index), "geschat")
    made |= stated(REACH, found["aandeel_pct"], found["aandeel_pct_status"])
    for name in COUNTS:
        made |= stated(name, found[name], "waargenomen", whole=True)
    some = found["clusters"].astype(float)
    share = 100 * found["clusters_met"].astype(float) / some.where(some > 0)
    made |= stated("aandeel_clusters_100_pct", share, "waargenomen")
    flags = [None if flag is None else bool(flag) for flag in found["geen_ruimte"]]
    made["geen_ruimte"] = pa.array(flags, pa.bool_())
    without = int(np.sum([flag is True for flag in flags]))
    remarks = [f"{dutch(without)} wijken hebben geen enkele bekende plek."] if without else []
    absent = passed_on(inputs, "ontmoeting_buurt")["ontbrekend"]
    return Derived(pa.table(made), {"ontbrekend": absent, "opmerkingen": remarks})
