"""SFTP of one supplier: the newest file of a directory, from a server whose key we were told.

Belongs here: the connection and the choice of the file. The key of the server stands in the
profile and is never taken from the server itself; our own key or password comes from the
environment or a file that only we may read. Not here: what is in the file.
"""

import asyncio
import os
import re
import stat
import time
from collections.abc import Coroutine, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import asyncssh

from pipelines.connectors.bron import Bron, Delivery, Pull
from pipelines.connectors.download import check_signature, digest
from pipelines.connectors.folder import STABLE_S, SUFFIXES
from pipelines.errors import ConfigurationError, DeliveryRefused, SourceChanged, SourceUnavailable
from pipelines.http.client import Fetch, Timing

CHUNK = 1 << 18
VARIABLE = re.compile(r"WOONZORG_GEHEIM_[A-Z0-9_]+")
PRIVATE = "-----BEGIN "
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _File:
    """One file on the server, with what tells whether it changed."""

    path: str
    size: int
    modified: float

    @property
    def mark(self) -> str:
        return f"{PurePosixPath(self.path).name}|{self.size}|{self.modified:.0f}"


def pull(bron: Bron, context: Pull) -> Delivery:
    """Land the newest stable file; one that has not changed is not fetched again.

    Raises:
        ConfigurationError: address, host key or secret cannot be used.
        SourceUnavailable: no connection, no file, or a file that is still being written.
        SourceChanged: another host key than in the profile, or no entrance.
        DeliveryRefused: too large, or of a kind that is not read.
    """
    where = urlsplit(bron.adres[0])
    server = _Server(bron, _secret(bron), context.http.timing)
    try:
        with asyncio.Runner() as runner, server.entered(runner):
            return _landed(bron, context, server, server.newest(unquote(where.path) or "."))
    except asyncssh.HostKeyNotVerifiable as error:
        raise SourceChanged(
            f"{bron.name}: de server {where.hostname} toont een andere sleutel dan hostsleutel in "
            "het profiel. Er is niets opgehaald; vraag de leverancier of de sleutel veranderd is."
        ) from error
    except asyncssh.PermissionDenied as error:
        raise SourceChanged(
            f"{bron.name}: de server {where.hostname} laat ons niet binnen. Controleer de "
            "gebruiker in het adres en het geheim."
        ) from error
    except (OSError, TimeoutError, asyncssh.Error) as error:
        raise SourceUnavailable(
            f"{bron.name}: geen verbinding met {where.hostname} ({type(error).__name__}). De "
            "laatste goede versie blijft; de volgende verversing probeert het opnieuw."
        ) from error


class _Server:
    """A connection that trusts the key of the profile and no other, and offers only our secret.

    Its calls wait for the answer, so that a file can be read piece by piece by who is not async.
    """

    def __init__(self, bron: Bron, secret: str, timing: Timing) -> None:
        """Check what is needed; connect later."""
        where = urlsplit(bron.adres[0])
        if not (where.scheme == "sftp" and where.hostname and where.username):
            raise ConfigurationError(
                f"{bron.name}: het adres is geen sftp://gebruiker@host/pad/ zonder wachtwoord."
            )
        if where.password:
            raise ConfigurationError(
                f"{bron.name}: zet geen wachtwoord in het adres maar in geheim."
            )
        try:
            self.known = asyncssh.import_public_key(bron.hostsleutel)
            private = secret.startswith(PRIVATE)
            self.keys = [asyncssh.import_private_key(secret)] if private else []
        except asyncssh.KeyImportError as error:
            raise ConfigurationError(
                f"{bron.name}: hostsleutel of geheim is geen sleutel ({type(error).__name__})."
            ) from error
        self.bron, self.where, self.timing = bron, where, timing
        self.password = None if self.keys else secret
        self.deadline = time.monotonic() + timing.total

    @contextmanager
    def entered(self, runner: asyncio.Runner) -> Iterator[None]:
        """Connect, and leave again."""
        self.runner = runner
        connection = self._wait(self._connect())
        try:
            self.client = self._wait(_client(connection))
            yield
        finally:
            connection.abort()
            self._wait(connection.wait_closed())

    async def _connect(self) -> asyncssh.SSHClientConnection:
        return await asyncssh.connect(
            self.where.hostname or "",
            self.where.port or 22,
            username=unquote(self.where.username or ""),
            password=self.password,
            client_keys=self.keys or None,
            known_hosts=([self.known], [], []),
            config=None,
            agent_path=None,
            connect_timeout=self.timing.connect,
            login_timeout=self.timing.read,
        )

    def _wait(self, call: Coroutine[Any, Any, _T]) -> _T:
        """An answer within the time for one, and within the time for all."""
        left = min(self.timing.read, self.deadline - time.monotonic())
        return self.runner.run(asyncio.wait_for(call, max(left, 0.01)))

    def newest(self, folder: str) -> _File:
        """The newest plain file that is not hidden and has rested a while."""
        found = []
        for entry in self._wait(_listed(self.client, folder)):
            name, about = str(entry.filename), entry.attrs
            plain = about.type == asyncssh.FILEXFER_TYPE_REGULAR
            if plain and not name.startswith((".", "~")):
                path = str(PurePosixPath(folder) / name)
                found.append(_File(path, int(about.size or 0), float(about.mtime or 0)))
        if not found:
            raise SourceUnavailable(f"{self.bron.name}: nog geen levering op de server.")
        newest = max(found, key=lambda file: (file.modified, file.path))
        if 0 <= time.time() - newest.modified < STABLE_S:
            raise _moving(self.bron)
        return newest

    def pieces(self, file: _File) -> Generator[bytes, None, None]:
        """The bytes of a file: all of it, and the same file at the end as at the start."""
        size = 0
        stream = self._wait(_opened(self.client, file.path))
        try:
            while chunk := self._wait(stream.read(CHUNK)):
                size += len(chunk)
                yield chunk if isinstance(chunk, bytes) else chunk.encode()
        finally:
            self._wait(stream.close())
        after = self._wait(self.client.stat(file.path))
        if (size, after.size, float(after.mtime or 0)) != (file.size, file.size, file.modified):
            raise _moving(self.bron)


async def _client(connection: asyncssh.SSHClientConnection) -> asyncssh.SFTPClient:
    return await connection.start_sftp_client()


async def _listed(client: asyncssh.SFTPClient, folder: str) -> Sequence[asyncssh.SFTPName]:
    return await client.readdir(folder)


async def _opened(client: asyncssh.SFTPClient, path: str) -> Any:
    return await client.open(path, "rb")


def _moving(bron: Bron) -> SourceUnavailable:
    return SourceUnavailable(
        f"{bron.name}: het bestand wordt nog geschreven; het volgt bij de volgende verversing."
    )


def _secret(bron: Bron) -> str:
    """The key or password, from the environment or from a file that others cannot read."""
    if VARIABLE.fullmatch(bron.geheim):
        text = os.environ.get(bron.geheim, "")
        if not text.strip():
            raise ConfigurationError(
                f"{bron.name}: omgevingsvariabele {bron.geheim} is niet gezet."
            )
        return text.strip() + "\n" if text.startswith(PRIVATE) else text.strip()
    path = Path(os.path.expandvars(bron.geheim)).expanduser()
    if not path.is_absolute():
        raise ConfigurationError(
            f"{bron.name}: geheim is de naam van een omgevingsvariabele WOONZORG_GEHEIM_… of het "
            "volledige pad van een bestand, nooit het geheim zelf."
        )
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(
            f"{bron.name}: het bestand van geheim is niet te lezen ({error.strerror})."
        ) from error
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigurationError(
            f"{bron.name}: het bestand van geheim is ook voor anderen leesbaar; geef het "
            "rechten 600."
        )
    return text if text.startswith(PRIVATE) else text.strip()


def _landed(bron: Bron, context: Pull, server: _Server, file: _File) -> Delivery:
    before = context.previous
    if before.content_hash and before.modified == file.mark:
        return Delivery(bron.dataset, bron.supplier, (), before.content_hash, True, file.mark, ())
    suffix = PurePosixPath(file.path).suffix.lower()
    if suffix not in SUFFIXES:
        raise DeliveryRefused(
            f"{bron.name}: het nieuwste bestand is van soort {suffix or 'onbekend'}; gelezen wordt "
            f"{', '.join(sorted(SUFFIXES))}. Lever het bestand opnieuw in zo'n vorm."
        )
    where = urlsplit(bron.adres[0])
    url = f"sftp://{where.hostname}{file.path if file.path.startswith('/') else '/' + file.path}"
    with closing(server.pieces(file)) as pieces:
        landed = replace(context.landing.put(pieces, bron.cap_bytes, bron.name), url=url)
    line = Fetch(url, datetime.now(UTC), None, landed.bytes, landed.sha256, None, file.mark, None)
    context.http.on_fetch(line)
    check_signature(bron, SUFFIXES[suffix], landed.path)
    content = digest([landed.sha256])
    return Delivery(
        dataset=bron.dataset,
        supplier=bron.supplier,
        files=(landed,),
        content_hash=content,
        unchanged=content == before.content_hash,
        modified=file.mark,
        fetches=(line,),
        received_note={"file": PurePosixPath(file.path).name, "suffix": suffix},
    )
