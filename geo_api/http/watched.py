"""A request with its limits: a body within bounds, and work that stops when nobody waits for it.

When the client goes away the task is cancelled, and with it the statement it waits for in the
database.
"""

import asyncio
import contextlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_api import texts
from geo_api.errors import Problem

MAX_BODY = 256 * 1024
BODY_SECONDS = 30.0


async def body(receive: Receive, most: int = MAX_BODY, seconds: float = BODY_SECONDS) -> bytes:
    """The body of a request, whole.

    Raises:
        Problem: 413 when it is too large, 408 when it does not come in time.
        ClientDisconnectedError: the client went away meanwhile.
    """
    pieces: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnectedError
                pieces.append(message.get("body", b""))
                size += len(pieces[-1])
                if size > most:
                    raise Problem(413, texts.body_too_large(most), headers={"Connection": "close"})
                if not message.get("more_body"):
                    return b"".join(pieces)
    except TimeoutError:
        raise Problem(408, texts.BODY_TOO_SLOW, headers={"Connection": "close"}) from None


class ClientDisconnectedError(Exception):
    """Nobody waits for the answer any more."""


async def run(app: ASGIApp, scope: Scope, receive: Receive, send: Send, content: bytes) -> None:
    """Let an application answer, unless the client goes away first.

    Args:
        app: the application.
        scope: of the request.
        receive: of the server; nothing else may read from it meanwhile.
        send: of the server.
        content: body of the request, read already.

    Raises:
        ClientDisconnectedError: it went away; the work was cancelled.
    """
    gone, ended = asyncio.Event(), asyncio.Event()
    whole: list[Message] = [{"type": "http.request", "body": content, "more_body": False}]

    async def receiving() -> Message:
        if whole:
            return whole.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body"):
            ended.set()
        await send(message)

    work = asyncio.ensure_future(app(scope, receiving, sending))
    watch = asyncio.ensure_future(_until_gone(receive))
    try:
        await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done() and not ended.is_set():
            raise ClientDisconnectedError
        await work
    finally:
        gone.set()
        for task in (watch, work):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait({task})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass  # a body that nobody asked for is not kept
