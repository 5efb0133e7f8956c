"""An SFTP server on loopback, with one user, for tests of pulling from a supplier."""

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh

PASSWORD = "wachtwoord van de proef"  # noqa: S105 - of the server of these tests


class Login(asyncssh.SSHServer):
    """One user with a password."""

    def password_auth_supported(self) -> bool:
        """Yes."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Only ours."""
        return (username, password) == ("wzk", PASSWORD)


@dataclass
class Server:
    """A running server.

    Attributes:
        root: what its user sees as `/`.
        port: where it listens.
        key: its public key, as it belongs in the profile.
        own: private key with which the user may enter as well.
        opened: names of files that were opened.
    """

    root: Path
    port: int
    key: str
    own: str
    opened: list[str]

    def put(self, name: str, text: str, age: float = 60) -> Path:
        """Lay a file ready, some seconds old."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        then = time.time() - age
        os.utime(file, (then, then))
        return file


@contextmanager
def serving(place: Path) -> Iterator[Server]:
    """Serve `place/server` while the context lasts."""
    root = place / "server"
    (root / "uit").mkdir(parents=True)
    host, own = (
        asyncssh.generate_private_key("ssh-ed25519"),
        asyncssh.generate_private_key("ssh-ed25519"),
    )
    allowed = place / "authorized_keys"
    allowed.write_bytes(own.export_public_key())
    opened: list[str] = []

    class Files(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel[bytes]) -> None:
            super().__init__(channel, chroot=str(root).encode())

        def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
            opened.append(path.decode())
            return super().open(path, pflags, attrs)

    loop = asyncio.new_event_loop()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.create_server(
            Login,
            "127.0.0.1",
            0,
            server_host_keys=[host],
            authorized_client_keys=str(allowed),
            sftp_factory=Files,
        )

    acceptor = loop.run_until_complete(listen())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield Server(
        root,
        acceptor.get_port(),
        host.export_public_key().decode().strip(),
        own.export_private_key().decode(),
        opened,
    )

    async def stop() -> None:
        acceptor.close()
        await acceptor.wait_closed()
        await asyncio.sleep(0.1)

    asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
