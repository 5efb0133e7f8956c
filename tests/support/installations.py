"""One installation: settings, database, run-time directory; refreshed like on the command line."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.opstart import child_environment
from pipelines.refresh import refresh
from pipelines.settings import CHECKOUT, Settings
from pipelines.versions import Outcome
from tests.support import feeds, memory
from tests.support.clusters import Database

# Runs in a file of its own instead of a server: faster to make, and nobody else looks at it.
SQLITE_DAGSTER = "telemetry:\n  enabled: false\nnux:\n  enabled: false\n"


@dataclass
class Installation:
    """An installation of a test.

    Attributes:
        events: everything the last refresh said.
        outcomes: what became of each dataset in the last refresh.
    """

    settings: Settings
    database: Database
    environment: dict[str, str]
    events: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def refresh(self, *only: str) -> list[Outcome]:
        """One refresh; the steps run in a Dagster process like everywhere."""
        self.events.clear()
        with self.entered():
            self.outcomes = refresh(self.settings, self.database.dsn(), only, self.events.append)
        return self.outcomes

    def outcome(self, dataset: str, peildatum: str = "") -> Outcome:
        """What became of a dataset (of one peildatum) in the last refresh."""
        return next(
            one
            for one in self.outcomes
            if one.dataset == dataset and (not peildatum or str(one.peildatum) == peildatum)
        )

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Have the environment of this installation for a while."""
        before = dict(os.environ)
        os.environ.update(self.environment)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)

    def pointer(self, layer: str, peildatum: str = "") -> dict[str, Any]:
        """The pointer row of a layer: of one peildatum, else the current one."""
        found = self.database.rows(
            "SELECT * FROM pub.pointer WHERE laag = %s"
            " AND CASE WHEN %s = '' THEN huidig ELSE peildatum::text = %s END",
            (layer, peildatum, peildatum),
            role="woonzorg_api",
        )
        assert found, f"laag {layer} {peildatum} is niet gepubliceerd"
        return found[0]

    def layer(self, name: str, peildatum: str = "", columns: str = "*") -> list[dict[str, Any]]:
        """Rows of a published layer as the public role reads them, by id."""
        version = self.pointer(name, peildatum)["version"]
        return self.database.rows(
            f"SELECT {columns} FROM pub.{name} WHERE version = %s ORDER BY id",  # noqa: S608
            (version,),
            role="woonzorg_api",
        )

    def described(self, name: str, peildatum: str = "") -> dict[str, Any]:
        """What readers are told about a layer."""
        version = self.pointer(name, peildatum)["version"]
        return self.database.rows(
            "SELECT * FROM pub.laag WHERE laag = %s AND version = %s",
            (name, version),
            role="woonzorg_api",
        )[0]

    def version(self, dataset: str, peildatum: str = "") -> dict[str, Any]:
        """Record of the newest good version of a dataset (of one peildatum)."""
        found = self.database.rows(
            "SELECT * FROM log.versie WHERE dataset = %s AND toestand = 'goed'"
            " AND (%s = '' OR peildatum::text = %s) ORDER BY peildatum DESC, version DESC",
            (dataset, peildatum, peildatum),
        )
        assert found, f"{dataset} {peildatum} heeft geen goede versie"
        return found[0]

    def stored(self, dataset: str, columns: str = "*", peildatum: str = "") -> list[dict[str, Any]]:
        """Rows of the newest good version of a dataset, by id."""
        return self.database.rows(
            f"SELECT {columns} FROM store.{dataset} WHERE version = %s ORDER BY id",  # noqa: S608
            (self.version(dataset, peildatum)["version"],),
        )

    def quarantined(self, dataset: str) -> list[dict[str, Any]]:
        """Everything set apart for a dataset."""
        return self.database.rows(f"SELECT * FROM quarantine.{dataset} ORDER BY rij")  # noqa: S608


def make(
    var: Path, database: Database, profile: str, *, dagster_url: str = "", **values: Any
) -> Installation:
    """Settings and environment of an installation.

    Args:
        var: run-time directory.
        database: where it publishes.
        profile: file or built-in name.
        dagster_url: keep Dagster's state on that server with the product's own settings; a file
            in `var` when absent.
        values: more settings (`hosts`, `fictief`, `gemeente`).
    """
    var.mkdir(parents=True, exist_ok=True)
    settings = Settings(var=var, profile=profile, **values)
    home = memory.folder("wzk-dagster-")
    environment = child_environment.common(settings) | {
        "WOONZORG_PIPELINE_DSN": database.dsn(),
        "DAGSTER_HOME": str(home),
        "DAGSTER_DISABLE_TELEMETRY": "1",
    }
    if real := feeds.folder():
        environment["WOONZORG_FEEDS"] = str(real)
    if dagster_url:
        shutil.copyfile(CHECKOUT / "deploy" / "dagster.yaml", home / "dagster.yaml")
        environment["WOONZORG_DAGSTER_URL"] = dagster_url
    else:
        (home / "dagster.yaml").write_text(SQLITE_DAGSTER, encoding="utf-8")
    return Installation(settings, database, environment)
