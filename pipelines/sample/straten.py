"""The street network.

Which lattice lines are streets, of what kind, and the walking distances over them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from pipelines.sample.inrichting import HOOFDLIJN
from pipelines.sample.plan import Plan
from pipelines.sample.rooster import Bools, Floats, Gebruik, Ints, Rooster

GEEN, HOOFD, LAND, WOON, ERF, VOET, VOETGANG, FIETS, TRAP, PAD, AANLEG = range(11)
"""Kinds of street; `HIGHWAY` gives the OSM value of each."""
HIGHWAY = (
    "",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "footway",
    "pedestrian",
    "cycleway",
    "steps",
    "path",
    "construction",
)
NAT = (Gebruik.RIVIER, Gebruik.MEER)


@dataclass(frozen=True)
class Straten:
    """The streets of one block as edges between lattice vertices.

    Attributes:
        van, naar: vertex numbers (row * (nx + 1) + column).
        soort: kind of street per edge.
        brug: the edge crosses water.
        buurt: buurt whose name list the street takes its name from.
        lijn: lattice line, negative for north-south lines.
        x, y: RD coordinates per vertex, flat.
    """

    van: Ints
    naar: Ints
    soort: Ints
    brug: Bools
    buurt: Ints
    lijn: Ints
    x: Floats
    y: Floats

    def lengte(self) -> Floats:
        """Length of every edge in metres."""
        return np.hypot(self.x[self.van] - self.x[self.naar], self.y[self.van] - self.y[self.naar])

    def graaf(self) -> csr_matrix[np.float64]:
        """Symmetric graph of all edges that can be walked, lengths in metres."""
        loop = self.soort != AANLEG
        n = len(self.x)
        return csr_matrix((self.lengte()[loop], (self.van[loop], self.naar[loop])), shape=(n, n))


def _zijden(cellen: npt.NDArray[np.generic], liggend: bool) -> tuple[Ints, Ints]:
    """Value of the cell on either side of each east-west (`liggend`) or north-south edge.

    -1 outside the lattice.
    """
    c = np.asarray(cellen).astype(np.int64)
    rand = [(1, 1), (0, 0)] if liggend else [(0, 0), (1, 1)]
    vol = np.pad(c, rand, constant_values=-1)
    return (vol[:-1], vol[1:]) if liggend else (vol[:, :-1], vol[:, 1:])


def _bepaal(
    plan: Plan, r: Rooster, liggend: bool, rng: np.random.Generator
) -> tuple[Ints, Bools, Ints]:
    """Kind, bridge and buurt of all edges of one direction."""
    ga, gb = _zijden(r.gebruik, liggend)
    sa, sb = _zijden(r.stad, liggend)
    ba, bb = _zijden(r.buurt, liggend)
    lijn = np.arange(ga.shape[0])[:, None] if liggend else np.arange(ga.shape[1])[None, :]
    hoofd = np.broadcast_to(lijn % HOOFDLIJN == 0, ga.shape)
    nat = np.isin(ga, NAT) & np.isin(gb, NAT)
    bewoond = ((sa == 1) & ~np.isin(ga, NAT)) | ((sb == 1) & ~np.isin(gb, NAT))
    brug = nat & (ga == Gebruik.RIVIER) & (gb == Gebruik.RIVIER) & liggend
    brug &= hoofd | np.broadcast_to(lijn % 4 == 0, ga.shape)
    groei = (ga == Gebruik.GROEI) & (gb == Gebruik.GROEI)
    buurt = np.where(ba >= 0, ba, bb)
    soort_van = np.array([b.soort for b in r.buurten] + [-1])
    soort = _soort(plan, soort_van[np.where((sa == 1) | (bb < 0), ba, bb)], rng.random(ga.shape))
    soort[groei] = np.where(rng.random(ga.shape) < 0.3, AANLEG, GEEN)[groei]
    parken = (ga == Gebruik.PARK) & (gb == Gebruik.PARK)
    soort[parken] = PAD
    soort = np.where(bewoond, soort, GEEN)
    soort[hoofd] = np.where(bewoond[hoofd], HOOFD, LAND)
    soort[brug & ~hoofd] = FIETS
    soort[nat & ~brug] = GEEN
    return soort, brug & (soort != GEEN), buurt


def _soort(plan: Plan, wijk: Ints, trek: Floats) -> Ints:
    """Kind of street inside a buurt, after the kind of wijk."""
    uit = np.full(wijk.shape, WOON, dtype=np.int64)
    regels = {
        "centrum": ((0.30, VOETGANG), (0.36, VOET)),
        "vooroorlogs": ((0.04, VOET),),
        "naoorlogs": ((0.24, VOET), (0.25, TRAP)),
        "woonerf": ((0.28, VOET), (0.80, ERF), (0.805, TRAP)),
        "vinex": ((0.12, VOET), (0.20, FIETS), (0.42, ERF)),
        "dorp": ((0.06, VOET),),
    }
    for naam, grenzen in regels.items():
        hier = wijk == plan.soort(naam)
        onder = 0.0
        for grens, soort in grenzen:
            uit[hier & (trek >= onder) & (trek < grens)] = soort
            onder = grens
    return uit


def teken_straten(plan: Plan, r: Rooster, rng: np.random.Generator) -> Straten:
    """Choose the streets of the block.

    Args:
        plan: the plan of the sample.
        r: the furnished lattice.
        rng: source of all randomness.

    Returns:
        All streets, and the diagonal paths through parks; parts that water cuts off from the rest
        are left out.
    """
    ny, nx = r.vorm
    nummer = np.arange((ny + 1) * (nx + 1)).reshape(ny + 1, nx + 1)
    h, hbrug, hbuurt = _bepaal(plan, r, True, rng)
    v, vbrug, vbuurt = _bepaal(plan, r, False, rng)
    hl = np.broadcast_to(np.arange(ny + 1)[:, None], h.shape)
    vl = np.broadcast_to(-1 - np.arange(nx + 1)[None, :], v.shape)
    park = np.flatnonzero(r.gebruik == Gebruik.PARK)
    pj, pi = np.divmod(park, nx)
    schuin = np.full(len(park), PAD)
    van = np.concatenate([nummer[:, :-1].ravel(), nummer[:-1].T.ravel(), nummer[pj, pi]])
    naar = np.concatenate([nummer[:, 1:].ravel(), nummer[1:].T.ravel(), nummer[pj + 1, pi + 1]])
    soort = np.concatenate([h.ravel(), v.T.ravel(), schuin])
    brug = np.concatenate([hbrug.ravel(), vbrug.T.ravel(), np.zeros(len(park), bool)])
    buurt = np.concatenate([hbuurt.ravel(), vbuurt.T.ravel(), r.buurt.flat[park]])
    lijn = np.concatenate([hl.ravel(), vl.T.ravel(), np.full(len(park), 10_000)])
    k = soort != GEEN
    alles = Straten(van[k], naar[k], soort[k], brug[k], buurt[k], lijn[k], r.x.ravel(), r.y.ravel())
    return _grootste(alles)


def _grootste(s: Straten) -> Straten:
    """Keep the largest connected part (construction streets hang on it too)."""
    n = len(s.x)
    graaf = csr_matrix((np.ones(len(s.van)), (s.van, s.naar)), shape=(n, n))
    _, deel = connected_components(graaf, directed=False)
    telling = np.bincount(deel[s.van])
    k = deel[s.van] == int(np.argmax(telling))
    return Straten(s.van[k], s.naar[k], s.soort[k], s.brug[k], s.buurt[k], s.lijn[k], s.x, s.y)


def ontruim(r: Rooster, s: Straten) -> None:
    """Leave cells empty, in place, that water cuts off from the network."""
    op = np.zeros(len(s.x), dtype=bool)
    op[s.van] = op[s.naar] = True
    hoek = op.reshape(r.x.shape)
    bereikt = hoek[:-1, :-1] & hoek[:-1, 1:] & hoek[1:, :-1] & hoek[1:, 1:]
    bebouwd = (r.bouwvorm >= 0) | (r.gebruik == Gebruik.VOORZIENING)
    r.gebruik[bebouwd & ~bereikt] = Gebruik.LAND
    r.bouwvorm[~bereikt] = -1


def loopafstand(s: Straten, bronnen: Ints) -> Floats:
    """Distance over the streets from the nearest of some vertices to every vertex, metres.

    Inf where none.
    """
    if len(bronnen) == 0:
        return np.full(len(s.x), np.inf)
    uit = dijkstra(s.graaf(), directed=False, indices=np.unique(bronnen), min_only=True)
    return np.asarray(uit, dtype=np.float64)


def binnen(s: Straten, bronnen: Ints, afstanden_m: tuple[float, ...]) -> Floats:
    """Number of sources within each distance of every vertex, shape (vertices, distances)."""
    telling = np.zeros((len(s.x), len(afstanden_m)))
    graaf = s.graaf()
    for bron in bronnen:
        d = dijkstra(graaf, directed=False, indices=[int(bron)], limit=max(afstanden_m))[0]
        for k, grens in enumerate(afstanden_m):
            telling[:, k] += d <= grens
    return telling
