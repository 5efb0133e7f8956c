"""Pages for people: Dutch, without JavaScript, everything escaped; and the viewer."""

import re
from html.parser import HTMLParser

import pytest

from geo_api import pages

DATA = '<script type="application/ld+json">'


class Outline(HTMLParser):
    """Collects what the tests look at."""

    def __init__(self):
        """Start empty."""
        super().__init__()
        self.links, self.tags, self.lang = [], [], None

    def handle_starttag(self, tag, attrs):
        """Note a tag."""
        values = dict(attrs)
        self.tags.append(tag)
        if tag == "a":
            self.links.append(values["href"])
        if tag == "html":
            self.lang = values.get("lang")


def outline(text):
    found = Outline()
    found.feed(text)
    return found


@pytest.mark.parametrize(
    "path", ["/", "/lagen", "/lagen/buurten", "/lagen/leeftijd_buurt", "/v1/docs"]
)
def test_pages_are_whole_without_script(client, path):
    answer = client.get(path)
    found = outline(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert found.lang == "nl"
    assert found.tags.count("h1") == 1
    assert set(re.findall("<script[^>]*>", answer.text)) <= {DATA}  # read by nobody but catalogues
    assert "style" not in found.tags
    assert not re.search(r"\sstyle=|\son\w+=", answer.text)
    for link in found.links:
        target = link.removeprefix("http://127.0.0.1:8000")
        if target.startswith("/") and not target.startswith("/kaart"):
            assert client.get(target).status_code == 200, link


def test_start_page_says_what_is_shown(client):
    text = client.get("/").text
    assert "GM9999" in text
    assert "peildatum 1 januari 2022" in text
    assert "Fictieve gegevens" in text
    assert "Kan de buurt het dragen?" in text
    assert "/kaart?laag=draaglast" in text
    assert (
        "in deze release niet gepubliceerd" in text
    )  # the kansenkaart is not among the test layers


def test_catalogue_lists_every_layer(client):
    text = client.get("/lagen").text
    for title in ("Buurten", "Haltes", "Leeftijd per buurt", "Draaglast en draagkracht"):
        assert title in text
    assert "2.500" in text


def test_layer_page_shows_meaning_and_remarks(client):
    text = client.get("/lagen/draaglast").text
    assert "Klassen met hun onderdelen, nooit een rangorde." in text
    assert "rolstoel" in text
    assert "een eerdere, goede levering is behouden" in text
    assert "toelichting bij &#34;klasse&#34;" in text
    assert "CBS &amp; Kadaster" in text
    assert "alle peildata" in client.get("/lagen/buurten").text.lower()


def test_texts_are_escaped(own, serve):
    with own.connect() as db:
        db.execute(
            "UPDATE pub.laag SET titel = '<script>alert(1)</script>', attributie = '<img src=x>'"
        )
    with serve(own.settings()) as client:
        for path in ("/", "/lagen", "/lagen/haltes"):
            assert "<script" not in client.get(path).text.replace(DATA, "")
        assert "<img" not in client.get("/lagen/haltes").text
        assert "<img" not in client.get("/v1/collections/haltes/tilejson").json()["attribution"]


def test_missing_page_is_a_page_for_people_and_a_problem_for_programs(client):
    page = client.get("/lagen/halte", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "&#39;haltes&#39;" in page.text
    assert client.get("/lagen/halte").headers["content-type"] == "application/problem+json"
    in_api = client.get("/v1/collections/halte", headers={"Accept": "text/html"})
    assert in_api.headers["content-type"] == "application/problem+json"


@pytest.fixture
def built(tmp_path):
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>kaart</title>")
    (folder / "assets" / "index-Fh8NPIBA.js").write_text("let inhoud;")
    (folder / "assets" / "index-Fh8NPIBA.js.br").write_bytes(b"brotli")
    (folder / "assets" / "index-Fh8NPIBA.js.gz").write_bytes(b"gzip")
    (folder / "thema.css").write_text(":root{}")
    (tmp_path / "geheim.txt").write_text("geheim")
    return folder


def test_viewer_and_its_files(place, serve, built):
    with serve(place.settings(static=built)) as client:
        page = client.get("/kaart?laag=kans_cel&release=2")
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-cache"
        asset = client.get(
            "/static/assets/index-Fh8NPIBA.js", headers={"Accept-Encoding": "identity"}
        )
        assert asset.text == "let inhoud;"
        assert "immutable" in asset.headers["cache-control"]
        assert "content-encoding" not in asset.headers
        assert asset.headers["content-type"].startswith("text/javascript")
        plain = client.get("/static/thema.css")
        assert plain.headers["cache-control"] == "max-age=300, must-revalidate"
        for path in (
            "/static",
            "/static/",
            "/static/assets",
            "/static/nee.js",
            "/static/..%2fgeheim.txt",
            "/static/%00",
        ):
            assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip")]
)
def test_assets_leave_as_they_were_compressed(place, serve, built, accepted, encoding):
    async def raw(client):
        async with client._client.stream(
            "HEAD", "/static/assets/index-Fh8NPIBA.js", headers={"Accept-Encoding": accepted}
        ) as answer:
            return answer.headers

    with serve(place.settings(static=built)) as client:
        headers = client.run(raw(client))
        assert headers["content-encoding"] == encoding
        assert headers["content-type"].startswith("text/javascript")
        assert headers["vary"] == "Accept-Encoding"


def test_viewer_that_is_not_built_is_said(place, serve, tmp_path):
    with serve(place.settings(static=tmp_path / "leeg")) as client:
        answer = client.get("/kaart")
        assert answer.status_code == 503
        assert "nog niet gebouwd" in answer.text
        assert answer.headers["retry-after"]
        assert client.get("/static/x.js").status_code == 404


def test_a_page_leaves_out_what_is_typed_on_a_command_line():
    said = "Klopt het toch? Keur eenmalig goed: ./woonzorg approve x LEVERING --by NAAM."
    assert pages.without_command(said) == "Klopt het toch? Keur eenmalig goed."
    assert pages.without_command("Niets: aan de hand.") == "Niets: aan de hand."


def test_the_page_of_a_layer_offers_every_file_that_is_offered_to_programs(client):
    links = client.get("/v1/collections/buurten").json()["links"]
    files = {link["href"] for link in links if link["rel"] == "enclosure"}
    page = client.get("/lagen/buurten").text
    assert sum("/v1/downloads/" in address for address in files) == 8
    assert all(f'href="{address}"' in page for address in files)
    assert "Werkblad (XLSX)" in page


def test_a_theme_goes_before_the_neutral_one(place, serve, built, tmp_path):
    theme = tmp_path / "thema"
    theme.mkdir()
    (theme / "thema.css").write_text(":root{--wz-accent:#a00}")
    (built / "thema.css.br").write_bytes(b"of the neutral one")
    with serve(place.settings(static=built, thema=theme)) as client:
        neutral = client.get("/icoon.svg")
        assert f'href="{neutral.url.path}"' in client.get("/lagen").text
    (theme / "icoon.svg").write_text("<svg/>")
    with serve(place.settings(static=built, thema=theme)) as client:
        own = client.get("/icoon.svg")
        assert (own.text, own.headers["content-type"]) == ("<svg/>", "image/svg+xml")
        assert own.headers["etag"] != neutral.headers["etag"]
    with serve(place.settings(static=built, thema=theme)) as client:
        assert "#a00" in client.get("/static/thema.css").text
        plain = {"Accept-Encoding": "identity"}
        asset = client.get("/static/assets/index-Fh8NPIBA.js", headers=plain)
        assert asset.text == "let inhoud;"
        assert client.get("/static/..%2fgeheim.txt").status_code == 404
    assert 'href="/static/thema.css"' in pages.render(
        "melding.html", title="x", text="y", vreemd=False
    )


def test_a_withdrawn_layer_tells_its_title_when_why_and_where_to_go_on(own, serve):
    people = {"Accept": "text/html"}
    with own.connect() as db:
        db.execute("INSERT INTO pub.ingetrokken VALUES ('haltes', '2026-03-01', 'de bron is fout')")
        title = db.execute("SELECT titel FROM pub.laag WHERE laag = 'haltes'").fetchone()[0]
    with serve(own.settings()) as client:
        page = client.get("/lagen/haltes", headers=people)
        assert page.status_code == 410
        assert page.headers["cache-control"] == "no-store"
        assert f"<h1>{title}</h1>" in page.text
        assert "<title>Ingetrokken: " in page.text
        for told in ("1 maart 2026", "de bron is fout", 'href="/lagen"', 'href="/releases"'):
            assert told in page.text
        assert "haltes" not in re.sub(r'(href|hreflang)="[^"]*"', "", page.text)
        english = client.get("/lagen/haltes?taal=en", headers=people)
        assert "This layer was withdrawn." in english.text
        assert "1 March 2026" in english.text
        assert '<span lang="nl">de bron is fout</span>' in english.text
        assert title in client.get("/lagen").text
        assert client.get("/lagen/haltes").headers["content-type"] == "application/problem+json"


def test_documentation_of_the_api_marks_what_is_dutch_in_an_english_page(client):
    page = client.get("/v1/docs", headers={"Accept-Language": "en"})
    assert page.headers["content-language"] == "en"
    assert '<html lang="en">' in page.text
    assert "The texts below are in Dutch" in page.text
    headings = re.findall(r"<h2([^>]*)>", page.text)
    assert len(headings) > 30
    assert set(headings) == {' lang="nl"'}
    dutch = client.get("/v1/docs?taal=nl", headers={"Accept-Language": "en"})
    assert '<html lang="nl">' in dutch.text
    assert 'lang="nl"' not in dutch.text.partition("<main")[2]
    assert dutch.headers["etag"] != page.headers["etag"]
    assert client.get("/v1/docs?taal=fr").status_code == 400
