"""English of what the pipelines and the database say: nothing is lost, nothing is half Dutch."""

import re
import tomllib

import pytest

from data.english_steward import holes, told
from data.parameters import table
from data.registry import layers, registry
from tests.support import dutch
from tests.support.tongue import DUTCH, ENGLISH

PAIRS = [(nl, en) for part in table("engels_beheer").values() for nl, en in part.items()]
ERRORS = ("SourceChanged", "DeliveryRefused", "DeliveryErased", "SourceUnavailable")
REASONS = (*ERRORS, "PublicationRefused", "Moved", "_Again", "Truncated")
"""What a delivery is refused with, and why something is asked for again."""
METHODS = (
    "pipelines/indicators",
    "pipelines/derive",
    "data/parameters.py",
    "data/weegprofielen.py",
)
ASKING = (
    "pipelines/area.py",
    "pipelines/connectors",
    "pipelines/derive",
    "pipelines/readers",
    "pipelines/vast.py",
)
"""Where a wrong setting is met while a feed is asked or read."""
SAYING = (
    "pipelines/readers",
    "pipelines/connectors",
    "pipelines/http",
    "pipelines/persons/kinds.py",
    "pipelines/persons/intake.py",
    "pipelines/persons/erasing.py",
    "pipelines/partners/mapping.py",
    "pipelines/partners/proposal.py",
    "pipelines/conform.py",
    "pipelines/values.py",
    "pipelines/shapes.py",
    "pipelines/checks.py",
    "pipelines/aliases.py",
    "pipelines/staging.py",
    "pipelines/delivery.py",
    "pipelines/deriving.py",
    "pipelines/ingest.py",
    "pipelines/landing.py",
    "pipelines/refresh.py",
    "pipelines/strict_xml.py",
    "pipelines/alerts/news.py",
    "pipelines/opstart/failures.py",
    "assets/faults.py",
)
"""Where what a steward reads is written: every text of more than one word has English."""
_CODES = re.compile(
    r"\./woonzorg .*|(with|and|setting|layer) laag|gemeenten in the profile|column peildatum"
    r"|\[bronnen\]|'[a-z]+'|of gebiedsindeling"
    r"|[a-z]+[._/][a-z_.]+|\(kolommen\)"
)
NOT_READ = {  # files of the example and the comparison on the command line
    "pipelines/sample",
    "pipelines/indicators/geschikt_wijken.py",
}
PIECES = (  # of a text that `WHOLE` has as a whole, or no text for people
    "pipelines/aliases.py: ; lijkt op {}",
    "pipelines/alerts/news.py: De overeenkomst {} op {}.",
    "pipelines/alerts/news.py: Woonzorgkaart: {} meldingen, {} opgelost",
    "pipelines/alerts/news.py: {}: {} {}",
    "pipelines/checks.py: 'sleutel ' || t.id || ' komt vaker voor met verschillende inhoud'",
    "pipelines/checks.py: 'sleutel ' || t.id || ' is al geleverd door een andere leverancier'",
    "pipelines/checks.py: '{} ' || t.{}",
    "pipelines/connectors/bron.py: {} ({})",
    "pipelines/connectors/odata.py: {} eq {}",
    "pipelines/connectors/odata4.py: {} in ({})",
    "pipelines/http/client.py: Woonzorgkaart/0.1 (+mailto:{})",
    "pipelines/landing.py: geen sha256: {}",
    "pipelines/opstart/failures.py: de installatie",
    "pipelines/opstart/failures.py: geen melding",
    "pipelines/partners/mapping.py: kolom {} ontbreekt",
    "pipelines/partners/mapping.py: kolommen {} ontbreken",
    "pipelines/partners/mapping.py: {}: {} (gevonden: {}",
    "pipelines/partners/mapping.py: {} Geef de namen op in het profiel (kolommen), of gebruik het"
    " sjabloon.",
    "pipelines/partners/mapping.py: {} {} Klopt dat? ./woonzorg koppel {} {} --by NAAM --reason"
    " REDEN.",
    "pipelines/partners/proposal.py: stand van zaken",
    "pipelines/persons/intake.py: {}: dit bestand is al eens geweigerd en gewist ({}).{} Het is"
    " ongelezen weer gewist. Lever opnieuw {}.",
    "pipelines/persons/intake.py: als .xlsx of CSV",
    "pipelines/persons/intake.py: zonder deze gegevens",
    "pipelines/readers/columns.py: staat een datum waar tekst hoort",
    "pipelines/readers/columns.py: staat een getal waar tekst hoort; nullen kunnen weg zijn",
    "pipelines/readers/columns.py: staat de foutwaarde {}",
    "pipelines/readers/columns.py: heeft een getal meer dan 15 cijfers",
    "pipelines/readers/columns.py: in kolom {} {}",
    "pipelines/readers/dutch.py: [ T]0?0:00(:00([.,]0+)?)?$",
    "pipelines/readers/geo.py: ESRI Shapefile",
    "pipelines/readers/geo_layers.py: ; even goed passen {}",
    "pipelines/readers/lvbag_adres.py: {} TEXT PRIMARY KEY",
    "pipelines/readers/spool.py: {} ({})",
    "pipelines/readers/table.py: kolom {}",
    "pipelines/readers/table.py: Weggelaten als totaalrij: regel",
    "pipelines/readers/table.py: Onder de tabel staat uitleg; niet gelezen: regel",
    "pipelines/readers/table.py: Niet gelezen, want verborgen of weggefilterd: regel",
    "pipelines/readers/table.py: De kop staat nog eens in de tabel; niet gelezen: regel",
    "pipelines/readers/table.py: Onder de kop staat een regel met eenheden of uitleg; niet gelezen:"
    " regel",
    "pipelines/readers/xlsx_package.py: een .xlsx zonder macro",
    "pipelines/readers/xlsx_sheet.py: {} {}",
    "pipelines/refresh.py: De verversing is afgebroken (status {}). {} Laatste melding: {}",
)
WHOLE = (
    "flexwoningen: kolom start ontbreekt (gezocht: start; gevonden: a, b …); lijkt op starts. Geef"
    " de nieuwe naam op in het profiel (kolommen).",
    "De overeenkomst is verlopen op 01-12-2026.",
    "De overeenkomst loopt af op 01-12-2026.",
    "gemaild: SMTPException 550 no such user. Try later",
    "sleutel «12» komt vaker voor met verschillende inhoud",
    "sleutel 12 is al geleverd door een andere leverancier",
    "Buurtcode BU00000101 bestaat niet in gebieden",
    "De schijf van de installatie is vol: maak ruimte vrij en start opnieuw.",
    "flexwoningen: kolom start ontbreekt (gevonden: a, b …). Geef de namen op in het profiel"
    " (kolommen), of gebruik het sjabloon. Het voorstel is afgewezen: Verkeerd. Vraag na.",
    "flexwoningen: kolommen start, naam ontbreken (gevonden: a). Voorstel: start = «a». Klopt dat?"
    " ./woonzorg koppel flexwoningen x --by NAAM --reason REDEN.",
    "niet gelezen: a, b. Voorstel: start = «a», naam = «b».",
    "flexwoningen: dit bestand is al eens geweigerd en gewist (persoonsgegevens: geboortedatum)."
    " Kolommen: a. Het is ongelezen weer gewist. Lever opnieuw zonder deze gegevens.",
    "flexwoningen: dit bestand is al eens geweigerd en gewist (niet te doorzoeken: pdf). Het is"
    " ongelezen weer gewist. Lever opnieuw als .xlsx of CSV.",
    "in kolom start staat een datum waar tekst hoort",
    "in kolom start staat een getal waar tekst hoort; nullen kunnen weg zijn; naam is leeg",
    "in kolom start staat de foutwaarde #N/A",
    "in kolom start heeft een getal meer dan 15 cijfers",
    "flexwoningen: laag (niet genoemd) verwacht, gevonden: a, b; even goed passen a en b. Noem de"
    " laag met laag in het profiel.",
    "Niet gelezen, want verborgen: kolom A, B en C.",
    "Weggelaten als totaalrij: regel 5, 6 en 7. Onder de tabel staat uitleg; niet gelezen: regel"
    " 9.",
    "Niet gelezen, want verborgen of weggefilterd: regel 1, 2, 3, 4, 5, 6, 7, 8 en 12 meer.",
    "De kop staat nog eens in de tabel; niet gelezen: regel 9.",
    "Onder de kop staat een regel met eenheden of uitleg; niet gelezen: regel 2.",
    "flexwoningen: er zitten macro's in het bestand; gelezen wordt een .xlsx zonder macro's. De"
    " laatste goede versie blijft; vraag de leverancier om het bestand zo op te slaan.",
    "De verversing is afgebroken (status 1). Lezers houden de laatste goede release; een nieuwe"
    " verversing maakt het werk af. Laatste melding: Killed",
)


def wanting(found: list[tuple[str, str]]) -> list[str]:
    """Of texts with where they stand: those without English, or with some Dutch left in it."""
    missing = {
        f"{where.partition(':')[0]}: {said}"
        for where, said in found
        if not any(where.startswith(one) for one in NOT_READ)
        and half(told(dutch.filled(said, "tab")) or "het")
    }
    return sorted(missing - set(PIECES))


def half(said: str) -> frozenset[str]:
    """Dutch words in English, but for settings, columns and codes: those have one name."""
    return (DUTCH - ENGLISH) & set(re.findall(r"[a-zé-]+", _CODES.sub("", said.lower())))


def test_why_a_delivery_is_refused_has_english() -> None:
    assert wanting([*dutch.first_of_calls(REASONS, "pipelines", "assets")]) == []
    assert wanting([*dutch.first_of_calls(("ValueError", "ParameterError"), *METHODS)]) == []
    assert wanting([*dutch.first_of_calls(("ConfigurationError",), *ASKING)]) == []


def test_what_reading_and_checking_say_has_english() -> None:
    found = [(where, said) for where, said in dutch.sentences(*SAYING) if "\n" not in said]
    assert wanting(found) == []


def test_what_the_database_answers_has_english() -> None:
    scripts = sorted((dutch.ROOT / "data/migrations/versions").glob("*.sql"))
    found = [(one.name, said) for one in scripts for said in dutch.of_database(one.read_text())]
    assert len(found) > 30
    assert wanting(found) == []


def test_what_the_pages_refuse_has_english() -> None:
    assert wanting([*dutch.first_of_calls(("Untrusted",), "geo_api/beheer")]) == []
    found = dutch.first_of_calls(("Problem",), "geo_api/beheer")
    assert wanting([(where, said) for where, said in found if said.endswith(".")]) == []


def test_why_rows_and_feeds_are_out_has_english() -> None:
    rules = {rule.name for one in registry().values() for rule in one.scope}
    rules |= {rule.name for _, layer in layers().values() for rule in layer.scope}
    assert sorted(rule for rule in rules if not told(rule.replace("_", " "))) == []
    profiles = (dutch.ROOT / "data/profiles").glob("*.toml")
    held = [tomllib.loads(one.read_text(encoding="utf-8")) for one in profiles]
    reasons = {row["reden"] for one in held for row in off(one)}
    assert sorted(reason for reason in reasons if not told(reason)) == []


def off(held: object) -> list[dict[str, str]]:
    """Sources of a profile that are switched off."""
    if isinstance(held, dict):
        own = [held] if held.get("uit") is True and "reden" in held else []
        return own + [row for part in held.values() for row in off(part)]
    return [row for part in held for row in off(part)] if isinstance(held, list) else []


def test_both_languages_have_the_same_holes() -> None:
    assert [nl for nl, en in PAIRS if holes(nl) != holes(en)] == []


def test_english_is_english() -> None:
    assert {en: half(en) for _, en in PAIRS if half(en)} == {}
    assert [told(said) for said in WHOLE if half(told(said) or "het")] == []


@pytest.mark.parametrize("word", ["7", "Blad1"])
def test_no_hole_is_lost(word: str) -> None:
    for nl, _ in PAIRS:
        if "{…}" not in nl:
            said = told(re.sub(r"\{\*?\}", word, nl))
            assert said, nl
            assert said.count(word) >= len(holes(nl)), nl


@pytest.mark.parametrize(
    ("nl", "en"),
    [
        (
            "Flexwoningen: 5 van 1.234 rijen zijn onbruikbaar, hoogstens 12,5 mag; de redenen staan"
            " in quarantaine. De laatste goede versie blijft staan.",
            "Temporary homes: 5 of 1,234 rows cannot be used, at most 12.5 may; the reasons are"
            " with the rows set apart. The last good version stays in place.",
        ),
        (
            "Levering 5 van ‘Flexwoningen’ is goedgekeurd voor de volgende verversing.",
            "Delivery 5 of ‘Temporary homes’ is approved for the next refresh.",
        ),
        ("aantal is leeg; postcode is geen getal", "number is empty; postcode is no number"),
        (
            "flexwoningen (Haven): totale tijd op, na 3 pogingen op https://a.nl/. De laatste goede"
            " versie blijft; probeer het later opnieuw.",
            "Temporary homes (Haven): total time used up, after 3 tries at https://a.nl/. The last"
            " good version stays; try again later.",
        ),
        (
            "Flexwoningen: de levering bevat persoonsgegevens: naam van een persoon (12 rijen),"
            " e-mailadres (1.200 rijen). Kolommen: a, b. Zij is geweigerd en overal gewist; bewaard"
            " zijn alleen de hash, de kolomnamen en deze reden. Lever opnieuw zonder deze"
            " gegevens.",
            "Temporary homes: the delivery holds personal data: name of a person (12 rows), e-mail"
            " address (1,200 rows). Columns: a, b. It was refused and erased everywhere; only the"
            " hash, the column names and this reason are kept. Deliver again without these data.",
        ),
        (
            "geweigerd: Geef een naam en een reden; ze worden vastgelegd.",
            "refused: Give a name and a reason; they are put on record.",
        ),
    ],
)
def test_what_a_steward_reads(nl: str, en: str) -> None:
    assert told(nl) == en


def test_a_text_that_is_half_known_stays_dutch() -> None:
    assert told("Deze zin is er niet. De laatste goede versie blijft staan.") is None
    assert told("aantal is leeg; en dit zegt niemand") is None
