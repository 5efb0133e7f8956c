"""M4 per gebied: residents of its buurten, both methods, supply and gaps."""

import pandas as pd
import pyarrow as pa

from pipelines.derive.gebieden import gebied_of
from pipelines.derive.opgaven import Opgaven
from pipelines.indicators import optellen
from pipelines.inputs import Derived, Inputs, texts


def derive(inputs: Inputs) -> Derived:
    """One row per gebied, class and year."""
    member = gebied_of(inputs)
    area_of = pd.Series(member, dtype=object)
    run = Opgaven(inputs, _people(inputs, area_of), area_of)
    made = run.rows()
    times = len(made["klasse"]) // len(run.areas)
    made["gebied"] = texts(list(run.areas) * times)
    absent = inputs.missing(["corporatiewoningen", "corporatiecomplexen", "plannen"])
    return Derived(pa.table(made), {"ontbrekend": absent, "opmerkingen": run.remarks})


def _people(inputs: Inputs, area_of: "pd.Series[str]") -> pd.DataFrame:
    """Index = (gebied, year); NaN where buurten with a figure hold too few of its residents."""
    rows = inputs.frame("bevolking_buurt", ["buurtcode", "jaar", "inwoners_75plus", "groei_75plus"])
    kwb = inputs.frame("cbs_kwb", ["gebiedscode", "inwoners"]).set_index("gebiedscode")
    rows["gebied"] = rows["buurtcode"].map(area_of)
    rows["inwoners"] = rows["buurtcode"].map(kwb["inwoners"])
    rows = rows.rename(columns={"inwoners_75plus": "p75", "groei_75plus": "groei"})
    return optellen.add_up(rows, ["gebied", "jaar"], ["p75", "groei"], "inwoners")
