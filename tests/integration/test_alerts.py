"""Alerts over a real relay (STARTTLS) and a real webhook: once, until it changes or is solved."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

from data.registry import registry
from pipelines.alerts import news as alerts
from pipelines.alerts.settings import AlertSettings
from pipelines.alerts.ways import MOMENT, SIGNATURE, signature
from pipelines.settings import Settings
from tests.support.clusters import Database

KEY = "geheim-van-de-webhook"
TITLE = registry()["corporatiecomplexen"].title


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert, secret


@dataclass
class Relay:
    """Keeps what arrives.

    Attributes:
        encrypted: of each message, whether its session was.
    """

    port: int = 0
    messages: list[Message] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_DATA(self, _: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message."""
        self.messages.append(message_from_bytes(envelope.content or b"", policy=default))  # type: ignore[arg-type]
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    @property
    def subjects(self) -> list[str]:
        """Of everything that arrived."""
        return [str(message["Subject"]) for message in self.messages]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def relay(certificate: tuple[Path, Path]) -> Iterator[Relay]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*map(str, certificate))
    found = Relay()
    sink = Controller(
        found, hostname="127.0.0.1", port=_free_port(), tls_context=context, require_starttls=True
    )
    sink.start()
    found.port = sink.port
    yield found
    sink.stop()


@dataclass
class Hook:
    """Keeps what is posted, and answers what it is told to."""

    url: str = ""
    status: int = 204
    posts: list[tuple[dict[str, Any], bool]] = field(default_factory=list)


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if found.status < 300:
                expected = signature(KEY.encode(), self.headers[MOMENT], body)
                signed = self.headers[SIGNATURE] == f"sha256={expected}"
                found.posts.append((json.loads(body), signed))
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}/melding"
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def ways(relay: Relay, hook: Hook, certificate: tuple[Path, Path], tmp_path: Path) -> AlertSettings:
    secret = tmp_path / "webhook.geheim"
    secret.write_text(KEY + "\n", encoding="utf-8")
    return AlertSettings(
        aan=("steward@voorbeeld.invalid",),
        van="kaart@voorbeeld.invalid",
        smtp_host="127.0.0.1",
        smtp_port=relay.port,
        ca=certificate[0],
        webhook=hook.url,
        hosts=("127.0.0.1",),
        webhook_geheim_bestand=secret,
        pagina="https://beheer.voorbeeld.invalid",
        wacht_s=5,
    )


@pytest.fixture
def look(own_database: Database, ways: AlertSettings, tmp_path: Path) -> Callable[..., int]:
    """Looks once, in an installation whose only supplier delivers complexes."""
    with own_database.connect() as db:
        db.execute("INSERT INTO log.run (aanleiding, codeversie) VALUES ('proef', 'x')")
        db.execute(
            "INSERT INTO log.bron (dataset, titel, uitgever, niveau, per_leverancier, map, schema,"
            " laat_dagen, uit, lagen) VALUES ('corporatiecomplexen', 'Complexen', 'corporaties',"
            " 'B', true, 'map', '15 4 * * 1', 30, false, '{}')"
        )
        db.execute(
            "INSERT INTO log.leverancier (leverancier, naam, contact, overeenkomst, einde, feeds)"
            " VALUES ('de-sluis', 'De Sluis', 'a@b.invalid', '12', NULL, '{corporatiecomplexen}')"
        )

    def once(settings: AlertSettings = ways) -> int:
        with own_database.connect() as db:
            return alerts.run(db, Settings(var=tmp_path), settings)

    return once


def deliver(database: Database, state: str, reason: str | None, days: int = 0) -> None:
    with database.connect() as db:
        db.execute(
            "INSERT INTO log.levering (dataset, leverancier, peildatum, inhoud_hash, bestanden,"
            " epoch, toestand, reden, ontvangen, bevestigd) VALUES ('corporatiecomplexen',"
            " 'de-sluis', '2026-01-01', gen_random_uuid()::text, '[]', 1, %(state)s, %(reason)s,"
            " clock_timestamp() - make_interval(days => %(days)s),"
            " clock_timestamp() - make_interval(days => %(days)s))",
            {"state": state, "reason": reason, "days": days},
        )


def test_a_refusal_is_told_once_changed_once_and_solved_once(
    own_database: Database, look: Callable[..., int], relay: Relay, hook: Hook, tmp_path: Path
) -> None:
    assert look() == 0
    deliver(own_database, "geweigerd", "12 rijen onbruikbaar, kolom naam bevat «Hof 3»", 2)
    look()
    look()
    assert relay.subjects == [f"Levering geweigerd: {TITLE}, de-sluis"]
    assert relay.encrypted == [True]
    body = str(relay.messages[0].get_payload(decode=True).decode())  # type: ignore[union-attr]
    assert "12 rijen onbruikbaar" in body
    assert "Hof 3" not in body, "business data do not leave by e-mail"
    assert "https://beheer.voorbeeld.invalid" in body
    deliver(own_database, "geweigerd", "kolom complex_id ontbreekt", 1)
    look()
    look()
    assert len(relay.messages) == 2
    deliver(own_database, "goed", None)
    look()
    look()
    assert relay.subjects[2:] == [f"Opgelost: Levering geweigerd: {TITLE}, de-sluis"]
    assert [(post["toestand"], signed) for post, signed in hook.posts] == [
        ("open", True),
        ("open", True),
        ("opgelost", True),
    ]
    lines = (tmp_path / "log" / "meldingen.log").read_text("utf-8").splitlines()
    assert len(lines) == 3


def test_an_overdue_supplier_is_told_without_any_refresh(
    own_database: Database, look: Callable[..., int], relay: Relay
) -> None:
    deliver(own_database, "goed", None, 31)
    look()
    look()
    assert relay.subjects == [f"Levering te laat: {TITLE}, de-sluis"]
    with own_database.connect() as db:
        db.execute("UPDATE log.leverancier SET ritme_dagen = 90")
    look()
    assert relay.subjects[1].startswith("Opgelost: Levering te laat")


def test_an_agreement_that_ends_is_told(
    own_database: Database, look: Callable[..., int], relay: Relay
) -> None:
    with own_database.connect() as db:
        db.execute("UPDATE log.leverancier SET einde = current_date + 10")
    look()
    look()
    assert relay.subjects == ["Overeenkomst loopt af: de-sluis"]


def test_a_receiver_that_is_down_hears_it_later_and_the_relay_hears_it_once(
    own_database: Database,
    look: Callable[..., int],
    relay: Relay,
    hook: Hook,
    capfd: pytest.CaptureFixture[str],
) -> None:
    hook.status = 503
    deliver(own_database, "geweigerd", "kolom complex_id ontbreekt")
    look()
    assert "Melding niet verstuurd" in capfd.readouterr().err
    (held,) = own_database.rows("SELECT fout, gemaild, gepost FROM log.melding")
    assert "503" in held["fout"]
    assert held["gemaild"]
    assert held["gepost"] is None
    hook.status = 204
    look()
    assert len(hook.posts) == 1
    assert len(relay.messages) == 1


def test_a_relay_that_is_not_trusted_gets_nothing(
    own_database: Database,
    look: Callable[..., int],
    relay: Relay,
    ways: AlertSettings,
    capfd: pytest.CaptureFixture[str],
) -> None:
    deliver(own_database, "geweigerd", "kolom complex_id ontbreekt")
    look(ways.model_copy(update={"ca": None}))
    assert relay.messages == []
    assert "SSLCertVerificationError" in capfd.readouterr().err


def test_an_outage_of_many_feeds_is_one_message(
    own_database: Database, look: Callable[..., int], relay: Relay
) -> None:
    with own_database.connect() as db:
        db.execute(
            "INSERT INTO log.bevinding (epoch, dataset, controle, geslaagd, zwaarte, uitleg)"
            " SELECT 1, 'feed_' || n, 'ophalen', false, 'fout', 'geen antwoord'"
            " FROM generate_series(1, 15) n"
        )
        db.execute(
            "INSERT INTO log.levering (dataset, peildatum, inhoud_hash, bestanden, epoch, toestand,"
            " bevestigd) SELECT 'feed_' || n, '2026-01-01', 'x', '[]', 1, 'goed',"
            " clock_timestamp() - interval '1 day' FROM generate_series(1, 15) n"
        )
    look()
    assert relay.subjects == ["Woonzorgkaart: 15 meldingen, 0 opgelost"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook": "http://elders.invalid/x", "hosts": ("elders.invalid",), "webhook_geheim": "x"},
        {"webhook": "https://elders.invalid/x", "hosts": (), "webhook_geheim": "x"},
        {"webhook": "https://elders.invalid/x", "hosts": ("elders.invalid",)},
        {"webhook": "https://a:b@elders.invalid/x", "hosts": ("elders.invalid",)},
        {"aan": ("a@b.invalid",)},
    ],
)
def test_half_a_configuration_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AlertSettings(**wrong)
