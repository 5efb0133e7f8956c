"""Every page of the steward in both languages, on a published installation with trouble in it."""

import re
from collections.abc import Iterator

import pytest

from tests.faults.support import Site, drop_file, farm
from tests.support import office, tongue
from tests.support.clusters import Database
from tests.support.office import Browser

FEED, SUPPLIER = "corporatiecomplexen", "de-sluis-wonen"
OWN = {"niet in deze proef"}
"""What an operator wrote in a profile of their own."""
PAGES = (
    *("/", "/kalender", "/leveranciers", f"/leveranciers/{SUPPLIER}", "/aanleveren", "/publicatie"),
    *("/verversingen", "/meldingen", "/toegang", "/logboek", "levering", "levering/afgekeurd"),
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One delivery with bad rows, one with columns nobody knows, one with far too few rows."""
    made = farm().copy("klein")
    folder = made.deliveries / FEED / SUPPLIER
    lines = next(folder.iterdir()).read_text("utf-8").splitlines()
    drop_file(folder, "klein.csv", "\n".join([*lines[:3], lines[3].replace(",", ",x", 3)]) + "\n")
    with made.publisher():
        made.refresh()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def steward(site: Site) -> Iterator[Browser]:
    database = Database(site.farm.cluster, site.name)
    with office.opened(office.settings(database, site.var)) as browser:
        yield browser.sign_in()


def _names(site: Site) -> set[str]:
    """Names that the data hold: they have one language."""
    rows = site.query("SELECT naam, contact, overeenkomst FROM beheer.leverancier")
    found = {text for row in rows for text in row.values() if text}
    return found | {row["uitgever"] for row in site.query("SELECT uitgever FROM beheer.bron")}


def _address(site: Site, path: str) -> str:
    rows = site.query("SELECT levering, dataset, leverancier FROM log.levering")
    mine = [row for row in rows if (row["dataset"], row["leverancier"]) == (FEED, SUPPLIER)]
    return re.sub("^levering", f"/leveringen/{max(row['levering'] for row in mine)}", path)


@pytest.mark.parametrize("taal", ["nl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_in_one_language(site: Site, steward: Browser, path: str, taal: str) -> None:
    answer = steward.get(f"{_address(site, path)}?taal={taal}")
    assert answer.status_code == 200
    assert f'<html lang="{taal}">' in answer.text
    wrong = tongue.wrong(answer.text, _names(site))
    # A folder is `map` in Dutch.
    assert [one for one in wrong if not (taal == "nl" and one.startswith("['map']"))] == []
    if taal == "en":
        marked = set(re.findall(r'<(?!a |pre)\w+[^>]* lang="nl">([^<]*)<', answer.text))
        assert marked <= OWN, "a sentence that has no English"


def test_the_language_that_was_chosen_stays(site: Site, steward: Browser) -> None:
    steward.get("/?taal=en")
    assert '<html lang="en">' in steward.get("/kalender").text
    refused = steward.get("/leveringen/99999999")
    assert "There is no delivery 99999999." in refused.text
    assert '<html lang="en">' in refused.text
    address = _address(site, "levering")
    assert steward.post(f"{address}/goedkeuren", {"reden": ""}).status_code == 303
    told = steward.get(address).text
    assert "Give a name and a reason; they are put on record." in told
    assert tongue.wrong(told, _names(site)) == []
    steward.get("/?taal=nl")
    assert '<html lang="nl">' in steward.get("/kalender").text
