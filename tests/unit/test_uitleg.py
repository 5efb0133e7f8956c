"""The explanation of a figure: a tree along the declared parts, from rows that the caller gives."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from data.parameters import ParameterError, numbers_by_name
from data.registry import registry
from pipelines.indicators.uitleg import MANY, NOT_SHOWN, Knoop, explain, weight
from tests.architecture.test_declarations import WITHOUT_PARTS
from tests.support.explained import leaves

MOMENT = date(2024, 1, 1)
CODE = "BU00010101"


class Table:
    """Rows by dataset and key, as a reader of the store or of pub would give them."""

    def __init__(self, rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
        """Of these rows."""
        self.rows = rows

    def row(self, dataset: str, key: str) -> Mapping[str, Any] | None:
        """The row with that id."""
        return self.rows.get((dataset, key))

    def peildatum(self, dataset: str) -> date | None:
        """One moment for all."""
        return MOMENT if any(name == dataset for name, _ in self.rows) else None


ROW = {
    "peildatum": MOMENT,
    "klasse": "onder druk",
    "klasse_status": "geschat",
    "draaglast": "boven gemiddeld",
    "draaglast_status": "geschat",
    "klasse_l1": "boven gemiddeld",
    "klasse_l1_status": "geschat",
    "d_punten": 60.0,
    "d_punten_status": "geschat",
    "l1_punten": 70.0,
    "l1_punten_status": "geschat",
    "l1_bijdrage": 5.0,
    "wmo_waarde": 110.0,
    "wmo_waarde_status": "waargenomen",
    "wmo_punten": 70.0,
    "wmo_bijdrage": 6.5,
    "sleutel_gezondheid": f"{CODE}:20300",
}
KWB = {"peildatum": MOMENT, "wmo_per_1000": 110.0, "wmo_per_1000_status": "waargenomen"}
HEALTH = {
    "peildatum": date(2024, 9, 1),
    "langdurig_beperkt_pct": 31.0,
    "langdurig_beperkt_pct_status": "geschat",
}
ROWS = Table(
    {
        ("draaglast_buurt", CODE): ROW,
        ("cbs_kwb", CODE): KWB,
        ("rivm_gezondheid", f"{CODE}:20300"): HEALTH,
        ("politie_overlast", "x"): {},
    }
)


def find(node: Knoop, name: str) -> Knoop:
    """The first node of that name below this one."""
    for child in node.onder:
        if child.naam == name:
            return child
        try:
            return find(child, name)
        except LookupError:
            continue
    raise LookupError(name)


def test_class_is_explained_down_to_the_feed_with_source_and_moment() -> None:
    top = explain("draaglast_buurt", CODE, "klasse", ROWS)
    assert (top.waarde, top.status, top.peildatum) == ("onder druk", "geschat", MOMENT)
    assert top.methode_versie
    assert "D >= 55" in top.formule
    leaf = find(top, "cbs_kwb.wmo_per_1000")
    assert (leaf.waarde, leaf.eenheid) == (110.0, "per 1.000 inwoners")
    assert (leaf.bron, leaf.peildatum, leaf.onder) == ("CBS", MOMENT, ())


def test_row_of_another_table_is_found_by_the_key_this_row_holds() -> None:
    leaf = find(
        explain("draaglast_buurt", CODE, "klasse", ROWS), "rivm_gezondheid.langdurig_beperkt_pct"
    )
    assert (leaf.waarde, leaf.status) == (31.0, "geschat")
    assert leaf.peildatum == date(2024, 9, 1)


def test_weight_score_and_contribution_stand_at_the_part() -> None:
    top = explain("draaglast_buurt", CODE, "d_punten", ROWS)
    part = find(top, "draaglast_buurt.l1_punten")
    assert (part.gewicht, part.score, part.bijdrage) == (0.25, 70.0, 5.0)
    slot = find(part, "draaglast_buurt.wmo_waarde")
    assert (slot.waarde, slot.score, slot.bijdrage, slot.gewicht) == (110.0, 70.0, 6.5, None)


def test_many_rows_are_named_and_none_is_shown() -> None:
    top = explain("draaglast_buurt", CODE, "klasse", ROWS)
    police = find(top, "politie_overlast.meldingen")
    assert (police.waarde, police.status) == (None, MANY)
    assert police.peildatum == MOMENT
    assert police.bron
    assert police.onder == ()


def test_row_that_may_not_be_read_is_said_and_not_zero() -> None:
    gone = explain("draaglast_buurt", "BU99999999", "d_punten", ROWS)
    assert (gone.waarde, gone.status) == (None, NOT_SHOWN)
    assert gone.titel
    part = find(gone, "draaglast_buurt.l1_punten")
    assert (part.waarde, part.score, part.status) == (None, None, NOT_SHOWN)


def test_public_class_is_explained_without_any_points() -> None:
    """Decimals are restricted, in explanations too: no T-points anywhere under a class."""

    def names(node: Knoop) -> list[str]:
        return [node.naam, *(name for child in node.onder for name in names(child))]

    for column in ("klasse", "draaglast", "draagkracht", "klasse_k2"):
        found = names(explain("draaglast_buurt", CODE, column, ROWS))
        assert not [name for name in found if "punten" in name or "bijdrage" in name]
        assert len(found) >= 3


def test_plain_data_leaves_out_what_is_empty_but_never_the_value() -> None:
    leaf = Knoop(naam="a.b", titel="B", peildatum=MOMENT)
    assert leaf.data() == {"naam": "a.b", "titel": "B", "peildatum": "2024-01-01", "waarde": None}
    told = Knoop(naam="c", titel="C", waarde=0.0, gewicht=0.25, onder=(leaf,)).data()
    assert told["waarde"] == 0.0
    assert told["gewicht"] == 0.25
    assert told["onder"] == [leaf.data()]


def test_weight_is_read_from_the_register() -> None:
    assert weight("common.eb_k") == 100.0
    assert weight("kans.weights.V") == numbers_by_name("kans.weights")["V"]
    with pytest.raises(KeyError):
        weight("kans.weights.X")
    with pytest.raises(ParameterError):
        weight("kans.bestaat_niet")


def test_unknown_column_is_refused() -> None:
    with pytest.raises(KeyError, match="bestaat_niet"):
        explain("draaglast_buurt", CODE, "bestaat_niet", ROWS)


class Everything:
    """Rows of every dataset that have every column."""

    def row(self, dataset: str, _key: str) -> Mapping[str, Any]:
        """As the real one."""
        return {column.name: "x" for column in registry()[dataset].columns} | {"peildatum": MOMENT}

    def peildatum(self, _dataset: str) -> date:
        """As the real one."""
        return MOMENT


@pytest.mark.parametrize("product", sorted(n for n, d in registry().items() if d.derived))
def test_every_figure_of_a_product_ends_in_feeds_or_in_many_rows(product: str) -> None:
    for column in registry()[product].columns:
        if not column.value or column.name in WITHOUT_PARTS:
            continue
        for end in leaves(explain(product, "x", column.name, Everything())):
            dataset, _, name = end.naam.partition(".")
            ended = not registry()[dataset].derived or end.status == MANY or name in WITHOUT_PARTS
            assert ended, (column.name, end.naam)
            assert end.titel, (column.name, end.naam)
            assert end.bron, (column.name, end.naam)
