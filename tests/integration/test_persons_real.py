"""No false alarm: real open data, and the partner files of the sample, hold no personal data."""

from pathlib import Path

import pytest

from data.registry import dataset
from pipelines.persons import files as persons_files
from pipelines.persons import search as persons
from pipelines.sample.make import make
from tests.support import feeds as real

# Contact details of shops, as their owners put them in OpenStreetMap; a raw answer of its server.
CONTACTS = "utrecht_rivierenwijk_overpass_2026.json"
DWELLINGS = 3000


def _files() -> list[Path]:
    folder = real.folder()
    if folder is None:
        return []
    return [f for f in sorted(folder.rglob("*")) if f.is_file() and f.suffix != ".md"]


def searched(file: Path, spare: Path, name: str = "corporatiecomplexen") -> persons.Findings:
    """What is found in a file: opened as what it is, else in its bare texts."""
    try:
        return persons.inspect_tables(dataset(name), persons_files.tables(file, spare))
    except Exception:  # noqa: BLE001 - as the intake does
        return persons.inspect_tables(dataset(name), persons_files.anything(file))


def test_real_open_data_hold_no_personal_data(feeds: Path, tmp_path: Path) -> None:
    found = {f.name: searched(f, tmp_path).kinds for f in _files()}
    assert len(found) > 40, feeds
    assert set(found.pop(CONTACTS)) == {persons.PHONE, persons.MAIL}
    assert {name: kinds for name, kinds in found.items() if kinds} == {}


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("voorbeeld") / "sample"
    make(place, DWELLINGS, 1)
    return place / "partners"


def test_partner_files_of_the_sample_hold_no_personal_data(partners: Path, tmp_path: Path) -> None:
    files = [f for f in sorted(partners.rglob("*")) if f.is_file()]
    assert files
    found = {
        str(f.relative_to(partners)): searched(f, tmp_path, f.relative_to(partners).parts[0])
        for f in files
    }
    assert {name: one.found for name, one in found.items() if one} == {}
