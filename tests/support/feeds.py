"""Where the real feeds are, and how to read them without any reader of ours."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
REASON = "de map met echte feeds ontbreekt (zet WOONZORG_FEEDS)"


def folder() -> Path | None:
    """The folder with real feeds, None when this machine has none."""
    found = Path(os.environ.get("WOONZORG_FEEDS") or CHECKOUT.parent / "shared" / "feeds")
    return found.resolve() if found.is_dir() else None
