"""The release that is being served: loaded at start, renewed on NOTIFY `woonzorg_release`.

The pipeline notifies in the transaction that moves the pointers, so a new release or a withdrawal
shows within moments; a slow poll is the net under a lost connection.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from psycopg import AsyncConnection

from geo_api import texts
from geo_api.db import Database, conninfo, statement
from geo_api.errors import Problem
from geo_api.loader import load
from geo_api.model import State
from geo_api.settings import Settings

log = logging.getLogger(__name__)

CHANNEL = "LISTEN woonzorg_release"


@dataclass(frozen=True)
class Catalogue:
    """What a process may know of.

    Attributes:
        query: gives one document in one row.
        load: makes a state of it.
    """

    query: bytes
    load: Callable[[bytes], State]


PUBLIC = Catalogue(statement("state"), load)


class Current:
    """Holds the newest `State` of this process."""

    def __init__(
        self, settings: Settings, database: Database, catalogue: Catalogue = PUBLIC
    ) -> None:
        """Start knowing nothing; `refresh` looks."""
        self._settings = settings
        self._database = database
        self._catalogue = catalogue
        self._tag = b""
        self._state: State | None = None
        self._fault: str | None = None

    @property
    def state(self) -> State | None:
        """None until the database was read once."""
        return self._state

    @property
    def fault(self) -> str | None:
        """Kind of the last failed look, None when it went well; shown by readiness."""
        return self._fault

    def require(self) -> State:
        """The state to answer from.

        Raises:
            Problem: 503 while nothing is published or the database was never reached.
        """
        if self.state is None or not self.state.releases:
            detail = texts.NO_DATABASE if self.state is None else texts.NO_RELEASE
            raise Problem(503, detail)
        return self.state

    async def refresh(self) -> None:
        """Look at the database; the held state is replaced only when something differs."""
        try:
            rows = await self._database.fetch(self._catalogue.query)
        except psycopg.Error as error:
            self._fault = type(error).__name__
            log.warning("release not read: %s", self._fault)
            return
        self._fault = None
        if rows[0][0] != self._tag:
            self._state = state = self._catalogue.load(rows[0][0])
            self._tag = rows[0][0]
            newest = state.releases[0]["release"] if state.releases else None
            log.info("serving release %s", newest)

    async def watch(self) -> None:
        """Follow the notifications until cancelled; reconnects when the database went away."""
        pause = 1.0
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                log.warning("no notifications: %s", type(error).__name__)
            await self.refresh()
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._settings.poll_s) if self.fault else 1.0

    async def _listen(self) -> None:
        connection = await AsyncConnection.connect(conninfo(self._settings), autocommit=True)
        async with connection:
            await connection.execute(CHANNEL)
            while True:
                await self.refresh()
                notices = connection.notifies(timeout=self._settings.poll_s, stop_after=1)
                async with contextlib.aclosing(notices):
                    async for _ in notices:
                        break
