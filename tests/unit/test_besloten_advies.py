"""The advice of the load test in English: every sentence that the method can say."""

from itertools import product

from geo_api.besloten.site.advice import english
from pipelines.indicators.complexbelasting import placement

DUTCH = ("niet", "plaatsing", "bewoners", "toewijzingen", "maanden", "staan", "meldingen", "steun")


def test_every_sentence_of_the_method_has_an_english_one() -> None:
    heads = ((None, None), (1.0, 40.0), (12.0, 60.0), (58.0, 60.0))
    rows = product(
        heads, (None, 3.0, 20.0), (None, 2.0, 10.0), (None, (), ("overlastmeldingen",)), (None, 0.9)
    )
    said = set()
    for (askers, adults), allocated, urgent, signals, agreed in rows:
        found = placement(
            askers,
            adults,
            toewijzingen=allocated,
            urgent=urgent,
            signalen=signals,
            dragers=agreed,
        )
        told, whole = english(found.advies)
        assert whole, found.advies
        assert not [word for word in DUTCH if word in told.lower()], told
        said.add(told)
    assert len(said) > 50
    assert any("about 25% of the adult residents" in one for one in said)
    assert any("Open signals: nuisance reports." in one for one in said)


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert english("Iets anders.") == ("Iets anders.", False)
