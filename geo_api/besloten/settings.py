"""Settings of the restricted data process, from the environment (`WOONZORG_BESLOTEN_…`)."""

from functools import cached_property
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from geo_api.beheer.settings import SignInSettings
from geo_api.http.rates import Rate


class BeslotenSettings(SignInSettings):
    """What the settings of the API and of signing in say, for this process, and its own.

    Attributes:
        api_dsn: libpq connection string of role woonzorg_api_restricted.
        audit_dsn: of role woonzorg_audit, which can only add to the record.
        key_secret_file: file with the secret that API keys are hashed with; none: no keys.
        oidc_audience: whom an access token must be made for; empty: no access tokens.
        rate: what one caller may ask, as QUESTIONS PER SECOND/AT ONCE.
        rate_refused: how many questions without a good proof one address may ask, likewise.
        objects_a_day: restricted objects one caller may ask in a day (UTC).
        allowed_origins: sites whose pages may read answers, such as that of the public map.
        archives: folder of the archives of open layers, when it is not that of `var`.
    """

    model_config = SettingsConfigDict(env_prefix="WOONZORG_BESLOTEN_", extra="ignore")

    port: int = Field(default=8002, ge=1, le=65535)
    audit_dsn: str
    key_secret_file: Path | None = None
    oidc_audience: str = ""
    rate: str = "5/20"
    rate_refused: str = "0.2/20"
    objects_a_day: int = Field(default=50_000, ge=1)
    allowed_origins: tuple[str, ...] = ()
    archives: Path | None = None

    @field_validator("rate", "rate_refused")
    @classmethod
    def _a_rate(cls, value: str) -> str:
        Rate.parse(value)
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _whole_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            parts = urlsplit(one)
            if one != f"{parts.scheme}://{parts.netloc}" or parts.scheme not in ("http", "https"):
                raise ValueError(f"ALLOWED_ORIGINS: {one!r} is geen http(s)://naam[:poort]")
        return value

    @model_validator(mode="after")
    def _somebody_can_come_in(self) -> Self:
        if not (self.oidc_issuer or self.key_secret_file):
            raise ValueError("geef een identiteitsprovider (OIDC_ISSUER) of KEY_SECRET_FILE")
        return self

    @cached_property
    def key_secret(self) -> bytes:
        """What API keys are hashed with; empty when there are none."""
        return self.key_secret_file.read_bytes().strip() if self.key_secret_file else b""

    @cached_property
    def tiles(self) -> Path:
        """Folder of the archives of open layers, the same for every right."""
        return self.archives or self.var / "tiles"

    @cached_property
    def folder(self) -> Path:
        """Where files in the making and kept files stand, per right; emptied at start and end."""
        return self.var / "besloten"

    def within(self, folder: Path) -> Self:
        """The same settings over another folder: files of one right lie apart from all others."""
        return type(self)(**(self.model_dump() | {"var": folder, "archives": self.tiles}))
