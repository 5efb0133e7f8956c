"""Every open feed of the national profile in the sample: what is stored, shown and computed."""

import pytest

from data.registry import registry
from pipelines import profile
from tests.support.installations import Installation

NATIONAL = profile.load("landelijk")
SOURCES = [
    (name, str(source.peildatum))
    for name in NATIONAL.bronnen
    for source in NATIONAL.sources(name)
    if not registry()[name].per_supplier and source.vorm != "map"
]


@pytest.mark.parametrize(("name", "moment"), SOURCES, ids=lambda part: str(part))
def test_every_source_becomes_a_version_whose_rows_add_up(
    published_sample: Installation, name: str, moment: str
) -> None:
    kept = published_sample.version(name, "" if moment == "ontvangst" else moment)
    assert kept["gepubliceerd"] > 0
    outside = sum(kept["buiten_bereik"].values())
    assert kept["ontvangen"] == sum(
        (kept["gepubliceerd"], kept["afgekeurd"], kept["dubbel"], outside)
    )


def test_draaglast_rests_on_its_own_indicators(published_sample: Installation) -> None:
    """Police, SES-WOA and the Leefbaarometer are there, so nothing stands in for them."""
    for layer in ("draaglast", "draaglast_per_wijk"):
        told = published_sample.described(layer)
        assert told["dekking"]["vervangen"] == {}
        assert told["dekking"]["voorlopig"] is False
        assert "SES-WOA, totaalscore: cijfers van 2024, tabel 86296NED." in told["opmerkingen"]
        rows = published_sample.layer(layer, columns="klasse, klasse_l4, klasse_k1, klasse_k3")
        scored = [row for row in rows if row["klasse"] is not None]
        assert len(scored) > 3
        for name in ("klasse_l4", "klasse_k1", "klasse_k3"):
            assert any(row[name] for row in scored), name


def test_a_layer_shows_the_editions_that_fit_its_boundaries(published_sample: Installation) -> None:
    shown = published_sample.database.rows(
        "SELECT laag, peildatum::text AS dag, huidig FROM pub.pointer ORDER BY 1, 2",
        role="woonzorg_api",
    )
    days: dict[str, list[str]] = {}
    for row in shown:
        days.setdefault(row["laag"], []).append(row["dag"])
    # 2014 by a signed line of the profile; 2019 to 2026 are held, for methods.
    assert days["kerncijfers"] == ["2014-01-01", "2024-01-01"]
    assert days["misdrijven"] == ["2022-12-31", "2023-12-31", "2024-12-31"]
    assert days["ses"] == ["2023-12-31"]
    held = published_sample.database.rows(
        "SELECT DISTINCT peildatum::text AS dag FROM log.versie"
        " WHERE dataset = 'cbs_kwb' AND toestand = 'goed' ORDER BY 1"
    )
    years = ["2014", *(str(year) for year in range(2019, 2027))]
    assert [row["dag"][:4] for row in held] == years


def test_residents_of_65_and_older_are_whole_in_every_edition(
    published_sample: Installation,
) -> None:
    def older(day: str) -> dict[str, int | None]:
        names = "gebiedscode, inwoners_65plus"
        rows = published_sample.stored("cbs_kwb", names, day)
        return {row["gebiedscode"]: row["inwoners_65plus"] for row in rows}

    old, new = older("2024-01-01"), older("2026-01-01")
    assert old.keys() == new.keys()
    both = [code for code in old if old[code] is not None]
    assert both
    for code in both:  # two parts, each rounded to five
        assert abs((new[code] or 0) - (old[code] or 0)) <= 5


def test_withheld_by_the_police_is_not_zero(published_sample: Installation) -> None:
    rows = published_sample.stored("politie_misdrijven", peildatum="2024-12-31")
    empty = {row["misdrijven_status"] for row in rows if row["misdrijven"] is None}
    assert empty <= {"onderdrukt"}
    totals = {r["gebiedscode"]: r["misdrijven"] for r in rows if r["soort_misdrijf"] == "0.0.0"}
    kinds = {r["gebiedscode"]: r["misdrijven"] for r in rows if r["soort_misdrijf"] == "2.2.1"}
    assert all(kinds[code] < total for code, total in totals.items() if total)


def test_figures_of_another_division_year_are_drawn_where_somebody_signed(
    published_sample: Installation,
) -> None:
    rows = published_sample.layer("wmo", columns="wmo_clienten, wmo_clienten_status, geometry")
    assert rows
    assert all(row["geometry"] for row in rows)
    given = {row["wmo_clienten_status"] for row in rows if row["wmo_clienten"] is not None}
    assert given == {"geschat"}
    youth = published_sample.layer("jeugdzorg", columns="gebiedscode")
    assert len({row["gebiedscode"] for row in youth}) == len(youth)  # totals, one per wijk


def test_survivors_never_grow_older_in_number(published_sample: Installation) -> None:
    rows = published_sample.stored("levenstafel", "geslacht, leeftijd, levenden")
    both = sorted((r["leeftijd"], r["levenden"]) for r in rows if r["geslacht"] == "T001038")
    assert [age for age, _ in both] == list(range(100))
    alive = [count for _, count in both]
    assert alive[0] == 100_000
    assert alive == sorted(alive, reverse=True)


def test_nature_is_no_longer_missing_on_the_kansenkaart(published_sample: Installation) -> None:
    told = published_sample.described("kansenkaart")
    missing = next(text for text in told["opmerkingen"] if text.startswith("Niet meegenomen"))
    assert "natuurgebied" not in missing
    assert any("alleen Natura 2000" in text for text in told["opmerkingen"])
