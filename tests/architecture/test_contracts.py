"""Rules of the code as a whole: import contracts, size, names, addresses, parameters."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from data.parameters import register
from pipelines.http.client import Http
from pipelines.settings import CHECKOUT

PACKAGES = ("data", "pipelines", "assets", "geo_api")
MAX_LINES = 400
# Made-up registries of the tests and of examples in texts are no address of ours.
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z])(?=[/\s'\"])")
REGISTRIES = re.compile(
    r"https?://[^\s\"']*(?:pypi|npmjs|npmmirror|jfrog|artifactory|nexus|simple/|verdaccio)[^\s\"']*",
    re.IGNORECASE,
)


def committed() -> list[Path]:
    """Files git knows or would add: ignored ones are not ours to judge."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = [CHECKOUT / name for name in listed.split("\0") if name]
    return [path for path in found if path.is_file()]


def modules(*folders: str) -> list[Path]:
    return [
        p for p in committed() if p.suffix == ".py" and p.relative_to(CHECKOUT).parts[0] in folders
    ]


def short(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def texts() -> Iterator[tuple[Path, str]]:
    for path in committed():
        if path.stat().st_size < 2_000_000:
            content = path.read_bytes()
            if b"\0" not in content[:4096]:
                yield path, content.decode("utf-8", errors="replace")


def test_imports_go_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=CHECKOUT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_no_module_is_too_long() -> None:
    long = {
        short(path): lines
        for path in modules(*PACKAGES, "tests")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    own = {name: lines for name, lines in long.items() if not name.startswith("tests/")}
    assert own == {}


def literals(path: Path) -> Iterator[str]:
    """Strings in a module that are no docstring and no part of a regular expression's class."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def gemeenten() -> tuple[set[str], set[str]]:
    """Codes and names of the gemeenten that profiles and the sample name."""
    codes: set[str] = set()
    names: set[str] = set()
    for path in sorted((CHECKOUT / "data" / "profiles").glob("*.toml")):
        codes |= set(tomllib.loads(path.read_text(encoding="utf-8")).get("gemeenten", ()))
        names.add(path.stem.split("-")[0])
    plan = (CHECKOUT / "data" / "reference" / "voorbeeld.toml").read_text(encoding="utf-8")
    codes |= set(re.findall(r"GM\d{4}", plan))
    return codes - {"GM0000"}, names - {"landelijk"}


def test_no_gemeente_in_python() -> None:
    """A municipality is configuration.

    0000 is an example of a code and 0998 is how CBS calls abroad: neither is a municipality.
    """
    codes, names = gemeenten()
    assert codes
    found = []
    for path in modules(*PACKAGES):
        for text in literals(path):
            code = re.findall(r"\b(?:GM|WK|BU)(?!0000|0998)\d{4,8}\b", text)
            name = [n for n in names if re.search(rf"\b{n}\b", text, re.IGNORECASE)]
            if code or name:
                found.append((short(path), text[:80]))
    assert found == []


def test_no_registry_address_is_committed() -> None:
    found = []
    for path, text in texts():
        if path.name.endswith(".lock") or short(path).startswith("tests/architecture"):
            allowed = (
                "https://registry.npmjs.org/",
                "https://pypi.org/",
                "https://files.pythonhosted.org/",
            )
        else:
            allowed = ()
        found += [
            (short(path), url)
            for url in REGISTRIES.findall(text)
            if not url.startswith(allowed or ("\0",))
        ]
    assert found == []


def test_no_machine_path_is_committed() -> None:
    found = [
        (short(path), match.group())
        for path, text in texts()
        if not short(path).startswith("tests/architecture")
        for match in [MACHINE_PATHS.search(text)]
        if match
    ]
    assert found == []


def keys_used(path: Path) -> Iterator[tuple[str, str]]:
    """Parameter keys in calls of the look-up functions, and texts that look like a key."""
    groups = {key.split(".")[0] for key in register()}
    pattern = re.compile(rf"^(?:{'|'.join(sorted(groups))})\.[a-z0-9_]+$", re.IGNORECASE)
    for text in literals(path):
        if pattern.match(text) and not text.endswith((".json", ".slot", ".wachtwoorden.json")):
            yield short(path), text


def test_every_parameter_used_is_in_the_register() -> None:
    used = [one for path in modules("pipelines", "data", "geo_api") for one in keys_used(path)]
    assert len({key for _, key in used}) > 20
    assert [(where, key) for where, key in used if key not in register()] == []


def test_only_assets_know_dagster() -> None:
    for path in modules("data", "pipelines", "geo_api"):
        assert not re.search(r"^\s*(?:import|from) dagster\b", path.read_text("utf-8"), re.M), path


def test_no_string_annotations_in_assets() -> None:
    """`from __future__ import annotations` breaks how Dagster reads the context."""
    for path in modules("assets"):
        assert "from __future__ import annotations" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("name", ["data", "pipelines", "assets", "geo_api"])
def test_packages_import_without_a_heavy_library(name: str) -> None:
    program = (
        f"import sys, {name};"
        "heavy = {'pandas', 'geopandas', 'dagster', 'scipy', 'pyarrow'} & set(sys.modules);"
        "sys.exit(' '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_hosts_are_named_in_profiles_only() -> None:
    """No publisher's data address hides in code: what is fetched stands in a profile."""
    assert Http is not None
    hosts = set()
    for path in (CHECKOUT / "data" / "profiles").glob("*.toml"):
        for source in tomllib.loads(path.read_text("utf-8")).get("bronnen", {}).values():
            for one in source if isinstance(source, list) else [source]:
                for address in [one["adres"]] if isinstance(one["adres"], str) else one["adres"]:
                    if host := urlsplit(address).hostname:
                        hosts.add(host)
    code = [p for p in modules("pipelines", "assets", "geo_api") if "sample" not in p.parts]
    found = [(short(p), t[:80]) for p in code for t in literals(p) if any(h in t for h in hosts)]
    assert found == []
