"""Access for everyone: axe without findings, small screens, forced colours, reduced motion."""

import pytest

from tests.browser.support import axe
from tests.browser.support.screen import Screen

STATES = {
    "kansen": "?laag=kans_cel",
    "draaglast met kaartje": "?laag=draaglast_buurt&object=BU99010000",
    "punten": "?laag=voorzieningen&weergave=kaart",
    "leeg": "?laag=leeg",
    "Engels": "?laag=draaglast_buurt&object=BU99010000&taal=en",
    "oudere release": "?laag=kans_cel&release=2",
    "eigen weging": "?laag=kans_cel&weging=V0-T10-Z6&klassen=2.ontbreekt&object=E2026N4003",
    "verschil": "?laag=kans_cel&tegen=zorg",
    "lopen": "?laag=draaglast_buurt&object=BU99010000&loop=10/52.44000/5.17000",
    "wat als": "?laag=draaglast_buurt&object=BU99010000&plan=geclusterd-40-zacht*beschermd+wonen-8",
    "gekozen gebieden": "?laag=draaglast_buurt&kies=BU99010000*BU99010028",
    "getekend vlak": "?laag=draaglast_buurt&vlak=5.12/52.42_5.2/52.42_5.2/52.46_5.12/52.46",
    "naast elkaar": "?laag=draaglast_buurt&object=BU99010000&naast=BU99010028",
}
SETTLED = {
    "loop=": "wz-walk dl",
    "plan=": ".wz-watals__opmerkingen",
    "kies=": ".wz-cijfers",
    "vlak=": ".wz-cijfers",
    "tegen=": ".wz-klasse--vast",
}
TABLES = {
    "tabel": "?laag=kans_cel&weergave=tabel&sorteer=-score",
    "zonder vormen": "?laag=huishoudens",
    "ingetrokken": "?laag=ingetrokken",
}
_SMALL = """() => [...document.querySelectorAll(
    "button, a, select, summary, input[type=range], .wz-keus span")]
  .filter((one) => !one.matches(".nl-skip-link"))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


def _axe(screen: Screen) -> list[str]:
    return axe.faults(screen.page)


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(screen: Screen, state: str) -> None:
    screen.open(STATES[state])
    for part, selector in SETTLED.items():
        if part in STATES[state]:
            screen.see(selector)
    assert _axe(screen) == []


def test_axe_finds_nothing_while_drawing(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt")
    screen.page.get_by_text("Eigen gebied", exact=True).click()
    screen.page.get_by_role("button", name="Teken een vlak op de kaart").click()
    screen.see("wz-select [role=status]", "Klik de hoeken aan")
    assert _axe(screen) == []


@pytest.mark.parametrize("state", TABLES)
def test_axe_finds_nothing_on_tables_and_failures(screen: Screen, state: str) -> None:
    screen.allow.append("Failed to load resource")
    screen.open(TABLES[state], drawn=False)
    screen.see(".wz-tabel tbody tr, [role=alert]")
    assert _axe(screen) == []


def test_axe_finds_nothing_without_webgl(screen_without_webgl: Screen) -> None:
    screen_without_webgl.open("?laag=draaglast_buurt", drawn=False)
    screen_without_webgl.see(".wz-tabel tbody tr")
    assert _axe(screen_without_webgl) == []


def _top(screen: Screen, selector: str) -> float:
    box = screen.page.locator(selector).bounding_box()
    assert box, f"{selector} is not on the page"
    return box["y"]


def test_phone(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt")
    phone.shot("draaglast-360")
    assert _axe(phone) == []
    top = {name: _top(phone, name) for name in ("wz-map", "wz-handle", "wz-table")}
    assert top["wz-map"] < 500, "the map begins on the first screen"
    assert top["wz-map"] < top["wz-table"]
    assert top["wz-handle"] < phone.evaluate("innerHeight"), "the legend is one press away"
    phone.page.click("summary")
    phone.page.click('[data-laag="voorzieningen"]')
    phone.rest("voorzieningen")


@pytest.mark.parametrize(
    "query",
    [
        "?laag=draaglast_buurt&object=BU99010000&naast=BU99010028&plan=geclusterd-40",
        "?laag=draaglast_buurt&kies=BU99010000*BU99010028",
        "?laag=huishoudens",
    ],
)
def test_reflow_at_320_pixels(phone: Screen, query: str) -> None:
    phone.page.set_viewport_size({"width": 320, "height": 640})
    phone.open(query, drawn=False)
    phone.see(".wz-tabel tbody tr")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough(screen: Screen) -> None:
    screen.open("?laag=kans_cel&object=E2030N4002")
    screen.see(".wz-kaartje")
    small = screen.evaluate(_SMALL)
    assert small == []


def test_forced_colours_keep_the_legend(screen: Screen) -> None:
    screen.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    screen.open("?laag=draaglast_buurt")
    fills = screen.page.locator(".wz-staal rect").evaluate_all(
        "all => all.map(e => getComputedStyle(e).fill)"
    )
    assert len(set(fills)) == len(fills) >= 5
    screen.shot("hoog-contrast")


def test_headings_and_landmarks(screen: Screen) -> None:
    screen.open("?laag=draaglast_buurt&object=BU99010000")
    screen.see(".wz-kaartje")
    assert screen.page.locator("h1").count() == 1
    assert screen.page.get_by_role("main").count() == 1
    assert screen.page.get_by_role("banner").count() == 1
    assert screen.page.get_by_role("navigation", name="Kies een laag").count() == 1
    assert screen.page.get_by_role("region", name="Kaart", exact=True).count() >= 1
