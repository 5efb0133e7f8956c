"""Two wijken in words: complexes, dwellings, cost and what is missing of it, where next."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.errors import ConfigurationError, WoonzorgError
from pipelines.indicators import geschikt_wijken
from pipelines.opstart import wijken
from pipelines.wijken_tekst import Origin, lines

NAMES = {
    "WK001401": "Lewenborg",
    "WK001402": "Beijum",
    "WK001403": "Selwerd",
    "WK001404": "Wijk 04 Centrum",
    "WK999904": "Wijk 09 Centrum",
}
ONE, OTHER, THIRD = "WK001401", "WK001402", "WK001403"
ORIGIN = Origin(
    bron="Kadaster en woningcorporaties",
    attributie="Kadaster (BAG)",
    methode="1.1",
    peildatum=date(2026, 1, 1),
    release=7,
    fictief=False,
    opmerkingen=("Verwacht, niet gemeten.", "Verwacht, niet gemeten."),
)


def complex_(number: str, wijk: str, euro: float | None, **changed: Any) -> dict[str, Any]:
    row = {
        "id": f"huurder:{number}",
        "corporatie": "huurder",
        "complex_id": number,
        "naam": f"Hof {number}",
        "wijkcode": wijk,
        "woningen": 1040,
        "nultreden": 51.5,
        "nultreden_ci_low": 39.1,
        "nultreden_ci_high": 63.9,
        "te_doen": 40.0,
        "kosten_euro": euro,
        "kosten_per_woning_euro": euro / 40 if euro else None,
        "prijsjaren": "2024" if euro else None,
    }
    row |= {f"{name}_status": "geschat" for name in geschikt_wijken.FIGURES}
    return row | {"woningen_status": "waargenomen"} | changed


def cost(row: dict[str, Any], measure: str, number: float = 3.0) -> dict[str, Any]:
    known = row["kosten_euro"] is not None
    return {
        "niveau": "complex",
        "gebied": row["id"],
        "maatregel": measure,
        "aantal": number,
        "prijs_euro": 100.0 if known else None,
        "kosten_euro": row["kosten_euro"],
    }


def told(*rows: dict[str, Any], few: int | None = 5, one: str = ONE, other: str = OTHER) -> str:
    costs = [cost(row, "badkamer") for row in rows] + [cost(rows[0], "traplift", 0.0)]
    found = geschikt_wijken.compared(pd.DataFrame(rows), pd.DataFrame(costs), one, other)
    return "\n".join(lines(found, NAMES, ORIGIN, few))


def test_the_answer_says_which_how_many_at_what_cost_and_where_next() -> None:
    text = told(
        complex_("1", ONE, 400_000.0),
        complex_("2", ONE, 200_000.0, nultreden=10.0, nultreden_ci_low=8.0),
        complex_("3", OTHER, 800_000.0),
        complex_("4", THIRD, 80_000.0),
    )
    assert text.splitlines()[0] == (
        "Geschikt maken van complexen: Lewenborg (WK001401) en Beijum (WK001402)"
    )
    assert "Complexen: 2, samen 2.080 woningen." in text
    assert "Nultreden: 61,5 (47,1 tot 127,8); maatregel nodig: 80,0 woningen." in text
    assert "Kosten: € 600.000 (€ 7.500 per woning)." in text
    assert text.index("Hof 2 (huurder, 2)") < text.index("Hof 1 (huurder, 1)")  # cheapest first
    assert "kosten € 200.000 (€ 5.000 per woning), prijzen van 2024" in text
    assert "1. Selwerd (WK001403): 1 complex, 1.040 woningen" in text
    assert "Peildatum 1 januari 2026; methode geschikt 1.1; publicatie 7." in text
    assert "woningen waargenomen, nultreden geschat" in text
    assert text.count("Verwacht, niet gemeten.") == 1
    assert "alleen voor wie ze mag zien" in text
    assert "nan" not in text.casefold()


def test_a_wijk_without_complexes_says_so_and_the_other_is_answered() -> None:
    text = told(complex_("1", OTHER, 400_000.0))
    assert "Lewenborg (WK001401)\n  Geen complexen van 20 of meer woningen" in text
    assert "Kosten: € 400.000" in text
    assert "Waar verder: er is geen andere wijk met complexen" in text
    neither = told(complex_("1", THIRD, 400_000.0))
    assert neither.count("Geen complexen van 20 of meer woningen") == 2
    assert "1. Selwerd" in neither
    assert "nan" not in (text + neither).casefold()


def test_without_a_price_table_there_is_no_cost_and_no_order_by_it() -> None:
    text = told(*(complex_(str(n), code, None) for n, code in enumerate((ONE, OTHER, THIRD))))
    assert "Er is geen prijstabel geleverd" in text
    assert "Kosten: niet bekend, er is geen prijstabel." in text
    assert "naar code, er zijn geen kosten" in text
    assert "€" not in text
    assert "nan" not in text.casefold()


def test_a_cost_that_misses_a_price_names_the_measure_and_what_is_known() -> None:
    rows = (complex_("1", ONE, None), complex_("2", ONE, 200_000.0), complex_("3", OTHER, 1.0))
    text = told(*rows)
    said = "van 1 van de 2 complexen niet bekend, zonder prijs: badkamer; van de andere samen"
    assert f"Kosten: {said} € 200.000." in text
    assert "kosten niet bekend, zonder prijs: badkamer" in text
    assert "traplift" not in text  # not needed, so its price is not missed


def test_a_figure_that_is_not_known_is_no_zero() -> None:
    unknown = dict.fromkeys(("nultreden", "nultreden_ci_low", "nultreden_ci_high", "te_doen"))
    text = told(complex_("1", ONE, None, **unknown), complex_("3", OTHER, 10_000.0))
    assert "Nultreden: niet bekend (te weinig woningen te beoordelen)" in text
    assert "nultreden 0" not in text


def test_the_short_answer_says_what_the_file_has_more() -> None:
    rows = [complex_(str(n), ONE, 1000.0 * (n + 1)) for n in range(7)]
    rows += [complex_(f"x{n}", f"WK00149{n}", 1000.0) for n in range(6)]
    short, whole = told(*rows), told(*rows, few=None)
    assert "En nog 2 complexen, in het bestand." in short
    assert "En nog 1 wijk, in het bestand." in short
    assert "in het bestand" not in whole
    assert whole.count("Hof ") == 7


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("WK001401", ONE),
        ("wk001401", ONE),
        ("lewenborg", ONE),
        ("  Beijum ", OTHER),
        ("Wijk 04 Centrum", "WK001404"),
    ],
)
def test_a_wijk_is_found_by_code_or_name(asked: str, code: str) -> None:
    assert geschikt_wijken.wijk(asked, NAMES) == code


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Lewenburg", r"niet bekend. Bedoelt u Lewenborg \(WK001401\)\?"),
        ("WK001409", r"Bedoelt u .* \(WK00140[1-4]\)\?"),
        ("qqqq", r"^Wijk qqqq is hier niet bekend.$"),
        ("", r"niet bekend.$"),
        ("centrum", "codes WK001404, WK999904"),
    ],
)
def test_an_unknown_wijk_offers_the_nearest(asked: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        geschikt_wijken.wijk(asked, NAMES)


def test_the_file_is_closed_and_replaced_in_one_step(tmp_path: Path) -> None:
    folder = tmp_path / "wijken"
    for text in ("eerste", "tweede"):
        file = wijken.write(folder, "a-b.txt", text)
        file.chmod(0o644)
    file = wijken.write(folder, "a-b.txt", "derde")
    assert file.read_text(encoding="utf-8") == "derde"
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.iterdir()] == ["a-b.txt"]


def test_the_command_hands_on_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wijken, "told", lambda _settings, one, other: f"{one} naast {other}")
    found = CliRunner().invoke(app, ["wijken", "Lewenborg", "Beijum"])
    assert found.exit_code == 0
    assert found.output == "Lewenborg naast Beijum\n"
    assert issubclass(ConfigurationError, WoonzorgError)  # which `main` tells as one sentence
