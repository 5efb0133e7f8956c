"""A release on record.

What it held, what a new one will hold, and what readers are told about it.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pyproj

from data import places
from data.model import Column, Leaving, Role
from data.parameters import register
from data.registry import registry
from data.tables import layer_columns
from pipelines import editions
from pipelines.database import Connection, one
from pipelines.placing import report as placing_report
from pipelines.protect import Shown
from pipelines.tiles import Told
from pipelines.work import Work

STATUS = "gepubliceerd"
"""Of every layer version that readers get."""
Beside = Mapping[str, tuple[date, ...]]


def current(connection: Connection) -> int:
    """Number of the newest release, 0 when nothing was published yet."""
    return int(one(connection, "SELECT coalesce(max(release), 0) AS n FROM pub.release")["n"])


def held_datasets(connection: Connection, release: int) -> dict[tuple[str, date], int]:
    """Versions of the datasets in a release, by (dataset, peildatum)."""
    rows = connection.execute(
        "SELECT dataset, peildatum, version FROM log.release_dataset WHERE release = %s", (release,)
    )
    return {(r["dataset"], r["peildatum"]): r["version"] for r in rows}


def held_layers(connection: Connection, release: int) -> dict[tuple[str, date], dict[str, Any]]:
    """Layer versions in a release, by (layer, peildatum)."""
    rows = connection.execute(
        "SELECT lv.* FROM log.release_laag rl JOIN log.laagversie lv USING (laag, version) WHERE "
        "rl.release = %s",
        (release,),
    )
    return {(r["laag"], r["peildatum"]): r for r in rows}


def good_versions(work: Work, rolling: frozenset[str]) -> dict[tuple[str, date], dict[str, Any]]:
    """What a new release would hold: per dataset and peildatum the newest good version.

    A rolling dataset (peildatum = day of receipt) has one moment only: the newest.
    """
    rows = work.connection.execute(
        "SELECT DISTINCT ON (dataset, peildatum) * FROM log.versie WHERE toestand = 'goed'"
        " ORDER BY dataset, peildatum, version DESC"
    ).fetchall()
    newest: dict[str, date] = {}
    for row in rows:
        newest[row["dataset"]] = max(row["peildatum"], newest.get(row["dataset"], row["peildatum"]))
    return {
        (r["dataset"], r["peildatum"]): r
        for r in rows
        if r["dataset"] not in rolling or r["peildatum"] == newest[r["dataset"]]
    }


def describe_layer(work: Work, item: Shown, version: int, rows: int) -> None:
    """Tell readers what a layer version is: pub.laag and pub.kolom (or their restricted twins)."""
    schema = "pub_restricted" if item.layer.restricted else "pub"
    source = item.source
    boxes = _boxes(work.connection, item, version)
    work.connection.execute(
        f"INSERT INTO {schema}.laag (laag, version, titel, titel_en, omschrijving, thema,"  # noqa: S608
        " geometrie, sleutel, bron, licentie, attributie,"
        " peildatum, indelingsjaar, methode_versie, status, opmerkingen, "
        "aantal, bbox4326,"
        " bbox28992, dekking, bronversie) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
        " %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            item.layer.name,
            version,
            item.layer.title,
            item.layer.title_en,
            item.layer.description,
            item.layer.theme,
            item.geometry,
            ":".join(item.dataset.key),
            item.dataset.publisher,
            item.dataset.licence,
            item.dataset.attribution,
            source["peildatum"],
            source["indelingsjaar"],
            method_version(work, item),
            STATUS,
            remarks(work, item),
            rows,
            boxes[0],
            boxes[1],
            json.dumps(coverage(work, source) | _placed(item), default=str),
            source["version"],
        ),
    )
    method = method_version(work, item)
    shown = enumerate(layer_columns(item.dataset, item.layer))
    with work.connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {schema}.kolom (laag, version, kolom, volgorde, type, titel,"  # noqa: S608
            " titel_en, omschrijving, eenheid, eenheid_en, bron,"
            " peildatum, methode_versie, statuskolom, rol, klassen, palet, vervalt)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [_described(item, version, order, column, method) for order, column in shown],
        )


def _described(
    item: Shown, version: int, order: int, column: Column, method: str
) -> tuple[object, ...]:
    role = Role.NAME if column.name == item.layer.labels else column.published_role
    return (
        item.layer.name,
        version,
        column.name,
        order,
        column.type,
        column.title,
        column.title_en,
        column.description or column.formula,
        column.unit,
        column.unit_en or column.unit,
        f"{item.dataset.publisher}, {item.dataset.title}",
        item.source["peildatum"],
        method,
        column.status or None,
        role.value,
        json.dumps([dict(c) for c in column.classes]) if column.classes else None,
        column.palette or None,
        json.dumps(_leaving(column.leaving)) if column.leaving else None,
    )


def _leaving(told: Leaving) -> dict[str, str | None]:
    """An announcement as readers get it."""
    return {"reden": told.reason, "opvolger": told.successor or None}


def method_version(work: Work, item: Shown) -> str:
    """Of the formula; a profile that changes a parameter makes it another version.

    Filling in what has no built-in value changes no method: it is asked of every profile. Every
    product is marked, also one that asks no chosen parameter itself: it may rest on a product that
    does, and what several products share is computed by the first of them.
    """
    version = item.dataset.method_version
    changed = any(register()[key].waarde != "leeg" for key in work.profile.chosen)
    return f"{version}+profiel" if version and changed else version


def told(work: Work, item: Shown) -> Told:
    """What goes inside the archive of a layer."""
    dataset, source = item.dataset, item.source
    facts = {
        "Bron": dataset.publisher,
        "licentie": dataset.licence,
        "peildatum": source["peildatum"],
        "methode": method_version(work, item),
        "status": STATUS,
    }
    line = "; ".join(f"{name}: {text}" for name, text in facts.items() if text)
    description = " ".join([item.layer.description, f"{line}.", *remarks(work, item)])
    return Told(item.layer.title, dataset.attribution, description)


def remarks(work: Work, item: Shown) -> list[str]:
    """Sentences that are always shown with the layer."""
    found = (
        ["Fictieve gegevens: dit is een voorbeeldgemeente die niet bestaat."]
        if work.profile.fictief
        else []
    )
    found += item.layer.remarks
    if item.signed:
        found.append(
            f"Cijfers in de indeling van {item.source['indelingsjaar']}, getekend op grenzen van "
            f"{work.profile.indelingsjaar} op gelijke code (geschat). {item.signed}"
        )
    if item.undrawn:
        found.append(f"Niet op de kaart getekend: {item.undrawn}.")
    found += (item.source["dekking"] or {}).get("opmerkingen", [])
    found += placing_report.remarks(_placed(item).get("plaatsing", {}))
    return found


def _placed(item: Shown) -> dict[str, Any]:
    """What a layer drawn from placed addresses says of them, and what they lacked."""
    if not places.drawn(item.layer):
        return {}
    found = placing_report.of_layer(item.dataset.name, item.shapes)
    lacking = [places.PLACES]
    if item.shapes:
        lacking = (item.shapes["dekking"] or {}).get("ontbrekend", [])
    return found | {"ontbrekend": [registry()[name].title for name in lacking]}


def coverage(work: Work, source: dict[str, Any]) -> dict[str, Any]:
    """What a version was made from and what was missing.

    An input is `behouden` when its newest delivery was refused, or none came, and an older good
    version was used. Of a feed with several editions the one that was used counts.
    """
    held = dict(source["dekking"] or {})
    held.pop("opmerkingen", None)
    beside = {name: editions.beside(work.profile, name) for name in work.profile.bronnen}
    troubled = _refused(work, beside) | _silent(work, beside)
    known = registry()
    inputs = [
        {
            "dataset": i["dataset"],
            "titel": known[i["dataset"]].title,
            "peildatum": i["peildatum"],
            "behouden": (i["dataset"], _edition(beside, i)) in troubled,
        }
        for i in source["invoer"] or []
    ]
    absent = [known[n].title if n in known else n for n in held.pop("ontbrekend", [])]
    return {**held, "ontbrekend": absent, "invoer": inputs}


def _edition(beside: Beside, row: Mapping[str, Any]) -> str:
    """Which edition a version, a delivery or a finding is of; empty where the newest replaces."""
    return str(row["peildatum"]) if beside.get(row["dataset"]) else ""


def _refused(work: Work, beside: Beside) -> set[tuple[str, str]]:
    """Feeds, per edition, of which the newest delivery of some supplier was not taken."""
    rows = work.connection.execute(
        "SELECT DISTINCT ON (dataset, leverancier, editie) dataset, peildatum, toestand FROM"
        " (SELECT *, CASE WHEN dataset = ANY (%s) THEN peildatum END AS editie FROM log.levering) l"
        " ORDER BY dataset, leverancier, editie, bevestigd DESC",
        ([name for name, moments in beside.items() if moments],),
    )
    states = ("geweigerd", "teruggedraaid", "gewist")
    return {(row["dataset"], _edition(beside, row)) for row in rows if row["toestand"] in states}


def _silent(work: Work, beside: Beside) -> set[tuple[str, str]]:
    """Feeds, per edition, of which the newest pull of some supplier failed."""
    rows = work.connection.execute(
        "SELECT DISTINCT b.dataset, b.bewijs->>'peildatum' AS peildatum FROM log.bevinding b"
        " WHERE b.controle = 'ophalen' AND NOT b.geslaagd AND b.tijd >"
        " (SELECT max(l.bevestigd) FROM log.levering l WHERE l.dataset = b.dataset"
        "  AND l.leverancier = coalesce(b.bewijs->>'leverancier', '')"
        "  AND (b.dataset <> ALL (%s) OR l.peildatum = (b.bewijs->>'peildatum')::date))",
        ([name for name, moments in beside.items() if moments],),
    )
    return {(row["dataset"], _edition(beside, row)) for row in rows}


def _boxes(
    connection: Connection, item: Shown, version: int
) -> tuple[list[float] | None, list[float] | None]:
    """Extent of a layer version in degrees and in RD."""
    if not item.geometry:
        return None, None
    row = one(
        connection,
        "SELECT ST_XMin(e) AS a, ST_YMin(e) AS b, ST_XMax(e) AS c, ST_YMax(e) AS d FROM"  # noqa: S608
        f" (SELECT ST_Extent(geometry) AS e FROM stage.{item.layer.name}_{version}) AS x",
    )
    if row["a"] is None:
        return None, None
    rd = [row["a"], row["b"], row["c"], row["d"]]
    return list(_to_degrees().transform_bounds(*rd)), rd


@cache
def _to_degrees() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:28992", "OGC:CRS84", always_xy=True)
