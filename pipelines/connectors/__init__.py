"""From a source declaration to landed bytes, one module per protocol; no database here."""

import importlib
from dataclasses import replace

from pipelines.connectors import download, folder
from pipelines.connectors.bron import Bron, Delivery, Previous, Pull, local_path
from pipelines.errors import SourceChanged, SourceUnavailable

__all__ = ["Bron", "Delivery", "Previous", "Pull", "pull"]

# By name: who pulls one protocol need not load the libraries of the others.
PROTOCOLS = {
    "ogc": "ogc",
    "odata3": "odata",
    "odata4": "odata4",
    "wfs": "wfs",
    "atom": "atom",
    "sftp": "sftp",
}


def pull(bron: Bron, context: Pull) -> Delivery:
    """Fetch one source of one supplier.

    Args:
        bron: the declaration.
        context: client, landing store and what is known of the last time.

    Raises:
        SourceUnavailable: no answer now.
        SourceChanged: another answer than agreed.
        DeliveryRefused: a file that breaks the rules.
        ConfigurationError: the declaration cannot be carried out.
    """
    if not bron.uitwijk:
        return _pull(bron, context)
    try:
        return _pull(bron, context)
    except (SourceUnavailable, SourceChanged) as error:
        other = replace(bron, vorm="odata4", adres=(bron.uitwijk,), uitwijk="")
        done = _pull(other, context)
        return replace(done, received_note={**done.received_note, "uitwijk": str(error)})


def _pull(bron: Bron, context: Pull) -> Delivery:
    if bron.vorm == "map":
        return folder.pull(bron, context)
    asked = bron.vorm == "sftp" or (
        bron.vorm in PROTOCOLS and local_path(bron.adres[0], context.root, bron.name) is None
    )
    if asked:
        module = importlib.import_module(f"pipelines.connectors.{PROTOCOLS[bron.vorm]}")
        delivery: Delivery = module.pull(bron, context)
        return delivery
    return download.pull(bron, context)
