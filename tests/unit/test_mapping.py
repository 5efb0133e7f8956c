"""Columns under other names: what is proposed, why, and what is never proposed."""

import tomllib
from collections.abc import Mapping

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.registry import registry
from pipelines import aliases
from pipelines.partners import mapping
from pipelines.partners import proposal as mapping_proposal
from pipelines.partners.proposal import Proposal
from pipelines.profile import BronKeuze
from tests.support import declared

COMPLEXES = registry()["corporatiecomplexen"]
LIST = {
    "Complexnr": ["C1", "C2"],
    "Complexnaam": ["Hof", "Toren"],
    "Verhuurder": ["Bouwlust", "Bouwlust"],
    "Straatnaam": ["Laan", "Weg"],
    "Hnr": ["1", "22"],
    "PC": ["1234 AB", "1234AC"],
    "Aantal VHE": ["12", "40"],
    "Type": ["flat", "hof"],
    "Lift aanwezig": ["ja", "nee"],
    "Bouwjr": ["1970", "1980"],
    "Stand per": ["31-12-2025", "31-12-2025"],
    "BAG pandnr": ["0123100000456789", "0123100000456780"],
    "Bijzonderheden": ["", "geen"],
}


def propose(dataset: str, columns: Mapping[str, list[str]]) -> Proposal:
    declaration = registry()[dataset]
    found = aliases.fitting(declaration, list(columns), {})
    missing = [c.name for c in declaration.columns if not c.optional and c.name not in found]
    return mapping_proposal.propose(declaration, pa.table(dict(columns)), found, missing)


def test_a_list_in_own_words_is_understood() -> None:
    found = propose("corporatiecomplexen", LIST)
    assert found.names == {
        "complex_id": "Complexnr",
        "naam": "Complexnaam",
        "corporatie": "Verhuurder",
        "huisnummer": "Hnr",
        "postcode": "PC",
        "woningen": "Aantal VHE",
        "woningtype": "Type",
        "lift": "Lift aanwezig",
        "bouwjaar": "Bouwjr",
        "pand_identificatie": "BAG pandnr",
        "peildatum": "Stand per",
    }
    assert found.found == {"straat": "Straatnaam"}  # a name of VERA needs no proposal
    assert found.open == ()
    assert "Bijzonderheden" in found.unknown


def test_values_tell_what_a_name_does_not() -> None:
    found = propose(
        "wlz_wachtlijst",
        {
            "Gemeente": ["GM1234", "GM1235"],
            "Regio niveau": ["gemeente", "gemeente"],
            "Kolom 3": ["VV", "GGZ"],
            "Wat": ["actief plaatsen", "urgent plaatsen"],
            "Maand": ["2025-11", "2025-12"],
            "Aantal wachtenden": ["<10", "23"],
            "Stand": ["31-12-2025", "31-12-2025"],
        },
    )
    assert found.names["sector"] == "Kolom 3"
    assert found.names["wachtstatus"] == "Wat"
    assert found.names["gebiedscode"] == "Gemeente"
    why = {guess.column: guess.why for guess in found.guesses}
    assert why["sector"] == "waarden passen"
    assert found.open == ()


def test_a_name_that_fits_with_values_that_do_not_is_not_proposed() -> None:
    found = propose("corporatiecomplexen", LIST | {"PC": ["Noord", "Zuid"]})
    assert "postcode" not in found.names
    found = propose("corporatiecomplexen", LIST | {"Aantal VHE": ["twaalf", "veel"]})
    assert "woningen" not in found.names
    assert found.open == ("woningen",)


def test_one_column_is_proposed_once() -> None:
    dataset = declared.dataset(
        declared.key(),
        declared.number("woningen"),
        declared.number("woningen_sociaal", optional=True),
    )
    table = pa.table({"Code": ["a"], "Aantal woningen": ["3"]})
    found = mapping_proposal.propose(dataset, table, {"code": "Code"}, ["woningen"])
    assert found.names == {"woningen": "Aantal woningen"}


def test_proposal_as_lines_for_the_profile() -> None:
    found = propose("corporatiecomplexen", LIST)
    text = found.toml("bouwlust", "corporatiecomplexen", listed=False)
    read = tomllib.loads(text)["leveranciers"]["bouwlust"]
    assert read["naam"] == "bouwlust"
    assert read["kolommen"]["corporatiecomplexen"] == found.names
    assert 'naam = "bouwlust"' not in found.toml("bouwlust", "corporatiecomplexen", listed=True)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_name_makes_good_toml(name: str) -> None:
    assert tomllib.loads(f"x = {mapping_proposal.quoted(name)}") == {"x": name}


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=12).filter(lambda n: not n.startswith("__")),
        st.lists(st.text(max_size=8), min_size=2, max_size=2),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=25, deadline=None)
def test_no_file_breaks_the_proposal(columns: dict[str, list[str]]) -> None:
    """Whatever a supplier sends: each of his columns is proposed at most once, ours as well."""
    found = propose("corporatiecomplexen", columns)
    assert len({g.field for g in found.guesses}) == len(found.guesses)
    assert set(found.names.values()) <= set(columns)
    assert not set(found.names) & set(found.found)


def test_names_of_a_supplier_count_only_where_he_uses_them() -> None:
    """Who goes back to the agreed names is read as well: a line of his own is no trap."""
    source = BronKeuze(vorm="map", kolommen={"naam": "Omschrijving"})
    own = {"complex_id": "Complexnr", "postcode": " pc "}
    schema = pa.schema([("Complexnr", pa.string()), ("PC", pa.string())])
    assert mapping.chosen(source, [own], schema) == {
        "naam": "Omschrijving",
        "complex_id": "Complexnr",
        "postcode": "PC",
    }
    agreed = pa.schema([("complex_id", pa.string()), ("postcode", pa.string())])
    assert mapping.chosen(source, [own], agreed) == {"naam": "Omschrijving"}


def test_a_later_word_leaves_an_earlier_delivery_readable() -> None:
    source = BronKeuze(vorm="map")
    said = [{"complex_id": "Complexnr", "naam": "A"}, {"complex_id": "Nummer"}]
    then = pa.schema([("Complexnr", pa.string()), ("A", pa.string())])
    now = pa.schema([("Nummer", pa.string()), ("Complexnr", pa.string())])
    assert mapping.chosen(source, said, then) == {"complex_id": "Complexnr", "naam": "A"}
    assert mapping.chosen(source, said, now) == {"complex_id": "Nummer"}
    assert mapping.latest(said) == {"complex_id": "Nummer", "naam": "A"}


@pytest.mark.parametrize("rows", [0, 3])
def test_looking_at_a_delivery_takes_no_row_of_it(rows: int) -> None:
    dataset = declared.dataset(declared.key(), declared.number("woningen"))
    table = pa.table({"Code": [str(n) for n in range(rows)], "VHE": ["1"] * rows})
    batches = pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=2))
    proposal, same = mapping.look(dataset, batches, {})
    assert same.read_all().num_rows == rows
    assert proposal.names == {"woningen": "VHE"}
    assert proposal.missing == ("woningen",)


def test_refusal_says_how_to_confirm() -> None:
    found = propose("corporatiecomplexen", LIST)
    told = mapping.refusal(COMPLEXES, "bouwlust", found)
    assert "complex_id = «Complexnr»" in told
    assert "./woonzorg koppel corporatiecomplexen bouwlust --by NAAM --reason REDEN" in told
    none = propose("corporatiecomplexen", {"x": ["1"], "y": ["2"]})
    assert "sjabloon" in mapping.refusal(COMPLEXES, "bouwlust", none)


def test_a_column_that_repeats_is_no_key() -> None:
    """A house number or a letting status tells no rows apart, whatever it is called."""
    rows = [str(n) for n in range(40)]
    found = propose("ontmoetingsruimten", {"Nr": [str(n % 7) for n in range(40)], "Naam": rows})
    assert "ruimte_id" not in found.names
    unique = propose("ontmoetingsruimten", {"Nr": rows, "Naam": rows})
    assert unique.names["ruimte_id"] == "Nr"
    doubled = propose("ontmoetingsruimten", {"Nr": [*rows, "39"], "Naam": [*rows, "x"]})
    assert doubled.names["ruimte_id"] == "Nr"  # a doubled row is a fault of that row
    assert doubled.as_data()["waarom"].keys() == doubled.names.keys()
