"""Which features of a layer version belong to an answer, as conditions with bound values.

Items, filtered tiles, statistics and downloads all read through a `Selection`, so the same filter
gives the same features everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from psycopg import sql

from geo_api.items import bbox
from geo_api.items.bbox import Area
from geo_api.model import LayerVersion

_TOUCHES = sql.SQL("ST_Intersects(geometry, ST_Transform(ST_GeomFromEWKT(%s), 28992))")
# Shapes are compared along the sides only: what has its bounds within the core surely touches.
_AROUND_CORE = sql.SQL(
    "geometry && ST_Transform(ST_GeomFromEWKT(%s), 28992) AND"
    " (geometry @ ST_Transform(ST_GeomFromEWKT(%s), 28992) OR {})"
).format(_TOUCHES)
NOTHING = sql.SQL("false")
"""The condition of an area where there is nothing to find."""


def view(found: LayerVersion) -> sql.Identifier:
    """The view that holds a layer version, open or restricted."""
    return sql.Identifier(found.schema, found.laag)


@dataclass(frozen=True)
class Selection:
    """Features of one version of one layer.

    Attributes:
        version: the layer version.
        conditions: over the columns of its view, with `%s` for every value.
        values: what is bound to them, in order.
    """

    version: LayerVersion
    conditions: tuple[sql.Composable, ...] = ()
    values: tuple[object, ...] = ()

    def with_(self, condition: sql.Composable, *values: object) -> Self:
        """The part of it for which one condition more holds."""
        return type(self)(self.version, (*self.conditions, condition), (*self.values, *values))

    def touching(self, area: Area) -> Self:
        """The part of it that touches an area."""
        if area == bbox.NOTHING or not self.version.geometry:
            return self.with_(NOTHING)
        if area.core is None:
            return self.with_(_TOUCHES, area.ewkt)
        return self.with_(_AROUND_CORE, area.ewkt, area.core, area.ewkt)

    @property
    def view(self) -> sql.Identifier:
        """The view it reads."""
        return view(self.version)

    @property
    def where(self) -> sql.Composed:
        """All conditions, that of the version first."""
        return sql.SQL(" AND ").join([sql.SQL("version = %s"), *self.conditions])

    @property
    def bound(self) -> Sequence[object]:
        """The values of `where`, in order."""
        return (self.version.version, *self.values)

    @property
    def empty(self) -> bool:
        """Whether it is known to hold nothing, without looking."""
        return NOTHING in self.conditions

    @property
    def known(self) -> int | None:
        """How many features it has, where that is known without counting."""
        if self.empty:
            return 0
        count: int | None = self.version.meta["aantal"]
        return None if self.conditions else count
