"""Small parts of the open feeds: odd files, fixed columns, titles that repeat, editions, rates."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from pipelines import aliases, vast
from pipelines.connectors.bron import Bron, Delivery
from pipelines.derive import politie, slot_edities
from pipelines.derive.edities import Edities
from pipelines.editions import _editions
from pipelines.errors import ConfigurationError, DeliveryRefused, SourceChanged
from pipelines.landing import Landed
from pipelines.prepare import (
    cbs_jeugdzorg,
    cbs_kwb,
    leefbaarometer,
    levenstafel,
    ziekenhuizen,
    zorginstituut_verpleeghuizen,
)
from pipelines.profile import Profiel
from pipelines.readers import read
from tests.support import declared

EMPTY = Delivery("proef", "", (), "", False, None, ())


def delivered(path: Path, content: str, **more: Any) -> tuple[Bron, Delivery]:
    path.write_text(content, encoding="utf-8")
    file = Landed("0", len(content), path)
    bron = Bron(dataset="proef", supplier="", adres=(str(path),), **more)
    return bron, Delivery("proef", "", (file,), "", False, None, ())


def rows(bron: Bron, delivery: Delivery) -> list[dict[str, Any]]:
    with read("proef", bron, delivery) as reader:
        found: list[dict[str, Any]] = reader.read_all().to_pylist()
        return found


def reader(**columns: list[Any]) -> pa.RecordBatchReader:
    return pa.table(columns).to_reader()


# Plain JSON


def test_json_lists_and_objects_by_code(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    assert rows(*delivered(file, '[{"x": 1}, {"x": null}]', vorm="json")) == [{"x": 1}, {"x": None}]
    by_code = '{"a": {"b": {"GM1": {"k": "6"}, "GM2": {"k": null}}}}'
    assert rows(*delivered(file, by_code, vorm="json", laag="a.b")) == [
        {"__sleutel": "GM1", "k": "6"},
        {"__sleutel": "GM2", "k": None},
    ]


@pytest.mark.parametrize(
    ("content", "laag", "fault", "said"),
    [
        ("{", None, DeliveryRefused, "geen geldige JSON"),
        ('{"a": 1}', None, DeliveryRefused, "bevat geen tabel"),
        ("[]", None, DeliveryRefused, "bevat geen tabel"),
        ('{"a": [{"x": 1}]}', "b", SourceChanged, "onderdeel b staat niet"),
    ],
)
def test_json_that_is_no_table_is_refused(
    tmp_path: Path, content: str, laag: str | None, fault: type[Exception], said: str
) -> None:
    with pytest.raises(fault, match=said):
        rows(*delivered(tmp_path / "a.json", content, vorm="json", laag=laag))


# StatLine with areas as columns


def test_statline_export_is_turned_round(tmp_path: Path) -> None:
    text = (
        '\ufeff"Titel; van de tabel"\n""\n"Onderwerp";"";"Nederland";"Plaats"\n'
        '"Groep|Code";"code";"NL00";"GM0001"\n"Groep|Afstand";"km";"1,0";"."\n"Bron: CBS"\n'
    )
    found = rows(*delivered(tmp_path / "a.csv", text, vorm="statline", scheiding=";"))
    assert found == [
        {"regio": "Nederland", "Groep|Code": "NL00", "Groep|Afstand": "1,0"},
        {"regio": "Plaats", "Groep|Code": "GM0001", "Groep|Afstand": "."},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a;b\n1;2\n", "geen regel begint met Onderwerp"),
        ("Onderwerp;;NL;GM\nCode;c;1\n", "heeft 1 waarden"),
        ("Onderwerp;;NL\nCode;c;1\nCode;c;2\n", "staat er twee keer"),
    ],
)
def test_statline_that_does_not_fit_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DeliveryRefused, match=said):
        rows(*delivered(tmp_path / "a.csv", text, vorm="statline", scheiding=";"))


# Columns of the profile, titles


def test_fixed_columns_stand_in_every_row_and_overrule_nothing() -> None:
    table = vast.added("x", reader(a=["1", "2"]), {"jaar": "2024"}).read_all()
    assert table.to_pylist() == [{"a": "1", "jaar": "2024"}, {"a": "2", "jaar": "2024"}]
    with pytest.raises(ConfigurationError, match="zelf een kolom a"):
        vast.added("x", reader(a=["1"]), {"a": "2"})


def test_a_title_that_repeats_is_found_behind_its_group() -> None:
    held = {"S_29": ["SES", "Totaal", "Score"], "S_31": ["SES", "Werk", "Score"]}
    schema = pa.schema(
        [("Code", pa.string()), ("S_29", pa.float64()), ("S_31", pa.float64())],
        metadata={"titles": json.dumps(dict.fromkeys(held, "Score")), "paths": json.dumps(held)},
    )
    work = declared.dataset(declared.key(), declared.number(sources=("Werk|Score",)))
    assert aliases.resolve(work, schema, {})["aantal"] == "S_31"
    vague = declared.dataset(declared.key(), declared.number(sources=("Score",)))
    with pytest.raises(SourceChanged, match="past op S_29, S_31"):
        aliases.resolve(vague, schema, {})


# Preparing


def test_classes_of_the_old_index_become_a_row_per_year() -> None:
    table = leefbaarometer.prepare(
        reader(__sleutel=["GM1"], KL02=["6"], KL16=[None], VKL0216=["4"]), EMPTY
    ).read_all()
    assert table.to_pylist() == [
        {"__sleutel": "GM1", "jaar": "2002", "klasse": "6", "meting": "eerder"},
        {"__sleutel": "GM1", "jaar": "2016", "klasse": None, "meting": "laatste"},
    ]
    scores = leefbaarometer.prepare(reader(bu_code=["B", "B"], jaar=["2022", "2024"]), EMPTY)
    assert scores.read_all().column("meting").to_pylist() == ["eerder", "laatste"]


def test_numbers_of_hospitals_are_whole_again() -> None:
    table = ziekenhuizen.prepare(reader(type=["3.0", "1.50"], naam=["a 2.0", "b"]), EMPTY)
    assert table.read_all().to_pylist() == [
        {"type": "3", "naam": "a 2.0"},
        {"type": "1.50", "naam": "b"},
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("31-b", ("31", "B", None)),
        ("4", ("4", None, None)),
        ("12A-3", ("12", "A", "3")),
        ("7 bis", ("7", None, "bis")),
        ("nabij 3", ("nabij 3", None, None)),
        (None, (None, None, None)),
    ],
)
def test_house_numbers_of_nursing_homes_are_split(
    text: str | None, parts: tuple[str | None, ...]
) -> None:
    names = zorginstituut_verpleeghuizen.PARTS
    batches = pa.table({"LocatieHuisnummer": pa.array([text], pa.string())}).to_reader()
    (row,) = zorginstituut_verpleeghuizen.prepare(batches, EMPTY).read_all().to_pylist()
    assert tuple(row[name] for name in names) == parts


def test_residents_of_65_and_older_are_the_sum_of_two_columns_from_2026() -> None:
    split = reader(k_65JaarTot80Jaar_12=[10, None], k_80JaarOfOuder_13=[5, 5])
    assert cbs_kwb.prepare(split, EMPTY).read_all().column(cbs_kwb.WHOLE).to_pylist() == [15, None]
    whole = reader(k_65JaarOfOuder_12=[15])
    assert cbs_kwb.prepare(whole, EMPTY).read_all().column_names == ["k_65JaarOfOuder_12"]


def test_ages_of_the_life_table_come_from_its_key_list(tmp_path: Path) -> None:
    keys = [("10000", "0 jaar"), ("19900", "99 jaar of ouder"), ("22100", "Totaal leeftijd")]
    file = tmp_path / "leeftijd.json"
    file.write_text(json.dumps({"value": [{"Key": k, "Title": t} for k, t in keys]}))
    landed = Landed("0", 1, file, role=f"dimension:{levenstafel.DIMENSION}")
    delivery = Delivery("levenstafel", "", (landed,), "", False, None, ())
    batches = reader(LeeftijdOp31December=[k for k, _ in keys])
    table = levenstafel.prepare(batches, delivery).read_all()
    assert table.column("leeftijd_jaar").to_pylist() == [0, 99, None]


# Editions


def profile(**more: Any) -> Profiel:
    sources = {
        "cbs_kwb": [
            {"vorm": "odata3", "adres": f"https://x/{t}", "peildatum": date(y, 1, 1)}
            for y, t in ((2023, "85618NED"), (2024, "85984NED"), (2025, "86165NED"))
        ]
    }
    given = {"naam": "x", "indelingsjaar": 2024, "gemeenten": ["GM0001"], "bronnen": sources}
    return Profiel.model_validate(given | more)


def record(year: int, dataset: str = "cbs_kwb") -> dict[str, Any]:
    return {
        "dataset": dataset,
        "peildatum": date(year, 1, 1),
        "indelingsjaar": year,
        "version": year,
    }


def test_a_product_reads_the_edition_of_its_own_year() -> None:
    records = [record(2026), record(2025), record(2024), record(2023)]
    found = _editions(profile(), "cbs_kwb", records)
    assert found.default["version"] == 2024
    assert [row["version"] for row in found.all] == [2025, 2024, 2023]  # 2026 is not in the profile
    signed = [{"van": 2023, "naar": 2024, "reden": "gelijk", "datasets": ["cbs_kwb"]}]
    without = [record(2025), record(2023)]
    assert _editions(profile(), "cbs_kwb", without).default["version"] == 2025
    assert _editions(profile(gelijke_codes=signed), "cbs_kwb", without).default["version"] == 2023
    other = [signed[0] | {"datasets": ["ses_woa"]}]
    assert _editions(profile(gelijke_codes=other), "cbs_kwb", without).default["version"] == 2025


class Tables:
    """Inputs of a derivation from plain tables, for what asks only for rows and editions."""

    def __init__(self, tables: Mapping[str, Mapping[int, pd.DataFrame]], **more: Any) -> None:
        """Take the rows of each edition by dataset and division year."""
        self.work = SimpleNamespace(profile=profile(**more))
        self.tables = tables
        self.versions = {"cbs_kwb": record(2024)}
        self.read: set[int] = set()
        self.shared: dict[Any, Any] = {}

    def has(self, name: str) -> bool:
        """As the real one."""
        return name in self.tables

    def editions(self, name: str) -> tuple[dict[str, Any], ...]:
        """As the real one."""
        years = sorted(self.tables.get(name, {}), reverse=True)
        return tuple(record(y, name) for y in years)

    def frame(self, name: str, columns: Any = None, edition: Any = None) -> pd.DataFrame:
        """As the real one."""
        found = self.tables[name][edition["indelingsjaar"]]
        return found if columns is None else found[list(columns)]


CODES = ["BU00010001", "BU00010002", "WK000100", "GM0001"]


def key_figures(inwoners: list[float], marks: str = "1111", **more: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"gebiedscode": CODES, "inwoners": inwoners, "indelingswijziging": list(marks), **more}
    )


def test_codes_of_another_year_count_where_cbs_marks_no_change() -> None:
    people = [1000.0, 500.0, 1500.0, 1500.0]
    kwb = {2024: key_figures(people, "1311"), 2025: key_figures(people, "3111")}
    made: Any = Tables({"cbs_kwb": kwb})
    edities = Edities(made)

    def codes(year: int) -> Any:
        link = edities.link("ses_woa", record(year, "ses_woa"))
        return link and link.codes

    assert codes(2024) is None  # its own year: all of them
    assert codes(2025) == {"BU00010002", "WK000100", "GM0001"}
    assert codes(2023) == {"BU00010001", "WK000100", "GM0001"}
    assert edities.link("ses_woa", record(2022)) is None  # the marks of 2023 are not there
    signed = [{"van": 2022, "naar": 2024, "reden": "ondertekend"}]
    told = Edities(Tables({"cbs_kwb": kwb}, gelijke_codes=signed)).link("ses_woa", record(2022))  # type: ignore[arg-type]
    assert told is not None
    assert (told.codes, told.reason) == (None, "ondertekend")


def option(values: list[float | None], year: int, reason: str = "") -> slot_edities.Option:
    return slot_edities.Option(pd.Series(values, CODES[:2], dtype=float), None, "t", year, reason)


def test_the_newest_edition_is_taken_unless_it_costs_an_own_area_its_value() -> None:
    newer, own = option([1.0, 2.0], 2025, "cbs"), option([3.0, 4.0], 2024)
    assert slot_edities.chosen([newer, own], CODES).year == 2025
    holed = option([1.0, None], 2025, "cbs")
    assert slot_edities.chosen([holed, own], CODES).year == 2024
    assert slot_edities.chosen([holed, own], CODES[:1]).year == 2025  # the other is not ours
    empty = option([None, None], 2024)
    assert slot_edities.chosen([holed, empty], CODES).year == 2025
    assert slot_edities.chosen([holed], CODES).year == 2025


def test_each_slot_comes_from_the_newest_edition_that_carries_its_title() -> None:
    """KWB 2025 has work but no Wmo yet: work of 2025 beside Wmo of 2024."""
    people = [1000.0] * 4
    own = {"wmo_per_1000": [60.0] * 4, "nettoarbeidsparticipatie_pct": [70.0] * 4}
    later = {"wmo_per_1000": [float("nan")] * 4, "nettoarbeidsparticipatie_pct": [72.0] * 4}
    states = {f"{name}_status": ["waargenomen"] * 4 for name in own}
    made: Any = Tables(
        {
            "cbs_kwb": {
                2024: key_figures(people, "1111", **own, **states),
                2025: key_figures(people, "1111", **later, **states),
            }
        }
    )
    by_code = lambda rows: rows.set_index("gebiedscode")  # noqa: E731
    found = slot_edities.options(made, Edities(made), "cbs_kwb", by_code, pd.Index(CODES[:2]))
    work, wmo = (slot_edities.chosen(found[slot], CODES[:2]) for slot in ("participatie", "wmo"))
    assert (work.table, work.values.tolist()) == ("86165NED", [72.0, 72.0])
    assert (wmo.table, wmo.values.tolist()) == ("85984NED", [60.0, 60.0])
    assert work.status is not None
    assert set(work.status) == {"geschat"}  # codes of another year
    assert wmo.status is not None
    assert set(wmo.status) == {"waargenomen"}


# Police: three years of counts over three years of people (readings 17 and 35)

KINDS = ("1.4.5", "1.4.4", "2.2.1", "1.1.1")


def crimes(year: int, first: float | None = 3.0) -> pd.DataFrame:
    made = [
        (code, kind, f"{year}JJ00", first if (code, kind) == (CODES[0], KINDS[0]) else 3.0)
        for code in CODES
        for kind in KINDS
    ]
    return pd.DataFrame(
        [*made, (CODES[0], "0.0.0", f"{year}JJ00", 999.0)],
        columns=["gebiedscode", "soort_misdrijf", "periode", "misdrijven"],
    )


def rate(**years: pd.DataFrame) -> pd.DataFrame:
    people = [1000.0, 2000.0, 3000.0, 3000.0]
    kwb = {y: key_figures(people) for y in (2023, 2024, 2025)}
    tables = {"cbs_kwb": kwb, "politie_misdrijven": {int(y[1:]): f for y, f in years.items()}}
    made: Any = Tables(tables)
    found = politie.rates(made, Edities(made), "BU")
    return found["misdrijf"][1] if found else pd.DataFrame()


def figures(found: pd.DataFrame) -> dict[str, float]:
    return dict(zip(found.index, found["tarief"].astype(float), strict=True))


def test_rate_is_the_sum_of_three_years_shrunk_towards_the_wijk() -> None:
    found = rate(j2023=crimes(2023), j2024=crimes(2024), j2025=crimes(2025))
    # 36 crimes of four kinds in 3 x 1,000 people, the wijk 36 in 3 x 3,000, k = 100
    expected = 1000 * (36 + 100 * 36 / 9000) / (3000 + 100)
    assert figures(found)[CODES[0]] == pytest.approx(expected)
    assert set(found["tarief_status"]) == {"geschat"}


def test_a_withheld_kind_or_an_absent_row_makes_the_rate_unknown_never_zero() -> None:
    gone = crimes(2024)
    gone = gone[~((gone["gebiedscode"] == CODES[0]) & (gone["soort_misdrijf"] == KINDS[1]))]
    for year in (crimes(2024, None), gone):
        found = rate(j2023=crimes(2023), j2024=year, j2025=crimes(2025))
        assert np.isnan(figures(found)[CODES[0]])
        assert found["tarief_status"][CODES[0]] == "ontbreekt"
        assert figures(found)[CODES[1]] > 0


def test_two_years_are_no_mean_of_three() -> None:
    assert rate(j2024=crimes(2024), j2025=crimes(2025)).empty


def test_a_year_of_months_counts_when_all_twelve_are_there() -> None:
    def nuisance(months: int) -> pd.DataFrame:
        return pd.DataFrame(
            {"periode": [f"2024MM{m:02d}" for m in range(1, months + 1)], "n": 2.0},
            index=[CODES[0]] * months,
        )

    assert politie._per_year(nuisance(12), "n", 1)[2024].tolist() == [24.0]
    assert politie._per_year(nuisance(11), "n", 1)[2024].isna().all()


def test_total_of_youth_care_is_known_by_its_name(tmp_path: Path) -> None:
    keys = [("A1   ", "Jeugdhulp"), ("T9   ", "Totaal jeugdzorg"), ("T8   ", "Totaal jeugdhulp")]
    file = tmp_path / "vormen.json"
    file.write_text(json.dumps({"value": [{"Key": k, "Title": t} for k, t in keys]}))
    landed = Landed("0", 1, file, role=f"dimension:{cbs_jeugdzorg.DIMENSION}")
    delivery = Delivery("cbs_jeugdzorg", "", (landed,), "", False, None, ())
    table = cbs_jeugdzorg.prepare(reader(Vormen=["T9", "A1", "T8"]), delivery).read_all()
    assert table.column("rij").to_pylist() == ["totaal", "deel", "deel"]
    assert table.column("vorm_naam").to_pylist()[1] == "Jeugdhulp"
    with pytest.raises(SourceChanged, match="sleutellijst van Vormen ontbreekt"):
        cbs_jeugdzorg.prepare(reader(Vormen=["T9"]), EMPTY)
