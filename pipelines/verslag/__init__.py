"""The report of one delivery, ready to send: HTML, Markdown and plain e-mail text.

Belongs here: making it and putting it where it is found. Not here: judging a delivery.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.database import Connection
from pipelines.profile import Profiel
from pipelines.verslag.feiten import verzamel
from pipelines.verslag.html import html
from pipelines.verslag.tekst import email, markdown
from pipelines.work import Work

VORMEN = ("html", "md", "txt")


@dataclass(frozen=True)
class Verslag:
    """One report in its three forms."""

    html: str
    markdown: str
    text: str

    def form(self, name: str) -> str:
        """By its suffix: `html`, `md` or `txt`."""
        return {"html": self.html, "md": self.markdown, "txt": self.text}[name]


def make(
    connection: Connection,
    levering: int,
    *,
    contact: str = "",
    naam: str = "",
    namen: Mapping[str, str] | None = None,
) -> Verslag:
    """The report of one delivery, from what is on record.

    Args:
        connection: may read `log` and `quarantine`.
        levering: number of the delivery.
        contact: where questions go.
        naam: the supplier as people know him; the name of his folder when empty.
        namen: our column -> the name this supplier uses.

    Raises:
        WoonzorgError: there is no such delivery.
    """
    said = verzamel(connection, levering, naam=naam, contact=contact, names=namen or {})
    return Verslag(html(said), markdown(said), email(said))


def schrijf(work: Work, geweigerd: str = "") -> int:
    """Write the reports of the partner deliveries that this run received or judged.

    Args:
        work: the run.
        geweigerd: only those of this dataset that were refused: they need not wait for the rest
            of the run.

    Returns:
        Number of deliveries.
    """
    rows = work.connection.execute(
        "SELECT dataset, leverancier, levering, epoch = %(e)s OR EXISTS ("
        "  SELECT FROM log.bevinding b WHERE b.epoch = %(e)s AND b.dataset = l.dataset"
        "  AND b.bewijs->>'levering' = l.levering::text"
        "  AND (b.controle = 'levering' OR l.goedgekeurd))"
        "  OR EXISTS (SELECT FROM log.versie v WHERE v.epoch = %(e)s AND v.toestand = 'goed'"
        "  AND l.levering = ANY (v.leveringen)) AS nu"
        " FROM log.levering l WHERE leverancier <> '' AND toestand <> 'opgeruimd'"
        " AND (%(d)s = '' OR dataset = %(d)s AND toestand IN ('geweigerd', 'gewist'))"
        " ORDER BY levering",
        {"e": work.epoch, "d": geweigerd},
    ).fetchall()
    # A run that was killed after it published left no report: the next one writes it.
    due = [row for row in rows if row["nu"] or not _files(work, row)[0].exists()]
    for row in due:
        _schrijf(work, row)
    return len(due)


def known(chosen: Profiel, row: Mapping[str, Any], contact: str) -> dict[str, Any]:
    """What the profile adds to a report: names of the supplier and of his columns, and who to ask.

    Args:
        chosen: the profile.
        row: `dataset` and `leverancier` of the delivery.
        contact: where questions go.
    """
    supplier = chosen.supplier(row["leverancier"])
    names: dict[str, str] = {}
    for source in chosen.sources(row["dataset"]):
        if source.leverancier in ("", row["leverancier"]):
            names |= source.kolommen
    if supplier:
        names |= supplier.kolommen.get(row["dataset"], {})
    return {"contact": contact, "naam": supplier.naam if supplier else "", "namen": names}


def _files(work: Work, row: Mapping[str, Any]) -> list[Path]:
    folder = map_van(work.settings.reports, row["dataset"], row["leverancier"])
    return [folder / f"{row['levering']}.{form}" for form in VORMEN]


def _schrijf(work: Work, row: Mapping[str, Any]) -> None:
    more = known(work.profile, row, work.settings.contact)
    made = make(work.connection, row["levering"], **more)
    folder = map_van(work.settings.reports, row["dataset"], row["leverancier"])
    folder.mkdir(parents=True, exist_ok=True)
    for form in VORMEN:
        draft = folder / f".{row['levering']}.{form}"
        draft.write_text(made.form(form), encoding="utf-8")
        draft.replace(folder / f"{row['levering']}.{form}")


def map_van(reports: Path, dataset: str, supplier: str) -> Path:
    """Where the reports of one supplier of one feed stand."""
    return reports / dataset / supplier
