"""CBS OData v3 tables as files.

Description, dimensions with padded keys, and rows, written once and served page by page.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.sample.rooster import Floats

TABELLEN = Path(__file__).parent / "tabellen"


def tabel(naam: str) -> list[dict[str, str]]:
    """Rows of a description in `tabellen/` (CSV with `;`)."""
    with (TABELLEN / f"{naam}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


@dataclass(frozen=True)
class Kolom:
    """A topic: ordinal as published, key without ordinal, title, unit, decimals (-1.

    Text) and group title.
    """

    nummer: int
    stam: str
    titel: str
    eenheid: str = "aantal"
    decimalen: int = 0
    groep: str = ""
    waarde: Callable[[dict[str, Floats]], Floats] | None = None

    @property
    def sleutel(self) -> str:
        """Published key, ordinal included."""
        return f"{self.stam}_{self.nummer}"


@dataclass(frozen=True)
class Dimensie:
    """A dimension: entity set name, kind (`Dimension`, `GeoDimension`.

    `TimeDimension`) and its keys with titles.
    """

    naam: str
    titel: str
    soort: str
    leden: tuple[tuple[str, str], ...]
    extra: tuple[dict[str, Any], ...] = ()


@dataclass
class Tabel:
    """A whole table; `rijen` hold the dimension keys first, then the topics."""

    id: str
    titel: str
    gewijzigd: str
    pad: str
    """Path of the feed root, e.g. `/ODataFeed/odata`."""
    periode: str
    dimensies: tuple[Dimensie, ...]
    kolommen: tuple[Kolom, ...]
    rijen: list[list[Any]] = field(default_factory=list)


def lijst(x: Floats, decimalen: int) -> list[Any]:
    """JSON values of a column: null for NaN, whole numbers as integers."""
    if decimalen == 0:
        return [None if np.isnan(v) else int(v) for v in x.tolist()]
    return [None if np.isnan(v) else round(v, decimalen) for v in x.tolist()]


def _eigenschap(
    nr: int, plek: int | None, ouder: int | None, soort: str, sleutel: str, titel: str, **rest: Any
) -> dict[str, Any]:
    return {
        "odata.type": f"Cbs.OData.{soort}",
        "ID": nr,
        "Position": plek,
        "ParentID": ouder,
        "Type": soort,
        "Key": sleutel,
        "Title": titel,
        "Description": rest.pop("Description", ""),
        **rest,
    }


def eigenschappen(t: Tabel) -> list[dict[str, Any]]:
    """DataProperties.

    Dimensions, then topics under their TopicGroups (groups nest by `|` in the group name).
    """
    uit = [
        _eigenschap(i, i, None, d.soort, d.naam, d.titel, ReleasePolicy=False, MapYear=None)
        for i, d in enumerate(t.dimensies)
    ]
    groepen: dict[str, int] = {}
    for k in t.kolommen:
        ouder: int | None = None
        pad = ""
        for deel in filter(None, k.groep.split("|")):
            pad = f"{pad}|{deel}"
            if pad not in groepen:
                groepen[pad] = len(uit)
                uit.append(_eigenschap(len(uit), None, ouder, "TopicGroup", "", deel))
            ouder = groepen[pad]
        soort = "String" if k.decimalen < 0 else ("Long" if k.decimalen == 0 else "Double")
        plek = len(t.dimensies) + k.nummer - 1
        uit.append(
            _eigenschap(
                len(uit),
                plek,
                ouder,
                "Topic",
                k.sleutel,
                k.titel,
                ReleasePolicy=False,
                Datatype=soort,
                Unit=k.eenheid,
                Decimals=max(k.decimalen, 0),
                Default="Impossible",
            )
        )
    return uit


def informatie(t: Tabel) -> dict[str, Any]:
    """The one row of TableInfos."""
    return {
        "ID": 0,
        "Title": t.titel,
        "ShortTitle": t.titel,
        "Identifier": t.id,
        "Summary": "Fictieve gegevens",
        "Modified": t.gewijzigd,
        "ReasonDelivery": "Actualisering",
        "ExplanatoryText": "Fictieve gegevens",
        "OutputStatus": "Regulier",
        "Source": "Voorbeeldgegevens",
        "Language": "nl",
        "Catalog": "CBS",
        "Frequency": "Perjaar",
        "Period": t.periode,
        "ShortDescription": "Fictieve gegevens",
        "DefaultPresentation": "",
        "GraphTypes": "",
        "OutputTypes": "",
        "SearchPriority": "2",
        "MetaDataModified": t.gewijzigd,
    }


def schrijf(map_: Path, t: Tabel) -> int:
    """Write a table; returns its number of rows."""
    map_.mkdir(parents=True, exist_ok=True)
    kop = {
        "id": t.id,
        "pad": t.pad,
        "TableInfos": [informatie(t)],
        "DataProperties": eigenschappen(t),
        "CategoryGroups": [],
        "dimensies": {d.naam: leden(d) for d in t.dimensies},
        "kolommen": [d.naam for d in t.dimensies] + [k.sleutel for k in t.kolommen],
    }
    (map_ / f"{t.id}.json").write_text(
        json.dumps(kop, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    with (map_ / f"{t.id}.jsonl").open("w", encoding="utf-8") as uit:
        for rij in t.rijen:
            uit.write(json.dumps(rij, ensure_ascii=False, separators=(",", ":")) + "\n")
    return len(t.rijen)


def leden(d: Dimensie) -> list[dict[str, Any]]:
    """Entity set of a dimension."""
    extra: Sequence[dict[str, Any]] = d.extra or ({},) * len(d.leden)
    return [
        {"Key": k, "Title": titel, "Description": "", **e}
        for (k, titel), e in zip(d.leden, extra, strict=True)
    ]
