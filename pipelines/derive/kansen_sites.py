"""M9: scores of sites (complexes, plans) under the three weight profiles, as declared columns."""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from data import weegprofielen
from pipelines.derive.kans_cel import Scored, known, profile_scores, words
from pipelines.indicators import kansen
from pipelines.inputs import Inputs, stated, texts

CODES = ("v", "t", "z", "r", "b")
# Criterion -> the column of kans_cel that holds it with all that partners bring.
COLUMNS = {"v": "s_v_besloten", "t": "s_t", "z": "s_z_besloten", "r": "s_r", "b": "s_b_besloten"}


def cells(inputs: Inputs) -> pd.DataFrame:
    """Cells of the kansenkaart: criteria by code, `uitgesloten`, `reden`, `waarschuwing`."""
    fields = ["vierkant", "score_status", "reden", "waarschuwing", *COLUMNS.values()]
    rows = inputs.frame("kans_cel", fields)
    rows = rows.rename(columns={column: code.upper() for code, column in COLUMNS.items()})
    rows["uitgesloten"] = rows["score_status"] == "uitgesloten"
    return rows


def score(
    inputs: Inputs,
    criteria: pd.DataFrame,
    excluded: np.ndarray,
    why: np.ndarray,
    split: Callable[[Mapping[str, float]], dict[str, float]] = dict,
) -> dict[str, pa.Array]:
    """Scores, what adds to them, reason and missing parts of sites.

    Args:
        inputs: for the profile's weights.
        criteria: one row per site, columns as the weights name them.
        excluded: sites that are excluded.
        why: by what.
        split: what makes the weights of a profile those of this kind of site.
    """
    weights = weegprofielen.weight_profiles(inputs.work.profile.weegprofielen)
    rules = {name: kansen.Parameters(weights=split(profile)) for name, profile in weights.items()}
    found = {
        name: kansen.opportunity(criteria, excluded, why, rule) for name, rule in rules.items()
    }
    scored = Scored(found, rules)
    made = profile_scores(scored, "score")
    made["reden"] = texts(scored.main["s_reden"])
    made["ontbreekt"] = texts(words(scored.main["ontbrekend"]))
    for name in criteria:
        column = str(name).lower()
        made |= stated(column if "_" in column else f"s_{column}", criteria[name], "geschat")
        made |= known(f"bijdrage_{column}", scored.main[f"bijdrage_{column}"], excluded)
    return made
