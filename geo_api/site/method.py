"""The method of the figures: formulas, weights, ranges, privacy, limits and worked examples.

Nothing is typed again: formulas and limits come from the declarations, numbers from the register,
worked examples from the pages that the tests write (`docs/methods`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from data.kansen import CRITERIA
from data.parameters import Parameter, register, table
from data.registry import layers
from data.weegprofielen import weight_profiles
from geo_api import texts
from geo_api.errors import Problem
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Shared
from geo_api.settings import PACKAGE
from geo_api.site import example_titles, markdown, shown, words
from geo_api.site.themes import THEMES
from geo_api.site.words import Pair

router = Router(include_in_schema=False)
FOLDERS = (PACKAGE / "methoden", PACKAGE.parent / "docs" / "methods")
"""Where the worked examples are: in a wheel, and in a checkout."""
PRIVACY: Mapping[str, Pair] = {
    "common.min_publish_n": (
        "Mensen of huishoudens waarover een cijfer minstens gaat",
        "People or households that a figure is about, at least",
    ),
    "common.min_publish_n_income": (
        "Hetzelfde, bij een cijfer over inkomen",
        "The same, for a figure about income",
    ),
    "common.rank_min_inhabitants": (
        "Inwoners van een buurt die meetelt bij draaglast en draagkracht, minstens",
        "Residents of a neighbourhood that counts for support load and capacity, at least",
    ),
}


PROFILES: Mapping[str, Pair] = {
    "gemeente": ("gemeente", "municipality"),
    "corporatie": ("corporatie", "housing association"),
    "zorg": ("zorg", "care"),
}


LITERAL = (
    "geschikt.toevoeging_begane_grond",
    "geschikt.toevoeging_verdieping",
    "geschikt.label_sterren",
    "voorraad.transformatie_functies",
)
"""Numbers of the register that are words of a source: they have no other language."""


@dataclass(frozen=True)
class Product:
    """A published product with the way its figures are made."""

    layer: str
    title: str
    text: str
    version: str
    formulas: Sequence[tuple[str, str]]
    limits: Sequence[str]


@router.get("/methode")
async def overview(request: Request, shared: Shared) -> Response:
    """Everything on one page, by theme."""

    async def make(state: State, taal: str) -> shown.Values:
        return {
            "themas": themes(state, taal),
            "weging": weight_profiles(),
            "register": list(register().values()),
            "bronnen": table("parameters")["bronnen"],
            "bereik": lambda one: told_range(one, taal),
            "waarde": lambda one: told_value(one.waarde, taal),
            "letterlijk": lambda one: one.sleutel in LITERAL,
            "privacy": [(words.said(text, taal), register()[key]) for key, text in PRIVACY.items()],
            "onderdelen": [(code.upper(), *pair) for code, *pair in CRITERIA],
            "profielen": {name: words.said(pair, taal) for name, pair in PROFILES.items()},
            "uitleg": lambda one: words.sentence(plain(one.toelichting), taal),
            "voorbeelden": {
                name: example_titles.title(name, own, taal) for name, own in examples().items()
            },
        }

    return await shown.page(request, shared, "site/methode.html", make)


@router.get("/methode/{naam}")
async def example(request: Request, shared: Shared, naam: str) -> Response:
    """One method with its worked examples."""

    async def make(state: State, taal: str) -> shown.Values:  # noqa: ARG001 - the same in each
        pages = examples()
        if naam not in pages:
            near = texts.did_you_mean(naam[:60], pages)
            raise Problem(404, f"Er is geen methode '{naam[:60]}'.{near}")
        title, html = document(naam)
        told = example_titles.title(naam, title, taal)
        return {"titel": told, "eigen_titel": title, "inhoud": html}

    return await shown.page(request, shared, "site/methode_een.html", make)


def themes(state: State, taal: str) -> list[tuple[str, list[Product]]]:
    """Products by theme: those that are published now and have a formula."""
    found = []
    for theme, title in THEMES.items():
        products = [
            product
            for name in state.layers
            if name in layers() and layers()[name][1].theme == theme
            for product in [_product(state, name, taal)]
            if product.formulas
        ]
        if products:
            found.append((words.said(title, taal), products))
    return found


def _product(state: State, name: str, taal: str) -> Product:
    dataset, layer = layers()[name]
    english = taal == words.ENGLISH
    shown_names = layer.columns or tuple(c.name for c in dataset.columns)
    formulas = [
        (column.title_en if english else column.title, column.formula)
        for column in dataset.columns
        if column.formula and column.name in shown_names
    ]
    meta = state.layers[name].current.meta
    return Product(
        name,
        layer.title_en if english else layer.title,
        layer.description,
        words.method(meta["methode_versie"] or ""),
        formulas,
        [one for one in meta["opmerkingen"] or () if not one.startswith("Fictieve gegevens")],
    )


def plain(text: str) -> str:
    """A remark of the register without its references to texts that readers do not have."""
    told = re.sub(r"^(TRUST [D0-9 en]+|regel D\d+): ", "", text)
    told = re.sub(r"\s*\((TRUST [^)]*|lezing \d+|\d+\.\d+)\)", "", told)
    return told.replace("PROPOSED", "voorstellen")


def told_value(value: Any, taal: str) -> str:
    """A value of the register as people read it."""
    if isinstance(value, Mapping):
        named = ((words.value(name, taal), told_value(one, taal)) for name, one in value.items())
        return "; ".join(f"{name} {one}" for name, one in named)
    if isinstance(value, list | tuple):
        return " / ".join(told_value(one, taal) for one in value)
    if isinstance(value, bool):
        return words.value("ja" if value else "nee", taal)
    if isinstance(value, int | float):
        return words.number(value, taal, 0 if isinstance(value, int) else 4)
    return words.value(str(value), taal)


def told_range(one: Parameter, taal: str) -> str:
    """What the sensitivity runs use."""
    pair = isinstance(one.bereik, list) and len(one.bereik) == 2
    if pair and all(isinstance(end, int | float) for end in one.bereik):
        low, high = (told_value(end, taal) for end in one.bereik)
        return words.said((f"{low} tot {high}", f"{low} to {high}"), taal)
    return told_value(one.bereik, taal)


@cache
def _folder() -> Path | None:
    return next((folder for folder in FOLDERS if folder.is_dir()), None)


@cache
def examples() -> Mapping[str, str]:
    """Pages with worked examples: name and title."""
    folder = _folder()
    files = sorted(folder.glob("[mx][0-9]*.md")) if folder else []
    return {file.stem: _title(file.read_text(encoding="utf-8")) for file in files}


def _title(text: str) -> str:
    return re.sub(r"[`*]", "", text.partition("\n")[0].lstrip("# ").strip())


@cache
def document(name: str) -> tuple[str, Any]:
    """Title and content of one page."""
    folder = _folder()
    if folder is None:
        raise KeyError(name)
    text = (folder / f"{name}.md").read_text(encoding="utf-8")
    told = re.sub(r"^Written by `[^\n]*\n", "", text.partition("\n")[2], flags=re.M)
    return _title(text), markdown.html(told)
