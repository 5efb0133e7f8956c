"""Words of the restricted layers in the language of the page; several stand between commas.

What a declaration has in two languages comes from there; here are the other words of the methods.
"""

from collections.abc import Mapping

from data import kansen
from geo_api.site import words

_MORE: Mapping[str, str] = {
    "appartement": "apartment",
    "galerijflat": "gallery flat",
    "portiekflat": "walk-up flat",
    "tussenwoning": "terraced house",
    "hoekwoning": "end-of-terrace house",
    "twee-onder-een-kap": "semi-detached house",
    "vrijstaande woning": "detached house",
    "weinig sociale huur": "little social rent",
    "gemengd": "mixed",
    "overwegend sociale huur": "mostly social rent",
    "alle complexen": "all complexes",
    "te weinig indicatoren": "too few indicators",
    "te weinig woningen": "too few dwellings",
    "te weinig gegevens": "too few figures",
    "uitgesloten": "left out",
    "geluid": "noise",
    "overstroming": "flooding",
    "monument": "monument",
    "hittestress": "heat stress",
    "bodemverontreiniging": "polluted soil",
    "optimaal": "optimal",
    "heuristiek": "heuristic",
}
_KNOWN: Mapping[str, str] = {
    **_MORE,
    **{t.lower(): english for _, t, english in (*kansen.CRITERIA, *kansen.COMPLEX_PARTS)},
}


def word(text: str, taal: str) -> str:
    """A value in words; names and what has no English stay Dutch."""
    if taal != words.ENGLISH:
        return words.value(text, taal)
    whole = words.value(text, taal)
    if whole != text or text in _KNOWN:
        return _KNOWN.get(text, whole)
    return ", ".join(_KNOWN.get(part, words.value(part, taal)) for part in text.split(", "))
