"""Ways to misbehave: what a broken publisher can send, as TRUST 3.1 lists it.

Used by tests of the real connectors.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipelines.sample.publisher.antwoord import Antwoord, Vraag, probleem

Rijen = list[dict[str, Any]]
HERKOMST = {
    "odata": ("Nederland_17", "EuropaExclusiefNederland_18", "BuitenEuropa_19"),
    "ogc": ("percentage_met_herkomstland_nederland", "percentage_met_herkomstland_buiten_europa"),
}
TRANSPORT = {"timeout", "drip", "reset", "truncated"}
STATUS = {"http_500": 500, "http_502": 502, "http_503": 503, "http_429": 429, "gone": 404}


@dataclass
class Storing:
    """A fault on a path; hits `keer` requests after leaving out `overslaan`."""

    pad: str
    soort: str
    keer: int | None = None
    overslaan: int = 0
    opties: dict[str, Any] = field(default_factory=dict)

    def treft(self) -> bool:
        """Count this request; True when it is hit."""
        if self.overslaan > 0:
            self.overslaan -= 1
            return False
        if self.keer is None:
            return True
        self.keer -= 1
        return self.keer >= 0

    def kort_antwoord(self) -> Antwoord | None:
        """The answer of faults that need no data."""
        if self.soort in STATUS:
            a = probleem(STATUS[self.soort], "probeer het later nog eens")
            if self.soort in ("http_503", "http_429"):
                a.koppen["Retry-After"] = str(self.opties.get("retry_after", 1))
            return a
        if self.soort == "html":
            return Antwoord(
                200,
                {"Content-Type": self.opties.get("content_type", "text/html")},
                b"<!DOCTYPE html><html><body>Onderhoud</body></html>",
            )
        if self.soort == "foreign_redirect":
            return Antwoord(
                302, {"Location": str(self.opties.get("to", "https://elders.invalid/data"))}
            )
        return None


def vooraf(s: Storing, v: Vraag) -> Vraag:
    """The request as the broken publisher understands it."""
    if s.soort == "whole_country":
        blijft = {"f", "limit", "crs", "cursor", "$format", "$skip", "$top"}
        return replace(v, velden=tuple((k, w) for k, w in v.velden if k in blijft))
    if s.soort == "repeated_page":
        return replace(v, velden=tuple((k, w) for k, w in v.velden if k not in ("cursor", "$skip")))
    if s.soort == "wrong_crs":
        return replace(v, velden=tuple((k, w) for k, w in v.velden if k != "crs"))
    return v


def _coordinaten(c: Any, f: Callable[[list[float]], list[float]]) -> Any:
    if c and isinstance(c[0], int | float):
        return f(c)
    return [_coordinaten(d, f) for d in c]


def _draai(r: dict[str, Any], _o: dict[str, Any]) -> None:
    if r.get("geometry"):
        r["geometry"]["coordinates"] = _coordinaten(
            r["geometry"]["coordinates"], lambda p: [p[1], p[0]]
        )


def _ongeldig(r: dict[str, Any], _o: dict[str, Any]) -> None:
    """A bow-tie for areas, NaN-like missing ordinates for points."""
    g = r.get("geometry")
    if not g:
        return
    if g["type"] == "Point":
        r["geometry"] = {"type": "Point", "coordinates": []}
        return
    ring = g["coordinates"][0] if g["type"] == "Polygon" else g["coordinates"][0][0]
    a, b = ring[0], ring[len(ring) // 2]
    strik = [a, [b[0], a[1]], [a[0], b[1]], b, a]
    r["geometry"] = {"type": "Polygon", "coordinates": [strik]}


def _velden(r: dict[str, Any]) -> dict[str, Any]:
    velden: dict[str, Any] = r.get("properties", r)
    return velden


def _getal_id(r: dict[str, Any], o: dict[str, Any]) -> None:
    velden = _velden(r)
    kolom = o.get("column") or ("identificatie" if "identificatie" in velden else None)
    if kolom and str(velden.get(kolom, "")).isdigit():
        velden[kolom] = int(velden[kolom])
    elif "properties" in r:
        velden.update(
            {
                k: int(v[2:])
                for k, v in velden.items()
                if k.endswith("code") and isinstance(v, str) and v[2:].isdigit()
            }
        )


def _kolom_weg(r: dict[str, Any], o: dict[str, Any]) -> None:
    _velden(r).pop(o["column"], None)


def _kolom_anders(r: dict[str, Any], o: dict[str, Any]) -> None:
    velden, nieuw = _velden(r), o.get("to", o["column"] + "_nieuw")
    inhoud = {nieuw if k == o["column"] else k: w for k, w in velden.items()}
    velden.clear()
    velden.update(inhoud)


def _onbekende_code(r: dict[str, Any], o: dict[str, Any]) -> None:
    velden = _velden(r)
    if o["column"] in velden:
        velden[o["column"]] = o.get("value", -99994)


def _herkomst(r: dict[str, Any], _o: dict[str, Any]) -> None:
    for naam in HERKOMST["ogc" if "properties" in r else "odata"]:
        _velden(r)[naam] = 50


PER_RIJ: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {
    "swapped_axes": _draai,
    "invalid_geometry": _ongeldig,
    "numeric_ids": _getal_id,
    "missing_column": _kolom_weg,
    "renamed_column": _kolom_anders,
    "unknown_code": _onbekende_code,
    "origin_columns": _herkomst,
}


def _anders(r: dict[str, Any], k: int) -> dict[str, Any]:
    """A copy of a row under another key."""
    kopie: dict[str, Any] = json.loads(json.dumps(r))
    velden = _velden(kopie)
    for naam, w in velden.items():
        sleutel = (
            naam == "identificatie"
            or naam.endswith("code")
            or naam in ("WijkenEnBuurten", "Codering_3", "Postcode")
        )
        if sleutel and isinstance(w, str) and len(w) >= 4:
            plek = 0 if w[0].isdigit() else 2
            velden[naam] = w[:plek] + str(k) + w[plek + 1 :]
    if "id" in kopie:
        kopie["id"] = f"{k}{str(kopie['id'])[1:]}"
    return kopie


def _meer(rijen: Rijen, o: dict[str, Any]) -> Rijen:
    keer = int(o.get("factor", 10))
    return rijen + [_anders(r, k % 10) for k in range(1, keer) for r in rijen]


def _dubbel(rijen: Rijen, o: dict[str, Any]) -> Rijen:
    """The first rows once more; with `differ` their content differs."""
    n = int(o.get("count", 3))
    extra: Rijen = json.loads(json.dumps(rijen[:n]))
    if o.get("differ"):
        for r in extra:
            _velden(r).update(
                {
                    k: v + 5
                    for k, v in _velden(r).items()
                    if isinstance(v, int) and not isinstance(v, bool)
                }
            )
    return rijen + extra


OP_LIJST: dict[str, Callable[[Rijen, dict[str, Any]], Rijen]] = {
    "empty": lambda _r, _o: [],
    "fewer_rows": lambda r, o: r[:: int(o.get("factor", 10))],
    "more_rows": _meer,
    "duplicate_ids": _dubbel,
    "moved_page": lambda r, o: r[int(o.get("count", 5)) :] + r[: int(o.get("count", 5)) - 3],
}
SOORTEN = (
    TRANSPORT
    | set(STATUS)
    | set(PER_RIJ)
    | set(OP_LIJST)
    | {
        "html",
        "foreign_redirect",
        "whole_country",
        "repeated_page",
        "wrong_crs",
    }
)


def verknoei(s: Storing, v: Vraag, a: Antwoord) -> Antwoord:
    """Spoil the content of a good answer; a zip or PBF only knows `empty`."""
    if s.soort in TRANSPORT or a.status != 200:
        return a
    if a.bestand is not None:
        return _bestand(s, a, a.bestand)
    if "json" not in a.koppen.get("Content-Type", ""):
        return a
    inhoud = json.loads(a.body)
    naam = "features" if "features" in inhoud else "value"
    beschrijving = v.pad.endswith(("DataProperties", "TableInfos"))
    if naam not in inhoud or (
        beschrijving
        and s.soort not in ("missing_column", "renamed_column", "origin_columns", "empty")
    ):
        return a
    inhoud[naam] = _beschreven(s, inhoud[naam]) if beschrijving else _bewerk(s, inhoud[naam])
    if "numberReturned" in inhoud and not s.opties.get("keep_count"):
        inhoud["numberReturned"] = len(inhoud["features"])
    if s.soort == "wrong_crs":
        a.koppen["Content-Crs"] = "<http://www.opengis.net/def/crs/EPSG/0/28992>"
    a.body = json.dumps(inhoud, ensure_ascii=False, separators=(",", ":")).encode()
    return a


def _bestand(s: Storing, a: Antwoord, pad: Path) -> Antwoord:
    """Spoil a download: any file can be empty, a CSV also knows the faults of rows and columns."""
    koppen = {k: w for k, w in a.koppen.items() if k not in ("ETag", "Content-Range")}
    if s.soort == "empty":
        return Antwoord(200, koppen, b"")
    if pad.suffix != ".csv" or s.soort not in PER_RIJ | OP_LIJST:
        return a
    rijen: Rijen = list(csv.DictReader(io.StringIO(pad.read_text(encoding="utf-8")), delimiter=";"))
    rijen = _bewerk(s, rijen)
    uit = io.StringIO()
    schrijver = csv.DictWriter(uit, list(rijen[0]) if rijen else [], delimiter=";")
    schrijver.writeheader()
    schrijver.writerows(rijen)
    return Antwoord(200, koppen, uit.getvalue().encode())


def _bewerk(s: Storing, rijen: Rijen) -> Rijen:
    if s.soort in OP_LIJST:
        return OP_LIJST[s.soort](rijen, s.opties)
    if s.soort in PER_RIJ:
        elke = int(s.opties.get("every", 1))
        for r in rijen[::elke]:
            PER_RIJ[s.soort](r, s.opties)
    return rijen


def _beschreven(s: Storing, rijen: Rijen) -> Rijen:
    """Column faults also show in DataProperties, as they would at the publisher."""
    if s.soort == "empty":
        return []
    if s.soort == "origin_columns":
        return rijen + [
            {**rijen[-1], "Key": n, "Title": n.rsplit("_", 1)[0]} for n in HERKOMST["odata"]
        ]
    if s.soort == "missing_column":
        return [r for r in rijen if r.get("Key") != s.opties["column"]]
    for r in rijen:
        if r.get("Key") == s.opties["column"]:
            r["Key"] = s.opties.get("to", s.opties["column"] + "_nieuw")
            r["Title"] = s.opties.get("title", r["Title"] + " (nieuw)")
    return rijen
