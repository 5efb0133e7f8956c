"""Beyond M14: progress of the programme, agreements per project, and what a new edition changes.

What belongs here: deadlines, counts and the difference between two editions. An edition replaces
the one before it: rows of both are never added up.
"""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from data.getallen import dutch

DONE, STOPPED, LATE, NOT_BEGUN = "gereed", "gestopt", "vertraagd", "niet gestart"
CONCRETE = "concreet"
NEW, GONE, CHANGED = "nieuw", "vervallen", "gewijzigd"
ALL = "alle"
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def newest_edition(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Rows of the newest edition of each supplier; editions are ordered by the moments they name.

    Args:
        rows: `leverancier` and `editie` (`2023-2025`, `juni 2023 - juni 2025`). A year without a
            month goes before any month of it.
    """
    words = rows["editie"].astype(str)
    label = words.map(_moments) + "|" + words
    newest = label.groupby(rows["leverancier"]).transform("max")
    return label.eq(newest)


def _moments(edition: str) -> str:
    """The years of an edition with their month, in its own order, so that they sort in time."""
    named = re.findall(rf"(?:({'|'.join(MONTHS)})\s+)?([0-9]{{4}})", edition.lower())
    return "-".join(f"{year}{MONTHS.index(m) + 1 if m else 0:02}" for m, year in named)


def deadlines(rows: pd.DataFrame, moment: date) -> pd.DataFrame:
    """Whether an action is late on a day.

    Args:
        rows: `voortgang` and `gereed` (deadline, None = none named).
        moment: the day.

    Returns:
        Same index: `dagen_tot_termijn` (negative after it; NaN without one or when it is done or
        stopped) and `te_laat` (bool: past its deadline and neither done nor stopped).
    """
    closed = rows["voortgang"].isin((DONE, STOPPED)).to_numpy(bool)
    days = np.array(
        [(day - moment).days if isinstance(day, date) else np.nan for day in rows["gereed"]],
        dtype=np.float64,
    )
    days[closed] = np.nan
    return pd.DataFrame({"dagen_tot_termijn": days, "te_laat": days < 0}, index=rows.index)


def summary(rows: pd.DataFrame) -> pd.DataFrame:
    """Actions per theme and in all: how many, done, running, late.

    Args:
        rows: `thema`, `voortgang`, `te_laat`.

    Returns:
        Per theme, `alle` last: `acties`, `gereed`, `gestopt`, `vertraagd` (said to be late),
        `niet_gestart`, `te_laat`, `gereed_pct` (of the actions that were not stopped; NaN without).
    """
    theme = rows["thema"].fillna("zonder thema")
    both = pd.concat([rows.assign(thema=theme), rows.assign(thema=ALL)], ignore_index=True)
    flags = pd.DataFrame(
        {
            "thema": both["thema"],
            "acties": 1,
            "gereed": both["voortgang"].eq(DONE),
            "gestopt": both["voortgang"].eq(STOPPED),
            "vertraagd": both["voortgang"].eq(LATE),
            "niet_gestart": both["voortgang"].eq(NOT_BEGUN),
            "te_laat": both["te_laat"].astype(bool),
        }
    )
    made = flags.groupby("thema").sum().astype(int)
    left = (made["acties"] - made["gestopt"]).astype(float)
    made["gereed_pct"] = 100.0 * made["gereed"] / left.where(left > 0)
    order = [*sorted(name for name in made.index if name != ALL), ALL]
    return made.reindex([name for name in order if name in made.index])


def agreements(projects: pd.DataFrame) -> dict[str, float]:
    """Relevant projects with a concrete agreement on clustered housing.

    Args:
        projects: `relevant` (bool, None = unknown), `afspraak`, `afspraak_woningen` (NaN = none).

    Returns:
        `relevant`, `concreet` (projects), `concreet_pct` (NaN without relevant projects) and
        `woningen` (homes agreed in concrete agreements).
    """
    relevant = projects["relevant"].fillna(False).astype(bool)
    concrete = relevant & projects["afspraak"].eq(CONCRETE)
    number, done = int(relevant.sum()), int(concrete.sum())
    return {
        "relevant": number,
        "concreet": done,
        "concreet_pct": 100.0 * done / number if number else float("nan"),
        "woningen": float(projects.loc[concrete, "afspraak_woningen"].astype(float).sum()),
    }


def difference(
    before: pd.DataFrame, now: pd.DataFrame, key: str, compared: Sequence[str]
) -> pd.DataFrame:
    """What an edition changes against the one it replaces.

    Args:
        before: rows of the earlier edition, `key` unique.
        now: rows of the later edition.
        key: column that tells an action or agreement apart.
        compared: columns of which a difference counts as a change.

    Returns:
        Sorted by key: `key`, `verschil` (`nieuw`, `vervallen` or `gewijzigd`) and `wat` (columns
        that changed, `, ` between; empty otherwise). Rows that are equal are left out.
    """
    columns = [key, *compared]
    old, new = before[columns].set_index(key), now[columns].set_index(key)
    keys = sorted(set(old.index) | set(new.index), key=str)
    found = []
    for name in keys:
        if name not in old.index:
            found.append((name, NEW, ""))
        elif name not in new.index:
            found.append((name, GONE, ""))
        else:
            changed = [c for c in compared if _text(old.at[name, c]) != _text(new.at[name, c])]
            if changed:
                found.append((name, CHANGED, ", ".join(changed)))
    return pd.DataFrame(found, columns=[key, "verschil", "wat"])


def _text(value: object) -> str:
    return "" if value is None or bool(pd.isna(value)) else str(value)  # type: ignore[call-overload]


def told(found: pd.DataFrame, what: str) -> str:
    """The difference in one Dutch sentence; empty where nothing changed."""
    counts = found["verschil"].value_counts()
    parts = [f"{dutch(counts[k])} {k}" for k in (NEW, GONE, CHANGED) if k in counts]
    return f"Tegenover de vorige {what}: {', '.join(parts)}." if parts else ""
