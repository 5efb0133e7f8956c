"""The second process of a run: it makes what is ready, and nothing depends on it."""

import os
from collections.abc import Iterator

import pytest

from data.registry import registry
from pipelines.beside import Beside
from pipelines.work import Work, close_run, open_run
from tests.support.installations import Installation

PRODUCTS = ("gebieden", "raster", "plaatsing", "locaties", "dekking_wijk")


@pytest.fixture
def work(published_sample: Installation) -> Iterator[Work]:
    """A run on what was published; as nothing changed it makes nothing new."""
    place = published_sample
    with place.entered():
        made = open_run(place.settings, place.database.dsn(), "proef", place.events.append)
        yield made
        close_run(made, "klaar")


@pytest.fixture
def beside(work: Work) -> Iterator[Beside]:
    made = Beside(work, PRODUCTS)
    yield made
    made.close()


def test_every_product_is_made_once(beside: Beside, work: Work) -> None:
    order = [name for name in registry() if name in PRODUCTS]
    by_other = []
    beside.finished("cbs_gemeenten")
    for name in order:
        outcome = beside.made(work, name)
        if outcome:
            by_other.append(name)
            assert (outcome.dataset, outcome.state) == (name, "ongewijzigd")
        beside.finished(name)
    assert by_other
    assert order[0] not in by_other  # the run begins in front


def test_a_product_waits_for_its_inputs(beside: Beside, work: Work) -> None:
    beside.finished("cbs_gemeenten")
    assert beside.made(work, "dekking_wijk") is None  # locaties are not there yet


def test_nothing_is_made_before_the_boundaries(work: Work) -> None:
    beside = Beside(work, (*PRODUCTS, "cbs_gemeenten"))
    beside.finished("zorgaanbieders")
    assert [beside.made(work, name) for name in PRODUCTS] == [None] * len(PRODUCTS)
    beside.close()


def test_when_it_is_gone_the_run_makes_all_itself(beside: Beside, work: Work) -> None:
    os.kill(beside.pid, 9)
    beside.finished("cbs_gemeenten")
    assert [beside.made(work, name) for name in PRODUCTS] == [None] * len(PRODUCTS)


def test_it_goes_with_the_run(work: Work) -> None:
    beside = Beside(work, PRODUCTS)
    beside.close()
    with pytest.raises(ProcessLookupError):
        os.kill(beside.pid, 0)
