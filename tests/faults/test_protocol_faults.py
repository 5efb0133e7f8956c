"""Broken WFS, OData v4, ATOM and BAG extract (TRUST 3.1): the last good version stays.

One small site takes these feeds over the other protocols. Every round breaks each of them in
another way at the same time, in one refresh; the last round is healed and must end where the clean
one ended.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import tomlkit

from pipelines.opstart.installation import PROFILE
from tests.faults.support import DAY, Refreshed, Site, farm, touch_odata

WFS, ODATA4, ATOM = "/lv/bag/wfs/v2_0", "/odata/v1/CBS/86134NED", "/cbs/vierkanten/atom"
OTHERS = ("cbs_gemeenten", "cbs_wijken", "cbs_buurten", "zorgaanbieders", "igj_apotheken")
BAG = "/kadaster/adressen/atom/v1_0/downloads"
SQUARES, EXTRACT = "vk100_2024.zip", "lvbag-extract.zip"
OBSERVATIONS = f"{ODATA4}/Observations"
FEEDS = ("bag_panden", "cbs_nabijheid", "cbs_vierkanten", "bag_verblijfsobjecten")
SOURCES: dict[str, dict[str, Any]] = {
    "bag_verblijfsobjecten": {
        "vorm": "wfs",
        "adres": f"https://service.pdok.nl{WFS}",
        "laag": "bag:verblijfsobject",
        "crs": "EPSG:28992",
        "parameters": {"bbox": "{bbox}"},
        "peildatum": DAY,
    },
    "cbs_nabijheid": {
        "vorm": "odata4",
        "adres": f"https://datasets.cbs.nl{ODATA4}",
        "peildatum": DAY,
        "indelingsjaar": 2024,
    },
    "cbs_vierkanten": {
        "vorm": "atom",
        "adres": f"https://service.pdok.nl{ATOM}/vierkanten.xml",
        "lid": "vk100_*.zip/*.gpkg",
        "crs": "EPSG:28992",
        "peildatum": DAY,
    },
    "bag_panden": {
        "vorm": "lvbag",
        "adres": f"https://service.pdok.nl{BAG}/{EXTRACT}",
        "peildatum": DAY,
    },
}
# Panden in the sample's own area, in the form of Kadaster.
OBJECTS = """<?xml version="1.0" encoding="UTF-8"?>
<sl-bag-extract:bagStand
 xmlns:Objecten="www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601"
 xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:Historie="www.kadaster.nl/schemas/lvbag/imbag/historie/v20200601"
 xmlns:sl-bag-extract="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601"
 xmlns:sl="http://www.kadaster.nl/schemas/standlevering-generiek/1.0">
<sl:standBestand><sl:dataset>LVBAG</sl:dataset>
<sl:inhoud><sl:objectTypen><sl:objectType>PND</sl:objectType></sl:objectTypen></sl:inhoud>
<sl:stand>
{objects}
</sl:stand></sl:standBestand>
</sl-bag-extract:bagStand>
"""
PAND = """<sl-bag-extract:bagObject><Objecten:Pand>
<Objecten:identificatie domein="NL.IMBAG.Pand">{key}</Objecten:identificatie>
<Objecten:geometrie><gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3">
<gml:exterior><gml:LinearRing><gml:posList count="5">{x} {y} 0 {e} {y} 0 {e} {n} 0 {x} {n} 0
 {x} {y} 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></Objecten:geometrie>
<Objecten:oorspronkelijkBouwjaar>1975</Objecten:oorspronkelijkBouwjaar>
<Objecten:status>Pand in gebruik</Objecten:status>
<Objecten:geconstateerd>N</Objecten:geconstateerd>
<Objecten:documentdatum>2011-03-08</Objecten:documentdatum>
<Objecten:documentnummer>x</Objecten:documentnummer>
<Objecten:voorkomen><Historie:Voorkomen>
<Historie:voorkomenidentificatie>{number}</Historie:voorkomenidentificatie>
<Historie:beginGeldigheid>2011-09-06</Historie:beginGeldigheid>
{end}<Historie:tijdstipRegistratie>2011-09-06T15:49:09.000</Historie:tijdstipRegistratie>
</Historie:Voorkomen></Objecten:voorkomen>
</Objecten:Pand></sl-bag-extract:bagObject>"""
ENDED = "<Historie:eindGeldigheid>2012-01-01</Historie:eindGeldigheid>\n"


@dataclass(frozen=True)
class Round:
    """Per feed what is broken and which words the reason has.

    Attributes:
        faults: path and kind of the publisher's fault, with its options.
        files: download -> bytes that stand there instead.
        words: feed -> regular expression the stored reason fits.
    """

    faults: tuple[tuple[str, str, dict[str, Any]], ...]
    files: dict[str, bytes]
    words: dict[str, str]


def zipped(members: dict[str, bytes]) -> bytes:
    """A deflated zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def extract(x: float, y: float, spoil: str = "") -> bytes:
    """A zip of zips of XML: forty panden beside a point, one of which has an older occurrence."""
    made = [(k, 1, "") for k in range(39)] + [(39, 1, ENDED), (39, 2, "")]
    objects = "".join(
        PAND.format(
            key=f"9901100009{k:06d}", number=number, end=end, x=x + 12 * k, y=y, e=x + 12 * k + 9,
            n=y + 9,
        )
        for k, number, end in made
    )  # fmt: skip
    text = OBJECTS.format(objects=objects)
    if spoil == "truncated":
        text = text[:-400]
    member = "../9999PND15092020.zip" if spoil == "escape" else "9999PND15092020.zip"
    return zipped(
        {
            member: zipped({"9901PND15092020-000001.xml": text.encode()}),
            "__MACOSX/._9999PND15092020.zip": b"x",
            ".DS_Store": b"x",
            "GEM-WPL-RELATIE-15092020.zip": b"x",
        }
    )


def rounds(x: float, y: float, squares: bytes) -> tuple[Round, ...]:
    """The rounds, around a point of the own gemeente."""
    return (
        Round(
            ((WFS, "exception_report", {}), (OBSERVATIONS, "duplicate_ids", {}),
             (f"{ATOM}/vierkanten.xml", "doctype", {})),
            {f"{BAG}/{EXTRACT}": extract(x, y, "truncated")},
            {"bag_verblijfsobjecten": "ExceptionReport", "cbs_nabijheid": "dubbel",
             "cbs_vierkanten": "DOCTYPE", "bag_panden": "stopt te vroeg"},
        ),
        Round(
            ((WFS, "unstable_order", {}), (OBSERVATIONS, "unknown_code",
             {"column": "Value", "value": -99994})),
            {f"{BAG}/{EXTRACT}": extract(x, y, "escape"),
             f"{ATOM}/downloads/{SQUARES}": zipped({"binnen.zip": squares})},
            {"bag_verblijfsobjecten": "verschillende objecten ontvangen",
             "cbs_nabijheid": "-99994, geen bekend teken",
             "cbs_vierkanten": "zip in de zip", "bag_panden": "wijst buiten de map"},
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Met:
    """One round: what it broke, what the refresh said, and what was published then."""

    broken: Round
    said: Refreshed
    content: dict[str, str]


@dataclass(frozen=True)
class Story:
    """The clean refresh, the rounds, and the healed one."""

    clean: Refreshed
    before: dict[str, str]
    met: tuple[Met, ...]
    healed: Refreshed
    after: dict[str, str]


def _prepare(site: Site) -> tuple[dict[str, bytes], tuple[Round, ...]]:
    """The profile on the other protocols, and the downloads they lead to."""
    profile = site.feeds / PROFILE
    text = tomlkit.parse(profile.read_text(encoding="utf-8"))
    bronnen: Any = text["bronnen"]
    for name in list(bronnen):
        if name not in OTHERS:
            bronnen[name] = {"vorm": "map", "uit": True, "reden": "niet in deze proef"}
    for name, source in SOURCES.items():
        bronnen[name] = source
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")
    (original,) = (site.feeds / "bestanden" / "vierkant").rglob("*.zip")
    x, y = _somewhere(site)
    whole = {
        f"{ATOM}/downloads/{SQUARES}": original.read_bytes(),
        f"{BAG}/{EXTRACT}": extract(x, y),
    }
    _put(site, whole)
    return whole, rounds(x, y, original.read_bytes())


def _somewhere(site: Site) -> tuple[float, float]:
    """A point of the own gemeente: the first pand of the sample."""
    lines = site.feeds / "ogc" / "bag" / "verblijfsobject" / "features.jsonl"
    with lines.open(encoding="utf-8") as stream:
        x, y = json.loads(stream.readline())["geometry"]["coordinates"]
    return x, y


def _put(site: Site, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        target = site.feeds / "bestanden" / path[1:]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


@pytest.fixture(scope="module")
def story() -> Iterator[Story]:
    site = farm().fresh("klein")
    whole, broken = _prepare(site)
    with site.publisher():
        clean = site.refresh()
    before = site.content()
    met = [_meet(site, number, one, whole) for number, one in enumerate(broken)]
    _put(site, whole)
    with site.publisher():
        healed = site.refresh(*FEEDS)
    yield Story(clean, before, tuple(met), healed, site.content())
    site.drop()


def _meet(site: Site, number: int, broken: Round, whole: dict[str, bytes]) -> Met:
    """One refresh of broken feeds."""
    touch_odata(site.feeds, "86134NED", str(number))  # else nobody would ask for its rows
    _put(site, whole | broken.files)
    with site.publisher() as publisher:
        for path, kind, options in broken.faults:
            publisher.fault(path, kind, **options)
        return Met(broken, site.refresh(*FEEDS), site.content())


def test_clean_refresh_takes_all_of_them(story: Story) -> None:
    assert story.clean.status == 0, story.clean.text
    for name in FEEDS:
        assert story.clean.states(name) == {"gepubliceerd"}, name
    (panden,) = story.clean.outcomes["bag_panden"]
    assert (panden["received"], panden["published"]) == (41, 40)
    assert panden["out_of_scope"]["historie"] == 1


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("name", FEEDS)
def test_last_good_version_stays_with_the_reason(story: Story, number: int, name: str) -> None:
    met = story.met[number]
    assert met.said.status == 3, met.said.text
    assert re.search(met.broken.words[name], met.said.reason(name)), met.said.reason(name)
    assert met.said.states(name) <= {"geweigerd", "onbereikbaar"}
    kept = {k: v for k, v in met.content.items() if k.startswith(f"{name} ")}
    assert kept
    assert kept == {k: v for k, v in story.before.items() if k.startswith(f"{name} ")}


def test_healed_ends_where_it_began(story: Story) -> None:
    assert story.healed.status == 0, story.healed.text
    assert story.after == story.before
