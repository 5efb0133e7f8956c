"""The steward's pages on a database of a test: in-process, with the helpers a browser would be."""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from data.registry import registry
from geo_api.beheer.app import create_restricted
from geo_api.beheer.settings import RestrictedSettings
from pipelines import bronstatus, quarantine
from pipelines.conform import BadRow
from pipelines.profile import Profiel, load
from pipelines.settings import Settings
from tests.api.asgi import client as asgi_client
from tests.support.clusters import Database

BASE = "http://127.0.0.1:8001"
WORD = "proef-" + "x" * 37
FEED, SUPPLIER = "corporatiecomplexen", "de-sluis"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Browser:
    """Somebody with a cookie jar.

    Attributes:
        client: asks the application.
        cookies: what the service set.
    """

    client: Any
    cookies: dict[str, str]
    token: str = ""

    def get(self, path: str, **values: Any) -> httpx.Response:
        """Open a page; its form token is remembered."""
        found = self._ask("GET", path, **values)
        if token := _TOKEN.search(found.text):
            self.token = token.group(1)
        return found

    def post(
        self, path: str, fields: dict[str, str] | None = None, **values: Any
    ) -> httpx.Response:
        """Send a form as a browser does, with the token of the last page."""
        data = {"token": self.token} | (fields or {})
        return self._ask("POST", path, **({"data": data} | values))

    def _ask(self, method: str, path: str, **values: Any) -> httpx.Response:
        headers = {"Accept": "text/html", "Host": "127.0.0.1:8001"}
        if method == "POST":
            headers["Origin"] = BASE
        headers |= values.pop("headers", {})
        if self.cookies:
            headers.setdefault("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        found: httpx.Response = self.client.request(method, path, headers=headers, **values)
        for line in found.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0].strip('"')
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        # The client keeps a jar of its own; one browser must not be another.
        self.client._client.cookies.clear()
        return found

    def sign_in(self, name: str = "A. Beheerder") -> "Browser":
        """By the printed link."""
        done = self.post("/aanmelden/link", {"woord": WORD, "naam": name})
        assert done.status_code == 303, done.text
        self.get("/")
        return self


def settings(database: Database, var: Path, **values: Any) -> RestrictedSettings:
    """Settings of the restricted process, with the link of `WORD`."""
    own = {
        "api_dsn": database.dsn("woonzorg_api_restricted"),
        "steward_dsn": database.dsn("woonzorg_steward"),
        "var": var,
        "local_link": hashlib.sha256(WORD.encode()).hexdigest(),
        "pool_wait_s": 5.0,
    }
    return RestrictedSettings(**own | values)


@contextmanager
def opened(chosen: RestrictedSettings) -> Iterator[Browser]:
    """The service, and somebody who is not signed in."""
    with asgi_client(create_restricted(chosen).app, BASE) as client:
        yield Browser(client, {})


def profile(folder: Path) -> Profiel:
    """A profile with one supplier of one partner feed, beside the open ones."""
    file = folder / "profiel.toml"
    file.write_text(
        'naam = "Proef"\nerft = "landelijk"\nindelingsjaar = 2024\ngemeenten = ["GM9999"]\n'
        f'[leveranciers.{SUPPLIER}]\nnaam = "De Sluis Wonen"\ncontact = "data@sluis.invalid"\n'
        f'overeenkomst = "2026-12"\neinde = 2027-06-30\nritme_dagen = 90\nfeeds = ["{FEED}"]\n',
        encoding="utf-8",
    )
    return load(str(file), fictief=True)


def fill(database: Database, var: Path) -> None:
    """A refused delivery after a good one, with rows that were set apart, and an open feed."""
    chosen = profile(var)
    with database.connect() as db:
        db.execute(
            "INSERT INTO log.run (aanleiding, codeversie, toestand) VALUES ('x', 'y', 'klaar')"
        )
        deliver(database, FEED, SUPPLIER, "goed", days=40)
        number = deliver(database, FEED, SUPPLIER, "geweigerd", reason="kolom x ontbreekt", days=1)
        deliver(database, "igj_apotheken", "", "goed", days=1)
        deliver(database, "ov_haltes", "", "goed", days=200)
        names = {c.name: "waarde van " + c.name for c in registry()[FEED].columns}
        rows = [
            BadRow(n + 2, "naam bevat «Hof 3»", json.dumps(names | {"iets": "vreemd", "n": n}))
            for n in range(60)
        ]
        quarantine.put(db, FEED, number, 1, rows)
        bronstatus.export(db, Settings(var=var), chosen)


def deliver(
    database: Database, feed: str, supplier: str, state: str, *, reason: str = "", days: int = 0
) -> int:
    """A delivery on record; gives its number."""
    return int(
        database.value(
            "INSERT INTO log.levering (dataset, leverancier, peildatum, inhoud_hash, bestanden,"
            " epoch, toestand, reden, rijen, ontvangen, bevestigd) VALUES (%(feed)s, %(who)s,"
            " '2026-01-01', gen_random_uuid()::text, '[{\"bytes\": 1234}]', 1, %(state)s,"
            " nullif(%(reason)s, ''), 12, now() - make_interval(days => %(days)s),"
            " now() - make_interval(days => %(days)s)) RETURNING levering",
            {"feed": feed, "who": supplier, "state": state, "reason": reason, "days": days},
        )
    )
