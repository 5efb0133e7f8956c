"""What this installation shows and how fresh it is.

Release, layers, deliveries and what was refused, with the reason.

Run as a program (`python -m pipelines.status`) by `./woonzorg status`; `--json` for programs.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from data.registry import registry
from pipelines.database import Connection, connect

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
    rows = connection.execute(
        "SELECT DISTINCT ON (dataset, leverancier) dataset, leverancier, levering, peildatum, "
        "toestand, reden,"
        " ontvangen, bevestigd FROM log.levering ORDER BY dataset, leverancier, bevestigd DESC, "
        "levering DESC"
    ).fetchall()
    failures = _unreachable(connection)
    now = datetime.now(UTC)
    for row in rows:
        limit = timedelta(days=registry()[row["dataset"]].cadence.late_days)
        row["te_laat"] = now - row["bevestigd"] > limit
        failed = failures.get((row["dataset"], row["leverancier"]))
        if failed and failed["tijd"] > row["bevestigd"]:
            row["toestand"], row["reden"] = "onbereikbaar", failed["uitleg"]
    known = {(row["dataset"], row["leverancier"]) for row in rows}
    never = [_never(*who, failed) for who, failed in failures.items() if who not in known]
    return [*rows, *never]


def _never(name: str, supplier: str, failed: dict[str, Any]) -> dict[str, Any]:
    """A supplier that never delivered."""
    empty = dict.fromkeys(("levering", "peildatum", "ontvangen", "bevestigd"))
    who = {"dataset": name, "leverancier": supplier, "toestand": "onbereikbaar", "te_laat": True}
    return who | empty | {"reden": failed["uitleg"]}


def _unreachable(connection: Connection) -> dict[tuple[str, str], dict[str, Any]]:
    """The newest failed pull per dataset and supplier."""
    rows = connection.execute(
        "SELECT DISTINCT ON (dataset, bewijs->>'leverancier') dataset, "
        "coalesce(bewijs->>'leverancier', '') AS wie,"
        " uitleg, tijd FROM log.bevinding WHERE controle = 'ophalen' AND NOT geslaagd"
        " ORDER BY dataset, bewijs->>'leverancier', id DESC"
    ).fetchall()
    return {(row["dataset"], row["wie"]): row for row in rows}


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
    _show_layers(found["lagen"])
    _show_deliveries(found["leveringen"])


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
            f"{row['aantal']:,}".replace(",", "."),
            ", ".join(row["ontbrekend"]),
            ", ".join(row["behouden"]),
            row["ingetrokken"] or "",
        )
    _console.print(table)


def _show_deliveries(rows: list[dict[str, Any]]) -> None:
    table = Table(title="Leveringen", title_justify="left")
    for name in ("dataset", "leverancier", "nr", "toestand", "peildatum", "bevestigd", "te laat"):
        table.add_column(name)
    trouble = [r for r in rows if r["toestand"] != "goed" or r["te_laat"]]
    fine = [r for r in rows if r not in trouble]
    for row in [*trouble, *fine]:
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
    for row in trouble:
        if row["reden"]:
            _console.print(
                f"[red]{row['dataset']}[/red] {row['leverancier']}: {row['reden']}", soft_wrap=True
            )


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
