"""From an error to one Dutch sentence and an honest exit status."""

import errno
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import psycopg

from pipelines.errors import ConfigurationError, EnvironmentUnfit, WoonzorgError

# A session that is gone; the server also ends one whose transaction stands still too long.
GONE = (psycopg.OperationalError, psycopg.errors.IdleInTransactionSessionTimeout)
USAGE, UNFIT, INPUT_OUTPUT, CONFIGURATION, INTERRUPTED = 64, 69, 74, 78, 130


def status_of(error: BaseException) -> int:
    """Exit status for an error."""
    if isinstance(error, EnvironmentUnfit):
        return UNFIT
    if isinstance(error, ConfigurationError):
        return CONFIGURATION
    return INPUT_OUTPUT if isinstance(error, OSError) else 1


def sentence(error: BaseException) -> str | None:
    """What a person reads; None for an error that is a fault of the product itself."""
    if isinstance(error, WoonzorgError):
        return str(error)
    if isinstance(error, psycopg.errors.DiskFull):
        return "De schijf van de database is vol: maak ruimte vrij en start opnieuw."
    if isinstance(error, GONE):
        first = (str(error).strip().splitlines() or ["geen melding"])[-1]
        return f"PostgreSQL antwoordt niet meer («{first}»): start de opdracht opnieuw."
    if isinstance(error, MemoryError):
        return "Het geheugen van deze machine is op: geef haar meer, of sluit andere programma's."
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        place = error.filename or "de installatie"
        return f"De schijf van {place} is vol: maak ruimte vrij en start opnieuw."
    if isinstance(error, FileExistsError | NotADirectoryError):
        return f"{error.filename} is geen map: kies met WOONZORG_VAR een andere plaats."
    if isinstance(error, PermissionError):
        return (
            f"{error.filename} is niet toegankelijk: start ./woonzorg als de gebruiker die deze "
            "installatie heeft gemaakt."
        )
    return None


@contextmanager
def told() -> Iterator[None]:
    """Say foreseen errors as one sentence and leave with their exit status."""
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write("Gestopt.\n")
        raise SystemExit(INTERRUPTED) from None
    except (WoonzorgError, psycopg.OperationalError, OSError) as error:
        text = sentence(error)
        if text is None:
            raise
        sys.stderr.write(f"{text}\n")
        raise SystemExit(status_of(error)) from None


def keep_traceback(
    log: Path,
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """A `sys.excepthook` for faults of the product: the traceback goes to a log, not a person."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(text, encoding="utf-8")
        except OSError:
            sys.stderr.write(text)
        sys.stderr.write(f"Onverwachte fout ({kind.__name__}: {error}); meld haar met {log}.\n")

    return hook
