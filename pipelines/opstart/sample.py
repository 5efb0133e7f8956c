"""The demo's feeds: made once per size, seed and generator, then offered by the fake publisher."""

import hashlib
import json
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from pipelines import profile
from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import child_environment
from pipelines.opstart.installation import SAMPLE, Installation
from pipelines.services import Services
from pipelines.settings import CHECKOUT, Settings


def folder(var: Path) -> Path:
    """Where the sample stands."""
    return var / SAMPLE


def ensure(settings: Settings, installation: Installation, services: Services) -> None:
    """Make the sample unless it is there, with the profile and the deliveries that go with it.

    Raises:
        EnvironmentUnfit: the generator failed.
    """
    place = folder(settings.var)
    stamp = place / ".stand"
    wanted = _fingerprint(installation)
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        _make(settings, installation, services)
        stamp.write_text(wanted, encoding="utf-8")
    deliver(place / "partners", settings.deliveries)


def _make(settings: Settings, installation: Installation, services: Services) -> None:
    place = folder(settings.var)
    shutil.rmtree(place, ignore_errors=True)
    size = ["--dwellings", str(installation.dwellings), "--seed", str(installation.seed)]
    command = [sys.executable, "-m", "pipelines.sample.make", "--out", str(place), *size]
    service = services.start("voorbeeld", command, child_environment.common(settings))
    if services.finish(service) != 0:
        raise EnvironmentUnfit(
            f"De voorbeeldgegevens zijn niet te maken («{service.last_words()}»); zie "
            f"{service.log}."
        )


def deliver(partners: Path, watched: Path) -> None:
    """Put the partners' files in the watched folders; one that is there already stays untouched."""
    for path in sorted(one for one in partners.rglob("*") if one.is_file()):
        goal = watched / path.relative_to(partners)
        if not (goal.exists() and goal.read_bytes() == path.read_bytes()):
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, goal)


def publish(settings: Settings, services: Services) -> Settings:
    """Start the fake publisher; returns settings whose host map leads every publisher to it."""
    place = str(folder(settings.var))
    command = [sys.executable, "-m", "pipelines.sample.publisher", "--data", place, "--port", "0"]
    service = services.start("uitgever", command, child_environment.common(settings))
    base = f"http://127.0.0.1:{services.wait_for_port(service)}"
    return settings.model_copy(update={"hosts": dict.fromkeys(hosts(settings), base)})


def hosts(settings: Settings) -> list[str]:
    """All publishers' hosts that the profile names."""
    chosen = profile.load(settings.profile, settings.gemeente, fictief=settings.fictief)
    found = set()
    for sources in chosen.bronnen.values():
        for source in sources:
            addresses = (source.adres,) if isinstance(source.adres, str) else source.adres
            found |= {urlsplit(address).hostname or "" for address in addresses}
    return sorted(found - {""})


def _fingerprint(installation: Installation) -> str:
    code = hashlib.sha256()
    for path in sorted((CHECKOUT / "pipelines" / "sample").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            code.update(path.read_bytes())
    return json.dumps([installation.dwellings, installation.seed, code.hexdigest()])
