"""`./woonzorg sleutel …` and `./woonzorg recht …`: who may read which restricted layer."""

from typing import Annotated, Any

import typer
from rich.table import Table

from pipelines.errors import ConfigurationError
from pipelines.opstart.flows import database
from pipelines.opstart.progress import console
from pipelines.settings import Settings

sleutel = typer.Typer(help="API-sleutels voor besloten lagen.", no_args_is_help=True)
recht = typer.Typer(help="Rechten van groepen op besloten lagen.", no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="Wie dit besluit.")]
Reason = Annotated[str, typer.Option("--reason", help="Waarom.")]
Layers = Annotated[list[str] | None, typer.Option("--laag", help="Besloten laag; mag vaker.")]
Themes = Annotated[
    list[str] | None, typer.Option("--thema", help="Elke besloten laag hiervan; mag vaker.")
]
STEWARD, READER = "woonzorg_steward", "woonzorg_api_restricted"


@sleutel.command("maak")
def make(
    eigenaar: str,
    by: By,
    reason: Reason,
    laag: Layers = None,
    thema: Themes = None,
    dagen: Annotated[int, typer.Option("--dagen", help="Hoe lang hij geldt, tot 180.")] = 90,
) -> None:
    """Een sleutel maken; hij wordt één keer getoond."""
    from pipelines import access
    from pipelines.opstart.besloten import secret_file

    settings = Settings()
    with database(settings, "sleutel maak") as server:
        text, said = access.make_key(
            server.dsn(STEWARD),
            secret_file(settings.var).read_bytes().strip(),
            eigenaar,
            rights=_rights(laag, thema),
            days=dagen,
            by=by,
            reason=reason,
        )
    console.print(said, markup=False)
    console.print("Deze sleutel is niet nog eens te tonen. Geef hem veilig door:")
    console.print(text, markup=False, highlight=False, soft_wrap=True)


@sleutel.command("intrekken")
def withdraw(nummer: str, by: By, reason: Reason) -> None:
    """Een sleutel waardeloos maken, meteen."""
    from pipelines import access

    with database(Settings(), "sleutel intrekken") as server:
        said = access.withdraw_key(server.dsn(STEWARD), nummer, by=by, reason=reason)
    console.print(said, markup=False)


@sleutel.command("lijst")
def keys() -> None:
    """Alle sleutels, met eigenaar, einde en rechten; nooit de sleutel zelf."""
    from pipelines import access

    with database(Settings(), "sleutel lijst") as server:
        rows = access.keys(server.dsn(READER))
    _show(
        ["nummer", "eigenaar", "geldig", "tot", "rechten"],
        [
            (r["id"], r["eigenaar"], "ja" if r["geldig"] else "nee", r["verloopt"], r["rechten"])
            for r in rows
        ],
    )


@recht.command("geef")
def give(groep: str, by: By, reason: Reason, laag: Layers = None, thema: Themes = None) -> None:
    """Een groep van de identiteitsprovider besloten lagen laten lezen."""
    _each("grant", groep, _rights(laag, thema), by, reason)


@recht.command("neem")
def take(groep: str, by: By, reason: Reason, laag: Layers = None, thema: Themes = None) -> None:
    """Dat recht terugnemen, meteen."""
    _each("revoke", groep, _rights(laag, thema), by, reason)


@recht.command("lijst")
def rights() -> None:
    """Welke groep wat mag lezen."""
    from pipelines import access

    with database(Settings(), "recht lijst") as server:
        rows = access.groups(server.dsn(READER))
    _show(
        ["groep", "soort", "naam", "sinds"],
        [(r["van"], r["soort"], r["naam"], r["sinds"]) for r in rows],
    )


def _each(verb: str, group: str, given: list[tuple[str, str]], by: str, reason: str) -> None:
    from pipelines import access

    with database(Settings(), "recht") as server:
        for kind, name in given:
            done = getattr(access, verb)(
                server.dsn(STEWARD), group, kind, name, by=by, reason=reason
            )
            console.print(done, markup=False)


def _rights(layers: list[str] | None, themes: list[str] | None) -> list[tuple[str, str]]:
    given = [("laag", name) for name in layers or ()] + [("thema", name) for name in themes or ()]
    if not given:
        raise ConfigurationError("Geef minstens één --laag of --thema.")
    return given


def _show(heads: list[str], rows: list[tuple[Any, ...]]) -> None:
    table = Table(*heads)
    for row in rows:
        cells = (f"{cell:%Y-%m-%d}" if hasattr(cell, "strftime") else str(cell) for cell in row)
        table.add_row(*cells)
    console.print(table)
