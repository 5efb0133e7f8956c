"""`python -m geo_api.besloten`: serve restricted layers until SIGTERM or SIGINT."""

import logging
import sys

import uvloop
from pydantic import ValidationError

from geo_api import server
from geo_api.besloten.app import create_besloten
from geo_api.besloten.settings import BeslotenSettings


def main() -> int:
    """Serve until told to stop; 2 for settings that do not go together."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold whole addresses
    try:
        settings = BeslotenSettings()  # type: ignore[call-arg] # comes from the environment
    except ValidationError as error:
        said = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'instellingen'}: {fault['msg']}"
            for fault in error.errors(include_input=False)
        )
        sys.stderr.write(f"Onjuiste instelling van de besloten API: {said}.\n")
        return 2
    if server.taken(settings, "WOONZORG_BESLOTEN_PORT"):
        return 1
    uvloop.run(server.serve(create_besloten(settings), settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
