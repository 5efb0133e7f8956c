"""The release that is being served: loaded at start, renewed on NOTIFY `woonzorg_release`.

The pipeline notifies in the transaction that moves the pointers, so a new release or a withdrawal
shows within moments; a slow poll is the net under a lost connection.
"""

import asyncio
import contextlib
import logging

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


class Current:
    """Holds the newest `State` of this process.

    Attributes:
        state: None until the database was read once.
        fault: kind of the last failed look, None when it went well; shown by readiness.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        """Start knowing nothing; `refresh` looks."""
        self._settings = settings
        self._database = database
        self._statement = statement("state")
        self._tag = b""
        self.state: State | None = None
        self.fault: str | None = None

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
            rows = await self._database.fetch(self._statement)
        except psycopg.Error as error:
            self.fault = type(error).__name__
            log.warning("release not read: %s", self.fault)
            return
        self.fault = None
        if rows[0][0] != self._tag:
            self.state = load(rows[0][0])
            self._tag = rows[0][0]
            newest = self.state.releases[0]["release"] if self.state.releases else None
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
