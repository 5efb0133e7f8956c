"""Alerts: one per dataset, supplier and kind of trouble, until it changes or is solved.

Belongs here: which troubles there are and which of them are news; `alert_texts` words them. Each
stands in `log.melding` and in `var/log/meldingen.log`; e-mail and webhook follow when configured.
One that could not be sent is tried again after the next refresh. No alert holds a row, a key or a
value: the views of schema `beheer` leave those out.

Run as a program (`python -m pipelines.alerts`) to look once.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from psycopg import sql
from pydantic import ValidationError

from pipelines import bronstatus, verslag
from pipelines.alerts import texts
from pipelines.alerts import ways as alert_ways
from pipelines.alerts.settings import AlertSettings
from pipelines.database import Connection, connect
from pipelines.errors import ConfigurationError
from pipelines.settings import Settings
from pipelines.work import Work

Row = dict[str, Any]

MOST_BYTES = 1_000_000
"""The log of alerts is begun anew beyond this; the one before is kept."""

ENDING_DAYS = 60
"""An agreement that ends within this many days is told beforehand."""

APART = 10
"""More news than this at once goes out as one e-mail: an outage of a publisher is one event."""


@dataclass(frozen=True)
class Trouble:
    """One thing to tell.

    Attributes:
        dataset: feed or derived dataset; empty for what concerns a supplier as a whole.
        supplier: empty for a feed without suppliers.
        kind: key of `alert_texts.KINDS`.
        text: why, in a sentence; without values where the data are not open.
    """

    dataset: str
    supplier: str
    kind: str
    text: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two troubles the same."""
        return self.dataset, self.supplier, self.kind


def run(connection: Connection, settings: Settings, ways: AlertSettings) -> int:
    """Look, put on record, and send what is news.

    Args:
        connection: role woonzorg_pipeline, autocommit.
        settings: of the installation, for the log.
        ways: where alerts go.

    Returns:
        Number of alerts that are news.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('woonzorg.meldingen'))")
        _book(connection, troubles(connection))
    log = settings.var / "log" / "meldingen.log"
    told = _tell(connection, "gelogd", lambda rows: _log(log, rows))
    _tell(connection, "gemaild", lambda rows: _mail(ways, rows))
    _tell(connection, "gepost", lambda rows: _post(ways, rows))
    return told


def troubles(connection: Connection) -> list[Trouble]:
    """Everything that is wrong now."""
    found = []
    for row in connection.execute("SELECT * FROM beheer.stand WHERE NOT uit ORDER BY ernst"):
        kind = _kind(row)
        if kind:
            text = row["reden"] if kind in ("geweigerd", "onbereikbaar") else _late(row)
            said = text or f"De levering staat als {row['toestand']} te boek."
            found.append(Trouble(row["dataset"], row["leverancier"], kind, said))
    for row in connection.execute("SELECT * FROM beheer.storing ORDER BY dataset"):
        found.append(Trouble(row["dataset"], "", "controle", row["uitleg"]))
    return [*found, *_agreements(connection)]


def _kind(row: Row) -> str:
    if row["ernst"] < 2:
        return "onbereikbaar" if row["toestand"] == "onbereikbaar" else "geweigerd"
    if row["levering"] is None:  # a new supplier is shown as such, not called late
        return (
            "onbereikbaar" if row["toestand"] == "onbereikbaar" and not row["aangeleverd"] else ""
        )
    return "te_laat" if row["te_laat"] else ""


def _late(row: Row) -> str:
    return f"Verwacht op {row['verwacht']:%d-%m-%Y}, en nog niet gekomen."


def _agreements(connection: Connection) -> list[Trouble]:
    rows = connection.execute(
        "SELECT leverancier, einde FROM log.leverancier WHERE einde < %s ORDER BY leverancier",
        (datetime.now(UTC).date() + timedelta(days=ENDING_DAYS),),
    )
    return [Trouble("", r["leverancier"], "overeenkomst", _ending(r["einde"])) for r in rows]


def _ending(end: date) -> str:
    passed = end < datetime.now(UTC).date()
    return f"De overeenkomst {'is verlopen' if passed else 'loopt af'} op {end:%d-%m-%Y}."


def _book(connection: Connection, now: list[Trouble]) -> None:
    """Open what is new, renew what changed, close what is solved."""
    rows = connection.execute("SELECT * FROM log.melding WHERE opgelost IS NULL").fetchall()
    known = {(row["dataset"], row["leverancier"], row["soort"]): row for row in rows}
    for trouble in {one.key: one for one in now}.values():
        held = known.pop(trouble.key, None)
        if held is None:
            connection.execute(
                "INSERT INTO log.melding (dataset, leverancier, soort, tekst)"
                " VALUES (%s, %s, %s, %s)",
                (*trouble.key, trouble.text),
            )
        elif held["tekst"] != trouble.text:
            # A silent publisher is silent in many ways; that is no news.
            again = trouble.kind != "onbereikbaar"
            connection.execute(
                "UPDATE log.melding SET tekst = %(text)s, veranderd = clock_timestamp(),"
                " gelogd = CASE WHEN NOT %(again)s THEN gelogd END,"
                " gemaild = CASE WHEN NOT %(again)s THEN gemaild END,"
                " gepost = CASE WHEN NOT %(again)s THEN gepost END WHERE id = %(id)s",
                {"text": trouble.text, "again": again, "id": held["id"]},
            )
    # Who was never told of it need not hear that it is solved either.
    connection.execute(
        "UPDATE log.melding SET opgelost = clock_timestamp(), gelogd = NULL,"
        " gemaild = CASE WHEN gemaild IS NULL THEN clock_timestamp() END,"
        " gepost = CASE WHEN gepost IS NULL THEN clock_timestamp() END WHERE id = ANY (%s)",
        ([held["id"] for held in known.values()],),
    )


def _tell(connection: Connection, way: str, send: Callable[[list[Row]], None]) -> int:
    """Tell one way what it was not told yet, and note what was told.

    What goes wrong is put on record: a relay that is down must not undo a refresh.
    """
    column = sql.Identifier(way)
    rows = connection.execute(
        sql.SQL("SELECT * FROM log.melding WHERE {} IS NULL ORDER BY geopend, id").format(column)
    ).fetchall()
    joined = [rows] if len(rows) > APART else [[row] for row in rows]
    for part in joined:
        numbers = [row["id"] for row in part]
        try:
            send(part)
        except alert_ways.FAILURES as error:
            fault = f"{way}: {type(error).__name__} {texts.line(str(error))[:200]}"
            connection.execute(
                "UPDATE log.melding SET fout = %s WHERE id = ANY (%s)", (fault, numbers)
            )
            sys.stderr.write(f"Melding niet verstuurd ({fault}); bij de volgende keer weer.\n")
            break
        connection.execute(
            sql.SQL(
                "UPDATE log.melding SET {} = clock_timestamp(), fout = '' WHERE id = ANY (%s)"
            ).format(column),
            (numbers,),
        )
    return len(rows)


def _log(path: Path, rows: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > MOST_BYTES:
        path.replace(path.with_name(f"{path.name}.1"))
    with path.open("a", encoding="utf-8") as file:
        for row in rows:
            file.write(
                f"{datetime.now(UTC).isoformat()} {texts.subject(row)}:"
                f" {texts.line(row['tekst'])}\n"
            )


def _mail(ways: AlertSettings, rows: list[Row]) -> None:
    if not ways.aan:
        return
    if len(rows) == 1:
        alert_ways.mail(ways, texts.subject(rows[0]), texts.text(rows[0]) + texts.foot(ways))
        return
    solved = sum(row["opgelost"] is not None for row in rows)
    head = f"Woonzorgkaart: {len(rows) - solved} meldingen, {solved} opgelost"
    alert_ways.mail(
        ways,
        head,
        "\n".join(f"{texts.subject(r)}\n{texts.text(r)}" for r in rows) + texts.foot(ways),
    )


def _post(ways: AlertSettings, rows: list[Row]) -> None:
    if ways.webhook:
        alert_ways.post(ways, [texts.document(row) for row in rows])


def aftercare(work: Work) -> None:
    """After a refresh: what the installation knows, reports of deliveries, and what is wrong.

    A report that cannot be made keeps no alert from being told.
    """
    bronstatus.export(work.connection, work.settings, work.profile)
    try:
        verslag.schrijf(work)
    finally:
        run(work.connection, work.settings, configured())


def configured() -> AlertSettings:
    """The settings of alerts.

    Raises:
        ConfigurationError: one of them is not usable; says which.
    """
    try:
        return AlertSettings()
    except OSError as error:
        raise ConfigurationError(f"Het geheim in {error.filename} is niet te lezen.") from error
    except ValidationError as error:
        said = "; ".join(str(fault["msg"]) for fault in error.errors())
        raise ConfigurationError(f"WOONZORG_MELDING_… is niet bruikbaar: {said}.") from error


def main() -> int:
    """Look once."""
    with connect(os.environ["WOONZORG_PIPELINE_DSN"], name="meldingen") as connection:
        run(connection, Settings(), configured())
    return 0


if __name__ == "__main__":
    sys.exit(main())
