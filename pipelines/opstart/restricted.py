"""`./woonzorg serve --restricted`: the steward's pages, in a process with its own credentials.

Runs beside `serve`, `up` or `demo`, or alone. Without an identity provider the way in is a link
that works once; its secret is made and printed here, and the process knows its hash only.
"""

import hashlib
import os
import secrets
import sys

from pipelines import bronstatus, cluster
from pipelines import profile as profiles
from pipelines.database import connect
from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import child_environment, commands, installation, machine
from pipelines.opstart.besloten import secret_file
from pipelines.opstart.flows import SERVE_GIB, alive, database
from pipelines.opstart.progress import console, step
from pipelines.services import Services
from pipelines.settings import Settings

NAME = "serve --restricted"


def serve(settings: Settings) -> int:
    """Serve the steward's pages in the foreground until the user stops us.

    Raises:
        EnvironmentUnfit: they are served already, the port is taken, or a setting is wrong.
    """
    _require(settings)
    if present := installation.read(settings.var):
        settings = installation.apply(settings, present)
    with database(settings, NAME) as server, Services(settings.var) as services:
        _export(settings, server)
        provider = bool(os.environ.get("WOONZORG_RESTRICTED_OIDC_ISSUER"))
        word = "" if provider else secrets.token_urlsafe(32)
        digest = hashlib.sha256(word.encode()).hexdigest() if word else ""
        environment = child_environment.for_restricted(
            settings, server, digest, secret_file(settings.var)
        )
        local = f"http://127.0.0.1:{settings.restricted_port}"
        with step("Beheerpagina's starten"):
            command = [sys.executable, "-m", "geo_api.beheer"]
            pages = services.start("api-beheer", command, environment)
            services.wait_for_url(pages, f"{local}/health/live")
        base = os.environ.get("WOONZORG_RESTRICTED_BASE_URL") or local
        link = f"{base}/aanmelden/link/{word}" if word else base
        console.print(f"Beheer:  {link}", markup=False)
        if word:
            console.print("Deze link werkt één keer, en alleen op deze machine.")
        console.print("Stoppen met Ctrl-C.")
        services.watch(lambda: alive(server))
    return 0


def _require(settings: Settings) -> None:
    settings.var.mkdir(parents=True, exist_ok=True)
    if any(one.name == NAME for one in commands.running(settings.var)):
        raise EnvironmentUnfit(
            "De beheerpagina's draaien al voor deze installatie: stop ze eerst met Ctrl-C."
        )
    machine.require_room(settings.var, SERVE_GIB)
    machine.require_port(settings.restricted_port, "WOONZORG_RESTRICTED_PORT")


def _export(settings: Settings, server: cluster.Server) -> None:
    """A changed profile shows at once, not only after the next refresh."""
    profile = profiles.load(settings.profile, settings.gemeente, fictief=settings.fictief)
    with connect(server.dsn("woonzorg_pipeline"), name="beheer") as connection:
        bronstatus.export(connection, settings, profile)
