"""The landing store: same bytes one file, nothing half, nothing above the cap."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import DeliveryRefused
from pipelines.landing import Landing


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_bodies_lie_under_their_hash(tmp_path: Path) -> None:
    store = Landing(tmp_path)
    landed = store.put([b"een", b"twee"], cap=100)
    sha = hashlib.sha256(b"eentwee").hexdigest()
    assert (landed.sha256, landed.bytes) == (sha, 7)
    assert landed.path == tmp_path / sha[:2] / sha == store.path(sha)
    assert landed.path.read_bytes() == b"eentwee"


def test_the_same_bytes_are_one_file(tmp_path: Path) -> None:
    store = Landing(tmp_path)
    assert store.put([b"a"], 10) == store.put([b"", b"a"], 10)
    assert len(files(tmp_path)) == 1


def test_above_the_cap_nothing_stays(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused, match="proef: groter dan de grens van 3 bytes"):
        Landing(tmp_path).put([b"ab", b"cd"], 3, "proef")
    assert files(tmp_path) == []


def test_a_broken_stream_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        Landing(tmp_path).put(broken(), 100)
    assert files(tmp_path) == []


def test_erase_and_get(tmp_path: Path) -> None:
    store = Landing(tmp_path)
    landed = store.put([b"weg"], 10)
    assert store.get(landed.sha256, "page", "u").role == "page"
    assert store.erase(landed.sha256)
    assert not store.erase(landed.sha256)
    assert not store.has(landed.sha256)


@pytest.mark.parametrize("sha", ["../../etc/passwd", "", "Z" * 64])
def test_only_hashes_name_bodies(tmp_path: Path, sha: str) -> None:
    with pytest.raises(ValueError, match="geen sha256"):
        Landing(tmp_path).path(sha)


def test_sweep_removes_only_what_is_old(tmp_path: Path) -> None:
    store = Landing(tmp_path)
    kept = store.put([b"x"], 10)
    old, new = tmp_path / ".onaf" / "oud", tmp_path / ".onaf" / "nieuw"
    for draft in (old, new):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert store.sweep() == 1
    assert new.exists()
    assert kept.path.exists()
