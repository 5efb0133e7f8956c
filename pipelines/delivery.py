"""Deliveries: pull them, put them on record, find and open them again."""

import importlib
import importlib.util
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from types import ModuleType
from typing import Any

import pyarrow as pa

from data.model import Dataset
from pipelines import origin, vast
from pipelines.connectors import Bron, Delivery, Previous, pull
from pipelines.connectors.folder import suppliers
from pipelines.database import Connection, one
from pipelines.errors import SourceUnavailable, WoonzorgError
from pipelines.http.client import Fetch, Known
from pipelines.partners import mapping
from pipelines.persons import intake
from pipelines.profile import BronKeuze
from pipelines.readers import read
from pipelines.schedule import today
from pipelines.work import Work


def expand(work: Work, name: str, source: BronKeuze, area: Any) -> Bron:
    """The source with its placeholders filled in.

    Args:
        work: the run.
        name: dataset.
        source: line of the profile.
        area: the area, or None while it is not known (the boundaries themselves).
    """
    own = work.profile.gemeenten
    fill = {"{bbox}": area.bbox if area else "", "{gemeenten}": ",".join(own)}
    addresses = (source.adres,) if isinstance(source.adres, str) else source.adres
    expanded = tuple(
        text for address in addresses for text in _per_gemeente(_fill(address, fill), own)
    )
    return Bron(
        dataset=name,
        supplier=source.leverancier,
        vorm=source.vorm,  # type: ignore[arg-type]
        adres=expanded,
        parameters={k: _fill(v, fill) for k, v in source.parameters.items()},
        filter={k: _keys(v, own) for k, v in source.filter.items()},
        laag=source.laag or None,
        lid=source.lid or None,
        crs=source.crs or None,
        scheiding=source.agreed("scheiding"),
        codering=source.agreed("codering"),
        decimaal=source.agreed("decimaal"),
        kolommen=source.kolommen,
        cap_bytes=source.cap_mb << 20,
        bbox=area.bbox_wgs84 if area and source.vorm in ("pbf", "gtfs") else None,
        vast=dict(source.vast),
        hostsleutel=source.hostsleutel,
        geheim=source.geheim,
        uitwijk=source.uitwijk,
    )


def _fill(text: str, fill: dict[str, str]) -> str:
    for mark, value in fill.items():
        text = text.replace(mark, value)
    return text


def _per_gemeente(address: str, own: tuple[str, ...]) -> list[str]:
    return (
        [address.replace("{gemeente}", code) for code in own]
        if "{gemeente}" in address
        else [address]
    )


def _keys(value: str | tuple[str, ...], own: tuple[str, ...]) -> str | tuple[str, ...]:
    if value == "{gemeenten}":
        return own
    return value


def land(work: Work, dataset: Dataset, area: Any) -> list[dict[str, Any]]:
    """Pull every source and supplier of a dataset and record what came.

    Returns:
        One record per supplier and peildatum, as `log.levering` holds it; one that could not be
        pulled is a record with only `dataset`, `leverancier`, `peildatum` (may be None) and `fout`.
    """
    found: list[dict[str, Any]] = []
    for source in work.profile.sources(dataset.name):
        if source.vorm == "profiel":
            continue
        bron = expand(work, dataset.name, source, area)
        many = suppliers(bron, work.settings.var) if source.vorm == "map" else (bron,)
        found += [_land_one(work, dataset, source, one_bron) for one_bron in many]
    return found


def _land_one(work: Work, dataset: Dataset, source: BronKeuze, bron: Bron) -> dict[str, Any]:
    work.step("landen", dataset.name, leverancier=bron.supplier)
    previous = last(work.connection, dataset.name, bron.supplier, source)
    known = _known(work.connection, dataset.name, bron.supplier)
    stand = _stand(previous)
    work.http.landing = work.landing_of(dataset.name)
    context = replace(work.pull_base, known=known, previous=stand)
    work.asked.clear()
    try:
        pulled = pull(bron, context)
    except WoonzorgError as error:
        _log_fetches(work, dataset.name, bron.supplier, tuple(work.asked))
        keep = partial(_record, work, dataset, source, bron)
        left = intake.not_pulled(work, dataset, source, bron, previous, error, keep)
        if left and not left.get("fout"):
            return left
        fixed = source.peildatum if isinstance(source.peildatum, date) else None
        who: dict[str, Any] = {"leverancier": bron.supplier}
        if fixed:  # of a feed with several editions it concerns this one only
            who["peildatum"] = fixed.isoformat()
        work.finding(dataset.name, "ophalen", str(error), passed=False, **who)
        again = isinstance(error, SourceUnavailable)
        return left or _failure(dataset, bron.supplier, str(error), fixed, again=again)
    _log_fetches(work, dataset.name, bron.supplier, pulled.fetches)
    if why := pulled.received_note.get("uitwijk"):
        told = f"opgehaald op het tweede adres ({bron.uitwijk}), want: {why}"
        work.finding(dataset.name, "uitwijk", told, passed=True, severity="waarschuwing")
    if previous and intake.same_as_before(work, previous, pulled):
        return previous | {"nieuw": False}
    if previous and pulled.unchanged and not intake.due(dataset, source, previous):
        intake.tidy(work, previous, pulled)
        return one(
            work.connection,
            "UPDATE log.levering SET bevestigd = clock_timestamp(), bron_stand = coalesce(%s, "
            "bron_stand)"
            " WHERE levering = %s RETURNING *, false AS nieuw",
            (pulled.modified, previous["levering"]),
        )
    record = _record(work, dataset, source, bron, pulled)
    return intake.passed(work, dataset, source, record, pulled)


def _stand(previous: dict[str, Any] | None) -> Previous:
    """What the connector may compare with; a refused delivery is always asked for again."""
    if previous is None:
        return Previous()
    mark = None if previous["toestand"] == "geweigerd" else previous["bron_stand"]
    return Previous(previous["inhoud_hash"], mark)


def _failure(
    dataset: Dataset, supplier: str, why: str, moment: date | None, *, again: bool = False
) -> dict[str, Any]:
    return {
        "dataset": dataset.name,
        "leverancier": supplier,
        "peildatum": moment,
        "fout": why,
        "herkansing": again,
    }


def failures(work: Work, dataset: Dataset) -> list[dict[str, Any]]:
    """Sources of a dataset that could not be pulled earlier in this run, as `land` gave them."""
    rows = work.connection.execute(
        "SELECT uitleg, coalesce(bewijs->>'leverancier', '') AS wie,"
        " (bewijs->>'peildatum')::date AS peildatum FROM log.bevinding"
        " WHERE epoch = %s AND dataset = %s AND controle = 'ophalen' AND NOT geslaagd ORDER BY id",
        (work.epoch, dataset.name),
    )
    return [_failure(dataset, row["wie"], row["uitleg"], row["peildatum"]) for row in rows]


def _record(
    work: Work, dataset: Dataset, source: BronKeuze, bron: Bron, pulled: Delivery
) -> dict[str, Any]:
    files = [
        {"sha256": f.sha256, "bytes": f.bytes, "role": f.role, "url": f.url} for f in pulled.files
    ]
    moment = source.peildatum if isinstance(source.peildatum, date) else today()
    return one(
        work.connection,
        "INSERT INTO log.levering (dataset, leverancier, peildatum, indelingsjaar, inhoud_hash, "
        "bestanden, bron_stand, epoch)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (dataset, leverancier, peildatum, inhoud_hash)"
        " DO UPDATE SET bevestigd = clock_timestamp(), bestanden = excluded.bestanden, "
        "bron_stand = excluded.bron_stand"
        " RETURNING *, true AS nieuw",
        (
            dataset.name,
            bron.supplier,
            moment,
            source.indelingsjaar,
            pulled.content_hash,
            json.dumps(files),
            pulled.modified,
            work.epoch,
        ),
    )


def _log_fetches(work: Work, name: str, supplier: str, fetches: tuple[Fetch, ...]) -> None:
    with work.connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO log.fetch (epoch, dataset, leverancier, url, tijd, status, bytes, "
            "sha256, etag, last_modified, reden)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    work.epoch,
                    name,
                    supplier,
                    f.url,
                    _moment(f.at),
                    f.status,
                    f.bytes,
                    f.sha256,
                    f.etag,
                    f.last_modified,
                    f.reason,
                )
                for f in fetches
            ],
        )


def _moment(at: Any) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromtimestamp(float(at), UTC)


def _known(connection: Connection, name: str, supplier: str) -> dict[str, Known]:
    """Bodies a publisher may call unchanged; never a refused one, or a fault would last."""
    rows = connection.execute(
        "SELECT DISTINCT ON (url) url, etag, last_modified, sha256 FROM log.fetch f"
        " WHERE dataset = %(name)s AND leverancier = %(who)s AND sha256 IS NOT NULL AND EXISTS"
        " (SELECT FROM log.levering l WHERE l.dataset = %(name)s AND l.leverancier = %(who)s"
        "  AND l.toestand <> 'geweigerd'"
        "  AND l.bestanden @> jsonb_build_array(jsonb_build_object('sha256', f.sha256)))"
        " ORDER BY url, id DESC",
        {"name": name, "who": supplier},
    )
    return {
        r["url"]: Known(etag=r["etag"], last_modified=r["last_modified"], sha256=r["sha256"])
        for r in rows
    }


def last(
    connection: Connection, name: str, supplier: str, source: BronKeuze
) -> dict[str, Any] | None:
    """The newest delivery of one source, whatever became of it."""
    fixed = source.peildatum if isinstance(source.peildatum, date) else None
    return connection.execute(
        "SELECT * FROM log.levering WHERE dataset = %s AND leverancier = %s"
        " AND (%s::date IS NULL OR peildatum = %s::date) ORDER BY bevestigd DESC, levering DESC "
        "LIMIT 1",
        (name, supplier, fixed, fixed),
    ).fetchone()


def newest(connection: Connection, name: str) -> list[dict[str, Any]]:
    """Usable deliveries of a dataset, newest first."""
    return connection.execute(
        "SELECT * FROM log.levering WHERE dataset = %s AND toestand IN ('ontvangen', 'goed')"
        " ORDER BY peildatum DESC, bevestigd DESC",
        (name,),
    ).fetchall()


def chosen(work: Work, levering: dict[str, Any]) -> BronKeuze:
    """The profile line a delivery was pulled by: the one of its peildatum, else the only one."""
    sources = work.profile.sources(levering["dataset"])
    who = [s for s in sources if s.leverancier == levering["leverancier"]]
    who = who or [s for s in sources if not s.leverancier] or list(sources)
    fitting = [s for s in who if s.peildatum == levering["peildatum"]]
    return (fitting or who)[0]


def reopen(work: Work, levering: dict[str, Any], area: Any = None) -> tuple[Bron, Delivery]:
    """The declaration and the landed files of a recorded delivery."""
    source = chosen(work, levering)
    bron = replace(
        expand(work, levering["dataset"], source, area),
        supplier=levering["leverancier"],
        kolommen={**source.kolommen, **mapping.latest(mapping.of(work, levering))},
    )
    files = tuple(work.landed(f) for f in levering["bestanden"])
    return bron, Delivery(
        levering["dataset"],
        levering["leverancier"],
        files,
        levering["inhoud_hash"],
        False,
        levering["bron_stand"],
        (),
    )


@cache
def _preparation(name: str) -> ModuleType | None:
    """The module for a source whose declaration is not enough, found by equal name."""
    full = f"pipelines.prepare.{name}"
    return importlib.import_module(full) if importlib.util.find_spec(full) else None


def prepared(dataset: Dataset, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:
    """Rows of a delivery under the names of the source, reshaped where the source is messy."""
    batches = vast.added(bron.name, origin.dropped(read(dataset.name, bron, delivery)), bron.vast)
    module = _preparation(dataset.name)
    prepared_batches: pa.RecordBatchReader = (
        module.prepare(batches, delivery) if module else batches
    )
    return prepared_batches
