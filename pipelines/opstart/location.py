"""Where the private cluster lives and which user runs it."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import EnvironmentUnfit

SYSTEM_ROOT = Path("/var/lib/woonzorg")
# sun_path holds 108 bytes; PostgreSQL adds "/.s.PGSQL.5432" and a lock file beside it.
_LONGEST_SOCKET_DIRECTORY = 85


@dataclass(frozen=True)
class Owner:
    """The operating-system user that runs the server."""

    name: str
    uid: int
    gid: int

    @property
    def is_self(self) -> bool:
        """Whether that is the user who typed the command."""
        return self.uid == os.geteuid()

    def run(self, command: list[str], listen: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, from `/`: the current directory may be closed to it.

        Args:
            command: program and arguments.
            listen: keep its output. Not for a program that leaves a server behind: that inherits
                the pipe, and reading it would last as long as the server.
        """
        environment = {key: text for key, text in os.environ.items() if not key.startswith("PG")}
        output = subprocess.PIPE if listen else subprocess.DEVNULL
        return subprocess.run(  # noqa: S603
            command,
            cwd="/",
            env=environment | {"LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            text=True,
            check=False,
            user=None if self.is_self else self.uid,
            group=None if self.is_self else self.gid,
            extra_groups=None if self.is_self else [],
        )


def server_user() -> Owner:
    """User `postgres` when root starts the server, which refuses root; otherwise the user itself.

    Raises:
        EnvironmentUnfit: root, but no user `postgres`.
    """
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Owner(me.pw_name, me.pw_uid, me.pw_gid)
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise EnvironmentUnfit(
            "Gebruiker postgres ontbreekt, en PostgreSQL draait niet als root: installeer het "
            "PostgreSQL-pakket van uw distributie."
        ) from None
    return Owner(account.pw_name, account.pw_uid, account.pw_gid)


def owned_directory(path: Path, owner: Owner) -> None:
    """Make a 0700 directory of the owner, parents included, without touching parents that exist.

    Raises:
        EnvironmentUnfit: it belongs to someone else or cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(path, owner.uid, owner.gid)
        if path.stat().st_uid != owner.uid:
            raise PermissionError
        path.chmod(0o700)
    except OSError as error:
        reason = f" ({error.strerror})" if error.strerror else ""
        raise EnvironmentUnfit(
            f"Map {path} is niet bruikbaar voor gebruiker {owner.name}{reason}: start ./woonzorg "
            "als de gebruiker die deze installatie heeft gemaakt, of geef rechten en ruimte."
        ) from error


def base_directory(var: Path, owner: Owner, system_root: Path = SYSTEM_ROOT) -> Path:
    """Directory of the cluster: `var/postgres`, or one outside the checkout.

    A checkout below a 0700 directory of root is closed to user `postgres`: `initdb` would fail.
    """
    inside = var / "postgres"
    owned_directory(inside, owner)
    # The user itself tries it: mode bits alone say nothing about ACLs and mounts.
    if (
        owner.run(
            ["/bin/sh", "-c", 'cd "$1" && : > .proef && rm .proef', "sh", str(inside)]
        ).returncode
        == 0
    ):
        return inside
    shutil.rmtree(inside)
    outside = system_root / hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:12]
    system_root.mkdir(parents=True, exist_ok=True)
    owned_directory(outside, owner)
    return outside


def socket_directory(base: Path, owner: Owner) -> Path:
    """A 0700 directory for the socket: beside the data, or a short one when that is too long."""
    beside = base / "socket"
    if len(os.fsencode(beside)) <= _LONGEST_SOCKET_DIRECTORY:
        owned_directory(beside, owner)
        return beside
    # mkdtemp makes a new name with mode 0700, so nobody can have prepared it.
    short = Path(tempfile.mkdtemp(prefix="woonzorg-", dir="/tmp"))
    owned_directory(short, owner)
    return short


def write_as(path: Path, text: str, owner: Owner) -> None:
    """Replace a file of the owner in one step, mode 0600; untouched when it already says this."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    draft = path.with_name(path.name + ".nieuw")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(draft, owner.uid, owner.gid)
    draft.replace(path)
