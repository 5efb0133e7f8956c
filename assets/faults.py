"""From an error in a step to one Dutch sentence; the traceback stays on the machine.

Dagster shows its log to anyone who can open its page, and the message of an error may quote a row.
"""

import traceback
from datetime import UTC, datetime

from pipelines.opstart import failures
from pipelines.settings import Settings

MOST_BYTES = 1_000_000


def of_the_run(error: Exception) -> bool:
    """Whether the fault is of the machine, so that the next dataset would meet it too."""
    return isinstance(error, (OSError, MemoryError, *failures.GONE))


def sentence(subject: str, error: Exception) -> str:
    """What people read of an error; one we did not foresee is kept in `var/log`.

    Args:
        subject: dataset or step that met it.
        error: the error.
    """
    foreseen = failures.sentence(error)
    if foreseen:
        return foreseen
    log = Settings().var / "log" / "dagster-fout.log"
    _keep(subject, error)
    return f"{subject}: onverwachte fout ({type(error).__name__}); meld haar met {log.name}."


def _keep(subject: str, error: Exception) -> None:
    log = Settings().var / "log" / "dagster-fout.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > MOST_BYTES:
        log.replace(log.with_suffix(".log.1"))
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat()} {subject}\n")
        file.write("".join(traceback.format_exception(error)))
