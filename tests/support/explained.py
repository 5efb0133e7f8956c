"""Explanations from the store of an installation: rows as the product itself wrote them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pipelines.indicators.uitleg import Knoop
from tests.support.installations import Installation


class Stored:
    """Rows of the good versions in the store, newest first."""

    def __init__(self, place: Installation) -> None:
        """Of an installation that does not change meanwhile: trees share most of their rows."""
        self.place = place
        self._rows: dict[tuple[str, str], Mapping[str, Any] | None] = {}
        self._moments: dict[str, date | None] = {}

    def row(self, dataset: str, key: str) -> Mapping[str, Any] | None:
        """The row with that id in the newest version that has it."""
        if (dataset, key) not in self._rows:
            found = self.place.database.rows(
                f"SELECT d.* FROM store.{dataset} d JOIN log.versie v USING (version)"  # noqa: S608
                " WHERE d.id = %s AND v.toestand = 'goed'"
                " ORDER BY v.peildatum DESC, version DESC LIMIT 1",
                (key,),
            )
            self._rows[dataset, key] = found[0] if found else None
        return self._rows[dataset, key]

    def peildatum(self, dataset: str) -> date | None:
        """Moment of the newest good version."""
        if dataset not in self._moments:
            found = self.place.database.rows(
                "SELECT max(peildatum) AS p FROM log.versie"
                " WHERE dataset = %s AND toestand = 'goed'",
                (dataset,),
            )
            self._moments[dataset] = found[0]["p"]
        return self._moments[dataset]


def leaves(node: Knoop) -> Iterator[Knoop]:
    """The ends of a tree: what is not made of anything else."""
    if not node.onder:
        yield node
    for child in node.onder:
        yield from leaves(child)
