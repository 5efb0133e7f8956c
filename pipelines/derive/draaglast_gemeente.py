"""M1 per gemeente: its own inputs on the reference moments of the buurten (METHODS 5, Levels)."""

from pipelines.derive import draaglast_buurt, slots, slots_opgeteld
from pipelines.derive import draaglast_kolommen as columns
from pipelines.derive.draaglast_buurt import older_share
from pipelines.indicators import draaglast
from pipelines.inputs import Derived, Inputs


def derive(inputs: Inputs) -> Derived:
    """One row per own gemeente."""
    national = slots.fill(inputs, "BU")
    codes = draaglast_buurt.own_codes(inputs, "cbs_gemeenten", "gemeentecode")
    gemeenten = slots_opgeteld.of_level(inputs, national, "GM", codes)
    outcome = draaglast.bereken(
        gemeenten.frame,
        draaglast_buurt.reference(inputs, national),
        tabellen=national.tables,
        aandeel_65plus_volwassenen=older_share(national.frame),
    )
    keys = slots.source_rows(inputs, codes, "")
    return Derived(
        columns.table("gemeentecode", outcome, gemeenten, keys),
        columns.coverage(outcome, gemeenten),
    )
