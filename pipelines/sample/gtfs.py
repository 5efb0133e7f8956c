"""Public transport: bus lines along the through roads, as the GTFS zip of OVapi."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from pipelines.sample import street_network
from pipelines.sample.land_use import THROUGH_LINE
from pipelines.sample.lattice import Floats, Ints, Lattice
from pipelines.sample.plan import Plan
from pipelines.sample.projection import to_degrees
from pipelines.sample.squares import write_zip
from pipelines.sample.street_network import Streets

PATH = "nl/gtfs-nl.zip"
STOP_EVERY = 4
"""A stop at every fourth vertex (about 360 m)."""
RUN_S = 62
"""Seconds from stop to stop."""
BESIDE_M = 7.0
"""Distance of a quay from the middle of the road."""
SERVICES = {
    "WERKDAG": ("1,1,1,1,1,0,0", 1),
    "ZATERDAG": ("0,0,0,0,0,1,0", 2),
    "ZONDAG": ("0,0,0,0,0,0,1", 3),
}
"""Days of the week, and the factor by which the headway grows."""
HEADWAYS = (15, 30, 30, 60)
"""Minutes between two departures by day, line by line."""
HEADERS = {
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
class Timetable:
    """Rows of the GTFS files collected over the blocks; stop times go to a file at once."""

    stops: list[str] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)
    trips: list[str] = field(default_factory=list)
    times: IO[bytes] = field(default_factory=TemporaryFile)
    time_count: int = 0
    stops_x: list[float] = field(default_factory=list)
    stops_y: list[float] = field(default_factory=list)
    lines: int = 0


def _longest_run(streets: Streets, line: int, vertices: Ints) -> Ints:
    """Longest run of vertices of a lattice line that are joined by a street."""
    on = streets.line == line
    pairs = set(zip(streets.start[on].tolist(), streets.end[on].tolist(), strict=True))
    best: list[int] = []
    now: list[int] = []
    for a, b in zip(vertices[:-1].tolist(), vertices[1:].tolist(), strict=True):
        now = [*(now or [a]), b] if (a, b) in pairs else []
        best = now if len(now) > len(best) else best
    return np.array(best, dtype=np.int64)


def lines(lattice: Lattice, streets: Streets) -> list[tuple[Ints, int]]:
    """Bus lines of a block: vertices along a through road, and the headway in minutes by day."""
    ny, nx = lattice.shape
    number = np.arange((ny + 1) * (nx + 1)).reshape(ny + 1, nx + 1)
    town = np.flatnonzero(
        np.bincount(streets.start[streets.kind == street_network.MAIN_ROAD], minlength=number.size)
    )
    if not len(town):
        return []
    result: list[tuple[Ints, int]] = []
    for eastwest in (True, False):
        rows, count = np.unique(
            town // (nx + 1) if eastwest else town % (nx + 1), return_counts=True
        )
        busy = [
            int(k) for k, n in zip(rows, count, strict=True) if k % THROUGH_LINE == 0 and n >= 8
        ]
        for k in busy:
            whole_line = number[k] if eastwest else number[:, k]
            piece = _longest_run(streets, k if eastwest else -1 - k, whole_line)
            if len(piece) >= 2 * STOP_EVERY:
                result.append((piece, HEADWAYS[len(result) % len(HEADWAYS)]))
    return result


def _stops(
    timetable: Timetable, x: Floats, y: Floats, name: str, line: int
) -> list[tuple[str, str]]:
    """Stop areas with two quays each; returns (quay out, quay back) per stop."""
    dx, dy = np.gradient(x), np.gradient(y)
    length = np.hypot(dx, dy)
    nx, ny = dy / length * BESIDE_M, -dx / length * BESIDE_M
    lon, lat = to_degrees(
        np.column_stack([x, x + nx, x - nx]), np.column_stack([y, y + ny, y - ny])
    )
    result = []
    for k in range(len(x)):
        area = f"stoparea:{line:03d}{k:03d}"
        title = f'"{name}, halte {k + 1}"'
        timetable.stops.append(
            f"{area},,{title},{lat[k, 0]:.6f},{lon[k, 0]:.6f},1,,Europe/Amsterdam,0,"
        )
        wheelchair = 1 if (k + line) % 4 else 2
        quays = []
        for side in (1, 2):
            id_ = f"{2_500_000 + line * 1000 + k * 2 + side}"
            timetable.stops.append(
                f"{id_},{id_},{title},{lat[k, side]:.6f},{lon[k, side]:.6f},0,"
                f"{area},Europe/Amsterdam,{wheelchair},{'AB'[side - 1]}"
            )
            quays.append(id_)
            timetable.stops_x.append(float(x[k] + (nx[k] if side == 1 else -nx[k])))
            timetable.stops_y.append(float(y[k] + (ny[k] if side == 1 else -ny[k])))
        result.append((quays[0], quays[1]))
    return result


def _clock(s: int) -> str:
    """GTFS time; after midnight the hours count on."""
    return f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}"


def _departures(interval: int, factor: int) -> Iterable[int]:
    """Departure times in seconds, from 6 till after midnight; half as often outside 7-19."""
    t = 6 * 60
    while t < 24 * 60 + 30:
        yield t * 60
        t += interval * factor * (1 if 7 * 60 <= t < 19 * 60 else 2)


def add_lines(timetable: Timetable, lattice: Lattice, streets: Streets, name: str) -> None:
    """Add the bus lines of a block."""
    for vertices, interval in lines(lattice, streets):
        timetable.lines += 1
        line = timetable.lines
        stop = vertices[::STOP_EVERY]
        quays = _stops(timetable, streets.x[stop], streets.y[stop], name, line)
        timetable.routes.append(f'{line},VBL,{line},"Lijn {line} {name}",3')
        for direction in (0, 1):
            row = [p[0] for p in quays] if direction == 0 else [p[1] for p in reversed(quays)]
            _trips(timetable, line, direction, row, interval, name)


def _trips(
    timetable: Timetable, line: int, direction: int, row: list[str], interval: int, name: str
) -> None:
    times = []
    for service, (_, factor) in SERVICES.items():
        for k, begin in enumerate(_departures(interval, factor)):
            trip = f"{line}{direction}{service[:2]}{k:03d}"
            timetable.trips.append(f'{line},{service},{trip},"{name}",{direction},1')
            for v, stop in enumerate(row):
                t = _clock(begin + v * RUN_S)
                times.append(f"{trip},{v + 1},{stop},{t},{t}\r\n")
    timetable.times.write("".join(times).encode())
    timetable.time_count += len(times)


def write(plan: Plan, timetable: Timetable, folder: Path) -> int:
    """Write the zip; returns the number of stop times."""
    transit = plan.texts["openbaar_vervoer"]
    start, until = transit["begin"].strftime("%Y%m%d"), transit["einde"].strftime("%Y%m%d")
    calendar = [f"{name},{days},{start},{until}" for name, (days, _) in SERVICES.items()]
    agency = f'VBL,"{transit["vervoerder"]} (fictief)",https://voorbeeld.invalid,Europe/Amsterdam,'
    feed = f'"Voorbeeldgegevens (fictief)",VB,https://voorbeeld.invalid,nl,{start},{until},{start}'
    rows = {
        "agency": [agency],
        "feed_info": [feed],
        "calendar": calendar,
        "calendar_dates": _exceptions(int(start[:4]) + 1, int(until[:4])),
        "stops": timetable.stops,
        "routes": timetable.routes,
        "trips": timetable.trips,
        "stop_times": [],
    }
    members = {
        f"{name}.txt": "\r\n".join([HEADERS[name], *content, ""]).encode()
        for name, content in rows.items()
    }
    target = folder / PATH
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryFile() as times:
        times.write(members["stop_times.txt"])
        timetable.times.seek(0)
        shutil.copyfileobj(timetable.times, times)
        timetable.times.close()
        write_zip(target, {**members, "stop_times.txt": times})
    return timetable.time_count


def _exceptions(start: int, until: int) -> list[str]:
    """New Year's Day and both Christmas days run as Sundays."""
    result = []
    for year in range(start, until + 1):
        for day in ("0101", "1225", "1226"):
            result += [f"WERKDAG,{year}{day},2", f"ZATERDAG,{year}{day},2", f"ZONDAG,{year}{day},1"]
    return result
