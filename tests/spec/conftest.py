"""A made-up country for the spec tests of M1."""

import numpy as np
import pandas as pd
import pytest

from pipelines.indicators.draaglast_methode import standard

LOAD = [slot for d in standard().van("D") if not d.partner for slot in d.slots]
STRENGTH = [slot for d in standard().van("K") if not d.partner for slot in d.slots]


def country(n: int = 600, seed: int = 5) -> pd.DataFrame:
    """Buurten with two hidden factors, so that D and K have spread and a correlation."""
    rng = np.random.default_rng(seed)
    load, strength = rng.normal(size=n), rng.normal(size=n)
    frame = pd.DataFrame({"inwoners": rng.integers(200, 5000, n).astype(float)})
    for place, name in enumerate(LOAD):
        frame[name] = 40.0 + place + 5.0 * load + rng.normal(0.0, 5.0, n)
    for place, name in enumerate(STRENGTH):
        frame[name] = 40.0 + place + 5.0 * (strength - 0.4 * load) + rng.normal(0.0, 4.0, n)
    frame["oosr"] = np.exp(frame["oosr"] / 20.0)
    frame["inwoners_15_25"] = frame["inwoners"] * rng.uniform(0.05, 0.2, n)
    frame["inwoners_65plus"] = frame["inwoners"] * rng.uniform(0.1, 0.3, n)
    frame["horeca_per_inwoner"] = 0.001
    frame["wijk"] = [f"WK{i // 10:04d}" for i in range(n)]
    frame.index = pd.Index([f"BU{i:06d}" for i in range(n)])
    return frame


@pytest.fixture(scope="session")
def nl() -> pd.DataFrame:
    """Reference buurten with every open slot of M1."""
    return country()
