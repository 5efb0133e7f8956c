"""Words for values of layers, in the language of the page.

Codes of publishers and the English of the map come from the files of the map, so that a page says
what the map says. Documents and downloads for programs keep the values as they were published.
"""

import json
from collections.abc import Mapping
from functools import cache

from data import english
from geo_api.describe.languages import ENGLISH
from geo_api.settings import PACKAGE
from geo_api.site import periods

_MAP = PACKAGE / "viewer" / "src"
_MORE: Mapping[str, str] = {
    "wijkverpleging": "district nursing",
    "dagbesteding": "day care",
    "verpleeghuiszorg": "nursing home care",
    "ov": "public transport",
    "eigenaar": "owner",
    "eenheden": "homes",
    "scootmobielen": "mobility scooters",
    "buurtruimte": "room for the neighbourhood",
    "prijsmix": "mix of prices",
    "groen": "green",
    "doorstroming": "moving on",
    "aanpasbaar": "adaptable",
    "technologie": "technology",
    "balans": "balance",
    "loopbereikbaarheid": "walk access",
    "corporatie": "housing association",
    "gemeente": "municipality",
    "zorg": "care",
    "punt": "point",
    "plaatselijk": "local",
    "voorkeur": "preferred",
    "onder gemiddeld": "below average",
    "gemiddeld": "average",
    "boven gemiddeld": "above average",
    "overig": "other",
    "draagkrachtig": "strong",
    "zwaar maar gedragen": "heavy but carried",
    "onder druk": "under pressure",
    "vast": "holds",
    "onzeker": "uncertain",
    "ja": "yes",
    "nee": "no",
    "onbekend": "unknown",
    "openbaar": "public",
    "besloten": "restricted",
    "geen bron": "no source",
    "geclusterd": "clustered",
    "nultreden": "step-free",
    "zorggeschikt": "fit for care",
    "te weinig dekking": "covers too little",
    "te klein om te tonen": "too small to show",
    "te kleine aantallen": "numbers too small",
    "geen cijfer voor dit gebied": "no figure for this area",
    "geen looptijd": "no period",
    "aantal 65-plussers onbekend": "number of people of 65 and older unknown",
    "apotheek": "pharmacy",
    "fysiotherapeut": "physiotherapist",
    "horeca": "café or restaurant",
    "huisarts": "GP",
    "ontmoeting": "meeting place",
    "supermarkt": "supermarket",
    "verpleeghuis": "nursing home",
    "ziekenhuis": "hospital",
    "park": "park",
    "halte": "stop",
    "basisschool": "primary school",
    "idee": "idea",
    "zacht": "soft",
    "hard": "firm",
    "in uitvoering": "being built",
    "gereed": "done",
    "gestopt": "stopped",
    "verkenning": "exploration",
    "locatie gevonden": "place found",
    "plan": "plan",
    "wooncoöperatie": "housing cooperative",
    "hofje": "courtyard homes",
    "woongroep": "living group",
    "organisatie": "organisation",
    "anders": "other",
    "gemeenten": "municipalities",
    "woningcorporaties": "housing associations",
    "gemeenten en corporaties": "municipalities and housing associations",
    "gemeenten en zorgaanbieders": "municipalities and care providers",
    "zorgaanbieders en gemeenten": "care providers and municipalities",
    "woningcorporaties en woonruimteverdeling": "housing associations and letting agencies",
    "gemeenten en ontwikkelaars": "municipalities and developers",
}


@cache
def _english() -> Mapping[str, str]:
    """English words for values of layers, as the map has them."""
    known: dict[str, str] = json.loads((_MAP / "i18n" / "en.json").read_text(encoding="utf-8"))
    return {k.partition(".")[2]: v for k, v in known.items() if k.startswith("waarde.")}


@cache
def _codes() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Dutch and English words for codes of publishers, by column, as the map has them."""
    held: dict[str, dict[str, list[str]]]
    held = json.loads((_MAP / "model" / "codes.json").read_text(encoding="utf-8"))
    return {
        column: {code: (nl, en) for code, (nl, en) in known.items()}
        for column, known in held.items()
    }


def coded(text: str, taal: str, column: str) -> str | None:
    """The word for a code that a publisher has in this column, None for what is no such code."""
    found = _codes().get(column, {}).get(text)
    return found and found[taal == ENGLISH]


def value(text: str, taal: str, column: str = "") -> str:
    """A word of a layer; a name, or a word that has no English, stays Dutch.

    Args:
        text: as it was published.
        taal: of the page.
        column: that it stands in; without it a code of a publisher stays a code.
    """
    told = coded(text, taal, column) or periods.told(text, taal)
    if told:
        return told
    if taal != ENGLISH:
        return text
    return _english().get(text) or _MORE.get(text) or english.sentence(text) or text
