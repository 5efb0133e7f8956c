"""The five jobs of a planner with the keyboard alone: no mouse, no focus given by a script."""

from tests.browser.support.screen import Screen


def test_find_a_buurt_and_read_it(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.page.wait_for_selector("#wz-zoek")
    screen.tab_to("wz-zoek")
    screen.page.keyboard.type("lindehof")
    screen.see("[role=option]", "Lindehof")
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    screen.see(".wz-kaartje h2", "Lindehof")
    screen.page.wait_for_timeout(200)
    assert screen.focus() == "wz-kaartje-kop", "the card has the focus"
    screen.page.keyboard.press("Tab")
    assert screen.focus() == "Sluit gegevens"
    screen.page.keyboard.press("Enter")
    screen.see(".wz-kaartje__leeg")
    assert screen.focus() == "wz-zoek", "back where it came from"


def test_weigh_and_see_what_changes(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    screen.page.wait_for_selector("#wz-gewicht-V")
    screen.tab_to("wz-gewicht-V", 200)
    screen.page.keyboard.press("Home")
    screen.see(".wz-weging .nl-data-badge", "afwijkend")
    screen.tab_to("Grootste veranderingen")
    screen.page.keyboard.press("Enter")
    screen.page.keyboard.press("Tab")
    screen.page.keyboard.press("Enter")
    screen.see(".wz-waarom tfoot")
    screen.page.wait_for_timeout(200)
    assert screen.focus() == "wz-kaartje-kop"


def test_compare_two_areas(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&weergave=tabel", drawn=False)
    screen.see(".wz-tabel tbody tr")
    screen.tab_to("Lindehof", 200)
    screen.page.keyboard.press("Enter")
    screen.see(".wz-kaartje h2", "Lindehof")
    screen.tab_to("Vergelijk met een ander")
    screen.page.keyboard.press("Enter")
    screen.see(".wz-kaartje", "Kies op de kaart of in de tabel")
    screen.tab_to("Lindehof", 200)
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    screen.see(".wz-naast table")


def test_filter_sort_and_keep(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    screen.page.wait_for_selector("wz-keep .wz-bewaar")
    name = screen.page.locator(".wz-klasse").nth(4).inner_text().split("\n")[0]
    for _ in range(120):
        screen.page.keyboard.press("Tab")
        if screen.focus().startswith(name):
            break
    screen.page.keyboard.press("Space")
    screen.see(".wz-legenda__filter", "getoond")
    assert screen.state()["klassen"] == "5"
    screen.tab_to("Bewaren en delen", 200)
    screen.page.keyboard.press("Enter")
    screen.page.keyboard.press("Tab")
    assert screen.focus() == "Kopieer de link"
    screen.tab_to("Scores met deze weging (CSV)")
    with screen.page.expect_download():
        screen.page.keyboard.press("Enter")


def test_own_area_and_what_if(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&object=BU99010000", drawn=False)
    screen.see(".wz-kaartje")
    screen.page.wait_for_selector(".wz-watals")
    screen.tab_to("Wat als hier plekken bij komen?", 200)
    screen.page.keyboard.press("Enter")
    screen.tab_to("wz-watals-aantal")
    screen.page.keyboard.press("Control+a")
    screen.page.keyboard.type("25")
    screen.page.keyboard.press("Enter")
    screen.see("wz-what-if [aria-live]", "Methode A")
    assert screen.state()["plan"] == "geclusterd-25"
    screen.tab_to("Eigen gebied", 200)
    screen.page.keyboard.press("Enter")
    screen.see("wz-select fieldset ul input")
    screen.tab_to("wz-kies-BU99010000", 200)
    screen.page.keyboard.press("Space")
    screen.see(".wz-cijfers caption", "1 gebied of object")
