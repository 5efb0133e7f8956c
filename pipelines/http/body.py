"""What an answer may look like: content type, first bytes, and bytes decoded under a limit.

Belongs here: everything about one body while it streams past. Not here: asking for it (`http.py`).
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Literal

from pipelines.errors import DeliveryRefused, SourceChanged, SourceUnavailable

Expect = Literal["json", "xml", "binary", "csv"]

HEAD = 2048
STEP = 1 << 18
RATIO = 100
RATIO_FROM = 64 << 20  # small bodies of repeating text pack tighter than 1:100 without being a bomb
TYPES: dict[str, re.Pattern[str]] = {
    "json": re.compile(r"json"),
    "xml": re.compile(r"xml"),
    "csv": re.compile(r"csv|text/plain|octet-stream|ms-excel|download"),
    "binary": re.compile(r"^(?!text/(html|xml)|application/([a-z.]+\+)?xml|application/xhtml).*"),
}
PAGE = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.I)
REPORT = re.compile(
    rb"<([a-z]+:)?(ExceptionReport|ServiceExceptionReport|ServiceException|error)\b"
)


class Truncated(Exception):  # noqa: N818 - a state, caught by the client
    """The body stopped before its end; another try may bring all of it."""


def check_type(name: str, content_type: str, expect: Expect) -> None:
    """Refuse a content type that cannot be right; an absent one is judged by its bytes.

    Raises:
        SourceUnavailable: a page for people where data were expected (maintenance).
        SourceChanged: another kind of data.
    """
    kind = content_type.split(";")[0].strip().lower()
    if not kind or TYPES[expect].search(kind):
        return
    if "html" in kind:
        raise SourceUnavailable(_page(name, expect))
    if expect == "xml" or "xml" not in kind:
        raise SourceChanged(
            f"{name}: antwoord van soort {kind} ontvangen, {expect} verwacht. "
            "Controleer het adres en de parameters in het profiel."
        )
    # An XML answer to another question is nearly always an exception report; check_start tells
    # which.


def check_start(name: str, head: bytes, expect: Expect) -> None:
    """Judge the first bytes of a body.

    Raises:
        SourceUnavailable: empty, or a page for people.
        SourceChanged: an exception report with status 200, or not the expected format.
        DeliveryRefused: XML with a DOCTYPE.
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise SourceUnavailable(
            f"{name}: leeg antwoord ontvangen, {expect} verwacht. Probeer het later opnieuw."
        )
    if start.startswith(b"<"):
        if PAGE.search(head):
            raise SourceUnavailable(_page(name, expect))
        _check_xml(name, head, expect)
    elif expect == "xml" or (expect == "json" and start[:1] not in b"{["):
        raise SourceChanged(
            f"{name}: het antwoord begint met {start[:20]!r}, dat is geen {expect}. "
            "Controleer het adres in het profiel."
        )


def _check_xml(name: str, head: bytes, expect: Expect) -> None:
    if b"<!doctype" in head.lower():
        raise DeliveryRefused(
            f"{name}: XML met een DOCTYPE; dat wordt nooit gelezen. "
            "Vraag de leverancier om XML zonder DOCTYPE."
        )
    if report := REPORT.search(head):
        raise SourceChanged(
            f"{name}: status 200 met een foutmelding ({report[2].decode()}): {_words(head)}. "
            "Controleer de parameters in het profiel."
        )
    if expect != "xml":
        raise SourceChanged(f"{name}: XML ontvangen, {expect} verwacht. Controleer het profiel.")


def _page(name: str, expect: Expect) -> str:
    return (
        f"{name}: een webpagina (HTML) ontvangen, {expect} verwacht; waarschijnlijk onderhoud. "
        "De laatste goede versie blijft; probeer het later opnieuw."
    )


def _words(head: bytes) -> str:
    text = re.sub(r"<[^>]*>", " ", head.decode("utf-8", "replace"))
    return " ".join(text.split())[:160] or "zonder uitleg"


def decoded(name: str, raw: Iterable[bytes], encoding: str, cap: int) -> Iterator[bytes]:
    """Undo the content encoding piece by piece, never holding more than one step in memory.

    Args:
        name: dataset for the message.
        raw: bytes as sent.
        encoding: the Content-Encoding header.
        cap: largest decoded size in bytes.

    Raises:
        DeliveryRefused: larger than `cap`, or packed tighter than 1:100.
        SourceChanged: an encoding that was not asked for.
        Truncated: the packed stream ends too early.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        pieces: Iterator[tuple[int, bytes]] = ((len(piece), piece) for piece in raw)
    elif encoding in ("gzip", "x-gzip", "deflate"):
        pieces = _inflated(raw)
    else:
        raise SourceChanged(
            f"{name}: inpakwijze {encoding!r} ontvangen, gzip of niets gevraagd. Meld dit de bron."
        )
    packed = size = 0
    for cost, piece in pieces:
        packed, size = packed + cost, size + len(piece)
        if size > cap or (size > RATIO_FROM and size > RATIO * max(packed, 1)):
            raise DeliveryRefused(
                f"{name}: na uitpakken groter dan toegestaan ({size} bytes uit {packed}; "
                f"grens {cap} bytes en 1:{RATIO}). Afgebroken; neem contact op met de bron."
            )
        yield piece


def _inflated(raw: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Pairs (packed bytes consumed, unpacked piece); several gzip members in a row are one body."""
    machine = zlib.decompressobj(wbits=47)  # 32 + 15: header tells gzip or zlib
    try:
        for chunk in raw:
            cost, rest = len(chunk), chunk
            while rest:
                if machine.eof:
                    machine = zlib.decompressobj(wbits=47)
                piece = machine.decompress(rest, STEP)
                yield cost, piece
                cost = 0
                rest = machine.unconsumed_tail or machine.unused_data
        yield 0, machine.flush()
        if not machine.eof:
            raise Truncated("het ingepakte antwoord stopt te vroeg")
    except zlib.error as error:
        raise Truncated(f"het ingepakte antwoord is beschadigd ({error})") from error


def peeked(name: str, chunks: Iterable[bytes], expect: Expect) -> Iterator[bytes]:
    """Pass the body on once its first bytes were judged; see `check_start`."""
    source, head = iter(chunks), b""
    for chunk in source:
        head += chunk
        if len(head) >= HEAD:
            break
    check_start(name, head[:HEAD], expect)
    yield head
    yield from source
