"""Every page on the published sample: one language, names for codes, units for figures."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from data import english
from geo_api.main import create_app
from geo_api.settings import Settings
from tests.api.asgi import client as asgi_client
from tests.support import tongue
from tests.support.installations import Installation

BASE = "http://127.0.0.1:8000"
PLAIN = (
    *("/", "/buurt", "/gebieden/maken", "/toets", "/voortgang", "/doorstroming", "/uitstroom"),
    *("/regio", "/partijen", "/methode", "/toegankelijkheid", "/privacy", "/lagen", "/datastatus"),
    *("/releases", "/releases/1", "/zoek", "/zoek?q=kerk", "/zoek?q=zzzz", "/zoek?q=1"),
    *("/weg", "/lagen/weg", "/buurt/BU99019999", "/gebied/Weg", "/methode/weg", "/releases/99"),
)
NAMED = {
    "buurten": ("buurtnaam",),
    "wijken": ("wijknaam",),
    "gemeenten": ("gemeentenaam",),
    "beleidsgebieden": ("gebied",),
    "vlekkenkaart": ("naam", "partijen", "zorgpartij"),
    "voorzieningen": ("naam",),
}
"""Columns with names, which have one language."""
LICENCE = "Public Domain Mark 1.0"


@pytest.fixture(scope="module")
def site(published_sample: Installation) -> Iterator[Any]:
    """The service on the published sample."""
    settings = Settings(
        api_dsn=published_sample.database.dsn("woonzorg_api"),
        var=published_sample.settings.var,
        base_url=BASE,
    )
    with asgi_client(create_app(settings).app, BASE) as client:
        yield client


@pytest.fixture(scope="module")
def names(site: Any) -> set[str]:
    """Names that the data hold."""
    found = {LICENCE}
    for layer, columns in NAMED.items():
        for row in site.get(f"/v1/collections/{layer}/items?f=json&limit=1000").json()["features"]:
            found |= {str(row["properties"][name]) for name in columns if row["properties"][name]}
    return found


def test_every_remark_has_english_and_marks_between_thousands(
    published_sample: Installation,
) -> None:
    """What methods say of the sample with its layers, open and restricted."""
    said = {
        remark
        for schema in ("pub", "pub_restricted")
        for row in published_sample.database.rows(
            f"SELECT opmerkingen FROM {schema}.laag",  # noqa: S608 - two names of our own
            role="woonzorg_api_restricted",
        )
        for remark in row["opmerkingen"]
    }
    assert len(said) > 60
    assert sorted(one for one in said if not english.sentence(one)) == []
    assert [one for one in said if re.search(r"(?<![\w.,])(?!(?:19|20)\d\d\b)\d{4,}\b", one)] == []
    assert [one for one in said if re.search(r"\d %", one)] == []


def addresses(site: Any) -> list[str]:
    """Every page: the fixed ones, all layers, and some of many."""
    layers = re.findall(r'href="(/lagen/[^"?#]+)"', site.get("/lagen").text)
    areas = re.findall(r'href="(/(?:buurt|gebied)/[^"?#]+)"', site.get("/buurt").text)
    assert len(layers) > 60
    return [*PLAIN, *dict.fromkeys(layers), *areas[::6]]


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_no_page_has_a_word_of_the_other_language(site: Any, names: set[str], taal: str) -> None:
    found = {}
    titles: dict[str, str] = {}
    for path in addresses(site):
        sign = "&" if "?" in path else "?"
        answer = site.get(f"{path}{sign}taal={taal}", headers={"Accept": "text/html"})
        assert answer.status_code in (200, 404), path
        assert f'<html lang="{taal}">' in answer.text, path
        wrong = tongue.wrong(answer.text, names)
        if wrong:
            found[path] = wrong
        if answer.status_code == 200:
            title = re.search("<title>(.*?)</title>", answer.text)
            assert title, path
            assert title[1] not in titles, f"{path} is called like {titles.get(title[1])}"
            titles[title[1]] = path
    assert found == {}


def test_english_leaves_little_dutch_marked_as_such(site: Any) -> None:
    for path in addresses(site):
        if path.startswith("/lagen/"):
            text = site.get(f"{path}?taal=en").text
            assert re.findall(r'<span lang="nl">([^<]+)', text) == [], path


def test_no_code_stands_where_a_name_belongs(site: Any) -> None:
    from data.registry import layers, registry

    codes = {name for name in (*registry(), *layers()) if "_" in name}
    for path in addresses(site):
        shown = tongue.Shown()
        shown.feed(site.get(path, headers={"Accept": "text/html"}).text)
        told = set(re.findall(r"[\w.]+", " ".join(shown.parts)))
        assert told & codes == set(), path


def test_no_column_with_a_figure_is_without_unit_source_and_date(site: Any) -> None:
    from data.model import Role
    from data.registry import layers

    for name, (dataset, layer) in layers().items():
        answer = site.get(f"/lagen/{name}")
        if layer.restricted or answer.status_code != 200:
            continue
        for column in dataset.columns:
            row = re.search(
                rf"<tr>\n<th(?:(?!</tr>).)*<code>{column.name}</code>", answer.text, re.S
            )
            if row and column.value and column.published_role is Role.VALUE:
                assert f"<td>{column.unit}</td>" in row[0].replace("&#39;", "'"), (
                    name,
                    column.name,
                )
        assert "peildatum" in answer.text
