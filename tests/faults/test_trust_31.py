"""The table of feed faults (TRUST 3.1) is whole, and every test it points to exists."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.faults import test_dropped_files as dropped
from tests.faults import test_feed_faults as feeds

HERE = Path(__file__).parent
TABLE: list[dict[str, Any]] = tomllib.loads((HERE / "trust_31.toml").read_text("utf-8"))["rij"]
ROWS_OF_TRUST = 24
CASES = {
    "test_feed_faults.py": {f"{w}-{f.name}" for w, faults in feeds.WAVES.items() for f in faults},
    "test_dropped_files.py": {case.name for case in (*dropped.REFUSED, *dropped.TAKEN)},
}


def test_every_row_is_listed_once_with_how_it_is_served_and_what_is_said() -> None:
    assert len({row["fout"] for row in TABLE}) == len(TABLE) == ROWS_OF_TRUST
    for row in TABLE:
        assert row["reden"], row["fout"]
        assert row["proef"], row["fout"]
        assert set(re.findall("over HTTP|als bestand", row["hoe"])), row["fout"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["fout"][:40])
def test_what_a_row_points_to_exists(row: dict[str, Any]) -> None:
    for pointer in row["proef"]:
        file, case, name = re.fullmatch(r"([\w./]+\.py)(?:\[(.+)\]|::(\w+))", pointer).groups()  # type: ignore[union-attr]
        if case:
            assert case in CASES[file], pointer
        else:
            text = (HERE / file).read_text("utf-8")
            assert re.search(rf"^def {name}\(", text, re.M), pointer


def test_every_dropped_file_belongs_to_a_row() -> None:
    used = {p.partition("[")[2].rstrip("]") for row in TABLE for p in row["proef"]}
    assert CASES["test_dropped_files.py"] <= used
