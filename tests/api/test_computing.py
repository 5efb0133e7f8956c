"""What takes the processor runs in few threads, also when its readers leave."""

import asyncio
import threading

import pytest

from geo_api.ask.computing import AT_ONCE, MOST_WAITING, Computing
from geo_api.errors import Problem


def test_readers_that_leave_do_not_let_more_run():
    gate, lock, running, most = threading.Event(), threading.Lock(), [0], [0]

    def work():
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        gate.wait(10)
        with lock:
            running[0] -= 1

    async def leave():
        computing = Computing()
        tasks = [asyncio.ensure_future(computing.run(work)) for _ in range(AT_ONCE + MOST_WAITING)]
        await asyncio.sleep(0.2)
        with pytest.raises(Problem) as full:
            await computing.run(work)
        assert full.value.status == 503
        for task in tasks:
            task.cancel()
        await asyncio.sleep(0.2)
        assert computing.asked == AT_ONCE  # what runs, runs; what waited is gone
        again = asyncio.ensure_future(computing.run(lambda: 7))
        gate.set()
        assert await again == 7
        await asyncio.sleep(0.1)
        assert computing.asked == 0
        computing.close()

    asyncio.run(leave())
    assert most[0] == AT_ONCE


def test_what_goes_wrong_is_told():
    async def fail():
        computing = Computing()
        with pytest.raises(ZeroDivisionError):
            await computing.run(lambda: 1 / 0)
        computing.close()

    asyncio.run(fail())
