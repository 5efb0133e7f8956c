"""Starts Granian in this process and stops it on SIGTERM or SIGINT.

One process, so that whoever started it stops it with one signal and a kill leaves no worker behind.
Granian's header timeout is the first line against clients that drip.
"""

import asyncio
import logging
import signal
import socket
import sys

import uvloop
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server
from pydantic import ValidationError
from starlette.types import ASGIApp

from geo_api.http.metrics import Metrics
from geo_api.main import create_app
from geo_api.settings import Settings

BUFFER = 64 * 1024


def main() -> int:
    """Serve until told to stop; the exit status is 0 after a clean stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    try:
        settings = Settings()  # type: ignore[call-arg] # comes from the environment
    except ValidationError as error:
        names = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
        sys.stderr.write(f"Onjuiste instelling van de API (WOONZORG_…): {names}.\n")
        return 2
    if taken(settings, "WOONZORG_PORT"):
        return 1
    uvloop.run(serve(create_app(settings), settings))
    return 0


def taken(settings: Settings, variable: str) -> bool:
    """Say so when something listens already; Granian shares ports, so it would not notice.

    Args:
        settings: of the service.
        variable: that sets its port; the one of the measurements ends in `METRICS_PORT`.
    """
    places = [(settings.host, settings.port, variable)]
    if settings.metrics_port:
        other = variable.removesuffix("PORT") + "METRICS_PORT"
        places.append((settings.metrics_host, settings.metrics_port, other))
    return any(_taken(*place) for place in places)


def _taken(host: str, port: int, variable: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sys.stderr.write(
                f"Poort {port} is al in gebruik. "
                f"Stop dat programma of kies een andere met {variable}.\n"
            )
            return True
    return False


async def serve(metrics: Metrics, settings: Settings) -> None:
    """Serve an application until SIGTERM or SIGINT.

    Args:
        metrics: the application, and what is measured of it.
        settings: host and port of both.
    """
    servers = [_server(metrics.app, settings.host, settings.port, settings)]
    if settings.metrics_port:
        servers.append(_server(metrics, settings.metrics_host, settings.metrics_port, settings))

    def stop() -> None:
        for server in servers:
            server.stop()  # type: ignore[no-untyped-call] # of Granian

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await asyncio.gather(*(server.serve() for server in servers))


def _server(app: ASGIApp, host: str, port: int, settings: Settings) -> Server:
    return Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        backpressure=1024,
        http1_settings=HTTP1Settings(
            header_read_timeout=settings.header_timeout_ms, max_buffer_size=BUFFER
        ),
        log_level=LogLevels.warning,
    )
