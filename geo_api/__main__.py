"""`python -m geo_api`: serve until SIGTERM or SIGINT."""

import sys

from geo_api.server import main

if __name__ == "__main__":
    sys.exit(main())
