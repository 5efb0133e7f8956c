"""Documents of the API as pages: whole in both languages, and never Dutch where English is asked.

What stands between tags is read as a person reads it; what is marked as Dutch, an address or a
name of a program is left out.
"""

import re
from html.parser import HTMLParser

import pytest

from geo_api.site.labels import LABELS, SAID
from geo_api.site.reading import Reader

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
KANSEN = "/v1/collections/kansenkaart"
DOCUMENTS = [
    "/v1",
    "/v1/conformance",
    "/v1/collections",
    KANSEN,
    f"{KANSEN}/schema",
    f"{KANSEN}/schema/object",
    f"{KANSEN}/queryables",
    f"{KANSEN}/items?limit=3",
    f"{KANSEN}/items?limit=3&datetime=1990-01-01",
    f"{KANSEN}/items/E1595N5296",
    f"{KANSEN}/items/E1595N5296/uitleg?veld=score",
    f"{KANSEN}/styles",
    f"{KANSEN}/styles/score",
    f"{KANSEN}/styles/score/legend",
    f"{KANSEN}/statistiek?kolom=score&per=buurt&kwantielen=0.5",
    f"{KANSEN}/tiles",
    f"{KANSEN}/tiles/NetherlandsRDNewQuad",
    f"{KANSEN}/tilejson?filter=score>50",
    "/v1/collections/draaglast/items/BU99010000/uitleg?veld=klasse",
    "/v1/collections/draaglast/statistiek?groep=klasse",
    "/v1/tileMatrixSets",
    "/v1/tileMatrixSets/NetherlandsRDNewQuad",
    "/v1/releases",
    "/v1/releases/1",
    "/v1/datastatus",
    "/v1/dcat",
    "/v1/buurten/BU99010000",
    "/v1/wijken/WK990100",
    "/v1/gebieden/Centrum",
    f"/v1/feiten/punt?x=159550&y=529650&crs={RD}",
    f"/v1/zoek?q=korr&limit=2&crs={RD}",
]
DUTCH = re.compile(
    r"\b(?:de|het|een|van|voor|met|naar|zijn|niet|geen|bij|uit|wordt|zonder|tegel\w*|objecten"
    r"|laag|lagen|bron|peildatum|omschrijving|waarde|pagina|stijl(?:en)?|gepubliceerd|onbekend)\b",
    re.IGNORECASE,
)
"""Words that no English sentence has."""


class Page(HTMLParser):
    """The texts of a page, and where its links lead."""

    def __init__(self, text):
        """Read it at once."""
        super().__init__()
        self.texts, self.links, self.headings, self.language = [], [], [], None
        self._skipped, self._open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep links, and where other languages and names of programs begin."""
        given = dict(attrs)
        if tag == "html":
            self.language = given["lang"]
        if tag == "a":
            self.links.append(given["href"])
        if tag in ("link", "meta", "br", "input"):
            return
        self._open.append(tag)
        if given.get("lang", self.language) != self.language or tag in ("code", "script", "small"):
            self._skipped.append(len(self._open))

    def handle_endtag(self, tag):
        """Go back to what stood around it."""
        if tag in self._open:
            if self._skipped and self._skipped[-1] == len(self._open):
                self._skipped.pop()
            self._open.pop()

    def handle_data(self, data):
        """Keep what is read."""
        text = " ".join(data.split())
        if text and not self._skipped and not text.startswith("http"):
            self.texts.append(text)
            if self._open and self._open[-1] == "h1":
                self.headings.append(text)


def page(client, path, **given):
    mark = "&" if "?" in path else "?"
    answer = client.get(f"{path}{mark}f=html{given.pop('more', '')}", **given)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer


@pytest.mark.parametrize("path", DOCUMENTS)
def test_an_english_page_has_no_dutch_but_names(town_client, path):
    answer = page(town_client, path, more="&taal=en")
    read = Page(answer.text)
    assert read.language == answer.headers["content-language"] == "en"
    names = {"Korreweg", "Centrum", "Nederlands", "Toegang"}
    wrong = [text for text in read.texts if DUTCH.search(text) and text not in names]
    assert wrong == [], wrong
    assert len(read.headings) == 1
    assert read.headings[0] != "Document"


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_browser_decides_and_each_language_has_its_tag(town_client, path):
    dutch = page(town_client, path)
    english = page(town_client, path, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert (dutch.headers["content-language"], english.headers["content-language"]) == ("nl", "en")
    assert dutch.headers["etag"] != english.headers["etag"]
    for answer in (dutch, english):
        assert "Accept-Language" in answer.headers["vary"]
    held = {"If-None-Match": english.headers["etag"]}
    assert page(town_client, path, headers=held).headers["content-language"] == "nl"
    again = town_client.get(
        f"{path}{'&' if '?' in path else '?'}f=html", headers={**held, "Accept-Language": "en"}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("path", DOCUMENTS)
def test_another_language_is_one_click_away_and_a_third_is_refused(town_client, path):
    read = Page(page(town_client, path).text)
    other = next(link for link in read.links if "taal=en" in link)
    assert town_client.get(other, headers={"Accept": "text/html"}).headers["content-language"] == (
        "en"
    )
    mark = "&" if "?" in path else "?"
    answer = town_client.get(f"{path}{mark}f=html&taal=fr")
    assert answer.status_code == 400
    assert [one["location"]["name"] for one in answer.json()["errors"]] == ["taal"]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_link_of_a_page_of_this_service_leads_somewhere(town_client, path):
    base = "http://127.0.0.1:8000"
    for link in set(Page(page(town_client, path).text).links):
        own = link.removeprefix(base).partition("#")[0]
        made = "/downloads/", "/tilejson", "/kaart"  # made when asked; no archives, no viewer here
        if own.startswith("/") and not any(part in own for part in made):
            answer = town_client.head(own)
            assert answer.status_code in (200, 204), (path, own)


def test_the_sample_is_called_fictional_on_pages_of_documents_too(client):
    for path in ("/v1", "/v1/conformance", "/v1/collections/buurten/items?limit=1"):
        assert "Fictieve gegevens" in page(client, path).text
        assert "Fictional data" in page(client, path, more="&taal=en").text


def test_days_are_told_in_words_and_codes_stay_codes(town_client):
    dutch = page(town_client, f"{KANSEN}/items/E1595N5296").text
    english = page(town_client, f"{KANSEN}/items/E1595N5296", more="&taal=en").text
    assert "1 januari 2024" in dutch
    assert "1 January 2024" in english
    for text in (dutch, english):
        assert "BU99010000" in text


def test_a_text_has_the_english_of_its_parts():
    known = {"Buurten": "Neighbourhoods", "personen": "persons", "Inwoners": "People"}
    reader = Reader("en", known)
    told = {
        "Buurten: namen voor een filter": "Neighbourhoods: names for a filter",
        "Inwoners (personen)": "People (persons)",
        "Inwoners: status": "People: status",
        "Eenheid: personen.": "Unit: persons.",
        "Fictieve gegevens. De dag die de gegevens beschrijven.": (
            "Fictional data. The day that the data describe."
        ),
    }
    assert {text: str(reader.text(text)) for text in told} == told
    only = "Deze zin kent niemand in het Engels."
    assert str(reader.text(only)) == f'<span lang="nl">{only}</span>'
    assert str(reader.text("<b>")) == "&lt;b&gt;"
    assert str(Reader("nl", {}).text(only)) == only


def test_names_that_a_filter_takes_are_told_as_they_are(client):
    text = page(client, "/v1/collections/buurten/queryables").text
    assert "<code>aandeel_65plus_pct_status</code>" in text
    text = page(client, "/v1/collections/draaglast/styles/balans_klasse", more="&taal=en").text
    assert "onder druk" in text  # in an expression, which asks for the published word


def test_of_two_languages_a_page_shows_one():
    both = {"titel": "Kaart", "titelEn": "Map", "leeg": None, "links": []}
    assert [(name, str(part)) for name, part in Reader("nl", {}).parts(both)] == [
        ("titel", "Kaart")
    ]
    assert [(name, str(part)) for name, part in Reader("en", {}).parts(both)] == [("titel", "Map")]


def test_every_label_has_both_languages():
    assert all(nl and en for nl, en in LABELS.values())
    assert not [text for text in SAID.values() if DUTCH.search(text)]
