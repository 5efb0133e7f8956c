"""What the serving processes know of the profile and of freshness; written by every refresh.

Belongs here: exporting feeds, suppliers, the freshness of public layers and the masked views on
quarantine. `pub.bronstatus` holds no supplier and no word of a partner; the steward's part stands
in `log` and is read through the views of schema `beheer`. Does not belong here: judging (the view
`beheer.stand` does that, with the clock of the database).
"""

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from psycopg import sql

from data.model import Dataset, Tier
from data.registry import downstream, layers, registry
from pipelines import editions, schedule
from pipelines.connectors.folder import SUFFIXES
from pipelines.database import Connection
from pipelines.profile import BronKeuze, Profiel
from pipelines.settings import Settings
from pipelines.versions import all_newest_good

_OPEN = {
    "geweigerd": "De nieuwste levering voldeed niet aan de afspraken.",
    "teruggedraaid": "De nieuwste levering is teruggedraaid.",
    "onbereikbaar": "De bron was bij de laatste poging niet bereikbaar of gaf iets anders.",
}
_PARTNER = "Een levering van een partner is niet overgenomen."
_NOT_MADE = "Een onderdeel kon niet opnieuw worden berekend."


def export(connection: Connection, settings: Settings, profile: Profiel) -> None:
    """Write everything down in one transaction, so that readers see one moment.

    Args:
        connection: role woonzorg_pipeline, autocommit.
        settings: of the installation; says where the watched folders are.
        profile: which feeds and suppliers there are.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('woonzorg.bronstatus'))")
        _feeds(connection, settings, profile)
        _suppliers(connection, profile)
        _layers(connection, profile)
        _quarantine(connection, profile)


def _feeds(connection: Connection, settings: Settings, profile: Profiel) -> None:
    connection.execute("DELETE FROM log.bron")
    now = datetime.now(UTC)
    rows = []
    made_from = _made_from()
    for name, sources in profile.bronnen.items():
        declared = registry()[name]
        live = profile.sources(name)
        shown = [n for n, (d, _) in layers().items() if name in made_from[d.name]]
        rows.append(
            (
                name,
                declared.title,
                declared.publisher,
                declared.tier.value,
                declared.per_supplier,
                _folder(settings, live),
                sorted(SUFFIXES) if _folder(settings, live) else [],
                declared.cadence.cron,
                schedule.following(declared.cadence.cron, now) if live else None,
                declared.cadence.late_days,
                not live,
                "" if live else "; ".join(s.reden for s in sources if s.reden),
                shown,
                list(editions.beside(profile, name)),
            )
        )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO log.bron (dataset, titel, uitgever, niveau, per_leverancier, map, soorten,"
            " schema, volgende, laat_dagen, uit, reden_uit, lagen, edities)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def _folder(settings: Settings, sources: tuple[BronKeuze, ...]) -> str:
    """The watched folder of a feed; empty for one that is not dropped in a folder."""
    for source in sources:
        if source.vorm == "map" and isinstance(source.adres, str):
            return str((settings.var / os.path.expandvars(source.adres)).absolute())
    return ""


def _suppliers(connection: Connection, profile: Profiel) -> None:
    connection.execute("DELETE FROM log.leverancier")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO log.leverancier (leverancier, naam, contact, overeenkomst, einde,"
            " ritme_dagen, feeds) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                (name, s.naam, s.contact, s.overeenkomst, s.einde, s.ritme_dagen, list(s.feeds))
                for name, s in profile.leveranciers.items()
            ],
        )


def _layers(connection: Connection, profile: Profiel) -> None:
    """Freshness per public layer: of the layer itself and of every feed it is made from."""
    standing: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute("SELECT * FROM beheer.stand ORDER BY ernst, leverancier"):
        standing.setdefault(row["dataset"], []).append(row)
    broken = {row["dataset"] for row in connection.execute("SELECT dataset FROM beheer.storing")}
    made = connection.execute(
        "SELECT p.laag, p.peildatum, v.gemaakt, l.bron, l.licentie, l.dekking FROM pub.pointer p"
        " JOIN pub.laag l USING (laag, version)"
        " JOIN log.laagversie lv USING (laag, version)"
        " JOIN log.versie v ON v.version = lv.bronversie WHERE p.huidig"
    ).fetchall()
    made_from = _made_from()
    moments = {name: row["peildatum"] for name, row in all_newest_good(connection).items()}
    connection.execute("DELETE FROM log.bronstatus")
    for row in made:
        if row["laag"] not in layers():
            continue  # of a declaration that is gone; the next release drops it
        declared, layer = layers()[row["laag"]]
        feeds = [name for name in made_from[declared.name] if profile.sources(name)]
        parts = [_part(registry()[n], standing.get(n, []), moments.get(n)) for n in feeds]
        kept = [part["reden"] for part in parts if part["reden"]]
        if declared.derived and declared.name in broken:
            kept.append(_NOT_MADE)
        connection.execute(
            "INSERT INTO log.bronstatus (laag, titel, titel_en, thema, bron, licentie, peildatum,"
            " laatst_goed, behouden, onderdelen) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (
                row["laag"],
                layer.title,
                layer.title_en,
                layer.theme,
                row["bron"],
                row["licentie"],
                row["peildatum"],
                row["gemaakt"],
                " ".join(dict.fromkeys(kept)),
                json.dumps(parts, default=str),
            ),
        )


def _made_from() -> dict[str, list[str]]:
    """Dataset -> the feeds it is made from, directly or not; itself when it is a feed."""
    found: dict[str, list[str]] = {name: [] for name in registry()}
    for name, declared in registry().items():
        if not declared.derived:
            for reached in (name, *downstream({name})):
                found[reached].append(name)
    return found


def _part(declared: Dataset, rows: list[dict[str, Any]], moment: date | None) -> dict[str, Any]:
    """One feed for the public: suppliers taken together, the most troubled first.

    Args:
        declared: the feed.
        rows: of `beheer.stand`.
        moment: of its newest good version; what a partner's rows say they describe.
    """
    live = [row for row in rows if not row["uit"]]
    worst = live[0] if live else {}
    reason = ""
    if worst and worst["ernst"] < 2:
        reason = _PARTNER if _confidential(declared) else _said(worst)
    return {
        "dataset": declared.name,
        "titel": declared.title,
        "bron": declared.publisher,
        "licentie": declared.licence,
        "peildatum": moment if declared.per_supplier else _least(live, "goede_peildatum"),
        "ontvangen": _least(live, "laatst_goed"),
        "gecontroleerd": _least(live, "bevestigd"),
        "verwacht": _least(live, "verwacht"),
        "reden": reason,
    }


def _least(rows: list[dict[str, Any]], name: str) -> Any:
    return min((row[name] for row in rows if row[name] is not None), default=None)


def _confidential(declared: Dataset) -> bool:
    return declared.per_supplier or declared.tier is not Tier.OPEN


def _said(row: Mapping[str, Any]) -> str:
    return _OPEN.get(row["toestand"], _OPEN["geweigerd"])


def _quarantine(connection: Connection, profile: Profiel) -> None:
    """A view per quarantine table that shows what its tier allows and nothing else."""
    present = connection.execute(
        "SELECT c.relname AS naam FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'quarantine' AND c.relkind = 'r'"
    ).fetchall()
    for row in present:
        if declared := registry().get(row["naam"]):
            connection.execute(_masked(connection, declared, profile))
            connection.execute(
                sql.SQL("GRANT SELECT ON {} TO woonzorg_api_restricted").format(
                    sql.Identifier("beheer", f"quarantaine_{declared.name}")
                )
            )


def _masked(connection: Connection, declared: Dataset, profile: Profiel) -> sql.Composed:
    named: dict[Tier, list[str]] = {tier: [] for tier in Tier}
    own = _mapped(connection, declared.name, profile)
    for column in declared.columns:
        names = {column.name, *column.sources, *own.get(column.name, ())}
        named[declared.tier_of(column)] += sorted({_bare(name) for name in names})
    whole = sql.SQL("inhoud - 'geometry_wkb'")
    masked = sql.SQL("beheer.gemaskeerd(inhoud, {}, {})").format(
        sql.Literal(named[Tier.OPEN]), sql.Literal(named[Tier.B])
    )
    all_open = not named[Tier.B] and not named[Tier.C]
    reason = sql.SQL("reden" if declared.tier is Tier.OPEN else "beheer.zonder_waarden(reden)")
    return sql.SQL(
        "CREATE OR REPLACE VIEW {} AS SELECT levering, version, rij, soort, {} AS reden,"
        " {} AS inhoud, tijd FROM {}"
    ).format(
        sql.Identifier("beheer", f"quarantaine_{declared.name}"),
        reason,
        whole if all_open else masked,
        sql.Identifier("quarantine", declared.name),
    )


def _bare(name: str) -> str:
    """A column name without case, spaces and signs, as `beheer.kaal` says it in the database."""
    return re.sub(r"[\W_]", "", name).lower()


def _mapped(connection: Connection, name: str, profile: Profiel) -> dict[str, set[str]]:
    """Our column -> every name that the profile or a confirmed mapping knows it by."""
    found: dict[str, set[str]] = {}
    chosen = [source.kolommen for source in profile.bronnen.get(name, ())]
    chosen += [s.kolommen.get(name, {}) for s in profile.leveranciers.values()]
    if connection.execute("SELECT to_regclass('log.koppeling') AS t").fetchall()[0]["t"]:
        chosen += [
            row["kolommen"]
            for row in connection.execute(
                "SELECT kolommen FROM log.koppeling WHERE dataset = %s", (name,)
            )
        ]
    for columns in chosen:
        for ours, theirs in columns.items():
            found.setdefault(ours, set()).add(theirs)
    return found
