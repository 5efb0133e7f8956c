"""The rule "levensloopbestendig" (METHODS 2, 9): what gemeente and corporaties agreed, if they did.

The Groningen programme leaves the term undefined on purpose. A rule has a name, a version and a
date; without those the result reads "begrip niet vastgesteld" and there is no number. It is never
the same as nultreden: a rule that asks nothing more is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.parameters import ParameterError, integer, parameter

NOT_AGREED = "begrip niet vastgesteld"
_STARS = {2: "twee_sterren", 4: "vier_sterren"}


@dataclass(frozen=True)
class Begrip:
    """An agreed rule.

    Attributes:
        naam, versie, datum: who agreed what and when; none of them empty.
        sterren: fewest stars, beside nultreden: 0, 2 or 4.
        badkamer: the bathroom must be adaptable.
    """

    naam: str
    versie: str
    datum: str
    sterren: int
    badkamer: bool

    @property
    def tekst(self) -> str:
        """As shown with every figure."""
        return f"{self.naam}, versie {self.versie}, vastgesteld {self.datum}"


def agreed() -> Begrip | None:
    """The rule of the register, or of the profile that overrides it; None without one.

    Raises:
        ParameterError: a rule with a name but without version or date, with other stars than 0, 2
            or 4, or that asks no more than nultreden.
    """
    naam, versie, datum = (
        str(parameter(f"levensloop.{part}").waarde).strip() for part in ("naam", "versie", "datum")
    )
    if not naam:
        return None
    if not versie or not datum:
        raise ParameterError(
            f"Begrip levensloopbestendig '{naam}' heeft geen versie of datum; vul "
            "levensloop.versie en levensloop.datum in."
        )
    rule = Begrip(
        naam,
        versie,
        datum,
        integer("levensloop.min_sterren"),
        bool(parameter("levensloop.badkamer_aanpasbaar").waarde),
    )
    if rule.sterren not in (0, *_STARS):
        raise ParameterError(f"levensloop.min_sterren is {rule.sterren}; verwacht 0, 2 of 4.")
    if not rule.sterren and not rule.badkamer:
        raise ParameterError(
            f"Begrip '{naam}' vraagt niets meer dan nultreden; levensloopbestendig is niet gelijk "
            "aan nultreden."
        )
    return rule


def chances(chance: pd.DataFrame, bathroom: pd.Series[float], rule: Begrip | None) -> pd.DataFrame:
    """Chance per dwelling that it meets the rule, at least and at most.

    Args:
        chance: Table of `geschikt.chances`.
        bathroom: Adaptable bathroom: 1, 0, NaN not known.
        rule: The agreed rule.

    Returns:
        `levensloop_zeker` (an unknown bathroom counts as not adaptable) and `levensloop_mogelijk`
        (as adaptable); NaN without a rule.
    """
    if rule is None:
        nothing = pd.Series(np.nan, index=chance.index)
        return pd.DataFrame({"levensloop_zeker": nothing, "levensloop_mogelijk": nothing})
    least = chance[_STARS[rule.sterren]] if rule.sterren else chance["nultreden"]
    least = least.clip(upper=chance["nultreden"])
    sure = bathroom.fillna(0.0) if rule.badkamer else 1.0
    perhaps = bathroom.fillna(1.0) if rule.badkamer else 1.0
    return pd.DataFrame({"levensloop_zeker": least * sure, "levensloop_mogelijk": least * perhaps})
