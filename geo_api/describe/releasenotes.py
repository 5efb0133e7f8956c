"""What a release changed, for readers: per layer and column, and why.

From the rows of `pub.wijziging`, which are written when a release is published. A layer that is
withdrawn now shows nothing but that, whatever release it is about.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from geo_api.describe import documents
from geo_api.model import State

WHY = {
    "nieuw": "Voor het eerst gepubliceerd",
    "levering": "Nieuwe levering van de bron",
    "verwerking": "Dezelfde levering, anders verwerkt",
    "invoer": "Opnieuw berekend met nieuwe invoer",
    "methode": "Andere versie van de methode",
    "parameter": "Andere parameter of keuze in het profiel",
    "vertoning": "Dezelfde gegevens, anders getoond: beschrijving, kolommen of gebied",
    "teruggedraaid": "Teruggedraaid door de beheerder",
    "vervallen": "Wordt niet meer gepubliceerd",
    "ingetrokken": "Ingetrokken door de beheerder",
}
"""A sentence for each reason."""


def notes(
    state: State, row: Mapping[str, Any], changes: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """A release with what it changed.

    Args:
        state: what is published now.
        row: of `pub.release`.
        changes: rows of `pub.wijziging` of that release.
    """
    shown = [_told(item) for item in changes if item["laag"] not in state.withdrawn]
    return {**documents.change(row), "lagen": [*shown, *_withdrawn(state, row)]}


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "laag": item["laag"],
        "peildatum": item["peildatum"],
        "wat": item["wat"],
        "waarom": item["waarom"],
        "toelichting": WHY[item["waarom"]],
        "door": item["door"],
        "rijen": item["rijen"],
        "velden": item["velden"],
    }


def _withdrawn(state: State, row: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Layers that were withdrawn while this release was the newest."""
    later = [
        other["gepubliceerd_op"] for other in state.releases if other["release"] > row["release"]
    ]
    begin, end = documents.moment(row["gepubliceerd_op"]), documents.moment(min(later, default="~"))
    for laag, found in state.withdrawn.items():
        if begin <= documents.moment(found["sinds"]) < end:
            yield {
                "laag": laag,
                "peildatum": None,
                "wat": "laag weg",
                "waarom": "ingetrokken",
                "toelichting": f"{WHY['ingetrokken']}: {found['reden']}",
                "door": [],
                "rijen": {},
                "velden": None,
            }


def announced(state: State) -> list[dict[str, Any]]:
    """Columns that will go or get another name after this release."""
    return [
        {"laag": name, "veld": column.naam, **column.vervalt}
        for name, layer in state.layers.items()
        for column in layer.current.columns
        if column.vervalt
    ]
