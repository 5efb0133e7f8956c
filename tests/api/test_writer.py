"""The program that writes files: kept ready, a copy per job, nothing left of a job that ended."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest
from pyarrow import parquet

from geo_api.downloads.writer import Writer
from geo_api.formats.job import FAILED, MOVED, Job

ABOUT = {"titel": "Proef", "laag": "proef", "kolommen": []}
ROWS = "SELECT i::text AS id FROM generate_series(1, 3) AS i"


@pytest.fixture(scope="module")
def writer():
    found = Writer()
    yield found
    found.close()


@pytest.fixture
def job(place, tmp_path):
    def made(query=ROWS, *, name="proef", shown="true", most_bytes=10**9):
        return Job(
            form="geoparquet",
            dsn=place.api_dsn,
            shown=f"SELECT {shown} AS shown, true AS shaped",
            query=query,
            geometry=None,
            crs="EPSG:28992",
            about=ABOUT,
            target=str(tmp_path / f"{name}.parquet"),
            most_bytes=most_bytes,
            index=False,
        )

    return made


def copies(writer):
    """The jobs that the program does now."""
    pid = writer._program.pid
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


def gone(writer):
    deadline = time.monotonic() + 10
    while copies(writer) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not copies(writer)


def test_jobs_are_done_side_by_side_by_one_program(writer, job):
    async def both():
        return await asyncio.gather(writer.do(job(name="een")), writer.do(job(name="twee")))

    assert asyncio.run(both()) == [0, 0]
    first = writer._program.pid
    asked = job(name="drie")
    assert asyncio.run(writer.do(asked)) == 0
    assert parquet.read_table(asked.target).column("id").to_pylist() == ["1", "2", "3"]
    assert writer._program.pid == first
    assert gone(writer)
    assert len(os.listdir(f"/proc/{first}/task")) == 1  # noqa: PTH208 - what is copied has one thread


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"shown": "false"}, MOVED),
        ({"query": "SELECT 1 / 0 AS id"}, FAILED),
        ({"most_bytes": 100}, FAILED),
    ],
)
def test_a_job_without_a_file_says_why(writer, job, changed, status):
    assert asyncio.run(writer.do(job(**changed))) == status
    assert gone(writer)


def test_a_job_that_is_given_up_is_ended_at_once(writer, job):
    assert asyncio.run(writer.do(job(name="eerst"))) == 0
    assert gone(writer)

    async def given_up():
        doing = asyncio.create_task(writer.do(job("SELECT '1' AS id, pg_sleep(60)::text AS x")))
        while not copies(writer):
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.3)
        doing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await doing

    began = time.monotonic()
    asyncio.run(given_up())
    assert gone(writer)
    assert time.monotonic() - began < 20


def test_a_program_that_is_gone_is_started_again(writer, job):
    asyncio.run(writer.do(job()))
    before = writer._program.pid
    os.kill(before, signal.SIGKILL)
    writer._program.wait(10)
    assert asyncio.run(writer.do(job(name="daarna"))) == 0
    assert writer._program.pid != before


def test_a_job_that_is_killed_has_no_file(writer, job):
    assert asyncio.run(writer.do(job(name="eerst"))) == 0
    assert gone(writer)

    async def killed():
        doing = asyncio.create_task(writer.do(job("SELECT '1' AS id, pg_sleep(60)::text AS x")))
        while not copies(writer):
            await asyncio.sleep(0.02)
        os.kill(int(copies(writer)[0]), signal.SIGKILL)
        return await asyncio.wait_for(doing, 10)

    assert asyncio.run(killed()) == FAILED


def test_the_program_ends_with_the_service():
    """Its end of the line closes, however the service ended."""
    found = Writer()
    found.open()
    found._line.close()
    assert found._program.wait(30) == 0
    found.close()
