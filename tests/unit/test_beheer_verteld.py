"""What the steward reads of an act: names that people use where the record has codes."""

import pytest

from geo_api import pages
from geo_api.beheer import told
from geo_api.beheer.acts import Done
from geo_api.describe.languages import DUTCH, ENGLISH


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("corporatiecomplexen/de-sluis", "Complexen van corporaties/de-sluis"),
        ("corporatiecomplexen levering 4", "Complexen van corporaties levering 4"),
        ("planners: thema draaglast", "planners: thema Draaglast en draagkracht"),
        ("water: laag complexmonitor_besloten", "water: laag Complexmonitor leefbaarheid"),
        ("link", "link"),
        ("", ""),
    ],
)
def test_what_an_act_was_on(text: str, read: str) -> None:
    assert told.subject(text, DUTCH) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("corporatiecomplexen levering 4", "Housing association complexes delivery 4"),
        ("planners: thema draaglast", "planners: theme Support load and capacity"),
        ("oidc, beheren", "oidc, manage"),
    ],
)
def test_what_an_act_was_on_in_english(text: str, read: str) -> None:
    assert told.subject(text, ENGLISH) == read


def test_a_refusal_names_the_dataset() -> None:
    done = Done(False, "Van corporatiecomplexen is geen eerdere goede versie bewaard.")
    said = told.dataset(done, "corporatiecomplexen").said
    assert said == "Van ‘Complexen van corporaties’ is geen eerdere goede versie bewaard."


def test_a_layer_that_is_no_longer_declared_keeps_its_code() -> None:
    assert told.layer(Done(True, "Laag weg is ingetrokken."), "weg").said == (
        "Laag weg is ingetrokken."
    )


def test_columns_that_were_coupled_have_their_titles() -> None:
    done = Done(True, "complex_id = Complexnr, naam = Omschrijving")
    said = told.columns(done, "corporatiecomplexen", DUTCH).said
    assert said.startswith("Gekoppeld: Complex = Complexnr, Naam = Omschrijving. ")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "corporatiecomplexen: 9 van 70 rijen zijn onbruikbaar. Klopt het toch? Keur eenmalig"
            " goed: ./woonzorg approve corporatiecomplexen LEVERING --by NAAM --reason REDEN.",
            "Complexen van corporaties: 9 van 70 rijen zijn onbruikbaar. Klopt het toch? Keur"
            " eenmalig goed.",
        ),
        ("Kolom ontbreekt. Voorstel: naam = «Naam».", "Kolom ontbreekt. Voorstel: naam = «Naam»."),
        ("kolom x ontbreekt", "kolom x ontbreekt"),
    ],
)
def test_a_sentence_of_the_pipelines_on_a_page(text: str, read: str) -> None:
    assert pages.without_command(text) == read
