"""In which language the steward's pages are, and how they say what is on record in Dutch."""

from types import SimpleNamespace

import pytest
from fastapi import Request
from markupsafe import Markup

from geo_api.beheer import deliveries, spoken
from geo_api.describe.languages import DUTCH, ENGLISH


def _request(
    query: str = "", cookie: str = "", accept: str = "", *, secure: bool = False
) -> Request:
    office = SimpleNamespace(settings=SimpleNamespace(secure=secure))
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": query.encode(),
            "headers": [(b"cookie", cookie.encode()), (b"accept-language", accept.encode())],
            "app": SimpleNamespace(state=SimpleNamespace(office=office)),
        }
    )


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "taal"),
    [
        ("", "", "", DUTCH),
        ("", "", "en-GB,nl;q=0.5", ENGLISH),
        ("", "woonzorg-taal=nl", "en", DUTCH),
        ("taal=en", "woonzorg-taal=nl", "nl", ENGLISH),
        ("taal=fr", "woonzorg-taal=en", "nl", ENGLISH),
        ("", "woonzorg-taal=fr", "nl", DUTCH),
    ],
)
def test_the_address_goes_before_the_choice_before_the_browser(
    query: str, cookie: str, accept: str, taal: str
) -> None:
    assert spoken.language(_request(query, cookie, accept)) == taal


def test_over_tls_the_choice_is_kept_under_a_name_that_other_hosts_cannot_set() -> None:
    ((name, value),) = spoken.kept(b"vanaf=50&taal=en", secure=True)
    assert name == b"set-cookie"
    assert value.startswith(b"__Host-woonzorg-taal=en; Path=/; HttpOnly")
    assert value.endswith(b"Secure")
    assert spoken.language(_request(cookie="__Host-woonzorg-taal=en", secure=True)) == ENGLISH
    assert spoken.language(_request(cookie="woonzorg-taal=en", secure=True)) == DUTCH


@pytest.mark.parametrize("query", [b"", b"taal=", b"taal=fr", b"taal=en%0d%0aX: y", b"\xff\xfe"])
def test_nothing_else_is_kept(query: bytes) -> None:
    assert spoken.kept(query, secure=False) == []


def test_the_other_language_keeps_what_was_asked() -> None:
    assert spoken.values(_request("vanaf=50&taal=nl"))["andere_taal"] == "?vanaf=50&taal=en"


def test_a_sentence_without_english_is_shown_and_marked() -> None:
    assert spoken.sentence("Iets <b>eigens</b>.", taal=ENGLISH) == (
        '<span lang="nl">Iets &lt;b&gt;eigens&lt;/b&gt;.</span>'
    )
    assert spoken.sentence("Iets eigens.", taal=DUTCH) == "Iets eigens."
    assert spoken.sentence(None, taal=ENGLISH) == ""


def test_a_long_sentence_ends_at_a_word() -> None:
    assert (
        spoken.sentence("Een hele lange zin die doorgaat.", 20, taal=DUTCH) == "Een hele lange zin…"
    )


def test_titles_of_a_row() -> None:
    row = {"dataset": "corporatiecomplexen", "titel": "Complexen van corporaties"}
    assert spoken.feed(row, taal=DUTCH) == "Complexen van corporaties"
    assert spoken.feed(row, taal=ENGLISH) == "Housing association complexes"
    assert spoken.feed({"dataset": "weg", "titel": "Weg"}, taal=ENGLISH) == "Weg"
    assert spoken.layer({"laag": "weg", "titel": "Weg"}, taal=ENGLISH) == "Weg"


def test_where_rows_went_is_marked_once_where_a_rule_has_no_english() -> None:
    found = {"ontvangen": 9, "buiten_bereik": {"eigen_regel": 2, "nul": 0}}
    counted = deliveries._counts(found, ENGLISH)
    assert counted == [
        ("Received", 9),
        (Markup('Out of scope: <span lang="nl">eigen regel</span>'), 2),
    ]
    assert isinstance(counted[1][0], Markup), "a page must not show the mark as text"
