"""The programme per theme, from the rows of its progress, and the projects of the vlekkenkaart."""

import numpy as np
import pyarrow as pa

from pipelines.indicators import programma
from pipelines.inputs import Derived, Inputs, stated, texts

COUNTS = ("acties", "gereed", "gestopt", "vertraagd", "niet_gestart", "te_laat")
PROJECTS = {
    "projecten": "relevant",
    "projecten_concreet": "concreet",
    "projecten_concreet_pct": "concreet_pct",
    "afgesproken_woningen": "woningen",
}


def derive(inputs: Inputs) -> Derived:
    """One row per theme and one for all; projects stand in the row for all."""
    rows = inputs.frame("programma_voortgang", ["soort", "thema", "voortgang", "te_laat"])
    chosen = rows[rows["soort"].eq("actie") & rows["voortgang"].ne(programma.GONE)]
    found = programma.summary(chosen)
    made: dict[str, pa.Array] = {"thema": texts(found.index)}
    for name in COUNTS:
        made |= stated(name, found[name], "waargenomen", whole=True)
    made |= stated("gereed_pct", found["gereed_pct"], "waargenomen")
    told = {}
    if inputs.has("projecten"):
        columns = ["relevant", "afspraak", "afspraak_woningen"]
        told = programma.agreements(inputs.frame("projecten", columns))
    for name, source in PROJECTS.items():
        values = np.full(len(found), np.nan)
        values[found.index == programma.ALL] = told.get(source, np.nan)
        made |= stated(name, values, "waargenomen", whole=not name.endswith("_pct"))
    return Derived(pa.table(made), {"ontbrekend": inputs.missing(["projecten"])})
