"""Faulty files dropped by partners (TRUST 3.1): refused with reason and alert, or read and told.

Every case is a supplier of its own with a good delivery before it; one refresh meets all the bad
files, one all the odd but good ones.
"""

import io
import json
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import pytest
import tomlkit
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipelines.opstart.installation import PROFILE
from tests.faults.support import Refreshed, Site, age, drop_file, farm

COMPLEXES, AREAS = "corporatiecomplexen", "wijkvernieuwing"
BIG = 3 << 30
HEAD = (
    *("complex_id", "naam", "corporatie", "postcode", "woningen"),
    *("mutatiegraad_pct", "bag_pand_id", "peildatum"),
)
Lines = list[list[Any]]


def lines(supplier: str, n: int = 12) -> Lines:
    """Header and rows of a good list of complexes."""
    rows: Lines = [
        [f"{supplier}-{k}", f"Hof {k}", supplier, "8960AB", 20 + k, f"{k % 50},5", f"{k:016d}",
         "2024-01-01"]
        for k in range(1, n + 1)
    ]  # fmt: skip
    return [list(HEAD), *rows]


def csv(rows: Lines) -> str:
    return "".join(";".join(map(str, row)) + "\r\n" for row in rows)


def with_column(rows: Lines, name: str, value: Callable[[Any], Any]) -> Lines:
    """The rows with something done to each value of a column."""
    at = HEAD.index(name)
    return [rows[0], *([*row[:at], value(row[at]), *row[at + 1 :]] for row in rows[1:])]


def book(rows: Lines, change: Callable[[Any], None] = lambda _: None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(content: bytes, *members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A workbook, which is a zip, with members added or replaced."""
    out = io.BytesIO()
    names = {name if isinstance(name, str) else name.filename for name, _ in members}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename not in names:
                new.writestr(info, old.read(info), zipfile.ZIP_DEFLATED)
        for name, data in members:
            new.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def linked(rows: Lines) -> bytes:
    part_ = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    return packed(book(rows), ("xl/externalLinks/externalLink1.xml", part_))


def doctype(rows: Lines) -> bytes:
    content = book(rows)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        text = opened.read("xl/workbook.xml")
    entity = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><workbook'
    return packed(content, ("xl/workbook.xml", text.replace(b"<workbook", entity, 1)))


def symlink(rows: Lines) -> bytes:
    info = zipfile.ZipInfo("xl/media/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return packed(book(rows), (info, b"/etc/passwd"))


def ring(x: float, y: float, size: float = 100) -> list[list[float]]:
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def areas(change: Callable[[list[list[float]]], Any] = lambda r: r, crs: str = "28992") -> str:
    """Twelve areas of renewal as GeoJSON in RD."""
    made = [
        {
            "type": "Feature",
            "properties": {
                "vernieuwing_id": f"V-{k}", "naam": f"Veld {k}", "status": "zacht",
                "peildatum": "2024-01-01",
            },
            "geometry": {
                "type": "Polygon", "coordinates": [change(ring(231_000 + 200 * k, 581_000))],
            },
        }
        for k in range(12)
    ]  # fmt: skip
    member = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    return json.dumps({"type": "FeatureCollection", "crs": member, "features": made})


VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/http://10.0.0.1/x.gpkg'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)


@dataclass(frozen=True)
class Case:
    """One file of one supplier.

    Attributes:
        name: of the supplier, and of the case.
        file: what it is called.
        make: the good rows of the supplier -> its bytes.
        says: regular expression of the stored reason; of a good one, of what was told on reading.
        feed: where it is dropped.
        size: make the file this large, with zeros.
    """

    name: str
    file: str
    make: Callable[[Lines], bytes | str]
    says: str
    feed: str = COMPLEXES
    size: int = 0


REFUSED = (
    Case("macro", "a.xlsm", lambda r: packed(book(r), ("xl/vbaProject.bin", b"Sub")), "macro's"),
    Case("koppeling", "a.xlsx", linked, "verwijst naar andere bestanden"),
    Case("formule", "a.xlsx", lambda r: book(with_column(r, "woningen", lambda n: f"={n}+1")),
         "formule"),
    Case("doctype", "a.xlsx", doctype, "DOCTYPE"),
    Case("bom", "a.xlsx", lambda r: packed(book(r), ("xl/media/a.bin", bytes(30 << 20))),
         "keer zo groot|1:100|ratio|uitgepakt"),
    Case("zipinzip", "a.xlsx", lambda r: packed(book(r), ("xl/embeddings/a.zip", book(r))), "zip"),
    Case("uitbraak", "a.xlsx", lambda r: packed(book(r), ("../../buiten.csv", b"x")),
         "buiten de map"),
    Case("schakel", "a.xlsx", symlink, "koppeling|link"),
    Case("veel", "a.xlsx",
         lambda r: packed(book(r), *((f"xl/media/{k}.txt", b"x") for k in range(1001))),
         "bestanden"),
    Case("halfzip", "a.xlsx", lambda r: book(r)[:-400], "beschadigd|onvolledig"),
    Case("getallen", "a.xlsx",
         lambda r: book(with_column(r, "bag_pand_id", lambda v: int(v) + 10**14)),
         "getal"),
    Case("nullen", "a.csv", lambda r: csv(with_column(r, "bag_pand_id", lambda v: v.lstrip("0"))),
         "bruikba|te veel"),
    Case("dubbelcode", "a.csv", lambda r: csv(with_column(r, "naam", lambda v: f"CafÃ© {v}")),
         "codering|gecodeerd"),
    Case("minder", "a.csv", lambda r: csv(r[:2]), "1 bruikbare rijen?.*verwacht"),
    Case("meer", "a.csv", lambda _: csv(lines("meer", 120)), "120 bruikbare rijen.*verwacht"),
    Case("kolomweg", "a.csv", lambda r: csv([row[:4] + row[5:] for row in r]),
         "kolom woningen ontbreekt"),
    Case("tweegiga", "a.csv", lambda r: csv(r), "groter dan de grens", size=BIG),
    Case("stelsel", "a.geojson", lambda _: areas(lambda r: [[6.5, 53.2]] * len(r)),
         "liggen buiten|graden", AREAS),
    Case("assen", "a.geojson", lambda _: areas(lambda r: [p[::-1] for p in r]), "verwisseld",
         AREAS),
    Case("vrt", "a.geojson", lambda _: VRT, "geen|niet", AREAS),
    Case("vrtgpkg", "a.gpkg", lambda _: VRT, "geen gpkg", AREAS),
    Case("xmlgeo", "a.json", lambda _: f'<?xml version="1.0"?><!DOCTYPE a>{VRT}', "geen|niet",
         AREAS),
    Case("nest", "a.geojson",
         lambda _: '{"type":"FeatureCollection","features":' + "[" * 100_000 + "]" * 100_000 + "}",
         "geen|niet", AREAS),
    Case("sqlite", "a.gpkg", lambda _: b"SQLite format 3\x00" + bytes(4096), "geen|niet", AREAS),
)  # fmt: skip


def _mac(made: Any) -> None:
    made.epoch = CALENDAR_MAC_1904
    for row in made.active.iter_rows(min_row=2, min_col=len(HEAD), max_col=len(HEAD)):
        row[0].value = date.fromisoformat(row[0].value)


def _dressed(made: Any) -> None:
    """Explanation above, a total and a source below, a hidden sheet beside."""
    made.active.insert_rows(1, 2)
    made.active["A1"] = "Overzicht van complexen, zie de leeswijzer."
    made.active.append(["Totaal", None, None, None, 318])
    made.active.append([])
    made.active.append(["Bron: eigen administratie"])
    hidden = made.create_sheet("Oud")
    hidden.append(list(HEAD))
    hidden.sheet_state = "hidden"


TAKEN = (
    Case("mac", "a.xlsx", lambda r: book(r, _mac), "1904|^$"),
    Case("aangekleed", "a.xlsx", lambda r: book(r, _dressed), "verborgen: blad Oud"),
    Case("oudecode", "a.csv", lambda r: csv(with_column(r, "naam", lambda v: f"Café {v}")),
         "Windows-1252"),
    Case("komma", "a.csv", lambda r: csv(r), "komma|^$"),
    Case("groot", "a.geojson",
         lambda _: areas(lambda r: [[r[0][0] + i / 100, r[0][1]] for i in range(9000)] + r[1:]),
         "", AREAS),
    Case("leegvlak", "a.geojson", lambda _: areas(lambda _: []), "", AREAS),
    Case("vlinder", "a.geojson", lambda _: areas(lambda r: [r[0], r[2], r[1], r[3], r[0]]), "",
         AREAS),
)  # fmt: skip


@dataclass(frozen=True)
class Met:
    """What the refreshes made of the files."""

    site: Site
    before: dict[str, str]
    during: dict[str, str]
    leftovers: list[str]
    bad: Refreshed
    rows: dict[str, list[Any]]
    rows_bad: dict[str, list[Any]]
    alerts: list[dict[str, Any]]
    reports: dict[str, str]
    good: Refreshed
    rows_good: dict[str, list[Any]]


def _rows(site: Site) -> dict[str, list[Any]]:
    """Supplier -> its published rows."""
    found: dict[str, list[Any]] = {}
    for feed in (COMPLEXES, AREAS):
        query = (
            f"SELECT leverancier, to_jsonb(t) - 'version' - 'geometry' AS r,"  # noqa: S608
            f" {'ST_IsValid(geometry)' if feed == AREAS else 'true'} AS heel"
            f" FROM store.{feed} t WHERE version = %s ORDER BY id"
        )
        for row in site.query(query, site.version(feed)):
            found.setdefault(row["leverancier"], []).append(row["r"] | {"heel": row["heel"]})
    return found


def _drop(site: Site, case: Case) -> None:
    made = case.make(lines(case.name))
    if case.name == "oudecode":
        made = str(made).encode("cp1252")
    file = drop_file(site.deliveries / case.feed / case.name, case.file, made)
    if case.size:
        with file.open("r+b") as out:
            out.truncate(case.size)
        age(file, 30)


def _prepare() -> Site:
    """A small site that takes areas of renewal too, with a good delivery of every supplier."""
    site = farm().copy("klein")
    profile = site.feeds / PROFILE
    text = tomlkit.parse(profile.read_text(encoding="utf-8"))
    bronnen: Any = text["bronnen"]
    bronnen[AREAS] = {"vorm": "map", "adres": f"leveringen/{AREAS}", "peildatum": "kolom"}
    bronnen[COMPLEXES] = {
        "vorm": "map", "adres": f"leveringen/{COMPLEXES}", "peildatum": "kolom", "cap_mb": 64,
    }  # fmt: skip
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")
    for case in (*REFUSED, *TAKEN):
        good = areas() if case.feed == AREAS else csv(lines(case.name))
        name = "goed.geojson" if case.feed == AREAS else "goed.csv"
        age(drop_file(site.deliveries / case.feed / case.name, name, good), 600)
    return site


@pytest.fixture(scope="module")
def met() -> Iterator[Met]:
    site = _prepare()
    with site.publisher():
        first = site.refresh(COMPLEXES, AREAS)
        assert first.status == 0, first.text
        before, rows = site.content(), _rows(site)
        for case in REFUSED:
            _drop(site, case)
        bad = site.refresh(COMPLEXES, AREAS)
        during, leftovers, rows_bad, alerts = (
            site.content(), site.leftovers(), _rows(site), site.alerts(),
        )  # fmt: skip
        reports = {case.name: _report(site, case) for case in REFUSED}
        for case in TAKEN:
            _drop(site, case)
        good = site.refresh(COMPLEXES, AREAS)
    yield Met(
        site, before, during, leftovers, bad, rows, rows_bad, alerts, reports, good, _rows(site)
    )
    site.drop()


def _report(site: Site, case: Case) -> str:
    files = sorted((site.var / "verslagen" / case.feed / case.name).glob("*.txt"))
    return max(files, key=lambda f: int(f.stem)).read_text("utf-8") if files else ""


def _delivery(met: Met, case: Case) -> dict[str, Any]:
    found: dict[str, Any] = met.site.query(
        "SELECT * FROM log.levering WHERE dataset = %s AND leverancier = %s"
        " ORDER BY levering DESC LIMIT 1",
        case.feed,
        case.name,
    )[0]
    return found


def test_nothing_of_the_bad_files_is_published(met: Met) -> None:
    assert met.bad.status == 3
    assert met.during == met.before
    assert met.rows_bad == met.rows
    assert met.leftovers == []


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_bad_file_is_refused_with_reason_alert_and_report(met: Met, case: Case) -> None:
    delivery = _delivery(met, case)
    assert delivery["toestand"] in ("geweigerd", "gewist"), delivery
    assert re.search(case.says, delivery["reden"]), delivery["reden"]
    assert len(met.rows[case.name]) == 12
    assert re.search(case.says, met.bad.reason(case.feed))
    told = [
        row for row in met.alerts
        if (row["dataset"], row["leverancier"]) == (case.feed, case.name)
    ]  # fmt: skip
    assert len(told) == 1, met.alerts
    assert told[0]["gelogd"]
    assert re.search(case.says, told[0]["tekst"])
    assert "niet gepubliceerd" in met.reports[case.name] or "gewist" in met.reports[case.name]


@pytest.mark.parametrize("case", TAKEN, ids=lambda case: case.name)
def test_an_odd_file_is_read_and_told(met: Met, case: Case) -> None:
    delivery = _delivery(met, case)
    assert delivery["toestand"] == "goed", delivery["reden"]
    told = " ".join(delivery["gelezen"] or ())
    assert re.search(case.says, told), told
    after = met.rows_good[case.name]
    assert len(after) == 12
    assert not any(row["heel"] is False for row in after)
    # A plan may lack its shape: it is in the table, and not on the map.
    assert all((row["heel"] is None) == (case.name == "leegvlak") for row in after)
    if case.feed == COMPLEXES:
        same = {row["complex_id"]: row for row in met.rows[case.name]}
        for row in after:
            old = same[row["complex_id"]]
            assert [row[n] for n in ("woningen", "peildatum", "mutatiegraad_pct")] == [
                old[n] for n in ("woningen", "peildatum", "mutatiegraad_pct")
            ]
            assert row["mutatiegraad_pct"] % 1 == 0.5
    if case.name == "oudecode":
        assert {row["naam"][:4] for row in after} == {"Café"}


def test_the_refused_stay_as_they_were_when_others_are_published(met: Met) -> None:
    assert met.good.states(COMPLEXES) == {"geweigerd", "onbereikbaar"}  # the one above the limit
    for case in REFUSED:
        assert met.rows_good[case.name] == met.rows[case.name], case.name
