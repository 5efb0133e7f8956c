"""Pages that show tables of the programme: progress, moving on, leaving care, shares, parties.

What each page shows is a list of blocks; a block without its layer says what is missing and who can
deliver it. No page here shows a light or a figure of a named party: those layers are closed, and
their names stand here only for the sentence that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from geo_api.ask import rows as reading
from geo_api.ask.rows import Row
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Shared
from geo_api.site import charts, shown, words
from geo_api.site.blocks import Block, absent, filled, origin, wanted
from geo_api.site.words import Pair

router = Router(include_in_schema=False)


@dataclass(frozen=True)
class Page:
    """One page: title, opening, blocks."""

    title: Pair
    text: Pair
    blocks: Sequence[Block]


PARTIES = Block(
    ("Partijen per gebied", "Parties by area"),
    ("Aanwezig is niet dekkend.", "Present does not mean enough."),
    "partijen",
    (),
    "partijen_gebied",
)
SERIES = Block(
    ("Reeksen van de monitor", "Series of the monitor"), ("", ""), "monitor_vraag_aanbod"
)
PAGES: Mapping[str, Page] = {
    "voortgang": Page(
        ("Voortgang", "Progress"),
        (
            "Hoe staat het met vraag en aanbod? De cijfers die openbaar zijn, en de reeksen die er "
            "verder zijn.",
            "How do demand and supply stand? The figures that are public, and the series there are "
            "besides.",
        ),
        (
            Block(
                ("Doelen en lichten", "Targets and lights"),
                (
                    "Doel, gerealiseerd en een licht in woorden, per reeks.",
                    "Target, realised and a light in words, per series.",
                ),
                "voortgangsmonitor",
                ("titel", "eenheid", "doel", "gerealiseerd", "verwacht", "licht"),
                "afspraken",
            ),
            Block(
                ("Acties naar trekker en termijn", "Actions by owner and deadline"),
                (
                    "Acties van het programma: wie trekt, en wanneer het klaar moet zijn.",
                    "Actions of the programme: who leads, and when it must be done.",
                ),
                "programma_acties",
                ("trekker", "gereed", "actie", "thema", "voortgang"),
                "acties",
            ),
        ),
    ),
    "doorstroming": Page(
        ("Doorstroming", "Moving on"),
        (
            "Hoeveel eengezinswoningen kunnen vrijkomen als ouderen passend kunnen verhuizen?",
            "How many family homes may become free if older people can move to a fitting home?",
        ),
        (
            Block(
                ("Per buurt", "By neighbourhood"),
                (
                    "Een schatting met aannamen, op volgorde van naam.",
                    "An estimate with assumptions, in order of name.",
                ),
                "doorstroompotentieel",
                (
                    *("buurtnaam", "hh65", "hh65_eengezins", "verhuizingen"),
                    *("geholpen", "geholpen_laag", "geholpen_hoog"),
                ),
            ),
            Block(
                ("Vrijgekomen en toegewezen woningen", "Homes vacated and let"),
                (
                    "Wat er in werkelijkheid vrijkwam en aan wie het ging.",
                    "What really became free and to whom it went.",
                ),
                "verhuringen",
                (),
                "toewijzingen",
            ),
        ),
    ),
    "uitstroom": Page(
        ("Uitstroom uit zorg en opvang", "Leaving care and shelter"),
        (
            "Wie zorg of opvang verlaat, heeft een woning nodig. Hier staat wat daarover "
            "openbaar is. Cijfers gaan over groepen, nooit over één mens.",
            "Who leaves care or shelter needs a home. Here is what is public about it. Figures "
            "are about groups, never about one person.",
        ),
        (
            Block(
                ("Behoefte en plaatsing", "Need and placement"),
                (
                    "Hoeveel mensen een woning nodig hebben, en hoeveel er binnen een half jaar "
                    "een vonden.",
                    "How many people need a home, and how many found one within half a year.",
                ),
                "uitstroom_per_gebied",
                (),
                "uitstroom",
            ),
            Block(
                ("Tussenvormen en beschermd wonen", "Intermediate and sheltered housing"),
                (
                    "Plaatsen, bezetting en wat er gepland is.",
                    "Places, occupancy and what is planned.",
                ),
                "tussenvormen_per_gebied",
                (),
                "tussenvormen",
            ),
        ),
    ),
    "regio": Page(
        ("Regio: een eerlijke verdeling", "Region: a fair share"),
        (
            "Als opvang en beschermd wonen naar inwoners worden verdeeld, wat is dan het deel van "
            "elke gemeente?",
            "If shelter and sheltered housing are shared by residents, what is the share of each "
            "municipality?",
        ),
        (
            Block(
                ("Verdeling over gemeenten", "Shares of municipalities"),
                (
                    "De sleutel is een keuze. Zij zegt niet wat een gemeente moet doen.",
                    "The key is a choice. It does not say what a municipality has to do.",
                ),
                "verdeling",
                ("gemeentenaam", "inwoners", "sleutel_pct", "aandeel_plaatsen"),
            ),
        ),
    ),
    "partijen": Page(
        ("Partijen", "Parties"),
        (
            "Welke organisaties werken in welk gebied? Aanwezig is niet dekkend: een naam zegt "
            "niet hoeveel zorg er is.",
            "Which organisations work in which area? Present does not mean enough: a name does "
            "not say how much care there is.",
        ),
        (PARTIES,),
    ),
}


def _route(name: str) -> None:
    async def page(request: Request, shared: Shared) -> Response:
        async def make(state: State, taal: str) -> shown.Values:
            return await _values(shared, state, name, taal)

        return await shown.page(request, shared, "site/monitor.html", make)

    router.add_api_route(f"/{name}", page, methods=["GET"], name=f"page_{name}")


for _name in PAGES:
    _route(_name)


async def _values(shared: Any, state: State, name: str, taal: str) -> shown.Values:
    page = PAGES[name]
    shown_blocks = [*page.blocks, *((SERIES,) if name == "voortgang" else ())]
    there = [block for block in shown_blocks if block.layer in state.layers]
    read = await reading.read(shared.database, state, [wanted(state, one) for one in there])
    held = {block.layer: found for block, found in zip(there, read, strict=True)}
    return {
        "titel": words.said(page.title, taal),
        "tekst": words.said(page.text, taal),
        "blokken": [filled(state, block, held.get(block.layer), taal) for block in page.blocks],
        "grafiek": _chart(held.get("verdeling", ()), taal) if name == "regio" else None,
        "alleen_een": name == "regio" and len(held.get("verdeling", ())) == 1,
        "samen": together(held.get("doorstroompotentieel", ()), taal),
        "reeksen": series(state, held[SERIES.layer], taal) if held.get(SERIES.layer) else None,
        "geen_reeksen": absent(SERIES, taal) if name == "voortgang" else "",
        "matrix": matrix(held["partijen"]) if held.get("partijen") else None,
        "verder": [
            *((f"/{other}", words.said(PAGES[other].title, taal)) for other in PAGES),
            ("/buurt", words.said(("Buurten en gebieden", "Neighbourhoods and areas"), taal)),
        ],
    }


def together(rows: Sequence[Row], taal: str) -> str:
    """What the buurten with a figure give together; empty where none has one."""
    known = [row for row in rows if row.get("verhuizingen") is not None]
    if not known:
        return ""
    free, low, high = (
        words.number(sum(row.get(name) or 0 for row in known), taal, 0)
        for name in ("verhuizingen", "geholpen_laag", "geholpen_hoog")
    )
    return words.said(
        (
            f"In de {len(known)} buurten met een cijfer komen naar schatting samen {free} "
            f"eengezinswoningen per jaar vrij. Met de keten van verhuizingen die volgt, helpt dat "
            f"{low} tot {high} huishoudens.",
            f"In the {len(known)} neighbourhoods with a figure an estimated {free} family homes "
            f"become free each year together. With the chain of moves that follows, that helps "
            f"{low} to {high} households.",
        ),
        taal,
    )


def series(state: State, rows: Sequence[Row], taal: str) -> dict[str, Any]:
    """The series of the monitor: with a public figure, closed, and without a source."""
    named = sorted((words.value(str(row["titel"]), taal), row) for row in rows)
    shown_here = [
        (title, _figure(row, taal)) for title, row in named if row["beschikbaar"] == "openbaar"
    ]
    by_word = {
        word: [title for title, row in named if row["beschikbaar"] == word]
        for word in ("besloten", "geen bron")
    }
    return {
        "open": shown_here,
        "dicht": by_word["besloten"],
        "zonder": by_word["geen bron"],
        "bron": origin(state.layers[SERIES.layer].current, taal),
    }


def _figure(row: Row, taal: str) -> str:
    value, unit = row.get("waarde_openbaar"), str(row.get("eenheid") or "")
    if value is None:
        return words.status(row.get("waarde_openbaar_status"), taal)
    return words.figure(value, unit, taal) + words.behind(words.value(unit, taal))


def _chart(rows: Sequence[Row], taal: str) -> Any:
    """The key as bars; gemeenten in the order of their names."""
    known = sorted(rows, key=lambda row: str(row.get("gemeentenaam")))
    if len(known) < 2:
        return None
    made = []
    for row in known:
        value = row.get("sleutel_pct")
        told = words.number(value, taal) + ("%" if value is not None else "")
        made.append(charts.Bar(str(row.get("gemeentenaam") or row["id"]), value, told))
    return charts.bars(words.said(("Sleutel, in procenten", "Key, per cent"), taal), made)


def matrix(rows: Sequence[Row]) -> tuple[list[str], list[tuple[str, str, list[bool]]]]:
    """Parties against gebieden.

    Returns:
        The gebieden, and per role and party whether it is in each.
    """
    areas = sorted({str(row["gebied"]) for row in rows})
    there: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        key = (str(row.get("rol") or ""), str(row["partij"]))
        there.setdefault(key, set()).add(str(row["gebied"]))
    lines = [
        (role, party, [area in held for area in areas])
        for (role, party), held in sorted(there.items())
    ]
    return areas, lines
