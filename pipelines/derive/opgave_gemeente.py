"""M4 per gemeente: its own cohorts, both methods, supply and gaps, and rho of M9 (reading 58)."""

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.derive.opgaven import Opgaven
from pipelines.indicators import opgave
from pipelines.indicators.kansen_criteria import demand_rate
from pipelines.indicators.normaliseren import Floats
from pipelines.inputs import Derived, Inputs, stated, texts

IN_CLUSTER = ("geclusterd", "zorggeschikt")


def derive(inputs: Inputs) -> Derived:
    """One row per own gemeente, class and year."""
    kwb = inputs.frame("cbs_kwb", ["gebiedscode"])["gebiedscode"]
    buurten = kwb[kwb.str.startswith("BU")]
    own = buurten[("GM" + buurten.str[2:6]).isin(inputs.work.profile.gemeenten)]
    area_of = pd.Series(("GM" + own.str[2:6]).to_numpy(dtype=object), index=own.to_numpy())
    run = Opgaven(inputs, _people(inputs), area_of)
    made = run.rows()
    times = len(made["klasse"]) // len(run.areas)
    made["gemeentecode"] = texts(list(run.areas) * times)
    table = pa.table(made | _rho(run, made))
    absent = inputs.missing(["corporatiewoningen", "corporatiecomplexen", "plannen"])
    return Derived(table, {"ontbrekend": absent, "opmerkingen": run.remarks})


def _people(inputs: Inputs) -> pd.DataFrame:
    columns = ["gemeentecode", "jaar", "inwoners_75plus", "groei_75plus"]
    rows = inputs.frame("bevolking_gemeente", columns).set_index(["gemeentecode", "jaar"])
    return rows.astype(float).set_axis(["p75", "groei"], axis=1)


def _rho(run: Opgaven, made: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """Rho and its parts, in the rows of class geclusterd and the last year of the programme."""
    year = str(opgave.LAST_YEAR)
    unknown = np.full(len(run.areas), np.nan)
    existing = sum((run.of(klasse) for klasse in IN_CLUSTER), np.zeros(len(run.areas)))
    target, p75 = unknown, unknown
    if year in run.years:
        target = run.need("geclusterd", year)["opgave_a"]
        people = run.people.xs(year, level=1)["p75"].reindex(run.areas)
        p75 = np.asarray(people.to_numpy(dtype=float))
    parts = {
        "rho": _rates(existing, target, p75),
        "rho_bestaand": existing,
        "rho_opgave": target,
        "rho_inwoners_75plus": p75,
    }
    here = np.array(made["klasse"].to_pylist()) == "geclusterd"
    here &= np.array(made["jaar"].to_pylist()) == year
    result: dict[str, pa.Array] = {}
    for name, values in parts.items():
        filled = np.full(len(here), np.nan)
        filled[here] = values if here.any() else []
        result |= stated(name, filled, "waargenomen" if name == "rho_bestaand" else "scenario")
    return result


def _rates(existing: Floats, target: Floats, p75: Floats) -> Floats:
    known = ~np.isnan(existing) & ~np.isnan(target) & (p75 > 0)
    found = [
        demand_rate(e, t, p) if k else np.nan
        for e, t, p, k in zip(existing, target, p75, known, strict=True)
    ]
    return np.asarray(found, dtype=float)
