"""Passwords of the database roles, in one file that only the owner of the checkout reads."""

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from pipelines.errors import EnvironmentUnfit


def load(path: Path) -> dict[str, str]:
    """Passwords by role; empty when there are none yet.

    Raises:
        EnvironmentUnfit: the file is there but belongs to another user or is damaged.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise EnvironmentUnfit(
            f"{path} is van een andere gebruiker: start ./woonzorg als de gebruiker die deze "
            "installatie heeft gemaakt."
        ) from error
    try:
        return {str(role): str(word) for role, word in json.loads(text).items()}
    except (ValueError, AttributeError):
        return {}  # damaged: new passwords are made and set at the next start


def make(path: Path, roles: Sequence[str]) -> dict[str, str]:
    """Make a password for each role that has none; stored with mode 0600 in one atomic step."""
    words = load(path)
    words |= {role: secrets.token_urlsafe(32) for role in roles if role not in words}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".nieuw")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(words, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return words
