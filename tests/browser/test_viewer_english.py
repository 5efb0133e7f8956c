"""The English map: what the API has in Dutch only is told in English where that is known."""

from tests.browser.support.screen import Screen

QUERY = "?laag=draaglast_buurt&object=BU99010000&taal=en"


def test_descriptions_sources_and_notes_are_english(screen: Screen) -> None:
    screen.open(QUERY)
    screen.see(".wz-balk__uitleg", "What rests on a neighbourhood now.")
    assert screen.page.locator(".wz-balk__uitleg").get_attribute("lang") is None
    screen.see(".wz-legenda__bron", "Own calculation from CBS and RIVM")
    screen.see(".wz-kaartje", "in 83 of 100 weightings the same class")
    screen.see(".wz-tabel td", "in 83 of 100 weightings the same class")


def test_what_has_no_english_is_marked_as_dutch(screen: Screen) -> None:
    screen.open("?laag=kans_cel&taal=en")
    remark = screen.see(".wz-opmerkingen li", "methode 0.1: t = vandaag")
    assert remark.get_attribute("lang") == "nl"


def test_the_english_comes_with_a_change_of_language(screen: Screen) -> None:
    screen.open(QUERY.removesuffix("&taal=en"))
    screen.see(".wz-balk__uitleg", "Wat er nu op een buurt rust")
    screen.page.get_by_role("link", name="English").click()
    screen.see(".wz-balk__uitleg", "What rests on a neighbourhood now.")
    screen.page.get_by_role("link", name="Nederlands").click()
    screen.see(".wz-balk__uitleg", "Wat er nu op een buurt rust")
    screen.see(".wz-kaartje", "in 83 van 100 wegingen dezelfde klasse")
