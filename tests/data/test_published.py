"""What the sample publishes: rows that add up, values with a status, shapes in RD."""

from typing import Any

import pytest

from data.model import Status
from data.registry import layers, registry
from data.shapes import NUMBER_OF, READY
from pipelines.profile import load
from tests.support.installations import Installation

OPEN = sorted(name for name, (_, layer) in layers().items() if not layer.restricted)
NATIONAL = load("landelijk")
# Layers of feeds that have no open source in the national profile.
OFF = {
    name
    for name, (dataset, _) in layers().items()
    if name in OPEN and not dataset.derived and not NATIONAL.sources(dataset.name)
}
MIXED = {"POINT", "MULTIPOINT", "POLYGON", "MULTIPOLYGON"}
EMPTY = {Status.ONTBREEKT.value, Status.ONDERDRUKT.value, Status.UITGESLOTEN.value}
KNOWN = {status.value for status in Status}


@pytest.fixture(scope="module")
def place(published_sample: Installation) -> Installation:
    return published_sample


@pytest.fixture(scope="module")
def pointers(place: Installation) -> list[dict[str, Any]]:
    return place.database.rows(
        "SELECT laag, version FROM pub.pointer"
        " UNION ALL SELECT laag, version FROM pub_restricted.pointer"
    )


def described(place: Installation, layer: str) -> list[dict[str, Any]]:
    return place.database.rows(
        "SELECT * FROM pub.kolom WHERE laag = %s AND version = %s ORDER BY volgorde",
        (layer, place.pointer(layer)["version"]),
        role="woonzorg_api",
    )


def test_every_open_layer_of_the_registry_is_published(place: Installation) -> None:
    found = {row["laag"] for row in place.database.rows("SELECT laag FROM pub.pointer")}
    absent = set(OPEN) - found
    reasons = {one.dataset: one.reason for one in place.outcomes if one.state != "gepubliceerd"}
    assert absent == OFF, reasons


def test_no_feed_was_refused_but_for_the_faults_in_partner_files(place: Installation) -> None:
    wrong = {one.dataset: one.reason for one in place.outcomes if one.state == "onbereikbaar"}
    assert wrong == {}
    refused = {one.dataset for one in place.outcomes if one.state == "geweigerd"}
    partners = {name for name, dataset in registry().items() if dataset.per_supplier}
    assert refused <= partners


def test_rows_of_every_dataset_add_up(place: Installation) -> None:
    rows = place.database.rows("SELECT * FROM log.versie WHERE toestand = 'goed'")
    assert len(rows) > 20
    for row in rows:
        outside = sum(row["buiten_bereik"].values())
        assert row["ontvangen"] == (
            row["gepubliceerd"] + row["afgekeurd"] + row["dubbel"] + outside
        ), row["dataset"]
        stored = place.database.value(
            f"SELECT count(*) FROM store.{row['dataset']} WHERE version = %s",  # noqa: S608
            (row["version"],),
        )
        assert stored == row["gepubliceerd"], row["dataset"]


def test_quarantine_holds_exactly_what_was_refused(place: Installation) -> None:
    rows = place.database.rows(
        "SELECT dataset, version, afgekeurd FROM log.versie WHERE toestand = 'goed'"
    )
    for row in rows:
        if registry()[row["dataset"]].derived:
            assert row["afgekeurd"] == 0
            continue
        kept = place.database.value(
            f"SELECT count(*) FROM quarantine.{row['dataset']} WHERE version = %s"  # noqa: S608
            " AND soort = 'afgekeurd'",
            (row["version"],),
        )
        assert kept == row["afgekeurd"], row["dataset"]


def test_rows_of_every_layer_add_up(place: Installation) -> None:
    for row in place.database.rows(
        "SELECT lv.laag, lv.version, lv.rijen, lv.buiten_bereik, v.gepubliceerd"
        " FROM log.laagversie lv"
        " JOIN log.versie v ON v.version = lv.bronversie WHERE lv.toestand = 'goed'"
    ):
        assert row["gepubliceerd"] == row["rijen"] + sum(row["buiten_bereik"].values()), row["laag"]
        stored = place.database.value(
            f"SELECT count(*) FROM store.{row['laag']} WHERE version = %s",  # noqa: S608
            (row["version"],),
        )
        assert stored == row["rijen"] > 0, row["laag"]


def test_value_and_status_never_contradict(
    place: Installation, pointers: list[dict[str, Any]]
) -> None:
    for pointer in pointers:
        dataset, _ = layers()[pointer["laag"]]
        columns = place.database.rows(
            "SELECT column_name AS n FROM information_schema.columns WHERE table_schema = 'store'"
            " AND table_name = %s",
            (pointer["laag"],),
        )
        names = {row["n"] for row in columns}
        for name in sorted(n for n in names if f"{n}_status" in names):
            odd = place.database.rows(
                f"SELECT {name}_status AS s, {name} IS NULL AS leeg, count(*) AS n"  # noqa: S608
                f" FROM store.{pointer['laag']} WHERE version = %s GROUP BY 1, 2",
                (pointer["version"],),
            )
            for row in odd:
                assert row["s"] in KNOWN, (pointer["laag"], name, row)
                assert row["leeg"] == (row["s"] in EMPTY), (dataset.name, name, row)


def test_shapes_are_valid_typed_and_in_rd(
    place: Installation, pointers: list[dict[str, Any]]
) -> None:
    bounds = place.described("gemeenten" if "gemeenten" in OPEN else "buurten")["bbox28992"]
    for pointer in pointers:
        dataset, layer = layers()[pointer["laag"]]
        if not (dataset.geometry or layer.geometry_from):
            continue
        kind = dataset.geometry or registry()[layer.geometry_from[0]].geometry  # type: ignore[index]
        (found,) = place.database.rows(
            "SELECT bool_and(ST_IsValid(geometry)) AS goed,"  # noqa: S608
            " bool_and(ST_SRID(geometry) = 28992) AS rd,"
            " bool_or(ST_CoordDim(geometry) > 2) AS hoogte, bool_or(ST_IsEmpty(geometry)) AS leeg,"
            " array_agg(DISTINCT GeometryType(geometry)) AS soort,"
            f" ST_XMin(ST_Extent(geometry)) AS x FROM store.{pointer['laag']}"
            " WHERE version = %s AND geometry IS NOT NULL",
            (pointer["version"],),
        )
        if found["x"] is None:
            continue
        assert found["goed"], pointer["laag"]
        assert found["rd"]
        assert not found["hoogte"]
        assert not found["leeg"]
        wanted = MIXED if kind == "Geometry" else {str(kind).upper()}
        assert set(found["soort"]) <= wanted, pointer["laag"]
        assert abs(found["x"] - bounds[0]) < 60_000


def test_ids_are_unique_and_made_of_the_key(
    place: Installation, pointers: list[dict[str, Any]]
) -> None:
    for pointer in pointers:
        (found,) = place.database.rows(
            "SELECT count(*) AS n, count(DISTINCT id) AS u, count(id) AS v"  # noqa: S608
            f" FROM store.{pointer['laag']}"
            " WHERE version = %s",
            (pointer["version"],),
        )
        assert found["n"] == found["u"] == found["v"] > 0, pointer["laag"]


@pytest.mark.parametrize("layer", [name for name in OPEN if name not in OFF])
def test_every_column_is_described_with_source_moment_and_unit(
    place: Installation, layer: str
) -> None:
    dataset, _ = layers()[layer]
    rows = place.layer(layer, columns="*")
    told = {row["kolom"]: row for row in described(place, layer)}
    beside = {"version", "id", "peildatum", "geometry", *READY}
    for name in rows[0]:
        if name in beside or name.endswith(("_status", "_ci_low", "_ci_high")):
            continue
        column = told[name]
        assert column["titel"]
        assert column["titel_en"]
        assert column["bron"]
        assert column["peildatum"]
        if column["statuskolom"]:
            assert column["statuskolom"] in rows[0]
            assert column["rol"] == "klasse" or (column["eenheid"] and column["eenheid_en"])
    assert set(told) <= set(rows[0])
    about = place.described(layer)
    for name in ("titel", "titel_en", "omschrijving", "bron", "licentie", "attributie", "sleutel"):
        assert about[name], (layer, name)
    assert about["aantal"] == len(rows)
    assert about["methode_versie"] == dataset.method_version
    assert any("Fictieve gegevens" in text for text in about["opmerkingen"])


def test_products_name_what_they_were_made_from(place: Installation) -> None:
    for name, (dataset, layer) in layers().items():
        if dataset.derived and not layer.restricted:
            inputs = place.described(name)["dekking"]["invoer"]
            assert {one["dataset"] for one in inputs} >= set(dataset.inputs), name
            assert all(one["peildatum"] and one["behouden"] is False for one in inputs), name


def test_dwellings_of_buurten_are_those_of_the_register(place: Installation) -> None:
    """Our own counts are sums over addresses: they agree to the last one."""
    per_buurt = place.layer("woningvoorraad_buurt", columns="buurtcode, woningen")
    grid = place.layer("vierkanten", columns="woningen_bag")
    dwellings = sum(row["woningen"] for row in per_buurt)
    assert dwellings == sum(row["woningen_bag"] for row in grid)
    version = place.version("bag_verblijfsobjecten")["version"]
    counted = place.database.value(
        "SELECT count(*) FROM store.bag_verblijfsobjecten v WHERE v.version = %s"
        " AND v.gebruiksdoel LIKE '%%woonfunctie%%'"
        " AND v.status IN ('Verblijfsobject in gebruik', 'Verblijfsobject buiten gebruik',"
        " 'Verblijfsobject in gebruik (niet ingemeten)')"
        " AND EXISTS (SELECT FROM store.cbs_buurten b WHERE b.version = %s"
        " AND substr(b.buurtcode, 3, 4) = %s AND ST_Intersects(b.geometry, v.geometry))",
        (
            version,
            place.version("cbs_buurten")["version"],
            place.database.value("SELECT gemeenten[1] FROM pub.release")[2:],
        ),
    )
    assert dwellings == counted


def test_ages_of_cells_add_up_to_the_buurten(place: Installation) -> None:
    own = place.database.value("SELECT gemeenten[1] FROM pub.release")[2:]
    rows = place.stored("leeftijd_buurt")
    buurten = {r["buurtcode"]: r for r in rows if r["buurtcode"][2:6] == own}
    cells = place.database.rows(
        "SELECT r.buurtcode AS b, sum(c.inwoners_75plus) AS n FROM store.leeftijd_cel c"
        " JOIN store.raster r ON r.vierkant = c.vierkant AND r.version = %s"
        " WHERE c.version = %s GROUP BY 1",
        (place.version("raster")["version"], place.version("leeftijd_cel")["version"]),
    )
    total = sum(row["n"] or 0 for row in cells)
    known = sum(row["inwoners_75plus"] or 0 for row in buurten.values())
    assert total == pytest.approx(known, rel=0.05)


def test_draaglast_shows_classes_and_no_numbers_but_coverage(place: Installation) -> None:
    for layer in ("draaglast", "draaglast_per_wijk"):
        for column in described(place, layer):
            assert column["type"] in ("text", "bool") or column["kolom"].startswith("dekking_"), (
                column
            )
            assert "punten" not in column["kolom"]
        rows = place.layer(layer)
        assert any(row["klasse"] for row in rows)


def _stepped(value: float, step: float) -> bool:
    """A whole number of steps; a step of 0.01 has no exact double."""
    return abs(value / step - round(value / step)) < 1e-6


def test_counts_of_people_are_never_finer_than_declared(place: Installation) -> None:
    for name, (_, layer) in layers().items():
        if layer.restricted or name in OFF:
            continue
        for column in registry()[layers()[name][0].name].columns:
            if column.round_to and column.name in layer.columns:
                rows = place.layer(name, columns=column.name)
                assert all(
                    row[column.name] is None or _stepped(row[column.name], column.round_to)
                    for row in rows
                ), (name, column.name)


def test_opportunities_lie_on_the_full_grid(place: Installation) -> None:
    cells = place.layer("kansenkaart", columns="id, score, score_status, zone")
    grid = place.layer("vierkanten", columns="id")
    assert {row["id"] for row in cells} == {row["id"] for row in grid}
    for row in cells:
        assert row["score"] is None or 0 <= row["score"] <= 100
    assert "Weegprofiel gemeente" in " ".join(place.described("kansenkaart")["opmerkingen"])


def test_archives_are_those_of_the_open_layers_and_hold_no_more(place: Installation) -> None:
    from pmtiles.reader import MmapSource, Reader

    rows = place.database.rows("SELECT * FROM pub.archief", role="woonzorg_api")
    assert rows
    for row in rows:
        assert not layers()[row["laag"]][1].restricted
        columns = {one["kolom"] for one in described(place, row["laag"])}
        with (place.settings.tiles / row["bestand"]).open("rb") as file:
            reader = Reader(MmapSource(file))
            inside = reader.metadata()["vector_layers"]
        assert [layer["id"] for layer in inside] == [row["laag"]]
        fields = {name.removesuffix("_status") for name in inside[0]["fields"]} - {"id"}
        assert fields <= columns, row["laag"]
    on_disk = {path.name for path in place.settings.tiles.glob("*")}
    assert on_disk == {row["bestand"] for row in rows}


def test_what_is_made_ready_is_what_would_be_made(
    place: Installation, pointers: list[dict[str, Any]]
) -> None:
    """What pages and tiles copy is what they would make, in every layer with shapes."""
    seen = 0
    for pointer in pointers:
        dataset, layer = layers()[pointer["laag"]]
        if not (dataset.geometry or layer.geometry_from):
            continue
        (found,) = place.database.rows(
            "SELECT count(*) FILTER (WHERE geojson IS DISTINCT FROM"  # noqa: S608
            " ST_AsGeoJSON(ST_Transform(geometry, 4326), 8, 0)"
            f" OR tegelnummer IS DISTINCT FROM {NUMBER_OF.format('id')}) AS anders,"
            " count(geojson) AS n"
            f" FROM store.{pointer['laag']} WHERE version = %s",
            (pointer["version"],),
        )
        assert found["anders"] == 0, pointer["laag"]
        seen += found["n"]
    assert seen > 1000
