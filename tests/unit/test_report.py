"""What a person sees of a refresh."""

import io
import json
from datetime import date

import pytest
from rich.console import Console

from pipelines import report
from pipelines.versions import Outcome


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    text = io.StringIO()
    monkeypatch.setattr(report, "_console", Console(file=text, highlight=False, width=150))
    return text


def test_table_counts_in_the_dutch_way_and_gives_reasons(said: io.StringIO) -> None:
    report.table(
        [
            Outcome("cbs_kwb", "gepubliceerd", date(2017, 1, 1), 3, 3, 8_894, 8_890, 4),
            Outcome("cbs_buurten", "geweigerd", reason="cbs_buurten: te weinig rijen."),
            Outcome("raster", "overgeslagen", reason="invoer ontbreekt: cbs_buurten"),
        ],
        12.34,
    )
    text = said.getvalue()
    assert "Verversing in 12.3 s" in text
    assert "8.894" in text
    assert "2017-01-01" in text
    assert "cbs_buurten: te weinig rijen." in text


def test_datasets_stand_in_the_order_of_the_work(said: io.StringIO) -> None:
    names = ["draaglast_buurt", "cbs_buurten", "raster"]
    report.table([Outcome(name, "ongewijzigd") for name in names], 1.0)
    text = said.getvalue()
    assert text.index("cbs_buurten") < text.index("raster") < text.index("draaglast_buurt")


def test_failure_is_one_sentence(said: io.StringIO) -> None:
    report.sentence(ValueError("de bron antwoordt niet; probeer het later."))
    assert said.getvalue() == "Mislukt: de bron antwoordt niet; probeer het later.\n"


def test_brackets_in_a_failure_are_text(said: io.StringIO) -> None:
    report.sentence(ValueError("kolom [naam] ontbreekt [/]"))
    assert "kolom [naam] ontbreekt [/]" in said.getvalue()


def test_brackets_in_a_reason_are_text(said: io.StringIO) -> None:
    report.table([Outcome("cbs_kwb", "geweigerd", reason="kolom [red] en [/b] ontbreken")], 1.0)
    assert "kolom [red] en [/b] ontbreken" in said.getvalue()


def test_progress_names_the_step_without_a_terminal(said: io.StringIO) -> None:
    with report.progress() as say:
        say({"naam": "lezen", "dataset": "cbs_kwb"})
        say({"naam": "publiceren", "dataset": "release 1"})
        say({"release": 1})
    assert "lezen        cbs_kwb" in said.getvalue()


def test_programs_get_lines_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    with report.progress(as_json=True) as say:
        say({"naam": "lezen", "dataset": "cbs_kwb", "datum": date(2017, 1, 1)})
    assert json.loads(capsys.readouterr().out) == {
        "naam": "lezen",
        "dataset": "cbs_kwb",
        "datum": "2017-01-01",
    }
