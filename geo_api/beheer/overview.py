"""Pages to look at: what needs attention, what is due, who delivers, what ran and who did what."""

from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from geo_api.beheer import rooster, spoken, told
from geo_api.beheer.desk import PAGE
from geo_api.beheer.office import OfficeOf, Reader, page
from geo_api.errors import Problem

router = APIRouter()
NEAR_DAYS = 14
NEVER, FINE = 4, 5
"""`ernst` of a feed that never came, and from which on nobody needs to do anything."""


@router.get("/")
async def overview(request: Request, office: OfficeOf, session: Reader) -> Response:
    """Trouble first."""
    rows = await office.desk.standing()
    live = [row for row in rows if not row["uit"]]
    return page(
        request,
        session,
        "overzicht.html",
        trouble=[row for row in live if row["ernst"] < NEVER],
        never=[row for row in live if row["ernst"] == NEVER],
        waiting=[row for row in live if row["ernst"] == FINE],
        fine=[row for row in live if row["ernst"] > FINE],
        off=await _off(office),
        faults=await office.desk.faults(),
        soon=[
            row
            for row in live
            if 0 <= (row["dagen"] if row["dagen"] is not None else -1) <= NEAR_DAYS
        ],
        run=next(iter(await office.desk.runs(1)), None),
    )


async def _off(office: OfficeOf) -> list[dict[str, Any]]:
    return [row for row in await office.desk.feeds() if row["uit"]]


@router.get("/kalender")
async def calendar(request: Request, office: OfficeOf, session: Reader) -> Response:
    """What is due when: deliveries by month, agreements that end, the next pulls."""
    rows = [row for row in await office.desk.standing() if row["verwacht"] and not row["uit"]]
    # A feed that is pulled is due when it has been silent too long: only its next pull is a date.
    due = sorted((row for row in rows if row["aangeleverd"]), key=lambda row: str(row["verwacht"]))
    months = [
        (month, list(found)) for month, found in groupby(due, lambda row: str(row["verwacht"])[:7])
    ]
    feeds = [row for row in await office.desk.feeds() if row["volgende"] and not row["map"]]
    ends = [row for row in await office.desk.suppliers() if row["einde"]]
    return page(
        request,
        session,
        "kalender.html",
        months=months,
        feeds=feeds,
        ends=sorted(ends, key=lambda row: str(row["einde"])),
    )


@router.get("/leveranciers")
async def suppliers(request: Request, office: OfficeOf, session: Reader) -> Response:
    """Everyone who delivers."""
    rows = await office.desk.suppliers()
    standing = await office.desk.standing()
    worst = {
        row["leverancier"]: min(
            (s["ernst"] for s in standing if s["leverancier"] == row["leverancier"]), default=9
        )
        for row in rows
    }
    return page(request, session, "leveranciers.html", rows=rows, worst=worst, fine=FINE)


@router.get("/leveranciers/{naam}")
async def supplier(request: Request, office: OfficeOf, session: Reader, naam: str) -> Response:
    """One supplier: how to reach them, until when, what they deliver and delivered."""
    found = await office.desk.supplier(naam)
    standing = [row for row in await office.desk.standing() if row["leverancier"] == naam]
    return page(
        request,
        session,
        "leverancier.html",
        supplier=found,
        standing=standing,
        deliveries=await office.desk.of_supplier(naam),
    )


@router.get("/verversingen")
async def runs(request: Request, office: OfficeOf, session: Reader) -> Response:
    """When feeds are pulled, and how the last refreshes went."""
    desk, taal = office.desk, spoken.language(request)
    feeds = [{**row, "rooster": rooster.words(row["schema"], taal)} for row in await desk.feeds()]
    return page(request, session, "verversingen.html", runs=await desk.runs(), feeds=feeds)


@router.get("/meldingen")
async def alerts(request: Request, office: OfficeOf, session: Reader) -> Response:
    """What was told."""
    return page(request, session, "meldingen.html", rows=await office.desk.alerts())


@router.get("/logboek")
async def acts(request: Request, office: OfficeOf, session: Reader, vanaf: str = "0") -> Response:
    """Who did what."""
    start, taal = whole(vanaf), spoken.language(request)
    rows = await office.desk.acts(start)
    shown = [{**row, "waarop": told.subject(row["voorwerp"] or "", taal)} for row in rows[:PAGE]]
    return page(request, session, "logboek.html", rows=shown, **turning(rows, start))


def whole(text: str) -> int:
    """A number in an address.

    Raises:
        Problem: 400 for anything else.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem(400, f"'{text[:40]}' is geen nummer.")
    return int(text)


def turning(rows: list[dict[str, Any]], start: int) -> dict[str, int | None]:
    """Where the page before and the next one of a long list begin."""
    return {
        "start": start,
        "before": max(start - PAGE, 0) if start else None,
        "next": start + PAGE if len(rows) > PAGE else None,
    }
