"""Settings of the steward's pages, from the environment (`WOONZORG_RESTRICTED_…`)."""

from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from geo_api.settings import Settings

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

RIGHTS = ("inzien", "beheren")
"""What somebody may: look, or look and act."""


class SignInSettings(Settings):
    """What the public settings say, and how people come in at an identity provider.

    Attributes:
        statement_timeout_ms: longest statement, in milliseconds.
        session_h, idle_min: a session ends after so many hours, or minutes without a request.
        oidc_issuer: identity provider; its settings are read from
            `<issuer>/.well-known/openid-configuration`.
        oidc_client, oidc_secret, oidc_secret_file: how this service is known there.
        oidc_scope: what is asked for.
        oidc_groups_claim: claim of a token that holds somebody's groups.
        oidc_acr: value that claim `acr` must have (several factors), when the provider says so.
        oidc_ca: file with the certificates to trust, for a provider inside the organisation.
    """

    statement_timeout_ms: int = Field(default=8000, ge=1)
    session_h: float = Field(default=8.0, gt=0)
    idle_min: float = Field(default=60.0, gt=0)
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: SecretStr = SecretStr("")
    oidc_secret_file: Path | None = None
    oidc_scope: str = "openid profile"
    oidc_groups_claim: str = "groups"
    oidc_acr: str = ""
    oidc_ca: Path | None = None

    @model_validator(mode="after")
    def _provider_is_whole(self) -> Self:
        if not self.oidc_issuer:
            return self
        parts = urlsplit(self.oidc_issuer)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ValueError("OIDC_ISSUER moet een https-adres zijn")
        if urlsplit(self.base).scheme != "https" and self.name not in LOOPBACK:
            raise ValueError("BASE_URL moet een https-adres zijn")
        if not (self.oidc_client and self.client_secret):
            raise ValueError("OIDC_CLIENT en OIDC_SECRET horen bij OIDC_ISSUER")
        return self

    @property
    def name(self) -> str:
        """Host name by which this service is reached."""
        return urlsplit(self.base).hostname or ""

    @property
    def client_secret(self) -> str:
        """What this service proves itself with to the identity provider."""
        if self.oidc_secret_file:
            return self.oidc_secret_file.read_text(encoding="utf-8").strip()
        return self.oidc_secret.get_secret_value()

    @cached_property
    def origin(self) -> str:
        """What a browser says it comes from when it sends one of our forms."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    @cached_property
    def secure(self) -> bool:
        """Whether this service is reached over TLS."""
        return self.base.startswith("https://")


class RestrictedSettings(SignInSettings):
    """What those settings say for the steward's pages, and who may come in.

    Attributes:
        api_dsn: libpq connection string of role woonzorg_api_restricted.
        steward_dsn: of role woonzorg_steward.
        local_link: SHA-256 (hexadecimal) of the secret in the link that the command printed; the
            way in without an identity provider, on a loopback address only.
        public_url: address of the public map, for links to it.
        key_secret_file: file with the secret that API keys are hashed with; none: no key is made
            on a page.
        upload_mb: largest file that can be delivered on a page, in MiB.
        oidc_rights: group -> `inzien` or `beheren`; who is in none of them comes no further.
    """

    model_config = SettingsConfigDict(env_prefix="WOONZORG_RESTRICTED_", extra="ignore")

    port: int = Field(default=8001, ge=1, le=65535)
    pool_size: int = Field(default=5, ge=1)
    steward_dsn: str
    local_link: str = Field(default="", pattern="^([0-9a-f]{64})?$")
    public_url: str = ""
    key_secret_file: Path | None = None
    upload_mb: int = Field(default=512, ge=1)
    oidc_rights: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _somebody_can_come_in(self) -> Self:
        if self.oidc_issuer:
            if not self.oidc_rights:
                raise ValueError("OIDC_RIGHTS hoort bij OIDC_ISSUER")
            if set(self.oidc_rights.values()) - set(RIGHTS):
                raise ValueError(f"OIDC_RIGHTS kent alleen {' en '.join(RIGHTS)}")
        elif not self.local_link:
            raise ValueError("geef een identiteitsprovider (OIDC_ISSUER); er is geen lokale link")
        elif {self.host, self.name} - LOOPBACK:
            raise ValueError(
                "zonder identiteitsprovider luisteren de beheerpagina's alleen op 127.0.0.1"
            )
        return self

    @cached_property
    def key_secret(self) -> bytes:
        """What API keys are hashed with; empty when none can be made here."""
        return self.key_secret_file.read_bytes().strip() if self.key_secret_file else b""

    @cached_property
    def reports(self) -> Path:
        """Folder of the delivery reports."""
        return self.var / "verslagen"
