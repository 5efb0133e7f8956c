"""People of the sample, who may sign in to the restricted process of a demo.

They exist only with made-up data, and only where no identity provider is set. Their groups get
their rights at the first start; what a steward gives or takes later stays, until they have none.
"""

import json
import secrets
import sys
from collections.abc import Mapping
from typing import Any

from data import toegang
from pipelines import access
from pipelines.cluster import Server
from pipelines.opstart import child_environment, provider
from pipelines.services import Services
from pipelines.settings import Settings

MUNICIPALITY, CORPORATION = "voorbeeld-gemeente", "voorbeeld-corporatie"
PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "gemeente": {
        "naam": "Beleidsmedewerker (fictief)",
        "groepen": [MUNICIPALITY],
        "over": "ziet alle besloten lagen",
    },
    "corporatie": {
        "naam": "Medewerker van een corporatie (fictief)",
        "groepen": [CORPORATION],
        "over": "ziet besloten lagen van het thema woningen",
    },
    "gast": {"naam": "Gast (fictief)", "groepen": [], "over": "ziet alleen open lagen"},
}
CLIENT = "woonzorgkaart-voorbeeld"
_BY = {"by": "voorbeeld", "reason": "Proefpersonen van de fictieve gegevens"}


def wanted(settings: Settings, environment: Mapping[str, str]) -> bool:
    """Whether these people may sign in: made-up data, on this machine, and no provider set."""
    others = ("WOONZORG_BESLOTEN_OIDC_ISSUER", "WOONZORG_BESLOTEN_BASE_URL")
    return settings.fictief and not any(environment.get(name) for name in others)


def rights() -> list[tuple[str, str, str]]:
    """Group, kind and name of each right."""
    themes = [name for name, _ in toegang.closed()[toegang.THEME]]
    given = [(MUNICIPALITY, name) for name in themes] + [(CORPORATION, "woningen")]
    return [(group, toegang.THEME, name) for group, name in given]


def grant(steward: str, reader: str) -> None:
    """Give the groups their rights, unless they have some.

    Args:
        steward: connection as role woonzorg_steward.
        reader: as role woonzorg_api_restricted.
    """
    groups = {MUNICIPALITY, CORPORATION}
    if not groups & {row["van"] for row in access.groups(reader)}:
        for group, kind, name in rights():
            access.grant(steward, group, kind, name, **_BY)


def sign_in(settings: Settings, server: Server, services: Services, base: str) -> dict[str, str]:
    """Start the provider of the sample; gives what the restricted process is told of it.

    Args:
        settings: of the installation.
        server: the database.
        services: children of this command.
        base: address of the restricted process.
    """
    grant(server.dsn("woonzorg_steward"), server.dsn("woonzorg_api_restricted"))
    secret = secrets.token_urlsafe(32)
    known = {"client": CLIENT, "secret": secret, "back": f"{base}/aanmelden/terug"}
    environment = child_environment.common(settings)
    environment[provider.SETTINGS] = json.dumps({**known, "people": PEOPLE})
    command = [sys.executable, "-m", "pipelines.opstart.provider"]
    port = services.wait_for_port(services.start("proefaanbieder", command, environment))
    return {
        "WOONZORG_BESLOTEN_OIDC_ISSUER": f"http://127.0.0.1:{port}",
        "WOONZORG_BESLOTEN_OIDC_CLIENT": CLIENT,
        "WOONZORG_BESLOTEN_OIDC_SECRET": secret,
    }
