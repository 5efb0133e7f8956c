"""Where alerts go, from the environment (`WOONZORG_MELDING_…`); secrets may stand in files.

Only the commands that refresh and the Dagster processes are given these variables.
"""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class AlertSettings(BaseSettings):
    """E-mail relay and webhook of alerts; both are off until they are configured.

    Attributes:
        aan: addresses that get an e-mail.
        van: sender; also who answers are for.
        smtp_host, smtp_port: the relay.
        smtp_starttls: refuse a relay without encryption.
        smtp_gebruiker, smtp_wachtwoord, smtp_wachtwoord_bestand: log-in, when the relay asks one.
        ca: file with the certificates to trust, for a relay or webhook inside the organisation.
        webhook: https address that gets a JSON POST per alert.
        hosts: hosts that the webhook may have; plain http only on a loopback host listed here.
        webhook_geheim, webhook_geheim_bestand: key of the signature (HMAC-SHA-256).
        pagina: address of the steward's pages, for the link in an alert.
        wacht_s: seconds a relay or webhook may take.
    """

    model_config = SettingsConfigDict(env_prefix="WOONZORG_MELDING_", extra="ignore")

    aan: tuple[str, ...] = ()
    van: str = ""
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_starttls: bool = True
    smtp_gebruiker: str = ""
    smtp_wachtwoord: SecretStr = SecretStr("")
    smtp_wachtwoord_bestand: Path | None = None
    ca: Path | None = None
    webhook: str = ""
    hosts: tuple[str, ...] = ()
    webhook_geheim: SecretStr = SecretStr("")
    webhook_geheim_bestand: Path | None = None
    pagina: str = ""
    wacht_s: float = Field(default=10.0, gt=0)

    @field_validator("webhook")
    @classmethod
    def _safe(cls, value: str) -> str:
        parts = urlsplit(value)
        inside = parts.scheme == "http" and parts.hostname in LOOPBACK
        if value and not (parts.scheme == "https" or inside):
            raise ValueError("verwacht: een https-adres")
        if parts.username or parts.password:
            raise ValueError("een adres met een wachtwoord erin komt in logboeken terecht")
        return value

    @model_validator(mode="after")
    def _complete(self) -> "AlertSettings":
        if self.webhook and urlsplit(self.webhook).hostname not in self.hosts:
            raise ValueError("de host van WOONZORG_MELDING_WEBHOOK staat niet in …_HOSTS")
        if self.webhook and not self.key:
            raise ValueError("WOONZORG_MELDING_WEBHOOK_GEHEIM ontbreekt")
        if self.aan and not (self.smtp_host and self.van):
            raise ValueError("voor e-mail zijn …_SMTP_HOST en …_VAN nodig")
        return self

    @property
    def password(self) -> str:
        """Of the relay; empty when it asks none."""
        return _secret(self.smtp_wachtwoord, self.smtp_wachtwoord_bestand)

    @property
    def key(self) -> bytes:
        """Of the webhook's signature."""
        return _secret(self.webhook_geheim, self.webhook_geheim_bestand).encode()


def _secret(given: SecretStr, file: Path | None) -> str:
    return file.read_text(encoding="utf-8").strip() if file else given.get_secret_value()
