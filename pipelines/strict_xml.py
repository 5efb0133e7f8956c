"""XML from outside: parsed without network, entities or DTD; a DOCTYPE is refused, never stripped.

Belongs here: the one parser for feeds, exception reports and counts. Not here: what the elements
mean. An entity that is not expanded would silently become empty text, so the document is refused
as a whole.
"""

from pathlib import Path
from typing import TypeAlias

from lxml import etree

from pipelines.errors import DeliveryRefused

PROLOG = 1 << 20
Element: TypeAlias = etree._Element
"""An element of a parsed document."""


def parsed(name: str, content: bytes) -> Element:
    """The root element of a whole document.

    Args:
        name: dataset for the message.
        content: the bytes as received.

    Raises:
        DeliveryRefused: a DOCTYPE, or not well-formed.
    """
    try:
        root: Element = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise _unreadable(name, error) from error
    _refuse_doctype(name, root)
    return root


def check_prolog(name: str, path: Path) -> str:
    """Refuse a document with a DOCTYPE by reading no further than its first element.

    Args:
        name: dataset for the message.
        path: the document, of any size.

    Returns:
        Local name of the root element.

    Raises:
        DeliveryRefused: a DOCTYPE, or no XML, or no element within the first MiB.
    """
    parser = etree.XMLPullParser(
        events=("start",), resolve_entities=False, no_network=True, load_dtd=False
    )
    with path.open("rb") as stream:
        content = stream.read(PROLOG)
    try:
        for at in range(0, len(content), 4096):
            parser.feed(content[at : at + 4096])
            for _, element in parser.read_events():
                _refuse_doctype(name, element)
                return str(etree.QName(element).localname)
    except etree.XMLSyntaxError as error:
        raise _unreadable(name, error) from error
    raise DeliveryRefused(f"{name}: geen XML: geen enkel element gevonden. Vraag het opnieuw.")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )


def _refuse_doctype(name: str, element: Element) -> None:
    if element.getroottree().docinfo.doctype:
        raise DeliveryRefused(
            f"{name}: XML met een DOCTYPE; dat wordt nooit gelezen. "
            "Vraag de leverancier om XML zonder DOCTYPE."
        )


def _unreadable(name: str, error: Exception) -> DeliveryRefused:
    return DeliveryRefused(
        f"{name}: het antwoord is geen geldige XML ({str(error)[:120]}). Vraag het opnieuw."
    )
