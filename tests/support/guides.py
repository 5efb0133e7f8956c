"""The code blocks of a guide in `docs`, to be run as they stand there.

The first block of a language sets the scene for every later one of that language. A block of
`text` behind another is what that one prints. `# 400` as the first line of a shell block says that
its last command is refused with that status.
"""

import re
import runpy
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.settings import CHECKOUT

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_REFUSED = re.compile(r"# (\d{3})\n")
_MADE = re.compile(r"-(?:o (\S+)|O .*?/([^/\s\"?]+)\"?(?:\s|$))")
_QUIET = "silent\nshow-error\nfail-with-body\nno-progress-meter\n"


@dataclass(frozen=True)
class Block:
    """A code block.

    Attributes:
        section: heading that it stands under.
        line: at which it stands, from 1.
        before: the first block of its language, empty for that block itself.
        printed: what it prints, None when the page does not say.
    """

    section: str
    language: str
    line: int
    text: str
    before: str
    printed: str | None

    def __str__(self) -> str:
        """Where it stands, as the name of a test."""
        return f"{self.line}-{self.section.lower().replace(' ', '-')}"


def blocks(name: str) -> list[Block]:
    """The blocks of a page, `text` left out."""
    page = (CHECKOUT / "docs" / name).read_text(encoding="utf-8")
    return list(_blocks(page))


def _blocks(page: str) -> Iterator[Block]:
    first: dict[str, str] = {}
    found = list(_FENCE.finditer(page))
    for number, match in enumerate(found):
        language, text = match.groups()
        if language == "text":
            continue
        follows = found[number + 1] if number + 1 < len(found) else None
        printed = follows.group(2) if follows and follows.group(1) == "text" else None
        above = page[: match.start()]
        (section,) = re.findall(r"^#+ (.+)$", _FENCE.sub("", above), re.MULTILINE)[-1:]
        before = first.get(language, "")
        first.setdefault(language, text)
        yield Block(section, language, above.count("\n") + 1, text, before, printed)


def shell(block: Block, here: Mapping[str, str], folder: Path, **environment: str) -> str:
    """Run the commands of a block; what they print.

    Every command must succeed, with a status below 400 and a file where it says so; an answer
    without objects is none.

    Args:
        block: in shell.
        here: addresses of the page to those that are used instead.
        folder: to run in.
        environment: more variables.
    """
    (folder / ".curlrc").write_text(_QUIET)
    text = replaced(block.before + block.text, here)
    given = {"PATH": "/usr/local/bin:/usr/bin:/bin", "CURL_HOME": str(folder), **environment}
    command = ["bash", "-euo", "pipefail", "-c", text]
    ran = subprocess.run(
        command, cwd=folder, env=given, capture_output=True, text=True, timeout=60, errors="replace"
    )
    refused = _REFUSED.match(block.text)
    if refused:
        assert ran.returncode == 22, ran.stdout + ran.stderr
        assert f"error: {refused[1]}" in ran.stderr
        return ran.stdout
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr
    for named, own in _MADE.findall(block.text):
        assert (folder / (named or own)).stat().st_size, f"{named or own} is empty"
    assert '"numberReturned":0' not in ran.stdout
    return ran.stdout


def python(block: Block, here: Mapping[str, str], folder: Path) -> None:
    """Run a block of Python in this process."""
    path = folder / "voorbeeld.py"
    path.write_text(replaced(block.before + block.text, here), encoding="utf-8")
    runpy.run_path(str(path))


def replaced(text: str, here: Mapping[str, str]) -> str:
    """A text with other addresses."""
    for old, new in here.items():
        text = text.replace(old, new)
    return text
