"""A gemeente of one inhabited buurt, without a partner, GP or meeting place, through the pipeline.

Beside that buurt lies one where nobody lives. Every product is made or says why not; nothing is
refused, no number is NaN or infinite, and what is not known is never a zero.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data import english
from pipelines.cluster import Cluster
from pipelines.sample import make as making
from pipelines.sample import partners
from pipelines.sample.plan import COUNTRYSIDE, Plan
from tests.data.test_published_numbers import odd_numbers, published, without_reason
from tests.support import clusters, samples
from tests.support.installations import Installation

DWELLINGS = 700
TOWN, FIELDS = "BU99010000", "BU99010100"


def one_buurt(plan: Plan) -> Plan:
    """The same country, of which the sample gemeente has one buurt, and one of fields."""
    first, *others = plan.blocks
    own, *around = first.gemeenten
    fields = next(wijk for wijk in own.wijken if wijk.ring == COUNTRYSIDE)
    town = replace(own.wijken[1], share=1.0, buurten=1)
    alone = replace(own, wijken=(town, replace(fields, share=0.0, buurten=1)))
    return replace(plan, blocks=(replace(first, gemeenten=(alone, *around)), *others))


def nobody_delivers(_world: Any, folder: Path) -> dict[str, int]:
    """No partner has a file."""
    folder.mkdir(parents=True, exist_ok=True)
    return {}


@pytest.fixture(scope="module")
def place(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """That gemeente after one refresh."""
    load = making.load_plan
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "load_plan", lambda dwellings: one_buurt(load(dwellings)))
        patch.setattr(partners, "write_partners", nobody_delivers)
        folder = tmp_path_factory.mktemp("een_buurt") / "sample"
        with (
            samples.offered(folder, DWELLINGS) as sample,
            clusters.database(cluster, "proef_een_buurt") as own,
        ):
            made = sample.install(tmp_path_factory.mktemp("var"), own)
            made.refresh()
            yield made


@pytest.fixture(scope="module")
def rows(place: Installation) -> Any:
    """Stored rows of a product, by buurt where it has buurten."""

    def of(dataset: str) -> dict[str, dict[str, Any]]:
        found = place.stored(dataset)
        return {row.get("buurtcode") or row["id"]: row for row in found}

    return of


def remarks(place: Installation, dataset: str) -> list[str]:
    told: list[str] = place.version(dataset)["dekking"]["opmerkingen"]
    return told


def test_every_product_is_made_or_lacks_a_delivery(place: Installation) -> None:
    reasons = {one.dataset: one.reason for one in place.outcomes if one.state != "gepubliceerd"}
    told = ("er is nog geen levering", "invoer ontbreekt:")
    assert {name: why for name, why in reasons.items() if not why.startswith(told)} == {}


def test_no_number_is_nan_or_infinite_and_what_is_absent_says_why(place: Installation) -> None:
    pointers = published(place)
    assert len(pointers) > 50
    assert {p["laag"]: odd for p in pointers if (odd := odd_numbers(place, p)[1])} == {}
    assert {p["laag"]: wrong for p in pointers if (wrong := without_reason(place, p)[1])} == {}


def test_one_buurt_is_uneven_over_nothing_and_ranked_among_nobody(
    place: Installation, rows: Any
) -> None:
    for row in place.stored("spreiding_gemeente"):
        assert (row["gebieden"], row["ongelijkheid_pct"]) == (1, None)
        assert row["ongelijkheid_pct_status"] == "ontbreekt"
        assert row["corporatie_pct"] > 0
    assert "Over één buurt is er geen ongelijkheid te meten." in remarks(
        place, "spreiding_gemeente"
    )
    town = rows("draaglast_buurt")[TOWN]
    assert (town["klasse"], town["d_top20_pct"], town["reden"]) == (None, None, "geen bron")


def test_where_nobody_lives_nothing_is_zero_by_accident(rows: Any) -> None:
    assert rows("draaglast_buurt")[FIELDS]["reden"] == "te weinig inwoners"
    assert rows("vragers_buurt")[FIELDS]["reden"]
    empty = rows("doorstroming_buurt")[FIELDS]
    assert (empty["geholpen"], empty["geholpen_status"]) in (
        (None, "onderdrukt"),
        (None, "ontbreekt"),
    )
    access = rows("zorgtoegang_buurt")[FIELDS]
    assert (access["spar_huisarts"], access["spar_huisarts_status"]) == (None, "ontbreekt")
    homes = rows("geschiktheid_buurt")[FIELDS]
    assert (homes["woningen"], homes["nultreden"]) == (0, None)


def test_care_that_is_nowhere_on_the_map_is_unknown(place: Installation) -> None:
    absent = place.version("loop_cel")["dekking"]["ontbrekend"]
    assert {"huisarts", "ontmoeting"} <= set(absent)
    cells = place.stored("loop_cel")
    assert {row["afstand_huisarts_m"] for row in cells} == {None}
    assert {row["afstand_huisarts_m_status"] for row in cells} == {"ontbreekt"}
    scored = [row for row in cells if row["w"] is not None]
    assert scored
    assert {row["w_status"] for row in scored} == {"geschat"}
    for row in place.stored("dekking_wijk"):
        assert (row["dekking_pct"], row["klasse"]) == (None, "onbekend")
    for row in place.stored("ontmoeting_buurt"):
        assert (row["ruimten"], row["ruimten_status"]) == (None, "ontbreekt")


def test_where_no_cell_has_a_score_there_is_nothing_to_choose(place: Installation) -> None:
    for row in place.stored("kans_cel"):
        assert row["score"] is None
        assert row["reden"]
    for name in ("locaties_open", "locaties_besloten"):
        assert place.version(name)["gepubliceerd"] == 0
        (said,) = (text for text in remarks(place, name) if "niets te kiezen" in text)
        assert english.sentence(said)


def test_without_partners_stock_and_gap_are_unknown_and_need_is_not(place: Installation) -> None:
    for row in place.stored("opgave_gemeente"):
        assert (row["tekort_a"], row["plannen_hard"]) == (None, None)
        if row["klasse"] != "nultreden":
            assert (row["voorraad"], row["voorraad_status"]) == (None, "ontbreekt")
        assert row["behoefte_b"] > 0
    assert any("Geen planlijst" in text for text in remarks(place, "opgave_gemeente"))
