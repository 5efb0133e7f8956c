"""The program that writes files, kept ready: its libraries take longer to load than a file to make.

It is `python -m geo_api.formats`, one per service, started with the service and again when it is
gone. Each job is done by a copy of it that ends with the job, so that nothing is left in memory. It
gets its jobs over a pair of sockets that nobody else can reach, and ends when ours closes.
"""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys

from geo_api.formats.job import FAILED, Job
from geo_api.settings import PACKAGE

_ALONE = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Its libraries start no threads of their own: only a program with one thread is safely copied."""
log = logging.getLogger(__name__)


class Writer:
    """Hands jobs to the program."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._program: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def open(self) -> None:
        """Start the program, unless it runs; does not wait until it is ready."""
        if self._program and self._program.poll() is None:
            return
        self.close()
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._program = subprocess.Popen(
                [sys.executable, "-m", "geo_api.formats"],
                stdin=theirs.fileno(),
                cwd=PACKAGE.parent,
                env=os.environ | _ALONE,
            )

    def close(self) -> None:
        """Let the program end, and with it every job it still does."""
        if self._line:
            self._line.close()
        if self._program:
            self._program.kill()
            self._program.wait()
        self._line = self._program = None

    async def do(self, job: Job) -> int:
        """The status of a job that was done; cancelled, the job is ended at once."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._hand(theirs)
        reader, writer = await asyncio.open_connection(sock=ours)
        doing = 0
        try:
            writer.write(job.line())
            told = await reader.readline()
            doing = int(told or 0)
            status = await reader.read(1)
            doing = 0
            return status[0] if status else FAILED
        except ConnectionError:
            return FAILED
        finally:
            if doing:  # it holds the other end still, so the number is its
                with contextlib.suppress(ProcessLookupError):
                    os.kill(doing, signal.SIGKILL)
                await reader.read()  # until it is gone
            writer.close()

    def _hand(self, end: socket.socket) -> None:
        self.open()
        try:
            self._send(end)
        except OSError:  # it ended since: once more, to a new one
            log.warning("the program that writes files was gone")
            self.close()
            self.open()
            self._send(end)

    def _send(self, end: socket.socket) -> None:
        if self._line is None:
            raise ConnectionError("no program")
        socket.send_fds(self._line, [b"j"], [end.fileno()])
