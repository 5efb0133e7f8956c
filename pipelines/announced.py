"""A column of an open layer goes only after a release that announced it (`Column.leaving`).

Readers build on names; one release ahead they see in the schema, in the releases and on the page
of the layer that a name will go and what comes instead.
"""

from collections.abc import Collection, Mapping

from data.registry import registry
from data.tables import layer_columns
from pipelines.errors import PublicationRefused
from pipelines.work import Work


def unannounced(
    shown: Mapping[str, Mapping[str, object]], wanted: Mapping[str, Collection[str]]
) -> list[str]:
    """Columns that would go without having been announced, as `layer.column`.

    Args:
        shown: layer -> column -> announcement in the version that readers have now, None without.
        wanted: layer -> columns of the next version; a layer that is not in it goes as a whole.
    """
    return [
        f"{layer}.{column}"
        for layer, columns in shown.items()
        for column, told in columns.items()
        if layer in wanted and column not in wanted[layer] and not told
    ]


def check(work: Work, datasets: Collection[str]) -> None:
    """Refuse a publication that takes a column away unannounced.

    A layer that the steward withdrew is shown to nobody, so its columns may go at once.

    Args:
        work: the run.
        datasets: those the release will hold.

    Raises:
        PublicationRefused: with the names.
    """
    shown: dict[str, dict[str, object]] = {}
    for row in work.connection.execute(
        "SELECT k.laag, k.kolom, k.vervalt FROM pub.pointer p"
        " JOIN pub.kolom k USING (laag, version)"
        " WHERE p.huidig AND NOT EXISTS (SELECT FROM pub.ingetrokken i WHERE i.laag = p.laag)"
    ):
        shown.setdefault(row["laag"], {})[row["kolom"]] = row["vervalt"]
    wanted = {
        layer.name: {column.name for column in layer_columns(registry()[name], layer)}
        for name in datasets
        for layer in registry()[name].layers
    }
    gone = unannounced(shown, wanted)
    if gone:
        raise PublicationRefused(
            f"Lezers hebben nu kolommen die verdwijnen zonder aankondiging: {', '.join(gone)}. Zet "
            "ze terug in data/datasets met 'leaving=Leaving(…)', publiceer dat, en haal ze pas "
            "bij een volgende release weg. Er is niets gepubliceerd."
        )
