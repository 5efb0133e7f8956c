"""Liveness (the process answers) apart from readiness (it can serve what is published)."""

from fastapi.responses import JSONResponse, Response

from geo_api import texts
from geo_api.contract import described
from geo_api.errors import Problem
from geo_api.http.routing import Router
from geo_api.routers.landing import NONE, Bare
from geo_api.services import Services, Shared

router = Router(prefix="/health", tags=["Toestand"])
_FRESH = {"Cache-Control": "no-store"}


@router.get(
    "/live",
    summary="Leeft het proces?",
    description="Antwoordt zolang het proces draait, ook zonder database.",
    responses=described.answers("Het proces leeft.", "application/json", "Toestand", kept=False),
    openapi_extra=NONE.document(),
)
async def live(_: Bare) -> Response:
    """The process answers."""
    return JSONResponse({"status": "leeft"}, headers=_FRESH)


@router.get(
    "/ready",
    summary="Kan er worden bediend?",
    description=(
        "Database bereikbaar, release aanwezig, elke laag en elk archief leesbaar; "
        "anders 503 met de redenen."
    ),
    responses=described.answers(
        "Alles is leesbaar.", "application/json", "Toestand", 503, kept=False
    ),
    openapi_extra=NONE.document(),
)
async def ready(shared: Shared, _: Bare) -> Response:
    """Everything that is declared can be read."""
    await shared.current.refresh()
    state = shared.current.require()
    faults = _faults(shared)
    if faults:
        raise Problem(503, " ".join(faults))
    content = {"status": "gereed", "release": state.release["release"], "lagen": len(state.layers)}
    return JSONResponse(content, headers=_FRESH)


def _faults(shared: Services) -> list[str]:
    """A sentence for everything that is declared and cannot be read."""
    state = shared.current.require()
    faults = [texts.NO_DATABASE] if shared.current.fault else []
    faults += [f"Van {name} ontbreekt de beschrijving in pub.laag." for name in state.broken]
    for name, layer in state.layers.items():
        found = layer.current
        if found.missing:
            columns = ", ".join(found.missing)
            faults.append(f"De view {found.schema}.{name} mist of toont niet: {columns}.")
        if found.archive:
            try:
                shared.sources.get(found.archive)
            except Problem:
                faults.append(f"Het archief {found.archive.bestand} is niet leesbaar.")
    return faults
