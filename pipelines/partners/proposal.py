"""A proposal for columns with unknown names: by name, by synonym, by likeness, by their values.

Belongs here: finding likely pairs, for a person to confirm. Nothing here decides: a proposal is
never applied by itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.model import Column, Dataset
from pipelines import values
from pipelines.errors import DeliveryRefused

ROWS = 500  # looked at for what values fit
ENOUGH = 0.6  # a pair below this is not proposed
ALIKE = 0.78  # ratio from which two spellings are taken for one word
SURE = 0.9  # a name like this needs no values to prove it
FITS = 0.95  # share of filled values that must have the form

# Words that partners use for the same thing; the first of each line stands for the others.
_SAME = (
    ("nummer", "nr", "no", "num", "id", "code", "sleutel", "kenmerk"),
    ("woning", "woningen", "won", "vhe", "vhes", "eenheid", "eenheden", "wooneenheden"),
    ("huisnummer", "hnr", "huisnr"),
    ("postcode", "pc", "pc6", "zip"),
    ("toevoeging", "toev", "huisnummertoevoeging"),
    ("straat", "straatnaam", "adres"),
    ("bouwjaar", "bj", "stichtingsjaar"),
    ("corporatie", "verhuurder", "eigenaar"),
    ("naam", "omschrijving", "benaming"),
    ("peildatum", "datum", "stand", "standdatum", "meetdatum"),
    ("periode", "kwartaal", "maand", "jaar"),
    ("gebied", "gebiedscode", "regio"),
    ("status", "fase", "stand van zaken"),
    ("plaatsen", "capaciteit", "bedden"),
    ("type", "soort", "vorm"),
    ("aanbieder", "zorgaanbieder", "organisatie"),
    ("oppervlakte", "opp", "go", "gbo"),
)
_MEANS = {word: words[0] for words in _SAME for word in words}
_VAGUE = frozenset({"nummer"})  # alone it says nothing: every list has its own
_EMPTY_WORDS = {"aantal", "totaal", "de", "het", "van", "per", "in", "pct", "m2", "bag"}


@dataclass(frozen=True)
class Guess:
    """One likely pair: our column, the supplier's, and why."""

    column: str
    field: str
    why: str


@dataclass(frozen=True)
class Proposal:
    """What is known of the columns of one delivery.

    Attributes:
        fields: all columns of the delivery, in order.
        found: our column -> theirs, already known.
        guesses: likely pairs for what is not.
        unknown: their columns nobody asked for.
        missing: our columns that must be there and have no known name.
        open: those of `missing` that no pair was found for.
    """

    fields: tuple[str, ...]
    found: Mapping[str, str]
    guesses: tuple[Guess, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """Columns that must be there and for which nothing was found at all."""
        guessed = {guess.column for guess in self.guesses}
        return tuple(name for name in self.missing if name not in guessed)

    @property
    def names(self) -> dict[str, str]:
        """The proposed pairs: our column -> theirs."""
        return {guess.column: guess.field for guess in self.guesses}

    def as_data(self) -> dict[str, Any]:
        """As it is kept with the delivery."""
        return {
            "kolommen": self.names,
            "waarom": {guess.column: guess.why for guess in self.guesses},
            "bekend": sorted(self.found),
            "onbekend": self.unknown,
            "ontbreekt": self.missing,
        }

    def sentence(self) -> str:
        """The proposal in words; empty when there is none."""
        pairs = ", ".join(f"{g.column} = «{g.field}»" for g in self.guesses)
        return f"Voorstel: {pairs}." if pairs else ""

    def toml(self, supplier: str, dataset: str, *, listed: bool) -> str:
        """The pairs as lines for the profile.

        Args:
            supplier: name of the folder.
            dataset: the feed.
            listed: the profile knows this supplier, so that only the columns are needed.
        """
        head = [] if listed else [f"[leveranciers.{supplier}]", f"naam = {quoted(supplier)}", ""]
        lines = [f"[leveranciers.{supplier}.kolommen.{dataset}]"]
        lines += [f"{guess.column} = {quoted(guess.field)}" for guess in self.guesses]
        return "\n".join([*head, *lines])


def quoted(text: str) -> str:
    """A TOML string."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in plain) + '"'


def propose(
    dataset: Dataset, sample: pa.Table, found: Mapping[str, str], missing: Iterable[str]
) -> Proposal:
    """Likely pairs for the columns without a known name.

    Args:
        dataset: the declaration.
        sample: some rows under the names of the supplier.
        found: pairs that are known already.
        missing: our columns that must be there and are not.
    """
    fields = tuple(n for n in sample.schema.names if n != "geometry" and not n.startswith("__"))
    taken = set(found.values())
    unknown = tuple(name for name in fields if name not in taken)
    columns = [c for c in dataset.columns if c.name not in found]
    rows = sample.slice(0, ROWS)
    own = [name for name in dataset.key if name != "leverancier"]
    alone = own[0] if len(own) == 1 else ""
    scored = sorted(
        (
            (-score, at, Guess(column.name, field, why))
            for at, column in enumerate(columns)
            for field in unknown
            for score, why in (_score(dataset, column, field, rows.column(field)),)
            if score >= ENOUGH and not (column.name == alone and _repeats(rows.column(field)))
        ),
        key=lambda one: (one[0], one[1], one[2].field),
    )
    guesses: dict[str, Guess] = {}
    used: set[str] = set()
    for _, _, guess in scored:
        if guess.column not in guesses and guess.field not in used:
            guesses[guess.column] = guess
            used.add(guess.field)
    ordered = tuple(guesses[c.name] for c in columns if c.name in guesses)
    return Proposal(fields, dict(found), ordered, unknown, tuple(missing))


def _repeats(array: pa.ChunkedArray) -> bool:
    """Values come back too often to tell rows apart; a few doubled rows are a fault of rows."""
    filled = array.drop_null()
    return bool(len(filled) and len(filled.unique()) < FITS * len(filled))


def _score(
    dataset: Dataset, column: Column, field: str, array: pa.ChunkedArray
) -> tuple[float, str]:
    """How likely two columns are one, from 0 to 1, and why."""
    name, why = _names(column, field)
    # Codes with a form, agreed words and dates tell by themselves what they are.
    telling = bool(column.pattern or column.allowed) or column.type == "date"
    if not name and not telling:
        return 0.0, ""
    fit = _fit(dataset, column, array)
    if fit is None:  # nothing filled in: the name alone decides
        return name, why
    # A name that is sure may have bad rows below it; without a name the values must be sure.
    needed = 0.5 if name >= SURE else FITS
    if fit < 1 - FITS or (telling and fit < needed):
        return 0.0, ""
    if not telling:
        return name - (0.2 if fit < FITS else 0.0), why
    return (min(1.0, name + 0.3), f"{why}, waarden passen") if name else (0.61, "waarden passen")


def _names(column: Column, field: str) -> tuple[float, str]:
    theirs = plain(field)
    ours = {plain(text): text for text in (column.name, column.title, *column.sources)}
    if theirs in ours:
        return 1.0, "zelfde naam"
    if words(field) and any(words(field) == words(text) for text in ours.values()):
        return 0.9, "zelfde woorden"
    near = max(SequenceMatcher(None, theirs, text).ratio() for text in ours)
    if near >= ALIKE:
        return near, "lijkt erop"
    if any(_inside(theirs, text) for text in ours):
        return 0.66, "deel van de naam"
    shared = max(_overlap(words(field), words(text)) for text in ours.values())
    return (0.65 * shared, "deels dezelfde woorden") if shared else (0.0, "")


def _inside(one: str, other: str) -> bool:
    """Whether the shorter name is a part of the longer, and long enough to say something."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and short in long


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the words of the smaller set that the other has too."""
    shared = one & other
    return len(shared) / min(len(one), len(other)) if shared - _VAGUE else 0.0


@cache
def plain(text: str) -> str:
    """Letters and digits only, without accents and capitals."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", bare)


@cache
def words(text: str) -> frozenset[str]:
    """The words of a name, each as its first synonym; units and counting words left out."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    bare = unicodedata.normalize("NFKD", split.casefold())
    found = [word for word in re.split(r"[^a-z0-9]+", bare) if word]
    kept = [word for word in found if word not in _EMPTY_WORDS] or found
    return frozenset(_MEANS.get(word, word) for word in kept)


def _fit(dataset: Dataset, column: Column, array: pa.ChunkedArray) -> float | None:
    """Share of the filled values that have the form of a column; None where nothing is filled."""
    held = array.combine_chunks()
    filled = pc.is_valid(held)
    if pa.types.is_string(held.type):
        filled = pc.and_(filled, pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(held)), 0))
    rows = np.asarray(pc.fill_null(filled, False))
    if not rows.any():
        return None
    try:
        parsed = values.parse(dataset, column, held, ",")
    except (DeliveryRefused, pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return 0.0
    return 1 - int((np.asarray(parsed.bad) & rows).sum()) / int(rows.sum())
