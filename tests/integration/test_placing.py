"""Addresses of partners on the sample: placed, counted, protected; and what happens without BAG."""

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import tomlkit
from psycopg.rows import dict_row

from data import places
from data.registry import layers
from pipelines import status
from pipelines.opstart.installation import PROFILE
from pipelines.placing import report as placing_report
from pipelines.placing import rule as placing
from tests.faults.support import DAY, ROOT, Refreshed, Site, age, farm

SUPPLIER = "thuiszorg-zandhoven"
FEED = "zorgaanbieders"
SECRET = "Geheim Toevluchtsoord"  # noqa: S105 - the name of a location
KINDS = ("maatschappelijke opvang", "Vrouwenopvang", "beschermd wonen", "forensische zorg", "MO")


def feeds(site: Site, *, on: tuple[str, ...] = (), off: tuple[str, ...] = ()) -> None:
    """Switch sources of the site's profile on as the national profile has them, or off."""
    profile = site.feeds / PROFILE
    text = tomlkit.parse(profile.read_text(encoding="utf-8"))
    national = tomllib.loads((ROOT / "data" / "profiles" / "landelijk.toml").read_text("utf-8"))
    sources: Any = text["bronnen"]
    for name in on:
        sources[name] = national["bronnen"][name] | {"peildatum": DAY}
    for name in off:
        sources[name] = {"vorm": "ogc", "uit": True, "reden": "niet in deze proef"}
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")


def rewrite(site: Site, feed: str, supplier: str, change: Any) -> None:
    """Change the delivery of a supplier before it is read: rows as dictionaries."""
    (file,) = (site.deliveries / feed / supplier).iterdir()
    head, *lines = file.read_text("utf-8").splitlines()
    names = head.split(";")
    changed = change([dict(zip(names, line.split(";"), strict=True)) for line in lines])
    body = [";".join(row[name] for name in names) for row in changed]
    file.write_text("\n".join([head, *body]) + "\n", encoding="utf-8")
    age(file)


def _odd_addresses(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows that are there no more, twice, or nowhere; and care that is never shown."""
    good = dict(rows[0])
    kept = [
        row for row in rows if row["postcode"] == good["postcode"] or row["aanbieder_id"] > "Z0007"
    ]
    more = {
        "ODD1": {"bag_verblijfsobject_id": "", "huisnummer": "9999"},
        "ODD2": {"bag_verblijfsobject_id": "", "postcode": "9999ZZ"},
        "ODD3": {"bag_verblijfsobject_id": "0000010000000000", "huisnummer": "9998"},
        "SIDE": {"bag_verblijfsobject_id": "", **SIDE},
        **{
            f"GEHEIM{n}": {"soort": kind, "naam": SECRET, "bag_verblijfsobject_id": ""}
            for n, kind in enumerate(KINDS)
        },
        "GEHEIM9": {"naam": f"{SECRET} (crisisopvang)", "bag_verblijfsobject_id": ""},
    }
    return [*kept, *({**good, "aanbieder_id": key, **values} for key, values in more.items())]


SIDE: dict[str, str] = {}


def _side_address(site: Site) -> dict[str, str]:
    """An address of BAG that is no main address of an object."""
    lines = (site.feeds / "ogc" / "bag" / "adres" / "features.jsonl").read_text("utf-8")
    found = [json.loads(line)["properties"] for line in lines.splitlines()]
    own = next(row for row in reversed(found) if row["postcode"].startswith("896"))
    return {
        "postcode": own["postcode"],
        "huisnummer": own["huisnummer"],
        "huisletter": own["huisletter"] or "",
        "toevoeging": own["toevoeging"],
    }


def _hidden_complex(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    rows[0]["naam"] = f"{SECRET}, beschermd wonen"
    return rows


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[Site, Refreshed]]:
    site = farm().fresh()
    feeds(site, on=("bag_adressen",))
    SIDE.update(_side_address(site))
    rewrite(site, FEED, SUPPLIER, _odd_addresses)
    rewrite(site, "corporatiecomplexen", "woonlindenhof", _hidden_complex)
    with site.publisher():
        done = site.refresh()
    assert done.states(places.PLACES) == {"gepubliceerd"}, done.text
    yield site, done
    site.drop()


@pytest.fixture(scope="module")
def site(made: tuple[Site, Refreshed]) -> Site:
    return made[0]


def rows(site: Site, feed: str = FEED) -> dict[str, dict[str, Any]]:
    """Places of one feed by id."""
    found = site.query(
        "SELECT *, ST_AsText(geometry) AS punt FROM store.plaatsing WHERE version = %s"
        " AND bron = %s",
        site.version(places.PLACES),
        feed,
    )
    return {row["rij"].removeprefix(f"{SUPPLIER}:"): row for row in found}


def control(site: Site) -> Any:
    """A connection as the pipeline has it."""
    return psycopg.connect(site.dsn(), autocommit=True, row_factory=dict_row)


def views(site: Site) -> Iterator[tuple[str, str]]:
    """Every published layer, open and restricted."""
    for schema in ("pub", "pub_restricted"):
        for row in site.query(f"SELECT DISTINCT laag FROM {schema}.pointer"):  # noqa: S608
            yield schema, row["laag"]


def test_every_row_of_every_feed_with_an_address_has_one_answer(site: Site) -> None:
    for feed in ("zorgaanbieders", "zorgcapaciteit", "corporatiecomplexen"):
        held = site.query(
            f"SELECT id FROM store.{feed} WHERE version = %s",  # noqa: S608
            site.version(feed),
        )
        found = rows(site, feed)
        assert {row["rij"] for row in found.values()} == {row["id"] for row in held}
        for row in found.values():
            assert row["plaats_status"] in placing.STATUSES
            assert (row["geometry"] is None) == (row["plaats_status"] == placing.NOWHERE)
            assert row["plaats_reden"] or row["plaats_status"] in (placing.BAG_ID, placing.ADRES)


def test_each_odd_address_says_what_is_wrong(site: Site) -> None:
    found = rows(site)
    assert found["ODD1"]["plaats_status"] == placing.PC6
    assert "geen treffer" in found["ODD1"]["plaats_reden"]
    assert found["ODD2"]["plaats_status"] == placing.NOWHERE
    assert "geen gebied" in found["ODD2"]["plaats_reden"]
    assert found["ODD3"]["plaats_status"] == placing.PC6
    assert "BAG-nummer komt in dit gebied niet voor" in found["ODD3"]["plaats_reden"]
    assert found["SIDE"]["plaats_status"] == placing.ADRES  # only the addresses of BAG know it
    assert found["SIDE"]["verblijfsobject"]


def test_buurt_is_that_of_the_shape_and_of_no_other_source(site: Site) -> None:
    wrong = site.query(
        "SELECT p.rij, p.buurtcode, b.buurtcode AS echt FROM store.plaatsing p"
        " LEFT JOIN store.cbs_buurten b ON b.version = %s AND ST_Intersects(b.geometry, p.geometry)"
        " WHERE p.version = %s AND p.plaats_status IN ('bag_id', 'adres')"
        " AND p.buurtcode IS DISTINCT FROM b.buurtcode",
        site.version("cbs_buurten"),
        site.version(places.PLACES),
    )
    assert wrong == []
    assert rows(site)["ODD2"]["buurtcode"] is None


def test_layers_of_partners_are_drawn_and_only_for_the_restricted_role(site: Site) -> None:
    shown = site.query(
        "SELECT complex_id, plaats_status, buurtcode, ST_AsText(geometry) AS punt"
        " FROM pub_restricted.complexen",
        role="woonzorg_api_restricted",
    )
    assert sum(row["punt"] is not None for row in shown) >= len(shown) - 2
    assert {row["plaats_status"] for row in shown} <= set(placing.STATUSES)
    assert any(row["buurtcode"] for row in shown)
    assert not site.query("SELECT * FROM pub.laag WHERE laag IN ('complexen', 'capaciteit')")
    open_ = {name for schema, name in views(site) if schema == "pub"}
    assert not {name for name in open_ if layers()[name][1].restricted}
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        site.query("SELECT * FROM pub_restricted.complexen", role="woonzorg_api")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        site.query("SELECT * FROM store.plaatsing", role="woonzorg_api_restricted")


def test_unplaced_rows_are_counted_and_listed(site: Site) -> None:
    with control(site) as connection:
        found = placing_report.unplaced(connection, FEED, SUPPLIER)
        other = placing_report.unplaced(connection, FEED, "iemand-anders")
        told = {row["dataset"]: row for row in status.collect(connection)["adressen"]}
        assert placing_report.unplaced(connection, "cbs_buurten") is None
    assert found
    assert {row["rij"].split(":")[-1] for row in found.rows} == {"ODD1", "ODD2", "ODD3"}
    assert found.rows[0]["plaats_status"] == placing.NOWHERE
    assert found.counts["afgeschermd"] == len(KINDS) + 1
    assert sum(found.counts.values()) == len(rows(site))
    assert told[FEED]["niet_geplaatst"] == found.counts["niet_geplaatst"] == 1
    assert other
    assert not any(other.counts.values())
    text = " ".join(row["plaats_reden"] for row in found.rows)
    assert "9999" not in text  # what is told holds no address


def test_coverage_of_the_layer_counts_its_addresses(site: Site) -> None:
    (told,) = site.query(
        "SELECT dekking, opmerkingen FROM pub_restricted.laag WHERE laag = 'complexen'"
    )
    counts = told["dekking"]["plaatsing"]
    assert counts["afgeschermd"] == 1
    assert counts["adres"] > 0
    assert any("geen plek getoond" in text for text in told["opmerkingen"])
    assert told["dekking"]["ontbrekend"] == []


def test_care_that_is_never_shown_has_no_place_in_any_output(site: Site) -> None:
    hidden = {key: row for key, row in rows(site).items() if key.startswith("GEHEIM")}
    assert len(hidden) == len(KINDS) + 1
    for row in hidden.values():
        assert row["plaats_status"] == placing.NOWHERE
        assert (row["geometry"], row["buurtcode"], row["verblijfsobject"]) == (None, None, None)
    telling = 0
    for schema, name in views(site):
        found = site.query(f"SELECT to_jsonb(t) AS rij FROM {schema}.{name} t")  # noqa: S608
        for row in found:
            texts = [value for value in row["rij"].values() if isinstance(value, str)]
            assert SECRET not in " ".join(texts), name
            if places.telling(layers()[name][0]) and places.never_shown(*texts):
                telling += 1
                assert row["rij"].get("geometry") is None, name
                known = {key for key, value in row["rij"].items() if value is not None}
                assert not known & (places.AREA_KEYS | places.STREETS | set(places.ADDRESS)), name
    assert telling == 0  # the name told it, and the name is gone
    gone = site.query("SELECT * FROM pub_restricted.complexen WHERE naam IS NULL")
    assert len(gone) == 1
    assert gone[0]["geometry"] is None
    assert gone[0]["postcode"] is None
    assert gone[0]["buurtcode"] is None
    assert gone[0]["woningen"] > 0  # figures stay


def test_points_of_the_map_stay_as_they_were(site: Site) -> None:
    found = site.query("SELECT soort, naam, plaatsing FROM pub.voorzieningen")
    assert not any(places.never_shown(row["soort"], row["naam"]) for row in found)
    assert {row["plaatsing"] for row in found} <= {"punt", "adres (BAG)", "postcodegebied"}
    (told,) = site.query("SELECT dekking FROM pub.laag WHERE laag = 'voorzieningen'")
    assert told["dekking"]["afgeschermd"] == len(KINDS) + 1
    assert told["dekking"]["niet_geplaatst"] == {"lijst van een zorgpartner": 1}


def test_no_address_leaves_the_installation(site: Site) -> None:
    """Every request went to a declared host, and none says where somebody's location is."""
    national = tomllib.loads((ROOT / "data" / "profiles" / "landelijk.toml").read_text("utf-8"))
    fetched = [row["url"] for row in site.query("SELECT DISTINCT url FROM log.fetch")]
    asked = [url for url in fetched if "://" in url]  # the rest lay in a watched folder
    assert asked
    written = json.dumps(national["bronnen"], default=str)
    for url in asked:
        assert url.startswith("https://")
        assert url.split("/")[2] in written, url
    partners = site.query("SELECT DISTINCT postcode FROM store.zorgaanbieders")
    words = {row["postcode"] for row in partners if row["postcode"]} | {SECRET, "Geheim"}
    assert not [url for url in asked for word in words if word.lower() in url.lower()]


def test_without_bag_the_feed_is_published_and_says_why_it_is_not_placed() -> None:
    site = farm().fresh()
    feeds(site, off=("bag_verblijfsobjecten",))
    try:
        with site.publisher():
            done = site.refresh()
        assert done.states("corporatiecomplexen") == {"gepubliceerd"}, done.text
        assert done.states(places.PLACES) == {"gepubliceerd"}
        shown = site.query(
            "SELECT plaats_status, plaats_reden, geometry, woningen FROM pub_restricted.complexen"
        )
        assert {row["plaats_status"] for row in shown} == {placing.NOWHERE}
        assert all("BAG is niet geladen" in row["plaats_reden"] for row in shown)
        assert all(row["geometry"] is None and row["woningen"] for row in shown)
        (told,) = site.query("SELECT dekking FROM pub_restricted.laag WHERE laag = 'complexen'")
        assert told["dekking"]["ontbrekend"] == ["Verblijfsobjecten (BAG)"]
        assert told["dekking"]["plaatsing"]["niet_geplaatst"] == len(shown)
    finally:
        site.drop()
