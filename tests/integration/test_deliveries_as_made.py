"""Deliveries as people make them, dropped in the folder: published with a report, or refused.

One refresh meets them all, a feed or supplier each; another supplier's rows stay as they are.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.faults.support import Refreshed, Site, drop_file, farm
from tests.support.making import part, repacked

COMPLEXES, CARE, PROVIDERS = "corporatiecomplexen", "zorgcapaciteit", "zorgaanbieders"


def _table(folder: Path) -> list[list[str]]:
    """Header and rows of the delivery that lies in a folder of the sample."""
    text = next(iter(sorted(folder.glob("*.csv")))).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def _typed(text: str) -> Any:
    """A value as a person would have it in a cell: short numbers as numbers."""
    return int(text) if text.isdigit() and len(text) < 4 and not text.startswith("0") else text


def _book(path: Path, lines: list[list[str]]) -> Path:
    """A workbook with explanation, a sheet with notes, a hidden one and a total below."""
    book = openpyxl.Workbook()
    book.active.title = "Leeswijzer"
    book.active.append(["Alle complexen staan op het tweede blad."])
    sheet = book.create_sheet("Complexen")
    sheet.append(["Overzicht van complexen"])
    sheet.append([])
    for line in lines:
        sheet.append([_typed(text) for text in line])
    sheet.append(["Totaal"])
    sheet.append([])
    sheet.append(["Bron: eigen administratie"])
    hidden = book.create_sheet("Oud")
    hidden.append(lines[0])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


@dataclass(frozen=True)
class Met:
    """What a refresh made of the deliveries.

    Attributes:
        rows: supplier and feed -> rows before.
    """

    site: Site
    done: Refreshed
    good: str
    refused: dict[tuple[str, str], str]
    latin: str
    rows: dict[tuple[str, str], list[Any]]


def _rows(site: Site, feed: str, supplier: str) -> list[Any]:
    return site.query(
        f"SELECT to_jsonb(t) - 'version' AS r FROM store.{feed} t WHERE version = %s"  # noqa: S608
        " AND leverancier = %s ORDER BY id",
        site.version(feed),
        supplier,
    )


def _suppliers(site: Site, feed: str) -> list[str]:
    return sorted(folder.name for folder in (site.deliveries / feed).iterdir())


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    site = farm().copy("klein")
    place = tmp_path_factory.mktemp("gemaakt")
    good, bad = _suppliers(site, COMPLEXES)[:2]
    before = {
        (feed, who): _rows(site, feed, who)
        for feed in (COMPLEXES, CARE, PROVIDERS)
        for who in _suppliers(site, feed)
    }
    lines = _table(site.deliveries / COMPLEXES / good)
    spoilt = [list(line) for line in lines]
    spoilt[3][lines[0].index("postcode")] = "97 ZZ"
    made = _book(place / "a.xlsx", spoilt).read_bytes()
    drop_file(site.deliveries / COMPLEXES / good, "levering 2.xlsx", made)
    macro = repacked(_book(place / "b.xlsx", lines), {"xl/vbaProject.bin": b"Sub"})
    drop_file(site.deliveries / COMPLEXES / bad, "levering.xlsm", macro.read_bytes())
    refused = {(COMPLEXES, bad): "macro's"}
    care = _suppliers(site, CARE)[0]
    entity = _book(place / "c.xlsx", _table(site.deliveries / CARE / care))
    workbook = part(entity, "xl/workbook.xml").replace(b"<workbook", b"<!DOCTYPE w><workbook", 1)
    drop_file(
        site.deliveries / CARE / care, "zorg.xlsx",
        repacked(entity, {"xl/workbook.xml": workbook}).read_bytes(),
    )  # fmt: skip
    refused[CARE, care] = "DOCTYPE"
    latin = _suppliers(site, PROVIDERS)[0]
    table = _table(site.deliveries / PROVIDERS / latin)
    table[1][table[0].index("naam")] = "Café ’t Hart"
    out = io.StringIO()
    csv.writer(out, delimiter=",").writerows([["Aanbieders", "2024"], [], *table])
    drop_file(
        site.deliveries / PROVIDERS / latin, "aanbieders.csv", out.getvalue().encode("cp1252")
    )
    with site.publisher():
        done = site.refresh()
    yield Met(site, done, good, refused, latin, before)
    site.drop()


def _delivery(met: Met, feed: str, supplier: str) -> dict[str, Any]:
    found: dict[str, Any] = met.site.query(
        "SELECT * FROM log.levering WHERE dataset = %s AND leverancier = %s"
        " ORDER BY levering DESC LIMIT 1",
        feed,
        supplier,
    )[0]
    return found


def test_a_workbook_is_published_but_for_its_bad_row(met: Met) -> None:
    before = met.rows[COMPLEXES, met.good]
    after = _rows(met.site, COMPLEXES, met.good)
    same = [row for row in after if row in before]
    assert len(same) == len(after) == len(before) - 1
    held = met.site.query(
        f"SELECT rij, reden FROM quarantine.{COMPLEXES} WHERE levering = %s",  # noqa: S608
        _delivery(met, COMPLEXES, met.good)["levering"],
    )
    assert [row["rij"] for row in held] == [6]  # two rows above the header, and the third below
    assert "postcode" in held[0]["reden"]


def test_what_was_assumed_is_on_record(met: Met) -> None:
    delivery = _delivery(met, COMPLEXES, met.good)
    told = " ".join(delivery["gelezen"])
    for words in (
        "Gelezen is blad Complexen.",
        "Niet gelezen: blad Leeswijzer.",
        "want verborgen: blad Oud",
        "kopregel staat op regel 3",
        "totaalrij: regel",
        "Onder de tabel staat uitleg",
    ):
        assert words in told, told
    findings = met.site.query(
        "SELECT geslaagd, uitleg FROM log.bevinding WHERE dataset = %s AND controle = 'gelezen'"
        " AND epoch = %s AND bewijs->>'leverancier' = %s",
        COMPLEXES,
        met.site.epoch,
        met.good,
    )
    assert [(row["geslaagd"], row["uitleg"]) for row in findings] == [(True, told)]
    shown = [row for row in met.site.status()["leveringen"] if row["dataset"] == COMPLEXES]
    assert delivery["gelezen"] in [row["gelezen"] for row in shown]


def test_totals_and_footnotes_are_counted_out_of_scope(met: Met) -> None:
    rules = met.site.query(
        "SELECT bewijs->'buiten_bereik' AS b FROM log.bevinding WHERE dataset = %s"
        " AND controle = 'rijen' AND epoch = %s",
        COMPLEXES,
        met.site.epoch,
    )
    assert {"totaalrij": 1, "voetnoot": 1} in [row["b"] for row in rules]


def test_refused_files_leave_the_last_good_rows(met: Met) -> None:
    assert met.done.status == 3
    for (feed, supplier), words in met.refused.items():
        delivery = _delivery(met, feed, supplier)
        assert delivery["toestand"] == "geweigerd"
        assert words in delivery["reden"]
        assert _rows(met.site, feed, supplier) == met.rows[feed, supplier]
        assert words in met.done.reason(feed)


def test_an_old_code_page_and_another_separator_are_read_and_told(met: Met) -> None:
    delivery = _delivery(met, PROVIDERS, met.latin)
    assert delivery["toestand"] == "goed", delivery["reden"]
    told = " ".join(delivery["gelezen"])
    assert "Windows-1252" in told
    assert "komma" in told
    names = [row["r"]["naam"] for row in _rows(met.site, PROVIDERS, met.latin)]
    assert len(names) == len(met.rows[PROVIDERS, met.latin])
    assert "Café ’t Hart" in names


def test_other_suppliers_are_untouched(met: Met) -> None:
    dropped = {*met.refused, (COMPLEXES, met.good), (PROVIDERS, met.latin)}
    for (feed, supplier), rows in met.rows.items():
        if (feed, supplier) not in dropped:
            assert _rows(met.site, feed, supplier) == rows
