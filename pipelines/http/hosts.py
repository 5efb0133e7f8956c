"""Which addresses may be asked, and under which address a host is really reached (the host map)."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from pipelines.errors import SourceChanged


class Hosts:
    """The listed hosts and the host map.

    Attributes:
        local: host names that may lie on an inside address and speak plain http.
    """

    def __init__(self, mapped: Mapping[str, str], allowed: Collection[str]) -> None:
        """Take the host map (original host -> base URL) and the other hosts allowed."""
        self._mapped = {host.lower(): base.rstrip("/") for host, base in mapped.items()}
        self._bases = {_origin(base) for base in self._mapped.values()}
        self._allowed = {host.lower() for host in allowed}
        self.local = {urlsplit(base).hostname or "" for base in self._mapped.values()}

    def resolve(self, url: str, name: str = "") -> str:
        """The address really asked: checked against the listed hosts, then host-mapped.

        Raises:
            SourceChanged: a host that is not listed, or no https where that is required.
        """
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise SourceChanged(f"{name}: {url[:100]} is geen adres ({error}).") from error
        host = (parts.hostname or "").lower()
        if _origin(url) in self._bases:
            return url
        if base := self._mapped.get(host):
            return base + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if host not in self._allowed:
            raise SourceChanged(
                f"{name or url}: het adres {parts.scheme}://{host} staat niet bij de "
                "toegestane hosts. "
                "Klopt het, zet de host dan in het profiel."
            )
        if parts.scheme != "https" or parts.username:
            raise SourceChanged(f"{name or url}: {url} is geen https-adres; alleen https mag.")
        return url


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme.lower(), (parts.hostname or "").lower(), parts.port
