"""ATOM feeds, the BAG 2.0 extract, and XML that is refused."""

import io
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import httpx
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely

from pipelines import strict_xml
from pipelines.connectors import Bron, Delivery, Previous, Pull, pull
from pipelines.errors import DeliveryRefused, SourceChanged, WoonzorgError
from pipelines.http import network as http_network
from pipelines.http.client import Http, Timing
from pipelines.landing import Landed
from pipelines.readers import archive, lvbag, read

FEED = "https://service.voorbeeld.nl/x/atom/x.xml"
BASE = "https://service.voorbeeld.nl/x/atom/downloads"
PAND = "bag/0221PND15092020-000001.zip"
SMALL = "bag/BAGNLDL-15092020-small.zip"
LOOSE = ("VBO", "NUM", "OPR", "WPL")


# ATOM


def entry(name: str, updated: str, kind: str = "application/geopackage+sqlite3") -> str:
    link = f'<link rel="alternate" type="{kind}" href="downloads/{name}"/>'
    return f"<entry><title>x</title><updated>{updated}</updated>{link}</entry>"


def feed(*entries: str) -> bytes:
    head = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">'
    return f"{head}<updated>2026-01-01</updated>{''.join(entries)}</feed>".encode()


@pytest.fixture
def answers() -> dict[str, bytes]:
    return {}


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def context(
    answers: dict[str, bytes], asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pull]:
    def handle(request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        asked.append(url)
        body = answers.get(url)
        kind = "application/atom+xml" if url.endswith(".xml") else "application/octet-stream"
        stream = httpx.ByteStream(body or b"")
        return httpx.Response(200 if body else 404, headers={"content-type": kind}, stream=stream)

    def client(*_: object) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(handle))

    monkeypatch.setattr(http_network, "client", client)
    settings = SimpleNamespace(contact="a@b.invalid", landing=tmp_path / "landing")
    with Http(settings, {}, {"service.voorbeeld.nl"}, Timing(tries=1)) as http:
        yield Pull(http, root=tmp_path)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("gpkg") / "a.gpkg"
    frame = gpd.GeoDataFrame({"naam": ["a"]}, geometry=[shapely.Point(200_000, 500_000)])
    frame.set_crs(28992).to_file(path, layer="punten")
    return path.read_bytes()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "."), content)
    return out.getvalue()


def bron(**more: Any) -> Bron:
    return Bron("proef", "", "atom", (FEED,), **more)


def test_newest_entry_and_its_mark_of_change(
    answers: dict[str, bytes], asked: list[str], context: Pull, package: bytes
) -> None:
    answers[FEED] = feed(entry("oud.gpkg", "2025-01-01"), entry("nieuw.gpkg", "2026-02-01"))
    answers[f"{BASE}/nieuw.gpkg"] = package
    delivery = pull(bron(), context)
    assert asked == [FEED, f"{BASE}/nieuw.gpkg"]
    assert read("proef", bron(), delivery).read_all().column("naam").to_pylist() == ["a"]
    again = replace(context, previous=Previous(delivery.content_hash, delivery.modified), recent={})
    assert pull(bron(), again).unchanged
    assert asked[2:] == [FEED]


def test_named_download_with_a_package_in_a_zip(
    answers: dict[str, bytes], context: Pull, package: bytes
) -> None:
    answers[FEED] = feed(entry("a.gpkg", "2026-01-01"), entry("kaart_v2.zip", "2026-01-01"))
    answers[f"{BASE}/kaart_v2.zip"] = zipped(a__gpkg=package, lees__txt=b"x")
    for lid in ("kaart*.zip", "kaart*.zip/*.gpkg"):
        delivery = pull(bron(lid=lid), context)
        assert read("proef", bron(lid=lid), delivery).read_all().num_rows == 1


def test_feed_of_feeds(answers: dict[str, bytes], context: Pull, package: bytes) -> None:
    answers[FEED] = feed(entry("deel.xml", "2026-01-01", "application/atom+xml"))
    answers[f"{BASE}/deel.xml"] = feed(entry("a.gpkg", "2026-01-01"))
    answers[f"{BASE}/downloads/a.gpkg"] = package
    assert pull(bron(), context).files[0].url == f"{BASE}/downloads/a.gpkg"


@pytest.mark.parametrize(
    ("content", "lid", "words"),
    [
        (feed(entry("a.gpkg", "1"), entry("b.gpkg", "1")), None, "2 downloads .*a.gpkg, b.gpkg"),
        (feed(entry("a.gpkg", "1")), "c*", "0 downloads .*gevonden: a.gpkg"),
        (feed(), None, "0 downloads .*gevonden: niets"),
        (b"<rss/>", None, "een ATOM-feed verwacht"),
        (b"<feed", None, "geen geldige XML"),
        (b"<!DOCTYPE feed [<!ENTITY a 'b'>]><feed>&a;</feed>", None, "DOCTYPE"),
        (b"<!--" + b"x" * 5000 + b"--><!DOCTYPE f [<!ENTITY a 'b'>]><f>&a;</f>", None, "DOCTYPE"),
        (feed(entry("a.gpkg", "1").replace("downloads/", "https://boos.nl/")), None, "boos.nl"),
    ],
)
def test_feed_that_is_refused(
    answers: dict[str, bytes], context: Pull, content: bytes, lid: str | None, words: str
) -> None:
    answers[FEED] = content
    with pytest.raises(WoonzorgError, match=words):
        pull(bron(lid=lid), context)


def test_zip_of_a_feed_keeps_to_the_limits(
    answers: dict[str, bytes], context: Pull, package: bytes
) -> None:
    answers[FEED] = feed(entry("a.zip", "1"))
    for content, words in (
        (zipped(a__gpkg=b"0" * (1 << 22)), "hoogstens 1:100"),
        (zipped(**{"../../a__gpkg": package}), "wijst buiten de map"),
        (zipped(binnen__zip=zipped(a__gpkg=package)), "bevat binnen.zip|zip in de zip"),
        (zipped(lees__txt=b"x"), "bevat lees.txt"),
    ):
        answers[f"{BASE}/a.zip"] = content
        delivery = pull(bron(), replace(context, recent={}))
        with pytest.raises(DeliveryRefused, match=words):
            read("proef", bron(), delivery).read_all()


# XML


def test_prolog_is_read_no_further_than_the_first_element(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(b"<?xml version='1.0'?><!-- x --><n:a xmlns:n='u'><b>" + b"x" * 100)
    assert strict_xml.check_prolog("proef", path) == "a"
    path.write_bytes("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>".encode("utf-16"))
    with pytest.raises(DeliveryRefused, match="DOCTYPE"):
        strict_xml.check_prolog("proef", path)
    path.write_bytes(b"geen xml")
    with pytest.raises(DeliveryRefused, match=r"geen geldige XML|geen XML"):
        strict_xml.check_prolog("proef", path)


# The BAG extract


def extract(dataset: str, *files: Path, names: tuple[str, ...] = (), **more: Any) -> pa.Table:
    source = Bron(dataset, "", "lvbag", tuple(map(str, files)), **more)
    urls = names or tuple(map(str, files))
    landed = tuple(
        Landed("0" * 64, path.stat().st_size, path, url=url)
        for path, url in zip(files, urls, strict=True)
    )
    return read(dataset, source, Delivery(dataset, "", landed, "", False, None, ())).read_all()


def test_doesburg_holds_its_records_and_its_history(feeds: Path) -> None:
    table = extract("bag_panden", feeds / PAND)
    assert table.num_rows == 10_000
    ids = table.column("identificatie")
    assert len(set(ids.to_pylist())) == 6_233
    assert pc.all(pc.starts_with(ids, "NL.IMBAG.Pand.")).as_py()
    current = table.filter(pc.is_null(table.column("eindGeldigheid")))
    assert current.num_rows == len(set(current.column("identificatie").to_pylist())) == 6_232
    status = current.column("status").to_pylist()
    assert status.count("Pand gesloopt") == 308
    assert status.count("Niet gerealiseerd pand") == 8
    left = set(ids.to_pylist()) - set(current.column("identificatie").to_pylist())
    assert left == {"NL.IMBAG.Pand.0221100000317614"}
    assert table.schema.metadata[b"crs"] == b"EPSG:28992"


def test_zip_of_zips_with_what_is_beside_the_objects(feeds: Path) -> None:
    assert extract("bag_panden", feeds / SMALL).num_rows == 6
    table = extract("bag_verblijfsobjecten", feeds / SMALL)
    assert table.num_rows == 5
    last = table.to_pylist()[-1]
    assert (last["huisnummer"], last["huisletter"], last["postcode"]) == (9, "l", None)
    assert last["openbare_ruimte_naam"] == "Schout bij Nacht Doormansingel"
    assert last["woonplaats_naam"] == "Doesburg"
    assert extract("bag_panden", feeds / SMALL, laag="Ligplaats").num_rows > 0


def test_loose_files_give_the_same(feeds: Path) -> None:
    folder = feeds / "bag" / "doesburg_lvbag_small"
    files = [folder / f"0221{kind}15092020-000001.xml" for kind in LOOSE]
    table = extract("bag_verblijfsobjecten", *files)
    assert table.to_pylist() == extract("bag_verblijfsobjecten", feeds / SMALL).to_pylist()
    alone = extract("bag_verblijfsobjecten", files[0])
    assert "postcode" not in alone.column_names
    with pytest.raises(SourceChanged, match="geen bestand met PND-objecten"):
        extract("bag_panden", *files)
    with pytest.raises(SourceChanged, match="laag Huis bestaat niet"):
        extract("bag_panden", files[0], laag="Huis")


@pytest.fixture(scope="module")
def xml(feeds: Path) -> bytes:
    path = feeds / "bag" / "doesburg_lvbag_small" / "0221VBO15092020-000001.xml"
    return path.read_bytes()


VBO = "0221VBO15092020-000001.xml"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda x: x[: len(x) // 2], "stopt te vroeg"),
        (lambda x: x.replace(b"</Objecten:Verblijfsobject>", b"", 1), "niet goed te lezen"),
        (lambda x: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + x[x.index(b"<sl-bag") :], "DOCTYPE"),
        (lambda _: b"<html></html>", "begint met html"),
        (lambda _: b"\x00" * 99, "geen geldige XML|geen XML"),
    ],
)
def test_xml_that_is_not_whole_is_refused(
    tmp_path: Path, xml: bytes, spoil: Any, words: str
) -> None:
    path = tmp_path / VBO
    path.write_bytes(spoil(xml))
    with pytest.raises(DeliveryRefused, match=words):
        extract("bag_verblijfsobjecten", path)


def test_layout_beyond_the_declared_one_is_refused(tmp_path: Path, xml: bytes) -> None:
    inner = zipped(**{VBO.replace(".", "__"): xml})
    deeper = zipped(**{"9999VBO15092020__zip": zipped(**{"0221VBO15092020-000001__zip": inner})})
    bomb = zipped(**{"9999VBO15092020__zip": zipped(**{VBO: b" " * (1 << 22)})})
    escape = zipped(**{"9999VBO15092020__zip": zipped(**{f"../{VBO}": xml})})
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as out:
        info = zipfile.ZipInfo(VBO)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(info, "/etc/passwd")
    for content, words in (
        (deeper, "zip in de zip"),
        (bomb, "hoogstens 1:100"),
        (escape, "wijst buiten de map"),
        (link.getvalue(), "symlink"),
    ):
        path = tmp_path / os.urandom(4).hex()
        path.write_bytes(content)
        with pytest.raises(DeliveryRefused, match=words):
            extract("bag_verblijfsobjecten", path)


def test_one_member_is_bounded(tmp_path: Path, xml: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lvbag, "OUTER", archive.Limits(member=100))
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(**{VBO: xml}))
    with pytest.raises(DeliveryRefused, match="wordt uitgepakt"):
        extract("bag_verblijfsobjecten", path)
