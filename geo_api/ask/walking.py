"""Walking over the street network that the refresh left: how far somebody comes in some minutes.

The network is an Arrow file of `pipelines.indicators.graafbestand`, mapped and kept in memory: the
newest, or that of the release which a question names, as long as its version is kept. What it means
to walk is `netwerk`, `snap` and `bereik`. It is only used while its layer (`voetpaden`) is
published: a withdrawn layer answers nothing.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psycopg import sql

from data.parameters import number
from geo_api import texts
from geo_api.ask.computing import Computing
from geo_api.ask.place import Place
from geo_api.contract.parameters import Parameter
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Fault, Problem
from geo_api.http.answers import JSON
from geo_api.http.links import Links, link
from geo_api.model import LayerVersion, State

if TYPE_CHECKING:
    from pipelines.indicators.netwerk import Netwerk, Profiel

LAYER = "voetpaden"
FILES = "straten-*.arrow"
MOST_HELD = 4
"""Networks in memory: two persons, now and in an earlier release."""
PERSONS = ("senior", "rollator")
MOST_MINUTES, DEFAULT_MINUTES = 30, 10
MEASURED, OFF_STREET = "gemeten", "niet aangesloten"
MINUTEN = Parameter(
    "minuten",
    f"Looptijd in minuten, hoogstens {MOST_MINUTES}.",
    {"type": "integer", "minimum": 1, "maximum": MOST_MINUTES, "default": DEFAULT_MINUTES},
)
PERSOON = Parameter(
    "persoon",
    "Wie er loopt: een oudere (senior; trappen kosten tijd) of iemand met een rollator (geen "
    "trappen, langzamer).",
    {"type": "string", "enum": list(PERSONS), "default": PERSONS[0]},
)
_GEOJSON = sql.SQL(
    "SELECT ST_AsGeoJSON({turned}(ST_Transform(ST_GeomFromWKB(%s, 28992), %s)), %s, 0)"
)


@dataclass(frozen=True)
class Measured:
    """An isochrone.

    Attributes:
        wkb: the area, RD; None where the point is not on a street.
        reason: why there is none, or why it may be too small; None when all is well.
        away_m: metres from the point to the street.
        metres: how far somebody comes in that time.
    """

    wkb: bytes | None
    reason: str | None
    away_m: float | None
    metres: float


@dataclass
class Walks:
    """The network in memory, by walking profile.

    Attributes:
        folder: where the refresh keeps it.
        computing: the threads that measure.
    """

    folder: Path
    computing: Computing
    held: dict[tuple[Path, str], "Netwerk"] = field(default_factory=dict)
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def network(self, path: Path, person: "Profiel") -> "Netwerk":
        """The network of one file and profile; of a file that was written over nothing is held.

        Raises:
            Problem: 503, it cannot be read.
        """
        async with self.reading:
            self.held = {key: net for key, net in self.held.items() if key[0].exists()}
            found = self.held.pop((path, person), None)
            if found is None:
                found = await asyncio.to_thread(_load, path, person)
            while len(self.held) >= MOST_HELD:
                del self.held[next(iter(self.held))]
            self.held[path, person] = found
            return found

    async def isochrone(
        self, path: Path, person: "Profiel", x: float, y: float, minutes: int
    ) -> Measured:
        """The area that somebody reaches.

        Args:
            path: file of the network.
            person: walking profile.
            x: RD, metres.
            y: RD, metres.
            minutes: walking time.

        Raises:
            Problem: 503, too many wait for one, or the network cannot be read.
        """
        net = await self.network(path, person)
        return await self.computing.run(lambda: _measure(net, x, y, minutes))

    async def file(self, state: State) -> Path:
        """The file of the network: the newest, or that of the release asked for.

        Raises:
            Problem: 404 or 410, the streets are not published or not kept; 503, there is no file.
        """
        found = layer(state)
        if state.asof is None:
            return await asyncio.to_thread(self._newest)
        files = await asyncio.to_thread(lambda: sorted(self.folder.glob(_named(found))))
        if not files:
            raise Problem(410, texts.not_in_release(LAYER, state.asof["release"]))
        return files[-1]

    def _newest(self) -> Path:
        files = [(path.stat().st_mtime_ns, path) for path in self.folder.glob(FILES)]
        if not files:
            raise Problem(503, texts.NO_STREETS, headers={"Retry-After": "60"})
        return max(files)[1]


def _named(found: LayerVersion) -> str:
    """Names of the file that was made from the same version of the streets as the layer."""
    return FILES.replace("*", f"{found.meta['bronversie']}-*")


def _load(path: Path, person: "Profiel") -> "Netwerk":
    from pipelines.indicators.graafbestand import load_graph
    from pipelines.indicators.netwerk import network

    try:
        return network(load_graph(path), person)
    except (OSError, ValueError):
        raise Problem(503, texts.NO_STREETS, headers={"Retry-After": "60"}) from None


def _measure(net: "Netwerk", x: float, y: float, minutes: int) -> Measured:
    import shapely

    from pipelines.indicators.bereik import isochrone
    from pipelines.indicators.netwerk import speed_ms
    from pipelines.indicators.snap import snap

    here = snap(net, [x], [y])
    metres = 60.0 * minutes * speed_ms(net.profiel)
    reason = here.reason[0]
    if not here.snapped[0]:
        return Measured(None, reason, None, metres)
    found = isochrone(net, x, y, seconds=60.0 * minutes)
    wkb = None if shapely.is_empty(found) else shapely.to_wkb(found)
    return Measured(wkb, reason, float(here.away_m[0]), metres)


def read(asked: Mapping[str, str], faults: list[Fault]) -> tuple[str, int]:
    """Who walks and how long."""
    person = asked.get("persoon", PERSONS[0])
    if person not in PERSONS:
        near = texts.nearest(person[:40], PERSONS)
        detail = f"'persoon' is een van: {', '.join(PERSONS)}."
        faults.append(Fault("persoon", "waarde", detail, near))
    text = asked.get("minuten", str(DEFAULT_MINUTES))
    plain = text.isascii() and text.isdigit() and len(text) <= 4
    if not plain or not 1 <= int(text) <= MOST_MINUTES:
        detail = f"'minuten' is een geheel getal van 1 tot en met {MOST_MINUTES}."
        faults.append(Fault("minuten", "bereik", detail))
        return person, DEFAULT_MINUTES
    return person, int(text)


def layer(state: State) -> LayerVersion:
    """The layer of the streets.

    Raises:
        Problem: 404 or 410, it is not published.
    """
    return state.layer(LAYER).current


async def feature(
    database: Database,
    links: Links,
    found: LayerVersion,
    place: Place,
    asked: tuple[str, int],
    measured: Measured,
) -> dict[str, Any]:
    """The isochrone as a GeoJSON feature in the system of the question."""
    shape = None
    if measured.wkb is not None:
        system = place.crs
        turned = sql.SQL("ST_FlipCoordinates" if system.flipped else "")
        query = _GEOJSON.format(turned=turned)
        rows = await database.fetch(query, [measured.wkb, system.srid, system.digits])
        shape = json.loads(rows[0][0])
    return {
        "type": "Feature",
        "geometry": shape,
        "properties": {
            "persoon": asked[0],
            "minuten": asked[1],
            "afstand_m": round(measured.metres, 1),
            "status": MEASURED if shape else OFF_STREET,
            "reden": measured.reason,
            "tot_straat_m": None if measured.away_m is None else round(measured.away_m, 1),
        },
        "plek": place.document(),
        "woonzorg": documents.origin(found),
        "opmerkingen": [
            f"Alles binnen {number('loop.isochrone_buffer_m'):.0f} m van een straat of pad dat in "
            "die tijd te bereiken is, zoals OpenStreetMap ze kent; een ontbrekend pad is geen "
            "bewijs dat er geen pad is.",
            "Oversteken, hellingen en sociale veiligheid zitten er niet in.",
        ],
        "links": [link("collection", links.collection(LAYER), JSON, "De straten")],
    }
