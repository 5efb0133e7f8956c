"""The table, which is the primary product: paging, order, keyboard, and the page without a map."""

import re

from tests.browser.support.screen import Screen


def _column(screen: Screen, number: int) -> list[str]:
    return screen.page.locator(f".wz-tabel tbody tr > :nth-child({number})").all_inner_texts()


ROWS_IN_SIGHT = """() => {
  const foot = document.querySelector(".wz-tabel__vlak").getBoundingClientRect().bottom;
  const rows = [...document.querySelectorAll("wz-table tbody tr")]
    .map((one) => one.getBoundingClientRect());
  return [rows.map((one) => one.height), rows.filter((one) => one.bottom <= foot).length];
}"""


def test_same_columns_with_units_and_words(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.see(".wz-tabel tbody tr")
    heads = [
        " ".join(text.split())
        for text in screen.page.locator(".wz-tabel thead th").all_inner_texts()
    ]
    assert heads == [
        "Naam",
        "Code",
        "Wijk",
        "Draaglast en draagkracht",
        "Ernstig eenzaam (% van 18 jaar en ouder)",
        "Zekerheid",
        "Houdt de klasse stand",
    ]
    # Words of a status come with the parts that follow the first map.
    screen.see(".wz-tabel tbody", "onderdrukt")
    texts = _column(screen, 4)
    assert all(text.strip() for text in texts), "no empty cell: a missing value is said in words"
    assert all(text.startswith("Wijk ") for text in _column(screen, 3))


def test_several_rows_are_in_sight_beside_the_map(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.see("wz-table tbody tr")
    heights, whole = screen.evaluate(ROWS_IN_SIGHT)
    assert max(heights) <= 36, "a row is one line of text"
    assert whole >= 2


def test_draaglast_keeps_code_order_whatever_is_asked(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&sorteer=-klasse")
    screen.see(".wz-tabel__orde", "Draaglast wordt niet gerangschikt")
    codes = _column(screen, 2)
    assert len(codes) == 60
    assert codes == sorted(codes)
    assert screen.page.locator(".wz-sorteer").count() == 0


def test_a_score_stands_highest_first_and_what_has_none_comes_last(screen: Screen) -> None:
    screen.open("?laag=kans_cel&weergave=tabel", drawn=False)
    screen.see(".wz-tabel__orde", "Gesorteerd op Kansscore, aflopend")
    scores = [row["properties"]["score"] for row in screen.server.site.features["kans_cel"]]
    best = sorted((one for one in scores if one is not None), reverse=True)
    assert None in scores
    shown = [float(text.split()[0].replace(",", ".")) for text in _column(screen, 2)]
    assert shown == best[:100]
    assert "sorteer" not in screen.state(), "an order that nobody asked for is not in the address"


def test_other_layers_sort_over_all_rows(screen: Screen) -> None:
    screen.open("?laag=kans_cel&weergave=tabel", drawn=False)
    screen.see(".wz-tabel tbody tr")
    screen.page.click(".wz-sorteer")
    screen.see(".wz-tabel__orde", "Gesorteerd op Kansscore, oplopend")
    screen.page.click(".wz-sorteer")
    screen.see(".wz-tabel__orde", "Gesorteerd op Kansscore, aflopend")
    assert screen.state()["sorteer"] == "-score"
    scores = [float(text.split()[0].replace(",", ".")) for text in _column(screen, 2)]
    rows = screen.server.site.features["kans_cel"]
    best = sorted(
        (r["properties"]["score"] for r in rows if r["properties"]["score"] is not None),
        reverse=True,
    )
    assert scores == best[:100]
    screen.see('th[aria-sort="descending"]')


def test_pages_follow_the_next_links_of_the_server(screen: Screen) -> None:
    screen.open("?laag=kans_cel&weergave=tabel", drawn=False)
    screen.see(".wz-bladeren", "Rijen 1 tot en met 100 van 1.556")
    first = _column(screen, 1)
    screen.page.get_by_role("button", name="Volgende").click()
    screen.see(".wz-bladeren", "Rijen 101 tot en met 200 van 1.556")
    screen.page.wait_for_function("document.querySelectorAll('.wz-rij').length === 100")
    assert not set(first) & set(_column(screen, 1))
    screen.page.get_by_role("button", name="Vorige").click()
    screen.see(".wz-bladeren", "Rijen 1 tot en met 100 van 1.556")
    assert _column(screen, 1) == first


def test_row_focus_marks_the_map_and_enter_opens_the_card(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.see(".wz-rij")
    plain = screen.pixels().get("#0b1015", 0)
    screen.page.locator(".wz-rij").first.focus()
    screen.page.wait_for_timeout(300)
    screen.rest()
    assert screen.pixels().get("#0b1015", 0) > plain, "the area of the row is outlined"
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    screen.see(".wz-kaartje h2", "Oudepark")
    assert screen.evaluate("document.activeElement.id") == "wz-kaartje-kop"
    screen.see("tr.wz-gekozen", "Oudepark")
    screen.page.click(".wz-sluit")
    assert screen.evaluate("document.activeElement.textContent").strip() == "Oudepark"


def test_row_focus_brings_a_far_area_into_view(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&kaart=15/52.47/5.20")
    screen.see(".wz-rij")
    assert screen.pixels().get("#0b1015", 0) == 0
    screen.page.locator(".wz-rij").first.focus()
    screen.wait_for_colour("#0b1015", 100)


def test_layer_without_shapes_is_a_table(screen: Screen) -> None:
    screen.open("?laag=huishoudens", drawn=False)
    screen.see(".wz-tabel tbody tr")
    screen.see(".wz-legenda", "staat alleen in de tabel")
    # The layer has codes only: names come from the layer whose key it shares.
    screen.see(".wz-rij", "Lindehof")
    assert _column(screen, 2)[0] == "BU99010000"
    assert not screen.page.locator(".wz-kaart").is_visible()


def test_without_webgl_the_table_fills_the_place_of_the_map(screen_without_webgl: Screen) -> None:
    screen = screen_without_webgl
    screen.open("?laag=draaglast_buurt", drawn=False)
    screen.see(".wz-melding", "Deze browser kan de kaart niet tekenen")
    screen.see(".wz-rij").click()
    screen.see(".wz-kaartje h2", "Lindehof")
    box = screen.page.locator("wz-table").bounding_box()
    assert box
    assert box["height"] > 450
    assert not screen.page.locator("wz-map").is_visible()
    screen.shot("zonder-webgl")


def test_keyboard_alone(screen: Screen) -> None:
    """Skip link, layer, column, table row, card and back: no mouse, no trap."""
    page = screen.open("?laag=kans_cel").page
    page.keyboard.press("Tab")
    assert screen.focus() == "Naar de kaart"
    page.keyboard.press("Tab")
    assert screen.focus() == "Naar de tabel"
    screen.tab_to("Draaglast per buurt")
    page.keyboard.press("Enter")
    screen.rest("draaglast_buurt")
    screen.tab_to("wz-kolom")
    page.keyboard.press("ArrowDown")
    screen.rest("draaglast_buurt", "eenzaamheid_pct")
    screen.tab_to("Kaart")
    before = screen.state().get("kaart")
    page.keyboard.press("+")
    page.wait_for_url(re.compile("kaart=\\d"))
    assert screen.state()["kaart"] != before
    screen.tab_to("Lindehof")
    page.keyboard.press("Enter")
    screen.see(".wz-kaartje h2", "Lindehof")
    screen.tab_to("Sluit gegevens")
    page.keyboard.press("Enter")
    assert screen.focus() == "Lindehof"
