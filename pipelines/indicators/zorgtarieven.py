"""The rate table of M3: which share of an age uses a kind of care, and who says so (METHODS 7).

Built in, from `data/reference/zorgtarieven.toml`, or as a care office delivers them per gemeente.
A rate without a source is never used. Belongs here: rates as rows, and which delivered rates may be
used. What is made of them stands in `zorgvraag`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from data.getallen import dutch
from data.parameters import number, register, table

BANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "65_74": ("65_74",),
    "75_79": ("75_79",),
    "80plus": ("80plus",),
    "75plus": ("75_79", "80plus"),
    "65plus": ("65_74", "75_79", "80plus"),
}
"""Ages a rate may be about, as the bands that do not overlap."""
FROM: Final[Mapping[str, str]] = {"65_74": "65plus", "75_79": "75plus", "80plus": "80plus"}
"""The residents of M2 that a band is the youngest of."""


@dataclass(frozen=True)
class Tarief:
    """The rates of one kind of care.

    Attributes:
        zorgsoort: key of the kind of care.
        aandelen: age of BANDS and the share of its residents; empty without a source.
        bron: where they come from, with the year.
        beleid: `stijgt`, `daalt` or `gelijk` when more care is given at home.
        lokaal: counted in the place itself.
        zorg: whether it is care; what is not has one scenario.
    """

    zorgsoort: str
    aandelen: tuple[tuple[str, float], ...]
    bron: str
    beleid: str
    lokaal: bool
    zorg: bool = True

    @property
    def actief(self) -> bool:
        """Whether it may be used."""
        return bool(self.aandelen)

    @property
    def naar_gezondheid(self) -> bool:
        """Whether a local health factor may be applied: care, by a rate that is not local."""
        return self.zorg and not self.lokaal

    @property
    def per_band(self) -> dict[str, float]:
        """Share per band that does not overlap another, youngest first."""
        given = {band: share for age, share in self.aandelen for band in BANDS[age]}
        return {band: given[band] for band in FROM if band in given}

    @property
    def leeftijd(self) -> str:
        """All residents it is about, as M2 counts them: `65plus`, `75plus` or `80plus`."""
        return FROM[next(iter(self.per_band))]

    @property
    def stappen(self) -> dict[str, float]:
        """The same shares on residents "and over": what each age adds to the one before.

        `r1 * P[65-74] + r2 * P[75-79] + r3 * P[80+]` is
        `r1 * P[65+] + (r2 - r1) * P[75+] + (r3 - r2) * P[80+]`.
        """
        before, steps = 0.0, {}
        for band, share in self.per_band.items():
            if share != before:
                steps[FROM[band]] = share - before
            before = share
        return steps or {self.leeftijd: 0.0}


def tarieven() -> tuple[Tarief, ...]:
    """All rows of the rate table; those without value or source have no shares."""
    return tuple(tarief(kind, row) for kind, row in table("zorgtarieven").items())


def tarief(zorgsoort: str, row: Mapping[str, Any]) -> Tarief:
    """One row as it stands in the table.

    The value counts only with a source: the row must name the same one as the register does.

    Args:
        zorgsoort: key of the kind of care.
        row: fields of `data/reference/zorgtarieven.toml`.
    """
    key, source = str(row.get("sleutel", "")), str(row.get("bron", ""))
    known = register().get(key)
    sourced = bool(source) and known is not None and known.bron == source
    return Tarief(
        zorgsoort,
        ((str(row["leeftijd"]), number(key)),) if sourced else (),
        f"{source} {row.get('jaar')}" if sourced else "",
        str(row["beleid"]),
        bool(row["lokaal"]),
        bool(row.get("zorg", True)),
    )


def geleverd(
    rows: pd.DataFrame, known: Iterable[Tarief]
) -> tuple[dict[tuple[str, str], Tarief], list[str]]:
    """Rates that care offices delivered, where they may be used.

    The shares of a kind must fit together: no age twice, none left out, up to the oldest; each with
    a value, a source and a year; and of one care office. Else none of them is used for that
    gemeente, and the rate of the table stands where there is one.

    Args:
        rows: `leverancier`, `gemeentecode`, `zorgsoort` (key), `leeftijd` (of BANDS), `aandeel_pct`
            (NaN = not delivered), `bron`, `bronjaar`.
        known: the rate table.

    Returns:
        Rates by gemeente and kind, counted in the place itself; and a sentence for each kind and
        reason of those that could not be used.
    """
    kinds = {one.zorgsoort: one for one in known}
    found: dict[tuple[str, str], Tarief] = {}
    refused: Counter[tuple[str, str]] = Counter()
    for place, given in rows.groupby(["gemeentecode", "zorgsoort"], sort=True):
        gemeente, kind = map(str, place)
        if reason := _unfit(given):
            refused[titel(kind), reason] += 1
            continue
        shares = zip(given["leeftijd"], given["aandeel_pct"].astype(float) / 100, strict=True)
        sources = sorted(
            {f"{b} {int(j)}" for b, j in zip(given["bron"], given["bronjaar"], strict=True)}
        )
        found[gemeente, kind] = replace(
            kinds[kind], aandelen=tuple(sorted(shares)), bron="; ".join(sources), lokaal=True
        )
    return found, [
        f"{kind}: aandelen van het zorgkantoor niet gebruikt voor {dutch(n)} "
        f"{'gemeente' if n == 1 else 'gemeenten'}, want {reason}."
        for (kind, reason), n in sorted(refused.items())
    ]


def titel(zorgsoort: str) -> str:
    """What people call a kind of care."""
    return str(table("zorgtarieven")[zorgsoort]["titel"])


def _unfit(given: pd.DataFrame) -> str:
    """Why the rates of one kind and gemeente may not be used; empty when they may."""
    if given["leverancier"].nunique() > 1:
        return "meer dan één zorgkantoor levert dit"
    if given["aandeel_pct"].isna().any() or given["bronjaar"].isna().any():
        return "een aandeel of een jaar ontbreekt"
    bands = [band for age in given["leeftijd"] for band in BANDS[age]]
    if len(bands) > len(set(bands)):
        return "leeftijden overlappen"
    if set(bands) != set(list(FROM)[-len(bands) :]):
        return "een leeftijd ontbreekt"
    return ""
