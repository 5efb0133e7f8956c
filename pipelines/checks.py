"""Checks on a staged delivery and on a staged version. Each says what it found.

A failed one refuses.

Belongs here: looking and judging. Rows that a check sets apart are moved to quarantine by it, with
the reason.
"""

from dataclasses import dataclass
from typing import Any

from psycopg import sql

from data.getallen import dutch
from data.model import Bounds, Dataset
from pipelines import numbering, quarantine
from pipelines.conform import Tally
from pipelines.database import Connection, one
from pipelines.errors import DeliveryRefused, SourceChanged


@dataclass(frozen=True)
class Part:
    """The rows of one delivery inside a staged table."""

    table: sql.Identifier
    dataset: Dataset
    levering: int
    version: int
    supplier: str

    @property
    def mine(self) -> sql.Composable:
        """Condition that selects them."""
        if not self.dataset.per_supplier:
            return sql.SQL("true")
        return sql.SQL("t.leverancier = {}").format(sql.Literal(self.supplier))


@dataclass(frozen=True)
class Counted:
    """Where the rows of one delivery ended."""

    received: int
    published: int
    quarantined: int
    duplicates: int
    out_of_scope: dict[str, int]

    @property
    def closes(self) -> bool:
        """Received = published + quarantined + recorded duplicates + out of scope."""
        return self.received == (
            self.published + self.quarantined + self.duplicates + sum(self.out_of_scope.values())
        )


def duplicates(connection: Connection, part: Part) -> tuple[int, int]:
    """Settle rows with the same id: identical ones once, differing ones all to quarantine.

    Returns:
        Recorded duplicates, and rows moved to quarantine.
    """
    twice = one(
        connection,
        sql.SQL(
            "SELECT EXISTS (SELECT FROM {} t WHERE {} GROUP BY id HAVING count(*) > 1) AS x"
        ).format(part.table, part.mine),
    )["x"]
    if not twice:
        return 0, 0
    same = connection.execute(
        sql.SQL(
            "DELETE FROM {0} WHERE ctid IN (SELECT ctid FROM (SELECT t.ctid, row_number() OVER"
            " (PARTITION BY t.id, md5(t::text) ORDER BY t.ctid) AS n FROM {0} t WHERE {1}) d "
            "WHERE n > 1)"
        ).format(part.table, part.mine)
    ).rowcount
    other = _set_apart(
        connection,
        part,
        sql.SQL(
            "t.id IN (SELECT t.id FROM {} t WHERE {} GROUP BY t.id HAVING count(*) > 1)"
        ).format(part.table, part.mine),
        sql.SQL("'sleutel ' || t.id || ' komt vaker voor met verschillende inhoud'"),
    )
    return same, other


def owned_by_others(connection: Connection, part: Part) -> int:
    """Rows with the id of a row that another supplier delivered go to quarantine."""
    if not part.dataset.per_supplier:
        return 0
    return _set_apart(
        connection,
        part,
        sql.SQL(
            "EXISTS (SELECT FROM {} o WHERE o.id = t.id AND o.leverancier <> t.leverancier)"
        ).format(part.table),
        sql.SQL("'sleutel ' || t.id || ' is al geleverd door een andere leverancier'"),
    )


def references(connection: Connection, part: Part, versions: dict[str, int]) -> int:
    """Rows whose code does not exist in the dataset it points to go to quarantine.

    Args:
        connection: control connection.
        part: the rows looked at.
        versions: newest good version per dataset; a dataset without one cannot be checked against.
    """
    moved = 0
    for column, other, key in part.dataset.references:
        if other not in versions:
            continue
        moved += _set_apart(
            connection,
            part,
            sql.SQL(
                "t.{column} IS NOT NULL AND NOT EXISTS"
                " (SELECT FROM {other} o WHERE o.version = {version} AND o.{key} = t.{column})"
            ).format(
                column=sql.Identifier(column),
                other=sql.Identifier("store", other),
                version=sql.Literal(versions[other]),
                key=sql.Identifier(key),
            ),
            sql.SQL("{} || ' bestaat niet in {}'").format(
                sql.SQL("'{} ' || t.{}").format(sql.SQL(column), sql.Identifier(column)),
                sql.SQL(other),
            ),
        )
    return moved


def _set_apart(
    connection: Connection, part: Part, condition: sql.Composable, reason: sql.Composable
) -> int:
    held = quarantine.ensure(connection, part.dataset.name)
    statement = sql.SQL(
        "WITH weg AS (DELETE FROM {table} t WHERE {mine} AND {condition} RETURNING t.*)"
        " INSERT INTO {held} (levering, version, soort, reden, inhoud)"
        " SELECT {levering}, {version}, 'afgekeurd', {reason}, "
        " jsonb_strip_nulls(to_jsonb(t) - '{{geometry,version,leverancier}}'::text[]) FROM weg t"
    ).format(
        table=part.table,
        mine=part.mine,
        condition=condition,
        held=held,
        levering=sql.Literal(part.levering),
        version=sql.Literal(part.version),
        reason=reason,
    )
    return connection.execute(statement).rowcount


def refuse_lost_columns(
    connection: Connection,
    dataset: Dataset,
    supplier: str,
    absent: list[str],
    before: dict[str, Any] | None,
) -> None:
    """A column that held values last time does not vanish in silence, even where it is optional.

    Args:
        connection: control connection.
        dataset: the declaration.
        supplier: whose rows of the last good version count.
        absent: columns the delivery does not have.
        before: record of that version (same peildatum, or the newest where that rolls).

    Raises:
        SourceChanged: a column is gone or has another name.
    """
    if before is None:
        return
    mine = sql.SQL("leverancier = {}").format(sql.Literal(supplier))
    for column in absent:
        held = one(
            connection,
            sql.SQL(
                "SELECT EXISTS (SELECT FROM {} WHERE version = {} AND {} IS NOT NULL AND {}) AS x"
            ).format(
                sql.Identifier("store", dataset.name),
                sql.Literal(before["version"]),
                sql.Identifier(column),
                mine if dataset.per_supplier else sql.SQL("true"),
            ),
        )
        if held["x"]:
            raise SourceChanged(
                f"{dataset.name}: kolom {column} ontbreekt, terwijl de vorige goede levering haar "
                "had. Geef de nieuwe naam op in het profiel (kolommen), of keur de levering goed."
            )


def refuse_bad_share(dataset: Dataset, bounds: Bounds, counted: Counted) -> None:
    """Too many bad rows refuse the delivery.

    Raises:
        DeliveryRefused: more than the share and the number that the declaration allows.
    """
    looked_at = counted.published + counted.quarantined + counted.duplicates
    allowed = max(bounds.bad_rows, int(bounds.bad_share * looked_at))
    if counted.quarantined > allowed:
        raise DeliveryRefused(
            f"{dataset.name}: {dutch(counted.quarantined)} van {dutch(looked_at)} rijen zijn "
            f"onbruikbaar, hoogstens {dutch(allowed)} mag; "
            "de redenen staan in quarantaine. De laatste goede versie blijft staan."
        )


def refuse_row_count(
    dataset: Dataset, bounds: Bounds, published: int, before: int | None, *, approved: bool
) -> None:
    """Ten times fewer or more rows than last time is a fault until a steward says otherwise.

    Raises:
        DeliveryRefused: outside the ratio to the last good delivery, or outside the bounds of a
            first load.
    """
    if approved:
        return
    if before:
        low, high = before * bounds.shrink, before * bounds.grow
        against = f"de vorige goede levering had er {dutch(before)}"
    else:
        low, high = bounds.first
        against = "de eerste levering"
    if not low <= published <= high:
        raise DeliveryRefused(
            f"{dataset.name}: {dutch(published)} bruikbare rijen ({against}), verwacht "
            f"{dutch(low)} tot {dutch(high)}. "
            f"Klopt het toch? Keur eenmalig goed: ./woonzorg approve {dataset.name} LEVERING "
            "--by NAAM --reason REDEN."
        )


def refuse_open_equation(dataset: Dataset, counted: Counted) -> None:
    """No row vanishes.

    Raises:
        DeliveryRefused: the rows received are not all accounted for.
    """
    if not counted.closes:
        raise DeliveryRefused(
            f"{dataset.name}: {counted.received} rijen ontvangen, maar {counted.published} "
            "gepubliceerd, "
            f"{counted.quarantined} in quarantaine, {counted.duplicates} dubbel en "
            f"{sum(counted.out_of_scope.values())} buiten bereik: dat sluit niet. Meld dit als "
            "fout."
        )


def settle(connection: Connection, part: Part, tally: Tally, versions: dict[str, int]) -> Counted:
    """Set apart what only the table shows to be bad, and count where every row ended.

    Args:
        connection: control connection.
        part: the staged rows.
        tally: what conforming counted.
        versions: newest good version per dataset.

    Returns:
        The row equation of the delivery; published is counted in the table, not derived.
    """
    same, moved = duplicates(connection, part)
    moved += owned_by_others(connection, part)
    moved += references(connection, part, versions)
    if moved and part.dataset.per_supplier:
        held = quarantine.ensure(connection, part.dataset.name)
        numbering.write(connection, held, part.levering, part.version, tally.numbers)
    published = one(
        connection, sql.SQL("SELECT count(*) AS n FROM {} t WHERE {}").format(part.table, part.mine)
    )["n"]
    return Counted(
        tally.received, published, len(tally.bad) + moved, same, dict(tally.out_of_scope)
    )


def as_text(counted: Counted) -> dict[str, Any]:
    """For reports and logs."""
    return {
        "ontvangen": counted.received,
        "gepubliceerd": counted.published,
        "afgekeurd": counted.quarantined,
        "dubbel": counted.duplicates,
        "buiten_bereik": counted.out_of_scope,
    }
