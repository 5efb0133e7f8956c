"""Settings of the installation, from the environment (`WOONZORG_…`).

What a municipality chooses stands in its profile.
"""

from functools import cached_property
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where this installation keeps its state and which hosts it may reach.

    Attributes:
        var: directory of all run-time state (landing store, tiles, caches, logs, cluster).
        database_url: libpq URL of the woonzorg database as its owner-to-be; empty means the private
            cluster, whose address is then read from `var/cluster.json`.
        profile: profile file, or the name of a built-in one in `data/profiles`.
        gemeente: codes to use instead of those in the profile (`./woonzorg up --gemeente`).
        hosts: host map, original host -> base URL; only for the sample and tests.
        fictief: the data are made up; said on every page and layer.
        http_connect_s, http_read_s, http_total_s: how long a publisher may take, in seconds.
        http_tries, http_wait_s: how often it is asked, and the first pause between tries.
    """

    model_config = SettingsConfigDict(env_prefix="WOONZORG_", extra="ignore")

    var: Path = CHECKOUT / "var"
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    profile: str = "landelijk"
    gemeente: tuple[str, ...] = ()
    hosts: dict[str, str] = Field(default_factory=dict)
    fictief: bool = False
    port: int = 8000
    dagster_port: int = 3000
    restricted_port: int = 8001
    besloten_port: int = 8002
    contact: str = "beheer@woonzorgkaart.invalid"
    http_connect_s: float = 5.0
    http_read_s: float = 30.0
    http_total_s: float = 900.0
    http_tries: int = Field(default=5, ge=1)
    http_wait_s: float = 1.0

    @cached_property
    def landing(self) -> Path:
        """Content-addressed store of everything that was fetched."""
        return self.var / "landing"

    @cached_property
    def landing_c(self) -> Path:
        """The same for feeds with columns of tier C: closed to others, and kept for 30 days."""
        return self.var / "landing-c"

    @cached_property
    def spare(self) -> Path:
        """Unpacked members of a partner's file while they are searched; emptied at every start."""
        return self.var / "uitgepakt"

    @cached_property
    def reports(self) -> Path:
        """Delivery reports by dataset and supplier."""
        return self.var / "verslagen"

    @cached_property
    def tiles(self) -> Path:
        """PMTiles archives, one per open layer and version."""
        return self.var / "tiles"

    @cached_property
    def cache(self) -> Path:
        """What can be made again: street graphs by landing hash."""
        return self.var / "cache"

    @cached_property
    def deliveries(self) -> Path:
        """Root of the watched folders of partner feeds."""
        return self.var / "leveringen"
