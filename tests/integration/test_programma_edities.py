"""A new edition of the programme replaces the one before it, and what it changes is told."""

import shutil
from collections.abc import Iterator

import pytest
import tomlkit

from pipelines.opstart.installation import PROFILE
from tests.faults.support import Site, drop_file, farm

HEAD = "actie_id;editie;thema;actie;trekker;gereed;voortgang;peildatum"
FIRST = (
    "1A;2023-2025;Wonen;Afwegingskader maken;gemeente;31-12-2024;loopt;2024-01-01",
    "1B;2023-2025;Wonen;Monitor maken;gemeente;31-12-2025;loopt;2024-01-01",
    "2A;2023-2025;Zorg;Ruimten openen;welzijn;31-12-2024;loopt;2024-01-01",
)
UPDATE = (*FIRST[:2], FIRST[2].replace(";loopt;", ";gereed;"))
SECOND = (
    "1A;2025-2027;Wonen;Afwegingskader maken;gemeente;31-12-2026;loopt;2024-01-01",
    "1B;2025-2027;Wonen;Monitor maken;gemeente;31-12-2025;loopt;2024-01-01",
    "3A;2025-2027;Samen;Plan voor doorstroming;corporaties;30-06-2027;niet gestart;2024-01-01",
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = farm().copy("klein")
    path = made.feeds / PROFILE
    text = tomlkit.parse(path.read_text("utf-8"))
    own = {"vorm": "map", "adres": "leveringen/acties", "peildatum": "kolom"}
    text["bronnen"]["acties"] = own  # type: ignore[index]
    path.write_text(tomlkit.dumps(text), "utf-8")
    yield made
    made.drop()


def deliver(site: Site, name: str, rows: tuple[str, ...]) -> list[dict[str, object]]:
    shutil.rmtree(site.deliveries / "acties", ignore_errors=True)
    drop_file(site.deliveries / "acties" / "gemeente", f"{name}.csv", "\n".join([HEAD, *rows, ""]))
    with site.publisher():
        done = site.refresh()
    assert done.states("acties") == {"gepubliceerd"}, done.text
    return site.query(
        "SELECT * FROM store.programma_voortgang WHERE version = %s ORDER BY id",
        site.version("programma_voortgang"),
    )


def test_edition_replaces_and_the_difference_is_told(site: Site) -> None:
    first = deliver(site, "een", FIRST)
    assert [row["sleutel"] for row in first] == ["1A", "1B", "2A"]
    assert {row["verschil"] for row in first} == {None}

    update = deliver(site, "twee", UPDATE)
    assert {row["verschil"] for row in update} == {None}  # the same edition, only further on
    assert [row["voortgang"] for row in update] == ["loopt", "loopt", "gereed"]

    second = {row["sleutel"]: row for row in deliver(site, "drie", SECOND)}
    assert set(second) == {"1A", "1B", "3A", "2A (vervallen)"}
    assert (second["1A"]["verschil"], second["1A"]["wat"]) == ("gewijzigd", "gereed")
    assert second["1B"]["verschil"] is None
    assert second["3A"]["verschil"] == "nieuw"
    assert second["2A (vervallen)"]["voortgang"] == "vervallen"
    told = site.query(
        "SELECT dekking FROM log.versie WHERE version = %s", site.version("programma_voortgang")
    )[0]["dekking"]["opmerkingen"]
    assert told == ["Tegenover de vorige editie van de acties: 1 nieuw, 1 vervallen, 1 gewijzigd."]
    themes = site.query(
        "SELECT acties FROM store.programma_thema WHERE version = %s AND thema = 'alle'",
        site.version("programma_thema"),
    )
    assert themes[0]["acties"] == 3
