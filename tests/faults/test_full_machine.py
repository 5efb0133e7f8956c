"""A machine that is full (TRUST 3.2): disk, disk of the database, memory.

Readers keep the release they have, what went wrong is said in a sentence, and the next refresh on a
machine with room ends where an undisturbed one ends.
"""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import sql

from tests.faults.support import Refreshed, Site, Swing

MB = 1 << 20


@pytest.fixture(scope="module")
def swing() -> Iterator[Swing]:
    made = Swing()
    yield made
    made.site.drop()


def converges(swing: Swing, goal: dict[str, str]) -> None:
    """The next refresh, without the limit."""
    swing.site.limits = {}
    with swing.site.publisher():
        done = swing.site.refresh()
    assert done.status == 0, done.text
    assert swing.site.content() == goal
    assert swing.site.leftovers() == []


def refused(swing: Swing, done: Refreshed, before: str, says: str) -> None:
    assert done.status == 1, done.text
    assert says in done.text
    assert "Traceback" not in done.text
    assert swing.look() == before


def test_a_full_disk_is_said_and_leaves_what_was_there(swing: Swing) -> None:
    goal, before = swing.turn(), swing.look()
    # A delivery larger than any file may become: what ENOSPC is to a whole disk.
    big = swing.site.deliveries / "corporatiecomplexen" / "woonlindenhof" / "groot.csv"
    big.write_bytes(b"x;y\n" * (10 * MB))
    os.utime(big, (0, 0))
    newest = max(big.parent.iterdir(), key=lambda file: file.stat().st_mtime)
    os.utime(big, (newest.stat().st_mtime + 5,) * 2)
    swing.site.limits = {resource.RLIMIT_FSIZE: 32 * MB}
    with swing.site.publisher():
        done = swing.site.refresh()
    refused(swing, done, before, "vol: maak ruimte vrij")
    assert list((swing.site.var / "landing" / ".onaf").iterdir()) == []
    big.unlink()
    converges(swing, goal)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(8))
def test_out_of_memory(swing: Swing, number: int) -> None:
    goal, before = swing.turn(), swing.look()
    swing.site.limits = {resource.RLIMIT_AS: (700 + 100 * number) * MB}
    with swing.site.publisher(), swing.reader() as reader:
        done = swing.site.refresh()
    assert done.status != 0 or swing.site.content() == goal
    assert set(reader.seen) <= {before, swing.look()}
    converges(swing, goal)


@contextmanager
def small_disk(place: Path, size_mb: int) -> Iterator[Path]:
    """A file system of its own in memory; only root can make one."""
    place.mkdir(parents=True)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=0777", "tmpfs", str(place)],
        check=True,
    )
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def on_a_disk_of_its_own(folder: Path) -> Iterator[Path]:
    """The same folder on a file system with little more room than it takes."""
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    kept = folder.rename(folder.with_name(f"{folder.name}-bewaard"))
    try:
        with small_disk(folder, size // MB * 5 // 4 + 16):
            subprocess.run(["cp", "-a", f"{kept}/.", str(folder)], check=True)
            yield folder
            subprocess.run(["cp", "-a", f"{folder}/.", str(kept)], check=True)
    finally:
        folder.rmdir()
        kept.rename(folder)


root = pytest.mark.skipif(os.geteuid() != 0, reason="alleen root maakt een bestandssysteem")


@pytest.mark.soak
@root
@pytest.mark.parametrize("left_kb", [16, 64, 256, 1024])
def test_staging_on_a_small_file_system(swing: Swing, left_kb: int) -> None:
    goal, before = swing.turn(), swing.look()
    with on_a_disk_of_its_own(swing.site.var / "landing") as landing:
        fill(landing / "ballast", left_kb)
        with swing.site.publisher():
            done = swing.site.refresh()
        (landing / "ballast").unlink()
    if done.status:
        refused(swing, done, before, "vol: maak ruimte vrij")
    converges(swing, goal)


@pytest.mark.soak
@root
@pytest.mark.parametrize("left_kb", [8, 64, 256, 1024])
def test_a_full_disk_of_the_database(swing: Swing, left_kb: int) -> None:
    goal, before, farm = swing.turn(), swing.look(), swing.site.farm
    place = farm.place / f"ruimte{left_kb}"
    name = f"krap{left_kb}"
    with small_disk(place, 128):
        data = place / "data"
        data.mkdir()
        subprocess.run(["chown", "postgres", str(data)], check=True)
        with farm.admin() as admin:
            admin.execute(
                sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(
                    sql.Identifier(name), sql.Literal(str(data))
                )
            )
            admin.execute(
                sql.SQL("GRANT CREATE ON TABLESPACE {} TO PUBLIC").format(sql.Identifier(name))
            )
            _default(swing.site, name)
        fill(place / "ballast", left_kb)
        with swing.site.publisher():
            done = swing.site.refresh()
        (place / "ballast").unlink()
        if done.status:
            refused(swing, done, before, "De schijf van de database is vol")
        converges(swing, goal)
        _default(swing.site, "pg_default")
        _move(swing.site, name)
        with farm.admin() as admin:
            admin.execute(sql.SQL("DROP TABLESPACE {}").format(sql.Identifier(name)))


def _default(site: Site, tablespace: str) -> None:
    """Where new tables of this site go."""
    with site.farm.admin() as admin:
        admin.execute(
            sql.SQL("ALTER DATABASE {} SET default_tablespace = {}").format(
                sql.Identifier(site.name), sql.Literal(tablespace)
            )
        )


def _move(site: Site, tablespace: str) -> None:
    """Take what was made there back to the ordinary disk."""
    with site.farm.admin(site.name) as admin:
        for kind in ("TABLE", "INDEX"):
            admin.execute(
                sql.SQL("ALTER {} ALL IN TABLESPACE {} SET TABLESPACE pg_default").format(
                    sql.SQL(kind), sql.Identifier(tablespace)
                )
            )


def fill(file: Path, left_kb: int) -> None:
    """Take all room but so much."""
    room = os.statvfs(file.parent)
    with file.open("wb") as out:
        out.write(bytes(max(0, room.f_bavail * room.f_frsize - left_kb * 1024)))
