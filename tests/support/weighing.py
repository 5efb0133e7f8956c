"""Scores that the viewer must compute as the pipeline does: one file, read by both tests.

`python -m tests.support.weighing` writes it anew after a change of the method.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data import kansen
from data.weegprofielen import CRITERIA, weight_profiles
from pipelines.indicators.kansen import Parameters, opportunity

FILE = Path(__file__).parents[2] / "geo_api" / "viewer" / "test" / "weging.json"
CELLS = 80
CODES = [code.upper() for code, *_ in kansen.OPEN]


def document() -> dict[str, Any]:
    """Criteria of some invented cells, and their scores under many weightings."""
    rng = np.random.default_rng(20261129)
    values = rng.random((CELLS, len(CODES)))
    values[rng.random(values.shape) < 0.2] = np.nan
    values[0], values[1], values[2] = 0, 1, np.nan
    values[:, CODES.index("R")] = np.nan  # a criterion without a source
    criteria = pd.DataFrame(values, columns=CODES)
    excluded = rng.random(CELLS) < 0.15
    why = np.where(excluded, "natuurgebied", None).astype(object)
    given = [*weight_profiles().values()]
    given += [dict.fromkeys(CRITERIA, 1.0), {"V": 1.0}, {"V": 3.0, "T": 1.0}, {"V": 2.0, "T": 1.0}]
    given += [dict(zip(CRITERIA, rng.integers(0, 11, 6).tolist(), strict=True)) for _ in range(12)]
    return {
        "criteria": {code: _plain(criteria[code]) for code in CODES},
        "uitgesloten": excluded.tolist(),
        "reden": why.tolist(),
        "klassen": list(kansen.CLASSES),
        "gevallen": [_case(criteria, excluded, why, weights) for weights in given],
    }


def _case(criteria: pd.DataFrame, excluded: Any, why: Any, weights: Any) -> dict[str, Any]:
    rule = Parameters(weights=weights).without(*kansen.CLOSED)
    found = opportunity(criteria, excluded, why, rule)
    return {
        "gewichten": {code: float(weight) for code, weight in weights.items()},
        "score": _plain(found["s"]),
        "status": found["s_status"].tolist(),
        "reden": [None if pd.isna(one) else one for one in found["s_reden"]],
        "bijdragen": {code: _plain(found[f"bijdrage_{code.lower()}"]) for code in rule.codes},
    }


def _plain(column: "pd.Series[Any]") -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in column]


def text() -> str:
    """The file as it must be."""
    return json.dumps(document(), ensure_ascii=False, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
