"""One delivery: what came, what was assumed, what changed, what was set apart, and what to do."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup
from starlette.responses import FileResponse

from data.registry import registry
from geo_api.beheer import coupling, spoken, told
from geo_api.beheer.desk import PAGE, Row
from geo_api.beheer.office import Actor, Form, Office, OfficeOf, Reader, after, page
from geo_api.beheer.overview import turning, whole
from geo_api.describe.languages import Pair, said
from geo_api.errors import Problem

router = APIRouter()
FORMS = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
SHOWN_BYTES = 200_000
_FOLDER = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*$")


@router.get("/leveringen/{nummer}")
async def delivery(request: Request, office: OfficeOf, session: Reader, nummer: str) -> Response:
    """The whole of one delivery."""
    found = await office.desk.delivery(whole(nummer))
    desk, taal = office.desk, spoken.language(request)
    report = _report(office, found, "txt")
    return page(
        request,
        session,
        "levering.html",
        delivery=found,
        contact=await _contact(office, found["leverancier"]),
        findings=await desk.findings(found),
        versions=await desk.versions(found["levering"]),
        apart=await desk.apart(found),
        earlier=await desk.deliveries(found["dataset"], found["leverancier"]),
        proposal=(proposal := await desk.proposal(found["levering"])),
        ours=coupling.ours(found["dataset"], proposal["voorstel"]) if proposal else [],
        dropped=await desk.dropped(found["levering"]),
        report=_text(report) if report else "",
        counts=_counts(found["telling"] or {}, taal),
        plain=_worded(found["dataset"], taal),
    )


def _titles(dataset: str, taal: str) -> dict[str, str]:
    declared = registry().get(dataset)
    columns = declared.columns if declared else ()
    return {column.name: said((column.title, column.title_en), taal) for column in columns}


def _worded(dataset: str, taal: str) -> Callable[[str], Markup]:
    """Why a row was set apart, with the title of a column where our name of it stands."""
    titles = _titles(dataset, taal)

    def plain(reason: str) -> Markup:
        pieces = (piece.split(" ", 1) for piece in reason.split("; "))
        named = (" ".join([titles.get(first, first), *rest]) for first, *rest in pieces)
        return Markup("; ").join(spoken.sentence(piece, taal=taal) for piece in named)

    return plain


COUNTED: Mapping[str, Pair] = {
    "ontvangen": ("Ontvangen", "Received"),
    "gepubliceerd": ("Overgenomen", "Accepted"),
    "afgekeurd": ("Apart gezet", "Set apart"),
    "dubbel": ("Dubbel", "Duplicate"),
}
OUTSIDE: Pair = ("Buiten bereik", "Out of scope")


def _counts(found: Row, taal: str) -> list[tuple[str, int]]:
    """Where the rows of a delivery went, in words; together they are what was received."""
    counted = [
        (said(pair, taal), int(found[name])) for name, pair in COUNTED.items() if name in found
    ]
    return counted + [
        (Markup("{}: {}").format(said(OUTSIDE, taal), _rule(rule, taal)), int(rows))
        for rule, rows in sorted((found.get("buiten_bereik") or {}).items())
        if int(rows)
    ]


def _rule(name: str, taal: str) -> Markup:
    return spoken.sentence(name.replace("_", " "), taal=taal)


async def _contact(office: Office, name: str) -> Row | None:
    rows = await office.desk.suppliers() if name else []
    return next((row for row in rows if row["leverancier"] == name), None)


def _report(office: Office, found: Row, kind: str) -> Path | None:
    """The file of a report; None when there is none. Its place is made of known names only."""
    parts = [part for part in (found["dataset"], found["leverancier"]) if part]
    if not all(map(_FOLDER.match, parts)):
        return None
    file = office.settings.reports.joinpath(*parts, f"{found['levering']}.{kind}")
    return file if file.is_file() else None


def _text(file: Path) -> str:
    with file.open("rb") as stream:
        return stream.read(SHOWN_BYTES).decode("utf-8", errors="replace")


@router.get("/leveringen/{nummer}/verslag/{vorm}")
async def report(office: OfficeOf, session: Reader, nummer: str, vorm: str) -> Response:
    """The report of a delivery, to keep or send on."""
    found = await office.desk.delivery(whole(nummer))
    file = _report(office, found, vorm) if vorm in FORMS else None
    if file is None:
        raise Problem(404, "Van deze levering is er geen verslag in die vorm.")
    await office.acts.note("inzien", f"verslag {nummer}.{vorm}", session.who)
    name = f"verslag-{found['dataset']}-{found['levering']}.{vorm}"
    return FileResponse(file, media_type=FORMS[vorm], filename=name)


@router.get("/leveringen/{nummer}/afgekeurd")
async def apart(
    request: Request, office: OfficeOf, session: Reader, nummer: str, vanaf: str = "0"
) -> Response:
    """Rows that were set apart, a page at a time, masked by tier; looking is put on record."""
    found = await office.desk.delivery(whole(nummer))
    start, taal = whole(vanaf), spoken.language(request)
    rows = await office.desk.apart_rows(found, start)
    await office.acts.note("inzien", f"quarantaine {nummer}", session.who)
    declared = registry().get(found["dataset"])
    hidden = {"id", *(column.status for column in declared.columns)} if declared else {"id"}
    return page(
        request,
        session,
        "afgekeurd.html",
        delivery=found,
        rows=rows[:PAGE],
        # What was set apart in the table has our names; what was never let in those of the file.
        names=_titles(found["dataset"], taal),
        hidden=hidden,
        plain=_worded(found["dataset"], taal),
        **turning(rows, start),
    )


@router.post("/leveringen/{nummer}/goedkeuren", name="goedkeuren")
async def approve(office: OfficeOf, session: Actor, fields: Form, nummer: str) -> Response:
    """Approve once, with a reason."""
    found = await office.desk.delivery(whole(nummer))
    done = await office.acts.approve(
        session, found["dataset"], found["levering"], fields.get("reden", "")
    )
    done = told.dataset(done, found["dataset"])
    return after(session, done, f"/leveringen/{found['levering']}", fields)


@router.post("/leveringen/{nummer}/koppelen", name="koppelen")
async def couple(
    request: Request, office: OfficeOf, session: Actor, fields: Form, nummer: str
) -> Response:
    """Confirm which column is which."""
    found = await office.desk.delivery(whole(nummer))
    proposal = await office.desk.proposal(found["levering"])
    columns = coupling.chosen(fields)
    done = coupling.fault(found["dataset"], proposal, columns) if proposal else None
    if done is None:
        act = office.acts.couple(
            session, found["dataset"], found["leverancier"], columns, fields.get("reden", "")
        )
        done = told.columns(await act, found["dataset"], spoken.language(request))
    return after(session, done, f"/leveringen/{found['levering']}", fields)


@router.post("/leveringen/{nummer}/voorstel-afwijzen", name="voorstel_afwijzen")
async def drop_proposal(office: OfficeOf, session: Actor, fields: Form, nummer: str) -> Response:
    """Drop the proposal for the columns, with a reason; the delivery stays refused."""
    found = await office.desk.delivery(whole(nummer))
    done = await office.acts.drop_proposal(
        session, found["dataset"], found["leverancier"], fields.get("reden", "")
    )
    done = told.dataset(done, found["dataset"])
    return after(session, done, f"/leveringen/{found['levering']}", fields)
