"""Delivery reports after real refreshes: what they say, of whom, and what they never say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from pipelines import verslag
from pipelines.errors import WoonzorgError
from tests.faults.support import Refreshed, Site, drop_file, farm

FEED, ONE = "zorgaanbieders", "thuiszorg-zandhoven"
STOCK = "corporatiecomplexen"


@dataclass
class World:
    """One site after three deliveries: a bad one, one with few faults, and counts of clients."""

    site: Site
    first: Refreshed
    folder: Path

    def report(self, number: int, form: str, feed: str = FEED, who: str = ONE) -> str:
        """The text of one report."""
        return (self.folder / feed / who / f"{number}.{form}").read_text("utf-8")

    def numbers(self, feed: str = FEED) -> dict[int, str]:
        """Deliveries of a feed with their states."""
        rows = self.site.query(
            "SELECT levering, toestand FROM log.levering WHERE dataset = %s ORDER BY levering", feed
        )
        return {row["levering"]: row["toestand"] for row in rows}


def changed(line: str, names: list[str], **values: str) -> str:
    """A row with other values."""
    cells = line.split(";")
    for name, value in values.items():
        cells[names.index(name)] = value
    return ";".join(cells)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    site = farm().copy("klein")
    folder = site.deliveries / FEED / ONE
    head, *rows = next(folder.iterdir()).read_text("utf-8").splitlines()
    names = head.split(";")
    rows[0] = changed(rows[0], names, postcode="97 14 DZZ")
    rows[1] = changed(rows[1], names, huisnummer="12a")
    rows[-1] = changed(rows[-1], names, naam="Een andere naam")
    new = changed(rows[-1], names, aanbieder_id="N001")
    drop_file(folder, "met fouten.csv", "\n".join([head, *rows, new]) + "\n")
    with site.publisher():
        first = site.refresh()
    yield World(site, first, site.var / "verslagen")
    site.drop()


class Outline(HTMLParser):
    """Headings, addresses and kinds of elements of a page."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[str] = []
        self.headings: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what begins."""
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        """Note what a heading says."""
        if self.tags and self.tags[-1] in ("h1", "h2") and data.strip():
            self.headings.append(data.strip())


def test_a_report_tells_what_came_what_was_left_out_and_what_to_do(world: World) -> None:
    number = max(world.numbers())
    page = world.report(number, "html")
    told = Outline(page)
    assert told.headings[0].startswith("Verslag van uw levering")
    assert set(told.headings) >= {
        "Wat u nu kunt doen",
        "Wat niet is gepubliceerd",
        "Wat wij ontvingen",
        "Waar de rijen bleven",
        "Wat er veranderde",
    }
    assert not {"script", "link", "img", "iframe"} & set(told.tags)
    assert told.links == []
    for form in ("html", "md", "txt"):
        text = " ".join(world.report(number, form).replace("\\", "").split())
        assert "met fouten.csv" in text
        assert "rij 2" in text
        assert "rij 3" in text
        assert "99 99 XXX" in text
        assert "99x" in text
        assert "vier cijfers en twee letters" in text
        assert "N001" in text
        assert "97 14 DZZ" not in text
        assert "./woonzorg" not in text


def test_the_numbers_of_a_report_close(world: World) -> None:
    number = max(world.numbers())
    part = world.report(number, "txt").partition("WAAR DE RIJEN BLEVEN")[2].partition("\n\n")[0]
    got, *rest = [int(n) for n in re.findall(r": ([0-9]+)$", part, re.M)]
    assert len(rest) >= 3
    assert got == sum(rest)


def test_a_first_delivery_has_nothing_to_compare_with(world: World) -> None:
    first = min(world.numbers())
    text = world.report(first, "txt")
    assert "WAT ER VERANDERDE" not in text
    assert text.startswith("Onderwerp: Gepubliceerd")


def test_the_difference_is_per_supplier(world: World) -> None:
    site = world.site
    one, other = "de-sluis-wonen", "woonlindenhof"
    file = next((site.deliveries / STOCK / one).iterdir())
    head, *rows = file.read_text("utf-8").splitlines()
    names = head.split(";")
    rows[0] = changed(rows[0], names, naam="Anders genoemd")
    new = changed(rows[1], names, complex_id="NIEUW1")
    drop_file(site.deliveries / STOCK / one, "2.csv", "\n".join([head, *rows, new]) + "\n")
    before = site.query("SELECT verschil FROM log.levering WHERE leverancier = %s", other)
    with site.publisher():
        site.refresh()
    (row,) = site.query(
        "SELECT * FROM log.levering WHERE leverancier = %s ORDER BY levering DESC LIMIT 1", one
    )
    told = row["verschil"]
    assert (told["nieuw"], told["gewijzigd"], told["weg"]) == (1, 1, 0)
    assert told["sleutels"]["nieuw"][0].endswith("NIEUW1")
    assert before == site.query("SELECT verschil FROM log.levering WHERE leverancier = %s", other)
    assert "NIEUW1" in world.report(row["levering"], "txt", STOCK, one)


def test_rows_that_came_and_were_set_apart_are_not_called_gone(world: World) -> None:
    site, supplier = world.site, "woonlindenhof"
    newest = max(
        (site.deliveries / STOCK / supplier).iterdir(), key=lambda file: file.stat().st_mtime
    )
    head, *rows = newest.read_text("utf-8").splitlines()
    names = head.split(";")
    shown = site.query(
        "SELECT split_part(id, ':', 2) AS complex FROM store.corporatiecomplexen WHERE version ="
        " (SELECT max(version) FROM log.versie WHERE dataset = 'corporatiecomplexen'"
        " AND toestand = 'goed') AND leverancier = %s ORDER BY id",
        supplier,
    )
    place = names.index("complex_id")
    mine = {r.split(";")[place]: r for r in rows}  # each key once
    twice, bad, *rest = [mine[row["complex"]] for row in shown]
    lines = [head, changed(bad, names, postcode="99x"), *rest, twice]
    lines += [twice, changed(twice, names, naam="Heel anders")]
    drop_file(site.deliveries / STOCK / supplier, "9.csv", "\n".join(lines) + "\n")
    with site.publisher():
        site.refresh()
    (row,) = site.query(
        "SELECT * FROM log.levering WHERE leverancier = %s ORDER BY levering DESC LIMIT 1", supplier
    )
    told = row["verschil"]
    assert (told["nieuw"], told["weg"], told["apart"]) == (0, 0, 2)
    apart = site.query(
        "SELECT rij, inhoud FROM quarantine.corporatiecomplexen WHERE levering = %s ORDER BY rij",
        row["levering"],
    )
    # The second of the three is the same as the first, and counts as a duplicate.
    assert [one["rij"] for one in apart] == [2, len(lines) - 2, len(lines)]
    assert {"version", "leverancier"}.isdisjoint(apart[-1]["inhoud"])
    text = " ".join(world.report(row["levering"], "txt", STOCK, supplier).split())
    assert f"rij {len(lines) - 2} en {len(lines)}" in text or f"rij {len(lines) - 2}, " in text
    assert "geleverd, maar niet bruikbaar" in text
    # The supplier need not be told its own name with every key.
    assert not any(":" in key for some in told["sleutels"].values() for key in some)


def test_a_report_of_what_does_not_exist_is_refused(world: World) -> None:
    with (
        psycopg.connect(world.site.dsn(), row_factory=dict_row) as connection,
        pytest.raises(WoonzorgError, match="bestaat niet"),
    ):
        verslag.make(connection, 999_999)
