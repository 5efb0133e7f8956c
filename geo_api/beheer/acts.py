"""What the steward does: the verbs, each one function of the database, as role woonzorg_steward.

The function itself puts the act on record, done or refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from psycopg.types.json import Jsonb

from data import toegang
from data.registry import downstream, registry
from data.toegang import Right
from geo_api.beheer.sessions import Session
from geo_api.beheer.settings import RestrictedSettings
from geo_api.db import writers
from geo_api.errors import Problem

ORIGIN = "stewardpagina"


@dataclass(frozen=True)
class Done:
    """What became of an act.

    Attributes:
        done: False when it was refused.
        said: one sentence.
        field: of the form, when it was refused for what stood in that field.
        more: what is wrong in other fields, each with its field.
    """

    done: bool
    said: str
    field: str = ""
    more: tuple[tuple[str, str], ...] = ()


class Acts:
    """Acts through a pool of its own, which can execute the verbs and nothing else."""

    def __init__(self, settings: RestrictedSettings) -> None:
        """Make the pool; nothing is opened yet."""
        self._secret = settings.key_secret
        self._pool = writers(
            settings.steward_dsn,
            name="geo_api beheer",
            statement_ms=30_000,
            lock_ms=10_000,
            wait_s=settings.pool_wait_s,
        )

    async def open(self) -> None:
        """Start; connects at the first act."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Return the connections."""
        await self._pool.close()

    async def approve(self, session: Session, dataset: str, delivery: int, reason: str) -> Done:
        """Let a refused delivery pass the thresholds once."""
        query: LiteralString = "SELECT * FROM beheer.goedkeuren(%s, %s, %s, %s, %s)"
        return await self._do(query, dataset, delivery, session.who, reason)

    async def rollback(self, session: Session, dataset: str, reason: str) -> Done:
        """Turn a dataset, and what is made from it, back to the version before."""
        if dataset not in registry():
            raise Problem(404, f"Er is geen dataset '{dataset[:80]}'.")
        query: LiteralString = "SELECT * FROM beheer.terugdraaien(%s, %s, %s, %s, %s)"
        return await self._do(query, dataset, sorted(downstream({dataset})), session.who, reason)

    async def withdraw(self, session: Session, layer: str, reason: str) -> Done:
        """Take a layer away from readers."""
        query: LiteralString = "SELECT * FROM beheer.intrekken(%s, %s, %s, %s)"
        return await self._do(query, layer, session.who, reason)

    async def restore(self, session: Session, layer: str, reason: str) -> Done:
        """Show a layer again."""
        query: LiteralString = "SELECT * FROM beheer.herstellen(%s, %s, %s, %s)"
        return await self._do(query, layer, session.who, reason)

    async def couple(
        self, session: Session, dataset: str, supplier: str, columns: dict[str, str], reason: str
    ) -> Done:
        """Confirm which of a supplier's columns is which of ours."""
        query: LiteralString = "SELECT * FROM beheer.koppelen(%s, %s, %s, %s, %s, %s)"
        return await self._do(query, dataset, supplier, Jsonb(columns), session.who, reason)

    async def drop_proposal(
        self, session: Session, dataset: str, supplier: str, reason: str
    ) -> Done:
        """Drop the proposal for the columns of a supplier's newest delivery."""
        query: LiteralString = "SELECT * FROM beheer.voorstel_afwijzen(%s, %s, %s, %s, %s)"
        return await self._do(query, dataset, supplier, session.who, reason)

    async def grant(self, session: Session, group: str, right: Right, reason: str) -> Done:
        """Let a group at the identity provider read a restricted layer, or all of a theme."""
        if wrong := toegang.unknown(*right):
            return Done(False, wrong, "recht")
        return await self._do(toegang.GRANT, group, *right, session.who, reason)

    async def revoke(self, session: Session, group: str, right: Right, reason: str) -> Done:
        """Take that right back, at once; also one to what is no longer declared."""
        return await self._do(toegang.REVOKE, group, *right, session.who, reason)

    async def make_key(
        self, session: Session, owner: str, rights: Sequence[Right], days: int, reason: str
    ) -> tuple[Done, str]:
        """A new API key, and the key itself when it was made: it cannot be shown again."""
        for right in rights:
            if wrong := toegang.unknown(*right):
                return Done(False, wrong, "recht"), ""
        made = toegang.new()
        values = toegang.making(made, self._secret, owner, days, rights)
        done = await self._do(toegang.MAKE, *values, session.who, reason)
        return done, made.text if done.done else ""

    async def withdraw_key(self, session: Session, number: str, reason: str) -> Done:
        """Make an API key worthless, at once."""
        return await self._do(toegang.WITHDRAW, number, session.who, reason)

    async def note(
        self, act: str, subject: str, who: str, *, done: bool = True, said: str = ""
    ) -> None:
        """Put on record what changes nothing in the database: signing in, delivering, looking."""
        async with self._pool.connection() as connection:
            await connection.execute(
                "SELECT beheer.noteer(%s, %s, %s, %s, %s, %s)",
                (act, subject, done, said, who, ORIGIN),
            )

    async def _do(self, query: LiteralString, *values: object) -> Done:
        async with self._pool.connection() as connection:
            cursor = await connection.execute(query, (*values, ORIGIN))
            row = await cursor.fetchone()
        if row is None:
            raise Problem(500, "De database gaf geen antwoord.")
        return Done(bool(row[0]), str(row[1]))
