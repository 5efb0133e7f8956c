"""Suppliers in the profile: read, inherited, and wrong names told with the nearest."""

from datetime import date
from pathlib import Path

import pytest

from pipelines import profile
from pipelines.errors import ConfigurationError

BASE = """
naam = "Proef"
indelingsjaar = 2024
[bronnen.corporatiecomplexen]
vorm = "map"
adres = "leveringen/corporatiecomplexen"
"""
SUPPLIER = """
[leveranciers.bouwlust]
naam = "Woonstichting Bouwlust"
contact = "gegevens@bouwlust.invalid"
overeenkomst = "2025-14"
einde = 2027-12-31
ritme_dagen = 92
feeds = ["corporatiecomplexen"]
[leveranciers.bouwlust.kolommen.corporatiecomplexen]
complex_id = "Complexnr"
"""


def load(folder: Path, text: str, name: str = "proef.toml") -> profile.Profiel:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return profile.load(str(file))


def test_supplier_is_read(tmp_path: Path) -> None:
    found = load(tmp_path, BASE + SUPPLIER).supplier("bouwlust")
    assert found is not None
    assert (found.naam, found.einde, found.ritme_dagen) == (
        "Woonstichting Bouwlust",
        date(2027, 12, 31),
        92,
    )
    assert found.kolommen["corporatiecomplexen"] == {"complex_id": "Complexnr"}


def test_folder_without_a_line_is_no_fault(tmp_path: Path) -> None:
    assert load(tmp_path, BASE).supplier("bouwlust") is None


def test_own_supplier_stands_beside_the_inherited_ones(tmp_path: Path) -> None:
    load(tmp_path, BASE + SUPPLIER, "basis.toml")
    text = f'erft = "{tmp_path / "basis.toml"}"\nnaam = "Eigen"\nindelingsjaar = 2024\n'
    found = load(tmp_path, text + '[leveranciers.ander]\nnaam = "Ander"\n')
    assert set(found.leveranciers) == {"bouwlust", "ander"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('[leveranciers.x]\nnaam = "X"\nfeeds = ["corporatiecomplex"]', "bedoelt u corporatiecom"),
        ('[leveranciers.x]\nnaam = "X"\nfeeds = ["cbs_kwb"]', "cbs_kwb is geen feed van lev"),
        ('[leveranciers.x]\nnaam = "X"\nritme = 3', r"ritme bestaat niet; bedoelt u ritme_dagen"),
        ('[leveranciers.x]\nnaam = "X"\neinde = "ooit"', "einde = 'ooit' kan niet"),
        ('[leveranciers.x]\ncontact = "a"', "leveranciers.x.naam ontbreekt"),
        ('[leveranciers."X Y"]\nnaam = "X"', "X Y is geen mapnaam"),
        (
            '[leveranciers.x]\nnaam = "X"\n[leveranciers.x.kolommen.corporatiecomplexen]\n'
            'complexid = "A"',
            "kolom complexid bestaat niet; bedoelt u complex_id",
        ),
        (
            '[leveranciers.x]\nnaam = "X"\n[leveranciers.x.kolommen.planen]\nplan_id = "A"',
            "planen is geen feed van leveranciers; bedoelt u plannen",
        ),
    ],
)
def test_wrong_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        load(tmp_path, f"{BASE}{line}\n")
