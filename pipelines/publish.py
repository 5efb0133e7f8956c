"""Publication.

Layers of every new version are made aside, then one short transaction moves the pointers.

The transaction is the only gate. It takes the publishing lock, checks that this run was not
overtaken, that every version is good and its row equation closes, writes the release and moves the
pointer rows. Readers see release N or N+1, never a mix.
"""

import json
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from psycopg import sql

from data import places
from data.model import Dataset
from data.registry import registry
from data.tables import layer_columns, layer_table, stored
from pipelines import (
    announced,
    besluiten,
    cleanup,
    difference,
    editions,
    protect,
    releases,
    store,
    tiles,
    versions,
)
from pipelines.area import Area
from pipelines.database import PUBLISH_LOCK, durable, one
from pipelines.errors import PublicationRefused
from pipelines.work import Work, check_epoch


@dataclass(frozen=True)
class Built:
    """One layer version ready to be published; its archive may still be in the making."""

    item: protect.Shown
    version: int
    rows: int
    archive: Future[tiles.Archive] | None


def publish(work: Work, area: Area, reason: str) -> int | None:
    """Make and publish a release of everything good that readers do not have yet.

    Args:
        work: the run.
        area: own gemeenten, for layers that show only those.
        reason: said with the release.

    Returns:
        Number of the new release, None when there was nothing new.

    Raises:
        PublicationRefused: overtaken by a newer run, an equation does not close, or a column of
            an open layer is gone that no release announced.
    """
    before = releases.current(work.connection)
    wanted = {
        key: row
        for key, row in releases.good_versions(work, editions.rolling(work.profile)).items()
        # Gone: of an older version of the software, or switched off since.
        if key[0] in registry() and key[0] not in work.profile.uit
    }
    held = releases.held_datasets(work.connection, before)
    announced.check(work, {name for name, _ in wanted})
    try:
        # Tippecanoe makes archives while the database protects the next layers.
        with ThreadPoolExecutor(os.cpu_count()) as makers:
            layers = _layers(work, area, wanted, before, makers)
    except psycopg.Error:
        check_epoch(work.connection, work.epoch)  # a newer run may have cleared our tables away
        raise
    new = {key: row["version"] for key, row in wanted.items()}
    if new == held and not any(isinstance(layer, Built) for layer in layers.values()):
        return None
    return _switch(work, before, wanted, layers, reason)


def tidy(work: Work) -> None:
    """After a release: drop what nobody needs any more."""
    cleanup.prune(work)


def _layers(
    work: Work,
    area: Area,
    wanted: dict[tuple[str, date], dict[str, Any]],
    release: int,
    makers: ThreadPoolExecutor,
) -> dict[tuple[str, date], Built | int]:
    """Per (layer, peildatum) a freshly built version, or the number of the one that still holds."""
    present = releases.held_layers(work.connection, release)
    newest = versions.all_newest_good(work.connection)
    found: dict[tuple[str, date], Built | int] = {}
    items = {
        (layer.name, moment): protect.shown(
            work, registry()[name], besluiten.as_decided(work.profile, layer), source, newest
        )
        for (name, moment), source in wanted.items()
        for layer in registry()[name].layers
    }
    drawn = {name for (name, _), item in items.items() if not item.undrawn}
    for (name, moment), _ in wanted.items():
        for layer in registry()[name].layers:
            item = items[layer.name, moment]
            if item.undrawn and layer.name in drawn:
                continue  # an edition in another division is for methods; the map shows what fits
            print_ = _fingerprint(work, item, area)
            old = present.get((layer.name, moment))
            if old and old["vingerafdruk"] == print_:
                found[layer.name, moment] = old["version"]
            elif protect.shows_rows(work, item, area):  # an age group may be absent that year
                before = difference.before(present, layer.name, moment)
                found[layer.name, moment] = _build(work, item, area, print_, makers, before)
    return found


def _fingerprint(work: Work, item: protect.Shown, area: Area) -> str:
    columns = layer_columns(item.dataset, item.layer)
    return versions.fingerprint(
        item.source["version"],
        sorted((i["dataset"], i["peildatum"]) for i in item.source["invoer"] or []),
        item.lent,
        places.patterns() if places.telling(item.dataset) else (),
        item.signed,
        item.undrawn,
        list(stored(columns)),
        [(c.round_to, c.minimum, c.title, c.unit, c.classes, c.palette) for c in columns],
        repr(item.layer),
        sorted(work.profile.gemeenten),
        area.fingerprint,
        work.profile.fictief,
        *[repr(c.leaving) for c in columns if c.leaving],
    )


def _build(
    work: Work,
    item: protect.Shown,
    area: Area,
    print_: str,
    makers: ThreadPoolExecutor,
    before: int | None,
) -> Built:
    version = store.next_version(work.connection)
    work.connection.execute(
        "INSERT INTO log.laagversie (laag, version, dataset, peildatum, bronversie, "
        "vingerafdruk, toestand, besloten,"
        " epoch) VALUES (%s, %s, %s, %s, %s, %s, 'in_maak', %s, %s)",
        (
            item.layer.name,
            version,
            item.dataset.name,
            item.source["peildatum"],
            item.source["version"],
            print_,
            item.layer.restricted,
            work.epoch,
        ),
    )
    table, rows, left_out = protect.build(work, item, area, version)
    _check_equation(item, rows, left_out)
    differs = difference.count(work, item.layer.name, table, before)
    work.connection.execute(
        "UPDATE log.laagversie SET rijen = %s, buiten_bereik = %s, verschil = %s"
        " WHERE laag = %s AND version = %s",
        (rows, json.dumps(left_out), differs and json.dumps(differs), item.layer.name, version),
    )
    archive = _archive(work, item, table, version, makers)
    work.step("aanhechten", item.layer.name, versie=version)
    store.attach(work.connection, layer_table(item.dataset, item.layer, item.geometry), version)
    return Built(item, version, rows, archive)


def _check_equation(item: protect.Shown, rows: int, left_out: dict[str, int]) -> None:
    if item.source["gepubliceerd"] != rows + sum(left_out.values()):
        raise PublicationRefused(
            f"Laag {item.layer.name}: {item.source['gepubliceerd']} rijen in {item.dataset.name}, "
            f"maar {rows} getoond "
            f"en {sum(left_out.values())} weggelaten: dat sluit niet. Er is niets gepubliceerd; "
            "meld dit als fout."
        )


def _archive(
    work: Work,
    item: protect.Shown,
    table: sql.Identifier,
    version: int,
    makers: ThreadPoolExecutor,
) -> Future[tiles.Archive] | None:
    """Tiles of an open layer that has something to draw."""
    if item.layer.restricted or not item.geometry:
        return None
    drawn = one(
        work.connection,
        sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE geometry IS NOT NULL) AS x").format(table),
    )["x"]
    if not drawn:
        return None
    work.step("tegels", item.layer.name, versie=version)
    columns = layer_columns(item.dataset, item.layer)
    target = work.settings.tiles / f"{item.layer.name}-{version}.pmtiles"
    lines = tiles.export(work.connection, table, columns, target)
    told = releases.told(work, item)
    return makers.submit(tiles.make, item.layer, item.geometry, lines, target, told)


def _switch(
    work: Work,
    before: int,
    wanted: dict[tuple[str, date], dict[str, Any]],
    layers: dict[tuple[str, date], Built | int],
    reason: str,
) -> int:
    """The one transaction that readers notice."""
    connection = work.connection
    release = before + 1
    work.step("publiceren", f"release {release}")
    with durable(connection):
        connection.execute("SET LOCAL lock_timeout = '30s'")
        # A publisher that falls asleep here must not keep the next one waiting for ever.
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = '20s'")
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (PUBLISH_LOCK,))
        check_epoch(connection, work.epoch)
        if releases.current(connection) != before:
            raise PublicationRefused(
                f"Release {before} is intussen opgevolgd; deze verversing publiceert niets. Start "
                "haar opnieuw."
            )
        _check_versions(work, [row["version"] for row in wanted.values()])
        _write_release(work, release, before, wanted, layers, reason)
        for built in layers.values():
            if isinstance(built, Built):
                _write_layer(work, built)
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO log.release_dataset (release, dataset, peildatum, version) VALUES "
                "(%s, %s, %s, %s)",
                [(release, name, moment, row["version"]) for (name, moment), row in wanted.items()],
            )
            cursor.executemany(
                "INSERT INTO log.release_laag (release, laag, peildatum, version) VALUES (%s, "
                "%s, %s, %s)",
                [
                    (release, name, moment, b.version if isinstance(b, Built) else b)
                    for (name, moment), b in layers.items()
                ],
            )
        connection.execute("SELECT log.wijs_aan(%s)", (release,))
    work.say({"release": release})
    return release


def _check_versions(work: Work, numbers: list[int]) -> None:
    """Every version is good and its row equation closes, seen inside the publishing transaction."""
    wrong = work.connection.execute(
        "SELECT dataset, version FROM log.versie WHERE version = ANY (%s) AND (toestand <> "
        "'goed' OR ontvangen <>"
        " gepubliceerd + afgekeurd + dubbel + (SELECT coalesce(sum(value::bigint), 0) FROM "
        "jsonb_each_text(buiten_bereik)))",
        (numbers,),
    ).fetchall()
    if wrong:
        names = ", ".join(f"{row['dataset']} versie {row['version']}" for row in wrong)
        raise PublicationRefused(f"De rijtelling van {names} sluit niet; er is niets gepubliceerd.")


def _write_release(
    work: Work,
    release: int,
    before: int,
    wanted: dict[tuple[str, date], dict[str, Any]],
    layers: dict[tuple[str, date], Built | int],
    reason: str,
) -> None:
    held = releases.held_datasets(work.connection, before)
    changed = sorted(
        {name for (name, moment), r in wanted.items() if held.get((name, moment)) != r["version"]}
    )
    built = sorted(
        {
            b.item.layer.name
            for b in layers.values()
            if isinstance(b, Built) and not b.item.layer.restricted
        }
    )
    work.connection.execute(
        "INSERT INTO pub.release (release, reden, wijzigingen, fictief, profiel, gemeenten, "
        "oudste_peildatum)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (
            release,
            reason,
            json.dumps({"datasets": changed, "lagen": built}),
            work.profile.fictief,
            work.profile.naam,
            list(work.profile.gemeenten),
            _oldest(wanted),
        ),
    )


def _oldest(wanted: dict[tuple[str, date], dict[str, Any]]) -> date | None:
    """The oldest moment among the newest versions of what is shown."""
    newest: dict[str, date] = {}
    for name, moment in wanted:
        newest[name] = max(moment, newest.get(name, moment))
    return min(newest.values(), default=None)


def _write_layer(work: Work, built: Built) -> None:
    layer = built.item.layer
    releases.describe_layer(work, built.item, built.version, built.rows)
    if built.archive:
        archive = built.archive.result()
        work.connection.execute(
            "INSERT INTO pub.archief (laag, version, sha256, bytes, bestand, minzoom, maxzoom)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (
                layer.name,
                built.version,
                archive.sha256,
                archive.bytes,
                archive.path.name,
                archive.minzoom,
                archive.maxzoom,
            ),
        )
    work.connection.execute(
        "UPDATE log.laagversie SET toestand = 'goed' WHERE laag = %s AND version = %s",
        (layer.name, built.version),
    )
    _view(work, built.item.dataset, built.item)


def _view(work: Work, dataset: Dataset, item: protect.Shown) -> None:
    """The view of a layer: every version readers may still name.

    Made anew only when its columns changed.

    Readers ask for the version the pointer names; a download that began on the version before is
    not cut off.
    """
    schema = "pub_restricted" if item.layer.restricted else "pub"
    reader = "woonzorg_api_restricted" if item.layer.restricted else "woonzorg_api"
    names = [c.name for c in layer_table(dataset, item.layer, item.geometry).columns]
    present = [
        row["column_name"]
        for row in work.connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND "
            "table_name = %s"
            " ORDER BY ordinal_position",
            (schema, item.layer.name),
        )
    ]
    if present == names:
        return
    view = sql.Identifier(schema, item.layer.name)
    work.connection.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(view))
    work.connection.execute(
        sql.SQL(
            "CREATE VIEW {} AS SELECT {} FROM {} WHERE version = ANY (ARRAY("
            "SELECT l.version FROM {} l WHERE l.laag = {}))"
        ).format(
            view,
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.Identifier("store", item.layer.name),
            sql.Identifier(schema, "laag"),
            sql.Literal(item.layer.name),
        )
    )
    work.connection.execute(
        sql.SQL("GRANT SELECT ON {} TO {}, woonzorg_api_restricted").format(
            view, sql.Identifier(reader)
        )
    )
