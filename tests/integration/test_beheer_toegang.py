"""Rights and keys on the steward's page: the same verbs and the same record as the command line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import toegang
from pipelines import access
from tests.support import besloten, office
from tests.support.clusters import Database
from tests.support.office import Browser

GROUP = "woonzorg-corporaties"
LAYER = "complexmonitor_besloten"
KEY = re.compile(r"wzk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}")


@pytest.fixture
def steward(database: Database, tmp_path: Path) -> Iterator[Browser]:
    """Somebody who may act, where keys can be made."""
    secret = tmp_path / "sleutelgeheim"
    secret.write_bytes(besloten.SECRET)
    with office.opened(office.settings(database, tmp_path, key_secret_file=secret)) as found:
        found.sign_in().get("/toegang")
        yield found


def recorded(database: Database, since: int) -> list[tuple[str, ...]]:
    names = ("handeling", "voorwerp", "uitkomst", "wie", "reden")
    rows = besloten.recorded(database)[since:]
    return [tuple(row[name] for name in names) for row in rows]


def rights(database: Database, group: str = GROUP) -> list[tuple[str, str]]:
    rows = database.rows("SELECT * FROM toegang.recht WHERE van = %s", (group,), role="postgres")
    return sorted((row["soort"], row["naam"]) for row in rows)


def test_a_right_is_given_and_taken_with_the_record_of_the_command_line(
    database: Database, steward: Browser
) -> None:
    told = []
    dsn = database.dsn("woonzorg_steward")
    for page in (True, False):
        before = len(besloten.recorded(database))
        if page:
            form = {"groep": GROUP, "recht": f"laag:{LAYER}", "reden": "Overeenkomst"}
            assert steward.post("/toegang/rechten/geven", form).status_code == 303
            assert rights(database) == [("laag", LAYER)]
            assert f"Groep {GROUP} mag laag {LAYER} lezen." in steward.get("/toegang").text
            steward.post("/toegang/rechten/nemen", form)
            assert "niet meer lezen" in steward.get("/toegang").text
        else:
            who = {"by": "A. Beheerder", "reason": "Overeenkomst"}
            access.grant(dsn, GROUP, "laag", LAYER, **who)
            access.revoke(dsn, GROUP, "laag", LAYER, **who)
        assert rights(database) == []
        told.append(recorded(database, before))
    assert told[0] == told[1]
    assert [row[0] for row in told[0]] == ["recht geven", "recht nemen"]


def test_a_theme_is_told_by_its_title(steward: Browser) -> None:
    steward.post("/toegang/rechten/geven", {"groep": GROUP, "recht": "thema:opgave", "reden": "x"})
    key = {"eigenaar": "De Sluis", "dagen": "30", "recht.thema:draaglast": "ja", "reden": "x"}
    steward.post("/toegang/sleutels/maken", key)
    page = steward.get("/toegang").text
    steward.post("/toegang/rechten/nemen", {"groep": GROUP, "recht": "thema:opgave", "reden": "x"})
    for told in (">thema Opgave</div>", ">thema Draaglast en draagkracht</div>"):
        assert told in page
    assert '<option value="thema:opgave">Opgave</option>' in page


def test_a_name_that_gives_nothing_is_refused_with_the_nearest(
    database: Database, steward: Browser
) -> None:
    before = len(besloten.recorded(database))
    form = {"groep": GROUP, "recht": f"laag:{LAYER[:-1]}", "reden": "x"}
    steward.post("/toegang/rechten/geven", form)
    assert f"Bedoelt u {LAYER}?" in steward.get("/toegang").text
    assert rights(database) == []
    assert len(besloten.recorded(database)) == before


def test_a_key_is_shown_once_and_kept_as_a_print(database: Database, steward: Browser) -> None:
    before = len(besloten.recorded(database))
    form = {
        "eigenaar": "De Sluis Wonen",
        "dagen": "30",
        "recht.thema:kansen": "ja",
        f"recht.laag:{LAYER}": "ja",
        "reden": "Overeenkomst",
    }
    assert steward.post("/toegang/sleutels/maken", form).status_code == 303
    page = steward.get("/toegang")
    (text,) = set(KEY.findall(page.text))
    assert page.headers["cache-control"] == "no-store"
    assert not KEY.findall(steward.get("/toegang").text), "nowhere a second time"
    key = toegang.parse(text)
    assert key is not None
    (kept,) = database.rows(
        "SELECT hash, eigenaar FROM toegang.sleutel WHERE id = %s", (key.id,), role="postgres"
    )
    assert kept == {"hash": key.digest(besloten.SECRET), "eigenaar": "De Sluis Wonen"}
    assert rights(database, key.id) == [("laag", LAYER), ("thema", "kansen")]
    assert steward.post(f"/toegang/sleutels/{key.id}/intrekken", {"reden": "Gelekt"}).status_code
    assert "geeft nergens meer recht op" in steward.get("/toegang").text
    acts = recorded(database, before)
    assert [row[0] for row in acts] == ["sleutel maken", "sleutel intrekken"]
    assert not any(key.word in part for row in acts for part in row)


@pytest.mark.parametrize(
    "wrong",
    [
        {"dagen": "181"},
        {"dagen": "0"},
        {"dagen": "veel"},
        {"eigenaar": ""},
        {"recht.thema:kansen": None},
        {"recht.thema:kansen": None, "recht.thema:nergens": "ja"},
        {"reden": ""},
    ],
    ids=str,
)
def test_a_key_that_is_asked_wrongly_is_not_made(
    database: Database, steward: Browser, wrong: dict[str, str | None]
) -> None:
    count = "SELECT count(*) FROM toegang.sleutel"
    before = database.value(count, role="postgres")
    form = {"eigenaar": "De Sluis", "dagen": "30", "recht.thema:kansen": "ja", "reden": "x"}
    changed = {name: text for name, text in (form | wrong).items() if text is not None}
    steward.post("/toegang/sleutels/maken", changed)
    page = steward.get("/toegang").text
    assert 'role="alert"' in page
    assert not KEY.findall(page)
    assert database.value(count, role="postgres") == before


def test_a_form_without_its_token_does_nothing(database: Database, steward: Browser) -> None:
    form = {"groep": GROUP, "recht": f"laag:{LAYER}", "reden": "x", "token": "van elders"}
    assert steward.post("/toegang/rechten/geven", form).status_code == 403
    assert rights(database) == []


def test_without_the_secret_no_key_is_made_here(database: Database, tmp_path: Path) -> None:
    with office.opened(office.settings(database, tmp_path)) as browser:
        page = browser.sign_in().get("/toegang").text
        assert "/toegang/sleutels/maken" not in page
        assert "Op de opdrachtregel kan het wel" in page
        browser.post("/toegang/sleutels/maken", {"eigenaar": "x", "dagen": "1", "reden": "x"})
        assert "niet ingesteld" in browser.get("/toegang").text
