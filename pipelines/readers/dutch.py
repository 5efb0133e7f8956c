"""Numbers and dates as people in the Netherlands write them: `1.234,5` and `31-12-2024`.

Belongs here: what a column as a whole proves about its signs, and turning it into plain numbers
and ISO dates. `1.234` alone proves nothing: a column of such is refused, never guessed.
"""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import DeliveryRefused

# A sign with another number of digits behind it than three, or beside the other sign, is decimal.
POINT = (
    r"^[+-]?(\d*\.\d{1,2}|\d*\.\d{4,}|(\d{4,}|0+)\.\d{3}|\d+\.|\d*\.\d+[eE][+-]?\d+"
    r"|\d{1,3}(,\d{3})+\.\d*|\d{1,3}(,\d{3}){2,})$"
)
COMMA = (
    r"^[+-]?(\d*,\d{1,2}|\d*,\d{4,}|(\d{4,}|0+),\d{3}|\d+,|\d*,\d+[eE][+-]?\d+"
    r"|\d{1,3}(\.\d{3})+,\d*|\d{1,3}(\.\d{3}){2,})$"
)
DOUBTFUL = r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"
DAY = r"^(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})[-/.](?P<c>\d{4})$"
MIDNIGHT = r"[ T]0?0:00(:00([.,]0+)?)?$"


def _first(array: pa.Array, hits: pa.Array) -> str:
    return str(array.filter(hits)[0].as_py())


def _hits(array: pa.Array, pattern: str) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(array, pattern), False)


@dataclass
class Numbers:
    """What the texts of one column prove; an example per kind of evidence."""

    comma: str = ""
    point: str = ""
    doubtful: str = ""

    def look(self, texts: pa.Array) -> None:
        """Take in more texts."""
        trimmed = pc.utf8_trim_whitespace(texts)
        for name, pattern in (("comma", COMMA), ("point", POINT), ("doubtful", DOUBTFUL)):
            if not getattr(self, name):
                hits = _hits(trimmed, pattern)
                if pc.any(hits).as_py():
                    setattr(self, name, _first(trimmed, hits))

    def sign(self, name: str, column: str) -> str:
        """The decimal sign: `,` or `.`; empty when the column has whole numbers only.

        Raises:
            DeliveryRefused: both signs are decimal, or nothing says which one is.
        """
        advice = "Lever getallen zonder punt voor duizendtallen, of spreek decimaal af."
        if self.comma and self.point:
            raise DeliveryRefused(
                f"{name}: in kolom {column} staat zowel {self.comma} als {self.point}; verwacht is "
                f"een decimaalteken in de hele kolom. {advice}"
            )
        if self.doubtful and not self.comma and not self.point:
            raise DeliveryRefused(
                f"{name}: in kolom {column} kan {self.doubtful} een duizendtal of een breuk zijn, "
                f"en geen ander getal in de kolom geeft uitsluitsel. {advice}"
            )
        return "," if self.comma else "." if self.point else ""


@dataclass
class Dates:
    """What the texts of one column prove; an example per kind of evidence."""

    day_first: str = ""
    month_first: str = ""
    doubtful: str = ""
    turned: bool = field(default=False)

    def look(self, texts: pa.Array) -> None:
        """Take in more texts."""
        plain = pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), MIDNIGHT, "")
        plain = plain.filter(_hits(plain, DAY))
        if not len(plain):
            return
        self.turned = True
        parts = pc.extract_regex(plain, DAY)
        a, b = (np.asarray(pc.cast(pc.struct_field(parts, n), pa.int64())) for n in "ab")
        loose = np.asarray(pc.not_equal(pc.struct_field(parts, "s"), "-"))
        for name, hits in (
            ("day_first", (a > 12) & (b <= 12)),
            ("month_first", (b > 12) & (a <= 12)),
            ("doubtful", loose & (a != b) & (a <= 12) & (b <= 12)),
        ):
            if not getattr(self, name) and hits.any():
                setattr(self, name, _first(plain, pa.array(hits)))

    def check(self, name: str, column: str) -> None:
        """Day before month, or a refusal; with dashes that is the agreed Dutch form.

        Raises:
            DeliveryRefused: a date has its month in front, or nothing says which is in front.
        """
        advice = "Lever datums als dd-mm-jjjj of jjjj-mm-dd."
        if self.month_first:
            raise DeliveryRefused(
                f"{name}: in kolom {column} staat {self.month_first}, met de maand voorop; "
                f"verwacht is de dag voorop. {advice}"
            )
        if self.doubtful and not self.day_first:
            raise DeliveryRefused(
                f"{name}: in kolom {column} is bij {self.doubtful} niet te zien of de dag of de "
                f"maand voorop staat. {advice}"
            )


def plain(texts: pa.Array, sign: str) -> pa.Array:
    """Numbers with a point for decimals and no thousands; other texts as they are.

    Args:
        texts: texts of one column.
        sign: its decimal sign.
    """
    trimmed = pc.utf8_trim_whitespace(texts)
    other = "." if sign == "," else ","
    shape = rf"^[+-]?(\d{{1,3}}(\{other}\d{{3}})+|\d*)(\{sign}\d*)?([eE][+-]?\d+)?$"
    bare = pc.replace_substring(pc.replace_substring(trimmed, other, ""), sign, ".")
    return pc.if_else(_hits(trimmed, shape), bare, texts)


def iso(texts: pa.Array) -> pa.Array:
    """`1-2-2024` and `1/2/2024` as `2024-02-01`, midnight left out; other texts as they are."""
    bare = pc.replace_substring_regex(pc.utf8_trim_whitespace(texts), MIDNIGHT, "")
    parts = pc.extract_regex(bare, DAY)
    day, month = (
        pc.utf8_lpad(pc.struct_field(parts, name), width=2, padding="0") for name in ("a", "b")
    )
    turned = pc.binary_join_element_wise(pc.struct_field(parts, "c"), month, day, "-")
    return pc.if_else(pc.is_valid(parts), turned, bare)
