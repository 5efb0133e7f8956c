"""Which feeds are placed, what their layers may show, and care whose place is never shown."""

import ast
from dataclasses import replace

import pytest

from data import places
from data.model import Column, Dataset, Layer, Role, Tier
from data.partner import SHELTERED
from data.registry import problems, registry
from pipelines.settings import CHECKOUT


def column(name: str, **more: object) -> Column:
    return Column(name=name, title=name, title_en=name, **more)  # type: ignore[arg-type]


LAYER = Layer(
    name="proeflaag",
    title="Proef",
    title_en="Trial",
    description="Proef.",
    theme="zorg",
    rows="alles",
    columns=("nummer", "naam", "soort"),
)
FEED = Dataset(
    name="proef",
    title="Proef",
    title_en="Trial",
    description="Proef.",
    publisher="Niemand",
    licence="geen",
    attribution="niemand",
    theme="zorg",
    key=("nummer",),
    columns=(
        column("nummer", role=Role.KEY),
        column("naam", role=Role.NAME),
        column("soort"),
        column("aanbieder"),
        column("straat"),
        column("postcode"),
        column("huisnummer", type="int"),
        column("plaatsen", type="int", value=True),
        column("toelichting"),
        column("nachtzorg", type="bool"),
    ),
    layers=(LAYER,),
)


@pytest.mark.parametrize(
    "text",
    [
        "opvang",
        "Maatschappelijke opvang",
        "vrouwenopvang",
        "Crisis- en noodopvang",
        "nachtopvang",
        "Beschermd wonen (BW)",
        "forensische zorg",
        "Forensisch Psychiatrische Kliniek",
        "RIBW Oost",
        "BW",
        "BW/MO",
        "mo en bw",
        "blijf-van-mijn-lijfhuis",
        "Dagopvang en nachtopvang",
        *SHELTERED,
    ],
)
def test_care_that_is_never_shown(text: str) -> None:
    assert places.never_shown(text)
    assert places.never_shown("De Linde", None, text)


@pytest.mark.parametrize(
    "text",
    [
        "kinderopvang",
        "Buitenschoolse opvang De Hut",
        "dagopvang",
        "verpleeghuis",
        "beschermd stadsgezicht",
        "MO-straat 3",
        "Opvangstraat",
        "gespikkeld wonen",
        "",
    ],
)
def test_care_that_only_shares_a_word(text: str) -> None:
    assert not places.never_shown(text)


def test_feed_with_an_address_is_placed_without_being_told() -> None:
    assert places.placed(FEED)
    assert not places.placed(replace(FEED, geometry="Point"))
    assert places.placed(replace(FEED, geometry="Point", geometry_optional=True))
    assert not places.placed(replace(FEED, optional_inputs=("cbs_buurten",)))
    bare = tuple(c for c in FEED.columns if c.name not in ("huisnummer", "postcode"))
    assert not places.placed(replace(FEED, columns=bare))
    assert places.placed(replace(FEED, columns=(*bare, column("verblijfsobject"))))


def test_new_feed_is_read_and_drawn_by_being_there() -> None:
    own = registry()[places.PLACES]
    product = replace(own, optional_inputs=("cbs_buurten",))
    tied = places.gather(
        {"proef": FEED, places.PLACES: product, "cbs_buurten": registry()["cbs_buurten"]}
    )
    assert tied[places.PLACES].optional_inputs == ("cbs_buurten", "proef")
    (layer,) = tied["proef"].layers
    assert places.drawn(layer)
    assert layer.borrowed == places.BORROWED
    assert places.gather({"proef": FEED})["proef"].layers == FEED.layers  # nobody lends places


def test_every_feed_with_an_address_is_an_input_of_the_product() -> None:
    held = set(registry()[places.PLACES].optional_inputs)
    assert {name for name, one in registry().items() if places.placed(one)} <= held
    assert {"zorgaanbieders", "zorgcapaciteit", "corporatiecomplexen", "igj_apotheken"} <= held
    assert {"bag_verblijfsobjecten", "bag_adressen"} <= held


@pytest.mark.parametrize("tier", [Tier.B, Tier.C])
def test_places_of_partners_are_refused_in_the_open(tier: Tier) -> None:
    shown = replace(LAYER, geometry_from=(places.PLACES, "id"))
    open_ = tuple(replace(c, tier=Tier.OPEN) for c in FEED.columns)
    secret = replace(FEED, tier=tier, columns=open_, layers=(shown,))
    others = {name: registry()[name] for name in registry()}
    found = problems({**others, "proef": secret})
    assert [text for text in found if "in the open" in text]
    closed = replace(secret, layers=(replace(shown, restricted=True),))
    assert not [text for text in problems({**others, "proef": closed}) if "in the open" in text]


def test_no_layer_of_the_registry_shows_places_of_partners_in_the_open() -> None:
    for dataset in registry().values():
        for layer in dataset.layers:
            if places.drawn(layer):
                assert layer.restricted or dataset.tier is Tier.OPEN, layer.name


def test_columns_that_may_tell_a_place_are_those_with_words_or_an_address() -> None:
    hidden = {c.name for c in FEED.columns if places.reveals(FEED, c)}
    assert hidden == {"naam", "straat", "postcode", "huisnummer", "toelichting"}
    assert set(places.telling(FEED)) == {"nummer", "naam", "soort", "aanbieder", "toelichting"}


def test_unknown_kind_of_care_is_refused() -> None:
    wrong = replace(FEED, care_kind=("vorm",))
    assert [text for text in places.problems(wrong) if "vorm is not declared" in text]


def test_placing_cannot_reach_the_network() -> None:
    """No geocoder: the modules that see addresses import nothing that asks anybody anything."""
    allowed = {
        "pipelines.inputs",
        "pipelines",
    }
    allowed |= {"pipelines.versions", "pipelines.database"}
    for path in (
        *(CHECKOUT / "pipelines" / "placing").glob("*.py"),
        CHECKOUT / "pipelines/derive/plaatsing.py",
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert name.split(".")[0] not in (
                    "httpx",
                    "urllib",
                    "socket",
                    "requests",
                    "http",
                ), path
                within = name.startswith("pipelines.placing")
                assert within or not name.startswith("pipelines") or name in allowed, (path, name)
