"""M1 per wijk: its own inputs, else sums of its buurten, on the buurt moments (reading 33)."""

import numpy as np
import pandas as pd

from pipelines.derive import draaglast_buurt, slots, slots_opgeteld
from pipelines.derive import draaglast_kolommen as columns
from pipelines.derive.draaglast_buurt import older_share
from pipelines.indicators import draaglast
from pipelines.indicators.draaglast_scores import correlation
from pipelines.inputs import Derived, Inputs


def derive(inputs: Inputs) -> Derived:
    """One row per wijk of the own gemeenten."""
    national = slots.fill(inputs, "BU")
    reference = draaglast_buurt.reference(inputs, national)
    codes = draaglast_buurt.own_codes(inputs, "cbs_wijken", "wijkcode")
    wijken = slots_opgeteld.of_level(inputs, national, "WK", codes)
    outcome = draaglast.bereken(
        wijken.frame,
        reference,
        tabellen=national.tables,
        aandeel_65plus_volwassenen=older_share(national.frame),
    )
    told = columns.coverage(outcome, wijken)
    told["correlaties"] |= liveability(inputs, outcome.tabel)
    keys = slots.source_rows(inputs, codes, "leefbaarometer_wijk")
    return Derived(columns.table("wijkcode", outcome, wijken, keys), told)


def liveability(inputs: Inputs, result: pd.DataFrame) -> dict[str, float | None]:
    """Correlation of D and K with the total of the Leefbaarometer, which is not scored.

    The score of 3.0; of an installation that has only index 2.0 the class of that.
    """
    if not inputs.has("leefbaarometer_wijk") or inputs.joins("leefbaarometer_wijk") is None:
        return {}
    columns = ["gebiedscode", "meting", "leefbaarheid", "klasse_2_0"]
    rows = inputs.frame("leefbaarometer_wijk", columns)
    last = rows[rows["meting"] == "laatste"].set_index("gebiedscode")
    of_index = "leefbaarheid" if last["leefbaarheid"].notna().any() else "klasse_2_0"
    score = np.asarray(last[of_index].astype(float).reindex(result.index), dtype=np.float64)
    return {
        f"{index}_leefbaarometer": correlation(
            np.asarray(result[index].astype(float), dtype=np.float64), score
        )
        for index in ("D", "K")
    }
