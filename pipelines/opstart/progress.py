"""Progress on the command line: one line per step, with a spinner while it runs on a terminal."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

console = Console(stderr=True, highlight=False, soft_wrap=True)
"""Progress goes to standard error; results of a command go to standard output."""


def _headings_only(text: str) -> None:
    """In a log file, the details of a package installation would bury the rest."""
    if not text.startswith(" "):
        console.print(text, markup=False)


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """Show a step while it runs and its seconds when it is done; gives a function for details."""
    started = time.monotonic()
    if not console.is_terminal:
        console.print(f"{title} …", markup=False)
        yield _headings_only
    else:
        with console.status(f"{title} …") as status:
            yield lambda text: status.update(f"{title} … [dim]{text.strip()[:80]}[/dim]")
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    console.print(f"✓ {title} ({seconds} s)", markup=False)
