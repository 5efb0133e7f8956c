"""The toets on a page: an initiative against eisen and wensen, without JavaScript.

Nothing is kept here: what was filled in comes back with the answer, or leaves as a file.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from data.datasets.initiatieven import KINDS, PHASES
from geo_api import texts
from geo_api.ask import rows, tested
from geo_api.errors import Problem
from geo_api.http.routing import Router
from geo_api.pages import AMSTERDAM
from geo_api.services import Services, Shared
from geo_api.site import shown, toets_form, toets_norms, toets_place, words
from geo_api.site import toets_words as said
from geo_api.site.sheet import MEANINGS
from geo_api.site.toets_form import Form

router = Router(include_in_schema=False)
MOST_FIELDS = 5000
"""A gemeente has a few hundred buurten, each with a field or two."""
PLACE = ("adres", "x", "y")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
FILES = {
    "bewaar": ("toets.json", "application/json", toets_form.saved),
    "initiatief": ("initiatieven.csv", "text/csv; charset=utf-8", toets_form.initiative),
    "antwoorden": ("toetsantwoorden.csv", "text/csv; charset=utf-8", toets_form.answers_file),
}
"""What a button makes: name of the file, its kind, and how."""


@router.get("/toets")
async def start(request: Request, shared: Shared) -> Response:
    """The form, empty but for the place that a link names."""
    place = [(name, text) for name, text in request.query_params.multi_items() if name in PLACE]
    return await _page(request, shared, toets_form.read(place, _today()))


@router.post("/toets")
async def sent(request: Request, shared: Shared) -> Response:
    """The outcome, a file, or the form of a file that was opened."""
    fields, file = await read_form(request)
    form = toets_form.read(fields, _today())
    wish = next((text for name, text in fields if name == "doe"), "toets")
    again = toets_form.opened(file, _today()) if wish == "open" and file else None
    if wish == "open" and again is None:
        return await _page(request, shared, form, wrong=[NO_FILE])
    form = again or form
    wrong = toets_form.problems(form)
    if wrong:
        return await _page(request, shared, form, wrong=wrong, reopened=again is not None)
    if wish in FILES:
        name, kind, make = FILES[wish]
        headers = {"Cache-Control": "no-store"}
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return Response(make(form), 200, headers, kind)
    return await _tested(request, shared, form, reopened=again is not None)


NO_FILE = (
    "bestand",
    "Dit is geen bewaarde toets. Kies een bestand dat u met ‘Bewaar’ op deze pagina maakte.",
    "This is no saved test. Choose a file that you made with ‘Save’ on this page.",
)


def _today() -> Any:
    return datetime.now(AMSTERDAM).date()


async def read_form(request: Request) -> tuple[list[tuple[str, str]], bytes]:
    """Fields of a form, and the file that came with it.

    Raises:
        Problem: 415 and 400, it is no form, or a broken one.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORMS:
        raise Problem(415, texts.NOT_A_FORM)
    fields, file = [], b""
    try:
        async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    file = await value.read()
                else:
                    fields.append((name, value))
    except HTTPException:
        raise Problem(400, texts.NOT_A_FORM) from None
    return fields, file


async def _tested(
    request: Request, shared: Services, form: Form, *, reopened: bool = False
) -> Response:
    async def make(state: Any) -> Response:
        place, told, wrong = await toets_place.find(shared, state, form)
        if wrong:
            return await _page(request, shared, form, wrong=wrong, reopened=reopened)
        body = toets_form.question(form, place)
        try:
            found = await tested.outcome(shared.database, shared.links, state, body)
        except Problem as problem:
            wrong = [("", problem.detail, words.sentence(problem.detail, words.ENGLISH))]
            return await _page(request, shared, form, wrong=wrong, reopened=reopened)
        return await _page(request, shared, form, found=found, plek=told, reopened=reopened)

    return await rows.from_now(shared.current, make)


async def _page(
    request: Request,
    shared: Services,
    form: Form,
    *,
    found: Mapping[str, Any] | None = None,
    plek: str | None = None,
    wrong: Any = (),
    reopened: bool = False,
) -> Response:
    taal = words.language(request)
    rules = {rule.sleutel: rule.een_van for rule in tested.rules()} if found else {}

    def pair(table: Mapping[Any, words.Pair], key: Any) -> str:
        return words.said(table.get(key, (str(key), str(key))), taal)

    return shown.made(
        request,
        shared,
        "site/toets.html",
        form=form,
        gevonden=found,
        plek=plek,
        geopend=reopened,
        voorbeeld=await shared.asking.names.first(shared.database, shared.current.require()),
        fouten=[(name, words.said((nl, en), taal)) for name, nl, en in wrong],
        soorten=KINDS,
        fasen=PHASES,
        programma={name: words.said(text, taal) for name, text in said.PROGRAMME.items()},
        vragen={
            name: words.said(said.FIELDS.get(name, (name, name)), taal)
            for name in tested.answerable()
        },
        uitkomst=pair(said.OUTCOMES, found["uitkomst"]) if found else "",
        label=pair(said.LABELS, found["label"]) if found and found["label"] else "",
        oordeel=lambda key: pair(said.JUDGED, key),
        beslist=lambda key: pair(said.DECIDED, key),
        titel=lambda point: (
            said.POINTS.get(point["sleutel"], point["titel"])
            if taal == words.ENGLISH
            else point["titel"]
        ),
        normen=lambda point: toets_norms.told(
            point, rules.get(point["sleutel"], ()), found["feiten"] if found else {}, form, taal
        ),
        feiten=_facts(found, taal) if found else [],
        omgeving=_around(found, taal) if found else [],
        opmerkingen=[words.said(one, taal) for one in said.REMARKS],
    )


def _facts(found: Mapping[str, Any], taal: str) -> list[tuple[str, str]]:
    told = []
    for name, (title, unit) in said.FACTS.items():
        value = found["feiten"].get(name)
        text = words.number(value, taal, 0)
        told.append(
            (words.said(title, taal), f"{text} {unit}".strip() if value is not None else text)
        )
    return told


def _around(found: Mapping[str, Any], taal: str) -> list[Mapping[str, Any]]:
    """What layers say of the surroundings: title, value and what a class means; and the source."""
    return [
        layer
        | {
            "naam": words.layer(layer["laag"], None, taal),
            "regels": [
                _line(figure, row["sleutel"].get("gebied"), taal)
                for row in layer["rijen"]
                for figure in row["cijfers"]
            ],
        }
        for layer in found["omgeving"]
    ]


def _line(figure: Mapping[str, Any], area: str | None, taal: str) -> tuple[str, str, str]:
    end = "En" if taal == words.ENGLISH else ""
    title = figure[f"titel{end}"] or figure["titel"]
    value = figure["waarde"]
    if value is None:
        told = words.status(figure["status"] or "ontbreekt", taal)
    elif isinstance(value, str):
        told = words.value(value, taal, figure["kolom"])
    else:
        unit = figure[f"eenheid{end}"] or figure["eenheid"]
        told = words.figure(value, figure["eenheid"], taal)
        told += words.behind(words.of_one(unit, value))
    meaning = words.said(MEANINGS.get(str(value), ("", "")), taal)
    return f"{title}, {area}" if area else title, told, meaning
