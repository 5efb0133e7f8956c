"""`./woonzorg wijken`: two wijken beside each other, read as the role that reads restricted layers.

The look goes on record before the restricted rows are read, as each look through the API does.
"""

import getpass
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psycopg import sql

from pipelines.database import Connection, connect
from pipelines.errors import ConfigurationError, WoonzorgError
from pipelines.opstart.flows import database
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.wijken_tekst import Origin

READER, RECORDER = "woonzorg_api_restricted", "woonzorg_audit"
COMPLEXES, COSTS, NAMES = (
    "complexen_geschiktheid",
    "kosten_levensloopgeschikt",
    "geschiktheid_per_wijk",
)
FOLDER = "wijken"
Rows = list[dict[str, Any]]


def told(settings: Settings, one: str, other: str) -> str:
    """The short answer, and where the whole one was written.

    Raises:
        ConfigurationError: a wijk is not known, or twice the same one.
        WoonzorgError: the layers are not published, or withdrawn.
    """
    with database(settings, "wijken") as server:
        short, whole, name = answer(server.dsn, one, other)
    return f"{short}\n\nHet geheel staat in {write(settings.var / FOLDER, name, whole)}."


def answer(dsn: Callable[[str], str], one: str, other: str) -> tuple[str, str, str]:
    """The short answer, the whole one, and a name for its file.

    Args:
        dsn: gives the address as a role.
        one: name or code of a wijk.
        other: of another.

    Raises:
        ConfigurationError, WoonzorgError: as `told`.
    """
    import pandas as pd  # with the indicators half a second; only this command needs them here

    from pipelines import wijken_tekst
    from pipelines.indicators import geschikt_wijken

    with connect(dsn(READER), name="wijken") as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        names = {
            str(row["wijkcode"]): str(row["wijknaam"] or row["wijkcode"])
            for row in _rows(connection, "pub", NAMES)
        }
        try:
            first, second = (geschikt_wijken.wijk(asked, names) for asked in (one, other))
        except ValueError as error:
            raise ConfigurationError(str(error)) from error
        if first == second:
            raise ConfigurationError(f"{one} en {other} zijn dezelfde wijk: noem er twee.")
        record(dsn(RECORDER))
        complexes, costs = (
            _rows(connection, "pub_restricted", name) for name in (COMPLEXES, COSTS)
        )
        origin = _origin(connection)
    found = geschikt_wijken.compared(pd.DataFrame(complexes), pd.DataFrame(costs), first, second)
    short = "\n".join(wijken_tekst.lines(found, names, origin))
    whole = "\n".join(wijken_tekst.lines(found, names, origin, few=None)) + "\n"
    return short, whole, f"{first}-{second}.txt"


def record(dsn: str) -> None:
    """Put on record that someone on this machine looks; no record, no answer."""
    with connect(dsn, name="wijken") as connection:
        connection.execute(
            "SELECT audit.schrijf('inzien', %s, 'gedaan', 'opdrachtregel', %s, '')",
            (f"{COMPLEXES}, {COSTS}", _who()),
        )


def write(folder: Path, name: str, text: str) -> Path:
    """A file for this user only, in one step."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f"{name}.nieuw"
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return draft.replace(folder / name)


def _who() -> str:
    try:
        return f"gebruiker {getpass.getuser()}"
    except (KeyError, OSError):  # a container may run as a user without a name
        return f"gebruiker {os.getuid()}"


def _rows(connection: Connection, schema: str, layer: str) -> Rows:
    """All rows of what a layer now shows.

    Raises:
        WoonzorgError: it is not published, or withdrawn.
    """
    from data.registry import layers
    from data.tables import layer_columns, stored

    gone = connection.execute(
        sql.SQL("SELECT reden FROM {} WHERE laag = %s").format(
            sql.Identifier(schema, "ingetrokken")
        ),
        (layer,),
    ).fetchone()
    if gone:
        raise WoonzorgError(f"Laag {layer} is ingetrokken: {gone['reden']}.")
    pointer = sql.SQL("SELECT version FROM {} WHERE laag = %s AND huidig").format(
        sql.Identifier(schema, "pointer")
    )
    row = connection.execute(pointer, (layer,)).fetchone()
    if row is None:
        raise WoonzorgError(
            f"Laag {layer} is niet gepubliceerd: lever complexen of woningen van een corporatie "
            "en ververs (./woonzorg status zegt wat er is)."
        )
    columns = (name for name, _ in stored(layer_columns(*layers()[layer])))
    query = sql.SQL("SELECT id, {} FROM {} WHERE version = %s ORDER BY id").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(schema, layer)
    )
    return connection.execute(query, (row["version"],)).fetchall()


def _origin(connection: Connection) -> "Origin":
    from pipelines.wijken_tekst import Origin

    rows = connection.execute(
        "SELECT l.*, p.release, r.fictief FROM pub_restricted.laag l"
        " JOIN pub_restricted.pointer p USING (laag, version) JOIN pub.release r USING (release)"
        " WHERE p.huidig AND laag = ANY(%s) ORDER BY laag",
        ([COMPLEXES, COSTS],),
    ).fetchall()
    about = rows[0]
    return Origin(
        bron=about["bron"],
        attributie=about["attributie"],
        methode=about["methode_versie"],
        peildatum=about["peildatum"],
        release=about["release"],
        fictief=about["fictief"],
        opmerkingen=[remark for row in rows for remark in row["opmerkingen"]],
    )
