"""Run the publisher and print its port: `python -m pipelines.sample.publisher --data DIR`."""

import argparse
import signal
import sys
from pathlib import Path

from pipelines.sample.publisher.server import Publisher


def main() -> None:
    """Serve until the process is told to end."""
    p = argparse.ArgumentParser(
        description="Bedient de voorbeeldgegevens zoals de uitgevers dat doen."
    )
    p.add_argument("--data", type=Path, required=True)
    p.add_argument("--port", type=int, default=0)
    a = p.parse_args()
    publisher = Publisher(a.data, a.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.stdout.write(f"{publisher.http.server_address[1]}\n")
    sys.stdout.flush()
    try:
        publisher.start()
    except (KeyboardInterrupt, SystemExit):
        publisher.http.server_close()


if __name__ == "__main__":
    main()
