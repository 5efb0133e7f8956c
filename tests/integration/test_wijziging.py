"""What a release changed, per layer and field, on real releases; and names that go announced."""

from typing import Any

from pipelines import verbs
from tests.faults.support import Refreshed, Swing

WHO = {"by": "A. Beheerder", "reason": "proef"}


def refresh(swing: Swing) -> Refreshed:
    with swing.site.publisher():
        return swing.site.refresh()


def changes(swing: Swing, release: int) -> dict[str, Any]:
    rows = swing.site.query(
        "SELECT * FROM pub.wijziging WHERE release = %s", release, role="woonzorg_api"
    )
    return {row["laag"]: row for row in rows}


def named(swing: Swing, **values: object) -> None:
    """A column that readers have and the declaration does not, as after an older declaration."""
    site = swing.site
    site.query(
        "INSERT INTO pub.kolom (laag, version, kolom, volgorde, type, titel, titel_en,"
        " omschrijving, eenheid, eenheid_en, bron, peildatum, methode_versie, rol, vervalt)"
        " SELECT laag, version, 'oude_naam', 99, 'text', 'Oude naam', '', '', '', '', '',"
        " peildatum, '', 'toelichting', %s::jsonb FROM pub.pointer WHERE laag = 'voorzieningen'"
        " ON CONFLICT (laag, version, kolom) DO UPDATE SET vervalt = excluded.vervalt"
        " RETURNING kolom",
        values.get("vervalt"),
        role="postgres",
    )


def test_a_release_tells_what_changed_and_why() -> None:
    swing = Swing()
    try:
        site = swing.site
        first = site.query("SELECT wat, waarom FROM pub.wijziging WHERE release = 1")
        assert {(row["wat"], row["waarom"]) for row in first} == {("laag erbij", "nieuw")}
        closed = site.query("SELECT laag FROM log.laagversie WHERE besloten")
        told = site.query("SELECT laag FROM pub.wijziging")
        assert not {row["laag"] for row in closed} & {row["laag"] for row in told}

        swing.turn()
        named(swing)
        refused = refresh(swing)
        assert refused.status != 0
        assert "voorzieningen.oude_naam" in refused.text
        before = site.release
        named(swing, vervalt='{"reden": "Heet nu naam.", "opvolger": "naam"}')
        done = refresh(swing)
        assert done.status == 0, done.text
        assert site.release == before + 1
        found = changes(swing, site.release)
        own = found["voorzieningen"]
        assert (own["wat"], own["waarom"]) == ("gewijzigd", "invoer")
        assert "zorgaanbieders" in own["door"]
        assert own["rijen"]["nieuw"] > 0
        assert own["velden"] == [
            {
                "veld": "oude_naam",
                "wat": "hernoemd",
                "oud": "oude_naam",
                "nieuw": "naam",
                "reden": "Heet nu naam.",
            }
        ]
        feed = found["gezondheid"]
        assert (feed["waarom"], feed["door"]) == ("levering", ["rivm_gezondheid"])
        assert sum(feed["rijen"]["velden"].values()) >= feed["rijen"]["gewijzigd"] > 0
        assert feed["velden"] == []

        verbs.rollback(site.dsn("woonzorg_steward"), "rivm_gezondheid", **WHO)
        back = changes(swing, site.release)
        assert set(back) == {"gezondheid", "gezondheid_65plus"}
        assert back["gezondheid"]["waarom"] == "teruggedraaid"
        assert back["gezondheid"]["rijen"] == feed["rijen"]
    finally:
        swing.site.drop()
