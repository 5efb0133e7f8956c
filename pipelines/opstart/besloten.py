"""`./woonzorg serve --besloten`: the API over restricted layers, with its own credentials.

Runs beside `serve`, `up` or `demo`, or alone.
"""

import os
import secrets
import sys
from pathlib import Path

from pipelines import cluster
from pipelines.errors import EnvironmentUnfit
from pipelines.opstart import child_environment, commands, installation, machine, people
from pipelines.opstart.flows import SERVE_GIB, alive, database
from pipelines.opstart.progress import console, step
from pipelines.services import Services
from pipelines.settings import Settings

NAME = "serve --besloten"
PORT = "WOONZORG_BESLOTEN_PORT"


def secret_file(var: Path) -> Path:
    """The file that API keys are hashed with; made at the first use, for this user only.

    It belongs in the backup: without it every key is worthless.
    """
    path = var.absolute() / "sleutelgeheim"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return path


def serve(settings: Settings) -> int:
    """Serve the restricted layers in the foreground until the user stops us.

    Raises:
        EnvironmentUnfit: they are served already, the port is taken, or a setting is wrong.
    """
    settings.var.mkdir(parents=True, exist_ok=True)
    if any(one.name == NAME for one in commands.running(settings.var)):
        raise EnvironmentUnfit(
            "De besloten lagen worden al aangeboden voor deze installatie: stop dat met Ctrl-C."
        )
    machine.require_room(settings.var, SERVE_GIB)
    machine.require_port(settings.besloten_port, PORT)
    if present := installation.read(settings.var):
        settings = installation.apply(settings, present)
    with database(settings, NAME) as server, Services(settings.var) as services:
        _start(settings, server, services)
        console.print("Stoppen met Ctrl-C.")
        services.watch(lambda: alive(server))
    return 0


def _start(settings: Settings, server: cluster.Server, services: Services) -> None:
    secret = secret_file(settings.var)
    environment = child_environment.for_besloten(settings, server, secret)
    local = f"http://127.0.0.1:{settings.besloten_port}"
    sample = people.wanted(settings, environment)
    if sample:
        environment |= people.sign_in(settings, server, services, local)
    with step("Besloten lagen aanbieden"):
        command = [sys.executable, "-m", "geo_api.besloten"]
        api = services.start("api-besloten", command, environment)
        services.wait_for_url(api, f"{local}/health/live")
    base = environment.get("WOONZORG_BESLOTEN_BASE_URL") or local
    console.print(f"Besloten API:  {base}/v1", markup=False)
    if sample:
        console.print(
            f"Aanmelden als proefpersoon, zonder wachtwoord:  {base}/aanmelden", markup=False
        )
    if not environment.get("WOONZORG_BESLOTEN_OIDC_ISSUER"):
        console.print("Er is geen identiteitsprovider ingesteld: alleen sleutels geven toegang.")
