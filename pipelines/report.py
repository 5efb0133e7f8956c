"""What a person sees of a refresh.

Progress while it runs, a table at the end, one sentence when it fails.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from data.getallen import dutch
from data.registry import registry
from pipelines.versions import Outcome
from pipelines.work import Say, say_json

_console = Console(stderr=True, highlight=False)
if not _console.is_terminal:  # a table of ten columns does not fit the 80 of a pipe
    _console = Console(stderr=True, highlight=False, width=150)
_STYLE = {"gepubliceerd": "green", "ongewijzigd": "dim", "geweigerd": "red", "onbereikbaar": "red"}


@contextmanager
def progress(*, as_json: bool = False) -> Iterator[Say]:
    """A reporter for people (bar and current step), or JSON lines for programs."""
    if as_json:
        yield say_json
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_console, transient=True) as bar:
        task = bar.add_task("begonnen", total=len(registry()))
        seen: set[str] = set()

        def say(event: dict[str, Any]) -> None:
            if "naam" in event:
                if event["dataset"] in registry() and event["naam"] != "landen":
                    seen.add(event["dataset"])
                bar.update(
                    task, description=f"{event['naam']}: {event['dataset']}", completed=len(seen)
                )
                if not bar.live.is_started or not _console.is_terminal:
                    _console.print(f"  {event['naam']:<12} {event['dataset']}")

        yield say


def sentence(error: BaseException) -> None:
    """One sentence, never a traceback."""
    _console.print(f"[red]Mislukt:[/red] {escape(str(error))}", markup=True, soft_wrap=True)


def table(outcomes: Sequence[Outcome], seconds: float) -> None:
    """Per dataset: received, published, quarantined, duplicates, out of scope, seconds."""
    shown = Table(title=f"Verversing in {seconds:.1f} s", title_justify="left")
    for name in ("dataset", "uitkomst", "peildatum"):
        shown.add_column(name)
    for name in ("ontvangen", "gepubliceerd", "quarantaine", "dubbel", "buiten bereik", "s"):
        shown.add_column(name, justify="right")
    order = {name: place for place, name in enumerate(registry())}
    for outcome in sorted(outcomes, key=lambda o: (order.get(o.dataset, 999), str(o.peildatum))):
        style = _STYLE.get(outcome.state, "yellow")
        new = outcome.version is not None
        counts = (
            outcome.received,
            outcome.published,
            outcome.quarantined,
            outcome.duplicates,
            sum(outcome.out_of_scope.values()),
        )
        shown.add_row(
            outcome.dataset,
            f"[{style}]{outcome.state}[/{style}]",
            str(outcome.peildatum or ""),
            *(dutch(n) if new else "" for n in counts),
            f"{outcome.seconds:.1f}" if new else "",
        )
    _console.print(shown)
    for outcome in outcomes:
        if outcome.reason:
            reason = escape(outcome.reason)
            _console.print(f"[yellow]{outcome.dataset}[/yellow]: {reason}", soft_wrap=True)
