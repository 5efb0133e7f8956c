"""OpenStreetMap extract of the sample.

Streets, destinations and areas, written as PBF with fixed timestamps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import osmium

from pipelines.sample import straten as st
from pipelines.sample import voorzieningen
from pipelines.sample.adressen import Adressen, straatnaam
from pipelines.sample.gebouwen import Objecten
from pipelines.sample.plan import Plan
from pipelines.sample.projectie import naar_graden
from pipelines.sample.rooster import Floats, Gebruik, Ints, Rooster
from pipelines.sample.straten import Straten

STEMPEL = "2024-01-01T00:00:00Z"
Tags = dict[str, str]


@dataclass
class Uitsnede:
    """Nodes and ways collected over all blocks; ids grow, nodes are written before ways."""

    lon: list[Floats] = field(default_factory=list)
    lat: list[Floats] = field(default_factory=list)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[tuple[list[int], Tags]] = field(default_factory=list)
    aantal: int = 0

    def nodes(self, x: Floats, y: Floats, tags: list[Tags] | None = None) -> Ints:
        """Add nodes at RD positions; returns their ids."""
        lon, lat = naar_graden(x, y)
        ids = np.arange(self.aantal + 1, self.aantal + 1 + len(x))
        self.lon.append(lon)
        self.lat.append(lat)
        self.aantal += len(x)
        for i, t in zip(ids.tolist(), tags or [], strict=False):
            if t:
                self.node_tags[i] = t
        return ids


def _stukken(s: Straten) -> Iterator[Ints]:
    """Edges joined into ways.

    Consecutive edges of one line with the same kind, bridge and buurt.
    """
    n = len(s.van)
    zelfde = np.ones(n, dtype=bool)
    zelfde[0] = False
    for a in (s.soort, s.brug, s.lijn, s.buurt):
        zelfde[1:] &= a[1:] == a[:-1]
    zelfde[1:] &= (s.van[1:] == s.naar[:-1]) & (s.soort[1:] != st.TRAP)
    lengte = np.arange(n) - np.maximum.accumulate(np.where(zelfde, 0, np.arange(n)))
    zelfde &= lengte % 12 != 0
    yield from np.split(np.arange(n), np.flatnonzero(~zelfde)[1:])


def _weg_tags(plan: Plan, s: Straten, k: int, nummer: int) -> Tags:
    soort = int(s.soort[k])
    tags = {"highway": st.HIGHWAY[soort]}
    if soort not in (st.VOET, st.TRAP, st.PAD):
        tags["name"] = straatnaam(plan, int(s.lijn[k]), int(s.buurt[k]))
    if soort == st.FIETS:
        tags |= {"foot": "designated", "segregated": "no"}
    elif soort == st.TRAP:
        tags |= {
            "step_count": "14",
            "handrail": "yes",
            **({"ramp": "yes"} if nummer % 3 == 0 else {}),
        }
    elif soort == st.AANLEG:
        tags["construction"] = "residential"
    elif soort in (st.HOOFD, st.WOON):
        tags |= {"sidewalk": "both", "maxspeed": "50" if soort == st.HOOFD else "30"}
    if soort in (st.VOET, st.VOETGANG, st.PAD) and nummer % 2 == 0:
        tags |= {
            "surface": ("paving_stones", "asphalt", "gravel", "sett")[nummer // 2 % 4],
            "width": "1.8",
        }
    if soort == st.LAND and nummer % 17 == 0:
        tags["sidewalk"] = "none"
    if s.brug[k]:
        tags |= {"bridge": "yes", "layer": "1"}
    if soort == st.VOET and nummer % 41 == 0:
        tags |= {"access": "private"}
    return tags


def _kruisingen(s: Straten, knopen: Ints) -> list[Tags]:
    """Tags of the street vertices.

    Crossings where a through road meets a street, some with kerbs or barriers.
    """
    graad = np.bincount(np.concatenate([s.van, s.naar]), minlength=len(s.x))
    hoofd = np.zeros(len(s.x), dtype=bool)
    op_hoofd = s.soort == st.HOOFD
    hoofd[s.van[op_hoofd]] = True
    voet = np.zeros(len(s.x), dtype=bool)
    op_voet = s.soort == st.VOET
    voet[s.van[op_voet]] = True
    uit: list[Tags] = []
    for v in knopen.tolist():
        if hoofd[v] and graad[v] >= 3:
            rand = ("lowered", "raised", "flush")[v % 3]
            uit.append({"highway": "crossing", "crossing": "uncontrolled", "kerb": rand})
        elif voet[v] and v % 23 == 0:
            uit.append({"barrier": "cycle_barrier" if v % 2 else "bollard"})
        else:
            uit.append({})
    return uit


def voeg_straten(u: Uitsnede, plan: Plan, s: Straten) -> None:
    """Add the street network of a block."""
    knopen = np.unique(np.concatenate([s.van, s.naar]))
    ids = np.zeros(len(s.x), dtype=np.int64)
    ids[knopen] = u.nodes(s.x[knopen], s.y[knopen], _kruisingen(s, knopen))
    for nummer, stuk in enumerate(_stukken(s)):
        rij = [int(ids[s.van[stuk[0]]]), *ids[s.naar[stuk]].tolist()]
        u.ways.append((rij, _weg_tags(plan, s, int(stuk[0]), nummer)))


def voeg_bestemmingen(u: Uitsnede, o: Objecten, a: Adressen, r: Rooster) -> None:
    """Add facilities as nodes with an address.

    And benches along every eleventh facility and park path.
    """
    hier = np.flatnonzero(o.bijzonder >= 0)
    tags: list[Tags] = []
    for k in hier.tolist():
        v = voorzieningen.SOORTEN[int(o.bijzonder[k])]
        buurt = r.buurten[int(o.buurt[k])]
        t = dict(v.tags) | {"name": f"{v.naam} {buurt.naam}"}
        if k % 5:  # some places have no address in OSM
            t |= {
                "addr:street": a.straatnamen[int(a.straat[k])],
                "addr:housenumber": str(int(a.huisnummer[k])),
                "addr:postcode": a.postcodes[int(a.pc6[k])],
                "addr:city": buurt.gemeente.naam,
            }
        if k % 7 == 0:
            t["wheelchair"] = ("yes", "limited", "no")[k % 3]
        tags.append(t)
    u.nodes(o.x[hier] + 1.5, o.y[hier] + 1.0, tags)


def _cel_ring(r: Rooster, j: Ints, i: Ints, rand: float) -> tuple[Floats, Floats]:
    """Corners of cells moved `rand` (share) towards their middle, shape (cells, 4)."""
    hoek = ((j, i), (j, i + 1), (j + 1, i + 1), (j + 1, i))
    x = np.stack([r.x[h] for h in hoek], axis=1)
    y = np.stack([r.y[h] for h in hoek], axis=1)
    mx, my = x.mean(1, keepdims=True), y.mean(1, keepdims=True)
    return mx + (x - mx) * (1 - rand), my + (y - my) * (1 - rand)


VLAKKEN: tuple[tuple[Gebruik, float, Tags], ...] = (
    (Gebruik.PARK, 0.10, {"leisure": "park"}),
    (Gebruik.RIVIER, 0.0, {"natural": "water", "water": "river"}),
    (Gebruik.MEER, 0.0, {"natural": "water", "water": "lake"}),
    (Gebruik.BEDRIJF, 0.06, {"landuse": "industrial"}),
    (Gebruik.GROEI, 0.06, {"landuse": "construction"}),
    (Gebruik.WONEN, 0.04, {"landuse": "residential"}),
    (Gebruik.VOORZIENING, 0.06, {"landuse": "retail"}),
)


def voeg_vlakken(u: Uitsnede, r: Rooster) -> None:
    """Add land use, parks (one in five is a pocket park below 0.5 ha) and water.

    One closed way per cell.
    """
    for gebruik, rand, tags in VLAKKEN:
        j, i = np.nonzero(r.gebruik == gebruik)
        x, y = _cel_ring(r, j, i, rand)
        klein = np.arange(len(j)) % 5 == 4
        if gebruik == Gebruik.PARK:
            kx, ky = _cel_ring(r, j, i, 0.35)
            x[klein], y[klein] = kx[klein], ky[klein]
        ids = u.nodes(x.ravel(), y.ravel()).reshape(-1, 4)
        for k, rij in enumerate(ids.tolist()):
            naam = {"name": f"Park {k + 1}"} if gebruik == Gebruik.PARK else {}
            u.ways.append(([*rij, rij[0]], tags | naam))
    _bankjes(u, r)


def _bankjes(u: Uitsnede, r: Rooster) -> None:
    j, i = np.nonzero(r.gebruik == Gebruik.PARK)
    x, y = _cel_ring(r, j, i, 0.5)
    tags: list[Tags] = [
        {"amenity": "bench", "backrest": "yes" if k % 2 else "no"} for k in range(2 * len(j))
    ]
    u.nodes(x[:, :2].ravel(), y[:, :2].ravel(), tags)


def voeg_haltes(u: Uitsnede, x: Floats, y: Floats) -> None:
    """Add the bus stops (RD positions of the quays)."""
    tags: list[Tags] = [
        {"highway": "bus_stop", "public_transport": "platform", "bus": "yes"} for _ in range(len(x))
    ]
    u.nodes(x, y, tags)


def schrijf(u: Uitsnede, doel: Path) -> None:
    """Write the PBF; the same extract always gives the same bytes."""
    doel.parent.mkdir(parents=True, exist_ok=True)
    doel.unlink(missing_ok=True)
    kop = osmium.io.Header()
    kop.set("generator", "voorbeeldgegevens")
    kop.set("osmosis_replication_timestamp", STEMPEL)
    schrijver = osmium.SimpleWriter(str(doel), header=kop)
    node, way = osmium.osm.mutable.Node, osmium.osm.mutable.Way
    vast: dict[str, Any] = {
        "version": 1,
        "timestamp": STEMPEL,
        "visible": True,
        "changeset": 1,
        "uid": 1,
        "user": "voorbeeld",
    }
    lon = np.concatenate(u.lon).round(7).tolist()
    lat = np.concatenate(u.lat).round(7).tolist()
    for k, plek in enumerate(zip(lon, lat, strict=True), start=1):
        schrijver.add_node(node(id=k, location=plek, tags=u.node_tags.get(k, {}), **vast))
    for k, (rij, tags) in enumerate(u.ways, start=1):
        schrijver.add_way(way(id=k, nodes=rij, tags=tags, **vast))
    schrijver.close()
