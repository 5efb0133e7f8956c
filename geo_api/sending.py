"""Brings an export out: streamed, bounded in number and memory, ended when nobody takes it.

Text comes from a COPY in a thread; the other forms from the program `geo_api.formats`. Either way
a bounded queue or pipe stands between, so a slow client slows the source and memory stays flat.
Belongs here: where bytes come from. How they reach a client stands in `streaming`.
"""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from geo_api import features, texts
from geo_api.crs import CRS84
from geo_api.db import Database, conninfo
from geo_api.errors import Problem
from geo_api.formats import source
from geo_api.formats.export import Export
from geo_api.formats.job import MOVED, Job
from geo_api.formats.kind import BLOCK, Arrow, Format, Text, Write
from geo_api.settings import PACKAGE, Settings

QUEUED = 4
"""Blocks between source and client."""
PARTIAL = "deel."
"""Begin of the name of what is not whole yet, in the folder of the downloads."""
MOST_INDEXED = 1_000_000
"""Features of a layer up to which FlatGeobuf gets an index: it costs some 100 bytes each."""
_COPY = sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)")
_SHAPED = sql.SQL("SELECT ({}) AS shown, NOT EXISTS (SELECT FROM {} WHERE {} AND {}) AS shaped")


class Exports:
    """Makes exports, a bounded number at once."""

    def __init__(self, settings: Settings, database: Database) -> None:
        """Make none yet."""
        self._settings = settings
        self._database = database
        self._free = settings.exports
        self._threads = ThreadPoolExecutor(settings.exports, thread_name_prefix="export")
        self._dsn = conninfo(
            settings,
            statement_timeout=round(settings.export_timeout_s * 1000),
            # The server looks every two seconds whether somebody still listens.
            client_connection_check_interval=2000,
            default_transaction_isolation=r"repeatable\ read",
            # Features leave as they are stored: the same question gives the same bytes.
            synchronize_seqscans="off",
            enable_indexscan="off",
        )

    async def blocks(self, form: Format, export: Export) -> AsyncGenerator[bytes, None]:
        """The bytes of an export; close the iterator to end whatever makes them.

        Raises:
            Moved: the version is no longer shown.
            Problem: 503 when too many are being made, or this one failed.
        """
        if self._free == 0:
            raise Problem(503, texts.EXPORTS_BUSY, headers={"Retry-After": "30"})
        self._free -= 1
        try:
            made = form.made
            parts = (
                self._text(made, export)
                if isinstance(made, Text)
                else self._program(form, made, export)
            )
            async with contextlib.aclosing(parts):
                async for block in parts:
                    yield block
        finally:
            self._free += 1

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _text(self, made: Text, export: Export) -> AsyncGenerator[bytes, None]:
        """Rows of a COPY in a thread, handed over through a bounded queue."""
        reading = _Reading(self._dsn, export)
        parts = _handed_over(self._threads, lambda write: reading.run(made, write), reading.stop)
        async with contextlib.aclosing(parts):
            async for block in parts:
                yield block

    async def _program(
        self, form: Format, made: Arrow, export: Export
    ) -> AsyncGenerator[bytes, None]:
        """What `geo_api.formats` writes: while it does, or from a file once that is whole."""
        folder = self._settings.downloads
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=PARTIAL, dir=folder) as place:
            target = None if made.streamed else Path(place) / f"bestand.{form.extension}"
            job = await self._job(form, made, export, target)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "geo_api.formats"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                cwd=PACKAGE.parent,
            )
            try:
                async for block in _output(process, job, export):
                    yield block
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
            if target:
                with target.open("rb") as file:
                    while block := await asyncio.to_thread(file.read, BLOCK):
                        yield block

    async def _job(self, form: Format, made: Arrow, export: Export, target: Path | None) -> Job:
        chosen, found = export.selection, export.version
        query = source.records(export, lists=made.lists, boxes=made.boxes)
        shown, values = features.shown(found)
        bare = sql.SQL("geometry IS NULL" if export.shaped else "true")
        looked = _SHAPED.format(shown, chosen.view, chosen.where, bare)
        return Job(
            form=form.name,
            dsn=self._dsn,
            shown=await self._database.written(looked, [*values, *chosen.bound]),
            query=await self._database.written(query, chosen.bound),
            geometry=found.geometry if export.shaped else None,
            crs="OGC:CRS84" if export.crs == CRS84 else f"EPSG:{export.crs.srid}",
            about=export.about,
            target=str(target) if target else None,
            most_bytes=self._settings.export_max_bytes,
            index=(found.meta["aantal"] or 0) <= MOST_INDEXED,
        )


async def _output(
    process: asyncio.subprocess.Process, job: Job, export: Export
) -> AsyncGenerator[bytes, None]:
    """What the program prints; its input stays open, for it ends when that closes."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a program without pipes")
    process.stdin.write(job.line())
    while block := await process.stdout.read(BLOCK):
        yield block
    status = await process.wait()
    if status == MOVED:
        raise features.Moved(export.version)
    if status:
        raise Problem(503, texts.EXPORT_FAILED)


class _Reading:
    """One COPY, in a thread; `stop` may be called from another."""

    def __init__(self, dsn: str, export: Export) -> None:
        self._dsn = dsn
        self._export = export
        self._connection: psycopg.Connection[Any] | None = None

    def run(self, made: Text, write: Write) -> None:
        """Write everything; version and rows are seen in one snapshot."""
        chosen = self._export.selection
        query = _COPY.format(source.rows(chosen, made.row(self._export)))
        with psycopg.connect(self._dsn) as connection:
            self._connection = connection
            shown, values = features.shown(chosen.version)
            row = connection.execute(sql.Composed([shown]), values).fetchone()
            if not row or not row[0]:
                raise features.Moved(chosen.version)
            with connection.cursor() as cursor, cursor.copy(query, chosen.bound) as copy:
                copy.set_types(["bytea"])
                made.write(self._export, (cells[0] for cells in copy.rows()), write)

    def stop(self) -> None:
        """Let the server stop the query."""
        if self._connection is not None:
            self._connection.cancel_safe(timeout=5)


async def _handed_over(
    threads: ThreadPoolExecutor, make: Callable[[Write], None], stop: Callable[[], None]
) -> AsyncGenerator[bytes, None]:
    """What `make` writes in a thread, a few blocks ahead of who takes it.

    Args:
        threads: where it runs.
        make: gets a function to write with, which waits while the queue is full.
        stop: called when nobody takes more.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUED)
    left = False

    def write(block: bytes) -> None:
        if left:
            raise ConnectionAbortedError("nobody takes this export any more")
        asyncio.run_coroutine_threadsafe(queue.put(block), loop).result()

    async def run() -> None:
        try:
            await loop.run_in_executor(threads, make, write)
        finally:
            await queue.put(None)

    work = asyncio.create_task(run())
    try:
        while (block := await queue.get()) is not None:
            yield block
        await work
    finally:
        left = True
        if not work.done():
            await asyncio.to_thread(stop)
            while await queue.get() is not None:
                pass
            await asyncio.wait({work})
        if not work.cancelled():
            work.exception()  # told already, or of no interest to who left
