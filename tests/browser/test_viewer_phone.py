"""The sheet of a phone: by press, by keyboard and by dragging, with the map in sight."""

from tests.browser.support.screen import Screen

_INSIDE = "document.activeElement.closest('.wz-vel') !== null"


def _height(phone: Screen) -> float:
    phone.page.wait_for_timeout(300)  # the sheet glides
    box = phone.page.locator(".wz-zij").bounding_box()
    assert box
    assert box["y"] + box["height"] == phone.evaluate("innerHeight")
    return float(box["height"]) / float(phone.evaluate("innerHeight"))


def test_a_press_opens_enlarges_and_closes(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt")
    handle = phone.page.locator(".wz-greep")
    assert handle.get_attribute("aria-expanded") == "false"
    assert _height(phone) < 0.1
    assert phone.page.get_by_role("button", name="Sluit gegevens").count() == 0
    handle.click()
    assert handle.get_attribute("aria-expanded") == "true"
    assert 0.4 < _height(phone) < 0.5
    phone.see(".wz-legenda", "onder druk")
    map_box = phone.page.locator(".wz-kaart").bounding_box()
    assert map_box
    assert -1 <= map_box["y"] < 60, "the map is what the sheet leaves free"
    phone.shot("blad-half")
    handle.click()
    assert _height(phone) > 0.8
    handle.click()
    assert _height(phone) < 0.1


def test_by_keyboard(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt")
    handle = phone.page.locator(".wz-greep")
    handle.focus()
    phone.page.keyboard.press("Tab")
    assert not phone.evaluate(_INSIDE), "closed: not reached"
    handle.focus()
    phone.page.keyboard.press("ArrowUp")
    assert 0.4 < _height(phone) < 0.5
    phone.page.keyboard.press("Tab")
    assert phone.evaluate(_INSIDE)
    handle.focus()
    phone.page.keyboard.press("Escape")
    assert _height(phone) < 0.1


def test_dragging(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt")
    box = phone.page.locator(".wz-greep").bounding_box()
    assert box
    at = box["x"] + box["width"] / 2
    phone.page.mouse.move(at, box["y"] + 20)
    phone.page.mouse.down()
    phone.page.mouse.move(at, 400, steps=5)
    phone.page.mouse.up()
    assert 0.4 < _height(phone) < 0.5
    handle = phone.page.locator(".wz-greep")
    assert handle.get_attribute("aria-expanded") == "true", "the end of a drag is no press"


def test_what_is_chosen_comes_up_first(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt&object=BU99010000")
    phone.see(".wz-kaartje h2")
    assert 0.4 < _height(phone) < 0.5
    whole = phone.page.locator(".wz-kaart").bounding_box()
    assert whole
    assert -1 <= whole["y"] < 60, "the map is in sight above it"
    card = phone.page.locator(".wz-kaartje").bounding_box()
    legend = phone.page.locator(".wz-legenda").bounding_box()
    assert card
    assert legend
    assert card["y"] < legend["y"]


def test_the_map_begins_high_and_the_layer_is_named_once(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt")
    where = phone.page.locator(".wz-kaart").bounding_box()
    assert where
    phone.shot("begin")
    assert where["y"] < 0.4 * phone.evaluate("innerHeight")
    hidden = "one => getComputedStyle(one).clipPath !== 'none'"  # only for who listens
    named = phone.page.get_by_text("Draaglast per buurt", exact=True).all()
    seen = [name for name in named if name.is_visible() and not name.evaluate(hidden)]
    assert len(seen) == 1, seen
    phone.see(".wz-kop", "oudste peildatum")
    phone.see(".wz-fictief", "Fictieve gegevens. Deze gemeente bestaat niet.")


def test_a_chosen_layer_is_seen_at_once(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt")
    phone.page.locator(".wz-lagen > summary").click()
    phone.page.locator('[data-laag="kans_cel"]').click()
    phone.rest("kans_cel")
    assert phone.page.locator(".wz-lagen").get_attribute("open") is None
    where = phone.page.locator(".wz-kaart").bounding_box()
    assert where
    assert where["y"] < 0.5 * phone.evaluate("innerHeight")


def test_picking_a_second_area_leaves_the_map_in_sight(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt&object=BU99010000")
    phone.see(".wz-kaartje h2")
    phone.page.locator(".wz-greep").click()
    assert _height(phone) > 0.8
    phone.page.get_by_role("button", name="Vergelijk met een ander").click()
    assert _height(phone) < 0.5


def test_without_room_for_a_sheet_the_panels_stand_under_the_map(phone: Screen) -> None:
    phone.page.set_viewport_size({"width": 320, "height": 256})
    phone.open("?laag=draaglast_buurt")
    assert phone.page.locator(".wz-greep").count() == 0
    panels = phone.page.locator(".wz-zij")
    assert panels.evaluate("part => getComputedStyle(part).position") == "static"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
