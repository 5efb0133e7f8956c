"""Damaged and hostile files of partners end in rows or in one sentence, never in a traceback."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import DeliveryRefused, WoonzorgError
from pipelines.readers import xlsx_package
from tests.support.making import book, part, repacked, shared, table

PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/_rels/workbook.xml.rels",
)
LINES = [
    ["complex_id", "naam", "corporatie", "postcode", "woningen_aantal", "peildatum"],
    ["0012", "De Linde", "Zuid", "9714 DZ", 20, "31-12-2024"],
    ["0013", "Eik", "Zuid", "9714DZ", 31.5, "1-2-2024"],
]
PIECES = st.sampled_from(
    [b"<", b">", b'"', b"&", b"0", b"9", b"-", b"e", b" ", b"\xff", b"\0", b"A1", b"s", b'r="Z"']
)
SETTINGS = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


def ends_well(path: Path) -> None:
    try:
        found = table(path)
    except WoonzorgError as error:
        said = str(error)
    else:
        found.validate(full=True)
        return
    assert said.startswith("corporatiecomplexen: ")


@settings(max_examples=80, **SETTINGS)  # type: ignore[arg-type]
@given(
    name=st.sampled_from(PARTS),
    changes=st.lists(st.tuples(st.floats(0, 1), PIECES, st.integers(0, 4)), min_size=1, max_size=4),
)
def test_workbook(name: str, changes: list[tuple[float, bytes, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = shared(book(Path(folder) / "a.xlsx", {"A": LINES}))
        content = part(path, name)
        for where, piece, length in changes:
            place = int(where * len(content))
            content = content[:place] + piece + content[place + length :]
        repacked(path, {name: content})
        ends_well(path)


@pytest.mark.parametrize(
    ("name", "whole", "damaged"),
    [
        ("xl/_rels/workbook.xml.rels", b" Id=", b" Ix="),
        ("xl/_rels/workbook.xml.rels", b"Target=", b"Tarjet="),
        ("xl/workbook.xml", b" name=", b" nome="),
    ],
)
def test_a_workbook_whose_parts_say_too_little_is_refused(
    tmp_path: Path, name: str, whole: bytes, damaged: bytes
) -> None:
    path = shared(book(tmp_path / "a.xlsx", {"A": LINES}))
    content = part(path, name)
    assert whole in content
    repacked(path, {name: content.replace(whole, damaged)})
    with pytest.raises(DeliveryRefused, match="is beschadigd"), xlsx_package.opened("x", path):
        pass


@settings(max_examples=120, **SETTINGS)  # type: ignore[arg-type]
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.lists(st.lists(st.text("ab1;,.\t\"'\n é-/€", max_size=9), max_size=7), max_size=12).map(
            lambda rows: "\n".join(";".join(row) for row in rows).encode()
        ),
        st.lists(st.sampled_from([";".join(map(str, line)) for line in LINES]), max_size=9).map(
            lambda rows: "\r\n".join(rows).encode("cp1252")
        ),
    )
)
def test_text(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(content)
        ends_well(path)
