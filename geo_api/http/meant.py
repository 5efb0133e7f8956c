"""The address that somebody meant who asked for one that does not exist."""

from collections.abc import Sequence
from difflib import get_close_matches

LONGEST = 200
ALIKE = 0.7
"""How much of a word must be right."""


def nearest(path: str, known: Sequence[str]) -> str | None:
    """An address that differs in one word, None when there is none.

    Args:
        path: as it was asked.
        known: addresses as routes write them, such as `/v1/collections/{laag}/items`; what stands
            in braces is taken from the path.
    """
    if len(path) > LONGEST or not path.isprintable():
        return None
    given = path.split("/")
    for place, word in enumerate(given):
        there = {
            words[place]: words
            for words in (template.split("/") for template in known)
            if _apart(given, words) == [place]
        }
        for found in get_close_matches(word, list(there), n=1, cutoff=ALIKE):
            return "/".join([*given[:place], found, *given[place + 1 :]])
    return None


def _apart(given: list[str], words: list[str]) -> list[int]:
    """Where an address differs from a template; nowhere in particular when it is shorter."""
    if len(words) != len(given):
        return []
    pairs = enumerate(zip(given, words, strict=True))
    return [place for place, (had, word) in pairs if had != word and "{" not in word]
