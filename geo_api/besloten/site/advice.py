"""The advice of the load test in English: the layer has it in Dutch, sentence by sentence.

Sentences are those of `pipelines.indicators.complexbelasting`; a test goes through all of them. One
that is not known here stays Dutch.
"""

import re
from collections.abc import Mapping

from data.datasets.complexmonitor import COUNTED
from pipelines.indicators.complexbelasting import NAVRAGEN, OVERLEG, RUSTIG, SLOT

_WHOLE: Mapping[str, str] = {
    SLOT: "This is advice; it stops no placement, and people decide.",
    OVERLEG: "Discuss this placement with the housing association and care parties first.",
    NAVRAGEN: "Ask for the missing figures before you place anybody.",
    RUSTIG: "The figures give nothing to look at.",
    "Hoeveel bewoners vooral steun vragen, is niet bekend.": (
        "How many residents mainly ask support is not known."
    ),
    "Na plaatsing vragen minder dan 5 bewoners vooral steun.": (
        "After the placement fewer than 5 residents mainly ask support."
    ),
    "Toewijzingen van de laatste twaalf maanden zijn niet bekend.": (
        "Allocations of the last twelve months are not known."
    ),
    "Of er signalen open staan, is niet bekend.": "Whether signals are open is not known.",
    "Er staan geen signalen open.": "No signals are open.",
}
_COUNT = r"(minder dan 5|\d+)"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (
            r"Na plaatsing vraagt (meer dan|ongeveer) (\d+)% van de volwassen bewoners vooral"
            r" steun\.",
            "After the placement {0} {1}% of the adult residents mainly ask support.",
        ),
        (
            r"Dat is (meer|niet meer) dan de afgesproken (\d+)%\.",
            "That is {0} than the {1}% agreed.",
        ),
        (
            rf"In twaalf maanden {_COUNT} toewijzingen, waarvan {_COUNT} met urgentie of directe"
            r" bemiddeling\.",
            "In twelve months {0} allocations, of which {1} urgent or by direct placement.",
        ),
        (rf"In twaalf maanden {_COUNT} toewijzingen\.", "In twelve months {0} allocations."),
        (r"Open signalen: (.+)\.", "Open signals: {0}."),
    )
)
_WORDS: Mapping[str, str] = {
    "meer dan": "more than",
    "ongeveer": "about",
    "niet meer": "not more",
    "meer": "more",
    "minder dan 5": "fewer than 5",
}
_NAMES: Mapping[str, str] = {
    said: english.lower() for name, nl, english, _ in COUNTED for said in (name, nl, nl.lower())
}
_END = re.compile(r"(?<=[.]) (?=[A-Z])")


def english(text: str) -> tuple[str, bool]:
    """The advice in English, and whether all of it is."""
    told = [_sentence(one) for one in _END.split(text)]
    return " ".join(one for one, _ in told), all(known for _, known in told)


def _sentence(text: str) -> tuple[str, bool]:
    if text in _WHOLE:
        return _WHOLE[text], True
    for pattern, template in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return template.format(*map(_part, found.groups())), True
    return text, False


def _part(text: str) -> str:
    names = [_NAMES.get(name, name) for name in text.split(", ")]
    return _WORDS.get(text, ", ".join(names))
