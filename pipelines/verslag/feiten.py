"""From the records of one delivery to what its report says.

Belongs here: reading log and quarantine, and choosing the words. Not here: lay-out.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from data.model import Dataset
from data.registry import dataset as declared
from pipelines.database import Connection
from pipelines.errors import WoonzorgError
from pipelines.verslag import fouten
from pipelines.verslag.inhoud import Inhoud, Wijziging, gemaskeerd, getal, moment, rijen

_WORDS = {
    "nieuw": "nieuw",
    "weg": "verdwenen",
    "gewijzigd": "gewijzigd",
    "apart": "geleverd, maar niet bruikbaar",
}
_OURS = (
    "/woonzorg",
    "profiel",
    "quarantaine",
    "blijft staan",
    "versie blijft",
    "meld dit als",
    "klopt het toch",
    "lever opnieuw",
    "geweigerd en overal gewist",
    "bewaard zijn alleen",
    "voorstel:",
    "klopt dat",
    "noem de kolommen zelf",
)
# A sentence ends at a sign with space behind it, but not inside a name or a list between brackets.
_SENTENCE = re.compile(
    r"(?:«[^»]*»|\((?:[^()]|\([^()]*\))*\)|[^.;?«(]|[.;?](?!\s|$)|[«(])+[.;?]?\s*"
)
_STATES = {"ontvangen": "wacht", "opgeruimd": "gepubliceerd"}


# `wacht_op_release`: taken over in a version that no release holds, so readers do not have it yet.
_LEVERING = """
SELECT l.*,
       EXISTS (SELECT FROM log.gewist g WHERE g.bestandssoort <> ''
               AND l.bestanden @> jsonb_build_array(jsonb_build_object('sha256', g.sha256)))
       AS niet_gelezen,
       EXISTS (SELECT FROM log.versie v WHERE l.levering = ANY (v.leveringen)
               AND v.toestand = 'goed')
       AND NOT EXISTS (SELECT FROM log.versie v JOIN log.release_dataset rd USING (version)
                       WHERE l.levering = ANY (v.leveringen)) AS wacht_op_release
FROM log.levering l WHERE levering = %s
"""


def verzamel(
    connection: Connection,
    levering: int,
    *,
    naam: str,
    contact: str,
    names: Mapping[str, str],
    now: datetime | None = None,
) -> Inhoud:
    """Everything the report of one delivery says.

    Args:
        connection: may read `log` and `quarantine`.
        levering: number of the delivery.
        naam: the supplier as people know him; the name of his folder when empty.
        contact: where questions go.
        names: our column -> the name this supplier uses, from the profile.
        now: moment of making; the clock when absent.

    Raises:
        WoonzorgError: there is no such delivery.
    """
    row = connection.execute(_LEVERING, (levering,)).fetchone()
    if row is None:
        raise WoonzorgError(f"Levering {levering} bestaat niet; zie ./woonzorg status.")
    dataset = declared(row["dataset"])
    found, repaired = fouten.lees(
        connection, dataset, levering, _names(connection, row) | dict(names)
    )
    outcome = _outcome(row, len(found))
    changes, before = _changes(connection, row)
    who = naam or row["leverancier"] or dataset.publisher
    return Inhoud(
        titel=f"Verslag van uw levering: {dataset.title}",
        feed=dataset.title,
        leverancier=who,
        nummer=levering,
        uitkomst=outcome,
        kop=_headline(outcome, row, bool(before)),
        binnen=tuple(_arrived(dataset, row)),
        gelezen=tuple(row.get("gelezen") or ()),
        telling=tuple(_counts(row)),
        redenen=tuple(_reasons(row)),
        fouten=found,
        herstel=repaired,
        vorige=before,
        wijzigingen=changes,
        doen=tuple(_advice(outcome, row, [fault.doen for fault in found])),
        contact=contact,
        gemaakt=moment(now or datetime.now(UTC)),
    )


def _outcome(row: Mapping[str, Any], faults: int) -> str:
    if row["toestand"] == "goed" and row["wacht_op_release"]:
        return "klaar"
    if row["toestand"] == "goed":
        return "deels" if faults else "gepubliceerd"
    state = str(row["toestand"])
    if state == "gewist" and row["niet_gelezen"]:
        return "niet_gelezen"
    return _STATES.get(state, state)


def _headline(outcome: str, row: Mapping[str, Any], earlier: bool) -> str:
    told = row["telling"] or {}
    kept = " Uw vorige goede levering blijft zichtbaar." if earlier else ""
    return {
        "gepubliceerd": "Uw levering is goed ontvangen en gepubliceerd.",
        "klaar": "Uw levering is goed ontvangen. Zij is te zien zodra de volgende release er is.",
        "deels": (
            f"Uw levering is gepubliceerd, op {rijen(told.get('afgekeurd', 0))} na. "
            "Wat eraan schort, staat hieronder."
        ),
        "geweigerd": f"Uw levering is niet gepubliceerd.{kept}",
        "gewist": (
            f"Uw levering bevat persoonsgegevens. Wij hebben haar geweigerd en overal gewist.{kept}"
        ),
        "niet_gelezen": (
            "Uw bestand is van een soort die wij niet lezen. Wij hebben het geweigerd en overal "
            f"gewist.{kept}"
        ),
        "teruggedraaid": f"Uw levering is door de beheerder teruggedraaid.{kept}",
    }.get(outcome, "Uw levering is ontvangen en nog niet beoordeeld.")


def _arrived(dataset: Dataset, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    files = row["bestanden"]
    found = [("Soort gegevens", dataset.title), ("Ontvangen", moment(row["ontvangen"]))]
    name = PurePosixPath(files[0]["url"]).name if files else ""
    if name and row["toestand"] != "gewist":
        found.append(("Bestand", name))
    if files:
        size = sum(f["bytes"] for f in files)
        found.append(("Omvang", f"{getal(size / 1024)} kB" if size > 9999 else f"{size} bytes"))
        found.append(("Controlegetal (sha256)", files[0]["sha256"]))
    told = row["telling"]
    if told:
        found.append(("Rijen", getal(told["ontvangen"])))
    return found


def _counts(row: Mapping[str, Any]) -> list[tuple[str, int]]:
    told = row["telling"]
    if not told or row["toestand"] == "gewist":
        return []
    good = row["toestand"] in ("goed", "opgeruimd")
    found = [
        ("ontvangen", told["ontvangen"]),
        ("gepubliceerd" if good else "bruikbaar, maar niet gepubliceerd", told["gepubliceerd"]),
        ("niet bruikbaar", told["afgekeurd"]),
        ("dubbel (telt één keer)", told["dubbel"]),
    ]
    scope = told.get("buiten_bereik") or {}
    return found + [(f"niet nodig: {rule.replace('_', ' ')}", n) for rule, n in scope.items() if n]


def _reasons(row: Mapping[str, Any]) -> list[str]:
    """Why the whole was not published, for the sender: without our own commands, values masked."""
    if row["toestand"] not in ("geweigerd", "gewist", "teruggedraaid") or not row["reden"]:
        return []
    text = re.sub(rf"^{re.escape(row['dataset'])}( \([^)]*\))?: ", "", row["reden"])
    sentences = [part.strip(" .;") for part in _SENTENCE.findall(text)]
    mine = [s for s in sentences if s and not any(word in s.casefold() for word in _OURS)]
    shown = [fouten.QUOTED.sub(lambda m: f"«{gemaskeerd(m.group(0)[1:-1])}»", s) for s in mine]
    return [f"{s[0].upper()}{s[1:]}." for s in shown or sentences[:1]]


def _changes(connection: Connection, row: Mapping[str, Any]) -> tuple[tuple[Wijziging, ...], str]:
    """What changed, and against which delivery; empty at a first one."""
    earlier = connection.execute(
        "SELECT levering, ontvangen FROM log.levering WHERE dataset = %s AND leverancier = %s"
        " AND levering < %s AND toestand IN ('goed', 'opgeruimd') AND rijen IS NOT NULL"
        " ORDER BY levering DESC LIMIT 1",
        (row["dataset"], row["leverancier"], row["levering"]),
    ).fetchone()
    before = f"levering {earlier['levering']} van {moment(earlier['ontvangen'])}" if earlier else ""
    told = row["verschil"]
    if not told or not earlier:
        return (), before
    return tuple(
        Wijziging(
            word,
            told.get(kind, 0),
            tuple(told["sleutels"].get(kind, ())),
        )
        for kind, word in _WORDS.items()
        if kind in told
    ), before


def _advice(outcome: str, row: Mapping[str, Any], faults: list[str]) -> list[str]:
    steps = list(dict.fromkeys(faults))
    reason = row["reden"] or ""
    if outcome == "gewist":
        return [
            "Haal de genoemde kolommen en gegevens uit uw bestand en lever het opnieuw.",
            "Haal het eerste bestand ook weg van de plek waar u het klaarzette of verstuurde.",
            "Meld het bij uw functionaris gegevensbescherming als uw afspraken dat vragen.",
        ]
    if outcome == "niet_gelezen":
        return [
            "Open uw bestand, kies Opslaan als, Excel-werkmap (.xlsx) of CSV, en lever dat bestand."
        ]
    if outcome == "geweigerd" and (row["voorstel"] or {}).get("kolommen"):
        return [
            "Wij zoeken uit welke kolom in uw bestand welke is; u krijgt bericht als dat lukt.",
            "Wilt u niet wachten, lever dan opnieuw met de kolomnamen van ons sjabloon.",
        ]
    if outcome == "geweigerd":
        doubt = "Klopt het aantal rijen toch? Laat het ons weten; dan keuren wij het eenmalig goed."
        asked = [doubt] if "Klopt het toch" in reason else []
        return [*steps, "Verbeter het bestand en lever het opnieuw.", *asked]
    if outcome == "deels":
        return [*steps, "Verbeter deze rijen in uw volgende levering; nu opnieuw leveren mag ook."]
    if outcome == "teruggedraaid":
        return ["Neem contact op voor u opnieuw levert."]
    return ["U hoeft niets te doen."]


def _names(connection: Connection, row: Mapping[str, Any]) -> dict[str, str]:
    """Column names a steward confirmed for this supplier, the newest first."""
    if not row["leverancier"]:
        return {}
    rows = connection.execute(
        "SELECT kolommen FROM log.koppeling WHERE dataset = %s AND leverancier = %s ORDER BY id",
        (row["dataset"], row["leverancier"]),
    )
    found: dict[str, str] = {}
    for one in rows:
        found |= one["kolommen"]
    return found
