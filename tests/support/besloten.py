# ruff: noqa: S608 - every name in these statements is a constant of this file
"""Open and restricted layers in a migrated database, and the process that serves them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from data import toegang
from geo_api.besloten.app import create_besloten
from geo_api.besloten.settings import BeslotenSettings
from tests.api.asgi import client as asgi_client
from tests.support.clusters import Database
from tests.support.idp import Idp

BASE = "http://127.0.0.1:8002"
SECRET = b"geheim-van-de-proef"
OPEN, CLOSED, OTHER = "vlakken", "complexen_dicht", "nachtopvang"
"""One open layer, and two restricted ones of different themes."""
THEMES = {OPEN: "omgeving", CLOSED: "woningen", OTHER: "zorg"}
ROWS = 12


def fill(database: Database) -> None:
    """One release with the three layers, each with a value only it has."""
    with database.connect("postgres") as db:
        db.execute(
            "INSERT INTO log.run (aanleiding, codeversie, toestand) VALUES ('x', 'y', 'klaar')"
        )
        db.execute(
            "INSERT INTO pub.release (release, reden, wijzigingen, fictief, profiel, gemeenten,"
            " oudste_peildatum) VALUES (1, 'verversing', '{}', true, 'proef', '{GM9999}',"
            " '2026-01-01')"
        )
        for version, name in enumerate((OPEN, CLOSED, OTHER), start=1):
            publish(db, name, version)
        db.execute("SELECT log.wijs_aan(1)")


def publish(db: psycopg.Connection[Any], name: str, version: int) -> None:
    """One version of a layer in release 1; no pointer yet."""
    schema = "pub" if name == OPEN else "pub_restricted"
    db.execute(
        "INSERT INTO log.versie (version, dataset, peildatum, epoch, toestand, vingerafdruk,"
        " ontvangen) VALUES (%s, %s, '2026-01-01', 1, 'goed', 'x', 1)",
        (version, name),
    )
    db.execute(
        "INSERT INTO log.laagversie (laag, version, dataset, peildatum, bronversie, vingerafdruk,"
        " toestand, besloten, epoch) VALUES (%s, %s, %s, '2026-01-01', %s, 'x', 'goed', %s, 1)",
        (name, version, name, version, schema != "pub"),
    )
    db.execute("INSERT INTO log.release_laag VALUES (1, %s, '2026-01-01', %s)", (name, version))
    table = (
        f"CREATE TABLE store.{name} AS SELECT {version}::bigint AS version, DATE '2026-01-01' AS"
        " peildatum, lpad(i::text, 4, '0') AS id, lpad(i::text, 4, '0') AS code,"
        f" 'waarde van {name}'::text AS naam, i::integer AS woningen,"
        " 'waargenomen'::text AS woningen_status, ST_SetSRID(ST_MakePoint(230000 + i * 10,"
        f" 570000), 28992)::geometry(Point, 28992) AS geometry FROM generate_series(1, {ROWS}) i"
    )
    db.execute(table.encode())
    db.execute(f"CREATE VIEW {schema}.{name} AS SELECT * FROM store.{name}".encode())
    readers = "woonzorg_api, woonzorg_api_restricted" if name == OPEN else "woonzorg_api_restricted"
    db.execute(f"GRANT SELECT ON {schema}.{name} TO {readers}".encode())
    db.execute(
        f"INSERT INTO {schema}.laag VALUES (%s, %s, %s, %s, 'Uitleg', %s, 'Point', 'code', 'CBS',"
        " 'CC BY 4.0', 'CBS', '2026-01-01', 2026, '1.0', 'definitief', '{Fictief}', %s,"
        " '{6.6,53.1,6.7,53.2}', '{230000,570000,231000,571000}', '{}')",
        (name, version, f"Titel van {name}", name, THEMES[name], ROWS),
    )
    columns = [("code", "text", "sleutel"), ("naam", "text", "naam")]
    columns += [("woningen", "integer", "waarde"), ("geometry", "geometry", "geometrie")]
    for place, (column, kind, part) in enumerate(columns):
        db.execute(
            f"INSERT INTO {schema}.kolom (laag, version, kolom, volgorde, type, titel, titel_en,"
            " omschrijving, eenheid, eenheid_en, bron, peildatum, methode_versie, statuskolom,"
            " rol) VALUES (%s, %s, %s, %s, %s, %s, %s, '', '', '', 'CBS', '2026-01-01', '1.0',"
            " %s, %s)",
            (
                *(name, version, column, place, kind, column, column),
                "woningen_status" if part == "waarde" else None,
                part,
            ),
        )


def grant(database: Database, group: str, kind: str, name: str) -> None:
    """A group gets a right, as a steward gives it."""
    query = "SELECT gedaan FROM beheer.recht_geven(%s, %s, %s, 'A. Beheerder', 'proef', %s)"
    row = (group, kind, name, "opdrachtregel")
    assert database.value(query, row, role="woonzorg_steward")


def revoke(database: Database, group: str, kind: str, name: str) -> None:
    """A group loses a right, as a steward takes it."""
    query = "SELECT gedaan FROM beheer.recht_nemen(%s, %s, %s, 'A. Beheerder', 'proef', %s)"
    row = (group, kind, name, "opdrachtregel")
    assert database.value(query, row, role="woonzorg_steward")


def key(
    database: Database, layers: list[str], themes: list[str] | None = None, days: int = 30
) -> str:
    """A new key, as its owner holds it."""
    made = toegang.new()
    query = (
        "SELECT gedaan FROM beheer.sleutel_maken(%s, %s, 'De Sluis Wonen', %s, %s, %s,"
        " 'A. Beheerder', 'proef', 'opdrachtregel')"
    )
    row = (made.id, made.digest(SECRET), days, layers, themes or [])
    assert database.value(query, row, role="woonzorg_steward")
    return made.text


def settings(database: Database, var: Path, **values: Any) -> BeslotenSettings:
    """Settings of the restricted data process, with keys and without an identity provider."""
    secret = var / "sleutelgeheim"
    secret.write_bytes(SECRET)
    own = {
        "api_dsn": database.dsn("woonzorg_api_restricted"),
        "audit_dsn": database.dsn("woonzorg_audit"),
        "var": var,
        "key_secret_file": secret,
        "pool_wait_s": 5.0,
        "rate": "1000/1000",
    }
    return BeslotenSettings(**own | values)


@contextmanager
def serving(chosen: BeslotenSettings) -> Iterator[Any]:
    """The process, as a client that keeps no cookies."""
    with asgi_client(create_besloten(chosen).app, BASE) as client:
        yield client


def signed_in(client: Any, idp: Idp, groups: list[str], first: str = "") -> dict[str, str]:
    """The whole way round in a browser; gives the headers it sends from then on.

    Args:
        client: of the process.
        idp: the identity provider.
        groups: of the person there.
        first: page that was asked for before.
    """
    idp.claims = {"groups": groups}
    there = client.get("/aanmelden/oidc", params={"naar": first} if first else {})
    assert there.status_code == 303
    state, code = idp.authorize(there.headers["location"])
    held = "; ".join(line.partition(";")[0] for line in there.headers.get_list("set-cookie"))
    client._client.cookies.clear()
    back = client.get(f"/aanmelden/terug?state={state}&code={code}", headers={"Cookie": held})
    assert back.status_code == 303, back.text
    assert back.headers["location"] == (first or "/")
    client._client.cookies.clear()
    lines = back.headers.get_list("set-cookie")
    (line,) = (line for line in lines if line.startswith("woonzorg-besloten="))
    assert "httponly" in line.lower()
    assert "samesite=lax" in line.lower()
    idp.claims = {}
    return {"Cookie": line.partition(";")[0]}


def recorded(database: Database) -> list[dict[str, Any]]:
    """The acts on record, oldest first."""
    return database.rows("SELECT * FROM audit.handeling ORDER BY id", role="postgres")


def ids(answer: Any) -> list[str]:
    """Names of the layers in a list."""
    return [row["id"] for row in json.loads(answer.content)["collections"]]
