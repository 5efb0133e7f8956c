"""The BAG 2.0 extract of Doesburg, end to end: history out of scope, open occurrences published."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.installations import Installation

PROFILE = """
naam = "Doesburg 2020"
indelingsjaar = 2024
gemeenten = ["GM0221"]
ring_m = 3000

[bronnen.cbs_wijken]
vorm = "geojson"
adres = "$WOONZORG_FEEDS/cbs-wijkbuurt/nl_wijken_2024_geom.geojson"
peildatum = 2024-01-01
indelingsjaar = 2024

[bronnen.bag_panden]
vorm = "lvbag"
adres = "$WOONZORG_FEEDS/bag/0221PND15092020-000001.zip"
peildatum = 2020-09-15

[bronnen.bag_verblijfsobjecten]
vorm = "lvbag"
adres = "$WOONZORG_FEEDS/bag/BAGNLDL-15092020-small.zip"
peildatum = 2020-09-15
"""


@pytest.fixture(scope="module")
def place(
    feeds: Path,  # noqa: ARG001
    installation: Callable[..., Installation],
    tmp_path_factory: pytest.TempPathFactory,
) -> Installation:
    profile = tmp_path_factory.mktemp("profiel") / "doesburg.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    made = installation(str(profile))
    made.refresh()
    return made


def test_every_record_is_accounted_for(place: Installation) -> None:
    kept = place.version("bag_panden")
    assert kept["ontvangen"] == 10_000
    assert kept["buiten_bereik"]["historie"] == 3_768
    assert kept["buiten_bereik"]["inactief"] == 0
    outside = sum(kept["buiten_bereik"].values())
    assert (kept["gepubliceerd"], kept["afgekeurd"], kept["dubbel"]) == (6_232, 0, 0)
    assert kept["gepubliceerd"] + outside == 10_000


def test_ids_stand_without_their_prefix(place: Installation) -> None:
    rows = place.stored("bag_panden", "identificatie, status, bouwjaar, bouwjaar_status")
    ids = {row["identificatie"] for row in rows}
    assert len(ids) == len(rows) == 6_232
    assert all(len(key) == 16 and key.isdigit() for key in ids)
    assert "0221100000317614" not in ids  # its open occurrence lies in the next file
    statuses = [row["status"] for row in rows]
    assert statuses.count("Pand gesloopt") == 308
    assert statuses.count("Niet gerealiseerd pand") == 8
    unknown = [row for row in rows if row["bouwjaar"] is None]
    assert len(unknown) == 19  # 9999 in the extract
    assert {row["bouwjaar_status"] for row in unknown} == {"ontbreekt"}


def test_map_leaves_out_what_is_not_there(place: Installation) -> None:
    shown = {row["status"] for row in place.layer("panden", columns="status")}
    assert shown == {"Pand in gebruik", "Verbouwing pand", "Sloopvergunning verleend"}


def test_address_objects_with_their_main_address(place: Installation) -> None:
    assert not place.outcome("bag_verblijfsobjecten").reason
    kept = place.version("bag_verblijfsobjecten")
    assert (kept["ontvangen"], kept["gepubliceerd"], kept["afgekeurd"]) == (5, 2, 0)
    assert kept["buiten_bereik"]["historie"] == 3
    rows = {row["identificatie"]: row for row in place.stored("bag_verblijfsobjecten")}
    assert set(rows) == {"0221010000330226", "0221010000330999"}
    one = rows["0221010000330226"]
    assert (one["straat"], one["huisnummer"], one["postcode"]) == ("Kosterstraat", 4, "6981CH")
    assert one["woonplaats"] == "Doesburg"
    assert one["gebruiksdoel"] == "woonfunctie"
    assert one["pand_verwijzing"] == "0221100000312938"
    assert one["oppervlakte_m2"] > 100


def test_second_refresh_changes_nothing(place: Installation) -> None:
    before = place.version("bag_panden")["version"]
    place.refresh()
    assert place.outcome("bag_panden").state == "ongewijzigd"
    assert place.version("bag_panden")["version"] == before
