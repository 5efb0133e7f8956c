"""Publication and the steward's verbs on real releases: rollback, withdraw, approve, prune."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import dagster as dg
import psycopg
import pytest
import tomlkit

from geo_api.db import statement
from geo_api.loader import load
from pipelines import verbs
from pipelines.errors import ConfigurationError, WoonzorgError
from pipelines.opstart.installation import PROFILE
from tests.faults.support import Refreshed, Site, Swing, drop_file, edit_odata, farm, touch_odata

WHO = {"by": "A. Beheerder", "reason": "proef"}
TABLE = "50150NED"
WRITTEN = ["stage", "store", "quarantine", "pub", "pub_restricted"]


@pytest.fixture(scope="module")
def swing() -> Iterator[Swing]:
    made = Swing()
    yield made
    made.site.drop()


@pytest.fixture
def site() -> Iterator[Site]:
    made = farm().copy("klein")
    yield made
    made.drop()


def _refresh(site: Site) -> Refreshed:
    with site.publisher():
        return site.refresh()


def _steward(site: Site) -> str:
    return site.dsn("woonzorg_steward")


def _acts(site: Site) -> list[tuple[str, str, str]]:
    rows = site.query("SELECT handeling, wie, reden FROM audit.handeling ORDER BY id")
    return [(row["handeling"], row["wie"], row["reden"]) for row in rows]


# Pointers and versions ---------------------------------------------------------------------------


def test_pointers_flip_in_one_go_under_a_polling_reader(swing: Swing) -> None:
    goal, before = swing.turn(), swing.look()
    with swing.reader() as reader:
        assert _refresh(swing.site).status == 0
    after = swing.look()
    assert swing.site.content() == goal
    assert list(reader.seen) in ([before, after], [before])  # in this order, and no third state
    assert before != after
    assert reader.rounds > 20


def test_each_peildatum_keeps_its_pointer_and_the_newest_is_current(swing: Swing) -> None:
    rows = swing.site.query(
        "SELECT peildatum::text AS d, huidig, version FROM pub.pointer WHERE laag = 'gezondheid'"
        " ORDER BY 1",
        role="woonzorg_api",
    )
    assert [(r["d"], r["huidig"]) for r in rows] == [("2022-09-01", False), ("2024-09-01", True)]
    for row in rows:
        seen = swing.site.query(
            "SELECT DISTINCT peildatum::text AS d FROM pub.gezondheid WHERE version = %s",
            row["version"],
            role="woonzorg_api",
        )
        assert seen == [{"d": row["d"]}]


def test_readers_see_what_each_release_holds_while_it_is_kept(swing: Swing) -> None:
    held = swing.site.query("SELECT * FROM pub.inhoud", role="woonzorg_api")
    newest = swing.site.release
    assert {row["release"] for row in held} >= {newest - 1, newest}
    pointers = swing.site.query("SELECT laag, version FROM pub.pointer", role="woonzorg_api")
    shown = {(row["laag"], row["version"]) for row in held if row["release"] == newest}
    assert shown == {(row["laag"], row["version"]) for row in pointers}
    kept = swing.site.query("SELECT laag, version FROM pub.laag", role="woonzorg_api")
    assert {(row["laag"], row["version"]) for row in held} <= {
        (row["laag"], row["version"]) for row in kept
    }
    closed = swing.site.query("SELECT laag, version FROM log.laagversie WHERE besloten")
    assert closed
    assert not {(row["laag"], row["version"]) for row in closed} & {
        (row["laag"], row["version"]) for row in held
    }
    (row,) = swing.site.query(statement("state").decode(), role="woonzorg_api")
    state = load(json.dumps(row["json_build_object"]).encode())
    for layer in state.layers.values():
        assert layer.at(newest).current == layer.current


def _written(site: Site) -> dict[str, tuple[int, ...]]:
    """Rows in, changed and out since the database began, per table that holds data."""
    with psycopg.connect(site.dsn("postgres")) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        rows = connection.execute(
            "SELECT schemaname || '.' || relname, n_tup_ins, n_tup_upd, n_tup_del"
            " FROM pg_stat_user_tables WHERE schemaname = ANY (%s) OR relname = ANY (%s)",
            (WRITTEN, ["versie", "laagversie", "release_dataset", "release_laag"]),
        ).fetchall()
    return {name: tuple(counts) for name, *counts in rows}


def _dagster_runs(site: Site) -> int:
    with dg.DagsterInstance.from_config(site.environment["DAGSTER_HOME"]) as instance:
        return int(instance.get_runs_count())


def test_nothing_changed_writes_nothing(site: Site) -> None:
    before = _written(site), _dagster_runs(site), site.release, site.content(), site.tiles
    done = _refresh(site)
    assert done.status == 0
    assert {outcome["state"] for told in done.outcomes.values() for outcome in told} <= {
        "ongewijzigd",
        "overgeslagen",
    }
    assert {event["naam"] for event in done.events if "naam" in event} == {"landen"}
    assert (_written(site), _dagster_runs(site), site.release, site.content(), site.tiles) == before
    with psycopg.connect(site.dsn("postgres"), autocommit=True) as connection:
        connection.execute("INSERT INTO pub.ingetrokken (laag, reden) VALUES ('proef', 'proef')")
    assert _written(site) != before[0]  # the counters do count


def test_same_input_gives_the_same_content_in_another_database() -> None:
    fresh = farm().fresh("klein")
    done = _refresh(fresh)
    assert done.status == 0, done.text
    assert fresh.content() == farm().clean("klein").content()
    fresh.drop()


def test_prune_keeps_the_last_three(site: Site) -> None:
    for number in range(5):
        edit_odata(site.feeds, TABLE, lambda row, n=number: row.update(LangdurigBeperkt_6=10.0 + n))
        assert _refresh(site).status == 0
    assert site.release == 6
    kept = site.query(
        "SELECT peildatum, count(*) AS n FROM log.versie WHERE dataset = 'rivm_gezondheid'"
        " AND toestand = 'goed' GROUP BY 1 ORDER BY 1"
    )
    assert all(row["n"] <= 3 for row in kept), kept
    held = site.query(
        "SELECT DISTINCT version FROM log.release_dataset WHERE dataset = 'rivm_gezondheid'"
        " AND release > (SELECT max(release) - 3 FROM pub.release)"
    )
    stored = site.query("SELECT DISTINCT version FROM store.rivm_gezondheid")
    assert {row["version"] for row in held} <= {row["version"] for row in stored}
    assert len(stored) <= 6
    # Archives, descriptions and tables go together; readers never meet half of a layer version.
    assert site.leftovers() == []
    assert site.query(
        "SELECT laag, version FROM pub.archief a WHERE NOT EXISTS"
        " (SELECT FROM pub.laag l WHERE l.laag = a.laag AND l.version = a.version)"
    ) == []  # fmt: skip


def test_a_dataset_that_this_version_no_longer_has_stops_no_release(site: Site) -> None:
    """An upgrade may rename a product; what the older software made stays in the log."""
    with psycopg.connect(site.dsn("postgres"), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO log.versie (version, dataset, peildatum, epoch, toestand, vingerafdruk,"
            " ontvangen) SELECT 0, 'verdwenen_product', peildatum, epoch, 'goed', 'oud', 1"
            " FROM log.versie WHERE toestand = 'goed' LIMIT 1"
        )
    edit_odata(site.feeds, TABLE, lambda row: row.update(LangdurigBeperkt_6=11.0))
    done = _refresh(site)
    assert done.status == 0, done.text
    assert site.release == 2
    held = site.query("SELECT DISTINCT dataset FROM log.release_dataset WHERE release = 2")
    assert {"dataset": "rivm_gezondheid"} in held
    assert {"dataset": "verdwenen_product"} not in held


# The steward's verbs -----------------------------------------------------------------------------


def test_rollback_moves_the_dataset_and_all_derived_and_lasts(swing: Swing) -> None:
    site = swing.site
    first = swing.at
    goal = swing.turn()
    assert _refresh(site).status == 0
    release = site.release
    said = verbs.rollback(_steward(site), "zorgaanbieders", **WHO)
    assert f"Release {release + 1}" in said
    turned, old = site.content(), swing.content[first]
    for name in turned:
        mine = name.startswith(
            ("zorgaanbieders", "locaties", "plaatsing", "kans_cel", "laag voorzieningen")
        )
        assert turned[name] == (old if mine else goal)[name], name
    # The same bytes stay refused, at every next refresh, with the steward's reason.
    for _ in range(2):
        done = _refresh(site)
        assert done.status == 3
        assert done.states("zorgaanbieders") == {"geweigerd"}
        assert "proef" in done.reason("zorgaanbieders")
        assert site.content() == turned
    # Until somebody approves them.
    number = site.value(
        "SELECT levering FROM log.levering WHERE dataset = 'zorgaanbieders'"
        " AND toestand = 'teruggedraaid'"
    )
    verbs.approve(_steward(site), "zorgaanbieders", number, **WHO)
    done = _refresh(site)
    assert done.status == 0, done.text
    assert site.content() == goal
    assert ("terugdraaien", "A. Beheerder", "proef") in _acts(site)
    assert ("goedkeuren", "A. Beheerder", "proef") in _acts(site)


def test_other_bytes_end_a_rollback(swing: Swing) -> None:
    site = swing.site
    swing.turn()
    assert _refresh(site).status == 0
    verbs.rollback(_steward(site), "zorgaanbieders", **WHO)
    goal = swing.turn()  # the supplier delivers something else
    done = _refresh(site)
    assert done.status == 0, done.text
    assert site.content() == goal


def test_rollback_without_an_earlier_version_is_one_sentence(site: Site) -> None:
    release = site.release
    with pytest.raises(WoonzorgError, match="geen eerdere goede versie"):
        verbs.rollback(_steward(site), "zorgaanbieders", **WHO)
    assert site.release == release


def test_rollback_of_an_added_peildatum(site: Site) -> None:
    profile = site.feeds / PROFILE
    text: Any = tomlkit.parse(profile.read_text(encoding="utf-8"))
    added = dict(text["bronnen"]["rivm_gezondheid"][1]) | {"peildatum": date(2023, 9, 1)}
    text["bronnen"]["rivm_gezondheid"].append(added)
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")
    before = site.content()
    assert _refresh(site).status == 0
    assert "rivm_gezondheid 2023-09-01" in site.content()
    # Of another moment, and in no release yet: a later good delivery, which stays good.
    site.query(
        "INSERT INTO log.versie (version, dataset, peildatum, indelingsjaar, epoch, toestand,"
        " vingerafdruk, ontvangen, gepubliceerd, afgekeurd, dubbel)"
        " SELECT 1000000, dataset, '2001-01-01', indelingsjaar, epoch, 'goed', 'x', 0, 0, 0, 0"
        " FROM log.versie WHERE dataset = 'rivm_gezondheid' LIMIT 1 RETURNING version"
    )
    verbs.rollback(_steward(site), "rivm_gezondheid", **WHO)
    later = site.query("DELETE FROM log.versie WHERE version = 1000000 RETURNING toestand")
    assert [row["toestand"] for row in later] == ["goed"]
    assert site.content() == before


def test_withdrawn_layer_stays_away_until_restored(site: Site) -> None:
    seen: list[str] = []
    with psycopg.connect(site.dsn("woonzorg_api"), autocommit=True) as listener:
        listener.execute("LISTEN woonzorg_release")
        verbs.withdraw(_steward(site), "voorzieningen", **WHO)
        seen += [note.payload for note in listener.notifies(timeout=5, stop_after=1)]
    assert seen == ["ingetrokken"]
    held = site.query("SELECT laag, reden FROM pub.ingetrokken", role="woonzorg_api")
    assert held == [{"laag": "voorzieningen", "reden": "proef"}]
    # A refresh that publishes does not bring it back.
    edit_odata(site.feeds, TABLE, lambda row: row.update(LangdurigBeperkt_6=33.3))
    assert _refresh(site).status == 0
    assert site.query("SELECT laag FROM pub.ingetrokken") == [{"laag": "voorzieningen"}]
    verbs.restore(_steward(site), "voorzieningen", **WHO)
    assert site.query("SELECT laag FROM pub.ingetrokken") == []
    assert [act for act, _, _ in _acts(site)] == ["intrekken", "herstellen"]


def test_approve_lets_ten_times_fewer_rows_pass_once(site: Site) -> None:
    before = site.version("bag_verblijfsobjecten")
    objects = "/kadaster/bag/ogc/v2/collections/verblijfsobject"
    with site.publisher() as publisher:
        publisher.fault(objects, "fewer_rows", factor=10)
        refused = site.refresh()
        assert refused.status == 3
        assert refused.states("bag_verblijfsobjecten") == {"geweigerd"}
        assert "./woonzorg approve bag_verblijfsobjecten" in refused.reason("bag_verblijfsobjecten")
        assert site.version("bag_verblijfsobjecten") == before
        number = site.value(
            "SELECT levering FROM log.levering WHERE dataset = 'bag_verblijfsobjecten'"
            " AND toestand = 'geweigerd'"
        )
        verbs.approve(_steward(site), "bag_verblijfsobjecten", number, **WHO)
        passed = site.refresh()
        assert passed.status == 0, passed.text
        assert passed.states("bag_verblijfsobjecten") == {"gepubliceerd"}
        assert site.version("bag_verblijfsobjecten") != before
        # Approval was for that delivery: the next one is judged by its own rows.
        publisher.heal()
        again = site.refresh()
    assert again.states("bag_verblijfsobjecten") == {"geweigerd"}
    assert "bruikbare rijen" in again.reason("bag_verblijfsobjecten")


def test_verbs_ask_for_a_name_and_a_reason(site: Site) -> None:
    with pytest.raises(ConfigurationError, match="naam"):
        verbs.withdraw(_steward(site), "voorzieningen", by=" ", reason="proef")
    with pytest.raises(ConfigurationError, match="bestaat niet"):
        verbs.withdraw(_steward(site), "voorziening", **WHO)
    with pytest.raises(WoonzorgError, match="niet ingetrokken"):
        verbs.restore(_steward(site), "voorzieningen", **WHO)
    with pytest.raises(WoonzorgError, match="niet als geweigerd"):
        verbs.approve(_steward(site), "zorgaanbieders", 999_999, **WHO)
    assert [act for act, *_ in _acts(site)] == ["herstellen", "goedkeuren"]
    said = site.query("SELECT uitkomst, herkomst FROM audit.handeling")
    assert all(row["uitkomst"].startswith("geweigerd: ") for row in said)
    assert {row["herkomst"] for row in said} == {"opdrachtregel"}


def test_steward_role_does_nothing_but_its_verbs(site: Site) -> None:
    with psycopg.connect(_steward(site), autocommit=True) as steward:
        for statement in (
            "SELECT * FROM log.levering",
            "UPDATE pub.pointer SET huidig = false",
            "SELECT log.wijs_aan(1)",
            "DELETE FROM audit.handeling",
            "SELECT * FROM store.zorgaanbieders",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                steward.execute(statement.encode())


def test_audit_record_is_chained(site: Site) -> None:
    verbs.withdraw(_steward(site), "voorzieningen", **WHO)
    verbs.restore(_steward(site), "voorzieningen", **WHO)
    rows = site.query("SELECT keten FROM audit.handeling ORDER BY id")
    assert len({row["keten"] for row in rows}) == len(rows) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", row["keten"]) for row in rows)


def test_dropping_the_same_file_again_changes_nothing(site: Site) -> None:
    folder = site.deliveries / "zorgcapaciteit" / "avondrood"
    text = next(folder.iterdir()).read_text(encoding="utf-8")
    drop_file(folder, "nogmaals.csv", text)
    touch_odata(site.feeds, TABLE, "zelfde")  # published anew, with the same figures
    before = site.content(), site.release
    done = _refresh(site)
    assert done.status == 0
    assert (site.content(), site.release) == before


def test_a_product_that_is_switched_off_leaves_at_the_next_refresh(site: Site) -> None:
    """Though nothing else is new; and the refresh after that has nothing to do."""
    profile, release = site.feeds / PROFILE, site.release
    text: Any = tomlkit.parse(profile.read_text(encoding="utf-8"))
    text["uit"]["kans_cel"] = "proef"
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")
    assert site.version("kans_cel")
    with site.publisher():
        first, second = site.refresh(), site.refresh()
    assert (first.status, second.status) == (0, 0)
    assert site.version("kans_cel") is None
    assert site.release == release + 1
    assert "uitgezet in het profiel: proef" in second.reason("kans_cel")
    assert {e["naam"] for e in second.events if "stap" in e} == {"landen"}
