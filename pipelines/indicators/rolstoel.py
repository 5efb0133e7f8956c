"""M7, surroundings that a wheelchair can use: two networks, A_net, A_dest and detour.

What belongs here: the optimistic network (unknown passes), the pessimistic one (unknown blocks)
and the ratios of METHODS 11. What one street is worth is `rolstoel_regels.py`; seats on a route
are `zitplaatsen.py`. No ratio exists without its other bound: `laag` is the pessimistic network,
`hoog` the optimistic one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.parameters import number
from pipelines.indicators import loop
from pipelines.indicators.bereik import street_within
from pipelines.indicators.netwerk import Floats, Graaf, Netwerk, network
from pipelines.indicators.rolstoel_regels import Oordeel
from pipelines.indicators.snap import Snap, snap

Places = Mapping[str, tuple[npt.ArrayLike, npt.ArrayLike] | None]
Texts = npt.NDArray[np.object_]
BOUNDS = ("laag", "hoog")
NIETS_TE_VOET = "te voet ook niets bereikbaar"
GEEN_ROUTE = "geen route met een rolstoel"
GEEN_STRAAT = "geen straat binnen bereik"


@dataclass(frozen=True)
class Netwerken:
    """The streets on foot, and the two wheelchair networks.

    Attributes:
        voet: Without penalty or block (reading 51).
        laag: Pessimistic: only edges that pass.
        hoog: Optimistic: all edges that are not blocked.
        oordeel: What each edge is.
    """

    voet: Netwerk
    laag: Netwerk
    hoog: Netwerk
    oordeel: Oordeel

    def at(self, x: npt.ArrayLike, y: npt.ArrayLike) -> dict[str, Snap]:
        """Points on each of the three networks; a wheelchair goes to the nearest usable street."""
        return {name: snap(getattr(self, name), x, y) for name in ("voet", *BOUNDS)}


def networks(graaf: Graaf, oordeel: Oordeel) -> Netwerken:
    """The three networks of METHODS 11.

    Args:
        graaf: The streets.
        oordeel: Verdict per edge of that graph.
    """
    return Netwerken(
        network(graaf, "foot"),
        network(graaf, "rolstoel", usable=oordeel.pessimistic),
        network(graaf, "rolstoel", usable=oordeel.optimistic),
        oordeel,
    )


def wheel_distances(
    nets: Netwerken, here: Mapping[str, Snap], places: Places
) -> dict[str, pd.DataFrame]:
    """Metres to the nearest place of each kind: on foot, and in both wheelchair networks.

    Where the distance on foot is known and a wheelchair finds no street or no way, there is
    nothing within reach (infinite): that is a finding, not a gap. Where the distance on foot is
    not known, neither is the other. A wheelchair is never nearer than on foot, and never nearer
    in the pessimistic network than in the optimistic one.

    Args:
        nets: The three networks.
        here: `nets.at` of the origins.
        places: RD x and y per kind; None = no source.

    Returns:
        Distances for `voet`, `laag` and `hoog`, each with one column per kind.
    """
    found = {
        name: loop.distances(getattr(nets, name), here[name], places)[0]
        for name in ("voet", *BOUNDS)
    }
    return ordered(found)


def ordered(found: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Distances with the order that must hold between the networks: foot, optimistic, pessimistic.

    Args:
        found: Metres for `voet`, `hoog` and `laag`, same rows and columns.
    """
    foot = found["voet"]
    high = found["hoog"].fillna(np.inf).clip(lower=foot).where(foot.notna())
    low = found["laag"].fillna(np.inf).clip(lower=high).where(foot.notna())
    return {"voet": foot, "hoog": high, "laag": low}


def access_ratio(
    foot_m: pd.DataFrame,
    wheel_m: pd.DataFrame,
    reason: Texts | None = None,
    parameters: loop.Parameters | None = None,
) -> pd.DataFrame:
    """A_dest = W_wheel / W_foot, with the weights and the value function of M6 (T-19).

    Args:
        foot_m: Metres on foot, one column per kind.
        wheel_m: Metres with a wheelchair, same rows and columns.
        reason: Why a row may have no distances (`Snap.reason` on foot).
        parameters: Numbers of M6.

    Returns:
        Columns `a_dest` (0 to 1), `w_voet`, `w_rolstoel` (0 to 100) and `reden`; null where W on
        foot is 0 (reading 51) or not known.
    """
    walk = loop.walk_score(foot_m, reason, parameters)
    wheel = loop.walk_score(wheel_m.where(foot_m.notna()), reason, parameters)
    foot_w, wheel_w = walk["w"].to_numpy(float), wheel["w"].to_numpy(float)
    some = foot_w > 0
    ratio = np.divide(wheel_w, foot_w, out=np.full(len(walk), np.nan), where=some)
    why = walk["w_reden"].to_numpy(object).copy()
    why[foot_w == 0] = NIETS_TE_VOET
    why[some] = None
    return pd.DataFrame({"a_dest": ratio, "w_voet": foot_w, "w_rolstoel": wheel_w, "reden": why})


def length_ratio(foot_m: npt.ArrayLike, wheel_m: npt.ArrayLike) -> Floats:
    """A_net = length reached with a wheelchair / length reached on foot (T-18), 0 to 1.

    Args:
        foot_m: Metres of street on foot; NaN = not known.
        wheel_m: Metres with a wheelchair; NaN = no street it can use, so 0.

    Returns:
        NaN where nothing is known or reached on foot.
    """
    foot = np.asarray(foot_m, dtype=np.float64)
    wheel = np.minimum(np.nan_to_num(np.asarray(wheel_m, dtype=np.float64)), foot)
    ratio: Floats = np.divide(wheel, foot, out=np.full(len(foot), np.nan), where=foot > 0)
    return ratio


def reach(nets: Netwerken, here: Mapping[str, Snap]) -> pd.DataFrame:
    """A_net within the register's distance, both bounds, and how complete the tags there are.

    Returns:
        `a_net_laag`, `a_net_hoog` (0 to 1), `volledigheid_pct` (share of the length reached on
        foot of which all key attributes are known) and `reden`; null where the point is not on a
        street or on a loose part of the network.
    """
    limit = number("rolstoel.reach_m")
    foot, told = street_within(nets.voet, here["voet"], limit, nets.oordeel.known)
    foot[here["voet"].loose] = np.nan
    wheel = {b: street_within(getattr(nets, b), here[b], limit)[0] for b in BOUNDS}
    ratio = {b: length_ratio(foot, wheel[b]) for b in BOUNDS}
    ratio["hoog"] = np.fmax(ratio["hoog"], ratio["laag"])
    why = here["voet"].reason
    why[pd.isna(why) & ~(foot > 0)] = GEEN_STRAAT
    return pd.DataFrame(
        {
            "a_net_laag": ratio["laag"],
            "a_net_hoog": ratio["hoog"],
            "volledigheid_pct": 100
            * np.divide(told, foot, out=np.full(len(foot), np.nan), where=foot > 0),
            "reden": why,
        }
    )


def completeness_pct(length_m: npt.ArrayLike, oordeel: Oordeel) -> float:
    """Share of all street length of which every key attribute is known; NaN without streets."""
    length = np.asarray(length_m, dtype=np.float64)
    total = float(length.sum())
    return 100 * float(length[oordeel.known].sum()) / total if total > 0 else float("nan")


def detour(foot_m: npt.ArrayLike, wheel_m: npt.ArrayLike) -> tuple[Floats, Texts]:
    """Detour = d_wheel / d_foot to the nearest place of one kind, and why there is none.

    Returns:
        Ratio of at least 1; null where either is not within reach. A place at 0 m has no detour.
    """
    foot, wheel = np.asarray(foot_m, np.float64), np.asarray(wheel_m, np.float64)
    both = np.isfinite(foot) & np.isfinite(wheel)
    ratio = np.divide(wheel, foot, out=np.full(len(foot), np.nan), where=both & (foot > 0))
    ratio[both & (foot == 0)] = 1.0
    why = np.full(len(foot), None, dtype=object)
    why[np.isnan(foot)] = loop.GEEN_BRON
    why[np.isinf(foot)] = loop.BUITEN_BEREIK
    why[np.isfinite(foot) & ~np.isfinite(wheel)] = GEEN_ROUTE
    return ratio, why
