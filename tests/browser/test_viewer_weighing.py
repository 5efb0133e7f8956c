"""Weights, reasons, classes and comparing, as a planner uses them, mostly by keyboard."""

import re

import pytest

from tests.browser.support.screen import OUTPUT, Screen

CHOICE = "#0b1015"
BROKEN_HEADS = """() => [...document.querySelectorAll(".wz-waarom thead th")].filter((one) => {
  const text = document.createRange();
  text.selectNodeContents(one);
  return text.getClientRects().length > 1 || one.scrollWidth > one.clientWidth;
}).map((one) => one.textContent)"""


def _counts(screen: Screen) -> list[int]:
    texts = screen.page.locator(".wz-klasse__aantal").all_inner_texts()
    return [int(text.replace(".", "")) for text in texts]


def test_a_weight_recolours_without_a_request_and_comes_back_from_its_link(screen: Screen) -> None:
    screen.open("?laag=kans_cel&kaart=13.5/52.44/5.17&weergave=kaart")
    screen.see(".wz-weging .nl-data-badge", "vastgestelde weging")
    screen.see(".wz-klasse__aantal")
    total = sum(_counts(screen))
    assert total == len(screen.server.site.features["kans_cel"])
    before, colours = len(screen.server.site.seen), screen.pixels()
    screen.page.locator("#wz-gewicht-V").focus()
    screen.page.keyboard.press("Home")
    screen.see(".wz-weging .nl-data-badge", "afwijkend van vastgestelde weging")
    screen.see(".wz-schuif[data-uit]", "Uit")
    said = screen.see(".wz-weging__gevolg", "van klasse").inner_text()
    assert int(re.sub(r"\D", "", said)) > 10
    screen.page.wait_for_timeout(300)
    assert screen.pixels() != colours
    assert sum(_counts(screen)) == total
    asked = [path for path in screen.server.site.seen[before:] if path.startswith("/v1")]
    assert asked == [], "weighing asks nothing"
    assert screen.state()["weging"] == "V0-T10-Z6-R4-B4"
    counts = _counts(screen)
    screen.page.reload()
    screen.rest("kans_cel")
    screen.see(".wz-weging .nl-data-badge", "afwijkend")
    assert _counts(screen) == counts
    screen.page.get_by_role("button", name="Terug naar de vastgestelde weging").click()
    screen.see(".wz-weging .nl-data-badge", "vastgestelde weging")
    assert "weging" not in screen.state()


def test_the_card_says_why_and_its_points_add_up(screen: Screen) -> None:
    cells = screen.server.site.features["kans_cel"]
    one = next(cell for cell in cells if cell["properties"]["score"] is not None)
    screen.open(f"?laag=kans_cel&object={one['id']}", drawn=False)
    points = screen.see(".wz-waarom tfoot td").inner_text()
    published = one["properties"]["score"]
    assert float(points.replace(",", ".")) == published
    parts = screen.page.locator(".wz-waarom tbody td:last-child").all_inner_texts()
    printed = sum(float(part.replace(",", ".")) for part in parts)
    assert round(printed, 1) == published, "as they stand there"
    wet = next(cell for cell in cells if cell["properties"]["reden"] == "water")
    screen.page.goto(f"{screen.server.url}/kaart?laag=kans_cel&object={wet['id']}")
    screen.see(".wz-waarom", "Dit vak is uitgesloten: water.")


def test_a_score_in_whole_points_says_that_it_is_rounded(screen: Screen) -> None:
    layer = screen.server.site.layers["kans_cel"]["woonzorg"]
    layer["kolommen"] = [
        {**one, "eenheid": "punten"} if one["naam"] == "score" else one for one in layer["kolommen"]
    ]
    cells = screen.server.site.features["kans_cel"]
    one = next(cell for cell in cells if cell["properties"]["score"] is not None)
    one["properties"]["score"] = float(round(one["properties"]["score"]))
    screen.open(f"?laag=kans_cel&object={one['id']}", drawn=False)
    whole = f"{one['properties']['score']:.0f}"
    last = screen.see(".wz-waarom tfoot tr:last-child")
    assert last.inner_text().split("\t") == ["Score, afgerond op hele punten", whole]
    told = screen.page.locator("[data-kolom='score'] .wz-waarde__getal").inner_text()
    assert told.split()[0] == whole, "no false decimal"


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_heads_of_the_reasons_are_whole_words(screen: Screen, taal: str) -> None:
    cells = screen.server.site.features["kans_cel"]
    one = next(cell for cell in cells if cell["properties"]["score"] is not None)
    screen.open(f"?laag=kans_cel&object={one['id']}&taal={taal}", drawn=False)
    screen.see(".wz-waarom thead", "Punten" if taal == "nl" else "Points")
    for width in (1280, 320):
        screen.page.set_viewport_size({"width": width, "height": 800})
        assert screen.evaluate(BROKEN_HEADS) == []


def test_a_bar_of_the_legend_filters_map_and_table(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    count = int(screen.see(".wz-klasse", "onder druk").locator(".wz-klasse__aantal").inner_text())
    screen.see(".wz-klasse", "onder druk").click()
    screen.see(".wz-bladeren", f"Rijen 1 tot en met {count} van {count}")
    screen.see(".wz-legenda__filter", f"{count} van 60 getoond")
    assert screen.state()["klassen"] == "4"
    screen.page.get_by_role("button", name="Toon alle klassen").click()
    screen.see(".wz-bladeren", "van 60")


def test_two_areas_beside_each_other(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&object=BU99010000", drawn=False)
    screen.page.get_by_role("button", name="Vergelijk met een ander").click()
    screen.see(".wz-kaartje", "Kies op de kaart of in de tabel")
    screen.page.locator(".wz-tabel tbody button").nth(3).click()
    table = screen.see(".wz-naast table")
    assert table.locator("thead th").all_inner_texts()[-1] == "Verschil"
    assert screen.state()["naast"] == "BU99010000"
    load = table.locator("tbody", has_text="Draaglast en draagkracht").first
    assert load.locator("td").last.inner_text() == "", "classes have no difference"
    fits = "one => one.closest('.wz-naast').clientWidth >= one.scrollWidth"
    assert table.evaluate(fits), "all three columns are in sight"
    screen.page.set_viewport_size({"width": 390, "height": 844})
    screen.see(".wz-greep")  # laid out as a phone now
    lines = """one => {
      const text = document.createRange();
      text.selectNodeContents(one);
      return text.getClientRects().length;
    }"""
    assert table.locator("thead .wz-getal").evaluate(lines) == 1, "the last head is one word"
    assert table.evaluate(fits)


def test_both_areas_of_a_comparison_stand_on_the_map(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&object=BU99010000&weergave=kaart")
    alone = screen.pixels()
    screen.page.goto(screen.page.url + "&naast=BU99010028")
    screen.rest()
    screen.see(".wz-naast table")
    screen.wait_for_colour(CHOICE, alone[CHOICE] + 50)
    assert screen.pixels()["#ffffff"] > alone["#ffffff"] + 50, "light in a dark rim"


def test_a_score_under_other_weights_bears_their_name(screen: Screen) -> None:
    screen.open("?laag=kans_cel&weging=V0-T10-Z6-R4-B4")
    for part in (".wz-legenda h3", ".wz-tabel thead"):
        screen.see(part, "eigen gewichten")
    screen.page.locator(".wz-rij").first.click()
    screen.see(".wz-waarde dt", "eigen gewichten")
    screen.page.goto(screen.page.url + "&tegen=zorg")
    screen.see(".wz-legenda h3", "Verschil: ")


def test_rows_are_put_in_the_order_of_the_own_weights(screen: Screen) -> None:
    screen.open("?laag=kans_cel&weging=V0-T10-Z6-R4-B4")
    screen.see(".wz-tabel__orde", "nog op volgorde van de vastgestelde weging")
    screen.page.get_by_role("button", name="Sorteer op uw gewichten").click()
    screen.see(".wz-tabel__orde", "eigen gewichten, aflopend")
    where = "th => [...th.parentElement.children].indexOf(th)"
    column = screen.page.locator("thead [aria-sort]").evaluate(where)
    texts = screen.page.locator(f".wz-tabel tbody tr > :nth-child({column + 1})").all_inner_texts()
    scores = [float(text.split()[0].replace(",", ".")) for text in texts[:20]]
    assert scores == sorted(scores, reverse=True)
    assert screen.page.get_by_role("button", name="Sorteer op uw gewichten").count() == 0


def test_an_address_is_marked_and_what_the_map_says_of_it_is_opened(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    field = screen.page.get_by_role("combobox", name="Zoek op adres")
    field.fill("dorpsstraat")
    screen.see("[role=option]", "Dorpsstraat 1").click()
    screen.see(".wz-speld", "Dorpsstraat 1, 9901AA Meerwolde")
    screen.see(".wz-kaartje h2", "Lindehof")
    field.fill("")
    screen.page.locator(".wz-speld").wait_for(state="detached")


def test_a_card_leads_to_the_factsheet_and_to_the_toets(screen: Screen) -> None:
    cells = screen.server.site.features["kans_cel"]
    one = next(cell for cell in cells if cell["properties"]["score"] is not None)
    screen.open(f"?laag=kans_cel&object={one['id']}&taal=en", drawn=False)
    toets = screen.see(".wz-kaartje__wegen a", "Test an initiative").get_attribute("href") or ""
    assert toets.startswith("/toets?x=")
    assert toets.endswith("&taal=en")
    screen.open("?laag=draaglast_buurt&object=BU99010000", drawn=False)
    sheet = screen.see(".wz-kaartje__wegen a", "Factsheet van Lindehof")
    assert sheet.get_attribute("href") == "/buurt/BU99010000"


def test_coordinates_are_a_spot_and_not_the_buurt_around_them(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    screen.page.get_by_role("combobox", name="Zoek op adres").fill("rd 1 2")
    screen.see("[role=option]", "RD 1, 2").click()
    screen.see(".wz-speld", "RD 1, 2 (Lindehof)")
    screen.see(".wz-kaartje h2", "Vak")


def test_search_by_keyboard_opens_the_buurt(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.page.get_by_role("combobox", name="Zoek op adres").fill("lindehof")
    screen.see("[role=option]", "Lindehof")
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    screen.see(".wz-kaartje h2", "Lindehof")
    assert screen.state()["object"] == "BU99010000"
    screen.page.get_by_role("combobox", name="Zoek op adres").fill("zzzz")
    screen.see(".wz-zoek__bericht", "Niets gevonden")


def test_what_is_kept_says_weights_release_dates_and_source(screen: Screen) -> None:
    screen.open("?laag=kans_cel&weging=V0-T10-Z6-R4-B4")
    screen.see(".wz-weging .nl-data-badge", "afwijkend")
    screen.page.locator(".wz-bewaar > summary").click()
    with screen.page.expect_download() as sheet:
        screen.page.get_by_role("button", name="Scores met deze weging").click()
    lines = sheet.value.path().read_text(encoding="utf-8").splitlines()
    said = "\n".join(line for line in lines if line.startswith("#"))
    for word in ("Vraag Uit", "Release 4", "oudste peildatum", "Bron:", "weging=V0-T10-Z6-R4-B4"):
        assert word in said
    rows = [line for line in lines if not line.startswith("#")]
    assert len(rows) == 1 + len(screen.server.site.features["kans_cel"])
    with screen.page.expect_download() as image:
        screen.page.get_by_role("button", name="Kaart als plaatje").click()
    content = image.value.path().read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 20_000
    wide, tall = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    map_tall = screen.page.locator(".wz-kaart").bounding_box()
    assert map_tall
    lines_below = 24 + 30 + map_tall["height"] + 18 * 6  # weights, release, date, source, address
    assert tall > lines_below, (wide, tall)
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / "kaart-plaatje.png").write_bytes(content)
    screen.page.emulate_media(media="print")
    screen.see(".wz-afdruk", "oudste peildatum")
    assert not screen.page.locator("wz-table").is_visible()
    pdf = screen.page.pdf(tagged=True)
    assert b"StructTreeRoot" in pdf


def test_two_weightings_and_a_weighting_with_itself(screen: Screen) -> None:
    screen.open("?laag=kans_cel&tegen=gemeente")
    screen.see(".wz-legenda__duiding", "min de weging gemeente")
    same = screen.see(".wz-klasse--vast", "hoogstens 2,5 verschil")
    scored = [
        cell for cell in screen.server.site.features["kans_cel"] if cell["properties"]["score"]
    ]
    assert _counts(screen)[:5] == [0, 0, len(scored), 0, 0]
    screen.page.get_by_role("radio", name="zorg").check(force=True)
    screen.page.wait_for_function("document.querySelector('wz-map').dataset.map === 'idle'")
    assert int(same.locator(".wz-klasse__aantal").inner_text().replace(".", "")) < len(scored)
    assert sum(_counts(screen)[:5]) == len(scored)
    screen.see(".wz-tabel thead", "Verschil (punten)")
    screen.shot("verschil-1280")


def test_walking_from_what_is_chosen_is_told_in_words(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&object=BU99010000")
    screen.page.get_by_role("button", name="10 minuten").click()
    screen.see(".wz-loop", "In 10 minuten loopt een oudere tot 642 meter ver")
    assert screen.state()["loop"].startswith("10/52.")
    screen.page.wait_for_timeout(300)
    screen.shot("lopen-1280")


def test_a_long_card_is_printed_on_two_sheets_and_its_map_says_its_source_once(
    screen: Screen,
) -> None:
    woonzorg = screen.server.site.layers["draaglast_buurt"]["woonzorg"]
    like = next(one for one in woonzorg["kolommen"] if one["naam"] == "eenzaamheid_pct")
    extra = [{**like, "naam": f"extra_{n}", "titel": f"Nog een cijfer {n}"} for n in range(18)]
    woonzorg["kolommen"] = [*woonzorg["kolommen"], *extra]
    for one in screen.server.site.features["draaglast_buurt"]:
        one["properties"] |= {column["naam"]: 7.5 for column in extra}
    screen.open("?laag=draaglast_buurt&object=BU99010000")
    screen.see(".wz-kaartje .wz-waarde")
    screen.page.emulate_media(media="print")
    said = screen.page.get_by_text("Bron: Eigen berekening").filter(visible=True)
    places = [
        one.evaluate("e => e.closest('.wz-waarde, .wz-afdruk')?.className") for one in said.all()
    ]
    assert places == ["wz-waarde", "wz-afdruk"], "at a figure with another source, and at the end"
    screen.page.set_viewport_size({"width": 718, "height": 1000})
    sheets = screen.page.pdf(format="A4").count(b"/Type /Page\n")
    assert 1 <= sheets <= 2, sheets
