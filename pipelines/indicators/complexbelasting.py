"""M11, what a placement asks of a complex: advice in words, never a decision (METHODS 15).

What belongs here: the test before a placement, and how counts of clients are shown to the closed
group (TRUST D13). Signals come from `complexmonitor.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.parameters import ParameterError, number, parameter
from pipelines.indicators.normaliseren import Floats, round_half_away

SLOT = "Dit is advies; het houdt geen plaatsing tegen en mensen beslissen."
OVERLEG = "Bespreek deze plaatsing eerst met corporatie en zorgpartijen."
NAVRAGEN = "Vraag de ontbrekende gegevens na voordat u plaatst."
RUSTIG = "De cijfers geven geen aandachtspunten."


@dataclass(frozen=True, slots=True)
class Belasting:
    """Outcome of the test.

    Attributes:
        vragers_na: share of adult residents who mainly ask support after the placement, 0 to 1;
            None where head counts are missing.
        boven_afspraak: whether that is above what was agreed; None without agreement or counts.
        advies: sentences to show.
    """

    vragers_na: float | None
    boven_afspraak: bool | None
    advies: str


def agreed_dragers() -> float | None:
    """Share of residents who mainly give support, as the profile sets it; None where it does not.

    Raises:
        ParameterError: no share from 0 to 1.
    """
    if isinstance(parameter("mix.dragers_share").waarde, str):
        return None
    share = number("mix.dragers_share")
    if not 0 <= share <= 1:
        raise ParameterError(f"mix.dragers_share is {share:g}; verwacht een aandeel van 0 tot 1.")
    return share


def shown_count(n: npt.ArrayLike) -> Floats:
    """A count of clients as the closed group sees it: to the nearest 5, NaN below 5 (D13)."""
    counts, step = np.asarray(n, dtype=float), number("common.round_count")
    return np.where(counts < step, np.nan, round_half_away(counts, step))


def shown_share(part: npt.ArrayLike, whole: npt.ArrayLike) -> Floats:
    """A share from shown counts, as a fraction, at most the cap; NaN where a count is withheld."""
    shown, base = shown_count(part), shown_count(whole)
    share = shown / np.where(base > 0, base, np.nan)
    return np.minimum(share, number("complex.share_cap"))


def placement(
    vragers: float | None,
    volwassenen: float | None,
    erbij: int = 1,
    *,
    toewijzingen: float | None = None,
    urgent: float | None = None,
    signalen: Sequence[str] | None = None,
    dragers: float | None = None,
) -> Belasting:
    """Test a placement of people who mainly ask support.

    Args:
        vragers: adult residents of the complex who mainly ask support.
        volwassenen: adult residents.
        erbij: people to be placed.
        toewijzingen: allocations of the last twelve months.
        urgent: those with urgency or by direct placement.
        signalen: names of open signals; None when the monitor cannot tell.
        dragers: agreed share of residents who mainly give support, set per project; there is no
            default (reading 76).

    Raises:
        ValueError: more vragers than adults, or nobody to be placed.
    """
    if erbij < 1:
        raise ValueError(f"Een plaatsing van {erbij} mensen is geen plaatsing.")
    after = _after(vragers, volwassenen, erbij)
    above = None
    if after is not None and dragers is not None:
        above = after > 1 - dragers + number("common.tolerance")
    lines = [
        _residents(vragers, volwassenen, erbij),
        _agreed(above, dragers),
        _allocations(toewijzingen, urgent),
        _signals(signalen),
    ]
    unknown = after is None or toewijzingen is None or signalen is None
    lead = OVERLEG if above or signalen else NAVRAGEN if unknown else RUSTIG
    return Belasting(after, above, " ".join([lead, *(line for line in lines if line), SLOT]))


def _after(vragers: float | None, adults: float | None, more: int) -> float | None:
    if vragers is None or adults is None:
        return None
    if not 0 <= vragers <= adults:
        raise ValueError(f"{vragers:g} vragers onder {adults:g} volwassenen kan niet.")
    return (vragers + more) / (adults + more)


def _residents(vragers: float | None, adults: float | None, more: int) -> str:
    if vragers is None or adults is None:
        return "Hoeveel bewoners vooral steun vragen, is niet bekend."
    share = shown_share(vragers + more, adults + more)
    if np.isnan(share):
        return "Na plaatsing vragen minder dan 5 bewoners vooral steun."
    percent = round_half_away(100 * share)
    high = share >= number("complex.share_cap") - number("common.tolerance")
    return (
        f"Na plaatsing vraagt {'meer dan' if high else 'ongeveer'} {percent:.0f}% van de volwassen "
        "bewoners vooral steun."
    )


def _agreed(above: bool | None, dragers: float | None) -> str:
    if above is None or dragers is None:
        return ""
    agreed = round_half_away(100 * (1 - dragers))
    return f"Dat is {'meer' if above else 'niet meer'} dan de afgesproken {agreed:.0f}%."


def _allocations(all_: float | None, urgent: float | None) -> str:
    if all_ is None:
        return "Toewijzingen van de laatste twaalf maanden zijn niet bekend."
    line = f"In twaalf maanden {_counted(all_)} toewijzingen"
    if urgent is not None:
        line += f", waarvan {_counted(urgent)} met urgentie of directe bemiddeling"
    return f"{line}."


def _counted(n: float) -> str:
    shown = shown_count(n)
    return "minder dan 5" if np.isnan(shown) else f"{shown:.0f}"


def _signals(names: Sequence[str] | None) -> str:
    if names is None:
        return "Of er signalen open staan, is niet bekend."
    if not names:
        return "Er staan geen signalen open."
    return f"Open signalen: {', '.join(names)}."
