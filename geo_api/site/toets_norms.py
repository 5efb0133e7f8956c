"""What each eis and wens of the toets asks, and what was found: so that a verdict can be followed.

The lists and their numbers are those of the toetsingskader; the words are here. An eis or wens with
several ways is met by one of them, and each is told.
"""

from collections.abc import Mapping
from typing import Any

from data.parameters import number
from geo_api.site import toets_words as said
from geo_api.site import words
from geo_api.site.toets_form import Form

Lines = list[str]
ASKED: Mapping[str, words.Pair] = {
    "past_omgevingsplan": ("past in het omgevingsplan", "fits the environmental plan"),
    "principemedewerking": (
        "principemedewerking van de gemeente",
        "cooperation in principle of the municipality",
    ),
    "nultreden": ("alle woningen nultreden", "all homes step-free"),
    "woningen": ("minstens {} woningen", "at least {} homes"),
    "ontmoetingsruimte": ("ontmoetingsruimte in het gebouw", "meeting room in the building"),
    "afstand_ontmoeting_m": (
        "ontmoetingsplek op hoogstens {} m lopen",
        "meeting place within a walk of {} m",
    ),
    "zorgverklaring": (
        "verklaring van huisarts en zorgpartij",
        "statement of GP and care party",
    ),
    "huisarts_norm": (
        "huisartsenzorg: minstens {} keer de norm",
        "GP care: at least {} times the norm",
    ),
    "doelgroep": ("doelgroep ingevuld", "target group filled in"),
    "w": (
        "loopbereikbaarheid van minstens {} (van 100)",
        "walk access of at least {} (out of 100)",
    ),
    "afstand_halte_m": ("halte op hoogstens {} m lopen", "stop within a walk of {} m"),
    "afstand_groen_m": ("park of groen op hoogstens {} m lopen", "park or green within {} m"),
    "balans_niet_slechter": (
        "doelgroep die de draaglast niet verandert, zoals ouderen",
        "target group that leaves the load as it is, such as older people",
    ),
}
"""What a field is asked for; one that is not here is a yes of people."""
YES: words.Pair = ("ja", "yes")
NO: words.Pair = ("nee", "no")
PARTLY: words.Pair = ("deels", "partly")
OPEN: words.Pair = ("niet ingevuld", "not filled in")
UNKNOWN: words.Pair = ("onbekend", "unknown")
TOO_FAR: words.Pair = ("te ver om te berekenen", "too far to calculate")
ANSWERS = {"ja": YES, "nee": NO, "deels": PARTLY}


def told(
    point: Mapping[str, Any],
    ways: tuple[Mapping[str, str], ...],
    facts: Mapping[str, Any],
    form: Form,
    taal: str,
) -> list[tuple[str, str]]:
    """Of each way to meet a point: what is asked, and what was found.

    Args:
        point: as judged.
        ways: of its rule.
        facts: of the place.
        form: as filled in.
        taal: language of the page.
    """
    return [(_asked(way, taal), _found(way, point, facts, form, taal)) for way in ways]


def _asked(way: Mapping[str, str], taal: str) -> str:
    text = words.said(ASKED.get(way["veld"], YES), taal)
    limit = way.get("grens")
    return text.format(words.number(number(limit), taal)) if limit else text


def _found(
    way: Mapping[str, str],
    point: Mapping[str, Any],
    facts: Mapping[str, Any],
    form: Form,
    taal: str,
) -> str:
    name = way["veld"]
    if way["van"] == "feit":
        return _fact(name, point, facts.get(name), taal)
    given = form[f"antwoord.{name}"] if way["van"] == "antwoord" else form.get(name, "")
    return words.said(ANSWERS.get(given, (given, given)) if given else OPEN, taal)


def _fact(name: str, point: Mapping[str, Any], value: Any, taal: str) -> str:
    if isinstance(value, bool):
        return words.said(YES if value else NO, taal)
    if value is None:
        # Judged by a distance that has no number: nothing lies within reach.
        far = point["bron"] == "feit" and name.startswith("afstand_")
        return words.said(TOO_FAR if far else UNKNOWN, taal)
    unit = said.FACTS[name][1] if name in said.FACTS else ""
    return words.number(value, taal, 0 if unit else 1) + words.behind(unit)
