"""M5, cost of making dwellings fit for all ages: C = sum of n_m c_m (METHODS 9).

What belongs here: how many of each measure are needed, what they cost by a partner's price table,
and the comparison of wijken. There are no built-in euros: without a price there is no cost.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from data.datasets.prijstabel import MEASURES
from data.parameters import number

STEPS, BATH, STAIRLIFT, DOWNSTAIRS, LIFT, ENTRANCE = MEASURES
# What a measure is counted in; a price per something else is not used.
PER = {
    STEPS: "woning",
    BATH: "woning",
    STAIRLIFT: "woning",
    DOWNSTAIRS: "woning",
    LIFT: "portiek",
    ENTRANCE: "complex",
}


def needed(homes: pd.DataFrame) -> pd.DataFrame:
    """Expected number of each measure per complex.

    Thresholds: 1 - P(two stars) per dwelling. Bathroom: every dwelling whose bathroom is not known
    to be adaptable. House on more floors: toilet and bedroom downstairs where it is `aanpasbaar`,
    else a stairlift; not where it is step-free. Building with several dwellings on more floors:
    1 - P(lift) per portiek, with `portiek_per_laag` dwellings on each floor of a portiek. Main
    entrance: 1 - e per complex with such a building. All PROPOSED.

    Args:
        homes: `complex`, `pand`, `eengezins`, `bouwlagen`, `p_lift`, `nultreden`, `twee_sterren`,
            `aanpasbaar`, `badkamer` (1, 0, NaN). Dwellings whose chances are unknown count for the
            bathroom only.

    Returns:
        Index complex, one column per measure, numbers from 0, not whole.
    """
    single = homes["eengezins"].to_numpy(bool)
    high = homes["bouwlagen"].fillna(1.0)
    stairs = (single & (high > 1)) * (1.0 - homes["nultreden"].fillna(1.0))
    room = homes["aanpasbaar"].fillna(0.0)
    table = pd.DataFrame(
        {
            STEPS: 1.0 - homes["twee_sterren"].fillna(1.0),
            BATH: (homes["badkamer"] != 1).astype(float),
            STAIRLIFT: stairs * (1.0 - room),
            DOWNSTAIRS: stairs * room,
        }
    )
    made = table.groupby(homes["complex"].to_numpy(object)).sum()
    stacked = homes[~single & (high > 1)]
    made[LIFT] = _lifts(stacked).reindex(made.index).fillna(0.0)
    made[ENTRANCE] = made.index.isin(set(homes.loc[~single, "complex"])) * (
        1.0 - number("geschikt.e")
    )
    return made[list(MEASURES)]


def to_do(homes: pd.DataFrame) -> pd.Series[float]:
    """Expected dwellings per complex that need a measure.

    A dwelling needs none where it has two stars and a bathroom known to be adaptable. This is what
    the measures count, not the agreed meaning of levensloopbestendig.

    Args:
        homes: `complex`, `twee_sterren` (NaN unknown: not counted), `badkamer` (1, 0, NaN).
    """
    ready = homes["twee_sterren"] * (homes["badkamer"] == 1)
    return pd.Series((1.0 - ready).groupby(homes["complex"].to_numpy(object)).sum())


def _lifts(stacked: pd.DataFrame) -> pd.Series[float]:
    """Lifts still to be made per complex: portieken of each pand times 1 - P(lift)."""
    of_pand = stacked.groupby(["complex", "pand"]).agg(
        woningen=("pand", "size"), lagen=("bouwlagen", "first"), lift=("p_lift", "mean")
    )
    per_portiek = of_pand["lagen"] * number("kosten.portiek_per_laag")
    portieken = np.ceil(of_pand["woningen"] / per_portiek - number("common.tolerance"))
    missing = portieken * (1.0 - of_pand["lift"].fillna(1.0))
    return pd.Series(missing.groupby(level="complex").sum())


def priced(count: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Cost of each measure per complex, by the price table of its owner.

    The table of the owner itself goes first; without one the only table there is, if there is one.

    Args:
        count: Table of `needed`, index (owner, complex).
        prices: `leverancier`, `maatregel`, `per`, `prijs_euro` (NaN unknown), `prijsjaar`.

    Returns:
        One row per complex and measure: `eigenaar`, `complex`, `maatregel`, `aantal`,
        `prijs_euro`, `prijsjaar`, `prijsbron`, `kosten_euro`; NaN where there is no price.
    """
    usable = prices[prices["prijs_euro"].notna() & (prices["per"] == prices["maatregel"].map(PER))]
    tables = sorted(usable["leverancier"].unique())
    rows = count.rename_axis(["eigenaar", "complex"]).reset_index()
    long = rows.melt(["eigenaar", "complex"], var_name="maatregel", value_name="aantal")
    fallback = tables[0] if len(tables) == 1 else None
    long["prijsbron"] = long["eigenaar"].where(long["eigenaar"].isin(tables), fallback)
    known = usable.drop_duplicates(["leverancier", "maatregel"], keep="last")
    known = known.rename(columns={"leverancier": "prijsbron"})
    wanted = known[["prijsbron", "maatregel", "prijs_euro", "prijsjaar"]]
    made = long.merge(wanted.astype({"prijsbron": object}), "left", ["prijsbron", "maatregel"])
    made["kosten_euro"] = made["aantal"] * made["prijs_euro"].astype(float)
    return made.sort_values(["eigenaar", "complex", "maatregel"]).reset_index(drop=True)


def total(costs: pd.DataFrame, by: Collection[str]) -> pd.DataFrame:
    """Sum of costs per group; none where a measure that is needed has no price.

    Args:
        costs: Table of `priced`, with the columns of `by`.
        by: Columns to sum by.

    Returns:
        Index the group: `kosten_euro` (NaN where a price is missing), `prijsjaren` ("2024" or
        "2023-2024", None without).
    """
    absent = costs["kosten_euro"].isna() & (costs["aantal"] > 0)
    grouped = costs.assign(_zonder=absent).groupby(list(by))
    made = grouped[["kosten_euro"]].sum(min_count=1)
    made["kosten_euro"] = made["kosten_euro"].where(~grouped["_zonder"].any())
    first, last = grouped["prijsjaar"].min(), grouped["prijsjaar"].max()
    years = [
        None if np.isnan(a) else f"{a:.0f}" if a == b else f"{a:.0f}-{b:.0f}"
        for a, b in zip(first.astype(float), last.astype(float), strict=True)
    ]
    made["prijsjaren"] = pd.Series(years, index=made.index, dtype=object)
    return made


def per_wijk(rows: pd.DataFrame) -> pd.DataFrame:
    """Totals per wijk over complexes.

    Args:
        rows: One per complex, as in dataset geschiktheid_complex: `wijkcode`, `woningen`,
            `nultreden`, `te_doen` (dwellings, NaN unknown), `kosten_euro` (NaN unknown).

    Returns:
        Index wijkcode: `complexen`, `woningen`, `nultreden`, `te_doen`, `kosten_euro` (each NaN
        where a complex has none), `kosten_per_woning_euro` (over `te_doen`).
    """
    grouped = rows.groupby("wijkcode")
    summed = ["woningen", "nultreden", "te_doen", "kosten_euro"]
    unknown = rows[summed].isna().groupby(rows["wijkcode"]).any()
    made = grouped[summed].sum().astype(float).mask(unknown)
    made.insert(0, "complexen", grouped.size())
    made["kosten_per_woning_euro"] = made["kosten_euro"] / made["te_doen"].where(
        made["te_doen"] > 0
    )
    return made


def compare_wijken(
    rows: pd.DataFrame, one: str, other: str
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Which complexes, how many dwellings, at what cost, and where next, for two wijken.

    The question of the Groningen programme about Lewenborg and Beijum (S0, 3.1.3), for any two.

    Args:
        rows: As for `per_wijk`, with `corporatie`, `complex_id` and `kosten_per_woning_euro`.
        one: Code of a wijk.
        other: Code of another.

    Returns:
        The complexes of the two, those with the lowest cost per dwelling first (unknown cost last);
        the totals of `per_wijk` of the two in the order asked; and those of all other wijken, in
        the same order as complexes: where a pilot could go next.

    Raises:
        ValueError: The two are the same wijk, or one has no complex in `rows`.
    """
    known = set(rows["wijkcode"])
    absent = [code for code in (one, other) if code not in known]
    if one == other or absent:
        raise ValueError(
            f"Vergelijking van {one} en {other}: verwacht twee wijken met complexen"
            + (f"; zonder complexen: {', '.join(absent)}." if absent else ".")
        )
    return ranked(rows, (one, other))


def ranked(
    rows: pd.DataFrame, chosen: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """As `compare_wijken`, for wijken of which some may have no complex: their totals are unknown.

    Args:
        rows: As for `compare_wijken`.
        chosen: Codes of wijken.
    """
    order = ["kosten_per_woning_euro", "wijkcode"]
    complexes = rows[rows["wijkcode"].isin(chosen)]
    complexes = complexes.sort_values([*order, "corporatie", "complex_id"], na_position="last")
    totals = per_wijk(rows)
    rest = totals.drop(index=list(chosen), errors="ignore").reset_index()
    following = rest.sort_values(order, na_position="last").set_index("wijkcode")
    return complexes.reset_index(drop=True), totals.reindex(list(chosen)), following
