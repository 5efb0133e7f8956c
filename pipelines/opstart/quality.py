"""`./woonzorg check`: linters, types, import rules and line limits, each as a process."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.opstart import viewer
from pipelines.opstart.progress import console
from pipelines.settings import CHECKOUT

LONGEST_MODULE = 400
LONG_MODULE = 300
_PYTHON = ("data", "pipelines", "assets", "geo_api")


def run() -> int:
    """Run every check, also after one has failed; 0 only when all passed."""
    failed = [name for name, command in _checks() if not _passes(name, command)]
    for path, lines in long_modules(CHECKOUT, LONGEST_MODULE):
        console.print(f"{path}: {lines} regels, hoogstens {LONGEST_MODULE}", markup=False)
        failed.append(str(path))
    for path, lines in long_modules(CHECKOUT, LONG_MODULE):
        console.print(f"{path}: {lines} regels; splitsen is te overwegen", markup=False)
    if failed:
        console.print(f"Afgekeurd: {', '.join(failed)}", markup=False)
        return 1
    console.print("Alle controles zijn goed.")
    return 0


def long_modules(root: Path, limit: int) -> list[tuple[Path, int]]:
    """Source files above a number of lines, as path below `root` and that number."""
    found = []
    for path in _sources(root):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > limit:
            found.append((path.relative_to(root), lines))
    return found


def _sources(root: Path) -> Iterator[Path]:
    for top in _PYTHON:
        for path in sorted((root / top).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield path
    yield from sorted((root / "geo_api" / "viewer" / "src").rglob("*.ts"))


def _checks() -> list[tuple[str, list[str]]]:
    programs = Path(sys.executable).parent
    return [
        ("ruff check", [str(programs / "ruff"), "check", "."]),
        ("ruff format", [str(programs / "ruff"), "format", "--check", "--quiet", "."]),
        ("mypy --strict", [str(programs / "mypy"), "--strict"]),
        ("import-linter", [str(programs / "lint-imports"), "--no-cache"]),
        ("typecheck viewer", viewer.npm("run", "--silent", "typecheck")),
    ]


def _passes(name: str, command: list[str]) -> bool:
    if name == "typecheck viewer":
        viewer.ensure_packages()
    folder = viewer.SOURCE if name == "typecheck viewer" else CHECKOUT
    done = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env=viewer.node_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    console.print(f"{'✓' if done.returncode == 0 else '✗'} {name}", markup=False)
    if done.returncode != 0:
        console.print((done.stdout + done.stderr).strip(), markup=False)
    return done.returncode == 0
