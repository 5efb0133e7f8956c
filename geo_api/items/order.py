"""`sortby`: the order of features, and where a page goes on in it.

The cursor holds the id of the last feature and no value: its values are looked up again, in the
same version. What has no value comes last, whichever way is asked.
"""

from dataclasses import dataclass

from psycopg import sql

from geo_api import texts
from geo_api.contract.parameters import Parameter
from geo_api.errors import Fault
from geo_api.model import LayerVersion

MOST = 4
SORTBY = Parameter(
    "sortby",
    f"Volgorde: hoogstens {MOST} kolommen, met '-' ervoor aflopend, zoals -aantal_inwoners. Wat "
    "geen waarde heeft, komt achteraan.",
    {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST},
)
_SAME = sql.SQL("{column} IS NOT DISTINCT FROM {held}")
_LATER = sql.SQL("({column} {sign} {held} OR ({column} IS NULL AND {held} IS NOT NULL))")
_EARLIER = sql.SQL("({column} {sign} {held} OR ({column} IS NOT NULL AND {held} IS NULL))")


@dataclass(frozen=True)
class Key:
    """A column to sort by."""

    name: str
    descending: bool


Order = tuple[Key, ...]


def parse(text: str | None, found: LayerVersion, faults: list[Fault]) -> Order:
    """Read the parameter; empty for the order of ids.

    Args:
        text: names with `+` or `-` in front, between commas.
        found: layer version whose properties may be named.
        faults: receives what is wrong.
    """
    keys = [_key(part) for part in text.split(",")] if text is not None else []
    if len(keys) > MOST or len({key.name for key in keys}) < len(keys):
        detail = f"'sortby' noemt hoogstens {MOST} kolommen, elk één keer."
        faults.append(Fault("sortby", "aantal", detail))
        return ()
    classes = {column.naam for column in found.columns if column.rol == "klasse"}
    sortable = [
        name
        for name, kind in found.properties.items()
        if kind not in ("json", "jsonb") and name not in classes
    ]
    for key in keys:
        if key.name in classes:
            detail = f"'{key.name}' is een klasse; daarin is geen rangorde."
            faults.append(Fault("sortby", "klasse", detail))
        elif key.name not in sortable:
            near = texts.nearest(key.name[:60], sortable)
            hint = f" Bedoelde u '{near}'?" if near else ""
            detail = f"Op '{key.name[:60]}' kan deze laag niet sorteren.{hint}"
            faults.append(Fault("sortby", "onbekend", detail, near))
    return tuple(keys)


def _key(text: str) -> Key:
    # A plus in an address means a space.
    return Key(text.strip().removeprefix("+").removeprefix("-"), text.strip().startswith("-"))


def clause(order: Order, alias: str | None = None, *, back: bool = False) -> sql.Composed:
    """What follows ORDER BY; the id makes it a total order.

    Args:
        order: the keys.
        alias: of the table they are in.
        back: the other way around.
    """
    column = [alias] if alias else []
    parts = [
        sql.SQL("{} {} NULLS {}").format(
            sql.Identifier(*column, key.name),
            sql.SQL("DESC" if key.descending != back else "ASC"),
            sql.SQL("FIRST" if back else "LAST"),
        )
        for key in order
    ]
    last = sql.SQL("{} DESC" if back else "{}").format(sql.Identifier(*column, "id"))
    return sql.SQL(", ").join([*parts, last])


def beyond(order: Order, view: sql.Identifier, *, back: bool = False) -> tuple[sql.Composed, int]:
    """The condition for what comes after a feature, and how often its version and id are bound.

    Args:
        order: the keys.
        view: where the values of that feature are looked up.
        back: what comes before it, instead.
    """
    condition, bound = sql.Composed([sql.SQL("id < %s" if back else "id > %s")]), 0
    for key in reversed(order):
        column = sql.Identifier(key.name)
        held = sql.SQL("(SELECT h.{} FROM {} AS h WHERE h.version = %s AND h.id = %s)").format(
            column, view
        )
        sign = sql.SQL("<" if key.descending != back else ">")
        further = (_EARLIER if back else _LATER).format(column=column, sign=sign, held=held)
        same = _SAME.format(column=column, held=held)
        condition = sql.SQL("({} OR ({} AND {}))").format(further, same, condition)
        bound += 3
    return condition, bound
