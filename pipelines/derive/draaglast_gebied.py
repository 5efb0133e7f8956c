"""M1 per gebied: buurten summed into their gebied, on the reference of the buurten."""

import pandas as pd

from pipelines.derive import draaglast_buurt, gebieden, slots
from pipelines.derive import draaglast_kolommen as columns
from pipelines.derive.bevolkingsgroepen import READ, bases
from pipelines.derive.draaglast_buurt import older_share
from pipelines.indicators import draaglast
from pipelines.indicators.draaglast_gebied import area_values
from pipelines.inputs import Derived, Inputs

REMARK = "Per gebied zijn aandelen eerst aantallen gemaakt, opgeteld over de buurten en gedeeld."


def derive(inputs: Inputs) -> Derived:
    """One row per gebied."""
    national = slots.fill(inputs, "BU")
    reference = draaglast_buurt.reference(inputs, national)
    rows = gebied_rows(inputs, national)
    outcome = draaglast.bereken(
        rows,
        reference,
        tabellen=national.tables,
        aandeel_65plus_volwassenen=older_share(national.frame),
    )
    told = columns.coverage(outcome, national)
    told["opmerkingen"] = [*told["opmerkingen"], REMARK]
    return Derived(columns.table("gebied", outcome, national, {}, counts=rows), told)


def gebied_rows(inputs: Inputs, national: slots.Slots) -> pd.DataFrame:
    """Slots per gebied, from the buurten with their base populations."""
    member = gebieden.gebied_of(inputs)
    codes = [code for code in member if code in national.frame.index]
    rows = with_bases(inputs, national.frame.loc[codes])
    rows["gebied"] = [member[code] for code in codes]
    rows["gemeente"] = "GM" + rows.index.str[2:6]
    return area_values(rows).sort_index()


def with_bases(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """The populations that a share is a share of, per buurt."""
    kwb = inputs.frame("cbs_kwb", ["gebiedscode", "inwoners_0_15", "huishoudens"])
    kwb = kwb.set_index("gebiedscode").astype(float).reindex(rows.index)
    ages = bases(rows.assign(**kwb).reindex(columns=list(READ)).astype(float))
    names = ["huishoudens", "jongeren", "werkleeftijd", "volwassen_tot_65"]
    made = rows.assign(**ages[names])
    if inputs.has("leeftijd_buurt"):
        names = ["buurtcode", "inwoners_50_74", "inwoners_85plus"]
        ages = inputs.frame("leeftijd_buurt", names).set_index("buurtcode").astype(float)
        made[["p50_74", "p85plus"]] = ages.reindex(rows.index).to_numpy()
    return made
