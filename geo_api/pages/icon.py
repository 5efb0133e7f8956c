"""The small picture of a page in the tabs and bookmarks of a browser: ours, or the theme's own."""

from pathlib import Path

NAME = "icoon.svg"
MEDIA_TYPE = "image/svg+xml"
_OWN = Path(__file__).resolve().parents[1] / "viewer" / "public" / NAME


def read(theme: Path | None) -> bytes:
    """The picture; a file of that name in the folder of the theme takes its place.

    Args:
        theme: that folder, None without one.
    """
    given = theme / NAME if theme else _OWN
    return (given if given.is_file() else _OWN).read_bytes()
