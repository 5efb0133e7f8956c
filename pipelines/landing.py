"""The landing store: every fetched body, unchanged, under its own hash.

Belongs here: writing, finding and erasing bytes. Not here: what the bytes mean, and the fetch log
(database). Layout: `root/ab/abcdef…` (the first two signs of the sha256, then the whole of it);
unfinished bodies live in `root/.onaf` and never under a hash.
"""

import hashlib
import os
import time
import uuid
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import DeliveryErased, DeliveryRefused

CHUNK = 1 << 20
STALE_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Landed:
    """One body in the store.

    Attributes:
        sha256: hash of the decoded bytes, 64 hexadecimal signs.
        bytes: size in bytes.
        path: where it lies; never changes as long as it is not erased.
        role: what it is within its delivery: `data`, `page`, `tableinfos`, `dataproperties`,
            `dimension:<name>`.
        url: address it was asked at, or the local path it was copied from.
    """

    sha256: str
    bytes: int
    path: Path
    role: str = "data"
    url: str = ""


class Landing:
    """Content-addressed files below one directory; safe against a crash at any moment."""

    def __init__(
        self, root: Path, erased: Container[str] = frozenset(), *, closed: bool = False
    ) -> None:
        """Use `root`, which is made at the first write.

        Args:
            root: directory of this store.
            erased: hashes of bodies that were erased for good and may not come back.
            closed: for tier C: nobody but our own user may look in it.
        """
        self.root, self.erased, self.closed = root, erased, closed

    def path(self, sha256: str) -> Path:
        """Where the body with this hash lies, or would lie."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"geen sha256: {sha256!r}")
        return self.root / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Whether the body is here."""
        return self.path(sha256).is_file()

    def get(self, sha256: str, role: str = "data", url: str = "") -> Landed:
        """A body that landed earlier.

        Raises:
            FileNotFoundError: it was erased or never landed.
        """
        path = self.path(sha256)
        return Landed(sha256, path.stat().st_size, path, role, url)

    def put(self, chunks: Iterable[bytes], cap: int, name: str = "levering") -> Landed:
        """Write a stream to disk and move it under its hash; nothing stays when the stream breaks.

        Args:
            chunks: the body, in pieces.
            cap: largest size in bytes.
            name: dataset or address for the message.

        Raises:
            DeliveryRefused: the body is larger than `cap`.
            DeliveryErased: it was erased before; nothing of it stays.
        """
        unfinished = self.root / ".onaf"
        if self.closed:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.root.chmod(0o700)
        unfinished.mkdir(parents=True, exist_ok=True)
        draft = unfinished / uuid.uuid4().hex
        digest, size = hashlib.sha256(), 0
        try:
            with draft.open("xb") as out:
                for chunk in chunks:
                    size += len(chunk)
                    if size > cap:
                        raise DeliveryRefused(
                            f"{name}: groter dan de grens van {cap} bytes; afgebroken. "
                            "Controleer de levering of verhoog cap_mb in het profiel."
                        )
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if digest.hexdigest() in self.erased:
                raise DeliveryErased(
                    f"{name}: dit bestand is eerder geweigerd en gewist.", digest.hexdigest()
                )
            path = self.path(digest.hexdigest())
            path.parent.mkdir(exist_ok=True)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        _sync_directory(path.parent)
        return Landed(path.name, size, path)

    def put_file(self, source: Path, cap: int, name: str = "levering") -> Landed:
        """Copy a local file into the store."""
        return self.put(_pieces(source), cap, name)

    def erase(self, sha256: str) -> bool:
        """Remove a body for good (a withdrawn delivery); returns whether it was there."""
        path = self.path(sha256)
        if not path.is_file():
            return False
        path.unlink()
        _sync_directory(path.parent)
        return True

    def sweep(self, older_than_s: float = STALE_S) -> int:
        """Remove what a killed process left unfinished; returns the number of files."""
        limit, count = time.time() - older_than_s, 0
        for draft in (self.root / ".onaf").glob("*"):
            if draft.stat().st_mtime < limit:
                draft.unlink(missing_ok=True)
                count += 1
        return count


def _pieces(source: Path) -> Iterator[bytes]:
    with source.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _sync_directory(directory: Path) -> None:
    """Make a rename survive a power cut: the directory entry is data too."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
