"""Zip files from outside: looked through before anything is opened, and unpacked under a count.

Belongs here: the limits (ratio 100, 4 GB, 1000 members, no way out of the directory, no links,
a zip in a zip only where the profile names it) and finding one member. Not here: formats.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from pipelines.errors import DeliveryRefused, SourceChanged

RATIO = 100
STEP = 1 << 20
STRAY = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a zip may hold.

    Attributes:
        unpacked: bytes of all members together.
        members: number of members.
        member: bytes of one member.
    """

    unpacked: int = 4 << 30
    members: int = 1000
    member: int = 4 << 30


ORDINARY = Limits()


@contextmanager
def opened(
    name: str, path: Path, nested: bool = False, limits: Limits | None = None
) -> Iterator[zipfile.ZipFile]:
    """Open a zip that keeps to the limits.

    Args:
        name: dataset for messages.
        path: the landed file.
        nested: whether zips within the zip were declared.
        limits: larger ones only for a declared layout that is read member by member.

    Raises:
        DeliveryRefused: the zip breaks a limit or is damaged.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(name, archive.infolist(), nested, limits or ORDINARY)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise DeliveryRefused(
            f"{name}: het zipbestand is beschadigd of onvolledig ({error}). Vraag het opnieuw."
        ) from error


def members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The real files in an archive, without what file managers leave behind."""
    return [
        info
        for info in archive.infolist()
        if not info.is_dir()
        and not info.filename.startswith(STRAY[0])
        and PurePosixPath(info.filename).name not in STRAY
    ]


def find(name: str, archive: zipfile.ZipFile, pattern: str) -> zipfile.ZipInfo:
    """The only member whose name (or last part of it) fits a pattern.

    Raises:
        SourceChanged: none, or more than one.
    """
    wanted = pattern.lower()
    fits = [
        info
        for info in members(archive)
        if fnmatch(info.filename.lower(), wanted)
        or fnmatch(PurePosixPath(info.filename).name.lower(), wanted)
    ]
    if len(fits) == 1:
        return fits[0]
    listed = ", ".join(info.filename for info in (fits or members(archive))[:8])
    raise SourceChanged(
        f"{name}: {len(fits)} bestanden in de zip passen bij {pattern}, een verwacht; "
        f"gevonden: {listed or 'niets'}. Noem het juiste bestand met lid in het profiel."
    )


def unpack(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> Path:
    """Write one member to `target`, under our own name, counting what really comes out.

    Raises:
        DeliveryRefused: more comes out than the directory of the zip says or the limits allow.
    """
    size = 0
    with archive.open(info) as source, target.open("xb") as out:
        while chunk := source.read(STEP):
            size += len(chunk)
            if size > info.file_size:
                raise _refused(name, f"{info.filename} is groter dan de zip zegt")
            out.write(chunk)
    return target


def _check(name: str, infos: list[zipfile.ZipInfo], nested: bool, limits: Limits) -> None:
    if len(infos) > limits.members:
        raise _refused(name, f"{len(infos)} bestanden, hoogstens {limits.members} mag")
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if total > limits.unpacked:
        raise _refused(name, f"{total} bytes na uitpakken, hoogstens {limits.unpacked} mag")
    if total > RATIO * max(packed, 1):
        raise _refused(name, f"{total} bytes uit {packed}, hoogstens 1:{RATIO} mag")
    for info in infos:
        if info.file_size > limits.member:
            raise _refused(name, f"{info.filename} wordt uitgepakt {info.file_size} bytes")
        _check_member(name, info, nested)


def _check_member(name: str, info: zipfile.ZipInfo, nested: bool) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in info.filename or "\0" in info.filename:
        raise _refused(name, f"de naam {info.filename!r} wijst buiten de map")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refused(name, f"{info.filename} is een verwijzing (symlink)")
    if info.flag_bits & 0x1:
        raise _refused(name, f"{info.filename} is versleuteld")
    if path.suffix.lower() == ".zip" and not nested:
        raise _refused(name, f"{info.filename} is een zip in de zip en dat is niet afgesproken")


def _refused(name: str, found: str) -> DeliveryRefused:
    return DeliveryRefused(
        f"{name}: onveilig zipbestand: {found}. "
        "De laatste goede versie blijft; vraag de leverancier om een gewone zip."
    )
