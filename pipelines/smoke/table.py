"""What a person sees of a look at the live services: a table, and whether anything is wrong."""

import time
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.settings import Settings
from pipelines.smoke import checks as smoke_checks
from pipelines.smoke import look as smoke
from pipelines.smoke.look import Finding

_WORDS = {True: "[green]goed[/green]", False: "[red]fout[/red]", None: "[dim]-[/dim]"}


def run(settings: Settings, console: Console | None = None) -> int:
    """Look at every source of the profile and print the table.

    Args:
        settings: of the installation, the profile chosen in it.
        console: where to print; standard output when absent.

    Returns:
        Exit status: 1 when a source is wrong, else 0.

    Raises:
        ConfigurationError: the profile is wrong, or names no gemeente.
    """
    console = console or _console()
    started = time.monotonic()
    findings: list[Finding] = []
    with console.status("Bronnen bekijken …") as status:
        for finding in smoke.look(settings, smoke_checks.checks):
            findings.append(finding)
            status.update(f"{finding.source}: {finding.check} …")
    console.print(table(findings))
    for finding in findings:
        if finding.sentence:
            what = finding.sentence.removeprefix(f"{finding.source.split()[0]}: ")
            text = f"[yellow]{escape(finding.source)}[/yellow]: {escape(what)}"
            console.print(text, soft_wrap=True)
    wrong = sorted({f.source for f in findings if f.good is False})
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    verdict = f"{len(wrong)} met een fout: {', '.join(wrong)}" if wrong else "alle goed"
    sources = len({f.source for f in findings})
    said = f"{sources} bronnen bekeken in {seconds} s: {verdict}."
    console.print(said, markup=False, soft_wrap=True)
    return 1 if wrong else 0


def table(findings: Iterable[Finding]) -> Table:
    """Source, check, found, expected, verdict and seconds."""
    shown = Table(title="Bronnen van het profiel", title_justify="left")
    for name in ("bron", "controle", "gevonden", "verwacht", "oordeel"):
        shown.add_column(name, overflow="fold")
    shown.add_column("s", justify="right")
    last = ""
    for finding in findings:
        shown.add_row(
            escape(finding.source) if finding.source != last else "",
            escape(finding.check),
            escape(finding.found),
            escape(finding.expected),
            _WORDS[finding.good],
            f"{finding.seconds:.1f}".replace(".", ","),
        )
        last = finding.source
    return shown


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=150)
