"""The Python environment `.venv`, made from a hash-pinned lock: pip installs uv, uv the rest.

Run by `./woonzorg` with the system's Python before anything is installed, so only the standard
library is used here: `environment.py CHECKOUT LOCK`.
"""

import ast
import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

UNFIT = 69
"""Exit status of a machine that lacks something (EX_UNAVAILABLE)."""

SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_UV_LOCK = Path("pipelines/opstart/requirements-uv.txt")
_STAMP = "woonzorg.json"
# What uv says while it works; everything else is kept for the failure's last words.
_PROGRESS = ("Resolved", "Downloading", "Prepared", "Installed", "Updating", "Bytecode")


class SetupError(Exception):
    """The environment cannot be made; the message is one Dutch sentence."""


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pip_settings(listing: str) -> dict[str, str]:
    """Settings out of `pip config list`: environment before `install` before `global`."""
    rank = {"global": 0, "install": 1, ":env:": 2}
    found: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        name, sign, text = line.partition("=")
        section, dot, key = name.strip().rpartition(".")
        if not (sign and dot and section in rank):
            continue
        try:
            value = str(ast.literal_eval(text.strip()))
        except (ValueError, SyntaxError):
            value = text.strip().strip("'\"")
        found[key] = max(found.get(key, (-1, "")), (rank[section], value))
    return {key: value for key, (_, value) in found.items()}


def uv_environment(pip: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """Environment for uv that says what pip's configuration says.

    uv reads neither pip's files nor `PIP_…`; what the user told uv itself stays as it is.
    """
    links = [one for one in pip.get("find-links", "").split() if "://" in one or Path(one).is_dir()]
    told = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(pip.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(links),
        "UV_NO_INDEX": "1" if pip.get("no-index", "").lower() in {"1", "true", "yes", "on"} else "",
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_HTTP_TIMEOUT": pip.get("timeout") or pip.get("default-timeout", ""),
        "SSL_CERT_FILE": pip.get("cert") or _system_certificates(),
        "SSL_CLIENT_CERT": pip.get("client-cert", ""),
        "HTTPS_PROXY": pip.get("proxy", ""),
        "HTTP_PROXY": pip.get("proxy", ""),
    }
    if told["UV_INDEX"]:
        # As pip does; safe because every file is pinned by its hash.
        told["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    known = {name.upper() for name in environment}
    return dict(environment) | {
        name: text for name, text in told.items() if text and name not in known
    }


def _system_certificates() -> str:
    return str(SYSTEM_CERTIFICATES) if SYSTEM_CERTIFICATES.exists() else ""


def is_current(venv: Path, lock: Path) -> bool:
    """Whether the environment works and was made from exactly this lock."""
    try:
        stamp = json.loads((venv / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp.get(lock.name) == digest(lock)) and _works(venv)


def _works(venv: Path) -> bool:
    """Its interpreter may be gone after an upgrade of the system, or the checkout moved."""
    python = venv / "bin" / "python"
    ask = "import sys; print(sys.prefix); print('python%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return False
    prefix, _, version = done.stdout.strip().partition("\n")
    same = done.returncode == 0 and Path(prefix).resolve() == venv.resolve()
    return same and (venv / "lib" / version / "site-packages").is_dir()


def ensure(root: Path, lock_name: str) -> None:
    """Make or renew `.venv`; silent and fast when nothing changed.

    Raises:
        SetupError: it cannot be made.
    """
    venv, lock = root / ".venv", root / lock_name
    if is_current(venv, lock):
        return
    try:
        with (root / _UV_LOCK).open("rb") as slot:  # a file that stays, whatever becomes of .venv
            fcntl.flock(slot, fcntl.LOCK_EX)
            if not is_current(venv, lock):
                _install(root, venv, lock)
    except OSError as error:
        raise SetupError(f"Map {venv} is niet te maken: {error.strerror or error}.") from error


def _install(root: Path, venv: Path, lock: Path) -> None:
    _say(f"Python-omgeving inrichten uit {lock.name} …")
    if not _works(venv):
        base = [sys.executable, "-m", "venv", "--clear", str(venv)]
        _run(base, dict(os.environ), "De Python-omgeving is niet te maken")
    python = str(venv / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    environment = dict(os.environ)
    if "SSL_CERT_FILE" in environment:
        environment.setdefault("PIP_CERT", environment["SSL_CERT_FILE"])
    uv = ["install", "--require-hashes", "--only-binary", ":all:", "-r", str(root / _UV_LOCK)]
    _run([*pip, *uv], environment, "uv is niet te installeren")
    listing = subprocess.run(  # noqa: S603
        [*pip, "config", "list"], env=environment, capture_output=True, text=True, check=False
    )
    sync = [str(venv / "bin" / "uv"), "pip", "install", "--require-hashes", "--no-config"]
    if environment.get("PYTHONDONTWRITEBYTECODE"):
        # Otherwise every start of every process would compile all its imports again.
        sync.append("--compile-bytecode")
    _run(
        [*sync, "--no-build", "--python", python, "-r", str(lock)],
        uv_environment(pip_settings(listing.stdout), environment),
        "De Python-pakketten zijn niet te installeren",
    )
    _write_stamp(venv, lock)


def _write_stamp(venv: Path, lock: Path) -> None:
    """Remember this lock; the other one's note stays only when that lock is unchanged too."""
    path = venv / _STAMP
    try:
        stamp: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stamp = {}
    kept = {
        name: text
        for name, text in stamp.items()
        if (lock.parent / name).exists() and digest(lock.parent / name) == text
    }
    draft = path.with_suffix(".nieuw")
    draft.write_text(json.dumps(kept | {lock.name: digest(lock)}), encoding="utf-8")
    draft.replace(path)


def _run(command: list[str], environment: Mapping[str, str], failure: str) -> None:
    """Run a program, pass its progress on, and keep the rest for one sentence when it fails."""
    words: list[str] = []
    with subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101
        for line in process.stdout:
            if line.strip().startswith(_PROGRESS):
                _say(f"  {line.strip()}")
            elif line.strip():
                words.append(line.strip())
    if process.returncode != 0:
        raise SetupError(f"{failure}: {explain(' '.join(words))}")


def explain(words: str) -> str:
    """What a failed installer's output means, and what to do."""
    low = words.lower()
    if "no space left" in low:
        return "de schijf is vol; maak ruimte vrij en start opnieuw."
    network = (
        "dns error",
        "name resolution",
        "connection",
        "timed out",
        "network",
        "from versions: none",
    )
    if "certificate" in low:
        return (
            "het certificaat van de pakketserver wordt niet vertrouwd; "
            "wijs met SSL_CERT_FILE de certificaten van uw organisatie aan."
        )
    if "hash" in low and "mismatch" in low:
        return "een pakket heeft een andere inhoud dan vastgelegd; gebruik een andere pakketserver."
    if any(sign in low for sign in network):
        return (
            "geen verbinding met de pakketserver; controleer het netwerk, "
            "of stel index en proxy in met pip config, en start opnieuw."
        )
    return f"«{words[-300:]}»."


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def main(arguments: list[str]) -> int:
    """`environment.py CHECKOUT LOCK`."""
    try:
        ensure(Path(arguments[0]), arguments[1])
    except SetupError as error:
        _say(str(error))
        return UNFIT
    except KeyboardInterrupt:
        _say("Afgebroken.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
