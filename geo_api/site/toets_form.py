"""The form of the toets: from fields to the question of the API, to files, and back.

Pure: nothing here reads the database. A saved toets is a JSON file; the two delivery files are
what the feeds `initiatieven` and `toetsantwoorden` take.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from data.datasets.initiatieven import KINDS, PHASES
from data.registry import registry
from geo_api.ask.tested import answerable
from geo_api.site.toets_words import PROGRAMME

KIND, VERSION = "woonzorgkaart-toets", 1
TEXTS = ("initiatief_id", "naam", "soort", "fase", "doelgroep", "adres", "x", "y", "door", "datum")
NUMBERS = ("woningen",)
MOST_SIGNS = 200
YES_NO = {"ja": True, "nee": False}
VALUES = {"ja": True, "deels": 0.5, "nee": False}
CHOICES = ("", "ja", "deels", "nee")
Form = dict[str, str]


def names() -> tuple[str, ...]:
    """Every field of the form."""
    answers = [f"{kind}.{name}" for name in answerable() for kind in ("antwoord", "door")]
    return (*TEXTS, *NUMBERS, *PROGRAMME, *answers)


def empty(today: date) -> Form:
    """A form to begin with."""
    return dict.fromkeys(names(), "") | {"datum": today.isoformat()}


def read(given: Iterable[tuple[str, str]], today: date) -> Form:
    """What was filled in; fields that do not exist are left out, texts are cut."""
    known = frozenset(names())
    found = {name: " ".join(text.split())[:MOST_SIGNS] for name, text in given if name in known}
    return empty(today) | {name: text for name, text in found.items() if _offered(name, text)}


def _offered(name: str, text: str) -> bool:
    """Whether a field can hold this; lists hold only what they offer."""
    if name in PROGRAMME:
        return text in ("", *YES_NO)
    return not name.startswith("antwoord.") or text in CHOICES


def problems(form: Form) -> list[tuple[str, str, str]]:
    """What is wrong with a form: field, and the sentence in Dutch and English."""
    found = []
    if form["woningen"] and not (form["woningen"].isdigit() and int(form["woningen"]) <= 5000):
        found.append(
            (
                "woningen",
                "Vul bij het aantal woningen een heel getal in, hoogstens 5000.",
                "Give a whole number of homes, 5000 at most.",
            )
        )
    if not _is_day(form["datum"]):
        found.append(
            (
                "datum",
                "Vul een datum in zoals 2026-11-29.",
                "Give a date such as 2026-11-29.",
            )
        )
    if bool(form["x"]) != bool(form["y"]) or not (_number(form["x"]) and _number(form["y"])):
        good = [bool(form[name]) and _number(form[name]) for name in ("x", "y")]
        found.append(
            (
                "y" if good[0] else "x",
                "Vul beide RD-coördinaten in als getal, of geen van beide.",
                "Give both RD coordinates as numbers, or neither.",
            )
        )
    anonymous = [n for n in answerable() if form[f"antwoord.{n}"] and not _who(form, n)]
    if anonymous:
        found.append(
            (
                "door",
                "Vul in wie antwoordt: een organisatie of functie, geen naam van een mens.",
                "Say who answers: an organisation or a role, not the name of a person.",
            )
        )
    return found


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _number(text: str) -> bool:
    try:
        return not text or abs(float(text.replace(",", "."))) < 1e7
    except ValueError:
        return False


def _who(form: Form, name: str) -> str:
    return form[f"door.{name}"] or form["door"]


def question(form: Form, place: Mapping[str, Any] | None) -> dict[str, Any]:
    """The body of `/v1/toets`; what is left open is left out and so unknown."""
    programme: dict[str, Any] = {n: YES_NO[form[n]] for n in PROGRAMME if form[n] in YES_NO}
    programme |= {n: form[n] for n in ("soort", "doelgroep") if form[n]}
    if form["woningen"]:
        programme["woningen"] = int(form["woningen"])
    answers = {
        name: {
            "waarde": VALUES[form[f"antwoord.{name}"]],
            "naam": _who(form, name),
            "datum": form["datum"],
        }
        for name in answerable()
        if form[f"antwoord.{name}"] in VALUES
    }
    return {"programma": programme, "antwoorden": answers} | ({"plaats": place} if place else {})


def saved(form: Form) -> bytes:
    """The file that opens again as this form."""
    kept = {name: text for name, text in form.items() if text}
    whole = {"soort": KIND, "versie": VERSION, "velden": kept}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def opened(content: bytes, today: date) -> Form | None:
    """A form from a saved file; None where it is none."""
    try:
        found = json.loads(content)
        if found["soort"] != KIND:
            return None
        fields = found["velden"].items()
        return read([(name, text) for name, text in fields if isinstance(text, str)], today)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def initiative(form: Form) -> bytes:
    """The initiative as a delivery of `initiatieven`."""
    kind = form["soort"] if form["soort"] in KINDS else "anders"
    phase = form["fase"] if form["fase"] in PHASES else PHASES[0]
    values = {
        "initiatief_id": form["initiatief_id"] or "1",
        "naam": form["naam"] or "zonder naam",
        "soort": kind,
        "fase": phase,
        "doelgroep": form["doelgroep"],
        "woningen": form["woningen"],
        "jaar": form["datum"][:4],
        "peildatum": form["datum"],
    }
    return _table("initiatieven", [values])


def answers_file(form: Form) -> bytes:
    """The answers as a delivery of `toetsantwoorden`, those of the programme among them."""
    given = {name: form[f"antwoord.{name}"] for name in answerable()}
    given |= {name: form[name] for name in PROGRAMME}
    rows = [
        {
            "initiatief_id": form["initiatief_id"] or "1",
            "veld": name,
            "antwoord": answer,
            "door": (form.get(f"door.{name}") or form["door"]) or "initiatiefnemer",
            "datum": form["datum"],
            "peildatum": form["datum"],
        }
        for name, answer in given.items()
        if answer
    ]
    return _table("toetsantwoorden", rows)


def _table(feed: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """A delivery: the columns of the feed that are filled, with semicolons."""
    columns = [column.name for column in registry()[feed].columns]
    held = list(rows)
    used = [name for name in columns if not held or any(name in row for row in held)]
    out = io.StringIO()
    writer = csv.DictWriter(out, used, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _plain(str(row.get(name, ""))) for name in used} for row in held)
    return out.getvalue().encode()


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
