"""M14, voortgang, partijen en factsheet: progress of series, a register of parties, facts by area.

Definition. A series has an owner, a target, what is realised, a peildatum and a refresh interval.
The factsheet puts published figures of an area side by side, each with its source and year. The
register counts parties per gebied and role: presence, never coverage.

Formula. ratio = realised / (target x elapsed share), in calendar years; groen from 1.0, oranje from
0.8, else rood; stale when older than 1.5 x the interval. Several agreements: targets summed, the
elapsed share weighted with them. Gebied: counts are summed, shares are sum of numerators / sum of
denominators; a percentage is never averaged.

Inputs. `data/reference/voortgang.toml` names feed, columns and filter of each series, and which
ones belong to the minimum set; `data/reference/feiten.toml` names the figures of the factsheet;
feed `partijen_gebied`, compared with the printed annex by `data/reference/partijen_controle.toml`.

Limits. Lights 1.0 and 0.8, factor 1.5 and the intervals are PROPOSED. Staleness is judged at the
newest figure of any series, and the first stale day is published, so a table does not change by
itself. No light of a named party is public. A figure of a gebied is null when buurten with less
than 90% of the weight have one.
"""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import partijen as annex
from data.feiten import indicator_of, lines
from data.model import Tier
from data.parameters import table
from data.registry import registry
from pipelines.indicators import reeksen, woonklassen
from pipelines.indicators.feiten import WAYS, of_areas, shown
from pipelines.indicators.partijen import TOTAL, counted, differences
from pipelines.indicators.voortgang import (
    elapsed_share,
    light,
    progress,
    ratio,
    stale,
    stale_from,
)

NAN = np.nan
SLOW = settings(max_examples=30, deadline=None)  # frames take their time on a busy machine
EIGHT_YEARS = (date(2021, 1, 1), date(2028, 12, 31))


def agreements(**columns: object) -> pd.DataFrame:
    given_: dict[str, object] = {
        "doel": [400.0],
        "gerealiseerd": [120.0],
        "start": EIGHT_YEARS[0],
        "einde": EIGHT_YEARS[1],
        "peildatum": date(2024, 1, 1),
    }
    return pd.DataFrame(given_ | columns)


def test_t35_target_of_eight_years_after_three() -> None:
    """Target 400 in 8 years, 3 years elapsed, realised 120: expected 150, ratio 0.80, oranje."""
    figure = reeksen.series("afspraken", agreements(), {})
    assert figure.verstreken == pytest.approx(3 / 8)
    expected = figure.doel * figure.verstreken
    assert f"{expected:.0f}" == "150"
    found = float(ratio(figure.gerealiseerd, expected))
    assert f"{found:.2f}" == "0.80"
    assert light(found) == "oranje"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "groen"),
        (1.0 - 1e-12, "groen"),
        (0.9999, "oranje"),
        (0.8, "oranje"),
        (0.7999, "rood"),
        (0.0, "rood"),
        (NAN, None),
    ],
)
def test_lights_are_tested_on_unrounded_ratios(value: float, words: str | None) -> None:
    """Reading 67: 0.9999 is shown as 1.00 and is oranje all the same."""
    assert light(value) == words


def test_elapsed_counts_full_years_alike_and_stays_within_the_period() -> None:
    start, end = EIGHT_YEARS
    assert elapsed_share(start, end, date(2024, 1, 1)) == pytest.approx(
        0.375
    )  # 2024 is a leap year
    assert elapsed_share(start, end, date(2020, 5, 1)) == 0.0
    assert elapsed_share(start, end, date(2031, 1, 1)) == 1.0
    assert elapsed_share(start, start, date(2021, 1, 2)) == 1.0
    with pytest.raises(ValueError, match="voor het begin"):
        elapsed_share(end, start, date(2024, 1, 1))


DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@SLOW
@given(DAYS, DAYS, DAYS, DAYS)
def test_elapsed_never_runs_back(a: date, b: date, one: date, other: date) -> None:
    start, end = sorted((a, b))
    early, late = sorted((one, other))
    first, second = elapsed_share(start, end, early), elapsed_share(start, end, late)
    assert 0.0 <= first <= second <= 1.0


def test_older_than_one_and_a_half_intervals_is_stale() -> None:
    """Interval 92 days: 138 days old is not stale yet, 139 is."""
    day = date(2024, 1, 1)
    assert stale_from(day, 92) == date(2024, 5, 19)
    assert not stale(day, 92, date(2024, 5, 18))
    assert stale(day, 92, date(2024, 5, 19))


def test_series_without_figure_target_or_start_say_why() -> None:
    series = pd.DataFrame(
        {
            "doel": [100.0, NAN, 100.0, 100.0, 0.0],
            "gerealiseerd": [NAN, 5.0, 5.0, 50.0, 5.0],
            "verstreken": [0.5, 1.0, 0.0, 0.5, 1.0],
            "peildatum": [None, date(2024, 1, 1), date(2020, 1, 1), date(2024, 1, 1), None],
            "interval_dagen": 365,
        }
    )
    found = progress(series, date(2024, 1, 1))
    assert found["reden"].tolist()[:3] == ["geen cijfer", "geen doel", "nog niet begonnen"]
    assert found["licht"].tolist() == [None, None, None, "groen", None]
    assert found["verouderd"].tolist() == [None, False, True, False, None]


def test_agreements_are_weighted_with_their_targets_and_halves_are_left_out() -> None:
    rows = agreements(
        doel=[400.0, 100.0, 50.0, NAN],
        gerealiseerd=[120.0, 100.0, NAN, 10.0],
        einde=[EIGHT_YEARS[1], date(2022, 12, 31), EIGHT_YEARS[1], EIGHT_YEARS[1]],
    )
    figure = reeksen.series("afspraken", rows, {})
    assert (figure.doel, figure.gerealiseerd, figure.onbekend) == (500, 220, 2)
    assert figure.doel * figure.verstreken == pytest.approx(400 * 3 / 8 + 100)


def test_one_level_and_the_last_year_are_read() -> None:
    """A feed counts the same people per gemeente and per wijk; they are never added up."""
    rows = pd.DataFrame(
        {
            "niveau": ["wijk", "wijk", "gemeente", "gemeente"],
            "periode": ["2023", "2023", "2022", "2023"],
            "behoefte": [10.0, 20.0, 40.0, 30.0],
            "geplaatst": [5.0, NAN, 20.0, 24.0],
        }
    )
    line = {"doel": "behoefte", "gerealiseerd": "geplaatst"}
    figure = reeksen.series("stand", reeksen.chosen(rows, {}), line)
    assert (figure.doel, figure.gerealiseerd) == (30, 24)
    wijken = reeksen.series("stand", reeksen.chosen(rows[:2], {}), line)
    assert (wijken.doel, wijken.gerealiseerd, wijken.onbekend) == (10, 5, 1)


def test_projects_are_counted_and_plans_expected() -> None:
    projects = pd.DataFrame(
        {"relevant": [True, True, False], "afspraak": ["concreet", "geen", "concreet"]}
    )
    line = {"gehaald": {"afspraak": ["concreet"]}}
    found = reeksen.series("telling", reeksen.chosen(projects, {"relevant": [True]}), line)
    assert (found.doel, found.gerealiseerd) == (2, 1)
    plans = pd.DataFrame({"status": ["hard", "zacht", "gereed"], "nultreden": [40.0, 30.0, 99.0]})
    expected = reeksen.series("verwacht", plans, {"gerealiseerd": "nultreden"})
    assert f"{expected.gerealiseerd:.1f}" == "48.0"


def test_shares_of_areas_are_weighted_and_nothing_known_is_no_figure() -> None:
    line = {"gerealiseerd": "pct", "gewicht": "n"}
    rows = pd.DataFrame({"pct": [80.0, 40.0, NAN], "n": [100.0, 300.0, 0.0]})
    assert reeksen.series("gewogen", rows, line).gerealiseerd == pytest.approx(50.0)
    assert np.isnan(reeksen.series("gewogen", rows[2:], line).gerealiseerd)
    assert np.isnan(reeksen.series("som", rows[2:], {"gerealiseerd": "pct"}).gerealiseerd)


def test_minimum_set_of_the_methods_is_named_and_every_line_can_be_read() -> None:
    found = table("voortgang")["reeksen"]
    assert sum(line["minimum"] for line in found.values()) >= 18
    for name, line in found.items():
        assert line["niveau"] in ("open", "B", "C"), name
        assert line["soort"] in reeksen.KINDS, name
        if not line["feed"]:
            continue
        columns = {column.name for column in registry()[line["feed"]].columns}
        needed = {line[part] for part in ("doel", "gerealiseerd", "gewicht") if part in line}
        needed |= set(line.get("filter", {})) | set(line.get("gehaald", {}))
        assert needed <= columns, name


def test_open_series_use_open_columns_only() -> None:
    for name, line in table("voortgang")["reeksen"].items():
        if line["niveau"] != "open" or not line["feed"]:
            continue
        dataset = registry()[line["feed"]]
        for part in ("gerealiseerd", "gewicht", "doel"):
            if part in line:
                assert dataset.tier_of(dataset.column(line[part])) is Tier.OPEN, name


def test_another_list_is_another_version_of_the_product() -> None:
    for name in ("voortgang", "feiten_buurt", "feiten_gebied", "partijen_register"):
        assert "+" in registry()[name].method_version, name


# Register of parties

GEBIEDEN = ("Centrum", "Haren", "Oost", "Oude Wijken", "Ten Boer", "West", "Zuid")


def printed() -> pd.DataFrame:
    rows = [(one.gebied, one.rol, one.partij, one.bron) for one in annex.groningen()]
    return pd.DataFrame(rows, columns=["gebied", "rol", "partij", "bron"])


def test_register_of_the_annex_has_110_entries_over_seven_gebieden() -> None:
    """110 entries, of which VVT/LG 3, 3, 1, 3, 1, 4, 4.

    In the order Centrum, Haren, Oost, Oude Wijken, Ten Boer, West, Zuid.
    """
    found = counted(printed()).set_index(["gebied", "rol"])["partijen"]
    assert sum(found[name, TOTAL] for name in GEBIEDEN) == 110
    assert [found[name, "VVT/LG"] for name in GEBIEDEN] == [3, 3, 1, 3, 1, 4, 4]


def test_register_agrees_with_the_printed_counts_and_tells_when_it_does_not() -> None:
    (source, expected), *rest = table("partijen_controle").items()
    assert rest == []
    assert set(printed()["bron"]) == {source}
    assert differences(counted(printed()), expected) == []
    one_less = printed().drop(index=printed().query("rol == 'VVT/LG'").index[0])
    told = differences(counted(one_less), expected)
    assert told == [
        "Centrum, alle: 13 in het register, 14 in de bron.",
        "Centrum, VVT/LG: 2 in het register, 3 in de bron.",
    ]


def test_a_party_in_two_roles_is_two_entries_and_one_organisation() -> None:
    rows = pd.DataFrame(
        {"gebied": "Noord", "rol": ["VVT/LG", "BW/MO", "BW/MO"], "partij": ["Zorg", "Zorg", "Zorg"]}
    )
    row = counted(rows).set_index("rol").loc[TOTAL]
    assert (row["partijen"], row["organisaties"], row["namen"]) == (2, 1, "Zorg")


# Factsheet


def figures(values: list[float], **columns: object) -> pd.DataFrame:
    given_: dict[str, object] = {"status": "waargenomen", "inwoners": 100.0}
    return pd.DataFrame({"waarde": values, **given_, **columns})


def test_counts_are_summed_and_shares_divided_afterwards() -> None:
    area = pd.Series(["N", "N", "Z"])
    total = of_areas(area, figures([10.0, 20.0, 5.0]), "som")
    assert total["waarde"].tolist() == [30, 5]
    pct = of_areas(area, figures([80.0, 40.0, 10.0], noemer=[100.0, 300.0, 10.0]), "aandeel")
    assert pct["waarde"].tolist() == pytest.approx([50.0, 10.0])
    assert pct["status"].tolist() == ["waargenomen", "waargenomen"]


def test_gebied_needs_nine_tenths_and_says_when_a_part_is_missing() -> None:
    area = pd.Series(["N", "N", "Z", "Z"])
    people = [90.0, 10.0, 89.0, 11.0]
    found = of_areas(area, figures([5.0, NAN, 5.0, NAN], inwoners=people), "som")
    assert found["status"].tolist() == ["geschat", "ontbreekt"]
    assert found["reden"].tolist() == [None, "te weinig dekking"]


def test_no_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="Geen regel"):
        of_areas(pd.Series(["N"]), figures([1.0]), "alleen buurt")


@SLOW
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.randoms())
def test_gebieden_sum_to_the_gemeente_in_any_order(numbers: list[int], random: object) -> None:
    area = [f"g{n % 3}" for n in range(len(numbers))]
    frame = figures([float(n) for n in numbers]).assign(area=area)
    found = of_areas(frame["area"], frame, "som")["waarde"]
    assert found.sum() == pytest.approx(sum(numbers))
    order = list(range(len(numbers)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = of_areas(frame["area"].iloc[order], frame.iloc[order], "som")["waarde"]
    assert again.tolist() == pytest.approx(found.tolist())


def test_a_figure_is_shown_as_its_own_layer_shows_it() -> None:
    values, status = shown([9.0, 12.0, 12.5, NAN], ["geschat"] * 3 + ["ontbreekt"], 10, 5)
    assert status.tolist() == ["onderdrukt", "geschat", "geschat", "ontbreekt"]
    assert values[1:3].tolist() == [10.0, 15.0]
    assert np.isnan(values[[0, 3]]).all()


def test_a_surplus_is_shown_where_a_figure_has_no_minimum() -> None:
    values, status = shown([-15.0, -12.0], ["scenario"] * 2, 0, 5)
    assert values.tolist() == [-15.0, -10.0]
    assert status.tolist() == ["scenario"] * 2


def test_every_line_of_the_factsheet_names_a_declared_column_and_none_of_clients() -> None:
    for line in (*lines("buurt"), *lines("gebied")):
        dataset = registry()[line["dataset"]]
        column = dataset.column(line["kolom"])
        assert dataset.tier_of(column) is not Tier.C
        assert line.get("naar_gebied", WAYS[0]) in WAYS
        assert ("noemer" in line) == (line.get("naar_gebied") == "aandeel")


def test_factsheet_of_a_gebied_has_both_methods_of_every_class_side_by_side() -> None:
    """METHODS 8 and 18: A and B with the verdict, and what is there, planned and missing."""
    held: dict[str, set[str]] = {}
    for line in lines("gebied"):
        if line["dataset"] == "opgave_gebied":
            assert line["filter"] == {"jaar": "2030", "klasse": line["onderscheid"]}
            held.setdefault(line["kolom"], set()).add(line["onderscheid"])
    every = set(woonklassen.KLASSEN)
    told = ("opgave_a", "opgave_b", "oordeel", "voorraad", "tekort_a", "tekort_b")
    assert {name: held[name] for name in told} == dict.fromkeys(told, every)


def test_every_figure_of_the_factsheet_has_a_name_of_its_own() -> None:
    for kind in ("buurt", "gebied"):
        names = [indicator_of(line) for line in lines(kind)]
        assert len(names) == len(set(names))


def test_draaglast_is_no_row_of_the_open_factsheet() -> None:
    """A class is public on the map, with its components; a list never names buurten by it."""
    both = (*lines("buurt"), *lines("gebied"))
    named = [line for line in both if line["dataset"].startswith("draaglast")]
    assert {line["dataset"] for line in named} == {"draaglast_buurt", "draaglast_gebied"}
    assert all(line["besloten"] for line in named)


def test_open_facts_stand_in_an_open_layer_already() -> None:
    """The factsheet opens nothing: what it shows publicly, a layer of its product shows too."""
    for line in lines("buurt"):
        dataset = registry()[line["dataset"]]
        column = dataset.column(line["kolom"])
        if dataset.tier_of(column) is not Tier.OPEN:
            continue
        open_layers = [layer for layer in dataset.layers if not layer.restricted]
        shown_ = [
            layer for layer in open_layers if column.name in (layer.columns or (column.name,))
        ]
        assert shown_, f"{dataset.name}.{column.name}"
