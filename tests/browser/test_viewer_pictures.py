"""Six views of the viewer as they look: what a change moves, hides or recolours is seen here."""

import pytest

from tests.browser.support import pictures
from tests.browser.support.screen import Screen

VIEWS = {
    "kansen": ("?laag=kans_cel", "wz-weights .wz-schuif"),
    "draaglast": ("?laag=draaglast_buurt&object=BU99010000", ".wz-waarde"),
    "verschil": ("?laag=kans_cel&tegen=zorg", ".wz-klasse--vast"),
    "punten": ("?laag=voorzieningen&weergave=kaart", ".wz-klasse"),
    "tabel": ("?laag=kans_cel&weergave=tabel&sorteer=-score", "wz-table tbody tr"),
}
SETTLED = "wz-keep .wz-bewaar"
"""Of the part that comes last."""


def _show(screen: Screen, view: str) -> None:
    """Open a view and wait until all of it is there: its last part comes after the map."""
    query, shown = VIEWS[view]
    screen.open(query, drawn=view != "tabel")
    screen.see(shown)
    screen.see(SETTLED)
    screen.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("view", VIEWS)
def test_it_looks_as_it_did(screen: Screen, view: str) -> None:
    _show(screen, view)
    pictures.held(screen, view)


def test_a_phone_looks_as_it_did(phone: Screen) -> None:
    phone.open("?laag=draaglast_buurt&object=BU99010000")
    phone.see(".wz-greep").click()
    phone.see(".wz-waarde")
    phone.page.wait_for_load_state("networkidle")
    phone.page.wait_for_timeout(400)  # the sheet has moved
    pictures.held(phone, "telefoon")


def test_another_look_is_told(screen: Screen) -> None:
    """Two themes are further apart than a picture may be: the comparison itself works."""
    _show(screen, "kansen")
    one = pictures.small(screen)
    assert pictures.apart(screen.page, one, pictures.small(screen)) <= pictures.MOST, "it is still"
    _show(screen, "draaglast")
    assert pictures.apart(screen.page, one, pictures.small(screen)) > pictures.MOST
