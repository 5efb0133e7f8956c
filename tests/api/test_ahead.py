"""Files of whole layers are made ahead after a release, and those who ask go first."""

import time

import pytest

from geo_api.downloads import ahead
from geo_api.downloads.ahead import Ahead
from geo_api.downloads.sending import Exports


def until(found, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found():
            return
        time.sleep(0.1)
    pytest.fail("not within the time")


def names(folder):
    return {path.name for path in folder.glob("*-*-*-*.*")} if folder.is_dir() else set()


def wanted(state):
    return {(found.laag, form.extension) for found, form in ahead.wanted(state)}


def test_every_layer_in_every_form_without_a_question(own, serve):
    folder = own.settings().downloads
    with serve(own.settings(vooraf_s=0.1)) as client:
        state = client.services.current.state
        until(lambda: len(names(folder)) == len(wanted(state)))
        made = {(n.split("-")[0], n.split(".", 1)[1]) for n in names(folder)}
        assert made == wanted(state)
        tally = client.services.kept.tally
        assert (tally.hits, tally.misses) == (0, 0), "nobody asked"
        assert client.get("/v1/downloads/haltes.gpkg").status_code == 200
        assert (tally.hits, tally.misses) == (1, 0)


def released(db):
    db.execute(
        "INSERT INTO pub.release SELECT release + 1, now(), reden, wijzigingen, fictief, profiel,"
        " gemeenten, oudste_peildatum FROM pub.release ORDER BY release DESC LIMIT 1"
    )


def test_a_newer_release_keeps_what_it_did_not_change(own, serve):
    folder = own.settings().downloads
    with serve(own.settings(vooraf_s=0.1, poll_s=0.2)) as client:
        services = client.services
        state = services.current.state
        until(lambda: len(names(folder)) == len(wanted(state)))
        before = names(folder)
        with own.connect() as db:
            released(db)
        until(lambda: services.current.state is not state)
        work = Ahead(services.settings, services.current, services.exports, services.kept)
        assert client.run(work.make(services.current.state))
        assert not client.run(work.make(state)), "the older one is left as it is"
        assert names(folder) == before


@pytest.mark.parametrize("off", [{"vooraf_s": 0.0}, {"vooraf_s": 0.05, "exports": 1}])
def test_switched_off_or_with_one_place_only_what_is_asked_is_made(own, serve, off):
    with serve(own.settings(**off)) as client:
        time.sleep(0.5)
        assert client.get("/v1/downloads/haltes.gpkg").status_code == 200
        assert len(names(own.settings().downloads)) == 1


def test_it_waits_while_somebody_has_a_file_made(own, serve, monkeypatch):
    monkeypatch.setattr(ahead, "BUSY_S", 0.05)
    monkeypatch.setattr(Exports, "busy", True)
    with serve(own.settings(vooraf_s=0.05)) as client:
        time.sleep(1)
        assert names(own.settings().downloads) == set()
        assert client.get("/v1/downloads/haltes.gpkg").status_code == 200
        monkeypatch.setattr(Exports, "busy", False)
        until(lambda: len(names(own.settings().downloads)) > 1)


def test_without_room_none_is_made(own, serve):
    with serve(own.settings(vooraf_s=0.05, export_max_bytes=2**60)) as client:
        time.sleep(1)
        assert names(own.settings().downloads) == set()
        assert client.get("/v1/downloads/haltes.gpkg").status_code == 200


def test_what_cannot_be_made_does_not_stop_the_rest(own, serve):
    folder = own.settings().downloads
    with serve(own.settings(vooraf_s=0.1, export_max_bytes=200_000)) as client:
        until(lambda: any(name.endswith(".geojson") for name in names(folder)))
        assert not any(name.startswith("haltes-") for name in names(folder)), "it is larger"
        assert client.get("/v1/downloads/haltes.geojson").status_code == 503
