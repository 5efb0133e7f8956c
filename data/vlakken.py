"""Declarations of layers of areas that exclude or warn (METHODS 13): one shape, what it is, a name.

Belongs here: what they share. Each is a dataset of its own in data/datasets.
"""

from typing import Any

from data.model import Bounds, Cadence, Column, Dataset, Layer, Role, Scope

INSIDE = Scope("buiten_gebied", "geometry", inside="ring")


def columns(*, kind: tuple[str, ...], label: tuple[str, ...], more: tuple[Column, ...] = ()) -> Any:
    """Key, kind and name of an area.

    Args:
        kind: names under which publishers give what the area is.
        label: names under which they give what it is called.
        more: further columns.
    """
    return (
        Column(
            name="vlak_id",
            title="Nummer",
            title_en="Number",
            sources=("feature_id", "gml_id", "fid", "id", "OBJECTID"),
            required=True,
            role=Role.KEY,
        ),
        Column(name="soort", title="Soort", title_en="Kind", sources=kind, optional=True),
        Column(
            name="naam", title="Naam", title_en="Name", sources=label, optional=True, role=Role.NAME
        ),
        *more,
    )


def areas(name: str, *, layer: str = "", **given: Any) -> Dataset:
    """A dataset of polygons inside the gemeenten and the ring; invalid shapes are repaired.

    Args:
        name: dataset.
        layer: collection id of its layer, empty for none.
        given: the other fields of the declaration.
    """
    shown = (
        Layer(
            name=layer,
            title=given["title"],
            title_en=given["title_en"],
            description=given["description"],
            theme=given["theme"],
            labels="naam",
        ),
    )
    return Dataset(
        **{
            "name": name,
            "geometry": "MultiPolygon",
            "repairs": ("make_valid",),
            "key": ("vlak_id",),
            "scope": (INSIDE,),
            "bounds": Bounds(first=(0, 2_000_000)),
            "cadence": Cadence("15 6 2 * *", 400),
            "layers": shown if layer else (),
            **given,
        }
    )
