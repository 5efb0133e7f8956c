"""L5 and K5 of M1 from partners' counts: opvanglast, turnover, years of residence (methods 5).

Never spread down: an area has a value when it was delivered for it, or for the parts it is made of.
"""

import numpy as np
import pandas as pd

from data.parameters import integer, number
from pipelines.indicators.draaglast_methode import Methode, slots, standard
from pipelines.indicators.normaliseren import shrink


def with_partners(methode: Methode, usable: set[str]) -> Methode:
    """The method with the partner dimensions of which at least one slot is usable.

    The other dimensions, their slots and substitutes stay as chosen for the open figures, so that
    the two variants differ by the partner dimensions alone.
    """
    added = tuple(
        dimension
        for dimension in standard().dimensies
        if dimension.partner and set(dimension.slots) & usable
    )
    kept = tuple(d for d in methode.dimensies if not d.partner)
    order = [d.naam for d in standard().dimensies]
    chosen = sorted((*kept, *added), key=lambda one: order.index(one.naam))
    return Methode(
        tuple(chosen),
        methode.gewichten,
        methode.vervangen,
        methode.tabellen,
        methode.schaal,
        methode.basisversie,
    )


def shelter_load(counts: pd.DataFrame, woningen: "pd.Series[float]") -> pd.DataFrame:
    """Places and direct placements per 1,000 dwellings over the last years, shrunk (reading 17).

    Args:
        counts: one row per area and year: `gebied` (code or name), `jaar`, `plaatsen` (BW, MO and
            other opvang, a stock), `bemiddeling` (direct placements in the year); NaN = withheld or
            not delivered, which is never zero.
        woningen: dwellings by area.

    Returns:
        Index = area; `opvang` (per 1,000 dwellings and year), `opvang_telling` (sum over the
        years), `opvang_noemer` (dwellings times years), `opvang_sd` (Poisson error); NaN where one
        of the years is not known or there are fewer than `draaglast.partner_min_woningen`.
    """
    recent = _recent(counts)
    years = years_counted(counts)
    total = recent["plaatsen"] + recent["bemiddeling"]
    wide = total.groupby([recent["gebied"], recent["jaar"]]).sum(min_count=1).unstack("jaar")
    x = wide.sum(axis=1, skipna=False)
    n = woningen.reindex(x.index).astype(float) * years
    many = n >= years * number("draaglast.partner_min_woningen") - number("common.tolerance")
    x, n = x.where(many), n.where(many & x.notna())
    both = x.notna() & n.notna()
    whole = float(n[both].sum())
    m = float(x[both].sum()) / whole if whole > 0 else np.nan
    per = float(slots()["opvang"].per)
    return pd.DataFrame(
        {
            "opvang": per * shrink(x, n, m),
            "opvang_telling": x,
            "opvang_noemer": n,
            "opvang_sd": per * np.sqrt(x) / (n + number("common.eb_k")),
        },
        index=x.index,
    )


def years_counted(counts: pd.DataFrame) -> int:
    """Number of years that `shelter_load` sums.

    Args:
        counts: as in `shelter_load`.
    """
    return int(_recent(counts)["jaar"].nunique())


def _recent(counts: pd.DataFrame) -> pd.DataFrame:
    first = int(counts["jaar"].max()) - integer("draaglast.opvang_jaren")
    recent: pd.DataFrame = counts[counts["jaar"] > first]
    return recent


def planned_places(rows: pd.DataFrame) -> "pd.Series[float]":
    """Planned places per area by the newest period of each supplier and form.

    Args:
        rows: `leverancier`, `niveau`, `gebiedscode`, `vorm`, `periode`, `gepland` (NaN = none named
            or withheld: it adds nothing).

    Returns:
        Index (niveau, gebiedscode); only areas for which a number is named.
    """
    key = ["leverancier", "niveau", "gebiedscode", "vorm"]
    newest = rows.sort_values("periode").drop_duplicates(key, keep="last")
    named = newest[newest["gepland"].notna()]
    return named["gepland"].astype(float).groupby([named["niveau"], named["gebiedscode"]]).sum()


def turnover(complexen: pd.DataFrame) -> pd.DataFrame:
    """Turnover and mean years of residence of the corporation dwellings of an area.

    Args:
        complexen: one row per complex: `gebied`, `woningen`, `mutaties` (moves in one year, NaN =
            withheld), `woonduur_jaar` (NaN = not delivered).

    Returns:
        Index = area; `mutatie` (% a year), `woonduur` (years), each over the complexes that have
        it; NaN where these hold fewer than `draaglast.partner_min_woningen` dwellings or less than
        `common.wijk_min_inhabitant_share` of those delivered for the area.
    """
    delivered = complexen.groupby("gebied")["woningen"].sum().astype(float)
    found = pd.DataFrame(index=delivered.index)
    for name, column, factor in (("mutatie", "mutaties", 100.0), ("woonduur", "woonduur_jaar", 1)):
        known = complexen[complexen[column].notna()]
        homes = known.groupby("gebied")["woningen"].sum().reindex(delivered.index).astype(float)
        # moves are a count; years of residence are a mean per dwelling
        values = known[column] * (1.0 if name == "mutatie" else known["woningen"])
        total = values.groupby(known["gebied"]).sum().reindex(delivered.index).astype(float)
        tolerance = number("common.tolerance")
        enough = homes >= number("draaglast.partner_min_woningen") - tolerance
        enough &= homes >= number("common.wijk_min_inhabitant_share") * delivered - tolerance
        found[name] = (factor * total / homes.where(homes > 0)).where(enough)
    return found


def rolled_up(
    counts: pd.DataFrame, parent: "pd.Series[str]", weight: "pd.Series[float]"
) -> pd.DataFrame:
    """Counts of areas as counts of what they are part of.

    Args:
        counts: as in `shelter_load`.
        parent: area -> the larger area it is part of.
        weight: area -> dwellings; a parent counts when its parts with a value hold
            `common.wijk_min_inhabitant_share` of them.

    Returns:
        The same columns, one row per larger area and year.
    """
    whole = weight.groupby(parent).sum()
    found = []
    for column in ("plaatsen", "bemiddeling"):
        known = counts[counts[column].notna() & counts["gebied"].isin(parent.index)]
        above = known["gebied"].map(parent)
        total = known[column].astype(float).groupby([above, known["jaar"]]).sum()
        held = known["gebied"].map(weight).astype(float).groupby([above, known["jaar"]]).sum()
        share = held / whole.reindex(held.index.get_level_values(0)).to_numpy()
        enough = share >= number("common.wijk_min_inhabitant_share") - number("common.tolerance")
        found.append(total.where(enough).rename(column))
    merged = pd.concat(found, axis=1)
    merged.index = merged.index.set_names(["gebied", "jaar"])
    return merged.reset_index()
