"""The command line of the checkout, behind `./woonzorg`: reads what was asked and hands it on."""

import signal
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError

from pipelines.errors import ConfigurationError
from pipelines.opstart import (
    besloten,
    closing,
    failures,
    flows,
    gewichten,
    installation,
    partners,
    proving,
    quality,
    steward,
    volume,
    wijken,
)
from pipelines.opstart import restricted as beheer
from pipelines.opstart import verslag as verslagen
from pipelines.opstart.access import recht, sleutel
from pipelines.opstart.installation import Installation
from pipelines.settings import Settings

app = typer.Typer(
    help="Woonzorgkaart: open woonzorg-atlas voor gemeenten.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(sleutel, name="sleutel")
app.add_typer(recht, name="recht")

Gemeente = Annotated[
    list[str] | None, typer.Option("--gemeente", help="Gemeentecode (GM….); mag vaker.")
]
ProfileFile = Annotated[str | None, typer.Option("--profile", help="Profielbestand of naam.")]
By = Annotated[str, typer.Option("--by", help="Wie dit besluit.")]
Reason = Annotated[str, typer.Option("--reason", help="Waarom.")]


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = "_".join(str(part) for part in fault["loc"]).upper()
        name = f"WOONZORG_{name.removeprefix('WOONZORG_')}"
        raise ConfigurationError(f"{name} is niet bruikbaar: {fault['msg']}.") from error


def _leave(status: int) -> NoReturn:
    raise typer.Exit(status)


@app.command()
def demo(
    serve: Annotated[bool, typer.Option(help="Daarna kaart, API en Dagster aanbieden.")] = True,
    dwellings: Annotated[int, typer.Option(min=1000, help="Woningen in het voorbeeld.")] = 40_000,
    seed: Annotated[int, typer.Option(help="Beginwaarde van het voorbeeld.")] = 1,
) -> None:
    """Alles inrichten, fictieve gegevens maken en publiceren, en de kaart aanbieden."""
    wanted = Installation(fictief=True, dwellings=dwellings, seed=seed)
    _leave(flows.demo(_settings(), wanted, serve=serve))


@app.command()
def up(
    gemeente: Gemeente = None,
    profile: ProfileFile = None,
    yes: Annotated[bool, typer.Option("--yes", help="Niet eerst vragen.")] = False,
) -> None:
    """Als demo, met echte open gegevens van een gemeente of een eigen profiel."""
    settings = _settings()
    wanted = _real(settings, gemeente, profile)
    _leave(flows.up(settings, wanted, volume.confirm(wanted, yes=yes)))


@app.command()
def refresh(
    profile: ProfileFile = None,
    gemeente: Gemeente = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="Alleen deze assets.")] = None,
    more: Annotated[list[str] | None, typer.Argument(help="Meer assets na --only.")] = None,
) -> None:
    """Eén keer verversen, met per dataset wat binnenkwam en wat gepubliceerd is."""
    settings = _settings()
    present = installation.read(settings.var)
    if present is None or profile or gemeente:
        present = _real(settings, gemeente, profile)
    _leave(flows.refresh(settings, present, [*(only or ()), *(more or ())]))


def _real(settings: Settings, gemeente: list[str] | None, profile: str | None) -> Installation:
    codes = tuple(gemeente or settings.gemeente)
    return Installation(fictief=False, profile=profile or settings.profile, gemeente=codes)


@app.command()
def serve(
    restricted: Annotated[
        bool, typer.Option("--restricted", help="De beheerpagina's, op een eigen poort.")
    ] = False,
    closed: Annotated[
        bool, typer.Option("--besloten", help="De besloten lagen, op een eigen poort.")
    ] = False,
) -> None:
    """Alleen API en kaart aanbieden, met wat al gepubliceerd is; of beheer of besloten lagen."""
    if restricted and closed:
        raise ConfigurationError("--restricted en --besloten zijn elk een eigen proces.")
    if closed:
        _leave(besloten.serve(_settings()))
    if restricted:
        _leave(beheer.serve(_settings()))
    _leave(flows.serve(_settings()))


@app.command()
def down(
    wissen: Annotated[
        bool, typer.Option("--wissen", help="Ook alle gegevens van deze installatie wissen.")
    ] = False,
) -> None:
    """Alles stoppen wat van deze installatie draait."""
    closing.down(_settings(), erase=wissen)


@app.command()
def status() -> None:
    """Processen, publicatie, actualiteit en dekking per laag."""
    _leave(closing.status(_settings()))


@app.command()
def approve(dataset: str, delivery: int, by: By, reason: Reason) -> None:
    """Een tegengehouden levering goedkeuren."""
    steward.call(_settings(), "approve", (dataset, delivery), by, reason)


@app.command()
def rollback(dataset: str, by: By, reason: Reason) -> None:
    """Een dataset en wat ervan is afgeleid terug naar de vorige versie."""
    steward.call(_settings(), "rollback", (dataset,), by, reason)


@app.command()
def withdraw(layer: str, by: By, reason: Reason) -> None:
    """Een laag intrekken, tot restore."""
    steward.call(_settings(), "withdraw", (layer,), by, reason)


@app.command()
def restore(layer: str, by: By, reason: Reason) -> None:
    """Een ingetrokken laag weer tonen."""
    steward.call(_settings(), "restore", (layer,), by, reason)


@app.command()
def sjabloon(
    feed: str,
    uit: Annotated[Path | None, typer.Option("--uit", help="Bestand om te schrijven.")] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Alleen de kopregel, als CSV.")] = False,
) -> None:
    """Een leeg sjabloon voor een leverancier, met uitleg per kolom."""
    partners.template(feed, uit, csv=csv)


@app.command()
def controleer(
    file: Path,
    feed: Annotated[str, typer.Option("--feed", help="Voor welke feed.")],
    leverancier: Annotated[str, typer.Option("--leverancier", help="Van wie.")] = "",
    profile: ProfileFile = None,
) -> None:
    """Een bestand van een leverancier controleren zonder het te leveren."""
    _leave(partners.check(_settings(), file, feed, leverancier, profile))


@app.command()
def koppel(
    feed: str,
    leverancier: str,
    by: By,
    reason: Reason,
    kolom: Annotated[
        list[str] | None, typer.Option("--kolom", help='onze="die van hen"; mag vaker.')
    ] = None,
    afwijzen: Annotated[
        bool,
        typer.Option(
            "--afwijzen", help="Het voorstel niet aannemen; de levering blijft geweigerd."
        ),
    ] = False,
    verversen: Annotated[
        bool, typer.Option("--verversen/--niet-verversen", help="De levering meteen opnieuw lezen.")
    ] = True,
) -> None:
    """De voorgestelde kolomnamen van een leverancier bevestigen of afwijzen."""
    settings = _settings()
    if afwijzen:
        if kolom:
            raise ConfigurationError("--afwijzen en --kolom gaan niet samen: kies er één.")
        partners.drop_proposal(settings, feed, leverancier, by, reason)
        return
    partners.confirm(settings, feed, leverancier, kolom or (), by, reason)
    if verversen and (present := installation.read(settings.var)):
        _leave(partners.read_again(settings, present, feed))


@app.command()
def smoke(profile: ProfileFile = None, gemeente: Gemeente = None) -> None:
    """Bekijken of elke bron van een profiel nog antwoordt zoals afgesproken; haalt weinig op."""
    from pipelines.smoke import table as smoke_table

    settings = _settings()
    present = installation.read(settings.var)
    if present is None or profile or gemeente:
        present = _real(settings, gemeente, profile)
    _leave(smoke_table.run(installation.apply(settings, present)))


@app.command()
def verslag(
    dataset: str,
    levering: int,
    vorm: Annotated[str, typer.Option("--vorm", help="md, txt of html.")] = "md",
) -> None:
    """Het verslag van een levering, klaar om te versturen."""
    verslagen.show(_settings(), dataset, levering, vorm)


@app.command("gewichten")
def weights(
    volgorde: Annotated[
        list[str] | None, typer.Argument(help="Onderdelen V T H Z R B, het zwaarste eerst.")
    ] = None,
    vergelijking: Annotated[
        Path | None, typer.Option("--vergelijking", help="CSV met paarsgewijze vergelijkingen.")
    ] = None,
    weegprofiel: Annotated[str, typer.Option("--weegprofiel", help="Voor wie.")] = "gemeente",
) -> None:
    """Gewichten van de kansenkaart uit een werksessie, als regels voor het profiel."""
    typer.echo(gewichten.told(weegprofiel, volgorde or (), vergelijking))


@app.command("wijken")
def districts(eerste: str, tweede: str) -> None:
    """Twee wijken naast elkaar: welke complexen, hoeveel woningen, wat het kost en waar verder."""
    typer.echo(wijken.told(_settings(), eerste, tweede))


@app.command("test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def prove(
    context: typer.Context,
    soak: Annotated[bool, typer.Option("--soak", help="Ook de lange proeven.")] = False,
) -> None:
    """Alle proeven; verdere argumenten gaan naar pytest."""
    _leave(proving.prove(_settings(), context.args, soak=soak))


@app.command()
def check() -> None:
    """Stijl, typen, importregels en regelgrenzen."""
    _leave(quality.run())


@app.command()
def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Welke metingen.")] = None,
) -> None:
    """Metingen naast vergelijkbare programma's, als verhoudingen."""
    _leave(proving.bench(_settings(), names or ()))


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Run a command; foreseen errors become one sentence, others a log and one sentence."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with failures.told():
        sys.excepthook = failures.keep_traceback(Path(_settings().var) / "log" / "fout.log")
        # Typer's own call would put its excepthook over ours.
        typer.main.get_command(app)(prog_name="./woonzorg")


if __name__ == "__main__":
    main()
