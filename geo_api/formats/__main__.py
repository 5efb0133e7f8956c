"""Writes one file for the service: `python -m geo_api.formats`, with a job on standard input.

A process of its own, so that GDAL and Arrow neither hold the interpreter lock that tiles need nor
leave memory behind, and can be ended at once. It ends when its input closes: nothing outlives the
service. Exit status: 0 when the file is whole, 3 when the version is no longer shown, else 1.
"""

import importlib
import os
import resource
import sys
import threading
from dataclasses import replace

from geo_api.formats import lean
from geo_api.formats.job import MOVED, Job

lean.install()

import pyarrow as pa  # noqa: E402
from adbc_driver_postgresql import dbapi  # noqa: E402

BATCH_BYTES = 4 * 2**20


def main() -> int:
    """Do the job."""
    job = Job.read(sys.stdin.buffer.readline())
    threading.Thread(target=_watch, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_FSIZE, (job.most_bytes, job.most_bytes))
    writer = importlib.import_module(f"geo_api.formats.{job.form}")
    # Not autocommit: both statements see one snapshot.
    with dbapi.connect(job.dsn) as connection, connection.cursor() as cursor:
        (shown, shaped) = _read(cursor, job.shown).read_all().to_pylist()[0].values()
        if not shown:
            return MOVED
        job = replace(job, index=job.index and shaped)
        writer.write(job, _read(cursor, job.query))
    return 0


def _read(cursor: dbapi.Cursor, query: str) -> pa.RecordBatchReader:
    cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)})
    cursor.execute(query)
    return cursor.fetch_record_batch()


def _watch() -> None:
    """End when the service closes our input, or is gone."""
    os.read(0, 1)  # unbuffered: a lock on the input would be held when this program ends
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
