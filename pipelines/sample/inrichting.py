"""Fills the cells of the ground plan.

Parks, facilities, building forms, business sheds, farms, the growth site.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample.plan import Plan
from pipelines.sample.rooster import Gebruik, Ints, Rooster

HOOFDLIJN = 8
"""Every eighth lattice line is a through road."""


def richt_in(plan: Plan, r: Rooster, rng: np.random.Generator) -> None:
    """Give every cell its use and building form, in place.

    Args:
        plan: the plan of the sample.
        r: the drawn lattice.
        rng: source of all randomness.
    """
    soort_van = np.array([b.soort for b in r.buurten])
    soort = np.where(r.buurt >= 0, soort_van[np.maximum(r.buurt, 0)], -1)
    open_ = (r.gebruik == Gebruik.LAND) & (r.buurt >= 0)
    trek = rng.random(r.buurt.shape)
    for s, wat in enumerate(plan.soorten):
        hier = open_ & (soort == s)
        vormen = np.array([v for v, _ in wat.bouw])
        kansen = np.cumsum([p for _, p in wat.bouw])
        if wat.naam == "landelijk":
            _boerderijen(r, hier, int(vormen[0]), trek)
            continue
        r.gebruik[hier] = {"groei": Gebruik.GROEI, "bedrijven": Gebruik.BEDRIJF}.get(
            wat.naam, Gebruik.WONEN
        )
        keus = np.searchsorted(kansen, trek)
        gebouwd = hier & (keus < len(vormen))
        r.bouwvorm[gebouwd] = vormen[keus[gebouwd]]
        r.gebruik[hier & (rng.random(r.buurt.shape) < wat.park)] = Gebruik.PARK
    _voorzieningen(r, rng)
    r.bouwvorm[
        ~np.isin(r.gebruik, (Gebruik.WONEN, Gebruik.BEDRIJF, Gebruik.ERF, Gebruik.GROEI))
    ] = -1


def _boerderijen(r: Rooster, hier: np.ndarray[tuple[int, int], np.dtype[np.bool_]], vorm: int,
                 trek: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:  # fmt: skip
    """Farms stand along the through roads only, so each can be reached."""
    rij = np.arange(r.vorm[0])[:, None] % HOOFDLIJN == 0
    erf = hier & rij & (trek < 0.09)
    r.gebruik[erf] = Gebruik.ERF
    r.bouwvorm[erf] = vorm


def _midden(cellen: Ints, breedte: int) -> int:
    """The cell nearest to the mean of these cells."""
    j, i = np.divmod(cellen, breedte)
    d = (j - j.mean()) ** 2 + (i - i.mean()) ** 2
    return int(cellen[int(np.argmin(d))])


def _voorzieningen(r: Rooster, rng: np.random.Generator) -> None:
    """One cell of facilities in the middle of each residential buurt of some size.

    And a park if it has none.
    """
    for b, buurt in enumerate(r.buurten):
        cellen = np.flatnonzero((r.buurt == b) & (r.gebruik == Gebruik.WONEN) & r.stad)
        if buurt.water != "NEE" or len(cellen) < 3:
            continue
        r.gebruik.flat[_midden(cellen, r.vorm[1])] = Gebruik.VOORZIENING
        if not ((r.buurt == b) & (r.gebruik == Gebruik.PARK)).any() and len(cellen) >= 15:
            rest = np.flatnonzero((r.buurt == b) & (r.gebruik == Gebruik.WONEN))
            r.gebruik.flat[rest[int(rng.integers(len(rest)))]] = Gebruik.PARK
