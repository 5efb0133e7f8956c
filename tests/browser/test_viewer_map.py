"""The map, its legend and its card, as someone with a mouse uses them."""

import re

import pytest

from tests.browser.support.screen import Screen

_TEXTS = """() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.children.length && !one.closest("[lang=nl], noscript"))
  .map((one) => one.textContent.trim()).filter(Boolean)"""


def test_opens_on_a_drawn_map_with_layers_legend_and_head(screen: Screen) -> None:
    screen.open()
    assert screen.state() == {"laag": "kans_cel", "release": "4"}
    screen.see("h1", "Meerwolde")
    screen.see(".wz-kop", "Release 4, gepubliceerd 20 november 2026")
    screen.see(".wz-kop", "oudste peildatum 1 september 2022")
    screen.see(".wz-fictief", "Fictieve gegevens")
    screen.see('[data-laag="kans_cel"][aria-current]', "peildatum 1 jan 2024")
    screen.see('[data-laag="kans_cel"]', "methode 0.1")
    assert screen.page.locator(".wz-lagen h3").all_inner_texts()[:3] == [
        "Kansen",
        "Draaglast",
        "Zorg",
    ]
    screen.shot("kansen-1280")


def test_the_classes_of_draaglast_are_explained_beside_them(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.see(".wz-legenda summary", "Wat de klassen betekenen").click()
    screen.see(".wz-legenda__meer", "Onder druk: draaglast hoog, draagkracht laag.")


def test_the_search_field_does_not_wait_for_the_map(screen: Screen) -> None:
    screen.server.site.delay["/v1/collections"] = 2
    screen.open(drawn=False)
    screen.page.locator("#wz-zoek").fill("linde")
    assert screen.page.locator('wz-map[data-map="idle"]').count() == 0
    screen.see("#wz-plekken [role=option]", "Linde")


def test_remarks_stand_beside_the_legend(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    in_sight = screen.see(".wz-opmerkingen").inner_text()
    assert "Fictieve gegevens" not in in_sight, "that stands above the page"
    assert "zoekgebied, geen planologische uitspraak" in in_sight
    assert "methode 0.1: t = vandaag" in in_sight
    assert "Niet in deze laag" not in in_sight, "the rest is folded"
    screen.page.get_by_text("Nog 2 opmerkingen").click()
    remarks = screen.see(".wz-opmerkingen").inner_text()
    assert "Niet in deze laag: rolstoeltoegankelijkheid" in remarks
    assert "Nabijheid (1 januari 2023)" in remarks


def _legend(screen: Screen) -> list[tuple[str, str]]:
    script = """items => items.map(item => [
      item.querySelector("rect, circle, path").getAttribute("fill"),
      item.querySelector("span").innerText.replace(/[◆○●]/g, "").trim()])"""
    return [
        tuple(pair) for pair in screen.page.locator(".wz-legenda__klassen li").evaluate_all(script)
    ]


def test_legend_has_honest_classes_and_three_kinds_of_nothing(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    assert [label for _, label in _legend(screen)] == [
        "0 tot 20",
        "20 tot 40",
        "40 tot 60",
        "60 tot 80",
        "80 tot en met 100",
        "onderdrukt: te klein om te tonen",
        "geen gegevens",
        "uitgesloten",
    ]
    screen.see(".wz-legenda h3", "Kansscore (punten van 100)")


def test_map_shows_the_very_colours_of_the_legend(screen: Screen) -> None:
    screen.open("?laag=kans_cel&kaart=13.5/52.44/5.17&weergave=kaart")
    colours = [fill for fill, label in _legend(screen) if re.match(r"\d", label)]
    seen = screen.pixels()
    for colour in colours[2:]:
        assert seen.get(colour, 0) > 500, f"{colour} is in the legend but not on the map"


def test_other_layer_by_click(screen: Screen) -> None:
    screen.open()
    screen.page.click('[data-laag="voorzieningen"]')
    screen.rest("voorzieningen", "soort")
    assert screen.state()["laag"] == "voorzieningen"
    assert [label for _, label in _legend(screen)][:2] == ["huisarts", "apotheek"]
    assert screen.page.title() == "Voorzieningen – Woonzorgkaart"
    screen.see(".wz-kaart__bron", "OpenStreetMap-bijdragers")
    ranges = [
        path for path in screen.server.site.seen if path.startswith("/v1/archives/voorzieningen")
    ]
    assert ranges, "without TileJSON: the archive, by ranges"
    assert all(path.endswith("?v=12") for path in ranges)
    screen.page.go_back()
    screen.rest("kans_cel")


def test_draaglast_has_one_hue_classes_and_its_own_words(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    assert [label for _, label in _legend(screen)][:4] == [
        "draagkrachtig",
        "overig",
        "zwaar maar gedragen",
        "onder druk",
    ]
    said = screen.see(".wz-legenda__duiding").inner_text()
    assert "belasting nu" in said
    assert "geen rangorde" in said
    screen.shot("draaglast-1280")


def test_other_column_by_choice(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.page.select_option("#wz-kolom", "eenzaamheid_pct")
    screen.rest("draaglast_buurt", "eenzaamheid_pct")
    assert screen.state()["kolom"] == "eenzaamheid_pct"
    screen.see(".wz-legenda h3", "Ernstig eenzaam (% van 18 jaar en ouder)")
    screen.see(".wz-legenda__bron", "peildatum 1 september 2022")


def test_click_opens_a_card_with_unit_source_date_and_status(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&weergave=kaart&kaart=12.5/52.44/5.17")
    screen.click_map(0.5, 0.5)
    name = screen.see(".wz-kaartje h2").inner_text()
    assert not name.startswith("BU"), "a name, not a code"
    assert screen.state()["object"].startswith("BU9901")
    value = screen.see('[data-kolom="eenzaamheid_pct"]')
    words = value.inner_text()
    assert "RIVM Gezondheid per wijk en buurt; peildatum 1 september 2022" in words
    status = value.locator(".nl-data-badge").inner_text()
    assert status in (
        "waargenomen",
        "geschat",
        "onderdrukt: te klein om te tonen",
        "ontbreekt: geen gegevens",
    )
    screen.see('[data-kolom="wijkcode"]', "Wijk ")
    assert "WK9901" not in screen.see(".wz-kaartje").inner_text()
    screen.shot("kaartje-1280")
    screen.page.click(".wz-sluit")
    screen.see(".wz-kaartje__leeg")
    assert "object" not in screen.state()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("onderdrukt", "onderdrukt: te klein om te tonen"),
        ("geschat", "geschat"),
        ("ontbreekt", "ontbreekt: geen gegevens"),
    ],
)
def test_card_tells_the_status_in_words(screen: Screen, status: str, words: str) -> None:
    rows = screen.server.site.features["draaglast_buurt"]
    row = next(one for one in rows if one["properties"]["klasse_status"] == status)
    screen.open(f"?laag=draaglast_buurt&object={row['id']}")
    badge = screen.see('[data-kolom="klasse"] .nl-data-badge')
    assert badge.inner_text() == words


def test_pointing_tells_name_and_value(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&weergave=kaart&kaart=12.5/52.44/5.17")
    box = screen.page.locator(".wz-kaart__doek canvas").bounding_box()
    assert box
    screen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    screen.see(".wz-kaart__aanwijzing", "Draaglast en draagkracht:")


def test_permalink_restores_everything(screen: Screen) -> None:
    query = "laag=draaglast_buurt&kolom=eenzaamheid_pct&object=BU99010000&release=4&taal=en"
    screen.open(f"?{query}&kaart=13.20/52.43500/5.16500")
    screen.see(".wz-kaartje h2")
    state = screen.state()
    assert state == {
        "laag": "draaglast_buurt",
        "kolom": "eenzaamheid_pct",
        "object": "BU99010000",
        "kaart": "13.20/52.43500/5.16500",
        "release": "4",
        "taal": "en",
    }
    screen.page.reload()
    screen.rest("draaglast_buurt", "eenzaamheid_pct")
    assert screen.state() == state
    assert screen.evaluate("document.documentElement.lang") == "en"


def test_moving_the_map_goes_into_the_address_without_filling_history(screen: Screen) -> None:
    screen.open()
    before = screen.evaluate("history.length")
    screen.page.click('[aria-label="Zoom in"]')
    screen.page.wait_for_url(re.compile(r"kaart=\d"))
    first = screen.state()["kaart"]
    screen.page.click('[aria-label="Verschuif naar het oosten"]')
    screen.page.wait_for_function("first => !location.search.includes(first)", arg=first)
    assert screen.evaluate("history.length") == before


def test_earlier_peildatum_reads_its_own_version(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.page.select_option("#wz-peildatum", "2023-01-01")
    screen.page.wait_for_selector('wz-map[data-map="idle"][data-drawn^="draaglast_buurt 7 "]')
    assert screen.state()["peildatum"] == "2023-01-01"
    screen.see(".wz-legenda__bron", "peildatum 1 januari 2023")
    tiles = [path for path in screen.server.site.seen if "/draaglast_buurt/tiles/" in path]
    assert any(path.endswith("?v=7") for path in tiles)
    assert any("items?peildatum=2023-01-01&limit=100" in path for path in screen.server.site.seen)


def test_link_of_an_older_release_shows_the_figures_of_then(screen: Screen) -> None:
    screen.open("?laag=kans_cel&release=2")
    screen.see(".wz-melding", "Deze link toont de cijfers van release 2, zoals ze toen waren.")
    screen.see(".wz-klasse__aantal")
    asked = [path for path in screen.server.site.seen if "/kans_cel/items" in path]
    assert asked
    assert all("release=2" in path for path in asked), asked
    screen.page.get_by_role("button", name="Toon release 4").click()
    assert screen.state()["release"] == "4"
    assert screen.page.get_by_text("Deze link is gemaakt").count() == 0


def test_english_is_complete(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&object=BU99010000")
    screen.page.click('.wz-kop__taal [lang="en"]')
    screen.page.wait_for_selector('html[lang="en"]')
    screen.rest("draaglast_buurt")
    screen.see(".wz-lagen", "Support load")
    screen.see(".wz-legenda__duiding", "no ranking")
    screen.see(".wz-legenda__klassen", "under pressure")
    screen.see('[aria-label="Zoom out"]')
    dutch = r"\b(peildatum|geen|Legenda|Tabel|Kaart|Bron|buurt|gegevens|Lagen)\b"
    texts = screen.evaluate(_TEXTS)
    # Names and sources are data: they stay as published.
    found = [one for one in texts if re.search(dutch, one) and not re.search(r"Source:|Wijk ", one)]
    assert not found, f"Dutch in the English version: {found}"


def test_the_whole_extent_stays_clear_of_the_sources_however_many_lines(screen: Screen) -> None:
    screen.open("?laag=buurten")
    home = screen.page.get_by_role("button", name="Toon de hele gemeente")

    def zoom() -> float:
        home.click()
        screen.page.wait_for_timeout(1_500)
        return float(screen.state()["kaart"].split("/")[0])

    plain = zoom()
    screen.evaluate("document.querySelector('.wz-kaart__bron').style.minBlockSize = '150px'")
    assert zoom() < plain - 0.3
