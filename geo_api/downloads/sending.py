"""Makes the file of an export: bounded in number, time and size, ended when it is given up.

Text comes from a COPY in a thread; the other forms from the program `geo_api.formats`. Belongs
here: who writes. Which files there are, and how they reach a client, stands in `kept` and `files`.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from geo_api import texts
from geo_api.db import Database, conninfo
from geo_api.downloads.writer import Writer
from geo_api.errors import Problem
from geo_api.formats import source
from geo_api.formats.export import Export
from geo_api.formats.job import MOVED, Job
from geo_api.formats.kind import Arrow, Format, Text
from geo_api.items import features
from geo_api.items.crs import CRS84
from geo_api.settings import Settings

log = logging.getLogger(__name__)

MOST_INDEXED = 1_000_000
"""Features of a layer up to which an index is held in memory: 40 to 100 bytes each."""
LOADED_AFTER_S = 3.0
_COPY = sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)")
_SHAPED = sql.SQL("SELECT ({}) AS shown, NOT EXISTS (SELECT FROM {} WHERE {} AND {}) AS shaped")


class Exports:
    """Makes exports, a bounded number at once."""

    def __init__(self, settings: Settings, database: Database) -> None:
        """Make none yet."""
        self._settings = settings
        self._database = database
        self._free = settings.exports
        self._writer = Writer()
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

    @property
    def busy(self) -> bool:
        """Whether any is being made."""
        return self._free < self._settings.exports

    async def write(self, form: Format, export: Export, path: Path) -> None:
        """Write a whole file; cancelled, it stops and leaves what there is.

        Args:
            form: of the file.
            export: what to write.
            path: where; the folder is there and the file is not.

        Raises:
            Moved: the version is no longer shown.
            Problem: 503 when too many are being made, or this one failed or grew too large.
        """
        if self._free == 0:
            raise Problem(503, texts.EXPORTS_BUSY, headers={"Retry-After": "30"})
        self._free -= 1
        try:
            if isinstance(form.made, Text):
                await self._text(form.made, export, path)
            else:
                await self._program(form, form.made, export, path)
        except OSError as error:  # a disk that is full, above all
            log.warning("file of %s not written: %r", export.version.laag, error)
            raise Problem(503, texts.EXPORT_FAILED) from None
        finally:
            self._free += 1

    async def load(self) -> None:
        """Get the program ready that writes what Arrow and GDAL write, once the service is up."""
        await asyncio.sleep(LOADED_AFTER_S)
        self._writer.open()

    def close(self) -> None:
        """Let the threads and the program go."""
        self._writer.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _text(self, made: Text, export: Export, path: Path) -> None:
        reading = _Reading(self._dsn, export, self._settings.export_max_bytes)
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, reading.run, made, path)
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            await asyncio.to_thread(reading.stop)
            await asyncio.wait({work})
            work.exception()  # of no interest to who left
            raise

    async def _program(self, form: Format, made: Arrow, export: Export, path: Path) -> None:
        job = await self._job(form, made, export, path)
        status = await self._writer.do(job)
        if status == MOVED:
            raise features.Moved(export.version)
        if status:
            raise Problem(503, texts.EXPORT_FAILED)

    async def _job(self, form: Format, made: Arrow, export: Export, target: Path) -> Job:
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
            target=str(target),
            most_bytes=self._settings.export_max_bytes,
            index=(found.meta["aantal"] or 0) <= MOST_INDEXED,
        )


class _Reading:
    """One COPY, in a thread; `stop` may be called from another."""

    def __init__(self, dsn: str, export: Export, most_bytes: int) -> None:
        self._dsn = dsn
        self._export = export
        self._most = most_bytes
        self._connection: psycopg.Connection[Any] | None = None

    def run(self, made: Text, path: Path) -> None:
        """Write everything; version and rows are seen in one snapshot."""
        chosen = self._export.selection
        query = _COPY.format(source.rows(chosen, made.row(self._export)))
        with psycopg.connect(self._dsn) as connection, path.open("xb") as out:
            self._connection = connection
            shown, values = features.shown(chosen.version)
            row = connection.execute(sql.Composed([shown]), values).fetchone()
            if not row or not row[0]:
                raise features.Moved(chosen.version)

            def write(block: bytes) -> None:
                if out.tell() + len(block) > self._most:
                    raise Problem(503, texts.EXPORT_FAILED)
                out.write(block)

            with connection.cursor() as cursor, cursor.copy(query, chosen.bound) as copy:
                copy.set_types(["bytea"])
                made.write(self._export, (cells[0] for cells in copy.rows()), write)

    def stop(self) -> None:
        """Let the server stop the query."""
        if self._connection is not None:
            self._connection.cancel_safe(timeout=5)
