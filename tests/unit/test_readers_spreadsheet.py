"""Spreadsheets as people make them: what is read, what is left out, what is told, what is refused.

Files are written by openpyxl; rows of the table below are oddities, one each.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from pipelines import reading
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.readers.grid import Kind
from pipelines.readers.xlsx_package import format_kind
from pipelines.readers.xlsx_sheet import number_text, serial
from tests.support.making import Lines, book, part, repacked, shared, table

HEAD = ["complex_id", "naam", "corporatie", "postcode", "woningen_aantal", "peildatum"]
DAY = dt.date(2024, 1, 31)
MOMENT = dt.datetime(2024, 1, 31, 13, 45)  # noqa: DTZ001 - a cell knows no time zone
ROW = ["0012", "De Linde", "Zuid", "9714 DZ", 20, DAY]
OTHER = ["0013", "Eik", "Zuid", "9714DZ", 31, DAY]
THIRD = ["0014", "Beuk", "Zuid", "9714DZ", 40, DAY]
READ = {
    "complex_id": "0012",
    "naam": "De Linde",
    "corporatie": "Zuid",
    "postcode": "9714 DZ",
    "woningen_aantal": 20,
    "peildatum": DAY,
}


@dataclass(frozen=True)
class Odd:
    """One oddity: the sheets, and what must come of them.

    Attributes:
        rows: `__rij` of the rows that are data.
        out: rule -> row numbers left out.
        notes: words that must be told, in any order.
        change: what is done to the workbook before saving.
        values: (row number, column) -> value that must be read.
        faults: (row number, column) -> words of its fault.
    """

    name: str
    sheets: dict[str, Lines]
    rows: tuple[int, ...]
    out: dict[str, tuple[int, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    change: Callable[[Any], None] | None = None
    values: dict[tuple[int, str], Any] = field(default_factory=dict)
    faults: dict[tuple[int, str], str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def cell(name: str, value: Any = None, **style: Any) -> Callable[[Any], None]:
    """Change one cell of the first sheet."""

    def change(workbook: Any) -> None:
        found = workbook.worksheets[0][name]
        if value is not None:
            found.value = value
        for key, setting in style.items():
            setattr(found, key, setting)

    return change


def hide(sheet: int = 0, row: int = 0, column: str = "", state: str = "") -> Callable[[Any], None]:
    def change(workbook: Any) -> None:
        found = workbook.worksheets[sheet]
        if row:
            found.row_dimensions[row].hidden = True
        if column:
            found.column_dimensions[column].hidden = True
        if state:
            found.sheet_state = state

    return change


def merge(*areas: str) -> Callable[[Any], None]:
    def change(workbook: Any) -> None:
        for area in areas:
            workbook.worksheets[0].merge_cells(area)

    return change


def since_1904(workbook: Any) -> None:
    workbook.epoch = CALENDAR_MAC_1904


TITLE = ["Overzicht complexen"]
GROUPED = [None, None, None, "Adres", None, "Aantallen", None]
UNDER = ["complex_id", "naam", "corporatie", "straat", "postcode", "woningen_aantal", "peildatum"]
FULL = ["0012", "De Linde", "Zuid", "Hof", "9714DZ", 20, DAY]
ODD = (
    Odd("plain", {"Blad1": [HEAD, ROW]}, (2,), values={(2, k): v for k, v in READ.items()}),
    Odd(
        "explanation above", {"A": [TITLE, [], ["Contact: receptie", "tel"], HEAD, ROW]}, (5,),
        notes=("kopregel staat op regel 4", "niet gelezen: regel 1 en 3"),
    ),
    Odd(
        "units below the header", {"A": [HEAD, [None, "tekst", None, None, "aantal"], ROW]}, (3,),
        {"eenhedenregel": (2,)}, ("eenheden of uitleg; niet gelezen: regel 2",),
    ),
    Odd(
        "total row", {"A": [HEAD, ROW, OTHER, ["Totaal", None, None, None, 51]]}, (2, 3),
        {"totaalrij": (4,)}, ("totaalrij: regel 4",),
    ),
    Odd(
        "subtotal among the rows",
        {"A": [HEAD, ROW, [None, "Subtotaal Zuid", None, None, 20], OTHER]}, (2, 4),
        {"totaalrij": (3,)},
    ),
    Odd(
        "a complex that is called total",
        {"A": [HEAD, ["0015", "Totaal Wonen", "Zuid", "9714DZ", 8, DAY]]}, (2,),
    ),
    Odd(
        "sum without a word", {"A": [HEAD, ROW, OTHER, [], [None] * 4 + [51]]}, (2, 3),
        {"totaalrij": (5,)}, ("totaalrij: regel 5",),
    ),
    Odd(
        "no sum, so a row", {"A": [HEAD, ROW, OTHER, [None] * 4 + [50]]}, (2, 3, 4),
    ),
    Odd(
        "footnotes", {"A": [HEAD, ROW, [], ["Bron: eigen telling"], ["* voorlopig"]]}, (2,),
        {"voetnoot": (4, 5)}, ("uitleg; niet gelezen: regel 4 en 5",),
    ),
    Odd(
        "a heading among the rows is a row", {"A": [HEAD, ROW, ["Wijk Noord"], OTHER]}, (2, 3, 4)
    ),
    Odd("a lone key at the end is a row", {"A": [HEAD, ROW, ["0099"]]}, (2, 3)),
    Odd("empty rows", {"A": [HEAD, [], ROW, [], [], OTHER, [None, " "], []]}, (3, 6)),
    Odd("header again", {"A": [HEAD, ROW, HEAD, OTHER]}, (2, 4), {"kopregel": (3,)}),
    Odd(
        "hidden row", {"A": [HEAD, ROW, OTHER]}, (3,), {"verborgen_rij": (2,)},
        ("verborgen of weggefilterd: regel 2",), hide(row=2),
    ),
    Odd(
        "hidden column", {"A": [["x", *HEAD], ["y", *ROW]]}, (2,), {},
        ("verborgen: kolom A",), hide(column="A"),
    ),
    Odd(
        "hidden and other sheets",
        {"Uitleg": [["Lees dit"]], "Data": [HEAD, ROW], "Oud": [HEAD, OTHER]}, (2,), {},
        ("Gelezen is blad Data", "Niet gelezen: blad Uitleg", "want verborgen: blad Oud"),
        hide(2, state="veryHidden"), {(2, "naam"): "De Linde"},
    ),
    Odd(
        "the sheet with most columns", {"Kort": [HEAD[:3], ROW[:3]], "Lang": [HEAD, ROW]}, (2,),
        {}, ("Gelezen is blad Lang",),
    ),
    Odd(
        "an empty copy of the template", {"Sjabloon": [HEAD], "Data": [HEAD, ROW]}, (2,),
        {}, ("Gelezen is blad Data",),
    ),
    Odd(
        "the agreed sheet", {"A": [HEAD, ROW], "B": [HEAD, OTHER]}, (2,),
        values={(2, "naam"): "Eik"}, more={"laag": "b"},
    ),
    Odd(
        "header of two rows",
        {"A": [TITLE, ["complex_id", "naam", "corporatie", "Adres", None, "Stand", None],
               [None, None, None, "straat", "postcode", "woningen_aantal", "peildatum"], FULL]},
        (4,), {}, ("kop staat op regels 2 tot en met 3",),
        merge("A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2"),
        {(4, "postcode"): "9714DZ", (4, "complex_id"): "0012"},
    ),
    Odd(
        "groups above a whole header", {"A": [GROUPED, UNDER, FULL]}, (3,),
        change=merge("D1:E1", "F1:G1"), values={(3, "straat"): "Hof"},
    ),
    Odd(
        "equal names in two groups",
        {"A": [[*([None] * 6), "Oud", "Nieuw"], [*HEAD, "stand", "stand"], [*ROW, 1, 2]]}, (3,),
        values={(3, "Oud|stand"): "1", (3, "Nieuw|stand"): "2"},
    ),
    Odd(
        "header over lines and with spaces",
        {"A": [["complex_id ", "naam", "corporatie", "postcode", "woningen_\naantal", "peildatum"],
               ROW]}, (2,), more={"kolommen": {"woningen": "woningen_ aantal"}},
        values={(2, "woningen_ aantal"): 20},
    ),
    Odd(
        "formula with a stored value", {"A": [HEAD, ROW]}, (2,), {}, ("opgeslagen uitkomst",),
        values={(2, "woningen_aantal"): 20},
    ),
    Odd(
        "error cell", {"A": [HEAD, ROW, OTHER]}, (2, 3), change=cell("E2", "#N/A"),
        values={(2, "woningen_aantal"): None, (3, "woningen_aantal"): 31},
        faults={(2, "woningen_aantal"): "foutwaarde #N/A"},
    ),
    Odd(
        "error in a column nobody asked for", {"A": [[*HEAD, "kleur"], [*ROW, "#REF!"]]}, (2,),
        faults={(2, "kleur"): "foutwaarde #REF!"},
    ),
    Odd(
        "a house number that became a date",
        {"A": [[*HEAD, "straat"], [*ROW, dt.date(2024, 3, 2)]]}, (2,),
        faults={(2, "straat"): "datum waar tekst hoort"},
    ),
    Odd(
        "number among postcodes", {"A": [HEAD, ROW, [*OTHER[:3], 9714, *OTHER[4:]]]}, (2, 3),
        faults={(3, "postcode"): "getal waar tekst hoort"},
    ),
    Odd(
        "more than 15 digits", {"A": [HEAD, [12345678901234567, *ROW[1:]], OTHER]}, (2, 3),
        faults={(2, "complex_id"): "meer dan 15 cijfers"},
    ),
    Odd(
        "numbers for keys of their own", {"A": [HEAD, [12, *ROW[1:]], [13, *OTHER[1:]]]}, (2, 3),
        {}, ("Kolom complex_id bevat getallen",), values={(2, "complex_id"): "12"},
    ),
    Odd(
        "percentages", {"A": [[*HEAD, "doelgroep_ouderen_pct"], [*ROW, 0.07], [*OTHER, 30]]},
        (2, 3), {}, ("25% is gelezen als 25",), cell("G2", number_format="0.0%"),
        {(2, "doelgroep_ouderen_pct"): 7, (3, "doelgroep_ouderen_pct"): 30},
    ),
    Odd(
        "dates since 1904", {"A": [HEAD, ROW]}, (2,), {}, ("vanaf 1904",), since_1904,
        {(2, "peildatum"): DAY},
    ),
    Odd(
        "a time with the date", {"A": [HEAD, [*ROW[:5], MOMENT]]}, (2,),
        {}, ("tijdstip is weggelaten",), values={(2, "peildatum"): DAY},
    ),
    Odd(
        "day number without a format", {"A": [HEAD, [*ROW[:5], 45322], OTHER]}, (2, 3),
        values={(2, "peildatum"): "45322", (3, "peildatum"): "2024-01-31"},
    ),
    Odd(
        "Dutch texts for numbers and dates",
        {"A": [[*HEAD, "doelgroep_ouderen_pct"], [*ROW[:4], "1.234", "31-1-2024", "12,5"],
               [*OTHER[:4], "1.200.000", "1-2-2024", 30]]}, (2, 3), {},
        ("kolom woningen_aantal is de komma", "de dag voorop"),
        values={(2, "woningen_aantal"): "1234", (2, "doelgroep_ouderen_pct"): "12.5",
                (2, "peildatum"): "2024-01-31", (3, "peildatum"): "2024-02-01",
                (3, "doelgroep_ouderen_pct"): "30"},
    ),
    Odd(
        "agreed decimal comma", {"A": [[*HEAD, "doelgroep_ouderen_pct"], [*ROW, 12.5],
                                        [*OTHER, "7,5"]]}, (2, 3), more={"decimaal": ","},
        values={(2, "doelgroep_ouderen_pct"): "12,5", (3, "doelgroep_ouderen_pct"): "7,5"},
    ),
    Odd(
        "yes and no", {"A": [[*HEAD, "lift"], [*ROW, True], [*OTHER, False]]}, (2, 3),
        values={(2, "lift"): "WAAR", (3, "lift"): "ONWAAR"},
    ),
    Odd(
        "names of the supplier", {"A": [["nummer", *HEAD[1:]], ROW]}, (2,),
        more={"kolommen": {"complex_id": "Nummer"}},
    ),
    Odd("unknown names", {"A": [["Een titel"], ["a", "b", "c"], ["1", "2", "3"]]}, (3,)),
)  # fmt: skip


def stored_formula(path: Path) -> None:
    """Openpyxl writes formulas without their value; programs people use store it."""
    sheet = "xl/worksheets/sheet1.xml"
    made = part(path, sheet).replace(
        b'<c r="E2" t="n"><v>20</v></c>', b'<c r="E2"><f>15+5</f><v>20</v></c>'
    )
    assert b"<f>" in made
    repacked(path, {sheet: made})


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name.replace(" ", "-"))
def test_oddity(tmp_path: Path, odd: Odd) -> None:
    path = book(tmp_path / "a.xlsx", odd.sheets, odd.change)
    if "opgeslagen uitkomst" in odd.notes:
        stored_formula(path)
    found = table(path, **odd.more)
    rows = {row["__rij"]: row for row in found.to_pylist()}
    out: dict[str, tuple[int, ...]] = {}
    for number, row in rows.items():
        if rule := row["__buiten"]:
            out[rule] = (*out.get(rule, ()), number)
    assert out == odd.out
    assert tuple(n for n, row in rows.items() if not row["__buiten"]) == odd.rows
    notes = " ".join(reading.notes(found.schema))
    assert [words for words in odd.notes if words not in notes] == [], notes
    if odd.name == "plain":
        assert notes == ""
    for (number, column), value in odd.values.items():
        assert rows[number][column] == value, (number, column)
    faults = {n: row["__fout"] for n, row in rows.items() if row["__fout"]}
    assert set(faults) == {number for number, _ in odd.faults}
    for (number, column), words in odd.faults.items():
        assert f'"{column}"' in faults[number]
        assert words in faults[number]


# Refused


def no_stored_value(path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    made = part(path, sheet).replace(b'<c r="E2" t="n"><v>20</v></c>', b'<c r="E2"><f>A9</f></c>')
    repacked(path, {sheet: made})


def doctype(path: Path) -> None:
    text = part(path, "xl/workbook.xml").replace(
        b"<workbook ", b'<!DOCTYPE w [<!ENTITY a "b">]><workbook ', 1
    )
    assert b"DOCTYPE" in text
    repacked(path, {"xl/workbook.xml": text})


def elsewhere(path: Path) -> None:
    rels = part(path, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" TargetMode="External" Target="file:///C:/x.xlsx" Type="http://'
        b'schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/>'
        b"</Relationships>",
    )
    repacked(path, {"xl/_rels/workbook.xml.rels": rels})


def with_part(name: str, content: bytes = b"x") -> Callable[[Path], None]:
    return lambda path: repacked(path, {name: content}) and None


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def broken_xml(path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    repacked(path, {sheet: part(path, sheet)[:-30]})


def wrong_text(path: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    repacked(path, {sheet: part(path, sheet).replace(b"<v>20</v>", b"<v>twintig</v>")})


def old(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


REFUSED: tuple[tuple[str, Lines, Callable[[Path], None] | None, str], ...] = (
    ("macro", [HEAD, ROW], with_part("xl/vbaProject.bin"), "macro's"),
    ("macro sheet", [HEAD, ROW], with_part("xl/macrosheets/sheet1.xml", b"<a/>"), "macro's"),
    ("active x", [HEAD, ROW], with_part("xl/activeX/activeX1.bin"), "macro's"),
    ("external", [HEAD, ROW], with_part("xl/externalLinks/e1.xml", b"<a/>"), "andere bestanden"),
    ("external relation", [HEAD, ROW], elsewhere, "andere bestanden"),
    ("doctype", [HEAD, ROW], doctype, "DOCTYPE"),
    ("doctype in a comment part", [HEAD, ROW],
     with_part("xl/comments1.xml", b"<!DOCTYPE a><a/>"), "DOCTYPE"),
    ("utf-16 part", [HEAD, ROW], with_part("docProps/x.xml", "<a/>".encode("utf-16")), "UTF-8"),
    ("bomb", [HEAD, ROW], with_part("xl/media/a.bin", bytes(60 << 20)), "1:100"),
    ("path", [HEAD, ROW], with_part("../weg.xml", b"<a/>"), "buiten de map"),
    ("password or old", [HEAD, ROW], old, "wachtwoord of een oud"),
    ("no workbook", [HEAD, ROW], lambda path: repacked(path, {"xl/workbook.xml": None}) and None,
     "geen werkmap"),
    ("cut", [HEAD, ROW], cut, "beschadigd of onvolledig"),
    ("broken xml", [HEAD, ROW], broken_xml, "beschadigd"),
    ("text in a number", [HEAD, ROW], wrong_text, "beschadigd"),
    ("formula without value", [HEAD, ROW], no_stored_value, "cel E2 heeft geen opgeslagen"),
    ("doubtful number", [HEAD, [*ROW[:4], "1.234", DAY]], None, "duizendtal of een breuk"),
    ("two decimal signs", [HEAD, [*ROW[:4], "1,5", DAY], [*OTHER[:4], "2.5", DAY]], None,
     "zowel 1,5 als 2.5"),
    ("month first", [HEAD, [*ROW[:5], "12/31/2024"]], None, "maand voorop"),
    ("doubtful date", [HEAD, [*ROW[:5], "01/02/2024"]], None, "niet te zien"),
    ("double encoding", [HEAD, ["1", "CafÃ©", *ROW[2:]]], None, "twee keer gecodeerd"),
    ("column twice", [[*HEAD, "naam"], [*ROW, "x"]], None, "komt 2 keer"),
    ("nothing below the header", [HEAD], None, "geen enkele rij"),
    ("nothing at all", [], None, "geen zichtbaar blad"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "change", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_refused(
    tmp_path: Path, lines: Lines, change: Callable[[Path], None] | None, words: str
) -> None:
    path = book(tmp_path / "a.xlsx", {"A": lines})
    if change:
        change(path)
    with pytest.raises((DeliveryRefused, SourceChanged), match=f"corporatiecomplexen: .*{words}"):
        table(path)


def test_codes_as_numbers_stay_numbers_so_that_the_file_is_refused(tmp_path: Path) -> None:
    lines = [HEAD, [*ROW[:3], 9714, *ROW[4:]], [*OTHER[:3], 9715, *OTHER[4:]]]
    found = table(book(tmp_path / "a.xlsx", {"A": lines}))
    assert str(found.schema.field("postcode").type) == "double"


def test_zeros_that_are_only_shown_are_not_taken_over(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", {"A": [HEAD, [12, *ROW[1:]]]}, cell("A2", number_format="0000")
    )
    with pytest.raises(DeliveryRefused, match="voorloopnullen alleen in de opmaak"):
        table(path)


def test_two_sheets_that_fit_are_named(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"Oost": [HEAD, ROW], "West": [HEAD, OTHER]})
    with pytest.raises(SourceChanged, match="even goed: Oost en West"):
        table(path)
    with pytest.raises(SourceChanged, match="blad 'Noord' verwacht, zichtbaar zijn: Oost en West"):
        table(path, laag="Noord")


def test_a_formula_nobody_asked_for_may_lack_its_value(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"A": [[*HEAD, "som"], [*ROW, "=1+1"]]})
    assert table(path)["som"].to_pylist() == [""]
    kept = book(tmp_path / "b.xlsx", {"A": [HEAD, [*ROW[:4], ArrayFormula("E2", "=1+1"), DAY]]})
    with pytest.raises(DeliveryRefused, match="cel E2"):
        table(kept)


def test_shared_texts_with_runs_help_and_escapes(tmp_path: Path) -> None:
    lines = [HEAD, ["0012", "A", "B", "9714 DZ", 20, DAY]]
    path = shared(book(tmp_path / "a.xlsx", {"A": lines}))
    made = part(path, "xl/sharedStrings.xml").replace(
        b"<t>A</t>", b"<r><t>De</t></r><r><t xml:space='preserve'> Lin</t></r><r><t>de</t></r>"
        b"<rPh sb='0' eb='1'><t>hulp</t></rPh>"
    ).replace(b"<t>B</t>", b"<t>Zuid_x000D_\n&amp; Co_x0007_</t>")  # fmt: skip
    row = table(repacked(path, {"xl/sharedStrings.xml": made})).to_pylist()[0]
    assert row["naam"] == "De Linde"
    assert row["corporatie"] == "Zuid\r\n& Co_x0007_"


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    def far(workbook: Any) -> None:
        workbook["A"]["XFD900000"] = "los"

    found = table(book(tmp_path / "a.xlsx", {"A": [HEAD, ROW]}, far))
    assert found["__rij"].to_pylist() == [2]
    wide = book(tmp_path / "b.xlsx", {"A": [[f"k{n}" for n in range(2001)], ["x"] * 2001]})
    with pytest.raises(DeliveryRefused, match="2001 kolommen, hoogstens 2000"):
        table(wide, dataset="proef")


def test_the_same_values_as_another_program_reads(tmp_path: Path) -> None:
    values = [0.1, 1e-9, 123456789.125, -4, 1e14, 0.30000000000000004, 7, 2**53]
    path = book(tmp_path / "a.xlsx", {"A": [["a", "b"], *[[v, "x"] for v in values]]})
    found = table(path, "xlsx", "proef")["a"].to_pylist()
    sheet = openpyxl.load_workbook(path)["A"]
    assert [float(text) for text in found] == [sheet.cell(n, 1).value for n in range(2, 10)]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", Kind.NUMBER), ("Standaard", Kind.NUMBER), ("@", Kind.NUMBER),
        ("#,##0.00", Kind.NUMBER), ("0.00", Kind.NUMBER), ("0", Kind.NUMBER),
        ('#,##0 "dagen"', Kind.NUMBER), ("[Red]-0.0", Kind.NUMBER), ("0.00E+00", Kind.NUMBER),
        ("dd-mm-yyyy", Kind.DATE), ("[$-413]d mmmm yyyy;@", Kind.DATE), ("mmm-yy", Kind.DATE),
        ("jjjj-mm-dd", Kind.DATE), ("h:mm", Kind.TIME), ("[h]:mm:ss", Kind.TIME),
        ("0%", Kind.PERCENT), ("0.00%", Kind.PERCENT), ("0000", Kind.PADDED),
    ],
)  # fmt: skip
def test_formats(code: str, kind: Kind) -> None:
    assert format_kind(code) == kind


@pytest.mark.parametrize(
    ("text", "day", "kind"),
    [
        ("1", "1900-01-01", Kind.DATE), ("59", "1900-02-28", Kind.DATE),
        ("60", "dagnummer 60", Kind.ERROR), ("61", "1900-03-01", Kind.DATE),
        ("45322", "2024-01-31", Kind.DATE), ("45322.5", "2024-01-31 12:00:00", Kind.MOMENT),
        ("0.5", "12:00:00", Kind.TIME), ("0", "dagnummer 0", Kind.ERROR),
        ("-1", "dagnummer -1", Kind.ERROR), ("2958465", "9999-12-31", Kind.DATE),
        ("2958466", "dagnummer 2958466", Kind.ERROR),
    ],
)  # fmt: skip
def test_day_numbers(text: str, day: str, kind: Kind) -> None:
    assert serial(text) == (day, kind)


def test_day_numbers_since_1904() -> None:
    assert serial("0", since_1904=True) == ("1904-01-01", Kind.DATE)
    assert serial("43860", since_1904=True) == ("2024-01-31", Kind.DATE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12", "12"), ("12.0", "12"), ("1E3", "1000"), ("0.1", "0.1"), ("-0.5", "-0.5")],
)
def test_numbers_as_text(text: str, expected: str) -> None:
    assert number_text(text) == expected
