"""A delivery report as Markdown and as the plain text of an e-mail.

Belongs here: lay-out in characters. Not here: what is said (`feiten`).
"""

import re
import textwrap
from collections.abc import Iterator

from pipelines.verslag.inhoud import Fout, Inhoud, Wijziging, getal, rijen

WIDTH = 76
WORDS = {
    "gepubliceerd": "Gepubliceerd",
    "deels": "Gepubliceerd, niet alle rijen",
    "geweigerd": "Niet gepubliceerd",
    "gewist": "Gewist om persoonsgegevens",
    "niet_gelezen": "Gewist: soort bestand die wij niet lezen",
    "teruggedraaid": "Teruggedraaid",
}
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown(said: Inhoud) -> str:
    """The report as Markdown; signs in names and values have no meaning in it."""
    return "\n".join(_markdown(said)).strip() + "\n"


def _markdown(said: Inhoud) -> Iterator[str]:
    yield f"# {_plain(said.titel)}"
    yield ""
    yield f"**{_plain(said.kop)}**"
    yield ""
    yield f"Aan {_plain(said.leverancier)}, levering {said.nummer}."
    yield from _section("Wat u nu kunt doen", [_plain(step) for step in said.doen])
    yield from _section("Waarom", [_plain(reason) for reason in said.redenen])
    yield "\n## Wat wij ontvingen\n"
    yield "| wat | |"
    yield "| --- | --- |"
    for label, text in said.binnen:
        yield f"| {label} | {_plain(text)} |"
    yield from _section("Wat wij hebben aangenomen", [_plain(one) for one in said.gelezen])
    if said.telling:
        yield "\n## Waar de rijen bleven\n"
        yield "| rijen | aantal |"
        yield "| --- | ---: |"
        for label, number in said.telling:
            yield f"| {_plain(label)} | {getal(number)} |"
    yield from _section("Wat niet is gepubliceerd", [_plain(_fault(f)) for f in said.fouten])
    if said.wijzigingen:
        lines = [_plain(_change(one)) for one in said.wijzigingen]
        yield from _section(f"Wat er veranderde sinds {said.vorige}", lines)
    if said.contact:
        yield from _section("Vragen", [f"Stel ze aan {_plain(said.contact)}."])
    yield f"\nGemaakt op {said.gemaakt}."


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n## {title}\n"
        for line in lines:
            yield f"- {line}"


def _plain(text: str) -> str:
    """Text in which no sign means anything."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def email(said: Inhoud) -> str:
    """The report as plain text, its first line the subject."""
    return "\n".join(_email(said)).strip() + "\n"


def _email(said: Inhoud) -> Iterator[str]:
    word = WORDS.get(said.uitkomst, "Ontvangen")
    yield f"Onderwerp: {word} - {said.feed}, levering {said.nummer}"
    yield ""
    yield f"Beste collega van {said.leverancier},"
    yield ""
    yield from _wrapped(said.kop)
    yield from _part("WAT U NU KUNT DOEN", said.doen)
    yield from _part("WAAROM", said.redenen)
    yield from _part("WAT WIJ ONTVINGEN", [f"{label}: {text}" for label, text in said.binnen])
    yield from _part("WAT WIJ HEBBEN AANGENOMEN", said.gelezen)
    counts = [f"{label}: {getal(number)}" for label, number in said.telling]
    yield from _part("WAAR DE RIJEN BLEVEN", counts)
    yield from _part("WAT NIET IS GEPUBLICEERD", [_fault(fault) for fault in said.fouten])
    if said.wijzigingen:
        lines = [_change(change) for change in said.wijzigingen]
        yield from _part(f"WAT ER VERANDERDE sinds {said.vorige}", lines)
    if said.contact:
        yield ""
        yield from _wrapped(f"Vragen? Stel ze aan {said.contact}.")
    yield ""
    yield f"Dit verslag is gemaakt op {said.gemaakt}."


def _part(title: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        for line in lines:
            yield textwrap.fill(
                " ".join(line.split()),
                WIDTH,
                initial_indent="- ",
                subsequent_indent="  ",
                break_long_words=False,
                break_on_hyphens=False,
            )


def _wrapped(text: str) -> Iterator[str]:
    yield textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _fault(fault: Fout) -> str:
    subject = f"{fault.kolom} {fault.wat}" if fault.kolom else fault.wat
    where = f": {fault.waar}" if fault.waar else ""
    shown = f" Zo ziet het eruit: {', '.join(fault.voorbeelden)}." if fault.voorbeelden else ""
    return f"{subject} ({rijen(fault.aantal)}{where}).{shown} {fault.doen}"


def _change(change: Wijziging) -> str:
    if not change.aantal:
        return f"{change.wat}: geen"
    named = f": {', '.join(change.sleutels)}" if change.sleutels else ""
    more = f" en nog {getal(change.rest)}" if change.sleutels and change.rest else ""
    return f"{change.wat}: {getal(change.aantal)}{named}{more}"
