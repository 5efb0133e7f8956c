"""A synchronous client on the ASGI application itself, lifespan included."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx


class Client:
    """Asks the application; every answer is an httpx.Response."""

    def __init__(self, loop: asyncio.AbstractEventLoop, app: Any, base: str) -> None:
        """Ask `app`, which runs on `loop`."""
        self.app = app
        self._loop = loop
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=base, timeout=30
        )

    @property
    def services(self) -> Any:
        """What the routes share, behind everything that stands around them."""
        found = self.app
        while hasattr(found, "_app"):
            found = found._app
        return found.state.services

    def request(self, method: str, url: str, **values: Any) -> httpx.Response:
        """One request."""
        return self.run(self._client.request(method, url, **values))

    def get(self, url: str, **values: Any) -> httpx.Response:
        """GET."""
        return self.request("GET", url, **values)

    def post(self, url: str, **values: Any) -> httpx.Response:
        """POST."""
        return self.request("POST", url, **values)

    def delete(self, url: str, **values: Any) -> httpx.Response:
        """DELETE."""
        return self.request("DELETE", url, **values)

    def head(self, url: str, **values: Any) -> httpx.Response:
        """HEAD."""
        return self.request("HEAD", url, **values)

    def run(self, coroutine: Any) -> Any:
        """A coroutine on the loop of the application."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(60)

    def close(self) -> None:
        """Close the connections."""
        self.run(self._client.aclose())


@contextmanager
def client(app: Any, base: str) -> Iterator[Client]:
    """The application between startup and shutdown of its lifespan."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    said: asyncio.Queue[str] = asyncio.Queue()

    async def send(message: dict[str, str]) -> None:
        await said.put(message["type"])

    async def tell(kind: str) -> str:
        await inbox.put({"type": f"lifespan.{kind}"})
        return await said.get()

    found = Client(loop, app, base)
    lifespan = asyncio.run_coroutine_threadsafe(app({"type": "lifespan"}, inbox.get, send), loop)
    try:
        assert found.run(tell("startup")) == "lifespan.startup.complete"
        try:
            yield found
        finally:
            assert found.run(tell("shutdown")) == "lifespan.shutdown.complete"
            lifespan.result(10)
    finally:
        found.close()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
