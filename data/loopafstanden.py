"""Columns of M6 that a cell and a buurt share: walking distances to six kinds of destination."""

from data.columns import figure
from data.model import Column, Kind, Part

CLASSES_M = (
    {"van": 0, "tot": 300},
    {"van": 300, "tot": 500},
    {"van": 500, "tot": 800},
    {"van": 800, "tot": 2000},
)
CLASSES_W = tuple({"van": low, "tot": low + 20} for low in range(0, 100, 20))


OFF_STREET = (
    Part(dataset="bag_verblijfsobjecten", many=True),
    Part(dataset="osm_wegen", many=True),
)
# What a distance is measured to, where it is not in the list of places.
SOURCES = {"ov": "ov_haltes", "park": "osm_vlakken"}


def _distance(kind: str, title: str, title_en: str) -> Column:
    places = Part(dataset=SOURCES.get(kind, "locaties"), many=True)
    return figure(
        f"afstand_{kind}_m",
        f"Loopafstand tot {title}",
        f"Walking distance to {title_en}",
        "m",
        kind=Kind.DISTANCE,
        type="float",
        round_to=10,
        classes=CLASSES_M,
        palette="ylgnbu",
        parts=(Part(dataset="osm_wegen", many=True), places),
    )


DISTANCES = tuple(
    _distance(kind, title, title_en)
    for kind, title, title_en in (
        ("supermarkt", "supermarkt", "supermarket"),
        ("huisarts", "huisarts", "GP"),
        ("apotheek", "apotheek", "pharmacy"),
        ("ontmoeting", "ontmoetingsplek", "meeting place"),
        ("ov", "halte met goede dienst", "well-served stop"),
        ("park", "park of groen", "park or green"),
    )
)
