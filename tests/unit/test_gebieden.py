"""Gebieden: the profile's own list, or a delivery where the profile has none."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from data.registry import registry
from pipelines.derive import gebieden
from pipelines.deriving import _unwanted
from pipelines.errors import ConfigurationError

CODES = ("BU12340101", "BU12340102", "BU12340201")


@dataclass(frozen=True)
class Profile:
    """What the profile lists."""

    gebieden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    uit: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """A run of that profile."""

    profile: Profile


@dataclass(frozen=True)
class Tables:
    """Input versions as frames, as `pipelines.inputs.Inputs` gives them."""

    work: Work
    delivered: dict[str, str]

    def has(self, name: str) -> bool:
        """Whether a partner delivered."""
        return bool(self.delivered) if name == "gebiedsindeling" else True

    def frame(self, name: str, columns: list[str]) -> pd.DataFrame:
        """Rows of an input."""
        if name == "gebiedsindeling":
            rows = {"gebied": self.delivered.values(), "buurtcode": self.delivered.keys()}
            return pd.DataFrame({key: list(value) for key, value in rows.items()})[columns]
        boxes = [shapely.box(n * 100, 0, n * 100 + 100, 100) for n in range(len(CODES))]
        return pd.DataFrame({"buurtcode": CODES, "geometry": boxes})[columns]


def derive(listed: dict[str, tuple[str, ...]], delivered: dict[str, str]) -> dict[str, int]:
    inputs: Any = Tables(Work(Profile(listed)), delivered)
    table = gebieden.derive(inputs).table
    return dict(
        zip(table.column("gebied").to_pylist(), table.column("buurten").to_pylist(), strict=True)
    )


DELIVERED = {CODES[0]: "Oost", CODES[1]: "Oost", CODES[2]: "West"}


def test_delivery_makes_the_gebieden_where_the_profile_is_silent() -> None:
    assert derive({}, DELIVERED) == {"Oost": 2, "West": 1}


def test_profile_wins_from_a_delivery() -> None:
    assert derive({"Noord": CODES[:1]}, DELIVERED) == {"Noord": 1}


def test_a_buurt_that_is_gone_is_told_with_where_it_stood() -> None:
    with pytest.raises(ConfigurationError, match="Levering van gebiedsindeling: gebied Oost noemt"):
        derive({}, {**DELIVERED, "BU12349999": "Oost"})
    with pytest.raises(ConfigurationError, match="Profiel: gebied Noord noemt"):
        derive({"Noord": ("BU12349999",)}, {})


@pytest.mark.parametrize(
    ("listed", "available", "made"),
    [
        ({}, set(), False),
        ({"Noord": CODES}, set(), True),
        ({}, {"gebiedsindeling"}, True),
    ],
)
def test_it_is_made_when_someone_says_what_the_gebieden_are(
    listed: dict[str, tuple[str, ...]], available: set[str], made: bool
) -> None:
    work: Any = Work(Profile(listed))
    assert (not _unwanted(work, registry()["gebieden"], available)) is made


@dataclass(frozen=True)
class Gaps(Tables):
    """Besides, what gebieden lack."""

    def has(self, name: str) -> bool:
        """Whether it is there."""
        return name == "opgave_gebied" or super().has(name)

    def frame(self, name: str, columns: list[str]) -> pd.DataFrame:
        """Rows of an input."""
        if name != "opgave_gebied":
            return super().frame(name, columns)
        rows = [
            ("Noord", "geclusterd", "2030", 26.0),
            ("Noord", "nultreden", "2030", 99.0),
            ("Noord", "geclusterd", "2035", 88.0),
            ("Zuid", "geclusterd", "2030", -4.0),
        ]
        return pd.DataFrame(rows, columns=["gebied", "klasse", "jaar", "tekort_a"])[columns]


def test_gap_of_a_buurt_is_that_of_its_gebied_in_clustered_homes_by_2030() -> None:
    member = {CODES[0]: "Noord", CODES[1]: "Zuid"}
    inputs: Any = Gaps(Work(Profile()), member)
    asked = pd.Series([CODES[1], CODES[0], CODES[2], None, CODES[0]], dtype=object)
    found = gebieden.cluster_gap(inputs, asked)
    assert found[[0, 1, 4]].tolist() == [-4.0, 26.0, 26.0]
    assert np.isnan(found[[2, 3]]).all()


def test_without_the_gap_of_gebieden_there_is_none() -> None:
    @dataclass(frozen=True)
    class Without(Tables):
        def has(self, name: str) -> bool:
            return name != "opgave_gebied" and super().has(name)

    inputs: Any = Without(Work(Profile()), {CODES[0]: "Noord"})
    assert np.isnan(gebieden.cluster_gap(inputs, pd.Series([CODES[0]]))).all()
