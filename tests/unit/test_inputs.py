"""What a derivation says it was made from."""

from datetime import date
from typing import Any, cast

from pipelines.inputs import Inputs


def _record(version: int, year: int) -> dict[str, Any]:
    return {"version": version, "peildatum": date(year, 1, 1), "inhoud_hash": "x"}


def test_every_edition_that_was_read_is_named_and_no_other() -> None:
    new, fits, old, older = (_record(n, 2025 - n) for n in range(1, 5))
    nothing: Any = None
    inputs = Inputs(
        nothing,
        nothing,
        {"cijfers": fits, "grenzen": new},
        {"cijfers": (new, fits, old, older), "grenzen": (new,)},
    )
    inputs.read.update({cast(int, old["version"]), cast(int, new["version"])})
    assert [(one["dataset"], one["version"], one["peildatum"].year) for one in inputs.used()] == [
        ("cijfers", 2, 2023),
        ("cijfers", 1, 2024),
        ("cijfers", 3, 2022),
        ("grenzen", 1, 2024),
    ]
