"""Areas of one's own and "wat als": drawn, picked, told in words, kept in the link."""

import json
import re

from tests.browser.support.screen import Screen

DRAWN = "?laag=draaglast_buurt&vlak=5.12/52.42_5.2/52.42_5.2/52.46_5.12/52.46"


def _open(screen: Screen) -> None:
    screen.page.get_by_text("Eigen gebied", exact=True).click()
    screen.see("wz-select fieldset")


def test_a_drawn_area_is_the_sum_of_the_blocks_it_names(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&weergave=kaart&kaart=12/52.44/5.17")
    assert not [path for path in screen.server.site.seen if "draw-" in path]
    _open(screen)
    screen.page.get_by_role("button", name="Teken een vlak op de kaart").click()
    screen.see("wz-select [role=status]", "Klik de hoeken aan")
    screen.page.wait_for_timeout(500)
    for x, y in ((0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)):
        screen.click_map(x, y)
        screen.page.wait_for_timeout(150)
    screen.page.keyboard.press("Enter")
    screen.see(".wz-cijfers caption")
    assert len(screen.state()["vlak"].split("_")) == 4
    assert "object" not in screen.state(), "a click while drawing chooses nothing"
    told = int(re.sub(r"\D", "", screen.see(".wz-cijfers__som summary").inner_text()))
    named = screen.page.locator(".wz-cijfers__blokken li").all_text_contents()
    assert told == len(named) > 3
    classes = screen.page.locator(".wz-cijfers tbody tr").first.locator("td").inner_text()
    counted = sum(int(number) for number in re.findall(r": (\d+)", classes))
    rows = screen.server.site.features["draaglast_buurt"]
    inside = [one["properties"] for one in rows if one["properties"]["naam"] in named]
    assert counted == sum(one["klasse"] is not None for one in inside)
    screen.shot("vlak-1280")


def test_drawing_stops_with_escape(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&weergave=kaart")
    _open(screen)
    draw = screen.page.get_by_role("button", name="Teken een vlak op de kaart")
    draw.click()
    screen.see("wz-select [role=status]", "Klik de hoeken aan")
    screen.page.wait_for_timeout(500)
    screen.page.keyboard.press("Escape")
    draw.wait_for()
    assert "vlak" not in screen.state()
    screen.click_map(0.5, 0.5)
    screen.see(".wz-kaartje h2")


def test_areas_are_picked_from_list_and_table_by_keyboard_alone(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.page.locator("summary", has_text="Eigen gebied").focus()
    screen.page.keyboard.press("Enter")
    screen.see("wz-select fieldset")
    screen.page.locator("#wz-zeef").focus()
    screen.page.keyboard.type("lindehof")
    box = screen.page.get_by_role("checkbox", name="Lindehof", exact=True)
    box.focus()
    screen.page.keyboard.press("Space")
    screen.see(".wz-cijfers caption", "1 gebied of object")
    screen.page.get_by_role("checkbox", name="Neem Beukenhof op").focus()
    screen.page.keyboard.press("Space")
    screen.see(".wz-cijfers caption", "2 gebieden of objecten")
    assert len(screen.state()["kies"].split("*")) == 2
    link = screen.page.locator(".wz-selectie__bestanden a").first
    href = link.get_attribute("href")
    assert href
    assert re.fullmatch(r"/v1/downloads/draaglast_buurt\.csv\?zoekvraag=\d+", href)


def test_an_area_of_ones_own_comes_back_from_its_link_and_goes_along(screen: Screen) -> None:
    screen.open(DRAWN)
    first = screen.see(".wz-cijfers caption").inner_text()
    screen.page.reload()
    assert screen.see(".wz-cijfers caption").inner_text() == first
    screen.page.click('[data-laag="voorzieningen"]')
    screen.rest("voorzieningen")
    screen.see(".wz-cijfers tbody", "huisarts:")
    assert screen.state()["vlak"]
    screen.page.get_by_role("button", name="Wis het eigen gebied").click()
    assert "vlak" not in screen.state()


def test_scores_of_an_area_are_told_in_the_classes_of_the_map(screen: Screen) -> None:
    screen.open("?laag=kans_cel&vlak=5.15/52.42_5.19/52.42_5.19/52.46_5.15/52.46")
    row = screen.see(".wz-cijfers tbody tr", "Kansscore")
    told = row.locator("li").all_inner_texts()
    assert all(re.fullmatch(r"\d+ tot (en met )?\d+: \d+", one) for one in told)
    assert len(told) > 2


def test_a_drawn_area_without_a_whole_block_says_so(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&vlak=5.1/52.4_5.1001/52.4_5.1001/52.4001")
    screen.see("wz-select", "er ligt geen heel blok in")


def test_what_planned_places_change_is_told_in_words_and_kept_in_the_link(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&object=BU99010000", drawn=False)
    screen.see(".wz-kaartje")
    screen.page.get_by_text("Wat als hier plekken bij komen?").click()
    screen.page.select_option("#wz-watals-soort", "geclusterd")
    screen.page.fill("#wz-watals-aantal", "30")
    screen.page.select_option("#wz-watals-status", "zacht")
    screen.page.get_by_role("button", name="Reken uit").click()
    told = screen.see("wz-what-if [aria-live]", "Methode A").inner_text()
    assert "nu overig, daarna overig" in told
    assert "Methode A: nu 20, daarna nog 8 woningen." in told
    assert "Van de 30 geplande tellen er 12 mee" in told
    assert "Methode B: onbekend." in told
    assert "Bronnen: CBS (1 januari 2024)" in told
    assert screen.state()["plan"] == "geclusterd-30-zacht"
    screen.page.select_option("#wz-watals-soort", "beschermd wonen")
    screen.page.get_by_role("button", name="Reken uit").click()
    screen.see("wz-what-if [aria-live]", "daarna niet te zien in de open kaart")
    asked = [path for path in screen.server.site.seen if path == "/v1/watals"]
    assert len(asked) == 2
    screen.page.get_by_role("button", name=re.compile("Neem weg: 30 geclusterde")).click()
    assert screen.state()["plan"].startswith("beschermd wonen-")
    screen.shot("watals-1280")


def test_what_is_reached_on_foot_is_listed(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&object=BU99010000&loop=15/52.44000/5.17000")
    count = int(re.sub(r"\D", "", screen.see("wz-walk h4").inner_text()))
    assert count == screen.page.locator("wz-walk dd").count() > 0
    screen.see("wz-walk", "Bron:")


def test_the_largest_changes_are_listed_and_lead_to_the_cell(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    screen.page.locator("#wz-gewicht-V").focus()
    screen.page.keyboard.press("Home")
    screen.page.get_by_text("Grootste veranderingen").click()
    rows = screen.page.locator(".wz-verschuivers li")
    rows.first.wait_for()
    moves = [
        abs(float(text.replace(",", ".").replace("−", "-")))
        for row in rows.all_inner_texts()
        for text in re.findall(r"\(([+−]\d+,\d)\)", row)
    ]
    assert len(moves) == 10
    assert moves == sorted(moves, reverse=True)
    rows.first.locator("button").click()
    screen.see(".wz-waarom")
    assert screen.state()["object"].startswith("E2")


def test_what_is_unsure_is_hatched_as_often_as_it_is_said(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    rows = [one["properties"] for one in screen.server.site.features["draaglast_buurt"]]
    unsure = sum(one["zekerheid_klasse"] == "onzeker" and one["klasse"] is not None for one in rows)
    assert unsure > 2
    screen.see(".wz-klasse--vast", "gestreept: de klasse is onzeker")
    assert screen.page.locator(".wz-klasse--vast .wz-klasse__aantal").inner_text() == str(unsure)


def test_the_mean_stands_in_the_legend_and_the_card(screen: Screen) -> None:
    screen.open("?laag=kans_cel&object=E2030N4002")
    cells = [one["properties"]["score"] for one in screen.server.site.features["kans_cel"]]
    known = [score for score in cells if score is not None]
    mean = f"{sum(known) / len(known):.1f}".replace(".", ",")
    screen.see(".wz-legenda__gemiddelde", mean)
    assert screen.page.locator(".wz-klasse__gemiddelde").count() == 1
    screen.see(".wz-waarom thead", "Gemiddeld")


def test_nothing_is_asked_that_the_page_does_not_show(screen: Screen) -> None:
    """No question is saved, and no mean of draaglast asked, before somebody asks."""
    screen.open("?laag=draaglast_buurt")
    screen.page.wait_for_selector("wz-keep .wz-bewaar")
    seen = json.dumps(screen.server.site.seen)
    assert "zoekvragen" not in seen
    assert "statistiek" not in seen
