"""The vocabulary of declarations: what follows from what was declared."""

from dataclasses import FrozenInstanceError

import pytest

from data import columns
from data.model import CBS_CODES, Column, Kind, Role, Status, Tier
from tests.support import declared


def test_declaration_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        declared.number().name = "anders"  # type: ignore[misc]


def test_status_column_is_there_for_figures_only() -> None:
    assert declared.number().status == "aantal_status"
    assert Column(name="naam").status == ""


@pytest.mark.parametrize(
    ("column", "role"),
    [
        (declared.number(), Role.VALUE),
        (Column(name="uitleg"), Role.NOTE),
        (Column(name="code", role=Role.KEY), Role.KEY),
        (declared.number(role=Role.CLASS), Role.CLASS),
    ],
)
def test_role_follows_from_being_a_figure(column: Column, role: Role) -> None:
    assert column.published_role is role


@pytest.mark.parametrize("kind", list(Kind))
def test_only_scores_and_signed_figures_may_be_negative(kind: Kind) -> None:
    assert kind.never_negative == (kind not in (Kind.SCORE, Kind.SIGNED))


def test_dataset_is_derived_when_it_has_inputs() -> None:
    assert not declared.dataset(declared.key()).derived
    assert declared.dataset(declared.key(), inputs=("a",)).derived
    assert declared.dataset(declared.key(), optional_inputs=("a",)).derived


def test_column_belongs_to_its_dataset_unless_it_says_otherwise() -> None:
    closed = declared.dataset(declared.key(), declared.number(tier=Tier.C), tier=Tier.B)
    assert closed.tier_of(closed.column("code")) is Tier.B
    assert closed.tier_of(closed.column("aantal")) is Tier.C
    assert not closed.may_be_open(closed.column("code"))
    assert closed.may_be_open(declared.number(tier=Tier.C, release="besluit"))


def test_unknown_column_is_an_error() -> None:
    with pytest.raises(KeyError, match="weg"):
        declared.dataset(declared.key()).column("weg")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("-99997", Status.ONDERDRUKT),
        ("-99995", Status.ONTBREEKT),
        ("-99998", Status.ONTBREEKT),
        ("-99999", Status.ONTBREEKT),
        ("-99999999", Status.ONTBREEKT),
        (".", Status.ONTBREEKT),
        ("geheim", Status.ONDERDRUKT),
    ],
)
def test_marks_of_cbs(code: str, status: Status) -> None:
    assert CBS_CODES[code] is status


def test_short_ways_to_declare_agree_with_the_long_one() -> None:
    made = columns.distance_km("afstand_x_m", "Afstand", "Distance", "AfstandTotX")
    assert (made.kind, made.unit, made.factor) == (Kind.DISTANCE, "m", 1000.0)
    assert columns.share("x_pct", "X", "X").bounds == (0, 100)
    assert columns.count("n", "N", "N", "inwoners").unit_en == "residents"
    assert columns.buurtcode().role is Role.KEY
    assert columns.name("naam", "Naam", "Name").role is Role.NAME
