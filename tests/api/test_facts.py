"""Facts in batch: the same rows in the same order, with values or a reason."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

F = "/v1/feiten"


def post(client, content, kind="text/csv", **asked):
    body = content if isinstance(content, bytes) else content.encode()
    return client.request("POST", F, content=body, params=asked, headers={"Content-Type": kind})


def rows(answer, delimiter=","):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text), delimiter=delimiter))


def sent(client, table, **asked):
    answer = post(client, json.dumps(table), "application/json", **asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_table_of_buurten_comes_back_with_values_status_and_origin(asking):
    table = "nr;buurtcode\r\n1;BU99990003\r\n2;BU99990000\r\n3;BU00000000\r\n4;\r\n"
    answer = post(asking, table, lagen="kerncijfers", kolommen="kerncijfers.inwoners")
    found = rows(answer, ";")
    assert answer.headers["cache-control"] == "no-store"
    assert list(found[0]) == [
        "nr",
        "buurtcode",
        "kerncijfers.uitkomst",
        "kerncijfers.peildatum",
        "kerncijfers.bron",
        "kerncijfers.id",
        "kerncijfers.inwoners",
        "kerncijfers.inwoners_status",
    ]
    assert [row["nr"] for row in found] == ["1", "2", "3", "4"]
    assert [row["kerncijfers.uitkomst"] for row in found] == [
        "gevonden",
        "gevonden",
        "onbekend",
        "leeg",
    ]
    assert [row["kerncijfers.inwoners"] for row in found] == ["40", "10", "", ""]
    assert {row["kerncijfers.peildatum"] for row in found} == {"2024-01-01"}


def test_json_says_why_and_where_from(asking):
    found = sent(asking, [{"buurtcode": "BU99990000"}, {"buurtcode": "x"}], lagen="kerncijfers")
    (layer,) = found["lagen"]
    assert (layer["laag"], layer["bron"], layer["peildatum"]) == (
        "kerncijfers",
        "CBS",
        "2024-01-01",
    )
    units = {column["naam"]: column["eenheid"] for column in layer["kolommen"]}
    assert units["koop_pct"] == "%"
    first, second = (row["feiten"]["kerncijfers"] for row in found["rijen"])
    assert first["waarden"]["inwoners"] == {"waarde": 10, "status": "waargenomen"}
    assert first["waarden"]["koop_pct"]["waarde"] is None
    assert second["uitkomst"] == "onbekend"
    assert "Deze code" in second["reden"]


def test_every_column_that_is_not_there_is_told(asking):
    wrong = "kerncijfers.inwonrs,kerncijfers.inwoners,wijken.x"
    answer = post(asking, "buurtcode\nBU99990000\n", lagen="kerncijfers", kolommen=wrong)
    told = [
        (fault["location"]["name"], fault.get("suggestie")) for fault in answer.json()["errors"]
    ]
    assert answer.status_code == 400
    assert told == [("kolommen", "kerncijfers.inwoners"), ("kolommen", None)]


def test_suppressed_stays_so(asking, asked):
    with asked.connect() as db:
        key = db.execute(
            "SELECT id FROM pub.vierkanten WHERE inwoners_status = 'onderdrukt' LIMIT 1"
        ).fetchone()[0]
    found = sent(asking, [{"id": key}], lagen="vierkanten")["rijen"][0]["feiten"]["vierkanten"]
    assert found["waarden"]["inwoners"] == {"waarde": None, "status": "onderdrukt"}


def test_a_finer_code_finds_the_area_around_it_and_a_coarser_one_does_not(asking):
    table = [{"code": code} for code in ("BU99990101", "WK999901", "GM9999", "Noord")]
    found = sent(asking, table, lagen="wijken,kerncijfers,beleidsgebieden,zorgvraag,vierkanten")
    told = [
        {laag: (fact["uitkomst"], fact.get("id")) for laag, fact in row["feiten"].items()}
        for row in found["rijen"]
    ]
    assert told[0] == {
        "wijken": ("gevonden", "WK999901"),
        "kerncijfers": ("gevonden", "BU99990101"),
        "beleidsgebieden": ("gevonden", "Noord"),
        "zorgvraag": ("meerdere", None),
        "vierkanten": ("past niet", None),
    }
    assert told[1]["wijken"] == ("gevonden", "WK999901")
    assert told[1]["kerncijfers"] == ("past niet", None)
    assert told[2]["wijken"] == ("past niet", None)
    assert told[3]["beleidsgebieden"] == ("gevonden", "Noord")
    assert told[3]["kerncijfers"] == ("onbekend", None)


def test_points_lie_in_areas(asking):
    table = [
        {"x": 230_010, "y": 570_020},
        {"x": "231250.5", "y": "570750"},
        {"x": 100_000, "y": 400_000},
        {"x": 5.1, "y": 52.1},
        {"x": "a", "y": 3},
        {"x": None, "y": True},
    ]
    found = sent(asking, table, lagen="kerncijfers,haltes,beleidsgebieden", x="x", y="y")
    facts = [row["feiten"]["kerncijfers"] for row in found["rijen"]]
    assert [fact.get("id") for fact in facts[:2]] == ["BU99990000", "BU99990014"]
    assert [fact["uitkomst"] for fact in facts[2:]] == ["buiten", "leeg", "leeg", "leeg"]
    assert found["rijen"][0]["feiten"]["haltes"]["uitkomst"] == "past niet"
    assert found["rijen"][0]["feiten"]["beleidsgebieden"]["id"] == "Zuid"
    comma = rows(post(asking, "x;y\n230010,5;570020,5\n", lagen="wijken", x="x", y="y"), ";")
    assert comma[0]["wijken.id"] == "WK999900"


def test_a_pand_stands_for_its_place(asking):
    text = "bag_id\n0014100000000005\n0014100000009999\n"
    found = rows(post(asking, text, lagen="kerncijfers,panden,beleidsgebieden"))
    assert found[0]["kerncijfers.id"] == "BU99990005"
    assert found[0]["panden.bouwjaar"] == "1905"
    assert found[0]["beleidsgebieden.id"] == "Zuid"
    assert {found[1][f"{laag}.uitkomst"] for laag in ("kerncijfers", "panden")} == {"onbekend"}


def test_csv_and_json_agree_and_forms_can_be_chosen(asking):
    text = "buurtcode\nBU99990003\nBU99990077\n"
    as_csv = rows(post(asking, text, lagen="kerncijfers"))
    as_json = post(asking, text, lagen="kerncijfers", f="json").json()["rijen"]
    for line, row in zip(as_csv, as_json, strict=True):
        for name, value in row["feiten"]["kerncijfers"]["waarden"].items():
            shown = line[f"kerncijfers.{name}"]
            assert shown == ("" if value["waarde"] is None else str(value["waarde"]))
    table = json.dumps([{"buurtcode": "BU99990003"}])
    back = post(asking, table, "application/json", lagen="kerncijfers", f="csv")
    assert rows(back)[0]["kerncijfers.inwoners"] == "40"


def test_what_a_spreadsheet_would_run_is_text(asking):
    text = 'buurtcode,=x\nBU99990003,"=HYPERLINK(1)"\nBU99990000,-12.5\nBU99990001,@a\n'
    found = rows(post(asking, text, lagen="wijken"))
    assert [row["'=x"] for row in found] == ["'=HYPERLINK(1)", "-12.5", "'@a"]


@pytest.mark.parametrize(
    ("content", "kind", "query", "status"),
    [
        (b"", "text/csv", {"lagen": "wijken"}, 400),
        (b"code\n", "text/csv", {"lagen": "wijken"}, 400),
        (b"code\n\xff\n", "text/csv", {"lagen": "wijken"}, 400),
        (b"code\na\0b\n", "text/csv", {"lagen": "wijken"}, 400),
        (b'code\n"open\n', "text/csv", {"lagen": "wijken"}, 400),
        (b"code,x\n1\n", "text/csv", {"lagen": "wijken"}, 400),
        (b"code,code\n1,2\n", "text/csv", {"lagen": "wijken"}, 400),
        (b"code\n" + b"x" * 2000 + b"\n", "text/csv", {"lagen": "wijken"}, 400),
        (b"code\n" + b"BU99990000\n" * 10_001, "text/csv", {"lagen": "wijken"}, 400),
        (b"naam\nx\n", "text/csv", {"lagen": "wijken"}, 400),
        (b"code\nx\n", "text/csv", {}, 400),
        (b"code\nx\n", "text/csv", {"lagen": ",".join("abcdefghijkl")}, 400),
        (b"code\nx\n", "text/csv", {"lagen": "wijken,wijken"}, 400),
        (b"code\nx\n", "text/csv", {"lagen": "wijk"}, 404),
        (b"code\nx\n", "text/csv", {"lagen": "wijken", "kolommen": "wijken.x"}, 400),
        (b"code\nx\n", "text/csv", {"lagen": "wijken", "sleutel": "cod"}, 400),
        (b"code\nx\n", "text/csv", {"lagen": "wijken", "x": "code"}, 400),
        (b"code\nx\n", "text/csv", {"lagen": "wijken", "q": "1"}, 400),
        (b"code\nx\n", "text/csv", {"lagen": "wijken", "f": "xlsx"}, 400),
        (b"code\nx\n", "application/vnd.ms-excel", {"lagen": "wijken"}, 415),
        (b"x" * (2 * 2**20 + 1), "text/csv", {"lagen": "wijken"}, 413),
        (b"{}", "application/json", {"lagen": "wijken"}, 400),
        (b"[]", "application/json", {"lagen": "wijken"}, 400),
        (b"[1]", "application/json", {"lagen": "wijken"}, 400),
        (b'[{"code": {"a": 1}}]', "application/json", {"lagen": "wijken"}, 400),
        (b'[{"code": NaN}]', "application/json", {"lagen": "wijken"}, 400),
        (b"[" * 200_000, "application/json", {"lagen": "wijken"}, 400),
        (b"[" + b"{}," * 10_000 + b"{}]", "application/json", {"lagen": "wijken"}, 400),
    ],
)
def test_bounds_and_faults(asking, content, kind, query, status):
    answer = post(asking, content, kind, **query)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 10


def test_hostile_codes_are_unknown_codes(asking):
    wrong = [
        "'; DROP TABLE pub.wijken; --",
        "BU9999%",
        "ＢU99990003",
        "BU99990003 OR 1=1",
        "ß" * 500,
    ]
    found = sent(asking, [{"code": code} for code in wrong], lagen="kerncijfers,wijken,panden")
    for row in found["rijen"]:
        assert {fact["uitkomst"] for fact in row["feiten"].values()} <= {"onbekend", "past niet"}
    assert asking.get(F).status_code == 405


CODES = st.one_of(
    st.builds("BU9999{:04d}".format, st.integers(0, 130)),
    st.sampled_from(["WK999900", "0014100000000005", "", "Noord", "é\"'; x", "GM9999"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(CODES, min_size=1, max_size=30))
def test_rows_come_back_as_they_were_in_their_order(asking, codes):
    table = [{"nr": number, "code": code} for number, code in enumerate(codes)]
    found = sent(asking, table, lagen="kerncijfers,beleidsgebieden")
    assert [row["rij"] for row in found["rijen"]] == table
    for row in found["rijen"]:
        fact, code = row["feiten"]["kerncijfers"], row["rij"]["code"].strip()
        if code.startswith("BU9999") and code[6:].isdigit() and int(code[6:]) < 120:
            number = int(code[6:])
            expected = (number % 12 + 1) * (number // 12 + 1) * 10
            assert fact["waarden"]["inwoners"]["waarde"] == expected
        alone = sent(asking, [{"code": row["rij"]["code"]}], lagen="kerncijfers")
        assert alone["rijen"][0]["feiten"]["kerncijfers"] == fact
        break


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    ),
    st.sampled_from(["text/csv", "application/json"]),
    st.dictionaries(
        st.sampled_from(["sleutel", "x", "y", "f", "kolommen"]), st.text(max_size=12), max_size=3
    ),
)
def test_anything_is_an_answer(asking, content, kind, query):
    answer = post(asking, content, kind, lagen="wijken,kerncijfers", **query)
    assert answer.status_code in (200, 400)
    table = b"code,x,y\n" + content.replace(b"\n", b" ").replace(b"\r", b" ")[:100] + b",1,2\n"
    assert post(asking, table, "text/csv", lagen="wijken").status_code in (200, 400)


def test_nothing_is_stored(asking, asked):
    def kept():
        folder = asked.tiles.parent
        files = [path for path in folder.rglob("*") if path.is_file()]
        with asked.connect() as db:
            return files, db.execute("SELECT count(*) FROM vraag.zoekvraag").fetchone()

    before = kept()
    sent(asking, [{"code": "BU99990000"}], lagen="kerncijfers")
    assert kept() == before
