"""Who means harm: the attack set over and over, and clients that send a byte a second.

A program of its own with the lowest priority, for attackers take no processor of the server:
`python -m tests.bench._attackers PORT SECONDS SLOW`. Says what happened as JSON.
"""

import asyncio
import contextlib
import json
import os
import sys
import threading
import time
from collections import Counter
from dataclasses import replace

from tests.api.test_attacks import ATTACKS, send

ADDRESSES = ("203.0.113.7", "203.0.113.8", "203.0.113.9", "203.0.113.10")
"""From where they come, as a trusted proxy would tell; each has the rates of one client."""
_SLOWLY = b"GET /v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Traag: "


def main(port: int, seconds: float, slow: int) -> None:
    """Attack for so many seconds."""
    os.nice(19)
    until = time.monotonic() + seconds
    answers: Counter[int] = Counter()
    threads = [
        threading.Thread(target=_attack, args=[port, address, until, answers])
        for address in ADDRESSES
    ]
    for thread in threads:
        thread.start()
    held = asyncio.run(_all_slow(port, slow, until))
    for thread in threads:
        thread.join()
    told = {"answers": {str(k): v for k, v in sorted(answers.items())}, "slow": held}
    sys.stdout.write(json.dumps(told) + "\n")


def _attack(port: int, address: str, until: float, answers: Counter[int]) -> None:
    while True:
        for attack in ATTACKS:
            if time.monotonic() >= until:
                return
            headers = {**attack.headers, "X-Forwarded-For": address}
            with contextlib.suppress(OSError):
                answers[send(port, replace(attack, headers=headers)).status] += 1


async def _all_slow(port: int, count: int, until: float) -> int:
    """How many were connected on average, looked at every second."""
    open_: Counter[int] = Counter()
    tasks = [asyncio.create_task(_slow(port, number, open_)) for number in range(count)]
    seen = []
    while time.monotonic() < until:
        await asyncio.sleep(1)
        seen.append(open_.total())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return round(sum(seen) / max(len(seen), 1))


async def _slow(port: int, number: int, open_: Counter[int]) -> None:
    """Connect, drip, and connect again when the server hangs up."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            open_[number] = 1
            try:
                writer.write(_SLOWLY)
                while not reader.at_eof():
                    writer.write(b"a")
                    await writer.drain()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(100), 1)
            finally:
                open_[number] = 0
                writer.close()
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
