"""Settings of the serving process, from the environment (`WOONZORG_…`)."""

from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from geo_api.http import clients
from geo_api.http.rates import OTHER, Rate

PACKAGE = Path(__file__).resolve().parent

UNSET = "beheer@woonzorgkaart.invalid"
"""Contact of an installation whose administrator did not set one yet."""


class Settings(BaseSettings):
    """What the API may read, where it listens and how far a request may go.

    Attributes:
        api_dsn: libpq connection string of role woonzorg_api (SELECT on `pub` only).
        var: run-time state of the installation; the archives stand in `var/tiles`.
        port: port on `host`.
        base_url: fixed start of every link, without a slash at the end; empty means
            `http://127.0.0.1:PORT`. Links never follow the Host header.
        allowed_hosts: Host names that are answered, beside the one in `base_url` and the loopback
            names.
        pool_size: connections to the database, no overflow.
        pool_wait_s: seconds a request waits for a connection before it is answered 503.
        statement_timeout_ms: longest statement, in milliseconds.
        poll_s: seconds between looks at the release when no notification came (a net under NOTIFY).
        header_timeout_ms: time a client gets to send its request headers, in milliseconds.
        rate_objecten, rate_tegels, rate_statistiek, rate_vragen, rate_rekenwerk, rate_overig: what
            one client may ask, as QUESTIONS PER SECOND/AT ONCE: of objects, of tiles made at the
            question, of statistics, to save a question or have a table filled in, of what has to be
            computed, and of everything else but published tiles, archives, files and health.
        trusted_proxies: addresses and networks of reverse proxies whose word on the client's
            address counts; nobody's by default. A connection from this machine itself is not
            counted, so an installation behind a proxy here that is not named counts nobody.
        proxy_header: the header they set: `x-forwarded-for` or `forwarded`. A proxy has to set or
            append to it, never pass on what a client wrote.
        background_hosts: origins of the online background map, added to the
            Content-Security-Policy.
        contact_name, contact_email, contact_url: who answers for this service, in OpenAPI.
        security_contact: address (`mailto:` or https) for reporting a weakness, in security.txt;
            empty means the contact above.
        security_policy: https address of the text on how reports are handled.
        static: folder with the built viewer.
        thema: folder of the municipality's own theme: `thema.css`, a logo, letters. A file there
            takes the place of the one with that name under `/static`; none is the neutral theme.
        exports: downloads that are made at the same time; who comes then gets 503.
        export_timeout_s: longest time the database reads for one download, in seconds.
        export_wait_s: how long a request waits for a whole-layer file that is being made.
        zoekvraag_dagen: days a saved question is kept, at most 30.
        zoekvragen: saved questions that are kept at the same time; more are refused with 503.
        vooraf_s: rest after a look at the release before files of whole layers that are missing are
            made ahead, one at a time, in seconds; 0 makes them only when they are asked.
        export_max_bytes: size at which the making of a file is given up.
        taken: tasks that may wait for the one that runs; who comes then gets 503.
        taak_timeout_s: longest time a task may run, in seconds.
        taak_bewaard_s: how long the result of a task is kept, in seconds.
        metrics_host: address on which the measurements stand; never one that the public reaches.
        metrics_port: port there; 0 shows none.
    """

    model_config = SettingsConfigDict(env_prefix="WOONZORG_", extra="ignore")

    api_dsn: str
    var: Path = PACKAGE.parent / "var"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    base_url: str = ""
    allowed_hosts: tuple[str, ...] = ()
    pool_size: int = Field(default=10, ge=1)
    pool_wait_s: float = Field(default=1.0, gt=0)
    statement_timeout_ms: int = Field(default=3000, ge=1)
    poll_s: float = Field(default=20.0, gt=0)
    header_timeout_ms: int = Field(default=10_000, ge=1)
    rate_objecten: str = "10/40"
    rate_rekenwerk: str = "4/40"
    rate_tegels: str = "60/200"
    rate_overig: str = "50/1000"
    rate_statistiek: str = "5/40"
    rate_vragen: str = "0.0167/60"
    trusted_proxies: tuple[str, ...] = ()
    proxy_header: Literal["x-forwarded-for", "forwarded"] = "x-forwarded-for"
    background_hosts: tuple[str, ...] = ()
    contact_name: str = "Beheer Woonzorgkaart"
    contact_email: str = UNSET
    contact_url: str = ""
    security_contact: str = ""
    security_policy: str = ""
    static: Path = PACKAGE / "static"
    thema: Path | None = None
    exports: int = Field(default=2, ge=1)
    export_timeout_s: float = Field(default=900.0, gt=0)
    export_wait_s: float = Field(default=20.0, gt=0)
    vooraf_s: float = Field(default=30.0, ge=0)
    export_max_bytes: int = Field(default=8 * 2**30, ge=1)
    taken: int = Field(default=8, ge=1)
    taak_timeout_s: float = Field(default=120.0, gt=0)
    taak_bewaard_s: float = Field(default=3600.0, gt=0)
    zoekvraag_dagen: int = Field(default=30, ge=1, le=30)
    zoekvragen: int = Field(default=20_000, ge=1)
    metrics_host: str = "127.0.0.1"
    metrics_port: int = Field(default=0, ge=0, le=65535)

    @field_validator("base_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            message = f"WOONZORG_BASE_URL is {value!r}; verwacht: http(s)://naam[:poort]"
            raise ValueError(message)
        return value.rstrip("/")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.metrics_port == self.port:
            message = "WOONZORG_METRICS_PORT is de openbare poort; kies een andere"
            raise ValueError(message)
        return self

    @field_validator(
        *("rate_objecten", "rate_tegels", "rate_statistiek", "rate_vragen"),
        *("rate_rekenwerk", "rate_overig"),
    )
    @classmethod
    def _rate(cls, value: str) -> str:
        Rate.parse(value)
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        clients.networks(value)
        return value

    @cached_property
    def rates(self) -> dict[str, Rate]:
        """The rate of each kind of question."""
        return {
            "objecten": Rate.parse(self.rate_objecten),
            "rekenwerk": Rate.parse(self.rate_rekenwerk),
            "tegels": Rate.parse(self.rate_tegels),
            "statistiek": Rate.parse(self.rate_statistiek),
            "vragen": Rate.parse(self.rate_vragen),
            OTHER: Rate.parse(self.rate_overig),
        }

    @cached_property
    def base(self) -> str:
        """Start of every link."""
        return self.base_url or f"http://127.0.0.1:{self.port}"

    @cached_property
    def host_names(self) -> frozenset[str]:
        """Host names that are answered, lower case, without port."""
        own = urlsplit(self.base).hostname or ""
        names = {own, self.host, "127.0.0.1", "localhost", "[::1]", *self.allowed_hosts}
        return frozenset(name.lower() for name in names if name)

    @cached_property
    def tiles(self) -> Path:
        """Folder of the PMTiles archives."""
        return self.var / "tiles"

    @cached_property
    def cache(self) -> Path:
        """Folder of what the refresh keeps between runs; only the street network is read."""
        return self.var / "cache"

    @cached_property
    def downloads(self) -> Path:
        """Folder of the files of whole layers, and of files in the making."""
        return self.var / "downloads"
