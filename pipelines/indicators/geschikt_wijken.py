"""M5, two wijken beside each other: which complexes, how many dwellings, what cost, where next.

What belongs here: what a person is told about the question that Groningen asked of Lewenborg and
Beijum (S0, 3.1.3), as frames, and which wijk is meant by a name. Not here: the comparison itself
(`geschikt_kosten`), and the words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd

from pipelines.indicators import geschikt_kosten

FIGURES = ("woningen", "nultreden", "te_doen", "kosten_euro", "kosten_per_woning_euro")
INTERVAL = ("nultreden_ci_low", "nultreden_ci_high")
_NUMBERED = re.compile(r"^wijk [0-9]{1,2} ")


@dataclass(frozen=True)
class Comparison:
    """What is known of two wijken.

    Attributes:
        complexes: those of the two, lowest cost per dwelling first, unknown cost last; with
            `zonder_prijs`, the measures that are needed and have no price, as one text.
        totals: index the two codes as asked; columns of `geschikt_kosten.per_wijk`, the bounds of
            `nultreden` added up (wider than an interval of the sum: all are taken to be wrong the
            same way), `zonder_kosten` (complexes) and `kosten_bekend_euro` (of the others). A wijk
            without complexes has `complexen` 0 and nothing else.
        following: totals of all other wijken with complexes, in the same order: where next.
        priced: some measure has a price.
    """

    complexes: pd.DataFrame
    totals: pd.DataFrame
    following: pd.DataFrame
    priced: bool


def compared(rows: pd.DataFrame, costs: pd.DataFrame, one: str, other: str) -> Comparison:
    """Two wijken beside each other; either may have no complexes.

    Args:
        rows: One per complex, as layer complexen_geschiktheid has them.
        costs: One per complex or wijk and measure, as layer kosten_levensloopgeschikt.
        one: Code of a wijk.
        other: Code of another.
    """
    numbers = rows.astype(dict.fromkeys([*FIGURES, *INTERVAL], float))
    complexes, totals, following = geschikt_kosten.ranked(numbers, (one, other))
    unpriced = costs[(costs["niveau"] == "complex") & costs["kosten_euro"].isna()]
    needed = unpriced[unpriced["aantal"].astype(float) > 0]
    named = needed.groupby("gebied")["maatregel"].agg(lambda names: ", ".join(sorted(names)))
    absent_of = {str(code): str(measures) for code, measures in named.items()}
    complexes["zonder_prijs"] = [absent_of.get(str(code), "") for code in complexes["id"]]
    by_wijk = complexes.groupby("wijkcode")
    bounds = list(INTERVAL)
    unknown = complexes[bounds].isna().groupby(complexes["wijkcode"]).any()
    totals[bounds] = by_wijk[bounds].sum().mask(unknown).reindex(totals.index)
    absent = complexes["kosten_euro"].isna().groupby(complexes["wijkcode"]).sum()
    totals["zonder_kosten"] = absent.reindex(totals.index).fillna(0).astype(int)
    totals["kosten_bekend_euro"] = by_wijk["kosten_euro"].sum(min_count=1).reindex(totals.index)
    totals["complexen"] = totals["complexen"].fillna(0).astype(int)
    return Comparison(complexes, totals, following, bool(costs["prijs_euro"].notna().any()))


def wijk(asked: str, names: Mapping[str, str]) -> str:
    """Code of the wijk that is meant: by its code, its name, or its name without its number.

    Args:
        asked: What a person wrote.
        names: Name of each wijk by its code.

    Raises:
        ValueError: No wijk of that name (the nearest is offered), or several.
    """
    wanted = _plain(asked)
    found = [code for code in names if code.casefold() == wanted]
    found = found or [code for code, name in names.items() if _plain(name) == wanted]
    found = found or [code for code, name in names.items() if _short(name) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        which = ", ".join(sorted(found))
        raise ValueError(f"Er is meer dan een wijk {asked}: geef een van de codes {which}.")
    known = {_short(name): code for code, name in names.items()}
    known |= {_plain(name): code for code, name in names.items()}
    known |= {code.casefold(): code for code in names}
    near = get_close_matches(wanted, known, n=1)
    hint = ""
    if near:
        code = known[near[0]]
        hint = f" Bedoelt u {names[code]} ({code})?"
    raise ValueError(f"Wijk {asked} is hier niet bekend.{hint}")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _short(name: str) -> str:
    """A name of CBS without its number: "Wijk 14 Lewenborg" is Lewenborg too."""
    return _NUMBERED.sub("", _plain(name))
