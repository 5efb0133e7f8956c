"""A supplier's SFTP server, a real one on loopback: what is fetched, and whom we trust."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import asyncssh
import pytest

from pipelines.connectors import Bron, Previous, Pull, pull
from pipelines.errors import (
    ConfigurationError,
    DeliveryErased,
    DeliveryRefused,
    SourceChanged,
    SourceUnavailable,
)
from pipelines.http.client import Http, Timing
from pipelines.landing import Landing
from tests.support.sftp import PASSWORD, Server, serving

SECRET = "WOONZORG_GEHEIM_PROEF"  # noqa: S105 - the name of a variable
TIMING = Timing(connect=5, read=5, total=20, tries=1)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def bron(server: Server, monkeypatch: pytest.MonkeyPatch) -> Bron:
    monkeypatch.setenv(SECRET, PASSWORD)
    return Bron(
        dataset="corporatiecomplexen",
        supplier="de-sluis",
        vorm="sftp",
        adres=(f"sftp://wzk@127.0.0.1:{server.port}/uit/",),
        hostsleutel=server.key,
        geheim=SECRET,
    )


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Pull]:
    settings = SimpleNamespace(contact="proef@voorbeeld.nl", landing=tmp_path / "landing")
    with Http(settings, {}, (), TIMING) as http:
        yield Pull(http=http, root=tmp_path)


def test_the_newest_file_is_landed(server: Server, bron: Bron, context: Pull) -> None:
    server.put("uit/oud.csv", "a;b\n0;0\n", age=600)
    server.put("uit/nieuw.csv", "a;b\n1;2\n")
    server.put("uit/.half.csv", "a;b\n9;9\n", age=30)
    (server.root / "uit" / "map.csv").mkdir()
    found = pull(bron, context)
    assert found.files[0].path.read_text("utf-8") == "a;b\n1;2\n"
    assert found.files[0].url == "sftp://127.0.0.1/uit/nieuw.csv"
    assert (found.supplier, found.unchanged) == ("de-sluis", False)
    assert PASSWORD not in repr(found)
    assert "wzk@" not in repr(found.fetches)


def test_a_file_that_did_not_change_is_not_fetched_again(
    server: Server, bron: Bron, context: Pull
) -> None:
    server.put("uit/nieuw.csv", "a;b\n1;2\n")
    first = pull(bron, context)
    again = replace(context, previous=Previous(first.content_hash, first.modified))
    server.opened.clear()
    second = pull(bron, again)
    assert second.unchanged
    assert server.opened == []
    server.put("uit/nieuw.csv", "a;b\n1;3\n", age=40)
    assert not pull(bron, again).unchanged


def test_a_key_opens_the_door_too(
    server: Server, bron: Bron, context: Pull, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put("uit/nieuw.csv", "a;b\n1;2\n")
    monkeypatch.setenv(SECRET, server.own)
    assert pull(bron, context).files
    secret = tmp_path / "sleutel"
    secret.write_text(server.own)
    secret.chmod(0o600)
    assert pull(replace(bron, geheim=str(secret)), context).files
    secret.chmod(0o640)
    with pytest.raises(ConfigurationError, match="600"):
        pull(replace(bron, geheim=str(secret)), context)


def test_another_host_key_is_never_trusted(server: Server, bron: Bron, context: Pull) -> None:
    server.put("uit/nieuw.csv", "a;b\n1;2\n")
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with pytest.raises(SourceChanged, match="andere sleutel"):
        pull(replace(bron, hostsleutel=other), context)
    assert server.opened == []


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"hostsleutel": "ssh-ed25519 onzin"}, "hostsleutel"),
        ({"geheim": "WOONZORG_GEHEIM_ANDERS"}, "niet gezet"),
        ({"geheim": "gewoon een wachtwoord"}, "nooit het geheim zelf"),
        ({"geheim": "/bestaat/niet"}, "niet te lezen"),
        ({"adres": ("sftp://wzk:geheim@127.0.0.1/uit/",)}, "wachtwoord"),
        ({"adres": ("sftp://127.0.0.1/uit/",)}, "sftp://gebruiker@host"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_asked(
    bron: Bron, context: Pull, change: dict[str, object], match: str
) -> None:
    with pytest.raises(ConfigurationError, match=match) as caught:
        pull(replace(bron, **change), context)  # type: ignore[arg-type]
    assert PASSWORD not in str(caught.value)


def test_a_wrong_password_is_said_without_it(
    bron: Bron, context: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "verkeerd geheim")
    with pytest.raises(SourceChanged, match="laat ons niet binnen") as caught:
        pull(bron, context)
    assert "verkeerd geheim" not in str(caught.value)


def test_nothing_there_still_writing_or_gone_is_tried_again(
    server: Server, bron: Bron, context: Pull
) -> None:
    with pytest.raises(SourceUnavailable, match="nog geen levering"):
        pull(bron, context)
    server.put("uit/nieuw.csv", "a;b\n1;2\n", age=0.5)
    with pytest.raises(SourceUnavailable, match="nog geschreven"):
        pull(bron, context)
    missing = replace(bron, adres=(bron.adres[0].replace("/uit/", "/weg/"),))
    with pytest.raises(SourceUnavailable):
        pull(missing, context)
    with pytest.raises(SourceUnavailable):
        pull(replace(bron, adres=("sftp://wzk@127.0.0.1:1/uit/",)), context)


def test_limits_and_kinds_hold(server: Server, bron: Bron, context: Pull) -> None:
    server.put("uit/nieuw.csv", "a;b\n" + "1;2\n" * 1000)
    with pytest.raises(DeliveryRefused, match="cap_mb"):
        pull(replace(bron, cap_bytes=100), context)
    assert not list((context.landing.root / ".onaf").iterdir())
    server.put("uit/nieuw.exe", "MZ", age=10)
    with pytest.raises(DeliveryRefused, match=r"\.exe"):
        pull(bron, context)


def test_erased_bytes_do_not_land_again(server: Server, bron: Bron, context: Pull) -> None:
    server.put("uit/nieuw.csv", "a;b\n1;2\n")
    first = pull(bron, context)
    root = context.landing.root
    context.landing.erase(first.files[0].sha256)
    context.http.landing = Landing(root, {first.files[0].sha256})
    with pytest.raises(DeliveryErased) as caught:
        pull(bron, context)
    assert caught.value.sha256 == first.files[0].sha256
    assert [file for file in root.rglob("*") if file.is_file()] == []
