"""How fresh the data are, and where to report a weakness: public, cached and without scripts."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest


def tell(place, *, kept="", late=False, titel="Buurten", laag="buurten"):
    """What a refresh leaves for one layer."""
    due = datetime.now(UTC) + timedelta(days=-1 if late else 5)
    parts = [
        {
            "dataset": "cbs_buurten",
            "titel": "Buurten van CBS",
            "bron": "CBS",
            "licentie": "CC BY 4.0",
            "peildatum": "2024-01-01",
            "ontvangen": "2026-11-01 05:00:00+00:00",
            "gecontroleerd": "2026-11-20 05:00:00+00:00",
            "verwacht": str(due),
            "reden": kept,
        }
    ]
    with place.connect() as db:
        db.execute(
            "INSERT INTO pub.bronstatus (laag, titel, titel_en, thema, bron, licentie, peildatum,"
            " laatst_goed, behouden, onderdelen) VALUES (%s, %s, 'en', 'x', 'CBS', 'CC BY 4.0',"
            " '2024-01-01', now(), %s, %s)",
            (laag, titel, kept, json.dumps(parts)),
        )


def test_trouble_stands_first_and_is_said(own, serve):
    tell(own, titel="Alles goed")
    tell(own, laag="haltes", titel="Haltes", late=True)
    tell(own, laag="leeftijd_buurt", titel="Leeftijd", kept="De bron was niet bereikbaar.")
    tell(own, laag="ingetrokken_of_weg", titel="Onbekend")
    with serve(own.settings()) as client:
        found = client.get("/v1/datastatus").json()
        assert [(row["laag"], row["toestand"]) for row in found["lagen"]] == [
            ("leeftijd_buurt", "oudere gegevens"),
            ("haltes", "te laat"),
            ("buurten", "actueel"),
        ]
        assert found["lagen"][0]["behouden"] == "De bron was niet bereikbaar."
        assert found["lagen"][1]["onderdelen"][0]["teLaat"] is True
        page = client.get("/datastatus").text
        assert page.index("Leeftijd") < page.index("Haltes") < page.index("Alles goed")
        assert page.count("<h1") == 1
        assert "<script" not in page
        assert not re.search(r"\sstyle=|\son\w+=", page)


def test_what_is_told_is_escaped(own, serve):
    tell(own, titel="<script>alert(1)</script>", kept="<img src=x>")
    with serve(own.settings()) as client:
        page = client.get("/datastatus").text
        assert "<script" not in page
        assert "<img" not in page


def test_it_is_asked_again_by_its_tag_and_a_new_state_shows(own, serve):
    tell(own)
    with serve(own.settings()) as client:
        first = client.get("/v1/datastatus")
        tag = first.headers["etag"]
        again = client.get("/v1/datastatus", headers={"If-None-Match": tag})
        assert again.status_code == 304
        with own.connect() as db:
            db.execute("UPDATE pub.bronstatus SET behouden = 'Er ging iets mis.'")
        later = client.get("/v1/datastatus", headers={"If-None-Match": tag})
        assert later.status_code == 200


@pytest.mark.parametrize("path", ["/datastatus", "/v1/datastatus"])
def test_unknown_parameters_are_named(client, path):
    assert client.get(f"{path}?f=xml").status_code == 400
    assert client.get(f"{path}?laag=buurten").status_code == 400
    assert client.get(f"{path}?f=json").headers["content-type"] == "application/json"


def test_security_txt_is_there_once_somebody_answers(place, serve, client):
    assert client.get("/.well-known/security.txt").status_code == 404
    with serve(place.settings(contact_email="kaart@voorbeeld.invalid")) as chosen:
        answer = chosen.get("/.well-known/security.txt")
        lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert lines["Contact"] == "mailto:kaart@voorbeeld.invalid"
        assert lines["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"
        until = datetime.fromisoformat(lines["Expires"].replace("Z", "+00:00"))
        assert timedelta(days=150) < until - datetime.now(UTC) < timedelta(days=365)
    values = {
        "security_contact": "https://v.invalid/melden",
        "security_policy": "https://v.invalid/b",
    }
    with serve(place.settings(**values)) as chosen:
        text = chosen.get("/.well-known/security.txt").text
        assert "Contact: https://v.invalid/melden\n" in text
        assert "Policy: https://v.invalid/b\n" in text
