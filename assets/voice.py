"""Where a run says what it does.

A run of the command line speaks JSON lines on standard output and nothing else gets there; a run of
the daemon speaks in Dagster's own log. Outcomes are no lines there: they are metadata.
"""

import json
import os
from collections.abc import Callable
from typing import Any, TextIO

from pipelines.work import Say, say_json

_events: TextIO | None = None


def keep_stdout_for_events() -> None:
    """Events keep standard output; whatever else prints, Dagster included, goes to stderr."""
    global _events
    _events = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)


def to_command_line(event: dict[str, Any]) -> None:
    """One JSON object per line for the command that started us."""
    if _events is None:
        say_json(event)
    else:
        _events.write(json.dumps(event, ensure_ascii=False, default=str) + "\n")


def to_log(log: Callable[[str], None]) -> Say:
    """The numbered points as lines of Dagster's log; no outcomes, so no contents of a delivery."""

    def say(event: dict[str, Any]) -> None:
        if "stap" in event:
            log(f"{event['naam']} {event['dataset']}")

    return say
