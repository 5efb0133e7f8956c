"""OData v4: from long to wide, secrecy as a mark, and the connector against recorded answers."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from data.registry import dataset
from pipelines.conform import Context, Tally, conform
from pipelines.connectors import Bron, Previous, Pull, pull
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.http import network as http_network
from pipelines.http.client import Http, Timing
from pipelines.readers import odata4, read
from pipelines.sample.odata import description

URL = "https://datasets.voorbeeld.nl/odata/v1/CBS/1NED"
V3 = "https://opendata.voorbeeld.nl/ODataFeed/odata/1NED"
MEASURES = [
    {"Identifier": "M1", "Index": 5, "Title": "Aantal inwoners", "Unit": "aantal",
     "MeasureGroupId": "2", "DataType": "Double"},
    {"Identifier": "M2", "Index": 118, "Title": "Meest voorkomende postcode", "Unit": "code",
     "MeasureGroupId": None, "DataType": "String"},
]  # fmt: skip
GROUPS = [
    {"Id": "1", "Title": "Bevolking", "ParentId": None},
    {"Id": "2", "Title": "Leeftijd", "ParentId": "1"},
]
DIMENSIONS = [
    {"Identifier": "WijkenEnBuurten", "Title": "Wijken en buurten", "Kind": "GeoDimension"},
    {"Identifier": "Perioden", "Title": "Perioden", "Kind": "TimeDimension"},
]
CODES = [{"Identifier": "BU00030001"}, {"Identifier": "GM0003    "}]


def observation(number: int, measure: str, area: str, value: Any, why: str = "None") -> Any:
    text = isinstance(value, str)
    return {
        "Id": number,
        "Measure": measure,
        "ValueAttribute": why,
        "Value": None if text else value,
        "StringValue": value if text else None,
        "WijkenEnBuurten": area,
        "Perioden": "2024JJ00",
    }


OBSERVATIONS = [
    observation(0, "M1", "BU00030001", 125.0),
    observation(1, "M1", "GM0003    ", None, "Confidential"),
    observation(2, "M2", "BU00030001", "9901 "),
    observation(3, "M2", "GM0003    ", None, "Missing"),
]


class Table:
    """Answers of one table; `changed` makes the second look at Properties another."""

    def __init__(self) -> None:
        """Unspoilt answers."""
        self.modified = ["2026-01-01T02:00:00+01:00"]
        self.pages: list[list[Any]] = [OBSERVATIONS[:3], OBSERVATIONS[3:]]
        self.sets: dict[str, Any] = {
            "MeasureCodes": MEASURES,
            "MeasureGroups": GROUPS,
            "Dimensions": DIMENSIONS,
            "WijkenEnBuurtenCodes": CODES,
        }
        self.count = 4
        self.asked: list[str] = []

    def handle(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request."""
        url = unquote(str(request.url))
        self.asked.append(url)
        if not url.startswith(URL):
            return httpx.Response(404, stream=httpx.ByteStream(b"{}"))
        entity = url.removeprefix(URL + "/").partition("?")[0]
        if entity == "Properties":
            moment = self.modified.pop(0) if len(self.modified) > 1 else self.modified[0]
            return _json({"Modified": moment, "ObservationCount": self.count})
        if entity == "Observations":
            page = int(url.partition("$skip=")[2] or 0)
            body: dict[str, Any] = {"value": self.pages[page]}
            if page + 1 < len(self.pages):
                body["@odata.nextLink"] = f"{URL}/Observations?$skip={page + 1}"
            return _json(body)
        found = self.sets.get(entity)
        return _json({"value": found}) if found is not None else httpx.Response(404)


def _json(body: Any) -> httpx.Response:
    raw = httpx.ByteStream(json.dumps(body).encode())
    return httpx.Response(200, headers={"content-type": "application/json"}, stream=raw)


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def context(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pull]:
    def client(*_: object) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(table.handle))

    monkeypatch.setattr(http_network, "client", client)
    settings = SimpleNamespace(contact="a@b.invalid", landing=tmp_path / "landing")
    hosts = {"datasets.voorbeeld.nl", "opendata.voorbeeld.nl"}
    with Http(settings, {}, hosts, Timing(tries=1)) as http:
        yield Pull(http, root=tmp_path)


def bron(**more: Any) -> Bron:
    return Bron("cbs_kwb", "", "odata4", (URL,), **more)


def test_long_becomes_wide_with_the_names_of_v3(context: Pull) -> None:
    delivery = pull(bron(), context)
    found = read("cbs_kwb", bron(), delivery).read_all()
    assert found.column_names == [
        "WijkenEnBuurten", "Perioden", "AantalInwoners_5", "MeestVoorkomendePostcode_118",
    ]  # fmt: skip
    assert found.to_pylist() == [
        {"WijkenEnBuurten": "BU00030001", "Perioden": "2024JJ00", "AantalInwoners_5": 125.0,
         "MeestVoorkomendePostcode_118": "9901"},
        {"WijkenEnBuurten": "GM0003", "Perioden": "2024JJ00", "AantalInwoners_5": -99997.0,
         "MeestVoorkomendePostcode_118": None},
    ]  # fmt: skip
    metadata = {k.decode(): json.loads(v) for k, v in found.schema.metadata.items()}
    assert metadata["titles"]["AantalInwoners_5"] == "Aantal inwoners"
    assert metadata["paths"]["AantalInwoners_5"] == ["Bevolking", "Leeftijd", "Aantal inwoners"]
    assert metadata["units"]["AantalInwoners_5"] == "aantal"
    assert delivery.received_note == {"rows": "4"}


def test_secret_is_suppressed_and_never_zero(context: Pull) -> None:
    declared = dataset("cbs_kwb")
    batches = read("cbs_kwb", bron(), pull(bron(), context))
    (batch,) = list(conform(declared, batches, Context(1, date(2024, 1, 1)), Tally()))
    rows = {row["id"]: row for row in batch.to_pylist()}
    assert rows["GM0003"]["inwoners"] is None
    assert rows["GM0003"]["inwoners_status"] == "onderdrukt"
    assert rows["BU00030001"]["inwoners"] == 125


def test_wide_in_pieces_gives_the_same(context: Pull, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = pull(bron(), context)
    whole = read("cbs_kwb", bron(), delivery).read_all()
    monkeypatch.setattr(odata4, "CELLS", 2)
    reader = read("cbs_kwb", bron(), delivery)
    pieces = list(reader)
    assert [piece.num_rows for piece in pieces] == [1, 1]
    assert reader.schema.equals(whole.schema)
    assert [row for piece in pieces for row in piece.to_pylist()] == whole.to_pylist()


def test_filter_uses_in_and_the_publishers_own_keys(table: Table, context: Pull) -> None:
    source = bron(filter={"WijkenEnBuurten": ("GM0003", "BU00030001"), "Measure": "M1"})
    table.count = 99  # of the whole table: says nothing of a part
    pull(source, context)
    asked = next(url for url in table.asked if "$filter" in url)
    assert asked.endswith(
        "$filter=WijkenEnBuurten in ('GM0003    ','BU00030001') and Measure in ('M1')"
    )
    with pytest.raises(SourceChanged, match=r"sleutel 'GM9' bestaat niet .*het dichtst bij"):
        pull(bron(filter={"WijkenEnBuurten": ("GM9",)}), context)
    with pytest.raises(SourceChanged, match="geen dimensie RegioS; wel WijkenEnBuurten, Perioden"):
        pull(bron(filter={"RegioS": "GM0003"}), context)


def test_unchanged_is_known_from_properties(table: Table, context: Pull) -> None:
    first = pull(bron(), context)
    before = len(table.asked)
    again = replace(context, previous=Previous(first.content_hash, first.modified))
    assert pull(bron(), again).unchanged
    assert table.asked[before:] == [f"{URL}/Properties"]
    before = len(table.asked)
    pull(bron(filter={"Measure": "M1"}), again)  # another question is asked as a whole
    assert len(table.asked) > before + 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pages": [OBSERVATIONS[:3], OBSERVATIONS[2:]]}, "rijen komen dubbel voor"),
        ({"pages": [OBSERVATIONS[:3]]}, "3 waarnemingen ontvangen, de bron telt er 4"),
        ({"modified": ["a", "b"] * 4}, "gewijzigd tijdens het ophalen"),
    ],
)
def test_gives_up_after_three_restarts(
    table: Table, context: Pull, change: dict[str, Any], words: str
) -> None:
    for name, value in change.items():
        setattr(table, name, value)
    with pytest.raises(SourceChanged, match=f"{words}.*3 keer opnieuw"):
        pull(bron(), context)


def test_measures_without_groups_ask_for_none(table: Table, context: Pull) -> None:
    table.sets["MeasureCodes"] = [{**m, "MeasureGroupId": None} for m in MEASURES]
    del table.sets["MeasureGroups"]
    found = read("cbs_kwb", bron(), pull(bron(), context))
    paths = json.loads(found.schema.metadata[b"paths"])
    assert paths["AantalInwoners_5"] == ["Aantal inwoners"]


@pytest.mark.parametrize(
    ("observations", "words"),
    [
        ([observation(9, "M1", "GM0003", 1.0), observation(8, "M1", "GM0003", 2.0)], "twee keer"),
        ([observation(9, "M7", "GM0003", 1.0)], "onbekend onderwerp M7"),
    ],
)
def test_observations_that_cannot_be(
    table: Table, context: Pull, observations: list[Any], words: str
) -> None:
    table.pages, table.count = [observations], len(observations)
    delivery = pull(bron(), context)
    with pytest.raises(DeliveryRefused, match=words):
        read("cbs_kwb", bron(), delivery).read_all()


def test_second_address_answers_where_v3_does_not(context: Pull) -> None:
    source = Bron("cbs_kwb", "", "odata3", (V3,), uitwijk=URL)
    delivery = pull(source, context)
    assert "status 404" in delivery.received_note["uitwijk"]
    assert read("cbs_kwb", source, delivery).read_all().num_rows == 2
    with pytest.raises(SourceChanged, match="404"):
        pull(replace(source, uitwijk=""), context)


@pytest.mark.parametrize("name", ["kwb", "nabijheid", "rivm"])
def test_names_are_those_that_v3_is_known_to_have(name: str) -> None:
    """The stems stand in the feed notes, the titles in the tables."""
    for row in description(name):
        number = int(row["nummer"])
        made = odata4.column_name(row["titel"], {"Index": number}, 0)
        assert made == f"{row['stam']}_{number}"


def test_when_neither_address_answers_the_reason_names_both(context: Pull) -> None:
    source = Bron("cbs_kwb", "", "odata3", (V3,), uitwijk=f"{URL}-weg")
    with pytest.raises(SourceChanged) as told:
        pull(source, context)
    first, second = str(told.value).split("Tweede adres")
    assert f"Eerste adres ({V3})" in first
    assert f"({URL}-weg)" in second
    assert "404" in first
    assert "404" in second
