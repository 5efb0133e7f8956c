"""Single flight: equal questions that are in the air at once are asked once.

For whatever is dear and has the same answer for everybody who asks now: a tile, a statistic, a
compressed document. Nothing is kept; who comes after the answer asks anew.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class _Flight:
    task: "asyncio.Future[Any]"
    waiting: int = 0


class Flights:
    """The questions in the air, by key."""

    def __init__(self) -> None:
        """Start with none."""
        self._air: dict[Hashable, _Flight] = {}

    def __len__(self) -> int:
        """How many are in the air."""
        return len(self._air)

    async def run(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """The answer to a question, shared with everybody who asks it meanwhile.

        Args:
            key: names the question completely, layer version included.
            make: asks it. It is cancelled when the last one who waits has gone, so a query stops
                when its readers left, and not before.

        Raises:
            Exception: whatever `make` raised; everyone who waits gets it.
        """
        flight = self._air.get(key)
        if flight is None:
            flight = _Flight(asyncio.ensure_future(make()))
            self._air[key] = flight
            flight.task.add_done_callback(lambda task: self._landed(key, task))
        flight.waiting += 1
        try:
            result: T = await asyncio.shield(flight.task)
            return result
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._landed(key, flight.task)
                flight.task.cancel()

    def _landed(self, key: Hashable, task: "asyncio.Future[Any]") -> None:
        held = self._air.get(key)
        if held is not None and held.task is task:
            del self._air[key]
        if task.done() and not task.cancelled():
            task.exception()  # looked at, also when everybody left before it came
