"""Where saved questions live: schema `vraag`, reached through its functions only.

A process remembers a few, so that the tiles of one map do not ask the database for each.
"""

import logging
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from geo_api import texts
from geo_api.db import Database
from geo_api.errors import Problem
from geo_api.model import State
from geo_api.saved import body
from geo_api.saved.held import Held

log = logging.getLogger(__name__)

MOST_REMEMBERED = 200
_SAVE = sql.SQL("SELECT vraag.zoekvraag_bewaren(%s, %s, %s::geometry, %s, %s)")
_READ = sql.SQL("SELECT inhoud, verloopt FROM vraag.zoekvraag_lezen(%s)")
_TIDY = sql.SQL("SELECT vraag.zoekvraag_opruimen()")
_Kept = tuple[Mapping[str, Any], date]


class Questions:
    """The saved questions, through one process."""

    def __init__(self, database: Database, days: int, most: int, salt: str = "") -> None:
        """Keep them in that database, each so many days, at most so many.

        Args:
            database: the pool; its role decides whether they are kept apart from those of others.
            days: how long each.
            most: how many.
            salt: makes ids differ for who may see different things.
        """
        self._salt = salt
        self._database = database
        self._days = days
        self._most = most
        self._remembered: OrderedDict[str, _Kept] = OrderedDict()
        self._tidied: date | None = None

    async def save(self, content: Mapping[str, Any], shape: bytes | None) -> tuple[str, date]:
        """Keep a question; its id, and the last day on which it is kept.

        Args:
            content: as `saved.body` reads it.
            shape: the drawn area as EWKB in RD, which stays in the database.

        Raises:
            Problem: 503 when there is no room.
        """
        key = body.key(content, self._salt)
        values = (key, Jsonb(content), shape, self._days, self._most)
        rows = await self._database.write(_SAVE, values)
        if rows[0][0] is None:
            raise Problem(503, texts.QUESTIONS_FULL, headers={"Retry-After": "3600"})
        self._remember(key, (content, rows[0][0]))
        return key, rows[0][0]

    async def get(self, key: str, state: State) -> _Kept | None:
        """A question that is still kept, with its last day.

        One about a layer that is not known here does not exist here: who may not read a layer is
        not told that somebody asked something of it.
        """
        found = await self._kept(key)
        there = found is not None and str(found[0]["laag"]) in (*state.layers, *state.withdrawn)
        return found if there else None

    async def _kept(self, key: str) -> _Kept | None:
        found = self._remembered.get(key)
        if found is None and len(key) == 32 and key.isalnum() and key.isascii():
            rows = await self._database.fetch(_READ, (key,))
            found = (rows[0][0], rows[0][1]) if rows else None
        if found is None or found[1] < datetime.now(UTC).date():
            self._remembered.pop(key, None)
            return None
        self._remember(key, found)
        return found

    async def held(self, key: str | None, state: State) -> Held | None:
        """A question as a part of another; None when none is named, or it is not kept."""
        found = await self.get(key, state) if key is not None else None
        if key is None or found is None:
            return None
        return Held(key, found[0], found[1].isoformat(), state.layers)

    async def tidy(self) -> None:
        """Once a day: throw away what expired, also while nobody saves anything."""
        today = datetime.now(UTC).date()
        if self._tidied == today:
            return
        try:
            rows = await self._database.write(_TIDY, ())
        except psycopg.Error as error:
            log.warning("saved questions not tidied: %s", type(error).__name__)
            return
        self._tidied = today
        log.info("saved questions gone: %s", rows[0][0])

    def _remember(self, key: str, kept: _Kept) -> None:
        self._remembered[key] = kept
        self._remembered.move_to_end(key)
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)
