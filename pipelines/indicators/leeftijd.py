"""Age detail below gemeente: 65-74, 75-79 and 80+ per buurt (methods 3.2, readings 3, 5, 16).

KWB gives 65+ per buurt, 83502NED five-year classes per PC4, 03759ned single years per gemeente.
Shares per PC4, weighted with addresses, give a first estimate; raking brings it to the 65+ of each
buurt and the age totals of the gemeente. Everything estimated has status `geschat`. Distribution to
100 m cells is `leeftijd_cel`.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import integer, number
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.samengesteld import Mask
from pipelines.indicators.status import GESCHAT, ONTBREEKT, WAARGENOMEN, Texts, statuses

OUDEREN: Final = ("p65_74", "p75_79", "p80plus")
KLASSEN_45_64: Final = ("45_50", "50_55", "55_60", "60_65")
KLASSEN_65PLUS: Final = ("65_70", "70_75", "75_80", "80_85", "85_90", "90_95", "95plus")
AANDELEN: Final = ("a65_74", "a75_79", "a80plus", "a75plus", "a85plus", "a50_64")


def shares_pc4(pc4: pd.DataFrame) -> pd.DataFrame:
    """Age shares per PC4 from the five-year classes of 83502NED.

    Args:
        pc4: index = PC4 (text); columns `45_50` .. `90_95`, `95plus` (persons, both sexes),
            NaN = suppressed or missing.

    Returns:
        Columns `AANDELEN`: 65-74, 75-79, 80+, 75+ and 85+ as a share of 65+, and 50-64 as a share
        of 45-64. NaN where a class it needs is missing or nobody is there: such a PC4 is left out
        of the mean (reading 16).
    """
    classes = pc4.reindex(columns=[*KLASSEN_45_64, *KLASSEN_65PLUS]).astype(float)
    middle = classes[list(KLASSEN_45_64)].sum(axis=1, skipna=False)
    old = classes[list(KLASSEN_65PLUS)].sum(axis=1, skipna=False)
    middle, old = middle.where(middle > 0), old.where(old > 0)
    oldest = classes[["85_90", "90_95", "95plus"]].sum(axis=1)
    shares = {
        "a65_74": (classes["65_70"] + classes["70_75"]) / old,
        "a75_79": classes["75_80"] / old,
        "a80plus": (classes["80_85"] + oldest) / old,
        "a75plus": (classes["75_80"] + classes["80_85"] + oldest) / old,
        "a85plus": oldest / old,
        "a50_64": (middle - classes["45_50"]) / middle,
    }
    return pd.DataFrame(shares, index=pc4.index)


def shares_buurt(shares: pd.DataFrame, adressen: pd.DataFrame) -> pd.DataFrame:
    """Age shares per buurt: mean over its PC4, weighted with woon-adressen.

    Args:
        shares: answer of `shares_pc4`.
        adressen: columns `buurt`, `pc4`, `adressen` (woon-adressen of the buurt with that PC4).

    Returns:
        Index = buurt (every one in `adressen`); columns `AANDELEN`; NaN where no PC4 with addresses
        has the share.
    """
    values = shares.reindex(adressen["pc4"]).to_numpy(dtype=float)
    weight = adressen["adressen"].to_numpy(dtype=float)[:, None] * ~np.isnan(values)
    columns = list(shares.columns)
    buurt = adressen["buurt"].to_numpy()
    numerator = pd.DataFrame(weight * np.nan_to_num(values), columns=columns).groupby(buurt).sum()
    denominator = pd.DataFrame(weight, columns=columns).groupby(buurt).sum()
    result = numerator / denominator.where(denominator > 0)
    return result.rename_axis("buurt")


def rake(seed: Floats, rows: Floats, columns: Floats) -> Floats:
    """Iterative proportional fitting of a table to row and column totals of equal sum.

    Args:
        seed: (n, k) first estimate, 0 or more; a zero cell stays zero.
        rows: (n,) row totals, kept to within the tolerance at the end.
        columns: (k,) column totals.

    Returns:
        (n, k). The last step is on the rows, because those are observed per buurt; where the seed
        cannot meet both margins, the rows hold.

    Raises:
        ValueError: negative input, or totals that differ.
    """
    if min(seed.min(initial=0.0), rows.min(initial=0.0), columns.min(initial=0.0)) < 0:
        raise ValueError("Raken: negatieve aantallen; verwacht 0 of meer.")
    grand = rows.sum()
    if abs(grand - columns.sum()) > 1e-6 * max(1.0, grand):
        raise ValueError(f"Raken: rijen tellen op tot {grand}, kolommen tot {columns.sum()}.")
    table = _scaled(seed.astype(float), rows, axis=1)
    tolerance = number("leeftijd.rake_tolerance") * max(1.0, grand)
    for _ in range(integer("leeftijd.rake_max_rounds")):
        if np.abs(table.sum(axis=0) - columns).max(initial=0.0) <= tolerance:
            break
        before, table = table, _scaled(_scaled(table, columns, axis=0), rows, axis=1)
        if np.abs(table - before).max(initial=0.0) <= tolerance / 1000.0:
            break  # the seed cannot meet both margins
    return table


def age_per_buurt(
    buurten: pd.DataFrame, gemeenten: pd.DataFrame, shares: pd.DataFrame
) -> pd.DataFrame:
    """Residents of 65-74, 75-79 and 80+ per buurt, raked per gemeente.

    The gemeente totals are scaled to the sum of the KWB 65+ of its buurten, which stay as published
    (readings 16 and 80).

    Args:
        buurten: index = buurt; `gemeente` (code), `p65` (KWB 65+, persons, NaN = suppressed or
            missing), optional `p65_status`, optional `p80` (KWB 2026 on: observed 80+, then a
            margin, reading 3).
        gemeenten: index = gemeente; `p65_74`, `p75_79`, `p80plus` (persons, 03759ned).
        shares: answer of `shares_buurt`; a buurt without them takes those of its gemeente.

    Returns:
        Index of `buurten`; `p65`, `p65_74`, `p75_79`, `p80plus`, `p75plus` (persons, not rounded)
        with `<column>_status`; `gerakt` (False where the gemeente has no totals), `bron_aandeel`
        (`pc4` or `gemeente`; empty without estimate).
    """
    first, source = _first_estimate(buurten, gemeenten, shares)
    fixed = _floats(buurten, "p80")
    p65 = _floats(buurten, "p65")
    fixed = np.where(np.isnan(p65), np.nan, np.minimum(fixed, p65))
    table = _with_fixed(first, p65, fixed)
    raked = np.zeros(len(buurten), dtype=bool)
    code = buurten["gemeente"].to_numpy()
    for name in pd.unique(buurten["gemeente"].dropna()):
        here = (code == name) & ~np.isnan(first).any(axis=1)
        totals = _totals(gemeenten, name)
        if np.isfinite(totals).all() and here.any():
            table[here] = _rake_gemeente(first[here], p65[here], fixed[here], totals)
            raked[here] = True
    return _age_table(buurten, table, p65, fixed, raked, source)


def oosr(buurten: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Oldest-old support ratio: residents 50-74 per resident of 85+ (reading 5).

    50-74 = KWB 45-64 times the PC4 share (50-64)/(45-64), plus 65+ times the share (65-74)/65+;
    85+ = 65+ times the share 85+/65+. With fewer than 10 residents of 85+ the value of the wijk is
    taken: sums over its buurten that hold at least 90% of its inhabitants. The logarithm is taken
    when it is scored.

    Args:
        buurten: index = buurt; `wijk`, `inwoners`, `p45_64`, `p65` (persons, NaN = missing).
        shares: answer of `shares_buurt`.

    Returns:
        Index of `buurten`; `p50_74`, `p85plus` (persons), `oosr`, `oosr_status` (`geschat` or
        `ontbreekt`), `oosr_niveau` (`buurt`, `wijk` or empty).
    """
    own = shares.reindex(buurten.index)
    p65 = buurten["p65"].astype(float)
    parts = pd.DataFrame(
        {
            "geheel": buurten["wijk"],
            "inwoners": buurten["inwoners"].astype(float),
            "p50_74": buurten["p45_64"].astype(float) * own["a50_64"] + p65 * own["a65_74"],
            "p85plus": p65 * own["a85plus"],
        },
        index=buurten.index,
    )
    enough = number("draaglast.oosr_min_85plus") - number("common.tolerance")
    of_wijk = parts["geheel"].map(oosr_sums(parts)["oosr"])
    direct = parts["p85plus"] >= enough
    ratio = (parts["p50_74"] / parts["p85plus"].where(direct)).astype(float)
    borrowed = parts["p85plus"] < enough
    value = ratio.where(~borrowed, of_wijk.astype(float))
    level = np.where(value.isna(), "", np.where(borrowed, "wijk", "buurt"))
    return parts[["p50_74", "p85plus"]].assign(
        oosr=value,
        oosr_status=statuses(value.notna().to_numpy(), GESCHAT),
        oosr_niveau=level.astype(object),
    )


def oosr_sums(parts: pd.DataFrame) -> pd.DataFrame:
    """OOSR per wijk or gemeente from sums over its buurten (reading 33).

    Args:
        parts: `geheel` (code of wijk or gemeente), `inwoners`, `p50_74`, `p85plus` per buurt.

    Returns:
        Index = `geheel`; `p50_74`, `p85plus`, `oosr`, NaN where less than 90% of the inhabitants is
        covered or fewer than 10 are 85 or older.
    """
    known = parts["p50_74"].notna() & parts["p85plus"].notna()
    whole = parts.groupby("geheel")["inwoners"].sum()
    total = parts.loc[known].groupby("geheel")[["p50_74", "p85plus", "inwoners"]].sum()
    total = total.reindex(whole.index)
    tolerance = number("common.tolerance")
    covered = total.pop("inwoners").fillna(0.0) / whole.where(whole > 0)
    total = total.where(covered >= number("common.wijk_min_inhabitant_share") - tolerance)
    many = total["p85plus"] >= number("draaglast.oosr_min_85plus") - tolerance
    return total.assign(oosr=total["p50_74"] / total["p85plus"].where(many))


def _first_estimate(
    buurten: pd.DataFrame, gemeenten: pd.DataFrame, shares: pd.DataFrame
) -> tuple[Floats, Texts]:
    """(n, 3) 65+ times the shares of the buurt, else of the gemeente; NaN without either."""
    own = shares.reindex(buurten.index)[["a65_74", "a75_79", "a80plus"]].to_numpy(dtype=float)
    totals = gemeenten.reindex(buurten["gemeente"])[list(OUDEREN)].to_numpy(dtype=float)
    whole = totals.sum(axis=1, keepdims=True)
    of_gemeente = totals / np.where(whole > 0, whole, np.nan)
    lacking = np.isnan(own).any(axis=1)
    used = np.where(lacking[:, None], of_gemeente, own)
    estimate = _floats(buurten, "p65")[:, None] * used
    source = np.where(lacking, "gemeente", "pc4").astype(object)
    source[np.isnan(estimate).any(axis=1)] = ""
    return np.asarray(estimate), source


def _totals(gemeenten: pd.DataFrame, name: str) -> Floats:
    if name not in gemeenten.index:
        return np.full(len(OUDEREN), np.nan)
    return np.asarray(gemeenten.loc[name, list(OUDEREN)].to_numpy(dtype=float, na_value=np.nan))


def _rake_gemeente(first: Floats, p65: Floats, fixed: Floats, totals: Floats) -> Floats:
    """Rake one gemeente; observed 80+ cells are kept and taken off both margins first."""
    observed = ~np.isnan(fixed)
    seed = first.copy()
    seed[observed, 2] = 0.0
    rows = p65 - np.where(observed, fixed, 0.0)
    columns = totals * (p65.sum() / totals.sum()) if totals.sum() > 0 else totals.copy()
    columns[2] = max(columns[2] - fixed[observed].sum(), 0.0) if (~observed).any() else 0.0
    left = columns.sum()
    columns = columns * (rows.sum() / left) if left > 0 else seed.sum(axis=0)
    seed = np.where(seed.sum(axis=1, keepdims=True) > 0, seed, columns)
    if observed.any():
        seed[observed, 2] = 0.0
    table = rake(seed, rows, columns)
    table[observed, 2] = fixed[observed]
    return table


def _with_fixed(first: Floats, p65: Floats, fixed: Floats) -> Floats:
    """Estimate without gemeente totals: observed 80+ kept, the rest divided as estimated."""
    table = first.copy()
    observed = ~np.isnan(fixed) & ~np.isnan(first).any(axis=1)
    young = first[observed, :2]
    whole = young.sum(axis=1, keepdims=True)
    rest = (p65 - fixed)[observed][:, None]
    table[observed, :2] = np.where(whole > 0, young / np.where(whole > 0, whole, 1.0), 0.5) * rest
    table[observed, 2] = fixed[observed]
    return table


def _age_table(
    buurten: pd.DataFrame, table: Floats, p65: Floats, fixed: Floats, raked: Mask, source: Texts
) -> pd.DataFrame:
    result = pd.DataFrame(table, columns=list(OUDEREN), index=buurten.index)
    result["p75plus"] = result["p75_79"] + result["p80plus"]
    result.insert(0, "p65", p65)
    own = buurten["p65_status"].to_numpy() if "p65_status" in buurten else None
    absent: npt.NDArray[np.object_] = np.full(len(buurten), ONTBREEKT, dtype=object)
    if own is not None:
        absent = np.where(np.isnan(p65), own, ONTBREEKT).astype(object)
        result["p65_status"] = own
    else:
        result["p65_status"] = statuses(~np.isnan(p65), WAARGENOMEN)
    for name in (*OUDEREN, "p75plus"):
        present = result[name].notna().to_numpy()
        kind = np.where(~np.isnan(fixed) & (name == "p80plus"), WAARGENOMEN, GESCHAT)
        result[f"{name}_status"] = np.where(present, kind, absent)
    result["gerakt"] = raked
    result["bron_aandeel"] = source
    return result


def _scaled(table: Floats, totals: Floats, *, axis: int) -> Floats:
    sums = table.sum(axis=axis)
    factor = np.where(sums > 0, totals / np.where(sums > 0, sums, 1.0), 0.0)
    return np.asarray(table * (factor[:, None] if axis == 1 else factor[None, :]))


def _floats(frame: pd.DataFrame, column: str) -> Floats:
    if column not in frame:
        return np.full(len(frame), np.nan)
    return np.asarray(frame[column].to_numpy(dtype=float, na_value=np.nan))
