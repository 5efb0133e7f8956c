"""What a delivery report says, before it has a form: one model for HTML, Markdown and e-mail.

Belongs here: plain records and the words for numbers and rows. Not here: reading the database
(`feiten`, `fouten`), lay-out (`html`, `tekst`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from data.getallen import dutch

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
MONTHS = tuple(_MONTHS.split())
MOST_RANGES = 25


@dataclass(frozen=True)
class Fout:
    """Rows that were set apart for one reason.

    Attributes:
        kolom: title of the column; empty where the fault is of the row as a whole.
        wat: what is wrong, without a value.
        aantal: rows with it.
        waar: row numbers as the sender sees them, or keys; empty where neither may be told.
        voorbeelden: what stood there, every letter and digit masked; none for tier C.
        doen: what the sender can do about it.
    """

    kolom: str
    wat: str
    aantal: int
    waar: str
    voorbeelden: tuple[str, ...]
    doen: str


@dataclass(frozen=True)
class Wijziging:
    """Keys that are new, gone or changed.

    Attributes:
        wat: new, gone or changed, in a word.
        aantal: number of keys.
        sleutels: the first of them; none where the tier forbids it.
    """

    wat: str
    aantal: int
    sleutels: tuple[str, ...]

    @property
    def rest(self) -> int:
        """Keys that are not named."""
        return self.aantal - len(self.sleutels)


@dataclass(frozen=True)
class Inhoud:
    """Everything one report says.

    Attributes:
        uitkomst: gepubliceerd, klaar (good, waits for a release), deels, geweigerd, gewist,
            niet_gelezen, wacht or teruggedraaid.
        kop: the outcome in one sentence.
        binnen: what arrived, label and text.
        gelezen: what was assumed while reading.
        telling: where the rows went, label and number.
        redenen: why the delivery as a whole was not published.
        fouten: rows that were set apart.
        herstel: rows that were repaired by an agreed method.
        vorige: what the changes are measured against; empty at a first delivery.
        wijzigingen: against the last good delivery of this supplier.
        doen: what the sender is asked to do.
        contact: where questions go.
    """

    titel: str
    feed: str
    leverancier: str
    nummer: int
    uitkomst: str
    kop: str
    binnen: tuple[tuple[str, str], ...]
    gelezen: tuple[str, ...]
    telling: tuple[tuple[str, int], ...]
    redenen: tuple[str, ...]
    fouten: tuple[Fout, ...]
    herstel: int
    vorige: str
    wijzigingen: tuple[Wijziging, ...]
    doen: tuple[str, ...]
    contact: str
    gemaakt: str


def getal(number: float) -> str:
    """A number as Dutch write it: 1.234."""
    return dutch(number)


def rijen(number: int) -> str:
    """A number of rows with its word."""
    return f"{getal(number)} {'rij' if number == 1 else 'rijen'}"


def dag(day: date) -> str:
    """A day in words: 3 februari 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment(at: datetime) -> str:
    """A moment in words, as the clock in the Netherlands shows it."""
    local = at.astimezone(AMSTERDAM)
    return f"{dag(local.date())} om {local:%H.%M} uur"


def reeksen(numbers: Iterable[int]) -> str:
    """Row numbers as ranges: 3, 5 t/m 9 en 12."""
    ordered = sorted(set(numbers))
    if not ordered:
        return ""
    breaks = [i for i, (a, b) in enumerate(pairwise(ordered), 1) if b != a + 1]
    pieces = [ordered[a:b] for a, b in pairwise([0, *breaks, len(ordered)])]
    shown = [_reeks(piece) for piece in pieces[:MOST_RANGES]]
    left = sum(len(piece) for piece in pieces[MOST_RANGES:])
    if left:
        return f"{', '.join(shown)} en nog {rijen(left)}"
    return " en ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _reeks(piece: list[int]) -> str:
    if len(piece) < 3:
        return ", ".join(str(n) for n in piece)
    return f"{piece[0]} t/m {piece[-1]}"


def gemaskeerd(value: object) -> str:
    """The shape of a value: a digit becomes 9, a letter x; signs stay, they may be the fault."""
    text = str(value).strip()
    shape = "".join(
        "9" if c.isdigit() else ("X" if c.isupper() else "x") if c.isalpha() else c for c in text
    )
    return shape if len(shape) <= 40 else f"{shape[:39]}…"
