"""ETags that hold for one right: the tag of another right never makes an answer 304 or 206.

The mark is the ending of a tag (`"buurten-10-a1b2~9f8e7d6c"`). It is added on the way out and
taken off on the way in; a tag without our mark becomes one that nothing carries.
"""

from collections.abc import Iterable

Headers = Iterable[tuple[bytes, bytes]]
CONDITIONS = frozenset({b"if-none-match", b"if-match", b"if-range"})
_NONE = '"-"'


def inward(headers: Headers, mark: str) -> list[tuple[bytes, bytes]]:
    """Request headers as the application knows its tags."""
    return [
        (name, _bare(value.decode("latin-1"), mark).encode("latin-1"))
        if name in CONDITIONS
        else (name, value)
        for name, value in headers
    ]


def outward(headers: Headers, mark: str) -> list[tuple[bytes, bytes]]:
    """Answer headers with the tag marked."""
    return [
        (name, _marked(value, mark)) if name.lower() == b"etag" else (name, value)
        for name, value in headers
    ]


def _marked(value: bytes, mark: str) -> bytes:
    return value[:-1] + f"~{mark}".encode() + value[-1:]


def _bare(text: str, mark: str) -> str:
    ending = f'~{mark}"'
    bare = []
    for item in text.split(","):
        given = item.strip()
        if given == "*":
            bare.append(given)
        else:
            bare.append(f'{given.removesuffix(ending)}"' if given.endswith(ending) else _NONE)
    return ", ".join(bare)
