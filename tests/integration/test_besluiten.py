"""A dated decision of the profile opens a closed layer, and without it the layer closes again."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.errors import ConfigurationError
from pipelines.profile import load
from tests.support import clusters, samples
from tests.support.clusters import Cluster
from tests.support.installations import Installation
from tests.support.profiles import keep_products

LAYER, CLOSED = "locaties_optimaal", "locaties_optimaal_besloten"
# With what gives cells their demand.
PRODUCTS = ("locaties_open", "locaties_besloten", "bevolking_buurt", "opgave_gemeente", "loop_cel")
DWELLINGS = 3_000  # enough for cells with demand; draaglast needs more and is not looked at
DECISION = """
[besluiten.{layer}]
datum = {day}
besluit = "Raadsbesluit 2024-17 (verzonnen)"
"""


@pytest.fixture(scope="module")
def place(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A sample of its own: its profile is changed here."""
    folder = tmp_path_factory.mktemp("voorbeeld") / "sample"
    with (
        samples.offered(folder, DWELLINGS) as sample,
        clusters.database(cluster, f"proef_besluit_{folder.parent.name[-1]}") as own,
    ):
        made = sample.install(tmp_path_factory.mktemp("var"), own)
        keep_products(Path(made.settings.profile), PRODUCTS)
        made.refresh()
        yield made


@pytest.fixture
def profile(place: Installation) -> Iterator[Path]:
    """The profile, as it was again afterwards."""
    path = Path(place.settings.profile)
    before = path.read_text(encoding="utf-8")
    yield path
    path.write_text(before, encoding="utf-8")


def standing(place: Installation, schema: str) -> set[str]:
    """Layers of M10 that a schema points to."""
    rows = place.database.rows(
        f"SELECT laag FROM {schema}.pointer WHERE laag IN (%s, %s) AND huidig",  # noqa: S608
        (LAYER, CLOSED),
    )
    return {row["laag"] for row in rows}


def decide(profile: Path, day: date, layer: str = LAYER) -> None:
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text + DECISION.format(layer=layer, day=day), encoding="utf-8")


def test_without_a_decision_both_tables_are_closed(place: Installation) -> None:
    assert standing(place, "pub") == set()
    assert standing(place, "pub_restricted") == {LAYER, CLOSED}


def test_a_decision_opens_the_layer_and_taking_it_back_closes_it(
    place: Installation, profile: Path
) -> None:
    before = profile.read_text(encoding="utf-8")
    decide(profile, date(2024, 3, 1))
    place.refresh("locaties_open")
    assert standing(place, "pub") == {LAYER}
    assert standing(place, "pub_restricted") == {CLOSED}
    rows = place.layer(LAYER)
    assert {row["model"] for row in rows} == {"p-mediaan", "dekking"}
    said = "Opengesteld bij besluit van 01-03-2024: Raadsbesluit 2024-17 (verzonnen)."
    assert said in place.described(LAYER)["opmerkingen"]

    profile.write_text(before, encoding="utf-8")
    place.refresh("locaties_open")
    assert standing(place, "pub") == set()
    assert standing(place, "pub_restricted") == {LAYER, CLOSED}


def test_a_decision_of_tomorrow_opens_nothing_today(place: Installation, profile: Path) -> None:
    decide(profile, date.today() + timedelta(days=2))  # noqa: DTZ011 # far enough for any zone
    place.refresh("locaties_open")
    assert standing(place, "pub") == set()


@pytest.mark.parametrize("layer", ["locaties_optimal", CLOSED])
def test_another_name_is_refused_with_the_nearest(profile: Path, layer: str) -> None:
    """A layer with data of corporations is no layer that a decision can open."""
    decide(profile, date(2024, 3, 1), layer)
    with pytest.raises(ConfigurationError, match=f"{layer} is geen laag.*bedoelt u {LAYER}\\?"):
        load(str(profile))
