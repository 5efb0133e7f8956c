"""What this installation holds: made-up data of the demo, or the data of a profile."""

import json
from pathlib import Path

from pydantic import BaseModel, ValidationError

from pipelines.errors import ConfigurationError
from pipelines.settings import Settings

SAMPLE = "voorbeeld"
PROFILE = "profiel.toml"


class Installation(BaseModel, frozen=True):
    """Kept in `var/installatie.json`, so that a later command means the same data.

    Attributes:
        fictief: made-up data; the feeds are in `var/voorbeeld`.
        profile: profile file or built-in name.
        gemeente: codes that replace those of the profile.
        dwellings: size of the sample.
        seed: seed of the sample.
    """

    fictief: bool
    profile: str = "landelijk"
    gemeente: tuple[str, ...] = ()
    dwellings: int = 40_000
    seed: int = 1


def _path(var: Path) -> Path:
    return var / "installatie.json"


def read(var: Path) -> Installation | None:
    """What was installed here, or None when nothing was."""
    try:
        return Installation.model_validate(json.loads(_path(var).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, ValidationError):
        return None


def settle(var: Path, wanted: Installation) -> None:
    """Note what is installed here; made-up and real data never come into one database.

    Raises:
        ConfigurationError: the other kind is here already.
    """
    present = read(var)
    if present is not None and present.fictief != wanted.fictief:
        kind = "de fictieve gegevens van de demo" if present.fictief else "echte gegevens"
        raise ConfigurationError(
            f"{var} bevat {kind}: wis die met ./woonzorg down --wissen, of kies met WOONZORG_VAR "
            "een andere map."
        )
    var.mkdir(parents=True, exist_ok=True)
    _path(var).write_text(wanted.model_dump_json(indent=1), encoding="utf-8")


def apply(settings: Settings, installation: Installation) -> Settings:
    """The settings with the choices of the installation in them."""
    profile = installation.profile
    if installation.fictief:
        profile = str(settings.var.absolute() / SAMPLE / PROFILE)
    return settings.model_copy(
        update={
            "fictief": installation.fictief,
            "profile": profile,
            "gemeente": installation.gemeente,
        }
    )
