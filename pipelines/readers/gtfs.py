"""GTFS: stops with their departures in one direction on an ordinary Tuesday, 9 to 16 h.

Belongs here: choosing the day, counting. METHODS 21 reading 50: a stop is served by day when at
least 14 departures leave in one direction; the threshold itself is the method's, not ours.
`stop_times.txt` is streamed; in memory are only the trips of the day and one count per stop.
"""

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import shapely

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.readers import archive, encoding, stream
from pipelines.readers.crs import WGS84

FROM, UNTIL = "09:00:00", "16:00:00"
BLOCK = 4 << 20
TUESDAY = 1
ORDINARY = 0.75  # a Tuesday with fewer trips than this share of the median is a holiday
SCHEMA = pa.schema(
    [
        ("stop_id", pa.string()),
        ("stop_name", pa.string()),
        ("parent_station", pa.string()),
        ("location_type", pa.string()),
        ("wheelchair_boarding", pa.string()),
        ("departures", pa.int32()),
        ("service_date", pa.date32()),
        ("geometry", pa.binary()),
    ],
    metadata={"crs": WGS84},
)


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Stops and platforms (location_type 0) inside `bron.bbox`; see `pipelines.readers.read`.

    `departures`: the largest number of departures between 9 and 16 h in one direction on
    `service_date`; 0 when none. `geometry`: Point WGS84.
    """
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery)))


def _pieces(bron: Bron, delivery: Delivery) -> stream.Pieces:
    bron = replace(bron, scheiding=",", codering="utf-8")
    with archive.opened(bron.name, delivery.files[0].path) as feed:
        if any(batch.num_rows for batch in rows(bron, feed, "frequencies.txt", ("trip_id",))):
            raise SourceChanged(
                f"{bron.name}: de dienstregeling gebruikt frequencies.txt; dat wordt niet gelezen. "
                "Kies een feed met vertrektijden per rit."
            )
        day, services = chosen_day(bron, feed)
        counts = departures(bron, feed, services)
        yield SCHEMA
        for batch in _stops(bron, feed):
            yield _with_counts(bron, batch, counts, day)


def rows(
    bron: Bron, feed: zipfile.ZipFile, member: str, wanted: tuple[str, ...]
) -> Iterator[pa.RecordBatch]:
    """Batches of a member with the wanted columns as text; an absent column is all empty text.

    An absent member gives nothing: most members of GTFS are optional.
    """
    names = {info.filename.rpartition("/")[2]: info for info in archive.members(feed)}
    if member not in names:
        return
    with feed.open(names[member]) as first:
        head = first.readline().decode("utf-8-sig").strip("\r\n")
    columns = [name.strip().strip('"') for name in head.split(",")]
    with feed.open(names[member]) as body, _table(bron, body, columns) as table:
        for batch in table:
            empty = pa.array([""] * batch.num_rows)
            arrays = [batch.column(name) if name in columns else empty for name in wanted]
            yield pa.RecordBatch.from_arrays(arrays, names=list(wanted))


def _table(bron: Bron, source: Any, names: list[str]) -> Any:
    """A streaming reader over the rows below the header: stop times are millions of lines."""
    return pa_csv.open_csv(
        source,
        read_options=pa_csv.ReadOptions(
            column_names=names, skip_rows=1, encoding=encoding.codec(bron), block_size=BLOCK
        ),
        parse_options=pa_csv.ParseOptions(delimiter=bron.scheiding, newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )


def _records(
    bron: Bron, feed: zipfile.ZipFile, member: str, wanted: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    for batch in rows(bron, feed, member, wanted):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def chosen_day(bron: Bron, feed: zipfile.ZipFile) -> tuple[date, frozenset[str]]:
    """The first ordinary Tuesday on or after the start of the feed, and the services of that day.

    Raises:
        SourceChanged: no Tuesday within the calendar has trips.
    """
    trips = Counter(service for (service,) in _records(bron, feed, "trips.txt", ("service_id",)))
    running = _services(bron, feed)
    start = _feed_start(bron, feed)
    days = {day: found for day, found in running.items() if start is None or day >= start}
    sizes = {day: sum(trips[service] for service in found) for day, found in days.items()}
    sizes = {day: size for day, size in sizes.items() if size}
    if not sizes:
        raise SourceChanged(
            f"{bron.name}: geen dinsdag met ritten in de dienstregeling; een verwacht. "
            "De laatste goede versie blijft; haal een geldige feed op."
        )
    usual = median(sizes.values())
    day = min(day for day, size in sizes.items() if size >= ORDINARY * usual)
    return day, frozenset(days[day])


def _services(bron: Bron, feed: zipfile.ZipFile) -> dict[date, set[str]]:
    """Services per Tuesday: the weekly calendar, then its exceptions."""
    found: dict[date, set[str]] = {}
    wanted = ("service_id", "tuesday", "start_date", "end_date")
    for service, tuesday, start, end in _records(bron, feed, "calendar.txt", wanted):
        if tuesday == "1":
            for day in _tuesdays(_date(bron, start), _date(bron, end)):
                found.setdefault(day, set()).add(service)
    changes = ("service_id", "date", "exception_type")
    for service, text, change in _records(bron, feed, "calendar_dates.txt", changes):
        day = _date(bron, text)
        if day.weekday() == TUESDAY:
            services = found.setdefault(day, set())
            services.add(service) if change == "1" else services.discard(service)
    return found


def _tuesdays(start: date, end: date) -> Iterator[date]:
    day = start + timedelta(days=(TUESDAY - start.weekday()) % 7)
    last = min(end, start + timedelta(days=366))  # open ends such as 20991231
    while day <= last:
        yield day
        day += timedelta(days=7)


def _feed_start(bron: Bron, feed: zipfile.ZipFile) -> date | None:
    for (text,) in _records(bron, feed, "feed_info.txt", ("feed_start_date",)):
        if text:
            return _date(bron, text)
    return None


def _date(bron: Bron, text: str) -> date:
    try:
        return datetime.strptime(text.strip(), "%Y%m%d").date()  # noqa: DTZ007 - a calendar day
    except ValueError as error:
        raise DeliveryRefused(
            f"{bron.name}: datum {text!r} in de kalender, jjjjmmdd verwacht. Meld het de bron."
        ) from error


def departures(bron: Bron, feed: zipfile.ZipFile, services: frozenset[str]) -> dict[str, int]:
    """Per stop the largest number of departures in one direction within the hours."""
    trips, directions = _trips(bron, feed, services)
    counts: Counter[tuple[str, int]] = Counter()
    wanted = ("trip_id", "departure_time", "stop_id", "pickup_type")
    for batch in rows(bron, feed, "stop_times.txt", wanted):
        times = pc.utf8_lpad(pc.utf8_trim_whitespace(batch.column("departure_time")), 8, "0")
        keep = pc.and_(pc.greater_equal(times, FROM), pc.less(times, UNTIL))
        keep = pc.and_(keep, pc.not_equal(batch.column("pickup_type"), "1"))
        part = batch.filter(keep)
        places = pc.index_in(part.column("trip_id"), value_set=trips)
        part, places = part.filter(pc.is_valid(places)), places.drop_null()
        table = pa.table({"stop": part.column("stop_id"), "way": pc.take(directions, places)})
        for row in table.group_by(["stop", "way"]).aggregate([([], "count_all")]).to_pylist():
            counts[row["stop"], row["way"]] += row["count_all"]
    best: dict[str, int] = {}
    for (stop, _), number in counts.items():
        best[stop] = max(best.get(stop, 0), number)
    return best


def _trips(
    bron: Bron, feed: zipfile.ZipFile, services: frozenset[str]
) -> tuple[pa.Array, pa.Array]:
    """Trip ids of the day and their directions, in the same order."""
    wanted = ("trip_id", "service_id", "direction_id")
    active = pa.array(sorted(services), pa.string())
    ids, ways = [], []
    for batch in rows(bron, feed, "trips.txt", wanted):
        part = batch.filter(pc.is_in(batch.column("service_id"), value_set=active))
        ids.append(part.column("trip_id"))
        ways.append(part.column("direction_id"))
    return pa.concat_arrays(ids), pa.concat_arrays(ways)


def _stops(bron: Bron, feed: zipfile.ZipFile) -> Iterator[pa.RecordBatch]:
    wanted = (*SCHEMA.names[:5], "stop_lat", "stop_lon")
    for batch in rows(bron, feed, "stops.txt", wanted):
        kinds = pc.utf8_trim_whitespace(batch.column("location_type"))
        yield batch.filter(pc.is_in(kinds, value_set=pa.array(["", "0"])))


def _with_counts(
    bron: Bron, batch: pa.RecordBatch, counts: dict[str, int], day: date
) -> pa.RecordBatch:
    lons, lats = (_degrees(batch.column(name)) for name in ("stop_lon", "stop_lat"))
    keep = np.isfinite(lons) & np.isfinite(lats)
    if bron.bbox is not None:
        west, south, east, north = bron.bbox
        keep &= (lons >= west) & (lons <= east) & (lats >= south) & (lats <= north)
    part = batch.filter(pa.array(keep))
    points = shapely.points(lons[keep], lats[keep])
    numbers = [counts.get(stop, 0) for stop in part.column("stop_id").to_pylist()]
    arrays = [
        *part.columns[:5],
        pa.array(numbers, pa.int32()),
        pa.array([day] * part.num_rows, pa.date32()),
        pa.array(shapely.to_wkb(points), pa.binary()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _degrees(column: Any) -> Any:
    """Degrees as numbers; empty is NaN, and such a stop cannot be placed."""
    text = pc.utf8_trim_whitespace(column)
    values = pc.if_else(pc.equal(text, ""), pa.scalar("nan"), text)
    return np.asarray(pc.cast(values, pa.float64()))
