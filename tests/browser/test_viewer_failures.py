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
    screen.see("[role=alert]", "Dit gebied of deze plek staat niet in deze laag")
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


def test_one_area_and_no_value_at_all(screen: Screen) -> None:
    rows = screen.server.site.features["draaglast_buurt"][:1]
    for name in ("klasse", "eenzaamheid_pct"):
        rows[0]["properties"] |= {name: None, f"{name}_status": "ontbreekt"}
    screen.server.site.features["draaglast_buurt"] = rows
    screen.open("?laag=draaglast_buurt&object=BU99010000", drawn=False)
    screen.see(".wz-bladeren", "Rijen 1 tot en met 1 van 1")
    screen.see(".wz-klasse", "geen gegevens")
    screen.see(".wz-kaartje .nl-data-badge", "ontbreekt: geen gegevens")
    screen.page.select_option("#wz-kolom", "eenzaamheid_pct")
    screen.see(".wz-legenda__klassen", "geen gegevens")


def test_fifteen_thousand_areas_are_counted_and_paged(screen: Screen) -> None:
    site = screen.server.site
    one = site.features["draaglast_buurt"][0]
    site.features["draaglast_buurt"] = [
        {**one, "id": f"BU{number:08d}", "properties": {**one["properties"], "klasse": "overig"}}
        for number in range(15_000)
    ]
    site.layers["draaglast_buurt"]["woonzorg"]["aantal"] = 15_000
    screen.open("?laag=draaglast_buurt")
    screen.see(".wz-bladeren", "Rijen 1 tot en met 100 van 15.000")
    screen.see(".wz-klasse", "15.000")
    screen.page.get_by_role("button", name="Volgende").click()
    screen.see(".wz-bladeren", "Rijen 101 tot en met 200 van 15.000")


def test_very_long_names_stay_on_the_page(phone: Screen) -> None:
    long = "Wijkenbouwvereniging" * 8
    for row in phone.server.site.features["draaglast_buurt"]:
        row["properties"]["naam"] = long
    phone.open("?laag=draaglast_buurt&object=BU99010000", drawn=False)
    phone.see(".wz-kaartje h2", long)
    phone.see(".wz-tabel tbody tr")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_login_that_expired(screen: Screen) -> None:
    screen.allow.append(REFUSED)  # the icon of the page for signing in
    screen.server.site.signed_out = True
    screen.open(drawn=False)
    screen.see("[role=alert]", "U bent niet meer aangemeld")
    screen.page.get_by_role("link", name="Aanmelden").click()
    screen.page.wait_for_url("**/aanmelden")


def test_a_release_that_is_no_longer_kept(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.open("?laag=kans_cel&release=1", drawn=False)
    screen.see("[role=alert]", "Van deze laag is geen versie uit die release bewaard.")
    screen.page.get_by_role("button", name="Toon release 4").click()
    screen.rest("kans_cel")


def test_an_area_that_no_longer_exists(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.open("?laag=draaglast_buurt&kies=BU99019999")
    screen.see("wz-select [role=alert]", "Deze gebieden bestaan hier niet: 'BU99019999'.")
    screen.page.locator("wz-select [role=alert] button").click()
    assert "kies" not in screen.state()


def test_why_something_is_refused_is_told_in_english(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.open("?laag=draaglast_buurt&kies=BU99019999&taal=en")
    screen.see("wz-select [role=alert]", "These areas do not exist here: 'BU99019999'.")


def test_questions_that_fail_can_be_asked_again(screen: Screen) -> None:
    screen.allow.append(REFUSED)
    screen.server.site.broken |= {"/v1/zoekvragen", "/v1/watals"}
    screen.open("?laag=draaglast_buurt&object=BU99010000&kies=BU99010000&plan=geclusterd-40")
    screen.see("wz-select [role=alert]", "nu niet beschikbaar")
    screen.see("wz-what-if [role=alert]", "nu niet beschikbaar")
    screen.server.site.broken.clear()
    screen.page.locator("wz-select [role=alert] button").first.click()
    screen.see(".wz-cijfers")
    screen.page.locator("wz-what-if [role=alert] button").click()
    screen.see(".wz-watals__opmerkingen")


def test_a_link_with_a_figure_and_a_weighting_that_are_not_there(screen: Screen) -> None:
    screen.open("?laag=kans_cel&kolom=xyz&weging=abc")
    screen.see(".wz-melding", "Deze link noemt een gegeven (xyz) dat deze laag niet toont.")
    screen.see(".wz-melding", "het weegprofiel ‘abc’; dat is er niet")
    screen.page.get_by_role("button", name="Haal dat deel uit de link").click()
    screen.page.locator(".wz-melding", has_text="Deze link noemt").wait_for(state="detached")
    assert not {"kolom", "weging"} & set(screen.state())


def test_a_link_with_a_release_that_is_none(screen: Screen) -> None:
    screen.open("?laag=kans_cel&release=abc")
    screen.see(".wz-melding", "Deze link noemt release ‘abc’; die is er niet.")
    assert screen.state()["release"] != "abc"
    screen.page.get_by_role("button", name="Haal dat deel uit de link").click()
    screen.page.locator(".wz-melding", has_text="Deze link noemt").wait_for(state="detached")
