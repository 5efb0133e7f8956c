"""Layers that stay closed until the municipality decides otherwise, by a dated line of its profile.

What belongs here: whether a layer is open today. What may never be opened so (columns of tier B or
C) is refused by the registry.
"""

from dataclasses import replace

from data.model import Layer
from data.registry import layers
from pipelines.profile import Profiel
from pipelines.schedule import today
from pipelines.work import Work


def as_decided(profile: Profiel, layer: Layer) -> Layer:
    """The layer as readers get it: opened when a decision of today or earlier says so."""
    found = profile.besluiten.get(layer.name)
    if not layer.decidable or found is None or found.datum > today():
        return layer
    said = f"Opengesteld bij besluit van {found.datum:%d-%m-%Y}: {found.besluit}."
    return replace(layer, restricted=False, remarks=(*layer.remarks, said))


def changed(work: Work) -> bool:
    """Whether a published layer stands open or closed otherwise than the profile now decides."""
    closed = {
        name: as_decided(work.profile, layer).restricted
        for name, (_, layer) in layers().items()
        if layer.decidable
    }
    rows = work.connection.execute(
        "SELECT laag, false AS besloten FROM pub.pointer UNION"
        " SELECT laag, true FROM pub_restricted.pointer"
    )
    return any(closed.get(row["laag"], row["besloten"]) != row["besloten"] for row in rows)
