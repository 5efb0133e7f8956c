"""Ways to misbehave, for tests of the real connectors: what a broken publisher can send."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipelines.sample.publisher.messages import Answer, Request, problem
from pipelines.sample.publisher.wfs_api import UNSTABLE

Rows = list[dict[str, Any]]
ORIGIN = {
    "odata": ("Nederland_17", "EuropaExclusiefNederland_18", "BuitenEuropa_19"),
    "ogc": ("percentage_met_herkomstland_nederland", "percentage_met_herkomstland_buiten_europa"),
}
TRANSPORT = {"timeout", "drip", "reset", "truncated"}
REPEATS = ("cursor", "$skip", "startIndex")
REPORT = b"""<?xml version="1.0"?>
<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception>
<ows:ExceptionText>msWFSGetFeature(): fout</ows:ExceptionText></ows:Exception>
</ows:ExceptionReport>"""
# Long enough a comment that the DOCTYPE stands beyond the first look at a body.
DOCTYPE = b"""<?xml version="1.0"?><!--%s-->
<!DOCTYPE feed [<!ENTITY a "aaaa">]>
<feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>""" % (b"x" * 4000)
STATUS = {"http_500": 500, "http_502": 502, "http_503": 503, "http_429": 429, "gone": 404}


@dataclass
class Fault:
    """A fault on a path; hits `times` requests after leaving out `skip`."""

    path: str
    kind: str
    times: int | None = None
    skip: int = 0
    options: dict[str, Any] = field(default_factory=dict)

    def hits(self) -> bool:
        """Count this request; True when it is hit."""
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is None:
            return True
        self.times -= 1
        return self.times >= 0

    def short_answer(self) -> Answer | None:
        """The answer of faults that need no data."""
        if self.kind in STATUS:
            a = problem(STATUS[self.kind], "probeer het later nog eens")
            if self.kind in ("http_503", "http_429"):
                a.headers["Retry-After"] = str(self.options.get("retry_after", 1))
            return a
        if self.kind == "html":
            return Answer(
                200,
                {"Content-Type": self.options.get("content_type", "text/html")},
                b"<!DOCTYPE html><html><body>Onderhoud</body></html>",
            )
        if self.kind == "exception_report":
            return Answer(200, {"Content-Type": "text/xml"}, REPORT)
        if self.kind == "doctype":
            return Answer(200, {"Content-Type": "text/xml"}, DOCTYPE)
        if self.kind == "gzip_bomb":
            headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
            return Answer(200, headers, gzip.compress(b"{" + bytes(int(self.options["mb"]) << 20)))
        if self.kind == "foreign_redirect":
            return Answer(
                302, {"Location": str(self.options.get("to", "https://elders.invalid/data"))}
            )
        return None


def as_understood(fault: Fault, request: Request) -> Request:
    """The request as the broken publisher understands it."""
    if fault.kind == "whole_country":
        kept = {"f", "limit", "crs", "cursor", "$format", "$skip", "$top"}
        kept |= {"service", "version", "request", "typeNames", "outputFormat", "srsName"}
        kept |= {"count", "startIndex", "resultType"}
        return replace(request, fields=tuple((k, w) for k, w in request.fields if k in kept))
    if fault.kind == "repeated_page":
        return replace(request, fields=tuple((k, w) for k, w in request.fields if k not in REPEATS))
    if fault.kind == "wrong_crs":
        return replace(request, fields=tuple((k, w) for k, w in request.fields if k != "crs"))
    if fault.kind == "unstable_order":
        return replace(request, fields=(*request.fields, (UNSTABLE, "1")))
    return request


def _coordinates(c: Any, f: Callable[[list[float]], list[float]]) -> Any:
    if c and isinstance(c[0], int | float):
        return f(c)
    return [_coordinates(d, f) for d in c]


def _swap_axes(row: dict[str, Any], _options: dict[str, Any]) -> None:
    if row.get("geometry"):
        row["geometry"]["coordinates"] = _coordinates(
            row["geometry"]["coordinates"], lambda p: [p[1], p[0]]
        )


def _invalid(row: dict[str, Any], _options: dict[str, Any]) -> None:
    """A bow-tie for areas, NaN-like missing ordinates for points."""
    g = row.get("geometry")
    if not g:
        return
    if g["type"] == "Point":
        row["geometry"] = {"type": "Point", "coordinates": []}
        return
    ring = g["coordinates"][0] if g["type"] == "Polygon" else g["coordinates"][0][0]
    a, b = ring[0], ring[len(ring) // 2]
    bow_tie = [a, [b[0], a[1]], [a[0], b[1]], b, a]
    row["geometry"] = {"type": "Polygon", "coordinates": [bow_tie]}


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = row.get("properties", row)
    return fields


def _numeric_id(row: dict[str, Any], options: dict[str, Any]) -> None:
    fields = _fields(row)
    column = options.get("column") or ("identificatie" if "identificatie" in fields else None)
    if column and str(fields.get(column, "")).isdigit():
        fields[column] = int(fields[column])
    elif "properties" in row:
        fields.update(
            {
                k: int(v[2:])
                for k, v in fields.items()
                if k.endswith("code") and isinstance(v, str) and v[2:].isdigit()
            }
        )


def _missing_column(row: dict[str, Any], options: dict[str, Any]) -> None:
    _fields(row).pop(options["column"], None)


def _renamed_column(row: dict[str, Any], options: dict[str, Any]) -> None:
    fields, new = _fields(row), options.get("to", options["column"] + "_nieuw")
    content = {new if k == options["column"] else k: w for k, w in fields.items()}
    fields.clear()
    fields.update(content)


def _unknown_code(row: dict[str, Any], options: dict[str, Any]) -> None:
    fields = _fields(row)
    if options["column"] in fields:
        fields[options["column"]] = options.get("value", -99994)


def _origin(row: dict[str, Any], _options: dict[str, Any]) -> None:
    for name in ORIGIN["ogc" if "properties" in row else "odata"]:
        _fields(row)[name] = 50


PER_ROW: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {
    "swapped_axes": _swap_axes,
    "invalid_geometry": _invalid,
    "numeric_ids": _numeric_id,
    "missing_column": _missing_column,
    "renamed_column": _renamed_column,
    "unknown_code": _unknown_code,
    "origin_columns": _origin,
}


def _under_other_key(row: dict[str, Any], k: int) -> dict[str, Any]:
    """A copy of a row under another key."""
    copy: dict[str, Any] = json.loads(json.dumps(row))
    fields = _fields(copy)
    for name, w in fields.items():
        key = (
            name == "identificatie"
            or name.endswith("code")
            or name in ("WijkenEnBuurten", "Codering_3", "Postcode")
        )
        if key and isinstance(w, str) and len(w) >= 4:
            position = 0 if w[0].isdigit() else 2
            fields[name] = w[:position] + str(k) + w[position + 1 :]
    if "id" in copy:
        copy["id"] = f"{k}{str(copy['id'])[1:]}"
    return copy


def _more_rows(rows: Rows, options: dict[str, Any]) -> Rows:
    times = int(options.get("factor", 10))
    return rows + [_under_other_key(r, k % 10) for k in range(1, times) for r in rows]


def _duplicates(rows: Rows, options: dict[str, Any]) -> Rows:
    """The first rows once more; with `differ` their content differs."""
    n = int(options.get("count", 3))
    extra: Rows = json.loads(json.dumps(rows[:n]))
    if options.get("differ"):
        for r in extra:
            _fields(r).update(
                {
                    k: v + 5
                    for k, v in _fields(r).items()
                    if isinstance(v, int) and not isinstance(v, bool)
                }
            )
    return rows + extra


ON_LIST: dict[str, Callable[[Rows, dict[str, Any]], Rows]] = {
    "empty": lambda _r, _options: [],
    "fewer_rows": lambda r, o: r[:: int(o.get("factor", 10))],
    "more_rows": _more_rows,
    "duplicate_ids": _duplicates,
    "moved_page": lambda r, o: r[int(o.get("count", 5)) :] + r[: int(o.get("count", 5)) - 3],
}
KINDS = (
    TRANSPORT
    | set(STATUS)
    | set(PER_ROW)
    | set(ON_LIST)
    | {
        "html",
        "foreign_redirect",
        "whole_country",
        "repeated_page",
        "wrong_crs",
        "unstable_order",
        "exception_report",
        "doctype",
        "gzip_bomb",
    }
)


def spoil(fault: Fault, request: Request, answer: Answer) -> Answer:
    """Spoil the content of a good answer; a zip or PBF only knows `empty`."""
    if fault.kind in TRANSPORT or answer.status != 200:
        return answer
    if answer.file is not None:
        return _spoil_file(fault, answer, answer.file)
    if "json" not in answer.headers.get("Content-Type", ""):
        return answer
    content = json.loads(answer.body)
    name = "features" if "features" in content else "value"
    describing = request.path.endswith(("DataProperties", "TableInfos"))
    if name not in content or (
        describing
        and fault.kind not in ("missing_column", "renamed_column", "origin_columns", "empty")
    ):
        return answer
    content[name] = (
        _spoil_description(fault, content[name])
        if describing
        else _spoil_rows(fault, content[name])
    )
    if "numberReturned" in content and not fault.options.get("keep_count"):
        content["numberReturned"] = len(content["features"])
    if fault.kind == "wrong_crs":
        answer.headers["Content-Crs"] = "<http://www.opengis.net/def/crs/EPSG/0/28992>"
    answer.body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return answer


def _spoil_file(fault: Fault, answer: Answer, path: Path) -> Answer:
    """Spoil a download: any file can be empty, a CSV also knows the faults of rows and columns."""
    headers = {k: w for k, w in answer.headers.items() if k not in ("ETag", "Content-Range")}
    if fault.kind == "empty":
        return Answer(200, headers, b"")
    if path.suffix != ".csv" or fault.kind not in PER_ROW | ON_LIST:
        return answer
    rows: Rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=";"))
    rows = _spoil_rows(fault, rows)
    result = io.StringIO()
    writer = csv.DictWriter(result, list(rows[0]) if rows else [], delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return Answer(200, headers, result.getvalue().encode())


def _spoil_rows(fault: Fault, rows: Rows) -> Rows:
    if fault.kind in ON_LIST:
        return ON_LIST[fault.kind](rows, fault.options)
    if fault.kind in PER_ROW:
        every = int(fault.options.get("every", 1))
        for r in rows[::every]:
            PER_ROW[fault.kind](r, fault.options)
    return rows


def _spoil_description(fault: Fault, rows: Rows) -> Rows:
    """Column faults also show in DataProperties, as they would at the publisher."""
    if fault.kind == "empty":
        return []
    if fault.kind == "origin_columns":
        return rows + [
            {**rows[-1], "Key": n, "Title": n.rsplit("_", 1)[0]} for n in ORIGIN["odata"]
        ]
    if fault.kind == "missing_column":
        return [r for r in rows if r.get("Key") != fault.options["column"]]
    for r in rows:
        if r.get("Key") == fault.options["column"]:
            r["Key"] = fault.options.get("to", fault.options["column"] + "_nieuw")
            r["Title"] = fault.options.get("title", r["Title"] + " (nieuw)")
    return rows
