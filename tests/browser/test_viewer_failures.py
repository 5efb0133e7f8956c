"""What goes wrong: always a plain sentence and a way on, never a blank page."""

from tests.browser.support.screen import Screen

REFUSED = "Failed to load resource"


def test_withdrawn_layer(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.open("?laag=ingetrokken", drawn=False)
    screen.see("[role=alert]", "ingetrokken omdat een bron onjuist was")
    screen.page.get_by_role("link", name="Ga naar Kansen voor geclusterd wonen").click()
    screen.rest("kans_cel")


def test_layer_that_does_not_exist(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.open("?laag=verdwenen", drawn=False)
    screen.see("[role=alert]", "Deze laag bestaat niet of niet meer.")
    screen.see("[role=alert] a", "Ga naar Kansen")


def test_feature_that_does_not_exist(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.open("?laag=kans_cel&object=weg")
    screen.see("[role=alert]", "Dit object staat niet in de laag")
    screen.page.get_by_role("button", name="Sluit gegevens").click()
    screen.see(".wz-kaartje__leeg")


def test_empty_layer(screen: Screen) -> None:
    screen.open("?laag=leeg")
    screen.see("wz-map .wz-melding", "Er is niets te tekenen")
    screen.see("wz-table .wz-melding", "geen gegevens")


def test_nothing_published_yet(screen: Screen) -> None:
    screen.server.site.layers.clear()
    screen.open(drawn=False)
    screen.see(".wz-melding", "Er is nog niets gepubliceerd")


def test_service_down_and_back(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.server.site.broken.add("/v1")
    screen.open(drawn=False)
    screen.see("[role=alert]", "De gegevensdienst is nu niet beschikbaar")
    screen.server.site.broken.clear()
    screen.page.get_by_role("button", name="Probeer opnieuw").click()
    screen.rest("kans_cel")


def test_slow_service_is_announced(screen: Screen) -> None:
    screen.server.site.delay["/v1/collections"] = 5.0
    screen.open(drawn=False)
    screen.see(".wz-melding", "Gegevens worden geladen")
    screen.see(".wz-melding", "Dit duurt langer dan normaal")
    screen.server.site.delay.clear()
    screen.rest("kans_cel")


def test_tiles_that_fail_leave_the_table(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.server.site.broken.add("/v1/collections/kans_cel/tiles")
    screen.open("?laag=kans_cel", drawn=False)
    screen.see("wz-map [role=alert]", "De tabel toont dezelfde gegevens")
    screen.see(".wz-tabel tbody tr")
    screen.server.site.broken.clear()
    screen.page.get_by_role("button", name="Probeer opnieuw").click()
    screen.rest("kans_cel")
    assert not screen.page.locator("wz-map [role=alert]").is_visible()


def test_rows_that_fail_can_be_asked_again(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.server.site.broken.add("/v1/collections/kans_cel/items")
    screen.open("?laag=kans_cel")
    screen.see("wz-table [role=alert]", "nu niet beschikbaar")
    screen.server.site.broken.clear()
    screen.page.locator("wz-table button").click()
    screen.see(".wz-tabel tbody tr")


def test_quick_switches_end_on_the_last_choice(screen: Screen) -> None:
    screen.server.site.delay["/v1/collections/kans_cel"] = 1.0
    screen.open("?laag=voorzieningen")
    screen.page.click('[data-laag="kans_cel"]')
    screen.page.click('[data-laag="draaglast_buurt"]')
    screen.rest("draaglast_buurt")
    screen.page.wait_for_timeout(1500)
    screen.see(".wz-balk h2", "Draaglast per buurt")
    assert screen.page.locator(".wz-tabel tbody tr").count() == 60
