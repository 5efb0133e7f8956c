"""The start page: whose map this is, of when, and the two questions it answers."""

from functools import partial

from fastapi import Request
from fastapi.responses import Response

from geo_api.contract.parameters import Told
from geo_api.describe import negotiated, schemaorg
from geo_api.http import answers
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.routers import landing
from geo_api.services import Shared
from geo_api.site import areas, shown, words
from geo_api.site.words import Pair

router = Router(include_in_schema=False)
QUESTIONS: tuple[tuple[Pair, Pair, str, str], ...] = (
    (
        (
            "Waar is geclusterd wonen voor ouderen kansrijk?",
            "Where is clustered housing for older people promising?",
        ),
        (
            "De kansenkaart toont per vlak van 100 bij 100 meter waar vraag, voorzieningen en "
            "ruimte samenkomen. Het is een zoekgebied, geen planologische uitspraak.",
            "The opportunity map shows per square of 100 by 100 metres where demand, facilities "
            "and room come together. It is an area to search, no planning decision.",
        ),
        "kansenkaart",
        "-score",
    ),
    (
        ("Kan de buurt het dragen?", "Can the neighbourhood carry it?"),
        (
            "Draaglast en draagkracht per buurt, in klassen en met hun onderdelen: wat er nu al op "
            "een buurt rust, en wat zij aankan.",
            "Support load and capacity per neighbourhood, in classes and with their parts: what "
            "rests on a neighbourhood now, and what it can carry.",
        ),
        "draaglast",
        "",
    ),
)
"""The two questions the atlas answers, the layer that answers each, and the order of its table."""
MORE: tuple[tuple[str, Pair, Pair], ...] = (
    (
        "/buurt",
        ("Buurten en gebieden", "Neighbourhoods and areas"),
        (
            "Een factsheet op één A4, om af te drukken of als PDF te bewaren.",
            "A factsheet on one A4, to print or to keep as PDF.",
        ),
    ),
    (
        "/toets",
        ("Een initiatief toetsen", "Test an initiative"),
        ("Eisen en wensen voor een plan op een plek.", "Demands and wishes for a plan at a place."),
    ),
    (
        "/voortgang",
        ("Voortgang", "Progress"),
        ("De monitor van vraag en aanbod.", "The monitor of demand and supply."),
    ),
    (
        "/doorstroming",
        ("Doorstroming", "Moving on"),
        ("Welke woningen vrij kunnen komen.", "Which homes may become free."),
    ),
    (
        "/uitstroom",
        ("Uitstroom", "Leaving care"),
        ("Wonen na zorg of opvang.", "Housing after care or shelter."),
    ),
    (
        "/regio",
        ("Regio", "Region"),
        ("Een eerlijke verdeling over gemeenten.", "A fair share between municipalities."),
    ),
    (
        "/partijen",
        ("Partijen", "Parties"),
        ("Wie waar werkt.", "Who works where."),
    ),
    (
        "/methode",
        ("Methode", "Method"),
        ("Hoe de cijfers tot stand komen.", "How the figures are made."),
    ),
)


@router.get("/")
async def start(request: Request, shared: Shared, _: Told) -> Response:
    """Start page; for programs the entrance of the API."""
    if negotiated.form(request, "html") == "json":
        tag = landing.entrance_tag(shared, shared.current.require())
        made = partial(landing.entrance, shared)
        return answers.only(request, tag, made, answers.JSON, negotiated.VARY)

    async def make(state: State, taal: str) -> shown.Values:
        names = await areas.municipalities(shared, state)
        return {
            "gemeenten": names,
            "dataset_ld": schemaorg.catalogue(shared.links, state),
            "vragen": [
                (words.said(question, taal), words.said(answer, taal), layer, order)
                for question, answer, layer, order in QUESTIONS
            ],
            "meer": [
                (path, words.said(title, taal), words.said(text, taal))
                for path, title, text in MORE
            ],
        }

    return await shown.page(request, shared, "start.html", make)
