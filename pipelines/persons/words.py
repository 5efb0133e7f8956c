"""Words by which a column or a text about a person is known: headers, titles, given names.

Belongs here: word lists and how a header is taken apart. Not here: tests on values
(`persons_values`) and the judgement over a whole column (`persons`).
"""

import re
import unicodedata
from collections.abc import Iterable

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")

BSN = ("burgerservice", "sofinummer", "sofinr")
NAME_PARTS = (
    "voornaam",
    "voornamen",
    "voorletter",
    "initialen",
    "achternaam",
    "geslachtsnaam",
    "tussenvoegsel",
    "roepnaam",
    "meisjesnaam",
    "familienaam",
    "firstname",
    "lastname",
    "surname",
    "givenname",
)
# Whose name it can only be a person's: a tenant may be a firm, so that one needs a look at values.
PEOPLE = (
    "bewoner",
    "bewoonster",
    "hoofdbewoner",
    "huurder",
    "huurster",
    "hoofdhuurder",
    "medehuurder",
    "client",
    "cliente",
    "patient",
    "patiente",
    "aanvrager",
    "mantelzorger",
    "zorgvrager",
    "woningzoekende",
    "inschrijver",
)
STAFF = ("contactpersoon", "contactpersonen", "medewerker", "behandelaar", "indiener", "melder")
NAMED = ("naam", "namen", "name", "eigenaar", "contact", "huisarts", "verantwoordelijke")
BIRTH = ("geboortedat", "geboortedag", "gebdat", "birthdate", "dateofbirth", "birthday")
PHONE = ("telefoon", "telnr", "mobiel", "gsmnummer", "phone")
PHONE_WORDS = ("tel", "gsm", "mobile")
REMARK = (
    "opmerking",
    "toelichting",
    "bijzonderhe",
    "notitie",
    "memo",
    "aantekening",
    "remark",
    "commentaar",
    "omschrijving",
    "reden",
    "verslag",
)
# Numbers of organisations that obey the same test as a BSN, or are codes by their name.
OTHER_NUMBERS = ("rsin", "btw", "fiscaal", "kvk", "agb", "osm", "vestiging")
CODES = ("id", "nr", "nummer", "code", "kenmerk", "referentie", "sleutel", "identificatie")
PLACES = ("straat", "adres", "openbareruimte", "plaats", "locatie", "gebied", "buurt", "wijk")

# Common given names in the Netherlands of several generations; a help to tell «Piet de Boer» from
# the name of a building, never a proof on their own.
_GIVEN = (
    "aad aart ada adri adriaan agnes ahmed albert ali alie anita anja anna anne annemarie annie "
    "ans anton antonius arie arjan astrid bart bas ben bert bianca bob bram brenda carla caroline "
    "cees chantal chris christina claudia cor corrie daan danielle david debbie dennis diana dick "
    "dirk dirkje edwin eefje elisabeth ellen els emma erik erwin esther eva fatima femke ferdinand "
    "fleur floor frank frans frederik gerard gerda gerrit gert greet grietje hanneke hannie hans "
    "harm harry heleen helena hendrik hendrika henk henny herman hilda hugo ibrahim ilse ineke "
    "ingrid irene iris jaap jacob jacoba jan janneke jannie jantje janny jasper jeanette jelle "
    "jeroen jessica jo johan johanna johannes john jolanda joop joost joris jos julia karel karin "
    "kees kevin khadija kim klaas klaske koos laura leen lena leo lianne lies linda lisa lotte "
    "luuk maaike maarten marco margaretha margriet maria marian marieke marijke mark marleen "
    "martijn martin mathilde melissa michael michel mieke miranda mohamed monique nel nico niels "
    "nicole noa olga paul paula peter petra piet pieter pim rachid ria richard riet rita rob "
    "robert roel rolf ron ronald roos rosa ruben ruud sabine sander sandra sara sarah saskia "
    "sem sierd simon simone sjaak sofie sophie stefan stijn susan suzanne sven tess theo thijs "
    "thomas tijmen tim tineke tinus tom toon trijntje truus ursula vera victor wendy wijnand "
    "willem willemien wilma wim wouter yvonne yusuf"
)
GIVEN = frozenset(_GIVEN.split())
BUILDING = re.compile(
    r"(?i)(straat|laan|weg|plein|hof|hofje|kade|singel|pad|dreef|plantsoen|park|gracht|steeg|brug|"
    r"dijk|ring|burg|borg|veld|erf|state|huis|huijs|huys|flat|toren|heem|stede|staete|oord|school|"
    r"centrum|complex|woningen|huizen|residentie|rade|zicht|duin|bosch|bos|horst|werf|haven|markt|"
    r"buurt|wijk|polder|plaats|oost|west|noord|zuid|midden)$"
)
TITLES = r"(?:dhr|mevr|mw|mej|de heer|mevrouw|meneer|mijnheer|mejuffrouw)"
LINKS = (
    r"(?:(?:van|de|der|den|het|ter|ten|te|'t|’t|el|al|ben|van't|v\.?d\.?|op|in|la|le|di|da|"
    r"von|zu)\s+)"
)
# Somebody, with a verb that says what somebody does; «hij» and «zij» may be a building or a firm,
# so these need a verb of people.
SOMEBODY = (
    r"(?:mevrouw|meneer|mijnheer|dhr|mw|mevr|echtgenote|echtgenoot|weduwe|weduwnaar|bewoonster|"
    r"huurster|betrokkene|pati[eë]nte?|haar man|zijn vrouw|haar zoon|haar dochter|zijn zoon|"
    r"zijn dochter)"
)
ANYBODY = r"(?:hij|zij|ze|bewoner|huurder|cli[eë]nte?|zorgvrager|mantelzorger)"
DOES = (
    r"(?:heeft|is|was|had|woont|wil|kan|moet|krijgt|gebruikt|vraagt|kon|zit|ligt|werd|wordt|komt|"
    r"gaat|slaapt|valt|lijdt|belt|overlijdt|verhuist|kampt|drinkt|klaagt)"
)
SUFFERS = r"(?:slaapt|valt|lijdt|belt|overlijdt|verhuist|kampt|drinkt|klaagt)"
HEALTH = (
    r"(?:dement|alzheimer|parkinson|depress|verslaa|verslav|diagnos|medicijn|medicatie|psychia|"
    r"psychose|autis|kanker|incontinen|hartfalen|beroerte|copd|diabetes|suïcid|suicid|"
    r"schizofr|borderline|verward|overleden|in het ziekenhuis)"
)


def plain(text: str) -> str:
    """Lower case without accents."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(c for c in spread if not unicodedata.combining(c)).casefold()


class Header:
    """One column name, taken apart.

    Attributes:
        words: its words, lower case, without accents.
        whole: those words written as one.
    """

    def __init__(self, text: str) -> None:
        """Take a header apart at signs and at capitals inside a word."""
        self.words = tuple(_WORD.findall(plain(_CAMEL.sub(" ", text))))
        self.whole = "".join(self.words)

    def holds(self, parts: Iterable[str]) -> bool:
        """Whether one of the parts occurs in the name written as one."""
        return any(part in self.whole for part in parts)

    def has(self, words: Iterable[str]) -> bool:
        """Whether one of the words is a word of the name."""
        return not set(words).isdisjoint(self.words)

    @property
    def bsn(self) -> bool:
        """A citizen service number."""
        return self.has(("bsn", "sofi", "bsnnr", "bsnnummer")) or self.holds(BSN)

    @property
    def birth(self) -> bool:
        """A date of birth."""
        short = self.has(("geb",)) and self.has(("datum", "dat", "dd"))
        return self.holds(BIRTH) or short or self.has(("geboren", "dob"))

    @property
    def phone(self) -> bool:
        """A telephone number."""
        return self.holds(PHONE) or self.has(PHONE_WORDS)

    @property
    def remark(self) -> bool:
        """Free text."""
        return self.holds(REMARK)

    @property
    def person_name(self) -> bool:
        """The name of a person, or a part of one."""
        named = self.holds(("naam", "namen", "name"))
        return self.holds(NAME_PARTS) or (named and self._people)

    @property
    def person(self) -> bool:
        """Somebody, though it may be a firm, a number or yes and no."""
        return self._people or self.has(STAFF)

    @property
    def named(self) -> bool:
        """A name of whatever."""
        return self.has(NAMED)

    @property
    def other_number(self) -> bool:
        """A number of an organisation or a map."""
        return self.holds(OTHER_NUMBERS)

    @property
    def code(self) -> bool:
        """A number or code of a thing."""
        return self.has(CODES) or self.whole.endswith(("id", "nummer", "nr", "code"))

    @property
    def place(self) -> bool:
        """A street, an address or an area: these carry people's names without being them."""
        return self.holds(PLACES)

    @property
    def known(self) -> bool:
        """Whether it is a name that people give to a column, so that it may be repeated."""
        return any(
            (self.bsn, self.birth, self.phone, self.remark, self.person_name, self.person)
        ) or self.holds(("naam", "contact", "mail", "bewoner", "huurder", "client", "patient"))

    @property
    def _people(self) -> bool:
        return (
            self.has(PEOPLE)
            or self.holds(
                tuple(f"naam{word}" for word in PEOPLE) + tuple(f"{word}naam" for word in PEOPLE)
            )
            or self.holds(tuple(f"{word}snaam" for word in PEOPLE))
        )
