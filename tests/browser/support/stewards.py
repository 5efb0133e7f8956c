"""The steward's process as it really runs, on a database with trouble in it."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Page

from tests.support import besloten, office
from tests.support.clusters import Database
from tests.support.office import WORD

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def running(database: Database, var: Path) -> Iterator[str]:
    """The address of the process.

    Args:
        database: a migrated one, empty.
        var: folder of the process.

    Raises:
        AssertionError: it does not come up.
    """
    _fill(database, var)
    secret = var / "sleutelgeheim"
    secret.write_bytes(besloten.SECRET)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {name: text for name, text in os.environ.items() if "WOONZORG" not in name} | {
        "WOONZORG_RESTRICTED_API_DSN": database.dsn("woonzorg_api_restricted"),
        "WOONZORG_RESTRICTED_STEWARD_DSN": database.dsn("woonzorg_steward"),
        "WOONZORG_RESTRICTED_VAR": str(var),
        "WOONZORG_RESTRICTED_PORT": str(port),
        "WOONZORG_RESTRICTED_KEY_SECRET_FILE": str(secret),
        "WOONZORG_RESTRICTED_LOCAL_LINK": hashlib.sha256(WORD.encode()).hexdigest(),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "geo_api.beheer"], cwd=ROOT, env=environment
    ) as process:
        try:
            yield _alive(process, f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def _fill(database: Database, var: Path) -> None:
    office.fill(database, var)
    with database.connect() as db:
        db.execute(
            "UPDATE log.levering SET telling = %s, verschil = %s, gelezen = %s"
            " WHERE toestand = 'geweigerd'",
            (
                '{"ontvangen": 70, "gepubliceerd": 9, "afgekeurd": 60, "dubbel": 1}',
                '{"versie": 1, "vorige_rijen": 12, "nieuw": 1, "weg": 4, "gewijzigd": 2,'
                ' "sleutels": {"weg": ["C-7", "C-9"]}}',
                '["Blad «Complexen» is gelezen.", "De kopregel is rij 3."]',
            ),
        )
        db.execute("INSERT INTO log.melding (dataset, soort, tekst) VALUES ('x', 'controle', 'y')")
    besloten.grant(database, "corporaties", "thema", "woningen")
    besloten.key(database, ["complexmonitor_besloten"])


def _alive(process: "subprocess.Popen[bytes]", base: str) -> str:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(f"{base}/health/live").status_code == 200:
                return base
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the service did not come up")


def sign_in(page: Page) -> None:
    """Give the name that the link asks for, and wait for the first page."""
    page.get_by_label("Uw naam").fill("A. Beheerder")
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_role("heading", name="Leveringen", exact=True).wait_for()
