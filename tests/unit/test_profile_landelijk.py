"""The national profile for any gemeente: every source expands, nothing asks for the whole country.

The addresses are written out here from the notes on the feeds, not read from the profile.
"""

import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shapely

from pipelines import delivery, profile
from pipelines.area import Area, _refuse_missing
from pipelines.errors import ConfigurationError
from pipelines.profile import BronKeuze, Profiel

OPEN, POLICE = (
    "https://opendata.cbs.nl/ODataFeed/odata/",
    "https://dataderden.cbs.nl/ODataFeed/OData/",
)
PDOK, SERVICE = "https://api.pdok.nl/", "https://service.pdok.nl/"
KWB = (
    *(82339, 82931, 83220, 83487, 83765, 84286, 84583, 84799, 85039, 85318, 85618, 85984),
    *(86165, 86358),
)
KNOWN = {
    "cbs_gemeenten": [
        *(
            f"{PDOK}cbs/wijken-en-buurten-{y}/ogc/v1/collections/gemeenten"
            for y in range(2022, 2027)
        ),
        f"{PDOK}cbs/wijken-en-buurten-historisch/ogc/v1",
        f"{PDOK}cbs/gebiedsindelingen/ogc/v1",
        f"{SERVICE}cbs/wijkenbuurten/2024/wfs/v1_0",
        "https://geodata.cbs.nl/files/Wijkenbuurtkaart/WijkBuurtkaart_2024_v2.zip",
        "https://geodata.cbs.nl/files/Wijkenbuurtkaart/WijkBuurtkaart_2025_v1.zip",
        "https://geodata.cbs.nl/files/Wijkenbuurtkaart/WijkBuurtkaart_2026_v0.zip",
        f"{SERVICE}cbs/wijken-en-buurten-2026/atom/downloads/WijkBuurtkaart_2026_v0.gpkg",
        f"{SERVICE}cbs/wijkenbuurten/2022/atom/downloads/wijkenbuurten_2022_v1.gpkg",
    ],
    "cbs_wijken": [f"{PDOK}cbs/wijken-en-buurten-2024/ogc/v1/collections/wijken/items"],
    "cbs_buurten": [f"{PDOK}cbs/wijken-en-buurten-2024/ogc/v1/collections/buurten/items"],
    "bag_verblijfsobjecten": [
        f"{PDOK}kadaster/bag/ogc/v2/collections/verblijfsobject/items",
        f"{PDOK}lv/bag/ogc/v1_0",
        f"{SERVICE}lv/bag/wfs/v2_0",
        f"{SERVICE}lv/bag/atom/downloads/bag-light.gpkg",
        f"{SERVICE}lv/bag/atom/bag.xml",
        f"{SERVICE}kadaster/adressen/atom/v1_0/downloads/lvbag-extract-nl.zip",
    ],
    "bag_panden": [f"{PDOK}kadaster/bag/ogc/v2/collections/pand/items"],
    "bag_adressen": [f"{PDOK}kadaster/bag/ogc/v2/collections/adres/items"],
    "bag_ligplaatsen": [f"{PDOK}kadaster/bag/ogc/v2/collections/ligplaats/items"],
    "bag_standplaatsen": [f"{PDOK}kadaster/bag/ogc/v2/collections/standplaats/items"],
    "cbs_kwb": [
        *(f"{OPEN}{table}NED" for table in KWB),
        "https://datasets.cbs.nl/odata/v1/CBS/85984NED",
    ],
    "cbs_nabijheid": [
        *(f"{OPEN}{table}NED" for table in (84463, 84718, 85560, 86134, 86270)),
        OPEN + "80305ned",
    ],
    "cbs_wmo": [OPEN + table for table in ("86158NED", "86051NED", "85994NED")],
    "cbs_jeugdzorg": [OPEN + "86204NED"],
    "cbs_woningvoorraad_gemeente": [
        OPEN + table for table in ("86286NED", "86098NED", "85036NED", "83625NED")
    ],
    "cbs_gebieden": [OPEN + "85755NED"],
    "ses_woa": [OPEN + table for table in ("85900NED", "86092NED", "86296NED")],
    "cbs_leeftijd_pc4": [OPEN + "83502NED"],
    "cbs_leeftijd_gemeente": [OPEN + "03759ned"],
    "levenstafel": [OPEN + "37360ned"],
    "politie_misdrijven": [POLICE + "47018NED"],
    "politie_maand": [POLICE + "47022NED"],
    "politie_overlast": [POLICE + "47024NED"],
    "rivm_gezondheid": [POLICE + "50150NED", POLICE + "50120NED"],
    "rivm_regiobeeld": [POLICE + "50149NED"],
    "rivm_beweegvriendelijk": [POLICE + "50143NED"],
    "leefbaarometer": [
        "https://www.leefbaarometer.nl/resources/open-data-leefbaarometer-meting-2024.zip",
        "https://www.leefbaarometer.nl/resources/geometrie-lbm3-2024.zip",
        "https://geo.leefbaarometer.nl/lbm3/ows",
    ],
    "duo_scholen": ["https://onderwijsdata.duo.nl/api/3/action/package_show"],
    "osm_wegen": [
        "https://download.geofabrik.de/europe/netherlands-latest.osm.pbf",
        "https://download.geofabrik.de/europe/netherlands/groningen-latest.osm.pbf",
    ],
    "nwb_wegen": [
        f"{SERVICE}rws/nationaal-wegenbestand-wegen/atom/downloads/nwb_wegen.gpkg",
        f"{SERVICE}rws/nationaal-wegenbestand-wegen/wfs/v1_0",
        f"{PDOK}rws/nationaal-wegenbestand-wegen/ogc/v1",
    ],
    "natura2000": [f"{SERVICE}rvo/natura2000/wfs/v1_0"],
    "cbs_bodemgebruik": [f"{SERVICE}cbs/bestandbodemgebruik/2017/wfs/v1_0"],
    "zorginstituut_verpleeghuizen": ["openbaar-databestand-verpleeghuiszorg-verslagjaar-2020.xlsx"],
}
FILTERS: list[tuple[str, str, Any]] = [
    ("politie_misdrijven", "SoortMisdrijf", {"0.0.0", "1.1.1", "1.4.3", "1.4.7", "2.2.1"}),
    ("politie_misdrijven", "Perioden", {"2024JJ00"}),
    ("cbs_wmo", "TypeMaatwerkvoorziening", {"T001024", "A019506", "A019507", "A019508", "A019509"}),
    ("rivm_gezondheid", "Perioden", {"2024JJ00"}),
    ("ses_woa", "Perioden", {"2024JJ00"}),
]
SIZES = {"bag-light.gpkg": 7_800, "lvbag-extract-nl": 3_600, "netherlands-latest": 1_300}
SIZES |= {"WijkBuurtkaart_2025_v1.zip": 104, "nwb_wegen.gpkg": 1_500}
CODES = [("GM0363",), ("GM0014",), ("GM1955",), ("GM0363", "GM0394")]


def national(*codes: str) -> Profiel:
    return profile.load("landelijk", codes)


def addresses(source: BronKeuze) -> tuple[str, ...]:
    return (source.adres,) if isinstance(source.adres, str) else source.adres


@pytest.mark.parametrize("name", KNOWN)
def test_every_known_address_stands_in_the_profile(name: str) -> None:
    held = [one for source in national().bronnen[name] for one in addresses(source)]
    for wanted in KNOWN[name]:
        assert any(wanted in one for one in held), wanted


def test_what_is_off_says_why_and_what_is_on_has_an_address() -> None:
    for name, sources in national().bronnen.items():
        for source in sources:
            assert bool(source.reden) == source.uit, name
            assert source.uit or all(addresses(source)), name
            assert not source.uit or len(source.reden) > 15, name


def test_editions_of_a_feed_differ_in_peildatum() -> None:
    place = national("GM0014")
    for name in place.bronnen:
        moments = [source.peildatum for source in place.sources(name)]
        assert len(set(moments)) == len(moments), name
        assert len(moments) < 2 or all(isinstance(moment, date) for moment in moments), name


@pytest.mark.parametrize(("name", "dimension", "keys"), FILTERS)
def test_filters_of_the_notes_are_asked(name: str, dimension: str, keys: set[str]) -> None:
    asked: set[str] = set()
    for source in national().sources(name):
        value = source.filter[dimension]
        asked |= {value} if isinstance(value, str) else set(value)
    assert keys <= asked


def test_police_is_asked_a_year_at_a_time() -> None:
    for name in ("politie_misdrijven", "politie_overlast", "politie_maand"):
        for source in national().sources(name):
            period = source.filter["Perioden"]
            assert isinstance(period, str)
            assert isinstance(source.peildatum, date)
            assert period.startswith(str(source.peildatum.year))


@pytest.mark.parametrize("part", SIZES)
def test_sizes_are_said_before_fetching(part: str) -> None:
    found = [
        source.omvang_mb
        for sources in national().bronnen.values()
        for source in sources
        if any(part in one for one in addresses(source))
    ]
    assert max(found) == SIZES[part]


@pytest.mark.parametrize("codes", CODES, ids="+".join)
def test_every_source_expands_for_any_gemeente(codes: tuple[str, ...]) -> None:
    place = national(*codes)
    own = shapely.MultiPolygon([shapely.box(120_000, 480_000, 130_000, 490_000)])
    area = Area(own, own.buffer(place.ring_m))
    work: Any = SimpleNamespace(profile=place)
    whole = 0.0
    for name in place.bronnen:
        for source in place.sources(name):
            bron = delivery.expand(work, name, source, area)
            text = json.dumps([bron.adres, dict(bron.parameters), dict(bron.filter)], default=list)
            assert not re.search(r"\{[a-z]+\}", text), name
            assert bron.adres, name
            if "bbox" in bron.parameters:
                west, south, east, north = map(float, bron.parameters["bbox"].split(","))
                assert (west, south) < (120_000, 480_000)
                assert (east, north) > (130_000, 490_000)
            if name.startswith("bag_"):
                assert "bbox" in bron.parameters, "never the national BAG for one gemeente"
            whole += source.omvang_mb
    assert whole < 2_000
    for source in place.sources("cbs_leeftijd_gemeente"):
        ages = delivery.expand(work, "cbs_leeftijd_gemeente", source, area)
        assert ages.filter["RegioS"] == codes


def test_boundaries_need_no_area() -> None:
    place = national("GM0363")
    work: Any = SimpleNamespace(profile=place)
    (source,) = place.sources("cbs_gemeenten")
    bron = delivery.expand(work, "cbs_gemeenten", source, None)
    assert "bbox" not in bron.parameters
    assert "{" not in "".join(bron.adres)


@pytest.mark.parametrize(("code", "near"), [("GM0015", "GM0014"), ("GM03630", "GM0363")])
def test_a_code_that_does_not_exist_is_refused_in_one_sentence(
    code: str, near: str, feeds: Path
) -> None:
    answer = feeds / "recorded-http" / "pdok_ogcapi_cbs_gemeenten_2025.json"
    features = json.loads(answer.read_text(encoding="utf-8"))["features"]
    codes = {feature["properties"]["statcode"] for feature in features}
    assert len(codes) == 342
    with pytest.raises(ConfigurationError) as refused:
        _refuse_missing({code}, codes)
    said = str(refused.value)
    assert code in said
    assert near in said or "bedoelt u" in said
    assert said.count(".") == 1
    _refuse_missing(set(), codes)
