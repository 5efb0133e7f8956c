"""The dry check: what a person reads before delivering, and that nothing of a row is shown."""

from pathlib import Path

import pytest

from data.registry import registry
from pipelines import profile
from pipelines.opstart import partners
from pipelines.partners import controle, controle_tekst
from pipelines.partners.controle import Controle
from pipelines.profile import Profiel
from pipelines.settings import Settings

HEAD = "complex_id;naam;corporatie;postcode;woningen;peildatum\r\n"
GOOD = "C1;Hof;Bouwlust;1234AB;12;31-12-2025\r\n"


@pytest.fixture(scope="module")
def national() -> Profiel:
    return profile.load("landelijk", ("GM1234",))


def check(
    folder: Path, national: Profiel, text: str, feed: str = "corporatiecomplexen"
) -> Controle:
    path = folder / "levering.csv"
    path.write_bytes(text.encode())
    return controle.check(path, registry()[feed], national, "bouwlust", folder)


def told(found: Controle) -> str:
    return controle_tekst.report(found, listed=False)


def test_good_file_would_be_published(tmp_path: Path, national: Profiel) -> None:
    found = check(tmp_path, national, HEAD + GOOD)
    text = told(found)
    assert found.good
    assert "1 ontvangen, 1 zouden worden gepubliceerd, 0 afgekeurd, 0 dubbel." in text
    assert text.endswith("Uitkomst: deze levering zou worden gepubliceerd.")
    assert "Niet gecontroleerd, want daarvoor is de database nodig: dubbele sleutels" in text


def test_bad_row_has_its_number_and_a_masked_example(tmp_path: Path, national: Profiel) -> None:
    bad = "C2;Toren;Bouwlust;12 ABX;veel;31-12-2025\r\n"
    found = check(tmp_path, national, HEAD + GOOD + bad)
    text = told(found)
    assert found.good
    assert "rij 3: postcode heeft niet de vorm" in text
    assert "(«99 aaa», «aaaa»)" in text
    for value in ("12 ABX", "veel", "Toren"):
        assert value not in text


def test_missing_columns_come_with_a_proposal_and_the_rest_is_checked(
    tmp_path: Path, national: Profiel
) -> None:
    head = "Complexnr;Complexnaam;Verhuurder;PC;Aantal VHE;Stand per\r\n"
    found = check(tmp_path, national, head + GOOD)
    text = told(found)
    assert not found.good
    assert found.proposed
    assert "1 zouden worden gepubliceerd" in text
    assert "Dit geldt als het voorstel voor de kolommen klopt." in text
    assert "- complex_id = «Complexnr» (lijkt erop)" in text
    assert "[leveranciers.bouwlust.kolommen.corporatiecomplexen]" in text
    assert "Uitkomst: deze levering zou worden geweigerd." in text


def test_columns_nobody_understands_are_named(tmp_path: Path, national: Profiel) -> None:
    found = check(tmp_path, national, "aap;noot\r\n1;2\r\n")
    text = told(found)
    assert not found.good
    assert found.counted is None
    assert "Geen voorstel voor: complex_id, naam" in text
    assert "Niet gevraagd en dus niet gelezen: aap, noot." in text


def test_personal_data_are_told_without_a_value(tmp_path: Path, national: Profiel) -> None:
    head = HEAD.replace("peildatum", "peildatum;BSN")
    rows = "".join(f"C{n};Hof;Bouwlust;1234AB;12;31-12-2025;11122233{3}\r\n" for n in range(4))
    found = check(tmp_path, national, head + rows)
    text = told(found)
    assert not found.good
    assert "persoonsgegevens" in text
    assert "BSN" in text
    assert "111222333" not in text


def test_client_data_show_no_example_at_all(tmp_path: Path, national: Profiel) -> None:
    head = "niveau;gebiedscode;sector;wachtstatus;periode;wachtenden;peildatum\r\n"
    rows = head + "wijk;WK123401;VV;actief plaatsen;2025-12;12;31-12-2025\r\n"
    rows += "wijk;WK123402;VV;actief plaatsen;december;31;31-12-2025\r\n"
    found = check(tmp_path, national, rows, "wlz_wachtlijst")
    text = told(found)
    assert "rij 3: periode heeft niet de vorm" in text
    assert "«" not in text


def test_withheld_counts_are_a_status_and_no_fault(tmp_path: Path, national: Profiel) -> None:
    head = "niveau;gebiedscode;sector;wachtstatus;periode;wachtenden;peildatum\r\n"
    rows = "".join(
        f"wijk;WK12340{n};VV;actief plaatsen;2025-12;{mark};31-12-2025\r\n"
        for n, mark in enumerate(("<5", "<10", "onbekend", "0", "x"))
    )
    found = check(tmp_path, national, head + rows, "wlz_wachtlijst")
    assert found.good
    assert found.bad == ()


def test_another_kind_of_file_is_refused_by_name(tmp_path: Path, national: Profiel) -> None:
    path = tmp_path / "lijst.docx"
    path.write_bytes(b"PK\x03\x04 geen tabel")
    found = controle.check(path, registry()["plannen"], national, "bouwlust", tmp_path)
    assert not found.good
    assert "lijst.docx" in found.refusals[0]


def test_more_bad_rows_than_the_contract_allows(tmp_path: Path, national: Profiel) -> None:
    rows = "".join(f"C{n};Hof;Bouwlust;fout;12;31-12-2025\r\n" for n in range(30))
    found = check(tmp_path, national, HEAD + GOOD + rows)
    text = told(found)
    assert not found.good
    assert "30 van 31 rijen zijn onbruikbaar" in text
    assert "en nog 10 rijen" in text


@pytest.mark.parametrize(
    ("text", "masked"),
    [("0123456789", "9999999999"), ("Jan, 12b", "aaa, 99a"), ("é" * 50, "a" * 40 + "…")],
)
def test_mask_keeps_the_form_only(text: str, masked: str) -> None:
    assert controle_tekst.masked(text) == masked


def test_command_needs_no_installation_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    var = tmp_path / "var"
    file = tmp_path / "levering.csv"
    file.write_bytes((HEAD + GOOD).encode())
    settings = Settings(var=var)
    assert partners.check(settings, file, "corporatiecomplexen", "bouwlust", "landelijk") == 0
    file.write_bytes(b"aap\r\n1\r\n")
    assert partners.check(settings, file, "corporatiecomplexen", "bouwlust", "landelijk") == 1
    assert not var.exists()
    assert "Er is niets geleverd" in capsys.readouterr().out
