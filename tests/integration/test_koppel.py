"""A new supplier with column names of its own: refused with a proposal, confirmed, published.

And a dry check against an installation, which leaves nothing behind.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets import sensors
from data.registry import registry
from pipelines import profile, verbs
from pipelines.database import connect
from pipelines.errors import ConfigurationError, WoonzorgError
from pipelines.partners import controle
from pipelines.partners.controle_database import Held
from tests.faults.support import Refreshed, Site, drop_file, farm

FEED = "corporatiecomplexen"
NEW = "bouwlust"
WHO = {"by": "A. Beheerder", "reason": "nieuwe leverancier, kolommen nagelopen"}
HEAD = "Complexnr;Complexnaam;Verhuurder;PC;Aantal VHE;Stand per"
ROWS = [f"B{n:03d};Hof {n};Bouwlust;8960AB;{20 + n};31-12-2024" for n in range(6)]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = farm().copy("klein")
    yield made
    made.drop()


def _refresh(site: Site) -> Refreshed:
    with site.publisher():
        return site.refresh(FEED)


def _drop(site: Site, supplier: str, name: str, lines: list[str]) -> None:
    drop_file(site.deliveries / FEED / supplier, name, "\r\n".join(lines) + "\r\n")


def _rows(site: Site) -> dict[str, list[Any]]:
    """Rows of the newest version per supplier."""
    found: dict[str, list[Any]] = {}
    for row in site.query(
        f"SELECT leverancier, to_jsonb(t) - 'version' AS r FROM store.{FEED} t WHERE version = %s"  # noqa: S608
        " ORDER BY id",
        site.version(FEED),
    ):
        found.setdefault(row["leverancier"], []).append(row["r"])
    return found


def _newest(site: Site) -> dict[str, Any]:
    return site.query(
        "SELECT toestand, reden, voorstel FROM log.levering WHERE dataset = %s"
        " AND leverancier = %s ORDER BY levering DESC LIMIT 1",
        FEED,
        NEW,
    )[0]


def test_new_supplier_goes_live_by_confirming_a_proposal(site: Site) -> None:
    others = _rows(site)
    assert len(others) == 2
    _drop(site, NEW, "lijst.csv", [HEAD, *ROWS])
    refused = _refresh(site)
    assert refused.states(FEED) == {"geweigerd"}
    assert "complex_id = «Complexnr»" in refused.reason(FEED)
    assert f"./woonzorg koppel {FEED} {NEW}" in refused.reason(FEED)
    held = _newest(site)
    assert held["toestand"] == "geweigerd"
    assert held["voorstel"]["kolommen"] == {
        "complex_id": "Complexnr",
        "naam": "Complexnaam",
        "corporatie": "Verhuurder",
        "postcode": "PC",
        "woningen": "Aantal VHE",
        "peildatum": "Stand per",
    }
    assert _rows(site) == others

    told = verbs.confirm(site.dsn("woonzorg_steward"), FEED, NEW, {}, **WHO)
    assert "complex_id = Complexnr" in told
    done = _refresh(site)
    assert done.status == 0, done.text
    assert done.states(FEED) == {"gepubliceerd"}
    rows = _rows(site)
    assert {name: rows[name] for name in others} == others
    assert [row["complex_id"] for row in rows[NEW]] == [f"B{n:03d}" for n in range(6)]
    assert [row["woningen"] for row in rows[NEW]] == [20 + n for n in range(6)]

    acts = site.query("SELECT * FROM audit.handeling WHERE handeling = 'koppelen'")
    assert [(a["voorwerp"], a["uitkomst"], a["herkomst"], a["wie"], a["reden"]) for a in acts] == [
        (f"{FEED}/{NEW}", "gedaan", "opdrachtregel", WHO["by"], WHO["reason"])
    ]
    assert acts[0]["tijd"]
    assert acts[0]["keten"]


def test_dagster_does_not_start_on_what_was_refreshed_before_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOONZORG_PIPELINE_DSN", site.dsn())
    folders = {name: site.deliveries / name for name in (FEED, "zorgcapaciteit")}
    assert sensors.refreshed(folders) == {}, "just come in, perhaps after the folder was listed"
    later = "UPDATE log.levering SET bevestigd = clock_timestamp() + interval '5 min'"
    site.query(f"{later} WHERE dataset = '{FEED}' RETURNING 1")
    assert sensors.refreshed(folders) == {FEED: sensors.standing(folders[FEED])[0]}
    site.query("UPDATE log.levering SET bevestigd = ontvangen RETURNING 1")


def test_confirmed_names_hold_for_the_next_delivery_and_agreed_names_too(site: Site) -> None:
    others = {name: rows for name, rows in _rows(site).items() if name != NEW}
    _drop(site, NEW, "tweede.csv", [HEAD, *ROWS[:5]])
    assert _refresh(site).states(FEED) == {"gepubliceerd"}
    assert len(_rows(site)[NEW]) == 5
    agreed = "complex_id;naam;corporatie;postcode;woningen;peildatum"
    _drop(site, NEW, "derde.csv", [agreed, *ROWS])
    done = _refresh(site)
    assert done.states(FEED) == {"gepubliceerd"}, done.text
    rows = _rows(site)
    assert len(rows[NEW]) == 6
    assert {name: rows[name] for name in others} == others


def test_a_fault_of_the_new_supplier_touches_no_row_of_another(site: Site) -> None:
    before = _rows(site)
    _drop(site, NEW, "vierde.csv", ["aap;noot", "1;2"])
    done = _refresh(site)
    assert done.states(FEED) == {"geweigerd"}
    assert "kolommen complex_id, naam" in done.reason(FEED)
    assert _rows(site) == before
    with pytest.raises(WoonzorgError, match="ligt er geen voorstel"):
        verbs.confirm(site.dsn("woonzorg_steward"), FEED, NEW, {}, **WHO)
    acts = site.query(
        "SELECT uitkomst FROM audit.handeling WHERE handeling = 'koppelen' ORDER BY id"
    )
    assert acts[-1]["uitkomst"].startswith("geweigerd: ")


def test_a_steward_names_columns_himself_and_only_ours(site: Site) -> None:
    steward = site.dsn("woonzorg_steward")
    with pytest.raises(ConfigurationError, match="geen kolom complexnummer"):
        verbs.confirm(steward, FEED, NEW, {"complexnummer": "aap"}, **WHO)
    with pytest.raises(WoonzorgError, match="een reden"):
        verbs.confirm(steward, FEED, NEW, {"naam": "aap"}, by=" ", reason="")
    assert "lift = aap" in verbs.confirm(steward, FEED, NEW, {"lift": "aap"}, **WHO)


def test_a_dropped_proposal_stays_away_with_its_reason(site: Site) -> None:
    before = _rows(site)
    steward = site.dsn("woonzorg_steward")
    head = HEAD.replace("Complexnr", "Nummer").replace("Aantal VHE", "Woningaantal")
    _drop(site, NEW, "vijfde.csv", [head, *ROWS])
    assert "Voorstel: " in _refresh(site).reason(FEED)
    told = verbs.drop_proposal(steward, FEED, NEW, by="A. Beheerder", reason="Nummer is het huis")
    assert "is afgewezen" in told
    held = _newest(site)
    assert held["toestand"] == "geweigerd"
    assert "Voorstel: " not in held["reden"]
    assert "afgewezen: Nummer is het huis." in held["reden"]
    with pytest.raises(WoonzorgError, match="ligt er geen voorstel"):
        verbs.confirm(steward, FEED, NEW, {}, **WHO)
    with pytest.raises(WoonzorgError, match="geen voorstel om af te wijzen"):
        verbs.drop_proposal(steward, FEED, NEW, **WHO)
    assert _rows(site) == before
    (act,) = site.query(
        "SELECT * FROM audit.handeling WHERE handeling = 'koppeling afwijzen'"
        " AND uitkomst = 'gedaan'"
    )
    assert (act["voorwerp"], act["wie"], act["reden"]) == (
        f"{FEED}/{NEW}",
        "A. Beheerder",
        "Nummer is het huis",
    )
    # Names a steward gives himself still count; the delivery is then read with those.
    verbs.confirm(steward, FEED, NEW, {"complex_id": "Nummer"}, **WHO)
    reason = _refresh(site).reason(FEED)
    assert "kolom woningen ontbreekt" in reason
    assert "Voorstel: " not in reason
    verbs.confirm(steward, FEED, NEW, {"woningen": "Woningaantal"}, **WHO)
    done = _refresh(site)
    assert done.status == 0, done.text


@pytest.fixture
def held(site: Site) -> Iterator[Held]:
    chosen = profile.load(str(site.feeds / "profiel.toml"))
    with connect(site.dsn()) as connection:
        yield Held.of(connection, chosen, FEED, NEW)


def _state(site: Site) -> list[dict[str, Any]]:
    """Everything a check could leave: records, rows set apart, tables."""
    return site.query(
        "SELECT (SELECT count(*) FROM log.levering) AS leveringen,"
        " (SELECT count(*) FROM log.bevinding) AS bevindingen,"
        " (SELECT count(*) FROM quarantine.corporatiecomplexen) AS apart,"
        " (SELECT count(*) FROM pg_class) AS tabellen"
    )


def test_dry_check_looks_at_what_is_published_and_leaves_nothing(
    site: Site, held: Held, tmp_path: Path
) -> None:
    chosen = profile.load(str(site.feeds / "profiel.toml"))
    other = next(name for name in _rows(site) if name != NEW)
    taken = _rows(site)[other][0]
    twice = [ROWS[0], ROWS[0], ROWS[1], ROWS[1].replace(";21;", ";22;")]
    theirs = f"{taken['complex_id']};Hof;{taken['corporatie']};8960AB;9;31-12-2024"
    path = tmp_path / "levering.csv"
    path.write_text("\r\n".join([HEAD, *twice, *ROWS[2:], theirs]) + "\r\n", "utf-8")
    before = _state(site)
    found = controle.check(path, registry()[FEED], chosen, NEW, tmp_path, held)
    assert _state(site) == before
    assert found.counted is not None
    assert (found.counted.received, found.counted.duplicates) == (9, 1)
    assert found.counted.quarantined == 3
    assert found.counted.published == 5
    assert found.counted.closes
    reasons = " ".join(row.reason for row in found.bad)
    assert "komt vaker voor met verschillende inhoud" in reasons
    assert "al geleverd door een andere leverancier" in reasons
    assert found.skipped == ()
    assert found.good, found.refusals  # confirmed names hold here as well


def test_dry_check_compares_with_the_last_delivery(site: Site, held: Held, tmp_path: Path) -> None:
    chosen = profile.load(str(site.feeds / "profiel.toml"))
    path = tmp_path / "levering.csv"
    path.write_text("\r\n".join([HEAD, *ROWS[:2]]) + "\r\n", "utf-8")
    found = controle.check(path, registry()[FEED], chosen, NEW, tmp_path, held)
    assert not found.good
    assert "2 bruikbare rijen" in found.refusals[0]
    assert "verwacht 4 tot 9" in found.refusals[0]
