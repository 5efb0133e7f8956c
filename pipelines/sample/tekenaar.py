"""Draws the gemeenten of one block on the lattice.

Rings of wijken, villages, countryside, river and lake.
"""

from __future__ import annotations

import numpy as np

from pipelines.sample.plan import CEL_M, Blok, GemeentePlan, Plan, WijkPlan
from pipelines.sample.rooster import Bools, Buurt, Floats, Gebruik, Ints, Rooster

RING_CELLEN = 40
"""Width of the neighbours around the gemeente, in cells (3.6 km: inside the ring of 5 km of the
profile)."""
EXTRA = {"bedrijven": 0.10, "groei": 0.06}
"""Kinds of wijk whose size is a share of the built cells, because they (nearly) hold no
dwellings."""
BUITEN = 5
"""Ring of the countryside."""
BEBOUWD = 0.965
"""Share of the building plots that is built on."""


def cellen_nodig(plan: Plan, gemeente: GemeentePlan) -> list[int]:
    """Cells per wijk of a gemeente, parks and facilities included.

    0 for the countryside, that takes what is left.
    """
    wonen = [_woonblokken(plan, w, gemeente.woningen) for w in gemeente.wijken]
    totaal = sum(wonen)
    uit = []
    for w, n in zip(gemeente.wijken, wonen, strict=True):
        extra = round(totaal * EXTRA.get(plan.soorten[w.soort].naam, 0.0))
        uit.append(0 if w.ring == BUITEN else max(n or extra, w.buurten))
    return uit


def _woonblokken(plan: Plan, w: WijkPlan, woningen: int) -> int:
    """Cells for the dwellings of a wijk, with a facility cell per buurt where it fits."""
    s = plan.soorten[w.soort]
    if w.ring == BUITEN or s.naam in EXTRA:
        return 0
    n = w.aandeel * woningen / (max(s.dichtheid, 1.0) * BEBOUWD * (1.0 - s.park))
    return round(n + (w.buurten if n >= 1.5 * w.buurten else 0))


def splits(xy: Floats, delen: int) -> Ints:
    """Divide points into compact groups of equal size by halving along the longest side."""
    groep = np.zeros(len(xy), dtype=np.int64)
    if delen <= 1 or len(xy) == 0:
        return groep
    as_ = int(np.argmax(np.ptp(xy, axis=0)))
    links = delen // 2
    orde = np.argsort(xy[:, as_], kind="stable")
    knip = round(len(xy) * links / delen)
    groep[orde[:knip]] = splits(xy[orde[:knip]], links)
    groep[orde[knip:]] = links + splits(xy[orde[knip:]], delen - links)
    return groep


def _vertices(blok: Blok, half: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    n = 2 * half + 1
    j, i = np.mgrid[0:n, 0:n].astype(np.float64) - half
    f = rng.uniform(0, 2 * np.pi, 4)
    x = (
        i
        + 1.6 * np.sin(j / 15 + f[0])
        + 0.5 * np.sin(i / 6 + f[1])
        + rng.uniform(-0.05, 0.05, (n, n))
    )
    y = (
        j
        + 1.6 * np.sin(i / 17 + f[2])
        + 0.5 * np.sin(j / 7 + f[3])
        + rng.uniform(-0.05, 0.05, (n, n))
    )
    mx, my = blok.middelpunt
    return np.round(mx + CEL_M * x, 3), np.round(my + CEL_M * y, 3)


def _rivier(half: int, straal: float, rng: np.random.Generator) -> Bools:
    """Cells of the river.

    One column that wanders north to south, joined sideways so that no path slips through.
    """
    n = 2 * half
    rij = np.arange(n)
    kolom = np.round(half + 0.3 * straal + 5 * np.sin(rij / 19 + rng.uniform(0, 6))).astype(int)
    water = np.zeros((n, n), dtype=bool)
    for j in range(n):
        a, b = kolom[max(j - 1, 0)], kolom[j]
        water[j, min(a, b) : max(a, b) + 1] = True
    return water


class Tekenaar:
    """Draws the gemeenten of one block on the lattice, one after the other."""

    def __init__(self, plan: Plan, blok: Blok, rng: np.random.Generator) -> None:
        """Size the lattice after the first gemeente.

        Args:
            plan: the plan of the sample.
            blok: the block to draw.
            rng: source of all randomness.
        """
        self.plan, self.blok, self.rng = plan, blok, rng
        self.kern = blok.gemeenten[0]
        nodig = sum(cellen_nodig(plan, self.kern))
        self.straal = float(np.sqrt(nodig / np.pi))
        self.binnen = int(np.ceil(1.55 * self.straal)) + 12
        self.half = self.binnen + (RING_CELLEN if len(blok.gemeenten) > 1 else 0)
        x, y = _vertices(blok, self.half, rng)
        n = 2 * self.half
        self.r = Rooster(
            x=x, y=y,
            buurt=np.full((n, n), -1, dtype=np.int64),
            gebruik=np.zeros((n, n), dtype=np.int64),
            bouwvorm=np.full((n, n), -1, dtype=np.int64),
            stad=np.zeros((n, n), dtype=bool),
        )  # fmt: skip
        self.cj, self.ci = (a.astype(np.float64) - self.half + 0.5 for a in np.mgrid[0:n, 0:n])
        self.vrij = np.ones((n, n), dtype=bool)

    def teken(self) -> Rooster:
        """Draw everything and return the lattice."""
        self._water()
        self._gemeente(self.kern, np.zeros(2), self._gebied_van(0))
        for k, g in enumerate(self.blok.gemeenten[1:], start=1):
            richting = {"noord": (0, 1), "oost": (1, 0), "zuid": (0, -1), "west": (-1, 0)}[
                g.richting
            ]
            midden = np.array(richting, dtype=np.float64) * (self.binnen + RING_CELLEN * 0.45)
            midden += np.array([0.0, 3.0]) + self.rng.uniform(-3, 3, 2)
            self._gemeente(g, midden, self._gebied_van(k))
        self._meerbuurt()
        return self.r

    def _gebied_van(self, nummer: int) -> Bools:
        """Cells of the gemeente with this number.

        The kern in the middle, the others north, east, south and west.
        """
        wiebel = 2.5 * np.sin(self.ci / 6) + 2.5 * np.cos(self.cj / 8)
        buiten = np.maximum(np.abs(self.ci), np.abs(self.cj)) + wiebel > self.binnen
        if len(self.blok.gemeenten) == 1:
            return np.ones_like(buiten)
        if nummer == 0:
            return np.asarray(~buiten)
        richting = self.blok.gemeenten[nummer].richting
        staand = np.abs(self.cj) >= np.abs(self.ci)
        vlak = {"noord": staand & (self.cj > 0), "zuid": staand & (self.cj <= 0),
                "oost": ~staand & (self.ci > 0), "west": ~staand & (self.ci <= 0)}  # fmt: skip
        return np.asarray(buiten & vlak[richting])

    def _water(self) -> None:
        rivier = _rivier(self.half, self.straal, self.rng)
        r = self.straal
        meer = ((self.ci + 1.02 * r) / (0.34 * r + 2)) ** 2 + (
            (self.cj - 0.75 * r) / (0.22 * r + 2)
        ) ** 2 < 1
        self.r.gebruik[rivier] = Gebruik.RIVIER
        self.r.gebruik[meer] = Gebruik.MEER
        self.vrij &= ~(rivier | meer)

    def _gemeente(self, g: GemeentePlan, midden: Floats, terrein: Bools) -> None:
        nodig = cellen_nodig(self.plan, g)
        dx, dy = self.ci - midden[0], self.cj - midden[1]
        hoek = np.arctan2(dy, dx)
        afstand = np.hypot(dx, dy) * (1 + 0.08 * np.sin(3 * hoek + self.rng.uniform(0, 6)))
        groepen: dict[int, Ints] = {}
        for ring in sorted({w.ring for w in g.wijken if w.ring <= 3}):
            self._ring(g, nodig, ring, afstand, hoek, terrein, groepen)
        for k, w in enumerate(g.wijken):
            if w.ring == 4:
                groepen[k] = self._dorpen(nodig[k], w.buurten, midden, terrein)
        for k, w in enumerate(g.wijken):
            if w.ring == 5:
                rest = terrein & (self.r.buurt < 0) & (self.r.gebruik != Gebruik.MEER)
                groepen[k] = np.flatnonzero(rest & ~self._bezet(groepen))
        for k, cellen in sorted(groepen.items()):
            self._wijk(g, k, cellen, midden)

    def _bezet(self, groepen: dict[int, Ints]) -> Bools:
        uit = np.zeros(self.vrij.size, dtype=bool)
        for cellen in groepen.values():
            uit[cellen] = True
        return uit.reshape(self.vrij.shape)

    def _ring(
        self, g: GemeentePlan, nodig: list[int], ring: int, afstand: Floats, hoek: Floats,
        terrein: Bools, groepen: dict[int, Ints],
    ) -> None:  # fmt: skip
        """Give the nearest free cells to the wijken of this ring, sector by sector."""
        leden = [k for k, w in enumerate(g.wijken) if w.ring == ring]
        kandidaten = np.flatnonzero(self.vrij & terrein)
        orde = np.argsort(afstand.flat[kandidaten], kind="stable")
        cellen = kandidaten[orde[: sum(nodig[k] for k in leden)]]
        cellen = cellen[np.argsort(hoek.flat[cellen], kind="stable")]
        grenzen = np.cumsum([0] + [nodig[k] for k in leden])
        for a, b, k in zip(grenzen[:-1], grenzen[1:], leden, strict=True):
            groepen[k] = cellen[a:b]
        self.vrij.flat[cellen] = False

    def _dorpen(self, nodig: int, aantal: int, midden: Floats, terrein: Bools) -> Ints:
        """Villages around the town, each one buurt; the cells come back village by village."""
        uit = []
        for d in range(aantal):
            hoek = 2 * np.pi * (d + 0.35) / aantal
            ver = 1.32 * self.straal + 6
            x, y = midden[0] + ver * np.cos(hoek), midden[1] + ver * np.sin(hoek)
            vrij = np.flatnonzero(self.vrij & terrein)
            d2 = (self.ci.flat[vrij] - x) ** 2 + 1.6 * (self.cj.flat[vrij] - y) ** 2
            cellen = vrij[np.argsort(d2, kind="stable")[: max(nodig // aantal, 1)]]
            self.vrij.flat[cellen] = False
            uit.append(cellen)
        return np.concatenate(uit)

    def _groep(self, ring: int, cellen: Ints, aantal: int, midden: Floats) -> Ints:
        xy = np.column_stack([self.ci.flat[cellen], self.cj.flat[cellen]])
        if ring == 4:
            return np.arange(len(cellen)) * aantal // max(len(cellen), 1)
        if ring == 5:
            hoek = np.arctan2(xy[:, 1] - midden[1], xy[:, 0] - midden[0])
            deel = (hoek + np.pi) / (2 * np.pi + 1e-9)
            return np.asarray(deel * aantal).astype(np.int64)
        return splits(xy, aantal)

    def _wijk(self, g: GemeentePlan, k: int, cellen: Ints, midden: Floats) -> None:
        w = g.wijken[k]
        soort = self.plan.soorten[w.soort].naam
        namen = self.plan.teksten["buurtnamen"][soort]
        eerder = sum(v.buurten for v in g.wijken[:k] if v.soort == w.soort)
        groep = self._groep(w.ring, cellen, w.buurten, midden)
        for b in range(w.buurten):
            nummer = (eerder + b) % len(namen)
            naam = namen[nummer] if g is self.kern else f"{g.naam} {namen[nummer]}"
            self.r.buurten.append(
                Buurt(
                    code=f"BU{g.code[2:]}{k:02d}{b:02d}",
                    naam=naam,
                    wijk=f"WK{g.code[2:]}{k:02d}",
                    wijknaam=f"Wijk {k:02d} {w.naam}",
                    gemeente=g,
                    soort=w.soort,
                    gebied=w.gebied,
                )
            )
            self.r.buurt.flat[cellen[groep == b]] = len(self.r.buurten) - 1
        self.r.stad.flat[cellen] = w.ring < 5

    def _meerbuurt(self) -> None:
        """The lake is a water buurt of its own, as CBS has them (code 9998)."""
        meer = self.r.gebruik == Gebruik.MEER
        if not meer.any():
            return
        g = self.kern
        self.r.buurten.append(
            Buurt(f"BU{g.code[2:]}9998", "Plas", f"WK{g.code[2:]}99", "Plas", g, -1, "", "JA")
        )
        self.r.buurt[meer] = len(self.r.buurten) - 1
