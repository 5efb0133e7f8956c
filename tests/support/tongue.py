"""Which words of a page are in the other language: what it shows, without what is marked.

Left out are parts with a `lang` of their own, code, titles of publications, keys, and names that
the data hold (of places, plans and organisations): those have one language everywhere.
"""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "br", "input", "img", "hr", "source", "rect", "path"})
SILENT = frozenset({"cite", "code", "pre", "script", "style"})
TOLD = frozenset({"aria-label", "alt", "title", "placeholder"})
_NL = """
het een van niet voor zijn wordt worden naar uit bij deze dit geen ook waar wat wie maar tot
aan zoals heeft hebben en de dat die u uw kan kunnen als alle elke meer nog hier daar onder
boven tussen zonder buurt buurten wijk wijken gemeente gemeenten woning woningen inwoners
gebied gebieden ouderen zorg bron bronnen peildatum laag lagen cijfer cijfers kaart onbekend
openbaar besloten geschat geteld afstand aantal aandeel huishoudens mensen jaar ouder klasse
methode bewerkt zacht nultreden zorggeschikt geclusterd huisarts apotheek ontmoeting
gebiedsindeling corporatie corporaties partijen plannen doorstroming opgave eisen wensen
"""
_EN = """
the and with from are not this that which have has for you your were been their they there it
its area areas neighbourhood neighbourhoods home homes figure figures resident residents source
sources layer layers map care older unknown public restricted estimated counted distance number
share households people year years class method processed step-free clustered municipality
district districts association associations need demand test save search address
"""
DUTCH, ENGLISH = frozenset(_NL.split()), frozenset(_EN.split())


class Shown(HTMLParser):
    """What a reader sees or hears of a page in its own language."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.lang = ""
        self.parts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A part begins; one that is marked stays out."""
        values = {name: text or "" for name, text in attrs}
        if tag == "html":
            self.lang = values["lang"]
        foreign = values.get("lang", self.lang) != self.lang
        silent = self._silent() or foreign or tag in SILENT
        if not silent:
            self.parts += [text for name, text in values.items() if name in TOLD]
        if tag not in VOID:
            self._open.append((tag, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A part without content."""

    def handle_endtag(self, tag: str) -> None:
        """A part ends."""
        while self._open:
            if self._open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        """Text that is shown."""
        if not self._silent() and data.strip():
            self.parts.append(" ".join(data.split()))

    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def wrong(page: str, names: Iterable[str] = ()) -> list[str]:
    """Parts of a page that hold a word of the other language.

    Args:
        page: HTML.
        names: that the data hold.
    """
    shown = Shown()
    shown.feed(page)
    other = DUTCH if shown.lang == "en" else ENGLISH
    longest = sorted((name for name in names if len(name) > 3), key=len, reverse=True)
    found = []
    for part in shown.parts:
        text = re.sub(r"\b[a-z]+\.[a-z_]\w*", " ", part)  # keys of the register
        for name in longest:
            text = text.replace(name, " ")
        hit = other & set(re.findall(r"[\w-]+", text.lower()))
        if hit:
            found.append(f"{sorted(hit)}: {part[:160]}")
    return list(dict.fromkeys(found))
