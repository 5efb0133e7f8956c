"""From a source declaration to landed bytes, one module per protocol; no database here."""

from pipelines.connectors import download, folder, odata, ogc
from pipelines.connectors.bron import Bron, Delivery, Previous, Pull, local_path

__all__ = ["Bron", "Delivery", "Previous", "Pull", "pull"]


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
    if bron.vorm == "map":
        return folder.pull(bron, context)
    if (
        bron.vorm in ("ogc", "odata3")
        and local_path(bron.adres[0], context.root, bron.name) is None
    ):
        return ogc.pull(bron, context) if bron.vorm == "ogc" else odata.pull(bron, context)
    return download.pull(bron, context)
