"""Partner feeds with two suppliers: each delivers, is refused and approved on its own."""

from collections.abc import Iterator

import pytest

from pipelines import verbs
from tests.faults.support import Refreshed, Site, drop_file, farm

FEED = "corporatiecomplexen"
ONE, OTHER = "de-sluis-wonen", "woonlindenhof"
WHO = {"by": "A. Beheerder", "reason": "proef"}


@pytest.fixture
def site() -> Iterator[Site]:
    made = farm().copy("klein")
    yield made
    made.drop()


def _refresh(site: Site) -> Refreshed:
    with site.publisher():
        return site.refresh()


def _text(site: Site, supplier: str, feed: str = FEED) -> list[str]:
    return next((site.deliveries / feed / supplier).iterdir()).read_text("utf-8").splitlines()


def _drop(site: Site, supplier: str, lines: list[str], feed: str = FEED) -> None:
    drop_file(site.deliveries / feed / supplier, f"{supplier}-2.csv", "\n".join(lines) + "\n")


def _but_first(lines: list[str]) -> list[str]:
    """A delivery without its first row."""
    return [lines[0], *lines[2:]]


def _with(lines: list[str], column: str, value: str) -> str:
    """The first row of a delivery with another value in one column."""
    names, row = lines[0].split(";"), lines[1].split(";")
    row[names.index(column)] = value
    return ";".join(row)


def _rows(site: Site, supplier: str, feed: str = FEED) -> list[dict[str, object]]:
    """What the newest version of the register holds of one supplier."""
    return site.query(
        f"SELECT to_jsonb(t) - 'version' AS r FROM store.{feed} t WHERE version = %s"  # noqa: S608
        " AND leverancier = %s ORDER BY id",
        site.version(feed),
        supplier,
    )


def _deliveries(site: Site, supplier: str, feed: str = FEED) -> list[str]:
    rows = site.query(
        "SELECT toestand FROM log.levering WHERE dataset = %s AND leverancier = %s"
        " ORDER BY levering",
        feed,
        supplier,
    )
    return [row["toestand"] for row in rows]


def test_register_is_the_union_of_all_suppliers(site: Site) -> None:
    one, other = _rows(site, ONE), _rows(site, OTHER)
    assert one
    assert other
    total = site.value("SELECT gepubliceerd FROM log.versie WHERE version = %s", site.version(FEED))
    assert len(one) + len(other) == total
    shown = site.query(
        "SELECT count(*) AS n FROM pub_restricted.complexen WHERE version ="
        " (SELECT version FROM pub_restricted.pointer WHERE laag = 'complexen' AND huidig)",
        role="woonzorg_api_restricted",
    )
    assert shown == [{"n": total}]


@pytest.mark.parametrize("fault", ["missing-column", "twice", "lost-zeros"])
def test_one_refused_supplier_touches_no_row_of_the_other(site: Site, fault: str) -> None:
    mine, theirs, version = _rows(site, ONE), _rows(site, OTHER), site.version(FEED)
    lines = _text(site, ONE)
    if fault == "missing-column":
        broken = [";".join(line.split(";")[1:]) for line in lines]
        expected = "kolom complex_id ontbreekt"
    elif fault == "twice":  # one complex, ten times, each time with another number of dwellings
        broken = [lines[0], *(_with(lines, "woningen_aantal", str(n)) for n in range(20, 30))]
        expected = "onbruikbaar"
    else:
        broken = [lines[0], *(_with(lines, "bag_pand_id", f"997100{n}") for n in range(20, 30))]
        expected = "onbruikbaar"
    _drop(site, ONE, broken)
    done = _refresh(site)
    assert done.status == 3
    assert done.states(FEED) == {"geweigerd"}
    assert expected in done.reason(FEED)
    assert (_rows(site, ONE), _rows(site, OTHER)) == (mine, theirs)
    assert site.version(FEED) == version
    assert _deliveries(site, ONE) == ["goed", "geweigerd"]
    assert _deliveries(site, OTHER) == ["goed"]
    assert site.leftovers() == []


def test_the_other_supplier_is_published_meanwhile(site: Site) -> None:
    mine = _rows(site, ONE)
    theirs = _rows(site, OTHER)
    _drop(site, ONE, [";".join(line.split(";")[1:]) for line in _text(site, ONE)])
    _drop(site, OTHER, _but_first(_text(site, OTHER)))
    done = _refresh(site)
    assert done.status == 3
    assert _rows(site, ONE) == mine  # its last good delivery
    assert len(_rows(site, OTHER)) == len(theirs) - 1
    held = site.query(
        "SELECT leverancier, toestand FROM log.levering WHERE levering = ANY"
        " ((SELECT leveringen FROM log.versie WHERE version = %s)::bigint[]) ORDER BY 1",
        site.version(FEED),
    )
    assert [(row["leverancier"], row["toestand"]) for row in held] == [
        (ONE, "goed"),
        (OTHER, "goed"),
    ]
    told = {
        row["leverancier"]: row["toestand"]
        for row in site.status()["leveringen"]
        if row["dataset"] == FEED
    }
    assert told == {ONE: "geweigerd", OTHER: "goed"}
    # At the next refresh the refusal stands, and nothing is made again.
    version = site.version(FEED)
    again = _refresh(site)
    assert again.states(FEED) == {"geweigerd"}
    assert site.version(FEED) == version


def test_a_silent_supplier_keeps_no_other_from_being_read(site: Site) -> None:
    """An unreadable kind of file is refused on landing; the other supplier's news still comes."""
    mine, theirs = _rows(site, ONE), _rows(site, OTHER)
    drop_file(site.deliveries / FEED / ONE, "complexen.docx", b"PK\x03\x04 geen tabel")
    _drop(site, OTHER, _but_first(_text(site, OTHER)))
    done = _refresh(site)
    assert done.status == 3
    assert done.states(FEED) == {"geweigerd"}
    assert _rows(site, ONE) == mine
    assert len(_rows(site, OTHER)) == len(theirs) - 1


def test_steward_approves_one_delivery(site: Site) -> None:
    lines = _text(site, ONE)
    _drop(site, ONE, lines[:3])  # a complex or two instead of a whole list
    refused = _refresh(site)
    assert "bruikbare rijen" in refused.reason(FEED)
    number = site.value(
        f"SELECT levering FROM log.levering WHERE dataset = '{FEED}' AND toestand = 'geweigerd'"  # noqa: S608
    )
    assert verbs.approve(site.dsn("woonzorg_steward"), FEED, number, **WHO)
    theirs = _rows(site, OTHER)
    done = _refresh(site)
    assert done.status == 0, done.text
    assert done.states(FEED) == {"gepubliceerd"}
    assert 0 < len(_rows(site, ONE)) <= 2
    assert _rows(site, OTHER) == theirs


def test_an_id_of_another_supplier_is_set_apart(site: Site) -> None:
    """A supplier who delivers somebody else's complexes does not take them over."""
    theirs = _rows(site, OTHER)
    taken = _text(site, OTHER)[1]
    _drop(site, ONE, [*_text(site, ONE), taken.replace(";8", ";9", 1)])
    done = _refresh(site)
    assert _rows(site, OTHER) == theirs
    held = site.query(
        "SELECT reden FROM quarantine.corporatiecomplexen WHERE reden LIKE '%andere leverancier%'"
    )
    assert len(held) == 1, done.text
    twice = f"SELECT id FROM store.{FEED} WHERE version = %s GROUP BY id HAVING count(*) > 1"  # noqa: S608
    assert site.query(twice, site.version(FEED)) == []
