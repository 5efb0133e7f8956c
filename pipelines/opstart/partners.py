"""Commands for who works with suppliers: a template, a dry check, confirming column names."""

import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

from pipelines import cluster, profile
from pipelines.errors import ConfigurationError
from pipelines.opstart import commands, flows, installation, steward
from pipelines.opstart.installation import Installation
from pipelines.opstart.progress import console
from pipelines.settings import Settings

WITH_DAGSTER = ("demo", "up")


def template(feed: str, target: Path | None, *, csv: bool) -> None:
    """Write the empty template of a feed and say where."""
    from pipelines.partners import sjabloon

    dataset = sjabloon.partner_feed(feed)
    path = target or Path(f"sjabloon-{feed}.{'csv' if csv else 'xlsx'}")
    sjabloon.write(dataset, path.with_suffix(".csv") if csv else path)
    console.print(f"Sjabloon voor {feed}: {path}", markup=False, soft_wrap=True)


def check(
    settings: Settings, file: Path, feed: str, supplier: str, profile_name: str | None
) -> int:
    """Check a partner's file without delivering it; 1 when it would be refused."""
    from pipelines import database
    from pipelines.partners import controle, controle_tekst, sjabloon
    from pipelines.partners.controle_database import Held

    dataset = sjabloon.partner_feed(feed)
    if not file.is_file():
        raise ConfigurationError(f"Het bestand {file} is er niet.")
    present = installation.read(settings.var)
    if present is not None:
        settings = installation.apply(settings, present)
    chosen = profile.load(profile_name or settings.profile, settings.gemeente)
    server = cluster.server(settings)
    there = present is not None and server.state() != "afwezig"
    with flows.database(settings, "controleer") if there else nullcontext(server):
        connect = database.connect(server.dsn("woonzorg_pipeline")) if there else nullcontext()
        with connect as connection:
            held = Held.of(connection, chosen, feed, supplier) if connection else None
            found = controle.check(file, dataset, chosen, supplier, settings.spare, held)
    listed = chosen.supplier(supplier) is not None
    sys.stdout.write(controle_tekst.report(found, listed=listed) + "\n")
    return 0 if found.good else 1


def confirm(
    settings: Settings, feed: str, supplier: str, pairs: Iterable[str], by: str, reason: str
) -> None:
    """Confirm the proposed column names of a supplier's newest delivery."""
    from pipelines.partners import sjabloon

    sjabloon.partner_feed(feed)
    columns = dict(_pair(text) for text in pairs)
    steward.call(settings, "confirm", (feed, supplier, columns), by, reason)


def read_again(settings: Settings, present: Installation, feed: str) -> int:
    """Read a delivery again; where the installation runs, its own schedule does within a minute."""
    if any(command.name in WITH_DAGSTER for command in commands.running(settings.var)):
        console.print(
            "De installatie draait: zij leest de levering zelf opnieuw. Zie over enkele minuten "
            "./woonzorg status.",
            markup=False,
            soft_wrap=True,
        )
        return 0
    return flows.refresh(settings, present, [feed])


def drop_proposal(settings: Settings, feed: str, supplier: str, by: str, reason: str) -> None:
    """Drop the proposed column names of a supplier's newest delivery."""
    from pipelines.partners import sjabloon

    sjabloon.partner_feed(feed)
    steward.call(settings, "drop_proposal", (feed, supplier), by, reason)


def _pair(text: str) -> tuple[str, str]:
    ours, sign, theirs = text.partition("=")
    if not sign or not ours.strip() or not theirs.strip():
        raise ConfigurationError(
            f"--kolom {text} kan niet: schrijf onze kolom, = en die van de leverancier "
            '(--kolom complex_id="Complexnr").'
        )
    return ours.strip(), theirs.strip()
