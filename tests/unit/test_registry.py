"""A set of declarations that contradicts itself is refused, each rule by name."""

from dataclasses import replace
from typing import Any

import pytest

from data import registry
from data.model import Column, Dataset, Layer, Tier
from data.registry import DeclarationError, downstream, graph, layers, problems
from tests.support import declared

FEED = replace(declared.dataset(declared.key(), declared.number()), name="bron")


def layer(name: str = "laag", **more: Any) -> Layer:
    given: dict[str, Any] = {"title": "", "title_en": "", "description": "", "theme": ""}
    return Layer(name=name, **(given | more))


def wrong(*datasets: Dataset) -> list[str]:
    return problems({dataset.name: dataset for dataset in (FEED, *datasets)})


def other(**more: Any) -> Dataset:
    return replace(FEED, name="ander", **more)


def test_good_set_has_no_problems() -> None:
    shown = layer(columns=("code", "aantal"), geometry_from=("bron", "code"))
    assert wrong(other(inputs=("bron",), layers=(shown,))) == []


@pytest.mark.parametrize(
    ("dataset", "words"),
    [
        (other(columns=(declared.key(), declared.key())), "ander: a column is declared twice"),
        (other(key=("naam",)), "ander: key column naam is not declared"),
        (
            other(columns=(*FEED.columns, Column(name="deel_pct", mean_over="code"))),
            "ander: deel_pct is weighed by code, no count of it",
        ),
        (other(key=("leverancier", "code")), "ander: key column leverancier is not declared"),
        (other(inputs=("weg",)), "ander: input weg is no dataset"),
        (other(optional_inputs=("weg",)), "ander: input weg is no dataset"),
        (other(layers=(layer("bron"),)), "layer bron has the name of something else"),
        (other(layers=(layer(), layer())), "layer laag has the name of something else"),
        (other(layers=(layer(columns=("x",)),)), "layer laag shows x, which is not declared"),
        (other(layers=(layer(geometry_from=("weg", "x")),)), "takes its shape from an unknown"),
        (other(inputs=("ander",)), "inputs go round in a circle"),
    ],
)
def test_rule(dataset: Dataset, words: str) -> None:
    found = wrong(dataset)
    assert any(words in one for one in found), found


def test_key_may_be_the_supplier_of_a_dataset_of_suppliers() -> None:
    assert wrong(other(key=("leverancier", "code"), per_supplier=True)) == []


@pytest.mark.parametrize("tier", [Tier.B, Tier.C])
def test_open_layer_shows_no_figures_of_tier_b_or_c(tier: Tier) -> None:
    secret = declared.number("huurders", tier=tier)
    shown = layer(columns=("code", "huurders"))
    columns = (declared.key(), secret)
    assert wrong(other(columns=columns, layers=(shown,))) == [
        f"ander: layer laag shows huurders of tier {tier}"
    ]
    assert wrong(other(columns=columns, layers=(replace(shown, restricted=True),))) == []
    released = (declared.key(), replace(secret, release="afgerond op gemeente, besluit 12"))
    assert wrong(other(columns=released, layers=(shown,))) == []


def test_tier_of_a_dataset_holds_for_its_columns() -> None:
    closed = other(tier=Tier.C, columns=(Column(name="code"),), layers=(layer(columns=("code",)),))
    assert wrong(closed) == ["ander: layer laag shows code of tier C"]


def test_inputs_come_before_what_is_made_from_them() -> None:
    order = list(registry.registry())
    for name, needed in graph(registry.registry()).items():
        assert all(order.index(one) < order.index(name) for one in needed)


def test_unknown_dataset_is_named_with_the_nearest() -> None:
    with pytest.raises(
        DeclarationError, match="dataset cbs_burten bestaat niet; bedoelt u cbs_buurten"
    ):
        registry.dataset("cbs_burten")


def test_downstream_reaches_through() -> None:
    reached = downstream({"cbs_kwb"})
    assert {"draaglast_buurt", "kans_cel"} <= reached
    assert "cbs_kwb" not in reached
    assert "woningvoorraad" not in reached


def test_layers_are_found_by_name() -> None:
    dataset, shown = layers()["draaglast"]
    assert (dataset.name, shown.name) == ("draaglast_buurt", "draaglast")
