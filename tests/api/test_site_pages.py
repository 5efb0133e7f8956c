"""The pages: whole without script, in two languages, honest about what is missing or closed."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_api import pages
from geo_api.describe import languages
from geo_api.site import monitors, words

PLAIN = (
    *("/", "/buurt", "/gebieden/maken", "/toets", "/voortgang", "/doorstroming", "/uitstroom"),
    *("/regio", "/partijen", "/methode", "/methode/m13_toets", "/toegankelijkheid", "/privacy"),
    *("/buurt/BU99010000", "/gebied/Centrum"),
)


class Outline(HTMLParser):
    """What a page is built of."""

    def __init__(self):
        """Start empty."""
        super().__init__()
        self.tags, self.links, self.lang, self.wrong = [], [], None, []
        self._table = None

    def handle_starttag(self, tag, attrs):
        """Note a tag, and what a table lacks."""
        values = dict(attrs)
        if values.get("type") != "application/ld+json":  # what search engines read is no script
            self.tags.append(tag)
        if tag == "html":
            self.lang = values["lang"]
        if tag == "a":
            self.links.append(values["href"])
        if tag == "table":
            self._table = {"caption": 0, "col": 0}
        if tag == "caption":
            self._table["caption"] += 1
        if tag == "th":
            self._table["col"] += values.get("scope") == "col"
            if values.get("scope") not in ("col", "row"):
                self.wrong.append(f"th {values}")

    def handle_endtag(self, tag):
        """A table is done: it must have headings."""
        if tag == "table" and not self._table["col"]:
            self.wrong.append("a table without headings")


def outline(text):
    found = Outline()
    found.feed(text)
    return found


def fact(buurt, number, indicator, subject, title, value, status, **more):
    row = {"buurtcode": buurt, "buurtnaam": "Korrewegbuurt", "indicator": indicator}
    row |= {"onderwerp": subject, "titel": title, "waarde": value, "status": status}
    row |= {"eenheid": "inwoners", "bron": "CBS", "cijfer_van": "2024-01-01", "volgorde": number}
    return row | more


@pytest.fixture(scope="module")
def square(cluster, template, town, tmp_path_factory):
    """The town with factsheets, a list of parties and of places."""
    cluster.sql(f"CREATE DATABASE plein TEMPLATE {template.name}")
    tiles = tmp_path_factory.mktemp("plein") / "tiles"
    tiles.mkdir()
    place = type(template)(cluster.root, "plein", tiles, cluster.admin)
    code = town.BUURTEN[0]
    facts = [
        fact(code, 1, "cbs_kwb.inwoners", "Bevolking", "Inwoners", 1985.0, "waargenomen"),
        fact(code, 2, "cbs_kwb.inwoners_65plus", "Bevolking", "65-plus", None, "onderdrukt"),
        fact(code, 3, "ontmoeting_buurt.clusters", "Ontmoeting", "Clusters", None, "waargenomen"),
        fact(code, 4, "leeftijd_buurt.inwoners_75plus", "Bevolking", "75+", 0.0, "geschat"),
    ]
    with place.connect() as db:
        town.fill(db)
        town.publish(db, "factsheet_buurt", facts, 50)
        town.publish(
            db,
            "partijen",
            [
                {"partij": party, "gebied": area, "rol": "VVT/LG", "bron": "x", "leverancier": "y"}
                for party, area in (("Zorg & Zo", "Centrum"), ("Thuis", "Zuid"))
            ],
            51,
        )
    yield place
    cluster.sql("DROP DATABASE plein WITH (FORCE)")


@pytest.fixture(scope="module")
def site(square, request):
    serving = request.getfixturevalue("serve")
    with serving(square.settings()) as found:
        yield found


@pytest.mark.parametrize("taal", ["nl", "en"])
@pytest.mark.parametrize("path", PLAIN)
def test_a_page_is_whole_in_both_languages(site, path, taal):
    answer = site.get(f"{path}?taal={taal}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-language"] == taal
    found = outline(answer.text)
    assert found.lang == taal
    assert found.tags.count("h1") == found.tags.count("main") == 1
    assert found.wrong == []
    assert not {"script", "style"} & set(found.tags)
    assert not re.search(r"\sstyle=|\son\w+=", answer.text)
    assert "toegestaan" not in answer.text.lower()
    for link in sorted(set(found.links)):
        if link.startswith("/") and not link.startswith(("/kaart", "/methode/")):
            assert site.get(link).status_code == 200, link


def test_the_language_of_the_browser_decides_and_caches_know(site):
    dutch = site.get("/privacy")
    english = site.get("/privacy", headers={"Accept-Language": "de, en;q=0.8, nl;q=0.5"})
    assert 'lang="nl"' in dutch.text
    assert '<html lang="en">' in english.text
    assert "Accept-Language" in dutch.headers["vary"]
    assert dutch.headers["etag"] != english.headers["etag"]
    again = site.get("/privacy", headers={"If-None-Match": dutch.headers["etag"]})
    assert again.status_code == 304
    assert site.get("/privacy?taal=fr").status_code == 400


def test_a_chosen_language_stays_on_the_way(site):
    assert 'href="/toets?taal=en"' in site.get("/?taal=en").text
    assert 'href="/toets"' in site.get("/").text


def test_suppressed_closed_and_zero_are_three_different_things(site):
    text = site.get("/buurt/BU99010000").text
    rows = dict(
        re.findall(r'role="rowheader">([^<]+)</th><td role="cell" class="getal">(.*?)</td>', text)
    )
    assert rows["Inwoners"] == "<strong>1.985</strong> inwoners"
    assert "niet getoond: te weinig mensen" in rows["65-plus"]
    assert "niet openbaar" in rows["Clusters"]
    assert rows["75+"] == "<strong>0</strong> inwoners"
    assert re.search(r'<li id="bron-1">CBS, 1 januari 2024', text)


def test_draaglast_is_a_class_with_parts_and_never_a_rank(site):
    text = site.get("/buurt/BU99010000").text
    assert "Verhouding nu: <strong>onder druk</strong>" in text
    assert "meer belasting" in text
    assert "geen oordeel over mensen" in text
    assert not re.search(r"\brang\b|rangorde|punten</|T-score", text)
    english = site.get("/buurt/BU99010000?taal=en").text
    assert "Support load" in english
    assert "under pressure" in english


def test_an_unknown_buurt_is_refused_with_the_nearest(site):
    answer = site.get("/buurt/BU99010009", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "BU9901000" in answer.text
    assert site.get("/buurt/x").status_code == 404


def test_an_error_page_has_the_other_language(site):
    """Beside the path, which may be anything: `//elders` must not become an address elsewhere."""
    html = {"Accept": "text/html"}
    answer = site.get("/buurt/BU99010009?a=1&taal=nl", headers=html)
    assert 'href="?a=1&amp;taal=en" hreflang="en"' in answer.text
    english = site.get("/buurt/BU99010009?taal=en", headers=html)
    assert 'href="?taal=nl" hreflang="nl"' in english.text
    assert 'href="//' not in site.get("//elders.nl/x", headers=html).text


def test_a_gebied_opens_with_what_is_there_and_says_what_is_not(site):
    text = site.get("/gebied/Centrum").text
    assert text.index("Sociale en zorginfrastructuur") < text.index("Draaglast en draagkracht")
    assert "/buurt/BU99010000" in text
    assert "Aanwezig is niet dekkend" in text
    assert "Zorg &amp; Zo" in text
    assert "Thuis</" not in text, "a party of another gebied"
    assert "De laag ‘Complexen van corporaties’ is niet openbaar" in text
    assert "woningcorporaties, met de levering" in text
    assert "120 tot 150 woningen" in text


def test_without_a_gebiedsindeling_the_page_says_so(own_town, serve):
    with own_town.connect() as db:
        db.execute("DELETE FROM pub.pointer WHERE laag = 'beleidsgebieden'")
    with serve(own_town.settings()) as client:
        text = client.get("/gebied/Noord").text
        assert "Er zijn nog geen gebieden" in text
        assert "/gebieden/maken" in text


def test_parties_are_a_matrix_of_presence(site):
    text = site.get("/partijen").text
    assert '<th scope="col">Centrum</th><th scope="col">Zuid</th>' in text
    assert '<th scope="row">Thuis</th><td>VVT/LG</td><td>–</td><td>aanwezig</td>' in text


def test_matrix_has_every_pair_once():
    rows = [{"partij": p, "gebied": g, "rol": "r"} for p, g in ("ax", "ay", "bx", "ax")]
    assert monitors.matrix(rows) == (
        ["x", "y"],
        [("r", "a", [True, True]), ("r", "b", [True, False])],
    )


def test_progress_without_layers_names_who_can_deliver(town_client):
    text = town_client.get("/voortgang").text
    assert "is niet openbaar" in text
    assert "gemeenten, met de levering ‘Acties van het uitvoeringsprogramma’" in text
    assert "Zij komt er zodra" in text
    assert not re.search(r"\b(groen|oranje|rood)\b", text)


def test_the_method_page_tells_the_register_and_the_formulas(site):
    from data.parameters import register

    text = site.get("/methode").text
    assert all(f"<code>{key}</code>" in text for key in register())
    assert "10</td>" in text
    assert site.get("/methode/m99").status_code == 404


def test_a_layer_names_its_inputs_by_title():
    assert pages.title_of("cbs_kwb") != "cbs_kwb"
    assert pages.title_of("bestaat_niet") == "bestaat_niet"


@given(st.text())
def test_any_accept_language_gives_one_of_two(header):
    assert languages.preferred(header) in ("nl", "en")


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_number_reads_back(value, digits):
    told = words.number(value, "nl", digits)
    assert float(told.replace(".", "").replace(",", ".").replace("−", "-")) == pytest.approx(
        round(value, digits), abs=1e-6
    )
    assert told.lstrip("−") != "0" or told == "0"
    assert "-" not in told, "a minus, no hyphen"


def test_null_is_never_a_number():
    assert words.number(None, "nl") == "onbekend"
