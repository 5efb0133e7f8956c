"""What the server of the browser tests answers to questions: figures of a selection, and what if.

Computed from the invented world, by the rules of the API: whole blocks only, suppressed is not
zero.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from shapely.geometry import Point, shape
from shapely.geometry import box as bounds

from tests.browser.support.world import Feature

TOO_SMALL = "Het vlak is te klein: er ligt geen heel blok in."
CHANCES = {"idee": 0.1, "zacht": 0.4, "hard": 0.9, "in uitvoering": 1.0}
SHELTER = ("beschermd wonen", "maatschappelijke opvang", "directe bemiddeling")

Document = dict[str, Any]


def ordered(features: list[Feature], sortby: str) -> list[Feature]:
    """By a column; what has no value comes last, and equals by id."""
    name = sortby.removeprefix("-")
    known = [one for one in features if one["properties"][name] is not None]
    known.sort(key=lambda one: one["properties"][name], reverse=sortby.startswith("-"))
    return known + [one for one in features if one["properties"][name] is None]


def chosen(
    features: list[Feature], area: Mapping[str, Any], blocks: list[Feature]
) -> list[Feature]:
    """The features of a saved area: those in the areas that are named, or whole in a drawn one.

    Args:
        features: of the layer that is asked.
        area: `codes`, or `vlak`.
        blocks: buurten with their shapes.
    """
    if "vlak" in area:
        drawn = shape(area["vlak"])
        return [
            one
            for one in features
            if one["geometry"] and drawn.contains(shape(one["geometry"]).representative_point())
        ]
    codes = set(area["codes"])
    named = {one["id"] for one in blocks if {one["id"], one["properties"].get("wijkcode")} & codes}
    wanted = shape_of([one for one in blocks if one["id"] in named])
    return [
        one
        for one in features
        if one["properties"].get("buurtcode") in named
        or one["id"] in codes
        or (
            "buurtcode" not in one["properties"]
            and one["geometry"]
            and wanted is not None
            and wanted.contains(shape(one["geometry"]).representative_point())
        )
    ]


def shape_of(blocks: list[Feature]) -> Any:
    """The blocks as one shape; None without any."""
    import shapely

    return shapely.union_all([shape(one["geometry"]) for one in blocks]) if blocks else None


def inside(features: list[Feature], box: str) -> list[Feature]:
    """Features that touch a bounding box, which may be a single place."""
    west, south, east, north = map(float, box.split(","))
    area = (
        Point(west, south) if (west, south) == (east, north) else bounds(west, south, east, north)
    )
    return [one for one in features if shape(one["geometry"]).intersects(area)]


def figures(
    layer: Document, features: list[Feature], columns: list[str], area: Mapping[str, Any] | None
) -> Document:
    """The answer of statistics."""
    told: Document = {"woonzorg": {"bron": "CBS", "peildatum": layer["woonzorg"]["peildatum"]}}
    if area is not None:
        told["gebied"] = {} if "codes" in area else _blocks(features)
        if "vlak" in area and not features:
            return {**told, "aantal": None, "reden": TOO_SMALL, "kolommen": []}
    known = {one["naam"]: one for one in layer["woonzorg"]["kolommen"]}
    rows = [one["properties"] for one in features]
    return {
        **told,
        "aantal": len(rows),
        "kolommen": [_column(known[name], rows) for name in columns],
    }


def _blocks(features: list[Feature]) -> Document:
    return {
        "toelichting": "Een blok hoort erbij als zijn punt in het vlak ligt.",
        "aantalBlokken": len(features),
        "blokken": [
            {"id": one["id"], "naam": one["properties"].get("naam")} for one in features[:500]
        ],
    }


def _column(column: Document, rows: list[Document]) -> Document:
    name = column["naam"]
    values = [row[name] for row in rows if row.get(name) is not None]
    hidden = sum(row.get(f"{name}_status") == "onderdrukt" for row in rows)
    told: Document = {
        "naam": name,
        "metWaarde": len(values),
        "onderdrukt": hidden,
        "onbekend": len(rows) - len(values) - hidden,
        "status": "waargenomen",
    }
    if column["rol"] == "klasse":
        counts = Counter(map(str, values))
        words = [str(one["waarde"]) for one in column["klassen"]]
        return told | {"klassen": [{"waarde": word, "aantal": counts[word]} for word in words]}
    if column["eenheid"] == "punten van 100":
        edges = [(one["van"], one["tot"]) for one in column["klassen"]]
        counts = [sum(low <= value < high for value in values) for low, high in edges]
        bins = [
            {"van": low, "tot": high, "aantal": count}
            for (low, high), count in zip(edges, counts, strict=True)
        ]
        return told | {"som": None, "gemiddelde": None, "histogram": bins}
    if column["eenheid"] and "%" in column["eenheid"]:
        told |= {"som": None, "somReden": "Een aandeel telt niet op."}
    else:
        told["som"] = sum(values) if values else None
    return told | {"gemiddelde": sum(values) / len(values) if values else None}


def what_if(plans: list[Document], names: Mapping[str, str]) -> Document:
    """The answer of `watals`: homes lower what is to be added, shelter hides the class."""
    code = plans[0].get("buurt") or plans[0]["gebied"]
    heavier = [one for one in plans if one["soort"] in SHELTER]
    homes = [one for one in plans if one["soort"] not in SHELTER]
    now = {"waarde": "overig", "status": "geschat"}
    return {
        "gebieden": [
            {
                "naam": names.get(code, code),
                "draaglast": {
                    "nu": now,
                    "dan": {"waarde": None, "status": "niet te zien"} if heavier else now,
                    "reden": "Woningen voor ouderen laten de draaglast gelijk.",
                },
                "opvang": {
                    "plaatsen": sum(one["aantal"] for one in heavier),
                    "directeBemiddeling": 0,
                    "per1000Woningen": 12.5,
                }
                if heavier
                else None,
            }
        ],
        "opgave": [_need(one) for one in homes],
        "zonderGebied": [],
        "bronnen": [{"bron": "CBS", "peildatum": "2024-01-01"}],
        "opmerkingen": ["Een rekenvoorbeeld uit een scenario: geen besluit."],
    }


def _need(plan: Document) -> Document:
    expected = plan["aantal"] * CHANCES[plan.get("status", "in uitvoering")]
    return {
        "gebied": "Oude Wijken",
        "klasse": plan["soort"],
        "jaar": "2030",
        "gepland": plan["aantal"],
        "verwacht": expected,
        "methodeA": {"nu": 20, "dan": 20 - expected},
        "methodeB": {"nu": None, "dan": None},
    }
