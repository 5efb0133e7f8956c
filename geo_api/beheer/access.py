"""Who may read which restricted layer, and who did; rights and keys given and taken.

What may be done and how it goes on record is the same as on the command line (`data.toegang`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from data import toegang
from data.toegang import Right
from geo_api.beheer import spoken
from geo_api.beheer.acts import Done
from geo_api.beheer.desk import PAGE
from geo_api.beheer.office import Actor, Form, OfficeOf, Reader, after, page
from geo_api.beheer.overview import turning, whole
from geo_api.besloten.site import plan
from geo_api.describe.languages import Pair, said
from geo_api.site import themes

router = APIRouter()
PLACE = "/toegang"
CHOSEN = "recht."
"""Begin of the name of a box that is ticked; kind and name follow."""
UNSET = (
    "Op deze pagina's kan geen sleutel worden gemaakt: het geheim van de installatie is hier niet "
    "ingesteld (KEY_SECRET_FILE). Op de opdrachtregel kan het wel."
)
DAYS = f"Een sleutel geldt 1 tot {toegang.MOST_DAYS} dagen."


@router.get(PLACE)
async def access(request: Request, office: OfficeOf, session: Reader, vanaf: str = "0") -> Response:
    """Rights, keys and looks, with the forms to change them."""
    start, desk, taal = whole(vanaf), office.desk, spoken.language(request)
    rows = await desk.looks(start)
    return page(
        request,
        session,
        "toegang.html",
        keys=[{**row, "rechten": _every(row["rechten"] or "", taal)} for row in await desk.keys()],
        rights=[
            {**row, "recht": _named(row["soort"], row["naam"], taal)} for row in await desk.rights()
        ],
        closed=choices(taal),
        makes=bool(office.settings.key_secret),
        no_secret=UNSET,
        usual=toegang.USUAL_DAYS,
        most=toegang.MOST_DAYS,
        once=session.take_once(),
        rows=[{**row, "waarop": where(row["voorwerp"], taal)} for row in rows[:PAGE]],
        **turning(rows, start),
    )


def choices(taal: str) -> Mapping[str, Sequence[Right]]:
    """What a right can be to, by kind: name and title, as the pages call it; by title."""
    closed = toegang.closed()
    named = {
        toegang.LAYER: [(name, _layer(name, title, taal)) for name, title in closed[toegang.LAYER]],
        toegang.THEME: [(name, themes.title(name, taal)) for name, _ in closed[toegang.THEME]],
    }
    return {kind: sorted(rows, key=lambda row: row[1]) for kind, rows in named.items()}


def _layer(name: str, title: str, taal: str) -> str:
    return spoken.layer({"laag": name, "titel": title}, taal=taal)


KINDS: Mapping[str, Pair] = {toegang.LAYER: ("laag", "layer"), toegang.THEME: ("thema", "theme")}


def _named(kind: str, name: str, taal: str) -> str:
    """A right in words; one to what is no longer there keeps its code."""
    title = dict(choices(taal).get(kind, ())).get(name, name)
    return f"{said(KINDS.get(kind, (kind, kind)), taal)} {title}"


def _every(rights: str, taal: str) -> str:
    """The rights of a key in words, from `laag a, thema b`."""
    parts = (right.partition(" ") for right in rights.split(", ") if right)
    return ", ".join(_named(kind, name, taal) for kind, _, name in parts)


SIGNED_IN: Mapping[str, Pair] = {"oidc": ("bij de eigen organisatie", "at their own organisation")}
"""Where somebody signed in, as it stands on record, and in words."""


def where(place: str, taal: str) -> str:
    """What was looked at: the page or the layer that an address is of; other places stay."""
    if place in SIGNED_IN:
        return said(SIGNED_IN[place], taal)
    for room in plan.ROOMS:
        for part in room.parts:
            if part.path == place:
                title = said(part.title, taal)
                return f"{said(room.title, taal)}: {title[:1].lower()}{title[1:]}"
    known = dict(choices(taal)[toegang.LAYER])
    named = (known.get(step.partition(".")[0]) for step in place.split("/"))
    return next((title for title in named if title), place)


@router.post("/toegang/rechten/geven", name="recht geven")
async def grant(office: OfficeOf, session: Actor, fields: Form) -> Response:
    """Let a group read a layer, or all of a theme."""
    kind, _, name = fields.get("recht", "").partition(":")
    reason = fields.get("reden", "")
    done = await office.acts.grant(session, fields.get("groep", ""), (kind, name), reason)
    return after(session, done, PLACE, fields)


@router.post("/toegang/rechten/nemen", name="recht nemen")
async def revoke(office: OfficeOf, session: Actor, fields: Form) -> Response:
    """Take a right back."""
    kind, _, name = fields.get("recht", "").partition(":")
    reason = fields.get("reden", "")
    done = await office.acts.revoke(session, fields.get("groep", ""), (kind, name), reason)
    return after(session, done, PLACE, fields)


@router.post("/toegang/sleutels/maken", name="sleutel maken")
async def make_key(office: OfficeOf, session: Actor, fields: Form) -> Response:
    """A new key; the page after this one shows it, once."""
    days = fields.get("dagen", "")
    if not office.settings.key_secret:
        return after(session, Done(False, UNSET), PLACE, fields)
    if not (days.isascii() and days.isdigit() and len(days) < 5):
        return after(session, Done(False, DAYS, "dagen"), PLACE, fields)
    rights = ticked(fields)
    done, session.once = await office.acts.make_key(
        session, fields.get("eigenaar", ""), rights, int(days), fields.get("reden", "")
    )
    if not 1 <= int(days) <= toegang.MOST_DAYS:
        done = replace(done, field="dagen")
    elif not rights and fields.get("eigenaar") and fields.get("reden"):
        done = replace(done, field="recht")
    return after(session, done, PLACE, fields)


@router.post("/toegang/sleutels/{nummer}/intrekken", name="sleutel intrekken")
async def withdraw_key(office: OfficeOf, session: Actor, fields: Form, nummer: str) -> Response:
    """Make a key worthless."""
    done = await office.acts.withdraw_key(session, nummer, fields.get("reden", ""))
    return after(session, done, PLACE, fields)


def ticked(fields: Mapping[str, str]) -> Sequence[Right]:
    """The rights whose boxes are ticked."""
    names = (name.removeprefix(CHOSEN) for name in fields if name.startswith(CHOSEN))
    parts = (name.partition(":") for name in names)
    return [(kind, name) for kind, _, name in parts]
