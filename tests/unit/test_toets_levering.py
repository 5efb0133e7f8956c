"""A toets from form to file, back to form, and on as deliveries that the check takes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from data.registry import registry
from geo_api.site import toets_form
from pipelines import profile
from pipelines.partners import controle

TODAY = date(2026, 11, 29)
FILLED = {
    "adres": "Kerkstraat 1",
    "naam": "Hofje aan de Haven",
    "initiatief_id": "I-2026-7",
    "soort": "hofje",
    "fase": "verkenning",
    "woningen": "24",
    "doelgroep": "ouderen",
    "past_omgevingsplan": "ja",
    "nultreden": "nee",
    "door": "Gemeente, wonen",
    "datum": "2026-11-20",
    "antwoord.zorgverklaring": "ja",
    "door.zorgverklaring": "Huisartsengroep",
    "antwoord.mix": "deels",
}


@pytest.mark.parametrize(
    ("feed", "make", "rows"),
    [
        ("initiatieven", toets_form.initiative, 1),
        ("toetsantwoorden", toets_form.answers_file, 4),
    ],
)
def test_a_saved_toets_is_delivered_after_it_was_opened_again(
    tmp_path: Path, feed: str, make: Callable[[toets_form.Form], bytes], rows: int
) -> None:
    saved = toets_form.saved(toets_form.read(FILLED.items(), TODAY))
    again = toets_form.opened(saved, TODAY)
    assert again is not None
    assert {name: text for name, text in again.items() if text} == FILLED
    path = tmp_path / f"{feed}.csv"
    path.write_bytes(make(again))
    national = profile.load("landelijk", ("GM1234",))
    found = controle.check(path, registry()[feed], national, "gemeente", tmp_path)
    assert found.good, found.refusals
    assert found.counted is not None
    assert (found.counted.received, found.counted.published) == (rows, rows), found.bad
