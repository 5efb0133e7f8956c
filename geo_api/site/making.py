"""Making a division into gebieden: pick buurten, give them a name, download the delivery file.

Nothing is kept here: what was made so far travels in the form.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from fastapi import Request
from fastapi.responses import Response

from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.pages import AMSTERDAM
from geo_api.services import Services, Shared
from geo_api.site import areas, sheet, shown, words
from geo_api.site.toets import read_form

router = Router(include_in_schema=False)
MOST_NAME = 80
Made = dict[str, str]
"""Buurt to the name of its gebied."""


@router.get("/gebieden/maken")
async def start(request: Request, shared: Shared) -> Response:
    """The form with all buurten."""
    state = shared.current.require()
    return await _page(request, shared, state, {})


@router.post("/gebieden/maken")
async def sent(request: Request, shared: Shared) -> Response:
    """One gebied more or less, or the delivery file."""
    fields, _ = await read_form(request)
    state = shared.current.require()
    known = {code for _, code in await areas.listed(shared, state, sheet.BUURT) or ()}
    made = read(fields, known)
    wish = next((text for name, text in fields if name == "doe"), "voeg")
    if wish == "bestand" and made:
        headers = {"Cache-Control": "no-store"}
        headers["Content-Disposition"] = 'attachment; filename="gebiedsindeling.csv"'
        today = datetime.now(AMSTERDAM).date().isoformat()
        return Response(delivery(made, today), 200, headers, "text/csv; charset=utf-8")
    wrong = ""
    if wish == "bestand":
        wrong = "leeg"
    elif wish.startswith("weg:"):
        made = {code: name for code, name in made.items() if name != wish[4:]}
    else:
        made, wrong = added(made, fields, known)
    return await _page(request, shared, state, made, wrong, fields if wrong else ())


def read(fields: Iterable[tuple[str, str]], known: Iterable[str]) -> Made:
    """What was made so far: fields `in.CODE` with the name of the gebied."""
    there = frozenset(known)
    return {
        name[3:]: cut(text)
        for name, text in fields
        if name.startswith("in.") and name[3:] in there and cut(text)
    }


def added(made: Made, fields: Sequence[tuple[str, str]], known: Iterable[str]) -> tuple[Made, str]:
    """With the chosen buurten in the named gebied; a buurt is in one gebied, the last.

    Returns:
        What is made now, and what is wrong: `naam`, `buurten` or nothing.
    """
    there = frozenset(known)
    name = next((cut(text) for key, text in fields if key == "naam"), "")
    chosen = [text for key, text in fields if key == "buurt" and text in there]
    if not name or name[0].isdigit():
        return made, "naam"
    if not chosen:
        return made, "buurten"
    return made | dict.fromkeys(chosen, name), ""


def cut(text: str) -> str:
    """A name on one line, of at most so many signs, that no spreadsheet takes for a formula."""
    plain = " ".join(text.split())[:MOST_NAME]
    return plain.lstrip("=+-@ ") if plain.isprintable() else ""


def delivery(made: Mapping[str, str], peildatum: str) -> bytes:
    """The file of the feed `gebiedsindeling`: buurtcode, gebied, peildatum."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["buurtcode", "gebied", "peildatum"])
    writer.writerows([code, name, peildatum] for code, name in sorted(made.items()))
    return out.getvalue().encode()


async def _page(
    request: Request,
    shared: Services,
    state: State,
    made: Made,
    wrong: str = "",
    kept: Sequence[tuple[str, str]] = (),
) -> Response:
    """The form.

    Args:
        request: says the language.
        shared: of the service.
        state: the release.
        made: so far.
        wrong: what is wrong, a key of `WRONG`; empty for nothing.
        kept: what was filled in, when something of it is wrong.
    """
    buurten = await areas.listed(shared, state, sheet.BUURT)
    names = {code: name for name, code in buurten or ()}
    gebieden: dict[str, list[str]] = {}
    for code, gebied in made.items():
        gebieden.setdefault(gebied, []).append(names.get(code, code))
    return shown.made(
        request,
        shared,
        "site/maken.html",
        buurten=buurten,
        gemaakt=made,
        gebieden={name: sorted(held) for name, held in sorted(gebieden.items())},
        over=[(name, code) for name, code in buurten or () if code not in made],
        fouten=[(AT[wrong], words.said(WRONG[wrong], words.language(request)))] if wrong else [],
        getypt=next((cut(text) for key, text in kept if key == "naam"), ""),
        gekozen={text for key, text in kept if key == "buurt"},
    )


AT: Mapping[str, str] = {"naam": "naam", "buurten": "buurten", "leeg": "naam"}
"""The field that each fault is at."""
WRONG: Mapping[str, words.Pair] = {
    "naam": (
        "Geef het gebied een naam die met een letter begint.",
        "Give the area a name that begins with a letter.",
    ),
    "buurten": (
        "Kies een of meer buurten voor dit gebied.",
        "Choose one or more neighbourhoods for this area.",
    ),
    "leeg": (
        "Maak eerst een gebied; dan is er een bestand.",
        "Make an area first; then there is a file.",
    ),
}
