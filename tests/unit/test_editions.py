"""Which datasets have one moment, and which a history."""

from data.registry import registry
from pipelines import editions
from pipelines.profile import load

NATIONAL = load("landelijk")


def test_what_is_dated_by_receipt_has_one_moment() -> None:
    found = editions.rolling(NATIONAL)
    assert {"bag_verblijfsobjecten", "osm_wegen", "corporatiecomplexen"} <= found
    assert not found & {"cbs_kwb", "rivm_gezondheid", "politie_misdrijven"}


def test_a_product_follows_the_input_that_gives_it_its_moment() -> None:
    found = editions.rolling(NATIONAL)
    assert {"locaties", "plaatsing", "woningvoorraad"} <= found
    # Their moment is that of the boundaries: editions of draaglast stay beside each other.
    assert not found & {"draaglast_buurt", "kans_cel", "raster", "loop_cel"}


def test_editions_stand_beside_each_other_only_with_dates_of_their_own() -> None:
    found = editions.rolling(NATIONAL)
    for name in registry():
        assert not (editions.beside(NATIONAL, name) and name in found), name
