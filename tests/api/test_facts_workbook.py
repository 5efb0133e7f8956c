"""Facts for a workbook, and for the ids of BAG objects: what comes back is of the area around."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest

F = "/v1/feiten"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book(*rows, hidden=False, more=()):
    made = openpyxl.Workbook()
    sheet = made.active
    if hidden:
        sheet.append(["verborgen"])
        sheet.sheet_state = "hidden"
        sheet = made.create_sheet("Blad2")
    for row in rows:
        sheet.append(row)
    for title in more:
        made.create_sheet(title).append(["iets", "anders"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def post(client, content, **asked):
    return client.request("POST", F, content=content, params=asked, headers={"Content-Type": XLSX})


def rows(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text), delimiter=";"))


@pytest.mark.parametrize("hidden", [False, True])
def test_a_workbook_answers_as_the_same_csv(asking, hidden):
    table = [("nr", "buurtcode"), (1, "BU99990003"), (2, "BU99990000"), (3, None), (4, "x")]
    found = rows(post(asking, book(*table, hidden=hidden, more=["Uitleg"]), lagen="kerncijfers"))
    text = "nr;buurtcode\n1;BU99990003\n2;BU99990000\n3;\n4;x\n"
    same = asking.request(
        "POST",
        F,
        content=text.encode(),
        params={"lagen": "kerncijfers"},
        headers={"Content-Type": "text/csv"},
    )
    assert found == rows(same)
    assert [row["kerncijfers.uitkomst"] for row in found[:2]] == ["gevonden", "gevonden"]


def test_points_days_formulas_and_empty_rows(asking):
    table = [("x", "y", "dag", None, "som"), (230010.5, 570020, date(2024, 1, 2), "weg", "=1+1")]
    content = book(*table, (None,) * 5, (231250, "570750,5", None, None, True))
    answer = post(asking, content, lagen="wijken", x="x", y="y", f="json")
    assert answer.status_code == 200, answer.text
    found = answer.json()["rijen"]
    assert [row["feiten"]["wijken"]["id"] for row in found] == ["WK999900", "WK999900"]
    assert [row["rij"]["x"] for row in found] == ["230010.5", "231250"]
    assert list(found[0]["rij"]) == ["x", "y", "dag", "som"]
    assert (found[0]["rij"]["som"], found[1]["rij"]["som"]) == (None, True)  # nothing stored yet


def test_a_code_written_as_text_stays_whole(asking):
    content = book(("bag_id",), ("0014100000000005",), (14100000000005,))
    found = rows(post(asking, content, lagen="kerncijfers"))
    assert [row["kerncijfers.id"] for row in found] == ["BU99990005", ""]
    assert [row["kerncijfers.uitkomst"] for row in found] == ["gevonden", "onbekend"]


def _bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * (40 * 2**20))
    return out.getvalue()


def _with(name, content):
    out = io.BytesIO(book(("code",), ("BU99990000",)))
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr(name, content)
    return out.getvalue()


def _entities():
    whole = zipfile.ZipFile(io.BytesIO(book(("code",), ("BU99990000",))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = (
                    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                    b'<sheetData><row><c t="inlineStr"><is><t>code</t></is></c></row>'
                    b'<row><c t="inlineStr"><is><t>x&a;</t></is></c></row></sheetData></worksheet>'
                )
            parts.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "geen leesbare werkmap"),
        (b"PK\x03\x04rommel", "geen leesbare werkmap"),
        (book(), "leeg"),
        (book(("code",)), "geen rijen"),
        (book(("code", "code"), ("a", "b")), "eigen naam"),
        (book(*[("code",)] * 10_003), "hoogstens 10.000 rijen"),
        (book(tuple(f"k{n}" for n in range(60)), tuple(range(60))), "hoogstens 50 kolommen"),
        (_bomb(), "te groot"),
        (_with("xl/vbaProject.bin", b"x"), "macro"),
    ],
)
def test_what_is_no_table_is_told(asking, content, words):
    answer = post(asking, content, lagen="wijken")
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_a_broken_table_and_a_wrong_layer_are_told_together(asking):
    answer = post(asking, b"x", lagen="wijken,wijken", onbekend="1")
    told = {(fault["in"], fault["location"]["name"]) for fault in answer.json()["errors"]}
    assert told == {("query", "onbekend"), ("query", "lagen"), ("body", "")}


def test_nothing_outside_the_workbook_is_read(asking):
    answer = post(asking, _entities(), lagen="wijken", f="json")
    assert answer.status_code == 200
    assert answer.json()["rijen"][0]["rij"] == {"code": "x"}


def test_every_part_cut_short_or_changed_is_an_answer(asking):
    whole = book(("code", "x"), ("BU99990000", 1.5))
    for at in range(0, len(whole), 97):
        cut = post(asking, whole[:at], lagen="wijken")
        changed = post(asking, whole[:at] + b"\xff\x00" + whole[at + 2 :], lagen="wijken")
        assert {cut.status_code, changed.status_code} <= {200, 400}


def test_an_address_stands_for_the_areas_around_it(asking):
    """Of a verblijfsobject the facts of its pand, cell and buurt; nothing of the dwelling."""
    table = [("bag_id",), ("0014010000000007",), ("0014010000009999",)]
    found = rows(post(asking, book(*table), lagen="kerncijfers,panden,beleidsgebieden"))
    assert found[0]["kerncijfers.id"] == "BU99990007"
    assert found[0]["panden.id"] == "0014100000000007"
    assert found[0]["beleidsgebieden.id"] == "Zuid"
    assert {found[1][f"{laag}.uitkomst"] for laag in ("kerncijfers", "panden")} == {"onbekend"}


@pytest.mark.parametrize("kind", ["02", "03", "20"])
def test_objects_that_are_not_published_are_said_to_be_so(asking, kind):
    table = [("identificatie",), (f"0014{kind}0000000001",)]
    answer = post(asking, book(*table), lagen="kerncijfers,panden", f="json").json()
    for fact in answer["rijen"][0]["feiten"].values():
        assert fact["uitkomst"] == "niet gepubliceerd"
        assert "verblijfsobject" in fact["reden"]
