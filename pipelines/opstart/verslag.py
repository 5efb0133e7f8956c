"""The report of one delivery on standard output, for `./woonzorg verslag`."""

import sys
from collections.abc import Callable

from pipelines.errors import ConfigurationError
from pipelines.opstart import installation
from pipelines.opstart.flows import database
from pipelines.settings import Settings

VORMEN = {"md": "markdown", "txt": "text", "html": "html"}


def show(
    settings: Settings,
    name: str,
    levering: int,
    vorm: str,
    write: Callable[[str], object] = sys.stdout.write,
) -> None:
    """Write the report of a delivery in one form.

    Args:
        settings: of the installation.
        name: dataset.
        levering: number of the delivery, as `./woonzorg status` shows it.
        vorm: md, txt or html.
        write: where it goes.

    Raises:
        ConfigurationError: no such form, or the delivery is of another dataset.
    """
    if vorm not in VORMEN:
        raise ConfigurationError(f"--vorm {vorm} bestaat niet; kies md, txt of html.")
    from data.registry import dataset  # with the reports half a second; only this command needs it
    from pipelines import profile, verslag
    from pipelines.database import connect

    wanted = dataset(name).name
    present = installation.read(settings.var)
    if present is not None:
        settings = installation.apply(settings, present)
    chosen = profile.load(settings.profile, settings.gemeente, fictief=settings.fictief)
    with database(settings, "verslag") as server:
        dsn = server.dsn("woonzorg_pipeline")
        with connect(dsn, name="verslag") as connection:
            row = connection.execute(
                "SELECT dataset, leverancier FROM log.levering WHERE levering = %s", (levering,)
            ).fetchone()
            if row is None or row["dataset"] != wanted:
                other = f"; het is er een van {row['dataset']}" if row else ""
                raise ConfigurationError(
                    f"Levering {levering} van {wanted} bestaat niet{other}. Zie ./woonzorg status."
                )
            made = verslag.make(
                connection, levering, **verslag.known(chosen, row, settings.contact)
            )
    write(str(getattr(made, VORMEN[vorm])))
