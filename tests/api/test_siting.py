"""Choosing sites as a task: the pure function, and queue, progress, cancel, expiry, failure."""

import os
import signal
import time
from pathlib import Path

import httpx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.indicators.afstand import table
from pipelines.indicators.locaties_keuze import choose
from pipelines.indicators.locaties_model import Vraagstuk
from pipelines.indicators.netwerk import network
from pipelines.indicators.snap import snap

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
FEW = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WAITING = {"wacht", "bezig"}


def body(town, places, number=1, **more):
    sites = [{"x": town.EAST + x, "y": town.NORTH + y} for x, y in places]
    return {"aantal": number, "crs": RD, "kandidaten": sites} | more


def asked(client, content):
    answer = client.post("/v1/locatiekeuze", json=content)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"].endswith(f"/v1/taken/{answer.json()['id']}")
    assert answer.headers["retry-after"] == "1"
    return answer.headers["location"]


def until(client, location, *states):
    for _ in range(600):
        answer = client.get(location)
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        if answer.json()["toestand"] in states:
            return answer.json()
        time.sleep(0.05)
    raise AssertionError(f"still {answer.json()['toestand']}")


def outcome(client, content):
    return until(client, asked(client, content), "klaar", "mislukt")["uitkomst"]


def expected(town, content):
    """The same question to the pure function, from the rows that the town publishes."""
    cells = [(e + 50, n + 50) for e, n in town.CELLS if n < town.NORTH + 300]
    net = network(town.street_graph(), "senior")

    def put(points):
        return snap(net, *np.array(points, dtype=float).reshape(-1, 2).T)

    sites = put([(one["x"], one["y"]) for one in content["kandidaten"]])
    near = put([(one["x"], one["y"]) for one in content.get("bestaand", [])])
    metres, there = table(net, put(cells), sites), table(net, put(cells), near)
    known = np.isfinite(metres).any(axis=1) | np.isfinite(there).any(axis=1)
    problem = Vraagstuk.of(
        np.full(len(cells), 10.0)[known],
        metres[known],
        there.min(axis=1, initial=np.inf)[known],
        straal_m=content.get("straal_m"),
    )
    return problem, choose(problem, content["aantal"], content.get("model", "p-mediaan"))


def test_the_middle_is_nearest_to_everybody(town_client, town):
    found = outcome(town_client, body(town, [(100, 150), (1000, 150), (1900, 150)]))
    assert [one["kandidaat"] for one in found["plekken"]] == [1]
    assert (found["bewijs"], found["gap_pct"]) == ("optimaal", 0)
    assert found["vraag"] == 600
    assert found["herkomstVraag"]["geheim"] == 140
    assert found["herkomstVraag"]["bron"]
    assert any("65 jaar" in text for text in found["opmerkingen"])


def test_existing_clusters_count_and_places_off_the_street_are_said(town_client, town):
    places = [(100, 150), (1000, 150), (1950, 150), (5000, 5000)]
    near = {"x": town.EAST + 600, "y": town.NORTH + 150}
    found = outcome(town_client, body(town, places, bestaand=[near]))
    assert [one["kandidaat"] for one in found["plekken"]] == [2]
    assert found["kandidatenNietAangesloten"] == [3]
    assert found["kandidatenUitgesloten"] == [2]  # nature, on the kansenkaart


@FEW
@given(
    places=st.lists(
        st.tuples(st.integers(0, 2000), st.integers(0, 1000)), min_size=3, max_size=7, unique=True
    ),
    number=st.integers(1, 3),
    model=st.sampled_from(["p-mediaan", "dekking"]),
)
def test_it_is_the_pure_function(town_client, town, places, number, model):
    content = body(town, places, number, model=model, straal_m=400)
    found = outcome(town_client, content)
    problem, best = expected(town, content)
    chosen = [one["kandidaat"] for one in found["plekken"]]
    # Scores break ties over the service only: another set is as good.
    assert problem.weighted_m(chosen) == pytest.approx(problem.weighted_m(best.sites), abs=1e-6)
    assert problem.covered(chosen) == pytest.approx(problem.covered(best.sites), abs=1e-6)
    assert found["gedekt"] == problem.covered(chosen)
    assert found["bewijs"] == best.bewijs


def test_places_in_degrees(town_client):
    points = [
        town_client.get(f"/v1/zoek?q={q}").json()["plekken"][0]["punt"] for q in ("kor", "cafe")
    ]
    found = outcome(town_client, {"aantal": 1, "kandidaten": points})
    assert len(found["plekken"]) == 1


@pytest.fixture
def stuck(own_town):
    """A place whose worker waits for ever: nobody writes to its network."""
    cache = own_town.tiles.parent / "cache"
    cache.mkdir()
    os.mkfifo(cache / "straten-pijp.arrow")
    return own_town


def workers(parent=None):
    """Programs that a process started and that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state = (path / "stat").read_text().rpartition(")")[2].split()
            command = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if (
            int(state[1]) == (parent or os.getpid())
            and state[0] != "Z"
            and b"geo_api.ask.worker" in command
        ):
            found.append(int(path.name))
    return found


def none_left(but=()):
    for _ in range(100):
        if not set(workers()) - set(but):
            return True
        time.sleep(0.05)
    return False


def test_cancel_ends_the_work(stuck, serve, town):
    content = body(town, [(100, 150), (900, 150)])
    others = workers()  # of a service that other tests share
    with serve(stuck.settings()) as client:
        first = asked(client, content)
        until(client, first, "bezig")
        second = asked(client, content)
        assert client.get(second).json()["plaatsInRij"] == 1
        for _ in range(100):
            if set(workers()) - set(others):
                break
            time.sleep(0.05)
        assert len(set(workers()) - set(others)) == 1  # one at a time
        assert client.delete(second).status_code == 204
        assert client.get(second).status_code == 404
        assert client.delete(first).status_code == 204
        assert none_left(but=others)
        assert client.get(first).status_code == 404
        assert client.delete(first).status_code == 404
        # and the queue goes on
        town.streets(stuck.tiles.parent / "cache")
        (stuck.tiles.parent / "cache" / "straten-pijp.arrow").unlink()
        assert until(client, asked(client, content), "klaar")["uitkomst"]


def test_a_full_queue_says_when_to_come_back(stuck, serve, town):
    content = body(town, [(100, 150), (900, 150)])
    others = workers()
    with serve(stuck.settings(taken=2)) as client:
        until(client, asked(client, content), "bezig")
        locations = [asked(client, content) for _ in range(2)]
        answer = client.post("/v1/locatiekeuze", json=content)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "30"
        assert client.delete(locations[0]).status_code == 204
        assert client.post("/v1/locatiekeuze", json=content).status_code == 202
    assert none_left(but=others)  # nothing outlives the service


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_the_real_server(stuck, processes, town, number):
    with processes.start(stuck.api_dsn, stuck.tiles.parent) as server:
        with httpx.Client(base_url=server.base) as client:
            location = asked(client, body(town, [(100, 150), (900, 150)]))
            until(client, location.replace("http://127.0.0.1:8000", server.base), "bezig")
        for _ in range(100):
            if workers(server.popen.pid):
                break
            time.sleep(0.05)
        (worker,) = workers(server.popen.pid)
        server.stop(number)
        # A worker that is still loading its program looks at its input when it has.
        for _ in range(600):
            if not Path(f"/proc/{worker}/cmdline").exists():
                return
            time.sleep(0.1)
        raise AssertionError("the worker still runs")


def test_too_long_and_broken_are_told_apart(stuck, serve, town):
    content = body(town, [(100, 150), (900, 150)])
    others = workers()
    with serve(stuck.settings(taak_timeout_s=2.0)) as client:
        found = until(client, asked(client, content), "mislukt")
        assert "te lang" in found["reden"]
        assert none_left(but=others)
        cache = stuck.tiles.parent / "cache"
        (cache / "straten-pijp.arrow").unlink()
        (cache / "straten-stuk.arrow").write_bytes(b"geen netwerk")
    with serve(stuck.settings()) as client:
        found = until(client, asked(client, content), "mislukt")
        assert "mislukt" in found["reden"]
        assert found["uitkomst"] is None


def test_a_result_goes_after_a_while(own_town, serve, town):
    town.streets(own_town.tiles.parent / "cache")
    with serve(own_town.settings(taak_bewaard_s=1.0)) as client:
        location = asked(client, body(town, [(100, 150), (900, 150)]))
        until(client, location, "klaar")
        time.sleep(1.2)
        assert client.get(location).status_code == 404


@pytest.mark.parametrize(
    ("more", "name", "says"),
    [
        ({"aantal": 3}, "aantal", "er zijn 2 kandidaten"),
        ({"aantal": 11}, "aantal", "ligt van 1"),
        ({"kandidaten": []}, "kandidaten", "verwacht 1"),
        ({"kandidaten": [{"x": 1, "y": 2}]}, "kandidaten[0].y", "Nederland"),
        ({"bestaand": [{"x": 1, "y": 2}]}, "bestaand[0].y", "Nederland"),
        ({"model": "p-median"}, "model", "Bedoelde u 'p-mediaan'"),
        ({"straal_m": 1}, "straal_m", "ligt van 100"),
    ],
)
def test_refusals(town_client, town, more, name, says):
    content = body(town, [(100, 150), (900, 150)]) | more
    answer = town_client.post("/v1/locatiekeuze", json=content)
    assert answer.status_code == 400
    fault = answer.json()["errors"][0]
    assert fault["location"]["name"] == name
    assert says in fault["detail"]


def test_without_candidates_of_ones_own_there_is_no_list_of_best_places(town_client):
    answer = town_client.post("/v1/locatiekeuze", json={"aantal": 3})
    assert answer.status_code == 400
    assert "kandidaten" in answer.json()["detail"]


def test_tasks_of_others_cannot_be_found(town_client):
    assert town_client.get("/v1/taken").status_code == 404
    assert town_client.get("/v1/taken/1").status_code == 404
    assert town_client.delete("/v1/taken/1").status_code == 404
    assert town_client.post("/v1/taken/1").status_code == 405
    assert town_client.get("/v1/taken/1").headers["access-control-allow-origin"] == "*"
