"""M14, register of parties: who is known in which gebied and role, counted (METHODS 12, 18).

Presence, never coverage: a number here says nothing of how much care there is.
"""

from collections.abc import Mapping

import pandas as pd

from data.getallen import dutch

TOTAL = "alle"


def counted(entries: pd.DataFrame) -> pd.DataFrame:
    """Parties per gebied and role, and per gebied in all roles together.

    Args:
        entries: `gebied`, `rol`, `partij`; one row per entry. A party in two roles is two entries.

    Returns:
        Sorted by gebied and role: `gebied`, `rol` (`alle` for all), `partijen` (entries),
        `organisaties` (different names) and `namen` (in alphabetical order, `; ` between).
    """
    rows = entries[["gebied", "rol", "partij"]].drop_duplicates()
    both = pd.concat([rows, rows.assign(rol=TOTAL)], ignore_index=True)
    grouped = both.groupby(["gebied", "rol"], sort=True)["partij"]
    made = grouped.agg(
        partijen="size",
        organisaties="nunique",
        namen=lambda names: "; ".join(sorted(set(names), key=str.casefold)),
    )
    return made.reset_index()


def differences(counts: pd.DataFrame, printed: Mapping[str, Mapping[str, int]]) -> list[str]:
    """What a register says otherwise than the printed list it was taken from.

    Args:
        counts: result of `counted`.
        printed: role (`alle` for all) -> gebied -> number of entries printed.

    Returns:
        A Dutch sentence per difference; none where they agree.
    """
    held = counts.set_index(["gebied", "rol"])["partijen"]
    found = []
    for role, per_area in printed.items():
        for area, number in per_area.items():
            seen = int(held.get((area, role), 0))
            if seen != number:
                found.append(
                    f"{area}, {role}: {dutch(seen)} in het register, {dutch(number)} in de bron."
                )
    return found
