"""Start a program that ends when its parent dies: `child.py PARENT PROGRAM [ARGUMENT…]`.

Run as a script with the standard library only. The kernel sends SIGTERM when the parent is gone,
SIGKILL included; a `preexec_fn` in the parent could deadlock beside its progress thread.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: int, command: list[str]) -> None:
    """Ask the kernel for the signal, then become the program."""
    # A signal that whoever started the command ignores or holds back would be so here as well.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(0)  # the parent died before we asked
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
