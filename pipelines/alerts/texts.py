"""How an alert is worded: subject, text for people, document for programs.

Belongs here: words. Which troubles there are, and which are news, stands in `alerts`.
"""

from typing import Any

from data.registry import registry
from pipelines.alerts.settings import AlertSettings

Row = dict[str, Any]

KINDS = {
    "geweigerd": "Levering geweigerd",
    "onbereikbaar": "Bron niet bereikbaar",
    "te_laat": "Levering te laat",
    "overeenkomst": "Overeenkomst loopt af",
    "controle": "Controle mislukt",
}
_ADVICE = {
    "geweigerd": "De vorige goede levering blijft staan. Vraag de leverancier om een nieuwe, of "
    "keur haar goed met een reden.",
    "onbereikbaar": "De vorige goede gegevens blijven staan. De volgende verversing vraagt "
    "opnieuw.",
    "te_laat": "Vraag de leverancier om een nieuwe levering.",
    "overeenkomst": "Verleng de overeenkomst, of zet de leverancier in het profiel uit.",
    "controle": "De vorige goede versie blijft staan. Kijk in de verversingen wat er misging.",
}


def subject(row: Row) -> str:
    """The alert in a few words."""
    declared = registry().get(row["dataset"])
    about = declared.title if declared else row["dataset"]
    who = ", ".join(part for part in (about, row["leverancier"]) if part)
    mark = "Opgelost: " if row["opgelost"] else ""
    return f"{mark}{KINDS.get(row['soort'], row['soort'])}: {who}"


def text(row: Row) -> str:
    """What happened and what to do, for people."""
    since = f"{row['geopend'].astimezone():%d-%m-%Y %H:%M}"
    if row["opgelost"]:
        return f"Dit speelt niet meer. Het was gemeld op {since}: {row['tekst']}\n"
    return f"{row['tekst']}\n\nWat te doen: {_ADVICE.get(row['soort'], '')}\nSinds {since}.\n"


def foot(ways: AlertSettings) -> str:
    """The end of an e-mail."""
    link = f"\nBekijk het op {ways.pagina}\n" if ways.pagina else ""
    return f"{link}\nDit bericht is automatisch gemaakt door de Woonzorgkaart.\n"


def document(row: Row) -> dict[str, Any]:
    """The alert for programs."""
    return {
        "melding": row["id"],
        "toestand": "opgelost" if row["opgelost"] else "open",
        "soort": row["soort"],
        "dataset": row["dataset"],
        "leverancier": row["leverancier"],
        "titel": subject(row),
        "tekst": row["tekst"],
        "geopend": row["geopend"].isoformat(),
        "opgelost": row["opgelost"].isoformat() if row["opgelost"] else None,
    }


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
