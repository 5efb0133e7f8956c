"""The network below the HTTP client: which addresses may be reached, and for how long.

Belongs here: the transport that resolves a name once, checks the address and connects to exactly
that address (so a name that moves to an inside address is no way in), and that holds every read to
one deadline (so a publisher that drips its headers is cut off too). Not here: hosts, redirects,
statuses (`http.py`).
"""

import ipaddress
import socket
import ssl
import time
import typing
from collections.abc import Collection, Iterable
from contextvars import ContextVar
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpcore
import httpx

deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))
"""Moment (time.monotonic) at which the fetch of this thread must be over."""

Options = typing.Iterable[typing.Any]


class DeadlinePassed(httpx.ReadTimeout):
    """The fetch as a whole took too long; another try would take as long."""


class _Stream(httpcore.NetworkStream):
    """A socket whose reads and writes end at the deadline of the running fetch."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self.inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self.inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> typing.Any:
        return self.inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects only to public addresses, or to hosts marked local."""

    def __init__(self, local: Collection[str]) -> None:
        """Allow inside addresses for the host names in `local` only."""
        self.local = frozenset(local)
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check every address, connect to the first."""
        address = self._checked(host, port)
        return _Stream(
            self.inner.connect_tcp(address, port, _left(timeout), local_address, socket_options)
        )

    def _checked(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"naam {host} niet gevonden") from error
        addresses = [str(entry[4][0]) for entry in found]
        inside = [a for a in addresses if not ipaddress.ip_address(a.split("%")[0]).is_global]
        if inside and host not in self.local:
            raise ForbiddenAddress(f"{host} wijst naar het interne adres {inside[0]}")
        return addresses[0]


class ForbiddenAddress(httpcore.ConnectError):
    """A public host name answers with an inside address."""


class GuardedTransport(httpx.HTTPTransport):
    """httpx's own transport on a guarded backend."""

    def __init__(self, local: Collection[str]) -> None:
        """Build the pool; four connections are enough for fair use of one publisher."""
        super().__init__()
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=8,
            max_keepalive_connections=4,
            network_backend=GuardedBackend(local),
        )


def client(local: Collection[str], timeout: httpx.Timeout) -> httpx.Client:
    """An HTTP client that follows no redirect and uses the proxy of the machine outside.

    Behind a proxy the proxy resolves names, so there the address check is the proxy's.
    """
    guarded = GuardedTransport(local)
    mounts: dict[str, httpx.BaseTransport | None] = {}
    proxies = getproxies()
    for scheme in ("http", "https"):
        if proxy := proxies.get(scheme) or proxies.get("all"):
            mounts[f"{scheme}://"] = httpx.HTTPTransport(proxy=proxy)
    if mounts:
        mounts |= {f"all://{host}": guarded for host in _direct(proxies.get("no", ""), local)}
    return httpx.Client(
        transport=guarded, mounts=mounts, timeout=timeout, trust_env=False, follow_redirects=False
    )


def _direct(no_proxy: str, local: Iterable[str]) -> list[str]:
    listed = [part.strip().lstrip(".") for part in no_proxy.split(",") if part.strip()]
    hosts = {urlsplit(f"//{part}").hostname or part for part in listed if part != "*"}
    return sorted({f"*{host}" for host in hosts} | set(local))


def _left(timeout: float | None) -> float | None:
    """The shorter of the given timeout and what is left of the fetch."""
    left = deadline.get() - time.monotonic()
    if left <= 0:
        raise DeadlinePassed("totale tijd op")
    if timeout is None:
        return None if left == float("inf") else left
    return min(timeout, left)
