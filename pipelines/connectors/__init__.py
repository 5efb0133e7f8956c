"""From a source declaration to landed bytes, one module per protocol; no database here."""

import importlib
from dataclasses import replace

from pipelines.connectors import download, folder
from pipelines.connectors.bron import Bron, Delivery, Previous, Pull, local_path
from pipelines.errors import DeliveryRefused, SourceChanged, SourceUnavailable, WoonzorgError

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
        SourceUnavailable: no answer now; of a source with two addresses, from either of them.
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
        try:
            done = _pull(other, context)
        except (SourceUnavailable, SourceChanged, DeliveryRefused) as second:
            raise _neither(bron, error, second) from second
        return replace(done, received_note={**done.received_note, "uitwijk": str(error)})


def _neither(bron: Bron, first: WoonzorgError, second: WoonzorgError) -> WoonzorgError:
    """Both addresses failed: one reason that names both; worth another try when one was silent."""
    reason = (
        f"{bron.name}: beide adressen geven niets bruikbaars. "
        f"Eerste adres ({bron.adres[0]}): {first} Tweede adres ({bron.uitwijk}): {second}"
    )
    silent = isinstance(first, SourceUnavailable) or isinstance(second, SourceUnavailable)
    return SourceUnavailable(reason) if silent else SourceChanged(reason)


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
