"""`python -m geo_api.beheer`: serve the steward's pages until SIGTERM or SIGINT."""

import logging
import sys

import uvloop
from pydantic import ValidationError

from geo_api import server
from geo_api.beheer.app import create_restricted
from geo_api.beheer.settings import RestrictedSettings


def main() -> int:
    """Serve until told to stop; 2 for settings that do not go together."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # its lines hold whole addresses
    try:
        settings = RestrictedSettings()  # type: ignore[call-arg] # comes from the environment
    except ValidationError as error:
        said = "; ".join(
            f"{'.'.join(map(str, fault['loc'])) or 'instellingen'}: {fault['msg']}"
            for fault in error.errors(include_input=False)
        )
        sys.stderr.write(f"Onjuiste instelling van de beheerpagina's: {said}.\n")
        return 2
    if server.taken(settings, "WOONZORG_RESTRICTED_PORT"):
        return 1
    uvloop.run(server.serve(create_restricted(settings), settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
