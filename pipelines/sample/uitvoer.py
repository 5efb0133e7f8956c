"""All files of the sample: collects what each block yields and writes the publishers' formats."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from shapely.geometry.base import BaseGeometry

from pipelines.sample import (
    bag,
    grenzen,
    gtfs,
    igj,
    kwb,
    leeftijd,
    nabijheid,
    odata,
    osm,
    partners,
    regio,
    rivm,
    vierkanten,
)
from pipelines.sample.adressen import Adressen
from pipelines.sample.gebouwen import Objecten
from pipelines.sample.ogc import Collectie
from pipelines.sample.plan import Plan
from pipelines.sample.rooster import Buurt, Ints
from pipelines.sample.telling import Telling
from pipelines.sample.wereld import Wereld

CBS_API = "/cbs/wijken-en-buurten-2024/ogc/v1"
BAG_API = "/kadaster/bag/ogc/v2"
PBF = "europe/netherlands-latest.osm.pbf"
GEWIJZIGD = "2025-03-31T02:00:00"
BUITEN_M = 40_000.0
"""The row for abroad lies this far east of the sample gemeente."""


class Uitvoer:
    """Receives the blocks one by one."""

    def __init__(self, plan: Plan, out: Path, seed: int) -> None:
        """Open the files that are written while generating.

        Args:
            plan: the plan of the sample.
            out: output folder.
            seed: seed of the run, for products that draw errors.
        """
        self.plan, self.out, self.seed = plan, out, seed
        ogc = out / "ogc"
        bagmap, cbsmap = ogc / "bag", ogc / "cbs"
        self.objecten = Collectie(
            bagmap, "verblijfsobject", "Verblijfsobject", "Point", ("identificatie", "postcode")
        )
        self.panden = Collectie(bagmap, "pand", "Pand", "Polygon", ("identificatie",))
        self.cbs = {
            naam: Collectie(
                cbsmap, naam, naam.capitalize(), "MultiPolygon", ("gemeentecode", *extra)
            )
            for naam, extra in (
                ("gemeenten", ()),
                ("wijken", ("wijkcode",)),
                ("buurten", ("wijkcode", "buurtcode")),
            )
        }
        self.delen: list[tuple[Buurt, BaseGeometry]] = []
        self.tellingen: list[Telling] = []
        self.postcodes: list[Ints] = []
        self.osm = osm.Uitsnede()
        self.leeftijden: list[leeftijd.Leeftijden] = []
        self.vierkanten: list[vierkanten.Vierkanten] = []
        self.ov = gtfs.Dienstregeling()
        self.apotheken: list[partners.Rij] = []
        self.aantallen: dict[str, int] = {}
        self.gebieden: dict[str, list[str]] = {}

    def neem_op(self, w: Wereld) -> None:
        """Take in one block; big products are written at once, sums are kept."""
        r, o, a = w.r, w.o, w.a
        kaders = np.column_stack([o.x, o.y, o.x, o.y])
        self.objecten.schrijf(bag.objecten(r, o, a, w.n), kaders)
        self.panden.schrijf(bag.panden(w.panden, o, w.n), bag.kaders(w.panden))
        self.delen += list(zip(r.buurten, grenzen.vlakken(r), strict=True))
        self.tellingen.append(w.t)
        self.postcodes.append(_vaakst(o, a, len(r.buurten)))
        self.leeftijden.append(leeftijd.tel(r, o, a, w.b))
        self.vierkanten.append(vierkanten.tel(self.plan, o, w.b))
        osm.voeg_straten(self.osm, self.plan, w.s)
        osm.voeg_bestemmingen(self.osm, o, a, r)
        osm.voeg_vlakken(self.osm, r)
        gtfs.voeg_toe(self.ov, r, w.s, w.blok.gemeenten[0].naam)
        self.apotheken += igj.apotheken(w)
        if w.blok.nummer == 0:
            self.aantallen |= partners.schrijf_partners(w, self.out / "partners")
            for buurt in r.buurten:
                if buurt.gebied:
                    self.gebieden.setdefault(buurt.gebied, []).append(buurt.code)

    def sluit(self) -> dict[str, int]:
        """Write the products that need all blocks; returns numbers per product."""
        regios = regio.maak(regio.voeg_samen(self.tellingen))
        aantallen = {"verblijfsobjecten": self.objecten.sluit(), "panden": self.panden.sluit()}
        aantallen |= self._grenzen(regios)
        aantallen |= self._tabellen(regios)
        bestanden = self.out / "bestanden"
        haltes = np.array([self.ov.haltes_x, self.ov.haltes_y])
        osm.voeg_haltes(self.osm, haltes[0], haltes[1])
        osm.schrijf(self.osm, bestanden / PBF)
        aantallen["vierkanten"] = vierkanten.schrijf(self.vierkanten, bestanden)
        aantallen["ov_tijden"] = gtfs.schrijf(self.plan, self.ov, bestanden)
        aantallen["apotheken"] = igj.schrijf_igj(self.apotheken, bestanden)
        aantallen |= {"osm_nodes": self.osm.aantal, "osm_ways": len(self.osm.ways)}
        self._apis()
        return aantallen | self.aantallen

    def _postcode(self, regios: regio.Regios) -> list[str]:
        """Most frequent PC4 per region; for wijk and gemeente that of its largest buurt."""
        alle = np.concatenate(self.postcodes)
        inwoners = np.concatenate([t.som["inwoners"] for t in self.tellingen])
        beste = np.full(len(regios.rijen), -1.0)
        uit = ["."] * len(regios.rijen)
        for rij, buurt in regios.optel.tolist():
            if rij and alle[buurt] and inwoners[buurt] > beste[rij]:
                beste[rij], uit[rij] = inwoners[buurt], f"{alle[buurt]:04d}"
        return uit

    def _grenzen(self, regios: regio.Regios) -> dict[str, int]:
        mx, my = self.plan.blokken[0].middelpunt
        ver = (mx + BUITEN_M, my, mx + BUITEN_M + 8000, my + 12_000)
        alle = grenzen.gebieden(self.delen, self.plan.teksten["buitenland"], ver)
        getallen, leeg = grenzen.cijfers(regios), grenzen.leeg(regios)
        postcode = dict(zip((r.code for r in regios.rijen), self._postcode(regios), strict=True))
        uit = {}
        for soort, collectie in self.cbs.items():
            regels, kaders = [], []
            for g in alle[soort]:
                eigen = getallen.get(g.code, leeg) if g.water == "NEE" else leeg
                regels.append(
                    grenzen.feature(soort, g, eigen, postcode.get(g.code, "."), self.plan.jaar)
                )
                kaders.append(grenzen.kader(g))
            collectie.schrijf(regels, np.array(kaders, dtype=np.float64))
            uit[soort] = collectie.sluit()
        return uit

    def _tabellen(self, regios: regio.Regios) -> dict[str, int]:
        namen = {r.code: r.naam for r in regios.rijen if r.soort == "Gemeente"}
        tabellen = [
            kwb.maak(regios, self._postcode(regios), GEWIJZIGD),
            nabijheid.maak(regios, GEWIJZIGD),
            rivm.maak(regios, GEWIJZIGD),
            leeftijd.per_pc4(self.leeftijden, GEWIJZIGD),
            leeftijd.per_gemeente(self.leeftijden, namen, GEWIJZIGD),
        ]
        return {t.id: odata.schrijf(self.out / "odata", t) for t in tabellen}

    def _apis(self) -> None:
        """Which folder answers under which path, and on which host it lives at the publisher."""
        apis = {
            CBS_API: {"map": "cbs", "titel": "CBS Wijken en Buurten 2024", "versie": "1.0.0"},
            BAG_API: {
                "map": "bag",
                "titel": "Basisregistratie Adressen en Gebouwen (BAG)",
                "versie": "2.0.0",
            },
        }
        (self.out / "ogc" / "apis.json").write_text(json.dumps(apis, indent=1), encoding="utf-8")


def _vaakst(o: Objecten, a: Adressen, n: int) -> Ints:
    """Most frequent PC4 per buurt, 0 without addresses."""
    uit = np.zeros(n, dtype=np.int64)
    paren, aantal = np.unique(np.column_stack([o.buurt, a.pc4]), axis=0, return_counts=True)
    for k in np.argsort(aantal, kind="stable"):
        uit[paren[k, 0]] = paren[k, 1]
    return uit
