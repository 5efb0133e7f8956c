"""Contracts with partners: what they ask, their templates, the reference that ships with one."""

import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from data import partijen
from data.model import Column, Dataset, Role, Tier
from data.partner import SHELTERED
from data.registry import registry
from pipelines import profile
from pipelines.errors import ConfigurationError
from pipelines.partners import controle, sjabloon
from pipelines.persons import search as persons
from pipelines.profile import Profiel

FEEDS = [dataset for dataset in registry().values() if dataset.per_supplier]
EXPECTED = {
    "corporatiecomplexen", "corporatiewoningen", "mutaties", "zorgcapaciteit", "zorgaanbieders",
    "verzorgingsgebieden", "wlz_plaatsen", "wlz_wachtlijst", "plannen", "projecten",
    "ontmoetingsruimten", "gebiedsindeling", "partijen_gebied", "uitstroom", "toewijzingen",
    "flexwoningen", "tussenvormen", "mantelzorgvergunningen", "tijdelijk_verblijf", "acties",
    "afspraken", "initiatieven", "wijkvernieuwing", "prijstabel",
    "toetsantwoorden", "zorgtarieven", "banen", "waarschuwingsvlakken",
}  # fmt: skip
ADDRESS = {"straat", "huisnummer", "huisletter", "toevoeging", "postcode", "verblijfsobject"}
IDS = {"ids": lambda dataset: dataset.name}


@pytest.fixture(scope="module")
def national() -> Profiel:
    return profile.load("landelijk", ("GM1234",))


def test_every_feed_of_the_agreement_is_declared_and_has_its_folder(national: Profiel) -> None:
    assert {dataset.name for dataset in FEEDS} == EXPECTED
    for dataset in FEEDS:
        (source,) = national.sources(dataset.name)
        assert source.vorm == "map"
        assert source.adres == f"leveringen/{dataset.name}"
        moment = "kolom" if "peildatum" in {c.name for c in dataset.columns} else "ontvangst"
        assert source.peildatum == moment


@pytest.mark.parametrize("dataset", FEEDS, **IDS)
def test_contract_says_what_a_supplier_needs_to_know(dataset: Dataset) -> None:
    for column in dataset.columns:
        assert column.example, column.name
        assert column.title, column.name
        if column.value:
            assert column.unit, column.name
            assert column.bounds != (None, None), column.name
        if column.role is Role.KEY:
            assert column.required, column.name
    assert not set(dataset.key) - {c.name for c in dataset.columns} - {"leverancier"}


@pytest.mark.parametrize("dataset", FEEDS, **IDS)
def test_business_and_client_data_stay_in_the_closed_schema(dataset: Dataset) -> None:
    for layer in dataset.layers:
        assert layer.restricted
    if dataset.tier is not Tier.C:
        return
    names = {column.name for column in dataset.columns}
    assert not names & ADDRESS, "client data come per area or complex, never by address"
    assert dataset.geometry is None
    assert {"periode", "peildatum"} <= names
    for layer in dataset.layers:
        for name in layer.columns:
            column = dataset.column(name)
            if column.value and dataset.tier_of(column) is Tier.C and column.type == "int":
                assert (column.minimum, column.round_to) == (5, 5), name


@pytest.mark.parametrize("dataset", FEEDS, **IDS)
def test_a_contract_asks_for_nothing_about_a_person(dataset: Dataset) -> None:
    """The names that a template asks for are not those that would get a delivery erased."""
    table = persons.Table("", tuple((c.name,) for c in dataset.columns), ())
    assert not persons.inspect_tables(dataset, [table])


def test_sheltered_places_are_delivered_by_area_and_never_by_address() -> None:
    forms = registry()["tussenvormen"].column("vorm").allowed
    assert set(SHELTERED) < set(forms)
    assert not set(registry()["zorgcapaciteit"].column("zorgsoort").allowed) & set(SHELTERED)
    (rule,) = registry()["zorgcapaciteit"].scope
    assert all(any(form.startswith(mark) for mark in rule.leaves) for form in SHELTERED)


def _fill(path: Path, dataset: Dataset, values: dict[str, str]) -> None:
    """Write one row into the first sheet of a template, as a person would."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert head == [column.name for column in dataset.columns]
    for place, name in enumerate(head, start=1):
        sheet.cell(row=2, column=place, value=values[str(name)])
    book.save(path)


def _example(column: Column) -> str:
    return column.example


@pytest.mark.parametrize("dataset", FEEDS, **IDS)
def test_filled_template_is_read_as_it_is(
    dataset: Dataset, national: Profiel, tmp_path: Path
) -> None:
    path = tmp_path / f"{dataset.name}.xlsx"
    sjabloon.write(dataset, path)
    _fill(path, dataset, {column.name: _example(column) for column in dataset.columns})
    found = controle.check(path, dataset, national, "proef", tmp_path)
    assert found.good, found.refusals
    assert found.counted is not None
    assert (found.counted.received, found.counted.published) == (1, 1), found.bad
    assert found.proposal is not None
    assert not found.proposal.unknown


@pytest.mark.parametrize("dataset", FEEDS, **IDS)
def test_filled_csv_template_is_read_as_it_is(
    dataset: Dataset, national: Profiel, tmp_path: Path
) -> None:
    path = tmp_path / f"{dataset.name}.csv"
    sjabloon.write(dataset, path)
    with path.open("a", encoding="utf-8", newline="") as stream:
        stream.write(";".join(column.example for column in dataset.columns) + "\r\n")
    found = controle.check(path, dataset, national, "proef", tmp_path)
    assert found.good, found.refusals
    assert found.counted is not None
    assert found.counted.published == 1, found.bad


def test_empty_template_publishes_no_example(national: Profiel, tmp_path: Path) -> None:
    dataset = registry()["corporatiecomplexen"]
    path = tmp_path / "leeg.xlsx"
    sjabloon.write(dataset, path)
    found = controle.check(path, dataset, national, "proef", tmp_path)
    assert not found.good
    assert found.counted is None or found.counted.received == 0


def test_template_explains_every_column_and_is_the_same_every_time(tmp_path: Path) -> None:
    dataset = registry()["wlz_wachtlijst"]
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    sjabloon.write(dataset, first)
    sjabloon.write(dataset, second)
    assert first.read_bytes() == second.read_bytes()
    book = openpyxl.load_workbook(first)
    assert book.sheetnames == ["wlz_wachtlijst", "Toelichting"]
    rows = {row[0]: row for row in book["Toelichting"].iter_rows(values_only=True) if row[0]}
    told = rows["wachtenden"]
    assert told[2:] == (
        "geheel getal", "wachtenden", "vanaf 0; <5 of <10 als het te klein is om te noemen",
        "de kolom wel, een cel mag leeg zijn",
        "afgeleid van cliënten: alleen besloten, afgerond", "<10",
    )  # fmt: skip
    assert rows["sector"][4] == "VV, GGZ, VG, LG, ZG"


def test_template_of_an_unknown_feed_names_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match="bedoelt u plannen"):
        sjabloon.partner_feed("planen")
    with pytest.raises(ConfigurationError, match="geen feed van leveranciers"):
        sjabloon.partner_feed("cbs_kwb")


def _feature(dataset: Dataset, geometry: object) -> dict[str, object]:
    values = {column.name: column.example for column in dataset.columns}
    return {"type": "Feature", "properties": values, "geometry": geometry}


def test_plans_come_as_points_or_faces_and_a_line_is_no_place(
    national: Profiel, tmp_path: Path
) -> None:
    dataset = registry()["plannen"]
    shapes: list[dict[str, object] | None] = [
        {"type": "Point", "coordinates": [5.4, 52.7]},
        {"type": "Polygon", "coordinates": [[[5.4, 52.7], [5.5, 52.7], [5.5, 52.8], [5.4, 52.7]]]},
        {"type": "LineString", "coordinates": [[5.4, 52.7], [5.41, 52.7]]},
        None,
    ]  # fmt: skip
    features = [_feature(dataset, shape) for shape in shapes]
    for at, feature in enumerate(features):
        properties = feature["properties"]
        assert isinstance(properties, dict)
        properties["plan_id"] = f"P-{at}"
    path = tmp_path / "plannen.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    found = controle.check(path, dataset, national, "gemeente", tmp_path)
    assert found.counted is not None
    assert (found.counted.received, found.counted.published) == (4, 3)
    assert [row.reason for row in found.bad] == ["is geen punt of vlak"]


def test_annex_of_groningen_has_its_110_entries() -> None:
    """Counts of METHODS 18: 110 without gemeente and WIJ; VVT/LG 3, 3, 1, 3, 1, 4, 4."""
    listed = partijen.groningen()
    assert len(listed) == 110
    assert len({(p.gebied, p.rol, p.partij) for p in listed}) == 110
    care = Counter(p.gebied for p in listed if p.rol == "VVT/LG")
    gebieden = ("Centrum", "Haren", "Oost", "Oude Wijken", "Ten Boer", "West", "Zuid")
    assert [care[name] for name in gebieden] == [3, 3, 1, 3, 1, 4, 4]
    assert {p.gebied for p in listed} == set(gebieden)
    assert all("Uitvoeringsprogramma" in p.bron and p.peildatum.year == 2023 for p in listed)


def test_annex_has_the_form_of_a_delivery(national: Profiel, tmp_path: Path) -> None:
    dataset = registry()["partijen_gebied"]
    found = controle.check(partijen.SOURCE, dataset, national, "gemeente", tmp_path)
    assert found.good, found.refusals
    assert found.counted is not None
    assert found.counted.published == 110
