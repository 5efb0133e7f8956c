"""Writes files for the service: `python -m geo_api.formats`, started by `geo_api.downloads.writer`.

A process of its own, so that GDAL and Arrow neither hold the interpreter lock that tiles need nor
leave memory behind, and can be ended at once. It loads its libraries once; then, for each socket
that comes over its standard input, a copy of it tells its number, reads a job, does it and answers
with one byte: 0 when the file is whole, `MOVED`, or `FAILED`. Both end when their input closes:
nothing outlives the service.
"""

import importlib
import os
import resource
import signal
import socket
import sys
import threading
import traceback
from dataclasses import replace

from geo_api.formats import lean
from geo_api.formats.job import FAILED, MOVED, Job

lean.install()

import pyarrow as pa  # noqa: E402
from adbc_driver_postgresql import dbapi  # noqa: E402

BATCH_BYTES = 4 * 2**20
FORMS = ("flatgeobuf", "geoparquet", "gpkg")


def main() -> int:
    """Take jobs until the service closes its end."""
    for form in FORMS:
        importlib.import_module(f"geo_api.formats.{form}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the service hears of a job by its socket
    with socket.socket(fileno=os.dup(0)) as line:
        while True:
            told, ends, _, _ = socket.recv_fds(line, 1, 1)
            if not told:
                return 0
            if os.fork() == 0:
                line.close()
                _job(socket.socket(fileno=ends[0]))
            os.close(ends[0])


def _job(end: socket.socket) -> None:
    """Do one job in a process of its own, which ends with it."""
    status = FAILED
    try:
        os.close(0)
        end.sendall(b"%d\n" % os.getpid())
        with end.makefile("rb") as asked:
            job = Job.read(asked.readline())
        threading.Thread(target=_watch, args=[end], daemon=True).start()
        status = _write(job)
    except BaseException:  # noqa: BLE001 - whatever it is, the service hears that there is no file
        traceback.print_exc()
    finally:
        end.sendall(bytes([status]))
        sys.stderr.flush()
        os._exit(0)


def _write(job: Job) -> int:
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


def _watch(end: socket.socket) -> None:
    """End when the service closes our socket, or is gone."""
    end.recv(1)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
