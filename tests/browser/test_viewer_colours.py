"""The map in the colours of its legend, at every zoom and whatever lies under or over the layer."""

import re

from tests.browser.support.screen import Screen

_FILL = ".wz-legenda__klassen .wz-staal rect"


def test_a_layer_of_the_ground_is_drawn_in_its_own_colour_when_it_is_shown(screen: Screen) -> None:
    screen.open("?laag=water&weergave=kaart")
    colour = screen.page.locator(_FILL).first.get_attribute("fill")
    assert colour
    screen.wait_for_colour(colour, 2_000)
    assert screen.pixels().get("#c5d9e6", 0) < 50, "the ground must not lie over it"
    screen.page.evaluate("document.querySelector('[data-laag=\"buurten\"]').click()")
    screen.rest("buurten")
    screen.page.evaluate("document.querySelector('[data-laag=\"voetpaden\"]').click()")
    screen.rest("voetpaden")
    screen.wait_for_colour("#c5d9e6", 500)


def test_green_is_its_legend_from_afar_and_close_by(screen: Screen) -> None:
    for place in ("11.3/52.44/5.17", "14/52.456/5.187"):
        screen.open(f"?laag=groen&weergave=kaart&kaart={place}")
        colour = screen.page.locator(_FILL).first.get_attribute("fill")
        assert colour
        screen.wait_for_colour(colour, 150)


def _without_weighing(screen: Screen, key: str) -> None:
    """Cells as hexagons are: a score and no criteria, fewer than makes lines grow with the zoom."""
    woonzorg = screen.server.site.layers["kans_cel"]["woonzorg"]
    columns = [one for one in woonzorg["kolommen"] if not one["naam"].startswith("s_")]
    woonzorg["kolommen"] = [{**columns[0], "naam": key}, *columns[1:]]
    woonzorg["aantal"] = 1_000


def test_outlines_of_small_areas_do_not_hide_their_colours(screen: Screen) -> None:
    shown = []
    for key in ("buurtcode", "cel"):  # areas that people know have a full outline
        _without_weighing(screen, key)
        screen.open("?laag=kans_cel&weergave=kaart&kaart=11.6/52.44/5.17")
        fills = [one.get_attribute("fill") or "" for one in screen.page.locator(_FILL).all()]
        # The darkest class is as dark as the outlines.
        shown.append(_near(screen.pixels(), [one for one in fills if one.startswith("#")][:4]))
    full, thin = shown
    assert thin > 1.1 * full, shown


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _near(pixels: dict[str, int], fills: list[str]) -> int:
    """Points whose colour is about that of one of the classes."""
    wanted = [_parts(one) for one in fills]
    return sum(
        count
        for colour, count in pixels.items()
        for parts in [_parts(colour)]
        if any(max(abs(a - b) for a, b in zip(parts, one, strict=True)) < 64 for one in wanted)
    )


def test_a_layer_without_classes_says_that_its_colour_tells_nothing(screen: Screen) -> None:
    woonzorg = screen.server.site.layers["draaglast_buurt"]["woonzorg"]
    woonzorg["kolommen"] = [{**one, "klassen": None} for one in woonzorg["kolommen"]]
    screen.open("?laag=draaglast_buurt")
    screen.see(".wz-legenda__duiding", "Deze laag heeft geen klassen")
    sign = screen.see(".wz-legenda__klassen .wz-staal").bounding_box()
    words = screen.see(".wz-legenda__klassen .wz-klasse__naam").bounding_box()
    assert sign
    assert words
    assert words["x"] - sign["x"] - sign["width"] >= 4, "the label stands clear of its swatch"


def test_a_layer_that_is_only_there_from_closer_by_says_so_and_comes_closer(screen: Screen) -> None:
    screen.server.site.minzoom["draaglast_buurt"] = 13
    screen.open("?laag=draaglast_buurt&weergave=kaart")
    said = screen.see(".wz-kaart .wz-melding", "Zoom in om deze laag te zien.")
    assert said.get_attribute("role") == "status"
    button = said.get_by_role("button", name="Zoom in tot de laag verschijnt")
    button.focus()
    screen.page.keyboard.press("Enter")
    said.wait_for(state="detached")
    screen.page.wait_for_url(re.compile(r"kaart=13"))
    assert screen.focus() == "Kaart", "the focus stays with the map"
    colour = screen.page.locator(_FILL).nth(1).get_attribute("fill")
    assert colour
    screen.wait_for_colour(colour, 500)
    screen.page.evaluate("document.querySelector('[data-laag=\"kans_cel\"]').click()")
    screen.rest("kans_cel")
    assert screen.page.get_by_text("Zoom in om deze laag te zien.").count() == 0


def test_the_choice_of_a_column_can_be_read_and_a_button_that_does_nothing_looks_so(
    screen: Screen,
) -> None:
    screen.open("?laag=draaglast_buurt&weergave=kaart")
    assert screen.evaluate("document.querySelector('#wz-kolom').offsetWidth") > 260
    screen.open("?laag=kans_cel&weergave=tabel", drawn=False)
    look = """(button) => { const own = getComputedStyle(button);
      return [own.borderStyle, own.backgroundColor, own.color]; }"""
    buttons = screen.see(".wz-bladeren").get_by_role("button")
    off, on = (buttons.nth(i).evaluate(look) for i in (0, 1))
    assert all(a != b for a, b in zip(off[::2], on[::2], strict=True)), (off, on)
