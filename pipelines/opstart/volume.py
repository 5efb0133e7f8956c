"""How much `up` will fetch, told and asked before it starts."""

import sys

from pipelines import profile
from pipelines.errors import ConfigurationError
from pipelines.opstart.installation import Installation
from pipelines.opstart.progress import console

# A home or office line, and what one core reads, checks and publishes beside it.
_MEGABYTES_PER_MINUTE = 250.0
_FIXED_MINUTES = 3.0


def expected(wanted: Installation) -> tuple[float, float]:
    """Gibibytes to fetch and minutes until the map, by the profile's own sizes.

    Raises:
        ConfigurationError: the profile is wrong, or names no gemeente.
    """
    chosen = profile.load(wanted.profile, wanted.gemeente)
    if not chosen.gemeenten:
        raise ConfigurationError(
            f"Profiel {wanted.profile} noemt geen gemeente: geef er een met --gemeente GM…, of "
            "zet gemeenten in een eigen profiel (--profile)."
        )
    sources = [source for name in chosen.bronnen for source in chosen.sources(name)]
    megabytes = sum(source.omvang_mb for source in sources)
    return megabytes / 1024, megabytes / _MEGABYTES_PER_MINUTE + _FIXED_MINUTES


def confirm(wanted: Installation, *, yes: bool) -> float:
    """Say what will be fetched, ask on a terminal, and return the gibibytes.

    Raises:
        ConfigurationError: the user says no, or cannot be asked and did not give `--yes`.
    """
    gibibytes, minutes = expected(wanted)
    size = f"{gibibytes:.1f}".replace(".", ",")
    console.print(
        f"Op te halen: ongeveer {size} GiB; tot de kaart ongeveer {minutes:.0f} minuten.",
        markup=False,
    )
    if yes:
        return gibibytes
    if not sys.stdin.isatty():
        raise ConfigurationError("Er is niemand om dit te bevestigen: voeg --yes toe.")
    if console.input("Doorgaan? [j/N] ").strip().lower() not in {"j", "ja", "y", "yes"}:
        raise ConfigurationError("Niets opgehaald.")
    return gibibytes
