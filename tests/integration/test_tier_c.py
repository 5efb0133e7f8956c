"""Counts derived from clients: their bytes lie apart, and go after 30 days; the figures stay."""

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tomlkit

from data.registry import dataset
from pipelines import profile, retention
from pipelines.opstart.installation import PROFILE
from pipelines.settings import Settings
from pipelines.work import Work
from tests.faults.support import Site, drop_file, farm

FEED, OFFICE, OTHER = "wlz_wachtlijst", "zorgkantoor-een", "zorgkantoor-twee"


def counts(kind: str, *, waiting: str = "14", bad: bool = False) -> str:
    """A delivery by the feed's own examples, with one area of its own."""
    columns = [c for c in dataset(FEED).columns if c.example]
    values = {c.name: c.example for c in columns} | {"sector": kind, "wachtenden": waiting}
    rows = [values, values | {"wachttijd_weken": "veel"}] if bad else [values]
    lines = [";".join(row[c.name] for c in columns) for row in rows]
    return "\n".join([";".join(c.sources[0] for c in columns), *lines]) + "\n"


def sectors() -> tuple[str, str]:
    allowed = dataset(FEED).column("sector").allowed
    return allowed[0], allowed[1]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    made = farm().copy("klein")
    path = made.feeds / PROFILE
    text = tomlkit.parse(path.read_text("utf-8"))
    own = {"vorm": "map", "adres": f"leveringen/{FEED}", "peildatum": "kolom", "decimaal": ","}
    text["bronnen"][FEED] = own  # type: ignore[index]
    path.write_text(tomlkit.dumps(text), "utf-8")
    shutil.rmtree(made.deliveries / FEED, ignore_errors=True)  # that of the sample
    one, other = sectors()
    drop_file(made.deliveries / FEED / OFFICE, "een.csv", counts(one, bad=True))
    drop_file(made.deliveries / FEED / OTHER, "twee.csv", counts(other))
    with made.publisher():
        done = made.refresh()
    assert done.states(FEED) == {"gepubliceerd"}, done.text
    yield made
    made.drop()


def landed(site: Site) -> list[Path]:
    return [f for f in (site.var / "landing-c").rglob("*") if f.is_file()]


def forget(site: Site, days: float) -> int:
    """Retention as if it were so many days later."""
    settings = Settings(var=site.var, profile=str(site.feeds / PROFILE))
    work = Work(settings, site.dsn(), profile.load(settings.profile), site.epoch, lambda _: None)
    gone = retention.forget_closed(work, datetime.now(UTC) + timedelta(days=days))
    work.close()
    return gone


def rows(site: Site) -> list[tuple[str, int]]:
    held = site.query(
        f"SELECT leverancier, wachtenden FROM store.{FEED} WHERE version = %s ORDER BY 1",  # noqa: S608
        site.version(FEED),
    )
    return [(row["leverancier"], row["wachtenden"]) for row in held]


def test_bytes_go_after_thirty_days_and_the_figures_stay(site: Site) -> None:
    assert len(landed(site)) == 2
    assert stat.S_IMODE((site.var / "landing-c").stat().st_mode) == 0o700
    hashes = {file.name for file in landed(site)}
    assert not [f for f in (site.var / "landing").rglob("*") if f.name in hashes]
    apart = f"SELECT count(*) FROM quarantine.{FEED}"  # noqa: S608
    assert site.value(apart) == 1
    _no_examples(site)
    assert forget(site, 29.9) == 0
    assert len(landed(site)) == 2
    assert forget(site, 30.1) == 2
    assert landed(site) == []
    assert site.value(apart) == 0
    assert not [f for f in (site.deliveries / FEED).rglob("*") if f.is_file()]
    assert forget(site, 31) == 0
    assert rows(site) == [(OFFICE, 14), (OTHER, 14)]
    assert site.value("SELECT count(*) FROM audit.handeling WHERE handeling = 'bytes wissen'") == 2
    before = site.version(FEED)
    with site.publisher():
        quiet = site.refresh()
    assert quiet.states(FEED) == {"ongewijzigd"}, quiet.text
    assert site.version(FEED) == before
    _one_delivers_the_other_is_kept(site)


def _no_examples(site: Site) -> None:
    """A report on counts of clients names rows and columns, never what stood there."""
    number = site.value(
        "SELECT levering FROM log.levering WHERE leverancier = %s ORDER BY levering", OFFICE
    )
    text = (site.var / "verslagen" / FEED / OFFICE / f"{number}.txt").read_text("utf-8")
    assert "rij 3" in text
    assert "Zo ziet het eruit" not in " ".join(text.split())
    assert "veel" not in text


def _one_delivers_the_other_is_kept(site: Site) -> None:
    one, _ = sectors()
    drop_file(site.deliveries / FEED / OFFICE, "nieuw.csv", counts(one, waiting="21"))
    with site.publisher():
        done = site.refresh()
    assert done.states(FEED) == {"gepubliceerd"}, done.text
    assert rows(site) == [(OFFICE, 21), (OTHER, 14)]
    told = site.query("SELECT verschil FROM log.levering ORDER BY levering DESC LIMIT 1")
    assert told[0]["verschil"]["gewijzigd"] == 1
    assert told[0]["verschil"]["sleutels"] == {}
