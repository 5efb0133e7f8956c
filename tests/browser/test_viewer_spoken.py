"""What the map viewer gives a screen reader to say, as Chromium hands it on; axe does not."""

import re
from collections.abc import Iterator

import pytest

from tests.browser.support.screen import Screen

NAMED = ("heading", "button", "columnheader", "rowheader", "cell", "DisclosureTriangle", "link")
_STATES = {
    "kansen": "?laag=kans_cel&sorteer=-score",
    "draaglast met kaartje": "?laag=draaglast_buurt&object=BU99010000",
    "naast elkaar": "?laag=draaglast_buurt&object=BU99010000&naast=BU99010028",
    "gekozen gebieden": "?laag=draaglast_buurt&kies=BU99010000*BU99010028",
    "Engels": "?laag=kans_cel&taal=en",
}
_KEEP = """() => {
  window.spoken = [];
  const said = document.querySelector(".wz-weging [role=status]");
  new MutationObserver(() => said.textContent && window.spoken.push(said.textContent))
    .observe(said, {childList: true, characterData: true, subtree: true});
}"""


def _names(screen: Screen) -> Iterator[tuple[str, str]]:
    tree = screen.page.context.new_cdp_session(screen.page).send("Accessibility.getFullAXTree")
    for node in tree["nodes"]:
        role = node.get("role", {}).get("value", "")
        if role in NAMED and not node.get("ignored"):
            yield role, node.get("name", {}).get("value") or ""


@pytest.mark.parametrize("state", _STATES)
def test_words_stay_apart_and_signs_are_not_spoken(screen: Screen, state: str) -> None:
    screen.open(_STATES[state])
    screen.see(".wz-tabel tbody tr")
    names = list(_names(screen))
    assert len(names) > 20
    # Chromium drops a space that stands alone between a part of Lit and an element.
    assert [name for _, name in names if re.search(r"\w\(|\d[a-z]{3,}", name)] == []
    assert [name for _, name in names if re.search("[▸▾▲▼↕]", name)] == []


def test_the_table_has_the_name_of_its_layer(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    title = screen.see(".wz-balk h2").inner_text()
    screen.see(".wz-tabel tbody tr")
    assert screen.page.get_by_role("table", name=title, exact=True).is_visible()


def test_a_class_parts_its_name_from_its_number(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    screen.see(".wz-klasse__aantal")
    buttons = [name for role, name in _names(screen) if role == "button"]
    spoken = [name for name in buttons if re.search(r" \d+$", name)]
    assert spoken
    assert all(re.search(r": \d+$", name) for name in spoken), spoken


def test_block_texts_of_a_layer_are_apart(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    screen.see(".wz-legenda__bron p")
    blocks = ".wz-over .wz-legenda__bron > *, .wz-lagen__laag > *"
    texts = screen.evaluate(
        f"""() => [...document.querySelectorAll("{blocks}")]
        .filter((one) => getComputedStyle(one).display === "block").map((one) => one.tagName)"""
    )
    assert set(texts) == {"P", "DIV"}, "read as one word when they are no blocks of themselves"


def test_the_list_of_layers_stands_still_while_the_map_loads(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    screen.evaluate(
        """() => { window.renewed = 0;
        new MutationObserver((all) => { window.renewed += all.length; }).observe(
        document.querySelector("wz-layers"), {childList: true, subtree: true}); }"""
    )
    screen.page.evaluate("document.querySelector('[data-laag=\"water\"]').click()")
    screen.rest("water")
    held = screen.page.locator("wz-layers [aria-live], wz-layers [role=status]").count()
    assert held == 0
    assert screen.evaluate("() => window.renewed") <= 2, "only the name of the layer changes"


def test_a_row_of_moves_is_said_once_over_all_of_it(screen: Screen) -> None:
    screen.open("?laag=kans_cel&kaart=13.5/52.44/5.17&weergave=kaart")
    slider = screen.page.locator("#wz-gewicht-V")
    slider.focus()
    screen.evaluate(_KEEP)
    for _ in range(4):
        screen.page.keyboard.press("ArrowLeft")
        screen.page.wait_for_timeout(100)
    assert screen.evaluate("() => window.spoken") == [], "not while it moves"
    screen.page.wait_for_timeout(1500)
    spoken = screen.evaluate("() => window.spoken")
    assert len(spoken) == 1, spoken
    assert "van klasse" in spoken[0]
    last = screen.see(".wz-weging__gevolg").inner_text()
    assert last == spoken[0], "who sees reads the same over the whole row"
    assert slider.get_attribute("aria-valuetext") == "6"
    screen.page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "Uit"
    name = screen.page.get_by_role("slider", name="Vraag", exact=True)
    assert name.count() == 1, "off is its value, and said once"


def test_a_place_that_is_only_brought_into_view_is_told(screen: Screen) -> None:
    screen.open("?laag=kans_cel")
    screen.page.locator("#wz-zoek").fill("linde")
    screen.see("#wz-plek-0").click()
    naam = screen.page.locator("#wz-zoek").input_value()
    told = screen.page.locator(".wz-zoek [role=status]").inner_text()
    assert told == f"Kaart: {naam}"
    assert screen.page.locator(".wz-zoek__bericht").count() == 0, "who sees the map sees it"
