"""M8a, coverage matrix: which share of older residents lives inside a stated service area.

What belongs here: from statements of providers to `dekking` per area and kind of care, with bounds
where nobody said anything (METHODS 12, reading 54). Access to capacity is `zorgtoegang.py`. A
party that is known to be present says nothing about coverage, so presence has no place here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

DEKKEND, DEELS, NIET, ONBEKEND = "dekkend", "deels", "niet", "onbekend"
KLASSEN = (DEKKEND, DEELS, NIET, ONBEKEND)


def statements(n: int, said: pd.DataFrame) -> Floats:
    """What providers together say about each demand point.

    One provider that delivers is enough; a point about which somebody spoke, and nobody said yes,
    is not covered; a point about which nobody spoke is unknown.

    Args:
        n: Number of demand points.
        said: One row per statement about a point: `punt` (row number), `levert` (1, 0 or NaN).

    Returns:
        Shape (n,): 1 covered, 0 not covered, NaN nobody said anything.
    """
    clear = said.dropna(subset=["levert"])
    found = np.full(n, np.nan)
    best = clear.groupby("punt")["levert"].max()
    found[best.index.to_numpy(np.int64)] = best.to_numpy(np.float64)
    return found


def coverage(area: npt.ArrayLike, people: npt.ArrayLike, covered: npt.ArrayLike) -> pd.DataFrame:
    """`dekking` per area: residents of 75 and over inside a service area / all of them (T-22).

    Residents about whom nobody said anything stay in the denominator: not covered for the lower
    bound, covered for the upper one; one number only if something was said about all (reading 54).

    Args:
        area: Code per demand point, shape (n,); None is left out.
        people: Residents of 75 and over per point; unknown counts as nobody.
        covered: 1, 0 or NaN per point, as `statements` gives it.

    Returns:
        Index the code, sorted: `dekking` (0 to 1, NaN unless everybody is spoken of), `laag`,
        `hoog` (0 to 1, NaN without residents of 75 and over), `bekend` (share of them about whom
        something was said), `klasse`.

    Raises:
        ValueError: A negative number of residents, or a statement other than 0, 1 or NaN.
    """
    frame = pd.DataFrame(
        {
            "area": np.asarray(area, dtype=object),
            "p": np.nan_to_num(np.asarray(people, dtype=np.float64)),
            "c": np.asarray(covered, dtype=np.float64),
        }
    ).dropna(subset=["area"])
    if bool((frame["p"] < 0).any()):
        raise ValueError("Dekking: een negatief aantal inwoners van 75 jaar en ouder.")
    if not bool(frame["c"].isin([0.0, 1.0]).eq(frame["c"].notna()).all()):
        raise ValueError("Dekking: een uitspraak is geen 0 of 1.")
    yes = frame["p"] * frame["c"].fillna(0.0)
    unsaid = frame["p"].where(frame["c"].isna(), 0.0)
    sums = (
        pd.DataFrame({"area": frame["area"], "p": frame["p"], "yes": yes, "unsaid": unsaid})
        .groupby("area", sort=True)
        .sum()
    )
    total = sums["p"].where(sums["p"] > 0)
    low, high = sums["yes"] / total, (sums["yes"] + sums["unsaid"]) / total
    known = 1.0 - sums["unsaid"] / total
    whole = known >= 1.0 - number("common.tolerance")
    return pd.DataFrame(
        {
            "dekking": low.where(whole),
            "laag": low,
            "hoog": high.clip(upper=1.0),
            "bekend": known,
            "klasse": coverage_class(low, high, known),
        }
    )


def coverage_class(low: npt.ArrayLike, high: npt.ArrayLike, known: npt.ArrayLike) -> Texts:
    """Class of a coverage between two bounds.

    Where both bounds fall in one class that is the class, whatever the silent ones would say;
    else, and where nobody said anything, it is `onbekend`: unknown is not 0.

    Args:
        low: Lower bound, 0 to 1; NaN without residents.
        high: Upper bound.
        known: Share of the residents about whom something was said.
    """
    a, b = _class(np.asarray(low, np.float64)), _class(np.asarray(high, np.float64))
    told = np.asarray(known, np.float64) > number("common.tolerance")
    return np.where((a == b) & told, a, ONBEKEND).astype(object)


def _class(share: Floats) -> Texts:
    slack = number("common.tolerance")
    return np.select(
        [
            np.isnan(share),
            share >= number("zorg.dekkend_threshold") - slack,
            share >= number("zorg.deels_threshold") - slack,
        ],
        [ONBEKEND, DEKKEND, DEELS],
        NIET,
    ).astype(object)
