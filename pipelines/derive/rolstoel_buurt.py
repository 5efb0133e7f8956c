"""M7 per buurt: the cells, weighted with residents of 65 and over."""

import pyarrow as pa

from pipelines.derive.eigen import passed_on
from pipelines.indicators.rolstoel import per_area
from pipelines.inputs import Derived, Inputs, stated, texts

FIGURES = (
    "a_dest_laag",
    "a_dest_hoog",
    "a_net_laag",
    "a_net_hoog",
    "volledigheid_pct",
    "zitplaatsen_pct",
)


def derive(inputs: Inputs) -> Derived:
    """One row per buurt with cells; where too little is known there is no figure."""
    cells = inputs.frame("rolstoel_cel", ["vierkant", "buurtcode", *FIGURES])
    ages = inputs.frame("leeftijd_cel", ["vierkant", "inwoners_65plus"]).set_index("vierkant")
    older = ages["inwoners_65plus"].astype(float).reindex(cells["vierkant"])
    found = per_area(cells["buurtcode"], older, cells[list(FIGURES)].astype(float))
    made: dict[str, pa.Array] = {"buurtcode": texts(found.index)}
    for name in FIGURES:
        made |= stated(name, found[name], "geschat")
    known = found["a_dest_laag"].notna()
    counted = {"buurten": len(found), "buurten_met_waarde": int(known.sum())}
    return Derived(pa.table(made), counted | passed_on(inputs, "rolstoel_cel"))
