"""Public transport.

Bus lines along the through roads with a timetable, as the GTFS zip of OVapi.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from pipelines.sample import straten as st
from pipelines.sample.inrichting import HOOFDLIJN
from pipelines.sample.plan import Plan
from pipelines.sample.projectie import naar_graden
from pipelines.sample.rooster import Floats, Ints, Rooster
from pipelines.sample.straten import Straten
from pipelines.sample.vierkanten import pak_in

PAD = "nl/gtfs-nl.zip"
OM_DE = 4
"""A stop at every fourth vertex (about 360 m)."""
RIJTIJD_S = 62
NAAST_M = 7.0
DIENSTEN = {
    "WERKDAG": ("1,1,1,1,1,0,0", 1),
    "ZATERDAG": ("0,0,0,0,0,1,0", 2),
    "ZONDAG": ("0,0,0,0,0,0,1", 3),
}
"""Days of the week, and the factor by which the headway grows."""
INTERVALLEN = (15, 30, 30, 60)
KOPPEN = {
    "agency": "agency_id,agency_name,agency_url,agency_timezone,agency_phone",
    "feed_info": "feed_publisher_name,feed_id,feed_publisher_url,feed_lang,feed_start_date,"
    "feed_end_date,feed_version",
    "calendar": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
    "start_date,end_date",
    "calendar_dates": "service_id,date,exception_type",
    "stops": "stop_id,stop_code,stop_name,stop_lat,stop_lon,location_type,parent_station,"
    "stop_timezone,wheelchair_boarding,platform_code",
    "routes": "route_id,agency_id,route_short_name,route_long_name,route_type",
    "trips": "route_id,service_id,trip_id,trip_headsign,direction_id,wheelchair_accessible",
    "stop_times": "trip_id,stop_sequence,stop_id,arrival_time,departure_time",
}


@dataclass
class Dienstregeling:
    """Rows of the GTFS files collected over the blocks; stop times go to a file at once."""

    stops: list[str] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    trips: list[str] = field(default_factory=list)
    tijden: IO[bytes] = field(default_factory=TemporaryFile)
    aantal_tijden: int = 0
    haltes_x: list[float] = field(default_factory=list)
    haltes_y: list[float] = field(default_factory=list)
    lijnen: int = 0


def _stuk(s: Straten, lijn: int, knopen: Ints) -> Ints:
    """Longest run of vertices of a lattice line that are joined by a street."""
    op = s.lijn == lijn
    paren = set(zip(s.van[op].tolist(), s.naar[op].tolist(), strict=True))
    beste: list[int] = []
    nu: list[int] = []
    for a, b in zip(knopen[:-1].tolist(), knopen[1:].tolist(), strict=True):
        nu = [*(nu or [a]), b] if (a, b) in paren else []
        beste = nu if len(nu) > len(beste) else beste
    return np.array(beste, dtype=np.int64)


def lijnen(r: Rooster, s: Straten) -> list[tuple[Ints, int]]:
    """Bus lines of a block: vertices along a through road, and the headway in minutes by day."""
    ny, nx = r.vorm
    nummer = np.arange((ny + 1) * (nx + 1)).reshape(ny + 1, nx + 1)
    stad = np.flatnonzero(np.bincount(s.van[s.soort == st.HOOFD], minlength=nummer.size))
    if not len(stad):
        return []
    uit: list[tuple[Ints, int]] = []
    for liggend in (True, False):
        rijen, tel = np.unique(stad // (nx + 1) if liggend else stad % (nx + 1), return_counts=True)
        druk = [int(k) for k, n in zip(rijen, tel, strict=True) if k % HOOFDLIJN == 0 and n >= 8]
        for k in druk:
            alle = nummer[k] if liggend else nummer[:, k]
            stuk = _stuk(s, k if liggend else -1 - k, alle)
            if len(stuk) >= 2 * OM_DE:
                uit.append((stuk, INTERVALLEN[len(uit) % len(INTERVALLEN)]))
    return uit


def _haltes(d: Dienstregeling, x: Floats, y: Floats, naam: str, lijn: int) -> list[tuple[str, str]]:
    """Stop areas with two quays each; returns (quay out, quay back) per stop."""
    dx, dy = np.gradient(x), np.gradient(y)
    lengte = np.hypot(dx, dy)
    nx, ny = dy / lengte * NAAST_M, -dx / lengte * NAAST_M
    lon, lat = naar_graden(
        np.column_stack([x, x + nx, x - nx]), np.column_stack([y, y + ny, y - ny])
    )
    uit = []
    for k in range(len(x)):
        gebied = f"stoparea:{lijn:03d}{k:03d}"
        titel = f'"{naam}, halte {k + 1}"'
        d.stops.append(f"{gebied},,{titel},{lat[k, 0]:.6f},{lon[k, 0]:.6f},1,,Europe/Amsterdam,0,")
        rolstoel = 1 if (k + lijn) % 4 else 2
        perrons = []
        for kant in (1, 2):
            id_ = f"{2_500_000 + lijn * 1000 + k * 2 + kant}"
            d.stops.append(
                f"{id_},{id_},{titel},{lat[k, kant]:.6f},{lon[k, kant]:.6f},0,"
                f"{gebied},Europe/Amsterdam,{rolstoel},{'AB'[kant - 1]}"
            )
            perrons.append(id_)
            d.haltes_x.append(float(x[k] + (nx[k] if kant == 1 else -nx[k])))
            d.haltes_y.append(float(y[k] + (ny[k] if kant == 1 else -ny[k])))
        uit.append((perrons[0], perrons[1]))
    return uit


def _klok(s: int) -> str:
    """GTFS time; after midnight the hours count on."""
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"


def _vertrekken(interval: int, factor: int) -> Iterable[int]:
    """Departure times in seconds.

    Half as often before 7 and after 19, from 6 till after midnight.
    """
    t = 6 * 60
    while t < 24 * 60 + 30:
        yield t * 60
        t += interval * factor * (1 if 7 * 60 <= t < 19 * 60 else 2)


def voeg_toe(d: Dienstregeling, r: Rooster, s: Straten, naam: str) -> None:
    """Add the bus lines of a block."""
    for knopen, interval in lijnen(r, s):
        d.lijnen += 1
        lijn = d.lijnen
        stop = knopen[::OM_DE]
        perrons = _haltes(d, s.x[stop], s.y[stop], naam, lijn)
        d.routes.append(f'{lijn},VBL,{lijn},"Lijn {lijn} {naam}",3')
        for richting in (0, 1):
            rij = [p[0] for p in perrons] if richting == 0 else [p[1] for p in reversed(perrons)]
            _ritten(d, lijn, richting, rij, interval, naam)


def _ritten(
    d: Dienstregeling, lijn: int, richting: int, rij: list[str], interval: int, naam: str
) -> None:
    tijden = []
    for dienst, (_, factor) in DIENSTEN.items():
        for k, begin in enumerate(_vertrekken(interval, factor)):
            rit = f"{lijn}{richting}{dienst[:2]}{k:03d}"
            d.trips.append(f'{lijn},{dienst},{rit},"{naam}",{richting},1')
            for v, halte in enumerate(rij):
                t = _klok(begin + v * RIJTIJD_S)
                tijden.append(f"{rit},{v + 1},{halte},{t},{t}\r\n")
    d.tijden.write("".join(tijden).encode())
    d.aantal_tijden += len(tijden)


def schrijf(plan: Plan, d: Dienstregeling, map_: Path) -> int:
    """Write the zip; returns the number of stop times."""
    ov = plan.teksten["openbaar_vervoer"]
    van, tot = ov["begin"].strftime("%Y%m%d"), ov["einde"].strftime("%Y%m%d")
    kalender = [f"{naam},{dagen},{van},{tot}" for naam, (dagen, _) in DIENSTEN.items()]
    agentschap = f'VBL,"{ov["vervoerder"]} (fictief)",https://voorbeeld.invalid,Europe/Amsterdam,'
    feed = f'"Voorbeeldgegevens (fictief)",VB,https://voorbeeld.invalid,nl,{van},{tot},{van}'
    rijen = {
        "agency": [agentschap],
        "feed_info": [feed],
        "calendar": kalender,
        "calendar_dates": _uitzonderingen(int(van[:4]) + 1, int(tot[:4])),
        "stops": d.stops,
        "routes": d.routes,
        "trips": d.trips,
        "stop_times": [],
    }
    leden = {
        f"{naam}.txt": "\r\n".join([KOPPEN[naam], *inhoud, ""]).encode()
        for naam, inhoud in rijen.items()
    }
    doel = map_ / PAD
    doel.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryFile() as tijden:
        tijden.write(leden["stop_times.txt"])
        d.tijden.seek(0)
        shutil.copyfileobj(d.tijden, tijden)
        d.tijden.close()
        pak_in(doel, {**leden, "stop_times.txt": tijden})
    return d.aantal_tijden


def _uitzonderingen(van: int, tot: int) -> list[str]:
    """New Year's Day and both Christmas days run as Sundays."""
    uit = []
    for jaar in range(van, tot + 1):
        for dag in ("0101", "1225", "1226"):
            uit += [f"WERKDAG,{jaar}{dag},2", f"ZATERDAG,{jaar}{dag},2", f"ZONDAG,{jaar}{dag},1"]
    return uit
