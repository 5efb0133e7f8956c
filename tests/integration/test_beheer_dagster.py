"""What a steward decides on a page is taken up by Dagster at once, and once."""

import dagster as dg
import pytest

from assets.definitions import build_definitions
from pipelines.profile import load
from tests.support import office
from tests.support.clusters import Database

FEED = "corporatiecomplexen"


@pytest.fixture(scope="module")
def defs() -> dg.Definitions:
    return build_definitions(load("landelijk", ("GM9999",), fictief=True))


def look(defs: dg.Definitions, database: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys of the runs that are asked for: the feed first, then what is made from it."""
    monkeypatch.setenv("WOONZORG_PIPELINE_DSN", database.dsn())
    sensor = next(s for s in defs.sensors or () if s.name == "besluiten")
    with dg.build_sensor_context(repository_def=defs.get_repository_def()) as context:
        result = sensor(context)
    assert isinstance(result, dg.SensorResult)
    requests = list(result.run_requests or ())
    first, later = requests[::2], requests[1::2]
    for request in first:
        chosen = {key.path[-1] for key in request.asset_selection or ()}
        assert {FEED, "complexen"} <= chosen
    assert [one.run_key for one in later] == [f"{one.run_key} gevolg" for one in first]
    return [str(request.run_key) for request in first]


def test_an_approval_and_a_mapping_start_a_run(
    defs: dg.Definitions, own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_database.connect() as db:
        db.execute("INSERT INTO log.run (aanleiding, codeversie) VALUES ('x', 'y')")
    assert look(defs, own_database, monkeypatch) == []
    number = office.deliver(own_database, FEED, "de-sluis", "geweigerd", reason="te weinig rijen")
    assert look(defs, own_database, monkeypatch) == []
    with own_database.connect("woonzorg_steward") as db:
        for call in (
            f"beheer.goedkeuren('{FEED}', {number}, 'A', 'mag', 'stewardpagina')",
            f"beheer.koppelen('{FEED}', 'de-sluis', '{{\"naam\": \"Naam\"}}', 'A', 'zo',"
            " 'stewardpagina')",
        ):
            (done,) = db.execute(f"SELECT * FROM {call}".encode()).fetchall()  # noqa: S608
            assert done["gedaan"], done
    expected = ["gekoppeld:1", f"goedgekeurd:{number}"]
    assert look(defs, own_database, monkeypatch) == expected
    assert look(defs, own_database, monkeypatch) == expected, (
        "the same keys: Dagster runs them once"
    )
