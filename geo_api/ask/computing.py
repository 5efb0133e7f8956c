"""What takes the processor: in threads of its own, a bounded number at once and in wait.

A thread cannot be stopped halfway, so readers who leave must not let more of them run: work that
has not begun is dropped, and what runs keeps its thread until it is done.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from geo_api import texts
from geo_api.errors import Problem

T = TypeVar("T")
AT_ONCE, MOST_WAITING = 2, 20


@dataclass
class Computing:
    """The threads, and how much waits for them."""

    threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(AT_ONCE, thread_name_prefix="rekenen")
    )
    asked: int = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Do some work beside the loop.

        Raises:
            Problem: 503, too much is waiting.
        """
        if self.asked >= AT_ONCE + MOST_WAITING:
            raise Problem(503, texts.BUSY)
        self.asked += 1
        loop = asyncio.get_running_loop()
        future = self.threads.submit(work)
        future.add_done_callback(lambda _: self._done(loop))
        return await asyncio.wrap_future(future)

    def _done(self, loop: asyncio.AbstractEventLoop) -> None:
        """Count it off on the loop: also when its reader left long before."""
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._count_off)

    def _count_off(self) -> None:
        self.asked -= 1

    def close(self) -> None:
        """Let the threads go."""
        self.threads.shutdown(wait=False, cancel_futures=True)
