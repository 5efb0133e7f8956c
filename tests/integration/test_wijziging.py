"""What a release changed, per layer and field, on real releases; and names that go announced."""

from typing import Any

from pmtiles.reader import MemorySource, Reader

from geo_api.main import create_app
from geo_api.settings import Settings
from pipelines import verbs
from tests.api.asgi import client as asgi_client
from tests.faults.support import Refreshed, Swing
from tests.support.linked import JsonLd, Turtle

WHO = {"by": "A. Beheerder", "reason": "proef"}


def refresh(swing: Swing) -> Refreshed:
    with swing.site.publisher():
        return swing.site.refresh()


def changes(swing: Swing, release: int) -> dict[str, Any]:
    rows = swing.site.query(
        "SELECT * FROM pub.wijziging WHERE release = %s ORDER BY peildatum",
        release,
        role="woonzorg_api",
    )
    return {row["laag"]: row for row in rows}  # of its newest moment


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


def readers_are_told(swing: Swing) -> None:
    """The same by the API of that installation, with its real layers, as document and page."""
    site, base = swing.site, "http://127.0.0.1:8000"
    settings = Settings(api_dsn=site.dsn("woonzorg_api"), var=site.var, base_url=base, poll_s=60)
    with asgi_client(create_app(settings).app, base) as client:
        listed = client.get("/v1/releases").json()["releases"]
        assert [row["release"] for row in listed] == list(range(site.release, 0, -1))
        assert {row["waarom"] for row in listed[0]["lagen"]} == {"teruggedraaid"}
        one = client.get(f"/v1/releases/{site.release - 1}").json()
        fields = {row["laag"]: row["rijen"].get("velden") for row in one["lagen"]}
        assert fields["gezondheid"]
        assert "Nieuwe levering" in client.get(f"/v1/releases/{site.release - 1}?f=html").text
        names = [item["id"] for item in client.get("/v1/collections").json()["collections"]]
        for name in names:
            assert client.get(f"/lagen/{name}").status_code == 200, name
            for rest in ("", "/schema", "/queryables", "/items?limit=1"):
                url = f"/v1/collections/{name}{rest}"
                release = client.get(url, params={"release": site.release})
                assert release.status_code == 200, (url, release.text)
                assert client.get(url, params={"f": "html"}).status_code == 200, url
        turtle = Turtle(client.get("/v1/dcat?f=turtle").text).triples()
        assert turtle == JsonLd(client.get("/v1/dcat").json()).triples()
        licences = {value for _, name, value in turtle if name.endswith("/license")}
        assert all(str(one).startswith(("http://", "https://")) for one in licences)
        assert "http://creativecommons.org/licenses/by/4.0/deed.nl" in licences
        archive = client.get("/v1/archives/gezondheid.pmtiles")
        told = Reader(MemorySource(archive.content)).metadata()  # type: ignore[no-untyped-call]
        assert told["attribution"]
        for word in ("Bron: RIVM", "licentie: ", "peildatum: 2024-09-01", "status: gepubliceerd"):
            assert word in told["description"], told["description"]


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
        readers_are_told(swing)
    finally:
        swing.site.drop()
