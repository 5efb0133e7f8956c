"""M12, norms of social rent per new-build project and of the whole programme (METHODS 16)."""

from data.columns import count, share
from data.datasets.vlekken import AGREED, PUBLIC
from data.model import Bounds, Column, Dataset, Layer, Part, Role, Tier
from data.parameters import method_version

JUDGEMENTS = (
    {"waarde": "voldoet"},
    {"waarde": "voldoet niet"},
    {"waarde": "onbekend"},
    {"waarde": "geen nieuwbouw"},
)


def _judged(name: str, title: str, title_en: str) -> Column:
    return Column(
        name=name,
        title=title,
        title_en=title_en,
        role=Role.CLASS,
        classes=JUDGEMENTS,
        palette="soorten",
        release=AGREED,
    )


def _homes(name: str, title: str, title_en: str, formula: str = "", *parts: Part) -> Column:
    given = parts or (Part(dataset="plannen", column=name, many=True),)
    return count(name, title, title_en, "woningen", release=AGREED, formula=formula, parts=given)


SHOWN = (
    "nummer",
    "naam",
    "status",
    "woningen",
    "sociale_huur",
    "sociale_huur_laag",
    "sociale_huur_pct",
    "sociaal_nodig",
    "sociaal_oordeel",
    "laag_nodig",
    "laag_oordeel",
)

DATASET = Dataset(
    name="normtoets_project",
    title="Normen voor sociale huur in nieuwbouw",
    title_en="Norms of social rent in new building",
    description=(
        "Per nieuwbouwplan: hoeveel sociale huur er minstens moet zijn, hoeveel daarvan onder de "
        "lage aftoppingsgrens, en of het plan dat haalt; en het programma van de gemeente als "
        "geheel."
    ),
    publisher="Gemeenten en ontwikkelaars, bewerkt",
    licence="afspraak met de leverancier",
    attribution="gemeenten en ontwikkelaars",
    theme="opgave",
    tier=Tier.B,
    columns=(
        Column(
            name="nummer",
            title="Nummer",
            title_en="Number",
            description="Vlek van het plan, of `programma:` met de code van de gemeente.",
            role=Role.KEY,
            release=AGREED,
        ),
        Column(name="naam", title="Naam", title_en="Name", role=Role.NAME, release=AGREED),
        Column(name="status", title="Status", title_en="Status", release=AGREED),
        Column(
            name="openbaar", title="Wie het mag zien", title_en="Who may see it", release=AGREED
        ),
        _homes("woningen", "Woningen", "Dwellings"),
        _homes("sociale_huur", "Sociale huur", "Social rent"),
        _homes(
            "sociale_huur_laag", "Onder de lage aftoppingsgrens", "Social rent below first limit"
        ),
        share(
            "sociale_huur_pct",
            "Aandeel sociale huur",
            "Share of social rent",
            release=AGREED,
            formula="sociale huur / woningen",
            parts=(Part(column="sociale_huur"), Part(column="woningen")),
        ),
        _homes(
            "sociaal_nodig",
            "Sociale huur die de norm vraagt",
            "Social rent needed",
            "norm x woningen, naar boven afgerond",
            Part(column="woningen", weight="norm.social_project"),
        ),
        _judged("sociaal_oordeel", "Norm sociale huur", "Norm of social rent"),
        _homes(
            "laag_nodig",
            "Onder de lage aftoppingsgrens die de norm vraagt",
            "Below the first limit needed",
            "norm x nodige sociale huur, naar boven afgerond",
            Part(column="sociaal_nodig", weight="norm.under_aftopping"),
        ),
        _judged("laag_oordeel", "Norm lage aftoppingsgrens", "Norm of the first limit"),
    ),
    key=("nummer",),
    inputs=("plannen", "vlekken"),
    optional_inputs=("cbs_gemeenten",),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("spreiding"),
    layers=(
        Layer(
            name="normen_nieuwbouw",
            title="Normen voor sociale huur in nieuwbouw",
            title_en="Norms of social rent in new building",
            description="Openbare plannen en of zij de afgesproken aandelen halen.",
            theme="opgave",
            rows="alles",
            scope=(PUBLIC,),
            area="nummer",
            geometry_from=("vlekken", "vlek_id"),
            labels="naam",
            columns=SHOWN,
            remarks=("Alleen plannen die openbaar zijn; de norm geldt per nieuwbouwplan.",),
        ),
        Layer(
            name="normen_nieuwbouw_besloten",
            title="Normen voor sociale huur, alle plannen en het programma",
            title_en="Norms of social rent, all plans and the programme",
            description="Alle plannen en het programma; alleen voor de besloten omgeving.",
            theme="opgave",
            rows="alles",
            restricted=True,
            area="nummer",
            geometry_from=("vlekken", "vlek_id"),
            labels="naam",
            columns=(*SHOWN, "openbaar"),
        ),
    ),
)
