"""Values that look like one person's: number, name, birth date, telephone, e-mail, remark.

Belongs here: what one text looks like. Not here: what a column of them means (`persons`), nor the
word lists (`persons_words`).
"""

import re
from datetime import date, datetime

from pipelines.persons.words import (
    ANYBODY,
    BUILDING,
    DOES,
    GIVEN,
    HEALTH,
    LINKS,
    SOMEBODY,
    SUFFERS,
    TITLES,
    plain,
)

OLDEST = date(1900, 1, 1)

# RE2 forms, to choose quickly among many texts; the functions below decide.
NINE = r"^\s*[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{3}\s*$|^\s*[0-9]{4}[ .-][0-9]{2}[ .-][0-9]{3}\s*$"
NINE_IN_TEXT = r"(^|[^0-9A-Za-z])[0-9]{9}([^0-9A-Za-z]|$)"
EIGHT = r"^\s*[0-9]{8}\s*$"
DATE = (
    r"^\s*((19|20)[0-9]{2}-[01]?[0-9]-[0-3]?[0-9]|[0-3]?[0-9][-/.][01]?[0-9][-/.](19|20)[0-9]{2}|"
    r"(19|20)[0-9]{2}[01][0-9][0-3][0-9])([ T][0-9:.]+)?\s*$"
)
BORN = (
    r"(?i)\b(geboren|geb\.?|geboortedatum:?)( op| d\.?d\.?)?:? *"
    r"[0-3]?[0-9][-/. ][01]?[0-9][-/. ](19|20)[0-9]{2}"
)
MOBILE = (
    r"(^|[^0-9A-Za-z])(\+31|0031)[ -]?(\(0\))?[ -]?[1-9]([ -]?[0-9]){8}([^0-9]|$)|"
    r"(^|[^0-9A-Za-z])06[ -]{1,3}[1-9]([ -]?[0-9]){7}([^0-9]|$)"
)
LANDLINE = (
    r"(^|[^0-9A-Za-z-])\(?0[1-9][0-9]{1,2}\)?( |-| - )"
    r"[1-9][0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{1,2}([^0-9-]|$)"
)
PLAIN_PHONE = r"^\s*(0[1-9][0-9]{8}|6[1-9][0-9]{7})\s*$"
MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
LETTERS = r"[A-Za-z]{2,}"
# A name stands alone, without digits, and has initials or begins with a word and goes on.
MAY_BE_NAME = r"^[^0-9]{0,60}\b[A-Z][hjs]?\.[^0-9]{0,60}$|^[A-Z]\pL+,? ['’A-Za-z][^0-9]{1,50}$"
MAY_BE_ABOUT = (
    r"(?i)\b(dhr|mevr|mw|mej|de heer|mevrouw|meneer|mijnheer|mejuffrouw|echtgeno|weduw|bewoon|"
    r"bewoner|huurder|huurster|betrokkene|pati|cli|zorgvrager|mantelzorger|hij|zij|ze|haar|zijn)"
)

_SURNAME = r"[A-ZÀ-Ž][a-zà-ž'’]+(?:[- ][A-ZÀ-Ž][a-zà-ž'’]+)?"
_INITIALS = r"(?:[A-Z]\.\s?|[A-Z][hjs]\.\s?){1,5}"
_LINKS = f"{LINKS}{{0,3}}"
_TITLED = re.compile(
    rf"(?i:\b{TITLES})\.?\s+(?:{_INITIALS})?(?i:{_LINKS})({_SURNAME})(?=$|[\s,.;:)])"
)
_INITIALLED = re.compile(
    rf"(?:{_INITIALS}(?i:{_LINKS}){_SURNAME}|{_SURNAME},?\s+{_INITIALS}(?i:{_LINKS}))"
)
_GIVEN = re.compile(rf"([A-ZÀ-Ž][a-zà-ž]+)\s+(?:[A-Z]\.\s?)?(?i:{_LINKS})({_SURNAME})")
_BACKWARDS = re.compile(rf"{_SURNAME},\s*(?i:{_LINKS})([A-ZÀ-Ž][a-zà-ž]+)(?:\s+(?i:{_LINKS}))?")
_FAMILY = re.compile(r"(?i)\b(van|van de|van den|van der|de|den|der|ten|ter)\s+$")
_ACTS = re.compile(rf"(?i)\b{SOMEBODY}\.?\s+(?:[A-Z][\w.]*\s+){{0,3}}{DOES}\b")
_SUFFERS = re.compile(rf"(?i)\b{ANYBODY}\s+{SUFFERS}\b")
_ILL = re.compile(rf"(?i)\b{ANYBODY}\s+{DOES}\b.*\b{HEALTH}|\b{SOMEBODY}\b.*\b{HEALTH}")
_ABOUT = re.compile(
    r"(?i)\b(bsn|burgerservicenummer|huurder|bewoner|bewoonster|cli[eë]nt|pati[eë]nt|mevrouw|meneer|dhr|mw|mevr|geb)\b"
)
_DIGITS = re.compile(r"\d+")
_DESKS = (
    "info contact receptie secretariaat wonen zorg administratie bureau balie klantenservice "
    "algemeen planning servicedesk service office mail post postbus huisvesting team loket "
    "wijkteam gemeente verhuur data gegevens informatie kcc klantcontact aanmelden aanmelding "
    "bestuur inkoop vastgoed communicatie"
)
_ORGANISATION = frozenset(_DESKS.split())


def bsn(text: str, *, short: bool = False) -> bool:
    """Whether nine digits pass the test of a BSN (weights 9 to 2 and -1, sum divisible by 11).

    Args:
        text: digits, with spaces, dots or dashes between them.
        short: eight digits count too: a spreadsheet has dropped the zero in front.
    """
    digits = "".join(_DIGITS.findall(text))
    if short and len(digits) == 8:
        digits = f"0{digits}"
    if len(digits) != 9 or digits == "000000000":
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def bsn_in(text: str) -> bool:
    """A BSN inside a text that says so, or that is about a person."""
    found = re.findall(r"(?<![0-9A-Za-z])[0-9]{9}(?![0-9A-Za-z])", text)
    return bool(_ABOUT.search(text)) and any(bsn(number) for number in found)


def day(text: str) -> date | None:
    """A date as people write it, day first or ISO; None when it is none."""
    bare = text.strip().replace("T", " ").split(" ")[0].replace("/", "-").replace(".", "-")
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%Y%m%d"):
        try:
            return datetime.strptime(bare, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def birth(text: str, today: date) -> bool:
    """A day on which somebody alive can be born."""
    found = day(text)
    return found is not None and OLDEST <= found <= today


def mails(text: str) -> list[str]:
    """E-mail addresses in a text."""
    return [found.group(0) for found in re.finditer(MAIL, text)]


def organisational(address: str) -> bool:
    """An address of a desk (info@…), not of somebody."""
    name, _, domain = address.casefold().partition("@")
    first = re.split(r"[._+\d-]", name)[0]
    return first in _ORGANISATION or name == domain.split(".")[0]


def mobile(text: str) -> bool:
    """A number of a mobile telephone, or an international one that may be."""
    digits = "".join(_DIGITS.findall(text)).removeprefix("0031").removeprefix("31")
    return digits.lstrip("0").startswith("6")


def titled(text: str) -> bool:
    """A name with «dhr.» or «mevrouw» before it; a street called after somebody does not count."""
    found = _TITLED.search(text)
    return found is not None and not BUILDING.search(_last_word(text, found.end()))


def _last_word(text: str, end: int) -> str:
    """The word that ends a name, and what is written on behind it."""
    rest = text[end:].split(",")[0].split(" ")
    return f"{text[:end].split()[-1]}{rest[0]}" if len(rest) < 2 else rest[-1] or rest[0]


def _building(text: str) -> bool:
    """Whether a name ends like that of a street or a building; «van Dijk» and «de Bos» do not."""
    found = BUILDING.search(text)
    return found is not None and not _FAMILY.search(text[: found.start()])


def looks_like_a_person(text: str) -> bool:
    """A name as a person's stands in a list: «J. de Vries», «Vries, J. de», «Piet de Vries»."""
    text = text.strip()
    if _building(text) or len(text) > 60:
        return False
    # A link between names («de», «van der») may stand at the end: «Vries, J. de».
    if titled(text) or _INITIALLED.fullmatch(text) or _INITIALLED.fullmatch(f"{text} "):
        return True
    given = _GIVEN.fullmatch(text) or _BACKWARDS.fullmatch(text) or _BACKWARDS.fullmatch(f"{text} ")
    return given is not None and plain(given.group(1)) in GIVEN


def about_a_person(text: str) -> bool:
    """A remark about somebody: what he does, has or suffers from."""
    if len(text) < 12 or " " not in text.strip():
        return False
    return bool(_ACTS.search(text) or _SUFFERS.search(text) or _ILL.search(text) or titled(text))
