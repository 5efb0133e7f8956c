"""What counts as personal data, and what must not: values, columns, whole files."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model import Column, Dataset
from pipelines.persons import files as persons_files
from pipelines.persons import search as persons
from pipelines.persons import values
from pipelines.persons.search import BIRTH, BSN, MAIL, NAME, PHONE, REMARK
from pipelines.persons.words import Header

TODAY = date(2026, 11, 21)
FEED = Dataset(
    name="proef",
    title="Proef",
    title_en="Test",
    description="",
    publisher="",
    licence="",
    attribution="",
    theme="zorg",
    key=("nummer",),
    per_supplier=True,
    columns=(
        Column(name="nummer", sources=("nummer",)),
        Column(name="contact", sources=("contact", "e-mail locatie"), contact=True),
    ),
)
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def valid(eight: str) -> str | None:
    """The BSN that starts with eight digits, if there is one."""
    last = sum(w * int(d) for w, d in zip(WEIGHTS, eight, strict=True)) % 11
    return f"{eight}{last}" if last < 10 and eight != "00000000" else None


BSNS = [number for n in range(10_000_000, 10_000_060) if (number := valid(str(n)))]


def kinds(columns: dict[str, list[object]]) -> dict[str, int]:
    """Rows per kind in one table."""
    batch = pa.RecordBatch.from_pydict(columns)
    return persons.inspect(FEED, batch.schema, [batch], TODAY).kinds


@given(st.text("0123456789", min_size=8, max_size=8))
def test_every_bsn_passes_and_every_single_mistake_fails(eight: str) -> None:
    number = valid(eight)
    if number is None:
        return
    assert values.bsn(number)
    assert values.bsn(f"{number[:3]}.{number[3:6]}.{number[6:]}")
    for place in range(9):
        wrong = str((int(number[place]) + 1) % 10)
        assert not values.bsn(number[:place] + wrong + number[place + 1 :])


@given(st.text("0123456789", min_size=8, max_size=8))
def test_a_bsn_that_lost_its_zero_is_seen_under_its_name(eight: str) -> None:
    number = valid(f"0{eight[1:]}")
    if number:
        assert values.bsn(number[1:], short=True)
        assert BSN in kinds({"bsn": [int(number)]}) or int(number) < 10_000_000


@given(st.lists(st.integers(100_000_000, 999_999_999), min_size=30, max_size=60, unique=True))
def test_random_numbers_of_nine_digits_are_no_bsns(numbers: list[int]) -> None:
    share = sum(values.bsn(str(n)) for n in numbers) / len(numbers)
    assert kinds({"nummer": [*numbers]}) == {} or share >= persons.SHARE


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("bsn", ["123456782"], BSN),
        ("BSN bewoner", ["12345"], None),
        ("BSN", ["", None], None),
        ("Burgerservicenummer", ["12345678"], BSN),
        ("sofinummer", [123456782.0], BSN),
        ("kenmerk", BSNS, BSN),
        ("kenmerk", [f"{b[:4]}.{b[4:6]}.{b[6:]}" for b in BSNS], BSN),
        ("naam", ["Complex Noord", "Complex Zuid", "123456782"], BSN),
        ("opmerking", ["sleutel bij huurder, bsn 123456782"], BSN),
        ("rsin", BSNS, None),
        ("kvk", ["12345678", "87654321"], None),
        ("agb", ["01012345", "08123456"], None),
        ("bag_pand_id", ["0014100010912345", "0014100010912346"], None),
        ("huisnummer", list(range(1, 400)), None),
        ("osm_id", [100000001, 100000002, 271512345], None),
        ("aantal", [123456782], None),
        ("Voornaam", ["Truus"], NAME),
        ("achternaam", ["Jansen", "Boer"], NAME),
        ("naam_huurder", ["Jansen"], NAME),
        ("bewonersnaam", ["fam. Boer"], NAME),
        ("huurder", ["J. de Vries", "P. Jansen", "A.B. van der Meulen"], NAME),
        ("huurder", ["ja", "nee"], None),
        ("huurder", ["Stichting De Waterkant", "Lefier"], None),
        ("contactpersoon", ["Mw. J. de Boer"], NAME),
        ("contactpersoon", ["Afdeling Vastgoed"], None),
        ("naam", ["Vries, J. de", "Jansen, P.", "Boer, T. den"], NAME),
        ("naam", ["Truus de Boer", "Jan Jansen", "Piet van Dijk"], NAME),
        ("naam", ["Willem Dreeshuis", "Anna Paulownahof", "Huize Maria"], None),
        ("naam", ["Johan de Wittflat", "Seniorenhof Beukenlaan", "De Sluis"], None),
        ("naam", ["Huisartsenpraktijk De Vries", "Apotheek van der Mooren"], None),
        ("omschrijving", ["dhr. Pietersen heeft de sleutel"], NAME),
        ("straat", ["Mr. P.J. Troelstraweg", "Mw. A. de Vrieslaan", "Dr. Nassaulaan"], None),
        ("adres", ["Burgemeester van Royenplein 3"], None),
        ("geboortedatum", ["12-03-1941"], BIRTH),
        ("Geb. datum", [date(1950, 1, 2)], BIRTH),
        ("GeboorteTotaal", [12, 34], None),
        ("geboortedatum", ["12-03-2941"], None),
        ("bouwdatum", ["12-03-1941"], None),
        ("peildatum", ["2024-01-01"], None),
        ("toelichting", ["aanvraag van iemand geboren 12-03-1941"], BIRTH),
        ("telefoon", ["0501234567"], PHONE),
        ("tel.", ["050-1234567"], PHONE),
        ("info", ["06-12345678"], PHONE),
        ("info", ["bel +31 6 12345678"], PHONE),
        ("postcode", ["9714 DZ", "1012AB"], None),
        ("contact", ["050-1234567"], None),
        ("contact", ["06-12345678"], PHONE),
        ("e-mail", ["jan.jansen@voorbeeld.nl"], MAIL),
        ("e-mail", ["info@voorbeeld.nl"], MAIL),
        ("contact", ["info@voorbeeld.nl", "wijkteam.noord@voorbeeld.nl"], None),
        ("E-mail locatie", ["receptie@voorbeeld.nl"], None),
        ("contact", ["jan.jansen@voorbeeld.nl"], MAIL),
        ("opmerking", ["Mevrouw is dementerend en kan niet meer alleen zijn"], REMARK),
        ("opmerking", ["bewoner heeft last van een depressie"], REMARK),
        ("bijzonderheden", ["Hij drinkt en slaapt overdag"], REMARK),
        ("toelichting", ["De bewoner kan gebruik maken van de tuin"], None),
        ("toelichting", ["Woonvorm voor mensen met dementie, 24 plaatsen"], None),
        ("toelichting", ["De corporatie verwacht dat zij is uitgebouwd in 2030"], None),
        ("toelichting", ["Woningen zijn rolstoelgeschikt, haar ligging is gunstig"], None),
        ("opmerking", ["Bewoners hebben inspraak gehad; huurders betalen 12 euro"], None),
    ],
)
def test_columns(header: str, cells: list[object], kind: str | None) -> None:
    found = kinds({header: cells})
    assert list(found) == ([kind] if kind else [])


def test_rows_are_counted_and_values_never_told() -> None:
    batch = pa.RecordBatch.from_pydict({"nummer": ["a", "b", "c"], "bsn": [*BSNS[:2], None]})
    found = persons.inspect(FEED, batch.schema, [batch, batch], TODAY)
    assert found.kinds == {BSN: 4}
    assert found.columns == ["bsn"]
    assert BSNS[0] not in repr(found)


def test_a_file_without_a_header_gives_numbers_instead_of_names(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text(f"Jan Jansen;{BSNS[0]}\nTruus de Boer;{BSNS[1]}\nPiet Bos;{BSNS[2]}\n")
    found = persons.inspect_tables(FEED, persons_files.tables(file, tmp_path / "spare"), TODAY)
    assert set(found.kinds) >= {BSN}
    assert all(column.startswith("kolom ") for column in found.columns)
    assert "Jansen" not in repr(found)


def written(rows: list[list[str]], sign: str, encoding: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_searched_whatever_its_form(tmp_path: Path, sign: str, encoding: str) -> None:
    file = tmp_path / "x"
    rows = [["Overzicht één"], [], ["nummer", "naam", "BSN"], ["1", "Complex", BSNS[0]]]
    file.write_bytes(written(rows, sign, encoding))
    found = persons.inspect_tables(FEED, persons_files.tables(file, tmp_path / "spare"), TODAY)
    assert found.kinds == {BSN: 1}
    assert found.columns == ["BSN"]


def workbook(path: Path, *, state: str = "visible", comment: str = "") -> None:
    """A small workbook as a spreadsheet program writes it: one clean sheet, and one with a BSN."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "http://schemas.openxmlformats.org/package/2006/"

    def sheet(rows: list[list[str]]) -> str:
        body = "".join(
            "<row>"
            + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row)
            + "</row>"
            for row in rows
        )
        return f'{head}<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'

    hidden = [["nummer", "bsn"], ["1", BSNS[0]]] if not comment else [["nummer"], ["1"]]
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="{kind}content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{kind}relationships"><Relationship Id="r1"'
        f' Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="Levering" sheetId="1" r:id="r1"/>'
        f'<sheet name="Werkblad" sheetId="2" state="{state}" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{kind}relationships">'
        f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{rel}/worksheet" Target="worksheets/sheet2.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet([["nummer", "naam"], ["1", "Complex Noord"]]),
        "xl/worksheets/sheet2.xml": sheet(hidden),
    }
    if comment:
        parts["xl/comments1.xml"] = (
            f'{head}<comments xmlns="{main}"><commentList><comment ref="A1"><text><r><t>{comment}'
            "</t></r></text></comment></commentList></comments>"
        )
    with zipfile.ZipFile(path, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_sheets_nobody_chose_are_searched(tmp_path: Path, state: str) -> None:
    workbook(tmp_path / "x", state=state)
    tables = persons_files.tables(tmp_path / "x", tmp_path / "spare")
    found = persons.inspect_tables(FEED, tables, TODAY)
    assert [(one.kind, one.table, one.column) for one in found.found] == [(BSN, "Werkblad", "bsn")]


def test_comments_are_searched(tmp_path: Path) -> None:
    workbook(tmp_path / "x", comment="mevrouw Jansen belt elke dag")
    tables = persons_files.tables(tmp_path / "x", tmp_path / "spare")
    found = persons.inspect_tables(FEED, tables, TODAY)
    assert found.kinds == {NAME: 1}
    assert "Jansen" not in repr(found)


def test_layers_nobody_chose_are_searched(tmp_path: Path) -> None:
    file = tmp_path / "x.gpkg"
    for layer, column in (("levering", "naam"), ("werklijst", "bsn")):
        table = pa.table({column: BSNS[:3] if column == "bsn" else ["a", "b", "c"]})
        pyogrio.write_arrow(table, file, layer=layer, driver="GPKG", append=layer != "levering")
    found = persons.inspect_tables(FEED, persons_files.tables(file, tmp_path / "spare"), TODAY)
    assert [(one.table, one.column, one.rows) for one in found.found] == [("werklijst", "bsn", 3)]


def test_a_file_in_a_zip_is_searched(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.writestr("map/levering.csv", f"nummer;bsn\n1;{BSNS[0]}\n")
    found = persons.inspect_tables(
        FEED, persons_files.tables(tmp_path / "x.zip", tmp_path / "spare"), TODAY
    )
    assert found.kinds == {BSN: 1}
    assert not list((tmp_path / "spare").iterdir())


@pytest.mark.parametrize(
    ("text", "words"),
    [("GeboorteDatum", ("geboorte", "datum")), ("Naam_Cliënt", ("naam", "client")), ("", ())],
)
def test_headers_are_taken_apart(text: str, words: tuple[str, ...]) -> None:
    assert Header(text).words == words
