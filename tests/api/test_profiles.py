"""The profile of an area: every published figure about it, with what it is."""

import json
import re

import pytest


def figures(document, laag):
    (layer,) = [one for one in document["lagen"] if one["laag"] == laag]
    return {figure["kolom"]: figure for row in layer["rijen"] for figure in row["cijfers"]}


def test_a_buurt_has_its_figures_with_unit_source_moment_method_and_status(town_client, town):
    answer = town_client.get(f"/v1/buurten/{town.BUURTEN[0]}")
    assert answer.status_code == 200
    document = answer.json()
    assert (document["niveau"], document["naam"]) == ("buurt", "Korrewegbuurt")
    found = figures(document, "kerncijfers")["wmo_per_1000"]
    assert (found["waarde"], found["eenheid"]) == (110, "per 1.000 inwoners")
    assert (found["status"], found["peildatum"]) == ("waargenomen", town.PEILDATUM)
    assert found["bron"]
    later = figures(document, "bevolking_buurt_2030")["inwoners_75plus"]
    assert later["waarde"] == 250
    assert later["methodeVersie"]


def test_layers_without_a_row_are_named_and_nothing_is_zero(town_client, town):
    document = town_client.get(f"/v1/buurten/{town.BUURTEN[1]}").json()
    absent = {one["laag"] for one in document["zonderGegevens"]}
    assert absent == {"kerncijfers", "bevolking_buurt_2030"}
    for layer in document["lagen"]:
        for row in layer["rijen"]:
            for figure in row["cijfers"]:
                assert figure["waarde"] != 0, figure
                if figure["waarde"] is None:
                    assert figure["status"] == "ontbreekt"


def test_cells_and_other_levels_stay_out(town_client, town):
    for path, name in [
        ("buurten", town.BUURTEN[0]),
        ("wijken", town.WIJK),
        ("gebieden", town.GEBIED),
    ]:
        document = town_client.get(f"/v1/{path}/{name}").json()
        names = {one["laag"] for one in document["lagen"]}
        assert not names & {"kansenkaart", "loopbereikbaarheid", "vierkanten"}
        assert ("draaglast" in names) == (path == "buurten")
        assert ("draaglast_per_wijk" in names) == (path == "wijken")
        assert ("opgave_gebied_geclusterd" in names) == (path == "gebieden")


def test_draaglast_is_a_class_only(town_client, town):
    """No decimals, ranks or shares of draws, whatever the layer is called."""
    text = town_client.get(f"/v1/buurten/{town.BUURTEN[0]}").text
    assert figures(json.loads(text), "draaglast")["klasse"]["waarde"] == "onder druk"
    assert not re.search(r"_punten|_rang|top20|stapeling", text)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/v1/buurten/BU1", "BU00000101"),
        ("/v1/buurten/BU99019999", "Bedoelde u 'BU9901000"),
        ("/v1/wijken/WK990199", "Bedoelde u 'WK990100'"),
        ("/v1/gebieden/centrm", "Bedoelde u 'Centrum'"),
        ("/v1/gebieden/%00", "geen gebied"),
        ("/v1/buurten/' OR 1=1 --", "geen code"),
    ],
)
def test_unknown_areas(town_client, path, says):
    answer = town_client.get(path)
    assert answer.status_code == 404
    assert says in answer.json()["detail"]


def test_an_installation_without_such_areas_says_so(client):
    answer = client.get("/v1/gebieden/Oost")
    assert answer.status_code == 404
    assert "geen laag met gebieden" in answer.json()["detail"]


def test_what_the_client_holds_costs_no_look_and_a_release_changes_it(own_town, serve, town):
    path = f"/v1/buurten/{town.BUURTEN[0]}"
    with serve(own_town.settings()) as client:
        etag = client.get(path).headers["etag"]
        held = {"If-None-Match": etag}
        assert client.get(path, headers=held).status_code == 304
        with own_town.connect() as db:
            db.execute(
                "INSERT INTO pub.release SELECT 2, now(), reden, wijzigingen, fictief,"
                " profiel, gemeenten, oudste_peildatum FROM pub.release"
            )
            rows = town.areas()["kerncijfers"]
            town.publish(db, "kerncijfers", [rows[0] | {"wmo_per_1000": 99}], 900)
        # Nobody told this service: it must see by itself that its tables are of another release.
        answer = client.get(path)
        assert answer.status_code == 200
        assert figures(answer.json(), "kerncijfers")["wmo_per_1000"]["waarde"] == 99
        assert answer.json()["woonzorg"]["release"] == 2


def test_a_withdrawn_layer_is_not_in_it(own_town, serve, town):
    with own_town.connect() as db:
        db.execute("INSERT INTO pub.ingetrokken VALUES ('kerncijfers', now(), 'fout')")
    with serve(own_town.settings()) as client:
        document = client.get(f"/v1/buurten/{town.BUURTEN[0]}").json()
    assert "kerncijfers" not in json.dumps(document["lagen"])
