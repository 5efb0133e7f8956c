"""What this installation shows and how fresh it is.

Release, layers, deliveries and what was refused, with the reason.

Run as a program (`python -m pipelines.status`) by `./woonzorg status`; `--json` for programs.
"""

import json
import os
import sys
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from data.getallen import dutch
from pipelines.database import Connection, connect
from pipelines.placing import report as placing_report

_console = Console(highlight=False)
if not _console.is_terminal:
    _console = Console(highlight=False, width=150)


def collect(connection: Connection) -> dict[str, Any]:
    """Release, layers and deliveries as data.

    Returns:
        `release` (None before the first), `lagen` (per layer: peildatum, version, rows, remarks,
            withdrawn, missing
        inputs, inputs that kept an older version), `leveringen` (per dataset and supplier: state,
            when confirmed,
        reason, late).
    """
    release = connection.execute(
        "SELECT * FROM pub.release ORDER BY release DESC LIMIT 1"
    ).fetchone()
    return {
        "release": release,
        "lagen": _layers(connection),
        "leveringen": _deliveries(connection),
        "adressen": placing_report.per_feed(connection),
        "lopend": connection.execute(
            "SELECT epoch, gestart, aanleiding FROM log.run WHERE toestand = 'loopt' ORDER BY epoch"
        ).fetchall(),
    }


def _layers(connection: Connection) -> list[dict[str, Any]]:
    rows = connection.execute(
        "SELECT p.laag, p.peildatum, p.version, p.release, l.aantal, l.dekking, l.opmerkingen, "
        "i.reden AS ingetrokken"
        " FROM pub.pointer p JOIN pub.laag l USING (laag, version) LEFT JOIN pub.ingetrokken i "
        "USING (laag)"
        " WHERE p.huidig ORDER BY p.laag"
    ).fetchall()
    found = []
    for row in rows:
        coverage = row.pop("dekking")
        kept = [i["dataset"] for i in coverage.get("invoer", []) if i.get("behouden")]
        found.append({**row, "ontbrekend": coverage.get("ontbrekend", []), "behouden": kept})
    return found


def _deliveries(connection: Connection) -> list[dict[str, Any]]:
    """Where every feed stands, per supplier; trouble first, as the steward's page has it."""
    return connection.execute(
        "SELECT s.dataset, s.leverancier, s.levering, s.peildatum, s.toestand, s.reden,"
        " s.ontvangen, s.bevestigd, s.verwacht, s.te_laat, s.naam, s.einde, s.verlopen,"
        " coalesce(l.gelezen, '[]') AS gelezen"
        " FROM beheer.stand s LEFT JOIN log.levering l ON l.levering = s.levering"
        " WHERE NOT s.uit ORDER BY s.ernst, s.dataset, s.leverancier"
    ).fetchall()


def show(found: dict[str, Any]) -> None:
    """The same for people: trouble first."""
    release = found["release"]
    if release is None:
        _console.print("Er is nog niets gepubliceerd.")
    else:
        when = release["gepubliceerd_op"].astimezone()
        _console.print(
            f"Release {release['release']} van {when:%d-%m-%Y %H:%M} · {release['profiel']} · "
            f"{', '.join(release['gemeenten'])} · oudste peildatum {release['oudste_peildatum']}"
            f"{' · fictief' if release['fictief'] else ''}"
        )
    for run in found["lopend"]:
        _console.print(
            f"Verversing {run['epoch']} loopt sinds {run['gestart'].astimezone():%H:%M:%S}."
        )
    _show_trouble(found["leveringen"])
    _show_agreements(found["leveringen"])
    _show_layers(found["lagen"])
    _show_deliveries(found["leveringen"])
    _show_addresses(found["adressen"])


def _troubled(row: dict[str, Any]) -> bool:
    return bool(row["toestand"] != "goed" or row["te_laat"])


def _show_trouble(rows: list[dict[str, Any]]) -> None:
    """What asks for attention: one line each, with the reason."""
    for row in filter(_troubled, rows):
        state = row["toestand"] if row["toestand"] != "goed" else "te laat"
        _console.print(
            f"[red]{row['dataset']}[/red] {row['leverancier']}: {escape(row['reden'] or state)}",
            soft_wrap=True,
        )


def _show_layers(rows: list[dict[str, Any]]) -> None:
    table = Table(title="Lagen", title_justify="left")
    for name in (
        "laag",
        "peildatum",
        "rijen",
        "ontbreekt",
        "oudere invoer behouden",
        "ingetrokken",
    ):
        table.add_column(name, justify="right" if name == "rijen" else "left")
    for row in rows:
        table.add_row(
            row["laag"],
            str(row["peildatum"]),
            dutch(row["aantal"]),
            ", ".join(row["ontbrekend"]),
            ", ".join(row["behouden"]),
            row["ingetrokken"] or "",
        )
    _console.print(table)


def _show_deliveries(rows: list[dict[str, Any]]) -> None:
    table = Table(title="Leveringen", title_justify="left")
    for name in ("dataset", "leverancier", "nr", "toestand", "peildatum", "bevestigd", "te laat"):
        table.add_column(name)
    for row in sorted(rows, key=lambda row: not _troubled(row)):
        style = "green" if row["toestand"] == "goed" else "red"
        when = f"{row['bevestigd'].astimezone():%d-%m-%Y %H:%M}" if row["bevestigd"] else ""
        table.add_row(
            row["dataset"],
            row["leverancier"],
            str(row["levering"] or ""),
            f"[{style}]{row['toestand']}[/{style}]",
            str(row["peildatum"] or ""),
            when,
            "ja" if row["te_laat"] else "",
        )
    _console.print(table)
    for row in rows:
        if row["gelezen"]:
            name = f"[bold]{row['dataset']}[/bold] {row['leverancier']}".rstrip()
            _console.print(f"{name}: {escape(' '.join(row['gelezen']))}", soft_wrap=True)


def _show_agreements(rows: list[dict[str, Any]]) -> None:
    """Suppliers whose agreement has ended, each once."""
    ended = {(row["naam"], row["einde"]) for row in rows if row["verlopen"]}
    for name, day in sorted(ended, key=lambda one: one[1]):
        _console.print(f"[red]Overeenkomst verlopen[/red] op {day:%d-%m-%Y}: {escape(name)}")


def _show_addresses(rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    table = Table(title="Geplaatste adressen", title_justify="left")
    table.add_column("feed")
    words = ("BAG-nummer", "adres", "postcodegebied", "niet geplaatst", "afgeschermd")
    for name in words:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(row["dataset"], *(str(row[name]) for name in placing_report.TOLD))
    _console.print(table)


def main() -> int:
    """Print the state of the installation."""
    with connect(os.environ["WOONZORG_PIPELINE_DSN"], name="status") as connection:
        found = collect(connection)
    if "--json" in sys.argv[1:]:
        sys.stdout.write(json.dumps(found, default=str, ensure_ascii=False, indent=1) + "\n")
    else:
        show(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
