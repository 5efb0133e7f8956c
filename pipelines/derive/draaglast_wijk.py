"""M1 per wijk: its own inputs on the reference moments of the buurten (reading 33)."""

from pipelines.derive import draaglast_buurt, slots
from pipelines.indicators import draaglast
from pipelines.inputs import Derived, Inputs


def derive(inputs: Inputs) -> Derived:
    """One row per wijk of the own gemeenten."""
    national = slots.fill(inputs, "BU")
    reference = draaglast_buurt.score(inputs, national).referentie
    wijken = slots.fill(inputs, "WK")
    codes = draaglast_buurt.own_codes(inputs, "cbs_wijken", "wijkcode")
    outcome = draaglast.bereken(wijken.frame.reindex(codes), reference, tabellen=national.tables)
    return Derived(
        draaglast_buurt.table("wijkcode", outcome.tabel), draaglast_buurt.coverage(outcome, wijken)
    )
