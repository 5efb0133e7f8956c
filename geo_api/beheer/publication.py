"""What readers see: withdraw and restore a layer, turn a dataset back."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from geo_api import pages
from geo_api.beheer import told
from geo_api.beheer.office import Actor, Form, OfficeOf, Reader, after, page

router = APIRouter()
PLACE = "/publicatie"


@router.get(PLACE)
async def shown(request: Request, office: OfficeOf, session: Reader) -> Response:
    """Layers, withdrawn ones first, and datasets."""
    desk = office.desk
    named = [
        row | {"titel": pages.title_of(row["dataset"]), "terug": row["bewaard"] > row["nu"]}
        for row in await desk.rolled()
    ]
    return page(
        request,
        session,
        "publicatie.html",
        layers=await desk.layers(),
        datasets=sorted(named, key=lambda row: str(row["titel"]).casefold()),
    )


@router.post("/publicatie/lagen/{laag}/intrekken", name="intrekken")
async def withdraw(office: OfficeOf, session: Actor, fields: Form, laag: str) -> Response:
    """Take a layer away from readers."""
    done = await office.acts.withdraw(session, laag, fields.get("reden", ""))
    return after(session, told.layer(done, laag), PLACE, fields)


@router.post("/publicatie/lagen/{laag}/herstellen", name="herstellen")
async def restore(office: OfficeOf, session: Actor, fields: Form, laag: str) -> Response:
    """Show it again."""
    done = await office.acts.restore(session, laag, fields.get("reden", ""))
    return after(session, told.layer(done, laag), PLACE, fields)


@router.post("/publicatie/datasets/{dataset}/terugdraaien", name="terugdraaien")
async def rollback(office: OfficeOf, session: Actor, fields: Form, dataset: str) -> Response:
    """Turn a dataset and what is made from it back to the version before."""
    done = await office.acts.rollback(session, dataset, fields.get("reden", ""))
    return after(session, told.dataset(done, dataset), PLACE, fields)
