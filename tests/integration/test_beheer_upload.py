"""Delivering on a page: whole files under their own name, or nothing at all."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipelines.connectors.folder import SUFFIXES
from tests.support import office
from tests.support.clusters import Database
from tests.support.office import FEED, SUPPLIER, Browser

FOR = f"{FEED}/{SUPPLIER}"
CONTENT = b"complex_id;naam\nC-1;Hof\n"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def filled(database: Database, var: Path) -> Database:
    office.fill(database, var)
    return database


@pytest.fixture
def steward(filled: Database, var: Path) -> Iterator[Browser]:
    with office.opened(office.settings(filled, var, upload_mb=1)) as found:
        found.sign_in()
        found.get("/aanleveren")
        yield found


@pytest.fixture
def folder(var: Path) -> Iterator[Path]:
    """The watched folder of the supplier, empty."""
    found = var / "leveringen" / FEED / SUPPLIER
    for file in found.glob("*"):
        file.unlink()
    yield found
    assert not list(found.glob(".*")), "nothing half is left behind"


def send(
    steward: Browser,
    content: bytes = CONTENT,
    *,
    name: str = "Complexen 2026 (def).CSV",
    to: str = FOR,
    token: str | None = None,
) -> httpx.Response:
    """A file; the answer is the page that follows."""
    fields = {"token": steward.token if token is None else token, "voor": to}
    request = httpx.Request(
        "POST", office.BASE, data=fields, files={"bestand": (name, content, "text/csv")}
    )
    headers = {"Content-Type": request.headers["content-type"]}
    return steward.post("/aanleveren", data=None, content=request.read(), headers=headers)


def last(database: Database) -> dict[str, str]:
    return database.rows("SELECT * FROM audit.handeling ORDER BY id DESC LIMIT 1", role="postgres")[
        0
    ]


def test_a_file_stands_whole_in_the_folder(
    steward: Browser, folder: Path, filled: Database
) -> None:
    done = send(steward)
    assert done.headers["location"] == "/aanleveren"
    (file,) = folder.iterdir()
    assert file.read_bytes() == CONTENT
    assert file.name.endswith("-Complexen-2026-def.csv")
    assert file.suffix in SUFFIXES
    assert file.stat().st_mode & 0o077 == 0
    assert "Ontvangen: Complexen-2026-def.csv" in steward.get("/aanleveren").text
    said = last(filled)
    assert (said["handeling"], said["uitkomst"]) == ("aanleveren", "gedaan")
    assert said["voorwerp"].startswith(FOR)
    assert send(steward).status_code == 303
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"name": "macro.docm"}, "Soort .docm"),
        ({"name": "zonder"}, "Soort onbekend"),
        ({"content": b""}, "Kies een bestand"),
        ({"content": b"x" * (1 << 20) + b"y"}, "groter dan 1 MB"),
        ({"to": ""}, "Kies eerst een leverancier"),
        ({"to": f"{FEED}/../../elders"}, "Kies eerst een leverancier"),
        ({"to": f"igj_apotheken/{SUPPLIER}"}, "Kies eerst een leverancier"),
    ],
)
def test_what_cannot_be_taken_leaves_nothing(
    steward: Browser, folder: Path, filled: Database, values: dict[str, object], says: str
) -> None:
    assert send(steward, **values).status_code == 303  # type: ignore[arg-type]
    assert says in steward.get("/aanleveren").text
    assert not list(folder.glob("*"))
    assert last(filled)["uitkomst"].startswith("geweigerd")


def test_a_name_is_no_path(steward: Browser, folder: Path, var: Path) -> None:
    before = {path for path in var.rglob("*") if folder not in path.parents}
    for name in ("../../../elders.csv", "/etc/x.csv", "..\\..\\x.csv", ".verborgen.csv"):
        assert send(steward, name=name).status_code == 303
    assert len(list(folder.glob("[!.]*"))) == 4
    assert {path for path in var.rglob("*") if folder not in path.parents} == before


def test_without_a_token_not_a_byte_is_kept(
    steward: Browser, folder: Path, filled: Database
) -> None:
    assert send(steward, token="vals").status_code == 403  # noqa: S106
    assert not list(folder.glob("*"))
    assert last(filled)["uitkomst"].startswith("geweigerd")


@pytest.mark.parametrize("cut", [10, 200, 400])
def test_a_body_that_breaks_off_leaves_nothing(steward: Browser, folder: Path, cut: int) -> None:
    fields = {"token": steward.token, "voor": FOR}
    request = httpx.Request(
        "POST", office.BASE, data=fields, files={"bestand": ("a.csv", CONTENT * 40, "text/csv")}
    )
    body = request.read()
    headers = {"Content-Type": request.headers["content-type"]}
    done = steward.post("/aanleveren", data=None, content=body[: len(body) - cut], headers=headers)
    assert done.status_code in (303, 403)
    assert not list(folder.glob("*"))


def test_a_full_disk_is_said(
    steward: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo_api.beheer.upload.os.fsync", full)
    assert send(steward).status_code == 303
    assert "schijf is vol" in steward.get("/aanleveren").text
    assert not list(folder.glob("*"))


def test_everything_that_can_be_chosen_comes_from_the_profile(
    steward: Browser, filled: Database
) -> None:
    text = steward.get("/aanleveren").text
    assert text.count("<option") == 2
    held = filled.value(f"SELECT soorten FROM log.bron WHERE dataset = '{FEED}'")  # noqa: S608
    assert held == sorted(SUFFIXES), json.dumps(held)
