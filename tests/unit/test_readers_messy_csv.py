"""CSV of partners: what the bytes and whole columns prove is read and told, the rest is refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines import reading
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.profile import BronKeuze
from pipelines.readers import dutch
from tests.support.making import table

HEAD = "complex_id;naam;corporatie;postcode;woningen_aantal;doelgroep_ouderen_pct;peildatum"
ROW = "0012;De Linde;Zuid;9714 DZ;20;12,5;31-12-2024"
OTHER = "0013;Eik;Zuid;9714DZ;31;30;1-2-2024"
READ = ("0012", "De Linde", "Zuid", "9714 DZ", "20", "12.5", "2024-12-31")
THAT = ("0013", "Eik", "Zuid", "9714DZ", "31", "30", "2024-02-01")


def lines(*texts: str) -> bytes:
    return "\r\n".join((*texts, "")).encode()


def dropped(tmp_path: Path, content: bytes, **more: Any) -> pa.Table:
    path = tmp_path / "levering.csv"
    path.write_bytes(content)
    return table(path, **more)


def data(found: pa.Table) -> dict[int, tuple[str, ...]]:
    """Row number -> values of the rows that are data."""
    names = [name for name in found.schema.names if name not in reading.RESERVED]
    return {
        row["__rij"]: tuple(row[name] for name in names)
        for row in found.to_pylist()
        if not row["__buiten"]
    }


PLAIN = {2: READ, 3: THAT}
CASES = {
    "semicolon": (lines(HEAD, ROW, OTHER), PLAIN, ("een puntkomma",)),
    "tab": (lines(HEAD, ROW, OTHER).replace(b";", b"\t"), PLAIN, ("een tab",)),
    "comma": (
        lines(HEAD, ROW, OTHER).replace(b"12,5", b'"12,5"').replace(b";", b","),
        PLAIN,
        ("een komma",),
    ),
    "sep line": (lines("sep=;", HEAD, ROW, OTHER), {3: READ, 4: THAT}, ("regel 2",)),
    "mark": (b"\xef\xbb\xbf" + lines(HEAD, ROW, OTHER), PLAIN, ()),
    "mark before a quote": (
        b"\xef\xbb\xbf" + lines(HEAD.replace("complex_id", '"complex_id"'), ROW, OTHER),
        PLAIN,
        (),
    ),
    "utf-16": (lines(HEAD, ROW, OTHER).decode().encode("utf-16"), PLAIN, ("UTF-16",)),
    "windows-1252": (
        lines(HEAD, ROW.replace("De Linde", "Café ’t Hof"), OTHER).decode().encode("cp1252"),
        {2: ("0012", "Café ’t Hof", *READ[2:]), 3: THAT},
        ("Windows-1252",),
    ),
    "explanation above": (
        lines("Complexen 2024", "", "Gemaakt door;team", HEAD, ROW, OTHER),
        {5: READ, 6: THAT},
        ("kopregel staat op regel 4", "niet gelezen: regel 1 en 3"),
    ),
    "quoted line end": (
        lines(HEAD, ROW.replace("De Linde", '"De\nLinde"'), OTHER),
        {2: ("0012", "De\nLinde", *READ[2:]), 4: THAT},
        (),
    ),
    "total and footnote": (
        lines(HEAD, ROW, OTHER, ";Totaal;;;51;;", "Bron: eigen telling"),
        PLAIN,
        ("totaalrij: regel 4", "niet gelezen: regel 5"),
    ),
    "sum without a word": (
        lines(HEAD, ROW, OTHER, ";;;;51;42,5;"),
        PLAIN,
        ("totaalrij: regel 4",),
    ),
    "thousands": (
        lines(HEAD, ROW.replace(";20;", ";1.234.567;"), OTHER.replace(";31;", ";1.234;")),
        {2: (*READ[:4], "1234567", *READ[5:]), 3: (*THAT[:4], "1234", *THAT[5:])},
        ("kolom woningen_aantal is de komma",),
    ),
    "English numbers": (
        lines(HEAD, ROW.replace("12,5", "12.5").replace(";20;", ";1,234.0;"), OTHER),
        {2: (*READ[:4], "1234.0", *READ[5:]), 3: THAT},
        ("kolom doelgroep_ouderen_pct is de punt",),
    ),
    "other forms of dates": (
        lines(HEAD, ROW.replace("31-12", "31/12").replace("/12-", "/12/"), OTHER),
        PLAIN,
        ("dag voorop",),
    ),
    "marks for nothing": (
        lines(HEAD, ROW.replace(";20;", ";.;"), OTHER.replace(";31;", ";x;")),
        {2: (*READ[:4], ".", *READ[5:]), 3: (*THAT[:4], "x", *THAT[5:])},
        (),
    ),
    "two rows of headers": (
        lines(
            ";;;Adres;Stand;;",
            HEAD,
            ROW,
            OTHER,
        ),
        {3: READ, 4: THAT},
        ("regel 2",),
    ),
}


@pytest.mark.parametrize(("content", "rows", "notes"), CASES.values(), ids=list(CASES))
def test_read(
    tmp_path: Path, content: bytes, rows: dict[int, tuple[str, ...]], notes: tuple[str, ...]
) -> None:
    found = dropped(tmp_path, content)
    assert data(found) == rows
    told = " ".join(reading.notes(found.schema))
    assert [words for words in notes if words not in told] == [], told
    assert not any(found["__fout"].to_pylist())


REFUSED = {
    "dos code page": (lines(HEAD, ROW).replace(b"Linde", b"Caf\x82"), "regel 2 heeft tekens"),
    "dos between letters": (lines(HEAD, ROW).replace(b"Linde", b"C\x94rdinator"), "regel 2 heeft"),
    "macintosh": (lines(HEAD, ROW).replace(b"Linde", b"Caf\x8e"), "regel 2 heeft tekens"),
    "undefined": (lines(HEAD, ROW).replace(b"Linde", b"Caf\x81"), "onbekende tekens"),
    "two encodings": (
        lines(HEAD, ROW.replace("Linde", "Café"), OTHER).replace(b"Eik", b"Caf\xe9"),
        "regel 2 heeft tekens",
    ),
    "double encoding": (lines(HEAD, ROW.replace("Linde", "CafÃ©")), "twee keer gecodeerd"),
    "zero bytes": (lines(HEAD, ROW.replace("Linde", "L\0")), "nul-bytes"),
    "doubtful number": (lines(HEAD, ROW.replace(";20;", ";1.234;")), "duizendtal of een breuk"),
    "two signs": (lines(HEAD, ROW, OTHER.replace(";30;", ";30.5;")), "zowel 12,5 als 30.5"),
    "month first": (lines(HEAD, ROW.replace("31-12", "12-31")), "maand voorop"),
    "doubtful date": (lines(HEAD, ROW.replace("31-12-", "01/02/")), "niet te zien"),
    "open quote": (lines(HEAD, ROW.replace("De", '"De')), "aanhalingstekens|niet te lezen"),
    "column twice": (lines(HEAD + ";naam", ROW + ";x"), "komt 2 keer"),
    "only a header": (lines(HEAD), "geen enkele rij"),
    "a page": (b"\n<!DOCTYPE html><html><body>inloggen</body></html>\n", "webpagina of XML"),
    "nothing": (b"\r\n\r\n", "geen kopregel"),
}


@pytest.mark.parametrize(("content", "words"), REFUSED.values(), ids=list(REFUSED))
def test_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises((DeliveryRefused, SourceChanged), match=words):
        dropped(tmp_path, content)


def test_a_row_whose_fields_may_have_moved_is_set_apart(tmp_path: Path) -> None:
    more, fewer = ROW.replace("De Linde", "De; Linde"), "0014;Beuk;Zuid"
    found = dropped(tmp_path, lines(HEAD, ROW, more, fewer, OTHER + ";;")).to_pylist()
    faults = {row["__rij"]: row["__fout"] for row in found}
    assert "8 velden, de kop 7" in faults[3]
    assert "3 velden, de kop 7" in faults[4]
    assert faults[2] is None
    assert faults[5] is None  # more separators, no more values


def test_what_was_agreed_holds(tmp_path: Path) -> None:
    found = dropped(tmp_path, lines(HEAD, ROW, OTHER), decimaal=",")
    assert data(found)[2][5] == "12,5"
    with pytest.raises(DeliveryRefused, match="niet te lezen"):
        dropped(tmp_path, lines(HEAD, ROW).replace(b"Linde", b"Caf\xe9"), codering="utf-8")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"vorm": "map"}, ("auto", "auto", "auto")),
        ({"vorm": "map", "scheiding": ";", "decimaal": ","}, (";", "auto", ",")),
        ({"vorm": "csv"}, (",", "utf-8", ".")),
        ({"vorm": "csv", "leverancier": "zuid"}, ("auto", "auto", "auto")),
    ],
)
def test_people_need_not_agree_on_signs(
    given: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    source = BronKeuze(**given)
    assert tuple(source.agreed(key) for key in ("scheiding", "codering", "decimaal")) == expected


# Signs of numbers and dates


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["1", "20", "300"], ""),
        (["1,5"], ","), (["0,123"], ","), (["1234,567"], ","), (["1.234,5"], ","),
        (["1.234.567"], ","), (["1.234", "2,5"], ","), ([",5"], ","),
        (["1.5"], "."), (["0.123"], "."), (["1,234.5"], "."), (["1,234,567"], "."),
        (["1.5e-7"], "."), (["1,234", "2.5"], "."), (["-1.25"], "."),
        ([".", "-", "x", "<5", ""], ""),
    ],
)  # fmt: skip
def test_signs_a_column_proves(texts: list[str], sign: str) -> None:
    look = dutch.Numbers()
    look.look(pa.array(texts))
    assert look.sign("proef", "a") == sign


@pytest.mark.parametrize("texts", [["1.234"], ["1,234"], ["12", "999.999"], ["1.234", "1,234"]])
def test_signs_nothing_proves(texts: list[str]) -> None:
    look = dutch.Numbers()
    look.look(pa.array(texts))
    with pytest.raises(DeliveryRefused):
        look.sign("proef", "a")


@pytest.mark.parametrize(
    ("text", "sign", "expected"),
    [
        ("1.234,5", ",", "1234.5"), ("1234,5", ",", "1234.5"), ("-1.234", ",", "-1234"),
        ("1.23", ",", "1.23"), ("12.34,5", ",", "12.34,5"), ("x", ",", "x"), (".", ",", "."),
        ("1,234.5", ".", "1234.5"), ("1,23", ".", "1,23"), ("7", ",", "7"),
    ],
)  # fmt: skip
def test_plain_numbers(text: str, sign: str, expected: str) -> None:
    assert dutch.plain(pa.array([text]), sign).to_pylist() == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31-12-2024", "2024-12-31"), ("1-2-2024", "2024-02-01"), ("1/2/2024", "2024-02-01"),
        ("2024-02-01", "2024-02-01"), ("2024-02-01 00:00:00", "2024-02-01"),
        ("2024-02-01T00:00", "2024-02-01"), ("1-2-24", "1-2-24"), ("onbekend", "onbekend"),
    ],
)  # fmt: skip
def test_iso_dates(text: str, expected: str) -> None:
    assert dutch.iso(pa.array([text])).to_pylist() == [expected]
    if expected[:4] == "2024":
        assert date.fromisoformat(expected)


def test_equal_day_and_month_leave_no_doubt() -> None:
    look = dutch.Dates()
    look.look(pa.array(["01/01/2024", "2/2/2024"]))
    look.check("proef", "a")
    assert look.turned
