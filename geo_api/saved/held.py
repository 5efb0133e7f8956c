"""A saved question as a part of the one question: conditions beside those of the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from geo_api.contract.parameters import Parameter
from geo_api.errors import Fault
from geo_api.filter import filters
from geo_api.filter.cql import Wrong
from geo_api.filter.terms import Term
from geo_api.items import blocks
from geo_api.model import Layer, LayerVersion

ZOEKVRAAG = Parameter(
    "zoekvraag",
    "Id van een bewaarde zoekvraag (zie /v1/zoekvragen): haar filter en gebied gelden naast wat "
    "hier gevraagd wordt.",
    {"type": "string", "pattern": "^[0-9a-f]{32}$"},
)


@dataclass(frozen=True)
class Held:
    """A saved question that is still kept.

    Attributes:
        key: its id.
        content: as it was saved (see `saved.body`).
        expires: last day on which it is kept.
        layers: what is published, for areas.
    """

    key: str
    content: Mapping[str, Any]
    expires: str
    layers: Mapping[str, Layer]

    @property
    def laag(self) -> str:
        """The layer it is about."""
        return str(self.content["laag"])

    @property
    def area(self) -> Mapping[str, Any] | None:
        """The area it is about with the id of the question, None when it has a filter only."""
        found: Mapping[str, Any] | None = self.content.get("gebied")
        return None if found is None else {**found, "id": self.key}

    @property
    def drawn(self) -> bool:
        """Whether its area was drawn."""
        return self.area is not None and "vlak" in self.area

    def conditions(self, found: LayerVersion, faults: list[Fault]) -> list[Term]:
        """What it asks of a layer version.

        Args:
            found: whose features are meant.
            faults: receives what does not fit it.
        """
        if found.laag != self.laag:
            detail = f"Deze zoekvraag gaat over de laag '{self.laag}', niet over '{found.laag}'."
            faults.append(Fault("zoekvraag", "laag", detail, self.laag))
            return []
        given = {name: self.content[name] for name in filters.NAMES if name in self.content}
        conditions = filters.read(found, given, faults)
        try:
            area = [blocks.holds(found, self.area, self.layers)] if self.area is not None else []
        except Wrong as wrong:
            faults.append(Fault("zoekvraag", "gebied", wrong.detail))
            area = []
        return conditions + area
