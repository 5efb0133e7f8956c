"""What is told about placing: per feed and supplier how many addresses, and which have no place.

Belongs here: reading the product `plaatsing` for status, layers and delivery reports. Not here: the
rule (`pipelines/placing.py`).
"""

from dataclasses import dataclass
from typing import Any

from data import places
from data.getallen import dutch
from pipelines import versions
from pipelines.database import Connection
from pipelines.placing import rule as placing

TOLD = (*placing.STATUSES, "afgeschermd")
# Not exactly where the supplier says: no place, or that of the postcode.
LOOSE = (placing.NOWHERE, placing.PC6)


@dataclass(frozen=True)
class Unplaced:
    """Addresses of one feed or supplier.

    Attributes:
        counts: rows per status of `placing.STATUSES`, and `afgeschermd` (care never shown).
        rows: `rij` (id in the feed), `plaats_status` and `plaats_reden` of every row without an
            exact place, unplaced ones first; never the address itself.
    """

    counts: dict[str, int]
    rows: list[dict[str, Any]]


def unplaced(connection: Connection, dataset: str, leverancier: str = "") -> Unplaced | None:
    """What of a feed has no exact place.

    Args:
        connection: any that may read `store`.
        dataset: a feed with addresses.
        leverancier: only this supplier's rows; all when empty.

    Returns:
        None where addresses of this feed were not looked at yet.
    """
    version = _newest(connection, dataset)
    if version is None:
        return None
    mine = {"version": version, "bron": dataset, "wie": leverancier}
    which = (
        f"FROM store.{places.PLACES} WHERE version = %(version)s AND bron = %(bron)s"
        " AND (%(wie)s = '' OR leverancier = %(wie)s)"
    )
    counted = connection.execute(
        "SELECT CASE WHEN plaats_reden = %(shield)s THEN 'afgeschermd' ELSE plaats_status END AS s,"
        f" count(*) AS n {which} GROUP BY 1",
        {**mine, "shield": placing.SHIELDED},
    ).fetchall()
    rows = connection.execute(
        f"SELECT rij, plaats_status, plaats_reden {which}"
        " AND plaats_status = ANY (%(loose)s) AND plaats_reden <> %(shield)s"
        " ORDER BY plaats_status, rij",
        {**mine, "loose": list(LOOSE), "shield": placing.SHIELDED},
    ).fetchall()
    return Unplaced(dict.fromkeys(TOLD, 0) | {row["s"]: row["n"] for row in counted}, rows)


def _newest(connection: Connection, dataset: str) -> int | None:
    """The newest version of the product, where it has looked at this feed."""
    held = versions.newest_good(connection, places.PLACES)
    if held is None or dataset not in (held["dekking"] or {}).get("feeds", {}):
        return None
    return int(held["version"])


def per_feed(connection: Connection) -> list[dict[str, Any]]:
    """Rows per status of every feed with addresses, as `./woonzorg status` shows them."""
    held = versions.newest_good(connection, places.PLACES)
    feeds = (held["dekking"] or {}).get("feeds", {}) if held else {}
    return [{"dataset": name, **_told(feed)} for name, feed in sorted(feeds.items())]


def of_layer(dataset: str, held: dict[str, Any] | None) -> dict[str, Any]:
    """What the coverage of a layer drawn from the product says of its own feed.

    Args:
        dataset: the feed of the layer.
        held: record of the version of the product, None without one.
    """
    feed = ((held or {}).get("dekking") or {}).get("feeds", {}).get(dataset)
    return {"plaatsing": _told(feed)} if feed else {}


def _told(feed: dict[str, Any]) -> dict[str, int]:
    return {name: int(feed.get(name, 0)) for name in TOLD}


def remarks(counts: dict[str, int]) -> list[str]:
    """Sentences to show with a layer about rows that are not exactly where they are drawn."""
    found = []
    if n := counts.get(placing.PC6):
        found.append(
            f"{_rows(n)} in het midden van het postcodegebied (geschat): het adres staat niet zo "
            "in de BAG."
        )
    if n := counts.get(placing.NOWHERE):
        found.append(f"{_rows(n)} niet op de kaart: het adres kon niet worden geplaatst.")
    if n := counts.get("afgeschermd"):
        found.append(f"{_rows(n)} niet op de kaart: van deze soort zorg wordt geen plek getoond.")
    return found


def _rows(number: int) -> str:
    return "1 rij staat" if number == 1 else f"{dutch(number)} rijen staan"
