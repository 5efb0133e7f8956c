"""Saved questions: reached through functions only, kept a bounded time and number."""

from pathlib import Path

from alembic import op

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
