"""Programs from the distribution: PostgreSQL with PostGIS, and what tests and benchmarks need."""

import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import postgres

Say = Callable[[str], None]

_POSTGIS = {("debian", "12"): 15, ("debian", "13"): 17, ("ubuntu", "24.04"): 16}
_PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
# Debian's package would make and start a cluster `main`; ours is a private one. The setting is
# taken away again, so that whoever installs another server later gets what Debian promises.
_NO_MAIN = """
set -e
dir=/etc/postgresql-common/createcluster.d
mkdir -p "$dir"
trap 'rm -f "$dir/woonzorgkaart.conf"; rmdir "$dir" 2>/dev/null || :' EXIT
echo 'create_main_cluster = false' > "$dir/woonzorgkaart.conf"
"""
_INSTALL = """
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -qy install --no-install-recommends {packages}
"""


def postgis_packages(distribution: str, version: str) -> tuple[str, ...]:
    """Debian packages of the server for a distribution; empty when it is not a known one."""
    major = _POSTGIS.get((distribution, version))
    return (f"postgresql-{major}", f"postgresql-{major}-postgis-3") if major else ()


def distribution() -> tuple[str, str]:
    """Name and version of this system, e.g. `("debian", "12")`."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ("", "")
    return (release.get("ID", ""), release.get("VERSION_ID", ""))


def ensure_postgis(say: Say) -> None:
    """Install PostgreSQL with PostGIS unless some version of it is there.

    Raises:
        EnvironmentUnfit: it is missing and this user may not install it; says what to do.
    """
    if postgres.installations():
        return
    packages = postgis_packages(*distribution())
    if not packages:
        postgres.choose()  # raises with the instruction for an unknown system
    _install(packages, "PostgreSQL met PostGIS", say, prelude=_NO_MAIN)
    postgres.choose()


def ensure_programs(wanted: dict[str, str], say: Say) -> None:
    """Install programs that are not on the path.

    Args:
        wanted: program name to the Debian package that brings it.
        say: shows one line of progress.

    Raises:
        EnvironmentUnfit: one is missing and this user may not install it.
    """
    if absent := missing(wanted):
        _install(sorted(set(absent.values())), ", ".join(sorted(absent)), say)


def missing(wanted: dict[str, str]) -> dict[str, str]:
    """Those programs that are not on the path."""
    return {program: package for program, package in wanted.items() if not shutil.which(program)}


def _install(packages: Sequence[str], name: str, say: Say, prelude: str = "") -> None:
    prefix = _privilege()
    if prefix is None:
        verb = "ontbreken" if ", " in name else "ontbreekt"
        raise EnvironmentUnfit(
            f"{name} {verb}: laat een beheerder uitvoeren: apt-get install {' '.join(packages)}"
        )
    say(f"{name} installeren ({', '.join(packages)}) …")
    script = prelude + _INSTALL.format(packages=" ".join(map(shlex.quote, packages)))
    words: list[str] = []
    with (
        subprocess.Popen(  # noqa: S603
            [*prefix, "sh", "-c", script],
            stdin=None if prefix[:1] == ["sudo"] else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process
    ):
        assert process.stdout is not None  # noqa: S101
        for line in process.stdout:
            words.append(line.strip())
            say(f"  {line.strip()}")
    if process.returncode != 0:
        raise EnvironmentUnfit(f"{name} installeren mislukt: {_cause(words)}")


def _cause(words: list[str]) -> str:
    text = "\n".join(words)
    if "No space left" in text or "enough free space" in text:
        return "de schijf is vol; maak ruimte vrij en start opnieuw."
    if "Temporary failure resolving" in text or "Could not connect" in text:
        return "geen verbinding met de pakketserver van de distributie; controleer het netwerk."
    if "Could not get lock" in text:
        return "een ander programma installeert nu pakketten; start straks opnieuw."
    errors = [line for line in words if line.startswith("E:")] or words or ["geen melding"]
    return f"«{errors[-1]}»."


def _privilege() -> list[str] | None:
    """How to become root: nothing, sudo, or None when neither is there."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["env"]
    if not shutil.which("sudo"):
        return None
    keep = [f"{name}={os.environ[name]}" for name in _PROXIES if name in os.environ]
    quiet = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)  # noqa: S607
    if quiet.returncode == 0 or sys.stdin.isatty():
        return ["sudo", "env", *keep]
    return None
