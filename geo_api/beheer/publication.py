"""What readers see: withdraw and restore a layer, turn a dataset back."""

from fastapi import APIRouter
from fastapi.responses import Response

from geo_api.beheer.office import Actor, Form, OfficeOf, Reader, after, page

router = APIRouter()
PLACE = "/publicatie"


@router.get(PLACE)
async def shown(office: OfficeOf, session: Reader) -> Response:
    """Layers, withdrawn ones first, and datasets."""
    desk = office.desk
    return page(
        office, session, "publicatie.html", layers=await desk.layers(), datasets=await desk.rolled()
    )


@router.post("/publicatie/lagen/{laag}/intrekken", name="intrekken")
async def withdraw(office: OfficeOf, session: Actor, fields: Form, laag: str) -> Response:
    """Take a layer away from readers."""
    done = await office.acts.withdraw(session, laag, fields.get("reden", ""))
    return after(session, done, PLACE, fields)


@router.post("/publicatie/lagen/{laag}/herstellen", name="herstellen")
async def restore(office: OfficeOf, session: Actor, fields: Form, laag: str) -> Response:
    """Show it again."""
    done = await office.acts.restore(session, laag, fields.get("reden", ""))
    return after(session, done, PLACE, fields)


@router.post("/publicatie/datasets/{dataset}/terugdraaien", name="terugdraaien")
async def rollback(office: OfficeOf, session: Actor, fields: Form, dataset: str) -> Response:
    """Turn a dataset and what is made from it back to the version before."""
    done = await office.acts.rollback(session, dataset, fields.get("reden", ""))
    return after(session, done, PLACE, fields)
