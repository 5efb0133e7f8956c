"""A partner's delivery between landing and reading: searched for personal data, kept or erased.

Belongs here: what becomes of the record of a delivery before anyone reads it. Not here: what counts
as personal data (`persons`), where bytes can be and how they go (`erasing`).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from data.model import Dataset
from pipelines.connectors import Bron, Delivery, folder
from pipelines.connectors.download import digest
from pipelines.errors import DeliveryErased, DeliveryRefused, SourceUnavailable, WoonzorgError
from pipelines.landing import Landed
from pipelines.persons import erasing, kinds
from pipelines.persons import files as persons_files
from pipelines.persons import search as persons
from pipelines.persons.search import Findings, Table
from pipelines.profile import BronKeuze
from pipelines.work import Work

Record = dict[str, Any]
Keep = Callable[[Delivery], Record]


def partner(dataset: Dataset, source: BronKeuze) -> bool:
    """Whether a delivery comes from a partner, whose files may hold anything."""
    own = source.partner or bool(source.leverancier)
    return own or dataset.per_supplier or source.vorm in ("map", "sftp")


def due(dataset: Dataset, source: BronKeuze, record: Record) -> bool:
    """Whether a delivery on record was never searched, or by older rules."""
    kept = record["toestand"] not in ("gewist", "opgeruimd") and not record["bytes_weg"]
    return partner(dataset, source) and kept and record["onderzocht"] != persons.RULES


def search(work: Work, dataset: Dataset, files: tuple[Landed, ...]) -> Findings | None:
    """Look in every table of every file; None when a file could not be opened and shows nothing."""
    found, opened = Findings(), True
    for file in files:
        one, whole = _search_one(work, dataset, file.path)
        found, opened = Findings(found.found + one.found), opened and whole
    return found if found or opened else None


def _search_one(work: Work, dataset: Dataset, path: Path) -> tuple[Findings, bool]:
    """What is in one file, and whether all of it could be opened."""
    try:
        return persons.inspect_tables(
            dataset, persons_files.tables(path, work.settings.spare)
        ), True
    except Exception:  # noqa: BLE001 - a library's message may quote a row, so it goes nowhere
        return persons.inspect_tables(dataset, _torn(path)), False


def _torn(path: Path) -> Iterator[Table]:
    yield from persons_files.anything(path)


def passed(
    work: Work, dataset: Dataset, source: BronKeuze, record: Record, pulled: Delivery
) -> Record:
    """The record of a delivery after the search: free to be read, or refused and erased.

    One that could not be searched stays as it is: it is refused when it turns out to be readable.
    """
    if not partner(dataset, source):
        return record
    if kind := _unread(source.vorm, pulled.files):
        return _erased(work, record, pulled, Findings(), kind)
    findings = search(work, dataset, pulled.files)
    if findings is None:
        return record
    if findings:
        return _erased(work, record, pulled, findings)
    work.connection.execute(
        "UPDATE log.levering SET onderzocht = %s WHERE levering = %s",
        (persons.RULES, record["levering"]),
    )
    return record | {"onderzocht": persons.RULES}


def _unread(vorm: str, files: tuple[Landed, ...]) -> str:
    """The kind of the first file that is not read; its name only tells where files are dropped."""
    named = vorm in ("map", "sftp")
    found = (kinds.unread(file.path, Path(file.url).name if named else "") for file in files)
    return next((kind for kind in found if kind), "")


def _erased(
    work: Work, record: Record, pulled: Delivery, findings: Findings, kind: str = ""
) -> Record:
    reason = erasing.begin(work, record, pulled, findings, kind)
    _tell(work, record, reason, soorten=findings.kinds, kolommen=findings.columns)
    erasing.finish(work)
    return record | {"toestand": "gewist", "reden": reason}


def _tell(work: Work, record: Record, reason: str, **evidence: Any) -> None:
    work.finding(
        record["dataset"],
        "levering",
        reason,
        passed=False,
        levering=record["levering"],
        leverancier=record["leverancier"],
        **evidence,
    )


def require(
    work: Work, dataset: Dataset, source: BronKeuze, record: Record, pulled: Delivery
) -> None:
    """Let nothing be staged that was not searched for personal data.

    Raises:
        DeliveryRefused: it holds personal data (and is erased), or could not be searched.
    """
    if not due(dataset, source, record):
        return
    after = passed(work, dataset, source, record, pulled)
    if after["toestand"] == "gewist":
        raise DeliveryErased(after["reden"], record["inhoud_hash"])
    if after["onderzocht"] != persons.RULES:
        raise DeliveryRefused(
            f"{dataset.name}: het bestand is niet helemaal te doorzoeken op persoonsgegevens. "
            "Lever het opnieuw als gewone CSV, Excel of GeoPackage, zonder bestanden erin."
        )


def not_pulled(
    work: Work,
    dataset: Dataset,
    source: BronKeuze,
    bron: Bron,
    previous: Record | None,
    error: WoonzorgError,
    keep: Keep,
) -> Record | None:
    """What a failed pull of a partner leaves: a record where a file was there, else None.

    Args:
        work: the run.
        dataset: the declaration.
        source: line of the profile.
        bron: what was asked.
        previous: newest delivery of this supplier.
        error: why it failed.
        keep: puts a delivery on record.

    Returns:
        The record; with `fout` when the failure is to be told as such.
    """
    if not partner(dataset, source):
        return None
    if isinstance(error, DeliveryErased):
        return _offered_again(work, bron, keep, error)
    if isinstance(error, SourceUnavailable):
        gone = previous and (previous["toestand"] == "gewist" or previous["bytes_weg"])
        return {**previous, "nieuw": False} if previous and gone else None
    files = _at_hand(work, bron)
    if not isinstance(error, DeliveryRefused) or not files:
        return None
    return _unreadable(work, dataset, bron, files, str(error), keep)


def _unreadable(
    work: Work, dataset: Dataset, bron: Bron, files: tuple[Landed, ...], why: str, keep: Keep
) -> Record:
    """A file that is not read may hold personal data all the same."""
    pulled = _delivery(bron, files)
    record = keep(pulled)
    if kind := _unread(bron.vorm, files):
        return _erased(work, record, pulled, Findings(), kind)
    # One above the limit never landed and is not opened: nothing bounds what opening it would take.
    searched = tuple(file for file in files if file.bytes <= bron.cap_bytes)
    if findings := search(work, dataset, searched):
        return _erased(work, record, pulled, findings)
    work.connection.execute(
        "UPDATE log.levering SET toestand = 'geweigerd', reden = %s, bestanden = '[]'"
        " WHERE levering = %s",
        (why, record["levering"]),
    )
    for file in files:
        if _of_another(work, record, file):
            continue
        for store in work.stores:
            store.erase(file.sha256)
    return record | {"toestand": "geweigerd", "reden": why, "fout": why}


def _of_another(work: Work, record: Record, file: Landed) -> bool:
    """Whether the same bytes are another delivery, under a name or of a supplier that is read."""
    row = work.connection.execute(
        "SELECT FROM log.levering WHERE levering <> %s AND toestand IN ('ontvangen', 'goed')"
        " AND bestanden @> jsonb_build_array(jsonb_build_object('sha256', %s::text)) LIMIT 1",
        (record["levering"], file.sha256),
    ).fetchone()
    return row is not None


def _offered_again(work: Work, bron: Bron, keep: Keep, error: DeliveryErased) -> Record:
    """Bytes that were erased before: refused by their hash, unread, and taken away again."""
    row = work.connection.execute(
        "SELECT * FROM log.gewist WHERE sha256 = %s", (error.sha256,)
    ).fetchone() or {"bytes": 0, "soorten": {}, "kolommen": [], "bestandssoort": ""}
    record = keep(_delivery(bron, (Landed(error.sha256, row["bytes"], Path()),)))
    columns = f" Kolommen: {', '.join(row['kolommen'])}." if row["kolommen"] else ""
    again = "als .xlsx of CSV" if row["bestandssoort"] else "zonder deze gegevens"
    reason = (
        f"{bron.dataset}: dit bestand is al eens geweigerd en gewist ({erasing.why(row)})."
        f"{columns} Het is ongelezen weer gewist. Lever opnieuw {again}."
    )
    work.connection.execute(
        "UPDATE log.levering SET toestand = 'gewist', goedgekeurd = false, reden = %s"
        " WHERE levering = %s",
        (reason, record["levering"]),
    )
    erasing.again(work, bron.dataset, bron.supplier, error.sha256)
    _tell(work, record, reason, soorten=row["soorten"], kolommen=row["kolommen"])
    return record | {"toestand": "gewist", "reden": reason}


def _delivery(bron: Bron, files: tuple[Landed, ...]) -> Delivery:
    content = digest(file.sha256 for file in files)
    return Delivery(bron.dataset, bron.supplier, files, content, False, None, ())


def _at_hand(work: Work, bron: Bron) -> tuple[Landed, ...]:
    """The files a failed pull was about: what landed, else the newest of the watched folder."""
    store = work.landing_of(bron.dataset)
    seen = dict.fromkeys(f.sha256 for f in work.asked if f.sha256 and store.has(f.sha256))
    if seen or bron.vorm != "map":
        return tuple(store.get(sha256) for sha256 in seen)
    path = folder.newest(bron, work.settings.var)
    return (Landed(erasing.digest(path), path.stat().st_size, path, url=str(path)),)


def same_as_before(work: Work, record: Record | None, pulled: Delivery) -> bool:
    """Whether what lies there now is an older delivery than the one that was erased."""
    if record is None or record["toestand"] != "gewist":
        return False
    older = work.connection.execute(
        "SELECT FROM log.levering WHERE dataset = %s AND leverancier = %s AND inhoud_hash = %s"
        " AND levering < %s AND bron_stand IS NOT DISTINCT FROM %s",
        (
            record["dataset"],
            record["leverancier"],
            pulled.content_hash,
            record["levering"],
            pulled.modified,
        ),
    ).fetchone()
    return older is not None


def tidy(work: Work, record: Record, pulled: Delivery) -> None:
    """Bytes of tier C that were deleted after their time are not kept when they come by again."""
    if record["bytes_weg"]:
        for file in pulled.files:
            work.landing_c.erase(file.sha256)


def told_in(work: Work) -> set[str]:
    """Datasets of which a delivery was erased in this run."""
    rows = work.connection.execute(
        "SELECT DISTINCT b.dataset FROM log.bevinding b JOIN log.levering l"
        " ON l.levering = (b.bewijs->>'levering')::bigint AND l.toestand = 'gewist'"
        " WHERE b.epoch = %s AND b.controle = 'levering'",
        (work.epoch,),
    )
    return {row["dataset"] for row in rows}
