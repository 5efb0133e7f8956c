"""A fake publisher: OGC API, WFS, CBS OData v3 and v4, ATOM and downloads on one port.

It can be told to misbehave.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.sample.publisher.odata_api import FEED_PAGE
from pipelines.sample.publisher.server import Publisher

__all__ = ["HOSTS", "Publisher", "hosts", "serve"]

HOSTS = (
    "api.pdok.nl",
    "download.cbs.nl",
    "opendata.cbs.nl",
    "dataderden.cbs.nl",
    "datasets.cbs.nl",
    "service.pdok.nl",
    "download.geofabrik.de",
    "gtfs.ovapi.nl",
    "www.igj.nl",
    "www.leefbaarometer.nl",
)
"""Every host of the built-in national profile; their paths do not collide."""


def hosts(url: str) -> dict[str, str]:
    """Host map: each original host of the national profile to the address of the fake publisher."""
    return dict.fromkeys(HOSTS, url)


@contextmanager
def serve(data: Path, port: int = 0, feed_page: int = FEED_PAGE) -> Iterator[Publisher]:
    """Serve generated data in this process while the context lasts.

    Args:
        data: folder the generator filled.
        port: port on 127.0.0.1, 0 for a free one.
        feed_page: rows per page of the OData feed.

    Yields:
        The publisher; `.url` is its address, `.fault()` and `.heal()` make it misbehave and behave.
    """
    publisher = Publisher(data, port, feed_page)
    thread = threading.Thread(target=publisher.start, name="publisher", daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        publisher.stop()
        thread.join(timeout=5)
