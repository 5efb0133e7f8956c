"""A dropped file with personal data: refused, and not a byte of it left anywhere."""

import io
import zipfile
from collections.abc import Iterator

import psycopg
import pytest

from tests.faults.support import Refreshed, Site, drop_file, farm

FEED, ONE, OTHER = "corporatiecomplexen", "de-sluis-wonen", "woonlindenhof"
BSNS = ("123456782", "999990019")
SECRETS = (*BSNS, "Zwaluwstaart", "zwaluwstaart@voorbeeld.nl", "06-98761234", "12-03-1941")


@pytest.fixture
def site() -> Iterator[Site]:
    made = farm().copy("klein")
    yield made
    made.drop()


def refreshed(site: Site) -> Refreshed:
    with site.publisher():
        return site.refresh()


def spoilt(site: Site, supplier: str = ONE) -> bytes:
    """The supplier's last file with columns on people."""
    file = next((site.deliveries / FEED / supplier).iterdir())
    head, *rows = file.read_text("utf-8").splitlines()
    mine = [f"{head};BSN;Achternaam;e-mail;mobiel;geboortedatum"]
    for row, number in zip(rows, BSNS * len(rows), strict=False):
        mine.append(f"{row};{number};{';'.join(SECRETS[2:])}")
    return "\r\n".join(mine).encode()


def traces(site: Site, *secrets: str) -> list[str]:
    """Files and columns that hold one of the texts."""
    found = []
    for file in site.place.rglob("*"):
        if file.is_file() and not file.is_relative_to(site.feeds):
            data = file.read_bytes()
            found += [f"{file.name}: {s}" for s in secrets if s.encode() in data]
    with psycopg.connect(site.dsn("postgres"), autocommit=True) as connection:
        columns = connection.execute(
            "SELECT n.nspname, c.relname, a.attname FROM pg_attribute a"
            " JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'm') AND a.attnum > 0 AND NOT a.attisdropped"
            " AND n.nspname IN ('log', 'stage', 'store', 'quarantine', 'pub', 'pub_restricted',"
            "  'vraag', 'audit', 'beheer')"
            " AND a.atttypid::regtype::text IN ('text', 'jsonb', 'json', 'text[]', 'bigint')"
        ).fetchall()
        for schema, table, column in columns:
            hit = connection.execute(
                psycopg.sql.SQL("SELECT count(*) FROM {} WHERE {}::text ~ %s").format(
                    psycopg.sql.Identifier(schema, table), psycopg.sql.Identifier(column)
                ),
                ("|".join(secret.replace(".", r"\.") for secret in secrets),),
            ).fetchone()
            if hit and hit[0]:
                found.append(f"{schema}.{table}.{column}")
    return found


def delivered(site: Site, supplier: str = ONE) -> list[str]:
    rows = site.query(
        "SELECT toestand FROM log.levering WHERE dataset = %s AND leverancier = %s"
        " ORDER BY levering",
        FEED,
        supplier,
    )
    return [row["toestand"] for row in rows]


def test_a_file_with_bsns_leaves_nothing_but_hash_reason_and_columns(site: Site) -> None:
    before, other = site.content(), site.version(FEED)
    file = drop_file(site.deliveries / FEED / ONE, "levering Zwaluwstaart.csv", spoilt(site))
    assert traces(site, *SECRETS), "the search must be able to find it"
    done = refreshed(site)
    assert done.states(FEED) == {"geweigerd"}
    assert "burgerservicenummer" in done.reason(FEED)
    assert not file.exists()
    assert traces(site, *SECRETS) == []
    assert not any(secret in done.text + str(done.events) for secret in SECRETS)
    assert (site.content(), site.version(FEED)) == (before, other)
    assert delivered(site) == ["goed", "gewist"]
    (row,) = site.query("SELECT * FROM log.gewist")
    assert row["voltooid"]
    assert len(row["sha256"]) == 64
    assert set(row["kolommen"]) == {"BSN", "Achternaam", "e-mail", "mobiel", "geboortedatum"}
    assert set(row["soorten"]) == {
        "burgerservicenummer",
        "naam van een persoon",
        "geboortedatum",
        "telefoonnummer",
        "e-mailadres",
    }
    assert min(row["soorten"].values()) > 0
    (act,) = site.query("SELECT * FROM audit.handeling WHERE handeling = 'wissen'")
    assert all(act[name] for name in ("voorwerp", "uitkomst", "herkomst", "wie", "reden", "tijd"))
    assert row["sha256"] in act["reden"]
    _report_tells(site)
    _comes_again(site)
    _good_one_follows(site)


def _report_tells(site: Site) -> None:
    number = site.value("SELECT max(levering) FROM log.levering WHERE toestand = 'gewist'")
    folder = site.var / "verslagen" / FEED / ONE
    for form in ("html", "md", "txt"):
        text = (folder / f"{number}.{form}").read_text("utf-8")
        assert "persoonsgegevens" in text
        assert "BSN" in text


def _comes_again(site: Site) -> None:
    """The same bytes, another name: refused by their hash; the last good one stays."""
    drop_file(site.deliveries / FEED / ONE, "nogmaals.csv", spoilt(site))
    done = refreshed(site)
    assert done.states(FEED) == {"geweigerd"}
    assert "al eens" in done.reason(FEED)
    assert traces(site, *SECRETS) == []
    assert delivered(site) == ["goed", "gewist"]
    quiet = refreshed(site)
    assert quiet.states(FEED) == {"geweigerd"}, "the older file in the folder is no news"
    assert delivered(site) == ["goed", "gewist"]


def _good_one_follows(site: Site) -> None:
    file = next((site.deliveries / FEED / ONE).iterdir())
    lines = file.read_text("utf-8").splitlines()
    drop_file(site.deliveries / FEED / ONE, "goed.csv", "\n".join([lines[0], *lines[2:]]) + "\n")
    done = refreshed(site)
    assert done.states(FEED) == {"gepubliceerd"}
    assert delivered(site) == ["goed", "gewist", "goed"]


def test_another_supplier_offers_the_erased_bytes(site: Site) -> None:
    data = spoilt(site)
    drop_file(site.deliveries / FEED / ONE, "een.csv", data)
    refreshed(site)
    copy = drop_file(site.deliveries / FEED / OTHER, "twee.csv", data)
    done = refreshed(site)
    assert not copy.exists()
    assert done.states(FEED) == {"geweigerd"}
    assert delivered(site, OTHER) == ["goed", "gewist"]
    assert traces(site, *SECRETS) == []


def test_killed_between_finding_and_erasing_the_next_run_finishes_it(site: Site) -> None:
    file = drop_file(site.deliveries / FEED / ONE, "bsn.csv", spoilt(site))
    with psycopg.connect(site.dsn("postgres")) as holder:
        # Erasing begins with the rows set apart: held here, it cannot go on to the files.
        holder.execute(f"LOCK TABLE quarantine.{FEED} IN ACCESS EXCLUSIVE MODE".encode())
        with site.publisher(), site.start() as running:
            assert running.until(lambda event: event.get("naam") == "wissen")
            running.kill()
    assert file.exists()
    assert traces(site, *SECRETS)
    assert site.value("SELECT count(*) FROM log.gewist WHERE voltooid IS NULL") == 1
    refreshed(site)
    assert not file.exists()
    assert traces(site, *SECRETS) == []
    assert site.value("SELECT count(*) FROM log.gewist WHERE voltooid IS NULL") == 0
    assert site.value("SELECT count(*) FROM audit.handeling WHERE handeling = 'wissen'") == 1


def test_killed_while_landing_leaves_no_bytes_once_the_next_run_starts(site: Site) -> None:
    draft = site.var / "landing" / ".onaf" / "0123456789abcdef"
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_bytes(spoilt(site))
    spare = site.var / "uitgepakt" / "rest"
    spare.mkdir(parents=True)
    (spare / "lid.csv").write_bytes(spoilt(site))
    refreshed(site)
    assert traces(site, *SECRETS) == []


def test_a_file_that_cannot_be_read_is_searched_all_the_same(site: Site) -> None:
    file = drop_file(site.deliveries / FEED / ONE, "levering.gpkg", spoilt(site))
    done = refreshed(site)
    assert not file.exists()
    assert traces(site, *SECRETS) == []
    assert delivered(site) == ["goed", "gewist"]
    assert done.states(FEED) == {"geweigerd"}


def zipped(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in members:
            made.writestr(name, f"<t>{SECRETS[2]}</t>")
    return out.getvalue()


# Name, bytes, and what is said of the kind. In UTF-16, as .xls and .doc have it, no search of
# bytes would find the name.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + SECRETS[2].encode("utf-16-le")
UNREAD = {
    "oud.xls": (OLE + b"1", ".xls, .doc"),
    "vermomd.csv": (OLE + b"2", ".xls, .doc"),
    "met wachtwoord.xlsx": (OLE + b"3", "wachtwoord"),
    "rekenblad.ods": (zipped("mimetype", "content.xml"), ".ods"),
    "scan.pdf": (b"%PDF-1.7\n" + SECRETS[2].encode(), "pdf"),
    "notitie.Zwaluwstaart": (b"geen tabel", "zonder bekende uitgang"),
}


def test_files_of_kinds_that_are_not_read_are_refused_and_erased(site: Site) -> None:
    before, folder = site.content(), site.deliveries / FEED / ONE
    with site.publisher():
        for name, (data, kind) in UNREAD.items():
            file = drop_file(folder, name, data)
            done = site.refresh(FEED)
            assert done.states(FEED) == {"geweigerd"}, name
            told = done.reason(FEED)
            assert kind in told, told
            assert "sla het op als Excel-werkmap (.xlsx) of CSV" in told
            assert not file.exists(), name
    assert traces(site, SECRETS[2]) == []
    assert site.content() == before
    assert delivered(site) == ["goed", *["gewist"] * len(UNREAD)]
    rows = site.query("SELECT * FROM log.gewist ORDER BY gevonden")
    assert len(rows) == len(UNREAD)
    assert all(row["voltooid"] and row["bestandssoort"] and not row["soorten"] for row in rows)
    acts = site.query("SELECT reden FROM audit.handeling WHERE handeling = 'wissen' ORDER BY id")
    assert [act["reden"].startswith("niet te doorzoeken: ") for act in acts] == [True] * len(rows)
    (alert,) = [row for row in site.alerts() if row["dataset"] == FEED]
    assert "lezen wij niet" in alert["tekst"]
    number = site.value("SELECT max(levering) FROM log.levering WHERE toestand = 'gewist'")
    report = (site.var / "verslagen" / FEED / ONE / f"{number}.txt").read_text("utf-8")
    assert "van een soort die wij niet lezen" in report
    assert "Opslaan als" in report
    drop_file(folder, "nogmaals.csv", OLE + b"2")
    with site.publisher():
        assert "als .xlsx of CSV" in site.refresh(FEED).reason(FEED)


def test_the_other_supplier_is_published_while_one_is_erased(site: Site) -> None:
    drop_file(site.deliveries / FEED / ONE, "bsn.csv", spoilt(site))
    file = next((site.deliveries / FEED / OTHER).iterdir())
    lines = file.read_text("utf-8").splitlines()
    text = "\n".join([lines[0], *lines[2:]]) + "\n"
    drop_file(site.deliveries / FEED / OTHER, "goed.csv", text)
    before = site.version(FEED)
    refreshed(site)
    assert site.version(FEED) != before
    assert delivered(site) == ["goed", "gewist"]
    assert delivered(site, OTHER) == ["goed", "goed"]
    assert traces(site, *SECRETS) == []
