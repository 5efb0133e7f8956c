"""Statistics: the figures of items, and a reason where there is no figure."""

import statistics

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_api.statistics import query

B = "/v1/collections"


def figures(client, laag, **asked):
    answer = client.get(f"{B}/{laag}/statistiek", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client, laag, **asked):
    answer = client.get(f"{B}/{laag}/statistiek", params=asked)
    assert answer.status_code == 400, answer.text
    return answer.json()["errors"]


def column(found, name):
    return next(item for item in found["kolommen"] if item["naam"] == name)


@pytest.fixture(scope="module")
def squares(asked):
    """Code of the buurt, inwoners and woningen of every square, read past the API."""
    with asked.connect() as db:
        rows = db.execute("SELECT buurtcode, inwoners, woningen FROM pub.vierkanten").fetchall()
    assert len(rows) == 3000
    return rows


def test_figures_are_those_of_the_rows(asking, squares):
    found = figures(
        asking, "vierkanten", kolom="inwoners,woningen", kwantielen="0,0.25,0.5,1", klassen="0,5,30"
    )
    assert found["aantal"] == len(squares)
    for place, name in ((1, "inwoners"), (2, "woningen")):
        values = sorted(row[place] for row in squares if row[place] is not None)
        told = column(found, name)
        assert told["metWaarde"] == len(values)
        assert told["som"] == sum(values)
        assert told["gemiddelde"] == pytest.approx(statistics.fmean(values))
        assert (told["kleinste"], told["grootste"]) == (values[0], values[-1])
        quarter = statistics.quantiles(values, n=4, method="inclusive")
        expected = [values[0], *quarter[:2], values[-1]]
        assert [item["waarde"] for item in told["kwantielen"]] == pytest.approx(expected)
        low = sum(0 <= value < 5 for value in values)
        high = sum(5 <= value <= 30 for value in values)
        assert [item["aantal"] for item in told["histogram"]] == [low, high]
        assert told["buitenKlassen"] == len(values) - low - high


def test_suppressed_is_not_unknown_and_neither_is_zero(asking):
    found = figures(asking, "vierkanten", kolom="inwoners,woningen")
    people, homes = column(found, "inwoners"), column(found, "woningen")
    assert people["onderdrukt"] == 429
    assert people["onbekend"] == 0
    assert people["status"] == "waargenomen"
    assert homes["onderdrukt"] == 0
    assert homes["onbekend"] == 300
    assert homes["status"] == "geschat"
    assert "niet het geheel" in people["somToelichting"]
    hidden = figures(asking, "vierkanten", kolom="inwoners", inwoners_status="onderdrukt")
    told = column(hidden, "inwoners")
    assert hidden["aantal"] == told["onderdrukt"] == 429
    assert told["som"] is told["gemiddelde"] is told["kleinste"] is None
    assert told["status"] == "onderdrukt"
    assert told["somReden"]


def test_every_number_says_where_it_comes_from(asking):
    found = figures(asking, "kerncijfers", kolom="inwoners")
    assert found["betekenis"] == [
        {
            "naam": "inwoners",
            "titel": "Inwoners",
            "eenheid": "inwoners",
            "bron": "CBS",
            "peildatum": "2024-01-01",
            "methodeVersie": None,
            "gewicht": None,
        }
    ]
    assert found["woonzorg"]["laag"] == "kerncijfers"
    assert found["woonzorg"]["methodeVersie"] == "1.0"


def test_what_does_not_add_up_has_a_reason_and_a_share_is_weighed(asking, asked):
    found = figures(asking, "kerncijfers", kolom="koop_pct,afstand_huisarts_m")
    share, distance = column(found, "koop_pct"), column(found, "afstand_huisarts_m")
    assert share["som"] is distance["som"] is distance["gemiddelde"] is None
    assert "percentage" in share["somReden"]
    assert "gewicht" in distance["gemiddeldeReden"]
    with asked.connect() as db:
        weighed = db.execute(
            "SELECT sum(koop_pct * woningvoorraad) / sum(woningvoorraad) FROM pub.kerncijfers"
            " WHERE koop_pct IS NOT NULL"
        ).fetchone()[0]
        plain = db.execute("SELECT avg(koop_pct) FROM pub.kerncijfers").fetchone()[0]
    assert share["gemiddelde"] == pytest.approx(weighed)
    assert share["gemiddelde"] != pytest.approx(plain)
    assert share["gemiddeldeStatus"] == "geschat"
    assert "woningvoorraad" in share["gemiddeldeToelichting"]


def test_a_column_nobody_declared_is_neither_summed_nor_averaged(asking):
    told = column(figures(asking, "buurten", kolom="aantal_inwoners"), "aantal_inwoners")
    assert told["som"] is told["gemiddelde"] is None
    assert told["grootste"] == 1200
    assert told["somReden"] == told["gemiddeldeReden"]


def test_an_area_is_not_counted_once_per_year(asking):
    mixed = column(figures(asking, "zorgvraag", kolom="personen"), "personen")
    assert "som" not in mixed
    assert "jaar" in mixed["reden"]
    one = column(figures(asking, "zorgvraag", kolom="personen", jaar="2030"), "personen")
    assert one["som"] > 0


def test_draaglast_is_counted_in_classes_only(asking):
    found = figures(asking, "draaglast", kolom="balans_klasse", per="wijk")
    classes = column(found, "balans_klasse")["klassen"]
    assert [item["waarde"] for item in classes] == ["draagkrachtig", "overig", "onder druk"]
    assert sum(item["aantal"] for item in classes) == 120
    assert [group["waarde"] for group in found["groepen"]] == ["WK999900", "WK999901"]
    assert refused(asking, "draaglast", per="buurt")[0]["code"] == "draaglast"
    for name in ("buurtcode", 'toelichting bij "klasse"'):
        assert refused(asking, "draaglast", groep=name)[0]["location"]["name"] == "groep"
    groups = figures(asking, "draaglast", groep="balans_klasse")["groepen"]
    assert [group["waarde"] for group in groups] == ["draagkrachtig", "overig", "onder druk"]


@pytest.mark.parametrize(
    ("laag", "wrong", "name", "suggestion"),
    [
        ("vierkanten", {"kolom": "inwoner"}, "kolom", "inwoners"),
        ("vierkanten", {"kolom": "buurtcode"}, "kolom", None),
        ("vierkanten", {"kolom": "a,b,c,d,e,f"}, "kolom", None),
        ("vierkanten", {"kolom": ""}, "kolom", None),
        ("vierkanten", {"kolom": "inwoners", "kwantielen": "0.5,2"}, "kwantielen", None),
        ("vierkanten", {"kwantielen": "nan"}, "kwantielen", None),
        ("vierkanten", {"kwantielen": "1_0"}, "kwantielen", None),
        ("vierkanten", {"klassen": "1"}, "klassen", None),
        ("vierkanten", {"klassen": "3,2,1"}, "klassen", None),
        ("vierkanten", {"klassen": "0,inf"}, "klassen", None),
        ("vierkanten", {"klassen": ",".join(map(str, range(30)))}, "klassen", None),
        ("vierkanten", {"kolom": "woningen", "klassen": "kaart"}, "klassen", None),
        ("vierkanten", {"per": "buurd"}, "per", "buurt"),
        ("vierkanten", {"per": "wijk", "groep": "buurtcode"}, "per", None),
        ("wijken", {"per": "buurt"}, "per", None),
        ("vierkanten", {"groep": "vierkant"}, "groep", None),
        ("vierkanten", {"groep": "inwoners"}, "groep", None),
        ("vierkanten", {"groep": "buurtcod"}, "groep", "buurtcode"),
        ("vierkanten", {"limit": "10"}, "limit", None),
        ("vierkanten", {"zoekvraag": "0" * 32}, "zoekvraag", None),
        ("vierkanten", {"zoekvraag": "'; DROP TABLE x"}, "zoekvraag", None),
        ("vierkanten", {"filter": "inwoners >"}, "filter", None),
    ],
)
def test_faults_name_the_parameter(asking, laag, wrong, name, suggestion):
    faults = refused(asking, laag, **wrong)
    assert name in {fault["location"]["name"] for fault in faults}
    if suggestion:
        assert suggestion in {fault.get("suggestie") for fault in faults}


def test_equal_classes_hold_every_value_once(asking):
    told = column(figures(asking, "vierkanten", kolom="inwoners", klassen="7"), "inwoners")
    assert len(told["histogram"]) == 7
    assert told["buitenKlassen"] == 0
    one = column(
        figures(asking, "vierkanten", kolom="inwoners", klassen="7", inwoners="3"), "inwoners"
    )
    assert [item["aantal"] for item in one["histogram"]] == [one["metWaarde"]]
    drawn = column(figures(asking, "vierkanten", kolom="inwoners", klassen="kaart"), "inwoners")
    assert [(item["van"], item["tot"]) for item in drawn["histogram"]] == [
        (0, 5),
        (5, 20),
        (20, None),
    ]
    assert drawn["buitenKlassen"] == 0


def test_the_area_of_an_object_without_a_code_is_where_it_lies(asking, asked):
    with asked.connect() as db:
        expected = db.execute(
            "SELECT count(*) FROM pub.haltes h JOIN pub.wijken w"
            " ON ST_Intersects(w.geometry, h.geometry) WHERE w.id = 'WK999901' AND h.version = 2"
        ).fetchone()[0]
    groups = {g["waarde"]: g for g in figures(asking, "haltes", per="wijk")["groepen"]}
    assert groups["WK999901"]["aantal"] == expected
    assert groups["WK999901"]["naam"] == "Wijk WK999901"


def test_nothing_in_the_interval_is_no_figure(asking):
    assert figures(asking, "vierkanten", datetime="1990-01-01")["aantal"] == 0


def test_a_shape_that_takes_too_long_is_told_so(asking, monkeypatch):
    """A timeout inside GEOS comes as an internal error of the database, not as a cancellation."""

    async def stopped(*_):
        message = "lwgeom_pointonsurface: GEOS Error: InterruptedException: Interrupted!"
        raise psycopg.errors.InternalError_(message)

    monkeypatch.setattr(query, "figures", stopped)
    answer = asking.get(f"{B}/vierkanten/statistiek?kolom=inwoners&tellen_niet=1")
    assert answer.status_code == 400
    answer = asking.get(f"{B}/vierkanten/statistiek?kolom=inwoners")
    assert answer.status_code == 503
    assert "te veel tijd" in answer.json()["detail"]
    assert int(answer.headers["retry-after"]) > 0


def test_held_answers_are_not_made_again(asking):
    first = asking.get(f"{B}/vierkanten/statistiek?kolom=inwoners")
    tag = {"If-None-Match": first.headers["etag"]}
    assert asking.get(f"{B}/vierkanten/statistiek?kolom=inwoners", headers=tag).status_code == 304
    assert asking.get(f"{B}/vierkanten/statistiek?kolom=woningen", headers=tag).status_code == 200


NUMBERS = st.integers(-2, 45)
SIMPLE = st.one_of(
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["inwoners", "woningen"]),
        st.sampled_from([">", "<=", "=", "<>"]),
        NUMBERS,
    ),
    st.builds("{} IS NULL".format, st.sampled_from(["inwoners", "woningen"])),
    st.builds("buurtcode = 'BU9999{:04d}'".format, st.integers(0, 125)),
    st.builds(
        "S_INTERSECTS(geometry, BBOX(6.{}, 53.0, 6.9, 53.{}))".format,
        st.integers(50, 60),
        st.integers(11, 16),
    ),
)
FILTERS = st.recursive(
    SIMPLE,
    lambda deeper: st.builds("({} {} {})".format, deeper, st.sampled_from(["AND", "OR"]), deeper),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None)
@given(FILTERS, st.sampled_from(["buurt", "wijk", "gebied"]))
def test_statistics_count_what_items_count_and_groups_add_up(asking, text, per):
    found = figures(asking, "vierkanten", kolom="inwoners,woningen", per=per, filter=text)
    items = asking.get(
        f"{B}/vierkanten/items", params={"filter": text, "tellen": "exact", "limit": 1}
    ).json()
    assert found["aantal"] == items["numberMatched"]
    assert sum(group["aantal"] for group in found["groepen"]) == found["aantal"]
    for name in ("inwoners", "woningen"):
        total = column(found, name)
        parts = [column(group, name) for group in found["groepen"]]
        assert total["metWaarde"] + total["onderdrukt"] + total["onbekend"] == found["aantal"]
        for what in ("metWaarde", "onderdrukt", "onbekend"):
            assert sum(part[what] for part in parts) == total[what]
        assert sum(part["som"] or 0 for part in parts) == (total["som"] or 0)
        assert (total["som"] is None) == (total["metWaarde"] == 0)


WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        [
            "inwoners",
            "inwoners,woningen",
            "buurtcode",
            "buurt",
            "gebied",
            "wijk",
            "kaart",
            "5",
            "0,1e308,1.7e308",
            "-1,0,1",
            "0.5",
            "0,1",
            "nan",
            "\x00",
            "%s",
            "{}",
            "1e999",
            "geometry",
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["vierkanten", "kerncijfers", "zorgvraag", "draaglast", "haltes", "wijken"]),
    st.dictionaries(
        st.sampled_from(
            ["kolom", "groep", "per", "kwantielen", "klassen", "filter", "zoekvraag", "datetime"]
        ),
        WORDS,
    ),
)
def test_anything_is_an_answer(asking, laag, query):
    assert asking.get(f"{B}/{laag}/statistiek", params=query).status_code in (200, 400)


def test_areas_without_published_shapes_are_told_by_code(client):
    """The layer has the code of the wijk; that wijken are not published costs only the names."""
    assert client.get("/v1/collections/wijken").status_code == 404
    told = client.get("/v1/collections/buurten/statistiek?per=wijk")
    assert told.status_code == 200, told.text
    groups = told.json()["groepen"]
    assert sum(group["aantal"] for group in groups) == 120
    assert {group["naam"] for group in groups} == {None}
    assert all(group["waarde"].startswith("WK9999") for group in groups)
