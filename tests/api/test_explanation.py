"""Why a figure is what it is: the tree of the pure function, from what readers may see."""

import re

import pytest

from data.registry import layers
from pipelines.indicators.uitleg import NOT_SHOWN


def nodes(node):
    yield node
    for child in node.get("onder", []):
        yield from nodes(child)


def find(tree, name):
    return next(node for node in nodes(tree) if node["naam"] == name)


def explained(client, laag, key, name):
    answer = client.get(f"/v1/collections/{laag}/items/{key}/uitleg", params={"veld": name})
    assert answer.status_code == 200, answer.text
    return answer.json()["uitleg"]


def test_a_class_down_to_the_feeds(town_client, town):
    tree = explained(town_client, "draaglast", town.BUURTEN[0], "klasse")
    assert (tree["waarde"], tree["status"]) == ("onder druk", "geschat")
    assert "D >= 55" in tree["formule"]
    assert tree["methode_versie"]
    feed = find(tree, "cbs_kwb.wmo_per_1000")
    assert (feed["waarde"], feed["status"]) == (110, "waargenomen")
    assert feed["lagen"] == ["http://127.0.0.1:8000/v1/collections/kerncijfers"]
    health = find(tree, "rivm_gezondheid.langdurig_beperkt_pct")
    assert (health["waarde"], health["eenheid"], health["peildatum"]) == (31, "%", "2024-01-01")
    assert find(tree, "draaglast_buurt.klasse_l1")["gewicht"] == 0.25


def test_contributions_of_a_score_add_up_to_it(town_client, town):
    rows = town.opportunities()
    for k in (0, 5, 42):
        tree = explained(town_client, "kansenkaart", rows[k]["vierkant"], "score")
        parts = [node for node in tree["onder"] if node.get("bijdrage") is not None]
        assert sum(node["bijdrage"] for node in parts) == pytest.approx(tree["waarde"], abs=1e-9)
        for node in parts:
            assert node["score"] == node["waarde"]
    balance = find(tree, "draaglast_buurt.klasse")
    assert balance["waarde"] == "onder druk"


def test_weights_are_those_of_the_municipality(own_town, serve, town):
    """The register has 0.25 for demand; this map was made with 0.40."""
    own = {"V": 0.4, "T": 0.1, "H": 0.15, "Z": 0.15, "R": 0.1, "B": 0.1}
    with own_town.connect() as db:
        dekking = {"weegprofielen": {"gemeente": own}}
        town.publish(db, "kansenkaart", town.opportunities(), 900, dekking=dekking)
    with serve(own_town.settings()) as client:
        tree = explained(client, "kansenkaart", town.opportunities()[0]["vierkant"], "score")
    assert {node["naam"]: node["gewicht"] for node in tree["onder"]}["kans_cel.s_v"] == 0.4


def test_what_is_not_open_is_said_and_not_shown(town_client, town):
    """Columns of the dataset that no open layer has: not their value, and not zero."""
    for laag in ("draaglast", "kansenkaart"):
        dataset, _ = layers()[laag]
        open_ = {
            name
            for other, (owner, layer) in layers().items()
            if owner.name == dataset.name and not layer.restricted
            for name in layer.columns
        }
        key = town.BUURTEN[0] if laag == "draaglast" else town.opportunities()[0]["vierkant"]
        for node in nodes(
            explained(town_client, laag, key, "klasse" if laag == "draaglast" else "score")
        ):
            owner, _, column = node["naam"].partition(".")
            assert not re.search(r"_punten|_rang", node["naam"])
            if owner == dataset.name and column and column not in open_:
                assert node["waarde"] is None
                assert node["status"] == NOT_SHOWN
            if node["waarde"] is None:
                assert node["status"], node["naam"]


def test_a_row_that_another_layer_lacks(town_client, town):
    tree = explained(town_client, "draaglast", town.BUURTEN[1], "klasse")
    feed = find(tree, "cbs_kwb.wmo_per_1000")
    assert (feed["waarde"], feed["status"]) == (None, NOT_SHOWN)


def test_every_open_figure_can_be_explained(town_client):
    """Of every layer of the town, every figure: an answer, with the value the layer shows."""
    for layer in town_client.get("/v1/collections").json()["collections"]:
        laag = layer["id"]
        (item,) = town_client.get(f"/v1/collections/{laag}/items?limit=1").json()["features"]
        for column in layer["woonzorg"]["kolommen"]:
            if column["rol"] in ("waarde", "klasse"):
                tree = explained(town_client, laag, item["id"], column["naam"])
                assert tree["waarde"] == item["properties"][column["naam"]], column["naam"]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("draaglast/items/BU99010000/uitleg", 400, "'veld' ontbreekt"),
        ("draaglast/items/BU99010000/uitleg?veld=klas", 400, "Bedoelde u 'klasse'"),
        ("draaglast/items/BU99010000/uitleg?veld=d_punten", 400, "geen cijfer 'd_punten'"),
        ("draaglast/items/BU99010000/uitleg?veld=buurtcode", 400, "geen cijfer"),
        ("draaglast/items/BU99010000/uitleg?feld=klasse", 400, "Bedoelde u 'veld'"),
        ("draaglast/items/BU9/uitleg?veld=klasse", 404, "geen object met id 'BU9'"),
        ("draaglas/items/BU99010000/uitleg?veld=klasse", 404, "Bedoelde u 'draaglast'"),
        ("draaglast/items/%00/uitleg?veld=klasse", 404, "geen object"),
    ],
)
def test_refusals(town_client, path, status, says):
    answer = town_client.get(f"/v1/collections/{path}")
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_a_layer_that_is_not_declared_has_none(client):
    answer = client.get("/v1/collections/haltes/items/000001/uitleg?veld=vertrekken_per_dag")
    assert answer.status_code == 404
